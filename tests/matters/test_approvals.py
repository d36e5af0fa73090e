"""Nothing that needs approval takes effect before the last of the chain agrees."""

from __future__ import annotations

import json

import pytest

from guiju.matters.models import Act, Duty, Matter
from guiju.matters.verification import verify_store
from guiju.record.act import ActForm
from tests.office import filing_data

pytestmark = pytest.mark.django_db
FILING = {"procedure": "ordinary-penalty", "signers": ("officer", "second")}


def forms(matter: str) -> list[ActForm]:
    rows = Act.objects.filter(matter=matter).order_by("seq").values_list("form", flat=True)
    return [ActForm.from_bytes(bytes(form)) for form in rows]


def test_an_act_with_a_chain_cannot_be_performed_past_it(office):
    refusal = office.ask("立案", data=filing_data(), **FILING).refusal
    assert refusal.code == "approval.required"


def test_the_act_is_appended_when_the_head_agrees_and_dated_that_day(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.go_to("2026-03-04")
    office.agree(proposal)
    proposed, opinion, event = forms(proposal.matter)
    assert [one.kind for one in (proposed, opinion, event)] == ["proposal", "opinion", "event"]
    assert event.done_on == "2026-03-04"
    assert event.authority["approvals"] == [opinion.seq]
    assert opinion.data["提请摘要"] == Act.objects.get(matter=proposal.matter, seq=1).sm3


def test_an_opinion_entered_from_paper_later_dates_the_act_by_the_paper(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.go_to("2026-03-05")
    office.do(
        "", proposal.matter, "clerk", by="head", kind="opinion", done_on="2026-03-03", files=(office.keep(),),
        data={"提请": 1, "意见": "同意"},
    )  # fmt: skip
    assert [one.done_on for one in forms(proposal.matter)] == [
        "2026-03-02", "2026-03-03", "2026-03-03",
    ]  # fmt: skip


def test_a_proposal_moves_nothing(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    file = office.keep()
    refusal = office.ask(
        "调查取证", proposal.matter, signers=("officer", "second"), data={"证据": file.sha256}, files=(file,)
    ).refusal  # fmt: skip
    assert refusal.code == "kernel.condition"


def test_what_waits_for_an_opinion_is_owed_by_whose_turn_it_is(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    assert Duty.objects.get(matter=proposal.matter, act="审批：立案").roles == "机关负责人"
    office.agree(proposal)
    assert not Duty.objects.filter(matter=proposal.matter, act="审批：立案").exists()
    assert not verify_store(deep=True).broken


def test_a_matter_only_proposed_has_a_title_and_owes_nothing_but_the_opinion(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    assert [duty.act for duty in Duty.objects.filter(matter=proposal.matter)] == ["审批：立案"]
    proposed = Matter.objects.get(id=proposal.matter)
    assert "未按规定公示价格" in proposed.title
    assert not verify_store(deep=True).broken
    office.do("", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "退回"})
    assert not Duty.objects.filter(matter=proposal.matter).exists()
    assert not verify_store(deep=True).broken
    again = {**filing_data(), "案由": "未明码标价"}
    office.agree(
        office.do("立案", proposal.matter, kind="proposal", data=again, signers=FILING["signers"])
    )
    begun = Matter.objects.get(id=proposal.matter)
    assert "未明码标价" in begun.title
    assert "未按规定公示价格" not in begun.title
    assert Duty.objects.filter(matter=proposal.matter, act="归档").exists()
    assert not verify_store(deep=True).broken


def test_what_a_returned_proposal_said_does_not_stay_in_the_matter(office):
    reasoned = {**filing_data(), "改定理由": {"在追责期限内": "按公安机关移送日计算"}}
    proposal = office.do("立案", kind="proposal", data=reasoned, **FILING)
    assert "改定理由" in json.loads(Matter.objects.get(id=proposal.matter).state)["fields"]
    office.do("", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "退回"})
    plain = {"kind": "proposal", "data": filing_data(), "signers": FILING["signers"]}
    office.agree(office.do("立案", proposal.matter, **plain))
    assert "改定理由" not in json.loads(Matter.objects.get(id=proposal.matter).state)["fields"]
    assert not verify_store(deep=True).broken


def test_a_proposal_that_another_matter_stands_against_is_warned_of_at_once(office):
    office.penalty()
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    assert any("不要重复登记" in one for one in proposal.conflicts)


def test_a_trial_answers_as_performing_would_and_writes_nothing(office):
    from guiju.matters.services import trial

    request = office.request("立案", kind="proposal", data=filing_data(), **FILING)
    before = Act.objects.count()
    judged = trial(request)
    assert judged.outcome.accepted
    assert judged.data["案由"] == "未按规定公示价格"
    assert Act.objects.count() == before


def test_a_returned_proposal_can_no_longer_be_agreed_to(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.do("", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "退回"})
    refusal = office.ask(
        "", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "同意"}
    ).refusal
    assert refusal.code == "approval.no_proposal"


def test_only_the_role_of_the_chain_gives_the_opinion(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    refusal = office.ask(
        "", proposal.matter, "second", kind="opinion", data={"提请": 1, "意见": "同意"}
    ).refusal
    assert refusal.code == "approval.role"


def test_on_paper_both_names_stand_in_the_record(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.do(
        "", proposal.matter, "clerk", by="head", kind="opinion", data={"提请": 1, "意见": "同意"},
        files=(office.keep("签批件.pdf"),),
    )  # fmt: skip
    opinion = forms(proposal.matter)[1]
    assert (opinion.by, opinion.recorded_by) == (
        office.people["head"].id,
        office.people["clerk"].id,
    )


def test_nobody_agrees_for_a_leader_without_the_paper_he_signed(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    refusal = office.ask(
        "", proposal.matter, "officer", by="head", kind="opinion", data={"提请": 1, "意见": "同意"}
    ).refusal
    assert refusal is not None
    assert refusal.code == "approval.without_paper"
    assert "签批件" in refusal.sentence
    assert len(forms(proposal.matter)) == 1


def test_what_waits_for_approval_is_not_proposed_again(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    again = {
        "matter": proposal.matter,
        "kind": "proposal",
        "data": filing_data(),
        "signers": FILING["signers"],
    }
    refusal = office.ask("立案", **again).refusal
    assert refusal is not None
    assert refusal.code == "approval.waiting"
    assert "机关负责人" in refusal.sentence
    office.do("", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "退回"})
    assert office.ask("立案", **again).accepted


@pytest.mark.parametrize("opinion", ["不同意", "退回"])
def test_a_matter_that_was_never_approved_is_over_until_it_is_proposed_again(office, opinion):
    """It lies open for nobody, owes nothing, and whoever mends it proposes it in the same place."""
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    assert Matter.objects.get(id=proposal.matter).closed is None
    office.do("", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": opinion})
    assert Matter.objects.get(id=proposal.matter).closed is not None
    assert not Duty.objects.filter(matter=proposal.matter).exists()
    assert verify_store(deep=True).intact
    again = {
        "matter": proposal.matter,
        "kind": "proposal",
        "data": filing_data(),
        "signers": FILING["signers"],
    }
    office.agree(office.do("立案", **again))
    assert Matter.objects.get(id=proposal.matter).closed is None
    assert verify_store(deep=True).intact


def test_an_agreement_to_what_the_law_refuses_by_then_is_refused_whole(office):
    matter = office.penalty().matter
    proposal = office.do(
        "处罚决定", matter, kind="proposal",
        data={
            "违法事实": "未公示价格", "处罚依据": "价格法第十三条", "裁量理由": "首次", "罚款": 100000, "没收违法所得": 0,
            "罚没款": 100000, "其他处罚": "无", "使用柔性执法": "未使用", "社会影响": False, "社会影响理由": "无", "有其他履行义务": False,
            "已告知救济": True, "有涉案财物": False,
        },
    )  # fmt: skip
    assert proposal.conflicts, "the proposer is warned at once"
    before = len(forms(matter))
    refusal = office.ask(
        "", matter, "head", kind="opinion", data={"提请": proposal.seq, "意见": "同意"}
    ).refusal
    assert refusal.code == "kernel.condition"
    assert "行政处罚法" in refusal.cite
    assert len(forms(matter)) == before
