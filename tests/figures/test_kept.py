"""Sums kept by day and body: what is told from them is what counting every act anew gives, at any moment and to anyone."""

from __future__ import annotations

import gc
import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from guiju.figures import foundation, kept, news, reading, selectors, source, warming
from guiju.figures.definitions import Period, shelf
from guiju.figures.kept import keeper_of
from guiju.figures.panels import Scope
from guiju.figures.segments import root
from guiju.figures.selectors import ask_periods, panel
from guiju.figures.services import refresh
from guiju.matters import clock
from guiju.matters.models import Seal, Unsealed
from guiju.matters.sealing import seal
from guiju.matters.sweep import sweep
from guiju.matters.upkeep import refresh_statistics
from guiju.people.viewer import machine_viewer
from tests.figures.office import BUREAU, COUNTY, TOWN, YEAR, figure, value

SPRING = Period(date(2026, 3, 5), date(2026, 4, 10))
DAY = Period(date(2026, 3, 9), date(2026, 3, 9))
PERIODS = (YEAR, SPRING, DAY, YEAR.year_before())
SCOPES = (Scope(), Scope(BUREAU), Scope(COUNTY, alone=True))
STEPS = 24


def told(answer):
    """What an answer says besides its rows."""
    return answer.value, answer.count, answer.splits, answer.position, answer.unsealed


def opened(answer):
    """The rows of an answer, read forwards and backwards, and what stands before and after a page."""
    rows = answer.rows(1, 500)
    pages = answer.rows_after(None, 3)
    second = answer.rows_after(pages[-1].place, 3) if pages else []
    back = answer.rows_before(second[0].place, 3) if second else []
    sides = answer.sides(second[0].place, second[-1].place) if second else ()
    return rows, answer.rows(2, 2), pages, second, back, sides


def everything(as_of=None):
    """All figures in several periods and scopes, split and not."""
    viewer, names = machine_viewer(COUNTY), list(shelf().figures)
    return {
        (scope, split, period, name): told(answer)
        for scope in SCOPES
        for split in (True, False)
        for period, answers in zip(
            PERIODS,
            ask_periods(viewer, names, PERIODS, replace(scope, as_of=as_of), split=split),
            strict=True,
        )
        for name, answer in zip(names, answers, strict=True)
    }


def all_rows():
    """The rows of all figures, of all bodies and of one."""
    viewer, names = machine_viewer(COUNTY), list(shelf().figures)
    return [
        opened(answer)
        for scope in (Scope(), Scope(BUREAU))
        for answers in ask_periods(viewer, names, (YEAR, SPRING), scope)
        for answer in answers
    ]


def panels():
    viewer = machine_viewer(COUNTY)
    found = [panel(viewer, name, YEAR) for name in shelf().figures]
    return [(one.months, one.bodies, one.splits, one.before.value) for one in found]


def counted(monkeypatch, ask):
    """The same question counted from the acts."""
    with monkeypatch.context() as patch:
        patch.setattr(selectors, "look", lambda *_: None)
        return ask()


class Life:
    """Lawful acts, corrections and retractions, drawn; now and then the acts are sealed, copied, and what is kept brought forward."""

    def __init__(self, office, seed):
        self.office, self.chance = office, random.Random(seed)  # noqa: S311 -- the same each time
        self.done, self.day = [], date(2026, 3, 2)

    def step(self):
        self.day += timedelta(days=self.chance.randrange(1, 4))
        self.office.on(self.day)
        return self.chance.choice(
            [self.report, self.report, self.repair, self.repair, self.call, self.close, self.enlist,
             self.regrade, self.strike, self.correct, self.retract, seal, self.copy, self.bring_forward]
        )()  # fmt: skip

    def keep(self, outcome, act):
        self.done.append((outcome, act))

    def one(self, *acts):
        return self.chance.choice([one for one, act in self.done if act in acts] or [None])

    def report(self):
        body = self.chance.choice((BUREAU, TOWN))
        self.keep(self.office.report(body, self.chance.choice(("灯泡", "线路", "灯杆"))), "报修")

    def later(self, act, data, after):
        found = self.one(after)
        if found is not None:
            request = {"data": data, "matter": found.matter}
            try:
                self.keep(self.office.act(act, **request), act)
            except AssertionError:
                return  # not lawful there

    def repair(self):
        data = {
            "费用": self.chance.choice((100, 100_000, 600_000)),
            "工时": self.chance.choice(("1.5", "2")),
        }
        self.later("维修", data, "报修")

    def call(self):
        self.later("回访", {"满意": True} if self.chance.random() < 0.5 else {}, "维修")

    def close(self):
        self.later("办结", {}, "维修")

    def enlist(self):
        until = self.chance.choice((None, "2026-04-01"))
        self.keep(self.office.enlist(self.chance.choice(("一级", "二级")), until), "列入")

    def regrade(self):
        self.later("调整", {"等级": self.chance.choice(("一级", "二级"))}, "列入")

    def strike(self):
        self.later("移出", {}, "列入")

    def correct(self):
        found = self.one("维修")
        if found is not None:
            day = self.chance.choice(("", self.day.isoformat()))
            self.tried(lambda: self.office.correct(found, day, 费用=self.chance.randrange(900_000)))

    def retract(self):
        found = self.one("维修", "回访", "调整")
        if found is not None:
            self.tried(lambda: self.office.retract(found))

    def tried(self, act):
        try:
            act()
        except AssertionError:
            return

    def copy(self):
        seal()
        refresh()

    def bring_forward(self):
        keeper_of(root()).fold()


