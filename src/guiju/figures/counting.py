"""Definitions as one statement over the effective acts of their procedure, which reads each act once for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from guiju.figures.asked import DAYS, Depth
from guiju.figures.conditions import Parameters, condition
from guiju.figures.definitions import BODY, DAY
from guiju.figures.statements import EFFECTIVE, Statement
from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guiju.figures.answers import Row
    from guiju.figures.asked import Asked
    from guiju.figures.definitions import Closing, Period
    from guiju.figures.effective import Acts

TIMES: Final = {
    "月": "date_trunc('month', day)",
    "季": "date_trunc('quarter', day)",
    "年": "date_trunc('year', day)",
    DAY: "day",
}
NEVER: Final = "FALSE"
EACH: Final = "1"


@dataclass(frozen=True, slots=True)
class Counted:
    """What makes a figure, as SQL.

    Attributes:
        tables: the common tables, among them ``acts``: what may count, each with the values it is counted by.
        test: which of them count.
        contribution: what each adds.
        keys: what it is split by.
        gap: which lack a value of their own that the matter may have.
    """

    tables: str
    test: str
    contribution: str
    keys: tuple[str, ...]
    gap: str

    def totals(self, keys: int) -> str:
        """The query that adds up by keys: keys, how many acts count, their sum, how many lack a value to look up.

        Keys and sums are text, so that the totals of several figures fit into one table.

        Args:
            keys: how many keys a row has; those the figure lacks are NULL.
        """
        # a plain WHERE where that will do: planning is most of what a small figure takes
        chosen, only = (self.test, "") if self.gap == NEVER else ("TRUE", f" FILTER ({self.test})")
        number = f"count(*){only}"
        added = number if self.contribution == EACH else f"sum({self.contribution}){only}"
        missing = "0" if self.gap == NEVER else f"count(*) FILTER ({self.gap})"
        inner = [f"{key} AS key_{at}" for at, key in enumerate(self.keys)]
        outer = [f"CAST(key_{at} AS VARCHAR)" for at in range(len(self.keys))]
        outer += ["NULL"] * (keys - len(outer))
        return (
            f"SELECT {', '.join([*outer, 'number', 'CAST(added AS VARCHAR)', 'missing'])} FROM (WITH {self.tables} "  # noqa: S608 -- built here, values are parameters
            f"SELECT {', '.join([*inner, f'{number} AS number', f'{added} AS added', f'{missing} AS missing'])} "
            f"FROM acts WHERE {chosen}{self._grouped()})"
        )

    def listed(self) -> str:
        """The query that gives the acts themselves, in no order."""
        return (
            f"SELECT matter, seq, part, act, body, day, {self.contribution} AS contribution, position FROM acts "  # noqa: S608 -- built here, values are parameters
            f"WHERE {self.test}"
        )

    def _grouped(self) -> str:
        keys = ", ".join(f"key_{at}" for at in range(len(self.keys)))
        return f" GROUP BY {keys}" if keys else ""


@dataclass(frozen=True)
class Counting:
    """Counts over the effective acts of one procedure.

    Attributes:
        acts: the effective acts, as SQL to be selected from.
        period: the days.
        bodies: codes of the bodies whose matters count; None means all.
    """

    acts: str
    period: Period
    bodies: Sequence[str] | None

    def totals(self, asked: Sequence[Asked]) -> tuple[str, Mapping[str, object]]:
        """The statement that adds up several figures, and the values it needs.

        Its rows: place of the figure among those asked, as many keys as the figure with most of them has, then as ``Counted.totals`` says.

        Args:
            asked: the figures; where their depth looks nothing up, the last number says where that was needed.

        Raises:
            FigureError: ``figure.field`` or ``figure.expression``.
        """
        parameters = Parameters()
        keys = max(len(one.figure.by) for one in asked)
        figures = [counted(one, self.period, parameters).totals(keys) for one in asked]
        parts = [f"SELECT {at}, * FROM ({figure})" for at, figure in enumerate(figures)]  # noqa: S608 -- built here, values are parameters
        effective = self._effective(asked, parameters)
        return f"WITH {effective} {' UNION ALL '.join(parts)}", parameters.values

    def listed(self, asked: Asked) -> tuple[str, Parameters]:
        """The statement that gives the acts that make a figure, in no order, and the values it needs.

        Its columns: matter, seq, part, act, body, day, contribution, position.

        Args:
            asked: the figure.

        Raises:
            FigureError: ``figure.field`` or ``figure.expression``.
        """
        parameters = Parameters()
        what = counted(asked, self.period, parameters)
        looks_back = asked.looks_up and not asked.figure.valid
        own = self._of_their_matters(asked, parameters) if looks_back else ""
        effective = self._effective([asked], parameters, own)
        return f"WITH {effective}, {what.tables} {what.listed()}", parameters

    def _of_their_matters(self, asked: Asked, parameters: Parameters) -> str:
        """Only the matters of acts that may count: values are looked up within a matter."""
        first, last = map(parameters.add, (self.period.first, self.period.last))
        until = f"{asked.day} BETWEEN {first} AND {last}"
        acts = f"act IN {parameters.listed(asked.figure.acts)}"
        return f" AND matter IN (SELECT matter FROM {self.acts} WHERE {acts} AND {until})"  # noqa: S608 -- built here, values are parameters

    def _effective(self, asked: Sequence[Asked], parameters: Parameters, own: str = "") -> str:
        may_count = "NOT unlawful"
        if self.bodies is not None:
            may_count += f" AND body = ANY({parameters.add(list(self.bodies))})"
        return (
            f"{EFFECTIVE} AS MATERIALIZED (SELECT *, {may_count} AS may_count FROM {self.acts} "  # noqa: S608 -- built here, values are parameters
            f"WHERE {self._near(asked, parameters)}{own})"
        )

    def _near(self, asked: Sequence[Asked], parameters: Parameters) -> str:
        """The acts that figures can read at all, so that segments of other days need not be opened.

        What is looked up was done no later than the act that counts, but may have been recorded at any time.
        """
        days, looking = {one.day for one in asked}, any(one.looks_up for one in asked)
        if len(days) > 1 or (looking and days != {"done_on"}):
            return "TRUE"
        (day,) = days
        until = f"{day} <= {parameters.add(self.period.last)}"
        return until if looking else f"{until} AND {day} >= {parameters.add(self.period.first)}"


def totals_of(
    asked: Sequence[Asked], acts: Acts, period: Period, bodies: Sequence[str] | None
) -> list[tuple[Asked, list[Row]]]:
    """Add up figures of one procedure; those that turn out to need values looked up, a second time.

    Args:
        asked: the figures.
        acts: the effective acts of their procedure.
        period: the days.
        bodies: codes of the bodies whose matters count; None means all.

    Returns:
        Each figure as deep as it had to be gone into, with its rows as ``Counted.totals`` gives them.

    Raises:
        FigureError: ``figure.field`` or ``figure.expression``.
    """
    counting = Counting(acts.query, period, bodies)
    found = list(zip(asked, _counted_once(asked, acts, counting), strict=True))
    lacking = [at for at, (_, rows) in enumerate(found) if any(row[-1] for row in rows)]
    deeper = [replace(asked[at], depth=Depth.LOOKED_UP) for at in lacking]
    again = zip(deeper, _counted_once(deeper, acts, counting), strict=True)
    for at, one in zip(lacking, again, strict=True):
        found[at] = one
    return found


def _counted_once(asked: Sequence[Asked], acts: Acts, counting: Counting) -> list[list[Row]]:
    totals: list[list[Row]] = [[] for _ in asked]
    for day in DAYS.values():  # apart, because they read acts of other days
        places = [at for at, one in enumerate(asked) if one.day == day]
        if places:
            statement, values = counting.totals([asked[at] for at in places])
            for row in acts.connection.execute(statement, values).fetchall():
                totals[places[row[0]]].append(row[1:])
    return totals


def counted(asked: Asked, period: Period, parameters: Parameters) -> Counted:
    """What makes a count or a sum over ``effective``.

    Args:
        asked: the figure; where its depth looks nothing up, ``gap`` says where that was needed.
        period: the days.
        parameters: where values go.

    Raises:
        FigureError: ``figure.field`` or ``figure.expression``.
    """
    figure, looking = asked.figure, asked.looks_up
    statement, looked = Statement(asked, period, parameters), asked.looked_up()
    values = statement.with_values(
        "acts", _which(statement), asked.fields(), looked if looking else ()
    )
    gaps = [] if looking else [f"{values[one]} IS NULL" for one in looked]
    test = " AND ".join(_tests(statement, values))
    return Counted(
        tables=", ".join(statement.tables),
        test=test or "TRUE",
        contribution=values[figure.field] if figure.field is not None else EACH,
        keys=tuple(_key(name, values) for name in figure.by),
        gap=" OR ".join(gaps) or NEVER,
    )


def _which(statement: Statement) -> str:
    asked, add = statement.asked, statement.parameters.add
    where = (
        f"act IN {statement.parameters.listed(asked.figure.acts)} AND may_count "
        f"AND {asked.day} <= {add(statement.period.last)}"
    )
    if asked.figure.valid:
        return f"{where} QUALIFY row_number() OVER (PARTITION BY matter ORDER BY done_on, seq, part) = 1"
    return f"{where} AND {asked.day} >= {add(statement.period.first)}"


def _tests(statement: Statement, values: Mapping[str, str]) -> list[str]:
    figure = statement.asked.figure
    tests = []
    if figure.when is not None:
        tests.append(condition(figure.when.tree, values, statement.parameters))
    if figure.field is not None:
        tests.append(f"{values[figure.field]} IS NOT NULL")
    if not figure.valid:
        return tests
    tests += _within_its_days(statement, values)
    for number, closing in enumerate(figure.closings):
        tests.append(_not_ended(statement, f"ended_{number}", closing))
    return tests


def _within_its_days(statement: Statement, values: Mapping[str, str]) -> Iterator[str]:
    for name, order in ((FIRST_DAY_FIELD, "<="), (LAST_DAY_FIELD, ">=")):
        if name in values:
            last = statement.parameters.add(statement.period.last)
            yield f"({values[name]} IS NULL OR {values[name]} {order} {last})"


def _not_ended(statement: Statement, name: str, closing: Closing) -> str:
    last = statement.parameters.add(statement.period.last)
    where = f"act IN {statement.parameters.listed(closing.acts)} AND {statement.asked.day} < {last}"
    read = sorted(closing.when.reads | closing.when.asks) if closing.when is not None else []
    values = statement.with_values(name, where, read, read)
    test = condition(closing.when.tree, values, statement.parameters) if closing.when else "TRUE"
    return f"matter NOT IN (SELECT matter FROM {name} WHERE {test})"  # noqa: S608 -- built here, values are parameters


def _key(name: str, values: Mapping[str, str]) -> str:
    if name == BODY:
        return "body"
    return TIMES.get(name) or values[name]
