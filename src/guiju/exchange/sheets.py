"""A workbook's sheets as plain rows: merged cells filled, formulas and error values marked, hidden sheets named and left out."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from guiju.exchange import packages
from guiju.exchange.apart import read_old
from guiju.exchange.errors import refuse
from guiju.exchange.marks import CELLS_AT_MOST, Marks, Package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILLED_AT_MOST: Final = 2_000_000
SHOWN_PLACES: Final = 3
OWN_CHOICES: Final = "选项"  # of tables this program hands out
Cell = Any


class Broken(NamedTuple):
    """A cell without a usable value: an error, or a formula nobody computed.

    Attributes:
        what: as a person would say it.
    """

    what: str


@dataclass
class Sheet:
    """One sheet that a person can see.

    Attributes:
        name: its name.
        rows: every row from the first on, as wide as the widest.
        notes: what was survived, in Chinese sentences.
        first_1904: day numbers count from 1904.
    """

    name: str
    rows: list[list[Cell]]
    notes: list[str] = field(default_factory=list)
    first_1904: bool = False


@dataclass
class Workbook:
    """What a file holds.

    Attributes:
        sheets: those a person can see and that hold something.
        notes: what was left out.
    """

    sheets: list[Sheet]
    notes: list[str]


def read_workbook(name: str, content: bytes) -> Workbook:
    """Read every visible sheet.

    Args:
        name: as the file was brought in.
        content: the bytes.

    Raises:
        ExchangeError: as :func:`guiju.exchange.packages.checked`; ``file.damaged``, ``file.encrypted``, ``sheet.…``.
    """
    if packages.checked(name, content) == "xls":
        return _old_workbook(content)
    package = Package(content)
    try:
        # The spans are bounded before the fast reader lays a sheet out in full.
        package.check_spans()
        with _readable():
            book = CalamineWorkbook.from_filelike(BytesIO(content))
            sheets = [
                _sheet(
                    book.get_sheet_by_index(place),
                    package.marks(place),
                    first_1904=package.first_1904,
                )
                for place, one in enumerate(book.sheets_metadata)
                if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
            ]
            unseen = [one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible]  # fmt: skip
    finally:
        package.close()
    links = ["表格引用了别的表格，取的是上次保存时的结果。"] if package.has_links else []
    return Workbook([one for one in sheets if one.rows], [*_hidden(unseen), *links])


def _old_workbook(content: bytes) -> Workbook:
    """The sheets of a workbook in the old format, which does not tell formulas and errors."""
    read = read_old(content)
    sheets = []
    for one in read:
        sheet = Sheet(one.name, one.rows)
        _fill_merged(sheet, one.merged)
        sheets.append(sheet)
    notes = _hidden([one.name for one in read if one.hidden])
    notes.append(
        "旧格式（xls、et）的表格看不到哪些格是公式、哪些是错误值；错误值按空白读取，建议另存为xlsx再上传。"
    )
    if packages.has_old_macros(content):
        notes.append("表格里带有宏，没有运行，已经忽略。")
    return Workbook([one for one in sheets if one.rows], notes)


@contextmanager
def _readable() -> Iterator[None]:
    """Say in words what the reader cannot open."""
    try:
        yield
    except PasswordError:
        refuse("file.encrypted", "表格设了打开密码，读不出来。请去掉密码后再上传。")
    except (CalamineError, OSError, ValueError) as error:
        if hasattr(error, "code"):
            raise
        refuse("file.damaged", f"表格已经损坏，读不出来。{packages.REMEDY}")
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        refuse("file.damaged", f"表格已经损坏，读不出来。{packages.REMEDY}")


def _hidden(names: Sequence[str]) -> list[str]:
    told = [name for name in names if name != OWN_CHOICES]
    if not told:
        return []
    quoted = "、".join(f"“{name}”" for name in told)
    return [f"隐藏的工作表没有读取：{quoted}。需要登记的，请取消隐藏后再上传。"]


def _sheet(read: CalamineSheet, marks: Marks, *, first_1904: bool) -> Sheet:
    if read.total_height * read.total_width > CELLS_AT_MOST:
        refuse("sheet.too_large", f"工作表“{read.name}”过大。请删去用不到的行列后再上传。")
    sheet = Sheet(read.name, read.to_python(skip_empty_area=False), first_1904=first_1904)
    _put_marks(sheet, marks)
    _fill_merged(sheet, read.merged_cell_ranges or [])
    return sheet


def _put_marks(sheet: Sheet, marks: Marks) -> None:
    """Put what the fast reader does not tell into the cells."""
    for (row, column), text in marks.errors.items():
        _put(sheet, row, column, Broken(f"错误值{text}"))
    for row, column in marks.uncomputed - marks.errors.keys():
        _put(sheet, row, column, Broken("没有算出结果的公式"))
    for row, column in marks.percents:
        value = _at(sheet, row, column)
        if type(value) in {int, float}:
            sheet.rows[row][column] = f"{_plain(Decimal(repr(value)) * 100)}%"
    if marks.formulas:
        sheet.notes.append(f"有{marks.formulas}个格是公式，取的是表格保存时算出的结果。")
    if marks.errors:
        sheet.notes.append(f"有{len(marks.errors)}个格是错误值（{_places(marks.errors)}）。")
    if marks.uncomputed:
        sheet.notes.append(
            f"有{len(marks.uncomputed)}个公式没有保存结果（{_places(marks.uncomputed)}），请用 Excel 打开保存一次。"
        )


def _fill_merged(sheet: Sheet, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every cell of a merged range the value that is shown in it."""
    filled = 0
    for (top, left), (bottom, right) in ranges:
        value = _at(sheet, top, left)
        for row in range(top, min(bottom + 1, len(sheet.rows))):
            cells = sheet.rows[row]
            last = min(right + 1, len(cells))
            cells[left:last] = [value] * (last - left)
            filled += max(last - left, 0)
        if filled > FILLED_AT_MOST:
            refuse("sheet.too_large", f"工作表“{sheet.name}”合并的格太多。请取消合并后再上传。")
    if ranges:
        shown = _places([start for start, _ in ranges])
        sheet.notes.append(
            f"有{len(ranges)}处合并的格（{shown}），合并范围内各行都按所示内容读取。"
        )


