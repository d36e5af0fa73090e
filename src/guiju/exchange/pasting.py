"""Rows copied in a spreadsheet and pasted as text: brought in as a table of their own, judged as any other.

The first row is taken for headings where at least half of what it says is known as one; else the cells stand in the order of the form.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from guiju.exchange import columns
from guiju.exchange.errors import refuse
from guiju.exchange.headings import heading_key
from guiju.exchange.services import Upload, bring_in
from guiju.exchange.session import rules_for
from guiju.exchange.writing import OutColumn, OutSheet, workbook_bytes
from guiju.matters import clock
from guiju.people.selectors import body_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.exchange.columns import Target
    from guiju.exchange.models import ImportJob
    from guiju.people.viewer import Viewer

FILE_NAME: Final = "粘贴的内容.xlsx"
SHEET: Final = "粘贴的内容"
ROWS_AT_MOST: Final = 2_000
LONGEST_TEXT: Final = 2_000_000


def paste_in(viewer: Viewer, procedure: str, text: str) -> ImportJob:
    """Open a job for pasted rows; rows registered by an earlier one are known when they are judged.

    Args:
        viewer: whoever pastes.
        procedure: id of the procedure its rows open.
        text: cells between tabs, rows between line breaks, as spreadsheets copy them.

    Raises:
        ExchangeError: ``paste.empty``, ``paste.too_many``, ``paste.too_wide``, or as :func:`guiju.exchange.services.bring_in`.
    """
    targets = targets_for(viewer, procedure)
    rows = rows_of(text)
    header, *below = rows
    if not is_header(header, targets):
        header, below = _by_order(rows, targets), rows
    if not below:
        refuse("paste.empty", "只有表头，没有内容。请连同下面的各行一起复制。")
    sheet = OutSheet(SHEET, [OutColumn(one) for one in _told_apart(header)], below)
    return bring_in(viewer, Upload(FILE_NAME, workbook_bytes([sheet]), procedure))[0]


def targets_for(viewer: Viewer, procedure: str) -> list[Target]:
    """What cells become, in the order of the form."""
    body = body_of(viewer.body)
    if body is None:
        refuse("paste.no_body", "登记的机关已经不在，不能登记。请重新选择机构。")
    return columns.targets_of(rules_for(procedure, body, clock.today()), columns.EVENT)


def rows_of(text: str) -> list[list[str]]:
    """Pasted text as rows of equally many cells; blank rows are left out.

    Raises:
        ExchangeError: ``paste.empty``, ``paste.too_many`` or ``paste.too_long``.
    """
    if len(text) > LONGEST_TEXT:
        refuse("paste.too_many", "粘贴的内容太长。请分几次粘贴，或者上传表格。")
    read = csv.reader(StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t")
    try:
        rows = [[cell.strip() for cell in row] for row in read]
    except csv.Error:
        refuse(
            "paste.too_long",
            "有一格的内容太长，多半是引号没有成对。请核对后分几次粘贴，或者上传表格。",
        )
    rows = [row for row in rows if any(row)]
    if not rows:
        refuse("paste.empty", "没有粘贴任何内容。请在表格里选中各行，复制以后粘贴到这里。")
    if len(rows) > ROWS_AT_MOST:
        refuse(
            "paste.too_many",
            f"一次最多粘贴{ROWS_AT_MOST:,}行，现在有{len(rows):,}行。请分几次粘贴，或者上传表格。",
        )
    wide = max(len(row) for row in rows)
    return [row + [""] * (wide - len(row)) for row in rows]


def is_header(row: Sequence[str], targets: Sequence[Target]) -> bool:
    """Whether a row names columns: at least half of what it says is known as a heading."""
    known = {key for target in targets for key in target.keys}
    said = [heading_key(cell) for cell in row if cell]
    return sum(key in known for key in said) * 2 >= len(said)


def _by_order(rows: Sequence[Sequence[str]], targets: Sequence[Target]) -> list[str]:
    wide = len(rows[0])
    if wide > len(targets):
        refuse(
            "paste.too_wide",
            f"没有认出表头，按先后对应又多出{wide - len(targets)}列。请连同表头一起复制，或者删去多余的列。",
        )
    return [target.label for target in targets[:wide]]


def _told_apart(header: Sequence[str]) -> list[str]:
    """Headings that differ from each other; an empty one is named by its place."""
    told: list[str] = []
    for place, heading in enumerate(header, 1):
        label = heading or f"第{place}列"
        told.append(label if label not in told else f"{label}（{place}）")
    return told
