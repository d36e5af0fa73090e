"""A button pressed twice does its work once, in however many processes the presses arrive."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from guiju.matters.services import perform_many
from guiju.web.models import Press

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.matters.requests import ActRequest, Outcome

ONCE: Final = "once"
TOKEN: Final = 32
KEPT: Final = timedelta(days=2)


class PressedBeforeError(Exception):
    """An earlier press of the same button has done its work.

    Attributes:
        matter: the matter it led to.
    """

    def __init__(self, matter: str) -> None:
        super().__init__(matter)
        self.matter = matter


def perform_once(asked: ActRequest, once: str) -> Outcome:
    """Perform an act unless the same button was pressed before; of presses at the same moment one performs it.

    Args:
        asked: the act.
        once: token of the form, empty for none; it counts for the person who sends it only.

    Raises:
        PressedBeforeError: it was, and the act was recorded then.
    """
    token = _token(asked.recorded_by, once)

    def remember(outcomes: Sequence[Outcome]) -> None:
        # Inside the act's transaction: whoever comes second waits for the first, and finds its press.
        _refuse_second(token)
        if once and outcomes[0].accepted:
            Press.objects.create(token=token, matter=outcomes[0].matter, at=timezone.now())
            Press.objects.filter(at__lt=timezone.now() - KEPT).delete()

    (outcome,) = perform_many([asked], 1, remember)
    return outcome


def pressed_before(person: str, once: str) -> str:
    """The matter that an earlier press of the same button led to; empty for none.

    Args:
        person: id of whoever presses.
        once: token of the form.
    """
    found = Press.objects.filter(token=_token(person, once)).values_list("matter", flat=True)
    return found.first() or ""


def _refuse_second(token: str) -> None:
    found = Press.objects.filter(token=token).first()
    if found is not None:
        raise PressedBeforeError(found.matter)


def _token(person: str, once: str) -> str:
    return sha256(f"{person} {once}".encode()).hexdigest()[:TOKEN]
