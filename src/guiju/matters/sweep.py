"""The sweep: what the clock did by itself, written for matters whose day has come.

It reads only matters that are due, writes a marking only if something fired or lapsed, and moves a matter's clock no further than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guiju.matters import statements
from guiju.matters.batch import Batch
from guiju.matters.requests import ActRequest
from guiju.procedure import settle

if TYPE_CHECKING:
    from datetime import date

    from guiju.matters.live import LiveMatter

MATTERS_A_TRANSACTION = 500
DAWN = "0001-01-01"
DUE = (
    "SELECT next_wake, id FROM matters_matter WHERE next_wake IS NOT NULL AND next_wake < %s "
    "AND (next_wake, id) > (%s, %s) ORDER BY next_wake, id LIMIT %s"
)


def sweep(today: date) -> int:
    """Let time pass for every matter whose clock has something to do before a day.

    Args:
        today: the day that has begun; everything up to the end of the day before happens.

    Returns:
        How many matters changed.
    """
    changed, last = 0, (DAWN, "")
    while found := statements.read(DUE, [today.isoformat(), *last, MATTERS_A_TRANSACTION]):
        changed += _pass([str(row[1]) for row in found], today)
        last = (str(found[-1][0]), str(found[-1][1]))
    return changed


def _pass(identifiers: list[str], today: date) -> int:
    with transaction.atomic():
        batch = Batch()
        moved = 0
        for identifier in identifiers:
            matter = batch.matter(ActRequest(recorded_by="", matter=identifier))
            if settle_live(matter, today):
                batch.staging.touch(matter)
                moved += 1
        batch.flush()
    return moved


def settle_live(matter: LiveMatter, today: date) -> bool:
    """Let time pass for one matter up to what fired or lapsed last; tells whether anything did."""
    rules, before = matter.pinned.rules, matter.marking
    passed = settle(rules, before, today.toordinal())
    days = [day for _, day in passed.fired]
    days += [due for _, due in passed.marking.breaches[len(before.breaches) :]]
    if not days:
        return False
    matter.marking = settle(rules, before, max(days) + 1).marking
    return True
