"""Mutants of a procedure: the same with one rule gone, one guard turned round, one period moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.errors import Place
    from guiju.lawbook.schema import ActSpec, Expression, FieldSpec, Length, Procedure, Rule

OTHER_UNIT: Final[Mapping[str, str]] = {"wd": "d", "d": "wd"}


@dataclass(frozen=True, slots=True)
class Shifted:
    """A parameter's value moved, under a name of its own, so that one rule alone reads it.

    Attributes:
        name: The name that the rule reads.
        parameter: The parameter whose value is moved.
        by: By how many of its unit.
    """

    name: str
    parameter: str
    by: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A procedure that says one thing otherwise.

    Attributes:
        place: Where it says so.
        change: What is otherwise, in Chinese.
        procedure: The changed procedure.
        rule: Index of the changed rule; None where an act or field is changed.
        shifted: The parameter whose value is moved, if that is the change.
    """

    place: Place
    change: str
    procedure: Procedure
    rule: int | None = None
    shifted: Shifted | None = None


def mutants(procedure: Procedure) -> Iterator[Mutant]:
    """Yield every mutant of a procedure, rule by rule in the order of the file.

    Each rule is removed, each of its guards turned round and dropped, its period made one shorter, one
    longer, and counted in days instead of working days or the other way round; each requirement of an act is
    dropped and turned round, each act owed from the beginning is not owed, each proposed yes is a no.
    """
    for rule in procedure.rules:
        yield from _of_rule(procedure, rule)
    for act in procedure.acts.values():
        yield from _of_act(procedure, act)
    for name in procedure.owed:
        left = tuple(one for one in procedure.owed if one != name)
        yield Mutant(name.place, f"不再一开始就欠“{name}”", replace(procedure, owed=left))
    for spec in procedure.data.values():
        yield from _of_field(procedure, spec)


def _of_rule(procedure: Procedure, rule: Rule) -> Iterator[Mutant]:
    left = tuple(one for one in procedure.rules if one is not rule)
    yield Mutant(rule.place, "去掉这条规则", replace(procedure, rules=left), rule.index)
    for changed, change in (*_guards(rule), *_periods(rule)):
        yield _with_rule(procedure, changed, change)
    if rule.length is not None and rule.length.parameter is not None:
        yield from _shifts(procedure, rule, rule.length)


def _with_rule(
    procedure: Procedure, changed: Rule, change: str, shifted: Shifted | None = None
) -> Mutant:
    rules = tuple(changed if one.index == changed.index else one for one in procedure.rules)
    return Mutant(changed.place, change, replace(procedure, rules=rules), changed.index, shifted)


def _guards(rule: Rule) -> Iterator[tuple[Rule, str]]:
    if rule.when is not None:
        yield replace(rule, when=_turned(rule.when)), "把 when 反过来"
        yield replace(rule, when=None), "去掉 when"
    if rule.passed is not None:
        yield replace(rule, passed=_turned(rule.passed)), "把 passed 反过来"
        yield replace(rule, passed=None), "去掉 passed"


def _periods(rule: Rule) -> Iterator[tuple[Rule, str]]:
    length = rule.length
    if length is None or length.n is None:
        return
    for by in (-1, 1):
        if length.n + by >= 0:
            yield replace(rule, length=replace(length, n=length.n + by)), _moved(length, by)
    if length.unit in OTHER_UNIT and length.n:
        other = replace(length, unit=OTHER_UNIT[length.unit])
        yield replace(rule, length=other), f"把“{length.text}”按 {other.unit} 计"


def _shifts(procedure: Procedure, rule: Rule, length: Length) -> Iterator[Mutant]:
    for by in (-1, 1):
        shifted = Shifted(f"{length.parameter}{by:+d}", str(length.parameter), by)
        changed = replace(rule, length=replace(length, parameter=shifted.name))
        yield _with_rule(procedure, changed, _moved(length, by), shifted)


def _moved(length: Length, by: int) -> str:
    return f"把“{length.text}”{'延长' if by > 0 else '缩短'}一个单位"


def _of_act(procedure: Procedure, act: ActSpec) -> Iterator[Mutant]:
    if act.requires is None:
        return
    for changed, change in (
        (replace(act, requires=None), "去掉 requires"),
        (replace(act, requires=_turned(act.requires)), "把 requires 反过来"),
    ):
        acts = {**procedure.acts, str(act.name): changed}
        yield Mutant(
            act.requires.text.place, f"“{act.name}”：{change}", replace(procedure, acts=acts)
        )


def _of_field(procedure: Procedure, spec: FieldSpec) -> Iterator[Mutant]:
    """Yield the field with its proposal turned round, where the proposal is a truth value that a guard reads."""
    computed = spec.computed
    read = any(spec.name in guard.reads for _, guard in procedure.guards())
    if computed is None or computed.kind != "yesno" or not read:
        return
    changed = replace(spec, computed=_turned(computed))
    acts = {
        name: replace(act, fields={**act.fields, str(spec.name): _as_there(act, changed)})
        if str(spec.name) in act.fields
        else act
        for name, act in procedure.acts.items()
    }
    data = {**procedure.data, str(spec.name): changed}
    yield Mutant(
        spec.place, f"“{spec.name}”：把 computed 反过来", replace(procedure, data=data, acts=acts)
    )


def _as_there(act: ActSpec, changed: FieldSpec) -> FieldSpec:
    return replace(act.fields[str(changed.name)], computed=changed.computed)


def _turned(expression: Expression) -> Expression:
    tree = expression.tree
    return replace(expression, tree=not tree if isinstance(tree, bool) else ["not", tree])
