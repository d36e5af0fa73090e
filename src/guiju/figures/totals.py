"""From the totals of the engine, all of them text, to the parts of a value."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from guiju.figures.answers import Split, exact
from guiju.figures.columns import DECIMAL
from guiju.figures.definitions import TIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guiju.figures.answers import Key, Number, Row
    from guiju.figures.asked import Asked

YES_NO: Final = {"true": "是", "false": "否"}


def splits_of(asked: Asked, totals: Sequence[Row]) -> tuple[Split, ...]:
    """The parts of a figure's value, in order.

    Args:
        asked: the figure.
        totals: its rows as ``Counted.totals`` gives them; those where nothing counts are left out.
    """
    kinds, number = [_kind(asked, name) for name in asked.figure.by], _number(asked)
    splits = [
        Split(tuple(map(_said, kinds, row)), exact(number(row[-2]))) for row in totals if row[-3]
    ]
    return tuple(sorted(splits, key=lambda split: tuple(map(str, split.keys))))


def _kind(asked: Asked, name: str) -> str:
    column = asked.columns.by_field.get(name)
    return name if name in TIMES or column is None else column.sql_type


def _number(asked: Asked) -> Callable[[str], Number]:
    field = asked.figure.field
    return Decimal if field and asked.columns.by_field[field].sql_type == DECIMAL else int


def _said(kind: str, text: str | None) -> Key:
    say = _SAYINGS.get(kind)
    return text if text is None or say is None else say(text)


_SAYINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "月": lambda day: day[:7],
    "季": lambda day: f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}",
    "年": lambda day: day[:4],
    "BOOLEAN": YES_NO.__getitem__,
    DECIMAL: lambda number: str(Decimal(number)),
}
