"""Courses of the summary penalty procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.demo.course import RECEIPT, Course, Step
from guiju.demo.courses.penalty import BASIS, cause_of
from guiju.demo.setting import party_kind

if TYPE_CHECKING:
    from guiju.demo.courses.penalty import PenaltyCase
    from guiju.demo.setting import Setting

Officers = tuple[str, str]


def summary(setting: Setting, case: PenaltyCase) -> Course:
    """A small penalty decided on the spot, from 当场查处 to 归档."""
    code = setting.code(case.body)
    officers = setting.staff.pair(code, "执法人员", case.turn)
    who = officers[0]
    found = Step(0, "当场查处", who, {
        "当事人": dict(case.party), "当事人类型": party_kind(case.party), "案由": cause_of(setting, case.body, case.turn),
        "违法日期": case.begins.isoformat(), "违法时间": f"{9 + case.turn % 8:02d}:{case.turn % 60:02d}",
        "违法地点": case.party["address"], "事实确凿": True, "事实理由": "现场查明，当事人没有异议。",
    }, officers)  # fmt: skip
    told = Step(
        0,
        "当场告知",
        who,
        {"处罚依据": BASIS, "拟处罚款": case.fine},
        officers,
    )
    outcome = _spared if case.flexible in {"不予处罚", "首违不罚"} else _fined
    return Course(
        case.key,
        "summary-penalty",
        code,
        case.begins,
        (found, told, *outcome(setting, case, officers)),
    )


def _fined(setting: Setting, case: PenaltyCase, officers: Officers) -> tuple[Step, ...]:
    who, clerk = officers[0], setting.staff.one(setting.code(case.body), "承办人", case.turn)
    decided = Step(0, "当场处罚决定", who, {
        "处罚种类": "只处罚款" if case.fine else "警告", "罚款": case.fine, "使用柔性执法": case.flexible,
        "裁量理由": "按裁量基准，当场改正。", "已告知先行复议": True, "社会影响": False, "社会影响理由": "影响限于当事人。",
    }, officers)  # fmt: skip
    paid = (Step(4, "缴纳罚款", who),) if case.fine else ()
    return (
        decided,
        Step(0, "决定书交付", who, {"交付情况": "当场签收"}, officers, proof=RECEIPT),
        Step(1, "备案", who),
        Step(3, "决定公开", clerk),
        *paid,
        Step(5, "归档", who),
    )


def _spared(setting: Setting, case: PenaltyCase, officers: Officers) -> tuple[Step, ...]:
    del setting
    data = {
        "使用柔性执法": case.flexible,
        "裁量理由": "初次违法，后果轻微并及时改正。",
        "教育情况": "当场教育，告知有关规定。",
    }
    return (
        Step(0, "当场不予处罚", officers[0], data, officers),
        Step(0, "决定书交付", officers[0], {"交付情况": "当场签收"}, officers, proof=RECEIPT),
        Step(3, "归档", officers[0]),
    )
