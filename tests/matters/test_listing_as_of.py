"""A list reads as of any day: what was valid on it, saying what it said then, found and added up by that."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters import list_as_of
from guiju.matters.list_query import Begins, Between, Is, ListQuery, Missing
from guiju.matters.listing import every_row, list_page, summary
from guiju.people.viewer import Viewer
from tests.matters.test_listing import ACTIVITIES, activity

pytestmark = pytest.mark.django_db
POWERS, DELEGATIONS, DISPUTES = "power-list", "delegation", "people-mediation"
TODAY = dt.date(2026, 6, 1)
CHANGE = {"依据有效": True, "文号": "示政发〔2026〕2号"}


def published(office, matter: str) -> str:
    """What was put on a list or changed must be published before anything else."""
    office.do("公布", matter, "clerk", data={"公布位置": "县政府网站"})
    return matter


def entry(office, number: int, **data):
    made = office.do(
        "列入", who="clerk", procedure=POWERS,
        data={
            "事项编码": f"码{number}", "事项名称": f"事项{number}", "事项类型": "行政处罚", "政务服务事项": False,
            "实施主体": "SLX-SJ", "依据": "行政处罚法", "依据有效": True, "行使层级": "县级", "办件类型": "不适用", "法定时限": 0,
            "承诺时限": 10, "文号": "示政发〔2026〕1号", **data,
        },
    ).matter  # fmt: skip
    return published(office, made)


@pytest.fixture
def viewer(office):
    return Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))


@pytest.fixture
def powers(office):
    """Four entries: one changed, one removed, one added later, one left alone."""
    made = {name: entry(office, turn) for turn, name in enumerate(("alone", "changed", "removed"))}
    office.go_to("2026-04-01")
    office.do("调整", made["changed"], "clerk", data={**CHANGE, "事项名称": "改名", "承诺时限": 5})
    published(office, made["changed"])
    made["added"] = entry(office, 9)
    office.go_to("2026-05-01")
    office.do("移出", made["removed"], "clerk", data={"移出事由": "依据废止或者修改", "文号": "示政发〔2026〕3号"})  # fmt: skip
    office.go_to("2026-06-01")
    return made


def on(day: str, *conditions, **more):
    return ListQuery(POWERS, conditions, as_of=dt.date.fromisoformat(day), **more)


def names(viewer, query):
    return [row.values["事项名称"] for row in list_page(viewer, query, TODAY).rows]


@pytest.mark.parametrize(("day", "expected"), [
    ("2026-03-01", []),
    ("2026-03-02", ["事项0", "事项1", "事项2"]),
    ("2026-03-31", ["事项0", "事项1", "事项2"]),
    ("2026-04-01", ["事项0", "改名", "事项2", "事项9"]),
    ("2026-05-01", ["事项0", "改名", "事项2", "事项9"]),
    ("2026-05-02", ["事项0", "改名", "事项9"]),
    ("2026-06-01", ["事项0", "改名", "事项9"]),
])  # fmt: skip
def test_a_list_shows_what_was_valid_on_the_day_as_it_said_then(powers, viewer, day, expected):
    assert sorted(names(viewer, on(day))) == sorted(expected)
    assert summary(viewer, on(day), TODAY).count == len(expected)


def test_conditions_and_totals_go_by_what_was_said_then(powers, viewer):
    then, now = "2026-03-15", "2026-04-15"
    assert names(viewer, on(then, Begins("事项名称", "改"))) == []
    assert names(viewer, on(now, Begins("事项名称", "改"))) == ["改名"]
    assert sorted(names(viewer, on(then, Between("承诺时限", 10, 10)))) == [
        "事项0",
        "事项1",
        "事项2",
    ]
    assert sorted(names(viewer, on(now, Between("承诺时限", 10, 10)))) == [
        "事项0",
        "事项2",
        "事项9",
    ]
    assert summary(viewer, on(then), TODAY).totals["承诺时限"] == 30
    assert summary(viewer, on(now), TODAY).totals["承诺时限"] == 35
    assert summary(viewer, on(now), TODAY, by="事项类型").groups == [("行政处罚", 4)]
    assert summary(viewer, on(then, Is("行使层级", "县级")), TODAY).groups == [("2026-03", 3)]
    assert names(viewer, on(then, Missing("办件类型"))) == []


def test_the_order_goes_by_what_was_said_then_on_every_page(powers, viewer):
    query = on("2026-04-15", order="承诺时限", descending=False)
    whole = names(viewer, query)
    assert whole[0] == "改名"
    assert len(whole) == 4
    paged, cursor = [], None
    for _ in range(4):
        page = list_page(viewer, query, TODAY, cursor, 1)
        paged += [row.values["事项名称"] for row in page.rows]
        cursor = page.behind
    assert cursor is None
    assert paged == whole
    assert [row.values["事项名称"] for row in every_row(viewer, query, TODAY)] == whole


def test_rows_say_whether_something_was_done_in_them_since(powers, viewer):
    rows = {row.matter: row.changed for row in list_page(viewer, on("2026-03-15"), TODAY).rows}
    assert rows == {powers["alone"]: False, powers["changed"]: True, powers["removed"]: True}


def test_where_too_much_was_done_since_only_the_rows_shown_are_read_anew(
    powers, viewer, monkeypatch
):
    monkeypatch.setattr(list_as_of, "REFOLDED", 1)
    assert sorted(names(viewer, on("2026-03-15"))) == ["事项0", "事项1", "事项2"]
    assert names(viewer, on("2026-03-15", Begins("事项名称", "改"))) == ["事项1"]


def test_a_page_says_when_its_conditions_go_by_what_is_said_now(powers, viewer, monkeypatch):
    assert not list_page(viewer, on("2026-03-15"), TODAY).by_now
    monkeypatch.setattr(list_as_of, "REFOLDED", 1)
    first = list_page(viewer, on("2026-03-15"), TODAY, None, 2)
    assert first.by_now
    assert list_page(viewer, on("2026-03-15"), TODAY, first.behind, 2).by_now
    assert not list_page(viewer, on(TODAY.isoformat()), TODAY).by_now, "today is now"


def test_a_last_day_that_was_put_off_only_later_had_passed_until_then(office, viewer):
    made = office.delegation("2026-03-02", "2026-03-31").matter
    published(office, made)
    office.go_to("2026-04-10")
    office.do(
        "调整", made, "clerk", data={"省级决定": "省政发〔2026〕9号", "有效期至": "2026-12-31"}
    )

    def valid(day):
        query = ListQuery(DELEGATIONS, as_of=dt.date.fromisoformat(day))
        return [row.valid_until for row in list_page(viewer, query, TODAY).rows]

    assert valid("2026-03-31") == [dt.date(2026, 3, 31)]
    assert valid("2026-04-05") == []
    assert valid("2026-04-15") == [dt.date(2026, 12, 31)]


def test_a_case_is_listed_while_it_was_open_with_what_was_known_then(office, viewer):
    first = office.mediation("调1").matter
    office.go_to("2026-03-10")
    office.do("调解", first, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    second = office.mediation("调2", 纠纷类型="婚姻家庭").matter
    office.go_to("2026-03-20")

    def listed(day, *conditions):
        query = ListQuery(DISPUTES, conditions, as_of=dt.date.fromisoformat(day))
        found = {row.matter for row in list_page(viewer, query, TODAY).rows}
        assert summary(viewer, query, TODAY).count == len(found)
        return found

    assert listed("2026-03-01") == set()
    assert listed("2026-03-09") == {first}
    assert listed("2026-03-10") == {first, second}
    assert listed("2026-03-12", Is("纠纷类型", "婚姻家庭")) == {second}


def test_rows_of_a_ledger_are_those_entered_by_the_day(office, viewer):
    activity(office, 1)
    office.go_to("2026-03-05")
    activity(office, 2)
    query = ListQuery(ACTIVITIES, as_of=dt.date(2026, 3, 4))
    assert [row.values["主题"] for row in list_page(viewer, query, TODAY).rows] == ["主题001"]
    assert summary(viewer, query, TODAY).totals["场次"] == 1
