"""What an act requires of a matter that nothing typed into the act can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.lawbook.variables import SET_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.selectors import MatterView
    from guiju.procedure.expressions import Expression


def unmet(view: MatterView, act: ActRules) -> list[tuple[Expression, str]]:
    """The parts of an act's requirement that the matter does not meet and its own fields cannot change, each with its words.

    Args:
        view: the matter.
        act: one of its acts.
    """
    graph = view.pinned.rules.graph
    place = graph.places.get(act.name)
    asks = graph.events[place].asks if place is not None else ()
    own = {*act.fields, *(f"{SET_PREFIX}{name}" for name in act.fields)}
    return [
        (part, words)
        for part, words in asks
        if own.isdisjoint(part.reads) and not part.value(view.marking.store)
    ]


def setters(view: MatterView, act: ActRules, parts: Iterable[Expression]) -> list[str]:
    """The other acts that say something a requirement reads, but for the one that opened the matter."""
    read = {name.removeprefix(SET_PREFIX) for part in parts for name in part.reads}
    rules = view.pinned.effective
    return [
        name
        for name, one in rules.acts.items()
        if not one.clock and name not in {act.name, rules.opens} and read & one.fields.keys()
    ]
