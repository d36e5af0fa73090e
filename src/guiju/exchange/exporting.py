"""Lists, ledgers and cases out: the public fields as they stand, typed, with a page that says what they are."""

from __future__ import annotations

import datetime as dt
import logging
import time
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db import DatabaseError
from django.db.models import Q

from guiju.exchange import files
from guiju.exchange.columns import DAY
from guiju.exchange.columns import PARTY_PARTS as COLUMN_ENDINGS
from guiju.exchange.errors import ExchangeError, refuse
from guiju.exchange.models import ExportJob, JobState
from guiju.exchange.writing import OutColumn, OutSheet, notes_sheet, width_for, write_workbook
from guiju.lawbook.pinned import FieldRules
from guiju.matters import clock
from guiju.matters.list_fields import public_fields
from guiju.matters.list_query import Begins, Between, Is, ListError, ListQuery, Missing
from guiju.matters.listing import every_row
from guiju.matters.rulebook import catalog
from guiju.people.selectors import names_of, names_of_all_bodies
from guiju.people.viewer import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from guiju.exchange.columns import Target
    from guiju.matters.list_rows import ListRow
    from guiju.people.viewer import Viewer

ROWS_AT_MOST: Final = 1_000_000
TOGETHER: Final = 1_000
LEFT_OUT: Final = frozenset({"file", "rows"})
KINDS: Final = {"int": "number", "decimal": "number", "percent": "percent", "money": "money", "date": "day"}  # fmt: skip
NEXT_TO_UNIT: Final = {"money": "元"}
DAY_NAMES: Final = {"list": "列入日期", "ledger": "办理日期", "case": "起始日"}
PARTY_PARTS: Final = ("name", "code", "kind", "document", "address", "head")
Value = Any
_log = logging.getLogger(__name__)


def query_to_json(query: ListQuery) -> dict[str, Any]:
    """A list's query as a job keeps it."""
    told = {name: getattr(query, name) for name in _PLAIN}
    told["as_of"] = query.as_of.isoformat() if query.as_of else None
    told["conditions"] = [
        [type(one).__name__, *(_kept(getattr(one, name)) for name in one.__slots__)]
        for one in query.conditions
    ]
    return told


def query_from_json(told: Mapping[str, Any]) -> ListQuery:
    """What :func:`query_to_json` gave."""
    conditions = tuple(
        _CONDITIONS[kind](*map(_read, values)) for kind, *values in told["conditions"]
    )
    day = dt.date.fromisoformat(told["as_of"]) if told["as_of"] else None
    plain = {name: told[name] for name in _PLAIN}
    return ListQuery(conditions=conditions, as_of=day, **plain)


_PLAIN = ("procedure", "state", "unit", "order", "descending")
_CONDITIONS: Mapping[str, type[Any]] = {
    one.__name__: one for one in (Is, Begins, Between, Missing)
}  # fmt: skip


def _kept(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, dt.date) else value


def _read(value: Any) -> Any:
    return dt.date.fromisoformat(value["day"]) if isinstance(value, dict) else value


class Listing:
    """The matters of a procedure as rows of a sheet."""

    def __init__(self, viewer: Viewer, query: ListQuery, words: Sequence[str] = ()) -> None:
        procedure = query.procedure
        versions = catalog().versions.get(procedure)
        if not versions:
            refuse("procedure.unknown", f"没有标识为“{procedure}”的程序。请从名录与台账中选取。")
        self.procedure = versions[-1]
        self._viewer = viewer
        self._query = query
        self._words = words
        self._today = clock.today()
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
        """Number, days, state, body, then the fields; a party has one for each of its parts."""
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
        self.learn_bodies()
        count = 0
        try:
            found = every_row(self._viewer, self._query, self._today)
            for rows in iter(lambda: list(islice(found, TOGETHER)), []):
                fields = public_fields(rows, self._earlier)
                for one in rows:
                    yield self._row(one, fields.get(one.matter, {}))
                count += len(rows)
                told(count)
                if count >= ROWS_AT_MOST:
                    refuse(
                        "export.too_many",
                        f"达到一份表格{ROWS_AT_MOST}行的上限。请加上条件，分几次导出。",
                    )
        except ListError as error:
            refuse(error.code, error.sentence)

    @property
    def _earlier(self) -> dt.date | None:
        """The day the fields are read as of; None for as they stand."""
        day = self._query.as_of
        return day if day is not None and day < self._today else None

    @property
    def _when(self) -> str:
        day = self._earlier
        return f"{day.year}年{day.month}月{day.day}日" if day else "现在"

    def _row(self, one: ListRow, fields: Mapping[str, Value]) -> list[Value]:
        row: list[Value] = [one.number, one.opened]
        if self.procedure.kind == "list":
            row += [one.valid_from, one.valid_until]
        row += [_state(one, self.procedure.kind), self._names.get(one.body, one.body)]
        for spec in self.specs:
            row += self._values(spec, fields.get(spec.name))
        return row

    def _values(self, spec: FieldRules, value: Value) -> list[Value]:
        if spec.type == "party":
            party = value if isinstance(value, dict) else {}
            return [party.get(part) for part in PARTY_PARTS]
        if value is None:
            return [None]
        if spec.type == "officers" and isinstance(value, list):
            missing = [str(person) for person in value if str(person) not in self._names]
            self._names.update(names_of(missing) if missing else {})
            return ["、".join(self._names.get(str(person), str(person)) for person in value)]
        if spec.type == "unit":
            return [self._names.get(str(value), str(value))]
        return [_typed(spec.type, value)]

    def learn_bodies(self) -> None:
        """Read the names of all bodies."""
        self._names = names_of_all_bodies()

    def cell(self, target: Target, opened: dt.date, fields: Mapping[str, Value]) -> Value:
        """What a column of a table to fill in says of a matter; private values stay out."""
        if target.spec is None:
            return opened if target.key == DAY else None
        if target.spec.private:
            return None
        values = self._values(target.spec, fields.get(target.spec.name))
        return values[PARTY_PARTS.index(target.part)] if target.part in PARTY_PARTS else values[0]

    def _notes(self) -> Iterator[tuple[str, str]]:
        now = clock.now()
        yield "内容", f"{self.procedure.name}，每行一项，取各项{self._when}的内容"
        yield "截至", f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
        yield "导出人", f"{self._viewer.name}" if self._viewer.name else "命令行"
        for word in self._words:
            yield "条件", word
        yield "金额", "以元为单位；自然人姓名只显示姓"
        if self.private:
            yield "没有导出", f"不公开的字段：{'、'.join(self.private)}"
        if self.skipped:
            yield "没有导出", f"附件和明细：{'、'.join(self.skipped)}"
        for spec in self.specs:
            if spec.note:
                yield spec.name, spec.note


