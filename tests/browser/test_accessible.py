"""What keeps people from using a page: axe finds nothing serious, nothing is wider than a phone, everything can be reached by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}
PHONE, DESK = 360, 1366
TABS = 200


def faults(visit: Visit) -> list[str]:
    """What axe calls serious on the page, each with where it stands."""
    visit.page.wait_for_load_state()  # colours are judged by the style sheets
    said = list(visit.complaints)
    found = Axe().run(visit.page)["violations"]
    visit.complaints[:] = said  # what axe itself tries to style is not the page's doing
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_component_in_every_state_is_in_order(
    visit: Visit, office: Office, settings, width: int
):
    settings.DEBUG = True
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.sign_in("officer").go("/design")
    assert faults(visit) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_everything_that_can_be_pressed_and_shows_where_it_is(
    visit: Visit, office: Office
):
    matter = office.penalty().matter
    visit.sign_in("officer").go(f"/matters/{matter}")
    page = visit.page
    wanted = set(
        page.locator("section.now a.button:visible").evaluate_all("all => all.map(one => one.href)")
    )
    assert wanted
    reached: set[str] = set()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.href ?? '', getComputedStyle(document.activeElement).outlineStyle]"
        )
        reached.add(focused[0])
        assert focused[1] != "none" or not focused[0], focused
        if wanted <= reached:
            break
    assert wanted <= reached


def test_large_letters_change_every_page_and_stay(visit: Visit, office: Office):
    visit.sign_in("officer")
    page = visit.page
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator("details.mine summary").click()
    page.get_by_role("button", name="大字号").click()
    expect(page.locator("html.large")).to_be_attached()
    page.wait_for_load_state()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before * 1.25
    visit.go("/law")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before * 1.25
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
