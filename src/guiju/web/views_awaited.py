"""等我审批: every opinion one is asked for, the oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from guiju.matters.selectors import oldest_awaited
from guiju.people.selectors import names_of, substitutions_on
from guiju.ui.parts import Nothing, Pager
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import excel
from guiju.web.queue import COUNTED_TO, count_text, cursor_of, earlier, later, row_at
from guiju.web.stage import procedure_name
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from guiju.matters.awaiting import Awaited
    from guiju.people.viewer import Viewer
    from guiju.web.access import Staff

ROWS = 50
AFTER, BEFORE = "after", "before"
COLUMNS = (
    Column("办件"),
    Column("审批"),
    Column("提请"),
    Column("我的职责"),
    Column("已等", "number"),
)
HEADINGS = ("编号", "办件", "事项", "审批", "提请人", "提请日", "我的职责")
NOTHING = Nothing("没有等您审批的事。别人提请、轮到您的职责签署意见时，会列在这里。")


@staff_page
@require_safe
def awaited_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The queue, fifty a page; as an Excel file where that is asked for."""
    if "excel" in request.GET:
        return _exported(staff)
    rows, pager = _rows(request, staff.viewer)
    names = names_of({row.proposer for row in rows})
    context = {
        "count": count_text(staff.viewer),
        "table": Table("等我审批的提请", COLUMNS, [_cells(row, staff, names) for row in rows]),
        "pager": pager,
        "first": _address(rows[0]) if rows else "",
        "roles": "、".join(sorted(staff.viewer.roles)),
        "stead": _stead(staff.viewer),
        "away": _away(staff),
        "nothing": NOTHING,
    }
    return page(request, staff, "web/opinions.html", context)


def _exported(staff: Staff) -> HttpResponse:
    rows = oldest_awaited(staff.viewer, COUNTED_TO)
    names = names_of({row.proposer for row in rows})
    listed = [
        (
            row.matter.number, row.matter.title, procedure_name(row.matter.procedure), row.act,
            names.get(row.proposer, row.proposer), row.since, row.role,
        )
        for row in rows
    ]  # fmt: skip
    return excel("等我审批", HEADINGS, listed)


def _rows(request: HttpRequest, viewer: Viewer) -> tuple[list[Awaited], Pager]:
    after, before = row_at(request.GET.get(AFTER, "")), row_at(request.GET.get(BEFORE, ""))
    if before is not None:
        found = oldest_awaited(viewer, ROWS + 1, earlier(before), backwards=True)
        more_before, more_after = len(found) > ROWS, True
        rows = found[:ROWS][::-1]
    else:
        found = oldest_awaited(viewer, ROWS + 1, later(after) if after else None)
        more_before, more_after = after is not None, len(found) > ROWS
        rows = found[:ROWS]
    return rows, Pager(
        _page(BEFORE, rows[0]) if rows and more_before else "",
        _page(AFTER, rows[-1]) if rows and more_after else "",
    )


def _page(way: str, row: Awaited) -> str:
    return f"{reverse('opinions')}?{urlencode({way: cursor_of(row)})}"


def _cells(row: Awaited, staff: Staff, names: Mapping[str, str]) -> list[Cell]:
    matter = row.matter
    proposer = names.get(row.proposer, row.proposer)
    return [
        Cell(matter.number or matter.title or "未编号", _address(row), note=_note(row)),
        Cell(row.act),
        Cell(f"{proposer}，{short_day(row.since)}"),
        Cell(row.role, note="转给我的" if row.person == staff.viewer.person else ""),
        Cell(_waited((staff.today - row.since).days)),
    ]


def _waited(days: int) -> str:
    return f"{days} 天" if days else "今天提请"


def _note(row: Awaited) -> str:
    name = procedure_name(row.matter.procedure)
    return f"{name}　{row.matter.title}" if row.matter.number else name


def _address(row: Awaited) -> str:
    return reverse("opinion", args=[row.matter_id, row.proposal])


def _stead(viewer: Viewer) -> str:
    """For whom one stands in today, in words."""
    return "、".join(
        f"{principal.name}（{role}）"
        for role, principals in sorted(viewer.stead.items())
        for principal in principals
    )


def _away(staff: Staff) -> str:
    """Who stands in for oneself today, in words."""
    return "、".join(
        f"{one.substitute.name}（{one.post.role}，至{short_day(one.last)}）"
        for one in substitutions_on(staff.today).filter(post__person=staff.person)
    )
