"""Upkeep of the database that no act asks for."""

from __future__ import annotations

from django.db import connection

ROWS_SAMPLED = 1000  # of an index: the value SQLite's own documents advise at most


def refresh_statistics() -> None:
    """Tell the database how its tables are filled, so that it plans reads well after much was written.

    PostgreSQL does so by itself sooner or later, SQLite never does; nobody can write to SQLite meanwhile, so that it reads a sample of each index.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={ROWS_SAMPLED}")
        cursor.execute("ANALYZE")
