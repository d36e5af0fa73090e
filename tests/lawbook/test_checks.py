"""The static checks: each finds its fault, and is silent without it."""

from __future__ import annotations

import pytest

from guiju.lawbook.checks import check, errors
from guiju.lawbook.findings import ERROR, NOTE
from tests.lawbook.small import CLOCK, acts, read, rules, shelf

YES = "data:\n  重大: {type: yesno, required: true}\n"
ASKED = "by: 承办人, cite: 甲法#1, fields: {重大: {}}"
ACTS = acts("甲", "乙", "丙")
HAVING = YES + acts("甲", "乙", "丙", 问=ASKED)


def found(body: str, bound: int = 0) -> dict[str, str]:
    return {one.code: one.weight for one in check(read(body), shelf(), bound)} | {
        "case.act_missing": NOTE
    }


def codes(body: str, bound: int = 0) -> set[str]:
    return {one.code for one in errors(read(body), shelf(), bound)}


UNSET = {
    "an effect of an act that may come before the answer": rules("after: 甲, may: 乙, when: 重大"),
    "a condition read before anybody answered": rules("do: 乙, needs: 甲, when: 重大"),
    "a condition that only its own source answers": rules("do: 乙, needs: 问, when: 重大"),
    "a milestone owed by an act that does not answer": rules(
        "do: 乙, waits: 丙, when: 重大", "after: 甲, must: 丙"
    ),
    "a guarded condition does not put anything before": rules(
        "do: 甲, needs: 问, when: 重大 set", "after: 甲, may: 乙, when: 重大"
    ),
    "one of two openers does not answer": rules(
        "after: [问, 丙], may: 甲", "after: 甲, may: 乙, when: 重大"
    ),
}
SET = {
    "the source answers": rules("after: 问, may: 乙, when: 重大"),
    "an act before the source answers": rules(
        "do: 甲, follows: 问", "after: 甲, may: 乙, when: 重大"
    ),
    "an act before the act before answers": rules(
        "do: 甲, follows: 问", "do: 丙, needs: 甲", "after: 丙, may: 乙, when: 重大"
    ),
    "an act before the target answers": rules(
        "do: 乙, follows: 问", "do: 乙, needs: 甲, when: 重大"
    ),
    "the only opener answers": rules("after: 问, may: 甲", "after: 甲, may: 乙, when: 重大"),
    "what makes the milestone owed answers": rules(
        "do: 乙, waits: 丙, when: 重大", "after: 问, must: 丙"
    ),
    "the guard asks first": rules("after: 甲, may: 乙, when: 重大 set and 重大"),
}


@pytest.mark.parametrize("what", UNSET)
def test_a_guard_that_may_stay_unset_is_refused(what: str) -> None:
    findings = errors(read(HAVING + UNSET[what]), shelf())
    assert [one.code for one in findings] == ["guard.may_be_unset"]
    assert findings[0].place.line >= 14
    assert "重大" in findings[0].sentence


@pytest.mark.parametrize("what", SET)
def test_a_guard_that_is_surely_answered_passes(what: str) -> None:
    assert codes(HAVING + SET[what]) == set()


def test_a_requirement_needs_its_answer_too() -> None:
    wanting = HAVING.replace("  丙: {by: 承办人", "  丙: {requires: not 重大, by: 承办人")
    assert codes(wanting) == {"guard.may_be_unset"}
    assert codes(wanting + rules("do: 丙, follows: 问")) == set()


def test_a_requirement_that_fails_while_the_answer_is_open_needs_none() -> None:
    choice = HAVING.replace(
        "重大: {type: yesno, required: true}", "重大: {choice: [甲类, 乙类], required: true}"
    )
    assert codes(choice.replace("  丙: {by", "  丙: {requires: 重大 == 甲类, by")) == set()
    assert codes(choice.replace("  丙: {by", "  丙: {requires: 重大 != 甲类, by")) == {
        "guard.may_be_unset"
    }
    assert codes(HAVING.replace("  丙: {by", "  丙: {requires: not 重大, by")) == {
        "guard.may_be_unset"
    }


def test_a_clock_is_answered_by_what_arms_it() -> None:
    clock = YES + acts("甲", "乙", 问=ASKED, 钟=CLOCK)
    guard = "after: 钟, may: 乙, when: 重大"
    assert codes(clock + rules("after: 问, must: 钟, within: 5wd", guard)) == set()
    assert codes(clock + rules("after: [问, 甲], must: 钟, within: 5wd", guard)) == {
        "guard.may_be_unset"
    }


def test_an_optional_answer_is_no_answer() -> None:
    optional = HAVING.replace("fields: {重大: {}}", "fields: {重大: {required: false}}")
    assert codes(optional + rules("after: 问, may: 乙, when: 重大")) == {"guard.may_be_unset"}


