"""The fold of what was done; late acts; lapses that a person confirms."""

from __future__ import annotations

import pytest

from guiju.procedure import (
    Done,
    Rules,
    TimeOrderError,
    UnknownActError,
    advance,
    apply,
    enabled,
    fold,
    initial_marking,
    judge,
    judge_late,
    next_wake,
    perform,
    proposals,
    refold,
    sentence,
    settle,
)
from tests.procedure.build import day, iso, relation, rules


def notice(*, lapse: str | None = None) -> Rules:
    """A notice gives five working days to answer; a decision waits for their end."""
    return rules(
        [
            "告知",
            "申辩",
            {"id": "届满.申辩", "kind": "auto", "lapse": lapse, "cite": "甲法#44"},
            "决定",
        ],
        [
            relation("condition", "告知", "决定", cite="甲法#44"),
            relation("condition", "告知", "申辩"),
            relation("milestone", "届满.申辩", "决定", cite="甲法#45"),
            relation("response", "告知", "届满.申辩", "5wd", cite="甲法#46"),
            relation("exclude", "届满.申辩", "申辩"),
            relation("cancel", "申辩", "届满.申辩"),
        ],
        start=day("2026-03-02"),
    )


def done(seq: int, act: str, date: str, **data: object) -> Done:
    return Done(seq, act, day(date), data)


def test_history_counts_in_order_of_day_then_number() -> None:
    acts = [
        done(2, "申辩", "2026-03-04"),
        done(3, "决定", "2026-03-05"),
        done(1, "告知", "2026-03-03"),
    ]
    marking, conflicts = fold(notice(), acts)
    assert conflicts == ()
    assert fold(notice(), reversed(acts)) == (marking, ())
    assert iso(marking.now) == "2026-03-05"


def test_unlawful_act_moves_the_marking_and_is_a_conflict() -> None:
    use = notice()
    marking, conflicts = fold(use, [done(1, "告知", "2026-03-03"), done(2, "决定", "2026-03-04")])
    assert marking.days[use.graph.places["决定"]] == day("2026-03-04")
    ((found, verdict),) = conflicts
    assert (found.seq, verdict.reason, verdict.cite) == (2, "milestone", "甲法#45")


def test_act_the_procedure_does_not_have_has_no_effect_and_is_a_conflict() -> None:
    use = notice()
    marking, conflicts = fold(use, [done(1, "旧行为", "2026-03-03"), done(2, "告知", "2026-03-04")])
    assert [conflict.verdict.reason for conflict in conflicts] == ["unknown-event"]
    assert marking.ex == 1 << use.graph.places["告知"]


def test_data_that_does_not_fit_has_no_effect_and_is_a_conflict() -> None:
    use = rules(["甲"], [], vars={"n": 1})
    marking, conflicts = fold(use, [done(1, "甲", "2026-03-03", n="2", m=3)])
    assert [conflict.verdict.reason for conflict in conflicts] == ["data"]
    assert marking.store == (1,)


def test_history_may_begin_before_the_start_written_in_the_graph() -> None:
    marking, conflicts = fold(notice(), [done(1, "告知", "2026-02-10")])
    assert conflicts == ()
    assert iso(marking.now) == "2026-02-10"


def test_clock_events_are_part_of_the_fold() -> None:
    acts = [done(1, "告知", "2026-03-03"), done(2, "决定", "2026-03-11")]
    folded = refold(notice(), acts)
    assert folded.conflicts == ()
    assert folded.fired == (("届满.申辩", day("2026-03-10")),)
    assert refold(notice(), acts[:1]).fired == ()
    until = refold(notice(), acts[:1], day("2026-03-11"))
    assert until.fired == folded.fired
    assert iso(until.marking.now) == "2026-03-11"


def test_late_act_is_judged_on_its_own_day() -> None:
    acts = [done(1, "告知", "2026-03-03"), done(2, "决定", "2026-03-11")]
    late = judge_late(notice(), acts, done(3, "申辩", "2026-03-10"))
    assert late.verdict
    too_late = judge_late(notice(), acts, done(3, "申辩", "2026-03-11"))
    assert too_late.verdict.reason == "excluded"


def test_late_act_shows_the_clock_event_it_undoes() -> None:
    acts = [done(1, "告知", "2026-03-03"), done(2, "决定", "2026-03-11")]
    late = judge_late(notice(), acts, done(3, "申辩", "2026-03-10"))
    assert late.unfires == (("届满.申辩", day("2026-03-10")),)
    assert (late.fires, late.conflicts) == ((), ())


def test_late_act_shows_later_acts_that_would_now_be_refused() -> None:
    acts = [
        done(1, "告知", "2026-03-03"),
        done(2, "申辩", "2026-03-04"),
        done(3, "决定", "2026-03-05"),
    ]
    late = judge_late(notice(), acts, done(4, "告知", "2026-03-05"))
    assert late.verdict
    assert late.conflicts == ()  # same day, recorded after the decision
    late = judge_late(notice(), acts, done(4, "告知", "2026-03-04"), until=day("2026-03-20"))
    assert [conflict.done.seq for conflict in late.conflicts] == [3]
    assert late.conflicts[0].verdict.reason == "milestone"
    assert late.fires == (("届满.申辩", day("2026-03-11")),)


