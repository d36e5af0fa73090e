"""How a matter shows on a work list of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.demo.course import WorkDays
from guiju.matters import rulebook
from guiju.matters.models import Duty

if TYPE_CHECKING:
    import datetime as dt

SOON = 3


def colours_of(matter: str, today: dt.date) -> set[str]:
    duties = list(Duty.objects.filter(matter=matter))
    running = [duty.due for duty in duties if duty.due and not duty.suspended]
    soon = WorkDays(rulebook.calendar()).shifted(today, SOON)
    found = {"suspended"} if any(duty.suspended for duty in duties) else set()
    if any(rulebook.calendar().is_provisional(day.toordinal()) for day in running):
        found.add("provisional")
    if any(day < today for day in running):
        return found | {"red"}
    return found | ({"amber"} if any(day <= soon for day in running) else {"green"})
