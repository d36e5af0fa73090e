"""System, security and audit administrators have no part in any matter, by whatever kind of record, in whatever part."""

from __future__ import annotations

import pytest

from guiju.matters.requests import ActRequest
from guiju.matters.services import perform
from guiju.people.administrators import ADMINISTRATORS, SECURITY
from guiju.people.models import Post
from guiju.people.services import appoint, register_person
from guiju.people.viewer import viewer_of
from guiju.record.act import Kind
from tests.office import filing_data, mediation_data

ADMINISTRATOR = "authority.administrator"


@pytest.fixture(params=ADMINISTRATORS)
def administrator(office, request):
    person = register_person("管理员")
    appoint(person, office.county, [request.param], since=office.county.since)
    office.people["administrator"] = person
    return person


def tampered(office, person) -> None:
    """Somebody wrote a post into the table by hand, past the services."""
    Post.objects.create(person=person, body=office.body, role="人民调解员", since=office.body.since)
    Post.objects.create(person=person, body=office.body, role="承办人", since=office.body.since)


def test_an_administrator_begins_no_matter(office, administrator):
    outcome = office.ask(
        "登记受理", who="administrator", procedure="people-mediation", data=mediation_data()
    )
    assert outcome.refusal.code == ADMINISTRATOR


def test_an_administrator_acts_for_nobody_even_with_the_paper(office, administrator):
    outcome = office.ask(
        "登记受理", who="administrator", by="clerk", procedure="people-mediation",
        data=mediation_data(), files=(office.keep(),),
    )  # fmt: skip
    assert outcome.refusal.code == ADMINISTRATOR


def test_a_post_written_past_the_services_does_not_help(office, administrator):
    tampered(office, administrator)
    outcome = office.ask(
        "登记受理", who="administrator", procedure="people-mediation", data=mediation_data()
    )
    assert outcome.refusal.code == ADMINISTRATOR
    signed = office.ask(
        "立案", procedure="ordinary-penalty", kind="proposal", data=filing_data(),
        signers=("officer", "administrator"),
    )  # fmt: skip
    assert signed.refusal.code == ADMINISTRATOR


def test_an_administrator_gives_no_opinion_and_records_none(office, administrator):
    proposal = office.do(
        "立案", procedure="ordinary-penalty", kind="proposal", data=filing_data(),
        signers=("officer", "second"),
    )  # fmt: skip
    opinion = {"提请": proposal.seq, "意见": "同意"}
    for more in ({}, {"by": "head", "files": (office.keep(),)}):
        outcome = office.ask(
            "", proposal.matter, "administrator", kind="opinion", data=opinion, **more
        )
        assert outcome.refusal.code == ADMINISTRATOR


STANDING = {
    Kind.CORRECTION: {"目标": 1, "理由": "误填", "更正": {"纠纷类型": "婚姻家庭"}},
    Kind.RETRACTION: {"目标": 1, "理由": "误录"},
    Kind.HANDOVER: {"移交人": "某甲", "接收人": "某乙", "理由": "调离"},
    Kind.ATTACHMENT: {"目标": 1, "说明": "补充"},
    Kind.REMINDER: {"事项": "请办理"},
    Kind.NOTICE: {"来源办件": "某件", "来源机关": "某局", "事由": "移送"},
    Kind.MIGRATION: {"理由": "新法施行"},
    Kind.ACCOMPLISHED: {"内容": {}, "违反": "第五条", "理由": "已经办理"},
    Kind.ERASURE: {"目标": 1, "字段": "说明", "依据": "依法", "批准人": "某甲"},
}


@pytest.mark.parametrize("kind", STANDING)
def test_an_administrator_leaves_no_standing_act(office, administrator, kind):
    tampered(office, administrator)
    request = ActRequest(
        administrator.id, matter=office.mediation().matter, kind=kind.value, data=STANDING[kind],
        act="调解" if kind is Kind.ACCOMPLISHED else "", files=(office.keep(),),
        signers=(office.people["clerk"].id,),
    )  # fmt: skip
    assert perform(request).refusal.code == ADMINISTRATOR


def test_every_kind_of_record_is_tried_above():
    others = {Kind.EVENT, Kind.PROPOSAL, Kind.OPINION, Kind.OPENING}
    assert set(Kind) == others | STANDING.keys()


def test_an_administrator_signs_no_standing_act(office, administrator):
    matter = office.mediation().matter
    outcome = office.ask(
        "", matter, "clerk", kind="correction", signers=("administrator",), files=(office.keep(),),
        data={"目标": 1, "理由": "误填", "更正": {"纠纷类型": "婚姻家庭"}},
    )  # fmt: skip
    assert outcome.refusal.code == ADMINISTRATOR


def test_an_administrator_states_no_opening(office, administrator):
    stated = [{"act": "登记受理", "done_on": "2026-02-20", "data": mediation_data()}]
    outcome = office.ask(
        "", who="administrator", kind="opening", procedure="people-mediation",
        data={"编号": "旧1", "说明": "启用前受理", "行为": stated}, files=(office.keep(),),
    )  # fmt: skip
    assert outcome.refusal.code == ADMINISTRATOR


def test_an_administrator_sees_no_matter(office, administrator):
    from guiju.matters.selectors import dated_duties, newest, ready_duties, visible_matters

    office.mediation()
    today = office.time.now().date()
    viewer = viewer_of(administrator, office.county, today)
    assert viewer.administers
    assert not viewer.owns(office.county.code)
    assert not visible_matters(viewer).exists()
    assert not dated_duties(viewer).exists()
    assert not ready_duties(viewer, today).exists()
    assert newest(viewer, 10) == []


def test_who_was_an_administrator_acts_again_after_the_last_day(office):
    person = register_person("转岗")
    (post,) = appoint(person, office.county, [SECURITY], since=office.county.since)
    post.until = office.time.now().date()
    post.save()
    office.go_to("2026-03-03")
    appoint(person, office.body, ["人民调解员"], since=office.time.now().date())
    office.people["moved"] = person
    office.do("登记受理", who="moved", procedure="people-mediation", data=mediation_data())
