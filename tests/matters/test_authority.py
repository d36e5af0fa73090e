"""Who may act is judged as of the day of the act, at the body whose matter it is."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import Matter
from guiju.people.models import Post
from guiju.people.services import appoint, relieve
from tests.matters.asking import (
    FILING,
    MEDIATION,
    TALK,
    forms_of,
    refused,
    refused_request,
    town_beside,
)
from tests.office import FOUNDED, filing_data, mediation_data

pytestmark = pytest.mark.django_db


def end_post(office, name: str, role: str, last: str) -> None:
    post = Post.objects.get(person=office.people[name], role=role)
    relieve(post, until=dt.date.fromisoformat(last))


def test_a_post_counts_to_its_last_day_and_no_longer(office):
    matter = office.mediation().matter
    end_post(office, "clerk", "人民调解员", "2026-03-03")
    office.go_to("2026-03-03")
    assert office.ask("调解", matter, "clerk", data=TALK).accepted
    office.go_to("2026-03-04")
    refusal = refused(office, "authority.role_not_held", "调解", matter, who="clerk", data=TALK)
    assert "clerk在该日不担任本机关的“人民调解员”" in refusal.sentence
    assert office.ask("调解", matter, "clerk", data=TALK, done_on="2026-03-03").accepted


def test_a_post_counts_from_its_first_day_and_not_before(office):
    matter = office.mediation().matter
    appoint(office.people["second"], office.body, ["人民调解员"], since=dt.date(2026, 3, 4))
    ask = {"who": "second", "data": TALK}
    office.go_to("2026-03-03")
    refused(office, "authority.role_not_held", "调解", matter, **ask)
    office.go_to("2026-03-04")
    refused(office, "authority.role_not_held", "调解", matter, done_on="2026-03-03", **ask)
    assert office.ask("调解", matter, **ask).accepted


def test_one_officer_signing_twice_is_one(office):
    refusal = refused(
        office, "authority.officers", "立案", kind="proposal", procedure="ordinary-penalty",
        signers=("officer", "officer"), data=filing_data(),
    )  # fmt: skip
    assert "不少于2名执法人员" in refusal.sentence
    assert "现有1名" in refusal.sentence


def test_a_role_that_the_act_does_not_name_is_not_claimed(office):
    matter = office.mediation().matter
    refusal = refused(
        office, "authority.role_not_named", "调解", matter, who="head", role="机关负责人", data=TALK
    )
    assert "请由人民调解员办理" in refusal.sentence


def test_the_party_s_act_is_recorded_by_the_role_the_law_names(office):
    """人民调解法第十七条：一方明确拒绝的，不得调解；拒绝由调解员登记。"""
    matter = office.mediation().matter
    refusal = refused(office, "authority.recorder", "当事人拒绝调解", matter, who="head")
    assert "应由人民调解员登记" in refusal.sentence
    office.do("当事人拒绝调解", matter, "clerk")
    form = forms_of(matter)[-1]
    assert (form.by, form.role, form.authority["staff"]) == ("当事人", "当事人", False)


def test_whoever_records_for_a_colleague_belongs_to_the_body(office):
    matter = office.mediation().matter
    town_beside(office)
    ask = {"by": "clerk", "data": TALK}
    refused(office, "authority.recorder_outside", "调解", matter, who="elsewhere", **ask)
    refusal = refused(office, "authority.recorder_without_paper", "调解", matter, who="head", **ask)
    assert "纸质件" in refusal.sentence
    office.do("调解", matter, "head", files=(office.keep("笔录.pdf"),), **ask)
    form = forms_of(matter)[-1]
    assert (form.by, form.recorded_by) == (office.people["clerk"].id, office.people["head"].id)


def test_a_colleague_who_may_do_it_too_records_without_a_paper(office):
    """内部: whoever could do the act answers for the entry alone."""
    matter = office.mediation().matter
    appoint(office.people["host"], office.body, ["人民调解员"], since=FOUNDED)
    office.do("调解", matter, "host", by="clerk", data=TALK)
    form = forms_of(matter)[-1]
    assert (form.by, form.recorded_by) == (office.people["clerk"].id, office.people["host"].id)


def test_whoever_records_belongs_to_the_body_when_recording(office):
    """The day of the act decides for who acts; who enters it is judged by the day of entering."""
    matter = office.mediation().matter
    end_post(office, "head", "机关负责人", "2026-03-03")
    office.go_to("2026-03-04")
    refused(
        office, "authority.recorder_outside", "调解", matter, who="head", by="clerk", data=TALK,
        done_on="2026-03-03",
    )  # fmt: skip


REVIEW = {"审核结论": "同意", "审核意见": "事实清楚"}


def reviewing(office, name: str) -> None:
    appoint(office.people[name], office.body, ["法制审核员"], since=FOUNDED)


@pytest.mark.parametrize("name", ["officer", "second"])
def test_who_investigated_does_not_review_whether_acting_or_signing(office, name):
    matter = office.penalty().matter
    office.evidence(matter)
    reviewing(office, name)
    refusal = refused(office, "authority.separation", "法制审核", matter, who=name, data=REVIEW)
    assert f"{name}办理过本案的“立案”" in refusal.sentence
    assert "行政处罚法第五十八条" in refusal.cite


def test_who_investigated_does_not_sign_the_review_of_another(office):
    matter = office.penalty().matter
    office.evidence(matter)
    ask = {"who": "reviewer", "data": REVIEW}
    refused(office, "authority.separation", "法制审核", matter, signers=("second",), **ask)
    assert office.ask("法制审核", matter, **ask).refusal.code.startswith(("kernel.", "data."))


def test_who_investigated_another_case_may_review_this_one(office):
    office.evidence(office.penalty().matter)
    office.certify("uncertified")
    other = office.approved(
        "立案", who="second", procedure="ordinary-penalty", signers=("second", "uncertified"),
        data=filing_data(线索编号="线2"),
    ).matter  # fmt: skip
    reviewing(office, "officer")
    refusal = office.ask("法制审核", other, "officer", data=REVIEW).refusal
    assert refusal.code.startswith(("kernel.", "data."))


def test_what_was_known_of_those_who_act_stands_in_the_record(office):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    known = forms_of(proposal.matter)[0].authority
    signers = [office.people[name].id for name in ("officer", "second")]
    assert known["signers"] == signers
    assert known["certificates"] == dict.fromkeys(signers, "2030-12-31")
    assert known["roles"] == ["承办人"]


@pytest.fixture
def proposal(office):
    town_beside(office)
    return office.do("立案", kind="proposal", data=filing_data(), **FILING)


def test_nobody_acts_in_another_body_s_matter(office, proposal):
    mediation = office.mediation().matter
    refused(office, "authority.role_not_held", "调解", mediation, who="elsewhere", data=TALK)
    refused(
        office,
        "standing.role",
        "",
        mediation,
        who="elsewhere",
        kind="reminder",
        data={"事项": "调解"},
    )
    agree = {"kind": "opinion", "data": {"提请": 1, "意见": "同意"}}
    refused(office, "approval.role", "", proposal.matter, who="mayor", **agree)
    refused(
        office, "authority.recorder_outside", "", proposal.matter, who="mayor", by="head", **agree
    )


def test_nobody_opens_a_matter_for_another_body(office, proposal):
    request = office.request("登记受理", body="SLX-Z", data=mediation_data(), **MEDIATION)
    refused_request("authority.role_not_held", request)
    assert not Matter.objects.filter(body="SLX-Z").exists()
    assert office.ask(
        "登记受理", **{**MEDIATION, "who": "elsewhere"}, body="SLX-Z", data=mediation_data()
    ).accepted
