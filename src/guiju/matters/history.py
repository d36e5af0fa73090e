"""From stored acts to what happened: corrections applied, retractions left out, openings spread.

The fold runs over what this module yields; it never reads the database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.record.act import ActForm, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that moved a matter.

    Attributes:
        seq: act that recorded it.
        part: place within that act; an opening states several.
        act: the procedure's act.
        day: when it was done.
        data: its fields, corrections applied; private ones absent.
        signers: who acted and signed.
        private: private fields it carried.
        stated: it was stated at an opening and not judged.
        unlawful: it was entered as an accomplished fact.
    """

    seq: int
    part: int
    act: str
    day: date
    data: Mapping[str, Any]
    signers: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    stated: bool = False
    unlawful: bool = False


def effective_history(forms: Iterable[ActForm]) -> list[Happened]:
    """What happened in a matter as its acts, read in order, tell it.

    Args:
        forms: the matter's acts by seq.

    Returns:
        What moved it, in order of (day, seq, part).
    """
    forms = list(forms)
    retracted = _retracted(forms)
    happened: dict[Place, Happened] = {}
    for form in forms:
        read = _READERS.get(form.kind)
        if read is not None and form.seq not in retracted:
            read(happened, form)
    return sorted(happened.values(), key=lambda one: (one.day, one.seq, one.part))


def private_place(forms: list[ActForm], one: Happened, name: str) -> tuple[ActForm, str]:
    """The act that holds a private field of what happened, and the name it has there: as corrected last, else as first recorded.

    Args:
        forms: the matter's acts by seq.
        one: what happened.
        name: one of its private fields.
    """
    retracted = _retracted(forms)
    for form in reversed(forms):
        stands = form.kind is Kind.CORRECTION and form.seq not in retracted
        if stands and name in form.private and _corrected(form) == (one.seq, one.part):
            return form, name
    first = forms[one.seq - 1]
    return first, f"{one.part}.{name}" if first.kind is Kind.OPENING else name


def signers_of(form: ActForm) -> frozenset[str]:
    """Everybody whose hand is in an act: the one who acts and the officers who sign."""
    signers = set(form.authority.get("signers", ()))
    if form.authority.get("staff"):
        signers.add(form.by)
    return frozenset(signers)


def _read_event(happened: dict[Place, Happened], form: ActForm) -> None:
    unlawful = form.kind == Kind.ACCOMPLISHED
    data = form.data.get("内容", {}) if unlawful else form.data
    happened[form.seq, 0] = Happened(
        form.seq, 0, form.act, _day(form.done_on), data, signers_of(form), frozenset(form.private),
        unlawful=unlawful,
    )  # fmt: skip


def _read_opening(happened: dict[Place, Happened], form: ActForm) -> None:
    for part, stated in enumerate(form.data["行为"]):
        happened[form.seq, part] = Happened(
            form.seq, part, stated["act"], _day(stated["done_on"]), stated.get("data", {}),
            signers_of(form), frozenset(_private_of(form, part)), stated=True,
        )  # fmt: skip


def _private_of(form: ActForm, part: int) -> Iterator[str]:
    """The private fields of one stated act; an opening keeps them under its place and their name."""
    prefix = f"{part}."
    for name in form.private:
        if name.startswith(prefix):
            yield name.removeprefix(prefix)


def _read_correction(happened: dict[Place, Happened], form: ActForm) -> None:
    key = _corrected(form)
    target = happened.get(key)
    if target is None:
        return
    day = form.data.get("更正办理日")
    corrected = form.data.get("更正", {})
    happened[key] = replace(
        target,
        day=_day(day) if day else target.day,
        data={**target.data, **corrected},
        private=(target.private - corrected.keys()) | frozenset(form.private),
    )


def _corrected(form: ActForm) -> Place:
    return form.data["目标"], form.data.get("部分", 0)


def _retracted(forms: Iterable[ActForm]) -> set[int]:
    return {form.data["目标"] for form in forms if form.kind is Kind.RETRACTION}


def _day(text: str) -> date:
    return date.fromisoformat(text)


_READERS: dict[Kind, Callable[[dict[Place, Happened], ActForm], None]] = {
    Kind.EVENT: _read_event,
    Kind.ACCOMPLISHED: _read_event,
    Kind.OPENING: _read_opening,
    Kind.CORRECTION: _read_correction,
}
