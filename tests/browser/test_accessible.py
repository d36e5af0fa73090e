"""What keeps people from using a page: axe finds nothing serious, nothing is wider than a phone, everything can be reached by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.office import filing_data

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}
PLAIN = (
    "/",
    "/new",
    "/new/ordinary-penalty",
    "/new/law-activity",
    "/lists",
    "/lists/law-activity",
    "/lists/law-activity/paste",
    "/matters",
    "/law",
    "/law/ordinary-penalty",
    "/opinions",
    "/manage/leave",
    "/design",
)
PHONE, DESK = 360, 1366
TABS = 200


def addresses(office: Office) -> list[str]:
    """Every kind of page, with something on it."""
    matter = office.penalty().matter
    office.evidence(matter)
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(线索编号="线2"),
    )  # fmt: skip
    return [
        *PLAIN,
        f"/matters/{matter}",
        f"/matters/{matter}/acts/{quote('调查终结')}",
        f"/matters/{matter}/sheets/{quote('处罚决定')}",
        f"/matters/{proposal.matter}/opinions/1",
        "/matters/nowhere",
    ]


def faults(visit: Visit) -> list[str]:
    """What axe calls serious on the page, each with where it stands."""
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
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_its_screen(
    visit: Visit, office: Office, settings, width: int
):
    visit.page.set_viewport_size({"width": width, "height": 800})
    everywhere = addresses(office)
    visit.go("/signin")
    assert faults(visit) == []
    visit.sign_in("officer")
    for address in everywhere:
        settings.DEBUG = address == "/design"
        visit.go(address)
        assert faults(visit) == [], address
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, address
    visit.complaints[:] = [one for one in visit.complaints if "404" not in one]


def test_the_keyboard_reaches_everything_that_can_be_pressed_and_shows_where_it_is(
    visit: Visit, office: Office
):
    matter = office.penalty().matter
    visit.sign_in("officer").go(f"/matters/{matter}")
    page = visit.page
    wanted = set(
        page.locator("section.now a.button").evaluate_all("all => all.map(one => one.href)")
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
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before * 1.25
    visit.go("/law")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before * 1.25
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