def template_rows(
    viewer: Viewer, query: ListQuery, targets: Sequence[Target], at_most: int
) -> list[list[Value]]:
    """What is registered, in the columns of a table to fill in.

    Args:
        viewer: whoever reads.
        query: which matters.
        targets: the columns.
        at_most: how many rows a table to fill in may have.

    Raises:
        ExchangeError: ``export.too_many``; ``list.…`` for what a list cannot answer.
    """
    listing = Listing(viewer, query)
    listing.learn_bodies()
    try:
        rows = list(islice(every_row(viewer, query, clock.today()), at_most + 1))
    except ListError as error:
        refuse(error.code, error.sentence)
    if len(rows) > at_most:
        refuse("export.too_many", f"超过{at_most:,}行，不能带进填报表。请改用“导出 Excel”。")
    fields = public_fields(rows)
    return [
        [listing.cell(target, row.opened, fields[row.matter]) for target in targets] for row in rows
    ]


def _specs(procedure: str) -> list[FieldRules]:
    """Every field of a procedure, of the versions that were in force as well."""
    found: dict[str, FieldRules] = {}
    for version in reversed(catalog().versions[procedure]):
        for name, spec in version.fields().items():
            found.setdefault(str(name), FieldRules.of_spec(spec))
    return list(found.values())


def _labels(spec: FieldRules) -> list[str]:
    if spec.type == "party":
        return [f"{spec.name}{COLUMN_ENDINGS[part][0]}" for part in PARTY_PARTS]
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


def _state(one: ListRow, kind: str) -> str:
    if not one.begun:
        return "待审批"
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
        mine = mine.filter(worker=worker)
        try:
            _write(ExportJob.objects.select_related("body", "person").get(pk=job.pk), lease)
            mine.update(state=JobState.DONE, held_until=0, worker="")
        except _OvertakenError:
            _log.warning("export %s is another process's now", job.pk)
        except ExchangeError as error:
            mine.update(state=JobState.FAILED, failure=error.sentence)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one job that fails holds up no other
            _log.exception("export %s failed", job.pk)
            mine.update(state=JobState.FAILED, failure="程序出了差错，没有导出。请稍候再试。")
    return True


class _OvertakenError(Exception):
    """Another process holds the job now; what was written so far is thrown away."""


def _write(job: ExportJob, lease: float) -> None:
    mine = ExportJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.IMPORTING)

    def told(count: int) -> None:
        if not mine.update(done=count, held_until=time.time() + lease):
            raise _OvertakenError

    viewer = viewer_of(job.person, job.body, clock.today())
    if viewer is None:
        refuse("job.no_post", "导出的人今天在本机关没有任职，没有导出。请由在职人员重新导出。")
    path = files.export_path(job.pk)
    unfinished = path.with_suffix(f".{job.worker}.part")  # two processes never write one file
    listing = Listing(viewer, query_from_json(job.filters["query"]), job.filters["words"])
    try:
        write_workbook(unfinished, listing.sheets(told))
        if not mine.exists():
            raise _OvertakenError
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