def _put(sheet: Sheet, row: int, column: int, value: Cell) -> None:
    """Set a cell, beyond what was read too: a last row may hold nothing but errors."""
    if row >= len(sheet.rows) or (sheet.rows and column >= len(sheet.rows[0])):
        width = max([column + 1, *(len(one) for one in sheet.rows[:1])])
        for one in sheet.rows:
            one.extend([""] * (width - len(one)))
        sheet.rows.extend([""] * width for _ in range(row + 1 - len(sheet.rows)))
    sheet.rows[row][column] = value


def _at(sheet: Sheet, row: int, column: int) -> Cell:
    if row < len(sheet.rows) and column < len(sheet.rows[row]):
        return sheet.rows[row][column]
    return ""


def _places(places: Any) -> str:
    """The first few places as A1, B2 …."""
    listed = sorted(places)
    shown = "、".join(f"{letters(column)}{row + 1}" for row, column in listed[:SHOWN_PLACES])
    return shown + ("等" if len(listed) > SHOWN_PLACES else "")


def letters(column: int) -> str:
    """A column as A, B, …, AA.

    Args:
        column: from 0.
    """
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def is_blank(value: Cell) -> bool:
    """Whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u3000\xa0"))


def as_text(value: Cell) -> str:
    """A cell as it is read: whole numbers without their point, days in the record's form."""
    if isinstance(value, Broken):
        return value.what
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.date):
        return value.isoformat()
    # An old workbook may hold a null, which not every database keeps.
    return "" if value is None else str(value).replace("\0", "").strip(" \t\r\n\u3000\xa0")
