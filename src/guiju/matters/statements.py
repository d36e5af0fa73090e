"""The hand-written statements of the one write path, on Django's connection.

Each takes its parameters in the order of the columns named. Written for SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

from guiju.matters.models import DAY_SLOTS, NUMBER_SLOTS, TEXT_SLOTS
from guiju.people.administrators import ADMINISTRATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]
ROWS_AT_ONCE = 2000
ROWS_TOGETHER = 500
PARTS_TOGETHER = 500
"""SQLite unites no more queries than these in one."""
VALUES = "VALUES ("
_ADMINISTRATORS = ", ".join(["%s"] * len(ADMINISTRATORS))

INSERT_RULES = (
    "INSERT INTO matters_effectiverules (digest, procedure, version, content) "
    "VALUES (%s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING"
)
_MATTER_DERIVED = (
    "rules_id", "number", "title", "opened", "closed", "valid_from", "valid_until", "seq", "head",
    "state", "next_due", "next_wake", "handler", "adjusted",
)  # fmt: skip
INSERT_MATTER = (
    f"INSERT INTO matters_matter (id, body_id, procedure, {', '.join(_MATTER_DERIVED)}) "  # noqa: S608 -- names fixed above
    f"VALUES ({', '.join(['%s'] * (len(_MATTER_DERIVED) + 3))})"
)
UPSERT_MATTER = (
    f"{INSERT_MATTER} ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _MATTER_DERIVED)
    + " WHERE matters_matter.seq <= excluded.seq"
)
_MATTER_MOVED = (
    "title", "closed", "valid_from", "valid_until", "seq", "head", "state", "next_due", "next_wake",
    "adjusted",
)  # fmt: skip
UPDATE_MATTER = (
    f"UPDATE matters_matter SET {', '.join(f'{name} = %s' for name in _MATTER_MOVED)} "  # noqa: S608 -- names fixed above
    "WHERE id = %s AND seq <= %s"
)
INSERT_ACT = (
    "INSERT INTO matters_act (matter_id, seq, kind, act, body, by, recorded_by, role, done_on, "
    "done_at, recorded_at, rules, previous, form, sm3, sha256) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
INSERT_UNSEALED = "INSERT INTO matters_unsealed (matter, seq) VALUES (%s, %s)"
INSERT_DUTY = (
    "INSERT INTO matters_duty (matter_id, body, act, roles, due, suspended, ready) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
UPSERT_DUTY = (
    f"{INSERT_DUTY} ON CONFLICT (matter_id, act) DO UPDATE SET roles = excluded.roles, due = excluded.due, "
    "suspended = excluded.suspended, ready = excluded.ready"
)
DELETE_DUTY = "DELETE FROM matters_duty WHERE matter_id = %s AND act = %s"
INSERT_AWAITED = (
    "INSERT INTO matters_awaited (matter_id, body, act, proposal, role, person, proposer, since) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (matter_id, proposal, role) DO UPDATE SET person = excluded.person"
)
DELETE_AWAITED = "DELETE FROM matters_awaited WHERE matter_id = %s AND proposal = %s AND role = %s"
INSERT_PRIVATE = (
    "INSERT INTO matters_privatevalue (matter_id, seq, field, key, sealed) "
    "VALUES (%s, %s, %s, %s, %s)"
)
DELETE_PRIVATE = "DELETE FROM matters_privatevalue WHERE matter_id = %s AND seq = %s AND field = %s"
INSERT_KEY = (
    "INSERT INTO matters_matterkey (body_id, procedure, value, matter_id) VALUES (%s, %s, %s, %s)"
)
DELETE_KEY = "DELETE FROM matters_matterkey WHERE matter_id = %s"
INSERT_LINK = (
    "INSERT INTO matters_link (source_id, target_id, relation) VALUES (%s, %s, %s) "
    "ON CONFLICT (source_id, target_id, relation) DO NOTHING"
)
INSERT_NUMBER = (
    "INSERT INTO matters_allottednumber (body_id, series, year, value, text, matter_id, seq, voided) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
CLAIM_NUMBER = (
    "UPDATE matters_allottednumber SET text = %s, matter_id = %s, seq = %s, voided = '' "
    "WHERE body_id = %s AND series = %s AND year = %s AND value = %s"
)
VOID_NUMBER = (
    "UPDATE matters_allottednumber SET voided = %s "
    "WHERE body_id = %s AND series = %s AND year = %s AND value = %s"
)
INSERT_AWAITED_SCAN = (
    "INSERT INTO matters_awaitedscan (matter_id, seq, body, document, done_on) "
    "VALUES (%s, %s, %s, %s, %s)"
)
DELETE_AWAITED_SCAN = "DELETE FROM matters_awaitedscan WHERE matter_id = %s AND seq = %s"
BEGIN_SERIES = (
    "INSERT INTO matters_numberseries (body_id, series, year, last) VALUES (%s, %s, %s, 0) "
    "ON CONFLICT (body_id, series, year) DO NOTHING"
)
ADVANCE_SERIES = (
    "UPDATE matters_numberseries SET last = %s WHERE body_id = %s AND series = %s AND year = %s"
)
# Where the list of certificates keeps what entitles an officer; those of supervisors do not (行政处罚法第四十二条).
OFFICERS_CERTIFICATE, EVERY_FIELD = "行政执法证", "综合"
HOLDER, CERTIFICATE_KIND, FIELD_OF_WORK, CERTIFIED_FROM = "text1", "text4", "text5", "day1"
SLOT_COLUMNS = (*TEXT_SLOTS, *NUMBER_SLOTS, *DAY_SLOTS)
INSERT_SLOTS = (
    f"INSERT INTO matters_slots (matter_id, body, procedure, opened, {', '.join(SLOT_COLUMNS)}) "  # noqa: S608 -- names fixed above
    f"VALUES ({', '.join(['%s'] * (len(SLOT_COLUMNS) + 4))})"
)
UPSERT_SLOTS = f"{INSERT_SLOTS} ON CONFLICT (matter_id) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in ("opened", *SLOT_COLUMNS)
)
_MATTER_COLUMNS = "m.id, m.body_id, m.procedure, m.rules_id, m.number, m.opened, m.seq, m.head, m.state, m.handler"


def locked_matter(identifier: str) -> Row | None:
    """A matter's row, locked until the transaction ends (SQLite locks the whole file already)."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    statement = f"SELECT {_MATTER_COLUMNS} FROM matters_matter m WHERE m.id = %s"  # noqa: S608 -- names fixed above
    return _one(statement + lock, (identifier,))


