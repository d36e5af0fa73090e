"""Counting open matters anew when a year's notice becomes known: what was provisional is settled, and what moved is told.

Goes on in batches where it stopped; a matter in which nothing moves is not written.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from guiju.matters import clock, statements
from guiju.matters.batch import Batch
from guiju.matters.folding import refolded
from guiju.matters.history import effective_history
from guiju.matters.models import Matter, MovedDay, Recount
from guiju.matters.requests import ActRequest
from guiju.matters.rulebook import calendar_digest, renew_calendar
from guiju.matters.sweep import settle_live
from guiju.procedure import dump

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from guiju.matters.live import LiveMatter

ROW = 1
START, DONE = "", "~"
MATTERS_A_TRANSACTION = 50
# Whoever has nothing to wait for has no day that a calendar could move.
_WAITING = (
    "SELECT id FROM matters_matter WHERE id > %s AND (next_wake IS NOT NULL OR next_due IS NOT NULL) "
    "ORDER BY id LIMIT %s"
)


def recount(today: date) -> int:
    """Count anew all that waits, where the calendar has changed since it was last counted.

    The change is only noted the first time it is seen and acted on the next time, so that whoever began to write by the earlier calendar
    has done so.

    Args:
        today: the day that has begun.

    Returns:
        How many matters were written.
    """
    renew_calendar()
    row, wanted = _row(), calendar_digest()
    if row.calendar != wanted:
        _begin(row, wanted)
        return 0
    moved = 0
    while row.cursor != DONE:
        begun = time.monotonic()
        moved += _next(row, today)
        if row.cursor != DONE:
            time.sleep(time.monotonic() - begun)  # as long again for whoever waits to write
    return moved


def pending() -> bool:
    """Whether matters are still to be counted by the calendar now known."""
    row = Recount.objects.filter(id=ROW).first()
    return row is not None and (row.cursor != DONE or row.calendar != calendar_digest())


def _row() -> Recount:
    """The row; by which calendar a store with matters but without one was counted nobody knows, so it is counted once."""
    cursor = START if Matter.objects.exists() else DONE
    begun = {"calendar": calendar_digest(), "cursor": cursor, "begun": clock.now()}
    return Recount.objects.get_or_create(id=ROW, defaults=begun)[0]


def _begin(row: Recount, wanted: str) -> None:
    row.calendar, row.cursor, row.begun = wanted, START, clock.now()
    row.counted = row.moved = 0
    row.save()


def _next(row: Recount, today: date) -> int:
    with transaction.atomic():
        found = statements.read(_WAITING, [row.cursor, MATTERS_A_TRANSACTION])
        batch, moved = Batch(), 0
        for (identifier,) in found:
            matter = batch.matter(ActRequest(recorded_by="", matter=str(identifier)))
            if _counted_anew(batch, matter, today):
                batch.staging.touch(matter)
                moved += 1
        batch.flush()
        row.cursor = str(found[-1][0]) if found else DONE
        row.counted += len(found)
        row.moved += moved
        row.save()
    return moved


def _counted_anew(batch: Batch, matter: LiveMatter, today: date) -> bool:
    """Let a matter stand where its acts bring it by the present calendar; tells whether that is elsewhere."""
    if not matter.begun:
        return False
    rules, before = matter.pinned.rules, dump(matter.pinned.rules, matter.marking)
    matter.marking = refolded(matter.pinned, effective_history(batch.forms(matter))).marking
    settle_live(matter, today)
    if dump(rules, matter.marking) == before:
        return False
    MovedDay.objects.bulk_create(_moved_days(matter))
    return True


def _moved_days(matter: LiveMatter) -> Iterator[MovedDay]:
    owed, at = matter.duties(), clock.now()
    for act in sorted(owed.keys() | matter.stored_duties.keys()):
        before, after = (
            duty[2] if duty else None for duty in (matter.stored_duties.get(act), owed.get(act))
        )
        if before != after:
            yield MovedDay(
                body=matter.body, matter=matter.id, act=act, before=before, after=after, moved_at=at
            )
