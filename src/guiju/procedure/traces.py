"""Traces of the definition's JSON form, run step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.procedure.clock import settle
from guiju.procedure.duties import accepting, duties, enabled, next_wake
from guiju.procedure.engine import perform
from guiju.procedure.errors import ProcedureError, TimeOrderError
from guiju.procedure.graph import Graph
from guiju.procedure.marking import initial_marking, to_json
from guiju.procedure.rules import compile_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.procedure.marking import Marking
    from guiju.procedure.rules import Rules

    Fired = tuple[tuple[str, int], ...]


def run_trace(graph: Mapping[str, Any], trace: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Runs a trace over a graph.

    Args:
        graph: The graph's JSON.
        trace: The steps: ``{"op": "execute", "event", "t", "data", "role"}`` or
            ``{"op": "advance", "t"}``.

    Returns:
        One result object per step.

    Raises:
        ProcedureError: The graph or a step cannot be read.
    """
    rules = compile_rules(Graph.from_json(graph))
    marking = initial_marking(rules)
    results = []
    for place, step in enumerate(trace):
        reason, marking, fired = _step(rules, marking, step, f"trace[{place}]")
        results.append(_result(rules, marking, reason, fired))
    return results


def _step(
    rules: Rules, marking: Marking, step: Mapping[str, Any], where: str
) -> tuple[str | None, Marking, Fired]:
    run = _OPERATIONS.get(step.get("op", ""))
    if run is None or type(step.get("t")) is not int:
        sentence = "步骤要写 op（execute 或 advance）和日子 t（整数）。"
        raise ProcedureError(code="trace-step", sentence=sentence, where=where)
    return run(rules, marking, step)


def _execute(
    rules: Rules, marking: Marking, step: Mapping[str, Any]
) -> tuple[str | None, Marking, Fired]:
    role = step.get("role")
    roles = None if role is None else (role,)
    done = perform(rules, marking, step.get("event", ""), step["t"], step.get("data"), roles)
    return done.verdict.reason, done.marking, done.fired


def _advance(
    rules: Rules, marking: Marking, step: Mapping[str, Any]
) -> tuple[str | None, Marking, Fired]:
    try:
        settled = settle(rules, marking, step["t"])
    except TimeOrderError as error:
        return error.code, marking, ()
    return None, settled.marking, settled.fired


_OPERATIONS = {"execute": _execute, "advance": _advance}


def _result(rules: Rules, marking: Marking, reason: str | None, fired: Fired) -> dict[str, Any]:
    return {
        "ok": reason is None,
        "reason": reason,
        "fired": [list(pair) for pair in fired],
        "enabled": sorted(enabled(rules, marking, marking.now)),
        "accepting": accepting(marking),
        "obligations": [
            {
                "event": duty.event,
                "roles": list(duty.roles),
                "due": duty.due,
                "suspended": duty.suspended,
                "overdue": duty.overdue,
            }
            for duty in duties(rules, marking, marking.now)
        ],
        "next_wake": next_wake(rules, marking),
        "marking": to_json(rules, marking),
    }
