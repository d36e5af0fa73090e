"""Working days, and days counted by table.

A day is an int, ``datetime.date.toordinal()``. The table is built once for a span of years and
grows when a day outside it is asked for; after that every sum is a look-up.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.errors import CalendarError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure.durations import Duration

_LAST = datetime.date.max.toordinal()
_DAYS_OF_WEEK = 7
_BEFORE, _AFTER = 400, 4000
_TOO_FAR = "期限超出了公历可表示的年份，请检查期限的长度。"


class DayOff(NamedTuple):
    """Why a day is not a working day: ``weekend`` or ``holiday``, and its name where known."""

    kind: str
    name: str


class _Span(NamedTuple):
    low: int
    high: int
    seen: list[int]
    working: list[int]
    rolled: list[int]


class _Table:
    """The span that has been computed; replaced whole when it must grow."""

    __slots__ = ("span",)

    def __init__(self) -> None:
        self.span = _Span(0, 0, [], [], [])


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    Args:
        weekend: Weekdays off, Monday = 0.
        holidays: Days off by notice.
        workdays: Make-up days worked by notice; they win over everything.
        known_until: The last day covered by an announced notice; ``None`` = no limit known.
        first_known: The first day covered.
        names: Names of days off and make-up days, e.g. 春节.

    Raises:
        CalendarError: No weekday is left to work on, or a weekday does not exist.

    Source: 国务院办公厅每年关于部分节假日安排的通知.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[int] = frozenset()
    workdays: frozenset[int] = frozenset()
    known_until: int | None = None
    first_known: int | None = None
    names: Mapping[int, str] = field(default_factory=dict, hash=False)
    _table: _Table = field(default_factory=_Table, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekend < set(range(_DAYS_OF_WEEK)):
            sentence = "周末只能从0（周一）至6（周日）中选取，且不能七天都是周末。"
            raise CalendarError(
                code="calendar-weekend", sentence=sentence, where="calendar.weekend"
            )

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> Calendar:
        """Reads ``{"weekend", "holidays", "workdays"}`` and, if given, what is known and names.

        Args:
            obj: The JSON object; every key may be missing.

        Raises:
            CalendarError: A day is not an integer.
        """
        return cls(
            weekend=_days(obj, "weekend", (5, 6)),
            holidays=_days(obj, "holidays"),
            workdays=_days(obj, "workdays"),
            known_until=obj.get("known_until"),
            first_known=obj.get("first_known"),
            names={int(day): name for day, name in obj.get("names", {}).items()},
        )

    def is_working(self, day: int) -> bool:
        """Whether the day is worked."""
        if day in self.workdays:
            return True
        return day not in self.holidays and (day + 6) % _DAYS_OF_WEEK not in self.weekend

    def why_not_counted(self, day: int) -> DayOff | None:
        """Why the day is not a working day; ``None`` for a working day."""
        if self.is_working(day):
            return None
        if day in self.holidays:
            return DayOff("holiday", self.names.get(day, "法定节假日"))
        return DayOff("weekend", "周末")

    def is_provisional(self, day: int) -> bool:
        """Whether no announced notice covers the day, so that it may still move."""
        beyond = self.known_until is not None and day > self.known_until
        return beyond or (self.first_known is not None and day < self.first_known)

    def roll(self, day: int) -> int:
        """The day itself, or the first working day after it."""
        span = self._table.span
        if not span.low <= day < span.high:
            span = self._grown(day)
        return span.rolled[day - span.low]

    def plus(self, day: int, n: int, unit: str) -> int:
        """The last day of a period of ``n`` units that starts on ``day``, before any rolling.

        Args:
            day: The start day; not counted.
            n: How many.
            unit: ``d``, ``wd`` (the n-th working day after), ``m`` or ``y`` (same day of a later
                month, the month's last day where it has no such day).

        Raises:
            CalendarError: The end lies beyond the year 9999.
        """
        if unit == "wd":
            return self._plus_working(day, n)
        if unit == "d":
            if day + n > _LAST:
                raise CalendarError(code="calendar-range", sentence=_TOO_FAR)
            return day + n
        return _plus_months(day, n if unit == "m" else 12 * n)

    def days_between(self, start: int, end: int, unit: str = "d") -> int:
        """How many days lie after ``start`` up to and including ``end``; never negative.

        Args:
            start: Not counted.
            end: Counted.
            unit: ``wd`` counts working days only, anything else every day.
        """
        if end <= start:
            return 0
        if unit != "wd":
            return end - start
        span = self._table.span
        if not (span.low <= start and end < span.high):
            span = self._grown(start, end)
        return span.seen[end - span.low] - span.seen[start - span.low]

    def deadline(self, day: int, duration: Duration) -> tuple[int, int]:
        """The last day of a deadline, before and after rolling."""
        raw = self.plus(day, duration.n, duration.unit)
        return raw, self.roll(raw) if duration.roll else raw

    def _plus_working(self, day: int, n: int) -> int:
        if n == 0:
            return day
        span = self._table.span
        if not span.low <= day < span.high:
            span = self._grown(day)
        place = span.seen[day - span.low] + n - 1
        while place >= len(span.working):
            span = self._grown(span.low, span.high + max(_AFTER, place - len(span.working)))
            place = span.seen[day - span.low] + n - 1
        return span.working[place]

    def _grown(self, low: int, high: int | None = None) -> _Span:
        old = self._table.span
        known = old.high > old.low
        low = min(low, old.low if known else low - _BEFORE)
        low = max(1, low if not known or low == old.low else low - _BEFORE)
        high = max(low, high if high is not None else low, old.high) + _AFTER
        if high > _LAST:
            raise CalendarError(code="calendar-range", sentence=_TOO_FAR)
        self._table.span = self._computed(low, high)
        return self._table.span

    def _computed(self, low: int, high: int) -> _Span:
        flags = [self.is_working(day) for day in range(low, high)]
        while not flags[-1]:
            flags.append(self.is_working(high))
            high += 1
        count: list[int] = []
        total = 0
        for flag in flags:
            total += flag
            count.append(total)
        working = [low + place for place, flag in enumerate(flags) if flag]
        rolled = [working[seen - flag] for seen, flag in zip(count, flags, strict=True)]
        return _Span(low, high, count, working, rolled)


def add(calendar: Calendar, day: int, duration: Duration) -> int:
    """The day a period ends (a deadline) or has passed (a delay).

    Args:
        calendar: Which days are worked.
        day: The start day; not counted.
        duration: The length; ``clear`` adds one day, ``roll`` moves off days not worked.

    Raises:
        CalendarError: The end lies beyond the year 9999.
    """
    end = calendar.plus(day, duration.n, duration.unit) + duration.clear
    return calendar.roll(end) if duration.roll else end


def _plus_months(day: int, months: int) -> int:
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        raise CalendarError(code="calendar-range", sentence=_TOO_FAR)
    last = monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last)).toordinal()


def _days(obj: Mapping[str, Any], key: str, default: tuple[int, ...] = ()) -> frozenset[int]:
    days = obj.get(key, default)
    if any(type(day) is not int for day in days):
        sentence = f"日历的 {key} 应是整数（日序号）的列表。"
        raise CalendarError(code="calendar-day", sentence=sentence, where=f"calendar.{key}")
    return frozenset(days)
