"""Excel in: bring a table in, say which column is which field, read over what was judged, have it registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guiju.exchange import columns, services
from guiju.exchange.errors import ExchangeError
from guiju.exchange.models import JobState
from guiju.exchange.packages import check_size
from guiju.exchange.selectors import job_of, jobs_of
from guiju.lawbook.chain import chain_words
from guiju.matters.files import keep
from guiju.matters.requests import Refused
from guiju.matters.standing import HEADS
from guiju.people.selectors import holders_on
from guiju.web.access import page, staff_page
from guiju.web.downloads import EXCEL, exported, saved
from guiju.web.forms import UnreadableError
from guiju.web.import_form import (
    defaults_typed,
    import_context,
    jobs_table,
    known_table,
    mapping_lines,
    places_typed,
)
from guiju.web.refusals import UNWORKABLE, refusal_of_error
from guiju.web.stage import concerns, procedure_name, stage_of_opening
from guiju.web.uploads import checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from guiju.exchange.models import ImportJob
    from guiju.matters.requests import FileRef
    from guiju.web.access import Staff
    from guiju.web.stage import Stage

CASE = "case"
TABLE, PROOF, MODE, HEAD, SAYING, SHEET = "table", "proof", "mode", "head", "saying", "sheet"
PAGE, EXPORTED_AT_MOST = 50, 10_000


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """Bring a table in."""
    stage = stage_of_opening(staff, procedure, staff.today)
    if stage is None:
        raise Http404
    if request.method != "POST":
        return _upload_form(request, staff, stage)
    try:
        job, new = services.bring_in(staff.viewer, _upload(request, stage))
    except (ExchangeError, UnreadableError) as error:
        return _upload_form(request, staff, stage, error.sentence)
    except Refused as refused:
        return _upload_form(request, staff, stage, refused.refusal.sentence)
    if not new:
        messages.info(
            request,
            f"这份表格已经上传过（{job.person.name}），没有重复读取，下面是它的情况。",
        )
    return HttpResponseRedirect(reverse("import-job", args=[job.pk]))


def _upload(request: HttpRequest, stage: Stage) -> services.Upload:
    file = request.FILES.get(TABLE)
    if file is None:
        message = "没有选择表格。请选择 xlsx、xls 或者 et 文件后再上传。"
        raise UnreadableError(message)
    check_size(file.size or 0)
    only_opening = stage.rules.content["kind"] == CASE
    mode = columns.OPENING if only_opening else request.POST.get(MODE, columns.EVENT)
    return services.Upload(
        file.name or "", file.read(), stage.rules.procedure,
        columns.OPENING if mode == columns.OPENING else columns.EVENT,
        str(request.POST.get(SHEET, "")).strip(), _proof(request),
        str(request.POST.get(HEAD, "")), str(request.POST.get(SAYING, "")),
    )  # fmt: skip


def _proof(request: HttpRequest) -> FileRef | None:
    file = request.FILES.get(PROOF)
    if file is None:
        return None
    name = file.name or ""
    return keep(name, checked(name, file.size or 0, file.read))


def _upload_form(
    request: HttpRequest, staff: Staff, stage: Stage, problem: str = ""
) -> HttpResponse:
    act = stage.act
    heads = {
        one.person: one.name
        for one in holders_on(staff.body.code, staff.today)
        if one.role in HEADS
    }
    context = {
        "name": stage.rules.content["name"],
        "procedure": stage.rules.procedure,
        "kind": stage.rules.content["kind"],
        "act": act.name,
        "approval": chain_words(act.approval),
        "roles": "、".join(act.by),
        "outside_role": not concerns(act, staff.viewer.roles),
        "problem": problem,
        "heads": list(heads.items()),
        "typed": request.POST or request.GET,  # a link may say how
        "jobs": jobs_table(jobs_of(staff.viewer, limit=PAGE), stage.rules.procedure),
    }
    return page(request, staff, "web/import.html", context, status=400 if problem else 200)


@staff_page
@require_safe
def import_template(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """An empty table to fill in."""
    mode = columns.OPENING if request.GET.get(MODE) == columns.OPENING else columns.EVENT
    try:
        content = services.template(staff.viewer, procedure, mode, filled="filled" in request.GET)
    except ExchangeError as error:
        raise Http404 from error
    kind = "期初登记" if mode == columns.OPENING else "填报"
    return saved(content, f"{procedure_name(procedure)}{kind}表.xlsx", EXCEL)


@staff_page
@require_safe
def imports_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The tables the body has brought in."""
    if request.GET.get("export"):
        return exported("导入的表格", jobs_table(jobs_of(staff.viewer, None, EXPORTED_AT_MOST)))
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    jobs = jobs_of(staff.viewer, before, PAGE + 1)
    more = f"?before={jobs[PAGE - 1].pk}" if len(jobs) > PAGE else ""
    context = {"jobs": jobs_table(jobs[:PAGE]), "older": more, "first": before is None}
    return page(request, staff, "web/imports.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def job_page(request: HttpRequest, staff: Staff, number: int) -> HttpResponse:
    """Where an import stands, and the next step."""
    job = _job(staff, number)
    if request.method != "POST":
        editing = "columns" in request.GET and job.state in {JobState.JUDGED, JobState.FAILED}
        return _job_answer(request, staff, job, editing=editing)
    step = _STEPS.get(str(request.POST.get("step")))
    if step is None:
        raise Http404
    try:
        _check_own(staff, job)
        moved = step(request, staff, job)
    except ExchangeError as error:
        editing = request.POST.get("step") == "columns"
        return _job_answer(request, staff, _job(staff, number), error.sentence, editing=editing)
    return HttpResponseRedirect(reverse("import-job", args=[moved.pk]))


def _job_answer(
    request: HttpRequest, staff: Staff, job: ImportJob, problem: str = "", *, editing: bool = False
) -> HttpResponse:
    context = import_context(job, problem)
    if job.state not in {JobState.MAPPING, JobState.JUDGING}:
        context["known"] = known_table(job, staff.viewer)
    context["own"] = job.person_id == staff.viewer.person
    if job.state == JobState.MAPPING or editing:
        try:
            typed = request.POST if request.method == "POST" else None
            context.update(mapping_lines(job, typed))
        except ExchangeError as error:
            context["problem"] = error.sentence
        except UNWORKABLE as error:
            context["problem"] = refusal_of_error(error).sentence
    return page(request, staff, "web/import_job.html", context, status=400 if problem else 200)


@staff_page
@require_safe
def rejected_rows(_request: HttpRequest, staff: Staff, number: int) -> HttpResponse:
    """The table back, each row that was not registered with its reason."""
    job = _job(staff, number)
    if not job.rejected:
        raise Http404
    try:
        content = services.rejected_workbook(job)
    except ExchangeError as error:
        raise Http404 from error
    stem = job.file_name.rpartition(".")[0] or job.file_name
    return saved(content, f"{stem}（未登记的行）.xlsx", EXCEL)


def _job(staff: Staff, number: int) -> ImportJob:
    job = job_of(staff.viewer, number)
    if job is None:
        raise Http404
    return job


def _check_own(staff: Staff, job: ImportJob) -> None:
    """Only whoever brought a table in goes on with it: every act is recorded under that name.

    Raises:
        ExchangeError: ``import.not_yours``.
    """
    if job.person_id != staff.viewer.person:
        raise ExchangeError(
            code="import.not_yours",
            sentence=f"这份表格由{job.person.name}上传，登记人是{job.person.name}，要由本人继续。请本人办理，或者自己另行上传。",
        )


def _columns(request: HttpRequest, _staff: Staff, job: ImportJob) -> ImportJob:
    return services.confirm_columns(job, places_typed(request.POST), defaults_typed(request.POST))


def _again(_request: HttpRequest, staff: Staff, job: ImportJob) -> ImportJob:
    return services.bring_in_again(staff.viewer, job)


_STEPS: dict[str, Callable[[HttpRequest, Staff, ImportJob], Any]] = {
    "columns": _columns,
    "start": lambda _request, _staff, job: services.start(job),
    "stop": lambda _request, _staff, job: services.stop(job),
    "go_on": lambda _request, _staff, job: services.go_on(job),
    "again": _again,
}
