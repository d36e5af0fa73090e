"""A question: several figures of one occasion, counted over acts that are read once, procedures side by side."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from guiju.figures.answers import Answer, Rows, Split, ratio
from guiju.figures.asked import DAYS, Asked, Depth, depth_of
from guiju.figures.counting import Counting
from guiju.figures.totals import splits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.figures.answers import Place, Row
    from guiju.figures.definitions import Definition, Period, Shelf
    from guiju.figures.effective import Acts
    from guiju.figures.reading import Reading

AT_ONCE: Final = min(os.cpu_count() or 1, 8)


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
        for procedure, clocks in together:
            # by this thread, because another one has another transaction of the database
            self.reading.find(procedure, clocks)
        groups = [[figures[place] for place in places] for places in together.values()]
        found: dict[int, Answer] = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for places, answers in zip(
                together.values(), pool.map(self._together, groups), strict=True
            ):
                found.update(zip(places, answers, strict=True))
        return [found[place] for place in range(len(figures))]

    def _together(self, figures: Sequence[Definition]) -> list[Answer]:
        """Count figures of one procedure; those that turn out to need values looked up, a second time."""
        asked = [Asked(one, self.shelf.columns(one.procedure), depth_of(one)) for one in figures]
        with self.reading.apart(figures[0].procedure, figures[0].clocks) as acts:
            totals = self._totals(asked, acts)
            lacking = [at for at, rows in enumerate(totals) if any(row[-1] for row in rows)]
            for at in lacking:
                asked[at] = replace(asked[at], depth=Depth.LOOKED_UP)
            again = self._totals([asked[at] for at in lacking], acts)
        for at, rows in zip(lacking, again, strict=True):
            totals[at] = rows
        return [self._answer(one, rows) for one, rows in zip(asked, totals, strict=True)]

    def _totals(self, asked: Sequence[Asked], acts: Acts) -> list[list[Row]]:
        totals: list[list[Row]] = [[] for _ in asked]
        for day in DAYS.values():  # apart, because they read acts of other days
            places = [at for at, one in enumerate(asked) if one.day == day]
            if places:
                statement, values = self._counting(acts).totals([asked[at] for at in places])
                for row in acts.connection.execute(statement, values).fetchall():
                    totals[places[row[0]]].append(row[1:])
        return totals

    def _counting(self, acts: Acts) -> Counting:
        return Counting(acts.query, self.period, None if self.all_bodies else self.bodies)

    def _answer(self, asked: Asked, totals: Sequence[Row]) -> Answer:
        figure, splits = asked.figure, splits_of(asked, totals)
        return Answer(
            figure, self.period, self.bodies, self.reading.position, self.reading.unsealed,
            sum((split.value or 0 for split in splits), 0), sum(row[-3] for row in totals),
            splits if figure.by else (), (), self._rows(asked),
        )  # fmt: skip

    def _rows(self, asked: Asked) -> Rows:
        single = replace(asked, depth=max(asked.depth, Depth.ACTS))
        return Rows(partial(self._page, single), partial(self._sums, single))

    def _page(self, asked: Asked, passed: int, limit: int, after: Place | None) -> list[Row]:
        acts = self.reading.view(asked.figure.procedure, asked.figure.clocks)
        statement, values = self._counting(acts).page(asked, passed, limit, after)
        return acts.connection.execute(statement, values).fetchall()

    def _sums(self, asked: Asked, first: Place, last: Place) -> list[Row]:
        acts = self.reading.view(asked.figure.procedure, asked.figure.clocks)
        statement, values = self._counting(acts).sums(asked, first, last)
        return acts.connection.execute(statement, values).fetchall()

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
