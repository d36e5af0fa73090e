"""When somebody else was quicker: the page shows what happened since and the clerk goes on with one press."""

from __future__ import annotations

import pytest

from guiju.matters.models import Act
from guiju.people.services import appoint
from tests.office import FOUNDED, filing_data
from tests.web.desk import (
    NEW_MEDIATION,
    Desk,
    act_address,
    filing_form,
    hidden,
    last_form,
    mediation_form,
    opened,
)

pytestmark = pytest.mark.django_db
TALK = {"f-调解记录": "下午又谈", "f-可能引发案件": "no"}


def overtaken(desk: Desk) -> tuple[str, str]:
    """A matter in which a colleague acted while a form was open; the refusing page."""
    matter = opened(desk)
    desk.office.do("调解", matter, "clerk", data={"调解记录": "上午谈过", "可能引发案件": False})
    return matter, desk.check(act_address(matter, "调解"), **TALK, expected_seq="1")


def test_a_form_overtaken_by_a_colleague_shows_what_was_done_since(mediator: Desk):
    _, page = overtaken(mediator)
    since = page.partition("打开这一页以后办理的")[2].partition("</section>")[0]
    assert "上午谈过" in since
    assert "第2号记录" in since
    assert "第1号记录" not in since, "what the clerk had seen is not news"
    assert "请刷新" not in page


def test_after_looking_at_it_the_clerk_goes_on_with_one_press(mediator: Desk):
    matter, page = overtaken(mediator)
    assert ">下午又谈</textarea>" in page
    carried = {name: values[-1] for name, values in hidden(page).items()}
    assert carried["expected_seq"] == "2"
    address = act_address(matter, "调解")
    again = mediator.check(address, **{**TALK, **carried})
    assert "没有登记" not in again
    assert mediator.confirm(again, address).status_code == 302
    assert Act.objects.filter(matter=matter).count() == 3


def test_being_overtaken_between_reading_over_and_confirming_is_no_dead_end(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    asked = mediator.check(address, **TALK, expected_seq="1")
    mediator.office.do("调解", matter, "clerk", data={"调解记录": "上午", "可能引发案件": False})
    refused = mediator.confirm(asked, address).content.decode()
    assert "打开这一页以后办理的" in refused
    assert hidden(refused)["expected_seq"] == ["2"]


def test_what_was_done_since_may_bar_the_act_and_the_page_says_so_at_once(mediator: Desk):
    office, matter = mediator.office, opened(mediator)
    office.do("调解", matter, "clerk", data={"调解记录": "谈过", "可能引发案件": False})
    office.do("终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    page = mediator.check(act_address(matter, "调解"), **TALK, expected_seq="2")
    assert "终止调解" in page.partition("打开这一页以后办理的")[2].partition("</section>")[0]
    assert "今天还不能办" in page


def test_an_opinion_overtaken_by_a_colleague_shows_what_was_done_since(desk: Desk):
    office = desk.office
    appoint(office.people["host"], office.body, ["机关负责人"], since=FOUNDED)
    matter = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    ).matter  # fmt: skip
    office.do("", matter, "clerk", kind="reminder", data={"事项": "请尽快审批"})
    address = f"/matters/{matter}/opinions/1"
    typed = {"opinion": "退回", "remark": "补照片", "by": office.people["head"].id}
    page = desk.enter("head").send(address, **typed, expected_seq="1").content.decode()
    assert "请尽快审批" in page.partition("打开这一页以后办理的")[2].partition("</section>")[0]
    assert ">补照片</textarea>" in page
    seen = hidden(page)["expected_seq"][-1]
    assert desk.send(address, **typed, expected_seq=seen).status_code == 302
    assert last_form(matter).data["说明"] == "补照片"


def test_a_taken_key_leads_to_the_matter_that_holds_it(mediator: Desk):
    matter = opened(mediator)
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    assert "不要重复登记" in page
    assert f'原有的一件：<a href="/matters/{matter}">示市监调〔2026〕1号' in page
    other = mediator.check(NEW_MEDIATION, **mediation_form("调2"))
    assert "原有的一件" not in other


def test_a_proposal_whose_key_is_taken_leads_to_the_matter_that_holds_it(officer: Desk):
    office = officer.office
    matter = office.penalty(当事人={"name": "王某某", "kind": "自然人"}, 当事人类型="公民").matter
    person = {
        "f-当事人-name": "王某某",
        "f-当事人-kind": "自然人",
        "f-当事人-code": "",
        "f-当事人类型": "公民",
    }
    page = officer.check("/new/ordinary-penalty", **filing_form(office, **person))
    assert "不要重复登记" in page
    assert f'原有的一件：<a href="/matters/{matter}">' in page


def test_a_taken_key_leads_nobody_to_a_matter_that_is_not_theirs_to_see(stranger: Desk):
    stranger.office.mediation()
    page = stranger.check(NEW_MEDIATION, **mediation_form())
    assert "原有的一件" not in page
