"""Which values of its fields make a difference to a procedure, act by act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.lawbook.variables import set_variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.schema import FieldSpec, Procedure, Tree


class Choice(NamedTuple):
    """What an act may say in one field: for each possibility, the kernel's variables it sets."""

    field: str
    values: tuple[tuple[tuple[str, Any], ...], ...]


def choices(procedure: Procedure, graph: Mapping[str, Any]) -> dict[str, tuple[Choice, ...]]:
    """Return, for each act, the choices it has in fields that guards read."""
    numbers = sorted(_numbers(graph))
    known = graph["vars"]
    return {
        name: tuple(
            choice
            for spec in act.fields.values()
            if (choice := _choice(spec, known, numbers)).values
        )
        for name, act in procedure.acts.items()
    }


def _choice(spec: FieldSpec, known: Mapping[str, Any], numbers: list[int]) -> Choice:
    name, told = str(spec.name), set_variable(str(spec.name), spec.type)
    values: list[tuple[tuple[str, Any], ...]] = []
    if name in known and told != name:
        also = ((told, True),) if told in known else ()
        values.extend(((name, value), *also) for value in _values(spec, numbers))
    elif told in known:
        values.append(((str(told), True),))
    if values and not spec.answered:
        values.insert(0, ())
    return Choice(name, tuple(values))


def _values(spec: FieldSpec, numbers: list[int]) -> tuple[Any, ...]:
    if spec.type == "yesno":
        return (False, True)
    if spec.type == "choice":
        return spec.choice
    return tuple(numbers)


def _numbers(graph: Mapping[str, Any]) -> set[int]:
    """Return numbers on both sides of every number that a guard compares with."""
    trees = [one["guard"] for one in graph["relations"]]
    trees += [event["require"] for event in graph["events"]]
    found = {0, 1}
    for tree in trees:
        for number in _constants(tree):
            found |= {number - 1, number, number + 1}
    return {number for number in found if number >= 0}


def _constants(tree: Tree) -> Iterator[int]:
    if type(tree) is int:
        yield tree
    elif isinstance(tree, list):
        for part in tree:
            yield from _constants(part)
