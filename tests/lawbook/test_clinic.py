"""The clinic: what each act opens, starts and closes, and where a course leaves the law."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.lawbook.cases import play_case
from guiju.lawbook.clinic import WAIT, Move, Owed, clinic
from guiju.lawbook.schema import CLOCK
from tests.lawbook.real import real_catalog
from tests.lawbook.small import acts, read, rules, shelf

CATALOG = real_catalog()
BODY = (
    "data:\n  重大: {type: yesno, required: true}\n"
    + acts(
        "审核",
        "决定",
        "归档",
        "陈述",
        调查="by: 承办人, cite: 甲法#1, fields: {重大: {}}, often: true",
    )
    + rules(
        "after: 立案, must: 决定, within: 5wd",
        "do: 决定, needs: 审核, when: 重大",
        "after: 调查, may: 审核",
        "window: 陈述, opens: 调查, within: 3wd",
        "stops: 调查, clock: 决定, until: 审核",
        "closes: 归档",
    )
)
FIRST = dt.date(2026, 3, 2)


def day(after: int) -> dt.date:
    return FIRST + dt.timedelta(days=after)


def tried(*moves: Move):
    return clinic(read(BODY), shelf(), "", moves)


def test_an_act_tells_what_it_starts_and_opens():
    made = tried(Move(day(0), "立案"), Move(day(1), "调查", {"重大": True}))
    first, second = (one.change for one in made.tried)
    assert first.started == (Owed("决定", dt.date(2026, 3, 9), None),)
    assert second.opened == ("审核", "陈述")
    assert Owed("届满.陈述", dt.date(2026, 3, 6), None) in second.started
    assert second.stopped == (Owed("决定", None, 4),)


def test_an_act_tells_what_it_ends_and_closes():
    made = tried(
        Move(day(0), "立案"),
        Move(day(1), "调查", {"重大": True}),
        Move(day(2), "审核"),
        Move(day(3), "决定"),
        Move(day(3), "归档"),
    )
    review, decision, filing = (one.change for one in made.tried[2:])
    assert review.ended == ("审核",)
    assert Owed("决定", dt.date(2026, 3, 10), None) in review.started
    assert decision.ended == ("决定",)
    assert {"立案", "调查", "审核", "决定"} <= set(filing.closed)
    assert made.first_unlawful is None


def test_what_the_clock_does_on_the_way_is_told_with_its_day():
    made = tried(Move(day(0), "立案"), Move(day(1), "调查", {"重大": False}), Move(day(20), WAIT))
    passed = made.tried[-1].change
    assert passed.fired == (("届满.陈述", dt.date(2026, 3, 6)),)
    assert passed.missed == ()
    late = tried(Move(day(0), "立案"), Move(day(20), WAIT)).tried[-1].change
    assert late.missed == (("决定", dt.date(2026, 3, 9)),)


def test_the_first_unlawful_move_is_named_and_what_follows_is_judged_without_it():
    made = tried(
        Move(day(0), "立案"),
        Move(day(1), "调查", {"重大": True}),
        Move(day(2), "决定"),
        Move(day(2), "审核"),
        Move(day(2), "决定"),
        Move(day(2), "决定"),
    )
    assert made.first_unlawful == 2
    assert [bool(one.verdict) for one in made.tried] == [True, True, False, True, True, False]
    assert made.tried[2].verdict.reason == "condition"
    assert made.tried[2].change.started == ()


def test_a_day_before_the_last_one_is_refused():
    made = tried(Move(day(3), "立案"), Move(day(1), "调查", {"重大": True}))
    assert made.tried[1].verdict.reason == "time"
    assert made.day == day(3)


def test_each_act_says_whether_it_may_be_done_now():
    verdicts = tried(Move(day(0), "立案")).verdicts()
    assert bool(verdicts["调查"])
    assert verdicts["审核"].reason == "excluded"
    assert verdicts["立案"].reason == "once"
    assert "届满.陈述" not in verdicts


def test_an_act_that_asks_for_what_only_another_says_may_not_be_done_and_one_that_asks_itself_may():
    body = "data:\n  结论: {choice: [甲, 乙], required: true}\n" + acts(
        决定="by: 承办人, cite: 甲法#1, fields: {结论: {}}, requires: 结论 == 甲",
        移送="by: 承办人, cite: 甲法#1, requires: 结论 == 乙",
    )
    verdicts = clinic(read(body), shelf(), "", [Move(day(0), "立案")]).verdicts()
    assert bool(verdicts["决定"])
    assert verdicts["移送"].reason == "require"


def test_a_course_not_begun_offers_its_first_act_only():
    verdicts = tried().verdicts()
    assert [name for name, verdict in verdicts.items() if verdict] == ["立案"]


@pytest.mark.parametrize("procedure", list(CATALOG), ids=lambda one: f"{one.id}@{one.version}")
def test_a_worked_case_comes_out_in_the_clinic_as_it_does_alone(procedure):
    """Where its parameters are the field's own: those a case sets for itself the clinic does not know."""
    for case in procedure.cases:
        if case.parameters:
            continue
        alone = play_case(procedure, case, CATALOG.shelf)
        moves = [
            Move(step.day, WAIT if step.act == CLOCK else str(step.act), dict(step.data))
            for step in case.steps
        ]
        made = clinic(procedure, CATALOG.shelf, case.field, moves)
        assert [bool(one.verdict) for one in made.tried] == [
            bool(one.verdict) for one in alone.steps
        ]
        assert made.marking == alone.steps[-1].marking
