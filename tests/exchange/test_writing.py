"""What stands in a workbook that goes out: text as text, nothing a program refuses, every sheet under its own name."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from guiju.exchange.blanks import blank_targets, blank_workbook
from guiju.exchange.sheets import read_workbook
from guiju.exchange.writing import LONGEST_CELL, OutColumn, OutSheet, workbook_bytes
from guiju.lawbook.show import national
from guiju.matters.rulebook import catalog
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.downloads import exported
from tests.exchange.books import cells_of

TEXT, NUMBER = OutColumn("=文"), OutColumn("数", "number")


def written(text: object, number: object = 1) -> list[object]:
    return cells_of(workbook_bytes([OutSheet("表", [TEXT, NUMBER], [[text, number]])]))[1]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (12, "12"),
        (True, "是"),
        ("甲\x01乙\ud800", "甲\ufffd乙\ufffd"),
        ("长" * (LONGEST_CELL + 9), "长" * LONGEST_CELL),
    ],
    ids=["number", "yes or no", "signs", "long"],
)
def test_a_column_of_text_holds_text_that_every_program_opens(given, shown):
    assert written(given)[0] == shown


def test_a_whole_number_that_would_be_rounded_goes_out_as_text():
    assert written("", 10**15 + 1)[1] == str(10**15 + 1)
    assert written("", 10**15 - 1)[1] == 10**15 - 1


def test_a_heading_stays_text_when_it_is_edited():
    sheet = load_workbook(BytesIO(workbook_bytes([OutSheet("表", [TEXT], [])]))).worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].quotePrefix) == ("=文", True)


def test_two_sheets_of_one_name_are_told_apart():
    long = "名" * 40
    sheets = [OutSheet(name, [TEXT], []) for name in ("表a", "表A", long, long)]
    names = load_workbook(BytesIO(workbook_bytes(sheets))).sheetnames
    assert len({one.lower() for one in names}) == 4
    assert all(len(one) <= 31 for one in names)


def blank(*values: object) -> bytes:
    rules = national(catalog().versions["law-activity"][-1], catalog().shelf, "司法")
    rest = [None] * (len(blank_targets(rules, "event")) - len(values))
    return blank_workbook(rules, "event", [[*values, *rest]])


def test_a_table_to_fill_in_computes_nothing_that_was_registered():
    cell = load_workbook(BytesIO(blank("=1+1")))["填报"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_the_hidden_choices_of_our_own_tables_are_not_told_as_left_out():
    assert not any("隐藏" in note for note in read_workbook("填报表.xlsx", blank("甲")).notes)


def test_a_table_of_a_page_goes_out_with_the_words_beside_its_values():
    row = [Cell("甲", badge=Mark("逾期", "red"), note="小字")]
    answer = exported("表", Table("表", [Column("名称")], [row]))
    assert cells_of(answer.content)[1] == ["甲 逾期 小字"]
