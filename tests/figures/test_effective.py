"""Corrections, retractions and positions: which acts stand."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.figures.definitions import Period
from guiju.figures.effective import Changes, changes_of
from guiju.figures.selectors import ask_many
from guiju.figures.services import refresh
from guiju.matters.sealing import seal
from guiju.people.viewer import machine_viewer
from tests.figures.office import COUNTY, YEAR, figure, value

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def copy():
    seal()
    refresh()


@pytest.fixture(params=["tail", "copied before", "copied after"])
def change(request):
    """A change and what it changes may lie on either side of the end of the segments."""

    def changing(step):
        if request.param == "copied before":
            copy()
        outcome = step()
        if request.param == "copied after":
            copy()
        return outcome

    return changing


def test_a_retracted_act_no_longer_counts(office, change):
    matter = office.report().matter
    wrong = office.act("维修", {"费用": 100}, matter=matter)
    office.act("维修", {"费用": 200}, matter=matter)
    assert value("lamp-cost") == 300
    change(lambda: office.retract(wrong))
    assert value("lamp-cost") == 200
    assert value("lamp-repaired") == 1
    assert [row.contribution for row in figure("lamp-cost").rows()] == [200]


def test_a_corrected_field_counts_as_corrected(office, change):
    matter = office.report(kind="灯泡").matter
    act = office.act("维修", {"费用": 100}, matter=matter)
    change(lambda: office.correct(act, 费用=250_000))
    answer = figure("lamp-cost")
    assert answer.value == 250_000
    assert [(row.seq, row.contribution) for row in answer.rows()] == [(2, 250_000)]
    assert value("lamp-dear") == 1


def test_a_corrected_day_moves_the_act_to_its_period(office, change):
    office.report()
    office.on(date(2026, 4, 10))
    act = office.report()
    change(lambda: office.correct(act, "2026-04-09"))
    assert value("lamp-reported", Period(date(2026, 4, 9), date(2026, 4, 9))) == 1
    assert value("lamp-reported", Period(date(2026, 4, 10), date(2026, 4, 10))) == 0
    assert value("lamp-reported") == 2


def test_the_latest_correction_wins(office, change):
    matter = office.report().matter
    act = office.act("维修", {"费用": 100}, matter=matter)
    office.correct(act, 费用=200)
    change(lambda: office.correct(act, 费用=300))
    assert value("lamp-cost") == 300


def test_a_retracted_correction_is_undone(office, change):
    matter = office.report().matter
    act = office.act("维修", {"费用": 100}, matter=matter)
    wrong = office.correct(act, 费用=200)
    change(lambda: office.retract(wrong))
    assert value("lamp-cost") == 100


def test_a_correction_of_one_act_stated_at_an_opening_leaves_the_others(office, change):
    stated = [
        {"act": "报修", "done_on": "2026-01-05", "data": {"地点": "旧路", "类别": "线路"}},
        {"act": "维修", "done_on": "2026-02-06", "data": {"费用": 700}},
        {"act": "维修", "done_on": "2026-03-01", "data": {"费用": 800}},
    ]
    opening = office.state_opening(stated)
    change(lambda: office.correct(opening, part=2, 费用=5))
    assert figure("lamp-cost").by("月") == {"2026-02": 700, "2026-03": 5}
    assert value("lamp-reported") == 1


def test_a_correction_of_what_another_act_said_reaches_the_acts_that_read_it(office, change):
    reported = office.report(kind="线路")
    office.act("维修", {"费用": 100}, matter=reported.matter)
    office.act("办结", matter=reported.matter)
    assert value("lamp-line-closed") == 1
    change(lambda: office.correct(reported, 类别="灯泡"))
    assert value("lamp-line-closed") == 0


def test_many_corrected_acts_and_a_retracted_one_count_as_they_stand(office):
    matter = office.report().matter
    acts = [office.act("维修", {"费用": 100}, matter=matter) for _ in range(5)]
    copy()
    for act in acts[:4]:
        office.correct(act, 费用=1)
    office.retract(acts[4])
    assert value("lamp-cost") == 4
    assert value("lamp-repaired") == 4
    answers = ask_many(machine_viewer(COUNTY), ["lamp-cost", "lamp-repaired"], YEAR)
    assert [answer.value for answer in answers] == [4, 4]


def test_a_correction_that_gives_an_act_a_field_it_lacked_counts_by_it(office, change):
    matter = office.report().matter
    office.act("维修", {"费用": 100}, matter=matter)
    act = office.act("回访", {}, matter=matter)
    assert value("lamp-unhappy") == 0
    change(lambda: office.correct(act, 满意=False))
    assert value("lamp-unhappy") == 1
    assert figure("lamp-unhappy").rows()[0].seq == act.seq


def test_a_change_without_a_known_target_changes_nothing():
    row = {
        "kind": "retraction",
        "position": 9,
        "matter": "m",
        "seq": 2,
        "target": 1,
        "target_position": None,
        "part": 0,
    }
    assert changes_of([row]) == Changes()


def test_an_answer_as_of_an_earlier_position_does_not_move(office):
    matter = office.report().matter
    act = office.act("维修", {"费用": 100}, matter=matter)
    position = seal()
    then = figure("lamp-cost", as_of=position)
    office.correct(act, 费用=900)
    office.act("维修", {"费用": 50}, matter=matter)
    seal()
    office.retract(act)
    assert value("lamp-cost") == 50
    for _ in range(2):
        again = figure("lamp-cost", as_of=position)
        assert (again.value, again.position, again.unsealed) == (100, position, 0)
        assert again.rows() == then.rows()
        copy()
    assert value("lamp-cost", as_of=position + 1) == 900
    assert value("lamp-cost") == 50


def test_an_answer_says_which_position_it_is_of_and_what_has_none_yet(office):
    office.report()
    seal()
    office.report()
    answer = figure("lamp-reported")
    assert (answer.position, answer.unsealed) == (1, 1)
    assert [row.position for row in answer.rows()] == [1, None]


def test_an_answer_keeps_its_rows_when_acts_are_added_meanwhile(office):
    office.report()
    copy()
    answer = figure("lamp-reported")
    office.report()
    copy()
    assert len(answer.rows()) == answer.value == 1
