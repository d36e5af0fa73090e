"""Figures asked together: read once, and the same as asked one by one."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.figures.answers import Question
from guiju.figures.definitions import Definition, shelf
from guiju.figures.effective import EffectiveActs
from guiju.figures.errors import FigureError
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


def test_many_changed_acts_are_taken_out_for_figures_asked_together(office, monkeypatch):
    monkeypatch.setattr("guiju.figures.effective.LISTED", 2)
    matter = office.report().matter
    acts = [office.act("维修", {"费用": 100}, matter=matter) for _ in range(5)]
    copy()
    for act in acts[:4]:
        office.correct(act, 费用=1)
    office.retract(acts[4])
    answers = ask_many(machine_viewer(COUNTY), ["lamp-cost", "lamp-repaired"], YEAR)
    assert [answer.value for answer in answers] == [4, 4]


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


def test_the_acts_of_a_procedure_are_read_once_for_all_its_figures(office, monkeypatch):
    busy_spring(office)
    copy()
    scans = []
    original = EffectiveActs._copied

    def noted(self, segments):
        scans.append(segments)
        return original(self, segments)

    monkeypatch.setattr(EffectiveActs, "_copied", noted)
    ask_many(machine_viewer(COUNTY), ["lamp-cost", "lamp-closed", "lamp-dear", "helpers"], YEAR)
    assert len(scans) == 2


def test_what_was_read_for_several_figures_is_let_go_even_when_one_cannot_be_counted(office):
    office.report(BUREAU)
    copy()
    broken = Definition("lost", "lamp-repair", "丢失", "元", "sum", ("维修",), "没有的字段")
    with Reading(shelf()) as reading:
        question = Question(shelf(), reading, YEAR, (BUREAU,))
        with pytest.raises(FigureError) as refused:
            question.answers([shelf().figure("lamp-reported"), broken])
        held = reading.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert refused.value.code == "figure.field"
    assert [name for (name,) in held if name.startswith("gathered")] == []
