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

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 4 * 1024 * 1024
CELLS_AT_MOST: Final = 4_000_000
ROWS_AT_MOST: Final = 200_000
COLUMNS_AT_MOST: Final = 702
CELL: Final = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)  # fmt: skip
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
ERROR: Final = re.compile(rb'\bt="e"')
STYLE: Final = re.compile(rb'\bs="(\d+)"')
ROW: Final = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r="(\d+)"')
WIDE: Final = re.compile(rb'\sr="([A-Z]{2,3})\d')
ROW_END: Final = re.compile(rb"</(?:\w+:)?row>")
SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
NAMED: Final = re.compile(rb'\bname="([^"]*)"')
RELATION: Final = re.compile(rb'\b(?:\w+:)?id="([^"]*)"')
TARGETS: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
TARGET: Final = re.compile(rb'\bTarget="([^"]*)"')
ID: Final = re.compile(rb'\bId="([^"]*)"')
FORMATS: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
FORMAT_ID: Final = re.compile(rb'\bnumFmtId="(\d+)"')
CODE: Final = re.compile(rb'\bformatCode="([^"]*)"')
XFS: Final = re.compile(rb"<(?:\w+:)?cellXfs[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
XF: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
FIRST_1904: Final = re.compile(rb'\bdate1904="(?:1|true)"')
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

    def marks(self, place: int) -> Marks:
        """The marks of a sheet by its place in the workbook.

        Raises:
            ExchangeError: ``sheet.too_large`` where its rows and columns span too much.
        """
        found = Marks()
        path = self._paths[place] if place < len(self._paths) else ""
        if path.lower() not in self._names:
            return found
        rows, columns = 0, 0
        for block in self._blocks(path):
            rows = max([rows, *map(int, ROW.findall(block))])
            columns = max([columns, 26, *map(_column, set(WIDE.findall(block)))])
            _check_span(rows, columns)
            self._mark(block, found)
        return found

    def _mark(self, block: bytes, found: Marks) -> None:
        if not (FORMULA.search(block) or ERROR.search(block) or self._percent_styles):
            return
        for letters, number, attributes, inner in CELL.findall(block):
            place = (int(number) - 1, _column(letters) - 1)
            value = VALUE.search(inner)
            text = value[1].strip() if value else b""
            if ERROR.search(attributes):
                found.errors[place] = text.decode("ascii", "replace") or "#VALUE!"
            if FORMULA.search(inner):
                found.formulas += 1
                if not text and b't="str"' not in attributes:
                    found.uncomputed.add(place)
            style = STYLE.search(attributes) if self._percent_styles else None
            if style and int(style[1]) in self._percent_styles and b't="s"' not in attributes:
                found.percents.add(place)

    def _blocks(self, path: str) -> Iterator[bytes]:
        """A sheet's text in pieces that end with a whole row."""
        kept = b""
        with self._archive.open(self._names[path.lower()]) as stream:
            while read := stream.read(BLOCK):
                text = kept + read
                ends = [one.end() for one in ROW_END.finditer(text)]
                cut = ends[-1] if ends else 0
                kept = text[cut:]
                if cut:
                    yield text[:cut]
                if len(kept) > 16 * BLOCK:
                    refuse("sheet.too_large", "工作表里有一行过长，读不了。请删去用不到的列。")
        yield kept

    def _paths_of(self, book: bytes) -> list[str]:
        """The parts of the sheets in the workbook's order."""
        relations = {}
        for one in TARGETS.findall(self._part("xl/_rels/workbook.xml.rels")):
            target, name = TARGET.search(one), ID.search(one)
            if target and name:
                relations[name[1]] = target[1].decode("utf-8", "replace")
        paths = []
        for sheet in SHEET.findall(book):
            named = RELATION.search(sheet.replace(b"sheetId", b""))
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
        if number and code and b"%" in code[1]:
            formats.add(int(number[1]))
    listed = XFS.search(styles)
    found = []
    for place, one in enumerate(XF.findall(listed[1]) if listed else ()):
        number = FORMAT_ID.search(one)
        if number and int(number[1]) in formats:
            found.append(place)
    return frozenset(found)