def locked_matters(identifiers: Sequence[str]) -> list[Row]:
    """The rows of several matters, locked in the order of their ids."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    marks = ", ".join(["%s"] * len(identifiers))
    statement = (
        f"SELECT {_MATTER_COLUMNS} FROM matters_matter m WHERE m.id IN ({marks}) ORDER BY m.id"  # noqa: S608 -- names fixed above
    )
    return _all(statement + lock, list(identifiers))


def locked_series(body: str, series: str, year: int) -> int:
    """The last number given out in a series, its row locked until the transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    key = (body, series, year)
    write(BEGIN_SERIES, [key])
    row = _one(
        "SELECT last FROM matters_numberseries WHERE body_id = %s AND series = %s AND year = %s"  # noqa: S608 -- no value joined
        + lock,
        key,
    )
    return int(row[0]) if row else 0


def number_held(body: str, series: str, year: int, value: int) -> tuple[str, str]:
    """Why a number was voided, empty where it stands, and the matter that has it."""
    row = _one(
        "SELECT voided, matter_id FROM matters_allottednumber "
        "WHERE body_id = %s AND series = %s AND year = %s AND value = %s",
        (body, series, year, value),
    )
    return (str(row[0]), str(row[1])) if row else ("", "")


def number_row(body: str, series: str, year: int, value: int) -> Row | None:
    """Text, matter, act and void reason of a number; None when it was never given."""
    return _one(
        "SELECT text, matter_id, seq, voided FROM matters_allottednumber "
        "WHERE body_id = %s AND series = %s AND year = %s AND value = %s",
        (body, series, year, value),
    )


