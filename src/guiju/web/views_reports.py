"""Yearly reports: which there are, one as it will be read with every figure open, its text typed between, its steps taken."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.figures.selectors import ask_periods
from guiju.matters.files import keep
from guiju.matters.requests import Refusal
from guiju.matters.selectors import matter_view
from guiju.matters.services import perform
from guiju.people.selectors import bodies_among, body_of
from guiju.reports.drafts import may_write, save_prose
from guiju.reports.errors import ReportError
from guiju.reports.report import told
from guiju.reports.selectors import HANDED_IN, handed_in, prose_of, standing_of, standings
from guiju.reports.services import read_report
from guiju.reports.word import as_word
from guiju.ui.parts import Pager
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.asked import DAYS
from guiju.web.carrying import file_of, file_token
from guiju.web.downloads import WORD, saved
from guiju.web.figure_panel import row_lines
from guiju.web.forms import UnreadableError
from guiju.web.preview import tried
from guiju.web.refusals import UNWORKABLE, refusal_of_error
from guiju.web.report_lines import panel_of, report_parts
from guiju.web.report_steps import (
    MADE_HERE,
    QUESTIONS,
    Taking,
    guide,
    next_step,
    request_for,
    to_whom,
)
from guiju.web.uploads import checked
from guiju.web.wording import iso_day, worded_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from guiju.matters.requests import FileRef
    from guiju.reports.report import Report
    from guiju.reports.selectors import Standing
    from guiju.web.access import Staff

YEARS: Final = 3
FIRST_YEAR: Final = 2000
ROWS: Final = 5
VERSION_DIGITS: Final = 9
KEY: Final = re.compile(r"p\d{1,3}", re.ASCII)
BODIES: Final = 100
PROOF: Final = "proof"
NOT_BEGUN: Final = "未启动"
DONE: Final = "已"


@staff_page
@require_safe
def reports_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The reports of the bodies one sees: a row a body, a column a year."""
    after = request.GET.get("after", "")
    bodies = sorted(bodies_among(staff.viewer.bodies), key=lambda one: one.code)
    shown = [one for one in bodies if one.code > after][: BODIES + 1]
    latest = _latest(request, staff.today.year)
    years = [latest - back for back in range(YEARS)]
    found = standings(staff.viewer, [one.code for one in shown])
    rows = [
        [
            Cell(one.name),
            *(_told(found.get((one.code, str(year))), one.code, year) for year in years),
        ]
        for one in shown[:BODIES]
    ]
    columns = [Column("机构"), *(Column(f"{year}年度") for year in years)]
    more = f"?after={shown[BODIES - 1].code}&until={latest}" if len(shown) > BODIES else ""
    context = {
        "table": Table("各机构的年度报告", columns, rows),
        "earlier": latest - YEARS if latest - YEARS >= FIRST_YEAR else 0,
        "later": min(latest + YEARS, staff.today.year) if latest < staff.today.year else 0,
        "pager": Pager("?" if after else "", more),
    }
    return page(request, staff, "web/reports.html", context)


