"""The effective acts as of a position: corrections applied, retracted acts gone.

Untouched rows are read from the segments as they are; the few that a correction or retraction touches are taken out by their position and
the corrected ones put back from a small table. To add up, nothing need be taken out: the weighed acts keep the touched rows and have
them a second time with the weight -1, which spares reading positions. For several questions the columns they need are gathered in memory by one reading,
and the touched rows are replaced there.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from guiju.figures.columns import STANDING, quoted
from guiju.figures.engine import fill, insert
from guiju.figures.segments import reading
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from guiju.figures.columns import Columns
    from guiju.figures.rows import Row
    from guiju.figures.segments import Segment

EVERYTHING: Final = 2**62
LISTED: Final = 500


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
        name = self._named("effective")
        changes = changes_of(found.standing)
        touched = changes.touched()
        copied = self._copied(found.segments)
        taken = self._taken(name, [one for one in found.segments if one.holds(touched)], touched)
        rows = _patched((*taken, *found.tail), found.columns, changes)
        fill(self.connection, f"own_{name}", found.columns.sql_types(), rows)
        own, minus = f"SELECT * FROM own_{name}", f"SELECT *, -1 AS weight FROM taken_{name}"  # noqa: S608 -- the name ends in a number counted here
        elsewhere = f"position NOT IN (SELECT position FROM taken_{name})" if taken else "TRUE"  # noqa: S608 -- the name ends in a number counted here
        return Acts(
            _united([own, *([f"{copied} AND {elsewhere}"] if copied else [])]),
            _united([*map(_once, [own, *([copied] if copied else [])]), *([minus] if taken else [])]),
        )  # fmt: skip

    @contextmanager
    def gathered(self, found: Found, read: Sequence[str]) -> Iterator[Acts]:
        """Hold some columns of effective acts in memory while several questions are put to them.

        Args:
            found: where the acts are.
            read: the columns that will be asked for.

        Yields:
            The acts with these columns only; they last as long as the context.
        """
        name = self._named("gathered")
        known = found.columns.sql_types()
        types = {column: known[column] for column in read}
        typed = ", ".join(f"CAST(NULL AS {kind}) AS {quoted(one)}" for one, kind in types.items())
        every = _united(
            [f"SELECT {typed} WHERE FALSE", *filter(None, [self._copied(found.segments)])]
        )
        listed = ", ".join(map(quoted, types))
        self.connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {listed} FROM {every}")  # noqa: S608 -- columns are quoted, the name ends in a number counted here
        try:
            changes = changes_of(found.standing)
            taken = self._taken_out(name, changes.touched())
            insert(
                self.connection,
                name,
                types,
                _patched((*taken, *found.tail), found.columns, changes),
            )
            yield Acts(name, f"({_once(f'SELECT * FROM {name}')})")  # noqa: S608 -- the name ends in a number counted here
        finally:
            self.connection.execute(f"DROP TABLE {name}")

    def _taken_out(self, table: str, places: Sequence[int]) -> list[Row]:
        rows: list[Row] = []
        for start in range(0, len(places), LISTED):
            listed = _numbers(places[start : start + LISTED])
            rows += _rows(
                self.connection.execute(
                    f"DELETE FROM {table} WHERE position IN ({listed}) RETURNING *"  # noqa: S608 -- numbers, and a name made here
                )
            )
        return rows

    def _named(self, what: str) -> str:
        self._made += 1
        return f"{what}_{self._made}"

    def _copied(self, segments: Sequence[Segment]) -> str:
        if not segments:
            return ""
        all_count = segments[-1].last <= self.until
        until = "TRUE" if all_count else f"position <= {int(self.until)}"
        return f"{reading([one.path for one in segments])} WHERE {until}"

    def _taken(self, name: str, segments: Sequence[Segment], places: Sequence[int]) -> list[Row]:
        if not segments:
            return []
        copied, into = self._copied(segments), f"CREATE TEMP TABLE taken_{name} AS"
        for start in range(0, len(places), LISTED):
            listed = _numbers(places[start : start + LISTED])
            self.connection.execute(f"{into} {copied} AND position IN ({listed})")
            into = f"INSERT INTO taken_{name}"
        return _rows(self.connection.execute(f"SELECT * FROM taken_{name}"))  # noqa: S608 -- the name ends in a number counted here


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


def _patched(rows: Iterable[Row], columns: Columns, changes: Changes) -> list[Row]:
    standing = (row for row in rows if row["position"] not in changes.retracted)
    return [patched_row(row, columns, changes) for row in standing]


def _rows(found: DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _once(acts: str) -> str:
    return f"SELECT *, 1 AS weight FROM ({acts})"  # noqa: S608 -- made here of names and numbers


def _united(parts: Sequence[str]) -> str:
    return f"({' UNION ALL BY NAME '.join(parts)})"


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(str(int(place)) for place in places)