@pytest.mark.parametrize("seed", range(2))
def test_sums_tell_what_counting_every_act_tells_at_every_moment(office, monkeypatch, seed):
    life = Life(office, seed)
    for step in range(STEPS):
        life.step()
        if step % 12 == 11:
            assert kept.look(shelf(), list(shelf().figures.values())[:3]) is not None
            assert everything() == counted(monkeypatch, everything)
            assert panels() == counted(monkeypatch, panels)
            assert all_rows() == counted(monkeypatch, all_rows)
    seal()
    last = source.last_position()
    for position in {last, last - 3, keeper_of(root()).position}:
        assert everything(position) == counted(monkeypatch, lambda at=position: everything(at))


def test_sums_are_told_without_counting(office, monkeypatch):
    office.report()
    seal()
    refresh()
    assert value("lamp-reported") == 1
    office.report()
    monkeypatch.setattr(selectors, "Reading", None)
    assert value("lamp-reported") == 2


def test_kept_sums_are_of_nobody_in_particular(office):
    office.report(BUREAU)
    office.report(TOWN)
    names = ["lamp-reported"]
    whole = ask_periods(machine_viewer(COUNTY), names, [YEAR])[0][0]
    of_town = ask_periods(machine_viewer(TOWN), names, [YEAR])[0][0]
    of_bureau = ask_periods(machine_viewer(COUNTY), names, [YEAR], Scope(BUREAU))[0][0]
    assert (whole.value, of_town.value, of_bureau.value) == (2, 1, 1)
    assert {split.keys[1] for split in of_town.splits} == {TOWN}
    assert [row.body for row in of_town.rows()] == [TOWN]


def test_a_question_of_a_position_is_never_told_what_came_later(office):
    office.report()
    seal()
    early = source.last_position()
    assert value("lamp-reported") == 1
    office.report()
    seal()
    assert (value("lamp-reported"), value("lamp-reported", as_of=early)) == (2, 1)
    keeper_of(root()).fold()
    assert keeper_of(root()).position > early
    assert (value("lamp-reported"), value("lamp-reported", as_of=early)) == (2, 1)


def test_another_definition_is_counted_anew(office, monkeypatch):
    office.act("维修", {"费用": 100}, matter=office.report().matter)
    assert value("lamp-repaired") == 1
    known = shelf()
    other = replace(known.figures["lamp-repaired"], acts=("报修",))
    figures = {
        **known.figures,
        "lamp-repaired": other,
        "lamp-cost": replace(known.figures["lamp-cost"], on="recorded"),
    }
    changed = replace(known, figures=figures)
    for room in (selectors, foundation):
        monkeypatch.setattr(room, "shelf", lambda: changed, raising=False)
    office.report()
    assert value("lamp-repaired") == 2
    monkeypatch.undo()
    assert value("lamp-repaired") == 1


def test_sums_of_a_figure_are_not_those_of_one_that_only_shares_its_name(office):
    office.report()
    one = shelf().figures["lamp-reported"]
    assert kept.look(shelf(), [one]) is not None
    assert kept.look(shelf(), [replace(one, acts=("维修",))]) is None
    assert kept.look(shelf(), [replace(one, by=("地点",))]) is None


def test_sums_of_a_record_that_was_put_back_are_thrown_away(office):
    office.report()
    office.report()
    seal()
    assert value("lamp-reported") == 2
    last = source.last_position()
    Seal.objects.filter(position=last).delete()
    assert value("lamp-reported") == 1
    other = office.report()
    Unsealed.objects.all().delete()
    Seal.objects.create(position=last, matter=other.matter, seq=1)
    assert value("lamp-reported") == 2
    assert {row.matter for row in figure("lamp-reported").rows()} >= {other.matter}


def test_where_too_much_is_new_the_acts_are_counted(office, monkeypatch):
    office.report()
    seal()
    assert value("lamp-reported") == 1
    monkeypatch.setattr(kept, "MATTERS_AT_MOST", 2)
    for _ in range(3):
        office.report()
    assert kept.look(shelf(), [shelf().figures["lamp-reported"]]) is None
    assert value("lamp-reported") == 4


