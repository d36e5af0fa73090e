"""Towns and units at a glance: rows are units or people, a cell is a number and a word, a click shows what it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.people.selectors import names_of
from guiju.reports.outline import outline_for
from guiju.supervision.aging import old_lists
from guiju.supervision.columns import (
    FIGURE,
    MOST,
    PERSONAL,
    Measure,
    Value,
    by_person,
    by_unit,
    chosen,
    measures,
)
from guiju.supervision.rights import bodies_reminded, may_remind
from guiju.supervision.rows import rows_of
from guiju.supervision.selectors import chosen_columns, names_of_bodies, units_of
from guiju.supervision.services import choose_columns
from guiju.ui.parts import Pager, Tab
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.ui.tables import Kind as ColumnKind
from guiju.web.access import page, staff_page
from guiju.web.downloads import excel
from guiju.web.stage import procedure_name
from guiju.web.wording import day_text, short_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import HttpRequest

    from guiju.supervision.rows import Line
    from guiju.web.access import Staff

EXPORT, EXPORTED_AT_MOST = "export", 10_000
SOUGHT, FOUND_AT_MOST = "figure", 60
LINE_HEADINGS = ("编号", "名称", "程序", "事项", "日期")
LIST_HEADINGS = ("清单", "单位", "上次调整", "未调整天数")
LIST_KINDS: tuple[ColumnKind, ...] = ("text", "text", "day", "number")
NO_PEOPLE = "本机关现在没有人手里有在办的办件。"
NO_OLD_LISTS = "没有久未调整的清单。清单超过规定的天数没有调整的，会列在这里。"


class Overview(NamedTuple):
    """Rows and columns before they are drawn.

    Attributes:
        rows: id and name.
        values: column → row → cell.
    """

    heading: str
    rows: list[tuple[str, str]]
    columns: list[Measure]
    values: Mapping[str, Mapping[str, Value]]

    def value(self, column: Measure, row: str) -> Value:
        """A cell; what is known of none is said so."""
        return self.values[column.id].get(row, column.unset)


@staff_page
@require_safe
def overview_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The units below, or the people of the own body where there are none."""
    seen = _units(staff)
    if not seen.rows:
        return HttpResponseRedirect(reverse("supervision-people"))
    context = {
        "tabs": tabs(staff, "supervision"),
        "day": day_text(staff.today),
        "table": _table(seen, links=True),
        "groups": _groups(seen.columns, staff, request.GET.get(SOUGHT, "")),
        "sought": request.GET.get(SOUGHT, ""),
        "exported": reverse("supervision-export"),
        "most": MOST,
        "may_remind": may_remind(staff.viewer),
    }
    return page(request, staff, "web/supervision.html", context)


@staff_page
@require_safe
def people_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The people of the own body, with what each has in hand."""
    seen = _people(staff)
    context = {
        "tabs": tabs(staff, "supervision-people"),
        "day": day_text(staff.today),
        "table": replace(_table(seen, links=False), empty=NO_PEOPLE),
        "may_remind": may_remind(staff.viewer),
        "people": True,
        "exported": f"{reverse('supervision-export')}?people",
    }
    return page(request, staff, "web/supervision.html", context)


@staff_page
@require_safe
def lists_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The lists nobody has changed for long, of all units seen."""
    old = old_lists(staff.viewer, staff.today, staff.viewer.bodies)
    names = names_of_bodies(one.body for one in old)
    if EXPORT in request.GET:
        told = [(one.name, names.get(one.body, one.body), one.adjusted, one.days) for one in old]
        return excel("久未调整的清单", LIST_HEADINGS, told)
    columns = [Column(one, kind) for one, kind in zip(LIST_HEADINGS, LIST_KINDS, strict=True)]
    rows = [
        [
            Cell(one.name, _rows_address(f"age:{one.procedure}", one.body)),
            Cell(names.get(one.body, one.body)),
            Cell(short_day(one.adjusted)),
            Cell(f"{one.days:,}"),
        ]
        for one in old
    ]  # fmt: skip
    context = {
        "tabs": tabs(staff, "supervision-lists"),
        "day": day_text(staff.today),
        "table": Table("久未调整的清单", columns, rows, empty=NO_OLD_LISTS),
        "exported": f"?{EXPORT}" if old else "",
    }
    return page(request, staff, "web/supervision.html", context)


