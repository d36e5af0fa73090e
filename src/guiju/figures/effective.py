"""The effective acts as of a position: corrections applied, retracted acts gone.

Untouched rows are read from the segments as they are; the few that a correction or retraction touches are taken out by their position and
the corrected ones put back from a small table. To add up, nothing need be taken out: the weighed acts keep the touched rows and have
them a second time with the weight -1, which spares reading positions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from guiju.figures.columns import STANDING, quoted
from guiju.figures.engine import fill
from guiju.figures.segments import reading
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from guiju.figures.columns import Columns
    from guiju.figures.rows import Row
    from guiju.figures.segments import Segment

EVERYTHING: Final = 2**62
LISTED: Final = 500
POSITIONS: Final = {"position": "BIGINT"}


@dataclass
class Changes:
    """What standing acts change in the rows of a procedure.

    Attributes:
        retracted: positions of acts that count no longer.
        corrected: position and part of a row → new values by field.
        days: position and part of a row → new day.
    """

    retracted: set[int] = field(default_factory=set)
    corrected: dict[tuple[int, int], dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    days: dict[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def places(self) -> frozenset[int]:
        """The positions of rows that were corrected."""
        return frozenset(place for place, _ in (*self.corrected, *self.days))

    def touched(self) -> list[int]:
        """The positions whose rows are not as they were written."""
        return sorted(self.retracted | self.places)


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
    """The effective acts of a procedure, as SQL to be selected from.

    Attributes:
        exact: each act once.
        weighed: with ``weight``: sums over it are right, single rows are not.
    """

    exact: str
    weighed: str


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

    def view(
        self,
        columns: Columns,
        segments: Sequence[Segment],
        tail: Sequence[Row],
        standing: Sequence[Mapping[str, Any]],
    ) -> Acts:
        """Make ready what is needed to ask for the effective acts of a procedure.

        Args:
            columns: those of the procedure.
            segments: its segments.
            tail: its rows after the segments.
            standing: its corrections and retractions that count.
        """
        name = f"effective_{self._made}"
        self._made += 1
        changes = changes_of(standing)
        touched = changes.touched()
        copied = self._copied(segments)
        taken = self._rows_at([one for one in segments if one.holds(touched)], touched)
        rows = [
            patched_row(row, columns, changes)
            for row in (*taken, *tail)
            if row["position"] not in changes.retracted
        ]
        fill(self.connection, f"own_{name}", columns.sql_types(), rows)
        parts = [f"SELECT * FROM own_{name}"]  # noqa: S608 -- the name ends in a number counted here
        if copied:
            parts.append(f"{copied} AND {self._elsewhere(name, touched)}")
        return Acts(_united(parts), self._weighed(name, columns, copied, taken))

    def _weighed(self, name: str, columns: Columns, copied: str, taken: Sequence[Row]) -> str:
        parts = [f"SELECT *, 1 AS weight FROM own_{name}"]  # noqa: S608 -- the name ends in a number counted here
        if copied:
            parts.append(f"SELECT *, 1 AS weight FROM ({copied})")  # noqa: S608 -- made here of names and numbers
        if taken:
            fill(self.connection, f"taken_{name}", columns.sql_types(), taken)
            parts.append(f"SELECT *, -1 AS weight FROM taken_{name}")  # noqa: S608 -- the name ends in a number counted here
        return _united(parts)

    def _copied(self, segments: Sequence[Segment]) -> str:
        if not segments:
            return ""
        all_count = segments[-1].last <= self.until
        until = "TRUE" if all_count else f"position <= {int(self.until)}"
        return f"{reading([one.path for one in segments])} WHERE {until}"

    def _elsewhere(self, name: str, touched: Sequence[int]) -> str:
        if not touched:
            return "TRUE"
        fill(self.connection, f"touched_{name}", POSITIONS, [{"position": one} for one in touched])
        return f"position NOT IN (SELECT position FROM touched_{name})"  # noqa: S608 -- the name ends in a number counted here

    def _rows_at(self, segments: Sequence[Segment], places: Sequence[int]) -> list[Row]:
        rows: list[Row] = []
        if not segments:
            return rows
        copied = self._copied(segments)
        for start in range(0, len(places), LISTED):
            found = self.connection.execute(
                f"{copied} AND position IN ({_numbers(places[start : start + LISTED])})"
            )
            names = [column[0] for column in found.description or ()]
            rows += [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return rows


def patched_row(row: Mapping[str, Any], columns: Columns, changes: Changes) -> Row:
    """A row with what corrections say about it.

    Args:
        row: as written.
        columns: those of its procedure.
        changes: what corrections say.
    """
    place = (row["position"], row["part"])
    if row["position"] not in changes.places:
        return dict(row)
    patched = dict(row)
    for name, value in changes.corrected.get(place, {}).items():
        column = columns.by_field.get(name)
        if column is not None:
            patched[column.name] = column.typed(value)
    if place in changes.days:
        patched["done_on"] = changes.days[place]
    return patched


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


def _united(parts: Sequence[str]) -> str:
    return f"({' UNION ALL BY NAME '.join(parts)})"


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(str(int(place)) for place in places)
