"""The effective acts as of a position: corrections applied, retracted acts gone.

They are one query: the rows of the segments and of the tail, each with what corrections say about it, without those retracted. What
corrections and retractions say is a small table, so that the rows themselves are read as they lie, and only as far as a question needs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from guiju.figures.columns import STANDING, quoted
from guiju.figures.engine import fill
from guiju.figures.segments import reading
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from guiju.figures.columns import Columns
    from guiju.figures.rows import Row
    from guiju.figures.segments import Segment

EVERYTHING: Final = 2**62


@dataclass
class Changes:
    """What standing acts change in the rows of a procedure.

    Attributes:
        retracted: positions of acts that count no longer.
        corrected: position and part of each row corrected → new values by field.
        days: position and part of those whose day was corrected → new day.
    """

    retracted: set[int] = field(default_factory=set)
    corrected: dict[tuple[int, int], dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    days: dict[tuple[int, int], str] = field(default_factory=dict)

    def rows(self, columns: Columns) -> list[Row]:
        """What corrections say, a row for each row corrected: its place, and each column they speak of.

        Args:
            columns: those of the procedure; what is said of a field without one is left out.
        """
        rows = []
        for place, values in sorted(self.corrected.items()):
            row: Row = {"position": place[0], "part": place[1]}
            for name, value in values.items():
                column = columns.by_field.get(name)
                if column is not None:
                    row |= {column.name: column.typed(value), corrects(column.name): True}
            if place in self.days:
                row |= {"done_on": self.days[place], corrects("done_on"): True}
            rows.append(row)
        return rows


def changes_of(standing: Iterable[Mapping[str, Any]]) -> Changes:
    """What corrections and retractions say together.

    The latest correction of a field wins; a retracted correction says nothing; a retraction cannot be retracted.

    Args:
        standing: standing rows, any order, with the positions of their targets.
    """
    rows = [row for row in standing if row["target_position"] is not None]
    changes = Changes({row["target_position"] for row in rows if row["kind"] == Kind.RETRACTION})
    corrections = [row for row in rows if row["kind"] == Kind.CORRECTION]
    for row in sorted(corrections, key=lambda one: (str(one["matter"]), one["seq"])):
        if row["position"] not in changes.retracted:
            place = (row["target_position"], row["part"])
            changes.corrected[place].update(orjson.loads(row["changes"]))
            if row["day"] is not None:
                changes.days[place] = str(row["day"])
    return changes


class Acts(NamedTuple):
    """The effective acts of a procedure.

    Attributes:
        connection: where they can be asked for.
        query: each act once, as SQL to be selected from.
    """

    connection: DuckDBPyConnection
    query: str


class Found(NamedTuple):
    """Where the acts of a procedure are, and what changes them.

    Attributes:
        columns: those of the procedure.
        segments: its segments.
        tail: its rows after the segments.
        standing: its corrections and retractions that count.
    """

    columns: Columns
    segments: Sequence[Segment]
    tail: Sequence[Row]
    standing: Sequence[Mapping[str, Any]]


@dataclass
class EffectiveActs:
    """Gives, on one connection, the effective acts of each procedure asked for.

    Attributes:
        connection: whose temporary tables they need.
        until: last position that counts.
    """

    connection: DuckDBPyConnection
    until: int
    _made: int = 0

    def view(self, found: Found) -> Acts:
        """Make ready what is needed to ask for the effective acts of a procedure.

        Args:
            found: where the acts are.
        """
        self._made += 1
        changes = changes_of(found.standing)
        acts = self._written(found)
        if changes.corrected:
            acts = self._corrected(acts, found.columns, changes)
        if changes.retracted:
            acts = self._without(acts, changes.retracted)
        return Acts(self.connection, acts)

    def _written(self, found: Found) -> str:
        types = found.columns.sql_types()
        parts = [f"SELECT {_unset(types)} WHERE FALSE"]  # segments may lack columns
        if found.tail:
            parts = [f"SELECT * FROM {self._filled('tail', types, found.tail)}"]  # noqa: S608 -- the name ends in a number counted here
        if found.segments:
            all_count = found.segments[-1].last <= self.until
            until = "" if all_count else f" WHERE position <= {int(self.until)}"
            parts.append(f"{reading([one.path for one in found.segments])}{until}")
        return f"({' UNION ALL BY NAME '.join(parts)})"

    def _corrected(self, acts: str, columns: Columns, changes: Changes) -> str:
        types = columns.sql_types()
        rows = changes.rows(columns)
        said = {name for row in rows for name in row}
        names = [name for name in types if corrects(name) in said]
        if not names:
            return acts
        kinds = {"position": "BIGINT", "part": "INTEGER"}
        for name in names:
            kinds |= {name: types[name], corrects(name): "BOOLEAN"}
        values = ", ".join(
            f"CASE WHEN n.{quoted(corrects(name))} THEN n.{quoted(name)} "
            f"ELSE TRY_CAST(o.{quoted(name)} AS {types[name]}) END AS {quoted(name)}"
            for name in names
        )
        return (
            f"(SELECT o.* REPLACE ({values}) FROM {acts} o LEFT JOIN {self._filled('corrected', kinds, rows)} n "  # noqa: S608 -- columns are quoted, the name ends in a number counted here
            "ON n.position = o.position AND n.part = o.part)"
        )

    def _without(self, acts: str, positions: Collection[int]) -> str:
        rows = [{"position": position} for position in sorted(positions)]
        name = self._filled("retracted", {"position": "BIGINT"}, rows)
        return f"(SELECT * FROM {acts} WHERE position NOT IN (SELECT position FROM {name}))"  # noqa: S608 -- the name ends in a number counted here

    def _filled(self, what: str, types: Mapping[str, str], rows: Iterable[Row]) -> str:
        name = f"{what}_{self._made}"
        fill(self.connection, name, types, rows)
        return name


def standing_until(
    connection: DuckDBPyConnection,
    segments: Sequence[Path],
    procedures: Sequence[str] | None,
    until: int,
) -> list[Row]:
    """The corrections and retractions that the segments hold.

    Args:
        connection: to read them with.
        segments: the standing segments.
        procedures: only these; None means all.
        until: last position that counts.
    """
    if not segments:
        return []
    names = ", ".join(quoted(name) for name in STANDING)
    found = connection.execute(
        f"SELECT {names} FROM ({reading(segments)}) WHERE position <= ? "  # noqa: S608 -- fixed names, values are parameters
        "AND (? IS NULL OR list_contains(?, procedure))",
        [until, procedures, procedures],
    )
    return [dict(zip(STANDING, row, strict=True)) for row in found.fetchall()]


def corrects(name: str) -> str:
    """The column that says whether a correction speaks of a column."""
    return f"corrects {name}"


def _unset(types: Mapping[str, str]) -> str:
    return ", ".join(f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in types.items())
