"""Restrictions on graphs that make the clock come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.procedure.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guiju.procedure.parts import Event, Link


def check_links(events: Sequence[Event], links: Iterable[Link]) -> None:
    """Checks every link between two events.

    Args:
        events: The graph's events.
        links: Its relations, groups flattened.

    Raises:
        GraphError: A delay before a clock event, a clock event that arms a clock event without at
            least one unit of time, a clock event that extends.
    """
    for link in links:
        check = _CHECKS.get(link.relation.type)
        if check is not None:
            check(events[link.source], events[link.target], link)


def _no_delay_into_clock(source: Event, target: Event, link: Link) -> None:
    if target.kind == "auto" and link.relation.length is not None:
        sentence = (
            f"“{source.id}”到时钟事件“{target.id}”的条件不能带等待期，请改用带期限的 response。"
        )
        raise GraphError(
            code="auto-delay", sentence=sentence, where=f"relations[{link.relation.place}]"
        )


def _clock_takes_time(source: Event, target: Event, link: Link) -> None:
    length = link.relation.length
    if source.kind == target.kind == "auto" and (length is None or length.n < 1):
        sentence = f"时钟事件“{source.id}”引起时钟事件“{target.id}”，期限至少为1。"
        raise GraphError(
            code="auto-loop", sentence=sentence, where=f"relations[{link.relation.place}]"
        )


def _clock_extends_nothing(source: Event, target: Event, link: Link) -> None:
    if source.kind == "auto":
        sentence = f"时钟事件“{source.id}”不能延长“{target.id}”的期限，延长只能由人作出。"
        raise GraphError(
            code="auto-extend", sentence=sentence, where=f"relations[{link.relation.place}]"
        )


_CHECKS: dict[str, Callable[[Event, Event, Link], None]] = {
    "condition": _no_delay_into_clock,
    "response": _clock_takes_time,
    "extend": _clock_extends_nothing,
}
