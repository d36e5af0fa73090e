"""What the clock does: against a citizen it proposes and a person confirms; against the agency it fires alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from guiju.matters import sweep as sweeping
from guiju.matters.models import Duty, Matter
from guiju.matters.sweep import sweep
from tests.matters.asking import forms_of
from tests.office import PARTY

pytestmark = pytest.mark.django_db
APPLICATION = {
    "收件登记号": "收1", "申请人": PARTY, "被申请人": "SLX-SJ", "被申请人类别": "本级政府工作部门", "行政行为": "处罚决定", "领域": "市场监管",
    "复议请求": "撤销处罚决定", "提出途径": "直接提出",
}  # fmt: skip


@pytest.fixture
def received(office) -> str:
    return office.do(
        "收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION
    ).matter


def asked_to_correct(office, matter: str) -> None:
    office.go_to("2026-03-03")
    office.do("补正通知", matter, "reviewing", data={"补正事项": "身份证明"})
    office.go_to("2026-03-04")
    receipt = office.keep("送达回证.pdf")
    office.do("补正通知送达", matter, "reviewing", data={"送达方式": "直接"}, files=(receipt,))


def test_silence_of_the_agency_accepts_the_application_by_itself(office, received):
    """行政复议法第三十条第三款：审查期限届满未作出不予受理决定的，视为受理。"""
    assert sweep(dt.date(2026, 3, 10)) == 1
    decision = Duty.objects.get(matter=received, act="复议决定")
    assert decision.due == dt.date(2026, 5, 8)


def test_a_citizen_s_lapse_waits_for_a_person(office, received):
    """行政复议法第三十一条第二款：视为放弃。A timely posting may be under way, so the clock only proposes."""
    asked_to_correct(office, received)
    sweep(dt.date(2026, 3, 25))
    assert not Matter.objects.get(id=received).closed
    office.go_to("2026-03-25")
    office.do("视为放弃申请", received, "reviewing")
    refusal = office.ask("提交补正", received, "reviewing").refusal
    assert refusal.code.startswith(("kernel.", "authority."))


def test_confirming_that_a_period_has_run_out_is_neither_in_time_nor_late(office, received):
    asked_to_correct(office, received)
    office.go_to("2026-03-25")
    office.do("视为放弃申请", received, "reviewing")
    confirmed = forms_of(received)[-1]
    assert confirmed.verdict["timeliness"] == ""


def test_a_lapse_cannot_be_confirmed_before_its_day(office, received):
    asked_to_correct(office, received)
    office.go_to("2026-03-18")
    refusal = office.ask("视为放弃申请", received, "reviewing").refusal
    assert refusal.code == "kernel.auto"


def test_what_fires_alone_is_not_performed_by_a_person(office, received):
    refusal = office.ask("视为受理", received, "reviewing").refusal
    assert refusal.code in {"act.clock", "kernel.auto"}


def test_the_sweep_reads_only_matters_that_are_due(office, received):
    """The statement uses the partial index on the wake day, not the table."""
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(explain + sweeping.DUE, ["2026-03-10", "0001-01-01", "", 500])
        plan = " ".join(str(part) for row in cursor.fetchall() for part in row)
    assert "matter_wake" in plan
