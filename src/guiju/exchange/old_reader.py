"""``python -m guiju.exchange.old_reader``: a workbook of the old format on the standard input, its sheets as JSON on the standard output.

The reader of that format ends its process when a file names sizes beyond all memory, so it has a process of its own, bounded in memory and
time. Nothing else of the program is loaded.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from io import BytesIO
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY: Final = 2 * 1024**3
SECONDS: Final = 60
CELLS_AT_MOST: Final = 4_000_000
DAY, MOMENT, CLOCK = "day", "moment", "clock"


def told(content: bytes) -> dict[str, Any]:
    """What a workbook holds, or why it cannot be read.

    Args:
        content: of the file.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [_sheet(book, place, one) for place, one in enumerate(book.sheets_metadata)]
    except PasswordError:
        return {"fault": "encrypted"}
    except (CalamineError, OSError, ValueError, MemoryError):
        return {"fault": "damaged"}
    return {"sheets": sheets}


def _sheet(book: CalamineWorkbook, place: int, what: Any) -> dict[str, Any]:
    if what.visible != SheetVisibleEnum.Visible or what.typ != SheetTypeEnum.WorkSheet:
        return {"name": what.name, "hidden": what.visible != SheetVisibleEnum.Visible}
    sheet = book.get_sheet_by_index(place)
    if sheet.total_height * sheet.total_width > CELLS_AT_MOST:
        return {"name": what.name, "large": True}
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return {"name": what.name, "rows": rows, "merged": sheet.merged_cell_ranges or []}


def _plain(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return {MOMENT: cell.isoformat()}
    if isinstance(cell, dt.date):
        return {DAY: cell.isoformat()}
    if isinstance(cell, dt.time):
        return {CLOCK: cell.isoformat()}
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def main() -> None:
    """Read, within bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(told(sys.stdin.buffer.read()), sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
