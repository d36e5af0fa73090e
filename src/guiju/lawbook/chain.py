"""The chain of approval: one step after another, and in a step one role, or several that all must agree (会签)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Turn: TypeAlias = "str | tuple[str, ...]"
JOINT: Final = "会签"


def roles_of(step: Turn) -> tuple[str, ...]:
    """Return the roles of a step; one written alone is the only one."""
    return (step,) if isinstance(step, str) else tuple(step)


def chain_words(chain: Iterable[Turn]) -> str:
    """Return a chain in words: `甲、乙会签，丙`."""
    parts = list(chain)
    if all(isinstance(step, str) for step in parts):
        return "、".join(map(str, parts))
    return "，".join(step if isinstance(step, str) else turn_words(step) for step in parts)


def turn_words(step: Turn) -> str:
    """Return a step in words, as who gives it."""
    return str(step) if isinstance(step, str) else f"{'、'.join(step)}{JOINT}"


def awaited(chain: Sequence[Turn], agreed: Sequence[str]) -> tuple[str, ...]:
    """Return the roles whose opinion is asked for now; none when the last has agreed.

    Args:
        chain: the act's chain.
        agreed: the roles that have agreed, in the order in which they did.
    """
    place = 0
    for step in chain:
        roles = roles_of(step)
        given = agreed[place : place + len(roles)]
        if len(given) < len(roles):
            return tuple(role for role in roles if role not in given)
        place += len(roles)
    return ()


def plain(chain: Iterable[Turn]) -> list[Any]:
    """Return a chain as JSON holds it: a role, or a list of those that sign together."""
    return [str(step) if isinstance(step, str) else [str(role) for role in step] for step in chain]


def from_plain(chain: Iterable[Any]) -> tuple[Turn, ...]:
    """Return the chain that `plain` wrote."""
    return tuple(step if isinstance(step, str) else tuple(step) for step in chain)
