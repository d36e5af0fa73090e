"""Lists that grow old: which lists bodies have not changed for longer than the parameter says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.matters.rulebook import catalog, local_values, resolved
from guiju.matters.tallies import lists_adjusted
from guiju.people.selectors import body_of
from guiju.procedure import parse_duration

if TYPE_CHECKING:
    from datetime import date

    from guiju.people.viewer import Viewer

AGE_PARAMETER = "清单调整周期"
NEVER_OLD = frozenset({"parameter-setting"})


class OldList(NamedTuple):
    """A list that was not changed for long.

    Attributes:
        body: code of the body that keeps it.
        procedure: id of the list.
        name: its name.
        adjusted: the day it was last changed.
        days: how many days ago.
    """

    body: str
    procedure: str
    name: str
    adjusted: date
    days: int


def old_lists(viewer: Viewer, today: date, bodies: frozenset[str]) -> list[OldList]:
    """The lists of some bodies that nobody has changed for longer than the unit's rule allows, oldest first.

    Args:
        viewer: who reads.
        today: the civil day.
        bodies: codes of bodies the viewer sees.
    """
    most = days_allowed(viewer.body, today)
    found = [
        OldList(body, procedure, list_name(procedure), day, (today - day).days)
        for (body, procedure), day in lists_adjusted(viewer, bodies).items()
        if procedure not in NEVER_OLD and (today - day).days > most
    ]
    return sorted(found, key=lambda one: (-one.days, one.body, one.procedure))


def days_allowed(body: str, today: date) -> int:
    """After how many days without a change a list counts as old for a body."""
    known = body_of(body)
    field = known.field if known else ""
    setting = resolved(field, local_values(body, today), today)[AGE_PARAMETER].value
    return parse_duration(str(setting)).n


def list_name(procedure: str) -> str:
    """The name of a list on the screen."""
    versions = catalog().versions.get(procedure)
    return versions[-1].name if versions else procedure
