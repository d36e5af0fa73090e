"""What is kept of the columnar copy: the sums of every figure as of one position, made once by the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from guiju.figures import source
from guiju.figures.asked import Asked, depth_of
from guiju.figures.clock_events import clock_rows
from guiju.figures.columns import DECIMAL, quoted
from guiju.figures.conditions import Parameters
from guiju.figures.counting import counted, totals_of
from guiju.figures.definitions import BODY, DAY, TIMES, Period
from guiju.figures.errors import FigureError
from guiju.figures.matterwise import additions, asked_by_day, effective_rows, named, place_of
from guiju.figures.reading import Reading
from guiju.figures.sums import Added, Sums
from guiju.matters import clock
from guiju.matters.rulebook import calendar_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guiju.figures.definitions import Definition, Shelf
    from guiju.figures.effective import Acts
    from guiju.figures.rows import Placed, Row

EVER: Final = Period(date.min, date.max)
AT_ONCE: Final = 10_000


@dataclass(frozen=True)
class Foundation:
    """The sums of all figures as of one position.

    Attributes:
        shelf: the definitions they were counted by.
        position: the last position that counts.
        sums: figure → its sums.
        asked: procedure → its figures as they are counted matter by matter.
        today: the day until which clock events have fired.
        calendar: digest of the calendar they fired by.
        wakes: procedure → matter → the day after which something fires in it by itself; of procedures whose clock events are counted.
        fired: procedure → matter → the rows of its clock events, of the matters in which any may have fired; None where they are to be folded.
        deep: figures of which some acts lack a value that is looked up in their matter.
    """

    shelf: Shelf
    position: int
    sums: Mapping[str, Sums]
    asked: Mapping[str, Sequence[Asked]]
    today: date
    calendar: str
    wakes: Mapping[str, Mapping[str, str]]
    fired: Mapping[str, dict[str, list[Row] | None]]
    deep: frozenset[str] = frozenset()

    def added_by(
        self, procedure: str, acts: Sequence[Placed], today: date
    ) -> dict[str, list[Added]]:
        """What one matter adds to each figure of its procedure.

        Args:
            procedure: its id.
            acts: the matter's acts in order.
            today: the day until which clock events have fired.
        """
        asked = self.asked.get(procedure, ())
        if not acts or not asked:
            return {}
        columns = self.shelf.columns(procedure)
        plain, fired = effective_rows(acts, columns), self.clock_rows(procedure, acts, today)
        return {
            one.figure.id: list(additions(one, _with_clocks(plain, fired, one))) for one in asked
        }

    def clock_rows(self, procedure: str, acts: Iterable[Placed], today: date) -> list[Row]:
        """The clock events of matters that any figure of their procedure counts; arguments as for ``added_by``."""
        wanted = frozenset[str]().union(*(one.figure.clocks for one in self.asked.get(procedure, ())))  # fmt: skip
        return list(clock_rows(acts, wanted, today)) if wanted else []


def lay(shelf: Shelf, position: int) -> Foundation:
    """Count every figure over the copy up to a position.

    Args:
        shelf: the definitions.
        position: the last position that counts; 0 counts nothing.
    """
    asked = countable(shelf)
    clocked = {name for name, some in asked.items() if any(one.figure.clocks for one in some)}
    # first what waits, then the day: what has fired by itself meanwhile has fired by that day
    wakes = {name: source.wakes_of(name) for name in clocked}
    sums = {one.figure.id: Sums() for some in asked.values() for one in some}
    fired: dict[str, dict[str, list[Row] | None]] = {name: {} for name in clocked}
    made = Foundation(shelf, position, sums, asked, clock.today(), calendar_digest(), wakes, fired)
    deep: set[str] = set()
    if position:
        with Reading(shelf, list(asked), position) as reading:
            for name, some in asked.items():
                for one, rows in _of_procedure(made, reading, name, some):
                    sums[one.figure.id] = Sums().with_more(rows)
                    deep |= {one.figure.id} if one.looks_up else set()
    return replace(made, deep=frozenset(deep))


def countable(shelf: Shelf) -> dict[str, list[Asked]]:
    """The figures of each procedure of which sums can be kept; a share has none of its own."""
    by_procedure: dict[str, list[Definition]] = {}
    for figure in shelf.figures.values():
        if figure.how != "share" and not (figure.valid and set(TIMES) & set(figure.by)):
            by_procedure.setdefault(figure.procedure, []).append(figure)
    found = {
        name: [one for one in asked_by_day(some, shelf.columns(name)) if _workable(one)]
        for name, some in by_procedure.items()
    }
    return {name: some for name, some in found.items() if some}


def _workable(asked: Asked) -> bool:
    try:
        counted(asked, EVER, Parameters())
    except FigureError:
        return False
    return True


def _of_procedure(
    made: Foundation, reading: Reading, name: str, some: Sequence[Asked]
) -> Iterator[tuple[Asked, list[Added]]]:
    plain = [one for one in some if not one.figure.valid and not one.figure.clocks]
    acts = reading.view(name)
    if plain:
        yield from _by_engine(plain, acts)
    lists = [one for one in some if one.figure.valid and not one.figure.clocks]
    if lists:
        yield from _matter_by_matter(lists, _entries(lists, acts))
    for one in (one for one in some if one.figure.clocks):
        rows = _folded(made, name, one, reading.position)
        yield from _matter_by_matter([one], rows)


def _by_engine(asked: Sequence[Asked], acts: Acts) -> Iterator[tuple[Asked, list[Added]]]:
    by_day = [
        Asked(replace(one.figure, by=(BODY, DAY, *one.figure.fields_split())), one.columns, depth_of(one.figure))
        for one in asked
    ]  # fmt: skip
    for one, rows in totals_of(by_day, acts, EVER, None):
        yield one, [_told(one, row) for row in rows if row[-3]]


def _told(asked: Asked, row: Sequence[Any]) -> Added:
    body, day, *keys = row[: len(asked.figure.by)]
    field = asked.figure.field
    is_decimal = field is not None and asked.columns.by_field[field].sql_type == DECIMAL
    value = Decimal(row[-2]) if is_decimal else int(row[-2])
    return Added(body, date.fromisoformat(day).toordinal(), tuple(keys), row[-3], value)


def _matter_by_matter(
    asked: Sequence[Asked], matters: Iterable[Sequence[Row]]
) -> Iterator[tuple[Asked, list[Added]]]:
    found: list[list[Added]] = [[] for _ in asked]
    for rows in matters:
        for one, added in zip(asked, found, strict=True):
            added.extend(additions(one, rows))
    yield from zip(asked, found, strict=True)


def _entries(asked: Sequence[Asked], acts: Acts) -> Iterator[list[Row]]:
    """The effective rows of each entry, in order."""
    columns = asked[0].columns
    kinds = columns.sql_types()
    values = [_read(one.name, kinds[one.name]) for one in columns.by_field.values()]
    names = [*_PLACE, *(one.name for one in columns.by_field.values())]
    cursor = acts.connection.execute(
        f"SELECT {', '.join([*_PLACE.values(), *values])}, matter FROM {acts.query} ORDER BY matter, done_on, seq, part"  # noqa: S608 -- names of columns, quoted
    )
    for _, rows in groupby(_fetched(cursor), itemgetter(-1)):
        yield [named(dict(zip(names, row, strict=False)), columns) for row in rows]


_PLACE: Final = {
    "act": "act", "body": "body", "seq": "seq", "part": "part", "done_on": "CAST(done_on AS VARCHAR)",
    "recorded_on": "CAST(recorded_on AS VARCHAR)", "unlawful": "unlawful",
}  # fmt: skip


def _read(name: str, kind: str) -> str:
    value = f"TRY_CAST({quoted(name)} AS {kind})"
    return f"CAST({value} AS VARCHAR)" if kind == "DATE" else value


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _folded(made: Foundation, name: str, asked: Asked, until: int) -> Iterator[list[Row]]:
    """The effective rows of each matter with the clock events that fired in it."""
    seen = (
        act for position, act in source.acts_of_procedure(name) if position and position <= until
    )
    for _, some in groupby(seen, key=lambda act: act.form["matter"]):
        acts = list(some)
        fired = made.clock_rows(name, acts, made.today)
        if fired:
            made.fired[name][acts[0].form["matter"]] = fired
        yield _with_clocks(effective_rows(acts, asked.columns), fired, asked)


def _with_clocks(rows: list[Row], fired: Iterable[Row], asked: Asked) -> list[Row]:
    if not asked.figure.clocks:
        return rows
    counted = [named(row, asked.columns) for row in fired if row["act"] in asked.figure.clocks]
    return sorted([*rows, *counted], key=place_of)
