"""Jobs are found through an index, however many rows and tables there have been."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.exchange import selectors, working
from guiju.exchange.judging import registered
from guiju.exchange.registering import Registration
from guiju.exchange.services import start
from guiju.exchange.session import Session
from tests.exchange.books import activities

pytestmark = pytest.mark.django_db
SCANNED = re.compile(
    r"^SCAN (exchange_\w+)(?! USING (?:COVERING )?INDEX)|Seq Scan on (exchange_\w+)"
)


def scanned(work) -> list[str]:
    """The tables of this room that some reads look through from end to end."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work()
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for one in asked.captured_queries:
            if not one["sql"].startswith("SELECT") or "exchange_" not in one["sql"]:
                continue
            how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{how} {one['sql']}")
            for row in cursor.fetchall():
                told = SCANNED.search(str(row[-1]).strip())
                found += [one["sql"]] if told else []
    return found


def test_no_read_of_a_job_looks_through_a_whole_table(counter):
    job = start(counter.judged(activities(3)))
    session = Session(job, 10)
    reads = (
        lambda: selectors.jobs_of(counter.viewer),
        lambda: selectors.jobs_of(counter.viewer, before=9),
        lambda: selectors.job_of(counter.viewer, job.pk),
        lambda: selectors.same_file(counter.viewer, "law-activity", "event", job.file_sha256),
        lambda: selectors.exports_of(counter.viewer),
        lambda: registered(["a" * 32]),
        lambda: Registration(job, session, 0.0),
        working.waiting,
    )
    for read in reads:
        assert scanned(read) == []
