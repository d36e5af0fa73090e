"""The way to an act that cannot be done yet: which act can be done now and brings it nearer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator


def leading(
    act: str,
    free: Container[str],
    helps_of: Callable[[str], Iterable[str]],
    mine: Container[str] = (),
) -> str:
    """The first act that can be done now on the way to another.

    Args:
        act: what is to be reached.
        free: the acts that can be done now.
        helps_of: act → the acts that would clear its way, in the order its refusal names them.
        mine: the acts the viewer may do; one of those is preferred.

    Returns:
        The act itself where it can be done now; empty where only time or another's answer helps.
    """
    found = list(_ways(act, free, helps_of, set()))
    return next((one for one in found if one in mine), found[0] if found else "")


def _ways(
    act: str, free: Container[str], helps_of: Callable[[str], Iterable[str]], seen: set[str]
) -> Iterator[str]:
    if act in seen:
        return
    seen.add(act)
    if act in free:
        yield act
        return
    for one in helps_of(act):
        yield from _ways(one, free, helps_of, seen)
