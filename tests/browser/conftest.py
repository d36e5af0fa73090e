"""A live server with an office behind it, and Chromium in front."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.office import START, Office
from tests.web.desk import PASSWORD, open_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from guiju.matters.clock import SimulatedClock

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
CHROMIUM = "/usr/bin/chromium"
# How long one waits for what must come, on a machine that is busy with other things; how quick pages are is measured elsewhere.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


class EveryThread:
    """The simulated clock for the server's threads too."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock

    def get(self) -> SimulatedClock:
        return self._clock


@pytest.fixture
def time(store, monkeypatch) -> SimulatedClock:
    from guiju.matters import clock

    running = clock.SimulatedClock(START)
    monkeypatch.setattr(clock, "_simulated", EveryThread(running))
    return running


@pytest.fixture
def office(transactional_db, time, settings) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = Office.open(time)
    open_accounts(made)
    return made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page with what it complained of and what it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str) -> Visit:
        self.page.goto(self.address + path)
        return self

    def sign_in(self, name: str) -> Visit:
        self.go("/signin")
        self.page.get_by_label("用户名").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(self.address + "/")
        return self

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def visit(office, live_server, chromium) -> Iterator[Visit]:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    context.set_default_timeout(PATIENCE)
    made = Visit(context.new_page(), live_server.url)
    yield made
    context.close()
    assert not made.complaints
    outside = [url for url in made.requests if not url.startswith(live_server.url)]
    assert not outside, "the pages ask nobody else for anything"
