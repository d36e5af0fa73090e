"""What the cells' values do not show: formulas, error values, percent formats, read from a sheet's own text.

The fast reader gives the value that was last computed and an empty cell for an error; which cells those are is found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from guiju.exchange.errors import refuse
from guiju.exchange.packages import REMEDY

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 4 * 1024 * 1024
LONGEST_ROW: Final = 16 * BLOCK
CELLS_AT_MOST: Final = 4_000_000
ROWS_AT_MOST: Final = 200_000
COLUMNS_AT_MOST: Final = 702
TAG: Final = rb"""(?:[^>"']|"[^"]*"|'[^']*')*"""
REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
ROW_REFERENCE: Final = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["'](\d{1,9})["']""")
CELL_TAG: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
ROW_TAG: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
CELL: Final = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)""", re.DOTALL
)  # fmt: skip
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
ERROR: Final = re.compile(rb"""\bt\s*=\s*["']e["']""")
TEXT: Final = re.compile(rb"""\bt\s*=\s*["']s(?:tr)?["']""")
STYLE: Final = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
ROW_END: Final = re.compile(rb"</(?:\w+:)?row\s*>")
SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s" + TAG + rb">")
LINK: Final = re.compile(rb"<(?:\w+:)?Relationship\s" + TAG + rb">")
RELATION: Final = re.compile(rb"""\w:id\s*=\s*["']([^"']*)["']""")
TARGET: Final = re.compile(rb"""\bTarget\s*=\s*["']([^"']*)["']""")
ID: Final = re.compile(rb"""\bId\s*=\s*["']([^"']*)["']""")
FORMATS: Final = re.compile(rb"<(?:\w+:)?numFmt\s" + TAG + rb">")
FORMAT_ID: Final = re.compile(rb"""\bnumFmtId\s*=\s*["'](\d+)["']""")
CODE: Final = re.compile(rb"""\bformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
XFS: Final = re.compile(rb"<(?:\w+:)?cellXfs[^>]*>(.*?)</(?:\w+:)?cellXfs\s*>", re.DOTALL)
XF: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
FIRST_1904: Final = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
PERCENT_FORMATS: Final = frozenset({9, 10})
Place = tuple[int, int]


@dataclass
class Marks:
    """What was found in one sheet; places are row and column from 0.

    Attributes:
        formulas: how many cells hold a formula.
        uncomputed: formulas without a stored result.
        errors: error values.
        percents: numbers shown as percent.
    """

    formulas: int = 0
    uncomputed: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)


class Package:
    """The parts of an xlsx file that are read by their own text."""

    def __init__(self, content: bytes) -> None:
        self._archive = ZipFile(BytesIO(content))
        self._names = {one.lower(): one for one in self._archive.namelist()}
        book = self._part("xl/workbook.xml")
        self.first_1904 = FIRST_1904.search(book) is not None
        self.has_links = any(name.startswith("xl/externallinks/") for name in self._names)
        self._paths = self._paths_of(book)
        self._percent_styles = _percent_styles(self._part("xl/styles.xml"))

    @property
    def sheets(self) -> int:
        """How many sheets the workbook names."""
        return len(self._paths)

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def check_spans(self) -> None:
        """Refuse a part whose cells span more than can be laid out, whatever the part is called.

        Raises:
            ExchangeError: ``sheet.too_large``.
        """
        for name in self._names.values():
            rows, columns, unplaced_rows, unplaced_cells = 0, 26, 0, 0
            for block in self._blocks(name):
                found = REFERENCE.findall(block)
                own = ROW_REFERENCE.findall(block)
                # A cell without its place stands beside the one before it, a row without one under it.
                unplaced_cells += max(0, len(CELL_TAG.findall(block)) - len(found))
                unplaced_rows += max(0, len(ROW_TAG.findall(block)) - len(own))
                rows = max([rows, *map(int, {number for _, number in found}), *map(int, own)])
                columns = max([columns, *map(_column, {letters for letters, _ in found})])
            _check_span(rows + unplaced_rows, columns + unplaced_cells)

    def marks(self, place: int) -> Marks:
        """The marks of a sheet by its place in the workbook.

        Raises:
            ExchangeError: ``file.damaged`` where the sheet is not to be found: what it holds could not be told.
        """
        path = self._paths[place] if place < len(self._paths) else ""
        if path.lower() not in self._names:
            refuse("file.damaged", f"表格已经损坏，找不到其中的工作表。{REMEDY}")
        found = Marks()
        for block in self._blocks(self._names[path.lower()]):
            self._mark(block, found)
        return found

    def _mark(self, block: bytes, found: Marks) -> None:
        if not (FORMULA.search(block) or ERROR.search(block) or self._percent_styles):
            return
        for attributes, inner in CELL.findall(block):
            told = REFERENCE.search(b" " + attributes)
            if told is None:
                continue
            place = (int(told[2]) - 1, _column(told[1]) - 1)
            value = VALUE.search(inner)
            text = value[1].strip() if value else b""
            if ERROR.search(attributes):
                found.errors[place] = text.decode("ascii", "replace") or "#VALUE!"
            if FORMULA.search(inner):
                found.formulas += 1
                if not text and not TEXT.search(attributes):
                    found.uncomputed.add(place)
            style = STYLE.search(attributes) if self._percent_styles else None
            if style and int(style[1]) in self._percent_styles and not TEXT.search(attributes):
                found.percents.add(place)

    def _blocks(self, name: str) -> Iterator[bytes]:
        """A part's text in pieces, those of a sheet with whole rows."""
        kept = b""
        with self._archive.open(name) as stream:
            while read := stream.read(BLOCK):
                text = kept + read
                ends = [one.end() for one in ROW_END.finditer(text)]
                cut = ends[-1] if ends else 0
                kept = text[cut:]
                if cut:
                    yield text[:cut]
                if len(kept) > LONGEST_ROW:
                    yield kept
                    kept = b""
        yield kept

    def _paths_of(self, book: bytes) -> list[str]:
        """The parts of the sheets in the workbook's order."""
        relations = {}
        for one in LINK.findall(self._part("xl/_rels/workbook.xml.rels")):
            target, name = TARGET.search(one), ID.search(one)
            if target and name:
                relations[name[1]] = target[1].decode("utf-8", "replace")
        paths = []
        for sheet in SHEET.findall(book):
            named = RELATION.search(sheet)
            path = relations.get(named[1], "") if named else ""
            paths.append(path.lstrip("/") if path.startswith("/") else f"xl/{path}")
        return paths

    def _part(self, name: str) -> bytes:
        known = self._names.get(name.lower())
        return self._archive.read(known) if known else b""


def _check_span(rows: int, columns: int) -> None:
    if rows > ROWS_AT_MOST or columns > COLUMNS_AT_MOST or rows * columns > CELLS_AT_MOST:
        refuse(
            "sheet.too_large",
            f"工作表到第{rows}行、第{columns}列，超过一次{ROWS_AT_MOST}行、合计{CELLS_AT_MOST}格的上限。"
            "请删去下面和右边用不到的行列，或者拆成几份再上传。",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _percent_styles(styles: bytes) -> frozenset[int]:
    """The cell styles that show a number as percent."""
    formats = set(PERCENT_FORMATS)
    for one in FORMATS.findall(styles):
        number, code = FORMAT_ID.search(one), CODE.search(one)
        if number and code and b"%" in (code[1] or code[2] or b""):
            formats.add(int(number[1]))
    listed = XFS.search(styles)
    found = []
    for place, one in enumerate(XF.findall(listed[1]) if listed else ()):
        number = FORMAT_ID.search(one)
        if number and int(number[1]) in formats:
            found.append(place)
    return frozenset(found)
