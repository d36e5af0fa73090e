"""监督 on the pages: the overview, its columns, rows and workbook, and lists that grow old."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from guiju.people.services import open_account
from tests.supervision.county import working_county
from tests.web.desk import PASSWORD, Desk, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(desk: Desk) -> dict[str, object]:
    """A county at work, ten days on."""
    office = desk.office
    made = working_county(office)
    open_account(office.people["overseer"], "overseer", PASSWORD)
    open_account(office.people["outsider"], "outsider", PASSWORD)
    office.go_to("2026-03-10")
    return made


@pytest.fixture
def above(desk: Desk, county) -> Desk:
    return desk.enter("overseer")


def workbook(desk: Desk, address: str) -> list[list[object]]:
    """The rows of the workbook at an address, its headings first."""
    answer = desk.client.get(address)
    assert "attachment" in answer["Content-Disposition"], address
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    return [row for row in sheet.to_python() if any(row)]


def test_every_unit_is_a_row_with_numbers_words_and_ways_to_its_rows(above: Desk):
    page = above.page("/supervision")
    assert "示例县市场监督管理局" in page
    assert "示例县甲镇" in page
    assert '<span class="badge red">逾期</span>' in page
    assert "/supervision/rows?column=overdue&amp;unit=SLX-Z" in page
    rows = above.page("/supervision/rows?column=overdue&unit=SLX-Z")
    assert "达成协议" in rows
    assert len(page.encode()) < 100_000


def test_a_figure_that_is_not_offered_is_found_by_its_name(above: Desk):
    offered = above.page("/supervision").partition("</form></details>")[0]
    assert 'value="figure:mediation-people"' not in offered
    found = above.page("/supervision?figure=涉及人数")
    assert 'value="figure:mediation-people"' in found


def test_columns_are_chosen_once_and_stay(above: Desk):
    answer = above.send("/supervision/columns", column=["open", "reported:people-mediation"])
    assert answer["Location"] == "/supervision"
    page = above.page("/supervision")
    assert "本月" in page.partition("<table")[2]
    assert ">逾期</th>" not in page.partition("<table")[2]
    assert "已报" in page


def test_a_figure_of_the_catalog_is_a_column_like_any_other(above: Desk):
    above.send("/supervision/columns", column=["figure:mediation-accepted"])
    page = above.page("/supervision")
    assert "figure%3Amediation-accepted&amp;unit=SLX-Z" in page
    rows = above.page("/supervision/rows?column=figure:mediation-accepted&unit=SLX-Z")
    assert "登记受理" in rows


def test_the_workbook_holds_what_the_page_shows_as_numbers(above: Desk):
    rows = workbook(above, "/supervision/export")
    assert rows[0][:2] == ["单位", "逾期"]
    assert [row[1] for row in rows[1:]] == [1.0, 1.0]


def test_nobody_reads_the_rows_of_a_body_beyond(above: Desk, desk: Desk):
    above.page("/supervision/rows?column=overdue&unit=SLX-X", 404)
    above.page("/supervision/rows?column=nothing&unit=SLX-Z", 404)
    town = desk.enter("outsider")
    town.page("/supervision/rows?column=overdue&unit=SLX-SJ", 404)


def test_who_has_no_units_below_sees_the_people_of_the_own_body(desk: Desk, county):
    head = desk.enter("head")
    assert head.client.get("/supervision")["Location"] == "/supervision/people"
    page = head.page("/supervision/people")
    for name in ("clerk", "officer"):
        assert f">{name}</th>" in page or f"{name}" in page
    assert "乡镇一览" not in page
    assert workbook(head, "/supervision/export?people")[0][0] == "人员"


def test_lists_that_grow_old_are_told_on_the_first_page_and_under_supervision(desk: Desk):
    desk.office.go_to("2026-09-15")
    page = desk.enter("certifier").page("/")
    assert "久未调整的清单" in page
    assert "行政执法证件 已 197 天未调整" in page
    listed = desk.page("/supervision/lists")
    assert "行政执法证件" in listed
    assert ">197<" in listed
    desk.office.certify("uncertified")
    assert "久未调整的清单" not in desk.page("/")


def test_whoever_cannot_remind_is_not_shown_the_button(desk: Desk, county):
    assert "一键催办" not in desk.enter("clerk").page("/supervision/people")
    assert "一键催办" in desk.enter("head").page("/supervision/people")


def test_the_first_page_of_a_chief_shows_who_is_pressed_and_others_see_no_such_map(desk: Desk, county):  # fmt: skip
    page = desk.enter("head").page("/")
    assert "谁手里紧" in page
    block = page.partition("谁手里紧")[2]
    assert "clerk" in block
    assert "officer" not in block.partition("</table>")[0], "nothing of his presses"
    above = desk.enter("overseer").page("/").partition("谁手里紧")[2]
    assert "示例县甲镇" in above
    assert "/supervision/rows?column=overdue&amp;unit=SLX-Z" in above
    assert "谁手里紧" not in desk.enter("clerk").page("/")


def test_the_rows_of_what_is_late_lead_to_reminding_that_unit(above: Desk, desk: Desk):
    page = above.page("/supervision/rows?column=overdue&unit=SLX-Z")
    assert "/supervision/reminders?span=late&amp;unit=SLX-Z" in page
    assert "催办这个单位" not in above.page("/supervision/rows?column=open&unit=SLX-Z")
    town = desk.enter("outsider").page("/supervision/rows?column=overdue&unit=SLX-Z")
    assert "催办这个单位" in town, "a head his own"


def test_the_rows_of_a_cell_the_old_lists_and_a_paper_are_workbooks_too(above: Desk, county):
    rows = workbook(above, "/supervision/rows?column=overdue&unit=SLX-Z&export")
    assert len(rows) == 2
    assert "2026-03-09" in str(rows[1][4])
    page = above.page("/supervision/reminders?span=late")
    whole = {**hidden(page), "matters": [county["theirs"]]}
    where = above.send("/supervision/reminders", **whole)["Location"]
    paper = workbook(above, f"{where}?export")
    assert paper[1][1:3] == ["示例县甲镇", "调〔2026〕1号"]
    assert paper[1][7] == "已登记"
    above.office.go_to("2027-03-01")
    old = workbook(above, "/supervision/lists?export")
    assert old[0][:2] == ["清单", "单位"]
    assert len(old) > 1
