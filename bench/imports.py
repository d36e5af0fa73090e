"""Lawful acts brought in by the thousand: judged, recorded and written in batches. Bar: 10,000/s SQLite, 4,000/s PostgreSQL.

The reference is one insert of the same acts' rows by ``executemany`` through the driver, nothing judged.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import ROOT, accept, calibration, office, opened, seconds, talk

MATTERS = 4_000
TALKS = 4


def imported() -> tuple[int, float, float]:
    """Import matters with several acts each; gives acts, seconds, and seconds of verifying them deeply."""
    from guiju.matters.sealing import seal
    from guiju.matters.services import perform_many
    from guiju.matters.verification import verify_store

    body, clerk = office()
    outcomes: list[object] = []
    taken = seconds(
        lambda: outcomes.extend(perform_many(accept(body, clerk, n) for n in range(MATTERS)))
    )
    matters = [outcome.matter for outcome in outcomes]  # type: ignore[attr-defined]  # outcomes all
    assert all(matters)
    taken += seconds(
        lambda: outcomes.extend(
            perform_many(talk(clerk, one) for one in matters for _ in range(TALKS))
        )
    )
    assert all(outcome.accepted for outcome in outcomes)  # type: ignore[attr-defined]  # outcomes all
    seal()
    reports = []
    deep = seconds(lambda: reports.append(verify_store(deep=True)))
    assert not reports[0].broken, reports[0].text()
    return MATTERS * (1 + TALKS), taken, deep


def bare_insert(folder: Path, acts: int) -> float:
    """Seconds to insert as many rows of an act's size through sqlite3 alone."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE act (id INTEGER PRIMARY KEY, form BLOB)")
    row = (b"x" * 1100,)

    def insert() -> None:
        for first in range(0, acts, 500):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO act (form) VALUES (?)", [row] * min(500, acts - first)
            )
            connection.execute("COMMIT")

    return seconds(insert)


def run(database: str) -> None:
    """Measure on one database."""
    from contextlib import nullcontext

    from tests.postgresql import running_server

    server = running_server() if database == "PostgreSQL" else nullcontext("")
    with server as url, opened(url) as folder:
        acts, taken, deep = imported()
        bare = bare_insert(folder, acts)
        bar = {"SQLite": 10_000, "PostgreSQL": 4_000}[database]
        line(
            f"import, {database}",
            acts / taken,
            "acts/s",
            acts / bare,
            bar=bar,
            calibration=round(calibration(), 3),
        )
        line(f"verify --deep, {database}", acts / deep, "acts/s", acts / bare, bar=20_000)


if __name__ == "__main__":
    if sys.argv[1:]:
        run(sys.argv[1])
    else:
        for database in ("SQLite", "PostgreSQL"):
            subprocess.run([sys.executable, __file__, database], cwd=ROOT, check=True)
