"""The lowering table, row by row, against the kernel's relations."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.lowering import lower
from guiju.procedure import Graph
from tests.lawbook.small import CLOCK, acts, read, relations, rules, values

ACTS = acts("甲", "乙", "丙", "丁", 钟=CLOCK)
YES = "data:\n  重大: {type: yesno}\n"
HEAVY = ["var", "重大"]


def one(kind: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "source": source, "target": target, **more}


def deadline(n: int, unit: str) -> dict[str, Any]:
    return {"n": n, "unit": unit}


FIVE = deadline(5, "wd")
ROWS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "needs": ("do: 乙, needs: 甲", [one("condition", "甲", "乙"), one("milestone", "甲", "乙")]),
    "needs with delay": (
        "do: 乙, needs: 甲, delay: 7wd clear",
        [
            one("condition", "甲", "乙", delay={"n": 7, "unit": "wd", "clear": True}),
            one("milestone", "甲", "乙"),
        ],
    ),
    "needs passed": (
        "do: 乙, needs: 甲, passed: 重大",
        [
            one("condition", "甲", "乙"),
            one("milestone", "甲", "乙"),
            one("response", "甲", "甲", guard=["not", HEAVY], rearm="keep"),
        ],
    ),
    "needs passed, when": (
        "do: 乙, needs: 甲, passed: 重大, when: 重大 set",
        [
            one("condition", "甲", "乙", guard=["var", "已填.重大"]),
            one("milestone", "甲", "乙", guard=["var", "已填.重大"]),
            one(
                "response",
                "甲",
                "甲",
                guard=["and", ["var", "已填.重大"], ["not", HEAVY]],
                rearm="keep",
            ),
        ],
    ),
    "follows": ("do: 乙, follows: 甲", [one("condition", "甲", "乙")]),
    "follows with delay": (
        "do: 乙, follows: 甲, delay: 30d",
        [one("condition", "甲", "乙", delay=deadline(30, "d"))],
    ),
    "waits": ("do: 乙, waits: 甲", [one("milestone", "甲", "乙")]),
    "must within": (
        "after: 甲, must: 乙, within: 30d roll",
        [one("response", "甲", "乙", deadline={"n": 30, "unit": "d", "roll": True})],
    ),
    "must": (
        "after: 甲, must: 乙, when: 重大",
        [one("response", "甲", "乙", guard=HEAVY, rearm="keep")],
    ),
    "must one of them": (
        "after: 甲, must: [乙, 丙], within: 5wd",
        [
            one("response", "甲", "乙", deadline=FIVE),
            one("response", "甲", "丙", deadline=FIVE),
            one("cancel", "乙", "丙"),
            one("cancel", "丙", "乙"),
        ],
    ),
    "may": ("after: 甲, may: 乙", [one("include", "甲", "乙")]),
    "opens": ("after: 甲, opens: 乙", [one("include", "甲", "乙")]),
    "not": ("after: 甲, not: [甲, 乙]", [one("exclude", "甲", "甲"), one("exclude", "甲", "乙")]),
    "drops": ("after: [甲, 乙], drops: 丙", [one("cancel", "甲", "丙"), one("cancel", "乙", "丙")]),
    "stops": (
        "stops: 甲, clock: 乙, until: 丙, when: 重大",
        [
            one("suspend", "甲", "乙", guard=HEAVY),
            one("resume", "丙", "乙"),
            one("response", "甲", "丙", guard=HEAVY, rearm="keep"),
        ],
    ),
    "stops until one of them": (
        "stops: 甲, clock: 乙, until: [丙, 丁]",
        [
            one("suspend", "甲", "乙"),
            one("resume", "丙", "乙"),
            one("resume", "丁", "乙"),
            one("response", "甲", "丙", rearm="keep"),
            one("response", "甲", "丁", rearm="keep"),
            one("cancel", "丙", "丁"),
            one("cancel", "丁", "丙"),
        ],
    ),
    "extends": ("extends: 甲, of: 乙, by: 30d", [one("extend", "甲", "乙", by=deadline(30, "d"))]),
    "window": (
        "window: 甲, opens: 乙, within: 5wd, ended_by: [丙], when: 重大",
        [
            one("response", "乙", "届满.甲", guard=HEAVY, deadline=FIVE),
            one("include", "乙", "甲", guard=HEAVY),
            one("exclude", "届满.甲", "甲"),
            one("cancel", "甲", "届满.甲"),
            one("exclude", "甲", "甲"),
            one("cancel", "丙", "届满.甲"),
            one("exclude", "丙", "甲"),
        ],
    ),
    "closes": (
        "closes: 甲, survive: [乙]",
        [one("exclude", "甲", other) for other in ("立案", "丙", "丁", "钟")],
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_rule_lowers_to(row: str) -> None:
    text, expected = ROWS[row]
    procedure = read(YES + ACTS + rules(text))
    assert relations(procedure) == expected
    Graph.from_json({**lower(procedure, values()), "start": 739_000})


def test_what_moves_a_duty_moves_the_clock_of_its_being_missed() -> None:
    procedure = read(
        YES
        + ACTS
        + rules(
            "on_miss: 乙, then: 钟, when: 重大",
            "after: 甲, must: 乙, within: 5wd",
            "after: 丁, must: 乙",
            "extends: 丙, of: 乙, by: 30d",
            "after: 丙, not: 乙",
            "after: 丁, drops: 乙",
            "stops: 丙, clock: 乙, until: 丁",
        )
    )
    copied = [relation for relation in relations(procedure) if relation["target"] == "钟"]
    assert copied == [
        one("cancel", "乙", "钟", guard=HEAVY),
        one("response", "甲", "钟", guard=HEAVY, deadline=FIVE),
        one("extend", "丙", "钟", guard=HEAVY, by=deadline(30, "d")),
        one("cancel", "丙", "钟", guard=HEAVY),
        one("cancel", "丁", "钟", guard=HEAVY),
        one("suspend", "丙", "钟", guard=HEAVY),
        one("resume", "丁", "钟", guard=HEAVY),
    ]


def test_what_the_missed_clock_itself_does_to_the_duty_is_not_copied() -> None:
    procedure = read(
        ACTS
        + rules("after: 甲, must: 乙, within: 5wd", "on_miss: 乙, then: 钟", "after: 钟, not: 乙")
    )
    assert one("cancel", "钟", "钟") not in relations(procedure)


def test_the_opener_comes_first_and_stands_before_every_act_but_no_clock() -> None:
    graph = lower(read(ACTS + rules("do: 乙, needs: 甲")), values())
    opened = graph["relations"][:4]
    assert [(one["source"], one["target"]) for one in opened] == [
        ("立案", act) for act in ("甲", "乙", "丙", "丁")
    ]
    assert {(one["type"], one["rule"], *one["cite"]) for one in opened} == {
        ("condition", None, "甲法#1")
    }


def test_relations_carry_their_rule_and_keep_the_order_of_the_file() -> None:
    graph = lower(read(ACTS + rules("do: 乙, waits: 甲", "do: 丙, needs: 甲")), values())
    own = [relation for relation in graph["relations"] if relation["rule"] is not None]
    assert [relation["rule"] for relation in own] == [0, 1, 1]
    assert own[0] == {
        **one("milestone", "甲", "乙", guard=None),
        "cite": ["甲法#2"],
        "basis": "法",
        "why": "因为。",
        "rule": 0,
        "kind": "waits",
    }


def test_may_and_window_targets_start_shut_and_opens_targets_do_not() -> None:
    procedure = read(
        ACTS
        + rules("after: 甲, may: 乙", "window: 丙, opens: 甲, within: 5wd", "after: 甲, opens: 丁")
    )
    assert lower(procedure, values())["initial"]["included"] == [
        "立案",
        "甲",
        "丁",
        "钟",
        "届满.丙",
    ]


def test_owed_acts_are_pending_from_the_start() -> None:
    graph = lower(read("owed: [乙]\n" + ACTS), values())
    assert graph["initial"]["pending"] == {"乙": None}


def test_acts_are_once_unless_often_and_clocks_are_auto() -> None:
    procedure = read(
        acts(
            "甲",
            乙="by: 承办人, cite: 甲法#1, often: true",
            钟=CLOCK + ", lapse: citizen, recorded_by: 负责人",
        )
    )
    events = {event["id"]: event for event in lower(procedure, values())["events"]}
    assert [(events[name]["kind"], events[name]["once"]) for name in ("甲", "乙", "钟")] == [
        ("act", True),
        ("act", False),
        ("auto", False),
    ]
    assert (events["甲"]["roles"], events["钟"]["roles"]) == (["承办人"], ["负责人"])
    assert events["钟"]["lapse"] == "citizen"


def test_the_clock_of_a_window_inherits_its_citation_or_is_declared() -> None:
    window = rules("window: 甲, opens: 乙, within: 5wd")
    alone = read(acts("甲", "乙") + window).acts["届满.甲"]
    assert (alone.clock, alone.lapse, alone.grounds.cite) == (True, "", ("甲法#2",))
    declared = read(acts("甲", "乙", **{"届满.甲": CLOCK + ", lapse: citizen"}) + window)
    assert declared.acts["届满.甲"].lapse == "citizen"


def test_within_a_group_an_act_does_not_precede_itself() -> None:
    procedure = read(acts("甲", "乙") + "groups:\n  组: [甲, 乙]\n" + rules("do: 组, waits: 甲"))
    assert relations(procedure) == [one("milestone", "甲", "乙")]


def test_the_clocks_of_what_survives_survive() -> None:
    procedure = read(
        ACTS
        + rules(
            "window: 甲, opens: 乙, within: 5wd",
            "after: 乙, must: 丙, within: 5wd",
            "on_miss: 丙, then: 钟",
            "closes: 丁, survive: [甲, 丙]",
        )
    )
    shut = {relation["target"] for relation in relations(procedure) if relation["source"] == "丁"}
    assert shut == {"立案", "乙"}


PARAMETERS = {
    "a duty": ("after: 甲, must: 乙, within: 未定期限", one("response", "甲", "乙", rearm="keep")),
    "a condition": ("do: 乙, follows: 甲, delay: 未定期限", one("condition", "甲", "乙")),
    "a window": ("window: 乙, opens: 甲, within: 未定期限", one("include", "甲", "乙")),
}


@pytest.mark.parametrize("what", PARAMETERS)
def test_an_empty_parameter_is_no_clock(what: str) -> None:
    text, expected = PARAMETERS[what]
    found = relations(read(ACTS + rules(text)))
    assert expected in found
    assert not [relation for relation in found if {"deadline", "delay"} & relation.keys()]


def test_an_empty_parameter_extends_nothing_and_arms_no_clock() -> None:
    empty = rules("extends: 甲, of: 乙, by: 未定期限", "after: 甲, must: 钟, within: 未定期限")
    assert relations(read(ACTS + empty)) == []


def test_a_parameter_with_a_value_is_a_period() -> None:
    procedure = read(ACTS + rules("after: 甲, must: 乙, within: 未定期限"))
    found = relations(procedure, 未定期限={"n": 3, "unit": "m"})
    assert found == [one("response", "甲", "乙", deadline=deadline(3, "m"))]
