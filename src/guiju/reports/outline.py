"""The outline of a report: chapters, sections, sentences with slots for figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.yaml_text import Reader, Text, load_text
from guiju.reports.printing import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = Path(__file__).parent / "templates"
SLOT: Final = re.compile(r"\{([a-z0-9-]+(?:\+[a-z0-9-]+)*)(?:\|([^{}|]+))?\}")
YEAR: Final = "{year}"
OUTLINES: Final = {"government": "county-year", "town": "town-year"}
OTHERS: Final = "department-year"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a number in a sentence.

    Attributes:
        figures: ids of the figures added up.
        form: how it is printed; empty: as it is.
    """

    figures: tuple[str, ...]
    form: str = ""


Piece = str | Slot


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter.

    Attributes:
        title: its heading.
        note: what people are asked to write; empty: nothing.
        sentences: each as pieces of text and slots.
    """

    title: str
    note: str
    sentences: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a report.

    Attributes:
        title: its heading.
        note: what people are asked to write.
        sections: its parts.
    """

    title: str
    note: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report of one level says.

    Attributes:
        title: with ``{year}``.
        level: the level's name.
        chapters: in order.
    """

    title: str
    level: str
    chapters: tuple[Chapter, ...]

    def figures(self) -> tuple[str, ...]:
        """Ids of all figures, in the order of their first slot."""
        return tuple(dict.fromkeys(name for slot in self._slots() for name in slot.figures))

    def titles(self) -> tuple[str, ...]:
        """The headings of its chapters and sections, in order; a text belongs to the heading above it."""
        return tuple(
            title
            for chapter in self.chapters
            for title in (chapter.title, *(section.title for section in chapter.sections))
        )

    def _slots(self) -> Iterator[Slot]:
        for chapter in self.chapters:
            for section in chapter.sections:
                for sentence in section.sentences:
                    yield from (piece for piece in sentence if isinstance(piece, Slot))


def outline_for(kind: str) -> Outline:
    """The outline for a kind of body.

    Args:
        kind: value of ``BodyKind``.
    """
    return load_outline(OUTLINES.get(kind, OTHERS))


@cache
def load_outline(name: str) -> Outline:
    """Read an outline.

    Args:
        name: file name without ending.

    Raises:
        CatalogError: it is unclear, with file, line and remedy.
    """
    reader = Reader(load_text(FOLDER / f"{name}.yaml", f"{name}.yaml"), "报告提纲")
    made = Outline(
        str(reader.text("title")),
        str(reader.text("level")),
        tuple(_chapter(one) for one in reader.readers("chapters")),
    )
    reader.done()
    return made


def _chapter(reader: Reader) -> Chapter:
    made = Chapter(
        str(reader.text("title")),
        str(reader.optional("note") or ""),
        tuple(_section(one) for one in reader.readers("sections")),
    )
    reader.done()
    return made


def _section(reader: Reader) -> Section:
    made = Section(
        str(reader.text("title")),
        str(reader.optional("note") or ""),
        tuple(_pieces(one) for one in reader.list_of_text("sentences")),
    )
    reader.done()
    return made


def _pieces(sentence: Text) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for found in SLOT.finditer(sentence):
        form = found[2] or ""
        if form and form not in FORMS:
            refuse(
                "outline.form", f"没有“{form}”这种印法，只有：{'、'.join(FORMS)}。", sentence.place
            )
        pieces += [str(sentence[end : found.start()]), Slot(tuple(found[1].split("+")), form)]
        end = found.end()
    rest = str(sentence[end:])
    if "{" in "".join(piece for piece in [*pieces, rest] if isinstance(piece, str)):
        refuse("outline.slot", "花括号里应是指标的编号，如 {mediation-accepted}。", sentence.place)
    return tuple(piece for piece in [*pieces, rest] if piece)
