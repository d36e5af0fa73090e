"""Signing in: one answer for every failure, and a pause after several of them, for any name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from guiju.people.models import Account, SignInBrake

if TYPE_CHECKING:
    from datetime import datetime

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
LONGEST_NAME = 50
SALT = "guiju.people.sign_in"


def sign_in(username: str, password: str, moment: datetime) -> Account | None:
    """The account of a name and password; None for every failure, so that nobody learns which names exist.

    A name nobody has is counted, paused and made to wait like any other.

    Args:
        username: as typed.
        password: as typed.
        moment: now. After five failures in a row the name stays shut for fifteen minutes, for the right password too.
    """
    name = username if _could_exist(username) else ""
    turn = take_turn(_kept_name(username), moment)
    account = Account.objects.select_related("person").filter(username=name).first()
    if not _fits(account, password) or account is None or not account.is_active or not turn:
        return None
    if account.one_time_until is not None and account.one_time_until < moment:
        return None
    release(_kept_name(username))
    return account


def _could_exist(username: str) -> bool:
    """Whether a database can be asked for the name at all."""
    return "\0" not in username and len(username) <= LONGEST_NAME


def _fits(account: Account | None, password: str) -> bool:
    if account is None:
        make_password(password)  # takes as long as checking a password does
        return False
    return account.check_password(password)


def release(name: str) -> None:
    """Forget the failures of a name: somebody came in."""
    SignInBrake.objects.filter(name=name).delete()


def take_turn(name: str, moment: datetime) -> bool:
    """Count an attempt before it is judged, so that many at once get no more turns than one after another.

    Args:
        name: under which the failures are kept, at most 64 signs.
        moment: now.

    Returns:
        Whether the name is open; during the pause nothing is counted and the pause does not grow.
    """
    with transaction.atomic():
        SignInBrake.objects.filter(last__lt=moment - FORGOTTEN_AFTER).delete()
        brake, _ = SignInBrake.objects.select_for_update().get_or_create(
            name=name, defaults={"last": moment}
        )
        if brake.locked_until is not None and moment < brake.locked_until:
            return False
        brake.failures = 1 if brake.locked_until is not None else brake.failures + 1
        brake.locked_until = moment + LOCKED_FOR if brake.failures >= FAILURES_ALLOWED else None
        brake.last = moment
        brake.save()
        return True


def _kept_name(username: str) -> str:
    return salted_hmac(SALT, username, algorithm="sha256").hexdigest()
