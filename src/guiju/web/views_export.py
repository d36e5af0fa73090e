"""Excel out: a list or ledger as a workbook, at once where it is short, in the background where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from guiju.exchange import services
from guiju.exchange.errors import ExchangeError
from guiju.exchange.files import export_path
from guiju.exchange.models import JobState
from guiju.exchange.selectors import export_of, exports_of
from guiju.matters.listed import listed
from guiju.people.selectors import names_of_bodies
from guiju.ui.parts import Progress
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import EXCEL, saved
from guiju.web.list_form import read_form
from guiju.web.stage import procedure_name
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.exchange.models import ExportJob
    from guiju.web.access import Staff
    from guiju.web.list_form import ListForm

STATES = {JobState.IMPORTING: "正在导出", JobState.DONE: "可以下载", JobState.FAILED: "没有办成"}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """Take a list as it is shown under the conditions of the address."""
    found = listed(procedure)
    if found is None:
        raise Http404
    form = read_form(found, request.GET, names_of_bodies(staff.viewer.bodies))
    problems = list(form.problems.values())
    if request.method != "POST" or problems:
        return _form(request, staff, form, "".join(problems))
    words = [part.label for part in form.parts]
    try:
        job = services.start_export(staff.viewer, form.query, words)
        if job is not None:
            return HttpResponseRedirect(reverse("export-job", args=[job.pk]))
        content = services.export_list(staff.viewer, form.query, words)
    except ExchangeError as error:
        return _form(request, staff, form, error.sentence)
    return saved(content, f"{found.name}{staff.today.isoformat()}.xlsx", EXCEL)


def _form(request: HttpRequest, staff: Staff, form: ListForm, problem: str = "") -> HttpResponse:
    procedure = form.found.procedure
    context = {
        "name": form.found.name,
        "procedure": procedure,
        "conditions": [part.label for part in form.parts],
        "query": request.GET.urlencode(),
        "problem": problem,
        "exports": _exports(staff, procedure),
    }
    return page(request, staff, "web/export.html", context, status=400 if problem else 200)


def _exports(staff: Staff, procedure: str) -> Table:
    rows = [
        [
            Cell(
                f"{short_day(localtime(job.created).date())}导出",
                reverse("export-job", args=[job.pk]),
            ),
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
    name = f"{procedure_name(job.procedure)}{localtime(job.created).date().isoformat()}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)


def _job(staff: Staff, number: int) -> ExportJob:
    job = export_of(staff.viewer, number)
    if job is None:
        raise Http404
    return job
