"""Counting days: by the table as by hand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.procedure import Calendar, CalendarError, Duration, add, parse_duration
from tests.procedure.build import day, iso, spring_2026

DAYS = st.integers(day("2020-01-01"), day("2032-12-31"))
CALENDARS = st.builds(
    Calendar,
    weekend=st.sets(st.integers(0, 6), max_size=3).map(frozenset),
    holidays=st.frozensets(DAYS, max_size=40),
    workdays=st.frozensets(DAYS, max_size=10),
)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-03-02", "90d", "2026-05-31"),
        ("2026-03-02", "90d roll", "2026-06-01"),
        ("2026-03-11", "5wd", "2026-03-18"),
        ("2026-03-19", "7wd clear", "2026-03-31"),
        ("2026-02-13", "2wd", "2026-02-24"),  # the Saturday 14 is worked, the festival is not
        ("2026-02-27", "1wd", "2026-02-28"),
        ("2026-01-31", "1m", "2026-02-28"),
        ("2028-02-29", "1y", "2029-02-28"),
        ("2026-12-03", "3m", "2027-03-03"),
        ("2026-03-07", "0wd", "2026-03-07"),
        ("2026-03-07", "0d roll", "2026-03-09"),
        ("2026-03-05", "1d clear roll", "2026-03-09"),
    ],
)
def test_period_ends_on_the_day_counted_by_hand(start: str, length: str, end: str) -> None:
    assert iso(add(spring_2026(), day(start), parse_duration(length))) == end


def slow_working_day_after(calendar: Calendar, start: int, n: int) -> int:
    while n:
        start += 1
        n -= calendar.is_working(start)
    return start


@given(CALENDARS, DAYS, st.integers(0, 400))
def test_table_agrees_with_counting_one_by_one(calendar: Calendar, start: int, n: int) -> None:
    end = calendar.plus(start, n, "wd")
    assert end == slow_working_day_after(calendar, start, n)
    assert calendar.days_between(start, end, "wd") == n


@given(CALENDARS, st.lists(DAYS, min_size=2, max_size=6))
def test_table_may_grow_in_any_order(calendar: Calendar, days: list[int]) -> None:
    fresh = [Calendar(calendar.weekend, calendar.holidays, calendar.workdays) for _ in days]
    for start, other in zip(days, fresh, strict=True):
        assert calendar.plus(start, 30, "wd") == other.plus(start, 30, "wd")
        assert calendar.roll(start) == other.roll(start)


@given(CALENDARS, DAYS)
def test_rolled_day_is_worked_and_the_nearest(calendar: Calendar, start: int) -> None:
    rolled = calendar.roll(start)
    assert calendar.is_working(rolled)
    assert not any(calendar.is_working(skipped) for skipped in range(start, rolled))


@given(CALENDARS, DAYS, st.integers(0, 200), st.sampled_from(["d", "wd", "m", "y"]), st.booleans())
def test_more_days_never_end_earlier(
    calendar: Calendar, start: int, n: int, unit: str, roll: bool
) -> None:
    shorter = add(calendar, start, Duration(n, unit, roll))
    assert add(calendar, start, Duration(n + 1, unit, roll)) >= shorter


@given(CALENDARS, DAYS, st.integers(1, 60), st.sampled_from(["d", "wd", "m", "y"]))
def test_start_day_never_counts(calendar: Calendar, start: int, n: int, unit: str) -> None:
    assert add(calendar, start, Duration(n, unit)) > start
    assert calendar.days_between(start, start, unit) == 0


@given(DAYS, DAYS)
def test_calendar_days_between(start: int, end: int) -> None:
    assert spring_2026().days_between(start, end) == max(0, end - start)


def test_reason_names_the_holiday() -> None:
    calendar = spring_2026()
    assert calendar.why_not_counted(day("2026-02-17")) == ("holiday", "春节")
    assert calendar.why_not_counted(day("2026-03-07")) == ("weekend", "周末")
    assert calendar.why_not_counted(day("2026-02-14")) is None


def test_day_beyond_the_announced_notice_is_provisional() -> None:
    calendar = spring_2026("2026-12-31")
    assert not calendar.is_provisional(day("2026-12-31"))
    assert calendar.is_provisional(day("2027-01-01"))
    assert not spring_2026().is_provisional(day("2099-01-01"))
    early = Calendar(first_known=day("2021-01-01"))
    assert early.is_provisional(day("2020-12-31"))


def test_calendar_from_json_keeps_names_and_knowledge() -> None:
    made = Calendar.from_json(
        {"holidays": [739700], "known_until": 739800, "names": {"739700": "元旦"}}
    )
    assert made.weekend == {5, 6}
    assert made.known_until == 739800
    assert made.why_not_counted(739700) == ("holiday", "元旦")


def test_week_without_working_day_is_refused() -> None:
    with pytest.raises(CalendarError, match="七天都是周末"):
        Calendar(weekend=frozenset(range(7)))


def test_day_that_is_no_integer_is_refused() -> None:
    with pytest.raises(CalendarError) as caught:
        Calendar.from_json({"holidays": ["2026-01-01"]})
    assert caught.value.code == "calendar-day"
    assert caught.value.where == "calendar.holidays"


@pytest.mark.parametrize("unit", ["d", "wd", "m", "y"])
def test_end_beyond_the_last_year_is_refused(unit: str) -> None:
    late = datetime.date(9999, 12, 20).toordinal()
    with pytest.raises(CalendarError, match="超出"):
        Calendar().plus(late, 40, unit)


@pytest.mark.parametrize("text", ["7wd clear", "90d", "3m roll", "1y", "2d clear roll"])
def test_duration_text_round_trip(text: str) -> None:
    length = parse_duration(text)
    assert length.text() == text
    assert Duration.from_json(length.to_json()) == length


@pytest.mark.parametrize("text", ["7", "wd", "7 wd", "-1d", "7w", "7wd cleared", "\uff17d"])
def test_text_that_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(CalendarError) as caught:
        parse_duration(text)
    assert caught.value.code == "duration-text"


@pytest.mark.parametrize(
    ("obj", "code"),
    [
        ({"n": 3}, "duration-unit"),
        ({"n": 3, "unit": "h"}, "duration-unit"),
        ({"n": -1, "unit": "d"}, "duration-length"),
        ({"n": True, "unit": "d"}, "duration-length"),
        ({"unit": "d"}, "duration-length"),
        ({"n": 3, "unit": "d", "roll": 1}, "duration-flag"),
        ({"n": 3, "unit": "d", "role": True}, "duration-key"),
    ],
)
def test_duration_that_cannot_be_counted_is_refused(obj: dict[str, object], code: str) -> None:
    with pytest.raises(CalendarError) as caught:
        Duration.from_json(obj)
    assert caught.value.code == code


def test_deadlines_roll_by_default_and_delays_do_not() -> None:
    assert parse_duration("3d").resolved(deadline=True).roll is True
    assert parse_duration("3wd").resolved(deadline=True).roll is False
    assert parse_duration("3d").resolved(deadline=False).roll is False
    assert Duration(3, "d", roll=False).resolved(deadline=True).roll is False
