"""Deep verification: what is derived must follow from the acts, and files must be what their digests say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.files import digest_on_disk
from guiju.matters.models import Matter, PrivateValue, StoredFile
from guiju.matters.private import PrivateValueError, reveal
from guiju.matters.replay import derived_columns, replayed
from guiju.matters.rulebook import pinned
from guiju.record.act import ActForm, Kind
from guiju.record.errors import RecordError
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS = ("opened", "closed", "valid_from", "valid_until", "next_due", "next_wake")


def verify_projections(report: Report) -> None:
    """Fold every matter anew and compare what the store derived from its acts; then read every file."""
    for matter in Matter.objects.order_by("id").iterator(chunk_size=500):
        _verify_matter(matter, report)
    _verify_numbers(report)
    _verify_files(report)


def _verify_matter(matter: Matter, report: Report) -> None:
    try:
        forms = list(_forms(matter.id))
        known = pinned(matter.rules_id)
    except (RecordError, CatalogError, LookupError, ValueError) as error:
        report.add_broken(Place(matter.id), "deep.unreadable", f"本件不能重算：{error}")
        return
    if not forms:
        report.add_broken(Place(matter.id), "deep.no_acts", "本件没有任何行为，不应存在。")
        return
    expected = replayed(matter, known, forms)
    stored = _stored_columns(matter)
    for name, value in derived_columns(expected).items():
        if stored[name] != value:
            report.add_broken(
                Place(matter.id, 0, name),
                "deep.projection",
                "与按行为重算的结果不同，派生数据被单独改动。",
            )
    _verify_private(forms, report)
    _verify_attachments(forms, report)


def _stored_columns(matter: Matter) -> dict[str, Any]:
    duties = sorted(
        (act, roles, _iso(due), bool(suspended))
        for act, roles, due, suspended in statements.read(
            "SELECT act, roles, due, suspended FROM matters_duty WHERE matter_id = %s", [matter.id]
        )
    )
    slots = statements.read(
        f"SELECT {', '.join(statements.SLOT_COLUMNS)} FROM matters_slots WHERE matter_id = %s",  # noqa: S608 -- names fixed
        [matter.id],
    )
    return {
        "body_id": matter.body_id,
        "procedure": matter.procedure,
        "rules_id": matter.rules_id,
        "number": matter.number,
        "title": matter.title,
        **{name: _iso(getattr(matter, name)) for name in _DAYS},
        "state": _state(matter.state),
        "duties": duties,
        "slots": [_plain(value) for value in slots[0]] if slots else None,
    }


def _state(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _verify_private(forms: list[ActForm], report: Report) -> None:
    erased = {(one.data["目标"], one.data["字段"]) for one in forms if one.kind is Kind.ERASURE}
    for form in forms:
        for name, commitment in form.private.items():
            row = PrivateValue.objects.filter(matter=form.matter, seq=form.seq, field=name).first()
            if row is None:
                if (form.seq, name) not in erased:
                    report.add_broken(
                        Place(form.matter, form.seq, f"private.{name}"),
                        "private.lost",
                        "非公开的值不见了，也没有依法删除的记录。",
                    )
                continue
            try:
                reveal(row, commitment)
            except (PrivateValueError, RecordError):
                report.add_broken(
                    Place(form.matter, form.seq, f"private.{name}"),
                    "private.changed",
                    "非公开的值与承诺不符，被改动或者调换。",
                )


def _verify_attachments(forms: list[ActForm], report: Report) -> None:
    for form in forms:
        for file in form.files:
            digest = digest_on_disk(str(file["sha256"]))
            place = Place(form.matter, form.seq, "files", 0, str(file["name"]))
            if digest is None:
                report.add_broken(place, "file.missing", "附件不在文件库中。")
            elif digest != file["sha256"]:
                report.add_broken(place, "file.changed", "附件的内容与登记的摘要不符。")


def _verify_numbers(report: Report) -> None:
    """Every series runs from 1 without gap to where its counter stands."""
    statement = (
        "SELECT s.body_id, s.series, s.year, s.last, count(n.id), coalesce(max(n.value), 0) "
        "FROM matters_numberseries s LEFT JOIN matters_allottednumber n "
        "ON n.body_id = s.body_id AND n.series = s.series AND n.year = s.year "
        "GROUP BY s.body_id, s.series, s.year, s.last"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for body, series, year, last, count, highest in cursor.fetchall():
            if not last == count == highest:
                report.add_broken(
                    Place(column=f"{body} {series} {year}"), "number.gap",
                    f"编号应有{last}个，现有{count}个，最大为{highest}。",
                )  # fmt: skip


def _verify_files(report: Report) -> None:
    for file in StoredFile.objects.order_by("sha256").iterator():
        if digest_on_disk(file.sha256) != file.sha256:
            report.add_broken(
                Place(file=file.sha256), "file.changed", "文件库中的文件缺失或者被改动。"
            )


def _forms(matter: str) -> Iterator[ActForm]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT form FROM matters_act WHERE matter_id = %s ORDER BY seq", [matter])
        for (form,) in cursor.fetchall():
            yield ActForm.from_bytes(bytes(form))


def _iso(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
