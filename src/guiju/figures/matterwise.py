"""Counting one matter: what its acts add to each figure of its procedure, on which days.

Every figure adds up matter by matter. So where a few matters got new acts, those are counted here, from the record itself and without the
engine; everything else stays as it was. Conditions are those of ``conditions.py``: what is unset satisfies no comparison.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guiju.figures.asked import Asked, Depth
from guiju.figures.columns import DECIMAL
from guiju.figures.effective import changes_of
from guiju.figures.rows import act_rows, standing_row
from guiju.figures.sums import Added
from guiju.figures.weighing import holds
from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from guiju.figures.columns import Columns
    from guiju.figures.definitions import Closing, Definition
    from guiju.figures.rows import Placed, Row
    from guiju.lawbook.schema import Expression

LARGEST: Final = 2**63
Values = dict[str, Any]


def effective_rows(acts: Iterable[Placed], columns: Columns) -> list[Row]:
    """The rows of one matter that stand, corrected, each value under its field's name; in order of day.

    Args:
        acts: its acts in order; what counts is their number in the matter, not their position.
        columns: those of its procedure.
    """
    placed = [act._replace(position=act.form["seq"]) for act in acts]
    standing = [row for act in placed if (row := standing_row(act, columns)) is not None]
    changes = changes_of([{**row, "target_position": row["target"]} for row in standing])
    said = {(row["position"], row["part"]): row for row in changes.rows(columns)}
    found = []
    for act in placed:
        if act.position not in changes.retracted:
            for row in act_rows(act, columns):
                corrected = said.get((row["position"], row["part"]), {})
                found.append(named({**row, **corrected}, columns))
    return sorted(found, key=place_of)


def named(row: Mapping[str, Any], columns: Columns) -> Row:
    """A row with the values of fields under the fields' names, typed as the engine would type them."""
    values = {
        name: _typed(row.get(column.name), column.sql_type)
        for name, column in columns.by_field.items()
    }
    return {**{name: row[name] for name in _KEPT}, "values": values}


_KEPT: Final = ("act", "body", "seq", "part", "done_on", "recorded_on", "unlawful")


def place_of(row: Row) -> tuple[str, int, int]:
    """Where a row stands in the fold's order."""
    return row["done_on"], row["seq"], row["part"]


def _typed(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == DECIMAL:
        return Decimal(value)
    if kind == "BIGINT":
        return value if -LARGEST <= value < LARGEST else None
    return value


def additions(asked: Asked, rows: Sequence[Row]) -> Iterator[Added]:
    """What one matter adds to a figure.

    Args:
        asked: the figure.
        rows: the matter's effective rows in order.
    """
    return _in_force(asked, rows) if asked.figure.valid else _done(asked, rows)


def _done(asked: Asked, rows: Sequence[Row]) -> Iterator[Added]:
    figure, looked = asked.figure, frozenset(asked.looked_up())
    for at, row in enumerate(rows):
        if row["act"] in figure.acts and not row["unlawful"]:
            values = _values(asked.fields(), looked, rows, at)
            if _counts(figure, values):
                yield _added(asked, row, values, _ordinal(row[asked.day]))


def _values(fields: Iterable[str], looked: Collection[str], rows: Sequence[Row], at: int) -> Values:
    """What an act counts by: its own values, else the latest of its matter until then."""
    own = rows[at]["values"]
    return {
        name: own[name] if own[name] is not None or name not in looked else _latest(name, rows[:at])
        for name in fields
    }


def _latest(name: str, rows: Sequence[Row]) -> Any:
    return next((row["values"][name] for row in reversed(rows) if row["values"][name] is not None), None)  # fmt: skip


def _counts(figure: Definition, values: Values) -> bool:
    if figure.field is not None and values[figure.field] is None:
        return False
    return figure.when is None or holds(figure.when.tree, values)


def _added(asked: Asked, row: Row, values: Values, day: int) -> Added:
    figure = asked.figure
    keys = tuple(
        text_of(values[name], asked.columns.by_field[name].sql_type)
        for name in figure.fields_split()
    )
    return Added(row["body"], day, keys, 1, values[figure.field] if figure.field else 1)


def text_of(value: Any, kind: str) -> str | None:
    """A value as the engine writes it."""
    if value is None:
        return None
    if kind == DECIMAL:
        return f"{value:.10f}"
    return str(value).lower() if kind == "BOOLEAN" else str(value)


def _in_force(asked: Asked, rows: Sequence[Row]) -> Iterator[Added]:
    """The days on which an entry comes into force, is changed, or ends, each with what that adds or takes away."""
    before: Added | None = None
    ended = [_ended_on(closing, rows, asked.day) for closing in asked.figure.closings]
    for day in sorted(set(_turns(asked, rows))):
        now = _on(asked, rows, day, min((one for one in ended if one), default=None))
        if now != before:
            ordinal = _ordinal(day)
            if before is not None:
                yield before._replace(day=ordinal, number=-before.number, value=-before.value)
            if now is not None:
                yield now._replace(day=ordinal)
        before = now


def _turns(asked: Asked, rows: Sequence[Row]) -> Iterator[str]:
    """The days on which something may be otherwise than the day before."""
    for row in rows:
        yield row[asked.day]
        yield _next(row[asked.day])
        for name, step in ((FIRST_DAY_FIELD, str), (LAST_DAY_FIELD, _next)):
            if row["values"].get(name):
                yield step(row["values"][name])


def _on(asked: Asked, rows: Sequence[Row], day: str, ended: str | None) -> Added | None:
    figure = asked.figure
    known = [row for row in rows if row[asked.day] <= day]
    first = next((row for row in known if row["act"] in figure.acts and not row["unlawful"]), None)
    if first is None or (ended is not None and ended < day):
        return None
    values = {name: _latest(name, known) for name in asked.fields()}
    begins, ends = values.get(FIRST_DAY_FIELD), values.get(LAST_DAY_FIELD)
    if (begins and begins > day) or (ends and ends < day) or not _counts(figure, values):
        return None
    return _added(asked, first, values, 0)


def _ended_on(closing: Closing, rows: Sequence[Row], column: str) -> str | None:
    """The first day on which an entry was ended; it is still in force on that day."""
    read = _read(closing.when)
    days = [
        row[column]
        for at, row in enumerate(rows)
        if row["act"] in closing.acts
        and (closing.when is None or holds(closing.when.tree, _values(read, read, rows, at)))
    ]
    return min(days, default=None)


def _read(when: Expression | None) -> frozenset[str]:
    return when.reads | when.asks if when is not None else frozenset()


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _next(day: str) -> str:
    return "9999-12-31" if day == "9999-12-31" else date.fromordinal(_ordinal(day) + 1).isoformat()


def asked_by_day(figures: Iterable[Definition], columns: Columns) -> list[Asked]:
    """The figures of a procedure as they are counted here; those of a field without a column are left out.

    Args:
        figures: their definitions.
        columns: those of the procedure.
    """
    found = [Asked(one, columns, Depth.LOOKED_UP) for one in figures]
    return [one for one in found if set(_needed(one)) <= columns.by_field.keys()]


def _needed(asked: Asked) -> set[str]:
    needed = set(asked.fields())
    for closing in asked.figure.closings if asked.figure.valid else ():
        needed |= _read(closing.when)
    return needed
