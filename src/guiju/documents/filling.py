"""A template filled from what is known: the paper, ready for any writer. Pure."""

from __future__ import annotations

import datetime as dt
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
from guiju.documents.slots import BLANK, Slot
from guiju.documents.template import SEALED
from guiju.documents.words import LONGEST_TITLE, day_words, printable
from guiju.documents.written import written
from guiju.lawbook.computed import propose
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from guiju.documents.content import Content, Officer, Opinion
    from guiju.documents.slots import Words
    from guiju.documents.template import FormCell, Item, Template
    from guiju.lawbook.pinned import FieldRules

HIDDEN = "（依法不公开）"
STYLES = {"text": INDENTED, "head": HEAD, "flush": FLUSH, "note": NOTE}
SECRET = frozenset({"证件", "号码"})
OPINION_TALL = 3


def fill(template: Template, content: Content) -> Paper:
    """The paper a template becomes.

    Args:
        template: how the document is written.
        content: what is known; what is not known stands as a ruled blank.
    """
    return Paper(
        "" if template.foreign or content.foreign else printable(content.body),
        printable(template.title)[:LONGEST_TITLE],
        printable(content.number),
        _joined(_line(template.to, content)),
        tuple(_blocks(template, content)),
        tuple(_flat(_line(one, content)) for one in template.foot),
        content.code,
        content.mark,
        content.day,
        content.numbered,
    )


def _blocks(template: Template, content: Content) -> Iterator[Block]:
    for item in template.body:
        if _stands(item, content):
            yield from _WRITERS[item.kind](item, content)
    if template.sign != "none":
        day = (day_words(content.day),)
        name = "" if content.foreign else printable(content.body)
        yield Signature(name, day, template.sign == SEALED)


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
    for line in _lines(_line(item.words, content)):
        yield Paragraph(line, style)


def _ruled(item: Item, _content: Content) -> Iterator[Block]:
    yield Ruled(item.count)


def _hands(item: Item, _content: Content) -> Iterator[Block]:
    yield Hands(item.labels)


def _form(item: Item, content: Content) -> Iterator[Block]:
    columns = max(len(row) for row in item.form)
    yield Grid(tuple(_row(row, columns, content) for row in item.form), columns)


def _row(row: tuple[FormCell, ...], columns: int, content: Content) -> tuple[Cell, ...]:
    """The cells of a row; the last takes what the others leave."""
    cells = []
    for place, cell in enumerate(row):
        last = place == len(row) - 1
        lines = tuple(_lines(_line(cell.words, content))) if cell.words else ()
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
    "text": _paragraphs, "head": _paragraphs, "flush": _paragraphs, "note": _paragraphs,
    "lines": _ruled, "hands": _hands, "form": _form, "rows": _rows, "opinions": _opinions,
}  # fmt: skip


def _line(words: Words, content: Content) -> Line:
    return tuple(one if isinstance(one, str) else _piece(one, content) for one in words)


def _piece(slot: Slot, content: Content) -> Piece:
    """What stands in a slot: words, or a ruled blank."""
    if (
        slot.name.startswith(BLANK)
        and not slot.part
        and slot.name[1:].isdigit() is bool(slot.name[1:])
    ):
        return Blank(int(slot.name[1:] or 8))
    known = _KNOWN.get(slot.name)
    if known is not None and not slot.part:
        return known(content) or Blank(10)
    if slot.name in content.hidden or (slot.name in content.masked and slot.part in SECRET):
        return HIDDEN
    spec = content.fields.get(slot.name)
    if spec is not None:
        said = written(spec, content.values.get(slot.name), content.names, slot.part)
        return said or Blank(10)
    return _other_act(slot, content) or Blank(10)


def _other_act(slot: Slot, content: Content) -> str:
    done = content.acts.get(slot.name)
    if done is None:
        return ""
    return printable(done.number) if slot.part == "文号" else day_words(done.day)


def _officers(officers: tuple[Officer, ...], what: str) -> str:
    if what == "name":
        return printable("、".join(one.name for one in officers))
    return printable("、".join(one.certificate for one in officers if one.certificate))


_KNOWN: dict[str, Callable[[Content], str]] = {
    "机关": lambda one: printable(one.body),
    "程序": lambda one: one.procedure,
    "案号": lambda one: printable(one.matter_number),
    "文号": lambda one: printable(one.number),
    "名称": lambda one: printable(one.title),
    "办理日": lambda one: day_words(one.day),
    "办理时刻": lambda one: one.hour,
    "办理人": lambda one: printable(one.actor),
    "执法人员": lambda one: _officers(one.officers, "name"),
    "证号": lambda one: _officers(one.officers, "certificate"),
    "条文": lambda one: one.cites,
    "登记人": lambda one: printable(one.recorder),
    "附件": lambda one: printable("、".join(one.attachments)),
}


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
