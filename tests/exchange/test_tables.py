"""A table is found in a workbook whatever people have put around it, and what was passed over is named."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.comments import Comment

from guiju.exchange.columns import DAY, SAME, SIMILAR, headings_wanted, proposed, targets_of
from guiju.exchange.errors import ExchangeError
from guiju.exchange.sheets import Broken, letters
from guiju.exchange.tables import read_table
from guiju.lawbook.show import national
from guiju.matters.rulebook import catalog
from tests.exchange.books import HEADER, activity, book

if TYPE_CHECKING:
    from openpyxl import Workbook

WANTED = ["活动编号或名称", "主题", "活动类型", "工作板块", "场次"]


def read(rows: list[list[Any]], more: Any = None, **how: Any):
    return read_table("表.xlsx", book(rows, more), WANTED, **how)


def noted(table, words: str) -> bool:
    return any(words in note for note in table.notes)


def test_titles_above_the_header_are_survived_and_said():
    table = read(
        [["2026年普法活动台账"], ["填报单位：司法局", None, "单位：场次"], HEADER, activity(1)]
    )
    assert (table.header_row, [row.number for row in table.rows]) == (3, [4])
    assert table.header[3] == "活动类型"
    assert noted(table, "表头上面的2行是标题")


def test_merged_cells_give_their_value_to_every_row_and_are_named():
    def merge(made: Workbook) -> None:
        sheet = made.worksheets[0]
        sheet.merge_cells("C2:C4")
        sheet.merge_cells("D2:E2")

    table = read(
        [HEADER, activity(1, 主题="宪法"), activity(2, 主题=None), activity(3, 主题=None)], merge
    )
    assert [row.cells[2] for row in table.rows] == ["宪法"] * 3
    assert table.rows[0].cells[4] == table.rows[0].cells[3] == "讲座"
    assert noted(table, "有2处合并的格（C2、D2）")


def test_formulas_give_their_stored_result_and_are_counted_those_without_one_are_refused():
    content = with_stored_formula(book([HEADER, activity(1, **{"场次（场次）": "=1+1"})]), 2)
    table = read_table("表.xlsx", content, WANTED)
    assert table.rows[0].cells[7] == 2
    assert noted(table, "有1个格是公式")
    table = read([HEADER, activity(1, **{"场次（场次）": "=1+1"})])
    assert table.rows[0].cells[7] == Broken("没有算出结果的公式")
    assert noted(table, "有1个公式没有保存结果（H2）")


def with_stored_formula(content: bytes, result: int) -> bytes:
    """The workbook as Excel saves it: the formula's result beside it."""
    from io import BytesIO
    from zipfile import ZipFile

    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, text.replace(b"<v></v>", b"<v>%d</v>" % result).replace(b"<v/>", b"<v>%d</v>" % result))  # fmt: skip
    return target.getvalue()


def test_error_values_are_told_apart_from_blanks():
    def spoil(made: Workbook) -> None:
        cell: Any = made.worksheets[0]["B2"]
        cell.value, cell.data_type = "#REF!", "e"
        last: Any = made.worksheets[0]["K4"]
        last.value, last.data_type = "#N/A", "e"

    table = read([HEADER, activity(1), activity(2)], spoil)
    assert table.rows[0].cells[1] == Broken("错误值#REF!")
    assert noted(table, "有2个格是错误值（B2、K4）")
    assert table.rows[2].cells[10] == Broken("错误值#N/A")


