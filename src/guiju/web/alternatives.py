"""Acts owed as alternatives: whichever is done discharges the others, so they are one duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from guiju.lawbook.effective import EffectiveRules

CANCEL, RESPONSE = "cancel", "response"
Pair = tuple[str, str]
Item = TypeVar("Item")


def alternatives(rules: EffectiveRules) -> frozenset[Pair]:
    """Pairs of acts that one and the same rule asks for, the one instead of the other."""
    instead, asked = set(), set()
    for one in rules.graph["relations"]:
        if one["type"] == CANCEL:
            instead.add((one["rule"], one["source"], one["target"]))
        elif one["type"] == RESPONSE:
            asked.add((one["rule"], one["target"]))
    return frozenset(
        (first, second)
        for rule, first, second in instead
        if {(rule, first), (rule, second)} <= asked and (rule, second, first) in instead
    )


def grouped(
    items: Iterable[Item],
    pairs: Mapping[str, frozenset[Pair]],
    describe: Callable[[Item], tuple[str, str, Hashable]],
) -> list[list[Item]]:
    """Items in their order, alternatives beside the first of them.

    Args:
        items: what is owed.
        pairs: matter → its pairs of alternatives.
        describe: matter, act and due day of an item; only what is due alike is one duty.
    """
    found: list[list[Item]] = []
    for item in items:
        matter, act, due = describe(item)
        for group in found:
            others = [describe(one) for one in group]
            if all(
                (where, when) == (matter, due) and (name, act) in pairs.get(matter, frozenset())
                for where, name, when in others
            ):
                group.append(item)
                break
        else:
            found.append([item])
    return found


def one_of(acts: Iterable[str]) -> str:
    """What a duty is called: the act, or 其一：甲、乙."""
    named = list(acts)
    return named[0] if len(named) == 1 else f"其一：{'、'.join(named)}"
