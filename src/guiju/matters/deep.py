"""Deep verification: what is derived must follow from the acts, and files must be what their digests say.

Everything is read in one pass by matter, so that a large store costs time and no memory.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.files import digest_on_disk
from guiju.matters.models import StoredFile
from guiju.matters.private import PrivateValueError, opened
from guiju.matters.replay import derived_columns, replayed
from guiju.matters.rulebook import pinned
from guiju.record.act import ActForm, Kind
from guiju.record.errors import RecordError
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[Any, ...]
_SCALARS = (
    "body_id", "procedure", "rules_id", "number", "title", "opened", "closed", "valid_from",
    "valid_until", "next_due", "next_wake",
)  # fmt: skip
_MATTERS = f"SELECT id, {', '.join(_SCALARS)}, state FROM matters_matter ORDER BY id"  # noqa: S608 -- names fixed above
_ACTS = "SELECT matter_id, form FROM matters_act ORDER BY matter_id, seq"
_DUTIES = "SELECT matter_id, act, roles, due, suspended FROM matters_duty ORDER BY matter_id"
_SLOTS = (
    f"SELECT matter_id, {', '.join(statements.SLOT_COLUMNS)} FROM matters_slots ORDER BY matter_id"  # noqa: S608 -- names fixed
)
_PRIVATE = "SELECT matter_id, seq, field, key, sealed FROM matters_privatevalue ORDER BY matter_id"


class _Stored(NamedTuple):
    """All rows of one matter."""

    columns: Row
    state: str
    acts: list[Row]
    duties: list[Row]
    slots: list[Row]
    private: list[Row]


def verify_projections(report: Report) -> None:
    """Fold every matter anew and compare what the store derived from its acts; then read every file."""
    for matter, stored in _stored_matters(report):
        _verify_matter(matter, stored, report)
    _verify_numbers(report)
    _verify_files(report)


def _stored_matters(report: Report) -> Iterator[tuple[str, _Stored]]:
    sides = [_Side(statement) for statement in (_ACTS, _DUTIES, _SLOTS, _PRIVATE)]
    for row in statements.stream(_MATTERS):
        found = [side.take(row[0], report) for side in sides]
        yield row[0], _Stored(row[1:-1], row[-1], *found)
    for side in sides:
        side.take("\uffff", report)


class _Side:
    """Rows of one table beside the matters, grouped by matter."""

    def __init__(self, statement: str) -> None:
        self._groups = groupby(statements.stream(statement), key=lambda row: row[0])
        self._next = next(self._groups, None)

    def take(self, matter: str, report: Report) -> list[Row]:
        """The rows of a matter; rows of matters that do not exist are reported on the way."""
        while self._next is not None and self._next[0] < matter:
            report.add_broken(Place(self._next[0]), "deep.no_matter", "有登记行，却没有这一办件。")
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != matter:
            return []
        rows = [row[1:] for row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


def _verify_matter(matter: str, stored: _Stored, report: Report) -> None:
    try:
        forms = [ActForm.from_bytes(bytes(form)) for (form,) in stored.acts]
        known = pinned(stored.columns[_SCALARS.index("rules_id")])
    except (RecordError, CatalogError, LookupError, ValueError) as error:
        report.add_broken(Place(matter), "deep.unreadable", f"本件不能重算：{error}")
        return
    if not forms:
        report.add_broken(Place(matter), "deep.no_acts", "本件没有任何行为，不应存在。")
        return
    expected = derived_columns(replayed(matter, stored.state, known, forms))
    found = _columns(stored)
    for name, value in expected.items():
        if found[name] != value:
            report.add_broken(
                Place(matter, 0, name),
                "deep.projection",
                "与按行为重算的结果不同，派生数据被单独改动。",
            )
    _verify_private(matter, forms, stored.private, report)
    _verify_attachments(forms, report)


def _columns(stored: _Stored) -> dict[str, Any]:
    return {
        **dict(zip(_SCALARS, map(_plain, stored.columns), strict=True)),
        "state": _state(stored.state),
        "duties": sorted(
            (act, roles, _plain(due), bool(suspended))
            for act, roles, due, suspended in stored.duties
        ),
        "slots": [_plain(value) for value in stored.slots[0]] if stored.slots else None,
    }


def _state(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _verify_private(matter: str, forms: list[ActForm], rows: list[Row], report: Report) -> None:
    kept = {(seq, field): (key, sealed) for seq, field, key, sealed in rows}
    erased = {(one.data["目标"], one.data["字段"]) for one in forms if one.kind is Kind.ERASURE}
    for form in forms:
        for name, commitment in form.private.items():
            row = kept.pop((form.seq, name), None)
            place = Place(matter, form.seq, f"private.{name}")
            if row is not None:
                _verify_value(place, row, commitment, report)
            elif (form.seq, name) not in erased:
                report.add_broken(place, "private.lost", "非公开的值不见了，也没有依法删除的记录。")
    for seq, name in kept:
        report.add_broken(
            Place(matter, seq, f"private.{name}"),
            "private.extra",
            "有非公开的值，行为中却没有它的承诺。",
        )


def _verify_value(place: Place, row: Row, commitment: str, report: Report) -> None:
    key, sealed = row
    field = place.column.removeprefix("private.")
    try:
        opened(f"{place.matter}#{place.seq}#{field}", key, bytes(sealed), commitment)
    except (PrivateValueError, RecordError):
        report.add_broken(place, "private.changed", "非公开的值与承诺不符，被改动或者调换。")


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
    for body, series, year, last, count, highest in statements.read(statement):
        if not last == count == highest:
            report.add_broken(
                Place(column=f"{body} {series} {year}"),
                "number.gap",
                f"编号应有{last}个，现有{count}个，最大为{highest}。",
            )


def _verify_files(report: Report) -> None:
    for file in StoredFile.objects.order_by("sha256").iterator():
        if digest_on_disk(file.sha256) != file.sha256:
            report.add_broken(
                Place(file=file.sha256), "file.changed", "文件库中的文件缺失或者被改动。"
            )
