"""People and posts: looked up, brought in by rows, appointed, relieved; every change waits for a second administrator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.matters import clock
from guiju.people.administrators import SECURITY, SYSTEM, administers
from guiju.people.grants import Wish, lock, propose
from guiju.people.models import Grant, GrantKind, Person, Post
from guiju.people.services import PeopleError
from guiju.ui.parts import Pager
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.administration import (
    account_mark,
    administrators_page,
    bodies_now,
    grant_table,
    post_text,
)
from guiju.web.downloads import excel, exported
from guiju.web.forms import UnreadableError, read_day
from guiju.web.inputs import FieldInput, Option
from guiju.web.new_people import (
    PEOPLE_COLUMNS,
    PEOPLE_EXAMPLE,
    people_lines,
    roles_by_procedure,
    roles_there_are,
)
from guiju.web.rows import as_hidden, beyond, brought, grid

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from guiju.web.access import Staff

PEOPLE_SHOWN, EXPORTED_AT_MOST, PREVIEWED = 50, 10_000, 100
WRITE = "write"
NO_ROW = "一行也没有填。请上传填好的表格，或者在下面逐行填写，再核对。"
ACCOUNT_KINDS = {"reset": GrantKind.RESET, "unlock": GrantKind.UNLOCK}


@staff_page
@require_safe
def people(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Everybody, by name, with the posts of today."""
    words = request.GET.get("q", "").strip()
    if request.GET.get("export"):
        everybody = list(_found(words, "")[:EXPORTED_AT_MOST])
        return exported("人员与任职", _people_table(everybody, staff))
    found = list(_found(words, request.GET.get("after", ""))[: PEOPLE_SHOWN + 1])
    shown = found[:PEOPLE_SHOWN]
    older = ""
    if len(found) > PEOPLE_SHOWN:
        older = f"{reverse('people')}?{urlencode({'q': words, 'after': shown[-1].id})}"
    context = {
        "table": _people_table(shown, staff), "q": words, "pager": Pager(older=older),
        "may_propose": bool(staff.viewer.roles & {SYSTEM, SECURITY}),
    }  # fmt: skip
    return page(request, staff, "web/people.html", context)


def _people_table(shown: list[Person], staff: Staff) -> Table:
    columns = [Column("姓名"), Column("今天的任职"), Column("人员编号")]
    rows = [
        [Cell(one.name, reverse("person", args=[one.id])), Cell(post_text(one, staff.today)), Cell(one.id)]
        for one in shown
    ]  # fmt: skip
    if staff.viewer.administers:
        columns.append(Column("账号"))
        for one, row in zip(shown, rows, strict=True):
            row.append(Cell("", badge=account_mark(one)))
    return Table("人员与任职", columns, rows, empty="没有符合的人员。")


def _found(words: str, after: str) -> QuerySet[Person]:
    asked = Person.objects.select_related("account").prefetch_related("posts__body")
    if words:
        asked = asked.filter(name__contains=words)
    last = Person.objects.filter(id=after).first() if after else None
    if last is not None:
        asked = asked.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))
    return asked.order_by("name", "id")


