"""Takes the pictures of the pages in ``docs/pictures``, at a desk's and a phone's width, from a demonstration of its own.

Run with ``python -m tests.browser.pictures [name …]``; without names all pictures are taken.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDTHS = (1366, 390)
TALLEST = 1800
QUALITY = 60
PORT = 8797
HOME = f"http://127.0.0.1:{PORT}"


class Picture(NamedTuple):
    """A picture of one page.

    Attributes:
        name: of the file.
        who: user name in the demonstration; empty for nobody.
        go: leads there from the first page.
    """

    name: str
    who: str
    go: Callable[[Page], object]


def at(address: str) -> Callable[[Page], object]:
    return lambda page: page.goto(HOME + address)


def first(place: str, *selectors: str) -> Callable[[Page], object]:
    """Open a page and follow the first link of each kind, one after the other."""

    def go(page: Page) -> None:
        page.goto(HOME + place)
        for selector in selectors:
            address = page.locator(selector).first.get_attribute("href")
            page.goto(HOME + str(address))

    return go


OFFICER, HEAD, COUNTY, SYSTEM = "承办人", "机关负责人", "县政府", "系统管理员"
DOCUMENT = "a[href*='/documents/']"
PICTURES = (
    Picture("signin", "", at("/signin")),
    Picture("today-officer", OFFICER, at("/")),
    Picture("today-head", HEAD, at("/")),
    Picture("new", OFFICER, at("/new")),
    Picture("opening-form", OFFICER, at("/new/ordinary-penalty")),
    Picture("matters", OFFICER, at("/matters")),
    Picture("matter", OFFICER, first("/lists/ordinary-penalty", "tbody a[href^='/matters/']")),
    Picture("form", OFFICER, first("/", "a[href*='/acts/']")),
    Picture("sheet", OFFICER, first("/lists/ordinary-penalty", "tbody a[href^='/matters/']", "a[href*='/sheets/']")),
    Picture("document", OFFICER, first("/lists/ordinary-penalty?sort=opened", "tbody a[href^='/matters/']", DOCUMENT)),
    Picture("correction", OFFICER, first("/lists/ordinary-penalty", "tbody a[href^='/matters/']", "a[href*='/notes/']")),
    Picture("opinions", HEAD, at("/opinions")),
    Picture("opinion", HEAD, first("/opinions", "tbody a[href*='/opinions/']")),
    Picture("lists", OFFICER, at("/lists")),
    Picture("list", OFFICER, at("/lists/ordinary-penalty")),
    Picture("list-import", OFFICER, at("/lists/lead-verification/import")),
    Picture("search", OFFICER, at("/search?q=示例客运")),
    Picture("scans", OFFICER, at("/scans")),
    Picture("numbers", OFFICER, at("/numbers")),
    Picture("figures", COUNTY, at("/figures?period=last-year")),
    Picture("figure", COUNTY, first("/figures", "tbody a[href^='/figures/']")),
    Picture("reports", COUNTY, at("/reports")),
    Picture("report", COUNTY, first("/reports", "a[href^='/reports/']")),
    Picture("supervision", COUNTY, at("/supervision")),
    Picture("reminders", HEAD, at("/supervision/reminders?span=late")),
    Picture("law", OFFICER, at("/law")),
    Picture("law-graph", OFFICER, at("/law/people-mediation")),
    Picture("law-cases", OFFICER, at("/law/people-mediation?tab=cases")),
    Picture("law-articles", OFFICER, at("/law/ordinary-penalty?tab=articles")),
    Picture("manage", SYSTEM, at("/manage")),
    Picture("people", SYSTEM, at("/manage/people")),
    Picture("parameters", OFFICER, at("/manage/parameters")),
    Picture("calendar", OFFICER, at("/manage/calendar")),
    Picture("leave", HEAD, at("/manage/leave")),
    Picture("handover", HEAD, at("/manage/handover")),
)  # fmt: skip


class Sheet(NamedTuple):
    """A picture of a document's first sheet.

    Attributes:
        name: of the file, after ``document-``.
        who: user name in the demonstration.
        procedure: whose matters are looked through.
        document: its title.
    """

    name: str
    who: str
    procedure: str
    document: str


MEDIATOR = "调解员"
SHEETS = (
    Sheet("filing", OFFICER, "ordinary-penalty", "立案审批表"),
    Sheet("notice", OFFICER, "ordinary-penalty", "行政处罚告知书"),
    Sheet("decision", OFFICER, "ordinary-penalty", "行政处罚决定书"),
    Sheet("receipt", OFFICER, "ordinary-penalty", "送达回证"),
    Sheet("on-the-spot", OFFICER, "summary-penalty", "当场行政处罚决定书"),
    Sheet("agreement", MEDIATOR, "people-mediation", "人民调解协议书"),
)
A4, SCALE = (794, 1123), 0.75
LOOKED_THROUGH = 30


@contextmanager
def demonstration(folder: str) -> Iterator[dict[str, str]]:
    """A demonstration that is served; user names with their passwords."""
    run = [sys.executable, "-m", "guiju.cli"]
    told = subprocess.run(
        [*run, "demo", "--no-serve", "--format", "json", "--db", folder],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    server = subprocess.Popen([*run, "serve", "--db", folder, "--port", str(PORT)])
    try:
        _wait()
        yield {one["username"]: one["password"] for one in json.loads(told)["accounts"]}
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{HOME}/signin").close()  # noqa: S310 -- this machine
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(HOME)


def take(browser: Browser, picture: Picture, passwords: dict[str, str], width: int) -> None:
    """Take one picture, no taller than what one looks at."""
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    page = context.new_page()
    if picture.who:
        sign_in(page, picture.who, passwords)
    picture.go(page)
    page.wait_for_load_state("networkidle")
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=FOLDER / f"{picture.name}-{width}.jpg", type="jpeg", quality=QUALITY, full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": height},
    )  # fmt: skip
    context.close()


def sign_in(page: Page, who: str, passwords: dict[str, str]) -> None:
    page.goto(f"{HOME}/signin")
    page.get_by_label("用户名").fill(who)
    page.get_by_label("密码").fill(passwords[who])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/signin" not in url)


def take_sheet(browser: Browser, sheet: Sheet, passwords: dict[str, str]) -> None:
    """Take the first A4 sheet of a document, of the first matter that has it."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 1000, "height": 1300}, device_scale_factor=SCALE
    )
    page = context.new_page()
    sign_in(page, sheet.who, passwords)
    page.goto(f"{HOME}/lists/{sheet.procedure}?sort=opened")
    rows = page.locator("tbody a[href^='/matters/']")
    matters = [rows.nth(place).get_attribute("href") for place in range(rows.count())]
    for matter in matters[:LOOKED_THROUGH]:
        page.goto(f"{HOME}{matter}")
        link = page.locator(DOCUMENT, has_text=sheet.document)
        if link.count():
            page.goto(f"{HOME}{link.first.get_attribute('href')}")
            break
    place = page.locator("article.document").bounding_box()
    if place is None:
        raise LookupError(sheet.document)
    page.screenshot(
        path=FOLDER / f"document-{sheet.name}.png", full_page=True,
        clip={"x": place["x"], "y": place["y"], "width": A4[0], "height": A4[1]},
    )  # fmt: skip
    context.close()


def write_index() -> None:
    """A page that shows them all, the desk's beside the phone's."""
    rows = [
        f"| {one.name} | ![{one.name} on a desk]({one.name}-1366.jpg) | ![{one.name} on a phone]({one.name}-390.jpg) |"
        for one in PICTURES
    ]
    head = "# Pictures\n\nThe pages of the demonstration at 1366 and 390 pixels, taken by `python -m tests.browser.pictures`.\n\n"
    table = "| page | desk | phone |\n|---|---|---|\n" + "\n".join(rows)
    sheets = "\n".join(
        f"| {one.document} | ![{one.name}](document-{one.name}.png) |" for one in SHEETS
    )
    papers = f"## Documents, their first sheet\n\n| document | A4 |\n|---|---|\n{sheets}\n"
    (FOLDER / "README.md").write_text(f"{head}{table}\n\n{papers}", encoding="utf-8")


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    write_index()
    wanted = [one for one in PICTURES if not names or one.name in names]
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(folder) as passwords,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in wanted:
            for width in WIDTHS:
                take(browser, picture, passwords, width)
            print(picture.name, flush=True)
        for sheet in [one for one in SHEETS if not names or f"document-{one.name}" in names]:
            take_sheet(browser, sheet, passwords)
            print(sheet.name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
