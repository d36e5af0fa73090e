"""The parts of a graph: events, relations, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.durations import Duration
from guiju.procedure.errors import GraphError
from guiju.procedure.expressions import compile_guard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure.expressions import Expression, Variable

RELATIONS = (
    "condition",
    "milestone",
    "response",
    "cancel",
    "include",
    "exclude",
    "suspend",
    "resume",
    "extend",
)
EVENT_KEYS = frozenset(
    {"id", "kind", "roles", "once", "require", "cite", "basis", "title", "lapse", "why", "asks"}
)
_LENGTHS = {"condition": "delay", "response": "deadline", "extend": "by"}
_KEYS = frozenset(
    {
        "type",
        "source",
        "target",
        "guard",
        "delay",
        "deadline",
        "by",
        "rearm",
        "cite",
        "basis",
        "why",
        "rule",
    }
)
Cite = str | list[str] | None


@dataclass(frozen=True)
class Event:
    """Something that can happen: an act of a person, or an event of the clock (``auto``).

    ``lapse`` = ``citizen`` marks a clock event that takes a right from a citizen: the clock only
    proposes it. ``asks`` is what ``require`` consists of, part by part and in words, and ``why`` its
    ground, for refusals; neither has a meaning of its own.
    """

    id: str
    kind: str = "act"
    roles: tuple[str, ...] = ()
    once: bool = False
    require: Expression | None = None
    cite: Cite = None
    basis: str | None = None
    title: str | None = None
    lapse: str | None = None
    why: str = ""
    asks: tuple[tuple[Expression, str], ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self.title or self.id


@dataclass(frozen=True)
class Relation:
    """One relation as written; ``source`` and ``target`` may name groups.

    ``length`` is the delay of a condition, the deadline of a response or the most an extend may
    add. ``cite``, ``basis``, ``why`` and ``rule`` say where it comes from.
    """

    type: str
    source: str
    target: str
    place: int
    guard: Expression | None = None
    length: Duration | None = None
    keep: bool = False
    cite: Cite = None
    basis: str | None = None
    why: str | None = None
    rule: int | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)


class Link(NamedTuple):
    """A relation between one event and another, by their places."""

    relation: Relation
    source: int
    target: int


class Initial(NamedTuple):
    """The marking at the start."""

    executed: Mapping[str, int]
    pending: Mapping[str, int | None]
    included: frozenset[str]


def read_relation(
    obj: Mapping[str, Any], place: int, variables: Mapping[str, Variable]
) -> Relation:
    """Reads one relation; names are resolved later.

    Args:
        obj: The JSON object.
        place: Its place in the list.
        variables: What its guard may read.

    Raises:
        GraphError: Unknown type, a missing end or length, a length where none belongs.
    """
    where = f"relations[{place}]"
    kind = obj.get("type")
    if kind not in RELATIONS:
        sentence = f"没有“{kind}”这种关系，只能用 {'、'.join(RELATIONS)}。"
        raise GraphError(code="relation-type", sentence=sentence, where=where)
    for end in ("source", "target"):
        if not isinstance(obj.get(end), str):
            raise GraphError(code="relation-end", sentence=f"关系缺少 {end}。", where=where)
    guard = obj.get("guard")
    return Relation(
        type=kind,
        source=obj["source"],
        target=obj["target"],
        place=place,
        guard=None if guard is None else compile_guard(guard, variables, f"{where}.guard"),
        length=_length(kind, obj, where),
        keep=_keep(kind, obj, where),
        cite=obj.get("cite"),
        basis=obj.get("basis"),
        why=obj.get("why"),
        rule=obj.get("rule"),
        notes={key: value for key, value in obj.items() if key not in _KEYS},
    )


def _length(kind: str, obj: Mapping[str, Any], where: str) -> Duration | None:
    own = _LENGTHS.get(kind)
    for key in _LENGTHS.values():
        if key != own and obj.get(key) is not None:
            raise GraphError(
                code="relation-length", sentence=f"{kind} 关系不能有 {key}，请删去。", where=where
            )
    raw = None if own is None else obj.get(own)
    if raw is None:
        if kind == "extend":
            raise GraphError(
                code="relation-length",
                sentence="extend 关系要写明最多延长多久（by）。",
                where=where,
            )
        return None
    if not isinstance(raw, dict):
        raise GraphError(
            code="relation-length", sentence="期限应是带 n 和 unit 的对象。", where=f"{where}.{own}"
        )
    length = Duration.from_json(raw, f"{where}.{own}")
    if length.clear and kind != "condition":
        raise GraphError(
            code="relation-clear", sentence="clear 只用于等待期（delay）。", where=f"{where}.{own}"
        )
    return length.resolved(deadline=kind != "condition")


def _keep(kind: str, obj: Mapping[str, Any], where: str) -> bool:
    rearm = obj.get("rearm")
    if rearm not in {None, "reset", "keep"}:
        raise GraphError(
            code="relation-rearm",
            sentence=f"rearm 只能是 reset 或 keep，现在是{rearm!r}。",
            where=where,
        )
    if rearm is not None and kind != "response":
        raise GraphError(
            code="relation-rearm", sentence=f"{kind} 关系不能有 rearm，请删去。", where=where
        )
    return rearm == "keep"