def test_hidden_sheets_are_left_out_and_named_and_of_the_others_the_best_is_used():
    def add(made: Workbook) -> None:
        hidden = made.create_sheet("去年", 0)
        hidden.append(HEADER)
        hidden.append(activity(9))
        hidden.sheet_state = "veryHidden"
        other = made.create_sheet("汇总", 0)
        other.append(
            ["乡镇", "次数", "备注", "说明文字", "又一列", "再一列", "七", "八", "九", "十"]
        )
        other.append(["甲乡", 3])

    table = read([HEADER, activity(1)], add)
    assert (table.sheet, len(table.rows)) == ("Sheet1", 1)
    assert noted(table, "隐藏的工作表没有读取：“去年”")
    assert noted(table, "另有工作表没有读取：“汇总”")
    assert read([HEADER, activity(1)], add, sheet="汇总").header[:2] == ["乡镇", "次数"]
    with pytest.raises(ExchangeError, match="没有名为"):
        read([HEADER, activity(1)], add, sheet="去年")


def test_totals_blank_rows_and_notes_at_the_foot_are_no_entries():
    rows = [HEADER, activity(1), ["小 计", None, None, None, None, None, None, 1], [], [None, " "], activity(2), ["合计：", None, None, None, None, None, None, 2], ["填表人：张三", None, None, "审核人：李四"]]  # fmt: skip
    table = read(rows)
    assert [row.number for row in table.rows] == [2, 6]
    assert noted(table, "合计行没有读取：第3行、第7行")
    assert noted(table, "表尾的说明没有读取：第8行")
    assert noted(table, "跳过空行2行")


def test_an_entry_whose_name_only_begins_like_a_total_stays():
    assert len(read([HEADER, activity(1, 活动名称="合计算账普法讲座")]).rows) == 1


def test_a_header_of_two_rows_gives_the_lower_one_with_what_spans_both():
    def merge(made: Workbook) -> None:
        sheet = made.worksheets[0]
        for column in "ABCDEFG":
            sheet.merge_cells(f"{column}1:{column}2")
        sheet.merge_cells("H1:I1")

    upper = [*HEADER[:7], "数量", None]
    lower = [*[None] * 7, "场次", "受众人次"]
    table = read([upper, lower, activity(1)], merge)
    assert (table.header_row, table.header) == (2, [*HEADER[:7], "场次", "受众人次"])


def test_days_shown_as_percent_or_text_come_as_people_see_them():
    def shape(made: Workbook) -> None:
        made.worksheets[0]["I2"].number_format = "0.0%"
        made.worksheets[0]["A2"].comment = Comment("批注", "某人")

    table = read([HEADER, activity(1, 活动日期=dt.date(2026, 3, 2), 受众人次=0.125)], shape)
    assert table.rows[0].cells[6] == dt.date(2026, 3, 2)
    assert table.rows[0].cells[8] == "12.5%"


def test_a_sheet_without_anything_is_refused_in_words():
    for rows, words in (([], "没有可以读取的内容"), ([HEADER], "下面没有内容")):
        with pytest.raises(ExchangeError, match=words):
            read(rows)


def test_any_table_can_be_read_without_knowing_its_headings():
    table = read_table("人员.xlsx", book([["人员名册"], ["姓名", "职责", "任职日期"], ["张三", "承办人", "2026.1.1"]]))  # fmt: skip
    assert table.header == ["姓名", "职责", "任职日期"]
    assert [row.cells for row in table.rows] == [["张三", "承办人", "2026.1.1"]]


def test_columns_are_matched_by_name_then_by_memory_then_by_likeness():
    version = catalog().versions["law-activity"][-1]
    targets = targets_of(national(version, catalog().shelf, "司法"), "event")
    assert {"主题", "场次", "办理日期"} <= headings_wanted(targets)
    found = proposed(HEADER, targets, {})
    assert (found["f:场次"].column, found["f:场次"].how) == (7, SAME)
    assert (found["f:活动编号或名称"].column, found["f:活动编号或名称"].how) == (1, SIMILAR)
    assert found[DAY].column == 6
    assert 0 not in {match.column for match in found.values()}
    found = proposed(HEADER, targets, {"活动名称": "f:主题"})
    assert found["f:主题"].column == 1


def test_letters_of_columns():
    assert [letters(place) for place in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]  # fmt: skip
