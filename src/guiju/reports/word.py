"""A report as a Word file: the office's fonts by name, headings and figures in place, nothing embedded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph as Line

    from guiju.reports.report import Report
    from guiju.reports.selectors import Written

TITLE, HEADING, SUBHEADING, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
CHAPTER: Final = 2
LINE_HEIGHT: Final = Pt(28)
MARGINS: Final = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
MISSING: Final = "（待填写：{note}）"


def as_word(report: Report, prose: Mapping[str, Written]) -> bytes:
    """A report as a ``.docx`` file, laid out as official documents are.

    Args:
        report: as built.
        prose: part → what is written of it; a part without text says what is asked for.
    """
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, length in MARGINS.items():
        setattr(section, name, Mm(length))
    _line(paper, report.body_name, TITLE, SIZE_2, centred=True)
    _line(paper, report.title, TITLE, SIZE_2, centred=True)
    _line(paper, "", BODY, SIZE_3)
    for part in report.parts:
        chapter = part.level == CHAPTER
        _line(paper, part.title, HEADING if chapter else SUBHEADING, SIZE_3, indented=True)
        text = prose[part.title].text if part.title in prose else ""
        if not text and part.note:
            text = MISSING.format(note=part.note)
        for line in filter(None, (line.strip() for line in text.split("\n"))):
            _line(paper, line, BODY, SIZE_3, indented=True)
        if part.paragraphs:
            counted = "".join(map(str, part.paragraphs))
            _line(paper, counted, BODY, SIZE_3, indented=True)
    _line(paper, _span(report), BODY, SIZE_4)
    return _bytes(paper)


def _span(report: Report) -> str:
    mark = f"{report.mark}。" if report.mark else ""
    return f"（{mark}数据期间{report.first}至{report.last}，截至第{report.position}号记录。）"


def _line(
    paper: Paper, text: str, font: str, size: Pt, *, centred: bool = False, indented: bool = False
) -> Line:
    line = paper.add_paragraph()
    run = line.add_run(text)
    run.font.size, run.font.name = size, font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    form = line.paragraph_format
    form.line_spacing, form.space_before, form.space_after = LINE_HEIGHT, Pt(0), Pt(0)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indented:
        form.first_line_indent = size * 2
    return line


def _bytes(paper: Paper) -> bytes:
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()
