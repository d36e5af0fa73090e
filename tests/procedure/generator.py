"""Random graphs and traces that use every feature of the definition; the same for a seed."""

from __future__ import annotations

import datetime
import random
from typing import Any

Json = dict[str, Any]
START = datetime.date(2026, 1, 5).toordinal()
ROLES = ["officer", "reviewer", "head"]
VARS: Json = {"b0": False, "b1": True, "n0": 2, "n1": 0, "s0": "x"}
EFFECTS = ["cancel", "include", "exclude", "suspend", "resume"]


def case(seed: int) -> tuple[Json, list[Json]]:
    """A graph and a trace over it."""
    rng = random.Random(seed)  # noqa: S311 - cases to try, no secrets
    graph = _graph(rng)
    return graph, _trace(rng, graph)


def _graph(rng: random.Random) -> Json:
    events = [_event(rng, i) for i in range(rng.randint(2, 11))]
    ids = [event["id"] for event in events]
    autos = {event["id"] for event in events if event["kind"] == "auto"}
    groups = _groups(rng, ids)
    relations = [_relation(rng, ids, groups) for _ in range(rng.randint(2, 5 * len(ids)))]
    flat = _flattener(groups)
    graph: Json = {
        "events": events,
        "vars": VARS,
        "groups": groups,
        "relations": [r for r in relations if _terminates(r, flat, autos)],
        "start": START + rng.randint(0, 40),
        "calendar": _calendar(rng),
    }
    if rng.random() < 0.8:
        graph["initial"] = _initial(rng, ids, graph["start"])
    return graph


def _event(rng: random.Random, place: int) -> Json:
    event: Json = {"id": f"e{place}", "kind": "auto" if rng.random() < 0.3 else "act"}
    if rng.random() < 0.3:
        event["once"] = True
    if rng.random() < 0.3:
        event["roles"] = rng.sample(ROLES, rng.randint(1, 2))
    if rng.random() < 0.2:
        event["require"] = _guard(rng)
    return event


def _groups(rng: random.Random, ids: list[str]) -> Json:
    groups: Json = {}
    if rng.random() < 0.4:
        groups["g0"] = rng.sample(ids, min(len(ids), 2))
    if groups and rng.random() < 0.5:
        groups["g1"] = ["g0", rng.choice(ids)]
    return groups


def _flattener(groups: Json) -> Any:
    def flat(name: str) -> set[str]:
        if name not in groups:
            return {name}
        return {event for member in groups[name] for event in flat(member)}

    return flat


def _relation(rng: random.Random, ids: list[str], groups: Json) -> Json:
    names = ids + list(groups)
    kind = rng.choice(
        [
            "condition",
            "condition",
            "milestone",
            "response",
            "response",
            "response",
            "extend",
            *EFFECTS,
        ]
    )
    relation: Json = {"type": kind, "source": rng.choice(names), "target": rng.choice(names)}
    if rng.random() < 0.25:
        relation["guard"] = _guard(rng)
    if kind == "condition" and rng.random() < 0.4:
        relation["delay"] = _duration(rng, clear=True)
    if kind == "response" and rng.random() < 0.8:
        relation["deadline"] = _duration(rng)
    if kind == "response" and rng.random() < 0.3:
        relation["rearm"] = rng.choice(["keep", "reset"])
    if kind == "extend":
        relation["by"] = _duration(rng)
    return relation


def _duration(rng: random.Random, *, clear: bool = False) -> Json:
    unit = rng.choice(["d", "d", "wd", "wd", "m", "y"])
    n = rng.randint(0, {"d": 20, "wd": 12, "m": 3, "y": 1}[unit])
    duration: Json = {"n": n, "unit": unit}
    if rng.random() < 0.3:
        duration["roll"] = rng.random() < 0.6
    if clear and rng.random() < 0.4:
        duration["clear"] = True
    return duration


