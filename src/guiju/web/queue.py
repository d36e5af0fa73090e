"""The opinions one is asked for, as a queue: the oldest first, each with the one before and the one after it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.urls import reverse

from guiju.matters.awaiting import Awaited
from guiju.matters.selectors import awaited_opinions, oldest_awaited
from guiju.web.forms import read_seq

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guiju.people.viewer import Viewer

COUNTED_TO = 10_000
ORDER = ("since", "matter_id", "proposal", "role")


class Place(NamedTuple):
    """Where a proposal stands among those one is asked about.

    Attributes:
        said: which of how many.
        before: address of the one before; empty for the first.
        after: address of the one after, or of the first where it is the last; empty where there is no other.
    """

    said: str
    before: str
    after: str


def count_text(viewer: Viewer) -> str:
    """How many opinions one is asked for, counted up to a limit; empty for none."""
    found = _count(awaited_opinions(viewer))
    return _counted(found) if found else ""


def place_of(viewer: Viewer, matter: str, seq: int) -> Place | None:
    """Where a proposal stands in the queue; None where one is not asked about it."""
    asked = awaited_opinions(viewer)
    row = asked.filter(matter=matter, proposal=seq).first()
    if row is None:
        return None
    elsewhere = ~Q(matter=matter, proposal=seq)
    others = asked.filter(elsewhere)
    before = oldest_awaited(viewer, 1, earlier(row) & elsewhere, backwards=True)
    after = oldest_awaited(viewer, 1, later(row) & elsewhere) or oldest_awaited(
        viewer, 1, elsewhere
    )
    number = _count(others.filter(earlier(row))) + 1
    total = _counted(_count(others) + 1)
    return Place(f"第 {_counted(number)} 件，共 {total} 件", _address(before), _address(after))


def later(row: Awaited) -> Q:
    """What comes after a row."""
    return _beyond(row, "gt")


def earlier(row: Awaited) -> Q:
    """What comes before a row."""
    return _beyond(row, "lt")


def cursor_of(row: Awaited) -> str:
    """A row's place in an address."""
    return "~".join(str(getattr(row, name)) for name in ORDER)


def row_at(text: str) -> Awaited | None:
    """The place that :func:`cursor_of` wrote; None for anything else."""
    since, matter, proposal, role = [*text.split("~"), "", "", "", ""][:4]
    number = read_seq(proposal)
    try:
        day = date.fromisoformat(since)
    except ValueError:
        return None
    if number is None:
        return None
    return Awaited(since=day, matter_id=matter, proposal=number, role=role)


def _beyond(row: Awaited, way: str) -> Q:
    found = Q()
    equal = Q()
    for name in ORDER:
        value = getattr(row, name)
        found |= equal & Q(**{f"{name}__{way}": value})
        equal &= Q(**{name: value})
    return Q(**{f"since__{way}e": row.since}) & found


def _count(rows: QuerySet[Awaited]) -> int:
    return rows.order_by()[: COUNTED_TO + 1].count()


def _counted(number: int) -> str:
    return f"{number:,}" if number <= COUNTED_TO else f"超过 {COUNTED_TO:,}"


def _address(rows: list[Awaited]) -> str:
    return reverse("opinion", args=[rows[0].matter_id, rows[0].proposal]) if rows else ""
