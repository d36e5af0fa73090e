"""Figures asked together: read once, and the same as asked one by one."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from guiju.figures import source
from guiju.figures.asked import Asked, Depth, depth_of
from guiju.figures.counting import Counting
from guiju.figures.definitions import Definition, shelf
from guiju.figures.errors import FigureError
from guiju.figures.questions import Question
from guiju.figures.reading import Reading
from guiju.figures.selectors import ask, ask_many, known_figures
from guiju.figures.services import refresh
from guiju.matters.sealing import seal
from guiju.people.viewer import machine_viewer
from tests.figures.office import BUREAU, COUNTY, TOWN, YEAR, figure


def copy():
    seal()
    refresh()


def busy_spring(office):
    """Acts of every sort, corrections of some of them, a retraction, an entry ended."""
    line, bulb = office.report(kind="线路"), office.report(TOWN, "灯泡")
    dear = office.act("维修", {"费用": 250_000, "工时": "1.5"}, matter=line.matter)
    wrong = office.act("维修", {"费用": 70}, matter=line.matter)
    office.act("维修", {"费用": 30}, matter=bulb.matter)
    office.act("办结", matter=line.matter)
    office.state_opening(
        [
            {"act": "报修", "done_on": "2026-01-05", "data": {"地点": "旧路", "类别": "线路"}},
            {"act": "维修", "done_on": "2026-02-06", "data": {"费用": 700}},
        ]
    )
    office.enlist("一级")
    leaving = office.enlist("二级")
    office.report(kind="灯杆")
    office.on(date(2026, 3, 20))
    office.act("移出", matter=leaving.matter)
    return line, dear, wrong


def change(office, line, dear, wrong):
    office.correct(line, 类别="灯杆")
    office.correct(dear, "2026-03-01", 费用=120_000)
    office.retract(wrong)


def names():
    return [definition.id for definition in known_figures()]


def one_by_one(as_of=None):
    return [figure(name, as_of=as_of) for name in names()]


def together(as_of=None):
    return ask_many(machine_viewer(COUNTY), names(), YEAR, as_of=as_of)


def said(answers):
    """What answers say; how many unsealed acts were looked at depends on what was asked beside."""
    return [(one.definition, one.value, one.count, one.splits, said(one.parts)) for one in answers]


@pytest.fixture(params=["tail", "changed after the copy", "copied whole"])
def spring(office, request):
    acts = busy_spring(office)
    if request.param == "changed after the copy":
        copy()
    change(office, *acts)
    if request.param == "copied whole":
        copy()
    return office


def test_figures_asked_together_are_what_each_is_alone(spring):
    alone, many = one_by_one(), together()
    assert said(many) == said(alone)
    assert sum(answer.count > 0 for answer in many) > len(many) / 2
    by_name = dict(zip(names(), many, strict=True))
    assert by_name["lamp-cost"].by("月") == {"2026-02": 700, "2026-03": 120_030}
    assert by_name["lamp-overdue"].value > 0


def test_figures_asked_together_show_the_rows_each_shows_alone(spring):
    assert [answer.rows() for answer in together()] == [answer.rows() for answer in one_by_one()]


def test_figures_asked_together_as_of_a_position_leave_out_what_came_after(office):
    acts = busy_spring(office)
    early = seal()
    before = together(early)
    change(office, *acts)
    copy()
    assert said(together(early)) == said(one_by_one(early)) == said(before)
    assert said(together()) != said(before)


def test_only_the_bodies_seen_count_for_figures_asked_together(spring):
    town = machine_viewer(TOWN)
    asked = ["lamp-reported", "lamp-cost", "lamp-closing-rate"]
    assert said(ask_many(town, asked, YEAR)) == said([ask(town, name, YEAR) for name in asked])
    assert ask_many(town, asked, YEAR)[1].value == 30


def test_the_answers_come_in_the_order_asked_even_across_procedures(spring):
    asked = ["helpers", "lamp-closing-rate", "helpers-first", "lamp-reported", "helpers"]
    answers = ask_many(machine_viewer(COUNTY), asked, YEAR)
    assert [answer.definition.id for answer in answers] == asked
    assert said(answers) == said([figure(name) for name in asked])


def test_the_acts_of_a_procedure_are_read_once_for_all_its_figures(office):
    busy_spring(office)
    copy()
    columns = shelf().columns("lamp-repair")
    asked = [
        Asked(shelf().figure(name), columns, depth_of(shelf().figure(name)))
        for name in ("lamp-reported", "lamp-cost", "lamp-closed", "lamp-line-closed")
    ]
    with Reading(shelf()) as reading:
        acts = reading.view("lamp-repair")
        statement, values = Counting(acts.query, YEAR, (BUREAU, TOWN)).totals(asked)
        plan = reading.connection.execute(f"EXPLAIN {statement}", values).fetchall()
    assert asked[-1].depth is Depth.LOOKED_UP
    assert str(plan).count("READ_PARQUET") == 1


@pytest.mark.usefixtures("from_the_acts")
def test_values_are_looked_up_only_for_the_figures_that_lack_one(office, monkeypatch):
    reported = office.report()
    office.act("维修", {"费用": 100}, matter=reported.matter)
    office.act("回访", {}, matter=reported.matter)
    counted = []
    original = Counting.totals

    def noted(self, asked):
        counted.append([(one.figure.id, one.depth) for one in asked])
        return original(self, asked)

    monkeypatch.setattr(Counting, "totals", noted)
    ask_many(machine_viewer(COUNTY), ["lamp-repaired", "lamp-unhappy"], YEAR)
    assert counted == [
        [("lamp-repaired", Depth.TOTALS), ("lamp-unhappy", Depth.TOTALS)],
        [("lamp-unhappy", Depth.LOOKED_UP)],
    ]


@pytest.mark.usefixtures("from_the_acts")
def test_the_database_is_read_by_the_thread_that_asks_and_by_no_other(office, monkeypatch):
    office.report(kind="线路")
    office.on(date(2026, 3, 20))
    readers = []
    original = source.acts_of_procedure

    def noted(procedure):
        readers.append(threading.get_ident())
        return original(procedure)

    monkeypatch.setattr(source, "acts_of_procedure", noted)
    overdue = shelf().figure("lamp-overdue")
    with Reading(shelf()) as reading:
        question = Question(shelf(), reading, YEAR, (BUREAU,))
        answers = question.answers([overdue, replace(overdue, by=())])
    assert [answer.value for answer in answers] == [1, 1]
    assert readers == [threading.get_ident()]


def test_what_was_read_for_several_figures_is_let_go_even_when_one_cannot_be_counted(office):
    for _ in range(3):
        office.report(BUREAU)
    broken = Definition("lost", "lamp-repair", "丢失", "元", "sum", ("维修",), "没有的字段")
    with Reading(shelf()) as reading:
        question = Question(shelf(), reading, YEAR, (BUREAU,))
        with pytest.raises(FigureError) as refused:
            question.answers([shelf().figure("lamp-reported"), broken])
        held = reading.connection.execute(HELD).fetchone()
        reading.view("lamp-repair")
        assert reading.connection.execute(HELD).fetchone() > held == (0,)
    assert refused.value.code == "figure.field"


HELD = "SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"
