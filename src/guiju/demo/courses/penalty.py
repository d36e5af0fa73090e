"""Courses of the ordinary penalty procedure and of the lead before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from guiju.demo.course import RECEIPT, Course, MatterOf, NumberOf, Step
from guiju.demo.setting import party_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.setting import Setting

LEAD_DAYS = 5
HEARING = {"公民": 10_000_00, "单位": 100_000_00}
CAUSES: Mapping[str, tuple[str, ...]] = {
    "市场监管": (
        "未按规定明码标价",
        "经营超过保质期的食品",
        "未在显著位置公示营业执照",
        "使用未经检定的计量器具",
        "广告内容不符合规定",
    ),
    "公安": ("未按规定登记住宿信息", "未落实治安保卫措施", "未按规定备案"),
    "农业": ("未按规定建立生产档案", "种子标签不符合规定"),
    "交通运输": ("未按规定随车携带道路运输证", "未按规定维护车辆"),
}
BASIS = "本演示所设的条文（不是真实的法律）"
OTHER_CAUSES = ("未按规定履行备案手续", "未按规定公示信息")


@dataclass(frozen=True, slots=True)
class PenaltyCase:
    """What is particular to a case.

    Attributes:
        key: names the course.
        body: id of the body.
        begins: day of 立案.
        party: who is punished.
        fine: in 分; 0 with ``flexible`` 不予处罚 or 首违不罚: no penalty.
        turn: the place among cases; decides cause and officers.
        flexible: what of 两轻一免 is used.
        heard: a hearing is asked for and held.
        pleads: the party states its case, and it is reviewed.
        instalments: the payment is put off with approval.
        enforced: it is not paid, and the court enforces.
        examined: an examination stops the clock.
    """

    key: str
    body: str
    begins: date
    party: Mapping[str, Any]
    fine: int
    turn: int
    flexible: str = "未使用"
    heard: bool = False
    pleads: bool = False
    instalments: bool = False
    enforced: bool = False
    examined: bool = False


def cause_of(setting: Setting, body: str, turn: int) -> str:
    """What the party is said to have done, fitting the body's field."""
    causes = CAUSES.get(setting.scenario.body(body).field, OTHER_CAUSES)
    return causes[turn % len(causes)]


def fact_of(setting: Setting, case: PenaltyCase) -> str:
    """What was found, as the notice and the decision say it."""
    return (
        f"经现场检查和询问，当事人{cause_of(setting, case.body, case.turn)}。"
        "以上事实有现场笔录、询问笔录、照片等证据证明。"
    )


def lead(setting: Setting, case: PenaltyCase) -> Course:
    """The lead that a case comes from, registered a week before."""
    code = setting.code(case.body)
    officers = setting.staff.pair(code, "承办人", case.turn)
    who = officers[0]
    begins = setting.days.shifted(case.begins, -LEAD_DAYS)
    source = ("监督检查", "投诉举报", "自行发现")[case.turn % 3]
    steps = (
        Step(0, "线索登记", who, {
            "被反映人": dict(case.party), "线索摘要": f"涉嫌{cause_of(setting, case.body, case.turn)}"[:60],
            "线索来源": source, "来源编号": f"来件{begins.year}-{case.turn + 1:03d}", "实名举报": False,
        }),
        Step(2, "核查", officers[0], {"核查情况": "现场检查，制作笔录，拍照取证。", "核查材料": setting.paper("现场笔录")}, officers),
        Step(LEAD_DAYS, "转入普通程序", who, {"处罚案件": MatterOf(case.key)}),
        Step(LEAD_DAYS + 3, "归档", who),
    )  # fmt: skip
    return Course(f"线索{case.key}", "lead-verification", code, begins, steps)


def declined(setting: Setting, case: PenaltyCase) -> Course:
    """A lead of which no case comes."""
    whole = lead(setting, case)
    who = whole.steps[0].person
    steps = (
        *whole.until("核查").steps,
        Step(LEAD_DAYS, "决定不予立案", who, {
            "有违法事实证据": True, "应受处罚": False, "属于本机关管辖": True, "在追责期限内": True,
            "判断理由": "初次违法，危害后果轻微，当场改正。", "核查结论": "不予立案",
            "不予立案情形": "初次违法且后果轻微并及时改正",
        }),
        Step(LEAD_DAYS + 3, "归档", who),
    )  # fmt: skip
    return replace(whole, steps=steps)


