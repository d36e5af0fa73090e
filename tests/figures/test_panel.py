"""A figure told in full: its months, bodies and splits add up to it, and its rows read page by page do too."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.figures.definitions import Period, shelf
from guiju.figures.errors import FigureError
from guiju.figures.panels import Scope
from guiju.figures.questions import Question
from guiju.figures.selectors import ask, ask_many, ask_periods, known_figures, panel
from guiju.figures.services import refresh
from guiju.matters.sealing import seal
from guiju.people.viewer import machine_viewer
from tests.figures.office import BUREAU, COUNTY, TOWN, YEAR
from tests.figures.test_together import busy_spring, change


@pytest.fixture
def county(office):
    change(office, *busy_spring(office))
    return machine_viewer(COUNTY)


def counted_figures():
    return [one.id for one in known_figures() if one.how != "share"]


def in_force(name):
    """Whether a figure counts what stands on a day, so that its months do not add up."""
    return shelf().figures[name].valid


def pages(answer, size):
    place = None
    while rows := answer.rows_after(place, size):
        yield rows
        place = rows[-1].place


@pytest.mark.parametrize("copied", [False, True])
def test_rows_read_page_by_page_are_the_rows_and_add_up_to_the_value(county, copied):
    if copied:
        seal()
        refresh()
    for name in counted_figures():
        answer = ask(county, name, YEAR)
        read = [row for rows in pages(answer, 2) for row in rows]
        assert read == answer.rows(1, 100), name
        assert sum(row.contribution for row in read) == answer.value, name
        assert len({row.place for row in read}) == answer.count, name


def test_the_acts_of_a_figure_in_force_are_gone_through_once_for_a_page(county, monkeypatch):
    entries = next(
        one for one in counted_figures() if in_force(one) and ask(county, one, YEAR).count
    )
    looked, acts = [], Question.acts
    monkeypatch.setattr(Question, "acts", lambda *of: looked.append(of) or acts(*of))
    answer = ask(county, entries, YEAR)
    rows = answer.rows_after(None, 1)
    answer.sides(rows[0].place, rows[-1].place)
    answer.rows_before(rows[0].place, 1)
    assert len(looked) == 1


def test_what_stands_before_on_and_after_a_page_adds_up_to_the_value(county):
    for name in counted_figures():
        answer, passed = ask(county, name, YEAR), 0
        for rows in pages(answer, 2):
            before, within, after = answer.sides(rows[0].place, rows[-1].place)
            assert before.count == passed
            assert (within.count, within.value) == (
                len(rows), sum(row.contribution for row in rows),
            )  # fmt: skip
            assert before.value + within.value + after.value == answer.value, name
            assert before.count + within.count + after.count == answer.count
            passed += len(rows)


def test_months_and_bodies_and_splits_of_a_panel_add_up(county):
    for name in counted_figures():
        told = panel(county, name, YEAR)
        assert told.answer.value == ask(county, name, YEAR).value
        assert in_force(name) or sum(told.months.values()) == told.answer.value, name
        assert sum(told.bodies.values()) == told.answer.value, name
        for parts in told.splits.values():
            assert sum(parts.values()) == told.answer.value, name


def test_a_panel_has_the_twelve_months_up_to_its_last_day(county):
    told = panel(county, counted_figures()[0], Period(date(2026, 2, 1), date(2026, 2, 10)))
    assert next(iter(told.months)) == "2025-03"
    assert list(told.months)[-1] == "2026-02"
    assert len(told.months) == 12


def test_entries_in_force_are_told_as_they_stood_at_each_months_end(county):
    valid = next(one.id for one in known_figures() if one.valid)
    told = panel(county, valid, YEAR)
    for month in ("2026-02", "2026-03", "2026-04"):
        year, number = map(int, month.split("-"))
        end = Period(date(year, number, 1), date(year, number, 30 if number == 4 else 28))
        if month != "2026-03":
            assert told.months[month] == ask(county, valid, end).value
    assert told.months["2026-02"] == 0
    assert told.months["2026-12"] == told.answer.value


def test_last_years_value_stands_beside_it(county):
    name = counted_figures()[0]
    following = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert panel(county, name, following).before.value == ask(county, name, YEAR).value


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-01-01", "2026-12-31", "2025-01-01至2025-12-31"),
        ("2024-02-29", "2024-02-29", "2023-02-28至2023-02-28"),
        ("2025-02-01", "2025-02-28", "2024-02-01至2024-02-29"),
        ("2025-02-01", "2025-02-27", "2024-02-01至2024-02-27"),
        ("2026-03-05", "2026-04-06", "2025-03-05至2025-04-06"),
    ],
)
def test_the_same_days_of_the_year_before(first, last, before):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert str(period.year_before()) == before


def test_several_periods_are_of_one_moment_and_each_as_if_asked_alone(county):
    names = [one.id for one in known_figures()]
    months = [Period(date(2026, one, 1), date(2026, one, 28)) for one in (1, 2, 3)]
    together = ask_periods(county, names, months)
    for period, answers in zip(months, together, strict=True):
        assert answers == ask_many(county, names, period)


def test_a_body_alone_leaves_out_those_below_it(county, office):
    name = next(one for one in counted_figures() if ask(county, one, YEAR).value)
    assert panel(county, name, YEAR, Scope(COUNTY, alone=True)).answer.value == 0
    alone = panel(county, name, YEAR, Scope(TOWN, alone=True)).answer
    assert alone.bodies == (TOWN,)
    assert alone.value == ask(machine_viewer(TOWN), name, YEAR).value


def test_a_panel_of_a_body_one_may_not_see_is_refused(county):
    town = machine_viewer(TOWN)
    with pytest.raises(FigureError) as refused:
        panel(town, shelf().figures[counted_figures()[0]].id, YEAR, Scope(BUREAU, alone=True))
    assert refused.value.code == "figure.body_not_seen"


def test_a_panel_as_of_a_position_counts_no_further(county, office):
    position = seal()
    name = next(one for one in counted_figures() if ask(county, one, YEAR).value)
    stood = panel(county, name, YEAR, Scope(as_of=position)).answer
    office.report(kind="线路")
    office.act("报修", {"地点": "新路", "类别": "线路"}, procedure="lamp-repair", body=BUREAU)
    assert panel(county, name, YEAR, Scope(as_of=position)).answer == stood
    assert stood.unsealed == 0
