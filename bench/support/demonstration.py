"""The demonstration county grown to many matters: its lawful matters copied by statement, sealed and counted as the product does it.

Copies lie in the bodies of their originals and on all days of the years 2022 to 2026; the log is in order of days, as one that grew by
work. What is grown most is what a county has most of: entries of ledgers, mediations, leads. Copies keep the chains of their originals, so
they do not verify.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.utils import CursorWrapper

# How often each procedure's matters are copied for 1,000,000 matters in all.
TIMES: Final = {
    "law-activity": 2000, "people-mediation": 500, "lead-verification": 500, "ordinary-penalty": 300,
    "summary-penalty": 800, "reconsideration": 600, "major-decision": 300, "officer-certificate": 5,
    "delegation": 50, "power-list": 50,
}  # fmt: skip
WHOLE: Final = 1_000_000
SPAN: Final = 1700
LAST_OF_OLD: Final = "2024"
KEY_OF: Final = {
    "matters_matter": "id",
    "matters_act": "matter_id",
    "matters_slots": "matter_id",
    "matters_duty": "matter_id",
    "matters_awaited": "matter_id",
    "matters_awaitedscan": "matter_id",
    "matters_allottednumber": "matter_id",
}
SHIFTED: Final = ("opened", "closed", "done_on", "adjusted")


def grown(matters: int, tell: Callable[[str], None]) -> dict[str, str]:
    """Build the demonstration in the open store and grow it.

    Args:
        matters: how many matters there are to be, about.
        tell: told what is being done.

    Returns:
        User name → password of the demonstration's accounts.
    """
    from guiju.demo.services import build_demo
    from guiju.figures.services import refresh
    from guiju.matters import clock
    from guiju.matters.recounting import recount
    from guiju.matters.sealing import seal
    from guiju.matters.upkeep import refresh_statistics
    from guiju.search import services as search

    built = build_demo()
    for _ in range(2):  # noted first, acted on then: else the server would begin with it
        recount(clock.today())
    search.refresh()
    tell("demonstration built")
    copy({name: max(times * matters // WHOLE, 1) for name, times in TIMES.items()})
    tell("copied")
    size = seal()
    tell(f"sealed: {size} acts")
    _search_is_no_matter_here(size)
    refresh()
    tell("columnar copy written")
    refresh_statistics()
    return {one.username: one.password for one in built.accounts}


def copy(times: dict[str, int]) -> None:
    """Copy each matter as often as is said for its procedure; without journal and indexes, which come back at the end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.execute("CREATE TEMP TABLE turns (turn INTEGER PRIMARY KEY)")
        cursor.executemany("INSERT INTO turns VALUES (%s)", [(n,) for n in range(1, max(times.values()) + 1)])  # fmt: skip
        cursor.execute("CREATE TEMP TABLE times (procedure TEXT PRIMARY KEY, times INTEGER)")
        cursor.executemany("INSERT INTO times VALUES (%s, %s)", list(times.items()))
        cursor.execute(
            "CREATE TEMP TABLE originals AS SELECT m.id, p.times FROM matters_matter m JOIN times p USING (procedure) ORDER BY m.id"
        )
        last = _one(cursor, "SELECT max(id) FROM matters_act")
        for table, key in KEY_OF.items():
            _copy_table(cursor, table, key)
        cursor.execute(
            "INSERT INTO matters_unsealed (matter, seq) SELECT matter_id, seq FROM matters_act "
            "WHERE id > %s ORDER BY done_on, matter_id, seq",
            [last],
        )
        for table in ("turns", "times", "originals"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("PRAGMA journal_mode = WAL")


def _copy_table(cursor: CursorWrapper, table: str, key: str) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 -- names fixed above
    names = [column[0] for column in cursor.description or ()]
    values = {name: f't."{name}"' for name in names}
    new = f"printf('%08x', c.turn) || substr(t.{key}, 9)"
    values[key] = new
    if "id" in names and key != "id":
        values["id"] = "NULL"
    for day in set(SHIFTED) & set(names):
        values[day] = _shifted(f't."{day}"')
    if "form" in names:
        values["form"] = _form(key, new)
    if table == "matters_allottednumber":
        values["value"] = "t.value + c.turn * 10000"
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(f"CREATE TEMP TABLE old AS SELECT * FROM {table}")  # noqa: S608 -- names fixed above
    cursor.execute(f"CREATE INDEX temp.old_key ON old ({key})")
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s", [table]
    )  # fmt: skip
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(
        f"INSERT INTO {table} ({listed}) SELECT {', '.join(values[name] for name in names)} "  # noqa: S608 -- names fixed above
        f"FROM turns c CROSS JOIN originals o CROSS JOIN old t WHERE c.turn <= o.times AND t.{key} = o.id"
    )
    for _, made in indexes:
        cursor.execute(made)
    cursor.execute("DROP TABLE old")


def _shifted(day: str) -> str:
    """A day of the demonstration's year some days on; one of the present year some days back."""
    days = f"(c.turn * 389 % {SPAN})"
    return (
        f"CASE WHEN {day} IS NULL THEN NULL WHEN substr({day}, 1, 4) <= '{LAST_OF_OLD}' "
        f"THEN date({day}, '+' || {days} || ' days') ELSE date({day}, '-' || {days} || ' days') END"
    )


def _form(key: str, new: str) -> str:
    """The act as it would read in the copy: its matter and its day."""
    day = '\'"done_on":"\' || {}'
    text = f"replace(CAST(t.form AS TEXT), t.{key}, {new})"
    return f"CAST(replace({text}, {day.format('t.done_on')}, {day.format(_shifted('t.done_on'))}) AS BLOB)"


def _one(cursor: CursorWrapper, statement: str) -> int:
    cursor.execute(statement)
    row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _search_is_no_matter_here(position: int) -> None:
    """Say that the copies are indexed, which takes an hour; what search pages cost is measured elsewhere."""
    from guiju.search.models import Progress

    Progress.objects.update(covered=position)
