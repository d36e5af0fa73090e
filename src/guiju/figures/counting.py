"""A definition as one statement over the effective acts.

What an act counts by is its own value of a field or, where it carries none, the latest one in its matter as the fold orders acts: by day,
then by number. An entry in force is read as it stands on the last day of the period.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from guiju.figures.columns import quoted
from guiju.figures.conditions import Parameters, condition
from guiju.figures.definitions import BODY, VALID_UNTIL
from guiju.figures.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from guiju.figures.columns import Columns
    from guiju.figures.definitions import Closing, Definition, Period
    from guiju.figures.effective import Acts

DAYS: Final = {"done": "done_on", "recorded": "recorded_on"}
TIMES: Final = {
    "月": "date_trunc('month', day)",
    "季": "date_trunc('quarter', day)",
    "年": "date_trunc('year', day)",
}
PLACE: Final = "position, part, matter, seq, act, body, done_on, weight"
GATHERED: Final = (
    "position", "part", "matter", "seq", "act", "body", "done_on", "recorded_on", "unlawful",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What makes a figure, as SQL.

    Attributes:
        tables: the common tables, among them ``acts``: what may count, each with the values it is counted by.
        test: which of them count.
        contribution: what each adds.
        keys: what it is split by.
        gap: which lack a value of their own that the matter may have.
        parameters: the values it needs.
    """

    tables: str
    test: str
    contribution: str
    keys: tuple[str, ...]
    gap: str
    parameters: Mapping[str, Any]

    def totals(self) -> str:
        """The statement that adds up by keys: keys, how many acts count, their sum, how many lack a value to look up."""
        keys = [f"{key} AS key_{at}" for at, key in enumerate(self.keys)]
        numbers = [
            f"coalesce(sum(weight) FILTER ({self.test}), 0)",
            f"coalesce(sum(CASE WHEN weight < 0 THEN -{self.contribution} ELSE {self.contribution} END) FILTER ({self.test}), 0)",
            f"count(*) FILTER ({self.gap})",
        ]
        grouped = " GROUP BY ALL" if keys else ""
        return f"WITH {self.tables} SELECT {', '.join([*keys, *numbers])} FROM acts{grouped}"  # noqa: S608 -- built here, values are parameters

    def page(self, after: int, limit: int) -> str:
        """The statement that gives some of the acts, in order of day.

        Args:
            after: how many to pass over.
            limit: how many to give.
        """
        return (
            f"WITH {self.tables} SELECT matter, seq, part, act, body, day, {self.contribution}, position "  # noqa: S608 -- built here, values are parameters
            f"FROM acts WHERE {self.test} ORDER BY day, position, part LIMIT {int(limit)} OFFSET {int(after)}"
        )


@dataclass
class _Statement:
    """A statement while it is put together."""

    view: str
    columns: Columns
    figure: Definition
    period: Period
    weight: str
    parameters: Parameters = field(default_factory=Parameters)
    tables: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return PLACE.replace("weight", f"{self.weight} AS weight")

    @property
    def day(self) -> str:
        return DAYS[self.figure.on]

    def with_values(
        self, name: str, where: str, fields: Sequence[str], looked: Collection[str]
    ) -> dict[str, str]:
        """Add a table of acts with the values of fields.

        Args:
            name: of the table.
            where: which acts, as SQL.
            fields: fields wanted.
            looked: those looked up in the matter where the act has no value of its own.

        Returns:
            Field → name of its column in the table.
        """
        held = "".join(f", {self._value('', one)} AS value_{at}" for at, one in enumerate(fields))
        first = f"{name}_own" if looked else name
        self.tables.append(
            f"{first} AS (SELECT {self.place}, {self.day} AS day{held} FROM {self.view} WHERE {where})"  # noqa: S608 -- built here, values are parameters
        )
        if looked:
            self._with_latest(name, fields, looked)
        return {one: f"value_{at}" for at, one in enumerate(fields)}

    def _with_latest(self, name: str, fields: Sequence[str], looked: Collection[str]) -> None:
        as_it_stands = self.figure.valid and name == "acts"
        joined, chosen = "", ""
        for at, one in enumerate(fields):
            value = f"{name}_own.value_{at}"
            if one in looked:
                self._look_up(name, at, one, as_it_stands=as_it_stands)
                joined += f" LEFT JOIN {name}_{at} USING (position, part)"
                value = f"latest_{at}" if as_it_stands else f"coalesce({value}, latest_{at})"
            chosen += f", {value} AS value_{at}"
        self.tables.append(
            f"{name} AS (SELECT {PLACE}, day{chosen} FROM {name}_own{joined})"  # noqa: S608 -- built here, values are parameters
        )

    def _look_up(self, name: str, at: int, one: str, *, as_it_stands: bool) -> None:
        value = self._value("s.", one)
        if as_it_stands:
            until = f"s.{self.day} <= {self.parameters.add(self.period.last)}"
        else:
            until = (
                f"(s.done_on, s.seq, s.part) <= (c.done_on, c.seq, c.part) AND c.value_{at} IS NULL"
            )
        self.tables.append(
            f"{name}_{at} AS (SELECT c.position, c.part, arg_max({value}, (s.done_on, s.seq, s.part)) AS latest_{at} "  # noqa: S608 -- built here, values are parameters
            f"FROM {name}_own c JOIN {self.view} s ON s.matter = c.matter "
            f"WHERE {value} IS NOT NULL AND {until} GROUP BY c.position, c.part)"
        )

    def _value(self, of: str, one: str) -> str:
        column = self.columns.by_field.get(one)
        if column is None:
            refuse(
                "figure.field",
                f"指标“{self.figure.name}”要读字段“{one}”，它是隐私字段或者已不存在，不进入统计。请改用不含隐私的字段。",
            )
        return f"TRY_CAST({of}{quoted(column.name)} AS {column.sql_type})"


