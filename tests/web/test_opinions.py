"""Approval at the door: proposed, opined on by whoever holds the role, in effect with the last agreement."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.matters.models import Act
from tests.office import filing_data
from tests.web.desk import Desk, act_address, decision_form, filing_form, last_form

pytestmark = pytest.mark.django_db
NEW_PENALTY = "/new/ordinary-penalty"


@pytest.fixture
def proposed(desk: Desk) -> str:
    """A case proposed by the officer, to be approved by the head."""
    return desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    ).matter  # fmt: skip


def address(matter: str, seq: int = 1) -> str:
    return f"/matters/{matter}/opinions/{seq}"


def count(matter: str) -> int:
    return Act.objects.filter(matter=matter).count()


def head_of(desk: Desk) -> str:
    return desk.office.people["head"].id


def test_an_act_that_needs_approval_is_proposed_and_takes_effect_when_the_head_agrees(
    officer: Desk,
):
    page = officer.check(NEW_PENALTY, **filing_form(officer.office))
    assert "先由机关负责人审批" in page
    assert "应当在2026年6月1日（周一）前办理“处罚决定”" in page
    assert "提请审批" in page
    answer = officer.confirm(page, NEW_PENALTY)
    matter = answer["Location"].rpartition("/")[2]
    landed = officer.page(f"/matters/{matter}")
    assert "已提请“立案”（第1号记录），等机关负责人审批。" in landed
    assert "提请（第1号记录），等机关负责人审批" in landed
    head = officer.enter("head")
    assert "2026年6月1日（周一）前办理“处罚决定”" in head.page(address(matter))
    answer = head.send(
        address(matter), opinion="同意", by=head_of(head), done_on="2026-03-02", expected_seq="1"
    )
    assert answer.status_code == 302
    agreed = head.page(f"/matters/{matter}")
    assert "已登记对“立案”的审批意见：同意。" in agreed
    assert "示市监罚立〔2026〕1号" in agreed
    assert "待审批" not in agreed


def test_an_opinion_given_on_paper_is_entered_by_a_clerk_with_both_names(desk: Desk, proposed: str):
    scan = SimpleUploadedFile("签批.pdf", b"%PDF-1.4 signed")
    desk.enter("clerk").send(
        address(proposed), opinion="退回", remark="补充现场照片", by=head_of(desk),
        done_on="2026-03-02", files=scan,
    )  # fmt: skip
    form = last_form(proposed)
    assert (form.by, form.recorded_by) == (head_of(desk), desk.office.people["clerk"].id)
    assert form.data["说明"] == "补充现场照片"
    assert form.files[0]["name"] == "签批.pdf"
    assert "clerk代登" in desk.page(f"/matters/{proposed}")


def test_an_opinion_is_never_chosen_beforehand(desk: Desk, proposed: str):
    assert "checked" not in desk.enter("head").page(address(proposed))


@pytest.mark.parametrize("answer", ["", "同意吗", "yes", "通过"])
def test_an_opinion_is_one_of_three(desk: Desk, proposed: str, answer: str):
    page = desk.enter("head").send(address(proposed), opinion=answer, remark="x").content.decode()
    assert "请选审批意见：同意、不同意或者退回。" in page
    assert count(proposed) == 1


@pytest.mark.parametrize("answer", ["不同意", "退回"])
@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_refusal_needs_its_reason(desk: Desk, proposed: str, answer: str, reason: str):
    page = desk.enter("head").send(address(proposed), opinion=answer, remark=reason)
    assert "不同意、退回的，请写明理由" in page.content.decode()
    assert f'value="{answer}" checked' in page.content.decode()
    assert count(proposed) == 1


@pytest.mark.parametrize("answer", ["不同意", "退回"])
def test_a_refusal_closes_the_proposal_and_the_act_may_be_proposed_again(desk: Desk, answer: str):
    office = desk.office
    matter = office.penalty().matter
    office.evidence(matter)
    officer = desk.enter("officer")
    page = officer.check(act_address(matter, "处罚决定"), **decision_form(office))
    officer.confirm(page, act_address(matter, "处罚决定"))
    seq = count(matter)
    desk.enter("head").send(address(matter, seq), opinion=answer, remark="不成立")
    shown = desk.enter("officer").page(f"/matters/{matter}")
    assert "待审批" not in shown
    assert "不成立" in shown
    assert "照今天的情形不能批准" in officer.check(
        act_address(matter, "处罚决定"), **decision_form(office)
    )


def test_agreeing_needs_no_words(desk: Desk, proposed: str):
    desk.enter("head").send(address(proposed), opinion="同意", by=head_of(desk))
    assert last_form(proposed).act == "立案"


def test_whoever_proposed_does_not_approve(desk: Desk):
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["officer"], office.body, ["机关负责人"], since=office.body.since)
    matter = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    ).matter  # fmt: skip
    page = desk.enter("officer").send(
        address(matter), opinion="同意", by=office.people["officer"].id
    )
    assert "没有登记。" in page.content.decode()
    assert "提请人不能审批自己提请的事项" in page.content.decode()
    assert count(matter) == 1


def test_only_those_who_hold_the_role_are_offered_and_taken(desk: Desk, proposed: str):
    people = desk.office.people
    page = desk.enter("clerk").page(address(proposed))
    offered = page.partition('id="by"')[2].partition("</select>")[0]
    assert "head（机关负责人）" in offered
    assert people["clerk"].id not in offered
    refused = desk.send(address(proposed), opinion="同意", by=people["clerk"].id).content.decode()
    assert "这一步应由机关负责人审批" in refused
    assert count(proposed) == 1
    own = desk.enter("head").page(address(proposed)).partition('id="by"')[2]
    assert f'value="{people["head"].id}" selected' in own


def test_a_person_nobody_knows_approves_nothing(desk: Desk, proposed: str):
    page = desk.enter("head").send(address(proposed), opinion="同意", by="nobody").content.decode()
    assert "没有编号为“nobody”的人员" in page
    assert count(proposed) == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-03-03", "晚于今天"), ("2026-02-27", "早于本件的起始日"), ("明天", "审批日期应是日期")],
)
def test_the_day_on_the_paper_is_a_day_that_can_be(desk: Desk, proposed: str, day, sentence):
    page = desk.enter("head").send(
        address(proposed), opinion="退回", remark="补照片", by=head_of(desk), done_on=day
    )
    assert sentence in page.content.decode()
    assert ">补照片</textarea>" in page.content.decode()
    assert f'value="{day}"' in page.content.decode()
    assert count(proposed) == 1


def test_a_scan_that_is_none_is_refused_and_nothing_is_lost(desk: Desk, proposed: str):
    wrong = SimpleUploadedFile("签批.pdf", b"no scan at all")
    page = desk.enter("clerk").send(
        address(proposed), opinion="退回", remark="补照片", by=head_of(desk), files=wrong
    )
    assert "“签批.pdf”的内容不是PDF" in page.content.decode()
    assert ">补照片</textarea>" in page.content.decode()
    assert count(proposed) == 1


def test_pressing_twice_gives_one_opinion_and_says_so(desk: Desk, proposed: str):
    head = desk.enter("head")
    typed = {"opinion": "退回", "remark": "补照片", "by": head_of(desk)}
    first = head.send(address(proposed), **typed)
    second = head.send(address(proposed), **typed)
    assert first["Location"] == second["Location"] == f"/matters/{proposed}"
    assert count(proposed) == 2
    assert "第1号提请已经批复、退回或者撤回，没有再登记意见。" in head.page(f"/matters/{proposed}")


def test_an_answered_proposal_leads_to_its_matter(desk: Desk, proposed: str):
    desk.office.do(
        "", proposed, "head", kind="opinion", data={"提请": 1, "意见": "退回", "说明": "缺"}
    )
    answer = desk.enter("head").client.get(address(proposed))
    assert answer["Location"] == f"/matters/{proposed}"


@pytest.mark.parametrize("seq", [0, 2, 3, 99, 10**25])
def test_what_is_no_proposal_has_no_page(desk: Desk, seq: int):
    matter = desk.office.penalty().matter
    desk.enter("head").page(address(matter, seq), status=404)


def test_a_second_window_is_told_that_the_matter_has_moved(desk: Desk, proposed: str):
    office = desk.office
    head = desk.enter("head")
    assert 'name="expected_seq" value="1"' in head.page(address(proposed))
    office.do("", proposed, "second", kind="reminder", data={"事项": "请尽快审批"})
    typed = {"opinion": "退回", "remark": "补照片", "by": head_of(desk)}
    page = head.send(address(proposed), **typed, expected_seq="1").content.decode()
    assert "本件又有新的办理" in page
    assert ">补照片</textarea>" in page
    assert head.send(address(proposed), **typed, expected_seq="2").status_code == 302


def test_what_agreeing_would_bring_is_told_before_and_what_hinders_it(desk: Desk):
    office = desk.office
    matter = office.penalty().matter
    office.evidence(matter)
    officer = desk.enter("officer")
    page = officer.check(act_address(matter, "处罚决定"), **decision_form(office))
    assert "照今天的情形不能批准" in page
    assert "行政处罚法第" in page
    officer.confirm(page, act_address(matter, "处罚决定"))
    asked = desk.enter("head").page(address(matter, count(matter)))
    assert "照今天的情形不能批准" in asked
    refused = desk.send(address(matter, count(matter)), opinion="同意", by=head_of(desk))
    assert "没有登记。" in refused.content.decode()


def test_where_nobody_holds_the_role_today_the_page_says_so(desk: Desk, proposed: str):
    from guiju.people.models import Post

    Post.objects.filter(role="机关负责人").update(until=dt.date(2026, 3, 1))
    assert "本机关今天没有人担任机关负责人" in desk.enter("clerk").page(address(proposed))


def test_of_two_leaders_the_first_agreement_only_passes_it_on(desk: Desk):
    from guiju.people.services import appoint, open_account, register_person
    from tests.web.test_lapses import APPLICATION

    office = desk.office
    appoint(office.people["clerk"], office.body, ["行政复议人员"], since=office.body.since)
    appoint(office.people["host"], office.body, ["行政复议机关负责人"], since=office.body.since)
    deputy = register_person("复议机构负责人")
    appoint(deputy, office.body, ["行政复议机构负责人"], since=office.body.since)
    open_account(deputy, "deputy", "gongzuo-renyuan-1")
    matter = office.do(
        "收到申请", who="clerk", procedure="reconsideration", data=APPLICATION
    ).matter
    act = "不予受理"
    fields = desk.enter("clerk").page(act_address(matter, act))
    assert "须经行政复议机构负责人、行政复议机关负责人批准" in fields
    typed = {
        "f-不予受理理由": "超过申请期限",
        "f-不予受理情形": "超过期限",
        "by": office.people["clerk"].id,
    }
    page = desk.check(act_address(matter, act), **typed)
    assert "先由行政复议机构负责人、行政复议机关负责人审批" in page
    desk.confirm(page, act_address(matter, act))
    seq = count(matter)
    first = desk.enter("deputy").page(address(matter, seq))
    assert "还要由后面的负责人审批，暂不生效。" in first
    desk.send(address(matter, seq), opinion="同意", by=deputy.id)
    assert last_form(matter).kind.value == "opinion"
    shown = desk.page(f"/matters/{matter}")
    assert "行政复议机构负责人已同意，等行政复议机关负责人审批" in shown
    desk.enter("host").send(address(matter, seq), opinion="同意", by=office.people["host"].id)
    assert last_form(matter).act == act


def test_whoever_enters_a_paper_opinion_is_told_beforehand_that_it_needs_the_scan(
    desk: Desk, proposed: str
):
    office, clerk = desk.office, desk.enter("clerk")
    assert "代录审批意见</a>" in clerk.page(f"/matters/{proposed}")
    page = clerk.page(address(proposed))
    head = office.people["head"]
    assert f'<option value="{head.id}" selected>' in page, "the only one who may sign is chosen"
    assert "必填" in page.partition('for="files">签批件')[2].partition("</label>")[0]
    refused = clerk.send(address(proposed), opinion="同意", by=head.id).content.decode()
    assert "代录纸上的意见，须附签批件的扫描件。" in refused
    assert ">审批</a>" in desk.enter("head").page(f"/matters/{proposed}")
