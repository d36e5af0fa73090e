"""Which fields are surely answered when a guard reads them.

An act may happen only after every act that an unguarded condition puts before it; an act that starts
excluded only after one of those that open it; a clock event only after one of those that arm it. What
all of these carry as required is answered by then. That a rule excludes what others still rest on is not
seen here: a condition whose source has been excluded does not block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.computed import propose
from guiju.lawbook.findings import Finding
from guiju.lawbook.order import fixpoint, order
from guiju.lawbook.variables import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.schema import Expression, Procedure, Tree

    Relation = Mapping[str, Any]
    Fields = frozenset[str]


@dataclass(frozen=True)
class Answered:
    """Fields surely answered before and after each act."""

    before: Mapping[str, Fields]
    after: Mapping[str, Fields]


def answered(procedure: Procedure, graph: Mapping[str, Any]) -> Answered:
    """Return what is surely answered before and after each act."""
    required = {
        name: frozenset(field for field, spec in act.fields.items() if spec.answered)
        for name, act in procedure.acts.items()
    }
    known = order(graph)
    before = fixpoint(required, known.needs, known.opens, known.arms)
    return Answered(before, {name: before[name] | required[name] for name in before})


def unset_guards(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each guard that may read a field nobody has answered."""
    known = answered(procedure, graph)
    types = {name: spec.type for name, spec in procedure.fields().items()}
    for name, act in procedure.acts.items():
        for field in sorted(_reads(act.requires) - known.after[name]):
            if not _refuses(act.requires, field, DEFAULTS[types[field]]):
                yield _finding(act.place, field, f"办“{name}”时")
    seen: set[tuple[int, str]] = set()
    for relation in graph["relations"]:
        if relation["rule"] is None:
            continue
        rule = procedure.rules[relation["rule"]]
        reads = _reads(rule.when) | (
            _reads(rule.passed) if relation["type"] == "response" else set()
        )
        for field in sorted(reads - _at(relation, known, graph)):
            if (rule.index, field) not in seen:
                seen.add((rule.index, field))
                yield _finding(rule.place, field, _moment(relation))


def _refuses(requires: Expression | None, field: str, default: object) -> bool:
    """Tell whether a requirement fails, whatever else is said, while `field` is open."""
    tree = None if requires is None else _with_default(requires.tree, field, default)
    return propose(tree, {}, {}) is False


def _with_default(tree: Tree, field: str, default: object) -> Tree:
    if tree == ["var", field]:
        return default
    if isinstance(tree, list):
        return [_with_default(part, field, default) for part in tree]
    return tree


def _reads(expression: Expression | None) -> set[str]:
    """Return the fields whose value is read without asking first whether there is one."""
    return set() if expression is None else set(expression.reads - expression.asks)


def _at(relation: Relation, known: Answered, graph: Mapping[str, Any]) -> Fields:
    """Return what is answered when the guard of `relation` is read."""
    if relation["type"] == "condition":
        return known.before[relation["target"]]
    if relation["type"] == "milestone":
        return known.before[relation["target"]] | _once_owed(relation["source"], known, graph)
    if relation["type"] == "extend":
        return known.before[relation["source"]]
    return known.after[relation["source"]]


def _once_owed(act: str, known: Answered, graph: Mapping[str, Any]) -> Fields:
    """Return what is answered once `act` is owed; a milestone blocks only then."""
    sources = [
        one["source"]
        for one in graph["relations"]
        if one["type"] == "response" and one["target"] == act
    ]
    if act in graph["initial"]["pending"] or not sources:
        return frozenset()
    return frozenset.intersection(*(known.after[source] for source in sources))


MOMENTS: Final = ("condition", "milestone")


def _moment(relation: Relation) -> str:
    act = relation["target" if relation["type"] in MOMENTS else "source"]
    return f"办“{act}”之前" if relation["type"] in MOMENTS else f"“{act}”之后"


def _finding(place: Any, field: str, moment: str) -> Finding:
    return Finding(
        "guard.may_be_unset",
        f"条件读“{field}”，{moment}却不一定有人答过它。"
        f"请让必经的行为带上它并写 required: true，或在条件里先问“{field} set”。",
        place,
    )