def test_conflict_that_was_there_before_is_not_laid_at_the_late_act() -> None:
    acts = [done(1, "告知", "2026-03-03"), done(2, "决定", "2026-03-04")]
    late = judge_late(notice(), acts, done(3, "告知", "2026-03-03"))
    assert late.conflicts == ()
    assert fold(notice(), acts)[1] != ()


def test_late_act_is_judged_with_its_role() -> None:
    use = rules([{"id": "甲", "roles": ["执法人员"]}, "乙"], [])
    late = judge_late(use, [done(1, "乙", "2026-03-05")], done(2, "甲", "2026-03-03"), {"当事人"})
    assert late.verdict.reason == "role"


def test_lapse_against_a_citizen_waits_for_a_person() -> None:
    use = notice(lapse="citizen")
    marking = apply(use, initial_marking(use), "告知", day("2026-03-03"))
    last, after = day("2026-03-10"), day("2026-03-11")
    assert proposals(use, marking, last) == ()
    ((event, _, due, cite),) = proposals(use, marking, after)
    assert (event, due, cite) == ("届满.申辩", last, "甲法#46")
    assert settle(use, marking, after).fired == ()
    assert judge(use, marking, "申辩", after), "a timely posting may still be on its way"
    verdict = judge(use, marking, "决定", after)
    assert (verdict.reason, verdict.passes_on) == ("milestone", None)
    assert verdict.blockers[0].helps == ("届满.申辩",)
    assert "申辩的期限已过，尚待确认" in sentence(verdict)


def test_confirmed_lapse_takes_effect() -> None:
    use = notice(lapse="citizen")
    acts = [done(1, "告知", "2026-03-03"), done(2, "届满.申辩", "2026-03-12")]
    marking, conflicts = fold(use, acts)
    assert conflicts == ()
    assert proposals(use, marking, day("2026-03-13")) == ()
    assert judge(use, marking, "申辩", day("2026-03-13")).reason == "excluded"
    assert judge(use, marking, "决定", day("2026-03-13"))


def test_lapse_cannot_be_confirmed_early() -> None:
    use = notice(lapse="citizen")
    acts = [done(1, "告知", "2026-03-03"), done(2, "届满.申辩", "2026-03-10")]
    ((_, verdict),) = fold(use, acts)[1]
    assert verdict.reason == "auto"
    assert "期限尚未届满" in sentence(verdict)


def test_answer_in_time_ends_the_proposal() -> None:
    use = notice(lapse="citizen")
    marking, _ = fold(use, [done(1, "告知", "2026-03-03"), done(2, "申辩", "2026-03-10")])
    assert proposals(use, marking, day("2026-03-30")) == ()
    assert judge(use, marking, "届满.申辩", day("2026-03-30")).reason == "auto"


def test_lapse_can_be_done_only_when_proposed() -> None:
    use = notice(lapse="citizen")
    marking = apply(use, initial_marking(use), "告知", day("2026-03-03"))
    assert "届满.申辩" not in enabled(use, marking, day("2026-03-10"))
    assert "届满.申辩" in enabled(use, marking, day("2026-03-11"))
    assert next_wake(use, marking) == day("2026-03-10")
    assert next_wake(use, advance(use, marking, day("2026-03-20"))) is None


@pytest.mark.parametrize("lapse", [None, "agency"])
def test_other_clock_events_fire_alone(lapse: str | None) -> None:
    use = notice(lapse=lapse)
    marking = apply(use, initial_marking(use), "告知", day("2026-03-03"))
    assert settle(use, marking, day("2026-03-11")).fired == (("届满.申辩", day("2026-03-10")),)
    assert proposals(use, marking, day("2026-03-11")) == ()


def test_past_days_and_unknown_acts_are_not_applied() -> None:
    use = notice()
    marking = apply(use, initial_marking(use), "告知", day("2026-03-03"))
    with pytest.raises(TimeOrderError, match="补录"):
        apply(use, marking, "申辩", day("2026-03-02"))
    with pytest.raises(TimeOrderError, match="补录"):
        advance(use, marking, day("2026-03-02"))
    with pytest.raises(UnknownActError, match="没有“无”"):
        apply(use, marking, "无", day("2026-03-04"))
    refused = perform(use, marking, "申辩", day("2026-03-02"))
    assert (refused.verdict.reason, refused.marking) == ("time", marking)


def test_extension_in_history_that_makes_no_sense_takes_the_full_length() -> None:
    use = rules(
        ["甲", "延", "乙"],
        [relation("response", "甲", "乙", "10d"), relation("extend", "延", "乙", "5d")],
    )
    acts = [done(1, "甲", "2026-03-02"), done(2, "延", "2026-03-03", extend_n="三")]
    marking, conflicts = fold(use, acts)
    assert conflicts[0].verdict.reason == "extend"
    owed = marking.owed[use.graph.places["乙"]]
    assert owed is not None
    assert iso(owed.raw) == "2026-03-17"
