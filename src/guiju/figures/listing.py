"""The acts that make a figure: some of them in order, and what stands before and after these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from guiju.figures.answers import Rows
from guiju.figures.conditions import Parameters
from guiju.figures.definitions import Period
from guiju.figures.summing import added_up, days_of, page_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from guiju.figures.answers import Place, Row
    from guiju.figures.asked import Asked
    from guiju.figures.looks import Look
    from guiju.figures.questions import Question

PLACE: Final = ("day", "matter", "seq", "part")
_NUMBERS: Final = count()


def rows_by(question: Question, asked: Asked) -> Rows:
    """How the rows of a figure are read.

    Args:
        question: whose rows they are.
        asked: the figure, as deep as its acts have to be gone into.
    """
    if question.look is not None and not asked.figure.valid:
        days = _OfDays(question, asked, question.look)
        return Rows(days.page, days.sums)
    gathered = _Gathered(question, asked)
    return Rows(gathered.page, gathered.sums)


@dataclass(frozen=True)
class _OfDays:
    """Rows on the few days that hold them, which the kept sums tell."""

    question: Question
    asked: Asked
    look: Look

    def page(self, passed: int, limit: int, beside: Place | None) -> list[Row]:
        question, figure = self.question, self.asked.figure
        by_day = self.look.by_day(figure, question.period, question.whose())
        window = page_of(by_day, passed, limit, beside)
        return self._during(window.period).page(window.passed, limit, beside) if window else []

    def sums(self, first: Place, last: Place) -> list[Row]:
        figure, whose = self.asked.figure, self.question.whose()
        days = days_of(figure, self.question.period)
        before, after = (days[0], first[0].toordinal() - 1), (last[0].toordinal() + 1, days[1])
        return added_up(
            [
                *self._during(Period(first[0], last[0])).sums(first, last),
                (0, *self.look.total(figure, before, whose)),
                (2, *self.look.total(figure, after, whose)),
            ]
        )

    def _during(self, period: Period) -> _Listed:
        acts = self.question.acts(self.asked)
        return _Listed(acts.connection, *self.question.counting(acts, period).listed(self.asked))


@dataclass(frozen=True)
class _Gathered:
    """Rows for which all acts have to be gone through: once, whatever is asked of them then."""

    question: Question
    asked: Asked

    def page(self, passed: int, limit: int, beside: Place | None) -> list[Row]:
        return self._listed.page(passed, limit, beside)

    def sums(self, first: Place, last: Place) -> list[Row]:
        return self._listed.sums(first, last)

    @cached_property
    def _listed(self) -> _Listed:
        acts = self.question.acts(self.asked)
        counting = self.question.counting(acts, self.question.period)
        statement, parameters = counting.listed(self.asked)
        table = f"gathered_{next(_NUMBERS)}"
        acts.connection.execute(f"CREATE TEMP TABLE {table} AS {statement}", parameters.values)
        return _Listed(acts.connection, f"FROM {table}", Parameters())


@dataclass(frozen=True)
class _Listed:
    """Rows as a query gives them, in no order: its SQL and the values this needs."""

    connection: DuckDBPyConnection
    query: str
    parameters: Parameters

    def page(self, passed: int, limit: int, beside: Place | None) -> list[Row]:
        """Some rows in order of place; with a negative limit those before a place, nearest first."""
        mark, order = (">", "ASC") if limit >= 0 else ("<", "DESC")
        values = Parameters({**self.parameters.values})
        begun = f"WHERE ({', '.join(PLACE)}) {mark} {_placed(beside, values)}" if beside else ""
        ordered = ", ".join(f"{one} {order}" for one in PLACE)
        return self._read(f"SELECT * FROM listed {begun} ORDER BY {ordered} LIMIT {abs(int(limit))} OFFSET {int(passed)}", values)  # noqa: S608 -- built here, values are parameters # fmt: skip

    def sums(self, first: Place, last: Place) -> list[Row]:
        """How many rows come before a page (0), stand on it (1) and come after it (2), and what they add."""
        values, place = Parameters({**self.parameters.values}), f"({', '.join(PLACE)})"
        side = f"CASE WHEN {place} < {_placed(first, values)} THEN 0 WHEN {place} <= {_placed(last, values)} THEN 1 ELSE 2 END"
        return self._read(f"SELECT {side} AS side, count(*), sum(contribution) FROM listed GROUP BY side", values)  # noqa: S608 -- built here, values are parameters # fmt: skip

    def _read(self, question: str, values: Parameters) -> list[Row]:
        statement = f"WITH listed AS ({self.query}) {question}"
        found: list[Any] = self.connection.execute(statement, values.values).fetchall()
        return found


def _placed(place: Place, parameters: Parameters) -> str:
    day, matter, seq, part = map(parameters.add, place)
    return f"({day}, CAST({matter} AS UUID), {seq}, {part})"
