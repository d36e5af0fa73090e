"""A field's value as paper writes it; what is not known gives None. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guiju.documents.words import amount, capitals, day_words, figures, hour_words, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.pinned import FieldRules

CREDIT_CODE, IDENTITY = "统一社会信用代码", "公民身份号码"
NATURAL, NONE = "自然人", "无"
YOU, YOUR_BODY, EITHER = "你", "你单位", "你（单位）"
ORGANISATIONS = frozenset({"法人", "非法人组织"})
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def written(spec: FieldRules, value: Any, names: Mapping[str, str], part: str = "") -> str | None:
    """A value in words.

    Args:
        spec: the field.
        value: as the record keeps it, whole or masked.
        names: id or digest → name.
        part: what of it is wanted; empty for the whole.

    Returns:
        The words; None where nothing is known.
    """
    if value is None or value in ("", [], {}):
        return None
    writer = _PARTS.get((spec.type, part)) if part else _WHOLE.get(spec.type)
    said = writer(spec, value, names) if writer else _plain(spec, value, names)
    return printable(said) if said else None


def _plain(_spec: FieldRules, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return str(value.get("name") or "")
    if isinstance(value, list):
        return "、".join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(value))


def file_title(name: str) -> str:
    """The name of a file as paper calls it, without what only computers need."""
    return ENDING.sub("", name) or name


def _files(_spec: FieldRules, value: Any, names: Mapping[str, str]) -> str:
    told = value if isinstance(value, list) else [value]
    return "、".join(file_title(names.get(str(one), str(one))) for one in told)


def address_form(party: Mapping[str, Any] | None) -> str:
    """How a party is spoken to: 你, 你单位; 你（单位） where its kind does not say."""
    kind = (party or {}).get("kind")
    if kind == NATURAL:
        return YOU
    return YOUR_BODY if kind in ORGANISATIONS else EITHER


def _with_unit(spec: FieldRules, value: Any, _names: Mapping[str, str]) -> str:
    number = f"{value:,}" if isinstance(value, int) else str(value)
    return f"{number}{spec.unit}"


def document_kind(party: Mapping[str, Any] | None) -> str:
    """What the document that tells a party apart is called."""
    if not party or not party.get("kind"):
        return "证件号码"
    usual = IDENTITY if party["kind"] == NATURAL else CREDIT_CODE
    return str(party.get("document") or usual)


def _document(_spec: FieldRules, value: Any, _names: Mapping[str, str]) -> str:
    """Kind of document and number, as 统一社会信用代码：9162…."""
    if not value.get("code"):
        return ""
    return f"{document_kind(value)}：{value['code']}"


def _rows(spec: FieldRules, value: Any, names: Mapping[str, str]) -> str:
    columns = {one.name: one for one in spec.rows}
    lines = []
    for number, row in enumerate(value, 1):
        told = [
            f"{name}{said}"
            for name, cell in row.items()
            if name in columns and (said := written(columns[name], cell, names))
        ]
        lines.append(f"{number}. {'，'.join(told)}")
    return "\n".join(lines)


_WHOLE: dict[str, Callable[[FieldRules, Any, Mapping[str, str]], str]] = {
    "money": lambda _spec, value, _names: amount(value),
    "date": lambda _spec, value, _names: day_words(value),
    "percent": lambda _spec, value, _names: f"{value}%",
    "int": _with_unit,
    "decimal": _with_unit,
    "rows": _rows,
    "time": lambda _spec, value, _names: hour_words(value),
    "file": _files,
}
_PARTS: dict[tuple[str, str], Callable[[FieldRules, Any, Mapping[str, str]], str]] = {
    ("money", "大写"): lambda _spec, value, _names: capitals(value),
    ("money", "小写"): lambda _spec, value, _names: figures(value),
    ("money", "或无"): lambda _spec, value, _names: amount(value) if value else NONE,
    ("party", "名称"): _plain,
    ("party", "证件"): _document,
    ("party", "号码"): lambda _spec, value, _names: str(value.get("code") or ""),
    ("party", "类型"): lambda _spec, value, _names: str(value.get("kind") or ""),
    ("party", "住所"): lambda _spec, value, _names: str(value.get("address") or ""),
    ("party", "负责人"): lambda _spec, value, _names: str(value.get("head") or ""),
}
