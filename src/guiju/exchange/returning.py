"""Rejected rows go back in the sheet they came in: each with its reason beside it and a colour; long tables as a sheet of those rows alone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from guiju.exchange import files
from guiju.exchange.models import ImportRow, RowState
from guiju.exchange.packages import COMPOUND
from guiju.exchange.sheets import as_text
from guiju.exchange.tables import read_table
from guiju.exchange.writing import OutColumn, OutSheet, notes_sheet, tidy, width_for, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from guiju.exchange.models import ImportJob
    from guiju.exchange.tables import Table

REASON: Final = "未登记原因"
NUMBER: Final = "原行号"
FILLED_AT_MOST: Final = 20_000
CELLS_AT_MOST: Final = 400_000
FILL: Final = PatternFill("solid", start_color="FFFFF6E5", end_color="FFFFF6E5")
WIDTH: Final = 60


def rejected_workbook(job: ImportJob) -> bytes:
    """The workbook that goes back to whoever brought it in.

    Raises:
        ExchangeError: ``file.gone``, or what its reading refuses.
    """
    content = files.content_of(job.file_sha256)
    rows = ImportRow.objects.filter(job=job, state=RowState.REJECTED).order_by("row")
    reasons = dict(rows.values_list("row", "reason"))
    width = len(job.header)
    small = job.total <= FILLED_AT_MOST and job.total * width <= CELLS_AT_MOST
    if small and not content.startswith(COMPOUND):
        return _own_workbook(job, content, reasons)
    return _new_workbook(job, content, reasons)


def _own_workbook(job: ImportJob, content: bytes, reasons: dict[int, str]) -> bytes:
    book = load_workbook(BytesIO(content), rich_text=True)
    sheet: Worksheet = book[job.sheet]
    column = _reason_column(job)
    _write(sheet, job.header_row, column, REASON)
    sheet.cell(job.header_row, column).font = Font(bold=True)
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].width = WIDTH
    for row, reason in reasons.items():
        _write(sheet, row, column, reason)
        for place in range(1, column + 1):
            sheet.cell(row, place).fill = FILL
    book.active = book.index(sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _reason_column(job: ImportJob) -> int:
    """The column of reasons: that of the last time, else the first after the table."""
    return job.header.index(REASON) + 1 if REASON in job.header else len(job.header) + 1


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text that stays text; a merged range beside the table gives way."""
    for merged in list(sheet.merged_cells.ranges):
        if (merged.min_row <= row <= merged.max_row) and (merged.min_col <= column <= merged.max_col):  # fmt: skip
            sheet.unmerge_cells(str(merged))
    cell: Any = sheet.cell(row, column)
    cell.value = tidy(text)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _new_workbook(job: ImportJob, content: bytes, reasons: dict[int, str]) -> bytes:
    table = read_table(job.file_name, content, job.header, job.sheet)
    labels = _distinct([one for one in table.header if one != REASON])
    columns = [OutColumn(NUMBER, "number", 8), *(OutColumn(one, width=width_for(one)) for one in labels)]  # fmt: skip
    columns.append(OutColumn(REASON, width=WIDTH))
    notes = [
        ("内容", f"“{job.file_name}”中没有登记的{len(reasons)}行，原因在最后一列"),
        ("怎样用", "改正后保存，重新上传这份表格；登记过的行不会重复"),
    ]
    sheet = OutSheet(job.sheet, columns, _rows(table, reasons))
    return workbook_bytes([sheet, notes_sheet(notes)])


def _rows(table: Table, reasons: dict[int, str]) -> Iterator[list[Any]]:
    kept = [place for place, one in enumerate(table.header) if one != REASON]
    for row in table.rows:
        if row.number in reasons:
            cells = [as_text(row.cells[place]) for place in kept]
            yield [row.number, *cells, reasons[row.number]]


def _distinct(labels: Sequence[str]) -> list[str]:
    """Headings that differ: a column without one, and the second of a name, get a number."""
    made: list[str] = []
    for place, label in enumerate(labels, 1):
        shown = label or f"第{place}列"
        made.append(shown if shown not in {NUMBER, REASON, *made} else f"{shown}（{place}）")
    return made
