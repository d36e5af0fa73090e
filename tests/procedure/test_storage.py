"""Stored markings: small, by name, readable under a later version."""

from __future__ import annotations

from guiju.procedure import apply, dump, explain, initial_marking, load, to_json
from tests.procedure.build import day, relation, rules

RESPONSE = relation("response", "立案", "决定", "90d", cite="甲法#60", why="旧因", rule=2)


def test_only_what_differs_from_the_start_is_stored() -> None:
    use = rules(["立案", "决定"], [RESPONSE], vars={"a": 1, "b": 2})
    assert dump(use, initial_marking(use)) == {"now": day("2026-01-05")}
    marking = apply(use, initial_marking(use), "立案", day("2026-03-02"), {"a": 5})
    due, raw = day("2026-06-01"), day("2026-05-31")
    step = ["armed", day("2026-03-02"), 90, raw, due, "立案", "90d roll", "甲法#60"]
    assert dump(use, marking) == {
        "now": day("2026-03-02"),
        "executed": {"立案": day("2026-03-02")},
        "pending": {"决定": [due, raw, "d", None, [step]]},
        "store": {"a": 5},
    }


def test_marking_is_read_under_a_later_version() -> None:
    old = rules(
        ["立案", "旧事", "开", "决定"],
        [RESPONSE, relation("exclude", "立案", "立案"), relation("include", "立案", "开")],
        vars={"a": 1, "旧": False},
        initial={"included": ["立案", "旧事", "决定"]},
    )
    marking = apply(old, initial_marking(old), "立案", day("2026-03-02"), {"a": 5, "旧": True})
    new = rules(
        ["新事", "决定", "开", "立案"],
        [],
        vars={"新": "x", "a": 1},
        initial={"included": ["新事", "立案", "决定"]},
    )
    said = to_json(new, load(new, dump(old, marking)))
    assert said["included"] == sorted(["新事", "开", "决定"])
    assert said["store"] == {"新": "x", "a": 5}
    assert said["pending"]["决定"]["due"] == day("2026-06-01")


def test_trail_takes_the_reason_from_the_rule_while_it_exists() -> None:
    use = rules(["立案", "决定"], [RESPONSE])
    stored = dump(use, apply(use, initial_marking(use), "立案", day("2026-03-02")))
    for known, why in ((RESPONSE, "旧因"), ({**RESPONSE, "cite": "甲法#61"}, None)):
        version = rules(["立案", "决定"], [known])
        sheet = explain(version, load(version, stored), "决定")
        assert sheet is not None
        origin = sheet.entries[0].origin
        assert origin is not None
        assert (origin.cite, origin.why) == ("甲法#60", why)


def test_breaches_are_kept() -> None:
    use = rules(["立案", "决定", "查"], [RESPONSE])
    marking = apply(use, initial_marking(use), "立案", day("2026-03-02"))
    marking = apply(use, marking, "查", day("2026-06-02"))
    stored = dump(use, marking)
    assert stored["breaches"] == [["决定", day("2026-06-01")]]
    assert load(use, stored) == marking
