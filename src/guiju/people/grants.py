"""Changes of posts and accounts: the system administrator proposes, the security administrator decides; both names stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from django.db import transaction
from django.db.models import Q

from guiju.people.administrators import ADMINISTRATORS, AUDIT, SECURITY, SYSTEM, administers
from guiju.people.models import Account, Grant, GrantKind, GrantState, Person, Post
from guiju.people.services import (
    PeopleError,
    appoint,
    check_separate,
    open_with_one_time_password,
    register_person,
    relieve,
    reset_password,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from guiju.people.models import Body

LONGEST_REMARK, LONGEST_USERNAME = 200, 50
USERNAME = re.compile(r"[A-Za-z0-9_.@-]{2,50}", re.ASCII)
NEEDS_ACCOUNT = frozenset({GrantKind.RESET, GrantKind.LOCK, GrantKind.UNLOCK})


class Slip(NamedTuple):
    """What somebody is handed on paper to sign in the first time; shown once, kept nowhere."""

    name: str
    body: str
    username: str
    password: str


@dataclass(frozen=True)
class Wish:
    """A change that is asked for.

    Attributes:
        person: whom it concerns; None for somebody new.
        name: the name of somebody new.
        body: where; for posts only.
        roles: what is to be held, or given up.
        day: first day of a post, or last day.
        username: of the account to be opened; empty for none.
    """

    kind: GrantKind
    person: Person | None = None
    name: str = ""
    body: Body | None = None
    roles: tuple[str, ...] = ()
    day: date | None = None
    username: str = ""


def propose(wish: Wish, by: Person, moment: datetime) -> Grant:
    """Propose a change; nothing takes effect before another administrator confirms it.

    Raises:
        PeopleError: ``grant.not_proposer``, ``grant.oneself``, ``grant.incomplete``, ``grant.no_account``, ``grant.waiting``, ``grant.last_administrator``;
            ``post.administrator``; ``account.…``.
    """
    _check_proposer(wish, by, moment.date())
    check_wish(wish)
    return _entered(wish, by, moment)


def check_wish(wish: Wish) -> None:
    """Refuse a change that could not be carried out.

    Raises:
        PeopleError: as :func:`propose`.
    """
    _CHECKS.get(wish.kind, _check_account)(wish)


def lock(person: Person, by: Person, moment: datetime) -> Grant:
    """Shut an account at once: it takes power away, so one administrator is enough.

    Raises:
        PeopleError: ``grant.not_proposer``, ``grant.no_account``, ``grant.last_administrator``.
    """
    if not _roles_of(by, moment.date()) & {SYSTEM, SECURITY}:
        _refuse("grant.not_proposer", "停用账号由系统管理员或者安全管理员办理。")
    wish = Wish(GrantKind.LOCK, person)
    _check_account(wish)
    _check_somebody_stays(person, moment.date())
    with transaction.atomic():
        made = _entered(wish, by, moment)
        made.state, made.decided_by, made.decided_at = GrantState.CONFIRMED, by, moment
        made.save(update_fields=["state", "decided_by", "decided_at"])
        Account.objects.filter(person=person).update(is_active=False)
    return made


def confirm(grant: Grant, by: Person, moment: datetime) -> Slip | None:
    """Confirm a change, which takes effect in the same transaction.

    Returns:
        What is handed over on paper where a password was drawn.

    Raises:
        PeopleError: ``grant.not_confirmer``, ``grant.own``, ``grant.oneself``, ``grant.decided``; whatever refuses the change now.
    """
    with transaction.atomic():
        _decide(grant, by, moment, GrantState.CONFIRMED)
        return _CARRY_OUT[GrantKind(grant.kind)](grant, moment)


def refuse_grant(grant: Grant, by: Person, moment: datetime, remark: str = "") -> None:
    """Turn a change down.

    Raises:
        PeopleError: ``grant.not_confirmer``, ``grant.own``, ``grant.oneself``, ``grant.decided``.
    """
    with transaction.atomic():
        _decide(grant, by, moment, GrantState.REFUSED)
        grant.remark = remark.strip()[:LONGEST_REMARK]
        grant.save(update_fields=["remark"])


def _decide(grant: Grant, by: Person, moment: datetime, state: GrantState) -> None:
    if grant.proposed_by_id == by.id:
        _refuse("grant.own", "自己提出的变动不能由自己确认。请由安全管理员本人登录确认。")
    _check_confirmer(grant, by, moment.date())
    # Whoever comes second, in another window or by another hand, finds no open row.
    open_row = Grant.objects.filter(id=grant.id, state=GrantState.OPEN)
    if not open_row.update(state=state, decided_by=by, decided_at=moment):
        _refuse("grant.decided", f"“{grant}”已经处理过，没有再次办理。请刷新后核对。")
    grant.state, grant.decided_by, grant.decided_at = state, by, moment


def _appointed(grant: Grant, moment: datetime) -> Slip | None:
    if grant.person is None:
        grant.person = register_person(grant.name)
        grant.save(update_fields=["person"])
    person, body = grant.person, grant.body
    if body is not None and grant.day is not None:
        appoint(person, body, grant.roles, since=grant.day)
    if not grant.username:
        return None
    password = open_with_one_time_password(person, grant.username, moment)
    return Slip(person.name, body.name if body else "", grant.username, password)


def _relieved(grant: Grant, _moment: datetime) -> None:
    if grant.person is None or grant.day is None:
        return
    # Two reliefs may each have counted on the other; whoever is confirmed second finds nobody left.
    list(Post.objects.select_for_update().filter(role__in=ADMINISTRATORS).order_by("id"))
    _check_successor(grant.person, grant.roles, grant.day)
    held = Post.objects.filter(person=grant.person, body=grant.body, role__in=grant.roles)
    for post in held.filter(Q(until__isnull=True) | Q(until__gt=grant.day)):
        relieve(post, until=grant.day)


def _reset(grant: Grant, moment: datetime) -> Slip:
    account = Account.objects.select_related("person").get(person=grant.person)
    held = Post.objects.filter(person=account.person).select_related("body").order_by("-since")
    where = held[0].body.name if held else ""
    return Slip(grant.name, where, account.username, reset_password(account, moment))


def _unlocked(grant: Grant, _moment: datetime) -> None:
    Account.objects.filter(person=grant.person).update(is_active=True)


def _locked(grant: Grant, _moment: datetime) -> None:
    Account.objects.filter(person=grant.person).update(is_active=False)


_CARRY_OUT = {
    GrantKind.APPOINT: _appointed,
    GrantKind.RELIEVE: _relieved,
    GrantKind.RESET: _reset,
    GrantKind.LOCK: _locked,
    GrantKind.UNLOCK: _unlocked,
}


def _check_appointment(wish: Wish) -> None:
    name = wish.person.name if wish.person else wish.name.strip()
    if not name or wish.body is None or wish.day is None or not wish.roles:
        _refuse("grant.incomplete", "任职要写明姓名、单位、职责和任职日期。请补齐。")
    if wish.day < wish.body.since or (wish.body.until and wish.day > wish.body.until):
        _refuse("post.outside_body", f"{wish.day}时“{wish.body.name}”不存在，请核对任职日期。")
    if administers(wish.roles) and wish.body.parent_id is not None:
        _refuse(
            "grant.administrator_below",
            f"{'、'.join(ADMINISTRATORS)}设在最上级机构，不设在“{wish.body.name}”。请改选机构或者职责。",
        )
    check_separate(wish.person, wish.roles, wish.day)
    if wish.username:
        _check_username(wish)
    same = Grant.objects.filter(
        state=GrantState.OPEN, kind=GrantKind.APPOINT, name=name, body=wish.body, day=wish.day
    )
    if any(set(one.roles) == set(wish.roles) and one.person == wish.person for one in same):
        _refuse("grant.waiting", f"“{name}”的同一任职已经提出，正等待确认，不必重复提出。")


def _check_username(wish: Wish) -> None:
    if not USERNAME.fullmatch(wish.username):
        _refuse(
            "account.no_name",
            f"用户名“{wish.username[:LONGEST_USERNAME]}”只能用2至{LONGEST_USERNAME}个字母、数字和 _ . @ -。",
        )
    if wish.person is not None and Account.objects.filter(person=wish.person).exists():
        _refuse(
            "account.person_has_one",
            f"“{wish.person.name}”已有账号，一人只有一个。用户名请留空。",
        )
    taken = Account.objects.filter(username=wish.username).exists()
    waiting = Grant.objects.filter(state=GrantState.OPEN, username=wish.username).exists()
    if taken or waiting:
        _refuse("account.name_taken", f"用户名“{wish.username}”已被使用，请换一个。")


def _check_relief(wish: Wish) -> None:
    if wish.person is None or wish.body is None or wish.day is None or not wish.roles:
        _refuse("grant.incomplete", "离任要写明人员、单位、职责和最后一天。请补齐。")
    running = Q(until__isnull=True) | Q(until__gt=wish.day)
    held = Post.objects.filter(running, person=wish.person, body=wish.body, role__in=wish.roles)
    if not held.exists():
        _refuse("grant.not_held", f"“{wish.person.name}”在那一天以后不担任这些职责，不必办理离任。")
    if held.filter(since__gt=wish.day).exists():
        _refuse("post.ends_before_it_begins", "离任日期不能早于任职日期。请核对。")
    _check_successor(wish.person, wish.roles, wish.day)


def _check_successor(person: Person, roles: Iterable[str], last: date) -> None:
    """Refuse to relieve the only administrator of a kind."""
    running = Q(until__isnull=True) | Q(until__gt=last)
    for role in set(roles) & set(ADMINISTRATORS):
        if not Post.objects.filter(running, role=role).exclude(person=person).exists():
            _refuse(
                "grant.last_administrator",
                f"“{person.name}”是唯一的{role}，离任以后就没有人能办理。请先任命接任的人。",
            )


def _check_account(wish: Wish) -> None:
    if wish.person is None or not Account.objects.filter(person=wish.person).exists():
        _refuse("grant.no_account", "这个人没有账号。请在任职时写明用户名，开立账号。")
    if Grant.objects.filter(state=GrantState.OPEN, kind=wish.kind, person=wish.person).exists():
        _refuse("grant.waiting", "同一变动已经提出，正等待确认，不必重复提出。")


_CHECKS = {GrantKind.APPOINT: _check_appointment, GrantKind.RELIEVE: _check_relief}


def _entered(wish: Wish, by: Person, moment: datetime) -> Grant:
    return Grant.objects.create(
        kind=wish.kind, person=wish.person, name=wish.person.name if wish.person else wish.name.strip(),
        body=wish.body, roles=list(wish.roles), day=wish.day, username=wish.username,
        proposed_by=by, proposed_at=moment,
    )  # fmt: skip


def _check_proposer(wish: Wish, by: Person, day: date) -> None:
    """Changes among the administrators go on when one of them is away or has forgotten the password: any two others bring them about."""
    among = _among_administrators(wish.person, wish.roles, day)
    allowed = (SYSTEM, SECURITY) if among else (SYSTEM,)
    _check_holds(by, allowed, day, "grant.not_proposer", "提出这项变动")
    _check_not_oneself(wish.person, by)


def _check_confirmer(grant: Grant, by: Person, day: date) -> None:
    among = _among_administrators(grant.person, grant.roles, day)
    allowed = (SECURITY, AUDIT) if among else (SECURITY,)
    _check_holds(by, allowed, day, "grant.not_confirmer", "确认这项变动")
    _check_not_oneself(grant.person, by)


def _among_administrators(person: Person | None, roles: Iterable[str], day: date) -> bool:
    return administers(roles) or (person is not None and administers(_roles_of(person, day)))


def _check_not_oneself(person: Person | None, by: Person) -> None:
    if person is not None and person.id == by.id:
        _refuse(
            "grant.oneself", "自己的任职和账号不能由自己提出或者确认变动。请由另两位管理员办理。"
        )


def _check_somebody_stays(person: Person, day: date) -> None:
    """Refuse to shut out the last administrator of a kind: nobody could let them in again."""
    for role in _roles_of(person, day) & set(ADMINISTRATORS):
        others = Account.objects.filter(is_active=True, person__posts__role=role)
        running = Q(person__posts__until__isnull=True) | Q(person__posts__until__gte=day)
        if not others.filter(running).exclude(person=person).exists():
            _refuse(
                "grant.last_administrator",
                f"“{person.name}”是唯一的{role}，停用以后就没有人能办理。请先任命接任的人。",
            )


def _check_holds(by: Person, roles: tuple[str, ...], day: date, code: str, what: str) -> None:
    if _roles_of(by, day).isdisjoint(roles):
        wanted = "或者".join(roles)
        _refuse(code, f"{what}由{wanted}办理，{by.name}不是。请由{wanted}登录办理。")


def _roles_of(person: Person, day: date) -> set[str]:
    running = Q(until__isnull=True) | Q(until__gte=day)
    return set(
        Post.objects.filter(running, person=person, since__lte=day).values_list("role", flat=True)
    )


def _refuse(code: str, sentence: str) -> NoReturn:
    raise PeopleError(code, sentence)
