"""What the static checks claim holds in every run of the kernel, over random small procedures."""

from __future__ import annotations

from hypothesis import assume, given, settings

from guiju.lawbook.checks import check
from guiju.lawbook.order import OPENED, never_happens, order
from guiju.lawbook.reachability import explore
from guiju.lawbook.surely import answered, unset_guards
from tests.lawbook.runs import NAMES, OPENING, PLAIN, SHUTTING, Runs, texts
from tests.lawbook.small import shelf

BOUND = 100_000
few = settings(max_examples=60)


@few
@given(texts(OPENING + SHUTTING))
def test_acts_that_no_run_does_are_found_and_no_others(text: str) -> None:
    runs = Runs(text)
    found = [one for one in explore(runs.procedure, runs.graph, BOUND) if one.code == "act.dead"]
    assert {name for name in NAMES if any(f"“{name}”" in one.sentence for one in found)} == (
        {*NAMES} - runs.happened
    )


@few
@given(texts(OPENING + SHUTTING))
def test_a_matter_that_some_run_cannot_close_is_found_and_no_other(text: str) -> None:
    runs = Runs(text)
    found = [one.code for one in explore(runs.procedure, runs.graph, BOUND)]
    stuck = runs.steps.keys() - runs.closable
    assert ("matter.cannot_close" in found) is bool(stuck)


@few
@given(texts(OPENING + SHUTTING))
def test_what_is_said_never_to_happen_never_happens(text: str) -> None:
    runs = Runs(text)
    assert not runs.happened & {*never_happens(runs.graph)}


@few
@given(texts(PLAIN, ("",), ("",)))
def test_where_nothing_is_shut_or_guarded_all_that_never_happens_is_said(text: str) -> None:
    runs = Runs(text)
    assert {*NAMES} - runs.happened == {*never_happens(runs.graph)}


@few
@given(texts(OPENING))
def test_what_is_said_to_come_before_an_act_was_done_in_every_run(text: str) -> None:
    runs = Runs(text)
    known = order(runs.graph)
    for state, steps in runs.steps.items():
        for act, _ in steps:
            before = {one for one in known.before[act] if not one.startswith(OPENED)}
            assert before - {act} <= runs.done(state), (act, before)
            opened = {one.removeprefix(OPENED) for one in known.before[act] - before}
            assert all(state.inc >> runs.places[one] & 1 for one in opened)


@few
@given(texts(OPENING))
def test_what_is_said_to_be_answered_was_answered_in_every_run(text: str) -> None:
    runs = Runs(text)
    known = answered(runs.procedure, runs.graph)
    for state, steps in runs.steps.items():
        for act, after in steps:
            assert known.before[act] <= state.answered
            assert known.after[act] <= after.answered


@few
@given(texts(OPENING))
def test_a_condition_without_finding_reads_only_what_was_answered(text: str) -> None:
    runs = Runs(text)
    assume(not list(unset_guards(runs.procedure, runs.graph)))
    for rule in runs.procedure.rules:
        needed = set() if rule.when is None else rule.when.reads - rule.when.asks
        for state, steps in runs.steps.items():
            for act, after in steps:
                if rule.kind in {"needs", "follows"} and act in rule.names["do"]:
                    assert needed <= state.answered
                elif rule.kind in {"must", "may", "opens", "drops"} and act in rule.names["after"]:
                    assert needed <= after.answered


@few
@given(texts(OPENING))
def test_a_condition_that_is_not_void_holds_its_act_back(text: str) -> None:
    """A void condition may let its act pass before the act it asks for; another one never does."""
    runs = Runs(text)
    void = [(one["source"], one["target"]) for one in order(runs.graph).void]
    for one in runs.graph["relations"]:
        if one["type"] != "condition" or one["guard"] is not None:
            continue
        if (one["source"], one["target"]) not in void:
            for state, steps in runs.steps.items():
                assert one["target"] not in {act for act, _ in steps} or one["source"] in runs.done(
                    state
                )


@few
@given(texts(OPENING + SHUTTING))
def test_a_check_never_fails_and_places_everything_it_finds(text: str) -> None:
    runs = Runs(text)
    for finding in check(runs.procedure, shelf(), BOUND):
        assert finding.place.file == "enforcement/small/2020-01-01.yaml"
        assert finding.place.line or finding.code == "matter.cannot_close"
        assert str(finding).startswith(f"[{finding.weight}] {finding.place}: {finding.code}: ")
        assert finding.sentence.endswith("。")
