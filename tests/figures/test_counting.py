"""What figures count, and what they do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guiju.figures.definitions import Period
from guiju.figures.errors import FigureError
from guiju.figures.selectors import ask, ask_many, known_figures
from guiju.figures.services import refresh
from guiju.matters.sealing import seal
from guiju.matters.sweep import sweep
from guiju.people.viewer import machine_viewer
from tests.figures.office import BUREAU, COUNTY, TOWN, YEAR, figure, value

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(params=["tail", "sealed", "segments"])
def settled(request):
    """Where the acts lie must not change a figure: unsealed, sealed, or in segments."""

    def settle():
        if request.param != "tail":
            seal()
        if request.param == "segments":
            assert refresh().added > 0

    return settle


def test_a_figure_counts_an_act_that_committed_a_second_ago(office):
    office.report()
    seal()
    refresh()
    assert value("lamp-reported") == 1
    office.report()
    assert value("lamp-reported") == 2


def test_a_count_is_the_number_of_acts_in_the_period(office, settled):
    office.report()
    office.on(date(2026, 4, 1))
    office.report()
    settled()
    assert value("lamp-reported") == 2
    assert value("lamp-reported", MARCH) == 1
    assert value("lamp-reported", Period(date(2026, 4, 2), date(2026, 5, 1))) == 0


def test_a_sum_adds_the_field_exactly(office, settled):
    matter = office.report().matter
    office.act("维修", {"费用": 123_456, "工时": "0.1"}, matter=matter)
    office.act("维修", {"费用": 10**15, "工时": "0.2"}, matter=matter)
    office.act("维修", {"费用": 1}, matter=matter)
    settled()
    assert value("lamp-cost") == 10**15 + 123_457
    assert value("lamp-hours") == Decimal("0.3")
    assert figure("lamp-hours").count == 2


def test_a_condition_reads_the_acts_own_fields(office, settled):
    matter = office.report().matter
    for fen in (99_999, 100_000, 500_000):
        office.act("维修", {"费用": fen}, matter=matter)
    settled()
    assert value("lamp-dear") == 2


def test_a_condition_reads_what_another_act_of_the_matter_said(office, settled):
    for kind in ("线路", "灯杆", "线路"):
        matter = office.report(kind=kind).matter
        office.act("维修", {"费用": 100}, matter=matter)
        office.act("办结", matter=matter)
    settled()
    answer = figure("lamp-line-closed")
    assert answer.value == 2
    assert answer.by("类别") == {"线路": 2}
    assert value("lamp-some") == 1


def test_what_another_act_said_is_read_as_of_the_act_that_counts(office, settled):
    matter = office.report().matter
    office.act("维修", {"费用": 100}, matter=matter)
    office.act("维修", {"费用": 300}, matter=matter)
    office.act("办结", matter=matter)
    office.on(date(2026, 3, 5))
    office.act("维修", {"费用": 900}, matter=matter)
    settled()
    assert value("lamp-final-cost") == 300


def test_an_unset_field_satisfies_neither_a_comparison_nor_its_negation(office, settled):
    for happy in (True, False, None):
        matter = office.report().matter
        office.act("维修", {"费用": 100}, matter=matter)
        office.act("回访", {} if happy is None else {"满意": happy}, matter=matter)
    settled()
    assert value("lamp-unhappy") == 1
    assert value("lamp-unanswered") == 1


def test_an_accomplished_fact_never_counts_as_the_lawful_act(office, settled):
    matter = office.report(kind="线路").matter
    office.accomplish(matter, "办结", {})
    settled()
    assert value("lamp-closed") == 0
    assert value("lamp-reported") == 1


def test_an_opening_counts_each_act_it_states_on_its_own_day(office, settled):
    office.state_opening(
        [
            {"act": "报修", "done_on": "2026-01-05", "data": {"地点": "旧路", "类别": "线路"}},
            {"act": "维修", "done_on": "2026-02-06", "data": {"费用": 700}},
            {"act": "维修", "done_on": "2026-03-01", "data": {"费用": 800}},
        ]
    )
    settled()
    assert value("lamp-reported") == 1
    assert value("lamp-repaired") == 2
    assert figure("lamp-cost").by("月") == {"2026-02": 700, "2026-03": 800}


def test_a_share_is_the_ratio_of_its_two_parts_and_nothing_over_nothing_is_none(office, settled):
    assert value("lamp-closing-rate") is None
    matters = [office.report().matter for _ in range(4)]
    office.act("维修", {"费用": 1}, matter=matters[0])
    office.act("办结", matter=matters[0])
    settled()
    answer = figure("lamp-closing-rate")
    assert answer.value == 25
    assert [part.value for part in answer.parts] == [1, 4]


def test_a_figure_on_the_recorded_day_counts_late_entries_when_they_were_recorded(office, settled):
    office.on(date(2026, 4, 1))
    office.act(
        "报修",
        {"地点": "路口", "类别": "灯泡"},
        procedure="lamp-repair",
        body=BUREAU,
        done_on=date(2026, 3, 31),
    )
    settled()
    assert figure("lamp-recorded").by("月") == {"2026-04": 1}
    assert figure("lamp-reported").by("月") == {"2026-03": 1}


def test_splits_add_up_to_the_value(office, settled):
    office.report(BUREAU, "线路")
    office.report(TOWN, "线路")
    office.on(date(2026, 4, 1))
    office.report(TOWN, "灯杆")
    settled()
    answer = figure("lamp-reported")
    assert answer.by("单位") == {BUREAU: 1, TOWN: 2}
    assert answer.by("类别") == {"线路": 2, "灯杆": 1}
    assert answer.by("月") == {"2026-03": 2, "2026-04": 1}
    assert sum(split.value for split in answer.splits) == answer.value == 3


def test_a_tree_of_bodies_is_counted_and_no_other(office, settled):
    office.report(BUREAU)
    office.report(TOWN)
    settled()
    assert value("lamp-reported") == 2
    assert value("lamp-reported", body=TOWN) == 1
    assert figure("lamp-reported", body=TOWN).bodies == (TOWN,)
    town = machine_viewer(TOWN)
    assert ask(town, "lamp-reported", YEAR).value == 1


def test_entries_are_in_force_from_their_opener_to_the_day_they_are_closed(office, settled):
    office.enlist("一级")
    office.enlist("二级", "2026-03-20")
    leaving = office.enlist("二级")
    office.on(date(2026, 3, 10))
    office.act("移出", matter=leaving.matter)
    settled()
    assert [value("helpers", Period(MARCH.first, date(2026, 3, day))) for day in (1, 9, 10, 11, 20, 21)] == [
        0, 3, 3, 2, 2, 1,
    ]  # fmt: skip


def test_an_entry_is_counted_as_it_stands_on_the_last_day(office, settled):
    entry = office.enlist("二级")
    office.on(date(2026, 3, 10))
    office.act("调整", {"等级": "一级"}, matter=entry.matter)
    settled()
    assert figure("helpers", Period(MARCH.first, date(2026, 3, 9))).by("等级") == {"二级": 1}
    assert figure("helpers").by("等级") == {"一级": 1}
    assert value("helpers-first", Period(MARCH.first, date(2026, 3, 9))) == 0
    assert value("helpers-first") == 1


def test_the_rows_of_a_figure_add_up_to_it(office, settled):
    matter = office.report(kind="线路").matter
    for fen in (100, 200, 300):
        office.act("维修", {"费用": fen}, matter=matter)
    settled()
    answer = figure("lamp-cost")
    pages = [answer.rows(page, 2) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    rows = [row for page in pages for row in page]
    assert sum(row.contribution for row in rows) == answer.value == 600
    assert answer.count == 3
    assert [(row.matter, row.seq, row.act) for row in rows] == [
        (matter, seq, "维修") for seq in (2, 3, 4)
    ]
    assert rows[0].number == "城修〔2026〕1号"
    assert rows[0].title.endswith("号路口")
    assert rows[0].day == date(2026, 3, 2)


def test_a_clock_event_counts_on_the_day_it_fired_with_or_without_a_sweep(office, settled):
    first, second = office.report(kind="线路"), office.report(kind="灯杆")
    office.on(date(2026, 3, 6))
    office.act("维修", {"费用": 1}, matter=second.matter)
    settled()
    assert value("lamp-overdue") == 0
    office.on(date(2026, 3, 20))
    for _ in range(2):
        answer = figure("lamp-overdue")
        assert answer.by("类别") == {"线路": 1}
        assert [(row.matter, row.act, row.day) for row in answer.rows()] == [
            (first.matter, "超期督办", date(2026, 3, 9))
        ]
        sweep(date(2026, 3, 20))
    assert value("lamp-reported") == 2


def test_a_clock_event_is_not_known_as_of_a_position_recorded_before_it_fired(office):
    matter = office.report().matter
    early = seal()
    office.on(date(2026, 3, 20))
    office.act("维修", {"费用": 1}, matter=matter)
    late = seal()
    assert [value("lamp-overdue", as_of=position) for position in (0, early, late)] == [0, 0, 1]


def test_figures_asked_together_are_of_one_moment(office):
    office.report()
    answers = ask_many(machine_viewer(COUNTY), ["lamp-reported", "lamp-closed", "helpers"], YEAR)
    assert [answer.value for answer in answers] == [1, 0, 0]
    assert {(answer.position, answer.unsealed) for answer in answers} == {(0, 1)}


def test_every_figure_of_the_catalog_is_known_and_can_be_asked(office):
    office.report()
    names = [definition.id for definition in known_figures()]
    assert len(names) == 16
    assert all(answer.unit for answer in ask_many(machine_viewer(COUNTY), names, YEAR))


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("figure.unknown", lambda: figure("lamp-lost")),
        ("figure.period", lambda: figure("lamp-cost", Period(YEAR.last, YEAR.first))),
        ("figure.body_unknown", lambda: figure("lamp-cost", body="nowhere")),
        ("figure.position", lambda: figure("lamp-cost", as_of=1)),
        ("figure.body_not_seen", lambda: ask(machine_viewer(TOWN), "lamp-cost", YEAR, BUREAU)),
    ],
)
def test_a_question_without_an_answer_is_refused_with_a_remedy(office, code, question):
    with pytest.raises(FigureError) as refused:
        question()
    assert refused.value.code == code
    assert "请" in refused.value.sentence
