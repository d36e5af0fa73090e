"""Which acts surely come before which.

A condition blocks only while its source is open: an act that starts shut puts nothing before another
until something opens it. So a condition counts only where its source is open from the start, or where an
act that opens it surely comes before the target, whichever of several it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Relation = Mapping[str, Any]
    Acts = frozenset[str]


OPENED: Final = "opened "


@dataclass(frozen=True)
class Order:
    """How the acts of a graph follow each other.

    Attributes:
        needs: Act → sources of unguarded conditions that surely block it.
        opens: Act that starts shut → acts that open it.
        arms: Clock event → acts that arm it.
        before: Act → acts that surely came before it, and `OPENED` with each act surely opened.
        void: Conditions whose source may still be shut when the target is done.
    """

    needs: Mapping[str, Acts]
    opens: Mapping[str, Acts]
    arms: Mapping[str, Acts]
    before: Mapping[str, Acts]
    void: tuple[Relation, ...]


def order(graph: Mapping[str, Any]) -> Order:
    """Return how the acts of a graph follow each other."""
    acts = [event["id"] for event in graph["events"]]
    clocks = [event["id"] for event in graph["events"] if event["kind"] == "auto"]
    shut = set(acts) - set(graph["initial"]["included"])
    conditions = [one for one in graph["relations"] if one["type"] == "condition"]
    opens = {name: _sources(graph, "include", name) for name in shut}
    surely = {name: _sources(graph, "include", name, unguarded) for name in shut}
    own = {
        name: frozenset({name, *(f"{OPENED}{one}" for one in shut if name in surely[one])})
        for name in acts
    }
    arms = {name: _sources(graph, "response", name) for name in clocks}
    blocking = [one for one in conditions if one["source"] not in shut]
    while True:
        needs = {
            name: frozenset(
                one["source"] for one in blocking if one["target"] == name and unguarded(one)
            )
            for name in acts
        }
        before = fixpoint(own, needs, opens, arms)
        void = [
            one
            for one in conditions
            if one not in blocking and f"{OPENED}{one['source']}" not in before[one["target"]]
        ]
        if len(void) + len(blocking) == len(conditions):
            return Order(needs, opens, arms, before, tuple(void))
        blocking = [one for one in conditions if one not in void]


def unguarded(relation: Relation) -> bool:
    """Tell whether a relation holds whatever the data."""
    return relation["guard"] is None


def fixpoint(
    own: Mapping[str, Acts],
    needs: Mapping[str, Iterable[str]],
    opens: Mapping[str, Iterable[str]],
    arms: Mapping[str, Iterable[str]],
) -> dict[str, Acts]:
    """Return what surely holds before each act, where each act adds its `own`.

    Args:
        own: Act → what holds once it is done, besides what held before.
        needs: Act → acts all of which come before it.
        opens: Act → acts one of which comes before it.
        arms: The same, for clock events.
    """
    everything: Acts = frozenset().union(*own.values())
    before = dict.fromkeys(own, everything)
    while True:
        after = {name: before[name] | own[name] for name in own}
        new = {
            name: frozenset().union(*(after[source] for source in needs.get(name, ())))
            | _common(name, opens, after, everything)
            | _common(name, arms, after, everything)
            for name in own
        }
        if new == before:
            return before
        before = new


def _common(
    name: str,
    sources: Mapping[str, Iterable[str]],
    after: Mapping[str, Acts],
    everything: Acts,
) -> Acts:
    if name not in sources:
        return frozenset()
    return everything.intersection(*(after[source] for source in sources[name]))


def _sources(
    graph: Mapping[str, Any], kind: str, target: str, wanted: Callable[[Relation], bool] = bool
) -> Acts:
    return frozenset(
        one["source"]
        for one in graph["relations"]
        if one["type"] == kind
        and one["target"] == target
        and one["source"] != target
        and wanted(one)
    )


def never_happens(graph: Mapping[str, Any]) -> list[str]:
    """Return the events that cannot happen in any run, found without exploring runs.

    An event may happen once it is open, each of its unguarded conditions may be met or may be excluded,
    and, for the clock, something arms it.
    """
    events = {event["id"]: event for event in graph["events"]}
    open_from_start = set(graph["initial"]["included"])
    into: dict[tuple[str, str], set[str]] = {}
    for one in graph["relations"]:
        if one["guard"] is None or one["type"] != "condition":
            into.setdefault((one["type"], one["target"]), set()).add(one["source"])
    happens: set[str] = set()
    grown = True
    while grown:
        new = {
            name
            for name in events.keys() - happens
            if (name in open_from_start or into.get(("include", name), set()) & happens)
            and all(
                source in happens or source not in open_from_start or into.get(("exclude", source))
                for source in into.get(("condition", name), ())
            )
            and (
                events[name]["kind"] == "act"
                or name in graph["initial"]["pending"]
                or into.get(("response", name), set()) & happens
            )
        }
        grown = bool(new)
        happens |= new
    return [name for name in events if name not in happens]


def reached(name: str, steps: Mapping[str, set[str]]) -> set[str]:
    """Return everything that can be reached from `name`, step by step."""
    found: set[str] = set()
    ahead = list(steps.get(name, ()))
    while ahead:
        act = ahead.pop()
        if act not in found:
            found.add(act)
            ahead.extend(steps.get(act, ()))
    return found
