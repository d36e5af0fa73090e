"""A table brought in by a person: chosen, its columns confirmed, watched while it is judged and registered, nothing else clicked."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect

from guiju.exchange.services import Worker
from guiju.matters.models import Matter
from tests.browser.test_accessible import faults
from tests.exchange.books import HEADER, activity, book

pytestmark = pytest.mark.browser


@pytest.fixture
def background(office):
    """The background's worker, in a thread of its own."""
    from django.db import connection

    stopping = threading.Event()

    def run() -> None:
        worker = Worker()
        while not stopping.wait(0.3):
            worker.work(0.2, stopping.is_set)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stopping.set()
    thread.join()


def test_from_the_file_to_the_last_row_without_reloading(visit, background, tmp_path):
    path = tmp_path / "活动台账.xlsx"
    rows = [["2026年普法活动台账"], HEADER, *(activity(one) for one in range(1, 9)), activity(9, 活动类型="跳舞")]  # fmt: skip
    path.write_bytes(book(rows))
    page = visit.sign_in("clerk").go("/lists/law-activity/import").page
    page.get_by_label("表格必填").set_input_files(path)
    page.get_by_role("button", name="上传并核对列").click()
    expect(page.get_by_role("heading", name="每一列填到哪一项")).to_be_visible()
    page.get_by_role("button", name="核对无误，逐行判断").click()
    page.get_by_role("button", name="登记这8行").click()
    expect(page.get_by_role("heading", name="登记完了")).to_be_visible()
    with page.expect_download() as back:
        page.get_by_role("link", name="下载退回的表格").click()
    assert back.value.suggested_filename == "活动台账（未登记的行）.xlsx"
    assert Matter.objects.filter(procedure="law-activity").count() == 8
    assert visit.complaints == []


@pytest.mark.parametrize("width", [360, 1366])
def test_no_page_of_tables_is_wider_than_its_window_or_keeps_anybody_out(
    visit, background, tmp_path, width
):
    path = tmp_path / "活动台账.xlsx"
    path.write_bytes(book([HEADER, activity(1), activity(2, 活动类型="跳舞" * 40)]))
    page = visit.sign_in("clerk").page
    page.set_viewport_size({"width": width, "height": 900})
    addresses = ["/lists/law-activity/import", "/lists/law-activity/export", "/imports"]
    visit.go(addresses[0])
    page.get_by_label("表格必填").set_input_files(path)
    page.get_by_role("button", name="上传并核对列").click()
    expect(page.get_by_role("heading", name="每一列填到哪一项")).to_be_visible()
    looked_at(visit, "columns", width)
    page.get_by_role("button", name="核对无误，逐行判断").click()
    expect(page.get_by_role("button", name="登记这1行")).to_be_visible()
    looked_at(visit, "judged", width)
    for address in addresses:
        looked_at(visit.go(address), address, width)


def looked_at(visit, name: str, width: int) -> None:
    page = visit.page
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert faults(visit) == [], name
