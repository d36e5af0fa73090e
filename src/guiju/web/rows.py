"""Rows that are typed or brought in by Excel, looked over before anything is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.web.forms import UnreadableError
from guiju.web.sheets import LONGEST_CELL, ROWS_AT_MOST, read_sheet
from guiju.web.uploads import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

BLANK_ROWS = 6
GRID_AT_MOST = 40
HIDDEN, UPLOAD = "rows", "sheet"


class RowColumn(NamedTuple):
    """A column of rows that are brought in.

    Attributes:
        label: its heading, the same on the page and in Excel.
        required: whether a row must fill it.
        choices: the only answers it takes; empty for any.
        example: how to fill it.
    """

    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""


class GridCell(NamedTuple):
    """One input of the grid."""

    key: str
    column: RowColumn
    value: str


@dataclass
class Line:
    """A row with what is wrong with it.

    Attributes:
        number: counted from 1, as it was brought in.
        values: text by heading.
        problem: why it cannot be taken; empty where it can.
        made: what it was read into.
    """

    number: int
    values: dict[str, str]
    problem: str = ""
    made: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Brought:
    """What a request brought.

    Attributes:
        rows: text by heading, empty rows left out.
        problem: why a file could not be read; empty where there is none or it could.
    """

    rows: list[dict[str, str]]
    problem: str = ""


def brought(request: HttpRequest, columns: Sequence[RowColumn]) -> Brought:
    """The rows of a request: from a file, from the preview, or typed into the grid."""
    labels = [column.label for column in columns]
    upload = request.FILES.get(UPLOAD)
    typed = _typed(request, labels)
    if upload is None:
        kept = [row for text in request.POST.getlist(HIDDEN) for row in _kept(text, labels)]
        return Brought(typed + kept[:ROWS_AT_MOST])
    try:
        return Brought(_uploaded(upload, labels) + typed)
    except UnreadableError as error:
        return Brought(typed, error.sentence)


def lacking(values: dict[str, str], columns: Sequence[RowColumn]) -> str:
    """What a row lacks or has wrong by its columns alone; empty for nothing."""
    for column in columns:
        value = values[column.label]
        if column.required and not value:
            return f"没有填“{column.label}”。"
        if value and column.choices and value not in column.choices:
            return f"“{column.label}”不能是“{value}”，只能是{'、'.join(column.choices)}。"
    return ""


def grid(rows: Sequence[dict[str, str]], columns: Sequence[RowColumn]) -> list[list[GridCell]]:
    """Inputs for the first rows, and some blank ones to go on with; :func:`beyond` carries the others along."""
    blank = dict.fromkeys((column.label for column in columns), "")
    shown = [*rows[:GRID_AT_MOST], *([blank] * BLANK_ROWS)]
    return [
        [GridCell(f"r{at}-{place}", column, row.get(column.label, "")) for place, column in enumerate(columns)]
        for at, row in enumerate(shown)
    ]  # fmt: skip


def beyond(rows: Sequence[dict[str, str]]) -> str:
    """The rows for which the grid has no inputs, as a hidden input carries them."""
    return as_hidden(rows[GRID_AT_MOST:]) if len(rows) > GRID_AT_MOST else ""


def as_hidden(rows: Sequence[dict[str, str]]) -> str:
    """Rows as the hidden input of the preview carries them."""
    return json.dumps(list(rows), ensure_ascii=False)


def _typed(request: HttpRequest, labels: list[str]) -> list[dict[str, str]]:
    rows = []
    for at in range(GRID_AT_MOST + BLANK_ROWS):
        row = {
            label: request.POST.get(f"r{at}-{place}", "").strip()[:LONGEST_CELL]
            for place, label in enumerate(labels)
        }
        if any(row.values()):
            rows.append(row)
    return rows


def _kept(text: str, labels: list[str]) -> list[dict[str, str]]:
    """The rows a preview carried; whoever made them up is checked like anybody who typed them."""
    try:
        told = json.loads(text or "[]")
        rows = [{label: str(row.get(label, ""))[:LONGEST_CELL] for label in labels} for row in told]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []
    return rows[:ROWS_AT_MOST]


def _uploaded(upload: UploadedFile[Any], labels: list[str]) -> list[dict[str, str]]:
    name = str(upload.name)
    try:
        content = checked(name, upload.size or 0, upload.read)
    except UnreadableError as error:
        message = f"Excel 文件{error.sentence}"
        raise UnreadableError(message) from error
    return read_sheet(name, content, labels)
