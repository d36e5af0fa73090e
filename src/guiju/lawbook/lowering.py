"""Turns a procedure's rules into the kernel's graph, row by row of the catalog's table.

Relations keep the file's order, so that the first failing rule in the file names the article. Each carries
`cite`, `basis`, `why`, `rule` (index in the file; None for what `opens` asks) and `kind`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.guard_words import demands
from guiju.lawbook.lowering_rows import ROWS, both, starts_shut
from guiju.lawbook.variables import lower_tree, variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.lawbook.schema import (
        ActSpec,
        Expression,
        Grounds,
        Length,
        Procedure,
        Rule,
        Tree,
    )

    Relation = dict[str, Any]
    Lower = Callable[["Lowering", Rule], list[Relation]]

BLOCKING: Final = ("condition", "milestone")
LENGTHS: Final = ("deadline", "by", "roll_cite")
COPIED: Final = ("extend", "suspend", "resume", "cancel")


def lower(
    procedure: Procedure, values: Mapping[str, Any], rolls: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the kernel's graph of a procedure.

    Args:
        procedure: The procedure.
        values: Parameter → its value: a duration in the kernel's form, a number, a text or a truth
            value; None where it is empty.
        rolls: Statute → the article by which a last day moves past days off.

    Returns:
        `{"events", "vars", "relations", "groups", "initial"}`; start day and calendar belong to the matter.
    """
    return Lowering(procedure, values, rolls or {}).graph()


