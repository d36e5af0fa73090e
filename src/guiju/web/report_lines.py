"""A report as its page shows it: headings, what is typed, sentences whose numbers are chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.figures.definitions import Period
from guiju.figures.panels import Scope
from guiju.reports.report import Number
from guiju.reports.selectors import Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.reports.report import Figure, Paragraph, Part, Report
    from guiju.reports.snapshot import Snapshot


class Piece(NamedTuple):
    """A piece of a sentence.

    Attributes:
        text: as it stands in the sentence; of a number that was handed in, as handed in.
        figure: ids of the figures of a number, joined by +; empty for words.
        name: names of the figures.
        now: what the number would be now, where that differs from what was handed in.
    """

    text: str
    figure: str = ""
    name: str = ""
    now: str = ""


class Shown(NamedTuple):
    """A part of the report.

    Attributes:
        title: its heading.
        note: what people are asked to write.
        level: 2 for a chapter, 3 for a section.
        prose: what is written.
        sentences: those with numbers, as pieces.
        key: what the part is called in addresses of this page.
    """

    title: str
    note: str
    level: int
    prose: Written
    sentences: list[list[Piece]]
    key: str

    @property
    def missing(self) -> bool:
        """Whether a text is asked for and none is written."""
        return bool(self.note) and not self.prose.text

    @property
    def lines(self) -> list[str]:
        """The text, paragraph by paragraph."""
        return [line.strip() for line in self.prose.text.split("\n") if line.strip()]

    @property
    def heading(self) -> str:
        """The element of its heading."""
        return f"h{self.level}"

    def late(self) -> Iterator[Piece]:
        """The numbers that would be others now than what was handed in."""
        return (piece for pieces in self.sentences for piece in pieces if piece.now)


class Asked(NamedTuple):
    """The figures behind a number, as the panel tells them."""

    figures: list[Figure]
    period: Period
    scope: Scope


def report_parts(
    report: Report, prose: Mapping[str, Written], snapshot: Snapshot | None
) -> list[Shown]:
    """The parts of a report in order.

    Args:
        report: as counted now.
        prose: part → what is written of it.
        snapshot: what was handed in, if it was.
    """
    return [
        _part(part, f"p{place}", prose.get(part.title, Written()), snapshot)
        for place, part in enumerate(report.parts)
    ]


def panel_of(report: Report, asked: str) -> Asked | None:
    """The figures of a number; None where none of the report's figures is asked for.

    Args:
        report: the report.
        asked: ids of figures, joined by + or by the space that an address makes of it.
    """
    wanted = asked.replace(" ", "+").split("+")
    figures = [one for one in report.figures if one.id in wanted]
    if not figures:
        return None
    scope = Scope(report.body)
    return Asked(figures, Period(report.first, report.last), scope)


def _part(part: Part, key: str, written: Written, snapshot: Snapshot | None) -> Shown:
    sentences = [_pieces(one, snapshot) for one in part.paragraphs]
    return Shown(part.title, part.note, part.level, written, sentences, key)


def _pieces(paragraph: Paragraph, snapshot: Snapshot | None) -> list[Piece]:
    return [
        _number(one, snapshot) if isinstance(one, Number) else Piece(one)
        for one in paragraph.pieces
    ]


def _number(number: Number, snapshot: Snapshot | None) -> Piece:
    ids = "+".join(number.figures)
    then = snapshot.numbers.get((ids, number.form), "") if snapshot else ""
    if not then:
        return Piece(number.text, ids, number.name)
    return Piece(then, ids, number.name, number.text if number.text != then else "")
