"""What a page lists is to be had as a workbook, whole and from the page itself."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.exchange.books import HEADER, activity, book
from tests.web.desk import NEW_MEDIATION, Desk, mediation_form
from tests.web.test_documents import agreed
from tests.web.test_imports import brought

pytestmark = pytest.mark.django_db


def rows_of(desk: Desk, address: str) -> list[list[object]]:
    answer = desk.client.get(address)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_papers_that_have_not_come_back_are_a_workbook(mediator: Desk):
    assert "export=1" not in mediator.page("/scans")
    agreed(mediator.office)
    assert "?export=1" in mediator.page("/scans")
    rows = rows_of(mediator, "/scans?export=1")
    assert rows[0] == ["文书", "办件", "制发日期"]
    assert "人民调解协议书" in [row[0] for row in rows[1:]]


def test_the_series_of_numbers_and_the_numbers_left_out_are_workbooks(mediator: Desk):
    typed = mediator.check(NEW_MEDIATION, **mediation_form(), number="2")
    assert mediator.confirm(typed, NEW_MEDIATION).status_code == 302
    page = mediator.page("/numbers")
    assert "?year=2026&amp;export=irregular" in page
    assert "?year=2026&amp;export=series" in page
    assert [row[1] for row in rows_of(mediator, "/numbers?year=2026&export=irregular")[1:]] == [
        "示市监调〔2026〕1号"
    ]
    series = rows_of(mediator, "/numbers?year=2026&export=series")
    assert [row[1] for row in series] == ["已编到（号）", "2"]


def test_the_tables_brought_in_are_a_workbook(mediator: Desk):
    brought(mediator, book([HEADER, activity(1)]))
    assert "?export=1" in mediator.page("/imports")
    assert len(rows_of(mediator, "/imports?export=1")) == 2
