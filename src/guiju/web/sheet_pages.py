"""A numbered paper on the screen: how far its lines have come, what was refused and why, and the paper to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from guiju.people.selectors import names_of
from guiju.supervision.errors import SupervisionError
from guiju.supervision.models import LineState
from guiju.supervision.selectors import lines_by_unit, lines_of, names_of_bodies
from guiju.supervision.services import go_on, number_text
from guiju.ui.parts import Pager, Progress
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page
from guiju.web.downloads import excel
from guiju.web.stage import procedure_name
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from guiju.supervision.models import Sheet, SheetLine
    from guiju.web.access import Staff

ON_A_PAGE, ON_PAPER = 100, 300
RUNNING = "go"
REFUSED_SHOWN = 100
EXPORT = "export"
EXCEL_HEADINGS = ("序号", "单位", "编号", "名称", "程序", "事项", "期限", "结果", "没有登记的原因")
TONES = {LineState.WAITING: "", LineState.DONE: "grey", LineState.REFUSED: "amber"}


def answered(request: HttpRequest, staff: Staff, sheet: Sheet, name: str) -> HttpResponse | None:
    """What a paper's page answers besides itself: the next lines performed, or the lines as a workbook; None for the page.

    Args:
        request: the press of the button, htmx going on by itself, or somebody who reads.
        staff: whoever goes on or reads.
        sheet: the paper, taken on.
        name: name of its page's address.
    """
    if request.method == "POST":
        return _gone_on(request, staff, sheet, name)
    return _as_excel(staff, sheet) if EXPORT in request.GET else None


def begun(staff: Staff, sheet: Sheet, name: str) -> HttpResponse:
    """Perform the first lines of a paper just made, and lead to its page.

    Raises:
        SupervisionError: as :func:`guiju.supervision.services.go_on`.
    """
    sheet = sheet if sheet.done else go_on(staff.viewer, sheet)
    return HttpResponseRedirect(address_of(sheet, name, running=not sheet.finished))


def _gone_on(request: HttpRequest, staff: Staff, sheet: Sheet, name: str) -> HttpResponse | None:
    try:
        done = go_on(staff.viewer, sheet)
    except SupervisionError as error:
        return page(request, staff, "web/refused_whole.html", {"sentence": error.sentence}, 403)
    sheet.done = done.done
    if "HX-Request" in request.headers:
        return None
    return HttpResponseRedirect(address_of(sheet, name, running=not sheet.finished))


def address_of(sheet: Sheet, name: str, *, running: bool = False) -> str:
    """The address of a paper's page; ``running``: it goes on by itself."""
    return f"{reverse(name, args=[sheet.id])}{f'?{RUNNING}' if running else ''}"


def sheet_context(request: HttpRequest, staff: Staff, sheet: Sheet, name: str) -> dict[str, Any]:
    """What every paper's page shows."""
    after = _place(request)
    lines = lines_of(staff.viewer, sheet, after, ON_A_PAGE)
    refused = lines_of(staff.viewer, sheet, 0, REFUSED_SHOWN, LineState.REFUSED)
    more = bool(lines) and lines[-1].place < sheet.total
    older = f"{address_of(sheet, name)}?after={lines[-1].place}" if more else ""
    said = f"第{lines[0].place}至{lines[-1].place}件，共{sheet.total}件" if lines else ""
    return {
        "sheet": sheet,
        "number": number_text(sheet),
        "made": f"{sheet.made_by.name}，{short_day(sheet.made_on)}",
        "progress": Progress(sheet.done, sheet.total, "登记到各办件"),
        "left": sheet.total - sheet.done,
        "running": not sheet.finished and (RUNNING in request.GET or request.method == "POST"),
        "address": address_of(sheet, name),
        "exported": f"{address_of(sheet, name)}?{EXPORT}" if sheet.total else "",
        "paper": reverse(f"{name}-paper", args=[sheet.id]),
        "refused": _refused_table(refused) if refused else None,
        "table": _lines_table(lines),
        "pager": Pager("", older, said),
    }


def paper_context(request: HttpRequest, staff: Staff, sheet: Sheet, name: str) -> dict[str, Any]:
    """What every printed paper shows: a part of its lines, unit by unit."""
    after = _place(request)
    lines = lines_of(staff.viewer, sheet, after, ON_PAPER)
    people = {str(sheet.about[key]) for key in ("giver", "taker") if key in sheet.about}
    return {
        "sheet": sheet,
        "number": number_text(sheet),
        "day": short_day(sheet.made_on),
        "units": [(unit, [_on_paper(line) for line in some]) for unit, some in lines_by_unit(lines)],
        "last": lines[-1].place if lines else 0,
        "more": bool(lines) and lines[-1].place < sheet.total,
        "first_part": after == 0,
        "names": names_of(people),
        "back": address_of(sheet, name),
    }  # fmt: skip


def _as_excel(staff: Staff, sheet: Sheet) -> HttpResponse:
    """A paper's lines as a workbook, with what became of each."""
    lines = lines_of(staff.viewer, sheet, 0, sheet.total)
    units = names_of_bodies({line.unit for line in lines})
    rows = [
        [
            line.place, units.get(line.unit, line.unit), line.matter.number, line.matter.title,
            procedure_name(line.matter.procedure), line.acts, line.due, LineState(line.state).label, line.refusal,
        ]
        for line in lines
    ]  # fmt: skip
    return excel(number_text(sheet), EXCEL_HEADINGS, rows)


def line_called(line: SheetLine) -> str:
    """A matter as it is called outside the house: its number, else its title."""
    return line.matter.number or line.matter.title or "未编号的办件"


def _on_paper(line: SheetLine) -> dict[str, Any]:
    return {
        "place": line.place,
        "called": line_called(line),
        "title": line.matter.title,
        "procedure": procedure_name(line.matter.procedure),
        "acts": line.acts,
        "due": short_day(line.due) if line.due else "",
        "refused": line.refusal if line.state == LineState.REFUSED else "",
    }


def _lines_table(lines: Sequence[SheetLine]) -> Table:
    columns = [Column("序号", "number"), Column("办件"), Column("程序"), Column("事项"), Column("期限", "day"), Column("结果")]  # fmt: skip
    return Table("本单的办件", columns, [_row(line) for line in lines], empty="本单没有办件。")


def _row(line: SheetLine) -> list[Cell]:
    state = LineState(line.state)
    where = reverse("matter", args=[line.matter_id])
    seq = f"第{line.seq}号记录" if line.seq else ""
    return [
        Cell(str(line.place)),
        Cell(line_called(line), where, note=line.matter.title if line.matter.number else ""),
        Cell(procedure_name(line.matter.procedure)),
        Cell(line.acts),
        Cell(short_day(line.due) if line.due else ""),
        Cell("", badge=Mark(state.label, TONES[state]), note=seq),
    ]


def _refused_table(lines: Sequence[SheetLine]) -> Table:
    columns = [Column("办件"), Column("为什么没有登记")]
    rows = [
        [Cell(line_called(line), reverse("matter", args=[line.matter_id])), Cell(line.refusal)]
        for line in lines
    ]
    return Table("没有登记的", columns, rows)


def _place(request: HttpRequest) -> int:
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
