"""The state of a matter: a value that never changes, and its two JSON forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from guiju.procedure.expressions import Store
    from guiju.procedure.graph import Graph
    from guiju.procedure.rules import Origin, Rules


class Step(NamedTuple):
    """One step in the life of a due day.

    ``kind`` is given (at the start), armed, extended, stopped or resumed; ``n`` the length added or,
    for a stopped clock, the days left; ``raw`` and ``due`` as they stand after the step.
    """

    kind: str
    day: int
    n: int | None
    raw: int | None
    due: int | None
    origin: Origin | None


class Obligation(NamedTuple):
    """What is owed on a pending event.

    ``due`` is the last day in time, ``raw`` the same before rolling, ``unit`` what a stopped clock
    counts in, ``left`` the days left while it is stopped; ``trail`` how it came about.
    """

    due: int | None
    raw: int | None
    unit: str
    left: int | None = None
    trail: tuple[Step, ...] = ()


class Marking(NamedTuple):
    """The state of a matter at ``now``.

    ``ex``, ``inc``, ``re`` are the executed, included and pending events as bit sets, ``run`` those
    pending whose clock runs; ``days`` the day of the last execution and ``owed`` the obligation per
    event; ``store`` the data; ``breaches`` the missed (event, due).
    """

    now: int
    ex: int
    inc: int
    re: int
    run: int
    days: tuple[int | None, ...]
    owed: tuple[Obligation | None, ...]
    store: Store
    breaches: tuple[tuple[int, int], ...] = ()


_STARTS: WeakKeyDictionary[Graph, Marking] = WeakKeyDictionary()


def initial_marking(rules: Rules, start: int | None = None) -> Marking:
    """The marking a matter begins with.

    Args:
        rules: The rules.
        start: The day it starts; by default the graph's.
    """
    marking = _STARTS.get(rules.graph)
    if marking is None:
        marking = _STARTS[rules.graph] = _start(rules.graph)
    return marking if start is None else marking._replace(now=start)


def members(mask: int) -> list[int]:
    """The places in a bit set, ascending."""
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return found


def names(graph: Graph, mask: int) -> list[str]:
    """The names of the events in a bit set, in event order."""
    return [graph.events[place].id for place in members(mask)]


def to_json(rules: Rules, marking: Marking) -> dict[str, Any]:
    """The marking in the form of the definition, without trails."""
    events = rules.graph.events
    return {
        "now": marking.now,
        "executed": {events[i].id: marking.days[i] for i in members(marking.ex)},
        "included": sorted(names(rules.graph, marking.inc)),
        "pending": {
            events[i].id: {"due": owed.due, "raw": owed.raw, "unit": owed.unit, "left": owed.left}
            for i, owed in enumerate(marking.owed)
            if owed is not None
        },
        "store": dict(zip(rules.graph.variables, marking.store, strict=True)),
        "breaches": [[events[i].id, due] for i, due in marking.breaches],
    }


def _start(graph: Graph) -> Marking:
    given = {
        graph.places[name]: _given(graph.start, day) for name, day in graph.initial.pending.items()
    }
    days = {graph.places[name]: day for name, day in graph.initial.executed.items()}
    places = range(len(graph.events))
    return Marking(
        now=graph.start,
        ex=_mask(days),
        inc=_mask(graph.places[name] for name in graph.initial.included),
        re=_mask(given),
        run=_mask(place for place, owed in given.items() if owed.due is not None),
        days=tuple(days.get(place) for place in places),
        owed=tuple(given.get(place) for place in places),
        store=graph.defaults,
    )


def _given(start: int, day: int | None) -> Obligation:
    trail = () if day is None else (Step("given", start, None, day, day, None),)
    return Obligation(day, day, "d", None, trail)


def _mask(places: Any) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask
