"""Another authority acts in a review from outside: the review office records it, with proof, and it stands by name."""

from __future__ import annotations

import pytest

from guiju.matters.models import Act
from guiju.matters.selectors import matter_view
from guiju.matters.sweep import sweep
from guiju.people.services import appoint
from guiju.people.viewer import machine_viewer
from guiju.record.act import ActForm
from tests.office import PARTY

pytestmark = pytest.mark.django_db
APPLICATION = {
    "收件登记号": "收1", "申请人": PARTY, "被申请人": "SLX-JT", "被申请人类别": "本级政府工作部门", "行政行为": "处罚决定",
    "领域": "交通运输", "复议请求": "撤销处罚决定", "提出途径": "直接提出",
}  # fmt: skip


@pytest.fixture
def served(office) -> str:
    """A review whose application reached the respondent on 11 March; the reply is due on the 25th."""
    matter = office.do(
        "收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION
    ).matter
    office.go_to("2026-03-10")
    sweep(office.time.now().date())
    office.do("发送申请书副本", matter, "reviewing")
    office.go_to("2026-03-11")
    office.do("副本送达", matter, "reviewing", data={"送达方式": "直接"})
    return matter


def last(matter: str) -> ActForm:
    return ActForm.from_bytes(bytes(Act.objects.filter(matter=matter).latest("seq").form))


def test_the_reply_stands_as_the_respondents_act_recorded_by_the_review_office(office, served):
    office.do("书面答复", served, "reviewing")
    form = last(served)
    assert (form.by, form.role, form.authority["staff"]) == ("被申请人", "被申请人", False)
    assert form.recorded_by == office.people["reviewing"].id
    view = matter_view(machine_viewer(office.county.code), served, office.time.now().date())
    assert view.fields["被申请人"] == "SLX-JT"


def test_a_reply_is_recorded_by_a_reviewer_only(office, served):
    refusal = office.ask("书面答复", served, "officer").refusal
    assert refusal.code == "authority.recorder"
    assert "行政复议人员" in refusal.sentence


def test_a_reply_dated_back_needs_a_dated_proof_even_by_a_day(office, served):
    """行政复议法第七十条：按期答复与否决定有没有证据，日期要有外部证明。"""
    office.go_to("2026-03-19")
    refusal = office.ask("书面答复", served, "reviewing", done_on="2026-03-18").refusal
    assert refusal.code == "act.late_without_proof"
    letter = office.keep("行政复议答复书.pdf")
    office.do(
        "书面答复", served, "reviewing", done_on="2026-03-18", files=(letter,), proof=letter.sha256
    )
    assert last(served).authority["proof"] == letter.sha256


def test_the_authority_asked_about_its_document_is_named_and_answers_from_outside(office, served):
    """行政复议法第五十八条：书面通知规范性文件的制定机关，由它书面答复。"""
    heads = {"second": "行政复议机构负责人", "head": "行政复议机关负责人"}
    for who, role in heads.items():
        appoint(office.people[who], office.body, [role], since=office.body.since)
    office.do(
        "申请附带审查",
        served,
        "reviewing",
        data={"附带审查": "本机关有权处理", "被审查文件": "县文件"},
    )
    stay = office.do(
        "中止", served, "reviewing", kind="proposal",
        data={"中止情形": "附带审查本机关处理", "已书面告知": True},
    )  # fmt: skip
    for who in heads:
        office.agree(stay, who)
    assert office.ask("通知制定机关", served, "reviewing").refusal.problems
    office.do("通知制定机关", served, "reviewing", data={"规范性文件制定机关": "SLX-ZJ"})
    office.go_to("2026-03-12")
    office.do("制定机关收到通知", served, "reviewing")
    office.go_to("2026-03-16")
    office.do("制定机关答复", served, "reviewing")
    assert (last(served).by, last(served).authority["staff"]) == ("规范性文件制定机关", False)
    view = matter_view(machine_viewer(office.county.code), served, office.time.now().date())
    assert view.fields["规范性文件制定机关"] == "SLX-ZJ"
