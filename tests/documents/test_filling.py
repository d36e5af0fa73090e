"""What stands on a filled paper: hostile values, long ones, masked ones, conditions, opinions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import docx
import pytest

from guiju.documents.content import Opinion
from guiju.documents.filling import fill
from guiju.documents.gathering import Known, _take
from guiju.documents.office import office_file
from guiju.documents.page import page
from guiju.documents.saying import HIDDEN
from guiju.matters.history import Happened
from guiju.people.viewer import Viewer
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


def test_money_stands_in_capitals_and_figures_and_nothing_stands_where_there_is_none():
    told = said(decided(values={"没收违法所得": 0}))
    assert "罚款人民币壹万柒仟陆佰叁拾元整（¥17,630.00）。" in told
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


def test_several_penalties_are_counted_and_one_alone_is_not():
    several = said(decided())
    assert "（一）其他。" in several
    assert "（二）罚款人民币" in several
    assert "（三）没收违法所得人民币" in several
    assert "以上罚没款合计" in several
    alone = said(decided(values={"没收违法所得": 0, "其他处罚": "无"}))
    assert "\n罚款人民币" in alone
    assert "（一）" not in alone
    assert "以上罚没款合计" not in alone


def test_what_was_not_ordered_is_not_on_the_decision():
    assert "责令当事人改正违法行为" in said(decided())
    assert "责令当事人改正违法行为" not in said(decided(values={"决定书责令改正": None}))
    assert "责令当事人改正违法行为" not in said(decided(values={"决定书责令改正": False}))


def test_the_party_stands_with_address_and_representative():
    party = {**VALUES["party"], "address": "示例县示例路1号", "head": "示例丙"}
    told = said(decided(values={"当事人": party, "当事人类型": "单位"}))
    assert "住所（住址）：示例县示例路1号" in told
    assert "法定代表人（负责人、经营者）：示例丙" in told
    assert "法定代表人" not in said(decided(values={"当事人": party, "当事人类型": "公民"}))


@pytest.mark.parametrize(
    ("kind", "label"), [("自然人", "公民身份号码"), ("法人", "统一社会信用代码")]
)
def test_a_blank_for_a_code_says_what_belongs_there(kind, label):
    told = said(decided(values={"当事人": {"name": "示例甲", "kind": kind}}))
    assert f"\n{label}：_" in told


@pytest.mark.parametrize(
    ("kind", "spoken"),
    [("自然人", "你涉嫌"), ("法人", "你单位涉嫌"), ("个体工商户", "你（单位）涉嫌")],
)
def test_a_party_is_spoken_to_as_what_it_is(kind, spoken):
    content = known(PENALTY)
    values = {**content.values, "当事人": {"name": "示例甲", "kind": kind}}
    told = said(fill(template(PENALTY, "行政处罚告知书"), known(PENALTY, values=values)))
    assert told.startswith(spoken)
    assert "你（单位）涉嫌" in said(fill(template(PENALTY, "行政处罚告知书"), unknown(PENALTY)))


def test_a_notice_tells_the_facts_and_the_period_the_rules_count():
    notice = template(PENALTY, "行政处罚告知书")
    content = known(PENALTY, periods={"陈述申辩期限": "5个工作日"})
    told = said(fill(notice, content))
    assert "第一段说明。\n第二段说明。" in told
    assert "依照价格法第四十二条的规定" in told
    assert "自收到本告知书之日起5个工作日内向本机关提出" in told
    bare = fill(notice, known(PENALTY, values={**content.values, "违法事实": None}))
    assert "自收到本告知书之日起_内" in said(bare)
    assert 'class="document-ruled"' in page(bare)


def test_a_receipt_names_only_the_paper_that_was_served():
    acts = dict(known(PENALTY).acts)
    for served, other in (("处罚决定", "不予处罚决定"), ("不予处罚决定", "处罚决定")):
        done = {name: one for name, one in acts.items() if name != other}
        html = page(fill(template(PENALTY, "送达回证"), known(PENALTY, acts=done)))
        assert html.count("送达文书") == 1
        assert ("不予行政处罚决定书" in html) is (served == "不予处罚决定")


def test_a_value_with_its_own_full_stop_does_not_bring_a_second():
    values = {**known(PENALTY).values, "当事人": {**VALUES["party"], "address": "示例路1号。"}}
    told = said(fill(template(PENALTY, "调查终结报告"), known(PENALTY, values=values)))
    assert "示例路1号。" in told
    assert "。。" not in told


def test_no_chair_of_a_hearing_is_named_as_its_recorder():
    def html(**more):
        return page(fill(template(PENALTY, "听证笔录"), known(PENALTY, **more)))

    assert "示例乙" in html(actor="示例甲", recorder="示例乙")
    assert html(actor="示例甲", recorder="示例甲").count("示例甲") == 1


def test_a_paper_has_the_name_and_the_number_of_who_issues_it():
    decision = catalog().procedure("major-decision")
    values = {**known(decision).values, "决定文号": "示政发〔2026〕8号"}
    made = fill(template(decision, "决定书"), known(decision, values=values, number=""))
    assert made.number == "示政发〔2026〕8号"
    assert fill(template(decision, "决定书"), unknown(decision)).numbered
    assert fill(template(decision, "送审函"), known(decision)).body == "示例县人民政府"
    mediation = catalog().procedure("people-mediation")
    content = known(mediation)
    for body in ("示例县甲镇", "示例县甲镇人民政府", "示例县甲镇人民调解委员会"):
        paper = fill(template(mediation, "人民调解协议书"), replace(content, body=body))
        assert paper.body == "示例县甲镇人民调解委员会"


def test_above_a_paper_of_somebody_else_stands_no_body_s_name():
    reconsideration = catalog().procedure("reconsideration")
    theirs = template(reconsideration, "行政复议申请书")
    assert fill(theirs, known(reconsideration)).body == ""
    ours = template(PENALTY, DECISION)
    assert fill(ours, known(PENALTY, foreign=True)).body == ""
    assert fill(ours, known(PENALTY)).body == "示例县市场监督管理局"


@pytest.mark.parametrize(
    ("document", "signed", "sealed"),
    [(DECISION, True, True), ("调查终结报告", True, False), ("结案报告", False, False)],
)
def test_a_paper_is_sealed_or_only_signed_or_neither_as_its_template_says(document, signed, sealed):
    html = page(fill(template(PENALTY, document), known(PENALTY)))
    assert ("document-signature" in html) is signed
    assert ("（印章）" in html) is sealed


def test_a_paragraph_of_what_may_be_known_is_left_out_where_none_of_it_is():
    values = {**known(PENALTY).values, "当事人": {"name": "示例甲", "kind": "法人"}}
    report = template(PENALTY, "调查终结报告")
    assert "住所（住址）" not in said(fill(report, known(PENALTY, values=values)))
    values["当事人"] = {**VALUES["party"], "address": "示例路1号"}
    assert "住所（住址）：示例路1号。" in said(fill(report, known(PENALTY, values=values)))


def test_file_names_stand_without_their_endings():
    told = said(fill(template(PENALTY, "先行登记保存证据通知书"), known(PENALTY)))
    assert "附件：笔录" in told
    assert ".pdf" not in told


def test_neither_the_seal_nor_the_foot_stands_alone_on_a_page():
    for name in ("行政处罚决定书", "先行登记保存证据通知书", "听证通知书"):
        end = page(fill(template(PENALTY, name), known(PENALTY))).partition('class="document-end"')[
            2
        ]
        assert re.search(r'class="document-(indented|hands)"', end), name
        assert 'class="document-signature"' in end
        assert 'class="document-foot"' in end
    opened = docx.Document(BytesIO(office_file(decided())))
    lines = opened.paragraphs
    seal = next(place for place, one in enumerate(lines) if one.text.endswith("（印章）"))
    assert all(one.paragraph_format.keep_with_next for one in lines[seal - 2 : seal + 2])


def test_a_mark_does_not_leave_the_ruled_place_before_it():
    html = page(fill(template(PENALTY, "听证通知书"), known(PENALTY, particulars={})))
    assert re.search(r'<span class="document-kept"><span class="blank w20"></span>。</span>', html)
    assert not re.search(r'(?<!document-kept">)<span class="blank w\d+"></span>[。，：]', html)


def test_a_row_of_a_form_is_not_torn_between_pages():
    opened = docx.Document(
        BytesIO(office_file(fill(template(PENALTY, "送达回证"), known(PENALTY))))
    )
    rows = opened.tables[0].rows
    assert all("w:cantSplit" in row._tr.xml for row in rows)


def test_what_is_stated_of_the_body_stands_where_the_law_asks_for_it():
    told = said(decided())
    assert "到指定的银行（示例银行营业部，账号 0000 0000 0000）" in told
    assert "六十日内向示例县人民政府申请行政复议" in told
    assert "六个月内向示例县人民法院提起行政诉讼" in told


def test_what_nobody_stated_of_the_body_is_left_to_be_written():
    html = page(decided(particulars={}))
    assert re.search(r'六十日内向<span class="blank w12"></span>申请行政复议', html)
    assert re.search(r'<span class="blank w10"></span>人民法院提起行政诉讼', html)


def test_what_is_told_openly_later_is_hidden_no_more():
    viewer = Viewer("", "", "A", frozenset(), frozenset())
    view, day = SimpleNamespace(matter=SimpleNamespace(body_id="B")), dt.date(2026, 3, 2)
    told, masked = Known(), {"当事人": {"kind": "自然人", "name": "张某"}}
    first = Happened(1, 0, "立案", day, masked, private=frozenset({"当事人", "说明"}))
    _take(told, first, viewer, view, frozenset())
    assert (told.hidden, told.masked) == ({"说明"}, {"当事人"})
    openly = {"当事人": VALUES["party"], "说明": "已经公开"}
    _take(told, Happened(2, 0, "处罚决定", day, openly), viewer, view, frozenset())
    assert (told.hidden, told.masked) == (set(), set())
