"""Search and 新办 from the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.office import PARTY

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_matter_is_sought_and_opened_from_the_keyboard_alone(visit: Visit, office: Office):
    office.penalty(当事人={**PARTY, "name": "王伟记商行"})
    page = visit.sign_in("officer").page
    page.keyboard.press("/")
    page.keyboard.type("王伟")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    hit = page.get_by_role("link", name="王伟记商行")
    expect(hit.locator("mark")).to_have_text("王伟")
    hit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("王伟记商行")


def test_what_is_found_follows_what_is_typed(visit: Visit, office: Office):
    office.penalty(当事人={**PARTY, "name": "王伟记商行"})
    page = visit.sign_in("officer").go("/search").page
    page.keyboard.press("/")
    page.keyboard.type("王伟")
    expect(page.get_by_role("link", name="王伟记商行")).to_be_visible()
    page.keyboard.type("李")
    expect(page.get_by_text("没有找到“王伟李”")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=%E7%8E%8B%E4%BC%9F%E6%9D%8E$"))


def test_a_procedure_is_begun_by_a_few_letters(visit: Visit):
    page = visit.sign_in("clerk").page
    page.keyboard.press("n")
    page.wait_for_url("**/new")
    page.get_by_role("searchbox", name="我要办").press_sequentially("调解")
    expect(page.get_by_role("heading", name="可以新办")).to_be_visible()
    page.get_by_role("link", name="人民调解", exact=True).click()
    expect(page.get_by_label("登记簿号")).to_be_visible()


def test_a_known_party_is_offered_while_typing_and_fills_every_part(visit: Visit, office: Office):
    office.penalty(当事人={**PARTY, "name": "王伟记商行"})
    page = visit.sign_in("officer").go("/new/ordinary-penalty").page
    page.get_by_label("案由").fill("未明码标价")
    page.get_by_label("姓名或者名称").press_sequentially("伟记")
    offered = page.get_by_role("button", name="王伟记商行")
    expect(offered).to_be_visible()
    shot(page, "party", 1366)
    offered.click()
    expect(page.get_by_label("姓名或者名称")).to_have_value("王伟记商行")
    expect(page.get_by_label("身份号码或者信用代码")).to_have_value(PARTY["code"])
    expect(page.get_by_label("案由")).to_have_value("未明码标价")
    page.get_by_label("案由").press("Enter")
    expect(page.get_by_text("处要改")).to_be_visible()


@pytest.mark.parametrize("width", [1366, 390, 360])
def test_no_page_of_search_is_wider_than_the_screen(visit: Visit, office: Office, width):
    office.penalty(当事人={**PARTY, "name": "王" * 180})
    page = visit.sign_in("officer").page
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        "/search",
        "/search?q=王王",
        "/search?q=处罚",
        "/search?q=nothing",
        "/new",
        "/new?q=调解",
    ):
        visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        shot(page, path, width)


def shot(page, path: str, width: int) -> None:
    import os

    if os.environ.get("SHOTS"):
        name = path.strip("/").replace("?q=", "-").replace("/", "_")
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}.png", full_page=True)
