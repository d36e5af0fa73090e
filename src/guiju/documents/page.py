"""A paper as a page that prints on A4: HTML with classes only, no style and no script of its own."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from guiju.documents import qr
from guiju.documents.layout import (
    Blank,
    Block,
    Cell,
    Grid,
    Hands,
    Line,
    Paper,
    Paragraph,
    Ruled,
    Signature,
)

WIDTHS = (2, 4, 6, 8, 10, 12, 16, 20, 28)
TALL = (2, 3, 4, 5, 6, 8, 10, 12)
SEAL_PLACE = "（印章）"
SHORT = 112
MARKS = "。，；：、）"


def page(paper: Paper) -> str:
    """The paper as one ``article``.

    Args:
        paper: what stands on it; every text is escaped here.
    """
    parts = [_mark(paper), _head(paper)]
    if paper.addressee:
        parts.append(f'<p class="document-to">{_line(paper.addressee)}：</p>')
    body, end = _ending(paper.blocks)
    parts += [_block(one) for one in body]
    parts.append(f'<div class="document-end">{"".join(map(_block, end))}{_foot(paper)}</div>')
    return f'<article class="paper document" lang="zh-Hans">{"".join(parts)}</article>'


def _ending(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Body and end: what stays on one page, so that neither the seal nor the foot stands alone on it."""
    place = len(blocks)
    if place and isinstance(blocks[place - 1], Signature):
        place -= 1
    if place and (isinstance(blocks[place - 1], Hands) or _is_short(blocks[place - 1])):
        place -= 1
    return blocks[:place], blocks[place:]


def _is_short(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    return sum(one.width if isinstance(one, Blank) else len(one) for one in block.line) <= SHORT


def _mark(paper: Paper) -> str:
    return f'<p class="document-mark">{escape(paper.mark)}</p>' if paper.mark else ""


def _head(paper: Paper) -> str:
    """The code in the corner of the first page, the names, the number."""
    code = ""
    if paper.code:
        code = f'<div class="document-code">{qr.svg(paper.code)}<span>{escape(paper.code)}</span></div>'
    body = f'<p class="document-body">{escape(paper.body)}</p>' if paper.body else ""
    title = f'<h1 class="document-title">{escape(paper.title)}</h1>'
    number = escape(paper.number) or (_piece(Blank(12)) if paper.numbered else "")
    numbered = f'<p class="document-number">{number}</p>' if number else ""
    return f"<header>{code}{body}{title}{numbered}</header>"


def _foot(paper: Paper) -> str:
    notes = "".join(f"<p>{escape(one)}</p>" for one in paper.foot)
    return f'<footer class="document-foot">{notes}</footer>' if notes else ""


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(block)


@_block.register
def _(block: Paragraph) -> str:
    if block.style == "head":
        return f'<h2 class="document-head">{_line(block.line)}</h2>'
    return f'<p class="document-{block.style}">{_line(block.line)}</p>'


@_block.register
def _(block: Ruled) -> str:
    return f'<div class="document-ruled">{"<div></div>" * block.count}</div>'


@_block.register
def _(block: Hands) -> str:
    places = "".join(
        f"<p><span>{escape(one)}：</span>{_piece(Blank(6))}<span>{_day_blank()}</span></p>"
        for one in block.labels
    )
    return f'<div class="document-hands">{places}</div>'


@_block.register
def _(block: Signature) -> str:
    name = escape(block.body) or _piece(Blank(12))
    seal = f'<span class="seal-place">{SEAL_PLACE}</span>' if block.sealed else ""
    return f'<div class="document-signature"><p>{name}{seal}</p><p>{_line(block.day)}</p></div>'


@_block.register
def _(block: Grid) -> str:
    rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows]
    head, body = (rows[:1], rows[1:]) if block.header else ([], rows)
    columns = "" if block.header else _columns(block.columns)
    headed = f"<thead>{''.join(head)}</thead>" if head else ""
    kind = "list" if block.header else "form"
    return f'<table class="document-grid {kind}">{columns}{headed}<tbody>{"".join(body)}</tbody></table>'


def _columns(count: int) -> str:
    """Columns of labels are narrow, those between them share the rest."""
    classes = ("" if place % 2 else ' class="label"' for place in range(count))
    return f"<colgroup>{''.join(f'<col{one}>' for one in classes)}</colgroup>"


def _cell(cell: Cell) -> str:
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    height = next((one for one in TALL if one >= cell.tall), TALL[-1])
    tall = f' class="tall-{height}"' if cell.tall > 1 else ""
    lines = "".join(f"<p>{_line(one)}</p>" for one in cell.lines)
    foot = "".join(f'<p class="cell-foot">{_line(one)}</p>' for one in cell.foot)
    name = 'th scope="row"' if cell.label else "td"
    return f"<{name}{span}{tall}>{lines}{foot}</{name[:2]}>"


def _day_blank() -> str:
    return "".join(_piece(one) for one in (Blank(4), "年", Blank(2), "月", Blank(2), "日"))


def _line(line: Line) -> str:
    """Pieces one after the other; a mark after a ruled place does not leave it for the next line."""
    said, pieces = "", list(line)
    for place in range(len(pieces)):
        piece = pieces[place]
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        if isinstance(piece, Blank) and isinstance(after, str) and after[:1] in MARKS and after:
            said += f'<span class="kept">{_piece(piece)}{escape(after[0])}</span>'
            pieces[place + 1] = after[1:]
        else:
            said += _piece(piece)
    return said


def _piece(piece: str | Blank) -> str:
    if isinstance(piece, str):
        return escape(piece)
    width = next((one for one in WIDTHS if one >= piece.width), WIDTHS[-1])
    return f'<span class="blank w{width}"></span>'
