"""What a standing act can be aimed at, and the answers its inputs offer there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.matters.rulebook import catalog
from guiju.matters.selectors import private_kept
from guiju.matters.standing import RETRACTABLE, TARGET
from guiju.procedure import duties
from guiju.record.act import Kind
from guiju.web.stage import members
from guiju.web.wording import iso_day, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from guiju.matters.selectors import MatterView
    from guiju.record.act import ActForm
    from guiju.web.access import Staff
    from guiju.web.standing_kinds import StandingForm


class Choice(NamedTuple):
    """Something a standing act can be aimed at.

    Attributes:
        aim: the last part of the address.
        note: what helps to tell it from others.
    """

    aim: str
    label: str
    note: str = ""


def choices_of(staff: Staff, view: MatterView, form: StandingForm) -> list[Choice]:
    """What a standing act can be aimed at, newest first."""
    return _CHOICES[form.kind](staff, view)


def answers_of(
    staff: Staff, view: MatterView, form: StandingForm, target: tuple[int, int]
) -> dict[str, Any]:
    """Label of an input → the values it is chosen from, each with its label.

    Args:
        staff: whoever fills in the form.
        view: the matter.
        form: the standing act.
        target: seq and part of the record aimed at.
    """
    read = _ANSWERS.get(form.kind)
    return read(staff, view, target) if read else {}


def _happened(_staff: Staff, view: MatterView) -> list[Choice]:
    return [
        Choice(
            f"{one.seq}.{one.part}" if one.part else str(one.seq), one.act, f"第{one.seq}号记录，{iso_day(one.day.isoformat())}办理"
        )
        for one in reversed(view.happened())
    ]  # fmt: skip


def _retractable(_staff: Staff, view: MatterView) -> list[Choice]:
    gone = {form.data[TARGET] for form in view.forms if form.kind is Kind.RETRACTION}
    opens = view.pinned.effective.opens
    return [
        _record(form)
        for form in reversed(view.forms)
        if form.kind in RETRACTABLE - {Kind.OPENING} and form.seq not in gone and form.act != opens
    ]


def _records(_staff: Staff, view: MatterView) -> list[Choice]:
    return [_record(form) for form in reversed(view.forms)]


def _erasable(staff: Staff, view: MatterView) -> list[Choice]:
    kept = {seq for seq, _ in private_kept(staff.viewer, view.matter)}
    return [_record(form) for form in reversed(view.forms) if form.seq in kept]


def _acts(_staff: Staff, view: MatterView) -> list[Choice]:
    acts = view.pinned.effective.acts.values()
    return [Choice(act.name, act.name, "、".join(act.by)) for act in acts if not act.clock]


def _record(form: ActForm) -> Choice:
    name = form.act or form.kind.label
    return Choice(str(form.seq), name, f"第{form.seq}号记录，{iso_day(form.done_on)}")


_CHOICES: Mapping[Kind, Callable[[Staff, MatterView], list[Choice]]] = {
    Kind.CORRECTION: _happened,
    Kind.RETRACTION: _retractable,
    Kind.ATTACHMENT: _records,
    Kind.ERASURE: _erasable,
    Kind.ACCOMPLISHED: _acts,
}


def _receivers(staff: Staff, view: MatterView, _target: tuple[int, int]) -> dict[str, Any]:
    return {"接收人": [one for one in members(staff) if one[0] != view.matter.handler]}


def _owed(staff: Staff, view: MatterView, _target: tuple[int, int]) -> dict[str, Any]:
    at = max(staff.today.toordinal(), view.marking.now)
    owed = [duty.event for duty in duties(view.pinned.rules, view.marking, at)]
    return {"催办的事项": [(name, name) for name in owed]} if owed else {}


def _wanted(_staff: Staff, view: MatterView, _target: tuple[int, int]) -> dict[str, Any]:
    acts = [act.name for act in view.pinned.effective.acts.values() if not act.clock]
    return {"要求办理的行为": [(name, name) for name in acts]}


def _versions(_staff: Staff, view: MatterView, _target: tuple[int, int]) -> dict[str, Any]:
    known = catalog().versions.get(view.matter.procedure, ())
    now = view.pinned.effective.version
    return {
        "改用的版本": [
            (one.version.isoformat(), _version_label(one.version, now)) for one in reversed(known)
        ]
    }


def _version_label(version: date, now: str) -> str:
    return f"{short_day(version)}施行{'（本件现用）' if version.isoformat() == now else ''}"


def _erasing(staff: Staff, view: MatterView, target: tuple[int, int]) -> dict[str, Any]:
    return {
        "删除哪一项": [
            (name, name.rpartition(".")[2])
            for seq, name in sorted(private_kept(staff.viewer, view.matter))
            if seq == target[0]
        ],
        "批准人": members(staff),
    }


_ANSWERS: Mapping[Kind, Callable[[Staff, MatterView, tuple[int, int]], dict[str, Any]]] = {
    Kind.HANDOVER: _receivers,
    Kind.REMINDER: _owed,
    Kind.NOTICE: _wanted,
    Kind.MIGRATION: _versions,
    Kind.ERASURE: _erasing,
}
