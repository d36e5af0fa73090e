"""An answer: a value, what it is split into, and the acts that make it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from guiju.figures import source
from guiju.figures.counting import TIMES, Depth, columns_read, counted, depth_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from guiju.figures.counting import Counted
    from guiju.figures.definitions import Definition, Period, Shelf
    from guiju.figures.effective import Acts
    from guiju.figures.reading import Reading

Number = int | Decimal
Key = str | None
PAGE: Final = 50
HUNDRED: Final = {"%": 100, "‰": 1000}
YES_NO: Final = {True: "是", False: "否"}


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
    _reading: Reading | None = field(default=None, repr=False, compare=False)
    _counted: Callable[[], Counted] | None = field(default=None, repr=False, compare=False)

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
        if self._reading is None or self._counted is None:
            return []
        what = self._counted()
        statement = what.page((max(page, 1) - 1) * max(size, 1), max(size, 1))
        found = self._reading.connection.execute(statement, dict(what.parameters)).fetchall()
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
                contribution=_exact(contribution),
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


@dataclass(frozen=True, slots=True)
class Question:
    """What every figure of one occasion has in common.

    Attributes:
        shelf: the definitions.
        reading: what stood in the record.
        period: the days.
        bodies: codes of the bodies whose matters count.
        all_bodies: these are all there are.
    """

    shelf: Shelf
    reading: Reading
    period: Period
    bodies: tuple[str, ...]
    all_bodies: bool = False

    def answer(self, figure: Definition) -> Answer:
        """Count one figure.

        Args:
            figure: its definition.

        Raises:
            FigureError: the definition cannot be counted.
        """
        return self.answers([figure])[0]

    def answers(self, figures: Sequence[Definition]) -> list[Answer]:
        """Count several figures; the acts of a procedure are read once for all of its figures.

        Args:
            figures: their definitions; the answers come in the same order.

        Raises:
            FigureError: a definition cannot be counted.
        """
        parts = [self.shelf.counted(figure) for figure in figures]
        counted = iter(self._counted_all([part for several in parts for part in several]))
        return [
            self._share(figure, [next(counted) for _ in several])
            if figure.how == "share"
            else next(counted)
            for figure, several in zip(figures, parts, strict=True)
        ]

    def _counted_all(self, figures: Sequence[Definition]) -> list[Answer]:
        together: dict[tuple[str, frozenset[str]], list[int]] = {}
        for place, figure in enumerate(figures):
            together.setdefault((figure.procedure, figure.clocks), []).append(place)
        found: dict[int, Answer] = {}
        for (procedure, clocks), places in together.items():
            with self._acts_for(procedure, clocks, [figures[place] for place in places]) as acts:
                found.update((place, self._counted(figures[place], acts)) for place in places)
        return [found[place] for place in range(len(figures))]

    def _acts_for(
        self, procedure: str, clocks: frozenset[str], figures: Sequence[Definition]
    ) -> AbstractContextManager[Acts]:
        if len(figures) == 1:
            return nullcontext(self.reading.view(procedure, clocks))
        columns = columns_read(figures, self.shelf.columns(procedure))
        return self.reading.gathered(procedure, clocks, columns)

    def _counted(self, figure: Definition, acts: Acts) -> Answer:
        depth = depth_of(figure)
        totals = self._totals(figure, acts, depth)
        if any(row[-1] for row in totals):
            depth = Depth.LOOKED_UP
            totals = self._totals(figure, acts, depth)
        counting = sorted(
            (row for row in totals if row[-3]), key=lambda row: tuple(map(str, row[:-3]))
        )
        splits = tuple(
            Split(tuple(map(_key, figure.by, row[:-3])), _exact(row[-2])) for row in counting
        )
        return Answer(
            figure, self.period, self.bodies, self.reading.position, self.reading.unsealed,
            sum((split.value or 0 for split in splits), 0), sum(row[-3] for row in counting),
            splits if figure.by else (), (), self.reading,
            partial(self._lasting, figure, max(depth, Depth.ACTS)),
        )  # fmt: skip

    def _totals(self, figure: Definition, acts: Acts, depth: Depth) -> list[tuple[Any, ...]]:
        what = self._what(figure, acts, depth)
        return self.reading.connection.execute(what.totals(), dict(what.parameters)).fetchall()

    def _lasting(self, figure: Definition, depth: Depth) -> Counted:
        return self._what(figure, self.reading.view(figure.procedure, figure.clocks), depth)

    def _what(self, figure: Definition, acts: Acts, depth: Depth) -> Counted:
        return counted(
            figure, self.shelf.columns(figure.procedure), acts, self.period, None if self.all_bodies else self.bodies, depth,
        )  # fmt: skip

    def _share(self, figure: Definition, parts: Sequence[Answer]) -> Answer:
        above, below = parts
        tops = {split.keys: split.value for split in above.splits}
        splits = tuple(
            Split(split.keys, ratio(tops.get(split.keys, 0), split.value, figure.unit))
            for split in below.splits
        )
        return Answer(
            figure, self.period, self.bodies, self.reading.position, self.reading.unsealed,
            ratio(above.value, below.value, figure.unit), above.count, splits, (above, below),
        )  # fmt: skip


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


def _exact(value: Number) -> Number:
    return value if isinstance(value, int) else value.normalize() + 0


def _key(name: str, value: object) -> Key:
    if value is None or isinstance(value, str):
        return value
    if name in TIMES and isinstance(value, date):
        return _TIME_WORDS[name](value)
    return YES_NO[value] if isinstance(value, bool) else str(value)


_TIME_WORDS: Final[Mapping[str, Callable[[date], str]]] = {
    "月": lambda day: f"{day:%Y-%m}",
    "季": lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}",
    "年": lambda day: f"{day:%Y}",
}