def key_holders(keys: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Those of some keys that open or valid matters hold, with the matter's id."""
    found = {}
    for body, procedure in sorted({key[:2] for key in keys}):
        values = [value for *owner, value in keys if tuple(owner) == (body, procedure)]
        marks = ", ".join(["%s"] * len(values))
        statement = (
            "SELECT value, matter_id FROM matters_matterkey WHERE body_id = %s AND procedure = %s "  # noqa: S608 -- placeholders only
            f"AND value IN ({marks})"
        )
        for value, matter in read(statement, [body, procedure, *values]):
            found[body, procedure, value] = matter
    return found


def number_and_title(identifier: str) -> Row:
    """A matter's number and title; empty texts when there is no such matter."""
    return _one("SELECT number, title FROM matters_matter WHERE id = %s", (identifier,)) or ("", "")


def authority_rows(body: str, persons: Sequence[str]) -> list[Row]:
    """Posts at a body, an administrator's posts anywhere, certificates for the body's field of work, and posts of people on leave, in one statement.

    Returns:
        Rows ``(kind, person, name, role, since, until, principal)``; ``kind`` is ``post``, ``certificate``, which has no role, or ``stead``:
        a post of ``principal``, who has the row's name, exercised by ``person`` on the days on which the principal holds it.
    """
    marks = ", ".join(["%s"] * len(persons))
    statement = (
        "SELECT 'post', p.id, p.name, o.role, o.since, o.until, '' FROM people_person p "  # noqa: S608 -- placeholders only
        f"LEFT JOIN people_post o ON o.person_id = p.id AND (o.body_id = %s OR o.role IN ({_ADMINISTRATORS})) WHERE p.id IN ({marks}) "
        f"UNION ALL SELECT 'certificate', s.{HOLDER}, '', '', s.{CERTIFIED_FROM}, m.valid_until, '' "
        "FROM matters_slots s JOIN matters_matter m ON m.id = s.matter_id JOIN people_body b ON b.code = %s "
        f"WHERE s.procedure = 'officer-certificate' AND s.{CERTIFICATE_KIND} = %s "
        f"AND (s.{FIELD_OF_WORK} = %s OR b.field IN ('', s.{FIELD_OF_WORK})) AND s.{HOLDER} IN ({marks}) "
        "UNION ALL SELECT 'stead', t.substitute_id, l.name, o.role, t.since, "
        "CASE WHEN o.until < t.last THEN o.until ELSE t.last END, o.person_id "
        "FROM people_substitution t JOIN people_post o ON o.id = t.post_id JOIN people_person l ON l.id = o.person_id "
        f"WHERE o.body_id = %s AND t.substitute_id IN ({marks})"
    )
    certified = (body, OFFICERS_CERTIFICATE, EVERY_FIELD)
    return _all(statement, (body, *ADMINISTRATORS, *persons, *certified, *persons, body, *persons))


def body_of_matter(identifier: str) -> str | None:
    """Code of the body that owns a matter; None when there is no such matter."""
    row = _one("SELECT body_id FROM matters_matter WHERE id = %s", (identifier,))
    return str(row[0]) if row else None


def named_matter(identifier: str) -> Row | None:
    """Procedure, first day, state and, of an entry, first and last valid day of a matter that an act names."""
    statement = (
        "SELECT procedure, opened, state, valid_from, valid_until FROM matters_matter WHERE id = %s"
    )
    return _one(statement, (identifier,))


def body_row(code: str) -> Row | None:
    """Field of work, 代字 and last day of openings of a body."""
    return _one("SELECT field, word, openings_until FROM people_body WHERE code = %s", (code,))


def superior_of(code: str) -> str | None:
    """Code of the body directly above one; None at the top."""
    row = _one("SELECT parent_id FROM people_body WHERE code = %s", (code,))
    return str(row[0]) if row and row[0] else None


def known_rules(digests: list[str]) -> frozenset[str]:
    """Which of some effective rules the store keeps already."""
    marks = ", ".join(["%s"] * len(digests))
    statement = f"SELECT digest FROM matters_effectiverules WHERE digest IN ({marks})"  # noqa: S608 -- placeholders only
    return frozenset(row[0] for row in read(statement, digests))


def acts_of(matter: str) -> list[Row]:
    """The forms of a matter's acts in their order."""
    return _all("SELECT form FROM matters_act WHERE matter_id = %s ORDER BY seq", (matter,))


def write_matters(placed: list[Row], moved: list[Row]) -> int:
    """Write matters anew that the database holds; returns how many rows the table took.

    Args:
        placed: whole rows of those whose rules, number or first day changed.
        moved: whole rows of the others.
    """
    if connection.vendor == "postgresql":
        return write(UPSERT_MATTER, placed + moved)
    # SQLite writes every index anew whose column is named, changed or not; most are on the columns left out here.
    return write(UPSERT_MATTER, placed) + write(UPDATE_MATTER, map(_as_move, moved))


def _as_move(row: Row) -> Row:
    """A whole row as the parameters of the update of what moves."""
    identifier, _body, _procedure, _rules, _number, title, _opened, *moving, _handler, adjusted = (
        row
    )
    seq = moving[3]
    return (title, *moving, adjusted, identifier, seq)


def write(statement: str, rows: Iterable[Row]) -> int:
    """Run a statement for each row; returns how many rows of the table it touched."""
    rows = list(rows)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(statement, rows[0])
            return int(cursor.rowcount)
        if connection.vendor == "postgresql" and statement.startswith("INSERT"):
            return _sent_together(cursor, statement, rows)
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)


