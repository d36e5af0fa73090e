"""Rows of a ledger are entered one after the other; what stays the same is kept, nothing is entered twice."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from guiju.matters.models import Matter
from tests.matters.test_listing import ACTIVITIES
from tests.web.desk import hidden

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
FORM = f"/new/{ACTIVITIES}"
NEXT = f"{FORM}?again=1"


def typed(number: int, **more: str) -> dict[str, str]:
    return {
        "f-活动编号或名称": f"活动{number}", "f-主题": f"主题{number}", "f-活动类型": "讲座", "f-工作板块": "普法规划",
        "f-宣传节点": "日常", "f-场次": "1", "f-地点": "620000", "done_on": "2026-03-01", **more,
    }  # fmt: skip


def value_of(page: str, key: str) -> str:
    return unescape(re.search(rf'<input id="{key}" name="{key}" value="([^"]*)"', page)[1])


def rows() -> int:
    return Matter.objects.filter(procedure=ACTIVITIES).count()


def enter(desk: Desk, number: int, page: str = "", **more: str):
    """Press 登记并再记一条 on the form."""
    page = page or desk.page(FORM)
    by = re.search(r'<option value="(p[0-9a-f]+)" selected', page)[1]
    once = hidden(page)["once"][0]
    return desk.send(FORM, step="again", once=once, by=by, **typed(number, **more))


def test_the_next_form_keeps_day_place_and_people_and_nothing_else(mediator: Desk):
    assert " autofocus" not in mediator.page(FORM).partition('id="main"')[2]
    answer = enter(mediator, 1)
    assert answer["Location"] == NEXT
    page = mediator.page(NEXT)
    assert value_of(page, "done_on") == "2026-03-01"
    assert value_of(page, "f-地点") == "620000"
    assert value_of(page, "f-主题") == ""
    assert value_of(page, "f-场次") == ""
    assert not re.search(r'name="f-活动类型"[^>]*checked', page)
    assert "已登记 1 条" in page
    assert re.search(r'<input id="f-活动编号或名称"[^>]* autofocus', page)


def test_what_was_entered_is_counted_and_linked_newest_first(mediator: Desk):
    page = ""
    for number in range(1, 8):
        page = mediator.page(enter(mediator, number, page)["Location"])
    assert "已登记 7 条" in page
    named = re.findall(r'<li><a href="/matters/[0-9a-f-]{36}">[^<]*(主题\d)', page)
    assert named == ["主题7", "主题6", "主题5", "主题4", "主题3"]
    assert rows() == 7


def test_a_form_opened_afresh_counts_anew(mediator: Desk):
    enter(mediator, 1)
    assert "已登记" not in mediator.page(FORM)
    assert "已登记" not in mediator.page(NEXT)


def test_pressing_twice_or_after_going_back_enters_nothing_again(mediator: Desk):
    page = mediator.page(FORM)
    enter(mediator, 1, page)
    again = enter(mediator, 1, page, **{"f-活动编号或名称": "另一个编号"})
    assert again["Location"] == NEXT
    assert "没有重复登记" in mediator.page(NEXT)
    assert rows() == 1


def test_a_refused_row_comes_back_as_typed_with_what_was_entered_before(mediator: Desk):
    page = mediator.page(enter(mediator, 1)["Location"])
    refused = enter(mediator, 2, page, **{"f-场次": "0"}).content.decode()
    assert "没有登记" in refused
    assert value_of(refused, "f-主题") == "主题2"
    assert "已登记 1 条" in refused
    mended = enter(mediator, 2, refused)
    assert mended["Location"] == NEXT
    assert rows() == 2


def test_what_is_missing_is_told_before_anything_is_entered(mediator: Desk):
    told = enter(mediator, 1, **{"f-主题": ""}).content.decode()
    assert "“主题”是必填项" in told
    assert rows() == 0


ENTRIES = "/new/power-list"
ENTRY = {
    "f-事项编码": "码1", "f-事项名称": "事项1", "f-事项类型": "行政处罚", "f-政务服务事项": "no", "f-实施主体": "SLX-SJ",
    "f-依据": "行政处罚法", "f-依据有效": "yes", "f-行使层级": "县级", "f-办件类型": "不适用", "f-法定时限": "0", "f-承诺时限": "0",
    "f-文号": "示政发〔2026〕1号", "done_on": "2026-03-02",
}  # fmt: skip


def test_an_entry_of_a_list_is_read_over_first_then_goes_on(mediator: Desk):
    form = mediator.page(ENTRIES)
    assert 'value="again"' not in form
    by = re.search(r'<option value="(p[0-9a-f]+)" selected', form)[1]
    asked = mediator.send(ENTRIES, step="again", by=by, **ENTRY).content.decode()
    assert "确认登记，再记一条" in asked
    assert not Matter.objects.filter(procedure="power-list").exists()
    sent = {**hidden(asked), "step": "again"}
    answer = mediator.client.post(ENTRIES, sent)
    assert answer["Location"] == f"{ENTRIES}?again=1"
    assert mediator.client.post(ENTRIES, sent)["Location"] == f"{ENTRIES}?again=1"
    assert Matter.objects.filter(procedure="power-list").count() == 1
    page = mediator.page(answer["Location"])
    assert "已登记 1 条" in page
    assert value_of(page, "f-实施主体") == "示例县市场监督管理局"
    assert value_of(page, "f-文号") == ""


def test_a_case_never_goes_on(mediator: Desk):
    assert 'value="again"' not in mediator.page("/new/people-mediation")
    answer = mediator.send("/new/people-mediation", step="again", **{"f-登记簿号": "调1"})
    assert answer.status_code == 200
    assert not Matter.objects.filter(procedure="people-mediation").exists()
