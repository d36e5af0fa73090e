"""等我审批: every opinion one is asked for, the oldest first, one after the other without going back to the list."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import BytesIO
from types import ModuleType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path
from python_calamine import CalamineWorkbook

from guiju.matters.awaiting import Awaited
from guiju.matters.proposals import PASSED
from guiju.matters.rulebook import substitutable_roles
from guiju.matters.selectors import oldest_awaited
from guiju.people.leave import Leave, substitute
from guiju.people.models import Post
from guiju.people.services import appoint
from guiju.people.viewer import viewer_of
from guiju.web.queue import count_text, earlier, later
from tests.chains import chain_of, joint
from tests.matters.test_plans import READ_THROUGH, SORTED, asked_by, plans
from tests.office import FOUNDED, filing_data
from tests.web.desk import Desk, last_form

__all__ = ["chain_of", "joint"]
pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def propose(desk: Desk, number: int, who: str = "officer") -> str:
    """A case of its own, proposed."""
    return desk.office.do(
        "立案", who=who, kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(案由=f"第{number}案", 线索编号=f"线{number}"),
    ).matter  # fmt: skip


def address(matter: str, seq: int = 1) -> str:
    return f"/matters/{matter}/opinions/{seq}"


def answer(desk: Desk, matter: str, said: str = "同意", **more: str):
    who = {"by": desk.office.people["head"].id, "remark": "理由", **more}
    return desk.send(address(matter), opinion=said, **who)


def lend(desk: Desk, who: str, by: str, role: str = "机关负责人") -> None:
    people = desk.office.people
    post = Post.objects.get(person=people[who], role=role)
    asked = Leave(post, people[by], TODAY, TODAY + dt.timedelta(days=9), "年休假")
    substitute(asked, entered_by=people[who], today=TODAY, roles=substitutable_roles())


def test_an_empty_queue_says_what_belongs_there(desk: Desk):
    page = desk.enter("head").page("/opinions")
    assert "没有等您审批的事" in page
    assert "等我审批 " not in desk.page("/")


def test_the_first_page_leads_to_what_waits_with_its_count(desk: Desk):
    for number in range(3):
        propose(desk, number)
    assert "等我审批 3 件" in desk.enter("head").page("/")
    assert "等我审批 " not in desk.enter("officer").page("/")


def test_it_lists_the_oldest_first_and_only_what_one_s_roles_are_asked(desk: Desk):
    office = desk.office
    first = propose(desk, 1)
    office.go_to("2026-03-05")
    second = propose(desk, 2)
    page = desk.enter("head").page("/opinions")
    assert "2 件，先提请的在前" in page
    assert 0 < page.index(address(first)) < page.rindex(address(second))
    assert "3 天" in page
    assert "今天提请" in page
    assert "没有等您审批的事" in desk.enter("supervisor").page("/opinions")


def test_from_one_opinion_to_the_next_and_round_to_what_was_left_out(desk: Desk):
    matters = []
    for number in range(3):
        desk.office.go_to(f"2026-03-0{number + 2}")
        matters.append(propose(desk, number))
    head = desk.enter("head")
    page = head.page(address(matters[1]))
    assert "第 2 件，共 3 件" in page
    assert f'rel="prev" href="{address(matters[0])}"' in page
    assert f'rel="next" href="{address(matters[2])}"' in page
    assert answer(head, matters[1], then="next")["Location"] == address(matters[2])
    assert answer(head, matters[2], then="next")["Location"] == address(matters[0])
    landed = head.page(address(matters[0]))
    assert "第 1 件，共 1 件" in landed
    assert "登记，看下一件" not in landed
    assert answer(head, matters[0], then="next")["Location"] == "/opinions"
    assert "审批意见：同意。" in head.page("/opinions")


def test_without_asking_for_the_next_one_lands_in_the_matter(desk: Desk):
    first, _ = propose(desk, 1), propose(desk, 2)
    assert answer(desk.enter("head"), first)["Location"] == f"/matters/{first}"


def test_one_s_own_proposals_are_not_among_those_one_is_asked_about(desk: Desk):
    office = desk.office
    appoint(office.people["head"], office.body, ["承办人"], since=FOUNDED)
    propose(desk, 1, "head")
    assert "没有等您审批的事" in desk.enter("head").page("/opinions")
    lend(desk, "head", "host")
    assert "没有等您审批的事" in desk.enter("host").page("/opinions")


def test_what_was_passed_on_waits_for_that_person_alone(desk: Desk):
    office = desk.office
    for name in ("host", "reviewer"):
        appoint(office.people[name], office.body, ["机关负责人"], since=FOUNDED)
    matter = propose(desk, 1)
    assert "1 件" in desk.enter("reviewer").page("/opinions")
    head = desk.enter("head")
    assert "转给" in head.page(address(matter))
    refused = answer(head, matter, PASSED).content.decode()
    assert "转办的，请选择转给谁审批。" in refused
    answer(head, matter, PASSED, to=office.people["host"].id)
    form = last_form(matter)
    assert (form.data["意见"], form.data["转给"]) == ("转办", office.people["host"].id)
    assert "没有等您审批的事" in desk.enter("reviewer").page("/opinions")
    assert "机关负责人（转host）" in desk.page("/")
    assert "等机关负责人（转host）审批" in desk.page(f"/matters/{matter}")
    page = desk.enter("host").page("/opinions")
    assert "转给我的" in page
    answer(desk, matter, by=office.people["host"].id)
    assert last_form(matter).act == "立案"
    told = desk.page(f"/matters/{matter}")
    assert "转给" in told
    assert office.people["host"].id not in told, "people are shown by name"


def test_whoever_stands_in_has_the_queue_of_the_one_on_leave(desk: Desk):
    matter = propose(desk, 1)
    assert "没有等您审批的事" in desk.enter("host").page("/opinions")
    lend(desk, "head", "host")
    page = desk.page("/opinions")
    assert "您今天代理head（机关负责人）" in page
    form = desk.page(address(matter))
    assert "host（代理head，机关负责人）" in form
    answer(desk, matter, by=desk.office.people["host"].id)
    assert last_form(matter).authority["approvals"] == [2]
    assert "host（代理head，机关负责人）同意" in desk.page(f"/matters/{matter}")
    assert "您请假期间由host（机关负责人，至2026年3月11日）代理" in desk.enter("head").page(
        "/opinions"
    )


def test_in_a_joint_step_each_is_asked_and_told_who_has_agreed(desk: Desk, joint):
    people = desk.office.people
    matter = propose(desk, 1)
    page = desk.enter("host").page(address(matter))
    assert page.count("会签") >= 2
    assert "等法制机构、听证主持人审批" in desk.page(f"/matters/{matter}")
    assert "还要由一起会签的人审批" in page
    answer(desk, matter, by=people["host"].id)
    page = desk.enter("supervisor").page(address(matter))
    assert "还要由后面的负责人审批" in page
    assert "host同意，2026年3月2日" in page
    answer(desk, matter, by=people["supervisor"].id)
    head = desk.enter("head").page(address(matter))
    assert "supervisor同意" in head
    assert "应当在2026年6月1日（周一）前办理“处罚决定”" in head
    answer(desk, matter)
    assert last_form(matter).act == "立案"


def test_a_clerk_sees_what_agreeing_would_bring_and_is_named_beside_the_leader(desk: Desk):
    matter = propose(desk, 1)
    page = desk.enter("clerk").page(address(matter))
    assert "代录纸上的意见" in page
    assert "登记人（clerk）" in page
    assert "照今天的情形不能批准" not in page
    assert "前办理“处罚决定”" in page


def test_the_draft_of_the_document_is_one_step_away(desk: Desk, settings):
    """Where documents have pages, the leader reads what is to be issued before agreeing."""
    matter = propose(desk, 1)
    addresses = ModuleType("addresses")
    page = path("matters/<str:identifier>/documents/<int:seq>", lambda *_: None, name="document")
    addresses.urlpatterns = [*import_module(settings.ROOT_URLCONF).urlpatterns, page]
    settings.ROOT_URLCONF = addresses
    shown = desk.enter("head").page(address(matter))
    assert f'href="/matters/{matter}/documents/1">看文稿：立案审批表</a>' in shown


def test_whoever_proposed_takes_it_back_from_the_matter(desk: Desk):
    matter = propose(desk, 1)
    officer = desk.enter("officer")
    assert f"{address(matter)}/withdraw" in officer.page(f"/matters/{matter}")
    page = officer.send(f"{address(matter)}/withdraw", remark=" ").content.decode()
    assert "请写明撤回的理由。" in page
    answered = officer.send(f"{address(matter)}/withdraw", remark="补正", expected_seq="1")
    assert answered["Location"] == f"/matters/{matter}"
    told = officer.page(f"/matters/{matter}")
    assert "已撤回“立案”的提请" in told
    assert last_form(matter).data["说明"] == "补正"
    again = officer.client.get(f"{address(matter)}/withdraw")
    assert again["Location"] == f"/matters/{matter}"


def test_nobody_else_has_the_page_that_takes_it_back(desk: Desk):
    matter = propose(desk, 1)
    head = desk.enter("head")
    assert "withdraw" not in head.page(f"/matters/{matter}")
    head.page(f"{address(matter)}/withdraw", status=404)
    assert head.send(f"{address(matter)}/withdraw", remark="x").status_code == 404


def test_a_withdrawal_after_something_else_was_done_is_told_what(desk: Desk):
    matter = propose(desk, 1)
    desk.office.do("", matter, "second", kind="reminder", data={"事项": "请尽快审批"})
    page = desk.enter("officer").send(
        f"{address(matter)}/withdraw", remark="补正", expected_seq="1"
    )
    assert "打开这一页以后办理的" in page.content.decode()
    assert ">补正</textarea>" in page.content.decode()


def test_a_stranger_has_neither_the_queue_nor_the_pages(desk: Desk, stranger: Desk):
    matter = propose(desk, 1)
    assert "没有等您审批的事" in stranger.page("/opinions")
    stranger.page(address(matter), status=404)
    stranger.page(f"{address(matter)}/withdraw", status=404)


def many(desk: Desk, count: int) -> None:
    """A queue of rows, as a large store has it."""
    row = Awaited.objects.get(matter=propose(desk, 0))
    Awaited.objects.bulk_create(
        Awaited(
            matter_id=row.matter_id, body=row.body, act=row.act, proposal=number + 2, role=row.role,
            proposer=row.proposer, since=row.since - dt.timedelta(days=number % 7),
        )
        for number in range(count)
    )  # fmt: skip


def test_a_long_queue_is_cut_by_place_both_ways_and_nothing_is_left_out(desk: Desk):
    many(desk, 119)
    head, seen = desk.enter("head"), []
    page = head.page("/opinions")
    while True:
        seen += [int(part.partition('"')[0]) for part in _addresses(page)]
        if 'rel="next"' not in page:
            break
        page = head.page(_link(page, "next"))
    assert len(seen) == len(set(seen)) == 120
    back = head.page(_link(page, "prev"))
    assert [int(part.partition('"')[0]) for part in _addresses(back)] == seen[50:100]
    assert 'rel="prev"' not in head.page(_link(back, "prev"))


def _addresses(page: str) -> list[str]:
    return page.partition("<tbody>")[2].split("/opinions/")[1:]


def _link(page: str, way: str) -> str:
    from html import unescape

    return unescape(page.partition(f'rel="{way}" href="')[2].partition('"')[0])


@pytest.mark.parametrize(
    "asked", ["after=x", "after=2026-03-02~a~b~c", "before=~~~", "after=9999-99-99~a~1~c"]
)
def test_a_place_that_is_none_is_the_beginning(desk: Desk, asked: str):
    matter = propose(desk, 1)
    assert address(matter) in desk.enter("head").page(f"/opinions?{asked}")


def test_the_queue_is_taken_along_as_a_table(desk: Desk):
    propose(desk, 1)
    rows = sheet_of(desk.enter("head").client.get("/opinions?excel"))
    assert rows[0][:4] == ["编号", "办件", "事项", "审批"]
    assert rows[1][1:] == [
        "示例商贸有限公司 第1案", "行政处罚（普通程序）", "立案", "officer", TODAY, "机关负责人",
    ]  # fmt: skip


def sheet_of(answered) -> list[list[object]]:
    """The rows of an answered Excel file."""
    book = CalamineWorkbook.from_filelike(BytesIO(answered.content))
    return book.get_sheet_by_index(0).to_python()


def test_more_rows_ask_for_no_more_statements(desk: Desk):
    many(desk, 5)
    head = desk.enter("head")
    with CaptureQueriesContext(connection) as few:
        head.page("/opinions")
    Awaited.objects.exclude(proposal=1).delete()
    Awaited.objects.all().delete()
    many_rows = len(few)
    for number in range(1, 40):
        propose(desk, number)
    with CaptureQueriesContext(connection) as more:
        page = head.page("/opinions")
    assert len(more) <= many_rows
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("backwards", [False, True])
def test_the_queue_is_read_along_its_index(office, backwards):
    viewer = viewer_of(office.people["supervisor"], office.body, TODAY)
    row = Awaited(since=TODAY, matter_id="x", proposal=1, role="法制机构")
    within = earlier(row) if backwards else later(row)
    statements = asked_by(lambda: oldest_awaited(viewer, 50, within, backwards=backwards))
    assert len(statements) == len(viewer.roles)
    for plan in plans(statements):
        assert "awaited_of_role" in plan
        assert not any(word in plan for word in (*READ_THROUGH, *SORTED)), plan


def test_the_count_needs_nothing_but_the_index(office):
    viewer = viewer_of(office.people["head"], office.body, TODAY)
    (plan,) = plans(asked_by(lambda: count_text(viewer)))
    assert "awaited_of_role" in plan
    if connection.vendor == "sqlite":
        assert "USING COVERING INDEX" in plan, plan
