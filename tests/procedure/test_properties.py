"""What holds on every graph and trace."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from guiju.procedure import (
    Done,
    Graph,
    Marking,
    Rules,
    advance,
    apply,
    compile_rules,
    dump,
    duties,
    enabled,
    explain,
    fold,
    initial_marking,
    judge,
    load,
    next_wake,
    outlook,
    perform,
    sentence,
    settle,
    to_json,
)
from tests.procedure.generator import case

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = st.integers(0, 10**9)
Act = tuple[str, int, dict[str, object] | None]


def walk(seed: int) -> tuple[Rules, list[Marking], list[Act]]:
    """Markings along a random trace, and the acts allowed on the way."""
    graph, trace = case(seed)
    rules = compile_rules(Graph.from_json(graph))
    marking = initial_marking(rules)
    markings, acts = [marking], []
    for step in trace:
        if step["op"] == "execute":
            result = perform(rules, marking, step["event"], step["t"], step.get("data"))
            marking = result.marking
            if result.verdict:
                acts.append((step["event"], step["t"], step.get("data")))
        elif step["t"] >= marking.now:
            marking = advance(rules, marking, step["t"])
        markings.append(marking)
    return rules, markings, acts


def every_act(rules: Rules) -> Iterator[str]:
    return (event.id for event in rules.graph.events)


@given(SEEDS)
def test_nothing_changes_the_marking_it_is_given(seed: int) -> None:
    rules, markings, _ = walk(seed)
    for marking in markings[-3:]:
        before = copy.deepcopy(marking)
        for act in every_act(rules):
            judge(rules, marking, act, marking.now + 3, {"n0": 1})
            apply(rules, marking, act, marking.now + 3, {"n0": 1})
        advance(rules, marking, marking.now + 30)
        assert marking == before


@given(SEEDS)
def test_replaying_the_allowed_acts_gives_the_same_marking(seed: int) -> None:
    rules, markings, acts = walk(seed)
    marking = initial_marking(rules)
    for act, at, data in acts:
        assert judge(rules, marking, act, at, data)
        marking = apply(rules, marking, act, at, data)
    assert advance(rules, marking, markings[-1].now) == markings[-1]


@given(SEEDS)
def test_fold_of_a_lawful_history_has_no_conflicts(seed: int) -> None:
    rules, markings, acts = walk(seed)
    history = [Done(seq, act, at, data) for seq, (act, at, data) in enumerate(acts, 1)]
    marking, conflicts = fold(rules, history)
    assert conflicts == ()
    if acts:
        assert advance(rules, marking, markings[-1].now) == markings[-1]


@given(SEEDS)
def test_perform_is_judge_and_apply(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    at = marking.now + seed % 9
    for act in every_act(rules):
        verdict, after, fired = perform(rules, marking, act, at)
        assert verdict.reason == judge(rules, marking, act, at).reason
        assert fired == settle(rules, marking, at).fired
        wanted = apply if verdict else lambda use, state, _act, day: advance(use, state, day)
        assert after == wanted(rules, marking, act, at)


@given(SEEDS)
def test_dump_and_load_round_trip(seed: int) -> None:
    rules, markings, _ = walk(seed)
    for marking in markings:
        stored = json.loads(json.dumps(dump(rules, marking)))
        assert load(rules, stored) == marking


@given(SEEDS, st.integers(0, 40), st.integers(0, 40))
def test_clock_in_two_steps_is_the_clock_in_one(seed: int, first: int, second: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    middle = settle(rules, marking, marking.now + first)
    end = settle(rules, middle.marking, middle.marking.now + second)
    whole = settle(rules, marking, marking.now + first + second)
    assert end.marking == whole.marking
    assert middle.fired + end.fired == whole.fired


@given(SEEDS)
def test_nothing_happens_before_the_clock_wakes(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    wake = next_wake(rules, marking)
    until = marking.now + 400 if wake is None else wake
    quiet = settle(rules, marking, until)
    assert quiet.fired == ()
    assert quiet.marking == marking._replace(now=until)


@given(SEEDS)
def test_every_refusal_has_a_sentence_with_its_blockers(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    for act, verdict in outlook(rules, marking, marking.now):
        said = sentence(verdict)
        assert bool(said) is not verdict.allowed
        if not verdict:
            assert verdict.blockers
            assert said.startswith(("现在不能办理", "现在不能作出"))
            assert f"“{act}”" in said
            assert said.endswith("。")


@given(SEEDS)
def test_outlook_and_enabled_say_the_same(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    at = marking.now + 2
    free = tuple(act for act, verdict in outlook(rules, marking, at, {"head"}) if verdict)
    assert free == enabled(rules, marking, at, {"head"})


@given(SEEDS)
def test_delay_passes_on_the_day_named_and_not_before(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    for act, verdict in outlook(rules, marking, marking.now):
        if verdict.reason == "delay":
            alone = marking._replace(run=0)  # no clock event may change anything meanwhile
            ready = verdict.passes_on
            assert ready is not None
            assert judge(rules, alone, act, ready - 1).reason == "delay"
            assert judge(rules, alone, act, ready).reason != "delay"


@given(SEEDS)
def test_sheet_ends_on_the_duty_and_no_rolled_day_is_off(seed: int) -> None:
    rules, markings, _ = walk(seed)
    marking = markings[-1]
    for duty in duties(rules, marking, marking.now):
        sheet = explain(rules, marking, duty.event)
        assert sheet is not None
        assert (sheet.due, sheet.left) == (duty.due, duty.left)
        assert sheet.lines()
        if sheet.entries:
            last = sheet.entries[-1]
            assert (last.raw, last.due) == (sheet.raw, sheet.due)
            if last.rolled:
                assert rules.calendar.is_working(last.due or 0)


@given(SEEDS)
def test_marking_says_the_same_in_each_of_its_fields(seed: int) -> None:
    rules, markings, _ = walk(seed)
    for marking in markings:
        said = to_json(rules, marking)
        places = rules.graph.places
        assert marking.re == sum(1 << places[name] for name in said["pending"])
        assert marking.ex == sum(1 << places[name] for name in said["executed"])
        assert marking.run == sum(
            1 << places[name]
            for name, owed in said["pending"].items()
            if owed["due"] is not None and owed["left"] is None
        )
