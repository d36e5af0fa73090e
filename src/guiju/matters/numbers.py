"""Numbers: one series each per body and year, gap-free, given out inside the act's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guiju.matters import statements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SeriesKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Allotted:
    """A number given out.

    Attributes:
        body: code of the body whose series it is.
        series: name of the series.
        year: year of the series.
        value: place in the series, from 1.
        text: as written on paper.
    """

    body: str
    series: str
    year: int
    value: int
    text: str


@dataclass
class NumberDesk:
    """Gives out numbers during one transaction; each series is locked when first used."""

    _last: dict[SeriesKey, int] = field(default_factory=dict)
    _used: set[SeriesKey] = field(default_factory=set)

    def allot(self, spec: Mapping[str, str], body: str, word: str, day: date) -> Allotted:
        """The next number of a series.

        Args:
            spec: ``series`` and ``form``, e.g. ``{word}罚〔{year}〕{n}号``.
            body: code of the body.
            word: the body's 代字.
            day: day of the act; its year is the series' year.
        """
        key = (body, spec["series"], day.year)
        if key not in self._last:
            self._last[key] = statements.locked_series(*key)
        self._last[key] += 1
        self._used.add(key)
        value = self._last[key]
        text = spec["form"].format(word=word, year=day.year, n=value)
        return Allotted(*key, value, text)

    def flush(self) -> None:
        """Write where each series stands."""
        statements.write(
            statements.ADVANCE_SERIES, [(self._last[key], *key) for key in sorted(self._used)]
        )
        self._used.clear()