class Depth(IntEnum):
    """How much is wanted of what makes a figure."""

    TOTALS = 0
    """The totals only."""
    ACTS = 1
    """Single acts."""
    LOOKED_UP = 2
    """Single acts, each with the values it does not carry looked up in its matter."""


def counted(
    figure: Definition,
    columns: Columns,
    view: Acts,
    period: Period,
    bodies: Sequence[str] | None,
    depth: Depth,
) -> Counted:
    """What makes a count or a sum.

    Args:
        figure: its definition; not a share.
        columns: those of its procedure.
        view: the effective acts of its procedure.
        period: the days.
        bodies: codes of the bodies whose matters count; None means all.
        depth: how much is wanted; where nothing is looked up, ``gap`` says where that was needed.

    Raises:
        FigureError: ``figure.field`` or ``figure.expression``.
    """
    source, weight = (view.weighed, "weight") if depth is Depth.TOTALS else (view.exact, "1")
    look_up = depth is Depth.LOOKED_UP
    statement = _Statement(source, columns, figure, period, weight)
    fields = _fields(figure, columns)
    wanted = [one for one in fields if one in _looked_up(figure, columns)]
    values = statement.with_values(
        "acts", _which(statement, bodies), fields, wanted if look_up else ()
    )
    gaps = [] if look_up else [f"{values[one]} IS NULL" for one in wanted]
    test = " AND ".join(_tests(statement, values))
    return Counted(
        tables=", ".join(statement.tables),
        test=test,
        contribution=values[figure.field] if figure.field is not None else "1",
        keys=tuple(_key(name, values) for name in figure.by),
        gap=" OR ".join(gaps) or "FALSE",
        parameters=statement.parameters.values,
    )


def columns_read(figures: Iterable[Definition], columns: Columns) -> list[str]:
    """The columns that counting needs, those of every act among them; fields without one are left out.

    Args:
        figures: definitions of one procedure.
        columns: those of the procedure.
    """
    fields = {one for figure in figures for one in (*_fields(figure, columns), *_closed_by(figure))}
    held = {columns.by_field[one].name for one in fields if one in columns.by_field}
    return [*GATHERED, *sorted(held)]


def depth_of(figure: Definition) -> Depth:
    """How deep a figure is to be counted at first: at once looked up where an act cannot carry what is read."""
    carried = _read(figure) | ({figure.field} - {None}) <= figure.carried
    return Depth.TOTALS if carried and not figure.valid else Depth.LOOKED_UP


def _looked_up(figure: Definition, columns: Columns) -> set[str]:
    fields = set(_fields(figure, columns))
    if figure.field in figure.carried and not figure.valid:
        fields -= {str(figure.field)} - _read(figure)
    return fields


def _read(figure: Definition) -> set[str]:
    read = set(figure.fields_split())
    if figure.when is not None:
        read |= figure.when.reads | figure.when.asks
    return read


def _fields(figure: Definition, columns: Columns) -> list[str]:
    wanted = _read(figure)
    if figure.field is not None:
        wanted.add(figure.field)
    if figure.valid and VALID_UNTIL in columns.by_field:
        wanted.add(VALID_UNTIL)
    return sorted(wanted)


def _closed_by(figure: Definition) -> set[str]:
    asked = [one.when for one in figure.closings if figure.valid and one.when is not None]
    return {name for when in asked for name in when.reads | when.asks}


def _which(statement: _Statement, bodies: Sequence[str] | None) -> str:
    figure, add = statement.figure, statement.parameters.add
    of_bodies = f"AND body = ANY({add(list(bodies))}) " if bodies is not None else ""
    where = (
        f"act IN {statement.parameters.listed(figure.acts)} AND NOT unlawful {of_bodies}"
        f"AND {statement.day} <= {add(statement.period.last)}"
    )
    if figure.valid:
        return f"{where} QUALIFY row_number() OVER (PARTITION BY matter ORDER BY done_on, seq, part) = 1"
    return f"{where} AND {statement.day} >= {add(statement.period.first)}"


def _tests(statement: _Statement, values: Mapping[str, str]) -> list[str]:
    figure = statement.figure
    tests = ["TRUE"]
    if figure.when is not None:
        tests.append(condition(figure.when.tree, values, statement.parameters))
    if figure.field is not None:
        tests.append(f"{values[figure.field]} IS NOT NULL")
    if not figure.valid:
        return tests
    if VALID_UNTIL in values:
        until, last = values[VALID_UNTIL], statement.parameters.add(statement.period.last)
        tests.append(f"({until} IS NULL OR {until} >= {last})")
    for number, closing in enumerate(figure.closings):
        tests.append(_not_ended(statement, f"ended_{number}", closing))
    return tests


def _not_ended(statement: _Statement, name: str, closing: Closing) -> str:
    last = statement.parameters.add(statement.period.last)
    where = f"act IN {statement.parameters.listed(closing.acts)} AND {statement.day} < {last}"
    read = sorted(closing.when.reads | closing.when.asks) if closing.when is not None else []
    values = statement.with_values(name, where, read, read)
    test = condition(closing.when.tree, values, statement.parameters) if closing.when else "TRUE"
    return f"matter NOT IN (SELECT matter FROM {name} WHERE {test})"  # noqa: S608 -- built here, values are parameters


def _key(name: str, values: Mapping[str, str]) -> str:
    if name == BODY:
        return "body"
    return TIMES.get(name) or values[name]
