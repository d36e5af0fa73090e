"""Old workbooks, read by a process of their own: whatever one does to its reader, it does to nobody else."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, Final

from guiju.exchange.errors import refuse
from guiju.exchange.old_reader import CLOCK, DAY, MOMENT, SECONDS
from guiju.exchange.packages import REMEDY

READER: Final = "guiju.exchange.old_reader"
READERS: Final = {
    DAY: dt.date.fromisoformat,
    MOMENT: dt.datetime.fromisoformat,
    CLOCK: dt.time.fromisoformat,
}


@dataclass(frozen=True)
class OldSheet:
    """A sheet of an old workbook.

    Attributes:
        hidden: whether people cannot see it; then it has no rows.
        merged: first and last cell of each merged range, from 0.
    """

    name: str
    hidden: bool = False
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def read_old(content: bytes) -> list[OldSheet]:
    """The sheets of an old workbook.

    Args:
        content: of the file.

    Raises:
        ExchangeError: ``file.encrypted``, ``file.damaged``, ``sheet.too_large``.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- this program itself
            [sys.executable, "-m", READER],
            input=content, capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        told = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    if told.get("fault") == "encrypted":
        refuse("file.encrypted", "表格设了打开密码，读不出来。请去掉密码后再上传。")
    if "sheets" not in told:
        refuse("file.damaged", f"表格已经损坏，读不出来。{REMEDY}")
    return [_sheet(one) for one in told["sheets"]]


def _sheet(told: dict[str, Any]) -> OldSheet:
    name = told["name"]
    if told.get("large"):
        refuse("sheet.too_large", f"工作表“{name}”过大。请删去用不到的行列后再上传。")
    rows = [[_value(cell) for cell in row] for row in told.get("rows", ())]
    merged = [(tuple(first), tuple(last)) for first, last in told.get("merged", ())]
    return OldSheet(name, bool(told.get("hidden")), rows, merged)


def _value(cell: Any) -> Any:
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        return READERS[kind](text)
    return "" if cell is None else cell
