"""What was done in a day stands in the report: from its number to the act, by clicking alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPORT = "/reports/SLX-SJ/2026"
SHEET = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")


def file_an_event(visit) -> None:
    """Enter a law-education event on the pages, as a clerk does."""
    page = visit.go("/new/law-activity").page
    page.get_by_label("活动编号或名称").fill("宪法宣传第一场")
    page.get_by_label("主题").fill("宪法进企业")
    choose(page, "活动类型", "宣传活动")
    choose(page, "工作板块", "普法规划")
    choose(page, "宣传节点", "日常")
    page.get_by_label("场次").fill("3")
    page.get_by_role("button", name="先看一遍").click()
    page.get_by_role("button", name="确认登记", exact=True).click()
    page.wait_for_url("**/matters/*")


def choose(page, field: str, value: str) -> None:
    """Choose a value, whether it is offered as buttons or as a list."""
    group, list_of = page.get_by_role("group", name=field), page.get_by_label(field)
    expect(group.or_(list_of).first).to_be_attached()
    if group.count():
        group.get_by_label(value, exact=True).check()
    else:
        list_of.select_option(value)


def test_a_days_work_stands_in_the_report_and_its_number_opens_down_to_the_act(visit):
    visit.sign_in("clerk")
    file_an_event(visit)
    filed = visit.page.url.partition("#")[0]
    page = visit.go(REPORT).page
    chip = page.locator("a.number-chip", has_text="3").first
    chip.click()
    row = page.locator("#panel a", has_text="普法").first
    row.wait_for()
    expect(page, "the panel is filled in place").to_have_url(re.compile(f"{REPORT}$"))
    row.click()
    page.wait_for_url("**/matters/**")
    assert page.url.partition("?")[0] == filed
    expect(page.locator("main")).to_contain_text("宪法进企业")


def test_without_script_the_number_opens_the_same_row(visit, chromium, live_server):
    visit.sign_in("clerk")
    file_an_event(visit)
    state = visit.page.context.storage_state()
    context = chromium.new_context(
        locale="zh-CN", java_script_enabled=False, storage_state=state,
        viewport={"width": 390, "height": 800},
    )  # fmt: skip
    page = context.new_page()
    page.goto(live_server.url + REPORT)
    page.locator("a.number-chip", has_text="3").first.click()
    page.locator("#panel a", has_text="怎么数的").first.click()
    expect(page.locator("main")).to_contain_text("3 场次")
    page.locator("table a", has_text="普法").first.click()
    expect(page.locator("main")).to_contain_text("宪法进企业")
    context.close()


def test_what_is_typed_into_the_report_is_saved_while_typing(visit):
    visit.sign_in("supervisor")
    page = visit.go(REPORT).page
    field = page.locator("textarea").first
    field.fill("县局全年部署法治政府建设。")
    page.locator(".saving", has_text="已保存").first.wait_for()
    page.reload()
    expect(page.locator("textarea").first).to_have_value("县局全年部署法治政府建设。")


@pytest.mark.parametrize(
    "address",
    [
        "/figures", "/figures/publicity-events-all", "/reports", REPORT, f"{REPORT}/paper", "/law", "/law/ordinary-penalty",
        "/law/ordinary-penalty?tab=articles", "/law/ordinary-penalty?tab=cases", "/law/ordinary-penalty?tab=periods",
        "/law/reconsideration?tab=versions", "/law/statutes/行政处罚法",
    ],
)  # fmt: skip
def test_no_page_is_wider_than_a_phone(visit, address):
    visit.sign_in("supervisor")
    visit.page.set_viewport_size({"width": 360, "height": 740})
    page = visit.go(address).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_procedure_prints_upright_on_sheets_of_a4(visit):
    visit.sign_in("supervisor")
    page = visit.go("/law/ordinary-penalty").page
    page.emulate_media(media="print")
    content = page.pdf(prefer_css_page_size=True)
    sheets = {tuple(round(float(side)) for side in found) for found in SHEET.findall(content)}
    assert sheets == {(595, 842)}
