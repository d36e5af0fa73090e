"""What an act requires of a matter: whether that can still be met by what is typed, and how it reads in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.lawbook.variables import SET_PREFIX
from guiju.procedure.expressions import compile_guard
from guiju.web.wording import money_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.lawbook.pinned import ActRules, FieldRules
    from guiju.matters.selectors import MatterView
    from guiju.procedure.expressions import Expression

    Words = Callable[[list[Any], Mapping[str, FieldRules]], str]

ORDER = {"lt": "小于", "le": "不超过", "gt": "大于", "ge": "不少于"}


def unmet(view: MatterView, act: ActRules) -> list[Expression]:
    """The parts of an act's requirement that the matter does not meet and nothing typed into the act can change.

    Args:
        view: the matter.
        act: one of its acts.
    """
    graph = view.pinned.rules.graph
    place = graph.places.get(act.name)
    require = graph.events[place].require if place is not None else None
    if require is None:
        return []
    own = {*act.fields, *(f"{SET_PREFIX}{name}" for name in act.fields)}
    parts = [compile_guard(tree, graph.variables, act.name) for tree in _parts(require.tree)]
    return [
        part
        for part in parts
        if part.reads and own.isdisjoint(part.reads) and not part.value(view.marking.store)
    ]


def setters(view: MatterView, act: ActRules, parts: list[Expression]) -> list[str]:
    """The other acts that say something a requirement reads, but for the one that opened the matter."""
    read = {name.removeprefix(SET_PREFIX) for part in parts for name in part.reads}
    rules = view.pinned.effective
    return [
        name
        for name, one in rules.acts.items()
        if not one.clock and name not in {act.name, rules.opens} and read & one.fields.keys()
    ]


def words(tree: Any, fields: Mapping[str, FieldRules]) -> str:
    """A condition as a clause: “核查结论”是“立案”.

    Args:
        tree: in the kernel's form.
        fields: the procedure's fields.
    """
    return _WORDS[tree[0]](tree, fields)


def _parts(tree: Any) -> Iterator[Any]:
    """What must hold together, one by one."""
    if isinstance(tree, list) and tree[0] == "and":
        for part in tree[1:]:
            yield from _parts(part)
    else:
        yield tree


def _varies(tree: Any) -> bool:
    """Whether a condition reads anything; what follows from parameters alone needs no words."""
    return isinstance(tree, list) and (tree[0] == "var" or any(map(_varies, tree[1:])))


def _answer(name: str, fields: Mapping[str, FieldRules], *, yes: bool) -> str:
    field = name.removeprefix(SET_PREFIX)
    asked = field == name and field in fields and fields[field].type == "yesno"
    if asked:
        return f"“{field}”为{'是' if yes else '否'}"
    return f"{'已填' if yes else '未填'}“{field}”"


def _var(tree: list[Any], fields: Mapping[str, FieldRules]) -> str:
    return _answer(tree[1], fields, yes=True)


def _not(tree: list[Any], fields: Mapping[str, FieldRules]) -> str:
    if tree[1][0] == "var":
        return _answer(tree[1][1], fields, yes=False)
    return f"不是“{words(tree[1], fields)}”的情形"


def _joined(mark: str) -> Words:
    def joined(tree: list[Any], fields: Mapping[str, FieldRules]) -> str:
        return mark.join(words(part, fields) for part in tree[1:] if _varies(part))

    return joined


def _compared(tree: list[Any], fields: Mapping[str, FieldRules]) -> str:
    left, right = tree[1], tree[2]
    if right == "":
        return f"{'未填' if tree[0] == 'eq' else '已填'}{_term(left, left, fields)}"
    said = {"eq": "是", "ne": "不是", **ORDER}[tree[0]]
    return f"{_term(left, right, fields)}{said}{_term(right, left, fields)}"


def _in(tree: list[Any], fields: Mapping[str, FieldRules]) -> str:
    options = "或者".join(_term(one, tree[1], fields) for one in tree[2])
    return f"{_term(tree[1], tree[1], fields)}是{options}"


def _term(part: Any, other: Any, fields: Mapping[str, FieldRules]) -> str:
    """A side of a comparison; a constant is read as the field beside it."""
    if isinstance(part, list):
        return f"“{part[1]}”"
    if isinstance(part, bool):
        return "是" if part else "否"
    spec = fields.get(other[1]) if isinstance(other, list) else None
    if spec is not None and spec.type == "money" and isinstance(part, int):
        return money_text(part)
    return f"“{part}”" if isinstance(part, str) else f"{part}"


_WORDS: dict[str, Words] = {
    "var": _var,
    "not": _not,
    "and": _joined("，并且"),
    "or": _joined("，或者"),
    "in": _in,
    **dict.fromkeys(("eq", "ne", *ORDER), _compared),
}
