"""What stands on a paper, before anybody decides whether it becomes a page or an office file. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

INDENTED, FLUSH, HEAD, NOTE, CENTRED, RIGHT = (
    "indented", "flush", "head", "note", "centred", "right",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blank:
    """A ruled place for what is not known yet.

    Attributes:
        width: in characters.
    """

    width: int = 8


Piece = str | Blank
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        line: its text and blanks.
        style: indented, flush, head, note, centred or right.
    """

    line: Line
    style: str = INDENTED


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form.

    Attributes:
        lines: what stands in it, one below the other.
        label: whether it names what stands in the next cell.
        span: how many of the form's columns it takes.
        tall: the least number of lines it leaves room for.
        foot: what stands at its foot, to the right: names and days.
    """

    lines: tuple[Line, ...] = ()
    label: bool = False
    span: int = 1
    tall: int = 1
    foot: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A form of rows and cells.

    Attributes:
        rows: the cells of every row; their spans add up to ``columns``.
        columns: how many columns the form has.
        header: whether the first row names the columns and comes again on every page.
    """

    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines to write on by hand."""

    count: int


@dataclass(frozen=True, slots=True)
class Hands:
    """Places where people sign by hand, each after what they sign as."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who speaks, the place of the seal, and the day.

    Attributes:
        body: the body's name.
        day: the day in words.
        sealed: whether a seal belongs here.
    """

    body: str
    day: Line
    sealed: bool = True


Block = Paragraph | Grid | Ruled | Hands | Signature


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document.

    Attributes:
        body: name of the body, above the title; empty for a paper of somebody else.
        title: what it is.
        number: the document's number; empty where it has none.
        addressee: to whom; empty where it is addressed to nobody.
        blocks: everything between the addressee and the foot.
        foot: notes below the signature.
        code: text of the code that finds the act again; empty for a draft.
        mark: what must be said of the whole paper, such as 预览.
        day: the act's day, ISO; dates the office file, so that the same paper is the same bytes.
    """

    body: str
    title: str
    number: str = ""
    addressee: Line = ()
    blocks: tuple[Block, ...] = ()
    foot: tuple[str, ...] = ()
    code: str = ""
    mark: str = ""
    day: str = "2000-01-01"
    numbered: bool = field(default=False)
