"""Small tables in Excel, read by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.exchange.errors import ExchangeError
from guiju.exchange.headings import heading_key
from guiju.exchange.services import read_table
from guiju.exchange.sheets import as_text
from guiju.web.forms import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_AT_MOST = 500
LONGEST_CELL = 2_000


def read_sheet(name: str, content: bytes, headings: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table under the headings asked for; other columns are passed over.

    Args:
        name: of the file.
        content: of the file.
        headings: the columns wanted; the first of them must be there.

    Raises:
        UnreadableError: no workbook, no such table, or too many rows.
    """
    try:
        table = read_table(name, content, headings)
    except ExchangeError as error:
        raise UnreadableError(error.sentence) from error
    places = {heading_key(label): place for place, label in reversed([*enumerate(table.header)])}
    if heading_key(headings[0]) not in places:
        message = f"“{name}”里没有“{headings[0]}”这一列。请下载空表，照它的表头填写。"
        raise UnreadableError(message)
    if len(table.rows) > ROWS_AT_MOST:
        message = f"“{name}”有{len(table.rows)}行，一次最多{ROWS_AT_MOST}行。请分成几个文件。"
        raise UnreadableError(message)
    wanted = [(heading, places.get(heading_key(heading))) for heading in headings]
    return [
        {
            heading: "" if place is None else as_text(row.cells[place])[:LONGEST_CELL]
            for heading, place in wanted
        }
        for row in table.rows
    ]
