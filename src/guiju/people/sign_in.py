"""Signing in: one answer for every failure, and a pause after several of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db.models import F

from guiju.people.models import Account

if TYPE_CHECKING:
    from datetime import datetime

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


def sign_in(username: str, password: str, moment: datetime) -> Account | None:
    """The account of a name and password; None for every failure, so that nobody learns which names exist.

    Args:
        username: as typed.
        password: as typed.
        moment: now. After five failures in a row the account stays shut for fifteen minutes, for the right password too.
    """
    account = Account.objects.select_related("person").filter(username=username).first()
    if account is None:
        make_password(password)  # takes as long as checking a password does
        return None
    fits = account.check_password(password)
    if not account.is_active or _locked(account, moment):
        return None
    if not fits:
        _count_failure(account, moment)
        return None
    Account.objects.filter(pk=account.pk).update(failures=0, locked_until=None)
    return account


def _locked(account: Account, moment: datetime) -> bool:
    return account.locked_until is not None and moment < account.locked_until


def _count_failure(account: Account, moment: datetime) -> None:
    stored = Account.objects.filter(pk=account.pk)
    if account.locked_until is not None:
        stored.update(failures=0, locked_until=None)
    stored.update(failures=F("failures") + 1)
    stored.filter(failures__gte=FAILURES_ALLOWED).update(locked_until=moment + LOCKED_FOR)
