"""An answer: a value, what it is split into, and the acts that make it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guiju.figures import source

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from guiju.figures.definitions import Definition, Period

Number = int | Decimal
Key = str | None
Row = tuple[Any, ...]
Place = tuple["date", str, int, int]
"""Where an act stands among those that count: its day, matter, number and part; the same before and after it has a position."""
PAGE: Final = 50
HUNDRED: Final = {"%": 100, "‰": 1000}


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a value.

    Attributes:
        keys: what it is, in the order of the definition's ``by``; None where the field is unset.
        value: its share of the value; None for a ratio to nothing.
    """

    keys: tuple[Key, ...]
    value: Number | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An act that counts.

    Attributes:
        matter: id of the matter.
        number: the matter's number.
        title: the matter's title.
        seq: number of the act in its matter.
        part: place within an opening that states several acts.
        act: the procedure's act.
        body: code of the owning body.
        day: the day that put it into the period.
        contribution: what it adds to the value.
        position: its place in the log; None while it has none.
        place: where it stands among the rows; the next ones come after it.
    """

    matter: str
    number: str
    title: str
    seq: int
    part: int
    act: str
    body: str
    day: date
    contribution: Number
    position: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Side:
    """Some of the acts of a figure, added up.

    Attributes:
        count: how many.
        value: what they add.
    """

    count: int
    value: Number


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a figure are read.

    Attributes:
        page: gives rows: how many to pass over, how many to give, after which place; with a negative number the ones before it, nearest first.
        sums: what the rows before one place, up to another, and after it come to.
    """

    page: Callable[[int, int, Place | None], list[Row]]
    sums: Callable[[Place, Place], list[Row]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a figure came to.

    Attributes:
        definition: the figure.
        period: the days.
        bodies: codes of the bodies whose matters count.
        position: last position that counts.
        unsealed: how many acts without a position were looked at besides; 0 for an answer as of a position.
        value: the figure; money in 分; a ratio in its unit, None where there is nothing to divide by.
        count: how many acts make it.
        splits: its parts.
        parts: for a share, the answers of numerator and denominator.
    """

    definition: Definition
    period: Period
    bodies: tuple[str, ...]
    position: int
    unsealed: int
    value: Number | None
    count: int
    splits: tuple[Split, ...]
    parts: tuple[Answer, ...] = ()
    _rows: Rows | None = field(default=None, repr=False, compare=False)

    @property
    def unit(self) -> str:
        """What the value is counted in."""
        return self.definition.unit

    def rows(self, page: int = 1, size: int = PAGE) -> list[FigureRow]:
        """A page of the acts that make the value; their contributions add up to it.

        A share has the rows of its numerator; those of both are in ``parts``.

        Args:
            page: from 1.
            size: acts a page, from 1.
        """
        if self.parts:
            return self.parts[0].rows(page, size)
        if self._rows is None:
            return []
        found = self._rows.page((max(page, 1) - 1) * max(size, 1), max(size, 1), None)
        return self._named(found)

    def rows_after(self, place: Place | None, size: int = PAGE) -> list[FigureRow]:
        """The acts that come after a place, in order; a long figure is read page by page without counting again what was read.

        Args:
            place: of the last row read; None begins.
            size: how many, from 1.
        """
        if self.parts:
            return self.parts[0].rows_after(place, size)
        return [] if self._rows is None else self._named(self._rows.page(0, max(size, 1), place))

    def rows_before(self, place: Place, size: int = PAGE) -> list[FigureRow]:
        """The acts that come before a place, in order: the page before.

        Args:
            place: of the first row read.
            size: how many, from 1.
        """
        if self.parts:
            return self.parts[0].rows_before(place, size)
        found = [] if self._rows is None else self._rows.page(0, -max(size, 1), place)
        return self._named(found[::-1])

    def sides(self, first: Place, last: Place) -> tuple[Side, Side, Side]:
        """What the acts before a page, on it and after it come to, each added up by itself; together they are the value.

        Args:
            first: place of the page's first row.
            last: place of its last row.
        """
        if self.parts:
            return self.parts[0].sides(first, last)
        found = {} if self._rows is None else {row[0]: row for row in self._rows.sums(first, last)}
        before, within, after = (found.get(side, (side, 0, 0)) for side in (0, 1, 2))
        return _side(before), _side(within), _side(after)

    def _named(self, found: list[Row]) -> list[FigureRow]:
        names = source.names_of(str(row[0]) for row in found)
        return [
            FigureRow(
                matter=str(matter),
                number=names[str(matter)][0],
                title=names[str(matter)][1],
                seq=seq,
                part=part,
                act=act,
                body=body,
                day=day,
                contribution=exact(contribution),
                position=position if position <= self.position else None,
                place=(day, str(matter), seq, part),
            )
            for matter, seq, part, act, body, day, contribution, position in found
        ]

    def by(self, name: str) -> dict[Key, Number]:
        """The value split by one thing only.

        Args:
            name: one of the definition's ``by``; not for a share, whose parts do not add up.
        """
        place = self.definition.by.index(name)
        totals: dict[Key, Number] = {}
        for split in self.splits:
            if split.value is not None:
                totals[split.keys[place]] = totals.get(split.keys[place], 0) + split.value
        return totals


def _side(row: Row) -> Side:
    return Side(row[1], exact(row[2] or 0))


def ratio(above: Number | None, below: Number | None, unit: str) -> Decimal | None:
    """A share in its unit.

    Args:
        above: the numerator.
        below: the denominator.
        unit: ``%``, ``‰`` or another, which means the bare ratio.
    """
    if not below or above is None:
        return None
    return Decimal(above) * HUNDRED.get(unit, 1) / Decimal(below)


def exact(value: Number) -> Number:
    """A number as it is compared and shown: a decimal without trailing noughts."""
    return value if isinstance(value, int) else value.normalize() + 0
