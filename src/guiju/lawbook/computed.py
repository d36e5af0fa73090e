"""Evaluates proposals: an expression over an act's data, its day and the parameters.

Where an input is unknown the proposal is unknown too, unless the rest already decides: `false and unknown`
is false, `true or unknown` is true, a sum with an unknown part is unknown. What cannot be added or compared,
because it is not yet checked, is unknown as well. An unknown proposal is no proposal: the person answers.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.lawbook.day_sums import later
from guiju.lawbook.guard_terms import is_day
from guiju.lawbook.variables import has_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree

NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class _Known(NamedTuple):
    data: Mapping[str, Any]
    parameters: Mapping[str, Any]
    day: dt.date | None


def propose(
    tree: Tree,
    data: Mapping[str, Any],
    parameters: Mapping[str, Any],
    *,
    day: dt.date | None = None,
) -> Any:
    """Return the proposal, None where it is unknown.

    Args:
        tree: The expression, as the effective rules carry it.
        data: The matter's fields as they stand, the act's own included.
        parameters: Parameter → its value, None where it is empty.
        day: The day of the act, None where nobody knows it: a proposal that needs it is unknown then.
    """
    return _value(tree, _Known(data, parameters, day))


def _value(tree: Tree, known: _Known) -> Any:
    if not isinstance(tree, list):
        return tree
    evaluate: Callable[[Tree, _Known], Any] = _EVALUATED.get(tree[0], _compared)
    return evaluate(tree, known)


def _var(tree: Tree, known: _Known) -> Any:
    value = known.data.get(tree[1])
    return value if has_value(value) else None


def _param(tree: Tree, known: _Known) -> Any:
    return known.parameters.get(tree[1])


def _set(tree: Tree, known: _Known) -> bool:
    return has_value(known.data.get(tree[1]))


def _literal(tree: Tree, _known: _Known) -> Any:
    return str(tree[1])


def _day(_tree: Tree, known: _Known) -> str | None:
    return None if known.day is None else known.day.isoformat()


def _later(tree: Tree, known: _Known) -> str | None:
    day = _value(tree[1], known)
    return later(day, tree[2], tree[3]) if isinstance(day, str) and is_day(day) else None


def _kind(tree: Tree, known: _Known) -> str | None:
    """Return what follows from the kind of a party."""
    party = known.data.get(tree[1])
    kind = party.get("kind") if isinstance(party, dict) else None
    return tree[2].get(kind) if isinstance(kind, str) else None


def _not(tree: Tree, known: _Known) -> bool | None:
    value = _value(tree[1], known)
    return None if value is None else not value


def _joined(decides: bool) -> Callable[[Tree, _Known], bool | None]:
    """Return `or` for true and `and` for false: the value that decides whatever the rest is."""

    def joined(tree: Tree, known: _Known) -> bool | None:
        values = [_value(part, known) for part in tree[1:]]
        if decides in values:
            return decides
        return None if None in values else not decides

    return joined


def _add(tree: Tree, known: _Known) -> int | str | None:
    """Return the sum; whole numbers and 分 stay whole, decimals stay text."""
    values = [_value(part, known) for part in tree[1:]]
    if all(isinstance(value, int) for value in values):
        return int(sum(values))
    if not all(NUMBER.fullmatch(str(value)) for value in values):
        return None
    return format(sum((Decimal(str(value)) for value in values), Decimal(0)), "f")


def _in(tree: Tree, known: _Known) -> bool | None:
    value = _value(tree[1], known)
    options = [_value(option, known) for option in tree[2]]
    if value is None:
        return None
    if any(_comparable(value) == _comparable(option) for option in options if option is not None):
        return True
    return None if None in options else False


def _compared(tree: Tree, known: _Known) -> bool | None:
    left, right = (_value(part, known) for part in tree[1:])
    if left is None or right is None:
        return None
    try:
        return COMPARED[tree[0]](_comparable(left), _comparable(right))
    except TypeError:
        return None


def _comparable(value: Any) -> Any:
    """Return a value that compares by meaning: decimals and days are kept as text elsewhere."""
    if not isinstance(value, str):
        return value
    if is_day(value):
        return dt.date.fromisoformat(value)
    return Decimal(value) if NUMBER.fullmatch(value) else value


_EVALUATED: Final[Mapping[str, Callable[[Tree, _Known], Any]]] = {
    "var": _var,
    "param": _param,
    "set": _set,
    "date": _literal,
    "decimal": _literal,
    "day": _day,
    "later": _later,
    "kind": _kind,
    "not": _not,
    "add": _add,
    "and": _joined(decides=False),
    "or": _joined(decides=True),
    "in": _in,
}
