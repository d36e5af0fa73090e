"""Tables of acts, each with the values of fields it is counted by, as common tables of one statement.

What an act counts by is its own value of a field or, where it carries none, the latest one in its matter as the fold orders acts: by day,
then by number. An entry in force is read as it stands on the last day of the period.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from guiju.figures.asked import Depth
from guiju.figures.columns import quoted
from guiju.figures.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from guiju.figures.asked import Asked
    from guiju.figures.conditions import Parameters
    from guiju.figures.definitions import Period

EFFECTIVE: Final = "effective"
PLACE: Final = "position, part, matter, seq, act, body, done_on"


@dataclass
class Statement:
    """A statement over ``effective``, the effective acts of the procedure, while it is put together.

    Attributes:
        asked: what is counted.
        period: the days.
        parameters: the values it needs.
        tables: the common tables.
    """

    asked: Asked
    period: Period
    parameters: Parameters
    tables: list[str] = field(default_factory=list)

    @property
    def _place(self) -> str:
        return "body" if self.asked.depth is Depth.TOTALS else PLACE

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
            f"{first} AS (SELECT {self._place}, {self.asked.day} AS day{held} FROM {EFFECTIVE} WHERE {where})"  # noqa: S608 -- built here, values are parameters
        )
        if looked:
            self._with_latest(name, fields, looked)
        return {one: f"value_{at}" for at, one in enumerate(fields)}

    def _with_latest(self, name: str, fields: Sequence[str], looked: Collection[str]) -> None:
        as_it_stands = self.asked.figure.valid and name == "acts"
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
            until = f"s.{self.asked.day} <= {self.parameters.add(self.period.last)}"
        else:
            until = (
                f"(s.done_on, s.seq, s.part) <= (c.done_on, c.seq, c.part) AND c.value_{at} IS NULL"
            )
        self.tables.append(
            f"{name}_{at} AS (SELECT c.position, c.part, arg_max({value}, (s.done_on, s.seq, s.part)) AS latest_{at} "  # noqa: S608 -- built here, values are parameters
            f"FROM {name}_own c JOIN {EFFECTIVE} s ON s.matter = c.matter "
            f"WHERE {value} IS NOT NULL AND {until} GROUP BY c.position, c.part)"
        )

    def _value(self, of: str, one: str) -> str:
        column = self.asked.columns.by_field.get(one)
        if column is None:
            refuse(
                "figure.field",
                f"指标“{self.asked.figure.name}”要读字段“{one}”，它是隐私字段或者已不存在，不进入统计。请改用不含隐私的字段。",
            )
        return f"TRY_CAST({of}{quoted(column.name)} AS {column.sql_type})"
