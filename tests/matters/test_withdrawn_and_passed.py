"""A proposal is taken back by whoever laid it, and passed on by whoever is asked; both stand in the record with their reasons."""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module

import pytest

from guiju.matters.awaiting import Awaited
from guiju.matters.models import Duty, Matter
from guiju.matters.verification import verify_store
from guiju.people.models import Post
from guiju.people.services import appoint, relieve
from tests.chains import chain_of, joint
from tests.matters.asking import FILING, forms_of, refused, town_beside
from tests.matters.test_approval_chain import opinion
from tests.office import FOUNDED, filing_data

__all__ = ["chain_of", "joint"]
pytestmark = pytest.mark.django_db
WITHDRAWN = opinion(1, "撤回", 说明="当事人已补正")


@pytest.fixture
def proposed(office) -> str:
    return office.do("立案", kind="proposal", data=filing_data(), **FILING).matter


@pytest.fixture
def deputy(office):
    """A second head."""
    appoint(office.people["host"], office.body, ["机关负责人"], since=FOUNDED)
    return office.people["host"]


def passing(office, to: str = "host", **more):
    return opinion(1, "转办", 说明="分管领导出差", 转给=office.people[to].id, **more)


def asked(matter: str) -> list[tuple[str, str]]:
    return sorted(Awaited.objects.filter(matter=matter).values_list("role", "person"))


def test_whoever_proposed_takes_it_back_with_a_reason(office, proposed):
    office.do("", proposed, "officer", **WITHDRAWN)
    form = forms_of(proposed)[-1]
    assert (form.kind, form.by, form.role) == ("opinion", office.people["officer"].id, "承办人")
    assert form.data["意见"] == "撤回"
    assert form.data["提请摘要"] == forms_of(proposed)[1].previous
    assert not Duty.objects.filter(matter=proposed).exists()
    assert asked(proposed) == []
    refused(office, "approval.no_proposal", "", proposed, who="head", **opinion())
    assert verify_store(deep=True).intact


def test_whoever_took_the_matter_over_takes_its_proposal_back_in_an_own_role(office, proposed):
    people = office.people
    handed = {"移交人": people["officer"].id, "接收人": people["clerk"].id, "理由": "调离"}
    office.do("", proposed, "officer", kind="handover", data=handed)
    office.do("", proposed, "clerk", **WITHDRAWN)
    form = forms_of(proposed)[-1]
    assert form.role in form.authority["roles"]
    assert form.role != "承办人", "that is the proposer's"


def test_a_matter_never_begun_whose_proposal_was_taken_back_is_over_until_it_is_proposed_anew(
    office, proposed
):
    office.do("", proposed, "officer", **WITHDRAWN)
    assert Matter.objects.get(id=proposed).closed is not None
    again = {"kind": "proposal", "data": filing_data(), "signers": FILING["signers"]}
    office.agree(office.do("立案", proposed, **again))
    assert Matter.objects.get(id=proposed).closed is None
    assert forms_of(proposed)[-1].authority["approvals"] == [4]
    assert verify_store(deep=True).intact


def test_what_some_have_agreed_to_is_taken_back_until_it_takes_effect(office, joint):
    matter = office.do("立案", kind="proposal", data=filing_data(), **FILING).matter
    office.do("", matter, "supervisor", **opinion())
    office.do("", matter, "officer", **WITHDRAWN)
    assert asked(matter) == []
    assert verify_store(deep=True).intact
    begun = office.do(
        "立案", matter, kind="proposal", data=filing_data(), signers=FILING["signers"]
    )
    for who in ("supervisor", "host", "head"):
        office.do("", matter, who, **opinion(begun.seq))
    refused(office, "approval.no_proposal", "", matter, **opinion(begun.seq, "撤回", 说明="晚了"))


@pytest.mark.parametrize("who", ["second", "head", "clerk"])
def test_nobody_else_takes_it_back(office, proposed, who):
    refusal = refused(office, "approval.not_proposer", "", proposed, who=who, **WITHDRAWN)
    assert "请由提请人或者登记提请的人撤回" in refusal.sentence


