"""Bodies: the tree with its days; added, renamed and ended by the system administrator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.people.administrators import SYSTEM
from guiju.people.first_start import NewBody
from guiju.people.models import Body, BodyKind
from guiju.people.particulars import (
    LABELS,
    Particulars,
    particulars_on,
    state_particulars,
    stated_on,
)
from guiju.people.selectors import body_of, body_tree, staff_on
from guiju.people.services import (
    PeopleError,
    close_openings,
    correct_body,
    end_body,
    establish_body,
    rename_body,
)
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import excel, exported
from guiju.web.forms import UnreadableError, read_day
from guiju.web.new_bodies import UNIT_COLUMNS, UNIT_EXAMPLE, units
from guiju.web.rows import beyond, brought, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from guiju.web.access import Staff
    from guiju.web.rows import Line

INDENT = "　"
WRITE, STATE = "write", "state"
HINTS = {
    "address": "例：示例县人民路 1 号",
    "telephone": "当事人询问、陈述申辩打的电话",
    "payee": "例：示例县农商银行营业部，账号 6228 0000 0000 0000；不填的用上级机构的",
    "review_body": "不填的，从 2024 年起按行政复议法第二十四条写本级人民政府",
    "court": "写全称，例：示例县人民法院；不填的用上级机构的",
}


class Particular(NamedTuple):
    """One of the things papers say of a body.

    Attributes:
        typed: what is in its input.
        said: what papers say today; empty for a blank.
    """

    name: str
    label: str
    typed: str
    said: str
    hint: str


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The tree of bodies; new ones are brought in by rows."""
    may_change = SYSTEM in staff.viewer.roles
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if request.GET.get("export"):
        return exported("机构", _tree())
    if request.GET.get("sheet"):
        labels = [column.label for column in UNIT_COLUMNS]
        return excel("机构", labels, [UNIT_EXAMPLE])
    context = {"table": _tree(), "may_change": may_change, "columns": UNIT_COLUMNS}
    if may_change:
        found = brought(request, UNIT_COLUMNS)
        lines = _lines(found.rows)
        wrong = [line for line in lines if line.problem]
        if request.method == "POST" and lines and not wrong and not found.problem:
            return _established(request, [line.made for line in lines])
        shown = grid(found.rows, UNIT_COLUMNS)
        context["beyond"] = beyond(found.rows)
        context |= {
            "wrong": wrong,
            "problem": found.problem,
            "grid": shown,
            "folded": not found.rows,
        }
    return page(request, staff, "web/bodies.html", context)


def _tree() -> Table:
    columns = [
        Column("机构"), Column("性质"), Column("执法领域"), Column("代字"), Column("成立", "day"),
        Column("撤销", "day"), Column("代码"),
    ]  # fmt: skip
    rows = [_row(body, depth) for body, depth in body_tree()]
    return Table("机构", columns, rows, empty="还没有机构。")


def _row(body: Body, depth: int) -> list[Cell]:
    ended = Mark("已撤销", "grey") if body.until is not None else None
    return [
        Cell(INDENT * depth + body.name, reverse("body", args=[body.code]), badge=ended),
        Cell(body.get_kind_display()), Cell(body.field), Cell(body.word), Cell(str(body.since)),
        Cell(str(body.until or "")), Cell(body.code),
    ]  # fmt: skip


def _lines(rows: list[dict[str, str]]) -> list[Line]:
    known = [
        NewBody(one.code, one.name, one.kind, one.since, one.field, one.word, one.parent_id or "")
        for one, _ in body_tree()
    ]
    return units(rows, known[0], known)


def _established(request: HttpRequest, made: list[NewBody]) -> HttpResponse:
    done = 0
    for one in made:
        try:
            establish_body(
                one.code, one.name, kind=BodyKind(one.kind), since=one.since, field=one.field,
                word=one.word, parent=body_of(one.parent),
            )  # fmt: skip
            done += 1
        except PeopleError as error:
            messages.error(request, f"{one.name}：{error}")
    messages.success(request, f"已登记 {done} 个机构。")
    return HttpResponseRedirect(reverse("bodies"))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def body_page(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """One body with its people of today; renamed or ended by the system administrator."""
    body = body_of(code)
    if body is None:
        raise Http404
    may_change = SYSTEM in staff.viewer.roles
    problem = ""
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        problem = _changed(request, body, staff.today)
        if not problem:
            messages.success(request, f"“{body.name}”已经更新。")
            return HttpResponseRedirect(reverse("body", args=[body.code]))
    people = [
        [Cell(post.person.name, reverse("person", args=[post.person_id])), Cell(post.role), Cell(str(post.since))]
        for post in staff_on(body.code, staff.today)[:500]
    ]  # fmt: skip
    columns = [Column("姓名"), Column("职责"), Column("任职", "day")]
    context = {
        "particulars": _particulars(request, body, staff.today), "what": request.POST.get("what", ""), "since": request.POST.get("day", ""),
        "body": body, "may_change": may_change, "problem": problem, "former": body.former_names.order_by("-until"),
        "people": Table("今天任职的人", columns, people, empty="今天没有人在这里任职。"),
    }  # fmt: skip
    return page(request, staff, "web/body.html", context)


def _changed(request: HttpRequest, body: Body, today: date) -> str:
    """Change a body as the form asks.

    Returns:
        Why not; empty when it was done.
    """
    change = _CHANGES.get(request.POST.get("what", ""))
    if change is None:
        raise Http404
    try:
        change(request, body, today)
    except PeopleError as error:
        return str(error)
    except UnreadableError as error:
        return f"“日期”{error.sentence}"
    return ""


def _corrected(request: HttpRequest, body: Body, _: date) -> None:
    correct_body(body, request.POST.get("name", ""))


def _renamed(request: HttpRequest, body: Body, today: date) -> None:
    name, word = request.POST.get("name", ""), request.POST.get("word", "")
    rename_body(body, name, word, since=_day(request), today=today)


def _stated(request: HttpRequest, body: Body, today: date) -> None:
    state_particulars(body, _told(request), since=_day(request), today=today)


def _ended(request: HttpRequest, body: Body, _: date) -> None:
    end_body(body, _day(request))


def _closed(request: HttpRequest, body: Body, _: date) -> None:
    close_openings(body, _day(request))


_CHANGES: Mapping[str, Callable[[HttpRequest, Body, date], None]] = {
    "correct": _corrected,
    "rename": _renamed,
    STATE: _stated,
    "end": _ended,
    "close": _closed,
}


def _told(request: HttpRequest) -> Particulars:
    return Particulars(**{name: request.POST.get(name, "") for name in LABELS})


def _particulars(request: HttpRequest, body: Body, today: date) -> list[Particular]:
    """Each of the particulars: what is stated, what stands on paper, what is in the form."""
    stated, said = stated_on(body, today), particulars_on(body, today)
    typed = _told(request) if request.POST.get("what") == STATE else stated
    return [
        Particular(name, label, getattr(typed, name), getattr(said, name), HINTS[name])
        for name, label in LABELS.items()
    ]


def _day(request: HttpRequest) -> date:
    return date.fromisoformat(read_day(request.POST.get("day", "")))
