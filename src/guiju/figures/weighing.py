"""A checked expression of the catalog weighed against values at hand, as ``conditions.py`` writes it for the engine.

Three answers are known, as in SQL: yes, no, and None where something compared is unset.
"""

from __future__ import annotations

from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final

from guiju.figures.conditions import unworkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree


def holds(tree: Tree, values: Mapping[str, Any]) -> bool:
    """Whether an expression is satisfied.

    Args:
        tree: the checked expression.
        values: field → value; None where it is unset.

    Raises:
        FigureError: ``figure.expression``: it needs what a figure cannot know.
    """
    return weigh(tree, values) is True


def weigh(tree: Tree, values: Mapping[str, Any]) -> Any:
    """The value of an expression; arguments as for ``holds``."""
    if not isinstance(tree, list):
        return tree
    found = _WEIGHED.get(tree[0])
    if found is None:
        unworkable(tree[0])
    return found(tree, values)


def _not(tree: list[Any], values: Mapping[str, Any]) -> bool | None:
    found = weigh(tree[1], values)
    return None if found is None else not found


def _and(tree: list[Any], values: Mapping[str, Any]) -> bool | None:
    parts = [weigh(part, values) for part in tree[1:]]
    return False if False in parts else None if None in parts else True


def _or(tree: list[Any], values: Mapping[str, Any]) -> bool | None:
    parts = [weigh(part, values) for part in tree[1:]]
    return True if True in parts else None if None in parts else False


def _in(tree: list[Any], values: Mapping[str, Any]) -> bool | None:
    left, options = weigh(tree[1], values), [weigh(option, values) for option in tree[2]]
    if left is None:
        return None
    return True if left in options else None if None in options else False


def _comparing(
    compare: Callable[[Any, Any], bool],
) -> Callable[[list[Any], Mapping[str, Any]], bool | None]:
    def compared(tree: list[Any], values: Mapping[str, Any]) -> bool | None:
        left, right = (weigh(part, values) for part in tree[1:])
        return None if left is None or right is None else compare(left, right)

    return compared


_WEIGHED: Final[Mapping[str, Callable[[list[Any], Mapping[str, Any]], Any]]] = {
    "var": lambda tree, values: values[tree[1]],
    "set": lambda tree, values: values[tree[1]] is not None,
    "date": lambda tree, _: tree[1],
    "decimal": lambda tree, _: Decimal(tree[1]),
    "not": _not,
    "and": _and,
    "or": _or,
    "in": _in,
    **{name: _comparing(one) for name, one in (("eq", eq), ("ne", ne), ("lt", lt), ("le", le), ("gt", gt), ("ge", ge))},
}  # fmt: skip
