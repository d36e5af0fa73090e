"""A template filled from what is known: the paper, ready for any writer. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from guiju.documents.layout import (
    FLUSH,
    HEAD,
    INDENTED,
    NOTE,
    Blank,
    Block,
    Cell,
    Grid,
    Hands,
    Line,
    Paper,
    Paragraph,
    Piece,
    Ruled,
    Signature,
)
from guiju.documents.saying import line_of, nothing_said
from guiju.documents.template import SEALED
from guiju.documents.words import LONGEST_TITLE, day_words, numeral, printable
from guiju.documents.written import written
from guiju.lawbook.computed import propose
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from guiju.documents.content import Content, Opinion
    from guiju.documents.template import FormCell, Item, Template
    from guiju.lawbook.pinned import FieldRules

STYLES = {"text": INDENTED, "head": HEAD, "flush": FLUSH, "note": NOTE, "point": INDENTED}
POINT = "point"
OPINION_TALL = 3


def fill(template: Template, content: Content) -> Paper:
    """The paper a template becomes.

    Args:
        template: how the document is written.
        content: what is known; what is not known stands as a ruled blank.
    """
    return Paper(
        _speaker(template, content),
        printable(template.title)[:LONGEST_TITLE],
        printable(content.number) or _given_number(template, content),
        _joined(line_of(template.to, content)),
        tuple(_blocks(template, content)),
        tuple(_flat(line_of(one, content)) for one in template.foot),
        content.code,
        content.mark,
        content.day,
        content.numbered or bool(template.number),
    )


def _speaker(template: Template, content: Content) -> str:
    """Who speaks: the matter's own body, or whoever the template names; nobody's name stands above somebody else's paper."""
    if template.by:
        return "".join(one for one in line_of(template.by, content) if isinstance(one, str))
    return "" if template.foreign or content.foreign else printable(content.body)


def _given_number(template: Template, content: Content) -> str:
    """A number that the record holds as a field; empty where it is still to be written."""
    line = line_of(template.number, content)
    return "".join(one for one in line if isinstance(one, str)) if _all_known(line) else ""


def _all_known(line: Line) -> bool:
    return all(isinstance(one, str) for one in line)


def _blocks(template: Template, content: Content) -> Iterator[Block]:
    standing = [item for item in template.body if _stands(item, content)]
    for kind, run in groupby(standing, key=lambda item: item.kind):
        items = list(run)
        if kind == POINT and len(items) > 1:
            items = [_counted(item, place) for place, item in enumerate(items, 1)]
        for item in items:
            yield from _WRITERS[kind](item, content)
    if template.sign != "none":
        day = (day_words(content.day),)
        name = _speaker(template, content)
        yield Signature(name, day, template.sign == SEALED)


def _counted(item: Item, place: int) -> Item:
    """A point among several, with its number before it."""
    return replace(item, words=(f"（{numeral(place)}）", *item.words))


def _stands(item: Item, content: Content) -> bool:
    """Whether an item stands on this paper; what cannot be decided yet stands, so that nothing is left out silently."""
    if item.when is None:
        return True
    scope = Scope(content.fields, {}, exact=True)
    told = {name: content.values.get(name) for name in content.fields}
    day = dt.date.fromisoformat(content.day)
    return propose(parse(item.when, scope).tree, told, {}, day=day) is not False


def _paragraphs(item: Item, content: Content) -> Iterator[Block]:
    style = STYLES[item.kind]
    if nothing_said([item.words], content):
        return
    for line in _lines(line_of(item.words, content)):
        yield Paragraph(line, style)


def _ruled(item: Item, _content: Content) -> Iterator[Block]:
    yield Ruled(item.count)


def _hands(item: Item, _content: Content) -> Iterator[Block]:
    yield Hands(item.labels)


def _form(item: Item, content: Content) -> Iterator[Block]:
    columns = max(len(row) for row in item.form)
    rows = [row for row in item.form if not nothing_said([cell.words for cell in row], content)]
    if rows:
        yield Grid(tuple(_row(row, columns, content) for row in rows), columns)


def _row(row: tuple[FormCell, ...], columns: int, content: Content) -> tuple[Cell, ...]:
    """The cells of a row; the last takes what the others leave."""
    cells = []
    for place, cell in enumerate(row):
        last = place == len(row) - 1
        lines = tuple(_lines(line_of(cell.words, content))) if cell.words else ()
        span = columns - place if last else 1
        cells.append(Cell(lines, cell.label, span, cell.tall))
    return tuple(cells)


def _rows(item: Item, content: Content) -> Iterator[Block]:
    spec: FieldRules = content.fields[item.field]
    columns = ("序号", *(one.name for one in spec.rows))
    head = tuple(Cell(((name,),), label=True) for name in columns)
    told: Sequence[Mapping[str, Any]] = content.values.get(item.field) or ({},) * 5
    body = [
        (
            Cell(((str(number),),)),
            *(
                Cell(tuple(_lines((written(one, row.get(one.name), content.names) or "",))))
                for one in spec.rows
            ),
        )
        for number, row in enumerate(told, 1)
    ]
    yield Grid((head, *body), len(columns), header=True)


def _opinions(_item: Item, content: Content) -> Iterator[Block]:
    """A row for each who approves, filled as far as the record goes."""
    if content.opinions:
        yield Grid(tuple(_opinion(one) for one in content.opinions), 4)


def _opinion(one: Opinion) -> tuple[Cell, ...]:
    said = "。".join(filter(None, (one.opinion, printable(one.remark))))
    signed: Line = (f"签名：{printable(one.name)}（纸质签批）",) if one.paper else (
        ("签名：", printable(one.name)) if one.name else ("签名：", Blank(8))
    )  # fmt: skip
    day: Line = (
        (day_words(one.day),) if one.day else (Blank(4), "年", Blank(2), "月", Blank(2), "日")
    )
    lines = tuple(_lines((said,))) if said else ()
    return (
        Cell(((f"{one.role}意见",),), label=True),
        Cell(lines, span=3, tall=OPINION_TALL, foot=(signed, day)),
    )


_WRITERS: dict[str, Callable[[Item, Content], Iterator[Block]]] = {
    "text": _paragraphs, "head": _paragraphs, "flush": _paragraphs, "note": _paragraphs, "point": _paragraphs,
    "lines": _ruled, "hands": _hands, "form": _form, "rows": _rows, "opinions": _opinions,
}  # fmt: skip


def _lines(line: Line) -> Iterator[Line]:
    """A line taken apart where its words do; a paragraph typed in several stays in several."""
    current: list[Piece] = []
    for piece in line:
        if isinstance(piece, Blank):
            current.append(piece)
            continue
        first, *rest = piece.split("\n")
        current.append(first)
        for part in rest:
            if any(isinstance(one, Blank) or one.strip() for one in current):
                yield tuple(current)
            current = [part]
    if any(isinstance(one, Blank) or one.strip() for one in current):
        yield tuple(current)


def _joined(line: Line) -> Line:
    return tuple(one.replace("\n", " ") if isinstance(one, str) else one for one in line)


def _flat(line: Line) -> str:
    return "".join(one if isinstance(one, str) else "_" * one.width for one in line)
