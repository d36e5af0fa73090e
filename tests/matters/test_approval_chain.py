"""A chain of approval: each in turn, nobody one's own, and what is said in an opinion is an opinion."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.models import Duty
from guiju.matters.verification import verify_store
from guiju.people.services import appoint
from tests.matters.asking import FILING, forms_of, refused
from tests.matters.test_clock_events import APPLICATION
from tests.office import FOUNDED, filing_data

pytestmark = pytest.mark.django_db


def opinion(seq: int = 1, said: str = "同意", **more: Any) -> dict[str, Any]:
    return {"kind": "opinion", "data": {"提请": seq, "意见": said, **more}}


@pytest.fixture
def chained(office) -> str:
    """A rejection proposed to the head of the office and, after that, to the head of the authority."""
    appoint(office.people["head"], office.body, ["行政复议机关负责人"], since=FOUNDED)
    appoint(office.people["second"], office.body, ["行政复议机构负责人"], since=FOUNDED)
    ask = {"who": "reviewing", "procedure": "reconsideration", "data": APPLICATION}
    matter = office.do("收到申请", **ask).matter
    reason = {"不予受理理由": "不属于复议范围"}
    office.do("不予受理", matter, "reviewing", kind="proposal", data=reason)
    return matter


def owed(matter: str) -> str:
    return Duty.objects.get(matter=matter, act="审批：不予受理").roles


def test_each_of_the_chain_agrees_in_turn_and_the_last_makes_it_happen(office, chained):
    refused(office, "approval.role", "", chained, who="head", **opinion(2))
    assert owed(chained) == "行政复议机构负责人"
    office.do("", chained, "second", **opinion(2))
    assert owed(chained) == "行政复议机关负责人"
    assert forms_of(chained)[-1].kind == "opinion"
    refusal = refused(office, "approval.role", "", chained, who="second", **opinion(2))
    assert "应由行政复议机关负责人审批" in refusal.sentence
    office.do("", chained, "head", **opinion(2))
    event = forms_of(chained)[-1]
    assert (event.kind, event.act) == ("event", "不予受理")
    assert event.authority["approvals"] == [3, 4]
    assert not verify_store(deep=True).broken


@pytest.mark.parametrize("said", ["不同意", "退回"])
def test_whoever_does_not_agree_ends_the_chain_wherever_it_stands(office, chained, said):
    office.do("", chained, "second", **opinion(2))
    office.do("", chained, "head", **opinion(2, said, 说明="理由不足"))
    assert not Duty.objects.filter(matter=chained, act="审批：不予受理").exists()
    refused(office, "approval.no_proposal", "", chained, who="head", **opinion(2))
    assert forms_of(chained)[-1].data["说明"] == "理由不足"
    assert not verify_store(deep=True).broken


def test_a_new_proposal_begins_the_chain_anew(office, chained):
    office.do("", chained, "second", **opinion(2))
    office.do("", chained, "head", **opinion(2, "退回"))
    reason = {"不予受理理由": "超过申请期限"}
    again = office.do("不予受理", chained, "reviewing", kind="proposal", data=reason)
    assert owed(chained) == "行政复议机构负责人"
    refused(office, "approval.no_proposal", "", chained, who="second", **opinion(2))
    for who in ("second", "head"):
        office.do("", chained, who, **opinion(again.seq))
    assert forms_of(chained)[-1].data["不予受理理由"] == "超过申请期限"
    assert forms_of(chained)[-1].authority["approvals"] == [6, 7]


def test_proposals_of_two_acts_wait_side_by_side(office):
    matter = office.penalty().matter
    office.evidence(matter)
    reason = {"停止计时事由": "等待关联案件结果"}
    first = office.do("中止调查", matter, kind="proposal", data=reason)
    second = office.do("延长办案期限", matter, kind="proposal", data={"延长理由": "案情复杂"})
    office.do("", matter, "head", **opinion(second.seq, "退回"))
    assert Duty.objects.filter(matter=matter, act="审批：中止调查").exists()
    office.agree(first)
    assert forms_of(matter)[-1].act == "中止调查"


def test_nobody_approves_what_one_proposed(office):
    appoint(office.people["officer"], office.body, ["机关负责人"], since=FOUNDED)
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    refusal = refused(
        office, "approval.own_proposal", "", proposal.matter, who="officer", **opinion()
    )
    assert "请由其他负责人审批" in refusal.sentence
    assert office.agree(proposal).accepted


def test_nobody_approves_one_s_own_proposal_through_a_clerk(office):
    appoint(office.people["officer"], office.body, ["机关负责人"], since=FOUNDED)
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    ask = {"who": "clerk", "by": "officer", "files": (office.keep("签批件.pdf"),), **opinion()}
    refused(office, "approval.own_proposal", "", proposal.matter, **ask)


WRONG = {
    "neither yes nor no": {"提请": 1, "意见": "同意吧"},
    "no opinion": {"提请": 1},
    "something besides": {"提请": 1, "意见": "同意", "罚款": 1},
}


@pytest.mark.parametrize("case", WRONG)
def test_an_opinion_says_which_proposal_and_one_of_three_words(office, case):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    ask = {"who": "head", "kind": "opinion", "data": WRONG[case]}
    refusal = refused(office, "approval.opinion", "", proposal.matter, **ask)
    assert "同意、不同意、退回" in refusal.sentence


@pytest.mark.parametrize("seq", [0, 2, None, "1"])
def test_an_opinion_is_given_on_an_open_proposal(office, seq):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    ask = opinion(seq)
    refusal = refused(office, "approval.no_proposal", "", proposal.matter, who="head", **ask)
    assert "请刷新后核对" in refusal.sentence


def test_the_head_s_post_counts_on_the_day_on_the_paper(office):
    appoint(office.people["second"], office.body, ["机关负责人"], since=dt.date(2026, 3, 4))
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.go_to("2026-03-04")
    paper = {"who": "clerk", "by": "second", "files": (office.keep("签批件.pdf"),), **opinion()}
    refusal = refused(office, "approval.role", "", proposal.matter, done_on="2026-03-03", **paper)
    assert "second在该日不担任机关负责人" in refusal.sentence
    assert office.ask("", proposal.matter, done_on="2026-03-04", **paper).accepted


def test_an_act_whose_people_lost_their_standing_by_then_is_not_agreed_to(office):
    """The event is judged on the day of the last agreement, not of the proposal."""
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.go_to("2031-01-06")
    refusal = refused(office, "authority.certificate", "", proposal.matter, who="head", **opinion())
    assert refusal.cite.startswith("行政处罚法")


def test_a_proposal_is_no_lighter_than_the_act(office):
    """Data, people and files are asked of a proposal already; only what the law refuses today is a warning."""
    lame = {**FILING, "kind": "proposal", "data": {**filing_data(), "案由": ""}}
    assert list(refused(office, "data.invalid", "立案", **lame).problems) == ["案由"]
    long_ago = {"违法行为终了日": "2020-02-20", "在追责期限内": False}
    barred = {**filing_data(), **long_ago}
    proposal = office.do("立案", kind="proposal", data=barred, **FILING)
    assert proposal.conflicts
    assert forms_of(proposal.matter)[0].verdict["warning"] == proposal.conflicts[0]
    refused(office, "kernel.require", "", proposal.matter, who="head", **opinion())
