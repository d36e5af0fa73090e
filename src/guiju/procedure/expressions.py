"""Guards: small typed expression trees, compiled once to closures over the store.

The store is a tuple; a variable is a place in it. Nothing is evaluated that was not checked at
load: an unknown variable, operator or a comparison across types is refused there.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value = bool | int | float | str
Store = tuple[Value, ...]

_KINDS: dict[type, str] = {bool: "bool", int: "number", float: "number", str: "text"}
_KIND_WORDS = {"bool": "是否", "number": "数", "text": "文字"}
_EQUALITY = {"eq": operator.eq, "ne": operator.ne}
_ORDER = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}


class Variable(NamedTuple):
    """A variable's place in the store and the kind of its values."""

    place: int
    kind: str


class Expression(NamedTuple):
    """A compiled expression: the tree, its kind, the variables it reads, and how to compute it."""

    tree: Any
    kind: str
    reads: frozenset[str]
    value: Callable[[Store], Any]


def kind_of(value: Any, where: str) -> str:
    """The kind of a constant: bool, number or text.

    Args:
        value: The constant.
        where: Its place, for the error.

    Raises:
        GraphError: The value is none of the three.
    """
    kind = _KINDS.get(type(value))
    if kind is None:
        sentence = f"{value!r} 不能作变量或常量，只能用是否、数、文字。"
        raise GraphError(code="expression-constant", sentence=sentence, where=where)
    return kind


def compile_guard(tree: Any, variables: Mapping[str, Variable], where: str) -> Expression:
    """Compiles an expression that must say yes or no.

    Args:
        tree: The JSON tree.
        variables: What may be read.
        where: Its place, for errors.

    Raises:
        GraphError: Unknown variable or operator, wrong number or type of operands, not a yes/no.
    """
    found = compile_expression(tree, variables, where)
    if found.kind != "bool":
        sentence = f"这里要一个是否判断，现在得到的是{_KIND_WORDS[found.kind]}。"
        raise GraphError(code="expression-type", sentence=sentence, where=where)
    return found


def compile_expression(tree: Any, variables: Mapping[str, Variable], where: str) -> Expression:
    """Compiles any expression.

    Args:
        tree: The JSON tree.
        variables: What may be read.
        where: Its place, for errors.

    Raises:
        GraphError: Unknown variable or operator, wrong number or type of operands.
    """
    if not isinstance(tree, list):
        return Expression(tree, kind_of(tree, where), frozenset(), lambda _: tree)
    name = tree[0] if tree and isinstance(tree[0], str) else None
    build = _BUILDERS.get(name) if name is not None else None
    if build is None:
        raise GraphError(
            code="expression-operator",
            sentence=f"没有“{name}”这个运算，请改用规定的运算。",
            where=where,
        )
    return build(tree, variables, where)


def _operands(
    tree: list[Any], variables: Mapping[str, Variable], where: str, count: int | None = None
) -> list[Expression]:
    if count is not None and len(tree) != count + 1:
        sentence = f"“{tree[0]}”要{count}个运算数，现在有{len(tree) - 1}个。"
        raise GraphError(code="expression-arity", sentence=sentence, where=where)
    return [compile_expression(item, variables, where) for item in tree[1:]]


def _need(kinds: Sequence[str], allowed: set[str], tree: list[Any], where: str) -> None:
    if len(set(kinds)) > 1 or not set(kinds) <= allowed:
        words = "、".join(_KIND_WORDS[kind] for kind in kinds)
        sentence = f"“{tree[0]}”的运算数类型不合（{words}），请使两边同类且可以这样比较。"
        raise GraphError(code="expression-type", sentence=sentence, where=where)


def _result(
    tree: list[Any], parts: Sequence[Expression], value: Callable[[Store], Any]
) -> Expression:
    return Expression(tree, "bool", frozenset().union(*(part.reads for part in parts)), value)


def _var(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    name = tree[1] if len(tree) == 2 else None
    if not isinstance(name, str) or name not in variables:
        sentence = f"没有名为“{name}”的变量，请先在 vars 中声明并给出缺省值。"
        raise GraphError(code="unknown-variable", sentence=sentence, where=where)
    variable = variables[name]
    return Expression(tree, variable.kind, frozenset({name}), operator.itemgetter(variable.place))


def _not(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    parts = _operands(tree, variables, where, 1)
    _need([parts[0].kind], {"bool"}, tree, where)
    inner = parts[0].value
    return _result(tree, parts, lambda store: not inner(store))


def _and(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    parts = _operands(tree, variables, where)
    _need([part.kind for part in parts], {"bool"}, tree, where)
    tests = tuple(part.value for part in parts)

    def value(store: Store) -> bool:
        return all(test(store) for test in tests)

    return _result(tree, parts, value)


def _or(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    parts = _operands(tree, variables, where)
    _need([part.kind for part in parts], {"bool"}, tree, where)
    tests = tuple(part.value for part in parts)

    def value(store: Store) -> bool:
        return any(test(store) for test in tests)

    return _result(tree, parts, value)


def _compared(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    parts = _operands(tree, variables, where, 2)
    equality = tree[0] in _EQUALITY
    allowed = {"bool", "number", "text"} if equality else {"number", "text"}
    _need([part.kind for part in parts], allowed, tree, where)
    test = (_EQUALITY if equality else _ORDER)[tree[0]]
    left, right = parts[0].value, parts[1].value
    return _result(tree, parts, lambda store: test(left(store), right(store)))


def _in(tree: list[Any], variables: Mapping[str, Variable], where: str) -> Expression:
    if len(tree) != 3 or not isinstance(tree[2], list):
        sentence = '“in”要一个值和一个列表，如 ["in", ["var", "结论"], ["通过"]]。'
        raise GraphError(code="expression-arity", sentence=sentence, where=where)
    first = compile_expression(tree[1], variables, where)
    items = [compile_expression(item, variables, where) for item in tree[2]]
    kinds = [first.kind, *(item.kind for item in items)]
    _need(kinds, {"bool", "number", "text"}, tree, where)
    wanted, values = first.value, tuple(item.value for item in items)

    def value(store: Store) -> bool:
        sought = wanted(store)
        return any(item(store) == sought for item in values)

    return _result(tree, [first, *items], value)


_BUILDERS: dict[str, Callable[[list[Any], Mapping[str, Variable], str], Expression]] = {
    "var": _var,
    "not": _not,
    "and": _and,
    "or": _or,
    "in": _in,
    **dict.fromkeys((*_EQUALITY, *_ORDER), _compared),
}
