"""Leave: somebody else of the body exercises a post for named days; nothing is ever deleted, an early end is a last day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from guiju.people.models import Person, Post, Substitution
from guiju.people.selectors import roles_at
from guiju.people.services import UNUSABLE, check_separate, refuse

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from guiju.people.models import Body

LEADING = frozenset({"机关负责人", "行政复议机关负责人", "行政首长"})
LONGEST = timedelta(days=366)
LONGEST_REASON = 200


class Leave(NamedTuple):
    """What is asked: who stands in for which post, on which days, and why.

    Attributes:
        since: first day.
        until: last day, included.
    """

    post: Post
    substitute: Person
    since: date
    until: date
    reason: str


def may_arrange(person: Person, post: Post, today: date) -> bool:
    """Whether somebody may enter or end the leave of a post: its holder, and who leads the body or one above it."""
    return person.id == post.person_id or leads(person, post.body, today)


def leads(person: Person, body: Body, today: date) -> bool:
    """Whether somebody leads a body or one above it; administrators do not: alone they give nobody a role that can act."""
    above: Body | None = body
    while above is not None:
        if LEADING & roles_at(person, above, today):
            return True
        above = above.parent
    return False


def substitute(
    leave: Leave, *, entered_by: Person, today: date, roles: Collection[str]
) -> Substitution:
    """Enter that somebody exercises a post while its holder is on leave.

    Args:
        leave: what is asked.
        entered_by: who enters it.
        today: the civil day.
        roles: the roles that may be exercised by a substitute, as the catalog names them.

    Raises:
        PeopleError: ``substitution.role``, ``.not_yours``, ``.own_gain``, ``.self``, ``.outside``, ``.days``, ``.past``, ``.too_long``, ``.no_post``, ``.reason``, ``.overlaps``; ``post.administrator``.
    """
    leave = leave._replace(reason=leave.reason.strip())
    _check_people(leave, entered_by, today, roles)
    _check_days(leave, entered_by, today)
    _check_reason(leave.reason)
    with transaction.atomic():
        Post.objects.select_for_update().get(id=leave.post.id)
        _check_free(leave)
        return Substitution.objects.create(
            **leave._asdict(), last=leave.until, entered_by=entered_by, entered_on=today
        )


def end_substitution(
    found: Substitution, *, last: date, ended_by: Person, today: date
) -> Substitution:
    """End it early; what was done until then stands. One that has not begun is called off altogether.

    Args:
        found: the substitution.
        last: the last day it is to hold.
        ended_by: who ends it: the holder, the substitute, or who leads the body.
        today: the civil day.

    Raises:
        PeopleError: ``substitution.not_yours``, ``.over``, ``.last_day``.
    """
    if ended_by.id != found.substitute_id and not may_arrange(ended_by, found.post, today):
        refuse(
            "substitution.not_yours",
            "只有请假人、代理人和本机关负责人可以结束这项代理。请由他们办理。",
        )
    if found.last < today or found.last < found.since:
        refuse("substitution.over", f"这项代理到{found.last}已经结束，不用再结束。请刷新后核对。")
    if today < found.since:
        last = found.since - timedelta(days=1)
    elif not today <= last < found.last:
        refuse(
            "substitution.last_day",
            f"最后一日应当在今天（{today}）至{found.last - timedelta(days=1)}之间，已经过去的代理不能改。请重填。",
        )
    Substitution.objects.filter(id=found.id).update(last=last, ended_by=ended_by)
    found.refresh_from_db()
    return found


def _check_people(leave: Leave, entered_by: Person, today: date, roles: Collection[str]) -> None:
    post, person = leave.post, leave.substitute
    if post.role not in roles:
        named = "、".join(sorted(roles))
        refuse(
            "substitution.role",
            f"“{post.role}”不能由他人代理。可以代理的有：{named}；承办的事项请办理移交承办。",
        )
    if not may_arrange(entered_by, post, today):
        refuse(
            "substitution.not_yours",
            "只有请假人本人和本机关负责人可以登记代理。请由他们登记；负责人自己请假又不能登记的，由上级机关负责人登记。",
        )
    if person.id == post.person_id:
        refuse("substitution.self", "代理人不能是请假人自己。请选择本机关的另一人。")
    if person.id == entered_by.id:
        refuse("substitution.own_gain", "不能登记由自己代理他人。请由请假人或者其他负责人登记。")
    check_separate(person, [post.role], leave.since)
    if not roles_at(person, post.body, leave.since):
        refuse(
            "substitution.outside",
            f"{person.name}在{leave.since}不在本机关任职，不能代理。请选择本机关人员。",
        )


def _check_days(leave: Leave, entered_by: Person, today: date) -> None:
    post, since, until = leave.post, leave.since, leave.until
    if until < since or until < today:
        refuse("substitution.days", "最后一日不能早于第一日，也不能早于今天。请核对日期。")
    if since < today and entered_by.id == post.person_id:
        refuse(
            "substitution.past",
            "自己登记的代理从今天或者以后开始。前几天已经代理的，请由本机关负责人登记。",
        )
    if until - since >= LONGEST:
        refuse("substitution.too_long", "一次代理最长一年。请分次登记，或者重新任命。")
    if since < post.since or (post.until is not None and until > post.until):
        refuse(
            "substitution.no_post",
            f"{post.person.name}不是每一天都担任“{post.role}”，只能代理任职期间的日子。请核对日期。",
        )


def _check_reason(reason: str) -> None:
    if not reason or len(reason) > LONGEST_REASON or UNUSABLE.search(reason):
        refuse("substitution.reason", f"请填写事由，最多{LONGEST_REASON}字，不换行。")


def _check_free(leave: Leave) -> None:
    others = Substitution.objects.filter(
        post=leave.post, since__lte=leave.until, last__gte=leave.since
    )
    other = others.select_related("substitute").order_by("since").first()
    if other is not None:
        refuse(
            "substitution.overlaps",
            f"{other.since}至{other.last}已由{other.substitute.name}代理，一天只能有一名代理人。请先结束那一项，或者改日期。",
        )
