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
    _page: Callable[[int, int], list[Row]] | None = field(default=None, repr=False, compare=False)

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
        if self._page is None:
            return []
        found = self._page((max(page, 1) - 1) * max(size, 1), max(size, 1))
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
