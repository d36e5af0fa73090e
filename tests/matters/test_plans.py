"""What a page asks of a large store is read along an index: nothing is sorted, no table is read through."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from guiju.matters.models import Matter
from guiju.matters.selectors import dated_duties, matter_view, newest, ready_duties
from guiju.people.viewer import Viewer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
SORTED = ("USE TEMP B-TREE", "Sort")
READ_THROUGH = ("SCAN ", "Seq Scan")


def plans(statements: list[tuple[str, object]]) -> list[str]:
    """The plan of each statement, as on a large store: an empty one would rather be read through."""
    asked = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for sql, parameters in statements:
            cursor.execute(asked + sql, parameters)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def asked_by(work) -> list[tuple[str, object]]:
    """The statements that reading something sends."""
    found = []

    def keep(execute, sql, parameters, many, context):
        found.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        work()
    return found


LISTS = {
    "dated duties": lambda viewer, _: list(dated_duties(viewer)[:100]),
    "duties that can be done": lambda viewer, _: list(ready_duties(viewer, TODAY)[:100]),
    "newest matters": lambda viewer, _: newest(viewer, 10),
    "one matter": lambda viewer, matter: matter_view(viewer, matter, TODAY),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_along_an_index(office, name):
    matter = office.mediation().matter
    body = office.body.code
    viewer = Viewer("", "", body, frozenset(), frozenset({body, "other"}))
    statements = asked_by(lambda: LISTS[name](viewer, matter))
    assert statements
    for plan in plans(statements):
        assert not any(word in plan for word in READ_THROUGH), plan
        if name != "one matter":
            assert not any(word in plan for word in SORTED), plan


def test_the_newest_of_several_bodies_come_in_one_order(office):
    days = ["2026-03-02", "2026-03-03", "2026-03-04"]
    for turn, day in enumerate(days):
        office.go_to(day)
        office.mediation(f"调{turn}")
    county, body = office.county.code, office.body.code
    viewer = Viewer("", "", body, frozenset(), frozenset({county, body}))
    shown = newest(viewer, 4)
    expected = Matter.objects.filter(body__in=viewer.bodies).order_by("-opened", "-id")[:4]
    assert [one.id for one in shown] == [one.id for one in expected]
    assert {one.body_id for one in newest(viewer, 100)} == {county, body}
