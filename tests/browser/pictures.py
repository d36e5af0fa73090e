"""Takes the pictures of every page in ``docs/pictures``, at a desk's and a phone's width, from a demonstration of its own.

Run with ``python -m tests.browser.pictures [name …]``; without names all pictures are taken.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.every_page import (
    COUNTY,
    HEAD,
    MEDIATOR,
    NOBODY,
    OFFICER,
    PLACES,
    SECURITY,
    SYSTEM,
    Place,
    address_of,
    place,
)
from tests.browser.sheet_pictures import SHEETS, index, take_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDTHS = (1366, 390)
TALLEST = 1500
QUALITY = 40
PORT = 8797
HOME = f"http://127.0.0.1:{PORT}"
WHO = {OFFICER: "officer", HEAD: "head", MEDIATOR: "mediator", COUNTY: "county", SYSTEM: "system", SECURITY: "security"}  # fmt: skip
WRONG = (place("404", OFFICER, "/matters/nowhere"), place("403", OFFICER, "/manage/grants"))
ACTIVITIES = "\n".join(
    "\t".join(row)
    for row in (
        ("活动编号或名称", "主题", "活动类型", "工作板块", "宣传节点", "场次"),
        ("宪法进乡村", "宪法宣传", "讲座", "普法规划", "日常", "1"),
    )
)


def pictures() -> dict[str, Place]:
    """File name → page; where a kind of page has several, each is named after its tab or after who opens it."""
    taken = [one for one in (*PLACES, *WRONG) if (one.route, one.who) != ("today", SYSTEM)]
    several = Counter(one.route for one in taken)
    return {_name(one) if several[one.route] > 1 else one.route: one for one in taken}


def _name(one: Place) -> str:
    tab = re.search(r"tab=(\w+)", one.start)
    return f"{one.route}-{tab[1] if tab else WHO[one.who]}"


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


class Desks:
    """A window for each person, opened when first needed."""

    def __init__(self, browser: Browser, passwords: dict[str, str]) -> None:
        self._browser = browser
        self._passwords = passwords
        self._open: dict[str, Page] = {}

    def of(self, who: str) -> Page:
        """The window of a person; of nobody, without a name."""
        if who not in self._open:
            context = self._browser.new_context(locale="zh-CN", base_url=HOME, bypass_csp=True)
            self._open[who] = page = context.new_page()
            if who != NOBODY:
                page.goto("/signin")
                page.get_by_label("用户名").fill(who)
                page.get_by_label("密码").fill(self._passwords[who])
                page.keyboard.press("Enter")
                page.wait_for_url(lambda url: "/signin" not in url)
        return self._open[who]


def furnish(desks: Desks) -> None:
    """Do at the pages what leaves something on pages that a demonstration leaves empty."""
    page = desks.of(COUNTY)
    page.goto("/supervision/reminders?span=late")
    _press(page, "登记催办并出催办单")
    page = desks.of(HEAD)
    page.goto("/manage/leave")
    page.get_by_label("代理人").select_option(index=3)
    for label, text in (("第一日", "2026-11-23"), ("最后一日", "2026-11-27"), ("事由", "年休假")):
        page.get_by_label(label).fill(text)
    _press(page, "登记代理")
    page.goto("/manage/handover")
    page.get_by_label("移交人").select_option(index=2)
    page.get_by_label("接收人").select_option(index=4)
    page.get_by_label("移交的理由").fill("调离")
    page.get_by_label("纸质卷宗和物品").fill("2026年卷宗 3 册\n印章一枚")
    _press(page, "下一步")
    _press(page, "确认移交")
    page = desks.of(MEDIATOR)
    page.goto("/lists/law-activity/paste")
    page.get_by_label("从表格里复制的各行").fill(ACTIVITIES)
    _press(page, "下一步")


def _press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button).first.click()
    page.wait_for_load_state()


def take(page: Page, name: str, one: Place) -> None:
    """Take a page's pictures, no taller than what one looks at."""
    page.goto(address_of(one, lambda address: page.request.get(address).text()))
    page.add_style_tag(content="html { scrollbar-gutter: auto !important }")
    window = page.context.new_cdp_session(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        shot = window.send(
            "Page.captureScreenshot",
            {
                "format": "webp", "quality": QUALITY, "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
            },
        )  # fmt: skip
        (FOLDER / f"{name}-{width}.webp").write_bytes(base64.b64decode(shot["data"]))
    window.detach()


def write_index() -> None:
    """A page that shows them all, the desk's beside the phone's."""
    rows = [
        f"| {name} | ![{name} on a desk]({name}-1366.webp) | ![{name} on a phone]({name}-390.webp) |"
        for name in pictures()
        if (FOLDER / f"{name}-390.webp").is_file()
    ]
    head = "# Pictures\n\nEvery page of the demonstration at 1366 and 390 pixels, taken by `python -m tests.browser.pictures`.\n\n"
    table = "| page | desk | phone |\n|---|---|---|\n" + "\n".join(rows)
    (FOLDER / "README.md").write_text(f"{head}{table}\n\n{index()}", encoding="utf-8")


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    wanted = {name: one for name, one in pictures().items() if not names or name in names}
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(folder) as passwords,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*ARGUMENTS, "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        desks = Desks(browser, passwords)
        furnish(desks)
        for name, one in wanted.items():
            try:
                take(desks.of(one.who), name, one)
            except LookupError:
                print(f"{name}: the demonstration has none")
            else:
                print(name, flush=True)
        for sheet in [one for one in SHEETS if not names or one.name in names]:
            take_sheet(desks.of(sheet.who), sheet, FOLDER)
            print(sheet.name, flush=True)
    write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
