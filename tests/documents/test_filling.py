"""What stands on a filled paper: hostile values, long ones, masked ones, conditions, opinions."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from guiju.documents.content import Opinion
from guiju.documents.filling import HIDDEN, fill
from guiju.documents.office import office_file
from guiju.documents.page import page
from tests.documents.samples import VALUES, catalog, known, said, template, texts, unknown

PENALTY = catalog().procedure("ordinary-penalty")
DECISION = "行政处罚决定书"
HOSTILE = "<script>alert(1)</script>\"'&{罚款}]]>=SUM(A1)\x00\x0b"


def decided(**more):
    values = dict(known(PENALTY).values)
    values.update(more.pop("values", {}))
    return fill(template(PENALTY, DECISION), known(PENALTY, values=values, **more))


def test_a_value_is_text_and_never_markup():
    everything = {
        name: HOSTILE
        for name, spec in known(PENALTY).fields.items()
        if spec.type in {"text", "paragraph"}
    }
    paper = decided(
        values={**everything, "当事人": {**VALUES["party"], "name": HOSTILE}}, number=HOSTILE
    )
    html = page(paper)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    written = texts(office_file(paper))
    assert "<script>alert(1)</script>" in written
    assert "{罚款}" in written  # a slot typed by a person stays words
    assert "\x00" not in written


def test_an_office_file_tells_of_nobody_and_of_no_machine():
    content = office_file(decided())
    told = docx.Document(BytesIO(content)).core_properties
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert told.created.isoformat()[:10] == "2026-03-18"
    with ZipFile(BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "app.xml" in name]
        assert b"python-docx" not in b"".join(archive.read(name) for name in archive.namelist())


def test_an_office_file_is_a4_with_a_number_a_page_number_and_named_fonts():
    opened = docx.Document(BytesIO(office_file(decided())))
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert "示市监罚决〔2026〕12号" in section.header.paragraphs[0].text
    body = opened.element.xml
    assert "仿宋_GB2312" in body
    assert "方正小标宋简体" in body
    assert 'w:instr="PAGE"' in section.footer._element.xml
    assert "graphic" in section.first_page_header._element.xml


def test_rare_characters_long_titles_and_eleven_people_stand_whole():
    people = "、".join(f"示例{sign}㙓𬭳" for sign in "甲乙丙丁戊己庚辛壬癸子")
    paper = decided(values={"当事人": {"name": people, "kind": "法人"}, "案由": "案" * 200})
    for text in (page(paper), texts(office_file(paper))):
        assert people in text
        assert "案" * 200 in text


def test_money_stands_in_figures_and_capitals_and_nothing_stands_where_there_is_none():
    told = said(decided(values={"没收违法所得": 0}))
    assert "罚款17,630.00元（人民币壹万柒仟陆佰叁拾元整）。" in told
    assert "没收违法所得" not in told


@pytest.mark.parametrize(("day", "article"), [("2026-03-18", True), ("2023-12-31", False)])
def test_the_remedy_is_that_of_the_day_of_the_decision(day, article):
    summary = catalog().procedure("summary-penalty")
    content = known(summary)
    paper = fill(
        template(summary, "当场行政处罚决定书"), type(content)(**{**_parts(content), "day": day})
    )
    assert ("先向" in said(paper)) is article
    assert ("第二十三条" in said(paper)) is article


def _parts(content):
    return {name: getattr(content, name) for name in content.__slots__}


def test_what_cannot_be_decided_yet_stays_on_the_paper():
    told = said(fill(template(PENALTY, DECISION), unknown(PENALTY)))
    assert "没收违法所得_" in told


def test_of_a_masked_party_only_the_masked_name_stands():
    party = {"kind": "自然人", "name": "张某"}
    told = said(decided(values={"当事人": party}, masked=frozenset({"当事人"})))
    assert "当事人：张某" in told
    assert HIDDEN in told
    assert HIDDEN in said(decided(hidden=frozenset({"违法事实"})))


def test_those_whose_turn_has_not_come_have_a_place_to_sign():
    opinions = (
        Opinion("机关负责人", "示例丙", "同意", "", "2026-03-19", paper=True),
        Opinion("分管负责人"),
    )
    paper = fill(template(PENALTY, "立案审批表"), known(PENALTY, opinions=opinions))
    html = page(paper)
    assert "示例丙（纸质签批）" in html
    assert "分管负责人意见" in html
    assert '签名：<span class="blank' in html


def test_a_decision_orders_no_correction_that_nobody_decided():
    assert "责令当事人改正违法行为" in said(decided(values={"决定书责令改正": True}))
    for answer in (None, False):
        assert "责令当事人改正违法行为" not in said(decided(values={"决定书责令改正": answer}))
