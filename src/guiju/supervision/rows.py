"""What a cell of the overview counts: its matters, a page at a time, cut by place and not by page number."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q

from guiju.figures.selectors import ask
from guiju.matters.selectors import (
    acts_due,
    certificates_of,
    due_days,
    matters_of_body,
    open_matters,
)
from guiju.supervision.columns import AGE, DAWN, FIGURE, REPORTED, figure_period, soon_day, split
from guiju.supervision.selectors import matters_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer

SHOWN, PAGE_DIGITS = 50, 9
BETWEEN = "~"


class Line(NamedTuple):
    """A matter, and what of it counts.

    Attributes:
        act: the duty or act; empty where the matter itself counts.
        day: the day that matters.
    """

    matter: str
    number: str
    title: str
    procedure: str
    act: str
    day: date | None


class Page(NamedTuple):
    """Some lines.

    Attributes:
        after: where the next page begins; empty on the last one.
    """

    lines: list[Line]
    after: str = ""


class _Source(NamedTuple):
    rows: QuerySet[Any]
    keys: tuple[str, str]
    line: Callable[[Any], Line]
    newest_first: bool = False


def rows_of(viewer: Viewer, column: str, unit: str, today: date, after: str = "") -> Page:
    """What a cell counts.

    Args:
        viewer: who reads; of a body not seen there is nothing.
        column: id of the column.
        unit: code of the body.
        today: the civil day.
        after: where to go on, as the page before said.
    """
    if column.startswith(FIGURE):
        return _figure_rows(viewer, column.removeprefix(FIGURE), unit, today, after)
    if column in _SPANS:
        return _due_rows(viewer, unit, _SPANS[column](today), after)
    kind, procedure = split(column)
    read = _SOURCES.get(kind)
    return _page(read(viewer, unit, today, procedure), after) if read else Page([])


def _page(source: _Source, after: str) -> Page:
    order = [f"-{key}" if source.newest_first else key for key in source.keys]
    rows = list(_beyond(source, after).order_by(*order)[: SHOWN + 1])
    following = BETWEEN.join(str(getattr(rows[SHOWN - 1], key)) for key in source.keys) if len(rows) > SHOWN else ""  # fmt: skip
    return Page([source.line(row) for row in rows[:SHOWN]], following)


def _beyond(source: _Source, after: str) -> QuerySet[Any]:
    first, _, second = after.partition(BETWEEN)
    if not second:
        return source.rows
    one, two = source.keys
    way = "lt" if source.newest_first else "gt"
    beyond = Q(**{f"{one}__{way}": first}) | Q(**{one: first, f"{two}__{way}": second})
    try:
        return source.rows.filter(beyond, **{f"{one}__{way}e": first})
    except ValidationError:  # a made-up place: no day of the calendar
        return source.rows


def _overdue(today: date) -> tuple[date, date]:
    return today - timedelta(1), DAWN


def _soon(today: date) -> tuple[date, date]:
    return soon_day(today), today


def _due_rows(viewer: Viewer, unit: str, span: tuple[date, date], after: str) -> Page:
    """Matters and days on which something falls due; acts owed as alternatives stand in one line."""
    days = due_days(viewer, unit, *span)
    due, _, matter = after.partition(BETWEEN)
    if matter:
        with suppress(ValidationError):  # a made-up place: no day of the calendar
            days = days.filter(Q(due__gt=due) | Q(due=due, matter__gt=matter), due__gte=due)
    found = list(days[: SHOWN + 1])
    shown = found[:SHOWN]
    acts = acts_due(viewer, [one for _, one in shown])
    matters = matters_named(viewer, [one for _, one in shown])
    lines = [
        _of_matter(matters[one])._replace(act="、".join(acts.get((one, day), ())), day=day)
        for day, one in shown
        if one in matters
    ]
    more = len(found) > SHOWN
    return Page(lines, f"{shown[-1][0]}{BETWEEN}{shown[-1][1]}" if more else "")


def _open(viewer: Viewer, unit: str, _today: date, _: str) -> _Source:
    return _Source(open_matters(viewer, unit), ("handler", "id"), _of_matter)


def _last(viewer: Viewer, unit: str, _today: date, _: str) -> _Source:
    return _Source(matters_of_body(viewer, unit), ("opened", "id"), _of_matter, newest_first=True)


def _reported(viewer: Viewer, unit: str, today: date, procedure: str) -> _Source:
    begun = matters_of_body(viewer, unit).filter(
        procedure=procedure, opened__gte=today.replace(day=1)
    )
    return _Source(begun, ("opened", "id"), _of_matter, newest_first=True)


def _age(viewer: Viewer, unit: str, _today: date, procedure: str) -> _Source:
    kept = matters_of_body(viewer, unit).filter(procedure=procedure, adjusted__isnull=False)
    return _Source(kept, ("adjusted", "id"), _of_entry, newest_first=True)


def _certified(viewer: Viewer, unit: str, today: date, _: str) -> _Source:
    return _Source(certificates_of(viewer, unit, today), ("text1", "matter_id"), _of_certificate)


def _of_matter(matter: Matter) -> Line:
    return Line(matter.id, matter.number, matter.title, matter.procedure, "", matter.opened)


def _of_entry(matter: Matter) -> Line:
    return _of_matter(matter)._replace(day=matter.adjusted)


def _of_certificate(slots: Any) -> Line:
    return _of_matter(slots.matter)._replace(day=slots.matter.valid_until)


_SOURCES: Mapping[str, Callable[[Viewer, str, date, str], _Source]] = {
    "open": _open,
    "last": _last,
    "certified": _certified,
    REPORTED: _reported,
    AGE: _age,
}


_SPANS: Mapping[str, Callable[[date], tuple[date, date]]] = {"overdue": _overdue, "soon": _soon}


def _figure_rows(viewer: Viewer, figure: str, unit: str, today: date, after: str) -> Page:
    alone = replace(viewer, bodies=viewer.bodies & {unit})
    if not alone.bodies:
        return Page([])
    known = after.isascii() and after.isdecimal() and len(after) <= PAGE_DIGITS
    answer, page = ask(alone, figure, figure_period(today)), max(int(after), 1) if known else 1
    more = str(page + 1) if page * SHOWN < answer.count else ""
    return Page([_of_figure(row) for row in answer.rows(page, SHOWN)], more)


def _of_figure(row: Any) -> Line:
    return Line(row.matter, row.number, row.title, "", row.act, row.day)