@dataclass(frozen=True, slots=True)
class Lowering:
    """One procedure under one set of parameters."""

    procedure: Procedure
    values: Mapping[str, Any]
    rolls: Mapping[str, str]

    def graph(self) -> dict[str, Any]:
        """Return the graph."""
        fields = self.procedure.fields()
        return {
            "events": [self._event(act) for act in self.procedure.acts.values()],
            "vars": variables((guard for _, guard in self.procedure.guards()), fields),
            "relations": self._relations(),
            "groups": {},
            "initial": self._initial(),
        }

    def _event(self, act: ActSpec) -> dict[str, Any]:
        return {
            "id": str(act.name),
            "kind": "auto" if act.clock else "act",
            "roles": [str(role) for role in (act.recorded_by if act.clock else act.by)],
            "once": not act.often and not act.clock,
            "require": self.expression(act.requires),
            "title": str(act.name),
            "cite": [str(cite) for cite in act.grounds.cite],
            "basis": act.grounds.basis,
            "lapse": act.lapse,
            "why": str(act.grounds.why),
            "asks": self._asks(act.requires),
        }

    def _asks(self, requires: Expression | None) -> list[dict[str, Any]]:
        """What an act requires, part by part, so that a refusal can say which part is missing."""
        if requires is None:
            return []
        fields = self.procedure.fields()
        types = {name: spec.type for name, spec in fields.items()}
        proposals = {
            name: spec.computed.tree for name, spec in fields.items() if spec.computed is not None
        }
        return [
            {"require": lower_tree(tree, types, self.values), "words": words}
            for tree, words in demands(requires.tree, types, proposals)
        ]

    def _initial(self) -> dict[str, Any]:
        shut = {name for rule in self.procedure.rules for name in starts_shut(rule)}
        return {
            "executed": {},
            "pending": {str(name): None for name in self.procedure.owed},
            "included": [name for name in self.procedure.acts if name not in shut],
        }

    def _relations(self) -> list[Relation]:
        lowered = [ROWS[rule.kind](self, rule) for rule in self.procedure.rules]
        first = self._opened()
        known = [*first, *(relation for relations in lowered for relation in relations)]
        for rule, relations in zip(self.procedure.rules, lowered, strict=True):
            if rule.kind == "on_miss":
                relations.extend(self._missed(rule, known))
        return [*first, *(relation for relations in lowered for relation in relations)]

    def _opened(self) -> list[Relation]:
        opener = self.procedure.acts[self.procedure.opens]
        others = (
            act for act in self.procedure.acts.values() if not act.clock and act is not opener
        )
        return [
            _annotated(("condition", opener.name, act.name), opener.grounds, None, "opens")
            for act in others
        ]

    def _missed(self, rule: Rule, known: Iterable[Relation]) -> list[Relation]:
        """Return what makes the clock of a missed duty move as the duty's own does."""
        missed, then = rule.names["on_miss"][0], rule.names["then"][0]
        copies = [self.relation(rule, "cancel", missed, then)]
        for relation in known:
            if relation["target"] == missed and relation["source"] != then:
                copies.extend(self._copy(rule, relation, then))
        return copies

    def _copy(self, rule: Rule, relation: Relation, then: str) -> list[Relation]:
        kind = relation["type"]
        guard = both(relation["guard"], self.expression(rule.when))
        new = self.relation(rule, kind, relation["source"], then)
        new["guard"] = guard
        if kind == "exclude":
            return [{**new, "type": "cancel"}]
        if kind in COPIED or (kind == "response" and "deadline" in relation):
            return [{**new, **{key: relation[key] for key in LENGTHS if key in relation}}]
        return []

    def expression(self, expression: Expression | None) -> Tree:
        """Return an expression in the kernel's form, parameters replaced by their values."""
        if expression is None:
            return None
        types = {name: spec.type for name, spec in self.procedure.fields().items()}
        return lower_tree(expression.tree, types, self.values)

    def duration(self, length: Length | None) -> dict[str, Any] | None:
        """Return a period in the kernel's form; None where there is none or its parameter is empty."""
        if length is None:
            return None
        if length.parameter is not None:
            value: dict[str, Any] | None = self.values[length.parameter]
            return dict(value) if value is not None else None
        duration: dict[str, Any] = {"n": length.n, "unit": length.unit}
        if length.roll is not None:
            duration["roll"] = length.roll
        if length.clear:
            duration["clear"] = True
        return duration

    def relation(
        self, rule: Rule, kind: str, source: str, target: str, *, guarded: bool = True
    ) -> Relation:
        """Return one relation of a rule."""
        guard = self.expression(rule.when) if guarded else None
        return _annotated((kind, source, target), rule.grounds, rule.index, rule.kind, guard)

    def response(self, rule: Rule, source: str, target: str) -> Relation | None:
        """Return a response with the rule's period; None where a clock would have none."""
        relation = self.relation(rule, "response", source, target)
        duration = self.duration(rule.length)
        if duration is not None:
            return {**relation, "deadline": duration, **self._roll(rule, duration)}
        if self.procedure.acts[target].clock:
            return None
        return {**relation, "rearm": "keep"}

    def _roll(self, rule: Rule, duration: Mapping[str, Any]) -> dict[str, str]:
        """Return the article that moves the last day, where one of the cited statutes has it."""
        if duration["unit"] == "wd":
            return {}
        statutes = (cite.partition("#")[0] for cite in rule.grounds.cite)
        article = next((self.rolls[one] for one in statutes if one in self.rolls), None)
        return {"roll_cite": article} if article else {}

    def pairs(self, rule: Rule, kind: str, first: str, second: str) -> list[Relation]:
        """Return a relation from each act under `first` to each under `second`.

        Within a group an act neither precedes nor blocks itself.
        """
        return [
            self.relation(rule, kind, source, target)
            for source in rule.names[first]
            for target in rule.names[second]
            if source != target or kind not in BLOCKING
        ]


def _annotated(
    ends: tuple[str, str, str],
    grounds: Grounds,
    rule: int | None,
    row: str,
    guard: Tree = None,
) -> Relation:
    return {
        "type": ends[0],
        "source": str(ends[1]),
        "target": str(ends[2]),
        "guard": guard,
        "cite": [str(cite) for cite in grounds.cite],
        "basis": grounds.basis,
        "why": grounds.why,
        "rule": rule,
        "kind": row,
    }
