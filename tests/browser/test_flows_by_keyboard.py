"""Whole flows with nothing but keys, on a desk and on a phone of 360 px: from the first page to what stands in the record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guiju.matters.models import Matter
from guiju.record.act import Kind
from tests.browser.furnished import desk
from tests.browser.keys import Keys
from tests.browser.test_desk_work import county
from tests.browser.test_penalty_case import FILING, paper
from tests.browser.test_tables import background
from tests.exchange.books import HEADER, activity, book, cells_of
from tests.matters.asking import forms_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Visit
    from tests.office import Office

__all__ = ["background", "county", "paper"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEXT = "下一步：看看确认后会怎样"
DISPUTE = {
    "登记簿号": "调1", "启动方式": "当事人申请", "联动方式": "人民调解单独办理", "纠纷类型": "邻里", "调解员": "示例调解员",
    "可能引发案件": "否",
}  # fmt: skip
LECTURE = {
    "主题": "宪法进乡村",
    "活动类型": "讲座",
    "工作板块": "普法规划",
    "宣传节点": "日常",
    "场次": "1",
    "受众人次": "30",
}


@pytest.fixture(params=[1366, 360])
def sit_down(request, visit: Visit, office: Office) -> Callable[[str], Keys]:
    """Somebody signed in at a keyboard."""

    def begin(name: str) -> Keys:
        session = desk(office, name).client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": session, "url": visit.address}
        visit.page.context.add_cookies([cookie])
        return Keys(visit, request.param)

    return begin


def test_a_dispute_is_begun_by_words_read_over_and_confirmed_and_a_ledger_goes_on_row_by_row(
    sit_down,
):
    keys = sit_down("clerk").open("/").go("新办")
    keys.fill(我要办="纠纷")
    expect(keys.page).to_have_url(re.compile("q="))
    keys.go("人民调解").fill(**DISPUTE)
    keys.go(NEXT).go("确认登记")
    expect(keys.page.get_by_role("status").first).to_contain_text("已登记“登记受理”")
    (dispute,) = Matter.objects.filter(procedure="people-mediation")
    assert dispute.number == "示市监调〔2026〕1号"

    keys.open("/new/law-activity").fill(活动编号或名称="活动1", **LECTURE)
    keys.go("登记并再记一条")
    assert keys.now()["name"].startswith("活动编号或名称"), "the next row begins where it begins"
    keys.page.keyboard.insert_text("活动2")
    keys.fill(**LECTURE)
    keys.go("登记并再记一条")
    expect(keys.page.get_by_role("status")).to_contain_text("已登记 2 条")
    assert Matter.objects.filter(procedure="law-activity").count() == 2


def test_an_opinion_given_on_paper_is_entered_with_its_day_and_scan(
    sit_down, office: Office, paper: Path
):
    keys = sit_down("officer").open("/new/ordinary-penalty")
    keys.fill(**FILING)
    keys.go(NEXT).go("提请审批")
    office.go_to("2026-03-03")
    keys.go("代录“立案”的审批意见")
    keys.go("登记审批意见")
    expect(keys.page.get_by_role("alert")).to_be_focused()
    keys.fill(意见="同意", 审批人="head", 审批日期="2026-03-02", 签批件=paper)
    keys.go("登记审批意见")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("示市监罚立〔2026〕1号")
    (matter,) = Matter.objects.filter(procedure="ordinary-penalty")
    opinion, filed = forms_of(matter.id)[1:]
    assert (opinion.by, opinion.recorded_by) == (
        office.people["head"].id,
        office.people["officer"].id,
    )
    assert str(opinion.done_on) == "2026-03-02"
    assert [one["name"] for one in opinion.files] == ["扫描件.pdf"]
    assert filed.act == "立案"


def test_a_table_is_brought_judged_registered_and_what_was_refused_comes_back(
    sit_down, background, tmp_path: Path
):
    table = tmp_path / "活动台账.xlsx"
    table.write_bytes(book([HEADER, activity(1), activity(2), activity(3, 活动类型="跳舞")]))
    keys = sit_down("clerk").open("/lists/law-activity/import")
    keys.fill(表格=table)
    keys.go("上传并核对列")
    keys.go("核对无误，逐行判断")
    expect(keys.page.get_by_role("button", name="登记这2行")).to_be_visible()
    keys.press("登记这2行")
    expect(keys.page.get_by_role("heading", name="登记完了")).to_be_visible()
    with keys.page.expect_download() as back:
        keys.press("下载退回的表格")
    refused = cells_of(back.value.path().read_bytes())
    assert [row[-1] for row in refused[1:3]] == [None, None]
    assert str(refused[3][-1]).startswith("“活动类型”“跳舞”不在可选的范围内")
    assert Matter.objects.filter(procedure="law-activity").count() == 2
    keys.fits()


def test_late_units_are_reminded_with_a_text_to_paste_a_paper_to_print_and_a_record_in_each_matter(
    sit_down, office: Office, county
):
    keys = sit_down("overseer").open("/supervision").go("一键催办")
    keys.fill(请在哪一天以前办好="2026-03-13")
    keys.go("登记催办并出催办单")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("示政催〔2026〕1号")
    keys.press("复制给示例县甲镇的文字")
    expect(keys.page.get_by_text("已复制，可以粘贴。")).to_be_visible()
    kinds = {forms_of(county[one])[-1].kind for one in ("dispute", "theirs")}
    assert kinds == {Kind.NOTICE}
    keys.open(keys.page.url.removeprefix(keys.visit.address)).go("打印催办单")
    expect(keys.page.locator("article.paper")).to_have_count(2)
