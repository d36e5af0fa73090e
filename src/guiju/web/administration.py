"""Pages of the administrators: who may open them, and what they show of people and changes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.timezone import localtime

from guiju.people.administrators import ADMINISTRATORS
from guiju.people.selectors import body_tree
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import staff_page
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from guiju.people.models import Body, Grant, Person
    from guiju.web.access import Staff

STATE_MARKS = {"open": "", "confirmed": "", "refused": "grey"}


def administrators_page(
    *roles: str,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Lets in only administrators, of the roles named or of any; the page is refused to all others."""
    wanted = frozenset(roles or ADMINISTRATORS)

    def within(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @staff_page
        @wraps(view)
        def entered(
            request: HttpRequest, staff: Staff, *args: object, **kwargs: object
        ) -> HttpResponse:
            if not staff.viewer.roles & wanted:
                raise PermissionDenied
            return view(request, staff, *args, **kwargs)

        return entered

    return within


def bodies_now(today: date) -> list[Body]:
    """Every body that has not ended, each under its superior."""
    return [body for body, _ in body_tree() if body.until is None or body.until >= today]


def running(today: date) -> Q:
    """Posts that are held on a day or later."""
    return Q(until__isnull=True) | Q(until__gte=today)


def post_text(person: Person, today: date) -> str:
    """The posts somebody holds on a day, body by body."""
    held: dict[str, list[str]] = {}
    for post in person.posts.all():
        if post.since <= today and (post.until is None or post.until >= today):
            held.setdefault(post.body.name, []).append(post.role)
    return "；".join(f"{body}：{'、'.join(roles)}" for body, roles in held.items())


def account_mark(person: Person) -> Mark:
    """How things stand with somebody's account."""
    account = getattr(person, "account", None)
    if account is None:
        return Mark("没有账号", "grey")
    if not account.is_active:
        return Mark("已停用", "grey")
    if account.one_time_until is not None:
        return Mark("待设定密码")
    return Mark("可以登录")


def what_of(grant: Grant) -> str:
    """What a change says, in words."""
    parts = [grant.get_kind_display()]
    if grant.body is not None:
        parts.append(grant.body.name)
    if grant.roles:
        parts.append("、".join(grant.roles))
    if grant.day is not None:
        parts.append(f"{'自' if grant.kind == 'appoint' else '至'}{short_day(grant.day)}")
    if grant.username:
        parts.append(f"开立账号“{grant.username}”")
    return " · ".join(parts)


def grant_table(grants: Iterable[Grant]) -> Table:
    """Changes with who proposed and who decided them."""
    columns = [Column("人员"), Column("变动"), Column("提出"), Column("确认"), Column("状态")]
    rows = [
        [
            Cell(grant.name), Cell(what_of(grant)),
            Cell(grant.proposed_by.name, note=_moment(grant.proposed_at)),
            Cell(grant.decided_by.name if grant.decided_by else "", note=_moment(grant.decided_at)),
            Cell("", badge=Mark(grant.get_state_display(), STATE_MARKS[grant.state]), note=grant.remark),
        ]
        for grant in grants
    ]  # fmt: skip
    return Table("人员变动", columns, rows, empty="还没有人员变动。")


def _moment(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment is not None else ""
