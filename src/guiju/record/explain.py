"""Why a stored act does not stand: the findings about one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.record.act import faults
from guiju.record.canonical import decode
from guiju.record.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.record.report import Place, Report

Pair = tuple[str, str]


def explain_bytes(stored: Pair, own: Pair, place: Place, report: Report) -> None:
    """Report digests that are not those of the bytes."""
    wrong = [
        name
        for name, kept, computed in zip(("sm3", "sha256"), stored, own, strict=True)
        if kept != computed
    ]
    if len(wrong) == 2:
        report.add_broken(
            place._replace(column="form"),
            "form.changed",
            "内容与所存的两个摘要都不符：内容被改过。",
        )
    elif wrong:
        report.add_broken(
            place._replace(column=wrong[0]), "digest.changed", "所存摘要与内容不符：摘要被改过。"
        )


def explain_form(content: bytes, place: Place, report: Report) -> dict[str, Any]:
    """Report why bytes are not an act of the format, and give what can be read of it."""
    try:
        form = decode(content)
    except RecordError as error:
        report.add_broken(place._replace(column="form"), error.code, error.sentence)
        return {}
    if not isinstance(form, dict):
        report.add_broken(place._replace(column="form"), "record.form", "行为不是一个对象。")
        return {}
    for key, sentence in faults(form):
        report.add_broken(place._replace(column=f"form.{key}"), "record.form", f"{sentence}。")
    return form


def explain_columns(
    columns: Mapping[str, object], form: Mapping[str, object], place: Place, report: Report
) -> None:
    """Report columns that differ from the form."""
    if not form:
        return
    for name, value in columns.items():
        if name not in form:
            report.add_broken(
                place._replace(column=name), "column.unknown", "行为的内容里没有这一项。"
            )
        elif form[name] != value:
            report.add_broken(
                place._replace(column=name),
                "column.changed",
                f"此列为 {value!r}，行为的内容里是 {form[name]!r}：此列被单独改过。",
            )
