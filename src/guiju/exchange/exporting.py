"""Lists, ledgers and cases out: the public fields as they stand, typed, with a page that says what they are."""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import DatabaseError
from django.db.models import Q

from guiju.exchange import files
from guiju.exchange.errors import ExchangeError, refuse
from guiju.exchange.models import ExportJob, JobState
from guiju.exchange.writing import OutColumn, OutSheet, notes_sheet, width_for, write_workbook
from guiju.lawbook.pinned import FieldRules
from guiju.matters import clock
from guiju.matters.rulebook import catalog
from guiju.matters.selectors import Standing, standing_of
from guiju.people.selectors import body_names, names_of
from guiju.people.viewer import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.people.viewer import Viewer

ROWS_AT_MOST: Final = 1_000_000
TOLD_EVERY: Final = 2_000
LEFT_OUT: Final = frozenset({"file", "rows"})
KINDS: Final = {"int": "number", "decimal": "number", "percent": "percent", "money": "money", "date": "day"}  # fmt: skip
NEXT_TO_UNIT: Final = {"money": "元"}
DAY_NAMES: Final = {"list": "列入日期", "ledger": "办理日期", "case": "起始日"}
Value = Any
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filters:
    """Which matters are wanted.

    Attributes:
        since: begun on this day or later.
        until: begun on this day or before.
        as_of: of a list: valid on this day.
        running: only those not ended.
        fields: field → value it must have.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.date | None = None
    running: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    def wants(self, one: Standing) -> bool:
        """Whether a matter is among them."""
        return (
            (self.since is None or one.opened >= self.since)
            and (self.until is None or one.opened <= self.until)
            and (self.as_of is None or _valid(one, self.as_of))
            and not (self.running and one.closed is not None)
            and all(_plain(one.fields.get(name)) == value for name, value in self.fields)
        )

    def lines(self) -> Iterator[tuple[str, str]]:
        """What is asked, in words."""
        for name, day in (("起始日不早于", self.since), ("起始日不晚于", self.until), ("当日有效", self.as_of)):  # fmt: skip
            if day is not None:
                yield "筛选", f"{name}{day.year}年{day.month}月{day.day}日"
        if self.running:
            yield "筛选", "只含尚未结束的"
        for name, value in self.fields:
            yield "筛选", f"{name}为“{value}”"

    def to_json(self) -> dict[str, Any]:
        """The filters as a job keeps them."""
        days = {"since": self.since, "until": self.until, "as_of": self.as_of}
        told: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
        return {**told, "running": self.running, "fields": [list(one) for one in self.fields]}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Filters:
        """What :meth:`to_json` gave."""
        days = {
            name: dt.date.fromisoformat(told[name])
            for name in ("since", "until", "as_of")
            if told.get(name)
        }
        fields = tuple((str(name), str(value)) for name, value in told.get("fields", ()))
        return cls(**days, running=bool(told.get("running")), fields=fields)


def _valid(one: Standing, day: dt.date) -> bool:
    begun = one.valid_from or one.opened
    ended = one.valid_until or one.closed
    return begun <= day and (ended is None or day <= ended)


class Listing:
    """The matters of a procedure as rows of a sheet."""

    def __init__(self, viewer: Viewer, procedure: str, filters: Filters) -> None:
        versions = catalog().versions.get(procedure)
        if not versions:
            refuse("procedure.unknown", f"没有标识为“{procedure}”的程序。请从名录与台账中选取。")
        self.procedure = versions[-1]
        self._viewer = viewer
        self._filters = filters
        specs = _specs(procedure)
        self.private = [one.name for one in specs if one.private]
        self.skipped = [one.name for one in specs if one.type in LEFT_OUT]
        self.specs = [one for one in specs if not one.private and one.type not in LEFT_OUT]
        self._names: dict[str, str] = {}

    def sheets(self, told: Callable[[int], None] = lambda _: None) -> list[OutSheet]:
        """The sheet of rows and the sheet of notes.

        Args:
            told: called now and then with the number of rows written.
        """
        return [
            OutSheet(str(self.procedure.name), self.columns(), self._rows(told)),
            notes_sheet(list(self._notes())),
        ]

    def columns(self) -> list[OutColumn]:
        """Number, days, state, body, then the fields; a party has three."""
        listed = self.procedure.kind == "list"
        made = [OutColumn("编号", width=26), OutColumn(DAY_NAMES[self.procedure.kind], "day", 12)]
        made += (
            [OutColumn("有效起日", "day", 12), OutColumn("有效止日", "day", 12)] if listed else []
        )
        made += [OutColumn("登记状态", width=10), OutColumn("登记机关", width=24)]
        taken = {one.label for one in made}
        for spec in self.specs:
            for label in _labels(spec):
                shown = label if label not in taken else f"{label}（填报）"
                taken.add(shown)
                made.append(OutColumn(shown, KINDS.get(spec.type, "text"), width_for(shown)))
        return made

    def _rows(self, told: Callable[[int], None]) -> Iterator[list[Value]]:
        self._names = body_names()
        count = 0
        for one in standing_of(self._viewer, self.procedure.id):
            if not self._filters.wants(one):
                continue
            count += 1
            if count > ROWS_AT_MOST:
                refuse(
                    "export.too_many", f"超过一份表格{ROWS_AT_MOST}行的上限。请按日期分几次导出。"
                )
            if count % TOLD_EVERY == 0:
                told(count)
            yield self._row(one)
        told(count)

    def _row(self, one: Standing) -> list[Value]:
        row: list[Value] = [one.number, one.opened]
        if self.procedure.kind == "list":
            row += [one.valid_from, one.valid_until]
        row += [_state(one, self.procedure.kind), self._names.get(one.body, one.body)]
        for spec in self.specs:
            row += self._values(spec, one.fields.get(spec.name))
        return row

    def _values(self, spec: FieldRules, value: Value) -> list[Value]:
        if spec.type == "party":
            party = value if isinstance(value, dict) else {}
            return [party.get(part) for part in ("name", "code", "kind")]
        if value is None:
            return [None]
        if spec.type == "officers" and isinstance(value, list):
            missing = [str(person) for person in value if str(person) not in self._names]
            self._names.update(names_of(missing) if missing else {})
            return ["、".join(self._names.get(str(person), str(person)) for person in value)]
        if spec.type == "unit":
            return [self._names.get(str(value), str(value))]
        return [_typed(spec.type, value)]

    def _notes(self) -> Iterator[tuple[str, str]]:
        now = clock.now()
        yield "内容", f"{self.procedure.name}，每行一项，取各项现在的内容"
        yield "截至", f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
        yield "导出人", f"{self._viewer.name}" if self._viewer.name else "命令行"
        yield from self._filters.lines()
        yield "金额", "以元为单位；自然人姓名只显示姓"
        if self.private:
            yield "没有导出", f"不公开的字段：{'、'.join(self.private)}"
        if self.skipped:
            yield "没有导出", f"附件和明细：{'、'.join(self.skipped)}"
        for spec in self.specs:
            if spec.note:
                yield spec.name, spec.note


def _specs(procedure: str) -> list[FieldRules]:
    """Every field of a procedure, of the versions that were in force as well."""
    found: dict[str, FieldRules] = {}
    for version in reversed(catalog().versions[procedure]):
        for name, spec in version.fields().items():
            found.setdefault(str(name), FieldRules.of_spec(spec))
    return list(found.values())


def _labels(spec: FieldRules) -> list[str]:
    if spec.type == "party":
        return [spec.name, f"{spec.name}证件号码", f"{spec.name}类别"]
    unit = NEXT_TO_UNIT.get(spec.type) or spec.unit
    return [f"{spec.name}（{unit}）" if unit else spec.name]


def _typed(kind: str, value: Value) -> Value:
    if kind == "money" and isinstance(value, int):
        return Decimal(value) / 100
    if kind == "date" and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if kind in {"decimal", "percent"} and isinstance(value, str):
        return Decimal(value) / 100 if kind == "percent" else Decimal(value)
    return value if isinstance(value, int) else _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    return "" if value is None else str(value)


def _state(one: Standing, kind: str) -> str:
    if kind == "ledger":
        return "已登记"
    if kind == "list":
        return "已移出" if one.closed else "在列"
    return "已办结" if one.closed else "在办"


def export_step(worker: str, lease: float) -> bool:
    """Write the oldest export that waits.

    Args:
        worker: name of the process.
        lease: seconds it is held between two signs of life.

    Returns:
        Whether there was one.
    """
    free = Q(held_until__lt=time.time()) | Q(worker=worker)
    job = ExportJob.objects.filter(free, state=JobState.IMPORTING).order_by("id").first()
    if job is None:
        return False
    mine = ExportJob.objects.filter(pk=job.pk, state=JobState.IMPORTING)
    if mine.filter(free).update(worker=worker, held_until=time.time() + lease):
        try:
            _write(ExportJob.objects.select_related("body", "person").get(pk=job.pk), lease)
            mine.update(state=JobState.DONE, held_until=0, worker="")
        except ExchangeError as error:
            mine.update(state=JobState.FAILED, failure=error.sentence)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one job that fails holds up no other
            _log.exception("export %s failed", job.pk)
            mine.update(state=JobState.FAILED, failure="程序出了差错，没有导出。请稍候再试。")
    return True


def _write(job: ExportJob, lease: float) -> None:
    mine = ExportJob.objects.filter(pk=job.pk, worker=job.worker)

    def told(count: int) -> None:
        mine.update(done=count, held_until=time.time() + lease)

    viewer = viewer_of(job.person, job.body, clock.today())
    if viewer is None:
        refuse("job.no_post", "导出的人今天在本机关没有任职，没有导出。请由在职人员重新导出。")
    path = files.export_path(job.pk)
    unfinished = path.with_suffix(".part")
    listing = Listing(viewer, job.procedure, Filters.from_json(job.filters))
    write_workbook(unfinished, listing.sheets(told))
    unfinished.replace(path)
