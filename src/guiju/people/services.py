"""Every change of bodies, persons, posts and accounts."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from guiju.people.administrators import ADMINISTRATORS, administers
from guiju.people.models import Account, Body, BodyKind, FormerName, Person, Post
from guiju.procedure.errors import SpokenError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

IDENTIFIER_BYTES = 8
LONGEST = {"code": 32, "body": 100, "person": 50, "username": 50}
PLAIN_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
ONE_TIME_LENGTH = 16
DRAWN_ITERATIONS = 1_000
ONE_TIME_HOLDS = timedelta(days=14)
WEAK = {
    "password_too_short": "密码至少要有10个字符，请再长一些。",
    "password_too_common": "这个密码太常见，容易被猜中，请另想一个。",
    "password_too_similar": "密码与用户名太相近，请另想一个。",
}
WEAK_OTHERWISE = "这个密码不合要求，请另想一个。"
UNUSABLE = re.compile(r"[\x00-\x1f\x7f]")


class PeopleError(SpokenError):
    """A change that cannot be made."""


refuse = PeopleError.refuse


def establish_body(  # noqa: PLR0913 -- the facts of a body, all by name
    code: str,
    name: str,
    *,
    kind: BodyKind,
    since: date,
    parent: Body | None = None,
    field: str = "",
    word: str = "",
) -> Body:
    """Enter a body under its superior.

    Raises:
        PeopleError: ``body.no_code``, ``body.no_name``; ``body.code_taken``; ``body.before_parent`` when it would be older than its superior.
    """
    code = _named(code, "code", "body.no_code", "机构代码")
    name = _named(name, "body", "body.no_name", "机构名称")
    if Body.objects.filter(code=code).exists():
        refuse("body.code_taken", f"机构代码“{code}”已经登记过，请核对代码。")
    if parent is not None and since < parent.since:
        refuse(
            "body.before_parent",
            f"成立日期不能早于上级机构“{parent.name}”的成立日期{parent.since}。",
        )
    return Body.objects.create(
        code=code, name=name, kind=kind, since=since, parent=parent, field=field, word=word
    )


def close_openings(body: Body, last_day: date) -> Body:
    """Set, once, the last day on which a body takes 期初登记.

    Raises:
        PeopleError: ``body.openings_closed`` when it was set before.
    """
    if body.openings_until is not None:
        refuse("body.openings_closed", f"期初登记截止日已定为{body.openings_until}，只能设定一次。")
    body.openings_until = last_day
    body.save(update_fields=["openings_until"])
    return body


def register_person(name: str) -> Person:
    """Enter a person; the id is drawn and means nothing.

    Raises:
        PeopleError: ``person.no_name``.
    """
    name = _named(name, "person", "person.no_name", "姓名")
    return Person.objects.create(id=f"p{secrets.token_hex(IDENTIFIER_BYTES)}", name=name)


def appoint(person: Person, body: Body, roles: Iterable[str], *, since: date) -> list[Post]:
    """Give a person roles at a body from a day on.

    Raises:
        PeopleError: ``post.outside_body`` when the body did not exist on that day; ``post.administrator`` when an administrator would act,
            or one person would be two administrators.
    """
    roles = list(roles)
    if since < body.since or (body.until is not None and since > body.until):
        refuse("post.outside_body", f"{since}时“{body.name}”不存在，请核对任职日期。")
    check_separate(person, roles, since)
    return [Post.objects.create(person=person, body=body, role=role, since=since) for role in roles]


def check_separate(person: Person | None, roles: Iterable[str], since: date) -> None:
    """Refuse posts that would make an administrator act in matters, or one person two administrators.

    Args:
        person: who holds other posts already; None for somebody new.
        roles: what is to be held.
        since: from when; posts that ended before do not count.

    Raises:
        PeopleError: ``post.administrator``.
    """
    held = set(roles)
    if person is not None:
        running = Q(until__isnull=True) | Q(until__gte=since)
        held |= set(person.posts.filter(running).values_list("role", flat=True))
    if administers(held) and len(held) > 1:
        refuse(
            "post.administrator",
            f"{'、'.join(ADMINISTRATORS)}由三个人分任，不能兼任，也不能兼办案和其他职责。请另选人员，或者先办理离任。",
        )


def relieve(post: Post, *, until: date) -> Post:
    """End a post with its last day.

    Raises:
        PeopleError: ``post.ends_before_it_begins``.
    """
    if until < post.since:
        refuse("post.ends_before_it_begins", f"离任日期不能早于任职日期{post.since}。")
    post.until = until
    post.save(update_fields=["until"])
    return post


def open_account(person: Person, username: str, password: str) -> Account:
    """Let a person sign in.

    Raises:
        PeopleError: ``account.no_name``, ``account.name_taken``; ``account.person_has_one``; ``account.weak_password`` with what the
            password lacks.
    """
    account = _new_account(person, username)
    _take_password(account, password)
    with transaction.atomic():
        account.save()
    return account


def _new_account(person: Person, username: str) -> Account:
    """An account that is not stored yet, under a name nobody has, for somebody without one."""
    username = _named(username, "username", "account.no_name", "用户名")
    if Account.objects.filter(username=username).exists():
        refuse("account.name_taken", f"用户名“{username}”已被使用，请换一个。")
    if Account.objects.filter(person=person).exists():
        refuse("account.person_has_one", f"“{person.name}”已有账号，一人只有一个。请用原有的账号。")
    return Account(username=username, person=person)


def open_with_one_time_password(person: Person, username: str, moment: datetime) -> str:
    """Let a person sign in, once, to choose a password.

    Returns:
        The drawn password; it is kept nowhere.

    Raises:
        PeopleError: ``account.no_name``, ``account.name_taken``, ``account.person_has_one``.
    """
    account = _new_account(person, username)
    password = _draw_password(account, moment)
    with transaction.atomic():
        account.save()
    return password


def reset_password(account: Account, moment: datetime) -> str:
    """Put a drawn password, good for one sign-in, in the place of a forgotten one; sessions under the old one end.

    Returns:
        The drawn password; it is kept nowhere.
    """
    password = _draw_password(account, moment)
    account.save(update_fields=["password", "one_time_until"])
    return password


def choose_password(account: Account, password: str) -> Account:
    """Set the password its owner chose.

    Raises:
        PeopleError: ``account.weak_password``, ``account.same_password``.
    """
    if account.check_password(password):
        refuse("account.same_password", "新密码不能与现在的密码相同。请另想一个。")
    _take_password(account, password)
    account.one_time_until = None
    account.save(update_fields=["password", "one_time_until"])
    return account


def _draw_password(account: Account, moment: datetime) -> str:
    """Put a drawn password into an account.

    Hundreds are drawn at once on the first day. What is drawn cannot be guessed, so that its digest needs no slowness; a wrong guess is
    answered as slowly as for any other account.
    """
    password, hasher = one_time_password(), get_hasher()
    few = {"iterations": DRAWN_ITERATIONS} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    account.password = hasher.encode(password, hasher.salt(), **few)
    account.one_time_until = moment + ONE_TIME_HOLDS
    return password


def one_time_password() -> str:
    """A drawn password of signs that are not mistaken for one another on paper."""
    drawn = [secrets.choice(PLAIN_SIGNS) for _ in range(ONE_TIME_LENGTH)]
    return "-".join("".join(drawn[at : at + 4]) for at in range(0, ONE_TIME_LENGTH, 4))


def correct_body(body: Body, name: str) -> Body:
    """Set a body's mistyped name right, on every paper; acts keep the body by its code.

    Raises:
        PeopleError: ``body.no_name``.
    """
    body.name = _named(name, "body", "body.no_name", "机构名称")
    body.save(update_fields=["name"])
    return body


def rename_body(body: Body, name: str, word: str, *, since: date, today: date) -> Body:
    """Give a body another name from a day on; papers made before go on bearing the one it had.

    Args:
        body: which.
        name: its new name.
        word: its 机关代字 from now on; numbers given before keep theirs.
        since: first day of the new name.
        today: the civil day.

    Raises:
        PeopleError: ``body.no_name``; ``body.same_name``; ``body.renamed_later`` for a day to come; ``body.renamed_before`` for a day on which
            it did not exist yet or already bore a newer name.
    """
    name = _named(name, "body", "body.no_name", "机构名称")
    if name == body.name:
        refuse("body.same_name", f"“{name}”就是现在的名称。请填写更名以后的名称。")
    if since > today:
        refuse("body.renamed_later", f"更名日期{since}还没有到。请到那一天再登记更名。")
    last = body.former_names.order_by("-until").first()
    if since <= (last.until + timedelta(days=1) if last else body.since):
        refuse(
            "body.renamed_before", f"{since}不在现用名称“{body.name}”使用期间以内。请核对更名日期。"
        )
    with transaction.atomic():
        FormerName.objects.create(body=body, name=body.name, until=since - timedelta(days=1))
        body.name, body.word = name, word.strip()
        body.save(update_fields=["name", "word"])
    return body


def end_body(body: Body, last_day: date) -> Body:
    """End a body with its last day.

    Raises:
        PeopleError: ``body.ends_before_it_begins``; ``body.has_people`` while somebody holds a post there after that day; ``body.has_units``.
    """
    if last_day < body.since:
        refuse("body.ends_before_it_begins", f"撤销日期不能早于成立日期{body.since}。")
    later = Q(until__isnull=True) | Q(until__gt=last_day)
    if body.posts.filter(later).exists():
        refuse(
            "body.has_people",
            f"“{body.name}”在{last_day}以后还有人任职。请先为他们办理离任，再撤销机构。",
        )
    if body.children.filter(later).exists():
        refuse("body.has_units", f"“{body.name}”在{last_day}以后还有下级机构。请先撤销下级机构。")
    body.until = last_day
    body.save(update_fields=["until"])
    return body


def _take_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        said = [WEAK.get(str(one.code), WEAK_OTHERWISE) for one in error.error_list]
        raise PeopleError(code="account.weak_password", sentence="".join(said)) from error
    account.set_password(password)


def _named(text: str, what: str, code: str, label: str) -> str:
    """A name or code without blanks around it."""
    text = text.strip()
    if not text or len(text) > LONGEST[what] or UNUSABLE.search(text):
        refuse(code, f"请填写{label}：最多{LONGEST[what]}字，不含控制字符。")
    return text
