"""Any page's table as a workbook: what people read there, as numbers and days again."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guiju.exchange.cells import UnreadableError, read_day
from guiju.exchange.writing import OutColumn, OutSheet, notes_sheet, width_for, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.ui.tables import Cell, Table

FIGURE: Final = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d+)(\.\d+)?\s*([^\d\s.,]{0,6})")


def table_workbook(table: Table, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    """A page's table as the bytes of a workbook.

    Args:
        table: as it is shown; its foot becomes the last row.
        notes: what is said of it on a page of its own: what, and the sentence.
    """
    labels: list[str] = []
    for place, column in enumerate(table.columns, 1):
        label = column.label or f"第{place}列"
        labels.append(label if label not in labels else f"{label}（{place}）")
    shown = [
        OutColumn(label, column.kind, max(width_for(label), 12))
        for label, column in zip(labels, table.columns, strict=True)
    ]
    lines = [*table.rows, *([table.foot] if table.foot else [])]
    rows = [
        [_value(cell, column.kind) for cell, column in zip(line, shown, strict=True)]
        for line in lines
    ]
    sheets = [OutSheet(table.caption, shown, rows)]
    return workbook_bytes([*sheets, notes_sheet(list(notes))] if notes else sheets)


def _value(cell: Cell, kind: str) -> Any:
    badge = f"（{cell.badge.word}）" if cell.badge else ""
    if kind == "text" or not cell.text:
        note = f"；{cell.note}" if cell.note else ""
        return f"{cell.text}{badge}{note}"
    return (_day(cell.text) if kind == "day" else _figure(cell.text, kind)) or cell.text


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(read_day(text))
    except UnreadableError:
        return None


def _figure(text: str, kind: str) -> Decimal | None:
    found = FIGURE.fullmatch(text.strip())
    if found is None or found[3] in {"万", "亿", "万元", "亿元"}:
        return None
    number = Decimal(found[1].replace(",", "") + (found[2] or ""))
    return number / 100 if kind == "percent" else number