@administrators_page(SYSTEM, SECURITY)
@require_http_methods(["GET", "HEAD", "POST"])
def people_new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Bring people in: rows, then a preview with what is wrong with each, then proposals."""
    if request.GET.get("sheet"):
        labels = [column.label for column in PEOPLE_COLUMNS]
        return excel("人员", labels, [PEOPLE_EXAMPLE])
    bodies = bodies_now(staff.today)
    found = brought(request, PEOPLE_COLUMNS)
    lines = people_lines(found.rows, bodies)
    right, wrong = ([x for x in lines if not x.problem], [x for x in lines if x.problem])
    if request.POST.get("step") == WRITE and right:
        _propose_all(request, staff, [line.made for line in right])
        if not wrong:
            return HttpResponseRedirect(reverse("grants"))
        right = []
    mending = [line.values for line in wrong]
    asked = request.method == "POST" and request.POST.get("step") != WRITE
    problem = found.problem or (NO_ROW if asked and not lines else "")
    context: dict[str, Any] = {
        "columns": PEOPLE_COLUMNS, "grid": grid(mending, PEOPLE_COLUMNS),
        "wrong": wrong, "problem": problem, "right": right, "folded": bool(right) and not wrong,
        "rows": as_hidden([line.values for line in right]), "beyond": beyond(mending),
        "preview": _preview([line.made for line in right[:PREVIEWED]]), "previewed": PREVIEWED, "roles": roles_there_are(), "roles_by": roles_by_procedure(staff.today),
        "bodies": bodies[:200],
    }  # fmt: skip
    return page(request, staff, "web/people_new.html", context)


def _preview(wishes: list[Wish]) -> Table:
    columns = [Column("姓名"), Column("单位"), Column("职责"), Column("任职日期", "day"), Column("用户名")]  # fmt: skip
    rows = [
        [
            Cell(wish.name, note="" if wish.person is None else "已登记的人员"),
            Cell(wish.body.name if wish.body else ""), Cell("、".join(wish.roles)),
            Cell(str(wish.day)), Cell(wish.username or "不开账号"),
        ]
        for wish in wishes
    ]  # fmt: skip
    return Table("可以写入的行", columns, rows)


def _propose_all(request: HttpRequest, staff: Staff, wishes: list[Wish]) -> None:
    refused = []
    with transaction.atomic():
        for wish in wishes:
            try:
                propose(wish, staff.person, clock.now())
            except PeopleError as error:
                refused.append(f"{wish.name}：{error}")
    done = len(wishes) - len(refused)
    if done:
        messages.success(
            request, f"已提出 {done} 项任职，等安全管理员登录确认后生效，密码条由安全管理员打印。"
        )
    for sentence in refused[:20]:
        messages.error(request, sentence)


@staff_page
@require_safe
def person(request: HttpRequest, staff: Staff, identifier: str) -> HttpResponse:
    """One person: posts held and ended, and what may be changed."""
    return _person_page(request, staff, _one(identifier))


def _one(identifier: str) -> Person:
    asked = Person.objects.select_related("account").prefetch_related("posts__body")
    found = asked.filter(id=identifier).first()
    if found is None:
        raise Http404
    return found


def _person_page(
    request: HttpRequest, staff: Staff, one: Person, problem: str = ""
) -> HttpResponse:
    posts = sorted(one.posts.all(), key=lambda post: (post.since, post.id), reverse=True)
    columns = [Column("职责"), Column("单位"), Column("任职", "day"), Column("离任", "day")]
    rows = [
        [Cell(post.role), Cell(post.body.name), Cell(str(post.since)), Cell(str(post.until or ""))]
        for post in posts
    ]
    grants = Grant.objects.filter(person=one).select_related("body", "proposed_by", "decided_by")
    ending = [post for post in posts if post.until is None or post.until > staff.today]
    roles = staff.viewer.roles
    context = {
        "one": one, "account": getattr(one, "account", None) if staff.viewer.administers else None,
        "account_mark": account_mark(one) if staff.viewer.administers else None,
        "posts": Table("任职", columns, rows, empty="没有任职。"), "problem": problem,
        "grants": grant_table(grants.order_by("-id")[:20]) if staff.viewer.administers else None,
        "may_propose": _may_propose(staff, posts), "may_lock": bool(roles & {SYSTEM, SECURITY}),
        "ending": ending, "role_options": [Option(x, x, x in request.POST.getlist("roles")) for x in roles_there_are()], "fields": _appointing(request, staff, one),
    }  # fmt: skip
    return page(request, staff, "web/person.html", context, 422 if problem else 200)


def _may_propose(staff: Staff, posts: list[Post]) -> bool:
    """The system administrator proposes; changes among the administrators the security administrator may propose too."""
    among = administers(
        post.role for post in posts if post.until is None or post.until >= staff.today
    )
    roles = staff.viewer.roles
    return SYSTEM in roles or (among and SECURITY in roles)


def _appointing(request: HttpRequest, staff: Staff, one: Person) -> list[FieldInput]:
    typed = request.POST
    bodies = [
        Option(x.code, x.name, x.code == typed.get("body", "")) for x in bodies_now(staff.today)
    ]
    fields = [
        FieldInput("body", "单位", kind="select", required=True, options=bodies),
        FieldInput("day", "任职日期", required=True, value=typed.get("day", str(staff.today)), short=True),
    ]  # fmt: skip
    if getattr(one, "account", None) is None:
        fields.append(
            FieldInput("username", "用户名", hint="不填的不开账号", value=typed.get("username", ""))
        )
    return fields


@administrators_page(SYSTEM, SECURITY)
@require_POST
def person_appoint(request: HttpRequest, staff: Staff, identifier: str) -> HttpResponse:
    """Propose further posts for somebody known."""
    one = _one(identifier)
    body = next((x for x in bodies_now(staff.today) if x.code == request.POST.get("body")), None)
    roles = tuple(x for x in request.POST.getlist("roles") if x in set(roles_there_are()))
    username = request.POST.get("username", "").strip()

    def wish() -> Wish:
        return Wish(
            GrantKind.APPOINT, one, body=body, roles=roles, day=_day(request), username=username
        )

    return _answered(request, staff, one, wish)


@administrators_page(SYSTEM, SECURITY)
@require_POST
def person_relieve(request: HttpRequest, staff: Staff, identifier: str) -> HttpResponse:
    """Propose the end of posts at one body."""
    one = _one(identifier)
    chosen = request.POST.getlist("posts")
    posts = [post for post in one.posts.all() if str(post.id) in chosen]
    bodies = {post.body for post in posts}

    def wish() -> Wish:
        if len(bodies) > 1:
            message = "一次只能办理同一单位的离任。请分单位办理。"
            raise UnreadableError(message)
        roles = tuple(post.role for post in posts)
        return Wish(
            GrantKind.RELIEVE, one, body=next(iter(bodies), None), roles=roles, day=_day(request)
        )

    return _answered(request, staff, one, wish)


@administrators_page(SYSTEM, SECURITY)
@require_POST
def person_account(request: HttpRequest, staff: Staff, identifier: str) -> HttpResponse:
    """Lock an account at once, or propose to open it again or to draw a new password."""
    one = _one(identifier)
    if request.POST.get("what") == "lock":
        try:
            lock(one, staff.person, clock.now())
        except PeopleError as error:
            return _person_page(request, staff, one, str(error))
        messages.success(request, f"“{one.name}”的账号已经停用，已登录的随即退出。")
        return HttpResponseRedirect(reverse("person", args=[one.id]))
    kind = ACCOUNT_KINDS.get(request.POST.get("what", ""))
    if kind is None:
        raise Http404
    return _answered(request, staff, one, lambda: Wish(kind, one))


def _answered(request: HttpRequest, staff: Staff, one: Person, wish: Any) -> HttpResponse:
    try:
        propose(wish(), staff.person, clock.now())
    except (PeopleError, UnreadableError) as error:
        return _person_page(request, staff, one, str(error))
    messages.success(request, "已提出，等安全管理员登录确认后生效。")
    return HttpResponseRedirect(reverse("person", args=[one.id]))


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(read_day(request.POST.get("day", "")))
    except UnreadableError as error:
        message = f"“日期”{error.sentence}"
        raise UnreadableError(message) from error
