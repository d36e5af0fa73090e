"""A clerk filters, sorts and keeps a view of a ledger, and enters rows one after the other without touching the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.matters.test_listing import ACTIVITIES, activity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEDGER = f"/lists/{ACTIVITIES}"


@pytest.fixture
def ledger(visit, office):
    """Three rows, the clerk looking at them."""
    for number, kind in ((1, "讲座"), (2, "培训"), (3, "讲座")):
        activity(office, number, 活动类型=kind, 受众人次=number * 10)
    return visit.sign_in("clerk").go(LEDGER)


def shows(page, *subjects: str) -> None:
    """These rows and no others, in this order, once the page is there."""
    expect(page.locator("table.list tbody tr td:nth-child(2)")).to_have_text(list(subjects))


def test_filter_chip_sort_view(ledger):
    page = ledger.page
    page.get_by_label("活动类型").select_option("讲座")
    page.get_by_role("button", name="筛选").click()
    shows(page, "主题003", "主题001")
    page.get_by_role("link", name=re.compile("^受众人次")).click()
    expect(page).to_have_url(re.compile("=(-|%2D)?(受众人次|%E5%8F%97%E4%BC%97%E4%BA%BA%E6%AC%A1)"))
    shows(page, "主题003", "主题001")
    page.get_by_role("link", name=re.compile("^受众人次")).click()
    shows(page, "主题001", "主题003")
    page.get_by_text("常用条件", exact=True).click()
    page.get_by_label("把现在的条件保存为").fill("讲座由少到多")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="活动类型：讲座").click()
    shows(page, "主题001", "主题002", "主题003")
    page.get_by_role("link", name="讲座由少到多").click()
    shows(page, "主题001", "主题003")
    chosen = page.get_by_role("link", name="讲座由少到多")
    expect(chosen).to_have_attribute("aria-current", "true")


def test_the_page_fits_a_phone(ledger):
    page = ledger.page
    page.set_viewport_size({"width": 360, "height": 740})
    ledger.go(LEDGER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ledger.go("/lists")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_three_rows_by_keyboard_alone(visit, office):
    page = visit.sign_in("clerk").go(f"/new/{ACTIVITIES}").page
    page.get_by_label("活动编号或名称").focus()
    for number in (1, 2, 3):
        if number > 1:
            expect(page.get_by_text(f"已登记 {number - 1} 条")).to_be_visible()
        page.wait_for_load_state()
        expect(page.get_by_label("活动编号或名称")).to_be_focused()
        page.keyboard.type(f"活动{number}")
        page.keyboard.press("Tab")
        page.keyboard.type(f"主题{number}")
        for group in ("f-活动类型", "f-工作板块", "f-宣传节点"):
            until(page, group)
            select = page.evaluate("document.activeElement.tagName") == "SELECT"
            page.keyboard.press("ArrowDown" if select else "Space")
        until(page, "f-场次")
        page.keyboard.type("1")
        page.keyboard.press("Enter")
    expect(page.get_by_text("已登记 3 条")).to_be_visible()
    expect(page.locator("main .notice li a")).to_have_count(3)
    visit.go(LEDGER)
    shows(page, "主题3", "主题2", "主题1")


def until(page, name: str) -> None:
    """Press Tab until the input of a name has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)
