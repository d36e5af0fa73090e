"""Small tables in Excel: read by their headings, and given out empty to be filled."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from guiju.exchange.errors import ExchangeError
from guiju.exchange.sheets import as_text, read_workbook
from guiju.web.forms import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_AT_MOST = 500
HEADING_WITHIN = 10
LONGEST_CELL = 2_000


def read_sheet(content: bytes, headings: Sequence[str]) -> list[dict[str, str]]:
    """The rows of the first visible sheet, under the headings asked for.

    Args:
        content: of the file.
        headings: the columns wanted; the row that names the first of them is the heading row.

    Raises:
        UnreadableError: no workbook, no such headings, or too many rows; the sentence continues the file's name.
    """
    rows = _visible_rows(content)
    place = next((at for at, row in enumerate(rows[:HEADING_WITHIN]) if headings[0] in row), None)
    if place is None:
        message = f"的前{HEADING_WITHIN}行里没有“{headings[0]}”这一列。请下载空表，照它的表头填写。"
        raise UnreadableError(message)
    names = rows[place]
    found = [_named(names, row, headings) for row in rows[place + 1 :]]
    kept = [row for row in found if any(row.values())]
    if len(kept) > ROWS_AT_MOST:
        message = f"有{len(kept)}行，一次最多{ROWS_AT_MOST}行。请分成几个文件。"
        raise UnreadableError(message)
    return kept


def _visible_rows(content: bytes) -> list[list[str]]:
    try:
        book = read_workbook("", content)
    except ExchangeError as error:
        message = f"打不开：{error.sentence}"
        raise UnreadableError(message) from error
    if not book.sheets:
        message = f"里没有可以读取的内容。{''.join(book.notes)}请检查是否选错了文件。"
        raise UnreadableError(message)
    return [[_text(cell) for cell in row] for row in book.sheets[0].rows]


def _named(names: list[str], row: list[str], headings: Sequence[str]) -> dict[str, str]:
    cells = dict(zip(names, row, strict=False))
    return {heading: cells.get(heading, "") for heading in headings}


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return as_text(cell).replace("\0", "")[:LONGEST_CELL]
