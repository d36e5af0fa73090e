"""The first start of an empty store: a code from the terminal, what was typed so far, and the first three administrators."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from guiju.people.administrators import ADMINISTRATORS
from guiju.people.grants import Slip
from guiju.people.models import Body, BodyKind, FirstStart
from guiju.people.services import (
    PLAIN_SIGNS,
    PeopleError,
    appoint,
    establish_body,
    open_with_one_time_password,
    register_person,
)
from guiju.people.sign_in import release, take_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

ROW = 1
SALT = "guiju.people.first_start"
CODE_SIGNS = 16
BRAKE = "first start"


class NewBody(NamedTuple):
    """A body to be entered at the first start; ``parent`` is a code, empty for the one above all."""

    code: str
    name: str
    kind: str
    since: date
    field: str = ""
    word: str = ""
    parent: str = ""


class NewAdministrator(NamedTuple):
    """One of the first three."""

    role: str
    name: str
    username: str


def is_open() -> bool:
    """Whether the store is empty: no body was ever entered."""
    return not Body.objects.exists()


def draw_code() -> str:
    """Draw a new start code; an earlier one is good no more.

    Returns:
        The code, to be shown in the server's terminal and nowhere else.
    """
    drawn = "".join(secrets.choice(PLAIN_SIGNS) for _ in range(CODE_SIGNS))
    FirstStart.objects.update_or_create(id=ROW, defaults={"code": _kept(drawn)})
    return "-".join(drawn[at : at + 4] for at in range(0, CODE_SIGNS, 4))


def check_code(typed: str, moment: datetime) -> str:
    """What a session keeps to show that the code was typed; empty where it was wrong, or too many were.

    Args:
        typed: as typed; small letters, blanks and hyphens do not matter.
        moment: now. After five wrong codes none is taken for fifteen minutes.
    """
    turn = take_turn(_brake(), moment)
    row = FirstStart.objects.filter(id=ROW).first()
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not turn or row is None or not row.code or not constant_time_compare(row.code, _kept(plain)):
        return ""
    release(_brake())
    return row.code


def may_go_on(kept: str) -> bool:
    """Whether what a session keeps is that of the code now valid, and the store still empty."""
    row = FirstStart.objects.filter(id=ROW).first()
    known = row is not None and bool(row.code) and constant_time_compare(row.code, kept)
    return known and is_open()


def draft() -> dict[str, Any]:
    """What was typed so far, by step."""
    row = FirstStart.objects.filter(id=ROW).first()
    return dict(row.draft) if row else {}


def keep_draft(step: str, values: Any) -> None:
    """Keep what was typed in a step, so that the start can be left and resumed."""
    with transaction.atomic():
        row, _ = FirstStart.objects.select_for_update().get_or_create(id=ROW)
        row.draft = {**row.draft, step: values}
        row.save(update_fields=["draft"])


def begin(
    bodies: Iterable[NewBody], administrators: Iterable[NewAdministrator], moment: datetime
) -> list[Slip]:
    """Enter the first bodies and the three administrators together; the code is good no more.

    Returns:
        What each administrator is handed to sign in the first time.

    Raises:
        PeopleError: ``start.begun``; ``start.three_persons``; whatever refuses a body, a person or an account.
    """
    three = list(administrators)
    _check_three(three)
    with transaction.atomic():
        row, _ = FirstStart.objects.select_for_update().get_or_create(id=ROW)
        if not is_open():
            _refuse("start.begun", "这里已经完成首次启动，不能再来一次。请从登录页进入。")
        known: dict[str, Body] = {}
        for one in bodies:
            known[one.code] = _established(one, known)
        top = next(iter(known.values()))
        slips = [_first_administrator(one, top, moment) for one in three]
        row.code, row.draft = "", {}
        row.save()
    return slips


def _established(one: NewBody, known: Mapping[str, Body]) -> Body:
    return establish_body(
        one.code, one.name, kind=BodyKind(one.kind), since=one.since,
        parent=known[one.parent] if one.parent else None, field=one.field, word=one.word,
    )  # fmt: skip


def _first_administrator(one: NewAdministrator, top: Body, moment: datetime) -> Slip:
    person = register_person(one.name)
    appoint(person, top, [one.role], since=max(top.since, moment.date()))
    password = open_with_one_time_password(person, one.username, moment)
    return Slip(person.name, f"{top.name} {one.role}", one.username, password)


def _check_three(three: list[NewAdministrator]) -> None:
    if [one.role for one in three] != list(ADMINISTRATORS):
        _refuse("start.three_persons", f"请填写{'、'.join(ADMINISTRATORS)}各一人。")
    names = {one.name.strip() for one in three}
    accounts = {one.username.strip() for one in three}
    if len(names) != len(three) or len(accounts) != len(three):
        _refuse(
            "start.three_persons",
            "三员须是三个不同的人，用不同的用户名；同名的，请在姓名后注明单位以示区别。",
        )


def _kept(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


def _brake() -> str:
    return salted_hmac(SALT, BRAKE, algorithm="sha256").hexdigest()


def _refuse(code: str, sentence: str) -> NoReturn:
    raise PeopleError(code, sentence)
