"""Courses of administrative reconsideration, under the law of 2017 and under that of 2023."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from guiju.demo.course import RECEIPT, Course, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.setting import Setting

REVISED = date(2024, 1, 1)
FIELDS: Mapping[str, str] = {
    "市场监管": "市场监管", "公安": "公安", "农业": "农业农村", "交通运输": "交通运输", "自然资源": "自然资源",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """What is particular to a review.

    Attributes:
        key: names the course.
        respondent: id of the body whose act is reviewed.
        begins: day of receipt.
        applicant: who applies.
        turn: the place among reviews.
        decision: 决定类型; empty: the application is withdrawn.
        stayed: the review is suspended until another case is decided.
    """

    key: str
    respondent: str
    begins: date
    applicant: Mapping[str, Any]
    turn: int
    decision: str = "维持"
    stayed: bool = False


@dataclass(frozen=True, slots=True)
class Hands:
    """Who handles a review.

    Attributes:
        reviewer: handles it, and records what applicant and respondent do.
        office: head of the review office.
        head: head of the review authority.
    """

    reviewer: str
    office: str
    head: str


def reconsideration(setting: Setting, review: Review) -> Course:
    """A review from 收到申请 to 归档, under the law of its first day."""
    code = setting.scenario.bodies[0].code
    hands = Hands(
        setting.staff.one(code, "行政复议人员", review.turn),
        setting.staff.one(code, "行政复议机构负责人"),
        setting.staff.one(code, "行政复议机关负责人"),
    )
    revised = review.begins >= REVISED
    steps = [
        Step(0, "收到申请", hands.reviewer, _received(setting, review, revised=revised)),
        Step(3, "受理", hands.reviewer, _accepted(review)),
        Step(5, "发送申请书副本", hands.reviewer),
        Step(6, "副本送达", hands.reviewer, {"送达方式": "直接"}, proof=RECEIPT),
        Step(10, "书面答复", hands.reviewer, proof="行政复议答复书"),
    ]
    steps += _heard(hands, revised=revised)
    if review.stayed:
        steps += _stayed(hands, revised=revised)
    steps += (
        _decided(review, hands, revised=revised)
        if review.decision
        else _withdrawn(hands, revised=revised)
    )
    return Course(review.key, "reconsideration", code, review.begins, tuple(steps))


def _received(setting: Setting, review: Review, *, revised: bool) -> dict[str, Any]:
    spec = setting.scenario.body(review.respondent)
    data: dict[str, Any] = {
        "收件登记号": f"收件{review.begins.year}-{review.turn + 1:03d}", "申请人": dict(review.applicant), "被申请人": spec.code,
        "被申请人类别": "下一级人民政府" if spec.kind == "town" else "本级政府工作部门",
        "行政行为": f"{spec.name}行政处理决定（第{review.turn + 1}号）", "领域": FIELDS.get(spec.field, "其他"),
        "复议请求": "请求撤销该行政行为。", "申请提出日": review.begins.isoformat(),
    }  # fmt: skip
    data.update({"提出途径": "直接提出", "申请方式": "当面"} if revised else {"须转送": False})
    return data


def _accepted(review: Review) -> dict[str, Any]:
    known = review.begins - timedelta(days=20)
    return {
        "知道行政行为日": known.isoformat(),
        "申请期限届满日": (known + timedelta(days=60)).isoformat(),
        "申请期限内": True,
        "期限判断理由": "自知道行政行为之日起未满六十日。",
    }


def _heard(hands: Hands, *, revised: bool) -> list[Step]:
    if not revised:
        return [
            Step(13, "听取意见", hands.reviewer, {"意见记录": "电话听取申请人意见，记录在卷。"})
        ]
    case = {
        "重大疑难复杂": False,
        "专业技术性强": False,
        "其他须咨询": False,
        "情形判断理由": "事实清楚，争议不大。",
    }
    return [
        Step(
            13,
            "听取意见",
            hands.reviewer,
            {"听取方式": "当面", "意见记录": "当面听取申请人意见，记录在卷。"},
        ),
        Step(14, "确定案件情形", hands.office, case),
    ]


def _stayed(hands: Hands, *, revised: bool) -> list[Step]:
    told = "已书面告知" if revised else "已告知"
    return [
        Step(15, "中止", hands.reviewer, {"中止情形": "待他案结果", told: True}),
        Step(18, "恢复审理", hands.reviewer, {told: True}),
    ]


def _decided(review: Review, hands: Hands, *, revised: bool) -> list[Step]:
    owes = review.decision in {"变更", "责令履行"}
    data: dict[str, Any] = {"决定类型": review.decision, "责令事项": "无", "须履行": owes}
    if revised:
        data.update({"须公开": False, "公开判断理由": "被申请行为未公开。"})
    steps = [
        Step(20, "审查意见", hands.reviewer, {"审查结论": f"建议{review.decision}。"}),
        Step(22, "负责人同意或集体讨论", hands.head, {"同意方式": "负责人同意"}),
        Step(24, "复议决定", hands.reviewer, data),
        Step(26, "送达", hands.reviewer, {"送达方式": "直接"}, proof=RECEIPT),
    ]
    if owes:
        steps.append(Step(32, "履行复议决定", hands.reviewer, proof="履行情况报告"))
    if revised:
        steps.append(Step(28, "抄告上一级主管部门", hands.reviewer))
    return [*sorted(steps, key=lambda step: step.after), Step(36, "归档", hands.reviewer)]


def _withdrawn(hands: Hands, *, revised: bool) -> list[Step]:
    reason = {"撤回原因": "自愿撤回"} if revised else {"撤回理由": "争议已经解决。"}
    return [
        Step(19, "申请撤回", hands.reviewer, reason),
        Step(20, "准予撤回", hands.office),
        Step(22, "终止复议", hands.reviewer),
        Step(24, "送达", hands.reviewer, {"送达方式": "直接"}, proof=RECEIPT),
        Step(27, "归档", hands.reviewer),
    ]
