"""Fields of the procedure inside standing acts: typed like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guiju.lawbook.form import check_data
from guiju.lawbook.pinned import ActRules
from guiju.matters.certificates import check_holder
from guiju.matters.history import effective_history
from guiju.matters.requests import refuse
from guiju.matters.standing import TARGET
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.matters.history import Happened
    from guiju.matters.live import LiveMatter
    from guiju.record.act import ActForm


def typed(matter: LiveMatter, data: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Type fields of the procedure; none is required, because what was done may have lacked some.

    Raises:
        Refused: ``data.invalid`` with a sentence for each field; ``parameter.…``.
    """
    fields = {
        name: replace(spec, required=False) for name, spec in matter.pinned.effective.fields.items()
    }
    checked = check_data(ActRules(what, fields=fields), data)
    if checked.problems:
        problems = {problem.field: problem.sentence for problem in checked.problems}
        refuse(
            "data.invalid",
            f"“{what}”填写的内容有问题：{''.join(problems.values())}",
            problems=problems,
        )
    matter.pinned.check_entry({**matter.fields, **checked.data}, matter.body)
    check_holder(matter.pinned.effective.procedure, checked.data)
    return checked.data


def check_corrects(
    matter: LiveMatter, data: Mapping[str, Any], forms: list[ActForm], corrected: Iterable[str]
) -> None:
    """Refuse a correction that would correct nothing.

    Args:
        matter: where it is asked for.
        data: what the correction says.
        forms: the matter's acts so far.
        corrected: the fields it sets.

    Raises:
        Refused: ``correction.not_this``, ``correction.no_part``, ``correction.retracted``, ``correction.field_elsewhere``.
    """
    target, part = forms[data[TARGET] - 1], data.get("部分", 0)
    _check_place(target, part)
    told = {(one.seq, one.part): one for one in effective_history(forms)}.get((target.seq, part))
    if told is None:
        refuse(
            "correction.retracted",
            f"第{target.seq}号记录已经录入撤销，没有可以更正的内容。确实发生过的，请重新登记后再更正。",
        )
    other = [name for name in corrected if name not in _carried(matter, told)]
    if other:
        refuse(
            "correction.field_elsewhere",
            f"“{told.act}”没有{'、'.join(f'“{name}”' for name in other)}，不能在这一号记录上更正。请更正填写它的那一号记录。",
            problems=dict.fromkeys(other, f"“{told.act}”没有这一项。"),
        )


def _check_place(target: ActForm, part: int) -> None:
    """Whether there is something that happened at a place of an act."""
    stated = target.kind is Kind.OPENING
    if not stated and target.kind not in {Kind.EVENT, Kind.ACCOMPLISHED}:
        refuse(
            "correction.not_this",
            f"第{target.seq}号记录是“{target.kind.label}”，没有可以更正的办理内容。"
            "请更正所记有误的行为本身；更正或者说明有误的，请再办理“更正”或者“补充附件”。",
        )
    count = len(target.data["行为"]) if stated else 1
    if part >= count:
        refuse(
            "correction.no_part",
            f"第{target.seq}号记录只有{count}个部分，从0数起，没有第{part}个。请核对“部分”。",
        )


def _carried(matter: LiveMatter, told: Happened) -> set[str]:
    """The fields an act has, by the rules of today or as it was recorded."""
    act = matter.pinned.effective.acts.get(told.act)
    return {*(act.fields if act else ()), *told.data, *told.private}
