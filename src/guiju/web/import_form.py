"""An import as its page shows it: where it stands, what was judged, which column becomes which field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.timezone import localtime

from guiju.exchange import columns
from guiju.exchange.headings import multiple_of
from guiju.exchange.models import JobState, RowState
from guiju.exchange.rows import ATTACHMENT
from guiju.exchange.selectors import first_rows, reasons_of
from guiju.exchange.services import proposal
from guiju.exchange.sheets import letters
from guiju.matters.selectors import visible_matters
from guiju.ui.parts import Progress, Step
from guiju.ui.tables import Cell, Column, Table
from guiju.web.names import matter_label
from guiju.web.stage import procedure_name
from guiju.web.wording import short_day, worded_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.exchange.columns import Match, Target
    from guiju.exchange.models import ImportJob
    from guiju.exchange.services import Proposal
    from guiju.people.viewer import Viewer

PLACE, DEFAULT = "c-", "d-"
RUNNING = frozenset({JobState.JUDGING, JobState.IMPORTING})
ORDER = (JobState.MAPPING, JobState.JUDGING, JobState.JUDGED, JobState.IMPORTING, JobState.DONE)
STEP_OF = {
    JobState.MAPPING: 0, JobState.JUDGING: 1, JobState.JUDGED: 2, JobState.IMPORTING: 2, JobState.STOPPED: 2, JobState.FAILED: 2,
    JobState.DONE: 3,
}  # fmt: skip
STEPS = ("核对列", "逐行判断", "登记", "完成")
HOW = {columns.SAME: "同名", columns.REMEMBERED: "上次核对过", columns.SIMILAR: "名称相近，请核对"}
MODES = {columns.EVENT: "登记", columns.OPENING: "期初登记"}
WAN = 10_000
OPTIONS_AT_MOST = 1_200
LONGEST_PLACE = 5
LETTERS = re.compile("[A-Z]{1,3}")
KNOWN_SHOWN = 20


class Choice(NamedTuple):
    """A column to choose."""

    place: int
    label: str
    chosen: bool


class Line(NamedTuple):
    """A target with the column proposed for it."""

    target: Target
    place_key: str
    default_key: str
    choices: list[Choice]
    default: str
    how: str
    doubtful: bool
    sample: str
    file: bool
    attachable: bool
    attached: bool


def import_context(job: ImportJob, problem: str = "") -> dict[str, Any]:
    """What the page of an import says."""
    now = STEP_OF[JobState(job.state)]
    running = job.state in RUNNING
    return {
        "job": job,
        "problem": problem,
        "name": procedure_name(job.procedure),
        "mode": MODES[job.mode],
        "day": short_day(localtime(job.created).date()),
        "steps": [Step(label, _state(place, now, job)) for place, label in enumerate(STEPS)],
        "running": running,
        "progress": _progress(job) if running else None,
        "reasons": _reasons(job),
        "told": {
            name: f"{getattr(job, name):,}"
            for name in ("total", "ready", "registered", "rejected", "known")
        },
        "registers": "提请" if job.mode == columns.EVENT and _needs_approval(job) else "登记",
        **{state.value: job.state == state for state in JobState},
    }


def _needs_approval(job: ImportJob) -> bool:
    from guiju.matters.rulebook import catalog

    versions = catalog().versions.get(job.procedure, ())
    return bool(versions and versions[-1].acts[versions[-1].opens].approval)


def known_table(job: ImportJob, viewer: Viewer) -> Table | None:
    """The first rows that were registered before, each with its matter; None where there is none."""
    if not job.known:
        return None
    rows = first_rows(job, RowState.KNOWN, KNOWN_SHOWN)
    seen = visible_matters(viewer).filter(id__in=[one.matter for one in rows]).defer("state")
    labels = {one.id: matter_label(one) for one in seen}
    listed = [
        [
            Cell(f"第{one.row}行"),
            Cell(labels[one.matter], reverse("matter", args=[one.matter]))
            if one.matter in labels
            else Cell("已登记"),
        ]
        for one in rows
    ]
    return Table("以前已登记的行", [Column("行"), Column("登记为")], listed)


def _state(place: int, now: int, job: ImportJob) -> Any:
    if place < now or job.state == JobState.DONE:
        return "done"
    return "now" if place == now else "later"


def _progress(job: ImportJob) -> Progress:
    if job.state == JobState.JUDGING:
        return Progress(job.done, job.total, "正在逐行判断，还没有登记任何一行")
    return Progress(job.done, job.done + job.ready, "正在登记，可以离开这一页")


def _reasons(job: ImportJob) -> Table:
    rows = [
        [Cell(f"第{one.first}行"), Cell(f"{one.rows:,}"), Cell(worded_days(one.sentence))]
        for one in reasons_of(job)
    ]
    head = [Column("最先在"), Column("行数", "number"), Column("原因")]
    return Table("不能登记的原因", head, rows, empty="没有不能登记的行。")


def mapping_lines(job: ImportJob, typed: Mapping[str, str] | None) -> dict[str, Any]:
    """The form in which columns are confirmed.

    Raises:
        ExchangeError: the procedure is not in force any more.
    """
    found = proposal(job)
    lines = [_line(job, found, target, typed) for target in found.targets]
    compact = len(found.targets) * len(job.header) > OPTIONS_AT_MOST
    return {
        "lines": lines,
        "headings": [_heading(job, place) for place in range(len(job.header))] if compact else [],
        "doubtful": sum(one.doubtful for one in lines),
        "unused": [_heading(job, place) for place in found.unused],
        "confirming": True,
    }


def _line(job: ImportJob, found: Proposal, target: Target, typed: Mapping[str, str] | None) -> Line:
    match: Match | None = found.matches.get(target.key)
    place = match.column if match else None
    default = found.defaults.get(target.key, "")
    if typed is not None:
        place = places_typed(typed).get(target.key)
        default = defaults_typed(typed).get(target.key, "")
    shown = [
        Choice(number, _heading(job, number), number == place)
        for number, heading in enumerate(job.header)
        if heading or number == place
    ]
    is_file = target.spec is not None and target.spec.type == "file"
    return Line(
        target, f"{PLACE}{target.key}", f"{DEFAULT}{target.key}", shown, default,
        _how(job, target, match, place), match is not None and match.how == columns.SIMILAR,
        _sample(job, place), is_file,
        is_file and bool(job.proof_sha256), default == ATTACHMENT,
    )  # fmt: skip


def _how(job: ImportJob, target: Target, match: Match | None, place: int | None) -> str:
    said = HOW[match.how] if match else ""
    if target.spec is not None and target.spec.type == "money" and place is not None:
        unit = "万元" if multiple_of(job.header[place]) == WAN else "元"
        return f"{said}；按{unit}读取" if said else f"按{unit}读取"
    return said


def _heading(job: ImportJob, place: int) -> str:
    return f"{letters(place)} {job.header[place] or '（没有名称）'}"


def _sample(job: ImportJob, place: int | None) -> str:
    if place is None:
        return ""
    shown = [row[place] for row in job.sample if place < len(row) and row[place]]
    return "、".join(dict.fromkeys(shown))


def places_typed(typed: Mapping[str, str]) -> dict[str, int]:
    """Target → column, as chosen."""
    return {
        key.removeprefix(PLACE): place
        for key, value in typed.items()
        if key.startswith(PLACE) and (place := _place(value)) is not None
    }


def _place(text: str) -> int | None:
    """The column of a choice, by its number or as its heading is shown: B 活动名称."""
    if text.isascii() and text.isdigit() and len(text) < LONGEST_PLACE:
        return int(text)
    letters_told = text.partition(" ")[0]
    if not LETTERS.fullmatch(letters_told):
        return None
    place = 0
    for letter in letters_told:
        place = place * 26 + ord(letter) - 64
    return place - 1


def defaults_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """Target → text for blank cells, as typed."""
    return {
        key.removeprefix(DEFAULT): value for key, value in typed.items() if key.startswith(DEFAULT)
    }


def jobs_table(jobs: Iterable[ImportJob], procedure: str = "") -> Table:
    """Imports as a table.

    Args:
        jobs: newest first.
        procedure: only those of this one; empty for all.
    """
    rows = [
        [
            Cell(job.file_name, reverse("import-job", args=[job.pk])),
            Cell(procedure_name(job.procedure)),
            Cell(job.person.name),
            Cell(short_day(localtime(job.created).date())),
            Cell(JobState(job.state).label),
            Cell(f"{job.total:,}"), Cell(f"{job.registered:,}"), Cell(f"{job.rejected:,}"),
        ]
        for job in jobs
        if procedure in {"", job.procedure}
    ]  # fmt: skip
    head = [
        Column("表格"), Column("事项"), Column("上传人"), Column("上传日", "day"), Column("进展"),
        Column("行数", "number"), Column("已登记", "number"), Column("未登记", "number"),
    ]  # fmt: skip
    return Table("导入的表格", head, rows)