def _guard(rng: random.Random, depth: int = 2) -> Any:
    if depth and rng.random() < 0.4:
        inner = [_guard(rng, depth - 1) for _ in range(2)]
        return rng.choice([["not", inner[0]], ["and", *inner], ["or", *inner]])
    return rng.choice(
        [
            True,
            ["var", "b0"],
            ["var", "b1"],
            [rng.choice(["eq", "ne", "lt", "le", "gt", "ge"]), ["var", "n0"], rng.randint(0, 3)],
            ["ge", ["var", "n0"], ["var", "n1"]],
            [rng.choice(["eq", "ne", "lt"]), ["var", "s0"], "y"],
            ["eq", ["var", "b0"], ["var", "b1"]],
            ["in", ["var", "s0"], ["y", "z"]],
            ["in", ["var", "n1"], [0, ["var", "n0"]]],
        ]
    )


def _terminates(relation: Json, flat: Any, autos: set[str]) -> bool:
    """The definition's restrictions: what breaks one is left out."""
    from_auto = bool(flat(relation["source"]) & autos)
    into_auto = bool(flat(relation["target"]) & autos)
    if relation["type"] == "condition":
        return not (into_auto and "delay" in relation)
    if relation["type"] == "extend":
        return not from_auto
    if relation["type"] == "response" and from_auto and into_auto:
        return int(relation.get("deadline", {"n": 0})["n"]) >= 1
    return True


def _calendar(rng: random.Random) -> Json:
    days = range(START, START + 500)
    holidays = set(rng.sample(days, rng.randint(0, 25)))
    first = rng.choice(days)
    holidays |= set(range(first, first + rng.randint(0, 9)))
    calendar: Json = {
        "holidays": sorted(holidays),
        "workdays": sorted(rng.sample(days, rng.randint(0, 12))),
    }
    if rng.random() < 0.8:
        calendar["weekend"] = rng.choice([[5, 6], [5, 6], [6], [], [4, 5]])
    return calendar


def _initial(rng: random.Random, ids: list[str], start: int) -> Json:
    initial: Json = {}
    if rng.random() < 0.4:
        initial["executed"] = {e: start - rng.randint(0, 20) for e in ids if rng.random() < 0.2}
    if rng.random() < 0.6:
        initial["pending"] = {
            e: rng.choice([None, start + rng.randint(-3, 15)]) for e in ids if rng.random() < 0.3
        }
    if rng.random() < 0.6:
        initial["included"] = [e for e in ids if rng.random() < 0.8]
    return initial


def _trace(rng: random.Random, graph: Json) -> list[Json]:
    ids = [event["id"] for event in graph["events"]]
    day, trace = graph["start"], []
    for _ in range(rng.randint(6, 22)):
        day += rng.choice([0, 0, 1, 1, 2, 3, 7, 15, 40])
        at = day - 1 if rng.random() < 0.05 else day
        if rng.random() < 0.15:
            trace.append({"op": "advance", "t": at})
            continue
        event = "nothing" if rng.random() < 0.02 else rng.choice(ids)
        step: Json = {"op": "execute", "event": event, "t": at}
        if rng.random() < 0.4:
            step["data"] = _data(rng)
        if rng.random() < 0.3:
            step["role"] = rng.choice(ROLES)
        trace.append(step)
    return trace


def _data(rng: random.Random) -> Json:
    values: dict[str, list[Any]] = {
        "b0": [True, False],
        "b1": [True, False],
        "n0": [0, 1, 2, 3],
        "n1": [0, 3],
        "s0": ["x", "y", "z"],
    }
    data: Json = {name: rng.choice(some) for name, some in values.items() if rng.random() < 0.35}
    if rng.random() < 0.3:
        data["extend_n"] = rng.randint(0, 12)
    if rng.random() < 0.06:
        data |= rng.choice([{"other": 1}, {"n0": "two"}, {"b0": 1}, {"n0": True}])
    return data
