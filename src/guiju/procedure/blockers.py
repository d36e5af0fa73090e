"""What stands in the way of a refused act, and what would clear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure import gates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.procedure.marking import Marking
    from guiju.procedure.parts import Cite, Link, Relation
    from guiju.procedure.rules import Rules


class Case(NamedTuple):
    """What was judged."""

    rules: Rules
    marking: Marking
    at: int
    data: Mapping[str, Any]


class Blocker(NamedTuple):
    """One thing in the way.

    ``event`` is the other end of ``relation`` (the act not yet done, still owed, or that closed this
    one), ``None`` where the act itself is at fault; ``helps`` the acts that would clear the way;
    ``passes_on`` the day it clears by itself, ``None`` if never.
    """

    event: str | None
    relation: Relation | None
    helps: tuple[str, ...]
    passes_on: int | None
    cite: Cite
    basis: str | None
    why: str | None
    rule: int | None


def blockers_of(case: Case, act: str, reason: str) -> tuple[Blocker, ...]:
    """Everything that fails in the test that refused.

    Args:
        case: What was judged.
        act: The act's name.
        reason: The code of the failing test.
    """
    place = case.rules.graph.place(act)
    find = _FINDERS.get(reason)
    if place is not None and find is not None:
        return find(case, place)
    return (_own(case, place),)


def _own(case: Case, place: int | None, helps: tuple[str, ...] = ()) -> Blocker:
    """The act's own citation decides: its role, its data, what it requires, doing it once."""
    if place is None:
        return Blocker(None, None, (), None, None, None, None, None)
    event = case.rules.graph.events[place]
    return Blocker(None, None, helps, None, event.cite, event.basis, None, None)


def _from(
    case: Case, link: Link, other: int, helps: tuple[str, ...], passes_on: int | None
) -> Blocker:
    relation, name = link.relation, case.rules.graph.events[other].id
    return Blocker(
        name,
        relation,
        helps,
        passes_on,
        relation.cite,
        relation.basis,
        relation.why,
        relation.rule,
    )


def _links(case: Case, kind: str, *, target: int, holding: bool = True) -> list[Link]:
    """Links of a type into an event; ``holding``: only those whose guard holds."""
    store = case.marking.store
    return [
        link
        for link in case.rules.program.into[target]
        if link.relation.type == kind
        and (not holding or link.relation.guard is None or link.relation.guard.value(store))
    ]


def _conditions(case: Case, place: int) -> tuple[Blocker, ...]:
    undone = case.marking.inc & ~case.marking.ex
    return tuple(
        _from(case, link, link.source, _helpers(case, link.source), _clears_on(case, link.source))
        for link in _links(case, "condition", target=place)
        if undone >> link.source & 1
    )


def _milestones(case: Case, place: int) -> tuple[Blocker, ...]:
    owed = case.marking.inc & case.marking.re
    return tuple(
        _from(case, link, link.source, _helpers(case, link.source), _clears_on(case, link.source))
        for link in _links(case, "milestone", target=place)
        if owed >> link.source & 1
    )


def _delays(case: Case, place: int) -> tuple[Blocker, ...]:
    found = []
    for arm in case.rules.program.gates[place].delays:
        if gates.waits(case.rules, case.marking, arm, case.at):
            day = gates.ready(case.rules, case.marking, arm)
            relation = arm.relation
            found.append(
                Blocker(
                    arm.origin.source,
                    relation,
                    (),
                    day,
                    relation.cite,
                    relation.basis,
                    relation.why,
                    relation.rule,
                )
            )
    return tuple(found)


def _excluded(case: Case, place: int) -> tuple[Blocker, ...]:
    openers = _links(case, "include", target=place)
    helps = _acts(case, (link.source for link in openers))
    closers = _effective_closers(case, place, openers)
    if closers:
        return tuple(_from(case, link, link.source, helps, None) for link in closers)
    openers = openers or _links(case, "include", target=place, holding=False)
    if not openers:
        return (_own(case, place),)
    return tuple(
        _from(case, link, link.source, _helpers(case, link.source), _clears_on(case, link.source))
        for link in openers
    )


def _effective_closers(case: Case, place: int, openers: Iterable[Link]) -> list[Link]:
    """The excludes done since the act was last opened, earliest first."""
    days = case.marking.days
    opened = max((days[link.source] or 0 for link in openers), default=0)
    closed = [
        (day, link.relation.place, link)
        for link in _links(case, "exclude", target=place)
        if (day := days[link.source]) is not None and day >= opened
    ]
    return [link for *_, link in sorted(closed, key=lambda found: found[:2])]


def _once(case: Case, place: int) -> tuple[Blocker, ...]:
    again = _links(case, "response", target=place)
    return (_own(case, place, _acts(case, (link.source for link in again))),)


def _extends(case: Case, place: int) -> tuple[Blocker, ...]:
    return tuple(
        Blocker(
            case.rules.graph.events[arm.other].id,
            arm.relation,
            (),
            None,
            arm.relation.cite,
            arm.relation.basis,
            arm.relation.why,
            arm.relation.rule,
        )
        for arm in case.rules.program.gates[place].extends
        if not gates.extends(case.marking, arm, case.at, case.data)
    )


def _acts(case: Case, places: Iterable[int]) -> tuple[str, ...]:
    """Names of those a person can do, each once."""
    doable = case.rules.program.acts | case.rules.program.citizen
    events = case.rules.graph.events
    return tuple(dict.fromkeys(events[place].id for place in places if doable >> place & 1))


def _helpers(case: Case, place: int) -> tuple[str, ...]:
    """Who gets an event out of the way: the event itself, or what restarts its stopped clock."""
    owed = case.marking.owed[place]
    if case.rules.program.acts >> place & 1:
        return (case.rules.graph.events[place].id,)
    if owed is not None and owed.left is not None:
        return _acts(case, (link.source for link in _links(case, "resume", target=place)))
    if gates.lapsed(case.rules, case.marking, place, case.at):
        return (case.rules.graph.events[place].id,)
    return ()


def _clears_on(case: Case, place: int) -> int | None:
    """The day after a clock event fires by itself."""
    program, marking, owed = case.rules.program, case.marking, case.marking.owed[place]
    if not (program.autos & ~program.citizen & marking.run & marking.inc) >> place & 1:
        return None
    if owed is None or owed.due is None:
        return None
    if gates.blocked(case.rules, marking, place, owed.due, None) is not None:
        return None
    return max(owed.due, case.at) + 1


_FINDERS: dict[str, Callable[[Case, int], tuple[Blocker, ...]]] = {
    gates.CONDITION: _conditions,
    gates.DELAY: _delays,
    gates.MILESTONE: _milestones,
    gates.EXCLUDED: _excluded,
    gates.ONCE: _once,
    gates.EXTEND: _extends,
}