@staff_page
@require_POST
def columns_chosen(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Keep the columns somebody chose."""
    known = measures()
    picked = [str(one) for one in request.POST.getlist("column") if one in known]
    choose_columns(staff.viewer, picked[:MOST])
    return HttpResponseRedirect(reverse("supervision"))


@staff_page
@require_safe
def rows_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What one cell counts."""
    column, unit = request.GET.get("column", ""), request.GET.get("unit", "")
    measure = measures().get(column)
    if measure is None or unit not in staff.viewer.bodies:
        raise Http404
    found = rows_of(staff.viewer, column, unit, staff.today, request.GET.get("after", ""))
    name = names_of_bodies([unit]).get(unit, unit)
    if EXPORT in request.GET:
        whole = _all_lines(staff, column, unit)
        return excel(f"{name}{measure.label}", LINE_HEADINGS, [_line_values(one) for one in whole])
    older = _rows_address(column, unit, found.after) if found.after else ""
    context = {
        "heading": f"{name}：{measure.label}",
        "table": _lines_table(f"{name}的{measure.label}", found.lines),
        "pager": Pager("", older, "还有更多" if older else ""),
        "remind": _remind_address(staff, column, unit),
        "exported": f"{_rows_address(column, unit)}&{EXPORT}" if found.lines else "",
    }
    return page(request, staff, "web/supervision_rows.html", context)


@staff_page
@require_http_methods(["GET", "HEAD"])
def overview_export(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The table as a workbook; numbers as numbers."""
    seen = _people(staff) if "people" in request.GET else _units(staff)
    headings = [seen.heading, *(one.label for one in seen.columns)]
    rows = [
        [name, *(_plain(seen.value(one, row)) for one in seen.columns)] for row, name in seen.rows
    ]
    return excel(f"{seen.heading}一览{staff.today.isoformat()}", headings, rows)


def _remind_address(staff: Staff, column: str, unit: str) -> str:
    """Where a unit is reminded of what a cell counts; empty where nobody can be."""
    span = {"overdue": "late", "soon": "soon"}.get(column)
    if span is None or unit not in bodies_reminded(staff.viewer):
        return ""
    return f"{reverse('reminders')}?{urlencode({'span': span, 'unit': unit})}"


def tabs(staff: Staff, here: str) -> list[Tab]:
    """The pages of supervision."""
    known = [("supervision", "乡镇一览")] if units_of(staff.viewer) else []
    known += [("supervision-people", "按人员"), ("supervision-lists", "久未调整的清单")]
    if may_remind(staff.viewer):
        known.append(("reminders", "催办"))
    return [Tab(label, reverse(name), name == here) for name, label in known]


def _units(staff: Staff) -> Overview:
    rows = [(one.code, one.name) for one in units_of(staff.viewer)]
    columns = chosen(chosen_columns(staff.viewer))
    codes = [code for code, _ in rows]
    values = by_unit(staff.viewer, columns, codes, staff.today) if rows else {}
    return Overview("单位", rows, columns, values)


def _people(staff: Staff) -> Overview:
    values = by_person(staff.viewer, staff.today)
    persons = {person for cells in values.values() for person in cells}
    names = names_of(persons)
    rows = sorted(((one, names.get(one, one)) for one in persons), key=lambda one: one[1])
    return Overview("人员", rows, chosen(PERSONAL), values)


def _table(seen: Overview, *, links: bool) -> Table:
    columns = [Column(seen.heading), *(Column(one.label, "number") for one in seen.columns)]
    rows = [
        [Cell(name), *(_cell(seen.value(one, row), one, row if links else "") for one in seen.columns)]
        for row, name in seen.rows
    ]  # fmt: skip
    return Table(f"{seen.heading}一览", columns, rows)


def _cell(value: Value, column: Measure, unit: str) -> Cell:
    counts = bool(unit) and bool(value.exact)
    link = _rows_address(column.id, unit) if counts else ""
    badge = Mark(value.word, value.tone) if value.tone else None
    return Cell(value.number, link, badge, "" if badge else value.word)


def _lines_table(caption: str, lines: Sequence[Line]) -> Table:
    columns = [
        Column("编号"),
        Column("名称"),
        Column("程序"),
        Column("事项"),
        Column("日期", "day"),
    ]
    rows = [
        [
            Cell(line.number or "未编号", reverse("matter", args=[line.matter])),
            Cell(line.title),
            Cell(procedure_name(line.procedure) if line.procedure else ""),
            Cell(line.act),
            Cell(short_day(line.day) if line.day else ""),
        ]
        for line in lines
    ]  # fmt: skip
    return Table(caption, columns, rows, empty="这里没有办件。")


def _all_lines(staff: Staff, column: str, unit: str) -> list[Line]:
    """Everything a cell counts, up to what one workbook takes."""
    found: list[Line] = []
    after = ""
    while len(found) < EXPORTED_AT_MOST:
        some = rows_of(staff.viewer, column, unit, staff.today, after)
        found += some.lines
        after = some.after
        if not after:
            break
    return found[:EXPORTED_AT_MOST]


def _line_values(line: Line) -> list[str | date | None]:
    procedure = procedure_name(line.procedure) if line.procedure else ""
    return [line.number, line.title, procedure, line.act, line.day]


def _groups(
    columns: Sequence[Measure], staff: Staff, words: str
) -> list[tuple[str, list[tuple[Measure, bool]]]]:
    """The columns one can choose, under their headings, with those that are on.

    Of the figures those on, those of the yearly report, and those whose names hold the words looked for.
    """
    on = {one.id for one in columns}
    figures = outline_for(staff.body.kind).figures()
    near = on | {f"{FIGURE}{one}" for one in figures}
    if words:
        named = [one.id for one in measures().values() if words in one.label]
        near |= set(named[:FOUND_AT_MOST])
    groups: dict[str, list[tuple[Measure, bool]]] = {}
    for one in measures().values():
        if not one.id.startswith(FIGURE) or one.id in near:
            groups.setdefault(one.group, []).append((one, one.id in on))
    return list(groups.items())


def _rows_address(column: str, unit: str, after: str = "") -> str:
    asked = {"column": column, "unit": unit, **({"after": after} if after else {})}
    return f"{reverse('supervision-rows')}?{urlencode(asked)}"


def _plain(value: Value) -> int | float | str:
    """A cell of a workbook: the number where it is one, else the text."""
    if value.exact is None:
        return value.word
    return int(value.exact) if value.exact == int(value.exact) else float(value.exact)
