"""Who is signed in, and for how long without a sign of life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.people.models import Account

SEEN_IN_SESSION = "seen"
POLLED = "X-Polled"  # a page that asks how far something has come is no sign of life
STAMPED_EVERY = 60  # seconds: one write a minute of work, not one a page


def account_of(request: HttpRequest) -> Account | None:
    """The signed-in account, if any; a session without a request for too long ends here."""
    if not request.user.is_authenticated:
        return None
    account: Account = request.user
    if not _alive(request):
        logout(request)
        return None
    return account


def begin(request: HttpRequest) -> None:
    """Start the clock of a session that was just signed in."""
    request.session[SEEN_IN_SESSION] = _now()


def _alive(request: HttpRequest) -> bool:
    """Whether the session was used lately; a stamp may be a minute old, so it ends up to a minute early, never late."""
    seen = request.session.get(SEEN_IN_SESSION)
    now = _now()
    if not isinstance(seen, int) or now - seen >= settings.SESSION_IDLE.total_seconds():
        return False
    if POLLED not in request.headers and not 0 <= now - seen < STAMPED_EVERY:
        begin(request)
    return True


def _now() -> int:
    # The machine's own clock: that of the record may be simulated and stand still.
    return int(timezone.now().timestamp())
