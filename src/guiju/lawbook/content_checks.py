"""Checks of what a procedure carries: its fields, its title, its cases, its citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.findings import ERROR, NOTE, Finding
from guiju.lawbook.order import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.lawbook.schema import Procedure


def _fields_are_carried(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    carried = {name for act in procedure.acts.values() for name in act.fields}
    read = [guard for _, guard in procedure.guards()]
    read += [spec.computed for spec in procedure.fields().values() if spec.computed is not None]
    asked = {name for one in read for name in one.asks | one.reads}
    for name, spec in procedure.data.items():
        if name not in carried:
            weight = ERROR if name in asked else NOTE
            yield Finding(
                "field.unused",
                f"没有行为带字段“{name}”。请在某个行为的 fields 中加上，或删去。",
                spec.place,
                weight,
            )


def _asked_is_carried(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    for rule in procedure.rules:
        for act in rule.names.get("extends", ()) if rule.asked is not None else ():
            if rule.asked not in procedure.acts[act].fields:
                yield Finding(
                    "extends.asked",
                    f"“{act}”不带字段“{rule.asked}”，无从写明延长多久。请在它的 fields 中加上。",
                    rule.place,
                )


def _title_at_opening(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    carried = procedure.acts[procedure.opens].fields
    for name in (*procedure.title, *procedure.key):
        if name not in carried:
            yield Finding(
                "title.later",
                f"“{name}”用作标题或唯一键，开启办件的“{procedure.opens}”却不带它。请在它的 fields 中加上。",
                name.place,
                NOTE,
            )


def _private_stays_private(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    private = {name for name, spec in procedure.fields().items() if spec.private}
    shown = [*procedure.title, *procedure.key, *procedure.list.slots]
    for figure in procedure.figures:
        shown += [*figure.by, *((figure.field,) if figure.field else ())]
        shown += sorted(figure.when.reads) if figure.when else []
    for _, guard in procedure.guards():
        shown += sorted(guard.reads)
    for name in dict.fromkeys(shown):
        if name in private:
            yield Finding(
                "field.private",
                f"字段“{name}”是不公开的，不能用于标题、列表、指标或条件。请另设一个不含个人信息的字段。",
                procedure.fields()[name].place,
            )


def _proposals_end(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    fields = procedure.fields()
    reads = {
        name: set(spec.computed.reads | spec.computed.asks)
        for name, spec in fields.items()
        if spec.computed is not None
    }
    for name in reads:
        if name in reached(name, reads):
            yield Finding(
                "field.computed",
                f"字段“{name}”的 computed 绕回了自己。请改写。",
                fields[name].place,
            )


def _acts_in_cases(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for case in procedure.cases:
        for step in case.steps:
            seen |= {step.act, *(step.fired or ()), *step.due, *step.left}
    missing = [act for name, act in procedure.acts.items() if name not in seen and not act.window]
    if missing:
        names = "、".join(act.name for act in missing)
        yield Finding(
            "case.act_missing", f"没有事例用到：{names}。请补事例。", missing[0].place, NOTE
        )


def _todo_cites(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    grounds = [act.grounds for act in procedure.acts.values()]
    grounds += [rule.grounds for rule in procedure.rules]
    places = {cite.place for one in grounds for cite in one.cite if cite.endswith("#todo")}
    if places:
        lines = "、".join(str(place.line) for place in sorted(places))
        yield Finding(
            "cite.todo",
            f"有 {len(places)} 处条文待查，在第 {lines} 行。请查到后补上。",
            min(places),
            NOTE,
        )


def _rules_say_why(procedure: Procedure, _graph: Mapping[str, Any]) -> Iterator[Finding]:
    for rule in procedure.rules:
        if not rule.grounds.why:
            yield Finding(
                "why.missing",
                "规则没有写理由，看的人不知道条文怎样成了这条规则。请补 why。",
                rule.place,
            )


CONTENT_CHECKS: Final[tuple[Callable[[Procedure, Mapping[str, Any]], Iterator[Finding]], ...]] = (
    _fields_are_carried,
    _asked_is_carried,
    _title_at_opening,
    _private_stays_private,
    _proposals_end,
    _acts_in_cases,
    _todo_cites,
    _rules_say_why,
)
