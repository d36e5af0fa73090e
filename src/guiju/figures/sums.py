"""What each day added to a figure, body by body: a period and any bodies are then summed without a look at the acts.

A figure adds up day by day, and body by body. Of entries in force it is the changes that are kept, so that a day's number is what all days
until then come to.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from guiju.figures.answers import Number

LAST: Final = date.max.toordinal()
LARGEST: Final = 2**62
Keys = tuple[str | None, ...]
Place = tuple[str, Keys]
"""A body, and the values of the fields split by, as the engine writes them."""


class Added(NamedTuple):
    """What was added on a day.

    Attributes:
        body: code of the owning body.
        day: as ordinal.
        keys: values of the fields the figure is split by, as text of the engine.
        number: how many acts.
        value: what they add.
    """

    body: str
    day: int
    keys: Keys
    number: int
    value: Number


class Total(NamedTuple):
    """How many acts, and what they add."""

    number: int = 0
    value: Number = 0

    def plus(self, number: int, value: Number) -> Total:
        """This and more."""
        return Total(self.number + number, self.value + value)


class Series:
    """Days with what was added on them, summed from the first day on."""

    __slots__ = ("days", "numbers", "values")

    def __init__(self, added: Mapping[int, Total]) -> None:
        """Sum up.

        Args:
            added: day → what was added on it.
        """
        self.days = array("i", sorted(added))
        self.numbers = array("q", accumulate((added[day].number for day in self.days), initial=0))
        self.values = self._valued([added[day].value for day in self.days])

    def _valued(self, values: Sequence[Number]) -> Sequence[Number]:
        summed = list(accumulate(values, initial=0))
        if summed == list(self.numbers):
            return self.numbers
        whole = [one for one in summed if isinstance(one, int) and abs(one) < LARGEST]
        return array("q", whole) if len(whole) == len(summed) else summed

    def during(self, first: int, last: int) -> Total:
        """What was added from one day to another, both included."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return Total(self.numbers[end] - self.numbers[start], self.values[end] - self.values[start])

    def each(self, first: int = 0, last: int = LAST) -> Iterator[tuple[int, Total]]:
        """Each day from one to another with what was added on it."""
        for at in range(bisect_left(self.days, first), bisect_right(self.days, last)):
            number = self.numbers[at + 1] - self.numbers[at]
            yield self.days[at], Total(number, self.values[at + 1] - self.values[at])


@dataclass(frozen=True)
class Sums:
    """What each day added to one figure.

    Attributes:
        whole: all of it.
        of_body: body → its part.
        parts: body and keys → their part; empty for a figure split by no field.
    """

    whole: Series = field(default_factory=lambda: Series({}))
    of_body: Mapping[str, Series] = field(default_factory=dict)
    parts: Mapping[Place, Series] = field(default_factory=dict)

    def total(self, days: tuple[int, int], bodies: Collection[str] | None) -> Total:
        """What some days added in some bodies.

        Args:
            days: the first and the last.
            bodies: their codes; None means all.
        """
        if bodies is None:
            return self.whole.during(*days)
        found = [self.of_body[one].during(*days) for one in bodies if one in self.of_body]
        return Total(sum(one.number for one in found), sum(one.value for one in found))

    def with_more(self, added: Iterable[Added]) -> Sums:
        """These sums and more; what is not touched is shared."""
        rows = list(added)
        whole = _with(self.whole, ((row.day, row.number, row.value) for row in rows))
        of_body, parts = dict(self.of_body), dict(self.parts)
        for body, some in _grouped(rows, lambda row: row.body).items():
            of_body[body] = _with(of_body.get(body), some)
        split = [row for row in rows if row.keys]
        for place, some in _grouped(split, lambda row: (row.body, row.keys)).items():
            parts[place] = _with(parts.get(place), some)
        return Sums(whole, of_body, parts)


Key = TypeVar("Key", str, Place)


def _grouped(
    rows: Sequence[Added], of: Callable[[Added], Key]
) -> dict[Key, list[tuple[int, int, Number]]]:
    found: dict[Key, list[tuple[int, int, Number]]] = defaultdict(list)
    for row in rows:
        found[of(row)].append((row.day, row.number, row.value))
    return found


def _with(series: Series | None, more: Iterable[tuple[int, int, Number]]) -> Series:
    days: dict[int, Total] = dict(series.each()) if series is not None else {}
    for day, number, value in more:
        days[day] = days.get(day, Total()).plus(number, value)
    return Series({day: one for day, one in days.items() if one.number or one.value})
