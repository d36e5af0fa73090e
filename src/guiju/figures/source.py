"""What counting reads from the record: acts by position, and those without one yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from guiju.figures.rows import COUNTED_KINDS, Placed
from guiju.record.canonical import FAST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guiju.figures.rows import Row

CHUNK = 500
KINDS = tuple(sorted(COUNTED_KINDS))
# Joined in this order: SQLite would else go through every matter of a procedure to find the few acts after a position.
SEALED = (
    "FROM matters_seal s CROSS JOIN matters_act a CROSS JOIN matters_matter m "
    "WHERE a.matter_id = s.matter AND a.seq = s.seq AND m.id = a.matter_id AND s.position > %s AND s.position <= %s"
)
# Looked up row by row: knowing nothing of an empty queue, SQLite would else go through all acts or matters to make a filter for a join.
UNSEALED = "FROM matters_unsealed u WHERE"
PROCEDURE_OF = "(SELECT m.procedure FROM matters_matter m WHERE m.id = u.matter)"
_OF_ACT = "(SELECT a.{0} FROM matters_act a WHERE a.matter_id = u.matter AND a.seq = u.seq)"
KIND_OF, _FORM_OF = _OF_ACT.format("kind"), _OF_ACT.format("form")
LAST = "SELECT max(position) FROM matters_seal"
_ACTS = (
    "SELECT s.position, m.procedure, a.form FROM matters_act a JOIN matters_matter m ON m.id = a.matter_id "
    "LEFT JOIN matters_seal s ON s.matter = a.matter_id AND s.seq = a.seq"
)


class Tail(NamedTuple):
    """The acts after the segments, as one moment of the database shows them.

    Attributes:
        last: last position given out.
        acts: in their order; those without a position are numbered on after ``last``.
    """

    last: int
    acts: list[Placed]


def last_position() -> int:
    """The last position given out; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def sealed_acts(after: int, last: int) -> list[Placed]:
    """The acts of a range of positions, of every kind.

    Args:
        after: the position before the first.
        last: the last position.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.position, m.procedure, a.form {SEALED} ORDER BY s.position",
            [after, last],
        )
        return [_placed(*row) for row in cursor.fetchall()]


def tail_until(after: int, last: int, procedures: Sequence[str] | None) -> Tail:
    """The acts after a position up to another that has been sealed.

    Args:
        after: last position the segments hold.
        last: last position wanted.
        procedures: only matters of these; None means all.
    """
    if last <= after:
        return Tail(last, [])
    wanted, names = _of_procedures(procedures)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.position, m.procedure, a.form {SEALED} AND {of_kinds('a.kind')}{wanted} ORDER BY s.position",
            [after, last, *KINDS, *names],
        )
        return Tail(last, [_placed(*row) for row in cursor.fetchall()])


def tail_now(after: int, procedures: Sequence[str] | None) -> Tail:
    """Every committed act after a position, sealed or not, read in one statement.

    One statement sees one moment, so an act being sealed meanwhile is neither missed nor read twice.

    Args:
        after: last position the segments hold.
        procedures: only matters of these; None means all.
    """
    wanted, names = _of_procedures(procedures)
    later, _ = _of_procedures(procedures, PROCEDURE_OF)
    statement = (
        f"SELECT s.position AS place, 0 AS waiting, m.procedure, a.form {SEALED} AND {of_kinds('a.kind')}{wanted} "
        f"UNION ALL SELECT NULL, u.id, {PROCEDURE_OF}, {_FORM_OF} {UNSEALED} {of_kinds(KIND_OF)}{later} "
        f"UNION ALL SELECT ({LAST}), -1, NULL, NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [after, 2**62, *KINDS, *names, *KINDS, *names])
        rows = cursor.fetchall()
    last = next(int(row[0] or 0) for row in rows if row[1] < 0)
    sealed = sorted((row for row in rows if row[1] == 0), key=lambda row: row[0])
    waiting = sorted((row for row in rows if row[1] > 0), key=lambda row: row[1])
    acts = [_placed(row[0], row[2], row[3]) for row in sealed]
    acts += [_placed(last + place, row[2], row[3]) for place, row in enumerate(waiting, 1)]
    return Tail(last, acts)


def acts_of_procedure(procedure: str) -> Iterator[tuple[int | None, Placed]]:
    """Every committed act of a procedure's matters, each matter's together and in order.

    Args:
        procedure: its id.

    Yields:
        The position, if it has one, and the act.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_ACTS} WHERE m.procedure = %s ORDER BY a.matter_id, a.seq", [procedure])
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield row[0], _placed(row[0] or 0, row[1], row[2])