def test_who_recorded_it_for_the_officer_takes_it_back_for_both(office):
    paper = {"who": "clerk", "by": "officer", "files": (office.keep("呈批表.pdf"),)}
    matter = office.do("立案", kind="proposal", data=filing_data(), **paper, **FILING).matter
    office.do("", matter, "clerk", **WITHDRAWN)
    assert forms_of(matter)[-1].by == office.people["clerk"].id
    matter = office.do(
        "立案", kind="proposal", data=filing_data(线索编号="线2"), **paper, **FILING
    ).matter
    office.do("", matter, "clerk", by="officer", **WITHDRAWN)
    assert forms_of(matter)[-1].by == office.people["officer"].id


def test_who_recorded_nothing_enters_a_withdrawal_with_the_signed_paper_only(office, proposed):
    ask = {"who": "clerk", "by": "officer", **WITHDRAWN}
    refused(office, "approval.without_paper", "", proposed, **ask)
    office.do("", proposed, files=(office.keep("撤回.pdf"),), **ask)


def test_to_whom_the_matter_was_handed_over_takes_it_back(office, proposed):
    people = office.people
    handed = {"移交人": people["officer"].id, "接收人": people["second"].id, "理由": "调岗"}
    refused(office, "approval.not_proposer", "", proposed, who="second", **WITHDRAWN)
    office.do("", proposed, "officer", kind="handover", data=handed)
    office.do("", proposed, "second", **WITHDRAWN)
    assert verify_store(deep=True).intact


@pytest.mark.parametrize("said", ["撤回", "转办"])
@pytest.mark.parametrize("reason", [{}, {"说明": ""}, {"说明": " \n"}])
def test_neither_is_done_without_a_reason(office, proposed, deputy, said, reason):
    to = {"转给": deputy.id} if said == "转办" else {}
    ask = opinion(1, said, **reason, **to)
    who = "officer" if said == "撤回" else "head"
    refused(office, "approval.no_reason", "", proposed, who=who, **ask)


def test_only_what_is_passed_on_names_a_receiver(office, proposed, deputy):
    refused(office, "approval.opinion", "", proposed, who="head", **opinion(转给=deputy.id))


def test_what_is_passed_on_is_asked_of_the_person_named_and_the_reason_is_kept(
    office, proposed, deputy
):
    assert asked(proposed) == [("机关负责人", "")]
    office.do("", proposed, "head", **passing(office))
    assert asked(proposed) == [("机关负责人", deputy.id)]
    form = forms_of(proposed)[-1]
    assert (form.role, form.data["说明"], form.data["转给"]) == (
        "机关负责人", "分管领导出差", deputy.id,
    )  # fmt: skip
    assert verify_store(deep=True).intact
    refusal = refused(office, "approval.passed_on", "", proposed, who="head", **opinion())
    assert "已经转host审批" in refusal.sentence
    office.do("", proposed, "host", **opinion())
    assert forms_of(proposed)[-1].authority["approvals"] == [3], "passing on is no agreement"
    assert verify_store(deep=True).intact


def test_it_may_be_passed_on_again_and_back(office, proposed, deputy):
    office.do("", proposed, "head", **passing(office))
    office.do("", proposed, "host", **passing(office, "head"))
    assert asked(proposed) == [("机关负责人", office.people["head"].id)]
    office.do("", proposed, "head", **opinion())


def test_whoever_got_it_returns_it_too(office, proposed, deputy):
    office.do("", proposed, "head", **passing(office))
    office.do("", proposed, "host", **opinion(1, "退回", 说明="缺材料"))
    assert asked(proposed) == []
    assert verify_store(deep=True).intact


WRONG = {
    "nobody": ("approval.pass_to", ""),
    "no person": ("approval.pass_to", 7),
    "oneself": ("approval.pass_to", "head"),
    "who does not hold the role": ("approval.pass_to", "second"),
    "who is unknown": ("person.unknown", "p-none"),
}


@pytest.mark.parametrize("case", WRONG)
def test_it_is_passed_to_another_holder_of_the_role(office, proposed, deputy, case):
    code, to = WRONG[case]
    person = office.people[to].id if to in office.people else to
    ask = opinion(1, "转办", 说明="出差", 转给=person)
    refused(office, code, "", proposed, who="head", **ask)


