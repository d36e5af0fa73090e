"""Forms that open on the matter's page itself, keys, and the same pages without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_staff_door import press

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_mediation(visit: Visit, office: Office) -> str:
    matter = office.mediation().matter
    visit.sign_in("clerk").go(f"/matters/{matter}")
    visit.page.get_by_role("link", name="调解", exact=True).first.click()
    return matter


def test_a_form_opens_above_the_matters_own_page_and_takes_the_focus(visit: Visit, office: Office):
    open_mediation(visit, office)
    page = visit.page
    expect(page.get_by_role("heading", name="调解", exact=True, level=1)).to_be_focused()
    expect(page.get_by_role("heading", name="过程")).to_be_attached()
    expect(page, "the address is that of the form").to_have_url(
        re.compile("/acts/%E8%B0%83%E8%A7%A3$")
    )
    page.reload()
    expect(page.get_by_role("heading", name="调解", exact=True, level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="过程")).to_be_visible()
    expect(page.get_by_label("调解记录")).to_have_count(0)


def test_what_was_typed_in_place_is_there_after_reading_over_and_going_back(
    visit: Visit, office: Office
):
    matter = open_mediation(visit, office)
    page = visit.page
    page.get_by_label("调解记录").fill("双方到场 㙓")
    press(visit, "下一步：看看确认后会怎样")
    expect(page.get_by_role("alert")).to_contain_text("可能引发案件")
    expect(page.get_by_label("调解记录")).to_have_value("双方到场 㙓")
    page.get_by_role("group", name="可能引发案件").get_by_label("否").check()
    press(visit, "下一步：看看确认后会怎样")
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("调解记录")).to_have_value("双方到场 㙓")
    press(visit, "下一步：看看确认后会怎样")
    press(visit, "确认登记")
    expect(page).to_have_url(re.compile(f"{matter}$"))
    expect(page.get_by_text("双方到场 㙓")).to_be_visible()


def test_after_a_time_out_a_form_asked_for_in_place_leads_to_sign_in_and_back(
    visit: Visit, office: Office
):
    matter = office.mediation().matter
    visit.sign_in("clerk").go(f"/matters/{matter}")
    visit.page.context.clear_cookies(name="sessionid")
    visit.page.get_by_role("link", name="调解", exact=True).first.click()
    expect(visit.page.get_by_label("用户名")).to_be_visible()
    expect(visit.page).to_have_url(re.compile(r"/signin\?next="))


def test_keys_lead_to_their_places_but_not_while_one_types(visit: Visit, office: Office):
    page = visit.sign_in("clerk").page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="新办", level=1)).to_be_visible()
    page.wait_for_load_state()  # a key is heard once the page's script is there
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="今日", level=1)).to_be_visible()
    visit.go("/new/people-mediation")
    page.get_by_label("登记簿号").press_sequentially("tn?")
    expect(page.get_by_label("登记簿号")).to_have_value("tn?")


def test_without_script_every_link_of_a_matter_leads_to_its_page(office: Office, visit: Visit):
    matter = office.mediation().matter
    visit.sign_in("clerk")
    plain = visit.page.context.browser.new_context(java_script_enabled=False)
    plain.add_cookies(visit.page.context.cookies())
    page = plain.new_page()
    page.goto(f"{visit.address}/matters/{matter}")
    page.get_by_role("link", name="调解", exact=True).first.click()
    expect(page.get_by_role("heading", name="调解", exact=True, level=1)).to_be_visible()
    expect(page.get_by_label("调解记录")).to_be_visible()
    plain.close()
