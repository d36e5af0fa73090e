"""Markings to and from the form they are stored in: by name, only what differs from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.procedure.marking import (
    Marking,
    Obligation,
    Step,
    initial_marking,
    members,
    names,
)
from guiju.procedure.rules import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure.graph import Graph
    from guiju.procedure.rules import Rules


def dump(rules: Rules, marking: Marking) -> dict[str, Any]:
    """The marking as JSON, with trails.

    Args:
        rules: The rules it was made under.
        marking: The marking.

    Returns:
        Event and variable names as keys, so that it can be read under a later version.
    """
    graph = rules.graph
    start = initial_marking(rules)
    found: dict[str, Any] = {
        "now": marking.now,
        "executed": {graph.events[i].id: marking.days[i] for i in members(marking.ex)},
        "opened": names(graph, marking.inc & ~start.inc),
        "closed": names(graph, start.inc & ~marking.inc),
        "pending": {
            graph.events[i].id: [owed.due, owed.raw, owed.unit, owed.left, _trail(owed)]
            for i, owed in enumerate(marking.owed)
            if owed is not None
        },
        "store": {
            name: value
            for name, value, default in zip(
                graph.variables, marking.store, graph.defaults, strict=True
            )
            if value != default
        },
        "breaches": [[graph.events[i].id, due] for i, due in marking.breaches],
    }
    return {key: value for key, value in found.items() if value or key == "now"}


def load(rules: Rules, obj: Mapping[str, Any]) -> Marking:
    """Reads a stored marking back.

    Args:
        rules: The rules to read it under; what they do not have is left out; what they have
            in addition is not pending, and otherwise as at the start.
        obj: What :func:`dump` made.
    """
    graph, start = rules.graph, initial_marking(rules)
    executed = _by_place(graph, obj.get("executed", {}))
    owed = {
        i: _obligation(rules, raw) for i, raw in _by_place(graph, obj.get("pending", {})).items()
    }
    store = obj.get("store", {})
    places = range(len(graph.events))
    return Marking(
        now=obj["now"],
        ex=sum(1 << i for i in executed),
        inc=(start.inc | _mask(graph, obj.get("opened", ())))
        & ~_mask(graph, obj.get("closed", ())),
        re=sum(1 << i for i in owed),
        run=sum(1 << i for i, found in owed.items() if found.due is not None),
        days=tuple(executed.get(i) for i in places),
        owed=tuple(owed.get(i) for i in places),
        store=tuple(store.get(n, v) for n, v in zip(graph.variables, graph.defaults, strict=True)),
        breaches=tuple(
            (graph.places[name], due)
            for name, due in obj.get("breaches", ())
            if name in graph.places
        ),
    )


def _by_place(graph: Graph, named: Mapping[str, Any]) -> dict[int, Any]:
    return {graph.places[name]: value for name, value in named.items() if name in graph.places}


def _mask(graph: Graph, found: Any) -> int:
    return sum(1 << graph.places[name] for name in found if name in graph.places)


def _trail(owed: Obligation) -> list[list[Any]]:
    return [
        [step.kind, step.day, step.n, step.raw, step.due, *(step.origin or ())[:3]]
        for step in owed.trail
    ]


def _obligation(rules: Rules, raw: list[Any]) -> Obligation:
    due, unrolled, unit, left, trail = raw
    return Obligation(due, unrolled, unit, left, tuple(_step(rules, step) for step in trail))


def _step(rules: Rules, raw: list[Any]) -> Step:
    kind, day, n, unrolled, due, *origin = raw
    return Step(kind, day, n, unrolled, due, _origin(rules, *origin) if origin else None)


def _origin(rules: Rules, source: str, length: str, cite: Any) -> Origin:
    """The rule's origin as the rules know it; where they no longer do, as it was stored."""
    place = rules.graph.places.get(source)
    if place is not None:
        effect = rules.program.effects[place]
        for arm in (*effect.responses, *effect.extends, *effect.resumes, *effect.suspends):
            if arm.origin[:3] == (source, length, cite):
                return arm.origin
    return Origin(source, length, cite)
