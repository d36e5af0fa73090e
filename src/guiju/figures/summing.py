"""From sums kept by day and body to the totals of a figure, in the rows in which the engine gives them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from guiju.figures.definitions import BODY, DAY, TIMES, Period
from guiju.figures.sums import Added, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from guiju.figures.answers import Place, Row
    from guiju.figures.definitions import Definition
    from guiju.figures.looks import Look
    from guiju.figures.sums import Keys, Series, Sums

QUARTER: Final = 3
STARTS: Final[Mapping[str, Callable[[date], date]]] = {
    "月": lambda day: day.replace(day=1),
    "季": lambda day: day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1),
    "年": lambda day: day.replace(month=1, day=1),
    DAY: lambda day: day,
}


def days_of(figure: Definition, period: Period) -> tuple[int, int]:
    """The days whose sums make a figure; of entries in force all until the last."""
    first = 1 if figure.valid else period.first.toordinal()
    return first, period.last.toordinal()


class Window(NamedTuple):
    """The days within which a page of rows lies, and how many of their rows it passes over."""

    period: Period
    passed: int


def page_of(
    numbers: Sequence[tuple[int, int]], passed: int, limit: int, after: Place | None
) -> Window | None:
    """The days that hold a page of rows; None where there are no such rows.

    Args:
        numbers: days in order, each with how many acts count on it.
        passed: how many rows to pass over.
        limit: how many to give; negative: those before the place, nearest first.
        after: the place they are given from; None: from the first.
    """
    if limit < 0:
        numbers = numbers[::-1]
    if after is not None:
        here = after[0].toordinal()
        numbers = [one for one in numbers if (one[0] >= here if limit >= 0 else one[0] <= here)]
    else:
        while numbers and numbers[0][1] <= passed:
            passed -= numbers[0][1]
            numbers = numbers[1:]
    if not numbers:
        return None
    wanted, days = passed + abs(limit), []
    for day, number in numbers:
        days.append(day)
        # of the place's own day nobody knows how many come after it
        wanted -= 0 if after is not None and day == after[0].toordinal() else number
        if wanted <= 0:
            break
    ends = sorted((days[0], days[-1]))
    return Window(Period(*map(date.fromordinal, ends)), passed)


def added_up(rows: Iterable[Row]) -> list[Row]:
    """Rows of a side, a number and a value, those of one side put together."""
    found: dict[int, Total] = {}
    for side, number, value in rows:
        found[side] = found.get(side, Total()).plus(number, value or 0)
    return [(side, *total) for side, total in found.items()]


def rows_of(
    look: Look, figure: Definition, period: Period, bodies: Collection[str] | None
) -> list[Row]:
    """The totals of a figure, split as it is.

    Args:
        look: the sums.
        figure: its definition.
        period: the days.
        bodies: codes of the bodies whose matters count; None means all.

    Returns:
        Rows as ``Counted.totals`` gives them; nothing is left to be looked up.
    """
    days = days_of(figure, period)
    if not figure.by:
        total = look.total(figure, days, bodies)
        return [(total.number, total.value, 0)]
    found: dict[Keys, Total] = {}
    fields = look.fields(figure)
    for one in _added(look, figure, days, bodies):
        keys = tuple(_key(name, one, fields) for name in figure.by)
        found[keys] = found.get(keys, Total()).plus(one.number, one.value)
    return [(*keys, total.number, total.value, 0) for keys, total in found.items()]


def _key(name: str, one: Added, fields: Mapping[str, int]) -> str | None:
    if name == BODY:
        return one.body
    if name in STARTS:
        return STARTS[name](date.fromordinal(one.day)).isoformat()
    return one.keys[fields[name]]


def _added(
    look: Look, figure: Definition, days: tuple[int, int], bodies: Collection[str] | None
) -> Iterator[Added]:
    """What was added in the days, as far apart as the figure is split."""
    by_day = not set(TIMES).isdisjoint(figure.by)
    yield from _summed(look.sums(figure), figure, days, bodies, by_day=by_day)
    for one in look.added(figure):
        if days[0] <= one.day <= days[1] and (bodies is None or one.body in bodies):
            yield one


def _summed(
    sums: Sums,
    figure: Definition,
    days: tuple[int, int],
    bodies: Collection[str] | None,
    *,
    by_day: bool,
) -> Iterator[Added]:
    for body, keys, series in _places(sums, figure, bodies):
        if bodies is not None and body not in bodies:
            continue
        if not by_day:
            total = series.during(*days)
            if total.number or total.value:
                yield Added(body, days[1], keys, *total)
            continue
        for day, total in series.each(*days):
            yield Added(body, day, keys, *total)


def _places(
    sums: Sums, figure: Definition, bodies: Collection[str] | None
) -> Iterator[tuple[str, Keys, Series]]:
    if figure.fields_split():
        for (body, keys), series in sums.parts.items():
            yield body, keys, series
    elif bodies is None and BODY not in figure.by:
        yield "", (), sums.whole
    else:
        for body, series in sums.of_body.items():
            yield body, (), series
