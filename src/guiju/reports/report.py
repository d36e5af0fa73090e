"""A report as a value: read by people as one HTML file, by programs as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.template import Context, Engine

from guiju.reports.printing import PERCENT, YUAN, printed

if TYPE_CHECKING:
    from datetime import date

FOLDER: Final = Path(__file__).parent / "templates"
Value = int | Decimal
DIGITS: Final = {YUAN: 2, PERCENT: 4}


@dataclass(frozen=True, slots=True)
class Row:
    """An act behind a figure.

    Attributes:
        day: the day that put it into the year.
        matter: id of the matter.
        number: the matter's number.
        title: the matter's title.
        seq: number of the act in its matter.
        act: the act.
        body: code of the owning body.
        body_name: its name.
        contribution: what it adds to the figure, in the unit counted.
    """

    day: date
    matter: str
    number: str
    title: str
    seq: int
    act: str
    body: str
    body_name: str
    contribution: Value

    def added(self) -> str:
        """The contribution as printed."""
        return printed(self.contribution, "")

    def to_value(self) -> dict[str, Any]:
        """The row for a program."""
        return {
            "day": self.day.isoformat(), "matter": self.matter, "number": self.number, "title": self.title,
            "seq": self.seq, "act": self.act, "body": self.body, "contribution": plain(self.contribution),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the acts that make it.

    Attributes:
        id: its id in the catalog.
        name: its name.
        unit: what it is counted in.
        value: in its unit; None where there was nothing to divide by.
        rows: the acts; of a share those of its numerator; none where the report was asked for without them.
        before: the same days of the year before, in its unit; None where it was not asked or has no value.
        count: how many acts make it.
    """

    id: str
    name: str
    unit: str
    value: Value | None
    rows: tuple[Row, ...]
    before: Value | None = None
    count: int = 0

    def told(self) -> str:
        """The exact value with its unit."""
        return told(self.value, self.unit)

    def to_value(self) -> dict[str, Any]:
        """The figure for a program."""
        return {
            "id": self.id,
            "name": self.name,
            "unit": self.unit,
            "value": None if self.value is None else plain(self.value, self.unit),
            "rows": [row.to_value() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence.

    Attributes:
        text: as printed.
        value: as counted, in its unit.
        figures: ids of the figures it is made of.
        name: their names.
        form: how it is printed; empty: as it is.
    """

    text: str
    value: Value | None
    figures: tuple[str, ...]
    name: str
    form: str = ""

    @property
    def anchor(self) -> str:
        """Where its rows stand in the file."""
        return "_".join(self.figures)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence: text and numbers in turn.

    Attributes:
        pieces: in order.
    """

    pieces: tuple[str | Number, ...]

    def __str__(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it.

    Attributes:
        title: the heading.
        note: what people are asked to write.
        paragraphs: the sentences with numbers.
        level: 2 for a chapter, 3 for a section.
    """

    title: str
    note: str
    paragraphs: tuple[Paragraph, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a body for a year.

    Attributes:
        title: its title.
        body: code of the body.
        body_name: its name.
        year: the year.
        first: first day counted.
        last: last day counted.
        position: last position of the record that counts.
        unsealed: acts counted that had no position yet.
        mark: what the record says of its clock; empty for a true record.
        figures: every figure of the outline.
        parts: headings and sentences in order.
    """

    title: str
    body: str
    body_name: str
    year: int
    first: date
    last: date
    position: int
    unsealed: int
    mark: str
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]

    def html(self) -> str:
        """One self-contained HTML file: no script, nothing asked for from elsewhere."""
        context = Context({"report": self, "style": _style(), "shown": self._shown()})
        return engine().get_template("report.html").render(context)

    def to_value(self) -> dict[str, Any]:
        """The report for a program: whole numbers as numbers, money (元) and shares as decimal text."""
        return {
            "title": self.title,
            "body": self.body,
            "year": self.year,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "position": self.position,
            "mark": self.mark,
            "figures": [figure.to_value() for figure in self.figures],
        }

    def numbers(self) -> list[Number]:
        """The numbers of the text, in its order."""
        return [
            piece
            for part in self.parts
            for paragraph in part.paragraphs
            for piece in paragraph.pieces
            if isinstance(piece, Number)
        ]

    def _shown(self) -> list[Figure]:
        """What the numbers of the text are made of, each once."""
        known = {figure.id: figure for figure in self.figures}
        numbers = {number.anchor: number for number in self.numbers()}
        return [
            _joined(anchor, number, [known[name] for name in number.figures])
            for anchor, number in numbers.items()
        ]


def _joined(anchor: str, number: Number, parts: list[Figure]) -> Figure:
    """The figure of a number that adds several."""
    if len(parts) == 1:
        return parts[0]
    rows = tuple(row for part in parts for row in part.rows)
    return Figure(anchor, number.name, parts[0].unit, number.value, rows)


def told(value: Value | None, unit: str) -> str:
    """A value with its unit, exactly.

    Args:
        value: in its unit; None where there was nothing to divide by.
        unit: the figure's unit.
    """
    text = printed(value, unit)
    return text if unit == PERCENT or value is None else f"{text}{unit}"


def plain(value: Value, unit: str = "") -> int | str:
    """A value in JSON without floats.

    Args:
        value: the value.
        unit: 元 is told with two digits after the point, % with four.
    """
    digits = DIGITS.get(unit)
    if digits is not None:
        return f"{value:.{digits}f}"
    return value if isinstance(value, int) else f"{value:f}"


@cache
def engine() -> Engine:
    """Renders this room's templates, whatever the installation's settings are."""
    return Engine(dirs=[str(FOLDER)])


@cache
def _style() -> str:
    return (FOLDER / "report.css").read_text(encoding="utf-8")
