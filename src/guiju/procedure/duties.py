"""What is owed, what may be done, and when the clock has work to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.procedure.blockers import Case
from guiju.procedure.clock import ripe, running, settle
from guiju.procedure.gates import DELAY, REQUIRE, blocked, lapsed, ready, refusal
from guiju.procedure.marking import members
from guiju.procedure.verdict import ALLOWED, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection

    from guiju.procedure.marking import Marking, Obligation
    from guiju.procedure.parts import Cite
    from guiju.procedure.rules import Rules


class Duty(NamedTuple):
    """An act that is owed: by whom, by when, under which article.

    ``due`` is ``None`` without a deadline or while the clock is stopped (``left`` then says how many
    days, in ``unit``, remain); ``provisional`` means no announced calendar covers the due day.
    """

    event: str
    roles: tuple[str, ...]
    due: int | None
    suspended: bool
    overdue: bool
    provisional: bool
    cite: Cite
    left: int | None
    unit: str


class Proposal(NamedTuple):
    """A lapse against a citizen that has come due and waits for a person to confirm it."""

    event: str
    roles: tuple[str, ...]
    due: int
    cite: Cite


def duties(rules: Rules, marking: Marking, at: int) -> tuple[Duty, ...]:
    """Every act owed on a day, in event order.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    marking = settle(rules, marking, at).marking
    owing = marking.re & marking.inc & rules.program.acts
    return tuple(
        _duty(rules, place, owed, at)
        for place in members(owing)
        if (owed := marking.owed[place]) is not None
    )


def enabled(
    rules: Rules, marking: Marking, at: int, roles: Collection[str] | None = None
) -> tuple[str, ...]:
    """The acts that may be done on a day, in event order.

    What an act must say (``require``) is not held against it, since nothing has been said yet.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day.
        roles: The roles of whoever asks; ``None`` = anybody.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    marking = settle(rules, marking, at).marking
    found = []
    events = rules.graph.events
    candidates = marking.inc & (rules.program.acts | rules.program.citizen)
    for place in members(candidates):
        reason = refusal(rules, marking, place, at, None, roles)
        if reason is None or reason == REQUIRE:
            found.append(events[place].id)
    return tuple(found)


def outlook(
    rules: Rules, marking: Marking, at: int, roles: Collection[str] | None = None
) -> tuple[tuple[str, Verdict], ...]:
    """Every act with its verdict on a day, in event order; arguments as :func:`enabled`.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    marking = settle(rules, marking, at).marking
    case = Case(rules, marking, at, {})
    found = []
    for place in members(rules.program.acts):
        reason = refusal(rules, marking, place, at, None, roles)
        name = rules.graph.events[place].id
        free = reason is None or reason == REQUIRE
        found.append((name, ALLOWED if free else Verdict(reason, name, case)))
    return tuple(found)


def ready_on(rules: Rules, marking: Marking, act: str, at: int) -> int | None:
    """The first day on which an owed act may be done as things stand; ``None`` if something else must happen first.

    Args:
        rules: The rules.
        marking: The marking, its clock settled to ``at``.
        act: The act.
        at: The day asked from.
    """
    place = rules.graph.places[act]
    day = at
    if refusal(rules, marking, place, at, None, None) == DELAY:
        day = max(ready(rules, marking, arm) for arm in rules.program.gates[place].delays)
    return day if refusal(rules, marking, place, day, None, None) in {None, REQUIRE} else None


def next_wake(rules: Rules, marking: Marking) -> int | None:
    """The day at whose end the clock next has something to do; ``None`` = never.

    Args:
        rules: The rules.
        marking: The marking.
    """
    now, live = marking.now, rules.program.acts | rules.program.autos
    ahead = [due for due, _ in running(marking, live) if due >= now]
    if ripe(rules, marking, now - 1):
        return now
    return min(ahead, default=None)


def accepting(marking: Marking) -> bool:
    """Whether nothing included is owed: the matter may rest."""
    return not marking.re & marking.inc


def proposals(rules: Rules, marking: Marking, at: int) -> tuple[Proposal, ...]:
    """The lapses against citizens that a person may confirm on a day.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    if not rules.program.citizen:
        return ()
    marking = settle(rules, marking, at).marking
    found = []
    for due, place in running(marking, rules.program.citizen):
        if lapsed(rules, marking, place, at) and not blocked(rules, marking, place, at, None):
            event, owed = rules.graph.events[place], marking.owed[place]
            found.append(Proposal(event.id, event.roles, due, _cite(owed) or event.cite))
    return tuple(found)


def _duty(rules: Rules, place: int, owed: Obligation, at: int) -> Duty:
    event, due, stopped = rules.graph.events[place], owed.due, owed.left is not None
    return Duty(
        event=event.id,
        roles=event.roles,
        due=due,
        suspended=stopped,
        overdue=due is not None and not stopped and due < at,
        provisional=due is not None and rules.calendar.is_provisional(due),
        cite=_cite(owed) or event.cite,
        left=owed.left,
        unit=owed.unit,
    )


def _cite(owed: Obligation | None) -> Cite:
    for step in owed.trail if owed else ():
        if step.kind == "armed" and step.origin is not None:
            return step.origin.cite
    return None
