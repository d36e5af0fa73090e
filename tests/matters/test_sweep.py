"""The sweep: what time did by itself, written once, in its order, and for nobody whose day has not come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from guiju.matters import sweep as sweeping
from guiju.matters.models import Act, Duty, Matter
from guiju.matters.sweep import sweep
from tests.matters.standing_acts import (
    accepted,
    act_rows,
    assert_sound,
    correct,
    dispute,
    held,
    owed_in,
    state_of,
)
from tests.matters.test_clock_events import APPLICATION

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def breaches(matter: str) -> list[tuple[str, dt.date]]:
    found = state_of(matter)["marking"].get("breaches", [])
    return [(name, dt.date.fromordinal(on)) for name, on in found]


def fired(matter: str) -> dict[str, dt.date]:
    """Clock events that stand as done, with their day."""
    done = state_of(matter)["marking"]["executed"]
    return {name: dt.date.fromordinal(on) for name, on in done.items()}


def wake(matter: str) -> dt.date | None:
    return Matter.objects.get(id=matter).next_wake


@pytest.fixture
def application(office) -> str:
    return office.do(
        "收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION
    ).matter


def test_a_day_counts_only_when_it_has_ended(office):
    """行政处罚法第六十条：九十日, of which the last is 1 June."""
    matter = office.penalty().matter
    last = owed_in(matter)["处罚决定"]
    assert wake(matter) == last == day("2026-06-01")
    assert sweep(last) == 0
    assert breaches(matter) == []
    assert sweep(day("2026-06-02")) == 1
    assert breaches(matter) == [("处罚决定", last)]


def test_what_happened_is_written_once_however_often_it_is_swept(office):
    matter = office.penalty().matter
    assert sweep(day("2026-07-01")) == 1
    before = held(matter)
    assert [sweep(day("2026-07-01")), sweep(day("2026-07-02")), sweep(day("2027-07-02"))] == [0] * 3
    assert held(matter) == before
    assert breaches(matter) == [("处罚决定", day("2026-06-01"))]


def test_a_sweep_records_no_act_and_moves_no_head(office):
    matter = office.penalty().matter
    head, acts = Matter.objects.get(id=matter).head, act_rows(matter)
    sweep(day("2026-07-01"))
    assert (Matter.objects.get(id=matter).head, act_rows(matter)) == (head, acts)
    assert_sound()


def test_what_is_overdue_stays_owed_by_its_old_day(office):
    matter = office.penalty().matter
    sweep(day("2026-07-01"))
    assert owed_in(matter)["处罚决定"] == day("2026-06-01")


def test_clock_events_come_in_the_order_of_their_days(office, application):
    """行政复议法第三十条第三款：五日内不审查的视为受理; from that acceptance the sixty days run."""
    assert sweep(day("2026-12-31")) == 1
    assert fired(application) == {"收到申请": day("2026-03-02"), "视为受理": day("2026-03-09")}
    assert [name for name, _ in breaches(application)] == ["受理", "发送申请书副本", "复议决定"]
    assert [on for _, on in breaches(application)] == sorted(on for _, on in breaches(application))
    assert_sound()


def left_by(matter: str, days: list[dt.date]) -> dict[str, Any]:
    """What sweeping on some days would leave; nothing of it stays."""
    with transaction.atomic():
        for one in days:
            sweep(one)
        found = held(matter)
        transaction.set_rollback(True)
    return found


def test_sweeping_every_day_leaves_what_sweeping_once_leaves(office, application):
    days = [day("2026-03-02") + dt.timedelta(days=n) for n in range(150)]
    before = held(application)
    assert left_by(application, days) == left_by(application, days[-1:]) != before


def test_what_ends_today_is_not_taken_along_with_what_ended_before(office, application):
    left = left_by(application, [day("2026-03-10")])
    due = {one["act"]: one["due"] for one in left["duties"]}["发送申请书副本"]
    assert due > day("2026-03-10")
    sweep(due)
    assert [name for name, _ in breaches(application)] == ["受理"]
    sweep(due + dt.timedelta(days=1))
    assert [name for name, _ in breaches(application)] == ["受理", "发送申请书副本"]


def test_a_sweep_of_many_in_parts_reaches_all_of_them_once(office, monkeypatch):
    matters = [office.penalty(线索编号=f"线{n}").matter for n in range(5)]
    matters.append(office.mediation().matter)
    monkeypatch.setattr(sweeping, "MATTERS_A_TRANSACTION", 2)
    assert sweep(day("2026-07-01")) == 5
    assert [len(breaches(one)) for one in matters] == [1, 1, 1, 1, 1, 0]
    assert sweep(day("2026-07-01")) == 0


def test_who_has_nothing_to_wait_for_is_never_woken(office):
    matter = dispute(office)
    before = held(matter)
    assert wake(matter) is None
    sweep(day("2099-01-01"))
    assert held(matter) == before


def test_a_stopped_clock_does_not_run_out(office):
    """市场监督管理行政处罚程序规定第四十六条：中止调查; the days stand still until it is resumed."""
    matter = office.penalty().matter
    office.approved("中止调查", matter, data={"停止计时事由": "须以他案结果为据"})
    duty = Duty.objects.get(matter=matter, act="处罚决定")
    assert (duty.due, duty.suspended) == (None, True)
    sweep(day("2026-12-31"))
    assert breaches(matter) == []
    assert_sound()


def test_what_time_did_is_done_again_after_the_matter_was_folded_anew(office):
    """A correction folds the acts alone; the next sweep brings back what follows from them, once."""
    matter = office.penalty().matter
    sweep(day("2026-07-01"))
    swept = held(matter)["state"]["marking"]
    office.go_to("2026-07-02")
    accepted(correct(office, matter, 3, who="officer", 更正={"案由": "价外加价"}))
    assert sweep(day("2026-07-02")) == 1
    assert held(matter)["state"]["marking"] == swept
    assert sweep(day("2026-07-02")) == 0
    assert_sound()


def test_what_a_correction_makes_timely_is_no_breach_any_more(office):
    """Filed on 12 March, not on 2 March: on 2 June the ninety days have not passed."""
    matter = office.penalty().matter
    office.go_to("2026-06-05")
    sweep(day("2026-06-05"))
    assert breaches(matter) == [("处罚决定", day("2026-06-01"))]
    accepted(correct(office, matter, 3, who="officer", 更正办理日="2026-03-12"))
    assert sweep(day("2026-06-05")) == 0
    assert breaches(matter) == []
    assert wake(matter) == day("2026-06-10")
    assert_sound()


def test_an_act_after_the_last_day_finds_what_the_sweep_would_have_written(office, application):
    """Whoever acts before the night's sweep meets the same matter: the clock has settled on the way."""
    office.go_to("2026-03-16")
    outcome = office.do("发送申请书副本", application, "reviewing")
    assert outcome.fired == (("视为受理", day("2026-03-09")),)
    assert fired(application)["视为受理"] == day("2026-03-09")
    assert sweep(day("2026-03-16")) == 0
    assert Act.objects.filter(matter=application).count() == 2
    assert_sound()
