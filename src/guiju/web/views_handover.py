"""交接: one screen moves everything an officer has in hand to a successor, with a numbered paper; history does not move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.http import Http404
from django.views.decorators.http import require_http_methods, require_safe

from guiju.people.selectors import names_of
from guiju.supervision.errors import SupervisionError
from guiju.supervision.models import SheetKind
from guiju.supervision.rights import may_hand_over
from guiju.supervision.selectors import held_by, holders, sheet_of, sheets_of
from guiju.supervision.services import make_handover, number_text
from guiju.web.access import page, staff_page
from guiju.web.inputs import FieldInput, Option
from guiju.web.sheet_pages import (
    address_of,
    answered,
    begun,
    paper_context,
    sheet_context,
)
from guiju.web.stage import members
from guiju.web.views_today import matter_line
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.supervision.models import Sheet
    from guiju.web.access import Staff

SHEET = "handed"
SAMPLE, SHEETS_SHOWN = 10, 20
CONFIRM, EDIT = "confirm", "edit"
LINES_AT_MOST, LONGEST_LINE = 500, 200
GIVER, TAKER, WHY, DRAFTS, PAPERS = "giver", "taker", "reason", "drafts", "papers"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def handover_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Who hands over to whom, what paper goes along, and what will be moved."""
    if staff.viewer.administers:
        raise Http404
    typed = request.POST if request.method == "POST" else request.GET
    problems: dict[str, str] = {}
    step = request.POST.get("step", "")
    if request.method == "POST" and step != EDIT:
        problems = _missing(staff, typed)
        if not problems and step == CONFIRM:
            answer = _made(request, staff)
            if not isinstance(answer, str):
                return answer
            problems = {GIVER: answer}
        elif not problems:
            return _asked(request, staff)
    context = {
        "fields": _inputs(staff, typed, problems),
        "problems": list(problems.items()),
        "sheets": [_sheet_line(one) for one in sheets_of(staff.viewer, SheetKind.HANDOVER, SHEETS_SHOWN)],
    }  # fmt: skip
    return page(request, staff, "web/handover.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def handed_page(request: HttpRequest, staff: Staff, identifier: int) -> HttpResponse:
    """A handover under way or done: how far it has come, what was refused."""
    sheet = _sheet_or_404(staff, identifier)
    answer = answered(request, staff, sheet, SHEET)
    if answer is not None:
        return answer
    context = {**sheet_context(request, staff, sheet, SHEET), **_about(sheet)}
    return page(request, staff, "web/handed.html", context)


@staff_page
@require_safe
def handed_paper(request: HttpRequest, staff: Staff, identifier: int) -> HttpResponse:
    """The paper to print and sign."""
    sheet = _sheet_or_404(staff, identifier)
    context = {**paper_context(request, staff, sheet, SHEET), **_about(sheet)}
    return page(request, staff, "web/handed_paper.html", context)


def _asked(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What confirming will move."""
    held = held_by(staff.viewer, str(request.POST[GIVER]))
    names = names_of([str(request.POST[GIVER]), str(request.POST[TAKER])])
    context = {
        "giver": names.get(str(request.POST[GIVER]), ""),
        "taker": names.get(str(request.POST[TAKER]), ""),
        "count": held.count(),
        "sample": [matter_line(one) for one in held.select_related("body")[:SAMPLE]],
        "reason": str(request.POST[WHY]).strip(),
        "drafts": _lines(request.POST.get(DRAFTS, "")),
        "papers": _lines(request.POST.get(PAPERS, "")),
        "hidden": [(key, str(request.POST.get(key, ""))) for key in (GIVER, TAKER, WHY, DRAFTS, PAPERS)],
        "once": uuid4().hex,
    }  # fmt: skip
    return page(request, staff, "web/handover_confirm.html", context)


def _made(request: HttpRequest, staff: Staff) -> HttpResponse | str:
    """Make the paper and begin; a sentence where it is refused."""
    typed = request.POST
    words = {
        "reason": str(typed[WHY]).strip(),
        "drafts": _lines(typed.get(DRAFTS, "")),
        "papers": _lines(typed.get(PAPERS, "")),
    }
    people = (str(typed[GIVER]), str(typed[TAKER]))
    once = str(typed.get("once", ""))[:32] or uuid4().hex
    try:
        sheet = make_handover(staff.viewer, staff.today, people, words, once)
        return begun(staff, sheet, SHEET)
    except SupervisionError as error:
        return error.sentence


def _missing(staff: Staff, typed: Any) -> dict[str, str]:
    found = {}
    givers = {one.person for one in holders(staff.viewer)} | {staff.viewer.person}
    if typed.get(GIVER) not in givers:
        found[GIVER] = "请选移交人。"
    if typed.get(TAKER) not in dict(members(staff)):
        found[TAKER] = "请选接收人，应是今天在本机关任职的人员。"
    elif typed.get(TAKER) == typed.get(GIVER):
        found[TAKER] = "接收人不能是移交人本人，请另选。"
    if not str(typed.get(WHY, "")).strip():
        found[WHY] = "请写明移交的理由，例：调离、轮岗、休假。"
    elif len(str(typed.get(WHY))) > LONGEST_LINE:
        found[WHY] = f"移交的理由请写在{LONGEST_LINE}字以内。"
    for key, label in ((DRAFTS, "草稿和未完成的事"), (PAPERS, "纸质卷宗")):
        lines = _lines(typed.get(key, ""))
        if len(lines) > LINES_AT_MOST or any(len(one) > LONGEST_LINE for one in lines):
            found[key] = f"{label}至多{LINES_AT_MOST}行，每行{LONGEST_LINE}字以内，请分次移交。"
    return found


def _inputs(staff: Staff, typed: Any, problems: dict[str, str]) -> list[FieldInput]:
    made = [
        FieldInput(GIVER, "移交人", "select", required=True, hint="括号里是名下在办的件数"),
        FieldInput(TAKER, "接收人", "select", required=True),
        FieldInput(WHY, "移交的理由", required=True, hint="例：调离、轮岗、休假"),
        FieldInput(DRAFTS, "草稿和未完成的事", "paragraph", hint="一行一项：没有登记的草稿、约好的日子、要接着做的事"),
        FieldInput(PAPERS, "纸质卷宗和物品", "paragraph", hint="一行一项：卷宗名称和卷数、印章、钥匙、暂存物品"),
    ]  # fmt: skip
    for one in made:
        one.value = str(typed.get(one.key, ""))
        one.problem = problems.get(one.key, "")
    giving = [(one.person, f"{one.name}（{one.held:,} 件）") for one in holders(staff.viewer)]
    if staff.viewer.person not in dict(giving):
        giving.append((staff.viewer.person, f"{staff.person.name}（0 件）"))
    for one, pairs in zip(made, (giving, members(staff)), strict=False):
        one.options = [Option(key, label, key == one.value) for key, label in pairs]
    return made


def _about(sheet: Sheet) -> dict[str, Any]:
    about = sheet.about
    names = names_of([str(about[GIVER]), str(about[TAKER])])
    return {
        "giver": names.get(str(about[GIVER]), ""),
        "taker": names.get(str(about[TAKER]), ""),
        "reason": about["reason"],
        "drafts": about.get(DRAFTS, []),
        "papers": about.get(PAPERS, []),
    }


def _sheet_line(sheet: Sheet) -> dict[str, Any]:
    about = _about(sheet)
    return {
        "number": number_text(sheet),
        "address": address_of(sheet, SHEET),
        "said": f"{short_day(sheet.made_on)} {about['giver']}移交{about['taker']} · {sheet.total} 件",
        "left": sheet.total - sheet.done,
    }


def _lines(typed: Any) -> list[str]:
    return [line.strip() for line in str(typed).splitlines() if line.strip()]


def _sheet_or_404(staff: Staff, identifier: int) -> Sheet:
    found = sheet_of(staff.viewer, SheetKind.HANDOVER, identifier)
    if found is None or not (
        may_hand_over(staff.viewer, str(found.about[GIVER]))
        or staff.viewer.person == found.about[TAKER]
    ):
        raise Http404
    return found
