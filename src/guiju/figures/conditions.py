"""A checked expression of the catalog as SQL over typed columns.

A field that is unset satisfies no comparison, nor the negation of one: only ``FIELD set`` speaks of it. Values are always parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

from guiju.figures.columns import DECIMAL
from guiju.figures.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree

COMPARED: Final = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
JOINED: Final = {"and": " AND ", "or": " OR "}
TYPED: Final = {"date": "DATE", "decimal": DECIMAL}


@dataclass
class Parameters:
    """Values of a statement, named in the order they were given.

    Attributes:
        values: name → value, as the engine takes them.
    """

    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        """Keep a value and return how SQL names it.

        Args:
            value: text, number, day or yes/no.
        """
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def listed(self, values: Any) -> str:
        """Keep several values and return them as an SQL list in brackets.

        Args:
            values: at least one.
        """
        return f"({', '.join(self.add(value) for value in values)})"


def condition(tree: Tree, columns: Mapping[str, str], parameters: Parameters) -> str:
    """An expression as SQL.

    Args:
        tree: the checked expression.
        columns: field → SQL of its value.
        parameters: where constants go.

    Raises:
        FigureError: ``figure.expression``: it needs what a figure cannot know.
    """
    if not isinstance(tree, list):
        return parameters.add(tree)
    build = _BUILDERS.get(tree[0])
    if build is None:
        unworkable(tree[0])
    return build(tree, columns, parameters)


def unworkable(word: str) -> NoReturn:
    """Refuse an expression that needs what a figure cannot know.

    Args:
        word: what it asks for.

    Raises:
        FigureError: ``figure.expression``.
    """
    refuse(
        "figure.expression",
        f"指标的条件用了“{word}”，统计时不能计算：参数因机关和日期而异。请把判断结果登记为字段，再按字段统计。",
    )


def _field(tree: list[Any], columns: Mapping[str, str], _: Parameters) -> str:
    return columns[tree[1]]


def _set(tree: list[Any], columns: Mapping[str, str], _: Parameters) -> str:
    return f"({columns[tree[1]]} IS NOT NULL)"


def _typed(tree: list[Any], _: Mapping[str, str], parameters: Parameters) -> str:
    return f"CAST({parameters.add(tree[1])} AS {TYPED[tree[0]]})"


def _not(tree: list[Any], columns: Mapping[str, str], parameters: Parameters) -> str:
    return f"(NOT {condition(tree[1], columns, parameters)})"


def _joined(tree: list[Any], columns: Mapping[str, str], parameters: Parameters) -> str:
    parts = [condition(part, columns, parameters) for part in tree[1:]]
    return f"({JOINED[tree[0]].join(parts)})"


def _compared(tree: list[Any], columns: Mapping[str, str], parameters: Parameters) -> str:
    left, right = (condition(part, columns, parameters) for part in tree[1:])
    return f"({left} {COMPARED[tree[0]]} {right})"


def _in(tree: list[Any], columns: Mapping[str, str], parameters: Parameters) -> str:
    left = condition(tree[1], columns, parameters)
    options = ", ".join(condition(option, columns, parameters) for option in tree[2])
    return f"({left} IN ({options}))"


_BUILDERS: Final[Mapping[str, Callable[[list[Any], Mapping[str, str], Parameters], str]]] = {
    "var": _field,
    "set": _set,
    **dict.fromkeys(TYPED, _typed),
    "not": _not,
    **dict.fromkeys(JOINED, _joined),
    **dict.fromkeys(COMPARED, _compared),
    "in": _in,
}
