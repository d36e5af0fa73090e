"""Upkeep tells the database how full its tables are."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.matters.upkeep import refresh_statistics

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
