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

NAMING: Final = "matter"


class Named(NamedTuple):
    """A matter as whoever names it must know it.

    Attributes:
        opened: its first day.
        begun: whether its first act has taken effect.
    """

    procedure: str
    opened: date
    begun: bool


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
        Refused: ``matter.named_unknown``, ``matter.named_unbegun``, ``matter.named_later``.
    """
    for name, spec in act.fields.items():
        if spec.type == NAMING and isinstance(data.get(name), str):
            _check(act.name, spec, find(data[name]), day)


def _check(act: str, spec: FieldRules, named: Named | None, day: date) -> None:
    if named is None or named.procedure != spec.of:
        _refuse(
            spec,
            "unknown",
            f"“{spec.name}”应是一件“{_called(spec)}”，填的不是，或者没有这一件。请从列出的办件中选取。",
        )
    if not named.begun:
        _refuse(
            spec,
            "unbegun",
            f"“{spec.name}”所填的办件还没有成立：“{_opener(spec)}”没有批准。请等批准以后，再办理“{act}”。",
        )
    if day < named.opened:
        first = f"{named.opened.year}年{named.opened.month}月{named.opened.day}日"
        _refuse(
            spec,
            "later",
            f"“{spec.name}”所填的办件到{first}才成立，“{act}”的办理日期不能早于这一天。请改办理日期。",
        )


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
