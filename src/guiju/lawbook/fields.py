"""Reads what a procedure says about its fields."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.guard_terms import ACT_DAY, KIND_OF_FIELD, Scope, parse_money
from guiju.lawbook.guard_text import parse
from guiju.lawbook.party_kinds import kind_expression, read_party_kinds
from guiju.lawbook.schema import FieldSpec
from guiju.lawbook.yaml_text import Reader, Table, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIELD_TYPES: Final = (
    "text",
    "paragraph",
    "date",
    "time",
    "int",
    "decimal",
    "money",
    "percent",
    "choice",
    "yesno",
    "party",
    "unit",
    "officers",
    "entry",
    "matter",
    "child",
    "article",
    "file",
    "region",
    "rows",
)
SAMPLED: Final = ("text", "paragraph", "int", "decimal", "money", "percent")
WITH_UNIT: Final = ("int", "decimal", "percent")
BOUNDED: Final = ("int", "decimal", "money", "percent")
LINKS: Final = ("entry", "matter", "child")
DECLARES: Final = ("type", "choice", "of", "private", "unit")
NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
EXPRESSION_MARKS: Final = re.compile(r"[\s()\[\],=!<>+]")
RESERVED: Final = ("and", "or", "not", "in", "set", "是", "否", "单位", "月", "季", "年", ACT_DAY)


def read_fields(reader: Reader) -> dict[str, FieldSpec]:
    """Read the fields declared under `data`.

    Raises:
        CatalogError: When a declaration is unclear; the code begins with `field.` or `schema.`.
    """
    return {name: read_field(name, entry) for name, entry in reader.entries()}


def read_field(name: Text, reader: Reader) -> FieldSpec:
    """Read one declaration and refuse what its type does not take."""
    check_name(name)
    kind = _type(name, reader)
    choice = _choice(name, kind, reader)
    spec = FieldSpec(
        name,
        kind,
        name.place,
        choice=choice,
        of=str(reader.text("of")) if kind in LINKS else None,
        rows=_rows(reader) if kind == "rows" else (),
        required=reader.flag("required"),
        private=reader.flag("private"),
        unit=_only(reader, "unit", kind, WITH_UNIT) or "",
        min=_bound(reader, "min", kind),
        max=_bound(reader, "max", kind),
        computed_text=reader.optional("computed"),
        from_party=read_party_kinds(name, kind, choice, reader),
        note=reader.optional("note") or "",
        sample=_sample(name, kind, reader),
    )
    reader.done()
    if spec.min and spec.max and Decimal(spec.min) > Decimal(spec.max):
        reader.refuse("field.bounds", f"字段“{name}”的 min 大于 max。请对调。", "min")
    return spec


def check_name(name: Text) -> None:
    """Refuse a name that no expression could tell from its own words.

    Raises:
        CatalogError: `field.name`.
    """
    if EXPRESSION_MARKS.search(name) or name in RESERVED or name[:1].isdigit():
        refuse(
            "field.name",
            f"“{name}”不能作字段名：不能含空格、括号和比较符号，不能以数字开头，也不能用 {'、'.join(RESERVED)}。请改名。",
            name.place,
        )


def _type(name: Text, reader: Reader) -> str:
    if not reader.has("type") and reader.has("choice"):
        return "choice"
    if not reader.has("type") and reader.has("computed"):
        return "yesno"
    if not reader.has("type"):
        reader.refuse(
            "field.no_type", f"字段“{name}”没有写类型。请补 type，可用：{'、'.join(FIELD_TYPES)}。"
        )
    return str(reader.choice("type", FIELD_TYPES))


def _choice(name: Text, kind: str, reader: Reader) -> tuple[str, ...]:
    values = reader.list_of_text("choice")
    if kind == "choice" and len(values) < 2:
        reader.refuse(
            "field.choice", f"字段“{name}”是选项，至少要有两个值。请补 choice。", "choice"
        )
    if kind != "choice" and values:
        reader.refuse(
            "field.choice", f"字段“{name}”的类型是 {kind}，不能有 choice。请删去一样。", "choice"
        )
    for value in values:
        if values.count(value) > 1:
            refuse("field.duplicate", f"选项“{value}”写了两次。请删去一个。", value.place)
    return tuple(str(value) for value in values)


def _rows(reader: Reader) -> tuple[FieldSpec, ...]:
    columns = read_fields(reader.mapping("of", "表格的列"))
    if not columns:
        reader.refuse(
            "field.rows", "表格没有列。请在 of 中写出各列，如 {名称: {type: text}}。", "of"
        )
    for column in columns.values():
        if column.proposes:
            key = "from" if column.from_party else "computed"
            refuse(
                "field.computed",
                f"表格的列“{column.name}”不能有 {key}。请删去，或在 data 中另设一个字段。",
                column.place,
            )
    return tuple(columns.values())


def _sample(name: Text, kind: str, reader: Reader) -> tuple[str, ...]:
    values = reader.list_of_text("sample")
    if values and kind not in SAMPLED:
        reader.refuse(
            "field.sample",
            f"字段“{name}”的类型是 {kind}，不用举例。请删去 sample。",
            "sample",
        )
    for value in values:
        number = str(parse_money(value)) if kind == "money" else value
        if kind not in ("text", "paragraph") and not NUMBER.fullmatch(number):
            refuse("field.sample", f"字段“{name}”的例子“{value}”不是 {kind}。请改正。", value.place)
    return tuple(str(value) for value in values)


def _only(reader: Reader, key: str, kind: str, kinds: tuple[str, ...]) -> str | None:
    value = reader.optional(key)
    if value is not None and kind not in kinds:
        reader.refuse(
            "field.key", f"类型 {kind} 不能有“{key}”，只有 {'、'.join(kinds)} 才有。请删去。", key
        )
    return str(value) if value is not None else None


def _bound(reader: Reader, key: str, kind: str) -> str | None:
    value = _only(reader, key, kind, BOUNDED)
    if value is None:
        return None
    fen = parse_money(value)
    if kind == "money" and fen is None:
        reader.refuse("field.bounds", f"金额的“{key}”要带单位。请写成“5000元”。", key)
    if kind != "money" and not NUMBER.fullmatch(value):
        reader.refuse("field.bounds", f"“{key}”应是数，写的是“{value}”。请改成半角数字。", key)
    return str(fen) if kind == "money" else value


def declared_in_acts(acts: Reader) -> Iterator[tuple[Text, Reader]]:
    """Yield the fields that acts declare in full, in place."""
    for _name, act in acts.entries():
        node = act.node.get(Text("fields", act.place))
        if not isinstance(node, Table):
            continue
        for name, field in node.items():
            if isinstance(field, Table) and any(key in field for key in DECLARES):
                yield name, Reader(field, f"字段“{name}”")


def all_fields(data: Mapping[str, FieldSpec], acts: Reader) -> dict[str, FieldSpec]:
    """Return the matter's fields with those that acts declare in place.

    Raises:
        CatalogError: `field.two_meanings`, when a name is declared twice and not alike.
    """
    known = dict(data)
    for name, reader in declared_in_acts(acts):
        spec = read_field(name, reader)
        # Whether it is required, each act says for itself.
        first = known.setdefault(name, replace(spec, required=False))
        if _meaning(first) != _meaning(spec):
            refuse(
                "field.two_meanings",
                f"字段“{name}”在第 {first.place.line} 行已有另一个意思。一个字段在一个程序里只有一个意思：请在 data 中声明一次，或改名。",
                name.place,
            )
    return known


def _meaning(spec: FieldSpec) -> tuple[object, ...]:
    columns = tuple((str(column.name), _meaning(column)) for column in spec.rows)
    says = (spec.min, spec.max, spec.computed_text, spec.from_party)
    return (spec.type, spec.choice, spec.of, spec.private, spec.unit, columns, *says)


def act_fields(reader: Reader, known: Mapping[str, FieldSpec]) -> dict[str, FieldSpec]:
    """Read the fields an act carries, each with what the act adds to its declaration.

    Raises:
        CatalogError: `field.unknown`, when a name was declared nowhere.
    """
    fields: dict[str, FieldSpec] = {}
    for name, entry in reader.mapping("fields", "行为的字段").entries():
        spec = known.get(name)
        if spec is None:
            refuse(
                "field.unknown",
                f"字段“{name}”没有声明。{nearest(name, known)}请在 data 中声明它的类型。",
                name.place,
            )
        fields[str(name)] = _overridden(spec, entry)
    return fields


def _overridden(spec: FieldSpec, entry: Reader) -> FieldSpec:
    declares = any(entry.has(key) for key in DECLARES)
    required = entry.flag("required") if entry.has("required") else spec.required
    note = entry.optional("note") or spec.note
    if not declares:
        entry.done()
    return replace(spec, required=required, note=str(note))


def with_computed(
    fields: Mapping[str, FieldSpec], parameters: Mapping[str, str]
) -> dict[str, FieldSpec]:
    """Return the fields with their proposals parsed; all fields are known by now."""
    scope = Scope(fields, parameters, exact=True)
    return {name: _computed(spec, scope) for name, spec in fields.items()}


def _computed(spec: FieldSpec, scope: Scope) -> FieldSpec:
    if spec.from_party is not None:
        return replace(spec, computed=kind_expression(spec.name, spec.from_party, scope.fields))
    if spec.computed_text is None:
        return spec
    wanted = KIND_OF_FIELD.get(spec.type)
    if wanted is None:
        refuse(
            "field.computed",
            f"类型 {spec.type} 的字段“{spec.name}”不能有 computed。请删去。",
            spec.computed_text.place,
        )
    expression = parse(spec.computed_text, scope, wanted)
    if spec.name in expression.reads | expression.asks:
        refuse(
            "field.computed",
            f"字段“{spec.name}”的 computed 读了它自己。请改写。",
            spec.computed_text.place,
        )
    return replace(spec, computed=expression)
