"""Lawful acts brought in by the thousand: judged, recorded and written in batches; then verified where they stand.

Bars: import 10,000/s on SQLite, 4,000/s on PostgreSQL; sealing 1,000,000 in ten seconds; ``verify --deep`` 20,000/s by one process.
``floor`` is what ADR 0008 found within reach, below which nothing may fall. The catalog is loaded before (``bench/start.py`` times that). The reference is one insert of the same acts' rows by
``executemany`` through the driver, nothing judged.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import ROOT, accept, calibration, office, opened, seconds, talk

MATTERS = 12_000
TALKS = 4


def imported() -> tuple[int, float]:
    """Import matters with several acts each; gives acts and seconds."""
    from guiju.matters.services import perform_many

    body, clerk = office()
    list(perform_many([accept(body, clerk, MATTERS)]))
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
    return MATTERS * (1 + TALKS), taken


def verified(**how: object) -> float:
    """Acts verified in a second, the whole store read: acts, heads, positions, log."""
    from guiju.matters.verification import verify_store

    reports = []
    taken = seconds(lambda: reports.append(verify_store(**how)))
    assert not reports[0].broken, reports[0].text()
    return reports[0].acts / taken


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
        from guiju.matters.sealing import seal

        acts, taken = imported()
        sealing = seconds(seal)
        bare = bare_insert(folder, acts)
        bar = {"SQLite": 10_000, "PostgreSQL": 4_000}[database]
        floor = {"SQLite": 6_000, "PostgreSQL": 4_000}[database]
        line(
            f"import, {database}",
            acts / taken,
            "acts/s",
            acts / bare,
            bar=bar,
            floor=floor,
            calibration=round(calibration(), 3),
        )
        floor = {"SQLite": 67_000, "PostgreSQL": 50_000}[database]
        line(f"seal, {database}", acts / sealing, "acts/s", acts / bare, bar=100_000, floor=floor)
        cores = os.cpu_count() or 1
        for name, how, bars in (
            ("verify, one process", {}, {}),
            (f"verify, {cores} processes", {"workers": cores}, {}),
            ("verify --deep, one process", {"deep": True}, {"bar": 20_000, "floor": 7_500}),
            (f"verify --deep, {cores} processes", {"deep": True, "workers": cores}, {}),
        ):
            line(f"{name}, {database}", verified(**how), "acts/s", acts / bare, **bars)


if __name__ == "__main__":
    if sys.argv[1:]:
        run(sys.argv[1])
    else:
        for database in ("SQLite", "PostgreSQL"):
            subprocess.run([sys.executable, __file__, database], cwd=ROOT, check=True)
