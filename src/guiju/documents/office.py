"""A paper as docx that people go on writing in: A4, the fonts of official documents by name, none embedded.

The file says nothing of who made it or on what machine, and the same paper is the same bytes.
"""

from __future__ import annotations

import datetime as dt
from functools import singledispatch
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Writing
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

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

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Written

TEXT_FONT, TITLE_FONT, HEAD_FONT, NOTE_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
LATIN_FONT = "Times New Roman"
TEXT_SIZE, TITLE_SIZE, FORM_SIZE, NOTE_SIZE, CODE_SIZE = Pt(16), Pt(22), Pt(12), Pt(12), Pt(6)
PITCH, FORM_PITCH = Pt(28.95), Pt(20)
MARGINS = {
    "top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26),
    "page_width": Mm(210), "page_height": Mm(297), "footer_distance": Mm(28), "header_distance": Mm(10),
}  # fmt: skip
WIDTH, CODE_WIDTH = Mm(156), Mm(20)
LABEL_SHARE = 0.17
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
UNWANTED = ("thumbnail", "extended-properties")
ALIGNED = {
    "centred": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def office_file(paper: Paper) -> bytes:
    """The paper as a docx file.

    Args:
        paper: what stands on it.
    """
    writing = docx.Document()
    _set_page(writing, paper)
    _write_head(writing, paper)
    if paper.addressee:
        _write(writing.add_paragraph(), (*paper.addressee, "："), TEXT_FONT, TEXT_SIZE)
    for block in paper.blocks:
        _block(block, writing)
    _write_foot(writing, paper)
    _forget_people(writing, paper)
    kept = BytesIO()
    writing.save(kept)
    return _repacked(kept.getvalue())


def _set_page(writing: Writing, paper: Paper) -> None:
    section = writing.sections[0]
    for name, length in MARGINS.items():
        setattr(section, name, length)
    style: Any = writing.styles["Normal"]
    style.font.size = TEXT_SIZE
    _name_fonts(style.element.get_or_add_rPr(), TEXT_FONT)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write_text(header, " ".join(filter(None, (paper.title, paper.number))), NOTE_FONT, Pt(9))
    _page_number(section.footer.paragraphs[0])
    _page_number(section.first_page_footer.paragraphs[0])
    _write_code(section.first_page_header.paragraphs[0], paper)


def _write_code(made: Written, paper: Paper) -> None:
    """The code in the corner of the first page, where it takes no room from the text."""
    made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.code:
        _write_text(made, f"{paper.code}　", LATIN_FONT, CODE_SIZE)
        made.add_run().add_picture(BytesIO(qr.png(paper.code)), width=CODE_WIDTH)


def _write_head(writing: Writing, paper: Paper) -> None:
    if paper.mark:
        _centred(writing, paper.mark, NOTE_FONT, NOTE_SIZE)
    if paper.body:
        _centred(writing, paper.body, TITLE_FONT, TITLE_SIZE)
    _centred(writing, paper.title, TITLE_FONT, TITLE_SIZE)
    if paper.number or paper.numbered:
        line: Line = (paper.number,) if paper.number else (Blank(12),)
        made = writing.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(made, line, TEXT_FONT, TEXT_SIZE)
    writing.add_paragraph().paragraph_format.line_spacing = Pt(14)


def _write_foot(writing: Writing, paper: Paper) -> None:
    for note in paper.foot:
        _write(writing.add_paragraph(), (note,), TEXT_FONT, NOTE_SIZE)


@singledispatch
def _block(block: Block, _writing: Writing) -> None:
    raise TypeError(block)


@_block.register
def _(block: Paragraph, writing: Writing) -> None:
    made = writing.add_paragraph()
    font = {"head": HEAD_FONT, "note": NOTE_FONT}.get(block.style, TEXT_FONT)
    if block.style in {"indented", "head", "note"}:
        made.paragraph_format.first_line_indent = Pt(32)
    if block.style in ALIGNED:
        made.alignment = ALIGNED[block.style]
    _write(made, block.line, font, TEXT_SIZE)
    if block.style == "head":
        made.paragraph_format.keep_with_next = True


@_block.register
def _(block: Ruled, writing: Writing) -> None:
    for _line in range(block.count):
        _write(writing.add_paragraph(), (Blank(28),), TEXT_FONT, TEXT_SIZE)


@_block.register
def _(block: Hands, writing: Writing) -> None:
    for label in block.labels:
        line = (f"{label}：", Blank(6), " ", Blank(3), "年", Blank(2), "月", Blank(2), "日")
        made = writing.add_paragraph()
        _write(made, line, TEXT_FONT, TEXT_SIZE)
        made.paragraph_format.keep_with_next = label is not block.labels[-1]


@_block.register
def _(block: Signature, writing: Writing) -> None:
    """The name and, below it, the day, four characters from the right; the seal goes over both."""
    if writing.paragraphs:
        writing.paragraphs[-1].paragraph_format.keep_with_next = True
    writing.add_paragraph().paragraph_format.keep_with_next = True
    name: Line = (block.body,) if block.body else (Blank(12),)
    for place, line in enumerate((name, block.day)):
        made = writing.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.paragraph_format.right_indent = Pt(32 if place == 0 else 64)
        made.paragraph_format.keep_with_next = True  # the day stays with the foot below it
        shown = (*line, "（印章）") if block.sealed and place == 0 else line
        _write(made, shown, TEXT_FONT, TEXT_SIZE)


@_block.register
def _(block: Grid, writing: Writing) -> None:
    table = writing.add_table(rows=0, cols=block.columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = _widths(block)
    for row in block.rows:
        made = table.add_row()
        _keep_whole(made)
        place = 0
        for cell in row:
            target = made.cells[place]
            if cell.span > 1:
                target = target.merge(made.cells[min(place + cell.span, block.columns) - 1])
            target.width = sum(widths[place : place + cell.span])
            _write_cell(target, cell)
            place += cell.span
        if block.header and row is block.rows[0]:
            _repeat(made)


def _widths(block: Grid) -> list[int]:
    """Columns of labels are narrow, those between them share the rest."""
    if block.header:
        return [int(WIDTH / block.columns)] * block.columns
    labels = [place % 2 == 0 for place in range(block.columns)]
    narrow = int(WIDTH * LABEL_SHARE)
    rest = int(WIDTH) - narrow * sum(labels)
    others = max(1, block.columns - sum(labels))
    return [narrow if label else rest // others for label in labels]


def _write_cell(target: _Cell, cell: Cell) -> None:
    lines = [*cell.lines, *[("",)] * max(0, cell.tall - len(cell.lines))] or [("",)]
    for place, line in enumerate([*lines, *cell.foot]):
        made = target.paragraphs[0] if place == 0 else target.add_paragraph()
        if cell.label:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif place >= len(lines):
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(made, line, TEXT_FONT, FORM_SIZE, FORM_PITCH)


def _keep_whole(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- the library has no other way to a row's properties
    properties.append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- the library has no other way to a row's properties
    properties.append(OxmlElement("w:tblHeader"))


def _centred(writing: Writing, text: str, font: str, size: Any) -> None:
    made = writing.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write_text(made, text, font, size)
    made.paragraph_format.space_after = Pt(4)


def _write(made: Written, line: Line, font: str, size: Any, pitch: Any = PITCH) -> None:
    form = made.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.space_before = form.space_after = Pt(0)
    for piece in line:
        if isinstance(piece, Blank):
            run = _write_text(made, "　" * piece.width, font, size)
            run.underline = True
        else:
            _write_text(made, piece, font, size)


def _write_text(made: Written, text: str, font: str, size: Any) -> Any:
    run = made.add_run(text)
    run.font.size = size
    _name_fonts(run._r.get_or_add_rPr(), font)  # noqa: SLF001 -- the library names no East Asian font otherwise
    return run


def _name_fonts(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), font)


def _page_number(made: Written) -> None:
    """— 1 — in the middle of the foot, counted by whoever opens the file."""
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write_text(made, "— ", TEXT_FONT, Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = made.add_run("1")
    shown.font.size = Pt(14)
    _name_fonts(shown._r.get_or_add_rPr(), TEXT_FONT)  # noqa: SLF001 -- see above
    field.append(shown._r)  # noqa: SLF001 -- see above
    made._p.append(field)  # noqa: SLF001 -- see above
    _write_text(made, " —", TEXT_FONT, Pt(14))


def _forget_people(writing: Writing, paper: Paper) -> None:
    """No author, no machine, no moment: only the title and the act's day."""
    told = writing.core_properties
    moment = dt.datetime.combine(dt.date.fromisoformat(paper.day), dt.time(), dt.UTC)
    told.author = told.last_modified_by = told.comments = told.keywords = told.subject = ""
    told.category = told.content_status = told.identifier = told.version = ""
    told.title, told.language, told.revision = paper.title[:200], "zh-CN", 1
    told.created = told.modified = told.last_printed = moment.replace(tzinfo=None)
    package = writing.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith(UNWANTED):
            del package.rels[name]


def _repacked(content: bytes) -> bytes:
    """The same parts in the order of their names, dated alike: an archive otherwise tells when it was made."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as read, ZipFile(made, "w", ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = ZipInfo(name, ZIP_DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, read.read(name))
    return made.getvalue()
