"""Folding what was done, in the order it was done, and what a late act does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.clock import settle
from guiju.procedure.effects import execute
from guiju.procedure.engine import judge
from guiju.procedure.gates import UNKNOWN
from guiju.procedure.marking import initial_marking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from guiju.procedure.marking import Marking
    from guiju.procedure.rules import Rules
    from guiju.procedure.verdict import Verdict


class Done(NamedTuple):
    """An act that was done: its number in the record, name, day and data."""

    seq: int
    act: str
    day: int
    data: Mapping[str, Any] | None = None


class Conflict(NamedTuple):
    """A recorded act that, on its own day, would have been refused."""

    done: Done
    verdict: Verdict


class Folded(NamedTuple):
    """A fold: the marking, the acts in conflict, the clock events that fired by themselves."""

    marking: Marking
    conflicts: tuple[Conflict, ...]
    fired: tuple[tuple[str, int], ...]


class Late(NamedTuple):
    """What a late act would mean.

    ``verdict`` judges it on its own day; ``conflicts`` are later acts that would now be refused and
    were not before; ``fires`` and ``unfires`` the clock events that newly do or no longer fire;
    ``marking`` the marking with it.
    """

    verdict: Verdict
    conflicts: tuple[Conflict, ...]
    fires: tuple[tuple[str, int], ...]
    unfires: tuple[tuple[str, int], ...]
    marking: Marking


def fold(rules: Rules, history: Iterable[Done]) -> tuple[Marking, tuple[Conflict, ...]]:
    """The marking a history leads to. Recorded acts are applied, lawful or not.

    Args:
        rules: The rules.
        history: The acts; they count in the order of (day, seq).

    Returns:
        The marking, and the acts that on their own day would have been refused. An act the
        procedure does not have is among these and has no effect.
    """
    folded = refold(rules, history)
    return folded.marking, folded.conflicts


def refold(rules: Rules, history: Iterable[Done], until: int | None = None) -> Folded:
    """As :func:`fold`, with the clock events that fired.

    Args:
        rules: The rules.
        history: The acts.
        until: A day to settle the clock to after the last act.
    """
    acts = sorted(history, key=_order)
    start = min([rules.graph.start, *(done.day for done in acts[:1])])
    marking = initial_marking(rules, start)
    conflicts: list[Conflict] = []
    fired: list[tuple[str, int]] = []
    for done in acts:
        marking, newly = settle(rules, marking, done.day)
        fired += newly
        verdict = judge(rules, marking, done.act, done.day, done.data)
        if not verdict:
            conflicts.append(Conflict(done, verdict))
        if verdict.reason != UNKNOWN:
            place = rules.graph.places[done.act]
            marking = execute(rules, marking, place, done.day, done.data)
    if until is not None and until > marking.now:
        marking, newly = settle(rules, marking, until)
        fired += newly
    return Folded(marking, tuple(conflicts), tuple(fired))


def judge_late(
    rules: Rules,
    history: Iterable[Done],
    late: Done,
    roles: Collection[str] | None = None,
    until: int | None = None,
) -> Late:
    """Judges an act recorded after others that were done later.

    Args:
        rules: The rules.
        history: The acts recorded so far.
        late: The act to be recorded; its ``seq`` is the next of the record.
        roles: The roles of whoever did it; ``None`` = not tested.
        until: The day up to which clock events are compared; by default the last act's.

    Returns:
        The verdict on the fold of the acts up to the late act's day, and what the act would change.
    """
    known = list(history)
    before = refold(rules, [done for done in known if _order(done) < _order(late)])
    verdict = judge(rules, before.marking, late.act, late.day, late.data, roles)
    last = max([late.day, *(done.day for done in known), *([] if until is None else [until])])
    old = refold(rules, known, last)
    new = refold(rules, [*known, late], last)
    was = {conflict.done.seq for conflict in old.conflicts} | {late.seq}
    return Late(
        verdict,
        tuple(conflict for conflict in new.conflicts if conflict.done.seq not in was),
        tuple(event for event in new.fired if event not in old.fired),
        tuple(event for event in old.fired if event not in new.fired),
        new.marking,
    )


def _order(done: Done) -> tuple[int, int]:
    return done.day, done.seq