def ordinary(setting: Setting, case: PenaltyCase) -> Course:
    """The case itself, from 立案 to 归档."""
    code = setting.code(case.body)
    officers = setting.staff.pair(code, "承办人", case.turn)
    steps = _investigation(setting, case, officers)
    closing = steps[-1].after + 1
    steps += _opinion(setting, case, officers, closing)
    decision = steps[-1].after + 5
    outcome = _not_punished if case.flexible in {"不予处罚", "首违不罚"} else _punished
    steps += outcome(setting, case, officers, decision)
    return Course(
        case.key, "ordinary-penalty", code, case.begins, tuple(steps), source=f"线索{case.key}"
    )


def _investigation(setting: Setting, case: PenaltyCase, officers: tuple[str, str]) -> list[Step]:
    who = officers[0]
    ended = case.begins - timedelta(days=20)
    steps = [
        Step(0, "立案", who, {
            "当事人": dict(case.party), "当事人类型": party_kind(case.party),
            "案由": cause_of(setting, case.body, case.turn), "线索编号": NumberOf(f"线索{case.key}"),
            "立案理由": fact_of(setting, case), "有违法事实证据": True, "应受处罚": True, "属于本机关管辖": True,
            "违法行为终了日": ended.isoformat(), "违法行为发现日": (case.begins - timedelta(days=8)).isoformat(),
            "五年追责情形": False, "在追责期限内": True, "追责期限理由": "行为终了至发现未满二年。",
        }, officers),
        Step(1, "调查取证", who, {"证据": setting.paper("现场笔录")}, officers),
        Step(2, "责令改正", who, {"改正期限": setting.days.shifted(case.begins, 20).isoformat()}, officers),
    ]  # fmt: skip
    after = 5
    if case.examined:
        steps.append(Step(4, "委托鉴定", who, {"停止计时事由": "送检测机构检验。"}))
        steps.append(Step(14, "收到鉴定意见", who, {"证据": setting.paper("证据清单")}))
        after = 15
    steps.append(Step(after, "调查取证", who, {"证据": setting.paper("证据清单")}, officers))
    asked = case.heard or case.fine >= 50_000_00
    steps.append(
        Step(after + 6, "调查终结", who, {
            "拟处罚款": case.fine, "拟没收数额": 0, "拟处其他处罚": "无" if case.fine else "警告",
            "听证范围": case.fine >= HEARING[party_kind(case.party)], "听证范围理由": "对照较大数额的规定确定。", "需法制审核": asked, "法制审核理由": "逐项核对法制审核情形后确定。",
            "复杂重大": False, "复杂重大理由": "事实清楚，情节简单。", "须责令改正": True,
            "五年追责情形": False, "在追责期限内": True, "追责期限理由": "行为终了至发现未满二年。",
            "违法事实": fact_of(setting, case), "处罚依据": BASIS, "裁量理由": "按裁量基准，结合改正情况确定。",
        }, officers)
    )  # fmt: skip
    return steps


def _opinion(
    setting: Setting, case: PenaltyCase, officers: tuple[str, str], after: int
) -> list[Step]:
    who = officers[0]
    steps = [
        Step(after, "拟处罚告知", who),
        Step(after + 1, "告知书送达", who, {"送达方式": "直接送达"}, proof=RECEIPT),
    ]
    if case.pleads:
        steps.append(Step(after + 2, "陈述申辩", who, {"陈述申辩意见": "已经改正，请求从轻处理。"}))
        steps.append(
            Step(after + 3, "复核意见", who, {"复核结论": "部分采纳", "变更理由": "改正及时的事实属实。"}, officers)
        )  # fmt: skip
    else:
        steps.append(Step(after + 2, "放弃陈述申辩", who, proof=RECEIPT))
    if case.heard:
        steps += _hearing(setting, case, who, after + 3)
    elif case.fine >= HEARING[party_kind(case.party)]:
        steps.append(Step(after + 3, "放弃听证", who, proof=RECEIPT))
    if case.heard or case.fine >= 50_000_00:
        steps += _review(setting, case, who, steps[-1].after + 1)
    return steps


