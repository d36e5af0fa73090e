"""Parameters that provinces and units set for themselves: entries of a list, read as of the day a matter begins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.parameters import EXAMPLES, OWN_RULE, Value, parse_value
from guiju.lawbook.yaml_text import nearest
from guiju.matters import statements
from guiju.matters.history import effective_history
from guiju.matters.requests import refuse
from guiju.procedure import citation_text, parse_duration
from guiju.record.act import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.parameters import Parameter, ParameterBook
    from guiju.matters.history import Happened

PARAMETER_LIST = "parameter-setting"
PARAMETER, LAYER, FIELD, VALUE = "参数", "层级", "领域", "值"
SINCE, BASIS, GROUND = "适用起日", "效力", "依据"
LAYER_NAMES = {"省级": "province", "本单位": "unit"}
NEEDED = (PARAMETER, LAYER, VALUE, SINCE)
UNIT, CLEAR = "unit", "clear"

_ENTRIES = (
    "WITH RECURSIVE above(code, parent_id) AS ("
    "SELECT code, parent_id FROM people_body WHERE code = %s "
    "UNION ALL SELECT b.code, b.parent_id FROM people_body b JOIN above a ON b.code = a.parent_id) "
    "SELECT m.id, m.body_id, x.form FROM matters_matter m JOIN above a ON a.code = m.body_id "
    "JOIN matters_act x ON x.matter_id = m.id "
    "WHERE m.procedure = %s AND m.valid_from <= %s AND (m.valid_until IS NULL OR m.valid_until >= %s) "
    "ORDER BY m.valid_from, m.id, x.seq"
)
_KNOWN_FIELD = "SELECT 1 FROM people_body WHERE field = %s LIMIT 1"


def check_setting(book: ParameterBook, fields: Mapping[str, Any], body: str) -> None:
    """Refuse a setting that no matter could ever be pinned to.

    Args:
        book: the catalog's parameters.
        fields: what the entry says, with what it said before.
        body: code of the body that sets it.

    Raises:
        Refused: ``parameter.unknown``, ``parameter.value``, ``parameter.field`` or ``parameter.higher_rule``.
    """
    if not all(fields.get(needed) for needed in NEEDED):
        return
    name, written = fields[PARAMETER], fields[VALUE]
    if name not in book:
        sentence = f"没有“{name}”这一参数。{nearest(name, book)}请照参数目录填写名称。"
        refuse("parameter.unknown", sentence, problems={PARAMETER: sentence})
    kind = book[name].type
    if parse_value(kind, written) is None or (CLEAR in written and not _takes_clear(book[name])):
        sentence = (
            f"“{name}”的值不能写成“{written}”，没有一件办件能照它办理。请照 {EXAMPLES[kind]} 填写。"
        )
        refuse("parameter.value", sentence, problems={VALUE: sentence})
    field = fields.get(FIELD)
    if field and not statements.read(_KNOWN_FIELD, [field]):
        sentence = f"没有哪个机构登记的执法领域是“{field}”，这样设定的值没有办件会用到。请照机构登记的写法填写。"
        refuse("parameter.field", sentence, problems={FIELD: sentence})
    if fields.get(BASIS) == OWN_RULE:
        _check_own_rule(book[name], fields, field or _field_of(body))


def _check_own_rule(parameter: Parameter, fields: Mapping[str, Any], field: str) -> None:
    """Hold a unit's own rule against what stands above it."""
    since = date.fromisoformat(fields[SINCE])
    value = parse_value(parameter.type, fields[VALUE])
    above = parameter.governing(field, since)
    if value is None or above is None or parameter.may_be_own(value, field, since):
        return
    only = {"lower": "只能比它更短、更低", "higher": "只能比它更长、更高"}.get(
        parameter.own, "不能另定"
    )
    sentence = (
        f"“{parameter.name}”已由{'、'.join(citation_text(one) for one in above.cite)}定为{shown(parameter, above)}，"
        f"本单位的内部规定{only}。有法律、法规、规章、上级文件另行规定的，请按其效力和依据设定。"
    )
    refuse("parameter.higher_rule", sentence, problems={VALUE: sentence})


def shown(parameter: Parameter, value: Value) -> str:
    """A value in words."""
    if isinstance(value.value, bool):
        return "是" if value.value else "否"
    if parameter.type == "money":
        return f"{int(value.value) // 100:,}元"
    return (
        parse_duration(str(value.value)).words()
        if parameter.type == "duration"
        else str(value.value)
    )


def _field_of(body: str) -> str:
    row = statements.body_row(body)
    return str(row[0]) if row else ""


def _takes_clear(parameter: Parameter) -> bool:
    """Whether it is a delay, whose days are counted clear; no deadline is."""
    return any(CLEAR in str(value.value) for value in parameter.values)


def values_set(book: ParameterBook, body: str, day: date) -> Iterator[tuple[str, Value]]:
    """The values a body and its superiors have set by a day, with the name of the parameter.

    What is set or adjusted after the day does not touch what began on it; a value that was adjusted holds until the new one begins.

    Args:
        book: the catalog's parameters.
        body: code of the body.
        day: the day.
    """
    entries: dict[tuple[str, str], list[ActForm]] = {}
    asked = [body, PARAMETER_LIST, day.isoformat(), day.isoformat()]
    for matter, owner, form in statements.read(_ENTRIES, asked):
        entries.setdefault((matter, owner), []).append(ActForm.from_bytes(bytes(form)))
    for (_, owner), forms in entries.items():
        for name, value in _values_of(book, effective_history(forms), day):
            if value.layer != UNIT or owner == body:
                yield name, value


def _values_of(book: ParameterBook, happened: list[Happened], day: date) -> list[tuple[str, Value]]:
    """One entry's values, each from its first day to the next one's."""
    fields: dict[str, Any] = {}
    values: list[tuple[str, Value]] = []
    for one in happened:
        fields.update(one.data)
        parameter = book.get(fields.get(PARAMETER, ""))
        stated = all(fields.get(needed) for needed in NEEDED)
        if one.day > day or VALUE not in one.data or parameter is None or not stated:
            continue
        value = parse_value(parameter.type, fields[VALUE])
        if value is not None:
            made = _value(value, fields)
            earlier = [(name, other) for name, other in values if other.since < made.since]
            values = [*earlier, (parameter.name, made)]
    return values


def _value(value: str | int | bool, fields: Mapping[str, Any]) -> Value:
    return Value(
        value, LAYER_NAMES[fields[LAYER]], fields.get(FIELD) or "", date.fromisoformat(fields[SINCE]), None,
        (fields.get(GROUND) or "",), fields.get(BASIS) or "内部",
    )  # fmt: skip
