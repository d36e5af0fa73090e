"""Days counted one after the other, for the oracle."""

from __future__ import annotations

import calendar as civil
import datetime
from typing import Any

Json = dict[str, Any]


class Days:
    """A calendar without tables."""

    def __init__(self, days: Json) -> None:
        """Reads the calendar's JSON."""
        self.weekend = set(days.get("weekend", [5, 6]))
        self.holidays = set(days.get("holidays", []))
        self.workdays = set(days.get("workdays", []))

    def is_working(self, day: int) -> bool:
        if day in self.workdays:
            return True
        weekday = datetime.date.fromordinal(day).weekday()
        return day not in self.holidays and weekday not in self.weekend

    def rolled(self, day: int) -> int:
        while not self.is_working(day):
            day += 1
        return day

    def plus(self, day: int, n: int, unit: str) -> int:
        if unit == "d":
            return day + n
        if unit == "wd":
            while n > 0:
                day += 1
                if self.is_working(day):
                    n -= 1
            return day
        months = n if unit == "m" else 12 * n
        date = datetime.date.fromordinal(day)
        year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
        last = civil.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, min(date.day, last)).toordinal()

    def roll_wanted(self, duration: Json, default: bool) -> bool:
        return bool(duration.get("roll", default and duration["unit"] != "wd"))

    def ready(self, day: int, delay: Json) -> int:
        end = self.plus(day, delay["n"], delay["unit"])
        if delay.get("clear"):
            end += 1
        return self.rolled(end) if self.roll_wanted(delay, False) else end
