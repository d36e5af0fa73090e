"""A day some days, months or years after another, as the kernel counts its periods."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange


def later(day: str, n: int, unit: str) -> str | None:
    """Return the day `n` units after `day`, None where it lies beyond the year 9999.

    Args:
        day: A day written `2026-01-31`.
        n: How many.
        unit: `d`, `m` or `y`: the same day of a later month, the month's last day where it has no such day.
    """
    start = dt.date.fromisoformat(day)
    try:
        if unit == "d":
            return (start + dt.timedelta(n)).isoformat()
        return _months_later(start, n if unit == "m" else 12 * n).isoformat()
    except OverflowError:
        return None


def _months_later(start: dt.date, months: int) -> dt.date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        raise OverflowError
    return start.replace(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
