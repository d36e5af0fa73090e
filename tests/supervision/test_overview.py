"""乡镇一览: a cell is what its rows are, a column is one question however many units there are, and nobody sees beyond."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection

from guiju.matters import tallies
from guiju.people.models import BodyKind
from guiju.people.services import establish_body
from guiju.people.viewer import Viewer
from guiju.supervision.columns import (
    DEFAULT,
    MOST,
    by_person,
    by_unit,
    chosen,
    measures,
)
from guiju.supervision.rows import SHOWN, rows_of
from guiju.supervision.selectors import chosen_columns, units_of
from guiju.supervision.services import choose_columns
from tests.matters.test_plans import READ_THROUGH, asked_by, plans
from tests.office import FOUNDED, mediation_data
from tests.supervision.county import DAY, viewer, working_county

pytestmark = pytest.mark.django_db
UNITS = ["SLX-SJ", "SLX-Z"]
REPORT, AGE = "reported:people-mediation", "age:parameter-setting"
MEDIATED = "figure:mediation-accepted"


@pytest.fixture
def county(office):
    made = working_county(office)
    office.go_to("2026-03-10")
    return made


def cells(office, *columns: str, day: dt.date = DAY):
    sees = viewer(office, "overseer", office.county)
    return by_unit(sees, chosen(columns), UNITS, day)


def test_each_cell_is_the_number_of_its_rows(office, county):
    sees = viewer(office, "overseer", office.county)
    columns = ("overdue", "soon", "open", "certified", REPORT, MEDIATED)
    found = cells(office, *columns)
    for column in columns:
        for unit in UNITS:
            value = found[column].get(unit)
            rows = rows_of(sees, column, unit, DAY).lines
            assert len(rows) == (value.exact if value else 0), (column, unit)
    assert {unit: found["overdue"][unit].exact for unit in UNITS} == {"SLX-SJ": 1, "SLX-Z": 1}
    (line,) = rows_of(sees, "overdue", "SLX-Z", DAY).lines
    assert set(line.act.split("、")) == {"达成协议", "终止调解"}, "alternatives are one duty"
    assert {unit: found["open"][unit].exact for unit in UNITS} == {"SLX-SJ": 2, "SLX-Z": 1}
    assert found["certified"]["SLX-SJ"].exact == 2
    assert found[MEDIATED]["SLX-Z"].exact == 1


def test_red_says_overdue_amber_soon_and_nothing_else_has_a_colour(office, county):
    found = cells(office, *DEFAULT, REPORT, AGE, MEDIATED)
    tones = {
        (column, value.tone, value.word)
        for column, values in found.items()
        for value in values.values()
        if value.tone
    }
    assert tones == {("overdue", "red", "逾期")}
    before = cells(office, *DEFAULT, day=dt.date(2026, 3, 5))
    assert (before["soon"]["SLX-Z"].tone, before["soon"]["SLX-Z"].word) == ("amber", "将到期")
    assert before["overdue"]["SLX-Z"].tone == ""


def test_a_month_without_entry_says_so_and_a_list_says_its_age(office, county):
    april = dt.date(2026, 4, 2)
    found = cells(office, REPORT, AGE, "last", day=april)
    assert (found[REPORT]["SLX-Z"].number, found[REPORT]["SLX-Z"].word) == ("0", "未报")
    assert cells(office, REPORT)[REPORT]["SLX-Z"].word == "已报"
    assert (found[AGE]["SLX-Z"].exact, found[AGE]["SLX-Z"].word) == (31, "天未调整")
    assert found["last"]["SLX-Z"].word == "31 天前"


def test_a_unit_that_kept_no_list_is_said_to_have_none(office, county):
    found = cells(office, "age:power-list")
    assert found["age:power-list"] == {}
    assert measures()["age:power-list"].unset.word == "没有建立"


def test_a_body_that_is_not_seen_has_no_cell_and_no_rows(office, county):
    town = viewer(office, "outsider", county["town"])
    found = by_unit(town, chosen([*DEFAULT, REPORT, AGE, MEDIATED]), UNITS, DAY)
    for column, values in found.items():
        assert "SLX-SJ" not in values, column
    for column in (*DEFAULT, REPORT, AGE, MEDIATED):
        assert rows_of(town, column, "SLX-SJ", DAY).lines == [], column


def test_the_people_of_a_body_with_what_each_has_in_hand(office, county):
    found = by_person(viewer(office, "head"), DAY)
    clerk, officer = office.people["clerk"].id, office.people["officer"].id
    assert {one: value.exact for one, value in found["open"].items()} == {clerk: 1, officer: 1}
    assert {one: value.exact for one, value in found["overdue"].items()} == {clerk: 1}
    assert found["soon"] == {}


def test_rows_go_on_where_the_page_before_ended(office, county):
    sees = viewer(office, "overseer", office.county)
    for turn in range(SHOWN + 5):
        office.do(
            "登记受理", who="outsider", procedure="people-mediation", body="SLX-Z",
            data=mediation_data(f"多{turn}"),
        )  # fmt: skip
    for column, expected in (("open", SHOWN + 6), ("last", SHOWN + 7), (REPORT, SHOWN + 6)):
        first = rows_of(sees, column, "SLX-Z", DAY)
        rest = rows_of(sees, column, "SLX-Z", DAY, first.after)
        assert (len(first.lines), rest.after) == (SHOWN, "")
        assert len({one.matter for one in (*first.lines, *rest.lines)}) == expected, column


def test_a_choice_is_kept_for_the_person_and_the_body_and_cut_at_what_fits_a_page(office, county):
    sees = viewer(office, "overseer", office.county)
    assert [one.id for one in chosen(chosen_columns(sees))] == list(DEFAULT)
    choose_columns(sees, ["open", "overdue", "gone"])
    assert [one.id for one in chosen(chosen_columns(sees))] == ["open", "overdue"]
    assert chosen_columns(viewer(office, "head")) == []
    assert len(chosen(list(measures()))) == MOST


@pytest.fixture
def many(office):
    """Fifty towns beside the bureau."""
    made = [
        establish_body(
            f"T{turn:02}", f"第{turn}镇", kind=BodyKind.TOWN, since=FOUNDED, parent=office.county
        )
        for turn in range(50)
    ]
    codes = frozenset({office.county.code, *(one.code for one in made)})
    return Viewer("", "", office.county.code, frozenset({"监督人员"}), codes)


THROUGH_MATTERS = re.compile(r"(SCAN|Seq Scan on \w+) [mds]\b")
COLUMNS = ("overdue", "soon", "open", "last", "certified", REPORT, AGE)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_is_one_statement_for_fifty_units_along_an_index(office, many, column):
    columns = chosen([column])
    by_unit(many, columns, many.bodies, DAY)
    statements = asked_by(lambda: by_unit(many, columns, many.bodies, DAY))
    assert len(statements) == 1
    for plan in plans(statements):
        assert not THROUGH_MATTERS.search(plan), plan
        assert "INDEX" in plan or "Index" in plan, plan


@pytest.mark.parametrize("work", ["in_hand", "due_in_hand"])
def test_people_are_counted_along_an_index(office, many, work):
    asked = {
        "in_hand": lambda: tallies.in_hand(many),
        "due_in_hand": lambda: tallies.due_in_hand(many, DAY, DAY),
    }[work]
    (plan,) = plans(asked_by(asked))
    assert not THROUGH_MATTERS.search(plan), plan
    if connection.vendor == "sqlite":  # an empty store of PostgreSQL takes any index that fits
        assert "matter_in_hand" in plan or "duty_due_of_body" in plan


@pytest.mark.parametrize("column", ["overdue", "open", "last", REPORT, AGE])
def test_rows_of_a_cell_are_read_along_an_index_and_not_sorted(office, many, column):
    unit = "T07"
    asked = asked_by(lambda: rows_of(many, column, unit, DAY))
    for plan in plans(asked):
        assert not any(word in plan for word in READ_THROUGH), plan
        if connection.vendor == "sqlite":
            assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_units_are_asked_for_once_and_no_count_runs_past_the_cap(office, many, monkeypatch):
    assert len(units_of(many)) == 50
    monkeypatch.setattr(tallies, "COUNTED_AT_MOST", 3)
    for turn in range(5):
        office.mediation(f"调{turn}")
    sees = Viewer("", "", "SLX", frozenset({"监督人员"}), frozenset({"SLX", "SLX-SJ"}))
    found = by_unit(sees, chosen(["open"]), ["SLX-SJ"], DAY)
    assert found["open"]["SLX-SJ"].number == "3+"
