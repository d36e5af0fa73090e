"""A penalty procedure of real size with its worked cases; and graphs larger than a machine word."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from guiju.procedure import (
    Graph,
    accepting,
    apply,
    compile_rules,
    dump,
    enabled,
    initial_marking,
    judge,
    load,
    perform,
)
from tests.procedure.build import relation, rules

SAID = json.loads((Path(__file__).parent / "data" / "penalty.json").read_text(encoding="utf-8"))
RULES = compile_rules(Graph.from_json(SAID["graph"]))


@pytest.mark.parametrize("place", range(len(SAID["scenarios"])))
def test_worked_case(place: int) -> None:
    case = SAID["scenarios"][place]
    marking = initial_marking(RULES, case["steps"][0][0])
    for at, act, said in case["steps"]:
        missed = len(marking.breaches)
        verdict, marking, fired = perform(RULES, marking, act, at, said.get("data"))
        assert verdict.reason == said.get("refused"), (at, act)
        check_step(marking, said, missed, [name for name, _ in fired])
    assert accepting(marking) is case["accepting"]


def check_step(marking: Any, said: dict[str, Any], missed: int, fired: list[str]) -> None:
    places, events = RULES.graph.places, RULES.graph.events
    if "fired" in said:
        assert sorted(fired) == sorted(said["fired"])
    if "breach" in said:
        assert [events[i].id for i, _ in marking.breaches[missed:]] == said["breach"]
    for event, due in said.get("due", {}).items():
        owed = marking.owed[places[event]]
        assert (owed.due if owed else None) == due


def test_there_is_no_limit_on_the_number_of_events() -> None:
    size = 200
    names = [f"第{place}步" for place in range(size)]
    chain = [relation("condition", a, b) for a, b in itertools.pairwise(names)]
    owed = [relation("response", a, b, "3wd") for a, b in itertools.pairwise(names)]
    use = rules(names, chain + owed)
    marking = initial_marking(use)
    for name in names[:150]:
        assert judge(use, marking, name, marking.now + 1)
        marking = apply(use, marking, name, marking.now + 1)
    assert enabled(use, marking, marking.now) == tuple(names[:151])
    assert judge(use, marking, names[151], marking.now).reason == "condition"
    assert load(use, dump(use, marking)) == marking
    assert marking.ex.bit_length() == 150
