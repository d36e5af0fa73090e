"""Static checks of a procedure, over its graph with every period given some length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.content_checks import CONTENT_CHECKS
from guiju.lawbook.findings import ERROR, NOTE, Finding
from guiju.lawbook.lowering import lower
from guiju.lawbook.order import never_happens, order, reached
from guiju.lawbook.reachability import explore
from guiju.lawbook.surely import unset_guards
from guiju.procedure import Graph, GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.lawbook.errors import Place
    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.shelf import Shelf

    Check = Callable[[Procedure, Mapping[str, Any]], Iterator[Finding]]

SOME_VALUE: Final[Mapping[str, Any]] = {
    "duration": {"n": 1, "unit": "d"},
    "money": 1,
    "int": 1,
    "yesno": True,
}
START: Final = 739_000


def check(procedure: Procedure, shelf: Shelf, bound: int = 0) -> tuple[Finding, ...]:
    """Return what is wrong with a procedure, or may be.

    Args:
        procedure: The procedure.
        shelf: The catalog's shared files.
        bound: How many markings to explore for acts that can never be done and matters that can never
            be closed; 0 explores none.
    """
    values = {name: SOME_VALUE[kind] for name, kind in shelf.parameter_kinds.items()}
    graph = lower(procedure, values)
    try:
        Graph.from_json({**graph, "start": START})
    except GraphError as error:
        return (Finding(f"graph.{error.code}", error.sentence, place_of(procedure, graph, error)),)
    found = [finding for one in CHECKS for finding in one(procedure, graph)]
    if bound:
        found += explore(procedure, graph, bound)
    return tuple(found)


def errors(procedure: Procedure, shelf: Shelf, bound: int = 0) -> tuple[Finding, ...]:
    """Return the findings of `check` that must be mended."""
    return tuple(one for one in check(procedure, shelf, bound) if one.weight == ERROR)


def place_of(procedure: Procedure, graph: Mapping[str, Any], error: GraphError) -> Place:
    """Return the rule a message of the kernel is about, as far as it can be told."""
    head, _, rest = error.where.partition("[")
    if head == "relations":
        rule = graph["relations"][int(rest.partition("]")[0])]["rule"]
        if rule is not None:
            return procedure.rules[int(rule)].place
    return procedure.place


def _relations(graph: Mapping[str, Any], *kinds: str) -> list[Mapping[str, Any]]:
    return [one for one in graph["relations"] if one["type"] in kinds]


def _rule_place(procedure: Procedure, relation: Mapping[str, Any]) -> Place:
    rule = relation["rule"]
    return procedure.place if rule is None else procedure.rules[rule].place


def _clocks_are_armed(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    armed = {one["target"] for one in _relations(graph, "response") if "deadline" in one}
    for name, act in procedure.acts.items():
        if act.clock and name not in armed:
            yield Finding(
                "clock.never_armed",
                f"时钟事件“{name}”没有任何规则给它期限，永远不会发生。请补 after … must … within，或 on_miss、window。",
                act.place,
            )


def _conditions_block(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    """Find conditions on acts that nobody may have opened yet: such a condition does not block."""
    seen: set[int] = set()
    for one in order(graph).void:
        if one["rule"] is not None and one["rule"] not in seen:
            seen.add(one["rule"])
            yield Finding(
                "condition.void",
                f"“{one['source']}”一开始没有开放，在它开放之前，它拦不住“{one['target']}”。"
                f"请让“{one['source']}”用 do … follows 表示先后而不用 may，或让开放它的行为也在“{one['target']}”之前。",
                _rule_place(procedure, one),
            )


def _delays_stay(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    own = {one["source"] for one in _relations(graph, "exclude") if one["source"] == one["target"]}
    for one in _relations(graph, "condition"):
        if "delay" in one and one["source"] in own:
            yield Finding(
                "delay.vanishes",
                f"“{one['source']}”做了就排除自己，它后面的等待期也随之消失。请去掉 not 自己(行为本来只做一次)。",
                _rule_place(procedure, one),
            )


def _owed_are_open(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    for name in procedure.owed:
        if name not in graph["initial"]["included"]:
            yield Finding(
                "owed.excluded",
                f"“{name}”一开始就欠着，却还没有开放，办件会显得已经了结。请从 owed 或 may、window 中去掉一处。",
                name.place,
            )


def _opener_is_free(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    opener = procedure.opens
    shut = opener not in graph["initial"]["included"]
    blocked = any(one["target"] == opener for one in _relations(graph, "condition"))
    if shut or blocked:
        yield Finding(
            "opens.blocked",
            f"“{opener}”开启办件，却要等别的行为。请删去以它为目标的 needs、follows、may 或 window。",
            opener.place,
        )


def _no_dead_knot(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    """Find acts that wait for each other, where nothing can exclude any of them."""
    excluded = {one["target"] for one in _relations(graph, "exclude")}
    waits: dict[str, set[str]] = {}
    for one in _relations(graph, "condition"):
        free = one["guard"] is None and not {one["source"], one["target"]} & excluded
        if free and one["source"] in graph["initial"]["included"]:
            waits.setdefault(one["target"], set()).add(one["source"])
    for name in waits:
        if name in reached(name, waits):
            yield Finding(
                "condition.knot",
                f"“{name}”与别的行为互为前提，谁也做不了。请核对 needs 和 follows。",
                procedure.acts[name].place,
            )


def _stopped_clocks_resume(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    opened = {(one["source"], one["target"]) for one in _relations(graph, "include")}
    for rule in procedure.rules:
        for stop in rule.names.get("stops", ()):
            until = rule.names["until"]
            if not any(
                act in graph["initial"]["included"] or (stop, act) in opened for act in until
            ):
                yield Finding(
                    "stops.cannot_resume",
                    f"“{stop}”停了钟，恢复的行为却没有随之开放，钟可能永远停着。请写 after: {stop}, may: {until[0]}。",
                    rule.place,
                    NOTE,
                )


def _extended_can_be_owed(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    dated = {one["target"] for one in _relations(graph, "response") if "deadline" in one}
    for rule in procedure.rules:
        for act in rule.names.get("of", ()):
            if act not in dated:
                yield Finding(
                    "extends.nothing",
                    f"没有规则给“{act}”期限，延长它没有意义。请先写 after … must: {act}, within …。",
                    rule.place,
                )


def _never_happens(procedure: Procedure, graph: Mapping[str, Any]) -> Iterator[Finding]:
    for name in never_happens(graph):
        yield Finding(
            "act.dead",
            f"“{name}”永远不会发生：没有开放它的行为，或它的前提不会发生。请核对 may、window 和 needs。",
            procedure.acts[name].place,
        )


CHECKS: Final[tuple[Check, ...]] = (
    unset_guards,
    _clocks_are_armed,
    _conditions_block,
    _delays_stay,
    _owed_are_open,
    _opener_is_free,
    _no_dead_knot,
    _never_happens,
    _stopped_clocks_resume,
    _extended_can_be_owed,
    *CONTENT_CHECKS,
)
