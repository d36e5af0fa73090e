"""A question: several figures of one occasion, counted over acts that are read once, procedures side by side."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from guiju.figures.answers import Answer, Split, ratio
from guiju.figures.asked import Asked, Depth, depth_of
from guiju.figures.counting import Counting, totals_of
from guiju.figures.listing import rows_by
from guiju.figures.summing import rows_of
from guiju.figures.totals import splits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.figures.answers import Row
    from guiju.figures.definitions import Definition, Period, Shelf
    from guiju.figures.effective import Acts
    from guiju.figures.looks import Look
    from guiju.figures.reading import Later, Reading

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
        look: the sums kept of that moment; None: the acts are counted as they lie.
    """

    shelf: Shelf
    reading: Reading | Later
    period: Period
    bodies: tuple[str, ...]
    all_bodies: bool = False
    look: Look | None = None

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
        singles = [part for several in parts for part in several]
        counted = iter(self._kept(self.look, singles) if self.look else self._counted_all(singles))
        return [
            self._share(figure, [next(counted) for _ in several])
            if figure.how == "share"
            else next(counted)
            for figure, several in zip(figures, parts, strict=True)
        ]

    def acts(self, asked: Asked) -> Acts:
        """The effective acts of a figure's procedure."""
        return self.reading.view(asked.figure.procedure, asked.figure.clocks)

    def counting(self, acts: Acts, period: Period) -> Counting:
        """Counts over acts, of this question's bodies.

        Args:
            acts: the effective acts.
            period: the days.
        """
        return Counting(acts.query, period, None if self.all_bodies else self.bodies)

    def whose(self) -> frozenset[str] | None:
        """The bodies counted; None for all there are."""
        return None if self.all_bodies else frozenset(self.bodies)

    def _kept(self, look: Look, figures: Sequence[Definition]) -> list[Answer]:
        """The answers from the sums; what is looked up for single acts is found out from them too."""
        bodies, found = self.whose(), []
        for figure in figures:
            deep = look.deep(figure) or depth_of(figure) is Depth.LOOKED_UP
            asked = Asked(
                figure,
                self.shelf.columns(figure.procedure),
                Depth.LOOKED_UP if deep else Depth.TOTALS,
            )
            found.append(self._answer(asked, rows_of(look, figure, self.period, bodies)))
        return found

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
        asked = [Asked(one, self.shelf.columns(one.procedure), depth_of(one)) for one in figures]
        bodies = None if self.all_bodies else self.bodies
        with self.reading.apart(figures[0].procedure, figures[0].clocks) as acts:
            totals = totals_of(asked, acts, self.period, bodies)
        return [self._answer(one, rows) for one, rows in totals]

    def _answer(self, asked: Asked, totals: Sequence[Row]) -> Answer:
        figure, splits = asked.figure, splits_of(asked, totals)
        return Answer(
            figure, self.period, self.bodies, self.reading.position, self.reading.unsealed,
            sum((split.value or 0 for split in splits), 0), sum(row[-3] for row in totals),
            splits if figure.by else (), (),
            rows_by(self, replace(asked, depth=max(asked.depth, Depth.ACTS))),
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
