"""Workbooks for tests, made as people make them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HEADER = ["序号", "活动名称", "主题", "活动类型", "工作板块", "宣传节点", "活动日期", "场次（场次）", "受众人次"]  # fmt: skip


def activity(number: int, **other: Any) -> list[Any]:
    """A row of the activity ledger as people fill it in."""
    told = {
        "序号": number, "活动名称": f"活动{number}", "主题": "宪法进乡村", "活动类型": "讲座", "工作板块": "普法规划",
        "宣传节点": "日常", "活动日期": "2026.3.2", "场次（场次）": 1, "受众人次": 30, **other,
    }  # fmt: skip
    return [told[name] for name in HEADER]


def book(
    rows: Iterable[Sequence[Any]], more: Callable[[Workbook], None] | None = None, name: str = "Sheet1"
) -> bytes:  # fmt: skip
    """A workbook of one sheet with rows."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if more is not None:
        more(made)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def activities(count: int, first: int = 1, **other: Any) -> bytes:
    """A table of the activity ledger."""
    return book([HEADER, *(activity(number, **other) for number in range(first, first + count))])


def cells_of(content: bytes, sheet: str = "") -> list[list[Any]]:
    """What a workbook shows, row by row."""
    opened = load_workbook(BytesIO(content))
    found = opened[sheet] if sheet else opened.worksheets[0]
    return [[_bare(cell) for cell in row] for row in found.iter_rows(values_only=True)]


def _bare(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value
