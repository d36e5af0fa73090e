"""Short ways to say a graph in a test."""

from __future__ import annotations

import datetime
from typing import Any

from guiju.procedure import Calendar, Graph, Rules, compile_rules, parse_duration

Json = dict[str, Any]
SPRING = {"2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"}


def day(text: str) -> int:
    """The day number of an ISO date."""
    return datetime.date.fromisoformat(text).toordinal()


def iso(number: int | None) -> str | None:
    """The ISO date of a day number."""
    return None if number is None else datetime.date.fromordinal(number).isoformat()


def spring_2026(known_until: str | None = None) -> Calendar:
    """2026 with its Spring Festival and the two make-up Saturdays around it."""
    return Calendar(
        holidays=frozenset(map(day, SPRING)),
        workdays=frozenset({day("2026-02-14"), day("2026-02-28")}),
        known_until=day(known_until) if known_until else None,
        names={day(date): "春节" for date in SPRING},
    )


def relation(kind: str, source: str, target: str, length: str = "", **more: Any) -> Json:
    """A relation; the length goes where its type has one."""
    key = {"condition": "delay", "response": "deadline", "extend": "by"}.get(kind)
    found = {"type": kind, "source": source, "target": target, **more}
    if key and length:
        found[key] = parse_duration(length).to_json()
    return found


def graph_json(events: list[Any], relations: list[Json], **more: Any) -> Json:
    """A graph's JSON; events are names or objects, a name with a ``!`` is a clock event."""
    return {
        "events": [_event(event) for event in events],
        "relations": relations,
        "start": day("2026-01-05"),
        **more,
    }


def rules(
    events: list[Any], relations: list[Json], calendar: Calendar | None = None, **more: Any
) -> Rules:
    """Compiled rules of such a graph."""
    return compile_rules(Graph.from_json(graph_json(events, relations, **more)), calendar)


def _event(event: Any) -> Json:
    if isinstance(event, dict):
        return event
    return {"id": event.rstrip("!"), "kind": "auto" if event.endswith("!") else "act"}
