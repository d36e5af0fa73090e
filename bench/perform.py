"""One act performed, against a script that only sends the same statements to the driver.

The statements of a recorded run are sent again, transaction by transaction, to a copy of the store as it was before, through sqlite3 or
psycopg alone. Reads are included on both sides; every commit is durable on both. Bar: at least a third of the driver.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import ROOT, accept, calibration, office, opened, seconds, talk

ACTS = 600
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
)
Transactions = list[list[tuple[str, Any]]]


def recorded(works: list[Any]) -> Transactions:
    """Perform each request and keep the statements each transaction sent."""
    from django.db import connection

    from guiju.matters.services import perform

    found: Transactions = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            rows = [list(row) for row in params] if many else [list(params or ())]
            found[-1].extend((sql, row) for row in rows)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        for work in works:
            found.append([])
            outcome = perform(work)
            assert outcome.accepted, outcome.refusal
    return found


def performed(works: list[Any]) -> None:
    """Perform each request."""
    from guiju.matters.services import perform

    for work in works:
        assert perform(work).accepted


def sent_to_sqlite(path: Path, transactions: Transactions) -> None:
    """Send recorded statements through sqlite3 alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for statements in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            connection.execute(sql.replace("%s", "?"), params).fetchall()
        connection.execute("COMMIT")
    connection.close()


def sent_to_postgresql(url: str, transactions: Transactions) -> None:
    """Send recorded statements through psycopg alone."""
    import psycopg

    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        for statements in transactions:
            with connection.transaction(), connection.cursor() as cursor:
                for sql, params in statements:
                    cursor.execute(sql, params)
                    if cursor.description:
                        cursor.fetchall()


def works(body: str, clerk: str, first: int) -> tuple[list[Any], list[Any]]:
    """Requests that open matters, and requests for a later act in each."""
    from guiju.matters.services import perform

    opened_before = [
        perform(accept(body, clerk, number)).matter for number in range(first, first + ACTS // 2)
    ]
    return [
        accept(body, clerk, number) for number in range(first + ACTS, first + ACTS + ACTS // 2)
    ], [talk(clerk, matter) for matter in opened_before]


def sqlite() -> None:
    """Measure on SQLite."""
    from django.db import connection

    with opened() as folder:
        opening, later = works(*office(), 0)
        connection.close()
        before = folder.parent / f"{folder.name}-before"
        shutil.copytree(folder, before)
        transactions = recorded([*opening, *later])
        alone = seconds(lambda: sent_to_sqlite(before / "guiju.sqlite3", transactions))
        shutil.rmtree(before)
        opening, later = works("B", opening[0].recorded_by, 10_000)
        taken = seconds(lambda: performed([*opening, *later]))
    line(
        "perform, SQLite",
        ACTS / taken,
        "acts/s",
        ACTS / alone,
        bar=0.333,
        calibration=round(calibration(), 3),
    )


def postgresql() -> None:
    """Measure on PostgreSQL."""
    import psycopg
    from django.db import connection
    from tests.postgresql import running_server

    with running_server() as url, opened(url):
        opening, later = works(*office(), 0)
        connection.close()
        with psycopg.connect(url.replace("/postgres?", "/template1?"), autocommit=True) as server:
            server.execute("CREATE DATABASE before TEMPLATE postgres")
        transactions = recorded([*opening, *later])
        alone = seconds(
            lambda: sent_to_postgresql(url.replace("/postgres?", "/before?"), transactions)
        )
        opening, later = works("B", opening[0].recorded_by, 10_000)
        taken = seconds(lambda: performed([*opening, *later]))
    line(
        "perform, PostgreSQL",
        ACTS / taken,
        "acts/s",
        ACTS / alone,
        bar=0.333,
        calibration=round(calibration(), 3),
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        {"sqlite": sqlite, "postgresql": postgresql}[sys.argv[1]]()
    else:
        for database in ("sqlite", "postgresql"):
            subprocess.run([sys.executable, __file__, database], cwd=ROOT, check=True)
