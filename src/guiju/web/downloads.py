"""Tables as Excel files: what a page lists, typed, under the name it has on the page."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.http import HttpResponse
from rustpy_xlsxwriter import write_worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    Value = str | int | float | date | Decimal | None

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_SHEET_NAME: Final = 31


def excel(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """An Excel file to be saved.

    Args:
        name: of the file without ending, and of its sheet.
        headings: of the columns, each once.
        rows: as many values a row as there are headings; text stays text, a formula too.
    """
    records = [dict(zip(headings, map(_plain, row), strict=True)) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_worksheet(
            records or [dict.fromkeys(headings)],
            str(path),
            sheet_name=_sheet_name(name),
            freeze_row=1,
            autofit=True,
            bold_headers=True,
        )
        content = path.read_bytes()
    return saved(content, f"{name}.xlsx", EXCEL)


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


def _sheet_name(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:LONGEST_SHEET_NAME]


def _plain(value: Value) -> str | int | float | date | None:
    return float(value) if isinstance(value, Decimal) else value
