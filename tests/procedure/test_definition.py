"""The kernel agrees with the definition: its examples, and a literal oracle on random cases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from guiju.procedure import run_trace
from tests.procedure import oracle
from tests.procedure.generator import case

EXAMPLES = Path(__file__).parent / "data" / "kernel_examples.jsonl"
LINES = EXAMPLES.read_text(encoding="utf-8").splitlines()
SEEDS = 2400
BLOCK = 300


def test_there_are_sixty_examples() -> None:
    assert len(LINES) == 60


@pytest.mark.parametrize("place", range(60))
def test_example(place: int) -> None:
    example = json.loads(LINES[place])
    assert run_trace(example["graph"], example["trace"]) == example["expected"]


@pytest.mark.parametrize("place", range(60))
def test_oracle_agrees_with_the_examples(place: int) -> None:
    example = json.loads(LINES[place])
    assert oracle.run(example["graph"], example["trace"]) == example["expected"]


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_kernel_agrees_with_the_oracle_on_random_cases(first: int) -> None:
    for seed in range(first, first + BLOCK):
        graph, trace = case(seed)
        results, expected = run_trace(graph, trace), oracle.run(graph, trace)
        for place, (result, wanted) in enumerate(zip(results, expected, strict=True)):
            assert result == wanted, f"seed {seed}, step {place}: {trace[place]}"


def test_random_cases_reach_every_refusal_and_effect() -> None:
    reasons: Counter[str | None] = Counter()
    seen: Counter[str] = Counter()
    for seed in range(600):
        graph, trace = case(seed)
        for place, result in enumerate(run_trace(graph, trace)):
            reasons[result["reason"]] += 1
            pending = result["marking"]["pending"].values()
            seen["fired"] += bool(result["fired"])
            seen["fired several"] += len(result["fired"]) > 1
            seen["stopped"] += any(owed["left"] is not None for owed in pending)
            seen["rolled"] += any(owed["raw"] != owed["due"] for owed in pending)
            seen["breached"] += bool(result["marking"]["breaches"])
            seen["overdue"] += any(duty["overdue"] for duty in result["obligations"])
            seen["extended"] += result["ok"] and _extends(graph, trace[place])
            seen["wakes"] += result["next_wake"] is not None
    assert set(reasons) == {
        None,
        "time",
        "unknown-event",
        "auto",
        "role",
        "excluded",
        "condition",
        "delay",
        "milestone",
        "once",
        "extend",
        "data",
        "require",
    }
    assert min(reasons.values()) >= 20
    assert min(seen.values()) >= 20


def _extends(graph: dict[str, Any], step: dict[str, Any]) -> bool:
    return any(
        relation["type"] == "extend" and relation["source"] == step.get("event")
        for relation in graph["relations"]
    )
