"""Courses of people's mediation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guiju.demo.course import Course, Step
from guiju.demo.names import citizen

if TYPE_CHECKING:
    from datetime import date

    from guiju.demo.setting import Setting

KINDS = (
    "邻里",
    "婚姻家庭",
    "山林土地",
    "损害赔偿",
    "房屋宅基地",
    "合同",
    "劳动争议",
    "道路交通事故",
    "生产经营",
    "物业",
    "欠薪",
    "消费",
)
LINKS = ("人民调解单独办理",) * 5 + ("与行政调解联动", "与司法调解联动")


@dataclass(frozen=True, slots=True)
class Dispute:
    """What is particular to a dispute.

    Attributes:
        key: names the course.
        body: id of the town.
        begins: day of registration.
        turn: the place among disputes.
        agreed: an agreement is reached.
        confirmed: the parties ask the court to confirm it.
    """

    key: str
    body: str
    begins: date
    turn: int
    agreed: bool = True
    confirmed: bool = False


def mediation(setting: Setting, dispute: Dispute) -> Course:
    """A dispute from 登记受理 to 归档."""
    code = setting.code(dispute.body)
    who = setting.staff.one(code, "人民调解员", dispute.turn)
    steps = [_registered(setting, dispute, who), *_report(dispute, who)]
    talk = {"调解记录": "分别听取双方陈述，说明有关法律规定，提出调解方案。", "可能引发案件": False}
    steps.append(Step(2, "调解", who, talk))
    steps += _agreed(dispute, who) if dispute.agreed else _ended(who)
    return Course(dispute.key, "people-mediation", code, dispute.begins, tuple(steps))


def _registered(setting: Setting, dispute: Dispute, who: str) -> Step:
    turn, link = dispute.turn, LINKS[dispute.turn % len(LINKS)]
    data: dict[str, Any] = {
        "登记簿号": f"{dispute.begins.year}-{turn + 1:03d}", "启动方式": "主动调解" if turn % 4 == 0 else "当事人申请",
        "联动方式": link, "纠纷类型": KINDS[turn % len(KINDS)], "申请人": citizen(turn * 2), "被申请人": citizen(turn * 2 + 1),
        "涉及人数": 2 + turn % 4, "纠纷简况": "双方因相邻关系和损失分担发生争议。", "调解员": setting.staff.persons[who].name,
        "可能引发案件": _may_escalate(dispute),
    }  # fmt: skip
    if link != LINKS[0]:
        data["移交单位"] = "示例县公安局" if link == "与行政调解联动" else "示例县人民法院"
    return Step(0, "登记受理", who, data)


def _may_escalate(dispute: Dispute) -> bool:
    return dispute.turn % 29 == 7


def _report(dispute: Dispute, who: str) -> list[Step]:
    return (
        [Step(0, "报告有关部门", who, {"报告对象": "当地公安机关"})]
        if _may_escalate(dispute)
        else []
    )


def _agreed(dispute: Dispute, who: str) -> list[Step]:
    amount = (0, 2_000_00, 5_800_00, 12_000_00)[dispute.turn % 4]
    data: dict[str, Any] = {
        "协议形式": "口头协议" if dispute.turn % 9 == 4 else "书面协议", "形式要件齐备": True,
        "协议内容": "双方按协议分担损失，互不追究。",
    }  # fmt: skip
    if amount:
        data["协议金额"] = amount
    steps = [Step(5, "达成协议", who, data)]
    if dispute.confirmed:
        steps.append(Step(8, "申请司法确认", who))
    steps.append(Step(12, "登记履行情况", who, {"履行结果": "已履行"}))
    if dispute.confirmed:
        steps.append(Step(20, "登记司法确认结果", who, {"确认结果": "确认有效"}))
    return [*steps, Step(steps[-1].after + 2, "归档", who)]


def _ended(who: str) -> list[Step]:
    return [
        Step(9, "终止调解", who, {"终止原因": "调解不成"}),
        Step(9, "告知其他途径", who, {"告知途径": "多种途径"}),
        Step(11, "归档", who),
    ]
