"""What is asked of a list: conditions, a day, an order. Plain values; nothing here reads the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from guiju.matters.listed import ALL, NEXT_DUE, NUMBER, OPENED, Column, Listed, listed
from guiju.procedure.errors import SpokenError

if TYPE_CHECKING:
    from datetime import date

    from guiju.people.viewer import Viewer

OPEN, OVER, LATE = "open", "over", "late"
STATES: Final = (OPEN, OVER, LATE)
SORTED_OWN: Final = frozenset({OPENED, NEXT_DUE})
RANGED_OWN: Final = frozenset({OPENED})
EQUAL_OWN: Final = frozenset({NUMBER})
TEXT_KEPT: Final = 200


class ListError(SpokenError):
    """A list was asked for what it cannot give."""


@dataclass(frozen=True, slots=True)
class Is:
    """A text column says exactly this."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Begins:
    """A text column begins with this."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """A number (money in 分, percent in ten-thousandths) or a day lies between two, both included; None: no limit on that side."""

    column: str
    low: int | date | None = None
    high: int | date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A column was left empty."""

    column: str


Condition: TypeAlias = Is | Begins | Between | Missing


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which matters, in what order.

    Attributes:
        procedure: id; empty for all procedures.
        conditions: all of them hold.
        state: open (在办、有效), over (办结、移出), late (逾期); empty for any.
        as_of: show what was open or valid on this day, as it was then; None for all there is, as it is now.
        unit: code of one body in sight; empty for all of them.
        order: name of a column.
        descending: from the last to the first.
    """

    procedure: str = ""
    conditions: tuple[Condition, ...] = ()
    state: str = ""
    as_of: date | None = None
    unit: str = ""
    order: str = OPENED
    descending: bool = True

    def with_condition(self, condition: Condition) -> ListQuery:
        """The query with one condition more."""
        return replace(self, conditions=(*self.conditions, condition))


def listed_of(query: ListQuery) -> Listed:
    """The list that a query reads.

    Raises:
        ListError: ``list.procedure``.
    """
    found = listed(query.procedure) if query.procedure else ALL
    if found is None:
        _refuse("list.procedure", "没有这一程序的名录或者台账。请从“名录与台账”里选一个。")
    return found


def check(viewer: Viewer, query: ListQuery) -> Listed:
    """Refuse what a list cannot answer; gives the list.

    Args:
        viewer: whoever asks.
        query: what is asked.

    Raises:
        ListError: ``list.procedure``, ``list.column``, ``list.kind``, ``list.order``, ``list.state``, ``list.unit``.
    """
    found = listed_of(query)
    for one in query.conditions:
        _check_condition(found, one)
    column = found.columns.get(query.order)
    if column is None or not sortable(column):
        _refuse(
            "list.order", f"不能按“{_label(found, query.order)}”排序。请点表头里可以排序的栏目。"
        )
    if query.state and query.state not in STATES:
        _refuse("list.state", "没有这一办理状态。请从表单里重选。")
    if query.state and query.as_of:
        _refuse(
            "list.state",
            "截至某日的名录只列当日在办、有效的，不能再选办理状态。请去掉其中一个条件。",
        )
    if query.unit and query.unit not in viewer.bodies:
        _refuse("list.unit", "这个单位的办件您不能查看。请在表单里另选单位。")
    return found


def sortable(column: Column) -> bool:
    """Whether a list can be read in a column's order."""
    return column.place.startswith("s.") or column.name in SORTED_OWN


def natural_order(found: Listed, query: ListQuery) -> tuple[str, bool]:
    """The order in which a query is read with the least effort: column, and whether descending.

    A range is read along its column from the greatest, what is late by its day, the rest newest first.
    """
    if query.state == LATE:
        return NEXT_DUE, False
    if len(query.conditions) == 1:
        only = query.conditions[0]
        if isinstance(only, Begins) and sortable(found.columns[only.column]):
            return only.column, False
        if isinstance(only, Between):
            return only.column, True
    return OPENED, True


def _check_condition(found: Listed, one: Condition) -> None:
    column = found.columns.get(one.column)
    if column is None:
        _refuse("list.column", f"“{found.name}”没有“{one.column}”这一栏。请在表单里重选条件。")
    own = not column.place.startswith("s.")
    fits = (
        (column.is_text and (not own or column.name in EQUAL_OWN))
        if isinstance(one, Is)
        else column.is_text and not own
        if isinstance(one, Begins)
        else not own
        if isinstance(one, Missing)
        else not column.is_text and (not own or column.name in RANGED_OWN)
    )
    if not fits:
        _refuse("list.kind", f"“{column.label}”不能这样查。请在表单里重选条件。")


def _label(found: Listed, name: str) -> str:
    column = found.columns.get(name)
    return column.label if column else name


def _refuse(code: str, sentence: str) -> NoReturn:
    raise ListError(code, sentence)
