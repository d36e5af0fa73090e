"""Reads the worked cases: dated acts with the verdicts the law asks for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.frame import plain
from guiju.lawbook.guard_terms import is_day, parse_money
from guiju.lawbook.schema import CLOCK, CaseSpec, FieldSpec, Step
from guiju.lawbook.values import PARTY_KINDS
from guiju.lawbook.yaml_text import INTEGER, Items, Reader, Table, Text, nearest, to_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from guiju.lawbook.frame import Frame
    from guiju.lawbook.schema import ActSpec
    from guiju.lawbook.yaml_text import Node

REASONS: Final = (
    "auto",
    "role",
    "excluded",
    "condition",
    "delay",
    "milestone",
    "once",
    "extend",
    "data",
    "require",
)
NONE: Final = "none"
YES_NO: Final = {"是": True, "否": False}


def read_case(reader: Reader, acts: Mapping[str, ActSpec], frame: Frame) -> CaseSpec:
    """Read one worked case.

    Raises:
        CatalogError: When it is unclear; the code begins with `case.`, `rule.`, `cite.` or `schema.`.
    """
    case = CaseSpec(
        reader.text("name"),
        reader.place,
        reader.flag("closed") if reader.has("closed") else None,
        str(reader.optional("field") or ""),
        _parameters(reader, frame),
        tuple(_step(node, acts, frame) for node in reader.items("acts")),
    )
    reader.done()
    if not case.steps:
        reader.refuse("case.empty", f"事例“{case.name}”没有行为。请在 acts 中写上。", "acts")
    for before, after in pairwise(case.steps):
        if after.day < before.day:
            refuse(
                "case.order",
                f"{after.day} 早于上一步的 {before.day}。请按日期先后排列。",
                after.place,
            )
    return case


def _parameters(reader: Reader, frame: Frame) -> dict[str, Text]:
    given = reader.mapping("parameters", "事例的参数")
    kinds = frame.law.parameter_kinds
    for name in given.node:
        if name not in kinds:
            refuse(
                "case.unknown_parameter",
                f"没有参数“{name}”。{nearest(name, kinds)}请改名，或先在 parameters 中登记。",
                name.place,
            )
    values: dict[str, Text] = {}
    for name in given.node:
        value = given.value(name)
        values[str(name)] = value if isinstance(value, Text) else given.text(name)
    return values


def _step(node: Node, acts: Mapping[str, ActSpec], frame: Frame) -> Step:
    if not isinstance(node, Items) or len(node) not in {2, 3}:
        refuse(
            "case.step", "一步应写成 [日期, 行为] 或 [日期, 行为, {预期}]。请照此改写。", node.place
        )
    day, act = node[0], node[1]
    if not isinstance(day, Text) or not isinstance(act, Text):
        refuse("case.step", "一步的前两项应是日期和行为。请照此改写。", node.place)
    known = (*acts, CLOCK)
    if act not in known:
        refuse(
            "rule.unknown_act", f"没有名为“{act}”的行为。{nearest(act, known)}请改名。", act.place
        )
    rest = Reader(node[2], "一步的预期") if len(node) == 3 else None
    if rest is None:
        return Step(node.place, to_day(day), act, {})
    return _expectation(node, to_day(day), act, rest, acts, frame)


def _expectation(
    node: Items,
    day: dt.date,
    act: Text,
    reader: Reader,
    acts: Mapping[str, ActSpec],
    frame: Frame,
) -> Step:
    step = Step(
        node.place,
        day,
        act,
        _data(act, reader, acts),
        refused=reader.choice("refused", REASONS) if reader.has("refused") else None,
        cite=_cite(reader, frame),
        due={act: _due(value) for act, value in _by_act(reader, "due", acts)},
        left={act: _left(value) for act, value in _by_act(reader, "left", acts)},
        fired=_listed(reader, "fired", acts),
        breach=_listed(reader, "breach", acts),
        owed=_listed(reader, "owed", acts),
    )
    reader.done()
    if step.cite is not None and step.refused is None:
        reader.refuse("case.cite", "只有被拒绝的一步才有 cite。请删去，或补 refused。", "cite")
    return step


def _cite(reader: Reader, frame: Frame) -> Text | None:
    cite = reader.optional("cite")
    if cite is not None:
        frame.law.check_citation(cite, frame.statutes)
    return cite


def _by_act(reader: Reader, key: str, acts: Mapping[str, ActSpec]) -> list[tuple[str, Text]]:
    expected = reader.mapping(key, f"预期的“{key}”")
    pairs: list[tuple[str, Text]] = []
    for name in expected.node:
        _check_act(name, acts)
        pairs.append((str(name), expected.text(name)))
    return pairs


def _check_act(name: Text, acts: Mapping[str, ActSpec]) -> None:
    if name not in acts:
        refuse(
            "rule.unknown_act", f"没有名为“{name}”的行为。{nearest(name, acts)}请改名。", name.place
        )


def _listed(reader: Reader, key: str, acts: Mapping[str, ActSpec]) -> tuple[Text, ...] | None:
    if not reader.has(key):
        return None
    names = reader.list_of_text(key)
    for name in names:
        _check_act(name, acts)
    return names


def _due(value: Text) -> dt.date | None:
    return None if value.lower() == NONE else to_day(value)


def _left(value: Text) -> int:
    if not INTEGER.fullmatch(value):
        refuse("case.left", f"剩余日数应是整数，写的是“{value}”。请改正。", value.place)
    return int(value)


def _data(act: Text, reader: Reader, acts: Mapping[str, ActSpec]) -> dict[str, object]:
    given = reader.mapping("data", "一步的数据")
    if act == CLOCK and given.node:
        refuse("case.field", "时钟不带数据。请删去 data。", given.place)
    known = acts[act].fields if act in acts else {}
    data: dict[str, object] = {}
    for name in given.node:
        if name not in known:
            refuse(
                "case.field",
                f"行为“{act}”不带字段“{name}”。{nearest(name, known)}请改名，或在该行为的 fields 中加上。",
                name.place,
            )
        data[str(name)] = typed(known[name], given.value(name))
    return data


def _yes_no(spec: FieldSpec, value: Text) -> bool:
    if value not in YES_NO:
        refuse("case.value", f"“{spec.name}”应写 是 或 否，写的是“{value}”。请改正。", value.place)
    return YES_NO[value]


def _integer(spec: FieldSpec, value: Text) -> int:
    if not INTEGER.fullmatch(value):
        refuse("case.value", f"“{spec.name}”应是整数，写的是“{value}”。请改正。", value.place)
    return int(value)


def _money(spec: FieldSpec, value: Text) -> int:
    fen = parse_money(value)
    if fen is None:
        refuse(
            "case.value",
            f"“{spec.name}”应带单位，如 5000元，写的是“{value}”。请改正。",
            value.place,
        )
    return fen


def _date(spec: FieldSpec, value: Text) -> str:
    if not is_day(value):
        refuse(
            "case.value",
            f"“{spec.name}”应是真实的日期，如 2026-01-31，写的是“{value}”。请改正。",
            value.place,
        )
    return str(value)


def _party(spec: FieldSpec, node: Node) -> object:
    kind = node.get(Text("kind", node.place)) if isinstance(node, Table) else None
    if isinstance(kind, Text) and kind not in PARTY_KINDS:
        refuse(
            "case.value",
            f"“{spec.name}”的 kind 只能是 {'、'.join(PARTY_KINDS)}，写的是“{kind}”。{nearest(kind, PARTY_KINDS)}请改正。",
            kind.place,
        )
    return plain(node)


def _option(spec: FieldSpec, value: Text) -> str:
    if value not in spec.choice:
        refuse(
            "case.value",
            f"“{spec.name}”只能是 {'、'.join(spec.choice)}，写的是“{value}”。{nearest(value, spec.choice)}",
            value.place,
        )
    return str(value)


TYPED: Final[Mapping[str, Callable[[FieldSpec, Text], object]]] = {
    "yesno": _yes_no,
    "int": _integer,
    "money": _money,
    "choice": _option,
    "date": _date,
}


def typed(spec: FieldSpec, node: Node) -> object:
    """Return a value of a worked case in the type of its field.

    Raises:
        CatalogError: `case.value`.
    """
    read = TYPED.get(spec.type)
    if spec.type == "party":
        return _party(spec, node)
    if read is None:
        return plain(node)
    if not isinstance(node, Text):
        refuse("case.value", f"“{spec.name}”应是一个值。请照此改写。", node.place)
    return read(spec, node)