def test_a_proposal_is_always_answered() -> None:
    computed = "data:\n  罚款: {type: money, required: true}\n  重大: {computed: 罚款 > 0元}\n"
    body = computed + acts("乙", 问="by: 承办人, cite: 甲法#1, fields: {罚款: {}, 重大: {}}")
    assert codes(body + rules("after: 问, may: 乙, when: 重大")) == set()


FAULTS = {
    "clock.never_armed": acts("甲", 钟=CLOCK) + rules("after: 钟, may: 甲"),
    "delay.vanishes": ACTS + rules("do: 乙, follows: 甲, delay: 5wd", "after: 甲, not: 甲"),
    "owed.excluded": "owed: [甲]\n" + ACTS + rules("after: 乙, may: 甲"),
    "opens.blocked": ACTS + rules("do: 立案, follows: 甲"),
    "condition.knot": ACTS
    + rules("do: 甲, follows: 乙", "do: 乙, follows: 丙", "do: 丙, follows: 甲"),
    "extends.nothing": ACTS + rules("extends: 甲, of: 乙, by: 5wd"),
    "extends.asked": "data:\n  天数: {type: int}\n"
    + ACTS
    + rules("after: 甲, must: 乙, within: 5wd", "extends: 丙, of: 乙, by: 5wd, asked: 天数"),
    "field.unused": "data:\n  名称: {type: text}\n"
    + ACTS
    + rules("after: 甲, may: 乙, when: 名称 set"),
    "field.private": "title: [名称]\ndata:\n  名称: {type: text, private: true}\n"
    + acts(甲="by: 承办人, cite: 甲法#1, fields: {名称: {}}"),
    "act.dead": ACTS + rules("after: 甲, may: 乙", "after: 乙, may: 甲"),
    "condition.void": ACTS + rules("do: 乙, follows: 甲", "after: 丙, may: 甲"),
    "graph.auto-delay": acts("甲", 钟=CLOCK) + rules("do: 钟, follows: 甲, delay: 5wd"),
    "field.computed": "data:\n  子: {computed: 丑}\n  丑: {computed: 子}\n"
    + acts(甲="by: 承办人, cite: 甲法#1, fields: {子: {}, 丑: {}}"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found(code: str) -> None:
    assert found(FAULTS[code])[code] == ERROR


def test_a_sound_procedure_has_no_findings() -> None:
    sound = acts("甲") + rules("do: 甲, needs: 立案") + "cases:\n  - name: 例\n    acts:\n"
    sound += "      - [2026-03-02, 立案]\n      - [2026-03-02, 甲]\n"
    assert check(read(sound), shelf(), 100) == ()


def test_notes_do_not_fail_a_procedure() -> None:
    body = (
        ACTS.replace("甲法#1", "甲法#todo")
        + "rules:\n  - {do: 乙, needs: 甲, cite: 甲法#2, basis: 法, why: 因为。}\n"
    )
    assert found(body) == {"cite.todo": NOTE, "case.act_missing": NOTE}


STUCK = HAVING.replace("  丙: {by: 承办人", "  丙: {requires: 重大, by: 承办人") + rules(
    "do: 丙, follows: 问", "after: 甲, must: 乙", "do: 乙, follows: 丙"
)


def test_a_matter_that_cannot_close_is_found_with_the_way_into_it() -> None:
    (finding,) = errors(read(STUCK), shelf(), 500)
    assert finding.code == "matter.cannot_close"
    assert set("甲问") < set(finding.sentence)


def test_a_condition_on_an_act_that_starts_shut_blocks_if_its_opener_comes_first() -> None:
    opened = rules("do: 乙, follows: 甲", "after: 丙, may: 甲", "do: 乙, follows: 丙")
    assert codes(ACTS + opened) == set()
    both = rules("do: 乙, follows: 甲", "after: 丙, may: [甲, 乙]")
    assert codes(ACTS + both) == set()
    either = rules("do: 乙, follows: 甲", "after: [丙, 问], may: [甲, 乙]")
    assert codes(HAVING + either) == set()
    guarded = rules("do: 乙, follows: 甲", "after: 问, may: 甲, when: 重大", "do: 乙, follows: 问")
    assert codes(HAVING + guarded) == {"condition.void"}


def test_a_matter_that_can_close_another_way_is_not_found() -> None:
    body = acts("甲", "乙", "丙") + rules("after: 甲, must: [乙, 丙]", "do: 乙, needs: 丙")
    assert codes(body, 100) == set()


def test_an_act_that_only_contradictory_answers_would_allow_is_found() -> None:
    body = HAVING.replace("  乙: {by: 承办人", "  乙: {requires: 重大, by: 承办人")
    never = rules("do: [甲, 乙], follows: 问", "after: 问, not: 乙, when: 重大")
    found_ = errors(read(body + never), shelf(), 500)
    assert [(one.code, "乙" in one.sentence) for one in found_] == [("act.dead", True)]


def test_a_bound_too_small_finds_nothing() -> None:
    assert codes(STUCK, 1) == set()
