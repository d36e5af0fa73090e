"""The rows of the lowering table: for each kind of rule, the relations it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.schema import CLOCK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.lawbook.lowering import Lowering
    from guiju.lawbook.schema import Rule, Tree
    from guiju.lawbook.yaml_text import Text

    Relation = dict[str, Any]
    Lower = Callable[[Lowering, Rule], list[Relation]]


def both(left: Tree, right: Tree) -> Tree:
    """Return the conjunction of two guards, either of which may be absent."""
    if left is None or right is None:
        return right if left is None else left
    return ["and", left, right]


def starts_shut(rule: Rule) -> tuple[Text, ...]:
    """Return the acts that start excluded because of a rule."""
    key = {"may": "may", "window": "window"}.get(rule.kind)
    return rule.names[key] if key else ()


def _delayed(lowering: Lowering, rule: Rule, source: str) -> list[Relation]:
    conditions = lowering.pairs(rule, "condition", source, "do")
    delay = lowering.duration(rule.length)
    return [{**one, "delay": delay} for one in conditions] if delay else conditions


def _needs(lowering: Lowering, rule: Rule) -> list[Relation]:
    relations = _delayed(lowering, rule, "needs") + lowering.pairs(rule, "milestone", "needs", "do")
    if rule.passed is None:
        return relations
    failed = ["not", lowering.expression(rule.passed)]
    for act in rule.names["needs"]:
        again = lowering.relation(rule, "response", act, act)
        relations.append({**again, "guard": both(again["guard"], failed), "rearm": "keep"})
    return relations


def _follows(lowering: Lowering, rule: Rule) -> list[Relation]:
    return _delayed(lowering, rule, "follows")


def _waits(lowering: Lowering, rule: Rule) -> list[Relation]:
    return lowering.pairs(rule, "milestone", "waits", "do")


def _must(lowering: Lowering, rule: Rule) -> list[Relation]:
    owed = rule.names["must"]
    responses = (
        lowering.response(rule, source, target) for source in rule.names["after"] for target in owed
    )
    return [one for one in responses if one is not None] + _instead(lowering, rule, owed)


def _instead(lowering: Lowering, rule: Rule, owed: tuple[Text, ...]) -> list[Relation]:
    """Return the cancels by which one of several owed acts discharges the others."""
    return [
        lowering.relation(rule, "cancel", one, other)
        for one in owed
        for other in owed
        if one != other
    ]


def _pairs_as(kind: str, second: str) -> Lower:
    def row(lowering: Lowering, rule: Rule) -> list[Relation]:
        return lowering.pairs(rule, kind, "after", second)

    return row


def _stops(lowering: Lowering, rule: Rule) -> list[Relation]:
    until, clocks = rule.names["until"], rule.names["clock"]
    relations = lowering.pairs(rule, "suspend", "stops", "clock")
    for act in until:
        relations += [
            lowering.relation(rule, "resume", act, clock, guarded=False) for clock in clocks
        ]
    for stop in rule.names["stops"]:
        relations += [
            {**lowering.relation(rule, "response", stop, act), "rearm": "keep"} for act in until
        ]
    return relations + _instead(lowering, rule, until)


def _extends(lowering: Lowering, rule: Rule) -> list[Relation]:
    by = lowering.duration(rule.length)
    if by is None:
        return []
    return [{**one, "by": by} for one in lowering.pairs(rule, "extend", "extends", "of")]


def _window(lowering: Lowering, rule: Rule) -> list[Relation]:
    relations: list[Relation] = []
    for act in rule.names["window"]:
        clock = f"{CLOCK_PREFIX}{act}"
        for opener in rule.names["opens"]:
            relations += _opening(lowering, rule, opener, act, clock)
        relations.append(lowering.relation(rule, "exclude", clock, act, guarded=False))
        for end in (act, *rule.names.get("ended_by", ())):
            relations.append(lowering.relation(rule, "cancel", end, clock, guarded=False))
            relations.append(lowering.relation(rule, "exclude", end, act, guarded=False))
    return relations


def _opening(lowering: Lowering, rule: Rule, opener: str, act: str, clock: str) -> list[Relation]:
    armed = lowering.response(rule, opener, clock)
    opened = lowering.relation(rule, "include", opener, act)
    return [opened] if armed is None else [armed, opened]


def _on_miss(_lowering: Lowering, _rule: Rule) -> list[Relation]:
    return []


def _closes(lowering: Lowering, rule: Rule) -> list[Relation]:
    survive = set(map(str, rule.names.get("survive", ())))
    survive |= set(_clocks_of(survive, lowering.procedure.rules))
    return [
        lowering.relation(rule, "exclude", act, other)
        for act in rule.names["closes"]
        for other in lowering.procedure.acts
        if other != act and other not in survive
    ]


def _clocks_of(acts: set[str], rules: Iterable[Rule]) -> Iterable[str]:
    """Yield the clocks that exist only for some acts: of their windows, and of their being missed."""
    for rule in rules:
        for act in rule.names.get("window", ()):
            if act in acts:
                yield f"{CLOCK_PREFIX}{act}"
        if rule.kind == "on_miss" and rule.names["on_miss"][0] in acts:
            yield str(rule.names["then"][0])


ROWS: Final[Mapping[str, Lower]] = {
    "needs": _needs,
    "follows": _follows,
    "waits": _waits,
    "must": _must,
    "may": _pairs_as("include", "may"),
    "opens": _pairs_as("include", "opens"),
    "not": _pairs_as("exclude", "not"),
    "drops": _pairs_as("cancel", "drops"),
    "stops": _stops,
    "extends": _extends,
    "window": _window,
    "on_miss": _on_miss,
    "closes": _closes,
}
