"""What a lowered rule carries beside its ends: article, strength, reason, and the day that moves its last day."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.lowering import lower
from tests.lawbook.small import CLOCK, acts, pinned, read, relations, rules, values

ACTS = acts("甲", "乙", "丙", 钟=CLOCK)
ROLLS = {"甲法": "甲法#85"}


def lowered(body: str, rolls: dict[str, str] | None = None) -> dict[str, Any]:
    return lower(read(body), values(), rolls)


def test_an_event_carries_its_article_its_strength_and_who_does_it() -> None:
    body = acts(
        甲="by: [承办人, 负责人], cite: [甲法#1, 乙规定#2], basis: 规章, requires: 重大, why: 理由。"
    )
    graph = lowered("data:\n  重大: {type: yesno}\n" + body)
    assert graph["events"][1] == {
        "id": "甲", "kind": "act", "roles": ["承办人", "负责人"], "once": True, "title": "甲",
        "require": ["var", "重大"], "cite": ["甲法#1", "乙规定#2"], "basis": "规章", "lapse": "",
        "why": "理由。", "asks": [{"require": ["var", "重大"], "words": "“重大”为是"}],
    }  # fmt: skip
    assert (graph["groups"], graph["vars"]) == ({}, {"重大": False})
    assert graph["initial"] == {"executed": {}, "pending": {}, "included": ["立案", "甲"]}


PERIODS = {
    "after: 立案, must: 甲, within: 30d": True,
    "after: 立案, must: 甲, within: 3m": True,
    "after: 立案, must: 甲, within: 5wd": False,
    "after: 立案, must: 甲": False,
    "window: 甲, opens: 立案, within: 30d": True,
}


@pytest.mark.parametrize("rule", PERIODS)
def test_a_last_day_that_moves_names_the_article_of_the_cited_law(rule: str) -> None:
    for rolls, expected in ((ROLLS, "甲法#85"), ({"乙规定": "乙规定#9"}, None), ({}, None)):
        found = [one for one in lowered(ACTS + rules(rule), rolls)["relations"] if one["rule"] == 0]
        assert found[0].get("roll_cite") == (expected if PERIODS[rule] else None)


def test_of_several_cited_laws_the_first_that_moves_days_is_named() -> None:
    two = rules("after: 立案, must: 甲, within: 30d").replace("甲法#2", "[乙规定#2, 甲法#2]")
    both = {**ROLLS, "乙规定": "乙规定#9"}
    assert lowered(ACTS + two, both)["relations"][-1]["roll_cite"] == "乙规定#9"
    assert lowered(ACTS + two, ROLLS)["relations"][-1]["roll_cite"] == "甲法#85"


def test_the_clock_of_a_missed_duty_moves_as_the_duty_and_names_the_same_article() -> None:
    body = ACTS + rules("after: 立案, must: 甲, within: 30d", "on_miss: 甲, then: 钟")
    (copy,) = [
        one
        for one in lowered(body, ROLLS)["relations"]
        if one["target"] == "钟" and one["type"] == "response"
    ]
    assert (copy["deadline"], copy["roll_cite"], copy["rule"]) == (
        {"n": 30, "unit": "d"}, "甲法#85", 1,
    )  # fmt: skip


def test_a_missed_duty_without_period_arms_no_clock() -> None:
    body = ACTS + rules("after: 立案, must: 甲", "on_miss: 甲, then: 钟")
    assert [one["type"] for one in relations(read(body)) if one["target"] == "钟"] == ["cancel"]


@pytest.mark.parametrize("key", ["needs", "follows", "waits"])
def test_acts_of_a_group_wait_for_each_other_but_not_for_themselves(key: str) -> None:
    body = acts("甲", "乙") + "groups: {组: [甲, 乙]}\n" + rules(f"do: 组, {key}: 组")
    ends = {(one["source"], one["target"]) for one in relations(read(body))}
    assert ends == {("甲", "乙"), ("乙", "甲")}


def test_effects_reach_the_acts_of_a_group_themselves() -> None:
    body = acts("甲", "乙") + "groups: {组: [甲, 乙]}\n" + rules("after: 组, not: 组")
    assert len(relations(read(body))) == 4


def test_only_the_clock_of_a_duty_that_survives_survives() -> None:
    body = acts("甲", "乙", "丙", 钟=CLOCK, 铃=CLOCK) + rules(
        "after: 立案, must: [甲, 乙], within: 5wd", "on_miss: 甲, then: 钟", "on_miss: 乙, then: 铃",
        "closes: 丙, survive: [甲]",
    )  # fmt: skip
    shut = {one["target"] for one in relations(read(body)) if one["source"] == "丙"}
    assert shut == {"立案", "乙", "铃"}


def test_two_conditions_of_a_rule_hold_together() -> None:
    data = "data:\n  重大: {type: yesno}\n  轻微: {type: yesno}\n"
    both = rules("do: 乙, needs: 甲, passed: 重大, when: 轻微")
    only = rules("do: 乙, needs: 甲, passed: 重大")
    found = [relations(read(data + ACTS + one))[-1]["guard"] for one in (both, only)]
    assert found == [["and", ["var", "轻微"], ["not", ["var", "重大"]]], ["not", ["var", "重大"]]]


def test_the_effective_rules_know_which_laws_move_days() -> None:
    rule = rules("after: 立案, must: 甲, within: 30d")
    assert pinned(read(ACTS + rule)).graph["relations"][-1]["roll_cite"] == "甲法#85"
    other = rule.replace("甲法#2", "乙规定#2")
    assert "roll_cite" not in pinned(read(ACTS + other)).graph["relations"][-1]