def test_it_is_not_passed_to_whom_it_is_already_with_nor_to_whoever_proposed(
    office, proposed, deputy
):
    appoint(office.people["officer"], office.body, ["机关负责人"], since=FOUNDED)
    refused(office, "approval.pass_to", "", proposed, who="head", **passing(office, "officer"))
    office.do("", proposed, "head", **passing(office))
    refused(office, "approval.passed_on", "", proposed, who="head", **passing(office))


def test_a_head_of_another_body_gets_nothing_passed(office, proposed):
    town_beside(office)
    refused(office, "approval.pass_to", "", proposed, who="head", **passing(office, "mayor"))


def test_only_who_is_asked_passes_it_on(office, proposed, deputy):
    refused(office, "approval.role", "", proposed, who="second", **passing(office))


def test_what_was_passed_to_somebody_who_left_is_anybody_s_of_the_role(office, proposed, deputy):
    office.do("", proposed, "head", **passing(office))
    office.go_to("2026-03-04")
    relieve(Post.objects.get(person=deputy, role="机关负责人"), until=dt.date(2026, 3, 3))
    office.do("", proposed, "head", **opinion())
    assert forms_of(proposed)[-1].act == "立案"


def test_a_clerk_enters_with_the_paper_that_a_leader_passed_it_on(office, proposed, deputy):
    ask = {"who": "clerk", "by": "head", **passing(office)}
    refused(office, "approval.without_paper", "", proposed, **ask)
    office.do("", proposed, files=(office.keep("批示.pdf"),), **ask)
    assert asked(proposed) == [("机关负责人", deputy.id)]


def test_in_a_joint_step_only_the_role_that_was_passed_on_changes_hands(office, joint):
    appoint(office.people["clerk"], office.body, ["法制机构"], since=FOUNDED)
    matter = office.do("立案", kind="proposal", data=filing_data(), **FILING).matter
    office.do("", matter, "supervisor", **passing(office, "clerk"))
    clerk = office.people["clerk"].id
    assert asked(matter) == sorted([("法制机构", clerk), ("听证主持人", "")])
    office.do("", matter, "host", **opinion())
    assert asked(matter) == [("法制机构", clerk)]
    office.do("", matter, "clerk", **opinion())
    assert asked(matter) == [("机关负责人", "")]
    proposal = json.loads(Matter.objects.get(id=matter).state)["proposed"]["立案"]
    assert proposal["passed"] == {}, "what is answered is with nobody any more"
    assert verify_store(deep=True).intact


def test_proposals_open_before_opinions_were_queued_are_queued(office, proposed, joint):
    """What an older store holds of a proposal, where it stood as a number, is told anew from the acts."""
    matter = office.do("立案", kind="proposal", data=filing_data(线索编号="线2"), **FILING).matter
    office.do("", matter, "supervisor", **opinion())
    before = verify_store(deep=True)
    for one in Matter.objects.filter(id__in=[proposed, matter]):
        state = json.loads(one.state)
        for act, found in state["proposed"].items():
            state["proposed"][act] = [found["seq"], found["digest"], len(found["agreed"])]
        Matter.objects.filter(id=one.id).update(state=json.dumps(state, separators=(",", ":")))
    Awaited.objects.all().delete()
    import_module("guiju.matters.migrations.0005_awaited_opinions").derive(None, None)
    assert before.intact
    assert verify_store(deep=True).intact
    assert asked(matter) == [("听证主持人", "")]
    assert asked(proposed) == [("机关负责人", "")]


def test_to_whom_another_handed_the_matter_does_not_take_it_back(office):
    matter = office.penalty().matter
    office.evidence(matter)
    laid = office.do("恢复调查", matter, "second", kind="proposal")
    people = office.people
    handed = {"移交人": people["officer"].id, "接收人": people["clerk"].id, "理由": "调岗"}
    office.do("", matter, "officer", kind="handover", data=handed)
    back = opinion(laid.seq, "撤回", 说明="无须恢复")
    refused(office, "approval.not_proposer", "", matter, who="clerk", **back)
    office.do("", matter, "second", **back)
