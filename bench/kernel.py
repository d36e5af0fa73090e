"""Speed of the kernel on a penalty procedure: one JSON line per figure.

``python bench/kernel.py [graph.json]``: the graph's JSON and worked cases, as in
``tests/procedure/data/penalty.json``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guiju.procedure import (
    Graph,
    Marking,
    Rules,
    apply,
    compile_rules,
    dump,
    enabled,
    initial_marking,
    judge,
    load,
    outlook,
    perform,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURE = Path(__file__).parents[1] / "tests" / "procedure" / "data" / "penalty.json"
ROUNDS = 5
Act = tuple[str, int, dict[str, Any] | None]


def calibration() -> float:
    """Rounds per second of a fixed loop, to compare machines by."""

    def loop() -> int:
        total = 0
        for number in range(200_000):
            total += number & 7
        return total

    return 200_000 / best(loop)


def best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def lawful_runs(rules: Rules, cases: list[dict[str, Any]]) -> list[list[Act]]:
    """The allowed acts of every case."""
    runs = []
    for case in cases:
        marking = initial_marking(rules, case["steps"][0][0])
        run: list[Act] = []
        for day, act, said in case["steps"]:
            done = perform(rules, marking, act, day, said.get("data"))
            marking = done.marking
            if done.verdict:
                run.append((act, day, said.get("data")))
        runs.append(run)
    return runs


def markings(rules: Rules, runs: list[list[Act]]) -> list[tuple[Marking, int]]:
    found = []
    for run in runs:
        marking = initial_marking(rules, run[0][1])
        for act, day, data in run:
            marking = apply(rules, marking, act, day, data)
            found.append((marking, day))
    return found


def print_line(name: str, value: float, unit: str, reference: float, *, rate: bool) -> None:
    """``ratio``: the figure in calibration rounds, so that machines compare."""
    ratio = value / reference if rate else value * reference / 1e6
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": round(reference),
        "ratio": round(ratio, 6),
    }
    print(json.dumps(line, ensure_ascii=False))


def acting(rules: Rules, runs: list[list[Act]], act_once: Callable[..., Marking]) -> float:
    """Acts per second of one way of doing an act."""
    starts = [initial_marking(rules, run[0][1]) for run in runs]
    acts = sum(map(len, runs))
    repeat = max(1, 20_000 // acts)

    def work() -> None:
        for _ in range(repeat):
            for marking, run in zip(starts, runs, strict=True):
                for act, day, data in run:
                    marking = act_once(rules, marking, act, day, data)

    return acts * repeat / best(work)


def judge_then_apply(
    rules: Rules, marking: Marking, act: str, day: int, data: dict[str, Any] | None
) -> Marking:
    if not judge(rules, marking, act, day, data):
        raise AssertionError(act)
    return apply(rules, marking, act, day, data)


def perform_only(
    rules: Rules, marking: Marking, act: str, day: int, data: dict[str, Any] | None
) -> Marking:
    return perform(rules, marking, act, day, data).marking


def looking(
    rules: Rules, seen: list[tuple[Marking, int]], look: Callable[[Rules, Marking, int], object]
) -> float:
    """Microseconds of one look at a matter."""

    def work() -> None:
        for _ in range(20):
            for marking, day in seen:
                look(rules, marking, day)

    return best(work) / 20 / len(seen) * 1e6


def stored_and_read(rules: Rules, marking: Marking, _day: int) -> object:
    return load(rules, dump(rules, marking))


def main(path: Path) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    rules = compile_rules(Graph.from_json(said["graph"]))
    runs = lawful_runs(rules, said["scenarios"])
    seen = markings(rules, runs)
    reference = calibration()
    for name, way in (("judge-apply", judge_then_apply), ("perform", perform_only)):
        print_line(f"kernel.{name}", acting(rules, runs, way), "acts/s", reference, rate=True)
    looks = (("enabled", enabled), ("outlook", outlook), ("dump-load", stored_and_read))
    for name, look in looks:
        print_line(f"kernel.{name}", looking(rules, seen, look), "µs", reference, rate=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURE)