def _latest(request: HttpRequest, this_year: int) -> int:
    """The latest of the years shown: as the address says, never after this year."""
    asked = request.GET.get("until", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    return min(max(year, FIRST_YEAR), this_year)


def of_report(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about one report, which the view is handed; a body one may not see is not there, and why there is no report is said."""

    @staff_page
    @wraps(view)
    def read(request: HttpRequest, staff: Staff, body: str, year: int, **more: str) -> HttpResponse:
        if body not in staff.viewer.bodies or body_of(body) is None:
            raise Http404
        try:
            report = read_report(staff.viewer, body, year)
        except ReportError as error:
            return page(request, staff, "web/report_none.html", {"sentence": error.sentence}, 404)
        return view(request, staff, report, **more)

    return read


@of_report
@require_safe
def report_page(request: HttpRequest, staff: Staff, report: Report) -> HttpResponse:
    """A report as it will be read, the figure asked for told beside it."""
    asked = request.GET.get("figure", "")
    if request.headers.get("HX-Request"):
        return page(request, staff, "web/report_panel.html", _panel(staff, report, asked))
    standing = standing_of(staff.viewer, report.body, report.year)
    snapshot = handed_in(staff.viewer, standing)
    prose = prose_of(staff.viewer, report.body, report.year)
    writes = may_write(staff.viewer, report.body) and (
        standing is None or HANDED_IN not in standing.days
    )
    parts = report_parts(report, prose, snapshot)
    context = {
        "report": report,
        "parts": parts,
        "missing": sum(1 for one in parts if one.missing),
        "writes": writes,
        "steps": guide(standing),
        "standing": standing,
        "next": _next(staff, standing, report.body),
        "snapshot": snapshot,
        "late": [one for part in parts for one in part.late()],
        **_panel(staff, report, asked),
    }
    return page(request, staff, "web/report.html", context)


@of_report
@require_safe
def report_paper(request: HttpRequest, staff: Staff, report: Report) -> HttpResponse:
    """The report on A4."""
    snapshot = handed_in(staff.viewer, standing_of(staff.viewer, report.body, report.year))
    parts = report_parts(report, prose_of(staff.viewer, report.body, report.year), snapshot)
    back = reverse("report", args=[report.body, report.year])
    context = {"report": report, "parts": parts, "back": back, "snapshot": snapshot}
    return page(request, staff, "web/report_paper.html", context)


@of_report
@require_safe
def report_word(request: HttpRequest, staff: Staff, report: Report) -> HttpResponse:
    """The report as a Word file."""
    del request
    content = as_word(report, prose_of(staff.viewer, report.body, report.year))
    return saved(content, f"{report.body_name}{report.title}.docx", WORD)


@staff_page
@require_POST
def report_prose(request: HttpRequest, staff: Staff, body: str, year: int) -> HttpResponse:
    """Save the text of a part; where somebody else saved meanwhile, show both."""
    typed = request.POST
    part, text = typed.get("part", ""), typed.get("text", "")
    in_place = bool(request.headers.get("HX-Request"))
    context: dict[str, Any] = {"body": body, "year": year, "part": part, "mine": text}
    context |= {"key": _key(typed.get("key", "")), "expected": _number(typed.get("expected", ""))}
    try:
        outcome = save_prose(
            staff.viewer, body, year, part, text, _number(typed.get("expected", ""))
        )
    except ReportError as error:
        context["problem"] = str(error)
    else:
        if not outcome.conflict and not in_place:
            messages.success(request, f"“{part}”已保存。")
            return HttpResponseRedirect(reverse("report", args=[body, year]))
        context |= {"now": outcome.now, "conflict": outcome.conflict}
    template = "web/report_saved.html" if in_place else "web/report_conflict.html"
    return page(request, staff, template, context)


@of_report
@require_http_methods(["GET", "HEAD", "POST"])
def report_step(request: HttpRequest, staff: Staff, report: Report, step: str) -> HttpResponse:
    """A step of the report: what it would record and start, then recorded."""
    body, year = report.body, report.year
    if body != staff.body.code or step not in MADE_HERE:
        raise Http404
    standing = standing_of(staff.viewer, body, year)
    typed = request.POST
    confirming = typed.get("step") == "confirm"
    context: dict[str, Any] = {
        "report": report, "step": step, "back": reverse("report", args=[body, year]),
        "questions": [(*one, typed.get(one[0], "")) for one in QUESTIONS[step]],
        "to_whom": typed.get("报送对象", "") or to_whom(staff.body),
        "told": typed, "asking": True, "missing": _missing(staff, report),
    }  # fmt: skip
    if request.method == "POST":
        view = matter_view(staff.viewer, standing.matter, staff.today) if standing else None
        try:
            proof = _proof(request)
            made = request_for(
                Taking(step, staff, year, standing, typed, proof), keeping=confirming
            )
            outcome, effects = (
                (perform(made), None) if confirming else tried(made, view, staff.today)
            )
        except UNWORKABLE as error:
            return _step_page(request, staff, context, refusal_of_error(error))
        except UnreadableError as error:
            return _step_page(request, staff, context, Refusal("file.unreadable", str(error)))
        context["kept"] = file_token(proof) if proof else ""
        if outcome.refusal is not None:
            return _step_page(request, staff, context, outcome.refusal)
        if confirming:
            messages.success(request, f"已登记“{step}”，本件第{outcome.seq}号记录。")
            return HttpResponseRedirect(context["back"])
        context |= {"effects": effects, "asking": False, "request": made}
    return _step_page(request, staff, context, None)


def _step_page(
    request: HttpRequest, staff: Staff, context: dict[str, Any], refusal: Refusal | None
) -> HttpResponse:
    if refusal is not None:
        context["refusal"] = {
            "sentence": worded_days(refusal.sentence),
            "cite": refusal.cite,
            "problems": list(refusal.problems.values()),
        }
    return page(request, staff, "web/report_step.html", context)


def _proof(request: HttpRequest) -> FileRef | None:
    """The paper brought in with the page, or carried along from the page before."""
    upload = request.FILES.get(PROOF)
    if upload is None:
        return file_of(request.POST.get(f"kept-{PROOF}", ""))
    name = upload.name or ""
    return keep(name, checked(name, upload.size or 0, upload.read))


class Next(NamedTuple):
    """The step that can be taken now: where, and whether here or in its own form."""

    step: str
    address: str
    mine: bool
    roles: str


def _next(staff: Staff, standing: Standing | None, body: str) -> Next | None:
    step = next_step(standing)
    if not step or body != staff.body.code:
        return None
    roles = {"审定": ("机关负责人", "登记员")}.get(step, ("法制机构",))
    mine = bool(staff.viewer.roles & set(roles))
    if step in MADE_HERE:
        return Next(step, "", mine, "、".join(roles))
    address = reverse("act", args=[standing.matter, step]) if standing else ""
    return Next(step, address, mine, "、".join(roles))


def _told(standing: Standing | None, body: str, year: int) -> Cell:
    address = reverse("report", args=[body, year])
    if standing is None:
        return Cell(NOT_BEGUN, address)
    day = iso_day(standing.days[standing.reached])
    return Cell(f"{DONE}{standing.reached}", address, note=day)


def _missing(staff: Staff, report: Report) -> int:
    prose = prose_of(staff.viewer, report.body, report.year)
    return sum(1 for one in report_parts(report, prose, None) if one.missing)


def _panel(staff: Staff, report: Report, asked: str) -> dict[str, Any]:
    """What the panel tells: the figure asked for, and its first rows."""
    panel = panel_of(report, asked)
    if panel is None:
        return {"report": report, "panel": None}
    query = urlencode(
        {"span": DAYS, "from": report.first.isoformat(), "to": report.last.isoformat(), "body": report.body}
    )  # fmt: skip
    answers = ask_periods(
        staff.viewer, [one.id for one in panel.figures], [panel.period], panel.scope, split=False
    )[0]
    names = {one.code: one.name for one in bodies_among(staff.viewer.bodies)}
    shown = [
        {
            "figure": figure,
            "before": told(figure.before, figure.unit),
            "address": f"{reverse('figure', args=[figure.id])}?{query}",
            "rows": row_lines(answer.rows_after(None, ROWS), answer.parts[0] if answer.parts else answer, names),
            "more": max(answer.count - ROWS, 0),
        }
        for figure, answer in zip(panel.figures, answers, strict=True)
    ]  # fmt: skip
    return {"report": report, "panel": panel, "shown": shown}


def _key(text: str) -> str:
    """The part of the page that is answered, as the page calls it."""
    return text if KEY.fullmatch(text) else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < VERSION_DIGITS else 0
