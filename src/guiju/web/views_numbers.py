"""The numbers a body gave: how far each series has come, what was left out, what was voided and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guiju.matters.numbers import UNCLAIMED
from guiju.matters.paper_selectors import irregular_numbers, numbers_of_act, series_of
from guiju.matters.papers import VOIDED_NUMBER
from guiju.matters.requests import ActRequest
from guiju.matters.services import perform
from guiju.record.act import Kind
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import exported
from guiju.web.drafts import FILES, SIGNERS, Reader
from guiju.web.inputs import FieldInput, Offers, Option
from guiju.web.refusals import UNWORKABLE, refusal_of_error
from guiju.web.stage import members
from guiju.web.uploads import HINT
from guiju.web.views_matter import head, view_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.matters.models import AllottedNumber
    from guiju.web.access import Staff
    from guiju.web.drafts import Draft

YEARS_BACK = 5
TEXT, REASON = "text", "reason"
EXPORT, IRREGULAR = "export", "irregular"
LONGEST_REASON = 200


class Year(NamedTuple):
    """A year one can look at."""

    year: int
    here: bool


@staff_page
@require_safe
def numbers_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The series of a year, and the numbers left out or voided."""
    asked = str(request.GET.get("year", ""))
    this = staff.today.year
    years = range(this, this - YEARS_BACK - 1, -1)
    year = next((one for one in years if str(one) == asked), this)
    series = _series_table(staff, year)
    irregular = _irregular_table(irregular_numbers(staff.viewer, year))
    if EXPORT in request.GET:
        shown = irregular if request.GET[EXPORT] == IRREGULAR else series
        return exported(shown.caption, shown)
    context = {
        "year": year,
        "years": [Year(one, one == year) for one in years],
        "series": series,
        "irregular": irregular,
    }
    return page(request, staff, "web/numbers.html", context)


def _series_table(staff: Staff, year: int) -> Table:
    rows = [(Cell(one.series), Cell(f"{one.last:,}")) for one in series_of(staff.viewer, year)]
    return Table(
        f"{year}年的编号",
        (Column("编号"), Column("已编到（号）", "number")),
        rows,
        empty="这一年还没有编过号。办理有编号的行为时，由系统按序取号。",
    )


def _irregular_table(numbers: list[AllottedNumber]) -> Table:
    rows = [
        (
            Cell(one.series),
            Cell(one.text),
            Cell("空号，待补录或者作废" if one.voided == UNCLAIMED else f"作废：{one.voided}"),
            Cell(
                "写明理由作废" if one.voided == UNCLAIMED else f"第{one.seq}号记录",
                link=reverse("void-number", args=[one.matter_id, one.seq])
                if one.voided == UNCLAIMED
                else reverse("matter", args=[one.matter_id]),
            ),
        )
        for one in numbers
    ]
    return Table(
        "空号和作废的号",
        (Column("编号"), Column("文号"), Column("情形"), Column("办理")),
        rows,
        empty="没有空号，也没有作废的号。",
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def void_page(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """Void a number that an act gave or left out: with the reason, the proof and a second person."""
    view = view_or_404(staff, identifier)
    known = 1 <= seq <= len(view.forms)
    numbers = numbers_of_act(staff.viewer, view, view.forms[seq - 1]) if known else []
    if not numbers:
        raise Http404
    problems: dict[str, str] = {}
    if request.method == "POST":
        reader = Reader(request.POST, request.FILES, Offers())
        draft = reader.read_own("办理日期")
        problems = {**draft.problems, **_missing(reader, draft)}
        if not problems:
            problems = _voided(staff, identifier, seq, reader)
        if not problems:
            messages.success(request, f"编号“{reader.text(TEXT)}”已经作废，号和理由都保留。")
            return HttpResponseRedirect(reverse("numbers"))
    context = {
        **head(view),
        "seq": seq,
        "inputs": _inputs(request, staff, numbers, problems),
        "problems": list(problems.items()),
    }
    return page(request, staff, "web/void_number.html", context)


def _missing(reader: Reader, draft: Draft) -> dict[str, str]:
    found = {}
    if not reader.text(TEXT):
        found[TEXT] = "请选要作废的编号。"
    if not reader.text(REASON):
        found[REASON] = "请写明作废的理由，例如：打印错误，原件已收回。"
    elif len(reader.text(REASON)) > LONGEST_REASON:
        found[REASON] = f"作废的理由至多{LONGEST_REASON}字，请写得短些。"
    if not draft.files:
        found.setdefault(FILES, "请上传证明材料，例如作废文书的扫描件、批准作废的签批件。")
    if not draft.signers:
        found[SIGNERS] = "请选登记人以外的第二人签署。"
    return found


def _voided(staff: Staff, identifier: str, seq: int, reader: Reader) -> dict[str, str]:
    draft = reader.draft
    asked = ActRequest(
        staff.viewer.person, matter=identifier, kind=Kind.CORRECTION.value, signers=draft.signers,
        files=tuple(draft.files.values()),
        data={"目标": seq, "理由": reader.text(REASON), VOIDED_NUMBER: reader.text(TEXT)},
    )  # fmt: skip
    try:
        refusal = perform(asked).refusal
    except UNWORKABLE as error:
        refusal = refusal_of_error(error)
    return {TEXT: refusal.sentence} if refusal else {}


def _inputs(
    request: HttpRequest, staff: Staff, numbers: list[str], problems: dict[str, str]
) -> list[FieldInput]:
    typed = request.POST
    chosen = str(typed.get(TEXT, numbers[0] if len(numbers) == 1 else ""))
    signers = set(typed.getlist(SIGNERS))
    made = [
        FieldInput(TEXT, "作废的编号", "select", required=True),
        FieldInput(REASON, "理由", required=True, value=str(typed.get(REASON, "")), hint="至多200字，随号一并保留"),
        FieldInput(SIGNERS, "第二人签署", "people", required=True, hint="登记人之外、在本机关任职的一人"),
        FieldInput(FILES, "证明材料", "file", required=True, multiple=True, hint=HINT),
    ]  # fmt: skip
    made[0].options = [Option(one, one, one == chosen) for one in numbers]
    others = [one for one in members(staff) if one[0] != staff.viewer.person]
    made[2].options = [Option(person, name, person in signers) for person, name in others]
    for one in made:
        one.problem = problems.get(one.key, "")
    return made
