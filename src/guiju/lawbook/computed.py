"""Evaluates proposals: an expression over an act's data and the parameters.

Where an input is unknown the proposal is unknown too, unless the rest already decides: `false and unknown`
is false, `true or unknown` is true, a sum with an unknown part is unknown. An unknown proposal is no proposal: the person answers.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.guard_terms import is_day
from guiju.lawbook.variables import has_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree

    Known = Mapping[str, Any]

NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def propose(tree: Tree, data: Known, parameters: Known) -> Any:
    """Return the proposal, None where it is unknown.

    Args:
        tree: The expression, as the effective rules carry it.
        data: The matter's fields as they stand, the act's own included.
        parameters: Parameter → its value, None where it is empty.
    """
    if not isinstance(tree, list):
        return tree
    evaluate = _EVALUATED.get(tree[0], _compared)
    return evaluate(tree, data, parameters)


def _var(tree: Tree, data: Known, _parameters: Known) -> Any:
    value = data.get(tree[1])
    return value if has_value(value) else None


def _param(tree: Tree, _data: Known, parameters: Known) -> Any:
    return parameters.get(tree[1])


def _set(tree: Tree, data: Known, _parameters: Known) -> bool:
    return has_value(data.get(tree[1]))


def _literal(tree: Tree, _data: Known, _parameters: Known) -> Any:
    return str(tree[1])


def _not(tree: Tree, data: Known, parameters: Known) -> bool | None:
    value = propose(tree[1], data, parameters)
    return None if value is None else not value


def _joined(decides: bool) -> Callable[[Tree, Known, Known], bool | None]:
    """Return `or` for true and `and` for false: the value that decides whatever the rest is."""

    def joined(tree: Tree, data: Known, parameters: Known) -> bool | None:
        values = [propose(part, data, parameters) for part in tree[1:]]
        if decides in values:
            return decides
        return None if None in values else not decides

    return joined


def _add(tree: Tree, data: Known, parameters: Known) -> int | str | None:
    """Return the sum; whole numbers and 分 stay whole, decimals stay text."""
    values = [propose(part, data, parameters) for part in tree[1:]]
    if None in values:
        return None
    if all(isinstance(value, int) for value in values):
        return int(sum(values))
    return format(sum((Decimal(str(value)) for value in values), Decimal(0)), "f")


def _in(tree: Tree, data: Known, parameters: Known) -> bool | None:
    value = propose(tree[1], data, parameters)
    options = [propose(option, data, parameters) for option in tree[2]]
    if value is None:
        return None
    if any(_comparable(value) == _comparable(option) for option in options if option is not None):
        return True
    return None if None in options else False


def _compared(tree: Tree, data: Known, parameters: Known) -> bool | None:
    left, right = (propose(part, data, parameters) for part in tree[1:])
    if left is None or right is None:
        return None
    return COMPARED[tree[0]](_comparable(left), _comparable(right))


def _comparable(value: Any) -> Any:
    """Return a value that compares by meaning: decimals and days are kept as text elsewhere."""
    if not isinstance(value, str):
        return value
    if is_day(value):
        return dt.date.fromisoformat(value)
    return Decimal(value) if NUMBER.fullmatch(value) else value


_EVALUATED: Final[Mapping[str, Callable[[Tree, Known, Known], Any]]] = {
    "var": _var,
    "param": _param,
    "set": _set,
    "date": _literal,
    "decimal": _literal,
    "not": _not,
    "add": _add,
    "and": _joined(decides=False),
    "or": _joined(decides=True),
    "in": _in,
}
