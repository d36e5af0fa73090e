"""What a page asks of a large store is read along an index: nothing is sorted, no table is read through."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection

from guiju.matters.list_paths import CAP, key_of
from guiju.matters.list_query import Begins, Between, Is, ListQuery, Missing
from guiju.matters.list_reading import Behind, asked, read_stretch, segments_of
from guiju.matters.listing import list_page, page_and_summary, summary
from guiju.matters.models import Matter
from guiju.matters.paper_selectors import awaited_scans, irregular_numbers, seal_uses
from guiju.matters.selectors import (
    dated_duties,
    linked_matters,
    matter_view,
    newest,
    owed_in,
    ready_duties,
)
from guiju.people.viewer import Viewer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
UNTOLD = """
WITH kept AS (
    UPDATE pg_class SET reltuples = -1, relpages = 0
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace RETURNING oid
)
DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM kept)
"""
"""PostgreSQL plans as for tables it knows nothing of: the server may have looked at one just while it was empty."""
SORTED = ("USE TEMP B-TREE", "Sort")
READ_THROUGH = ("SCAN ", "Seq Scan")
NAMED = re.compile(r"SCAN (b|part\d+|\d+ CONSTANT ROWS)$", re.MULTILINE)
"""Reading the bodies in sight, which the statement itself names, and the few rows taken of each."""


def plans(statements: list[tuple[str, object]]) -> list[str]:
    """The plan of each statement, as on a large store: an empty one would rather be read through."""
    asked = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
            cursor.execute(UNTOLD)
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
    "numbers left out or voided": lambda viewer, _: irregular_numbers(viewer, 2026),
    "seals used": lambda viewer, matter: seal_uses(viewer, viewer.body, matter),
    "one matter": lambda viewer, matter: matter_view(viewer, matter, TODAY),
    "matters linked with some": lambda viewer, matter: linked_matters(viewer, {matter, "x"}, {"x"}),
    "what is owed in some": lambda viewer, matter: owed_in(viewer, [matter, "x"]),
}


LEDGER, DISPUTES, REVIEWS = "law-activity", "people-mediation", "reconsideration"
IN_LEDGER, DUE = "matter_of_body_procedure", "matter_due_of_body"
ORDERED = {
    "newest of a ledger": (IN_LEDGER, ListQuery(LEDGER)),
    "oldest of a ledger": (IN_LEDGER, ListQuery(LEDGER, descending=False)),
    "newest of all": ("matter_newest_of_body", ListQuery()),
    "most urgent of all": (DUE, ListQuery(order="next_due", descending=False)),
    "a choice": ("slots_by_text2", ListQuery(LEDGER, (Is("活动类型", "讲座"),))),
    "a choice of the last slot": ("slots_by_text8", ListQuery(REVIEWS, (Is("提出途径", "网上"),))),
    "a beginning": (
        "slots_by_text1",
        ListQuery(LEDGER, (Begins("主题", "主"),), order="主题", descending=False),
    ),
    "a party": (
        "slots_by_text1",
        ListQuery(REVIEWS, (Begins("申请人", "示"),), order="申请人", descending=False),
    ),
    "a range of numbers": (
        "slots_by_number3",
        ListQuery(LEDGER, (Between("宣传品份数", 1, 9),), order="宣传品份数"),
    ),
    "a range of days": (
        "slots_by_day1",
        ListQuery(REVIEWS, (Between("申请提出日", TODAY, None),), order="申请提出日"),
    ),
    "begun in a range of days": (
        IN_LEDGER,
        ListQuery(LEDGER, (Between("opened", TODAY, TODAY),)),
    ),
    "open": ("matter_open_of_procedure", ListQuery(DISPUTES, state="open")),
    "open of all": ("matter_open_of_body", ListQuery(state="open")),
    "late of all": (DUE, ListQuery(state="late", order="next_due", descending=False)),
    "a ledger as of a day": (IN_LEDGER, ListQuery(LEDGER, as_of=TODAY)),
    "by a text": ("slots_by_text1", ListQuery(LEDGER, order="主题")),
    "by a number": ("slots_by_number2", ListQuery(LEDGER, order="受众人次")),
    "by a day": ("slots_by_day1", ListQuery(REVIEWS, order="申请提出日")),
}
INNER = re.compile(r"SELECT (?:s\.matter_id|m\.id) AS id.*?LIMIT \d+")


@pytest.mark.parametrize("name", ORDERED)
@pytest.mark.parametrize("behind", [False, True])
def test_one_condition_or_one_order_is_read_along_its_index_a_page_at_a_time(office, name, behind):
    """Of each body no more entries are read than a page has, in the order of the index, from where the page before ended."""
    body, (index, query) = office.body.code, ORDERED[name]
    viewer = Viewer("", "", body, frozenset(), frozenset({body, "other"}))
    ask = asked(viewer, query, TODAY)
    (first, *_) = segments_of(ask)
    key = None
    if behind:
        kinds = {True: "示", False: 1 if ask.found.columns[query.order].is_number else "2026-03-02"}
        values = [kinds[ask.found.columns[query.order].is_text], "2026-03-02"]
        key = (*values[: len(key_of(first.order))], "x")
    where = Behind(key, first.descending)
    statements = asked_by(lambda: read_stretch(ask, first, where, 51))
    assert len(statements) == 1
    assert statements[0][0].count("LIMIT 51") == len(viewer.bodies) + 2
    (plan,) = plans(statements)
    assert not any(word in plan for word in READ_THROUGH[1:]), plan
    assert not re.search(r"SCAN (m|s)\b", plan), plan
    for body_of_viewer in plans(
        [(INNER.search(statements[0][0])[0], statements[0][1][: _marks(statements[0][0])])]
    ):
        assert not any(word in body_of_viewer for word in SORTED), body_of_viewer
        assert re.search(rf"(INDEX|using) {_fits(index)}\b", body_of_viewer), body_of_viewer


def _fits(index: str) -> str:
    """Indexes of a matter that begin alike cost PostgreSQL the same where there are few rows; it may take either."""
    alike = connection.vendor == "postgresql" and index.startswith("matter_")
    return r"matter_\w+" if alike else index


def _marks(sql: str) -> int:
    """How many values the select of the first body takes."""
    return INNER.search(sql)[0].count("%s")


def test_several_conditions_are_read_through_the_narrowest_and_counted_no_further_than_the_cap(
    office,
):
    viewer = Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))
    query = ListQuery(LEDGER, (Is("活动类型", "讲座"), Begins("主题", "主"), Missing("对象")))
    statements = asked_by(lambda: (list_page(viewer, query, TODAY), summary(viewer, query, TODAY)))
    for sql, _ in statements:
        limits = [int(one) for one in re.findall(r"LIMIT (\d+)", sql)]
        assert limits
        assert max(limits) <= CAP + 1
    for plan in plans(statements):
        assert not re.search(r"SCAN (m|s)\b|Seq Scan", plan), plan


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_along_an_index(office, name):
    matter = office.mediation().matter
    body = office.body.code
    viewer = Viewer("", "", body, frozenset(), frozenset({body, "other"}))
    statements = asked_by(lambda: LISTS[name](viewer, matter))
    assert statements
    for plan in plans(statements):
        assert not any(word in NAMED.sub("", plan) for word in READ_THROUGH), plan
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


def test_the_newest_of_many_bodies_ask_no_more_questions_than_those_of_one(office):
    office.mediation("调1")
    alone = Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))
    many = replace(alone, bodies=alone.bodies | {f"SLX-{turn}" for turn in range(60)})
    assert newest(many, 4) == newest(alone, 4)
    assert len(asked_by(lambda: newest(many, 4))) == len(asked_by(lambda: newest(alone, 4)))


def test_a_page_and_its_summary_count_what_fits_a_condition_once(office):
    viewer = Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))
    query = ListQuery(LEDGER, (Is("活动类型", "讲座"), Between("宣传品份数", 1, 9)))
    sent = asked_by(lambda: page_and_summary(viewer, query, TODAY))
    assert sum("count(*)" in sql for sql, _ in sent) >= 2
    assert len(set(map(repr, sent))) == len(sent)


def test_papers_not_come_back_are_read_kind_by_kind_along_their_index(office):
    viewer = Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))
    (statement,) = asked_by(lambda: awaited_scans(viewer, {"人民调解记录", "送达回证"}, 10))
    (plan,) = plans([statement])
    assert plan.count("scan_awaited_of_body") == 2
    assert "matters_awaitedscan" not in "".join(
        line for line in plan.splitlines() if line.startswith(("SCAN", "Seq Scan"))
    )
    assert "B-TREE" not in plan
