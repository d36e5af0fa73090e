"""Acts owed as alternatives: whichever is done discharges the others, so they are one duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

Pair = tuple[str, str]
Item = TypeVar("Item")


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
    alike: dict[tuple[str, Hashable], list[list[Item]]] = {}
    for item in items:
        matter, act, due = describe(item)
        known, either = alike.setdefault((matter, due), []), pairs.get(matter, frozenset())
        for group in known:
            if all((describe(one)[1], act) in either for one in group):
                group.append(item)
                break
        else:
            known.append([item])
            found.append(known[-1])
    return found


def one_of(acts: Iterable[str]) -> str:
    """What a duty is called: the act, or 其一：甲、乙."""
    named = list(acts)
    return named[0] if len(named) == 1 else f"其一：{'、'.join(named)}"
