"""The two shapes of the index: FTS5 over grams on SQLite, GIN over their numbers on PostgreSQL.

Neither holds positions: both give candidates that hold every gram, newest first, and each candidate's text is then looked at. On PostgreSQL,
where an index gives no order, entries are asked for in spans that widen backwards, so that a word that half of them hold is not sorted whole.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from guiju.matters import statements
from guiju.search.cutting import grams_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEWEST = 2**62
BLOCK = 4096
BLOCKS = (1, 16)  # newest, then further back; beyond them everything at once
_KNOWN = "SELECT id, matter, text, marks FROM search_entry WHERE matter IN ({})"
_SQLITE_ENTRY = "INSERT INTO search_entry (id, matter, text, marks) VALUES (%s, %s, %s, %s)"
_SQLITE_GRAMS = "INSERT INTO search_gram (rowid, grams) VALUES (%s, %s)"
_SQLITE_FORGET = "INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', %s, %s)"
_SQLITE_CHANGE = "UPDATE search_entry SET text = %s, marks = %s WHERE id = %s"
_POSTGRESQL_ENTRY = (
    "INSERT INTO search_entry (id, matter, text, marks, grams) VALUES (%s, %s, %s, %s, %s)"
)
_POSTGRESQL_CHANGE = "UPDATE search_entry SET text = %s, marks = %s, grams = %s WHERE id = %s"
_FIND_SQLITE = (
    "SELECT e.id, e.matter FROM search_gram CROSS JOIN search_entry e ON e.id = search_gram.rowid "
    "WHERE search_gram MATCH %s AND search_gram.rowid < %s{held} ORDER BY search_gram.rowid DESC LIMIT %s"
)
_FIND_POSTGRESQL = (
    "WITH found AS MATERIALIZED (SELECT e.id, e.matter FROM search_entry e "
    "WHERE e.grams @> %s::integer[]{near} AND e.id < %s{held}) "
    "SELECT id, matter FROM found ORDER BY id DESC LIMIT %s"
)


class Row(NamedTuple):
    """An entry as it is stored."""

    id: int
    matter: str
    text: str
    marks: str


class Found(NamedTuple):
    """A matter that was found; ``id`` is its entry's, by which one reads on."""

    id: int
    matter: str


def known(matters: Sequence[str]) -> dict[str, Row]:
    """The entries of some matters that have one."""
    if not matters:
        return {}
    rows = statements.read(_KNOWN.format(", ".join(["%s"] * len(matters))), list(matters))
    return {row[1]: Row(*row) for row in rows}


def write(added: Sequence[tuple[str, str, str]], changed: Sequence[tuple[Row, str, str]]) -> None:
    """Write entries, inside a transaction.

    Args:
        added: matter, text and marks of new ones, oldest first.
        changed: the stored entry, its text and its marks from now on.
    """
    ((last,),) = statements.read("SELECT coalesce(max(id), 0) FROM search_entry")
    rows = [Row(number, *one) for number, one in enumerate(added, last + 1)]
    now = [Row(old.id, old.matter, text, marks) for old, text, marks in changed]
    if connection.vendor == "postgresql":
        statements.write(_POSTGRESQL_ENTRY, [(*row, _numbers(row)) for row in rows])
        statements.write(
            _POSTGRESQL_CHANGE, [(row.text, row.marks, _numbers(row), row.id) for row in now]
        )
        return
    statements.write(_SQLITE_FORGET, [(old.id, _grams(old)) for old, *_ in changed])
    statements.write(_SQLITE_CHANGE, [(row.text, row.marks, row.id) for row in now])
    statements.write(_SQLITE_ENTRY, rows)
    statements.write(_SQLITE_GRAMS, [(row.id, _grams(row)) for row in (*now, *rows)])


def clear() -> None:
    """Forget every entry, inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")


def find(
    grams: Sequence[str], words: Sequence[str], limit: int, before: int = NEWEST
) -> list[Found]:
    """The entries that hold every gram and every word, newest first.

    Args:
        grams: grams and marks; at least one.
        words: plain pieces of text.
        limit: how many at most.
        before: only entries older than this one.
    """
    if connection.vendor == "postgresql":
        return _find_backwards(grams, words, limit, before)
    rows = statements.read(*question(grams, words, limit, before))
    return [Found(*row) for row in rows]


def question(
    grams: Sequence[str],
    words: Sequence[str],
    limit: int,
    before: int = NEWEST,
    near: Sequence[int] = (),
) -> tuple[str, list[object]]:
    """The statement that finds, with its parameters.

    Args:
        grams: as for :func:`find`.
        words: as for :func:`find`.
        limit: as for :func:`find`.
        before: as for :func:`find`.
        near: on PostgreSQL: only within these blocks of entries; none means everywhere.
    """
    if connection.vendor == "postgresql":
        held = " AND strpos(e.text, %s) > 0" * len(words)
        blocks = [number_of(_block_mark(one)) for one in near]
        statement = _FIND_POSTGRESQL.format(
            held=held, near=" AND e.grams && %s::integer[]" if near else ""
        )
        asked = [number_of(one) for one in grams]
        return statement, [asked, *([blocks] if near else []), before, *words, limit]
    held = " AND instr(e.text, %s) > 0" * len(words)
    quoted = " AND ".join(f'"{one}"' for one in grams)
    return _FIND_SQLITE.format(held=held), [
        quoted,
        before,
        *words,
        limit,
    ]


def _find_backwards(
    grams: Sequence[str], words: Sequence[str], limit: int, before: int
) -> list[Found]:
    ((last,),) = statements.read("SELECT coalesce(max(id), 0) FROM search_entry")
    block = min(last, before - 1) // BLOCK
    found: list[Found] = []
    for width in (*BLOCKS, 0):
        near = range(max(0, block - width + 1), block + 1) if width else ()
        rows = statements.read(*question(grams, words, limit - len(found), before, near))
        found += [Found(*row) for row in rows]
        if len(found) == limit or (near and not near[0]):
            break
        if near:
            block, before = near[0] - 1, min(before, near[0] * BLOCK)
    return found


def number_of(gram: str) -> int:
    """A gram as the index of PostgreSQL holds it; two may share a number, since every candidate's text is looked at."""
    drawn = zlib.crc32(gram.encode("utf-8", "surrogatepass"))
    return drawn - 2**32 if drawn >= 2**31 else drawn


def _block_mark(block: int) -> str:
    return f"block {block}"


def _grams(row: Row) -> str:
    return f"{row.marks} {' '.join(grams_of(row.text))}"


def _numbers(row: Row) -> list[int]:
    held: Iterable[str] = (*row.marks.split(), *grams_of(row.text), _block_mark(row.id // BLOCK))
    return sorted({number_of(one) for one in held})
