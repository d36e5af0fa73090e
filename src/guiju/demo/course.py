"""A lawful course of acts as data: what is done in a matter, on which day, by whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure import Calendar

RECEIPT = "送达回证"


@dataclass(frozen=True, slots=True)
class MatterOf:
    """Stands in an act's data for the id of another course's matter.

    Attributes:
        key: the other course.
    """

    key: str


@dataclass(frozen=True, slots=True)
class NumberOf:
    """Stands in an act's data for the number of another course's matter.

    Attributes:
        key: the other course.
    """

    key: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a course.

    Attributes:
        after: working days since the course began.
        act: name of the act.
        person: who performs it, or enters it for an outside party.
        data: what it says.
        signers: the officers who sign.
        proof: name of the paper attached as the outside proof; empty: none is.
        pending: it is laid before those who approve it, and they have not answered yet.
        on: the very day, where the course does not count working days.
        at: the time of day, where the law counts hours.
    """

    after: int
    act: str
    person: str
    data: Mapping[str, Any] = field(default_factory=dict)
    signers: tuple[str, ...] = ()
    proof: str = ""
    pending: bool = False
    on: date | None = None
    at: str | None = None

    def day(self, begins: date, days: WorkDays) -> date:
        """The day of the act.

        Args:
            begins: first day of its course.
            days: which days are worked.
        """
        return self.on or days.shifted(begins, self.after)


@dataclass(frozen=True, slots=True)
class Course:
    """One matter from its first act to its last.

    Attributes:
        key: names it within the scenario.
        procedure: id of the procedure.
        body: code of the owning body.
        begins: the first day, a working day.
        steps: the acts in order.
        source: the course whose matter it is begun from; empty for none.
    """

    key: str
    procedure: str
    body: str
    begins: date
    steps: tuple[Step, ...]
    source: str = ""

    def names(self, step: Step) -> set[str]:
        """The other courses whose matters must be there before a step."""
        told = {one.key for one in step.data.values() if isinstance(one, MatterOf)}
        return told | ({self.source} if self.source and step is self.steps[0] else set())

    def until(self, act: str, *, pending: bool = False) -> Course:
        """The course broken off after an act.

        Args:
            act: the last act performed.
            pending: it waits for approval.

        Raises:
            LookupError: the course has no such act.
        """
        for place, step in enumerate(self.steps):
            if step.act == act:
                last = replace(step, pending=pending)
                return replace(self, steps=(*self.steps[:place], last))
        message = f"course {self.key} has no act {act}"
        raise LookupError(message)


@dataclass(frozen=True)
class WorkDays:
    """Counts working days by the calendar of the catalog.

    Attributes:
        calendar: which days are worked.
    """

    calendar: Calendar

    def at_or_after(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.calendar.is_working(day.toordinal()):
            day = date.fromordinal(day.toordinal() + 1)
        return day

    def shifted(self, day: date, count: int) -> date:
        """The working day ``count`` working days after a day; before it when negative.

        Args:
            day: any day.
            count: 0 means the day itself.
        """
        ordinal, left = day.toordinal(), -count
        if count > 0:
            return date.fromordinal(self.calendar.plus(ordinal, count, "wd"))
        while left:
            ordinal -= 1
            left -= self.calendar.is_working(ordinal)
        return date.fromordinal(ordinal)

    def of_month(self, year: int, month: int) -> list[date]:
        """The working days of a month."""
        first = date(year, month, 1).toordinal()
        last = date(year + month // 12, month % 12 + 1, 1).toordinal()
        return [
            date.fromordinal(day) for day in range(first, last) if self.calendar.is_working(day)
        ]
