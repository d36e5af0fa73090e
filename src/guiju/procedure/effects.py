"""What executing an event does to a marking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.procedure.marking import Marking, Obligation, Step, members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure.expressions import Store
    from guiju.procedure.graph import Graph
    from guiju.procedure.rules import Arm, Effect, Rules

EXTEND_BY = "extend_n"
_UNDATED = Obligation(None, None, "d")


class _Draft:
    """A marking while one event takes effect."""

    __slots__ = ("day", "inc", "owed", "re", "rules", "run", "store")

    def __init__(self, rules: Rules, marking: Marking, place: int, day: int, store: Store) -> None:
        self.rules, self.day, self.store = rules, day, store
        _, _, self.inc, self.re, self.run, _, owed, _, _ = marking
        self.owed = list(owed)
        bit = 1 << place
        if self.re & bit:
            self.re ^= bit
            self.run &= ~bit
            self.owed[place] = None

    def drop(self, mask: int) -> None:
        for place in members(self.re & mask):
            self.owed[place] = None
        self.re &= ~mask
        self.run &= ~mask

    def arm(self, arm: Arm) -> None:
        if arm.keep and self.re & arm.bit:
            return
        self.re |= arm.bit
        if arm.length is None:
            self.run &= ~arm.bit
            self.owed[arm.other] = _UNDATED
            return
        raw, due = self.rules.calendar.deadline(self.day, arm.length)
        step = Step("armed", self.day, arm.length.n, raw, due, arm.origin)
        unit = "wd" if arm.length.unit == "wd" else "d"
        self.run |= arm.bit
        self.owed[arm.other] = Obligation(due, raw, unit, None, (step,))

    def extend(self, arm: Arm, n: int | None) -> None:
        owed = self.owed[arm.other]
        if not self.run & self.inc & arm.bit or owed is None or arm.length is None:
            return
        if owed.due is None or owed.raw is None or owed.due < self.day:
            return
        length = arm.length if n is None else arm.length._replace(n=n)
        raw, due = self.rules.calendar.deadline(owed.raw, length)
        step = Step("extended", self.day, length.n, raw, due, arm.origin)
        self.owed[arm.other] = Obligation(due, raw, owed.unit, None, (*owed.trail, step))

    def resume(self, arm: Arm) -> None:
        owed = self.owed[arm.other]
        if owed is None or owed.left is None:
            return
        calendar = self.rules.calendar
        raw = calendar.plus(self.day, owed.left, owed.unit)
        due = calendar.roll(raw)
        step = Step("resumed", self.day, owed.left, raw, due, arm.origin)
        self.run |= arm.bit
        self.owed[arm.other] = Obligation(due, raw, owed.unit, None, (*owed.trail, step))

    def suspend(self, arm: Arm) -> None:
        owed = self.owed[arm.other]
        if owed is None or owed.due is None or owed.raw is None or owed.due < self.day:
            return
        left = self.rules.calendar.days_between(self.day, owed.raw, owed.unit)
        step = Step("stopped", self.day, left, None, None, arm.origin)
        self.run &= ~arm.bit
        self.owed[arm.other] = Obligation(None, None, owed.unit, left, (*owed.trail, step))


def execute(
    rules: Rules, marking: Marking, place: int, day: int, data: Mapping[str, Any] | None
) -> Marking:
    """The marking after an event, whether or not it was allowed.

    Args:
        rules: The rules.
        marking: The marking, its clock settled to ``day``.
        place: The event.
        day: The day it happens.
        data: What it carries; what is not a declared variable of its type has no effect.
    """
    effect = rules.program.effects[place]
    cancel, gcancel, responses, exclude, gexclude, include, ginclude, moves_clocks, *_ = effect
    store = merged(rules.graph, marking.store, data) if data else marking.store
    draft = _Draft(rules, marking, place, day, store)
    cancelled = cancel | _open(gcancel, store) if gcancel else cancel
    if cancelled & draft.re:
        draft.drop(cancelled)
    for arm in responses:
        if arm.guard is None or arm.guard(store):
            draft.arm(arm)
    draft.inc &= ~(exclude | _open(gexclude, store) if gexclude else exclude)
    draft.inc |= include | _open(ginclude, store) if ginclude else include
    if moves_clocks:
        _move_clocks(draft, effect, data)
    days = list(marking.days)
    days[place] = day
    return Marking(
        day,
        marking.ex | 1 << place,
        draft.inc,
        draft.re,
        draft.run,
        tuple(days),
        tuple(draft.owed),
        store,
        marking.breaches,
    )


def merged(graph: Graph, store: Store, data: Mapping[str, Any]) -> Store:
    """The store with the data of an act over it."""
    values = list(store)
    for name, value in data.items():
        if fits(graph, name, value):
            values[graph.variables[name].place] = value
    return tuple(values)


def fits(graph: Graph, name: str, value: Any) -> bool:
    """Whether a value may be given to a variable: declared, and of the type of its default."""
    variable = graph.variables.get(name)
    return variable is not None and type(value) is type(graph.defaults[variable.place])


def _open(guarded: tuple[tuple[int, Any], ...], store: Store) -> int:
    mask = 0
    for other, guard in guarded:
        if guard(store):
            mask |= other
    return mask


def _move_clocks(draft: _Draft, effect: Effect, data: Mapping[str, Any] | None) -> None:
    store = draft.store
    wanted = data.get(EXTEND_BY) if data else None
    n = wanted if type(wanted) is int and wanted > 0 else None
    for arm in effect.extends:
        if arm.guard is None or arm.guard(store):
            draft.extend(arm, n)
    for arm in effect.resumes:
        if arm.guard is None or arm.guard(store):
            draft.resume(arm)
    for arm in effect.suspends:
        if arm.guard is None or arm.guard(store):
            draft.suspend(arm)
