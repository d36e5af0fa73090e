"""Every change of bodies, persons, posts and accounts."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, NoReturn

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from guiju.people.models import Account, Body, BodyKind, Person, Post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

IDENTIFIER_BYTES = 8
LONGEST = {"code": 32, "body": 100, "person": 50, "username": 50}
UNUSABLE = re.compile(r"[\x00-\x1f\x7f]")


class PeopleError(ValueError):
    """A change that cannot be made; carries a stable code and a Chinese sentence.

    Attributes:
        code: stable, dotted.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


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
        PeopleError: ``post.outside_body`` when the body did not exist on that day.
    """
    if since < body.since or (body.until is not None and since > body.until):
        refuse("post.outside_body", f"{since}时“{body.name}”不存在，请核对任职日期。")
    return [Post.objects.create(person=person, body=body, role=role, since=since) for role in roles]


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
    username = _named(username, "username", "account.no_name", "用户名")
    if Account.objects.filter(username=username).exists():
        refuse("account.name_taken", f"用户名“{username}”已被使用，请换一个。")
    if Account.objects.filter(person=person).exists():
        refuse("account.person_has_one", f"“{person.name}”已有账号，一人只有一个。请用原有的账号。")
    account = Account(username=username, person=person)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PeopleError(
            code="account.weak_password", sentence="；".join(error.messages)
        ) from error
    account.set_password(password)
    with transaction.atomic():
        account.save()
    return account


def _named(text: str, what: str, code: str, label: str) -> str:
    """A name or code without blanks around it."""
    text = text.strip()
    if not text or len(text) > LONGEST[what] or UNUSABLE.search(text):
        refuse(code, f"请填写{label}：最多{LONGEST[what]}字，不含控制字符。")
    return text


def refuse(code: str, sentence: str) -> NoReturn:
    """Say why a change cannot be made.

    Raises:
        PeopleError: always.
    """
    raise PeopleError(code, sentence)
