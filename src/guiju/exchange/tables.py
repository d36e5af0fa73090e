"""A table found in a workbook: the sheet to use, the header row under whatever titles, the rows, and what was passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from guiju.exchange.errors import refuse
from guiju.exchange.headings import heading_key
from guiju.exchange.sheets import as_text, is_blank, read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from guiju.exchange.sheets import Cell, Sheet, Workbook

TITLE_ROWS: Final = 30
LONGEST_HEADING: Final = 60
WANTED_WEIGHT: Final = 1000
FIRST_CELLS: Final = 3
TOTAL: Final = re.compile(
    r"(本页|本表|本月|本季|全年|年度)?(合计|总计|小计|共计|累计)(数|金额)?[:\uff1a]?"
)
FOOT: Final = re.compile(r"(填表人|制表人?|填报人|经办人|审核人?|负责人|单位负责人|填表日期|填报日期|备?注|说明|联系电话)[:\uff1a].*", re.DOTALL)  # fmt: skip
SHOWN: Final = 5
OWN_SHEETS: Final = frozenset({"选项", "填表说明", "说明"})  # of tables this program hands out


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        number: as the sheet counts it, from 1.
        cells: by column.
    """

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """What is to be read from a workbook.

    Attributes:
        sheet: name of the sheet.
        header_row: its row, from 1.
        header: headings by column; empty where a column has none.
        rows: what stands under them; blank rows, totals and notes at the foot left out.
        notes: what was survived or left out, in Chinese sentences.
        first_1904: bare day numbers count from 1904.
    """

    sheet: str
    header_row: int
    header: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    first_1904: bool = False


def read_table(name: str, content: bytes, wanted: Collection[str] = (), sheet: str = "") -> Table:
    """Find and read the table of a file.

    Args:
        name: as the file was brought in.
        content: the bytes.
        wanted: headings that are hoped for; the sheet and the row that fit them best are used.
        sheet: use this sheet.

    Raises:
        ExchangeError: what :func:`guiju.exchange.sheets.read_workbook` refuses; ``table.no_sheet``, ``table.no_header``, ``table.no_rows``.
    """
    book = read_workbook(name, content)
    keys = {heading_key(one) for one in wanted}
    chosen = _chosen(book, keys, sheet)
    place = _header_place(chosen, keys)
    if place is None:
        refuse(
            "table.no_header",
            f"工作表“{chosen.name}”里没有找到表头。请在第一行写上各列的名称，可以先下载空白表格照填。",
        )
    return _table(book, chosen, place)


def _chosen(book: Workbook, keys: Collection[str], sheet: str) -> Sheet:
    if not book.sheets:
        told = "".join(book.notes)
        refuse("table.no_sheet", f"表格里没有可以读取的内容。{told}请检查是否选错了文件。")
    if sheet:
        named = [one for one in book.sheets if one.name == sheet]
        if not named:
            refuse("table.no_sheet", f"表格里没有名为“{sheet}”的工作表。请从列出的工作表中选取。")
        return named[0]
    return max(book.sheets, key=lambda one: _best(one, keys)[0])


def _header_place(sheet: Sheet, keys: Collection[str]) -> int | None:
    score, place = _best(sheet, keys)
    return place if score > 0 else None


def _best(sheet: Sheet, keys: Collection[str]) -> tuple[int, int]:
    """The best score of a row as header, and the row; the first of equals."""
    scores = [(_score(cells, keys), -place) for place, cells in enumerate(sheet.rows[:TITLE_ROWS])]
    score, place = max(scores, default=(0, 0))
    return score, -place


def _score(cells: Sequence[Cell], keys: Collection[str]) -> int:
    """How much a row looks like a header: headings hoped for first, then how many different short texts."""
    texts = {
        as_text(one)
        for one in cells
        if isinstance(one, str) and not is_blank(one) and len(one) <= LONGEST_HEADING
    }
    known = len({heading_key(text) for text in texts} & set(keys))
    if not texts or (len(texts) == 1 and not known and sum(not is_blank(one) for one in cells) > 1):
        return 0
    return known * WANTED_WEIGHT + len(texts)


def _table(book: Workbook, sheet: Sheet, place: int) -> Table:
    header = [_heading(one) for one in sheet.rows[place]]
    table = Table(sheet.name, place + 1, header, [], first_1904=sheet.first_1904)
    left_out: dict[str, list[int]] = {"合计行": [], "表尾的说明": [], "空行": []}
    for number, cells in enumerate(sheet.rows[place + 1 :], place + 2):
        what = _left_out(cells, header)
        if what:
            left_out[what].append(number)
        else:
            table.rows.append(Row(number, cells))
    table.notes = _notes(book, sheet, place, left_out)
    if not table.rows:
        refuse(
            "table.no_rows",
            f"工作表“{sheet.name}”的表头（第{place + 1}行）下面没有内容。请填写后再上传。",
        )
    return table


def _heading(cell: Cell) -> str:
    return re.sub(r"\s+", "", as_text(cell)) if isinstance(cell, str) else as_text(cell)


def _left_out(cells: Sequence[Cell], header: Sequence[str]) -> str:
    """Why a row is no entry; empty where it is one."""
    texts = [as_text(one) for one in cells if not is_blank(one)]
    if not texts:
        return "空行"
    if any(TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts[:FIRST_CELLS]):
        return "合计行"
    if FOOT.fullmatch(texts[0]) and len(set(texts)) <= max(FIRST_CELLS, len(header) // 2):
        return "表尾的说明"
    return ""


def _notes(book: Workbook, sheet: Sheet, place: int, left_out: dict[str, list[int]]) -> list[str]:
    notes = [f"读取工作表“{sheet.name}”，第{place + 1}行是表头。"]
    others = [one.name for one in book.sheets if one is not sheet and one.name not in OWN_SHEETS]
    if others:
        quoted = "、".join(f"“{one}”" for one in others)
        notes.append(f"另有工作表没有读取：{quoted}。需要登记的，请另选工作表。")
    if place:
        notes.append(f"表头上面的{place}行是标题，没有读取。")
    for what, numbers in left_out.items():
        if numbers and what != "空行":
            shown = "、".join(f"第{one}行" for one in numbers[:SHOWN])
            more = f"等{len(numbers)}行" if len(numbers) > SHOWN else ""
            notes.append(f"{what}没有读取：{shown}{more}。")
    if left_out["空行"]:
        notes.append(f"跳过空行{len(left_out['空行'])}行。")
    return [*notes, *sheet.notes, *book.notes]


def sheet_names(name: str, content: bytes) -> list[str]:
    """The sheets of a file that can be read.

    Raises:
        ExchangeError: as :func:`guiju.exchange.sheets.read_workbook`.
    """
    return [one.name for one in read_workbook(name, content).sheets]
