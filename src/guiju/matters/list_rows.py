"""A list's rows as they stand in the store, and as they stood on an earlier day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson

from guiju.matters import statements
from guiju.matters.listed import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.matters.statements import Row

MATTER_COLUMNS: Final = (
    "id", "body_id", "procedure", "number", "title", "opened", "closed", "valid_from", "valid_until",
    "next_due", "seq", "state",
)  # fmt: skip
SELECTED: Final = ", ".join(
    [f"m.{name}" for name in MATTER_COLUMNS] + [f"s.{name}" for name in statements.SLOT_COLUMNS]
)
SELECTED_COUNT: Final = len(MATTER_COLUMNS) + len(statements.SLOT_COLUMNS)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One matter in a list.

    Attributes:
        begun: whether an act has taken effect; what is only proposed has not.
        waiting: acts that wait for an approval.
        values: field → its value: text, int (money in 分, percent in ten-thousandths), day; what is empty is left out.
        changed: whether it was read as of an earlier day, since which something was done in it.
    """

    matter: str
    body: str
    procedure: str
    number: str
    title: str
    opened: date
    closed: date | None
    valid_from: date | None
    valid_until: date | None
    next_due: date | None
    seq: int
    begun: bool
    waiting: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    changed: bool = False


def row_of(stored: Row) -> ListRow:
    """A row as :data:`SELECTED` reads it."""
    told = dict(zip(MATTER_COLUMNS, stored, strict=False))
    state = orjson.loads(told["state"])
    places = dict(zip(statements.SLOT_COLUMNS, stored[len(MATTER_COLUMNS) :], strict=False))
    return ListRow(
        told["id"], told["body_id"], told["procedure"], told["number"], told["title"],
        day_of(told["opened"]), day_or_none(told["closed"]), day_or_none(told["valid_from"]),
        day_or_none(told["valid_until"]), day_or_none(told["next_due"]), told["seq"],
        bool(state["marking"].get("executed")), tuple(state.get("proposed", {})),
        _values(told["procedure"], places),
    )  # fmt: skip


def _values(procedure: str, places: Mapping[str, Any]) -> dict[str, Any]:
    found = listed(procedure)
    values: dict[str, Any] = {}
    for one in found.slots if found else ():
        value = places[one.place.partition(".")[2]]
        if value is not None:
            values[one.name] = day_of(value) if one.is_day else value
    return values


def day_of(value: Any) -> date:
    """A day as either database gives it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def day_or_none(value: Any) -> date | None:
    """A day, or None."""
    return None if value is None else day_of(value)
