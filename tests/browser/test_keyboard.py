"""Only the keyboard: the focus goes where the eye goes, errors take it and lead to what they mean, Enter goes on and Escape closes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.exchange.books import activities
from tests.office import filing_data

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILING = "/new/ordinary-penalty"
FLOWS = (
    "/new", FILING, "/lists/ordinary-penalty", "/lists/law-activity/paste", "/lists/law-activity/import",
    "/manage/handover", "/supervision/reminders?span=all", "/manage/leave",
)  # fmt: skip
# what can be reached by Tab in the main part, each with where it stands
STOPS = """() => [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary")]
  .filter(one => one.tabIndex >= 0 && one.checkVisibility())
  .map(one => { const box = one.getBoundingClientRect();
    return {tab: one.tabIndex, left: box.left, top: box.top, bottom: box.bottom, text: (one.innerText || one.name || one.id).slice(0, 20)} })"""


def focused_in(page: Page, where: str) -> bool:
    return bool(page.evaluate(f"document.activeElement.closest({where!r}) !== null"))


def outlined(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))


def test_the_focus_goes_down_a_column_and_then_to_the_next_never_back(visit: Visit, office: Office):
    waiting = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"), data=filing_data()
    )  # fmt: skip
    visit.sign_in("head")
    for address in (*FLOWS, f"/matters/{waiting.matter}/opinions/{waiting.seq}"):
        visit.go(address)
        stops = visit.page.evaluate(STOPS)
        assert stops, address
        assert all(one["tab"] == 0 for one in stops), address
        for one, other in pairwise(stops):
            beside = other["left"] > one["left"]
            assert beside or other["bottom"] > one["top"], f"{address} {one} {other}"


def test_what_is_wrong_takes_the_focus_in_the_form_s_order_and_leads_to_its_inputs(
    visit: Visit, office: Office
):
    page = visit.sign_in("officer").go(FILING).page
    page.get_by_label("案由").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert outlined(page)
    links = summary.get_by_role("link")
    aims = [str(one.get_attribute("href"))[1:] for one in links.all()]
    places = [
        page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", aim)
        for aim in aims
    ]
    assert len(aims) > 3
    assert places == sorted(places)
    for place, aim in enumerate(aims):
        links.nth(place).focus()
        page.keyboard.press("Enter")
        assert page.evaluate(
            "id => document.getElementById(id).contains(document.activeElement) && document.activeElement.matches('input, select, textarea')",
            aim,
        ), aim
        assert outlined(page), aim


def test_what_is_wrong_in_a_form_opened_in_place_takes_the_focus_too(visit: Visit, office: Office):
    matter = office.mediation().matter
    page = visit.sign_in("clerk").go(f"/matters/{matter}").page
    page.get_by_role("link", name="调解", exact=True).first.press("Enter")
    expect(page.get_by_role("heading", name="调解", exact=True, level=1)).to_be_focused()
    page.get_by_role("button", name="下一步：看看确认后会怎样").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("address", ["/manage/handover", "/manage/leave", "/opinion"])
def test_other_forms_do_the_same(visit: Visit, office: Office, address: str):
    waiting = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"), data=filing_data()
    )  # fmt: skip
    opinion = f"/matters/{waiting.matter}/opinions/{waiting.seq}"
    page = visit.sign_in("head").go(opinion if address == "/opinion" else address).page
    page.locator("main form[method=post] button.primary").first.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused_in(page, "[role=alert] a")
    page.keyboard.press("Enter")
    assert focused_in(page, ".field")


def test_escape_closes_the_menu_of_one_s_own_and_the_focus_is_back_on_it(
    visit: Visit, office: Office
):
    page = visit.sign_in("officer").page
    page.wait_for_load_state()
    menu = page.locator("details.mine summary")
    menu.press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出")).to_be_hidden()
    expect(menu).to_be_focused()


def test_one_signs_in_and_out_by_the_keyboard(visit: Visit, office: Office):
    page = visit.go("/signin").page
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("officer")
    page.keyboard.press("Tab")
    expect(page.get_by_label("密码")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("用户名")).to_be_focused()


def test_the_menu_of_one_s_own_closes_behind_the_focus_but_not_behind_its_dialog(
    visit: Visit, office: Office
):
    keys = Keys(visit.sign_in("officer"), 360)
    visit.page.wait_for_load_state()
    keys.press("officer")
    keys.press("快捷键（?）")
    expect(visit.page.get_by_role("dialog")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_be_hidden()
    assert keys.now()["name"] == "快捷键（?）"
    keys.to("退出")
    visit.page.keyboard.press("Tab")
    expect(visit.page.get_by_role("button", name="退出")).to_be_hidden()


def test_the_focus_stays_on_a_button_while_progress_arrives(visit: Visit, office: Office, tmp_path):
    table = tmp_path / "台账.xlsx"
    table.write_bytes(activities(3))
    keys = Keys(visit.sign_in("clerk"), 360).open("/lists/law-activity/import")
    keys.fill(表格=table)
    keys.go("上传并核对列").go("核对无误，逐行判断").to("停止")
    for _ in range(2):
        with visit.page.expect_response("**/imports/*"):
            pass
    visit.page.wait_for_timeout(200)
    assert keys.now()["name"] == "停止"


def test_the_headings_that_sort_are_there_on_a_phone_too(visit: Visit, office: Office):
    office.mediation()
    Keys(visit.sign_in("clerk"), 360).open("/lists/people-mediation").go("登记簿号")
    expect(visit.page).to_have_url(re.compile("sort="))
