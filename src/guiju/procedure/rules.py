"""A graph compiled to bit sets, paired with a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guiju.procedure.calendar import Calendar
    from guiju.procedure.durations import Duration
    from guiju.procedure.expressions import Store
    from guiju.procedure.graph import Graph
    from guiju.procedure.parts import Cite, Link, Relation

    Test = Callable[[Store], bool]
    Guarded = tuple[tuple[int, Test], ...]


class Origin(NamedTuple):
    """What moved a due day: the event that happened, the length and where the rule comes from."""

    source: str
    length: str
    cite: Cite = None
    basis: str | None = None
    why: str | None = None
    rule: int | None = None
    roll_cite: Cite = None


class Arm(NamedTuple):
    """One relation out of (or a delay into) an event: the other event, the guard, the relation."""

    other: int
    bit: int
    guard: Test | None
    length: Duration | None
    keep: bool
    relation: Relation
    origin: Origin


class Gate(NamedTuple):
    """What an event waits for: bit sets of sources, those with guards, and delays and extensions."""

    bit: int
    cond: int
    gcond: Guarded
    delays: tuple[Arm, ...]
    mile: int
    gmile: Guarded
    extends: tuple[Arm, ...]
    require: Test | None


class Effect(NamedTuple):
    """What an event brings about: bit sets of targets, those with guards, and arms in list order."""

    cancel: int
    gcancel: Guarded
    responses: tuple[Arm, ...]
    exclude: int
    gexclude: Guarded
    include: int
    ginclude: Guarded
    moves_clocks: bool
    extends: tuple[Arm, ...]
    resumes: tuple[Arm, ...]
    suspends: tuple[Arm, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """A graph as bit sets (bit i stands for event i), with a gate, an effect and the links into it per event."""

    acts: int
    autos: int
    citizen: int
    once: int
    gates: tuple[Gate, ...]
    effects: tuple[Effect, ...]
    into: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """What decides: a graph, its program, and the calendar to count with."""

    graph: Graph
    program: Program
    calendar: Calendar


_PROGRAMS: WeakKeyDictionary[Graph, Program] = WeakKeyDictionary()


def compile_rules(graph: Graph, calendar: Calendar | None = None) -> Rules:
    """Pairs a graph with a calendar; the graph is compiled once, however often it is paired.

    Args:
        graph: The graph.
        calendar: The calendar; by default the one written in the graph.
    """
    program = _PROGRAMS.get(graph)
    if program is None:
        program = _PROGRAMS[graph] = _compiled(graph)
    return Rules(graph, program, graph.calendar if calendar is None else calendar)


def _compiled(graph: Graph) -> Program:
    events = graph.events
    into: list[list[Link]] = [[] for _ in events]
    out: list[list[Link]] = [[] for _ in events]
    for link in graph.links:
        into[link.target].append(link)
        out[link.source].append(link)

    def mask(flags: Iterable[bool]) -> int:
        return sum(1 << place for place, flag in enumerate(flags) if flag)

    return Program(
        acts=mask(event.kind == "act" for event in events),
        autos=mask(event.kind == "auto" for event in events),
        citizen=mask(event.kind == "auto" and event.lapse == "citizen" for event in events),
        once=mask(event.once for event in events),
        gates=tuple(_gate(graph, place, into[place], out[place]) for place in range(len(events))),
        effects=tuple(_effect(graph, links) for links in out),
        into=tuple(map(tuple, into)),
    )


def _gate(graph: Graph, place: int, into: list[Link], out: list[Link]) -> Gate:
    conditions = _arms(graph, into, "condition", into=True)
    milestones = _arms(graph, into, "milestone", into=True)
    require = graph.events[place].require
    return Gate(
        bit=1 << place,
        cond=_mask(conditions),
        gcond=_guarded(conditions),
        delays=tuple(arm for arm in conditions if arm.length is not None),
        mile=_mask(milestones),
        gmile=_guarded(milestones),
        extends=_arms(graph, out, "extend"),
        require=None if require is None else require.value,
    )


def _effect(graph: Graph, out: list[Link]) -> Effect:
    cancel, exclude, include, extends, resumes, suspends = (
        _arms(graph, out, kind)
        for kind in ("cancel", "exclude", "include", "extend", "resume", "suspend")
    )
    return Effect(
        cancel=_mask(cancel),
        gcancel=_guarded(cancel),
        responses=_arms(graph, out, "response"),
        exclude=_mask(exclude),
        gexclude=_guarded(exclude),
        include=_mask(include),
        ginclude=_guarded(include),
        moves_clocks=bool(extends or resumes or suspends),
        extends=extends,
        resumes=resumes,
        suspends=suspends,
    )


def _mask(arms: Iterable[Arm]) -> int:
    mask = 0
    for arm in arms:
        if arm.guard is None:
            mask |= arm.bit
    return mask


def _guarded(arms: Iterable[Arm]) -> Guarded:
    return tuple((arm.bit, arm.guard) for arm in arms if arm.guard is not None)


def _arms(graph: Graph, links: Iterable[Link], kind: str, *, into: bool = False) -> tuple[Arm, ...]:
    """The links of a type as arms to their other end, in list order."""
    return tuple(
        _arm(link.source if into else link.target, link.relation, graph.events[link.source].id)
        for link in links
        if link.relation.type == kind
    )


def _arm(other: int, relation: Relation, source: str) -> Arm:
    guard = None if relation.guard is None else relation.guard.value
    length = relation.length
    origin = Origin(
        source,
        length.text() if length else "",
        relation.cite,
        relation.basis,
        relation.why,
        relation.rule,
        relation.notes.get("roll_cite"),
    )
    return Arm(other, 1 << other, guard, length, relation.keep, relation, origin)
