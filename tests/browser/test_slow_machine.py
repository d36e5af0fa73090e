"""A slow machine on a slow line: nothing jumps while a page arrives, and what is typed before the scripts are there counts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.clerking import fill
from tests.browser.test_staff_door import go_on, press

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOWER = 6
SEEN = 0.001  # layout shift score; a button that comes beside another makes 0.0004, headings that give way 0.006, a part that moves down 0.4
SHIFTS = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().map(one => [one.value, ...one.sources.map(part => part.node?.outerHTML?.slice(0, 80) ?? '')])
)).observe({type: 'layout-shift', buffered: true}) ?? setTimeout(() => done([]), 300))"""


def slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_jumps_while_a_page_arrives(visit: Visit, office: Office, width: int):
    matter = office.mediation().matter
    visit.sign_in("clerk")
    visit.page.set_viewport_size({"width": width, "height": 900})
    slow(visit.page)
    for path in (
        "/",
        "/new",
        "/new/people-mediation",
        "/matters",
        f"/matters/{matter}",
        "/lists/people-mediation",
        "/figures",
        "/law/people-mediation",
    ):
        visit.go(path)
        shifts = visit.page.evaluate(SHIFTS)
        assert sum(one[0] for one in shifts) < SEEN, (path, shifts)


def test_what_is_typed_before_the_scripts_arrive_counts(visit: Visit, office: Office):
    visit.sign_in("clerk")
    arrived = threading.Event()

    def late(route: Route) -> None:
        arrived.wait(0.5)
        route.continue_()

    visit.page.route("**/*.js", late)
    visit.page.goto(f"{visit.address}/new/people-mediation", wait_until="commit")
    visit.page.get_by_label("登记簿号").fill("调9")
    arrived.set()
    visit.page.wait_for_load_state()
    expect(visit.page.get_by_label("登记簿号")).to_have_value("调9")
    fill(visit.page, {
        "启动方式": "当事人申请", "联动方式": "人民调解单独办理", "纠纷类型": "邻里", "调解员": "示例调解员",
        "可能引发案件": "否",
    })  # fmt: skip
    go_on(visit)
    press(visit, "确认登记")
    expect(visit.page.get_by_text("调9").first).to_be_visible()
