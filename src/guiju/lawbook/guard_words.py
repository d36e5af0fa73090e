"""What an expression asks, in words for whoever is refused by it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree

    Types = Mapping[str, str]
    Words = Callable[[list[Any], Types], str]

COMPARED: Final = {
    "eq": "是", "ne": "不是", "le": "不超过", "lt": "少于", "ge": "不少于", "gt": "超过",
}  # fmt: skip


def demands(tree: Tree, types: Types) -> list[tuple[Tree, str]]:
    """The parts of an expression that must all hold, each in words.

    Args:
        tree: A checked expression as parsed, parameters by name.
        types: Field → its type, by which a number is money or not.
    """
    parts = tree[1:] if _is(tree, "and") else [tree]
    return [(part, words(part, types)) for part in parts]


def words(tree: Tree, types: Types) -> str:
    """An expression in Chinese: ``罚款 <= 200元`` → “罚款”不超过200元."""
    return _WORDS[tree[0]](tree, types)


def _is(tree: Tree, kind: str) -> bool:
    return isinstance(tree, list) and tree[0] == kind


def _all(tree: list[Any], types: Types) -> str:
    return "，并且".join(words(part, types) for part in tree[1:])


def _any(tree: list[Any], types: Types) -> str:
    """Alternatives; those that begin with what does not hold are said as a case: 是甲的，要乙."""
    cases = list(takewhile(bool, (_case(part, types) for part in tree[1:])))
    others = [words(part, types) for part in tree[1 + len(cases) :]]
    if cases and others:
        return f"{'、'.join(cases)}的，要{'，或者'.join(others)}"
    return "，或者".join(words(part, types) for part in tree[1:])


def _case(tree: Tree, types: Types) -> str:
    if _is(tree, "ne"):
        return words(["eq", *tree[1:]], types)
    if _is(tree, "not"):
        return words(tree[1], types)
    return ""


def _not(tree: list[Any], types: Types) -> str:
    inner = tree[1]
    negated = {"var": f"{_name(inner)}为否", "param": f"{_name(inner)}为否"}
    if inner[0] == "set":
        return f"“{inner[1]}”不填"
    if inner[0] == "in":
        return f"{_name(inner[1])}不是{_listed(inner, types)}"
    return negated.get(inner[0]) or f"不能{words(inner, types)}"


def _compared(tree: list[Any], types: Types) -> str:
    kind, left, right = tree
    if kind == "eq" and _is(right, "var"):
        return f"{_name(left)}与{_name(right)}一致"
    return f"{_name(left)}{COMPARED[kind]}{_value(right, _type(left, types))}"


def _in(tree: list[Any], types: Types) -> str:
    return f"{_name(tree[1])}是{_listed(tree, types)}"


def _listed(tree: list[Any], types: Types) -> str:
    values = [_value(one, _type(tree[1], types)) for one in tree[2]]
    return f"{'、'.join(values)}之一" if len(values) > 1 else values[0]


def _true(tree: list[Any], _types: Types) -> str:
    return f"{_name(tree)}为是"


def _set(tree: list[Any], _types: Types) -> str:
    return f"填写“{tree[1]}”"


def _name(tree: Tree) -> str:
    if _is(tree, "param"):
        return f"参数“{tree[1]}”"
    if _is(tree, "var"):
        return f"“{tree[1]}”"
    return (
        "与".join(_name(part) for part in tree[1:]) + "之和"
        if isinstance(tree, list)
        else str(tree)
    )


def _type(tree: Tree, types: Types) -> str:
    return types.get(tree[1], "") if _is(tree, "var") else ""


def _value(value: Any, kind: str) -> str:
    if isinstance(value, list):
        return str(value[1]) if value[0] in {"decimal", "date"} else _name(value)
    if kind == "money" and isinstance(value, int):
        return f"{value / 100:.2f}".removesuffix(".00") + "元"
    return str(value)


_WORDS: Final[Mapping[str, Words]] = {
    "and": _all,
    "or": _any,
    "not": _not,
    "in": _in,
    "var": _true,
    "param": _true,
    "set": _set,
    **dict.fromkeys(COMPARED, _compared),
}
