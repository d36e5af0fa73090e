"""Matters that an act names: each is there, of the procedure asked for, and has begun by the act's day.

A matter that is only proposed may never begin: what rests on it would rest on nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from guiju.lawbook.errors import CatalogError
from guiju.matters.requests import refuse
from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from guiju.lawbook.pinned import ActRules, FieldRules

NAMING: Final = ("entry", "matter")
ENTRY: Final = "entry"


class Named(NamedTuple):
    """A matter as whoever names it must know it.

    Attributes:
        opened: its first day.
        begun: whether its first act has taken effect.
        valid_from: of an entry, its first valid day.
        valid_until: of an entry, its last valid day; None while it has none.
    """

    procedure: str
    opened: date
    begun: bool
    valid_from: date | None = None
    valid_until: date | None = None


def check_named(
    act: ActRules, data: Mapping[str, Any], day: date, find: Callable[[str], Named | None]
) -> None:
    """Hold every matter that an act names against the store.

    Args:
        act: the act's rules.
        data: its public values.
        day: the day of the act.
        find: id → the matter, None where there is none.

    Raises:
        Refused: ``matter.named_unknown``, ``matter.named_unbegun``, ``matter.named_later``; of an entry that is not
            valid on the day ``matter.named_not_yet``, ``matter.named_over``.
    """
    for name, spec in act.fields.items():
        if spec.type in NAMING and isinstance(data.get(name), str):
            _check(act.name, spec, find(data[name]), day)


def _check(act: str, spec: FieldRules, named: Named | None, day: date) -> None:
    if named is None or named.procedure != spec.of:
        _refuse(
            spec,
            "unknown",
            f"“{spec.name}”应是“{_called(spec)}”中的一件，填的不是，或者没有这一件。请从列出的里面选取。",
        )
    if not named.begun:
        _refuse(
            spec,
            "unbegun",
            f"“{spec.name}”所填的办件还没有成立：“{_opener(spec)}”没有批准。请等批准以后，再办理“{act}”。",
        )
    if day < named.opened:
        _refuse(
            spec,
            "later",
            f"“{spec.name}”所填的办件到{_words(named.opened)}才成立，“{act}”的办理日期不能早于这一天。请改办理日期。",
        )
    if spec.type == ENTRY:
        _check_valid(act, spec, named, day)


def _check_valid(act: str, spec: FieldRules, named: Named, day: date) -> None:
    """Refuse an entry that is not on its list on the day of the act."""
    if named.valid_from is not None and day < named.valid_from:
        _refuse(
            spec,
            "not_yet",
            f"“{spec.name}”所填的条目自{_words(named.valid_from)}起才有效，“{act}”的办理日期早于这一天。请选取当日有效的条目。",
        )
    if named.valid_until is not None and day > named.valid_until:
        _refuse(
            spec,
            "over",
            f"“{spec.name}”所填的条目到{_words(named.valid_until)}为止，“{act}”的办理日期已过这一天。请选取当日有效的条目。",
        )


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _refuse(spec: FieldRules, how: str, sentence: str) -> NoReturn:
    refuse(f"matter.named_{how}", sentence, problems={spec.name: sentence})


def _called(spec: FieldRules) -> str:
    try:
        return catalog().procedure(str(spec.of)).name
    except CatalogError:
        return str(spec.of)


def _opener(spec: FieldRules) -> str:
    try:
        return str(catalog().procedure(str(spec.of)).opens)
    except CatalogError:
        return "开启的行为"
