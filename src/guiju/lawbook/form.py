"""Checks an act's data by the types of its fields, before the kernel sees any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.lawbook.values import BadValueError, check_value
from guiju.lawbook.variables import has_value
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.pinned import ActRules, FieldRules


class FieldProblem(NamedTuple):
    """What is wrong with one field: its name, a stable code, a Chinese sentence with the remedy."""

    field: str
    code: str
    sentence: str


class Checked(NamedTuple):
    """The data as typed, and everything that is wrong with it; use the data only if nothing is."""

    data: dict[str, Any]
    problems: tuple[FieldProblem, ...]


def check_data(act: ActRules, data: Mapping[str, Any]) -> Checked:
    """Type an act's data strictly.

    A field that is given without a value (null, empty text, empty list) is kept as null: it takes
    back what stood before. Nothing else is changed, shortened or dropped.

    Args:
        act: The act, as the matter's rules carry it.
        data: Field → value as JSON: money in 分, decimals as text, days as `2026-01-31`.

    Returns:
        The data and the problems, in the order of the act's fields.
    """
    return _checked(act.fields, data, f"“{act.name}”", "")


def _checked(
    fields: Mapping[str, FieldRules], data: Mapping[str, Any], what: str, path: str
) -> Checked:
    clean: dict[str, Any] = {}
    known = data.keys() <= fields.keys()
    problems = [] if known else list(_unknown(fields, data, what, path))
    for name, spec in fields.items():
        value = data.get(name)
        if value is None and not spec.required and name not in data:
            continue
        if not has_value(value):
            problems += _missing(spec, path)
            clean.update({name: None} if name in data else {})
        elif spec.type == "rows":
            clean[name] = _rows(spec, value, f"{path}{name}", problems)
        else:
            clean[name] = _value(spec, value, f"{path}{name}", problems)
    return Checked(clean, tuple(problems))


def _unknown(
    fields: Mapping[str, FieldRules], data: Mapping[str, Any], what: str, path: str
) -> Iterator[FieldProblem]:
    for name in data:
        if name not in fields:
            known = f"可填的有：{'、'.join(fields)}。" if fields else "它不填任何字段。"
            yield FieldProblem(
                f"{path}{name}",
                "form.unknown_field",
                f"{what}没有“{name}”这一项。{nearest(name, fields)}{known}请删去或改名。",
            )


def _missing(spec: FieldRules, path: str) -> list[FieldProblem]:
    if not spec.required:
        return []
    note = f"（{spec.note}）" if spec.note else ""
    name = f"{path}{spec.name}"
    return [FieldProblem(name, "form.required", f"“{spec.name}”是必填项{note}，请填写。")]


def _value(spec: FieldRules, value: Any, path: str, problems: list[FieldProblem]) -> Any:
    try:
        return check_value(spec, value)
    except BadValueError as bad:
        problems.append(FieldProblem(path, bad.code, f"“{spec.name}”{bad.sentence}"))
        return value


def _rows(spec: FieldRules, value: Any, path: str, problems: list[FieldProblem]) -> Any:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        problems.append(FieldProblem(path, "form.rows", f"“{spec.name}”应是表格，请逐行填写。"))
        return value
    columns = {column.name: column for column in spec.rows}
    clean = []
    for number, row in enumerate(value, 1):
        checked = _checked(columns, row, f"“{spec.name}”第 {number} 行", f"{path}[{number}].")
        problems.extend(checked.problems)
        clean.append(checked.data)
    return clean
