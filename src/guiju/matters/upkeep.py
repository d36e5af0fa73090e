"""Upkeep of the database that no act asks for."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Tell the database how its tables are filled, so that it plans reads well after much was written.

    PostgreSQL does so by itself sooner or later, SQLite never does.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
