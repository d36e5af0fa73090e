"""A procedure as stages: which act leads to which, and how far from the beginning each one stands."""

from __future__ import annotations

from itertools import product
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


class Stages(NamedTuple):
    """The acts in columns, from the beginning to the end.

    Attributes:
        columns: acts drawn, by stage, in order of the file within one.
        aside: acts that no other act waits for, leads to or owes: told in a list.
        links: those between acts drawn; of two acts the strongest.
    """

    columns: tuple[tuple[str, ...], ...]
    aside: tuple[str, ...]
    links: tuple[Link, ...]


def links(procedure: Procedure) -> list[Link]:
    """How the acts of a procedure lead to and shut one another, each once; an act and itself are no pair.

    Args:
        procedure: the procedure.
    """
    found: dict[Link, None] = {}
    for rule in procedure.rules:
        found.update(dict.fromkeys(_of(rule, procedure)))
    return list(found)


def stages(
    procedure: Procedure, columns: int, drawn_at_most: int, *, every: bool = False
) -> Stages:
    """Lay a procedure out in stages.

    Args:
        procedure: the procedure.
        columns: how many stages at most; longer ways are drawn together.
        drawn_at_most: with more acts than these, those aside are told in a list, and what shuts what is left to the rules.
        every: draw those aside too.
    """
    known, names = links(procedure), list(map(str, procedure.acts))
    leading = [one for one in known if one.kind in LEADING]
    many = len(names) > drawn_at_most
    aside = _aside(procedure, leading) if many and not every else set()
    drawn = [name for name in names if name not in aside]
    ranks = _ranks(drawn, leading, str(procedure.opens))
    most = max(ranks.values())
    if most > 1:
        ranks |= dict.fromkeys(_closers(procedure) & ranks.keys(), most)
    later = min(columns - 1, most)
    placed: list[list[str]] = [[] for _ in range(later + 1)]
    for name in sorted(drawn, key=lambda one: ranks[one]):
        placed[1 + (ranks[name] - 1) * later // most if ranks[name] else 0].append(name)
    between = _strongest(
        one
        for one in known
        if {one.source, one.target} <= set(drawn) and not (many and one.kind == NOT)
    )
    return Stages(
        tuple(tuple(column) for column in placed),
        tuple(name for name in names if name in aside),
        tuple(_without_detours(between)),
    )


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


def _aside(procedure: Procedure, leading: Iterable[Link]) -> set[str]:
    """Acts that nothing needs and nothing owes: one may do them, and nothing follows."""
    leading = list(leading)
    needed = {one.source for one in leading}
    owed = {one.target for one in leading if one.kind == MUST} | set(map(str, procedure.owed))
    kept = needed | owed | _closers(procedure) | {str(procedure.opens)}
    return {str(name) for name in procedure.acts} - kept


def _closers(procedure: Procedure) -> set[str]:
    closing = (rule for rule in procedure.rules if rule.kind == "closes")
    return {str(act) for rule in closing for act in rule.names["closes"]}


def _ranks(drawn: Iterable[str], leading: Iterable[Link], opens: str) -> dict[str, int]:
    """Act → length of the longest way to it that does not come back; clock events and others that nothing leads to come second."""
    known = set(drawn)
    after: dict[str, list[str]] = {name: [] for name in known}
    for one in leading:
        if one.source in known and one.target in known:
            after[one.source].append(one.target)
    order = _in_order([opens, *drawn], after)
    place = {name: at for at, name in enumerate(order)}
    ranks = dict.fromkeys(order, 1)
    ranks[opens] = 0
    for name in order:
        for target in after[name]:
            if place[target] > place[name]:
                ranks[target] = max(ranks[target], ranks[name] + 1)
    return ranks


def _in_order(begin: Iterable[str], after: Mapping[str, list[str]]) -> list[str]:
    """The acts so that each comes before what it leads to, ways back left out."""
    seen: set[str] = set()
    finished: list[str] = []
    for first in begin:
        waiting = [] if first in seen else [(first, iter(after[first]))]
        seen.add(first)
        while waiting:
            name, targets = waiting[-1]
            following = next((one for one in targets if one not in seen), None)
            if following is None:
                finished.append(name)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(after[following])))
    return finished[::-1]


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
