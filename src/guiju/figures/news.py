"""Which acts were committed since a position, without what they say."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from guiju.figures.source import KIND_OF, KINDS, LAST, PROCEDURE_OF, SEALED, UNSEALED, of_kinds


class New(NamedTuple):
    """An act that counts, recorded after a position.

    Attributes:
        position: in the log; None while it has none.
        procedure: id of its matter's procedure.
        matter: id of its matter.
        seq: its number there.
    """

    position: int | None
    procedure: str
    matter: str
    seq: int


Mark = tuple[str, int]
"""Which act stands at a position: its matter, and its number there."""


class News(NamedTuple):
    """What was committed after a position, as one moment of the database shows it.

    Attributes:
        last: last position given out.
        mark: the act there; None before the first.
        known: the act at the position asked from; None where the record was put back to before it.
        acts: those that count, recorded since.
    """

    last: int
    mark: Mark | None
    known: Mark | None
    acts: list[New]


def news(after: int) -> News:
    """The acts that count since a position, sealed or not, in one statement; without their contents.

    Args:
        after: the position.
    """
    at = "SELECT position, {0}, '', matter, seq FROM matters_seal WHERE position = {1}"
    statement = (
        f"SELECT s.position, 0, m.procedure, a.matter_id, a.seq {SEALED} AND {of_kinds('a.kind')} "
        f"UNION ALL SELECT NULL, 0, {PROCEDURE_OF}, u.matter, u.seq {UNSEALED} {of_kinds(KIND_OF)} "
        f"UNION ALL {at.format(1, '%s')} UNION ALL {at.format(2, f'({LAST})')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [after, 2**62, *KINDS, *KINDS, after])
        rows = cursor.fetchall()
    known, last = (next((row for row in rows if row[1] == what), None) for what in (1, 2))
    return News(
        int(last[0]) if last else 0,
        (str(last[3]), last[4]) if last else None,
        (str(known[3]), known[4]) if known else None,
        [New(row[0], row[2], str(row[3]), row[4]) for row in rows if row[1] == 0],
    )


def mark_at(position: int) -> Mark | None:
    """The act at a position; None where none stands there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter, seq FROM matters_seal WHERE position = %s", [position])
        row = cursor.fetchone()
    return (str(row[0]), row[1]) if row else None


def waiting(after: int, most: int) -> bool:
    """Whether more acts than so many were committed after a position.

    Args:
        after: the position.
        most: how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(({LAST}), 0), (SELECT count(*) FROM (SELECT 1 FROM matters_unsealed LIMIT %s) AS queued)",  # noqa: S608 -- placeholders only
            [most + 1],
        )
        row = cursor.fetchone()
    return row is not None and row[0] - after + row[1] > most
