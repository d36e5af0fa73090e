"""The clinic: acts tried one after the other under a procedure's rules, each with what it came to.

An act that is refused is told with its reason and changes nothing; what follows is judged without it. The first one is
where the course leaves the law.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.lawbook.computed import propose
from guiju.lawbook.effective import effective
from guiju.lawbook.parameters import resolve
from guiju.lawbook.variables import SET_PREFIX
from guiju.procedure import (
    Graph,
    Performed,
    Verdict,
    compile_rules,
    initial_marking,
    judge,
    perform,
    settle,
)
from guiju.procedure.marking import names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.shelf import Shelf
    from guiju.procedure import Marking, Rules

UNSAID: Final = frozenset({"require", "data"})
WAIT: Final = ""
"""The act of a move that only lets the clock run."""


class Move(NamedTuple):
    """Something tried: an act on a day with what it says, or only the passing of days.

    Attributes:
        day: the day.
        act: the act; `WAIT` for none.
        data: what it says, of the fields that rules read.
    """

    day: dt.date
    act: str = WAIT
    data: Mapping[str, Any] = {}


class Owed(NamedTuple):
    """An act that is owed, and until when.

    Attributes:
        act: the act.
        due: the last day; None without one.
        left: days left of a stopped clock; None while it runs.
    """

    act: str
    due: dt.date | None
    left: int | None


class Change(NamedTuple):
    """What a move came to.

    Attributes:
        opened: acts that may be done from now on.
        closed: acts that may no longer be done.
        started: acts owed from now on, or owed on another day than before.
        ended: acts no longer owed.
        stopped: acts whose clock stopped.
        fired: clock events that happened on the way, with their days.
        missed: acts newly overdue, with the day they were due.
    """

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    started: tuple[Owed, ...]
    ended: tuple[str, ...]
    stopped: tuple[Owed, ...]
    fired: tuple[tuple[str, dt.date], ...]
    missed: tuple[tuple[str, dt.date], ...]


class Tried(NamedTuple):
    """A move with its verdict and what it came to; `data` has the proposals that were taken."""

    move: Move
    verdict: Verdict
    change: Change
    data: Mapping[str, Any]


@dataclass
class Clinic:
    """A procedure with the clock in hand.

    Attributes:
        rules: the effective rules.
        kernel: the same, compiled.
        marking: where the course stands.
        day: the day it stands at.
        data: what was said so far.
        tried: every move so far.
    """

    rules: EffectiveRules
    kernel: Rules
    marking: Marking
    day: dt.date
    data: dict[str, Any] = field(default_factory=dict)
    tried: list[Tried] = field(default_factory=list)

    @property
    def first_unlawful(self) -> int | None:
        """Place of the first refused move, from 0; None where all were lawful."""
        return next((place for place, one in enumerate(self.tried) if not one.verdict), None)

    def try_move(self, move: Move) -> Tried:
        """Try a move and take what it comes to; a day before the last one is refused by the kernel."""
        data = {} if move.act == WAIT else self._with_proposals(move)
        before, done = self.marking, self._perform(move, data)
        self.marking = done.marking
        if done.verdict.allowed:
            self.data.update(data)
            self.day = max(self.day, move.day)
        one = Tried(move, done.verdict, self._change(before, done), data)
        self.tried.append(one)
        return one

    def verdicts(self) -> dict[str, Verdict]:
        """For each act that persons do, whether it may be done on the day the course stands at.

        An act that only still has to say something may be done.
        """
        return {name: self._verdict(name) for name, act in self.rules.acts.items() if not act.clock}

    def _verdict(self, name: str) -> Verdict:
        told = self.rules.project(name, {})
        found = judge(self.kernel, self.marking, name, self.day.toordinal(), told)
        return Verdict() if found.reason in UNSAID and not self._unmet(name) else found

    def _unmet(self, name: str) -> bool:
        """Whether an act requires something of the matter that its own fields cannot say."""
        fields = self.rules.acts[name].fields
        own = {*fields, *(f"{SET_PREFIX}{field}" for field in fields)}
        asks = self.kernel.graph.events[self.kernel.graph.places[name]].asks
        return any(
            own.isdisjoint(part.reads) and not part.value(self.marking.store) for part, _ in asks
        )

    def owed(self) -> list[Owed]:
        """What is owed now, in the order of the file."""
        return [self._owed(name) for name in self._names(self.marking.re & self.marking.inc)]

    def _with_proposals(self, move: Move) -> dict[str, Any]:
        data, constants = dict(move.data), self.rules.constants()
        act = self.rules.acts.get(move.act)
        for name, spec in act.fields.items() if act else ():
            if spec.computed is not None and name not in data:
                value = propose(spec.computed, {**self.data, **data}, constants, day=move.day)
                data.update({} if value is None else {name: value})
        return data

    def _perform(self, move: Move, data: Mapping[str, Any]) -> Performed:
        day = move.day.toordinal()
        if move.act == WAIT:
            if day < self.marking.now:
                return Performed(Verdict(), self.marking)
            settled = settle(self.kernel, self.marking, day)
            return Performed(Verdict(), settled.marking, settled.fired)
        told = self.rules.project(move.act, data) if move.act in self.rules.acts else {}
        return perform(self.kernel, self.marking, move.act, day, told)

    def _change(self, before: Marking, done: Performed) -> Change:
        after = done.marking
        owed_before, owed_after = before.re & before.inc, after.re & after.inc
        still = [self._owed(name) for name in self._names(owed_after)]
        known = {name: self._owed(name, before) for name in self._names(owed_before)}
        return Change(
            tuple(self._names(after.inc & ~before.inc)),
            tuple(self._names(before.inc & ~after.inc)),
            tuple(one for one in still if one.left is None and known.get(one.act) != one),
            tuple(self._names(owed_before & ~owed_after)),
            tuple(one for one in still if one.left is not None and known.get(one.act) != one),
            tuple((name, dt.date.fromordinal(day)) for name, day in done.fired),
            tuple(
                (self.kernel.graph.events[place].id, dt.date.fromordinal(due))
                for place, due in after.breaches[len(before.breaches) :]
            ),
        )

    def _owed(self, name: str, marking: Marking | None = None) -> Owed:
        owed = (marking or self.marking).owed[self.kernel.graph.places[name]]
        if owed is None:
            return Owed(name, None, None)
        due = None if owed.due is None else dt.date.fromordinal(owed.due)
        return Owed(name, due, owed.left)

    def _names(self, mask: int) -> list[str]:
        return names(self.kernel.graph, mask)


def clinic(procedure: Procedure, shelf: Shelf, sector: str, moves: Sequence[Move]) -> Clinic:
    """Try moves one after the other.

    Args:
        procedure: the version whose rules hold.
        shelf: the catalog's shared files.
        sector: field of enforcement whose values of parameters hold; empty for the national ones.
        moves: what is tried, in order; the course begins on the day of the first.

    Raises:
        CatalogError: `rules.empty_parameter`, where a guard names a parameter without value.
    """
    begins = moves[0].day if moves else max(procedure.version, dt.date.min)
    resolved = resolve(shelf.parameters, sector, {}, begins)
    rules = effective(procedure, resolved, shelf.statutes)
    graph = Graph.from_json(rules.graph_from(begins.toordinal()))
    kernel = compile_rules(graph, shelf.calendars.calendar())
    made = Clinic(rules, kernel, initial_marking(kernel), begins)
    for move in moves:
        made.try_move(move)
    return made
