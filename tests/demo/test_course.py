from __future__ import annotations

import datetime as dt

import pytest

from guiju.demo.course import Course, Step, WorkDays
from guiju.demo.names import citizen, company, staff_name, trader
from guiju.demo.performer import moves_of
from guiju.lawbook.codes import is_credit_code
from guiju.matters.rulebook import calendar

DAYS = WorkDays(calendar())
COURSE = Course(
    "罚1", "ordinary-penalty", "示例", dt.date(2022, 3, 1),
    (Step(0, "立案", "甲"), Step(1, "调查取证", "甲"), Step(5, "处罚决定", "甲")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2022-01-28", 0, "2022-01-28"),
        ("2022-01-28", 1, "2022-01-29"),  # a Saturday worked for the Spring Festival
        ("2022-01-30", 1, "2022-02-07"),
        ("2022-02-07", -1, "2022-01-30"),
        ("2022-10-08", -1, "2022-09-30"),
        ("2022-11-20", -1, "2022-11-18"),  # from a Sunday
    ],
)
def test_working_days_are_counted_by_the_calendar_of_the_year(day, count, then):
    assert DAYS.shifted(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(then)


def test_a_day_off_rolls_to_the_next_working_day():
    assert DAYS.at_or_after(dt.date(2022, 10, 1)) == dt.date(2022, 10, 8)
    assert DAYS.at_or_after(dt.date(2022, 10, 8)) == dt.date(2022, 10, 8)


def test_a_month_has_its_make_up_days_and_not_its_holidays():
    january = DAYS.of_month(2022, 1)
    assert dt.date(2022, 1, 29) in january
    assert dt.date(2022, 1, 31) not in january
    assert DAYS.of_month(2022, 12)[-1] == dt.date(2022, 12, 30)


def test_a_course_broken_off_ends_with_the_act_named():
    assert [step.act for step in COURSE.until("调查取证").steps] == ["立案", "调查取证"]
    with pytest.raises(LookupError, match="归档"):
        COURSE.until("归档")


def test_an_act_that_needs_approval_is_proposed_and_agreed_to():
    moves = moves_of(COURSE, COURSE.steps[0])
    assert [(move.kind, move.role) for move in moves] == [
        ("proposal", ""),
        ("opinion", "机关负责人"),
    ]
    assert [move.kind for move in moves_of(COURSE, COURSE.steps[1])] == ["event"]


def test_a_pending_act_is_only_proposed():
    pending = COURSE.until("处罚决定", pending=True)
    assert [move.kind for move in moves_of(pending, pending.steps[-1])] == ["proposal"]


def test_nobody_is_named_like_a_real_person_or_company():
    assert len({staff_name(number) for number in range(900)}) == 900
    assert all(staff_name(number)[1] == "示" for number in range(900))
    assert all(citizen(number)["name"][1] == "某" for number in range(900))
    firms = [made(number) for made in (company, trader) for number in range(200)]
    assert all(firm["name"].startswith("示例") for firm in firms)
    assert not any(is_credit_code(firm.get("code", "")) for firm in firms)
