"""The sums of figures at one moment: those of a foundation, and what came to them since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from guiju.figures.definitions import Definition, Period
    from guiju.figures.foundation import Foundation
    from guiju.figures.rows import Placed, Row
    from guiju.figures.sums import Added, Sums, Total

Changes = dict[str, list["Added"]]
"""Figure → what is added to it."""


class Moment(NamedTuple):
    """What a look sees.

    Attributes:
        last: last position that counts.
        waiting: matter and number of each act that counts without having a position.
    """

    last: int
    waiting: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class Look:
    """The sums of figures at one moment.

    Attributes:
        moment: the moment.
        unsealed: how many acts without a position were looked at.
    """

    moment: Moment
    unsealed: int
    _founded: Foundation
    _changes: Mapping[str, Changes]
    _touched: Mapping[str, frozenset[str]]

    def sums(self, figure: Definition) -> Sums:
        """The sums as of the foundation's position."""
        return self._founded.sums[figure.id]

    def added(self, figure: Definition) -> Sequence[Added]:
        """What came to them since."""
        return self._changes[figure.procedure].get(figure.id, ())

    def clock_rows(
        self,
        procedure: str,
        today: date,
        acts_of: Callable[[Collection[str]], Mapping[str, Sequence[Placed]]],
    ) -> list[Row]:
        """The rows of the clock events of a procedure that had fired by then; what is found out of the foundation's matters is kept.

        Args:
            procedure: its id.
            today: the day that has begun.
            acts_of: matters → the acts of each that count, in order.
        """
        founded, touched = self._founded, self._touched[procedure]
        known = founded.fired[procedure]
        rows = dict(known)
        unknown = touched.union(matter for matter, some in rows.items() if some is None)
        for matter, acts in acts_of(unknown).items():
            rows[matter] = founded.clock_rows(procedure, acts, today)
            if matter not in touched:
                known[matter] = rows[matter]
        return [row for some in rows.values() for row in some or ()]

    def fields(self, figure: Definition) -> dict[str, int]:
        """The fields a figure's sums are split by, each with its place among the keys."""
        known = self._founded.shelf.figures[figure.id]
        return {name: at for at, name in enumerate(known.fields_split())}

    def deep(self, figure: Definition) -> bool:
        """Whether acts may lack values that are to be looked up."""
        return figure.id in self._founded.deep or bool(self.added(figure))

    def total(
        self, figure: Definition, days: tuple[int, int], bodies: Collection[str] | None
    ) -> Total:
        """What some days added to a figure.

        Args:
            figure: its definition.
            days: the first and the last.
            bodies: codes of bodies; None means all.
        """
        found = self.sums(figure).total(days, bodies)
        first, last = days
        for one in self.added(figure):
            if first <= one.day <= last and (bodies is None or one.body in bodies):
                found = found.plus(one.number, one.value)
        return found

    def by_day(
        self, figure: Definition, period: Period, bodies: Collection[str] | None
    ) -> list[tuple[int, int]]:
        """How many acts count on each day of a period that has any, in order.

        Args:
            figure: its definition.
            period: the days.
            bodies: codes of bodies; None means all.
        """
        first, last = period.first.toordinal(), period.last.toordinal()
        sums = self.sums(figure)
        series = [sums.whole] if bodies is None else [sums.of_body[one] for one in bodies if one in sums.of_body]  # fmt: skip
        found: dict[int, int] = defaultdict(int)
        for some in series:
            for day, total in some.each(first, last):
                found[day] += total.number
        for one in self.added(figure):
            if first <= one.day <= last and (bodies is None or one.body in bodies):
                found[one.day] += one.number
        return sorted((day, number) for day, number in found.items() if number)
