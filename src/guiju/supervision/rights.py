"""Who may remind whom, and who may hand over whose matters. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.matters.standing import HANDING_OVER, HEADS, SUPERVISION

if TYPE_CHECKING:
    from guiju.people.viewer import Viewer

REMINDING = HEADS | SUPERVISION
REMINDED_AT_MOST = 3000


def may_remind(viewer: Viewer) -> bool:
    """Whether somebody may remind at all."""
    return bool(viewer.roles & REMINDING)


def bodies_reminded(viewer: Viewer) -> frozenset[str]:
    """The bodies somebody may remind: heads and legal office their own, supervision also those below."""
    if viewer.roles & SUPERVISION:
        return viewer.bodies
    return frozenset({viewer.body}) if may_remind(viewer) else frozenset()


def may_hand_over(viewer: Viewer, giver: str) -> bool:
    """Whether somebody may hand over a person's matters at the own body."""
    return viewer.person == giver or bool(viewer.roles & HANDING_OVER)
