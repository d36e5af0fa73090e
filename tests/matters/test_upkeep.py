"""Upkeep tells the database how full its tables are."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.matters.upkeep import ROWS_SAMPLED, refresh_statistics

pytestmark = pytest.mark.django_db
COUNTED = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'matters_act'",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'matters_act'",
}


def test_after_upkeep_the_planner_knows_the_acts(office):
    office.mediation()
    refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED[connection.vendor])
        (known,) = cursor.fetchone()
    assert known > 0


def test_upkeep_of_sqlite_reads_a_sample_so_that_whoever_writes_waits_little(office):
    refresh_statistics()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit")
            assert cursor.fetchone() == (ROWS_SAMPLED,)
