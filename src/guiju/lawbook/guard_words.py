"""What an expression asks, in words for whoever is refused by it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.guard_terms import ACT_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Tree

    Types = Mapping[str, str]
    Words = Callable[[list[Any], Types], str]

COMPARED: Final = {
    "eq": "是", "ne": "不是", "le": "不超过", "lt": "少于", "ge": "不少于", "gt": "超过",
}  # fmt: skip
DAYS: Final = {
    "eq": "就是", "ne": "不是", "le": "不晚于", "lt": "早于", "ge": "不早于", "gt": "晚于",
}  # fmt: skip
SPANS: Final = {"d": "日", "m": "个月", "y": "年"}


def demands(tree: Tree, types: Types, proposals: Mapping[str, Tree]) -> list[tuple[Tree, str]]:
    """The parts of an expression that must all hold, each in words.

    Args:
        tree: A checked expression as parsed, parameters by name.
        types: Field → its type, by which a number is money or not.
        proposals: Field → the expression it follows from, said beside a demand for it.
    """
    parts = tree[1:] if _is(tree, "and") else [tree]
    return [(part, words(part, types) + _follows(part, types, proposals)) for part in parts]


def _follows(part: Tree, types: Types, proposals: Mapping[str, Tree]) -> str:
    tree = proposals.get(part[1]) if _is(part, "var") else None
    return "" if tree is None else f"（{words(tree, types)}）"


def words(tree: Tree, types: Types) -> str:
    """An expression in Chinese: ``罚款 <= 200元`` → “罚款”不超过200元."""
    return _WORDS[tree[0]](tree, types) if isinstance(tree, list) else _value(tree, "")


def proposal_words(tree: Tree, kind: str, types: Types) -> str:
    """What a field is proposed to be, in Chinese: ``终了日 + 2y`` → “终了日”之后2年.

    Args:
        tree: The proposal's expression, parameters by name.
        kind: The field's type.
        types: Field → its type.
    """
    if isinstance(tree, list) and tree[0] in _WORDS and tree[0] not in {"var", "param"}:
        return words(tree, types)
    return _value(tree, kind)


def _is(tree: Tree, kind: str) -> bool:
    return isinstance(tree, list) and tree[0] == kind


def _all(tree: list[Any], types: Types) -> str:
    return "，并且".join(
        f"（{words(part, types)}）" if _is(part, "or") else words(part, types) for part in tree[1:]
    )


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
    mark, left, right = tree
    kind = _type(left, types) or _type(right, types)
    if mark == "eq" and _is(right, "var"):
        return f"{_value(left, kind)}与{_name(right)}一致"
    said = DAYS if kind == "date" else COMPARED
    return f"{_value(left, kind)}{said[mark]}{_value(right, kind)}"


def _in(tree: list[Any], types: Types) -> str:
    return f"{_name(tree[1])}是{_listed(tree, types)}"


def _listed(tree: list[Any], types: Types) -> str:
    values = [_value(one, _type(tree[1], types)) for one in tree[2]]
    return f"{'、'.join(values)}之一" if len(values) > 1 else values[0]


def _true(tree: list[Any], _types: Types) -> str:
    return f"{_name(tree)}为是"


def _set(tree: list[Any], _types: Types) -> str:
    return f"填写“{tree[1]}”"


def _kind(tree: list[Any], _types: Types) -> str:
    _, party, values = tree
    said = []
    for value in dict.fromkeys(values.values()):
        kinds = "、".join(kind for kind, one in values.items() if one == value)
        said.append(f"是{kinds}的为{value}")
    return f"“{party}”{'，'.join(said)}"


def _name(tree: Tree) -> str:
    if _is(tree, "param"):
        return f"参数“{tree[1]}”"
    return f"“{tree[1]}”" if _is(tree, "var") else str(tree)


def _type(tree: Tree, types: Types) -> str:
    if not isinstance(tree, list):
        return ""
    if tree[0] in {"day", "later", "date"}:
        return "date"
    if tree[0] == "add":
        return next(filter(None, (_type(part, types) for part in tree[1:])), "")
    return types.get(tree[1], "") if tree[0] == "var" else ""


def _value(value: Any, kind: str) -> str:
    if isinstance(value, list):
        said = _VALUES.get(value[0])
        return said(value, kind) if said else _name(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == "money" and isinstance(value, int):
        return f"{value / 100:.2f}".removesuffix(".00") + "元"
    return str(value)


def _sum(tree: list[Any], kind: str) -> str:
    return "与".join(_value(part, kind) for part in tree[1:]) + "之和"


def _later(tree: list[Any], kind: str) -> str:
    return f"{_value(tree[1], kind)}之后{tree[2]}{SPANS[tree[3]]}"


def _literal(tree: list[Any], _kind: str) -> str:
    return str(tree[1])


_VALUES: Final[Mapping[str, Callable[[list[Any], str], str]]] = {
    "add": _sum,
    "later": _later,
    "date": _literal,
    "decimal": _literal,
    "day": lambda _tree, _kind: ACT_DAY,
}
_WORDS: Final[Mapping[str, Words]] = {
    "and": _all,
    "or": _any,
    "not": _not,
    "in": _in,
    "var": _true,
    "param": _true,
    "set": _set,
    "kind": _kind,
    **dict.fromkeys(COMPARED, _compared),
}
