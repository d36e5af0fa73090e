"""The computation sheet of a due day: how it came about, day by day, and which rule moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guiju.procedure.citation import citation_text
from guiju.procedure.dates import day_text, weekday_text
from guiju.procedure.durations import UNITS, parse_duration
from guiju.procedure.errors import UnknownActError

if TYPE_CHECKING:
    from collections.abc import Callable

    from guiju.procedure.calendar import Calendar, DayOff
    from guiju.procedure.marking import Marking, Obligation, Step
    from guiju.procedure.parts import Cite
    from guiju.procedure.rules import Origin, Rules


class NotCounted(NamedTuple):
    """A day that is not counted, and why."""

    day: int
    off: DayOff


class Entry(NamedTuple):
    """One step of the sheet.

    ``kind`` is given, armed, extended, stopped or resumed; ``first`` the first day counted;
    ``skipped`` the days within that were not counted; ``raw`` and ``due`` the last day before and
    after rolling; ``rolled`` the days it was rolled over; ``length``, ``article`` and ``roll_article`` in words.
    """

    kind: str
    day: int
    length: str
    first: int | None
    skipped: tuple[NotCounted, ...]
    raw: int | None
    due: int | None
    rolled: tuple[NotCounted, ...]
    origin: Origin | None
    article: str
    roll_article: str


@dataclass(frozen=True)
class Sheet:
    """How a due day was computed.

    Args:
        event: What is owed.
        entries: The steps, in order.
        due: The last day; ``None`` without a deadline or while the clock is stopped.
        raw: The same before rolling.
        left: Days left while the clock is stopped.
        unit: What a stopped clock counts in.
        provisional: Whether no announced calendar covers the last day.
    """

    event: str
    entries: tuple[Entry, ...]
    due: int | None
    raw: int | None
    left: int | None
    unit: str
    provisional: bool

    @property
    def moved_by(self) -> tuple[Cite, ...]:
        """The rules that moved the day after it was first set, in order."""
        return tuple(
            entry.origin.cite
            for entry in self.entries
            if entry.kind in {"extended", "stopped", "resumed"} and entry.origin is not None
        )

    def lines(self) -> tuple[str, ...]:
        """The sheet in Chinese, a line for each step."""
        found = [line for entry in self.entries for line in _WRITERS[entry.kind](entry)]
        if self.left is not None:
            found.append(f"期限停止计算中，还剩{self.left}{UNITS[self.unit]}。")
        elif self.due is None:
            found.append(f"“{self.event}”应办，没有法定期限。")
        else:
            found.append(f"“{self.event}”的最后一日：{_long(self.due)}。")
        if self.provisional:
            found.append("该日所在年份的节假日安排尚未公布，此为暂定日期，公布后重新计算。")
        return tuple(found)


def explain(rules: Rules, marking: Marking, event: str) -> Sheet | None:
    """The computation sheet of what is owed on an event; ``None`` if nothing is.

    Args:
        rules: The rules; their calendar names the days not counted.
        marking: The marking.
        event: The event owed.

    Raises:
        UnknownActError: The procedure has no such event.
    """
    place = rules.graph.place(event)
    if place is None:
        sentence = f"本程序没有“{event}”，请核对行为名称或程序版本。"
        raise UnknownActError(code="unknown-event", sentence=sentence)
    owed = marking.owed[place]
    if owed is None:
        return None
    calendar = rules.calendar
    return Sheet(
        event=rules.graph.events[place].name,
        entries=_entries(rules, owed),
        due=owed.due,
        raw=owed.raw,
        left=owed.left,
        unit=owed.unit,
        provisional=owed.due is not None and calendar.is_provisional(owed.due),
    )


def _entries(rules: Rules, owed: Obligation) -> tuple[Entry, ...]:
    found: list[Entry] = []
    base: int | None = None
    for step in owed.trail:
        found.append(_entry(rules, owed.unit, step, base))
        base = step.raw
    return tuple(found)


def _entry(rules: Rules, unit: str, step: Step, base: int | None) -> Entry:
    calendar, origin = rules.calendar, step.origin
    start = base if step.kind == "extended" else step.day
    counted = step.kind != "stopped" and step.kind != "given" and start is not None
    rolled = _offs(calendar, step.raw, step.due, off_by=0)
    return Entry(
        kind=step.kind,
        day=step.day,
        length=_length(step, unit),
        first=start + 1 if counted and start is not None else None,
        skipped=_offs(calendar, start, step.raw, off_by=1) if _in_working_days(step, unit) else (),
        raw=step.raw,
        due=step.due,
        rolled=rolled,
        origin=origin,
        article=citation_text(origin.cite, rules.graph.citations) if origin else "",
        roll_article=citation_text(origin.roll_cite, rules.graph.citations) if origin else "",
    )


def _length(step: Step, unit: str) -> str:
    if step.n is None:
        return ""
    if step.kind in {"stopped", "resumed"} or step.origin is None:
        return f"{step.n}{UNITS[unit]}"
    return parse_duration(step.origin.length)._replace(n=step.n).words()


def _in_working_days(step: Step, unit: str) -> bool:
    if step.kind == "resumed":
        return unit == "wd"
    counts = step.kind in {"armed", "extended"} and step.origin is not None
    return counts and step.origin is not None and parse_duration(step.origin.length).unit == "wd"


def _offs(
    calendar: Calendar, start: int | None, end: int | None, *, off_by: int
) -> tuple[NotCounted, ...]:
    """The days not worked from ``start`` (plus ``off_by``) up to before ``end``."""
    if start is None or end is None:
        return ()
    return tuple(
        NotCounted(day, off)
        for day in range(start + off_by, end)
        if (off := calendar.why_not_counted(day)) is not None
    )


def _long(day: int) -> str:
    return f"{day_text(day)}（{weekday_text(day)}）"


def _article(entry: Entry) -> str:
    return f"（{entry.article}）" if entry.article else ""


def _source(entry: Entry) -> str:
    return f"“{entry.origin.source}”" if entry.origin else ""


def _skipped(entry: Entry) -> list[str]:
    if not entry.skipped:
        return []
    days = "、".join(f"{day_text(day, near=entry.day)}（{off.name}）" for day, off in entry.skipped)
    return [f"不计入工作日：{days}。"]


def _end(entry: Entry) -> list[str]:
    if entry.raw is None or entry.due is None:
        return []
    if entry.raw == entry.due:
        return [f"最后一日是{_long(entry.due)}。"]
    offs = "、".join(f"{day_text(day, near=entry.day)}（{off.name}）" for day, off in entry.rolled)
    rule = f"依{entry.roll_article}" if entry.roll_article else "末日遇非工作日"
    return [f"最后一日本为{_long(entry.raw)}；{offs}不是工作日，{rule}顺延到{_long(entry.due)}。"]


def _given(entry: Entry) -> list[str]:
    return [f"办件开始时已定，最后一日是{_long(entry.due)}。"] if entry.due is not None else []


def _armed(entry: Entry) -> list[str]:
    head = f"自{_long(entry.day)}{_source(entry)}起{entry.length}{_article(entry)}"
    first = (
        f"；起始日不计，第一日是{day_text(entry.first, near=entry.day)}。" if entry.first else "。"
    )
    return [head + first, *_skipped(entry), *_end(entry)]


def _extended(entry: Entry) -> list[str]:
    head = f"{_long(entry.day)}{_source(entry)}，延长{entry.length}{_article(entry)}"
    return [f"{head}，自原末日的次日起算。", *_skipped(entry), *_end(entry)]


def _stopped(entry: Entry) -> list[str]:
    head = f"{_long(entry.day)}{_source(entry)}，期限停止计算{_article(entry)}"
    return [f"{head}，当时还剩{entry.length}。"]


def _resumed(entry: Entry) -> list[str]:
    head = f"{_long(entry.day)}{_source(entry)}，期限恢复计算{_article(entry)}"
    return [f"{head}，剩余{entry.length}，次日起算。", *_skipped(entry), *_end(entry)]


_WRITERS: dict[str, Callable[[Entry], list[str]]] = {
    "given": _given,
    "armed": _armed,
    "extended": _extended,
    "stopped": _stopped,
    "resumed": _resumed,
}
