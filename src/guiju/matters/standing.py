"""The standing acts every matter has: what each must say, and who may perform it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.values import CONTROL
from guiju.matters.entry import GIVER, TAKER
from guiju.matters.papers import VOIDED_NUMBER, is_paperwork
from guiju.matters.requests import refuse
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.record.act import ActForm

SUPERVISION = frozenset({"法制机构", "法制审核员", "监督人员"})
HEADS = frozenset({"机关负责人", "行政机关负责人"})
HANDING_OVER = HEADS | SUPERVISION
REASON = "理由"
SENDER = "来源机关"
TARGET = "目标"
LONGEST_NUMBER = 64
REVIEW = "纠错审查"
SUPERVISION_DUTY = "监督处理"
UPSETTING = frozenset({Kind.EVENT, Kind.CORRECTION, Kind.RETRACTION})
ANSWERING = frozenset({Kind.CORRECTION, Kind.RETRACTION, Kind.ATTACHMENT})
RETRACTABLE = frozenset({Kind.EVENT, Kind.OPENING, Kind.CORRECTION})
INSTEAD_OF_RETRACTION: Mapping[Kind, str] = {
    Kind.PROPOSAL: "提请有误的，请由审批人签署“退回”。",
    Kind.OPINION: "意见据以办理的行为从未发生的，请撤销该行为；还在审批的，请由审批人签署“退回”。",
    Kind.ACCOMPLISHED: "确有错误的，请办理“更正”。",
    Kind.RETRACTION: "撤销有误的，请将原行为重新登记。",
    Kind.MIGRATION: "转换有误的，请再办理“转换版本”。",
}


@dataclass(frozen=True, slots=True)
class StandingAct:
    """One kind of standing act.

    Attributes:
        fields: what its data must hold: name → test of the value.
        optional: what it may hold besides.
        roles: roles of which the one who enters needs one; empty: any post at the owning body.
        evidence: at least one file must be attached.
        second: a second person must sign, other than the one who enters it.
        from_above: somebody of a superior body's supervision may send it as well.
        refolds: it changes what happened, so the matter is folded anew.
    """

    fields: Mapping[str, Callable[[Any], bool]]
    optional: Mapping[str, Callable[[Any], bool]]
    roles: frozenset[str] = frozenset()
    evidence: bool = False
    second: bool = False
    refolds: bool = False
    from_above: bool = False


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 2000


def _number(value: Any) -> bool:
    return _text(value) and len(value) <= LONGEST_NUMBER and CONTROL.search(value) is None


def _seq(value: Any) -> bool:
    return type(value) is int and value >= 1


def _part(value: Any) -> bool:
    return type(value) is int and value >= 0


def _mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def _day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2022-01-01")


def _stated_acts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, dict)
            and _text(one.get("act"))
            and _day(one.get("done_on"))
            and _mapping(one.get("data", {}))
            for one in value
        )
    )


STANDING_ACTS: Mapping[Kind, StandingAct] = {
    Kind.CORRECTION: StandingAct(
        {TARGET: _seq, REASON: _text},
        {"更正": _mapping, "更正办理日": _day, "部分": _part, VOIDED_NUMBER: _number},
        evidence=True, second=True, refolds=True,
    ),
    Kind.RETRACTION: StandingAct(
        {TARGET: _seq, REASON: _text}, {}, evidence=True, second=True, refolds=True
    ),
    Kind.HANDOVER: StandingAct({GIVER: _text, TAKER: _text, REASON: _text}, {}),
    Kind.ATTACHMENT: StandingAct({TARGET: _seq, "说明": _text}, {}, evidence=True),
    Kind.REMINDER: StandingAct({"事项": _text}, {"说明": _text}),
    Kind.NOTICE: StandingAct(
        {"来源办件": _text, SENDER: _text, "事由": _text}, {"要求办理": _text}, from_above=True
    ),
    Kind.MIGRATION: StandingAct({REASON: _text}, {"版本": _day}, roles=SUPERVISION, refolds=True),
    Kind.OPENING: StandingAct(
        {"行为": _stated_acts, "说明": _text}, {"编号": _number}, roles=HEADS, evidence=True, refolds=True
    ),
    Kind.ACCOMPLISHED: StandingAct(
        {"内容": _mapping, "违反": _text, REASON: _text}, {},
        roles=SUPERVISION, evidence=True, refolds=True,
    ),
    Kind.ERASURE: StandingAct(
        {TARGET: _seq, "字段": _text, "依据": _text, "批准人": _text}, {}, roles=HEADS
    ),
}  # fmt: skip


def check_standing(kind: Kind, data: Mapping[str, Any], *, files: int) -> None:
    """Check what a standing act says.

    Args:
        kind: which one.
        data: its fields.
        files: how many files are attached.

    Raises:
        Refused: ``standing.field_missing``, ``standing.field_wrong``, ``standing.field_unknown``, ``standing.no_evidence``.
    """
    act = STANDING_ACTS[kind]
    known = {**act.fields, **act.optional}
    for name in act.fields:
        if name not in data:
            refuse("standing.field_missing", f"“{kind.label}”应当填写“{name}”。请补充后再提交。")
    for name, value in data.items():
        if name not in known:
            names = "、".join(known)
            refuse(
                "standing.field_unknown", f"“{kind.label}”没有“{name}”这一项，只能填写：{names}。"
            )
        if not known[name](value):
            refuse(
                "standing.field_wrong",
                f"“{kind.label}”的“{name}”填写得不对。请核对格式：日期写作2022-01-01，理由不超过2000字，编号不超过{LONGEST_NUMBER}字。",
            )
    if act.evidence and not files:
        refuse("standing.no_evidence", f"“{kind.label}”应当附证明材料。请上传原件扫描件后再提交。")


def unanswered(forms: Iterable[ActForm]) -> dict[str, int]:
    """What a matter's acts, read in order, leave to be looked into.

    An act that upsets others is to be reviewed until a correction, a retraction or a paper names it. A fact entered as accomplished is dealt
    with when somebody of the supervision attaches the paper that says how.

    Args:
        forms: the matter's acts in order.

    Returns:
        Duty → the first act not answered yet.
    """
    open_ones: dict[str, list[int]] = {REVIEW: [], SUPERVISION_DUTY: []}
    for form in forms:
        for duty, answers in _ANSWERS.items():
            if answers(form) and form.data[TARGET] in open_ones[duty]:
                open_ones[duty].remove(form.data[TARGET])
        if form.kind in UPSETTING and form.verdict["conflicts"]:
            open_ones[REVIEW].append(form.seq)
        if form.kind is Kind.ACCOMPLISHED:
            open_ones[SUPERVISION_DUTY].append(form.seq)
    return {duty: seqs[0] for duty, seqs in open_ones.items() if seqs}


def _reviews(form: ActForm) -> bool:
    return form.kind in ANSWERING and not is_paperwork(form)


def _deals_with_it(form: ActForm) -> bool:
    if form.kind is not Kind.ATTACHMENT or is_paperwork(form):
        return False
    return not SUPERVISION.isdisjoint(form.authority["roles"])


_ANSWERS: Mapping[str, Callable[[ActForm], bool]] = {
    REVIEW: _reviews,
    SUPERVISION_DUTY: _deals_with_it,
}


def check_retractable(target: ActForm) -> None:
    """Refuse to take back what moved nothing, or what must stay.

    Raises:
        Refused: ``retraction.not_this``.
    """
    if target.kind not in RETRACTABLE:
        remedy = INSTEAD_OF_RETRACTION.get(
            target.kind, "所记有误的，请办理“补充附件”，写明实际情况。"
        )
        refuse(
            "retraction.not_this",
            f"“{target.kind.label}”不能录入撤销；录入撤销只用于从未发生、误录的行为。{remedy}",
        )
