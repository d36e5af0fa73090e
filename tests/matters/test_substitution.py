"""While somebody is on leave another exercises the role: on the named days, in the role alone, and the record says for whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.matters import statements
from guiju.matters.models import Matter
from guiju.matters.rulebook import substitutable_roles
from guiju.matters.selectors import awaited_opinions
from guiju.matters.verification import verify_store
from guiju.people.leave import Leave, end_substitution, substitute
from guiju.people.models import Post
from guiju.people.services import appoint, relieve
from guiju.people.viewer import viewer_of
from tests.chains import chain_of
from tests.matters.asking import FILING, forms_of, refused
from tests.matters.test_approval_chain import opinion
from tests.matters.test_plans import READ_THROUGH, plans
from tests.office import FOUNDED, filing_data

__all__ = ["chain_of"]
pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def leave(office, who: str, by: str, *, days: int = 5, role: str = "机关负责人", first: int = 0):
    """Somebody stands in for the holder of a role from today on."""
    since = TODAY + dt.timedelta(days=first)
    post = Post.objects.get(person=office.people[who], role=role)
    asked = Leave(post, office.people[by], since, since + dt.timedelta(days=days - 1), "年休假")
    return substitute(
        asked, entered_by=office.people[who], today=TODAY, roles=substitutable_roles()
    )


@pytest.fixture
def proposed(office) -> str:
    return office.do("立案", kind="proposal", data=filing_data(), **FILING).matter


def test_the_substitute_approves_and_the_record_says_for_whom(office, proposed):
    refused(office, "approval.role", "", proposed, who="host", **opinion())
    leave(office, "head", "host")
    office.do("", proposed, "host", **opinion())
    _, said, event = forms_of(proposed)
    people = office.people
    assert (said.by, said.recorded_by, said.role) == (
        people["host"].id,
        people["host"].id,
        "机关负责人",
    )
    assert said.authority["for"] == people["head"].id
    assert said.authority["roles"] == ["听证主持人", "机关负责人"]
    assert "for" not in event.authority
    assert verify_store(deep=True).intact


def test_the_one_on_leave_still_acts_in_person_and_for_nobody(office, proposed):
    leave(office, "head", "host")
    office.do("", proposed, "head", **opinion())
    assert "for" not in forms_of(proposed)[1].authority


def test_before_and_after_the_named_days_there_is_no_substitute(office, proposed):
    leave(office, "head", "host", first=1, days=2)
    refused(office, "approval.role", "", proposed, who="host", **opinion())
    office.go_to("2026-03-05")
    refused(office, "approval.role", "", proposed, who="host", **opinion())
    paper = {"who": "host", "files": (office.keep("签批.pdf"),), **opinion()}
    office.do("", proposed, done_on="2026-03-04", **paper)
    assert forms_of(proposed)[1].authority["for"] == office.people["head"].id


def test_nobody_dates_an_opinion_back_into_days_when_the_role_was_theirs(office, proposed):
    leave(office, "head", "host", days=2)
    office.go_to("2026-03-04")
    back = {"who": "host", "done_on": "2026-03-03", **opinion()}
    said = refused(office, "approval.not_today", "", proposed, **back)
    assert "请附签批件" in said.sentence
    relieve(Post.objects.get(person=office.people["head"], role="机关负责人"), until=TODAY)
    appoint(office.people["head"], office.body, ["承办人"], since=TODAY)
    refused(
        office,
        "approval.not_today",
        "",
        proposed,
        who="head",
        done_on=TODAY.isoformat(),
        **opinion(),
    )
    paper = {"who": "head", "files": (office.keep("签批.pdf"),), **opinion()}
    office.do("", proposed, done_on=TODAY.isoformat(), **paper)


def test_a_leave_ended_early_ends_the_authority_and_not_what_was_done(office, proposed):
    found = leave(office, "head", "host")
    end_substitution(found, last=TODAY, ended_by=office.people["head"], today=TODAY)
    office.do("", proposed, "host", **opinion())
    other = office.do(
        "立案", kind="proposal", data=filing_data(案由="另案", 线索编号="线2"), **FILING
    ).matter
    office.go_to("2026-03-03")
    refused(office, "approval.role", "", other, who="host", **opinion())
    assert verify_store(deep=True).intact


def test_nobody_stands_in_for_a_post_that_has_ended(office, proposed):
    leave(office, "head", "host")
    relieve(Post.objects.get(person=office.people["head"], role="机关负责人"), until=TODAY)
    office.go_to("2026-03-03")
    refused(office, "approval.role", "", proposed, who="host", **opinion())
    paper = {"who": "host", "files": (office.keep("签批.pdf"),), **opinion()}
    office.do("", proposed, done_on="2026-03-02", **paper)


def test_nobody_approves_one_s_own_proposal_in_another_s_stead(office, proposed):
    leave(office, "head", "officer")
    refusal = refused(office, "approval.own_proposal", "", proposed, who="officer", **opinion())
    assert "不能审批自己提请的事项" in refusal.sentence


def test_what_the_one_on_leave_proposed_is_not_approved_in_his_stead(office):
    appoint(office.people["head"], office.body, ["承办人"], since=FOUNDED)
    appoint(office.people["clerk"], office.body, ["机关负责人"], since=FOUNDED)
    matter = office.do("立案", who="head", kind="proposal", data=filing_data(), **FILING).matter
    leave(office, "head", "host")
    refused(office, "approval.own_proposal", "", matter, who="host", **opinion())
    office.do("", matter, "clerk", **opinion())


def test_of_two_heads_on_leave_the_one_who_did_not_propose_is_stood_in_for(office):
    appoint(office.people["head"], office.body, ["承办人"], since=FOUNDED)
    appoint(office.people["clerk"], office.body, ["机关负责人"], since=FOUNDED)
    matter = office.do("立案", who="head", kind="proposal", data=filing_data(), **FILING).matter
    leave(office, "head", "host")
    leave(office, "clerk", "host")
    office.do("", matter, "host", **opinion())
    assert forms_of(matter)[1].authority["for"] == office.people["clerk"].id


def test_one_s_own_role_comes_before_that_of_somebody_on_leave(office, chain_of):
    chain_of("立案", (("机关负责人", "听证主持人"),))
    leave(office, "head", "host")
    matter = office.do("立案", kind="proposal", data=filing_data(), **FILING).matter
    office.do("", matter, "host", **opinion())
    office.do("", matter, "host", **opinion())
    said = [(one.role, one.authority.get("for")) for one in forms_of(matter)[1:3]]
    assert said == [("听证主持人", None), ("机关负责人", office.people["head"].id)]


def test_what_was_passed_to_somebody_on_leave_is_for_the_substitute(office, proposed):
    people = office.people
    for name in ("host", "clerk"):
        appoint(people[name], office.body, ["机关负责人"], since=FOUNDED)
    office.do("", proposed, "head", **opinion(1, "转办", 说明="出差", 转给=people["host"].id))
    refused(office, "approval.passed_on", "", proposed, who="clerk", **opinion())
    leave(office, "host", "clerk")
    office.do("", proposed, "clerk", **opinion())
    assert forms_of(proposed)[2].authority["for"] == people["host"].id


def test_who_stands_in_for_two_acts_for_the_one_to_whom_it_was_passed(office, proposed):
    people = office.people
    for name in ("second", "clerk"):
        appoint(people[name], office.body, ["机关负责人"], since=FOUNDED)
        leave(office, name, "host")
    asked = viewer_of(people["host"], office.body, TODAY)
    for to in ("second", "clerk"):
        said = opinion(1, "转办", 说明="出差", 转给=people[to].id)
        office.do("", proposed, "head" if to == "second" else "host", **said)
        assert awaited_opinions(asked).count() == 1, "what was passed on is asked of who stands in"
    office.do("", proposed, "host", **opinion())
    said = [form.authority.get("for") for form in forms_of(proposed)[1:4]]
    assert said == [None, people["second"].id, people["clerk"].id]


def test_a_proposal_is_passed_to_somebody_who_stands_in(office, proposed):
    appoint(office.people["clerk"], office.body, ["机关负责人"], since=FOUNDED)
    leave(office, "head", "host")
    passing = opinion(1, "转办", 说明="分工", 转给=office.people["host"].id)
    office.do("", proposed, "clerk", **passing)
    office.do("", proposed, "host", **opinion())


def test_a_clerk_enters_the_substitute_s_opinion_from_paper(office, proposed):
    leave(office, "head", "host")
    paper = {"by": "host", "files": (office.keep("签批.pdf"),)}
    office.do("", proposed, "clerk", **paper, **opinion())
    said = forms_of(proposed)[1]
    assert (said.recorded_by, said.authority["for"]) == (
        office.people["clerk"].id, office.people["head"].id,
    )  # fmt: skip


def test_a_standing_act_of_a_role_is_done_for_the_one_on_leave(office):
    leave(office, "supervisor", "host", role="法制机构")
    matter = office.penalty().matter
    ask = {"kind": "migration", "data": {"理由": "参数调整"}}
    refused(office, "standing.role", "", matter, who="clerk", **ask)
    refused(office, "migration.same", "", matter, who="host", **ask)
    file = office.keep("处理.pdf")
    office.do(
        "", matter, "host", kind="attachment", data={"目标": 1, "说明": "照片"}, files=(file,)
    )
    assert "for" not in forms_of(matter)[-1].authority, "an attachment is one's own act"


def test_an_accomplished_fact_is_not_entered_in_the_stead_of_who_had_a_hand_in_it(office):
    matter = office.penalty().matter
    appoint(office.people["officer"], office.body, ["法制机构"], since=FOUNDED)
    leave(office, "officer", "host", role="法制机构")
    ask = {
        "who": "host", "kind": "accomplished", "files": (office.keep(),),
        "data": {"内容": {}, "违反": "行政处罚法第五十七条", "理由": "先告知"},
    }  # fmt: skip
    refused(office, "accomplished.case_officer", "拟处罚告知", matter, **ask)
    leave(office, "supervisor", "clerk", role="法制机构")
    office.do("拟处罚告知", matter, **{**ask, "who": "clerk"})
    form = forms_of(matter)[-1]
    assert (form.role, form.authority["for"]) == ("法制机构", office.people["supervisor"].id)
    assert verify_store(deep=True).intact


def test_a_standing_act_is_done_in_one_s_own_role_before_that_of_somebody_on_leave(office):
    matter = office.penalty().matter
    appoint(office.people["host"], office.body, ["监督人员"], since=FOUNDED)
    leave(office, "supervisor", "host", role="法制机构")
    office.do(
        "拟处罚告知", matter, "host", kind="accomplished", files=(office.keep(),),
        data={"内容": {}, "违反": "行政处罚法第五十七条", "理由": "先告知"},
    )  # fmt: skip
    form = forms_of(matter)[-1]
    assert form.role == "监督人员"
    assert "for" not in form.authority


def test_no_certificate_goes_with_the_role(office):
    """A head with a certificate on leave: the substitute signs as an officer no more than before."""
    office.certify("head")
    leave(office, "head", "uncertified")
    ask = {"procedure": "ordinary-penalty", "signers": ("officer", "uncertified")}
    refused(office, "authority.certificate", "立案", kind="proposal", data=filing_data(), **ask)


def test_an_act_of_the_office_is_proposed_and_done_in_its_stead(office):
    data = {
        "参数": "人民调解期限", "层级": "本单位", "值": "30d", "效力": "内部", "依据": "局务会纪要",
        "适用起日": "2026-03-02", "复核": True,
    }  # fmt: skip
    ask = {"procedure": "parameter-setting", "data": data}
    refused(office, "authority.role_not_held", "设定", who="host", kind="proposal", **ask)
    leave(office, "supervisor", "host", role="法制机构")
    matter = office.approved("设定", who="host", **ask).matter
    proposal, _, event = forms_of(matter)
    principal = office.people["supervisor"].id
    assert (proposal.authority["for"], event.authority["for"]) == (principal, principal)
    assert (event.by, event.role) == (office.people["host"].id, "法制机构")
    assert verify_store(deep=True).intact


def test_the_people_are_still_read_in_one_statement_along_indexes(office):
    leave(office, "head", "host")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        statements.authority_rows(office.body.code, [office.people["host"].id, "p-none"])
    assert len(asked) == 1
    (plan,) = plans([(asked[0]["sql"].replace("%", "%%"), None)])
    assert not any(word in plan for word in READ_THROUGH), plan


def test_a_matter_is_untouched_by_leave_itself(office, proposed):
    before = Matter.objects.get(id=proposed).state
    leave(office, "head", "host")
    assert Matter.objects.get(id=proposed).state == before
    assert verify_store(deep=True).intact