def test_a_worker_lays_sums_of_a_large_record_beside_the_pages_and_brings_them_forward(
    office, monkeypatch
):
    monkeypatch.setattr(kept, "LAID_AT_ONCE", 0)
    monkeypatch.setattr(warming, "FOLDED_FROM", 1)
    office.report()
    seal()
    refresh()
    asked = [shelf().figures["lamp-reported"]]
    assert kept.look(shelf(), asked) is None
    assert value("lamp-reported") == 1
    warming.keep_up()
    assert kept.look(shelf(), asked) is not None
    office.report()
    seal()
    assert value("lamp-reported") == 2
    warming.keep_up()
    assert keeper_of(root()).position == source.last_position()
    assert keeper_of(root()).touched() == 0
    assert value("lamp-reported") == 2


def test_a_clock_event_counts_from_the_day_it_fires_without_any_act(office, monkeypatch):
    office.report(kind="线路")
    seal()
    refresh()
    assert value("lamp-overdue") == 0
    for days in (7, 8, 30):
        office.clock.move_to(datetime(2026, 3, 2, 9, tzinfo=clock.BEIJING) + timedelta(days=days))
        now = value("lamp-overdue")
        assert now == counted(monkeypatch, lambda: value("lamp-overdue"))
        keeper_of(root()).fold()
        assert value("lamp-overdue") == now
    assert now == 1


def test_a_matter_in_which_a_clock_has_fired_is_folded_anew_only_once_something_happened_in_it(
    office, monkeypatch
):
    reports = [office.report(kind="线路") for _ in range(2)]
    matters = {one.matter for one in reports}
    seal()
    refresh()
    value("lamp-overdue")
    office.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=clock.BEIJING))
    sweep(clock.today())
    value("lamp-overdue")
    keeper_of(root()).fold()
    read = matters_read(monkeypatch)
    first = overdue()
    assert {row.place[1] for row in first} == matters
    assert read.pop() == matters
    assert overdue() == first
    assert read.pop() == set()
    before = asked_overdue()
    office.correct(reports[0], 类别="灯泡")
    assert overdue() == counted(monkeypatch, overdue) != first
    assert set().union(*read) == {reports[0].matter}
    assert before.rows_after(None, 5) == first, "an answer goes on telling of its own moment"


def asked_overdue():
    """A figure that counts a clock event, asked."""
    ((answer,),) = ask_periods(machine_viewer(COUNTY), ["lamp-overdue"], (YEAR,), Scope())
    return answer


def overdue():
    """Its rows."""
    return asked_overdue().rows_after(None, 5)


def matters_read(monkeypatch) -> list[set[str]]:
    """Of which matters the acts are read when rows are asked for, one reading after the other."""
    read: list[set[str]] = []
    whole = source.acts_of_matters

    def noted(matters):
        read.append(set(matters))
        return whole(read[-1])

    monkeypatch.setattr(reading.source, "acts_of_matters", noted)
    return read


def test_the_cycle_collector_waits_while_sums_are_laid(office, monkeypatch):
    office.report()
    seal()
    collecting = []
    whole = kept.lay
    monkeypatch.setattr(
        kept, "lay", lambda *told: (collecting.append(gc.isenabled()), whole(*told))[1]
    )
    assert value("lamp-reported") == 1
    assert collecting == [False]
    assert gc.isenabled()


def test_another_calendar_means_other_clock_events(office, monkeypatch):
    office.report()
    asked = [shelf().figures["lamp-overdue"]]
    assert kept.look(shelf(), asked) is not None
    monkeypatch.setattr(kept, "calendar_digest", lambda: "another")
    assert kept.look(shelf(), asked) is None
    assert kept.look(shelf(), [shelf().figures["lamp-reported"]]) is not None


def test_few_new_acts_are_found_without_going_through_all_acts_or_matters(office):
    for _ in range(3):
        office.report()
    seal()
    refresh_statistics()  # the queue is empty now, and SQLite takes it for a large table
    if connection.vendor != "sqlite":
        return
    for sql, values in statements(lambda: (news.news(0), source.tail_now(0, ["lamp-repair"]))):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plan = [row[3] for row in cursor.fetchall()]
        assert not [line for line in plan if "BLOOM" in line], plan
        begins = [line for line in plan if line.split()[1] in {"s", "a", "m"}]
        assert begins[0].split()[1] == "s", plan


def statements(work):
    found = []

    def noted(run, sql, values, *more):
        found.append((sql, values))
        return run(sql, values, *more)

    with connection.execute_wrapper(noted):
        work()
    return found
