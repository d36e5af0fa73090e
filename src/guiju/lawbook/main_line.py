"""A procedure as a main line with branches: the way its first worked case goes, and what leads off it, each act once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

from guiju.lawbook.schema import CLOCK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guiju.lawbook.schema import Procedure, Rule

BEFORE, MUST, MAY, NOT = "先后", "应当", "可以", "排除"
LEADING: Final = (BEFORE, MUST, MAY)
ENDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "needs": (BEFORE, "needs", "do"),
    "follows": (BEFORE, "follows", "do"),
    "must": (MUST, "after", "must"),
    "stops": (MUST, "stops", "until"),
    "on_miss": (MUST, "on_miss", "then"),
    "may": (MAY, "after", "may"),
    "opens": (MAY, "after", "opens"),
    "window": (MAY, "opens", "window"),
    "not": (NOT, "after", "not"),
}
STRONGEST: Final = {kind: place for place, kind in enumerate((MUST, BEFORE, MAY, NOT))}


class Link(NamedTuple):
    """That one act has to do with another.

    Attributes:
        kind: 先后 (the second needs the first), 应当 (the first makes the second owed), 可以 (the first opens the second) or 排除 (the first
            shuts the second).
        source: the first act.
        target: the second.
    """

    kind: str
    source: str
    target: str


@dataclass(slots=True)
class Branch:
    """An act at its place.

    Attributes:
        kind: how what it hangs from leads to it; empty on the main line and for what nothing leads to.
        act: the act.
        branches: what leads off it and has its place here.
        joins: what it has to do with besides and has its place elsewhere: kind and act.
    """

    kind: str
    act: str
    branches: list[Branch] = field(default_factory=list)
    joins: list[tuple[str, str]] = field(default_factory=list)


class MainLine(NamedTuple):
    """The acts of a procedure, each once.

    Attributes:
        steps: the main line from the beginning to the end, with the branches of each step.
        loose: acts that nothing leads to, with theirs.
    """

    steps: tuple[Branch, ...]
    loose: tuple[Branch, ...]


def links(procedure: Procedure) -> list[Link]:
    """How the acts of a procedure lead to and shut one another, each once; an act and itself are no pair.

    Args:
        procedure: the procedure.
    """
    found: dict[Link, None] = {}
    for rule in procedure.rules:
        found.update(dict.fromkeys(_of(rule, procedure)))
    return list(found)


def main_line(procedure: Procedure, *, shutting: bool) -> MainLine:
    """Lay a procedure out along its first worked case.

    Args:
        procedure: the procedure.
        shutting: whether what one act shuts for another is told too.
    """
    told = told_links(procedure, shutting=shutting)
    tree = _Tree([one for one in told if one.kind in LEADING])
    steps = [tree.plant("", act) for act in _trunk(procedure)]
    tree.grow(steps)
    loose = []
    for act in map(str, procedure.acts):
        if act not in tree.placed and not tree.waits(act):
            loose.append(tree.plant("", act))
            tree.grow(loose[-1:])
    for act in map(str, procedure.acts):
        if act not in tree.placed:
            loose.append(tree.plant("", act))
            tree.grow(loose[-1:])
    after = dict(pairwise(step.act for step in steps))
    for one in told:
        source = tree.placed[one.source]
        hangs = any(below.act == one.target for below in source.branches)
        if not hangs and after.get(one.source) != one.target:
            source.joins.append((one.kind, one.target))
    return MainLine(tuple(steps), tuple(loose))


def told_links(procedure: Procedure, *, shutting: bool) -> list[Link]:
    """The links that are told: of two acts the strongest, without 先后 that follows from others.

    Args:
        procedure: the procedure.
        shutting: whether 排除 is among them.
    """
    known = (one for one in links(procedure) if shutting or one.kind != NOT)
    return list(_without_detours(_strongest(known)))


class _Tree:
    """Acts that have their place, and what each leads to."""

    def __init__(self, leading: Iterable[Link]) -> None:
        self.placed: dict[str, Branch] = {}
        self._after: dict[str, list[Link]] = {}
        self._before: dict[str, list[str]] = {}
        for one in leading:
            self._after.setdefault(one.source, []).append(one)
            self._before.setdefault(one.target, []).append(one.source)

    def plant(self, kind: str, act: str) -> Branch:
        """Give an act its place."""
        self.placed[act] = made = Branch(kind, act)
        return made

    def grow(self, roots: Iterable[Branch]) -> None:
        """Hang what has no place yet from the nearest act that leads to it."""
        waiting = deque(roots)
        while waiting:
            branch = waiting.popleft()
            for one in self._after.get(branch.act, ()):
                if one.target not in self.placed:
                    branch.branches.append(self.plant(one.kind, one.target))
                    waiting.append(branch.branches[-1])

    def waits(self, act: str) -> bool:
        """Whether an act that has no place yet leads to it."""
        return any(one not in self.placed for one in self._before.get(act, ()))


def _trunk(procedure: Procedure) -> list[str]:
    """The acts of the first worked case, each once, up to the last one that closes."""
    steps = procedure.cases[0].steps if procedure.cases else ()
    done = [str(one.act) for one in steps if one.refused is None and one.act in procedure.acts]
    closers = _closers(procedure)
    last = max((place for place, act in enumerate(done) if act in closers), default=len(done))
    return list(dict.fromkeys([str(procedure.opens), *done[: last + 1]]))


def _of(rule: Rule, procedure: Procedure) -> Iterator[Link]:
    ends = ENDS.get(rule.kind)
    if ends is None:
        return
    kind, first, second = ends
    for source, target in product(rule.names[first], rule.names[second]):
        if source != target:
            yield Link(kind, str(source), str(target))
    for act in rule.names.get("window", ()):
        closing = f"{CLOCK_PREFIX}{act}"
        if closing in procedure.acts:
            yield Link(MAY, str(act), closing)


def _closers(procedure: Procedure) -> set[str]:
    closing = (rule for rule in procedure.rules if rule.kind == "closes")
    return {str(act) for rule in closing for act in rule.names["closes"]}


def _strongest(known: Iterable[Link]) -> list[Link]:
    found: dict[tuple[str, str], Link] = {}
    for one in sorted(known, key=lambda link: STRONGEST[link.kind]):
        found.setdefault((one.source, one.target), one)
    return list(found.values())


def _without_detours(known: list[Link]) -> Iterator[Link]:
    """Leave out 先后 between acts that other 先后 already order."""
    after: dict[str, set[str]] = {}
    for one in known:
        if one.kind in {BEFORE, MUST}:
            after.setdefault(one.source, set()).add(one.target)
    for one in known:
        others = after.get(one.source, set()) - {one.target}
        if one.kind != BEFORE or not any(one.target in after.get(other, ()) for other in others):
            yield one
