"""Days as people write them."""

from __future__ import annotations

import datetime

_WEEK = "一二三四五六日"


def day_text(day: int, *, near: int | None = None) -> str:
    """A day in Chinese: 2026年3月18日, or 3月18日 within the year of ``near``.

    Args:
        day: The day.
        near: A day whose year the reader has in mind.
    """
    date = datetime.date.fromordinal(day)
    short = f"{date.month}月{date.day}日"
    if near is not None and datetime.date.fromordinal(near).year == date.year:
        return short
    return f"{date.year}年{short}"


def weekday_text(day: int) -> str:
    """The weekday, 周三."""
    return f"周{_WEEK[datetime.date.fromordinal(day).weekday()]}"
