"""Excel out: a list or ledger as a workbook, at once where it is short, in the background where it is long."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guiju.exchange import services
from guiju.exchange.errors import ExchangeError
from guiju.exchange.files import export_path
from guiju.exchange.models import JobState
from guiju.exchange.selectors import export_of, exports_of
from guiju.matters import clock
from guiju.ui.parts import Progress
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import EXCEL, saved
from guiju.web.forms import UnreadableError, read_day
from guiju.web.stage import procedure_kind, procedure_name
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.exchange.models import ExportJob
    from guiju.web.access import Staff

DAYS = {"since": "起始日不早于", "until": "起始日不晚于", "as_of": "这一天有效"}
STATES = {JobState.IMPORTING: "正在导出", JobState.DONE: "可以下载", JobState.FAILED: "没有办成"}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """Say what is wanted, and take it."""
    name = procedure_name(procedure)
    if name == procedure:
        raise Http404
    if request.method != "POST":
        return _form(request, staff, procedure)
    try:
        filters = _filters(request)
        job = services.start_export(staff.viewer, procedure, filters)
        if job is not None:
            return HttpResponseRedirect(reverse("export-job", args=[job.pk]))
        content = services.export_list(staff.viewer, procedure, filters)
    except (ExchangeError, UnreadableError) as error:
        return _form(request, staff, procedure, error.sentence)
    return saved(content, f"{name}{clock.today().isoformat()}.xlsx", EXCEL)


def _filters(request: HttpRequest) -> services.Filters:
    days: dict[str, date] = {}
    for key, label in DAYS.items():
        typed = str(request.POST.get(key, "")).strip()
        if not typed:
            continue
        try:
            days[key] = date.fromisoformat(read_day(typed))
        except UnreadableError as error:
            message = f"“{label}”{error.sentence}"
            raise UnreadableError(message) from error
    return services.Filters(
        days.get("since"), days.get("until"), days.get("as_of"), request.POST.get("running") == "1"
    )


def _form(request: HttpRequest, staff: Staff, procedure: str, problem: str = "") -> HttpResponse:
    listed = procedure_kind(procedure) == "list"
    days = [
        (key, label, request.POST.get(key, ""))
        for key, label in DAYS.items()
        if listed or key != "as_of"
    ]
    context = {
        "name": procedure_name(procedure), "procedure": procedure, "days": days, "problem": problem, "listed": listed,
        "running": request.POST.get("running") == "1", "exports": _exports(staff, procedure),
    }  # fmt: skip
    return page(request, staff, "web/export.html", context, status=400 if problem else 200)


def _exports(staff: Staff, procedure: str) -> Table:
    rows = [
        [
            Cell(f"{short_day(job.created.date())}导出", reverse("export-job", args=[job.pk])),
            Cell(_told(job)),
            Cell(f"{job.done:,}"),
        ]
        for job in exports_of(staff.viewer)
        if job.procedure == procedure
    ]
    head = [Column("导出"), Column("进展"), Column("行数", "number")]
    return Table("在后台导出的表格", head, rows)


def _told(job: ExportJob) -> str:
    return STATES.get(JobState(job.state), JobState(job.state).label)


@staff_page
@require_safe
def export_job(request: HttpRequest, staff: Staff, number: int) -> HttpResponse:
    """How far a long export has come."""
    job = _job(staff, number)
    context = {
        "job": job,
        "name": procedure_name(job.procedure),
        "running": job.state == JobState.IMPORTING,
        "done": job.state == JobState.DONE,
        "progress": Progress(job.done, job.total, "正在写成表格，可以离开这一页"),
    }
    return page(request, staff, "web/export_job.html", context)


@staff_page
@require_safe
def export_file(_request: HttpRequest, staff: Staff, number: int) -> Any:
    """The workbook of a long export."""
    job = _job(staff, number)
    path = export_path(job.pk)
    if job.state != JobState.DONE or not path.is_file():
        raise Http404
    name = f"{procedure_name(job.procedure)}{job.created.date().isoformat()}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)


def _job(staff: Staff, number: int) -> ExportJob:
    job = export_of(staff.viewer, number)
    if job is None:
        raise Http404
    return job
