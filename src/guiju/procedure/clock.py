"""Letting days pass: breaches are noted, clock events fire. Jumps from due day to due day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.procedure.effects import execute
from guiju.procedure.errors import TimeOrderError
from guiju.procedure.gates import blocked
from guiju.procedure.marking import members

if TYPE_CHECKING:
    from guiju.procedure.marking import Marking
    from guiju.procedure.rules import Rules


class Settled(NamedTuple):
    """A marking with its clock settled, and the clock events that fired on the way."""

    marking: Marking
    fired: tuple[tuple[str, int], ...]


def settle(rules: Rules, marking: Marking, at: int) -> Settled:
    """Lets the days up to ``at`` pass; ``at`` itself has not ended.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    if at < marking.now:
        raise TimeOrderError(code="time", sentence="不能回到办件最近一次行为之前，请按补录办理。")
    caught, fired = caught_up(rules, marking, at)
    if caught.now != at:
        caught = caught._replace(now=at)
    return Settled(caught, tuple((rules.graph.events[i].id, day) for i, day in fired))


def caught_up(rules: Rules, marking: Marking, at: int) -> tuple[Marking, list[tuple[int, int]]]:
    """As :func:`settle`, but ``now`` may stay behind and events are places.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day, not before the marking's last day.
    """
    fired: list[tuple[int, int]] = []
    live = marking.run & marking.inc
    while live:
        bit = live & -live
        owed = marking.owed[bit.bit_length() - 1]
        if owed is not None and owed.due is not None and owed.due < at:
            return _passed(rules, marking, at, fired), fired
        live ^= bit
    return marking, fired


def _passed(rules: Rules, marking: Marking, at: int, fired: list[tuple[int, int]]) -> Marking:
    today = marking.now
    while (day := _next_end(rules, marking, today, at)) is not None:
        marking = _with_breaches(rules, marking, day)
        while (place := _ripest(rules, marking, day)) is not None:
            marking = execute(rules, marking, place, day, None)
            fired.append((place, day))
        today = day + 1
    return marking


def running(marking: Marking, mask: int) -> list[tuple[int, int]]:
    """(due, place) of the included pending events of a mask whose clock runs."""
    found = []
    for place in members(marking.run & marking.inc & mask):
        owed = marking.owed[place]
        if owed is not None and owed.due is not None:
            found.append((owed.due, place))
    return found


def ripe(rules: Rules, marking: Marking, day: int) -> list[tuple[int, int]]:
    """(due, place) of the clock events that would fire by themselves at the end of a day."""
    program = rules.program
    return [
        (due, place)
        for due, place in running(marking, program.autos & ~program.citizen)
        if due <= day and blocked(rules, marking, place, day, None) is None
    ]


def _ripest(rules: Rules, marking: Marking, day: int) -> int | None:
    found = ripe(rules, marking, day)
    return min(found)[1] if found else None


def _next_end(rules: Rules, marking: Marking, today: int, at: int) -> int | None:
    """The next day before ``at`` at whose end something happens."""
    ends = [due for due, _ in running(marking, rules.program.acts) if today <= due < at]
    ends += [max(due, today) for due, _ in ripe(rules, marking, at - 1)] if today < at else []
    return min(ends, default=None)


def _with_breaches(rules: Rules, marking: Marking, day: int) -> Marking:
    missed = [(place, due) for due, place in running(marking, rules.program.acts) if due == day]
    if not missed:
        return marking
    return marking._replace(breaches=(*marking.breaches, *missed))
