"""请假代理: who stands in for whom on which days; entered by the one on leave or by who leads, ended early, never deleted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from guiju.matters.rulebook import substitutable_roles
from guiju.people.leave import Leave, end_substitution, leads, may_arrange, substitute
from guiju.people.models import Post, Substitution
from guiju.people.selectors import below, person_of, staff_on, substitutions_of
from guiju.people.services import PeopleError
from guiju.ui.parts import Nothing, Pager
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import excel
from guiju.web.forms import UnreadableError, read_day, read_seq
from guiju.web.inputs import FieldInput, Option
from guiju.web.wording import short_day, worded_days

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.people.models import Body
    from guiju.web.access import Staff

BODY, POST, WHO, SINCE, UNTIL, REASON, LAST = (
    "body", "post", "substitute", "since", "until", "reason", "last",
)  # fmt: skip
LABELS = {
    POST: "请假人和职责", WHO: "代理人", SINCE: "第一日", UNTIL: "最后一日", REASON: "事由", LAST: "代理的最后一日",
}  # fmt: skip
PAST_ROWS = 50
BEFORE = "before"
COLUMNS = (
    Column("请假人"), Column("代理人"), Column("代理的日子", "day"), Column("事由"), Column("登记"), Column("办理"),
)  # fmt: skip
HEADINGS = (
    "请假人", "职责", "代理人", "第一日", "最后一日", "登记时的最后一日", "事由", "登记人", "登记日", "提前结束的人",
)  # fmt: skip
EXPORTED = 10_000
NOTHING = Nothing(
    "请假期间由谁代行职责，登记在这里。代理人在这些日子可以签署意见，记录中写明代理谁。"
)


class Typed(NamedTuple):
    """What was typed, and what is wrong with it."""

    values: dict[str, str]
    problems: dict[str, str]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What holds, what is to come and what is over; and the form to enter one."""
    body, bodies = _body(request, staff)
    if "excel" in request.GET:
        return _exported(body)
    posts = _posts(staff, body)
    typed = Typed({name: str(request.POST.get(name, "")) for name in LABELS}, {})
    refused = ""
    if request.method == "POST":
        refused = _enter(staff, posts, typed)
        if not refused and not typed.problems:
            messages.success(request, _said(posts, typed))
            return HttpResponseRedirect(_address(body, staff))
    context = {
        **_listed(request, staff, body),
        "inputs": _inputs(staff, body, posts, typed),
        "posts": posts,
        "bodies": [Option(one.code, one.name, one == body) for one in bodies],
        "body_code": body.code,
        "other": body != staff.body,
        "problems": list(typed.problems.items()),
        "refused": refused,
        "roles": "、".join(sorted(substitutable_roles())),
        "nothing": NOTHING,
    }
    return page(request, staff, "web/leave.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: HttpRequest, staff: Staff, number: int) -> HttpResponse:
    """Ending one early, or calling off one that has not begun."""
    found = get_object_or_404(
        Substitution.objects.select_related("post__body", "post__person", "substitute"),
        id=number,
    )
    if not _may_end(staff, found) or found.last < staff.today:
        raise Http404
    typed = Typed({LAST: str(request.POST.get(LAST, staff.today.isoformat()))}, {})
    refused = ""
    if request.method == "POST":
        refused = _end(staff, found, typed)
        if not refused and not typed.problems:
            messages.success(
                request, f"{found.substitute.name}代理{found.post.person.name}已经结束。"
            )
            return HttpResponseRedirect(_address(found.post.body, staff))
    field = FieldInput(LAST, LABELS[LAST], required=True, short=True, hint="当天仍可以代理")
    field.value, field.problem = typed.values[LAST], typed.problems.get(LAST, "")
    context = {
        "found": found,
        "since": short_day(found.since),
        "last": short_day(found.last),
        "begun": found.since <= staff.today,
        "field": field,
        "refused": refused,
        "back": _address(found.post.body, staff),
    }
    return page(request, staff, "web/leave_end.html", context)


def _body(request: HttpRequest, staff: Staff) -> tuple[Body, list[Body]]:
    """The body whose leave is shown, and those to choose from: whoever leads sees the bodies below too.

    Raises:
        Http404: the body asked for is none of them.
    """
    bodies = below(staff.body) if leads(staff.person, staff.body, staff.today) else [staff.body]
    asked = str(request.GET.get(BODY, "")) or staff.body.code
    chosen = next((one for one in bodies if one.code == asked), None)
    if chosen is None:
        raise Http404
    return chosen, bodies


def _posts(staff: Staff, body: Body) -> dict[str, Post]:
    """The posts whose leave the viewer may enter, by id."""
    arranges = leads(staff.person, body, staff.today)
    return {
        str(post.id): post
        for post in staff_on(body.code, staff.today).select_related("body")
        if post.role in substitutable_roles()
        and (arranges or post.person_id == staff.viewer.person)
    }


def _enter(staff: Staff, posts: dict[str, Post], typed: Typed) -> str:
    """Enter what was typed; gives the refusal, or nothing."""
    post, person = posts.get(typed.values[POST]), person_of(typed.values[WHO])
    if post is None:
        typed.problems[POST] = "请选择请假人和职责。"
    if person is None:
        typed.problems[WHO] = "请选择代理人。"
    since, until = _day(typed, SINCE), _day(typed, UNTIL)
    if not typed.values[REASON].strip():
        typed.problems[REASON] = "请填写事由，例：年休假、出差。"
    if post is None or person is None or since is None or until is None or typed.problems:
        return ""
    leave = Leave(post, person, since, until, typed.values[REASON])
    try:
        substitute(leave, entered_by=staff.person, today=staff.today, roles=substitutable_roles())
    except PeopleError as error:
        return worded_days(str(error))
    return ""


def _end(staff: Staff, found: Substitution, typed: Typed) -> str:
    last = _day(typed, LAST) if found.since <= staff.today else staff.today
    if last is None:
        return ""
    try:
        end_substitution(found, last=last, ended_by=staff.person, today=staff.today)
    except PeopleError as error:
        return worded_days(str(error))
    return ""


def _day(typed: Typed, name: str) -> date | None:
    value = typed.values[name].strip()
    if not value:
        typed.problems[name] = f"请填写{LABELS[name]}。"
        return None
    try:
        return date.fromisoformat(read_day(value))
    except UnreadableError as bad:
        typed.problems[name] = f"{LABELS[name]}{bad.sentence}"
        return None


def _said(posts: dict[str, Post], typed: Typed) -> str:
    post, person = posts[typed.values[POST]], person_of(typed.values[WHO])
    return f"已登记：{person.name if person else ''}代理{post.person.name}（{post.role}）。"


def _inputs(staff: Staff, body: Body, posts: dict[str, Post], typed: Typed) -> list[FieldInput]:
    made = [
        FieldInput(POST, LABELS[POST], "select", required=True),
        FieldInput(
            WHO, LABELS[WHO], "select", required=True, hint="本机关的另一人；执法证件不随职责转移"
        ),
        FieldInput(SINCE, LABELS[SINCE], required=True, short=True, hint="例：2026-03-18"),
        FieldInput(
            UNTIL, LABELS[UNTIL], required=True, short=True, hint="当天仍可以代理，最长一年"
        ),
        FieldInput(REASON, LABELS[REASON], required=True, hint="例：年休假、出差"),
    ]
    own = next((key for key, one in posts.items() if one.person_id == staff.viewer.person), "")
    chosen = typed.values[POST] or own
    made[0].options = [
        Option(key, f"{post.person.name}（{post.role}）", key == chosen)
        for key, post in posts.items()
    ]
    people = {post.person_id: post.person.name for post in staff_on(body.code, staff.today)}
    made[1].options = [Option(key, name, key == typed.values[WHO]) for key, name in people.items()]
    for one in made:
        one.problem = typed.problems.get(one.key, "")
        one.value = typed.values[one.key]
    return made


def _listed(request: HttpRequest, staff: Staff, body: Body) -> dict[str, Any]:
    every = substitutions_of(body)
    current = list(every.filter(last__gte=staff.today))
    over = every.filter(last__lt=staff.today)
    since, _, number = request.GET.get(BEFORE, "").partition("~")
    day, last = _iso(since), read_seq(number)
    if day is not None and last is not None:
        over = over.filter(Q(since__lt=day) | Q(since=day, id__lt=last))
    past = list(over[: PAST_ROWS + 1])
    shown = past[:PAST_ROWS]
    return {
        "current": _table("现在和以后的代理", current, staff),
        "past": _table("已经结束的代理", shown, staff),
        "pager": Pager("", _older(shown[-1], body, staff) if len(past) > PAST_ROWS else ""),
    }


def _exported(body: Body) -> HttpResponse:
    listed = [
        (
            one.post.person.name, one.post.role, one.substitute.name, one.since, one.last, one.until,
            one.reason, one.entered_by.name, one.entered_on, one.ended_by.name if one.ended_by else "",
        )
        for one in substitutions_of(body)[:EXPORTED]
    ]  # fmt: skip
    return excel(f"{body.name}请假代理", HEADINGS, listed)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _older(row: Substitution, body: Body, staff: Staff) -> str:
    more = {} if body == staff.body else {BODY: body.code}
    return f"{reverse('leave')}?{urlencode({**more, BEFORE: f'{row.since}~{row.id}'})}"


def _table(caption: str, rows: list[Substitution], staff: Staff) -> Table:
    return Table(caption, COLUMNS, [_cells(one, staff) for one in rows])


def _cells(one: Substitution, staff: Staff) -> list[Cell]:
    ends = one.last >= staff.today and _may_end(staff, one)
    link = reverse("leave-end", args=[one.id]) if ends else ""
    return [
        Cell(one.post.person.name, note=one.post.role),
        Cell(one.substitute.name, badge=_mark(one, staff.today)),
        Cell(_days(one), note="" if one.last == one.until else _early(one)),
        Cell(one.reason),
        Cell(one.entered_by.name, note=short_day(one.entered_on)),
        Cell("结束" if link else "", link),
    ]


def _days(one: Substitution) -> str:
    return f"{short_day(one.since)}至{short_day(max(one.last, one.since))}"


def _mark(one: Substitution, today: date) -> Mark:
    if one.last < one.since:
        return Mark("没有开始就取消", "grey")
    if one.last < today:
        return Mark("已结束", "grey")
    return Mark("正在代理") if one.since <= today else Mark("还没开始")


def _early(one: Substitution) -> str:
    who = one.ended_by.name if one.ended_by else ""
    return f"原定{short_day(one.until)}，{who}提前结束"


def _may_end(staff: Staff, one: Substitution) -> bool:
    person = staff.viewer.person
    return person in {one.substitute_id, one.post.person_id} or may_arrange(
        staff.person, one.post, staff.today
    )


def _address(body: Body, staff: Staff) -> str:
    more = "" if body == staff.body else f"?{urlencode({BODY: body.code})}"
    return f"{reverse('leave')}{more}"
