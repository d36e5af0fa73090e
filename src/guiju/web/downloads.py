"""Tables as Excel files: what a page lists, typed, under the name it has on the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.http import HttpResponse

from guiju.exchange.writing import WIDEST, OutColumn, OutSheet, width_for, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guiju.ui.tables import Cell, Table

    Value = str | int | float | date | Decimal | None

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOOKED_AT: Final = 200


def excel(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """An Excel file to be saved.

    Args:
        name: of the file without ending, and of its sheet.
        headings: of the columns, each once.
        rows: as many values a row as there are headings; text stays text, a formula too.
    """
    listed = [list(row) for row in rows]
    columns = [
        OutColumn(heading, _kind(listed, place), _width(heading, listed, place))
        for place, heading in enumerate(headings)
    ]
    return saved(workbook_bytes([OutSheet(name, columns, listed)]), f"{name}.xlsx", EXCEL)


def exported(name: str, table: Table) -> HttpResponse:
    """A table as people read it, as an Excel file.

    Args:
        name: of the file.
        table: what the page shows.
    """
    headings = [column.label for column in table.columns]
    rows = [[_cell_text(cell) for cell in row] for row in table.rows]
    return excel(name, headings, rows)


def _cell_text(cell: Cell) -> str:
    parts = (cell.text, cell.badge.word if cell.badge else "", cell.note)
    return " ".join(filter(None, parts)).strip()


def saved(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under its Chinese name.

    Args:
        content: of the file.
        name: with ending.
        kind: its media type.
    """
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def _kind(rows: Sequence[Sequence[Value]], place: int) -> str:
    """What a column holds, by its first value."""
    first = next((row[place] for row in rows if row[place] is not None), None)
    if isinstance(first, date):
        return "day"
    return "number" if isinstance(first, int | float | Decimal) else "text"


def _width(heading: str, rows: Sequence[Sequence[Value]], place: int) -> int:
    """A width in which heading and most values can be read."""
    longest = max((len(str(row[place] or "")) for row in rows[:LOOKED_AT]), default=0)
    return max(width_for(heading), min(WIDEST, longest + 6))
