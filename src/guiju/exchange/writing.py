"""Workbooks out: typed columns, text that no program takes for a formula, a page of notes, nobody's name in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rustpy_xlsxwriter import Format, write_worksheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

LONGEST_SHEET_NAME: Final = 31
LONGEST_CELL: Final = 32_767
WHOLE_AT_MOST: Final = 10**15
NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
NEVER_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NUMBER_FORMATS: Final = {
    "number": "General", "money": "#,##0.00", "percent": "0.00##%", "day": "yyyy-mm-dd",
}  # fmt: skip
NARROWEST, WIDEST = 8, 48
NOTES: Final = "说明"


class OutColumn(NamedTuple):
    """A column of a sheet.

    Attributes:
        label: its heading; no other column has it.
        kind: text, number, money, percent or day.
        width: in characters.
    """

    label: str
    kind: str = "text"
    width: int = 16


@dataclass(frozen=True)
class OutSheet:
    """A sheet.

    Attributes:
        name: as wanted; what a sheet's name cannot hold is left out.
        columns: its columns.
        rows: a value a column: text, int, float, Decimal, date, bool or None; money in 元, percent as a share of one.
    """

    name: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Any]]


def write_workbook(target: Path | BytesIO, sheets: Sequence[OutSheet]) -> None:
    """Write sheets as xlsx; rows may come from a generator, none is held in memory.

    Args:
        target: a file, or a buffer.
        sheets: in order.
    """
    names = _sheet_names(sheets)
    write_worksheets(
        [(name, _records(sheet)) for name, sheet in zip(names, sheets, strict=True)],
        target,
        freeze_panes={name: {"row": 1, "col": 0} for name in names},
        header_format=dict.fromkeys(names, _heading()),
        column_formats={
            name: {one.label: _format(one.kind) for one in sheet.columns}
            for name, sheet in zip(names, sheets, strict=True)
        },
        column_widths={
            name: {one.label: float(one.width) for one in sheet.columns}
            for name, sheet in zip(names, sheets, strict=True)
        },
    )


def workbook_bytes(sheets: Sequence[OutSheet]) -> bytes:
    """Sheets as the bytes of an xlsx file."""
    target = BytesIO()
    write_workbook(target, sheets)
    return target.getvalue()


def notes_sheet(lines: Sequence[tuple[str, str]]) -> OutSheet:
    """The page that says what a workbook holds.

    Args:
        lines: what, and what is said of it.
    """
    return OutSheet(NOTES, [OutColumn("事项", width=16), OutColumn("内容", width=80)], lines)


def width_for(label: str) -> int:
    """A width in which a heading can be read."""
    return max(NARROWEST, min(WIDEST, 2 * len(label) + 4))


def _records(sheet: OutSheet) -> Iterator[dict[str, Any]]:
    labels = [tidy(one.label) for one in sheet.columns]
    kinds = [one.kind for one in sheet.columns]
    empty = True
    for row in sheet.rows:
        empty = False
        values = (_value(value, kind) for value, kind in zip(row, kinds, strict=True))
        yield dict(zip(labels, values, strict=True))
    if empty:
        yield dict.fromkeys(labels)


def _value(value: Any, kind: str) -> Any:
    """A value as its cell takes it; text always as text, so that nothing in it is computed."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return tidy(value)
    if kind == "text":
        return tidy(str(value))
    if isinstance(value, int) and abs(value) >= WHOLE_AT_MOST:
        return str(value)
    return float(value) if kind in {"number", "money", "percent"} else value


def tidy(text: str) -> str:
    """A text without what a workbook cannot hold, no longer than a cell."""
    return NEVER_IN_XML.sub("\ufffd", text)[:LONGEST_CELL]


def _format(kind: str) -> Format:
    if kind in NUMBER_FORMATS:
        return Format().set_num_format(NUMBER_FORMATS[kind])
    # Text with the quote mark stays text when the cell is edited, whatever it begins with.
    return Format().set_num_format("@").set_quote_prefix()


def _heading() -> Format:
    return Format().set_bold().set_background_color("#EEF1F4").set_text_wrap().set_quote_prefix()


def _sheet_names(sheets: Sequence[OutSheet]) -> list[str]:
    names: list[str] = []
    for sheet in sheets:
        name = NOT_IN_SHEET_NAMES.sub("", tidy(sheet.name)).strip()[:LONGEST_SHEET_NAME] or "表"
        place = len(names) + 1
        taken = {one.lower() for one in names}
        names.append(
            f"{name[: LONGEST_SHEET_NAME - 4]}({place})" if name.lower() in taken else name
        )
    return names
