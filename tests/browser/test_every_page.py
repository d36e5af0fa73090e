"""Every page, at a desk's and a phone's width and without script: axe finds nothing serious, nothing is wider than its screen, headings are in order."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pytest
from axe_core_python.sync_playwright import Axe

from guiju.people import first_start
from guiju.web import views_law
from tests.browser.conftest import Visit
from tests.browser.every_page import NOBODY, OFFICER, PLACES, address_of
from tests.browser.furnished import NAMES, desk, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = 1366, 360
SERIOUS = {"serious", "critical"}
SAID_AT_LEAST = 20
AXE = "document, {resultTypes: ['violations']}"
BY_WIDTH = "document, {resultTypes: ['violations'], runOnly: {type: 'rule', values: ['color-contrast', 'scrollable-region-focusable', 'label', 'link-name', 'button-name']}}"
BODY = {
    "名称": "示例县",
    "统一社会信用代码": "91620000MA00000007",
    "性质": "人民政府",
    "成立日期": "2015-01-01",
}
OUTLINE = """() => ({
  wide: document.documentElement.scrollWidth - innerWidth,
  first: document.querySelectorAll("h1").length - Math.max(document.querySelectorAll("article.paper h1").length - 1, 0),
  levels: [...document.querySelectorAll("main h1, main h2, main h3, main h4")].filter(one => one.checkVisibility()).map(one => +one.tagName[1]),
  unnamed: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter(one => !one.labels.length && !one.ariaLabel && !one.getAttribute("aria-labelledby")).map(one => one.outerHTML.slice(0, 90)),
})"""


class Opened(NamedTuple):
    """A page that can be opened: its route, who opens it, where, and how it answers."""

    route: str
    who: str
    address: str
    status: int = 200


class Round:
    """A round through pages: a window for each person, and what each page was found at fault with."""

    def __init__(self, browser: Browser, host: str, *, script: bool = True) -> None:
        self._context = browser.new_context(
            locale="zh-CN", viewport={"width": DESK, "height": 900}, java_script_enabled=script
        )
        self.visit = Visit(self._context.new_page(), host)
        self.faults: list[tuple[object, ...]] = []

    def sit_down(self, session: str) -> None:
        """Somebody sits down at the window; nobody, without a session."""
        self._context.clear_cookies()
        if session:
            cookie = {"name": "sessionid", "value": session, "url": self.visit.address}
            self._context.add_cookies([cookie])

    def look(self, one: Opened) -> None:
        """Open a page and look at it at both widths."""
        page, said = self.visit.page, list(self.visit.complaints)
        page.set_viewport_size({"width": DESK, "height": 900})
        answer = page.goto(self.visit.address + one.address)
        if answer is None or answer.status != one.status:
            self.faults.append((one.route, "status", answer and answer.status))
        said += self.visit.complaints[len(said) :]
        page.evaluate(Axe().axe_script)
        for width, rules in ((DESK, AXE), (PHONE, BY_WIDTH)):
            page.set_viewport_size({"width": width, "height": 800})
            self._outline(one, width)
            found = page.evaluate(f"axe.run({rules})")["violations"]
            self.faults += [
                (one.route, width, fault["id"], node["html"][:120])
                for fault in found
                if fault["impact"] in SERIOUS
                for node in fault["nodes"]
            ]
        self.visit.complaints[:] = said  # what axe itself tries to style is not the page's doing

    def _outline(self, one: Opened, width: int) -> None:
        found = self.visit.page.evaluate(OUTLINE)
        steps = zip(found["levels"], found["levels"][1:], strict=False)
        wrong = {
            "wider than the screen": found["wide"] > 0,
            "one first heading": found["first"] != 1,
            "headings in order": any(below - above > 1 for above, below in steps),
            "unnamed": found["unnamed"],
        }
        self.faults += [(one.route, width, what) for what, is_so in wrong.items() if is_so]

    def read(self, one: Opened) -> None:
        """Open a page without script: what it is about stands there."""
        page = self.visit.page
        page.goto(self.visit.address + one.address)
        there = page.locator("h1").first.is_visible() and page.locator("#main").inner_text()
        if not there or len(there) < SAID_AT_LEAST:
            self.faults.append((one.route, "nothing without script", there))

    def close(self) -> None:
        """Close the window; nobody else was asked for anything, and nothing broke."""
        self._context.close()
        said = [one for one in self.visit.complaints if "status of" not in one]
        assert not said
        outside = [url for url in self.visit.requests if not url.startswith(self.visit.address)]
        assert not outside, "the pages ask nobody else for anything"
        assert self.faults == []


@pytest.fixture
def pages(office: Office) -> list[Opened]:
    """Every page there is once there is an office, in the order of who opens it; and what goes wrong."""
    furnish(office)
    at = {who: cache(desk(office, name).page) for who, name in NAMES.items()} | {NOBODY: str}
    found = [
        Opened("404", OFFICER, "/matters/nowhere", 404),
        Opened("403", OFFICER, "/manage/grants", 403),
    ]
    for one in PLACES:
        found.append(Opened(one.route, one.who, address_of(one, at[one.who])))
    return sorted(found, key=lambda one: one.who)


@pytest.fixture
def sessions(office: Office) -> dict[str, str]:
    """User name → session."""
    known = {
        who: desk(office, name).client.cookies["sessionid"].value for who, name in NAMES.items()
    }
    return {**known, NOBODY: ""}


def go_round(made: Round, pages: list[Opened], sessions: dict[str, str]) -> Iterator[Opened]:
    for who, theirs in groupby(pages, key=lambda one: one.who):
        made.sit_down(sessions[who])
        yield from theirs


def test_every_page_is_in_order_at_both_widths_and_can_be_read_without_script(
    chromium, live_server, pages, sessions, monkeypatch
):
    made = Round(chromium, live_server.url, script=False)
    for one in go_round(made, pages, sessions):
        made.read(one)
    made.close()
    made = Round(chromium, live_server.url)
    for one in go_round(made, pages, sessions):
        made.look(one)
    made.sit_down(sessions[OFFICER])
    monkeypatch.setattr(views_law, "procedures_in_force", lambda _: 1 // 0)
    made.look(Opened("500", OFFICER, "/law", 500))
    made.close()


def test_the_pages_of_the_first_start_are_in_order(chromium, live_server, time):
    made = Round(chromium, live_server.url)
    made.look(Opened("start", NOBODY, "/start"))
    page = made.visit.page
    page.get_by_label("启动码").fill(first_start.draw_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/body")
    made.look(Opened("start-body", NOBODY, "/start/body"))
    for label in ("名称", "统一社会信用代码", "成立日期"):
        page.get_by_label(label).fill(BODY[label])
    page.get_by_label("性质").select_option(BODY["性质"])
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/start/units")
    made.look(Opened("start-units", NOBODY, "/start/units"))
    made.look(Opened("start-administrators", NOBODY, "/start/administrators"))
    made.close()
