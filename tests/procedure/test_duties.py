"""What is owed: by whom, by when, under which article; and when the clock wakes."""

from __future__ import annotations

from guiju.procedure import (
    Duty,
    Rules,
    accepting,
    apply,
    duties,
    initial_marking,
    judge,
    next_wake,
    perform,
    ready_on,
)
from tests.procedure.build import day, relation, rules, spring_2026


def office(known_until: str | None = None) -> Rules:
    return rules(
        ["立案", "鉴定", {"id": "决定", "roles": ["负责人"], "cite": "甲法#57"}, "归档", "期满!"],
        [
            relation("response", "立案", "决定", "90d", cite="甲法#60"),
            relation("response", "立案", "归档"),
            relation("response", "立案", "期满", "10d"),
            relation("suspend", "鉴定", "决定"),
        ],
        spring_2026(known_until),
    )


def owed(use: Rules, at: str, *acts: tuple[str, str]) -> tuple[Duty, ...]:
    marking = initial_marking(use)
    for act, date in acts:
        marking = apply(use, marking, act, day(date))
    return duties(use, marking, day(at))


def test_duty_says_who_by_when_and_under_which_article() -> None:
    decision, filing = owed(office(), "2026-03-03", ("立案", "2026-03-02"))
    assert decision == Duty(
        event="决定",
        roles=("负责人",),
        due=day("2026-06-01"),
        suspended=False,
        overdue=False,
        provisional=False,
        cite="甲法#60",
        left=None,
        unit="d",
    )
    assert (filing.event, filing.due, filing.cite) == ("归档", None, None)


def test_duty_is_overdue_only_after_its_last_day() -> None:
    for at, overdue in (("2026-06-01", False), ("2026-06-02", True)):
        assert owed(office(), at, ("立案", "2026-03-02"))[0].overdue is overdue


def test_duty_with_stopped_clock_shows_what_is_left() -> None:
    acts = (("立案", "2026-03-02"), ("鉴定", "2026-03-19"))
    duty = owed(office(), "2026-12-31", *acts)[0]
    assert (duty.due, duty.suspended, duty.overdue, duty.left) == (None, True, False, 73)


def test_duty_beyond_the_announced_calendar_is_provisional() -> None:
    assert owed(office("2026-05-31"), "2026-03-03", ("立案", "2026-03-02"))[0].provisional
    assert not owed(office("2026-06-01"), "2026-03-03", ("立案", "2026-03-02"))[0].provisional


def test_duty_given_at_the_start_cites_the_act() -> None:
    use = rules([{"id": "决定", "cite": "甲法#57"}], [], initial={"pending": {"决定": None}})
    assert duties(use, initial_marking(use), use.graph.start)[0].cite == "甲法#57"


def test_a_duty_is_ready_once_what_it_waits_for_is_done_and_its_delay_has_passed() -> None:
    found = rules(
        ["归档", "结案", "告知", "决定"],
        [relation("condition", "结案", "归档"), relation("condition", "告知", "决定", "5d")],
    )
    start = initial_marking(found)
    today = day("2026-01-05")
    assert ready_on(found, start, "归档", today) is None
    told = perform(found, start, "告知", today).marking
    assert ready_on(found, told, "决定", today) == day("2026-01-10")
    assert ready_on(found, told, "决定", day("2026-01-20")) == day("2026-01-20")
    closed = perform(found, told, "结案", today).marking
    assert ready_on(found, closed, "归档", today) == today


def test_a_delay_over_which_something_else_still_stands_makes_nothing_ready() -> None:
    found = rules(
        ["决定", "听证", "告知"],
        [
            relation("condition", "告知", "决定", "5d"),
            relation("response", "告知", "听证"),
            relation("milestone", "听证", "决定"),
        ],
    )
    told = perform(found, initial_marking(found), "告知", day("2026-01-05")).marking
    assert ready_on(found, told, "决定", day("2026-01-05")) is None


def test_matter_rests_when_nothing_included_is_owed() -> None:
    use = rules(
        ["甲", "乙", "丙"],
        [relation("response", "甲", "乙"), relation("exclude", "丙", "乙")],
    )
    marking = initial_marking(use)
    assert accepting(marking)
    marking = apply(use, marking, "甲", day("2026-01-06"))
    assert not accepting(marking)
    assert accepting(apply(use, marking, "丙", day("2026-01-06")))


def test_clock_wakes_on_the_nearest_due_day_and_now_for_what_it_missed() -> None:
    use = office()
    marking = apply(use, initial_marking(use), "立案", day("2026-03-02"))
    assert next_wake(use, marking) == day("2026-03-12")
    blocked = rules(
        ["甲", "乙", "期满!"],
        [relation("response", "甲", "期满", "3d"), relation("condition", "乙", "期满")],
    )
    marking = apply(blocked, initial_marking(blocked), "甲", day("2026-01-05"))
    assert next_wake(blocked, marking) == day("2026-01-08")
    marking = apply(blocked, marking, "乙", day("2026-01-20"))
    assert next_wake(blocked, marking) == day("2026-01-20")


def test_earliest_closing_decides() -> None:
    use = rules(
        ["甲", "乙", "办"],
        [
            relation("exclude", "甲", "办", cite="甲法#1"),
            relation("exclude", "乙", "办", cite="乙法#1"),
        ],
    )
    marking = apply(use, initial_marking(use), "乙", day("2026-01-06"))
    marking = apply(use, marking, "甲", day("2026-01-07"))
    verdict = judge(use, marking, "办", day("2026-01-08"))
    assert [blocker.cite for blocker in verdict.blockers] == ["乙法#1", "甲法#1"]