def _sent_together(cursor: CursorWrapper, statement: str, rows: list[Row]) -> int:
    if "ON CONFLICT" in statement:
        return sum(_insert_together(cursor, statement, part) for part in _parts(rows))
    with connection.wrap_database_errors, cursor.copy(_as_copy(statement)) as copy:
        for row in rows:
            copy.write_row(row)
    return len(rows)


def _as_copy(statement: str) -> str:
    """The COPY that takes what an insert takes: neither parsed nor planned, row by row as it arrives."""
    return f"COPY {statement.removeprefix('INSERT INTO ').split(VALUES)[0]} FROM STDIN"


def _insert_together(cursor: CursorWrapper, statement: str, rows: Sequence[Row]) -> int:
    """Send rows in one statement: a round trip and a plan for each would cost more than the rows."""
    before, values = statement.split(VALUES, 1)
    row, after = values.split(")", 1)
    cursor.execute(
        f"{before}VALUES {', '.join([f'({row})'] * len(rows))}{after}",
        [value for one in rows for value in one],
    )
    return int(cursor.rowcount)


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    for first in range(0, len(rows), ROWS_TOGETHER):
        yield rows[first : first + ROWS_TOGETHER]


def _one(statement: str, parameters: Sequence[Any]) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: Row | None = cursor.fetchone()
        return row


def read(statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Every row of a statement."""
    return _all(statement, parameters)


def united(parts: Sequence[str]) -> str:
    """One query of several that give the same columns, however many they are: of a province's bodies each has its own."""
    while len(parts) > PARTS_TOGETHER:
        groups = range(0, len(parts), PARTS_TOGETHER)
        parts = [_united(parts[first : first + PARTS_TOGETHER]) for first in groups]
    return _united(parts)


def _united(parts: Sequence[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT * FROM ({part}) part{number}"  # noqa: S608 -- built of fixed parts
        for number, part in enumerate(parts)
    )


def take_from_queue(identifiers: list[int]) -> None:
    """Remove from the queue of unsealed acts exactly those named: others may have come in between them meanwhile."""
    with connection.cursor() as cursor:
        for first in range(0, len(identifiers), ROWS_TOGETHER):
            part = identifiers[first : first + ROWS_TOGETHER]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM matters_unsealed WHERE id IN ({marks})", part)  # noqa: S608 -- placeholders only


def stream(statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows of a statement, a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as of one moment, holding up nobody who writes."""
    if connection.in_atomic_block:
        yield
        return
    isolated = "ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN {isolated if connection.vendor == 'postgresql' else 'DEFERRED'}")
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def _all(statement: str, parameters: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Row] = cursor.fetchall()
        return rows
