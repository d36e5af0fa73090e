"""A figure with what is told beside it: the year before, the months, the bodies, its own splits, all of one moment."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from guiju.figures.definitions import BODY, Period
from guiju.figures.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from guiju.figures.answers import Answer, Key, Number
    from guiju.figures.definitions import Definition, Shelf
    from guiju.figures.looks import Look
    from guiju.figures.reading import Later, Reading

MONTHS: Final = 12
MONTH: Final = "月"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose matters count, and as of when.

    Attributes:
        body: code of the body at the head of the tree; None means all the viewer sees.
        alone: only that body, without those below it.
        as_of: last position that counts; None means everything committed.
    """

    body: str | None = None
    alone: bool = False
    as_of: int | None = None


WHOLE: Final = Scope()


@dataclass(frozen=True, slots=True)
class Asking:
    """What questions of one moment have in common, whatever their period.

    Attributes:
        shelf: the definitions.
        reading: what stood in the record.
        bodies: codes of the bodies whose matters count.
        all_bodies: these are all there are.
        look: the sums kept of that moment, if there are any.
    """

    shelf: Shelf
    reading: Reading | Later
    bodies: tuple[str, ...]
    all_bodies: bool
    look: Look | None = None

    def during(self, period: Period) -> Question:
        """The question about a period."""
        return Question(self.shelf, self.reading, period, self.bodies, self.all_bodies, self.look)


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure and what is told beside it.

    Attributes:
        answer: its value in the period, with the rows.
        before: its value in the same days of the year before.
        months: the last twelve months up to the period's last day, as ``2026-03``, each with its value; of entries in force, those at the
            month's end.
        bodies: code of body → value.
        splits: field the figure is split by → its values.
    """

    answer: Answer
    before: Answer
    months: Mapping[str, Number | None]
    bodies: Mapping[Key, Number | None]
    splits: Mapping[str, Mapping[Key, Number | None]]


def panel_of(figure: Definition, asking: Asking, period: Period) -> Panel:
    """Count a figure and what is told beside it.

    Args:
        figure: its definition.
        asking: of what moment, whose matters.
        period: the days.

    Raises:
        FigureError: the definition cannot be counted.
    """
    plain, names = replace(figure, by=()), figure.fields_split()
    wanted = [plain, *(replace(figure, by=(name,)) for name in (BODY, *names))]
    answer, by_body, *by_field = asking.during(period).answers(wanted)
    return Panel(
        answer,
        asking.during(period.year_before()).answer(plain),
        _months(figure, asking, period.last),
        _parts(by_body),
        {name: _parts(one) for name, one in zip(names, by_field, strict=True)},
    )


def _parts(answer: Answer) -> dict[Key, Number | None]:
    return {split.keys[0]: split.value for split in answer.splits}


def _months(figure: Definition, asking: Asking, last: date) -> dict[str, Number | None]:
    months = list(_last_months(last))
    if any(part.valid for part in asking.shelf.counted(figure)):
        plain = replace(figure, by=())
        return {_called(one): asking.during(one).answer(plain).value for one in months}
    span = Period(months[0].first, last)
    found = _parts(asking.during(span).answer(replace(figure, by=(MONTH,))))
    nothing = None if figure.how == "share" else 0
    return {_called(one): found.get(_called(one), nothing) for one in months}


def _last_months(last: date) -> Iterator[Period]:
    for back in range(MONTHS - 1, -1, -1):
        number = last.year * MONTHS + last.month - 1 - back
        year, month = number // MONTHS, number % MONTHS + 1
        first = last.replace(year=year, month=month, day=1)
        end = first.replace(day=monthrange(year, month)[1])
        yield Period(first, min(end, last))


def _called(month: Period) -> str:
    return f"{month.first:%Y-%m}"
