"""An act has a day: not one to come, and none before its matter began."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from guiju.matters.models import Act, Matter
from guiju.matters.rulebook import Pinned
from tests.matters.asking import FILING, MEDIATION, TALK, refused
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
BEGUN, BEFORE, TO_COME = "2026-03-10", "2026-03-09", "2026-03-12"


@pytest.fixture
def matter(office) -> str:
    office.go_to(BEGUN)
    matter = office.mediation().matter
    office.go_to("2026-03-11")
    return matter


def test_a_day_to_come_is_told_with_today(office, matter):
    refusal = refused(
        office, "act.in_future", "调解", matter, who="clerk", data=TALK, done_on=TO_COME
    )
    assert "2026年3月12日" in refusal.sentence
    assert "2026年3月11日" in refusal.sentence


def test_an_act_may_be_done_on_the_day_its_matter_began(office, matter):
    outcome = office.do("调解", matter, "clerk", data=TALK, done_on=BEGUN)
    assert Act.objects.get(matter=matter, seq=outcome.seq).done_on == dt.date(2026, 3, 10)


def test_without_a_day_an_act_is_done_today(office, matter):
    outcome = office.do("调解", matter, "clerk", data=TALK)
    assert Act.objects.get(matter=matter, seq=outcome.seq).done_on == dt.date(2026, 3, 11)


def test_a_matter_begins_on_the_day_of_its_first_act_not_of_its_entry(office, matter):
    outcome = office.do("登记受理", data=mediation_data("调2"), done_on=BEGUN, **MEDIATION)
    assert Matter.objects.get(id=outcome.matter).opened == dt.date(2026, 3, 10)


def test_a_proposal_and_an_opinion_have_a_day_within_their_matter(office):
    office.go_to(BEGUN)
    file = {"kind": "proposal", "data": filing_data(), **FILING}
    refused(office, "act.in_future", "立案", done_on="2026-03-11", **file)
    proposal = office.do("立案", **file)
    agree = {"who": "head", "kind": "opinion", "data": {"提请": 1, "意见": "同意"}}
    refused(office, "act.in_future", "", proposal.matter, done_on="2026-03-11", **agree)
    refused(office, "act.before_matter", "", proposal.matter, done_on=BEFORE, **agree)


def test_the_first_day_itself_being_wrong_is_corrected_first(office, matter):
    """What the refusal advises opens the way."""
    ask = {"who": "clerk", "data": TALK, "done_on": BEFORE}
    assert "先办理“更正”" in refused(office, "act.before_matter", "调解", matter, **ask).sentence
    office.do(
        "", matter, "clerk", kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 1, "更正办理日": BEFORE, "理由": "登记簿上是三月九日"},
    )  # fmt: skip
    assert office.ask("调解", matter, **ask).accepted
    assert Matter.objects.get(id=matter).opened == dt.date(2026, 3, 9)


def test_an_act_whose_term_counts_hours_says_the_hour(office, matter, monkeypatch):
    act = Pinned.act
    monkeypatch.setattr(Pinned, "act", lambda self, name: replace(act(self, name), hour=True))
    refusal = refused(office, "act.hour_missing", "调解", matter, who="clerk", data=TALK)
    assert "期限按小时计算，请填写办理的时刻" in refusal.sentence
    assert office.ask("调解", matter, "clerk", data=TALK, done_at="09:30").accepted