def _hearing(setting: Setting, case: PenaltyCase, who: str, after: int) -> list[Step]:
    chair = setting.staff.one(setting.code(case.body), "听证主持人")
    held = setting.days.shifted(case.begins, after + 11)
    steps = [
        Step(after, "要求听证", who),
        Step(after + 1, "听证通知", chair, {"听证时间": held.isoformat()}, proof=RECEIPT),
        Step(after + 11, "举行听证", chair, {"需法制审核": True}),
    ]
    if setting.scenario.body(case.body).field != "市场监管":
        return steps
    announced = Step(after + 2, "听证公告", chair, {"公告位置": "本机关公告栏"})
    told = {"听证意见": "事实清楚，证据充分，建议按拟处罚内容作出决定。"}
    return [*steps[:2], announced, steps[2], Step(after + 12, "听证报告", chair, told)]


def _review(setting: Setting, case: PenaltyCase, who: str, after: int) -> list[Step]:
    reviewer = setting.staff.one(setting.code(case.body), "法制审核员")
    opinion = {"审核结论": "通过", "审核意见": "主体适格，事实清楚，程序合法，裁量适当。"}
    steps = [Step(after, "送法制审核", who), Step(after + 3, "法制审核", reviewer, opinion)]
    if setting.scenario.body(case.body).field != "市场监管":
        return steps
    head = setting.staff.one(setting.code(case.body), "机关负责人")
    return [*steps, Step(after + 4, "集体讨论", head, {"讨论意见": "同意审核意见。"})]


def _punished(
    setting: Setting, case: PenaltyCase, officers: tuple[str, str], after: int
) -> list[Step]:
    who = officers[0]
    steps = [
        Step(after, "处罚决定", who, {
            "违法事实": fact_of(setting, case),
            "处罚依据": BASIS, "裁量理由": "按裁量基准，结合改正情况确定。", "罚款": case.fine,
            "没收违法所得": 0, "罚没款": case.fine, "使用柔性执法": case.flexible, "社会影响": False,
            "社会影响理由": "影响限于当事人。", "有其他履行义务": False, "已告知救济": True, "有涉案财物": False,
        }),
        Step(after + 2, "决定书送达", who, {"送达方式": "直接送达"}, proof=RECEIPT),
        Step(after + 3, "决定公开", who, {"公开网址": "https://example.invalid/公示"}),
        Step(after + 4, "改正复查", who, {"复查结果": "已改正"}, officers),
    ]  # fmt: skip
    if _in_credit_system(setting, case):
        steps.append(
            Step(after + 5, "信用信息公示", who, {"公开网址": "https://example.invalid/公示"})
        )
    steps += _payment(case, who, after + 6)
    last = steps[-1].after
    return [*steps, Step(last + 2, "结案", who), Step(last + 4, "归档", who)]


def _in_credit_system(setting: Setting, case: PenaltyCase) -> bool:
    """Whether the decision is shown in the credit system: the market's rule, not for a bare warning."""
    market = setting.scenario.body(case.body).field == "市场监管"
    return market and bool(case.fine) and party_kind(case.party) == "单位"


def _payment(case: PenaltyCase, who: str, after: int) -> list[Step]:
    if case.enforced:
        return [
            Step(after + 140, "催告发出", who),
            Step(after + 141, "催告送达", who, {"送达方式": "直接送达"}, proof=RECEIPT),
            Step(after + 153, "申请法院强制执行", who),
            Step(after + 170, "强制执行完毕", who),
        ]
    if case.instalments:
        return [
            Step(after, "批准延期分期", who, {"延期分期天数": 90}),
            Step(after + 38, "履行完毕", who),
        ]
    return [Step(after, "履行完毕", who)]


def _not_punished(
    setting: Setting, case: PenaltyCase, officers: tuple[str, str], after: int
) -> list[Step]:
    who = officers[0]
    del setting
    return [
        Step(after, "不予处罚决定", who, {
            "违法事实成立": True, "裁量理由": "符合两轻一免清单情形，已及时改正。", "使用柔性执法": case.flexible, "有涉案财物": False,
        }),
        Step(after, "教育当事人", who),
        Step(after + 2, "决定书送达", who, {"送达方式": "直接送达"}, proof=RECEIPT),
        Step(after + 4, "改正复查", who, {"复查结果": "已改正"}, officers),
        Step(after + 5, "结案", who),
        Step(after + 6, "归档", who),
    ]  # fmt: skip