def acts_of_matters(matters: Iterable[str]) -> dict[str, list[tuple[int | None, Placed]]]:
    """Every committed act of some matters, in order.

    Args:
        matters: their ids.

    Returns:
        Matter → for each act its position, if it has one, and the act.
    """
    found: dict[str, list[tuple[int | None, Placed]]] = {}
    for chunk in _chunks(sorted(set(matters))):
        marks = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_ACTS} WHERE a.matter_id IN ({marks}) ORDER BY a.matter_id, a.seq", chunk
            )
            for row in cursor.fetchall():
                act = _placed(row[0] or 0, row[1], row[2])
                found.setdefault(act.form["matter"], []).append((row[0], act))
    return found


def wakes_of(procedure: str) -> dict[str, str]:
    """The matters of a procedure in which something will fire by itself: matter → the day after which it does, as ISO day.

    Args:
        procedure: its id.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, next_wake FROM matters_matter WHERE procedure = %s AND next_wake IS NOT NULL",
            [procedure],
        )
        return {str(row[0]): str(row[1])[:10] for row in cursor.fetchall()}


def recorded_on(position: int) -> date | None:
    """The day the act at a position was recorded; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.recorded_at FROM matters_seal s "
            "JOIN matters_act a ON a.matter_id = s.matter AND a.seq = s.seq WHERE s.position = %s",
            [position],
        )
        row = cursor.fetchone()
    return date.fromisoformat(str(row[0])[:10]) if row else None


def positions_of(acts: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The positions of acts that have one.

    Args:
        acts: matter and seq of each.
    """
    wanted = set(acts)
    matters = sorted({matter for matter, _ in wanted})
    found = {}
    for chunk in _chunks(matters):
        marks = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT matter, seq, position FROM matters_seal WHERE matter IN ({marks})",  # noqa: S608 -- placeholders only
                chunk,
            )
            found.update({(str(row[0]), row[1]): row[2] for row in cursor.fetchall()})
    return {key: position for key, position in found.items() if key in wanted}


def aimed(standing: Sequence[Row], acts: Sequence[Placed]) -> list[Row]:
    """Standing rows with the positions of their targets; from acts at hand, else from the log."""
    if not standing:
        return []
    near = {(act.form["matter"], act.form["seq"]): act.position for act in acts}
    missing = {_target(row) for row in standing} - near.keys()
    found: Mapping[Any, int] = {**near, **positions_of(missing)}
    return [{**row, "target_position": found.get(_target(row))} for row in standing]


def names_of(matters: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Number and title of matters.

    Args:
        matters: their ids.
    """
    found = {}
    for chunk in _chunks(sorted(set(matters))):
        marks = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, number, title FROM matters_matter WHERE id IN ({marks})",  # noqa: S608 -- placeholders only
                chunk,
            )
            found.update({str(row[0]): (row[1], row[2]) for row in cursor.fetchall()})
    return found


def _target(row: Row) -> tuple[str, int]:
    return row["matter"], row["target"]


def of_kinds(kind: str) -> str:
    """The condition that an act is of a kind that counts; its values are ``KINDS``.

    Args:
        kind: SQL of the act's kind.
    """
    return f"{kind} IN ({', '.join(['%s'] * len(KINDS))})"


def _of_procedures(
    procedures: Sequence[str] | None, procedure: str = "m.procedure"
) -> tuple[str, list[str]]:
    if procedures is None:
        return "", []
    return f" AND {procedure} IN ({', '.join(['%s'] * len(procedures))})", list(procedures)


def _placed(position: int, procedure: str, form: Any) -> Placed:
    decoded: Any = FAST.loads(bytes(form))
    return Placed(int(position), procedure, decoded)


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
