"""Which fields become variables of the kernel, and how an act's data is projected onto them.

Only what a guard reads becomes a variable:

| the guard says | type of the field | variable | lowered to |
|---|---|---|---|
| `F` and comparisons of `F` | yesno, int, money, choice | `F`: false, 0, 0, "" | `["var", "F"]` |
| `F set` | choice | `F` | `["ne", ["var", "F"], ""]` |
| `F set` | yesno, int, money | `已填.F`: false | `["var", "已填.F"]` |
| `F set` | any other | `F`: false, true once a value is there | `["var", "F"]` |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.guard_terms import GUARDABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.lawbook.schema import Expression, FieldSpec, Tree

SET_PREFIX: Final = "已填."
DEFAULTS: Final[Mapping[str, bool | int | str]] = {
    "yesno": False,
    "int": 0,
    "money": 0,
    "choice": "",
}
EXTENSION: Final = "extend_n"


def set_variable(name: str, kind: str) -> str | None:
    """Return the variable that tells whether a field has a value; None where its own value tells."""
    if kind == "choice":
        return None
    return f"{SET_PREFIX}{name}" if kind in GUARDABLE else name


def variables(
    guards: Iterable[Expression], fields: Mapping[str, FieldSpec]
) -> dict[str, bool | int | str]:
    """Return the kernel's variables with their defaults.

    Args:
        guards: Every expression the kernel will evaluate.
        fields: Fields of the procedure.
    """
    found: dict[str, bool | int | str] = {}
    for guard in guards:
        for name in sorted(guard.reads):
            found[name] = DEFAULTS[fields[name].type]
        for name in sorted(guard.asks):
            kind = fields[name].type
            variable = set_variable(name, kind)
            found[variable or name] = False if variable else DEFAULTS[kind]
    return dict(sorted(found.items()))


def lower_tree(tree: Tree, types: Mapping[str, str], constants: Mapping[str, Any]) -> Tree:
    """Return an expression in the kernel's own form.

    Args:
        tree: The parsed expression.
        types: Field → its type.
        constants: Parameter → its value.
    """
    if not isinstance(tree, list):
        return tree
    lower = _LOWERED.get(tree[0])
    return lower(tree, types, constants) if lower else _operator(tree, types, constants)


def _operator(tree: Tree, types: Mapping[str, str], constants: Mapping[str, Any]) -> Tree:
    return [tree[0], *(lower_tree(part, types, constants) for part in tree[1:])]


def _in(tree: Tree, types: Mapping[str, str], constants: Mapping[str, Any]) -> Tree:
    options = [lower_tree(option, types, constants) for option in tree[2]]
    return ["in", lower_tree(tree[1], types, constants), options]


def _var(tree: Tree, _types: Mapping[str, str], _constants: Mapping[str, Any]) -> Tree:
    return ["var", tree[1]]


def _param(tree: Tree, _types: Mapping[str, str], constants: Mapping[str, Any]) -> Tree:
    return constants[tree[1]]


def _set(tree: Tree, types: Mapping[str, str], _constants: Mapping[str, Any]) -> Tree:
    variable = set_variable(tree[1], types[tree[1]])
    return ["var", variable] if variable else ["ne", ["var", tree[1]], ""]


_LOWERED: Final[Mapping[str, Callable[[Tree, Mapping[str, str], Mapping[str, Any]], Tree]]] = {
    "in": _in,
    "var": _var,
    "param": _param,
    "set": _set,
}


def has_value(value: object) -> bool:
    """Tell whether a field holds something: not null, not empty text, not an empty list."""
    return bool(value) or value == 0


def project_data(
    data: Mapping[str, Any],
    types: Mapping[str, str],
    variables: Mapping[str, bool | int | str],
    asked: str | None = None,
) -> dict[str, bool | int | str]:
    """Return what the kernel is told of an act's data.

    A field the act does not carry leaves its variables as they are; a field carried without a value
    puts them back to their defaults.

    Args:
        data: The act's data, checked.
        types: Field → its type.
        variables: The kernel's variables with their defaults.
        asked: Field that states the length asked for, where the act extends a period.
    """
    told: dict[str, bool | int | str] = {}
    for name, value in data.items():
        kind = types[name]
        filled = has_value(value)
        own = set_variable(name, kind)
        if own is not None and own in variables:
            told[own] = filled
        if kind in DEFAULTS and name in variables:
            told[name] = value if filled else DEFAULTS[kind]
    if asked is not None and has_value(data.get(asked)):
        told[EXTENSION] = data[asked]
    return told
