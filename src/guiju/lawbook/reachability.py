"""What a procedure can come to, with time left out: acts that never happen, matters that never close.

Time left out means that every delay may have passed, that no deadline forces anything, and that a clock
event may happen whenever it is owed, open and not blocked. Every real run is one of these runs, so what
never happens here never happens.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.domains import Choice, choices
from guiju.lawbook.findings import Finding
from guiju.procedure import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.lawbook.schema import Procedure

    Store = tuple[Any, ...]
    Test = Callable[[Store], bool]

START: Final = 739_000
MOST_BRANCHES: Final = 4_096
GATES: Final = ("condition", "milestone")
EFFECTS: Final = ("cancel", "response", "exclude", "include")


@dataclass(frozen=True, slots=True)
class State:
    """One marking without days: executed, owed, open, and the data that guards read."""

    ex: int
    re: int
    inc: int
    store: tuple[Any, ...]

    @property
    def closed(self) -> bool:
        """Tell whether nothing open is owed."""
        return not self.re & self.inc


@dataclass(slots=True)
class Explored:
    """The markings found.

    Attributes:
        came_from: Marking → the marking and act it was first reached by.
        back: Marking → markings one act before it.
        happened: Places of the events that happened.
        complete: Whether nothing was left out.
    """

    came_from: dict[State, tuple[State, str] | None] = field(default_factory=dict)
    back: dict[State, list[State]] = field(default_factory=dict)
    happened: set[int] = field(default_factory=set)
    complete: bool = True


def explore(procedure: Procedure, graph: Mapping[str, Any], bound: int) -> list[Finding]:
    """Return acts that no run reaches and a shortest way to a matter that cannot be closed.

    Args:
        procedure: The procedure.
        graph: Its graph.
        bound: How many markings to look at; where they do not suffice nothing is found.
    """
    space = Space(Graph.from_json({**graph, "start": START}), choices(procedure, graph))
    explored = space.explore(bound)
    if not explored.complete:
        return []
    names = [event.id for event in space.graph.events]
    dead = [name for place, name in enumerate(names) if place not in explored.happened]
    found = [
        Finding(
            "act.dead",
            f"“{name}”在任何办法下都做不到。请核对它的前提和条件。",
            procedure.acts[name].place,
        )
        for name in dead
    ]
    return found + list(_stuck(procedure, explored))


def _stuck(procedure: Procedure, explored: Explored) -> Iterator[Finding]:
    closing = {state for state in explored.came_from if state.closed}
    ahead = deque(closing)
    while ahead:
        for before in explored.back.get(ahead.popleft(), ()):
            if before not in closing:
                closing.add(before)
                ahead.append(before)
    for state in explored.came_from:
        if state not in closing:
            way = "、".join(_way(state, explored))
            yield Finding(
                "matter.cannot_close",
                f"依次办了 {way} 之后，办件再也了结不了。请核对此后还欠的行为由谁、凭什么办。",
                procedure.place,
            )
            return


def _way(state: State, explored: Explored) -> list[str]:
    way: list[str] = []
    step = explored.came_from[state]
    while step is not None:
        way.append(step[1])
        step = explored.came_from[step[0]]
    return way[::-1]


class Space:
    """The runs of one graph."""

    def __init__(self, graph: Graph, branches: Mapping[str, tuple[Choice, ...]]) -> None:
        """Sort the graph's links for quick steps."""
        self.graph = graph
        self._names = [event.id for event in graph.events]
        self._vars = {name: variable.place for name, variable in graph.variables.items()}
        self._branches = branches
        size = range(len(self._names))
        self._into: dict[str, list[list[tuple[int, Test | None]]]] = {
            kind: [[] for _ in size] for kind in GATES
        }
        self._out: dict[str, list[list[tuple[int, Test | None]]]] = {
            kind: [[] for _ in size] for kind in EFFECTS
        }
        self._opened = [0 for _ in size]
        for link in graph.links:
            self._sort(link)
        self._memory: dict[int, tuple[int, int, int]] = {}
        self._readers = self._all_readers()
        self.complete = True

    def _sort(self, link: Any) -> None:
        guard = None if link.relation.guard is None else link.relation.guard.value
        kind = link.relation.type
        if kind in GATES:
            self._into[kind][link.target].append((1 << link.source, guard))
        elif kind in EFFECTS:
            self._out[kind][link.source].append((1 << link.target, guard))
        if kind == "include":
            self._opened[link.source] |= 1 << link.target

    def explore(self, bound: int) -> Explored:
        """Look at up to `bound` markings, nearest first."""
        first = self._canonical(self._initial())
        found = Explored(came_from={first: None})
        ahead = deque([first])
        while ahead:
            state = ahead.popleft()
            for place, after in self._steps(state):
                found.happened.add(place)
                found.back.setdefault(after, []).append(state)
                if after not in found.came_from:
                    found.came_from[after] = (state, self._names[place])
                    ahead.append(after)
            if len(found.came_from) > bound:
                self.complete = False
                break
        found.complete = self.complete
        return found

    def _initial(self) -> State:
        initial, places = self.graph.initial, self.graph.places

        def mask(names: Any) -> int:
            return sum(1 << places[name] for name in names)

        return State(0, mask(initial.pending), mask(initial.included), tuple(self.graph.defaults))

    def _steps(self, state: State) -> Iterator[tuple[int, State]]:
        for place in range(len(self._names)):
            if self._open(state, place):
                for store in self._stores(state, place):
                    yield place, self._canonical(self._after(state, place, store))

    def _open(self, state: State, place: int) -> bool:
        bit, event = 1 << place, self.graph.events[place]
        if not state.inc & bit or (event.kind == "auto" and not state.re & bit):
            return False
        if event.once and state.ex & bit and not state.re & bit:
            return False
        undone, owed = state.inc & ~state.ex, state.inc & state.re
        return not (
            self._hits("condition", place, undone, state.store)
            or self._hits("milestone", place, owed, state.store)
        )

    def _hits(self, kind: str, place: int, mask: int, store: Store) -> bool:
        return any(
            bit & mask and (guard is None or guard(store)) for bit, guard in self._into[kind][place]
        )

    def _stores(self, state: State, place: int) -> Iterator[Store]:
        event = self.graph.events[place]
        for changed in self._assignments(self._branches.get(event.id, ())):
            store = list(state.store)
            for name, value in changed:
                store[self._vars[name]] = value
            if event.require is None or event.require.value(tuple(store)):
                yield tuple(store)

    def _assignments(self, branches: tuple[Choice, ...]) -> Iterator[tuple[tuple[str, Any], ...]]:
        """Yield what an act may set; where that is too much, each field alone against the others' first."""
        total = 1
        for choice in branches:
            total *= len(choice.values)
        if total <= MOST_BRANCHES:
            for values in product(*(choice.values for choice in branches)):
                yield tuple(pair for value in values for pair in value)
            return
        self.complete = False
        for varied in branches:
            for value in varied.values:
                yield tuple(
                    pair
                    for choice in branches
                    for pair in (value if choice is varied else choice.values[0])
                )

    def _after(self, state: State, place: int, store: Store) -> State:
        def targets(kind: str) -> int:
            mask = 0
            for bit, guard in self._out[kind][place]:
                if guard is None or guard(store):
                    mask |= bit
            return mask

        bit = 1 << place
        re = (state.re & ~bit & ~targets("cancel")) | targets("response")
        inc = (state.inc & ~targets("exclude")) | targets("include")
        return State(state.ex | bit, re, inc, store)

    def _canonical(self, state: State) -> State:
        """Forget what no later step reads: acts that can never be open again, and data only they read."""
        live, waited, read = self._kept(state.inc)
        store = tuple(
            value if read >> place & 1 else self.graph.defaults[place]
            for place, value in enumerate(state.store)
        )
        return State(state.ex & waited, state.re & live, state.inc, store)

    def _kept(self, inc: int) -> tuple[int, int, int]:
        """Return what may still be open, whose having happened is still read, and which data is."""
        kept = self._memory.get(inc)
        if kept is None:
            live = self._live(inc)
            waited = read = 0
            for ends, happened, data in self._readers:
                if ends & live == ends:
                    waited |= happened
                    read |= data
            kept = self._memory[inc] = (live, waited, read)
        return kept

    def _all_readers(self) -> set[tuple[int, int, int]]:
        """Return, for every link and event that reads something: its ends, acts it reads, data it reads."""
        found = set()
        for link in self.graph.links:
            source, target = 1 << link.source, 1 << link.target
            happened = source if link.relation.type == "condition" else 0
            found.add((source | target, happened, self._data(link.relation.guard)))
        for place, event in enumerate(self.graph.events):
            found.add((1 << place, 1 << place if event.once else 0, self._data(event.require)))
        return {one for one in found if one[1] or one[2]}

    def _data(self, expression: Any) -> int:
        reads = expression.reads if expression is not None else ()
        return sum(1 << self._vars[name] for name in reads)

    def _live(self, inc: int) -> int:
        live, new = inc, inc
        while new:
            opened = 0
            for place in range(len(self._names)):
                if new >> place & 1:
                    opened |= self._opened[place]
            new = opened & ~live
            live |= new
        return live
