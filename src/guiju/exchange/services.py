"""Bringing tables in and taking them out: every step of a job, and the helpers other rooms use.

A job goes through mapping (which column is which field), judging (every row, nothing written), and registering. Judging and registering are
done by :class:`guiju.exchange.working.Worker`, in the background or on the spot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from guiju.exchange import columns, files
from guiju.exchange.blanks import blank_targets, blank_workbook
from guiju.exchange.errors import ExchangeError, refuse
from guiju.exchange.exporting import Listing, query_to_json, template_rows
from guiju.exchange.headings import heading_key
from guiju.exchange.models import (
    ExportJob,
    ImportJob,
    ImportRow,
    JobState,
    RememberedColumns,
    RowState,
)
from guiju.exchange.returning import REASON, rejected_workbook
from guiju.exchange.selectors import same_file
from guiju.exchange.session import rules_for
from guiju.exchange.sheets import as_text
from guiju.exchange.tables import Table, read_table
from guiju.exchange.tabling import table_workbook
from guiju.exchange.working import Worker, waiting
from guiju.exchange.writing import workbook_bytes
from guiju.matters import clock
from guiju.matters.list_query import ListError, ListQuery
from guiju.matters.listing import summary
from guiju.matters.requests import FileRef
from guiju.matters.standing import HEADS
from guiju.people.selectors import body_of, holders_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from guiju.exchange.columns import Match, Target
    from guiju.people.models import Body
    from guiju.people.viewer import Viewer

__all__ = [
    "ExchangeError", "Upload", "Worker", "bring_in", "bring_in_again", "confirm_columns", "discard_old", "export_list",
    "go_on", "proposal", "read_table", "rejected_workbook", "start", "start_export", "stop", "table_workbook",
    "template", "waiting",
]  # fmt: skip
SAMPLE = 3
LONGEST_DEFAULT = 200
LONGEST_SAMPLE, LONGEST_SHEET = 60, 100
KEPT_DAYS = 30
FILLED_AT_MOST = 5_000


@dataclass(frozen=True)
class Upload:
    """A table brought in.

    Attributes:
        name: its file name.
        content: its bytes.
        procedure: id of the procedure its rows open.
        mode: ``event`` for the opening act itself, ``opening`` for 期初登记.
        sheet: the sheet to use; empty to find it.
        proof: a file attached to every row, kept already.
        by: for 期初登记: id of the head who signs.
        explanation: for 期初登记: what it says of itself.
        again: bring the same file in once more.
    """

    name: str
    content: bytes
    procedure: str
    mode: str = columns.EVENT
    sheet: str = ""
    proof: FileRef | None = None
    by: str = ""
    explanation: str = ""
    again: bool = False


@dataclass
class Proposal:
    """What the columns of a job could become.

    Attributes:
        targets: everything a column can become.
        matches: target → the column proposed or confirmed.
        unused: columns that become nothing, by place.
        defaults: target → text for blank cells.
    """

    targets: list[Target]
    matches: dict[str, Match]
    unused: list[int]
    defaults: dict[str, str] = field(default_factory=dict)


def bring_in(viewer: Viewer, upload: Upload) -> tuple[ImportJob, bool]:
    """Read a table and open a job for it.

    Args:
        viewer: whoever brings it in.
        upload: the table.

    Returns:
        The job, and whether it is new: the same file brought in again leads to the job it had.

    Raises:
        ExchangeError: the file cannot be used, or the procedure is not to be filled from a table.
    """
    body = _body(viewer)
    rules = rules_for(upload.procedure, body, clock.today())
    _check_fillable(viewer, upload, rules)
    targets = columns.targets_of(rules, upload.mode)
    table = read_table(upload.name, upload.content, columns.headings_wanted(targets), upload.sheet)
    if len(table.sheet) > LONGEST_SHEET:
        refuse("sheet.name", "工作表的名称太长，不是 Excel 写得出的。请改短名称后再上传。")
    digest = files.keep(upload.content)
    before = same_file(viewer, upload.procedure, upload.mode, digest)
    if (
        before is not None
        and not upload.again
        and (before.sheet == table.sheet or not upload.sheet)
    ):
        return before, False
    return _opened(viewer, body, upload, table, digest), True


def _opened(viewer: Viewer, body: Body, upload: Upload, table: Table, digest: str) -> ImportJob:
    proof = upload.proof
    return ImportJob.objects.create(
        body=body, person_id=viewer.person, procedure=upload.procedure, mode=upload.mode,
        by=upload.by if upload.mode == columns.OPENING else "",
        explanation=upload.explanation[:LONGEST_DEFAULT], file_name=upload.name[-255:], file_sha256=digest,
        proof_name=proof.name if proof else "", proof_sha256=proof.sha256 if proof else "",
        sheet=table.sheet, header_row=table.header_row, header=table.header,
        sample=[[as_text(cell)[:LONGEST_SAMPLE] for cell in row.cells] for row in table.rows[:SAMPLE]],
        mapping={"columns": {}, "defaults": {}}, notes=table.notes, reasons=[], state=JobState.MAPPING,
        total=len(table.rows), created=clock.now(),
    )  # fmt: skip


def bring_in_again(viewer: Viewer, job: ImportJob) -> ImportJob:
    """Open another job for the same table: what was registered is known, what was not is judged anew.

    Raises:
        ExchangeError: ``file.gone``, or as :func:`bring_in`.
    """
    proof = FileRef(job.proof_name, job.proof_sha256) if job.proof_sha256 else None
    upload = Upload(
        job.file_name, files.content_of(job.file_sha256), job.procedure, job.mode, job.sheet, proof, job.by,
        job.explanation, again=True,
    )  # fmt: skip
    return bring_in(viewer, upload)[0]


def _check_fillable(viewer: Viewer, upload: Upload, rules: Any) -> None:
    if upload.mode == columns.EVENT:
        lacking = columns.fields_left_out(rules.acts[rules.opens])
        if lacking:
            refuse(
                "import.not_here",
                f"“{rules.content['name']}”的{'、'.join(lacking)}不能用表格填写。请从“新办”逐件办理。",
            )
        return
    if not upload.proof or not upload.explanation.strip():
        refuse(
            "import.no_proof", "期初登记要附盖章的清册或者原件扫描件，并写明说明。请补齐后再上传。"
        )
    holders = holders_on(viewer.body, clock.today())
    if not any(one.person == upload.by and one.role in HEADS for one in holders):
        refuse("import.no_head", "期初登记由机关负责人签署。请选定签署的负责人。")


def proposal(job: ImportJob) -> Proposal:
    """What the columns of a job could become: as confirmed, else as remembered and recognised."""
    rules = rules_for(job.procedure, job.body, clock.today())
    targets = columns.targets_of(rules, job.mode)
    memory = RememberedColumns.objects.filter(
        body=job.body, procedure=job.procedure, mode=job.mode
    ).first()
    remembered = memory.columns if memory else {}
    confirmed = job.mapping["columns"]
    matches = (
        {key: columns.Match(place, columns.REMEMBERED) for key, place in confirmed.items()}
        if confirmed
        else columns.proposed(job.header, targets, remembered)
    )
    used = {match.column for match in matches.values()}
    unused = [place for place in range(len(job.header)) if place not in used and _named(job, place)]
    defaults = job.mapping["defaults"] or (memory.defaults if memory and not confirmed else {})
    return Proposal(targets, matches, unused, dict(defaults))


def _named(job: ImportJob, place: int) -> bool:
    heading = job.header[place]
    return heading != REASON and bool(
        heading or any(row[place] for row in job.sample if place < len(row))
    )


def confirm_columns(
    job: ImportJob, places: Mapping[str, int], defaults: Mapping[str, str]
) -> ImportJob:
    """Take what columns become, remember it for the next table, and have every row judged.

    Args:
        job: a job whose rows are not registered yet.
        places: target → column.
        defaults: target → text for blank cells.

    Raises:
        ExchangeError: ``import.too_late``, ``import.column_twice``, ``import.column_missing``, ``import.no_column``.
    """
    found = proposal(job)
    labels = {one.key: one.label for one in found.targets}
    places = {
        key: place
        for key, place in places.items()
        if key in labels and 0 <= place < len(job.header)
    }
    defaults = {
        key: text.strip()[:LONGEST_DEFAULT] for key, text in defaults.items() if key in labels and text.strip()
    }  # fmt: skip
    _check_places(job, places, labels)
    missing = [
        one.label for one in found.targets if one.required and one.key not in {*places, *defaults}
    ]
    if missing:
        refuse(
            "import.column_missing",
            f"必填的{'、'.join(f'“{one}”' for one in missing)}没有对应的列。请选定列，或者填写“空白时填”。",
        )
    with transaction.atomic():
        waits = (JobState.MAPPING, JobState.JUDGED, JobState.FAILED)
        mine = ImportJob.objects.filter(pk=job.pk, state__in=waits, registered=0)
        changed = mine.update(
            mapping={"columns": places, "defaults": defaults}, state=JobState.JUDGING, done=0, failure="",
            reasons=[], ready=0, rejected=0, known=0,
        )  # fmt: skip
        if not changed:
            refuse("import.too_late", "这份表格已经在登记，不能再改列。请停止后重新上传。")
        RememberedColumns.objects.update_or_create(
            body=job.body, procedure=job.procedure, mode=job.mode,
            defaults={
                "columns": {heading_key(job.header[place]): key for key, place in places.items()},
                "defaults": defaults,
            },
        )  # fmt: skip
    job.refresh_from_db()
    return job


def _check_places(job: ImportJob, places: Mapping[str, int], labels: Mapping[str, str]) -> None:
    if not places:
        refuse("import.no_column", "没有选定任何一列。请至少为必填的各项选定表格中的列。")
    chosen: dict[int, str] = {}
    for key, place in places.items():
        if place in chosen:
            refuse(
                "import.column_twice",
                f"“{job.header[place] or '没有名称的列'}”同时选给了“{chosen[place]}”和“{labels[key]}”。请各选一列。",
            )
        chosen[place] = labels[key]


def start(job: ImportJob) -> ImportJob:
    """Have the rows that may be registered be registered.

    Raises:
        ExchangeError: ``import.not_judged`` where they were not judged yet; ``import.nothing`` where there are none.
    """
    if job.state == JobState.JUDGED and not job.ready:
        refuse("import.nothing", "没有可以登记的行。请下载退回的表格，按原因改正后重新上传。")
    return _moved(job, (JobState.JUDGED,), JobState.IMPORTING, "import.not_judged", "这份表格还没有判断完，或者已经登记。请刷新查看。")  # fmt: skip


def stop(job: ImportJob) -> ImportJob:
    """Stop a job between two batches; what is registered stays.

    Raises:
        ExchangeError: ``import.not_running``.
    """
    target = JobState.MAPPING if job.state == JobState.JUDGING else JobState.STOPPED
    return _moved(job, (JobState.JUDGING, JobState.IMPORTING), target, "import.not_running", "这份表格没有在登记，无需停止。")  # fmt: skip


def go_on(job: ImportJob) -> ImportJob:
    """Go on with a stopped or failed job where it stood.

    Raises:
        ExchangeError: ``import.not_stopped``.
    """
    judged = bool(job.done or job.after or job.ready)
    target = JobState.IMPORTING if judged else JobState.JUDGING
    return _moved(job, (JobState.STOPPED, JobState.FAILED), target, "import.not_stopped", "这份表格没有停下，无需继续。")  # fmt: skip


def _moved(
    job: ImportJob, before: tuple[JobState, ...], after: JobState, code: str, sentence: str
) -> ImportJob:
    found = ImportJob.objects.filter(pk=job.pk, state__in=before)
    if not found.update(state=after, failure="", held_until=0, worker=""):
        refuse(code, sentence)
    job.refresh_from_db()
    return job


def export_list(viewer: Viewer, query: ListQuery, words: Sequence[str] = ()) -> bytes:
    """A list, ledger or the cases of a procedure as the bytes of a workbook, made at once.

    Args:
        viewer: whoever reads.
        query: which matters, in what order; it names a procedure.
        words: the conditions as people read them, for the page of notes.

    Raises:
        ExchangeError: ``procedure.unknown``, ``export.too_many``; ``list.…`` for what a list cannot answer.
    """
    return workbook_bytes(Listing(viewer, query, words).sheets())


def start_export(viewer: Viewer, query: ListQuery, words: Sequence[str] = ()) -> ExportJob | None:
    """Have a long export be made in the background.

    Returns:
        The job; None where the export is short enough to be made at once.

    Raises:
        ExchangeError: ``list.…`` for what a list cannot answer.
    """
    try:
        found = summary(viewer, query, clock.today())
    except ListError as error:
        refuse(error.code, error.sentence)
    if found.complete:
        return None
    return ExportJob.objects.create(
        body_id=viewer.body, person_id=viewer.person, procedure=query.procedure,
        filters={"query": query_to_json(query), "words": list(words)}, total=0, state=JobState.IMPORTING,
        created=clock.now(),
    )  # fmt: skip


def template(
    viewer: Viewer, procedure: str, mode: str = columns.EVENT, *, filled: bool = False
) -> bytes:
    """A table to fill in.

    Args:
        viewer: whoever asks.
        procedure: id.
        mode: ``event`` or ``opening``.
        filled: with what the body has registered, to begin with.

    Raises:
        ExchangeError: ``procedure.…``; ``export.too_many`` for more rows than such a table takes.
    """
    rules = rules_for(procedure, _body(viewer), clock.today())
    rows: list[list[Any]] = []
    if filled:
        query = ListQuery(procedure, unit=viewer.body, descending=False)
        rows = template_rows(viewer, query, blank_targets(rules, mode), FILLED_AT_MOST)
    return blank_workbook(rules, mode, rows)


def discard_old(day: date) -> int:
    """Remove the tables of jobs that have come to rest long ago; which rows were registered stays known.

    Returns:
        How many jobs were cleared.
    """
    resting = (JobState.MAPPING, JobState.JUDGED, JobState.DONE, JobState.STOPPED, JobState.FAILED)
    old = ImportJob.objects.filter(state__in=resting, created__lt=_days_before(day)).exclude(
        sample=[], notes=[]
    )
    jobs = list(old[:100])
    for job in jobs:
        ImportRow.objects.filter(job=job).exclude(state=RowState.REGISTERED).delete()
        ImportJob.objects.filter(pk=job.pk).update(sample=[], notes=[], reasons=[])
        others = ImportJob.objects.filter(file_sha256=job.file_sha256).exclude(pk=job.pk)
        if not others.exclude(sample=[], notes=[]).exists():
            files.discard(job.file_sha256)
    gone = ExportJob.objects.filter(created__lt=_days_before(day))
    for identifier in gone.values_list("pk", flat=True):
        files.export_path(identifier).unlink(missing_ok=True)
    gone.delete()
    return len(jobs)


def _days_before(day: date) -> datetime:
    import datetime as dt

    first = day - dt.timedelta(days=KEPT_DAYS)
    return dt.datetime.combine(first, dt.time(), clock.BEIJING)


def _body(viewer: Viewer) -> Body:
    body = body_of(viewer.body)
    if body is None:
        refuse("body.unknown", f"没有代码为“{viewer.body}”的机构。请核对。")
    return body
