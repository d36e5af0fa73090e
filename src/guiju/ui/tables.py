"""The one table: typed columns, rows of cells, totals in the foot. Rendered by ``ui/table.html``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["text", "number", "money", "percent", "day"]
Order = Literal["", "ascending", "descending"]
INDENT = "　"
PADDING, WIDEST = 1.5, 20.0  # em of a cell's sides, and of a text before it is broken into lines
NARROWEST: Final = {True: 11.0, False: 6.0}  # em of a text that names the row, and of another
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Column(NamedTuple):
    """A column.

    Attributes:
        label: its heading.
        kind: decides how it is aligned; the texts of its cells are ready to be read.
        sort: address that sorts by it; empty where the table cannot.
        order: in which order the rows stand by it; empty when by another column.
    """

    label: str
    kind: Kind = "text"
    sort: str = ""
    order: Order = ""


class Mark(NamedTuple):
    """A badge beside a text.

    Attributes:
        word: what it says.
        tone: red 逾期, amber 将到期, green 已公示 or 已核验, grey done; empty for none of them.
    """

    word: str
    tone: str = ""


class Cell(NamedTuple):
    """A cell.

    Attributes:
        text: as people read it.
        link: where it leads; empty for nowhere.
        badge: a word with a colour after the text.
        note: a second, smaller line.
    """

    text: str
    link: str = ""
    badge: Mark | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        caption: what it lists; read aloud before it.
        columns: the first one names the row.
        rows: as many cells a row as there are columns.
        foot: totals, a cell a column; empty for none.
        empty: what is said where there is no row.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()
    empty: str = ""

    def body(self) -> SafeString:
        """The rows as HTML: fifty of ten cells each would take a template longer than all else of a page."""
        return SafeString("\n".join(self._line(row) for row in self.rows))

    def totals(self) -> SafeString:
        """The foot as HTML; empty for none."""
        return SafeString(self._line(self.foot) if self.foot else "")

    def shares(self) -> list[str]:
        """What part of the width each column takes, in percent: known before the first row is there, so that none moves when the next arrives."""
        wanted = [self._wanted(place) for place in range(len(self.columns))]
        return [f"{100 * one / sum(wanted):.1f}" for one in wanted]

    def _wanted(self, place: int) -> float:
        column = self.columns[place]
        longest = max(map(_ems, (row[place] for row in (*self.rows, self.foot) if row)), default=0)
        wanted = max(longest, _long(column.label) / (2 if column.kind == "text" else 1))
        if column.kind == "text":
            wanted = min(max(wanted, NARROWEST[place == 0]), WIDEST)
        return wanted + PADDING

    def _line(self, row: Sequence[Cell]) -> str:
        (column, first), *others = zip(self.columns, row, strict=True)
        head = f'<th scope="row" class="{column.kind}">{_cell(first)}</th>'
        return f"<tr>{head}{''.join(_beside(*placed) for placed in others)}</tr>"


def told_day(text: str) -> str:
    """A day as people read it, 2026年3月18日; what is no ISO day as it is.

    Args:
        text: of a cell.
    """
    found = ISO_DAY.fullmatch(text)
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else text


def _ems(cell: Cell) -> float:
    beside = _long(cell.badge.word) + 1 if cell.badge else 0
    return max(_long(cell.text) + beside, _long(cell.note) * 0.875)


def _long(text: str) -> float:
    """How wide a text is in em, nearly: a sign of three bytes is twice as wide as one of one."""
    return (len(text) + len(text.encode())) / 4


def _beside(column: Column, cell: Cell) -> str:
    label = f' data-label="{escape(column.label)}"' if cell.text else ""
    told = cell._replace(text=told_day(cell.text)) if column.kind == "day" else cell
    return f'<td class="{column.kind}"{label}>{_cell(told)}</td>'


def _cell(cell: Cell) -> str:
    text, badge, note = escape(cell.text), "", ""
    if cell.link:
        said = text.lstrip(INDENT)
        text = f'{text[: -len(said)]}<a href="{escape(cell.link)}">{said}</a>'
    if cell.badge:
        tone = f" {cell.badge.tone}" if cell.badge.tone else ""
        badge = f' <span class="badge{tone}">{escape(cell.badge.word)}</span>'
    if cell.note:
        note = f'<span class="cell-note">{escape(cell.note)}</span>'
    return f"{text}{badge}{note}"
