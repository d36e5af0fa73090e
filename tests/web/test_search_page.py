"""Search over everything, as people see it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from guiju.matters.sealing import seal
from guiju.search import selectors
from guiju.search.services import refresh
from guiju.web.articles import read_article
from guiju.web.marking import marked
from tests.web.desk import mediated, wide

pytestmark = pytest.mark.django_db
PERSON = {"name": "王伟", "kind": "自然人", "code": "11010519491231002X"}


def search(desk, typed: str, more: str = "") -> str:
    return desk.page(f"/search?q={quote(typed)}{more}")


def links(page: str) -> list[str]:
    return re.findall(r'<li class="hit"><a href="/matters/([^"]+)"', page)


def test_a_matter_just_filed_is_found_and_its_words_are_marked(officer):
    matter = officer.office.penalty().matter
    page = search(officer, "示例商贸 价格")
    assert links(page) == [matter]
    assert "<mark>示例商贸</mark>有限公司" in page
    assert "公示<mark>价格</mark>" in page
    assert "共 1 件" in page


def test_where_a_word_stands_in_neither_number_nor_title_the_field_is_told(officer):
    officer.office.penalty()
    page = search(officer, "MA0000")
    assert "当事人：91620000<mark>MA0000</mark>0007" in page


def test_nobody_finds_the_matters_of_another_body(officer, stranger):
    officer.office.penalty()
    page = search(stranger, "示例商贸")
    assert not links(page)
    assert "没有找到“示例商贸”" in page


def test_a_whole_name_finds_the_own_bodys_matters_in_a_list_of_their_own(officer, overseer):
    matter = officer.office.penalty(当事人=PERSON, 当事人类型="公民").matter
    page = search(officer, "王伟")
    assert "完全相符" in page
    assert links(page) == [matter]
    assert "王某" in page
    assert not links(search(overseer, "王伟"))


def test_pages_of_matters_follow_each_other(mediator, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE", 2)
    monkeypatch.setattr(selectors.find, "__defaults__", (0, "", 2))
    matters = [mediator.office.mediation(f"邻里{n}").matter for n in range(5)]
    seal()
    refresh()
    page, seen = search(mediator, "邻里"), []
    for _ in range(4):
        seen += links(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        if not older:
            break
        page = mediator.page(unescape(older.group(1)))
    assert seen == matters[::-1]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("处罚法 54", "行政处罚法第五十四条"),
        ("行政处罚法第五十四条", "行政处罚法第五十四条"),
        ("《行政处罚法》54条", "行政处罚法第五十四条"),
        ("调解", "人民调解"),
        ("学法", "/new/law-activity"),
        ("调查取证", "行为“调查取证”"),
    ],
)
def test_procedures_and_articles_are_found(mediator, typed, expected):
    assert expected in re.sub("</?mark>", "", search(mediator, typed))


def test_figures_people_bodies_and_places_are_found(officer):
    assert "行政处罚（普通程序）的指标" in search(officer, "处罚决定")
    assert "承办人" in search(officer, "second")
    assert "机构代码 SLX-SJ" in search(officer, "市场监督")
    assert 'href="/law"' in search(officer, "法规程序").partition("栏目")[2]


def test_people_of_another_body_are_not_found(officer, stranger):
    assert "外局人员" not in search(officer, "外局").partition('id="found"')[2].replace(
        "“外局”", ""
    )
    assert "农业农村局" not in search(officer, "农业农村").partition('id="found"')[2]


def test_only_what_ones_roles_begin_is_offered_to_begin(officer):
    page = search(officer, "人民调解")
    assert "/law/people-mediation" in page
    assert "/new/people-mediation" not in page


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "'", "&lt;b&gt;"])
def test_what_was_typed_is_shown_and_never_run(officer, typed):
    page = search(officer, typed)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_marks_escape_what_they_mark():
    assert (
        marked("<王伟> & Co", ("王伟", "co")) == "&lt;<mark>王伟</mark>&gt; &amp; <mark>Co</mark>"
    )
    assert marked("", ("王",)) == ""
    assert marked("王王王", ("王王",)) == "<mark>王王王</mark>"


def test_the_empty_page_says_what_can_be_sought(officer):
    page = officer.page("/search")
    assert "统一社会信用代码" in page
    assert "完全相符" not in page


def test_too_short_a_word_says_what_to_write(officer):
    assert "两个以上的字母、数字" in search(officer, "7")


def test_a_page_says_when_the_index_is_behind(officer, monkeypatch):
    monkeypatch.setattr(selectors, "TAIL", 0)
    officer.office.penalty()
    assert "正在编入检索" in search(officer, "示例")


@pytest.mark.parametrize("before", ["-1", "x", "9" * 30, wide("1"), ""])
def test_a_place_that_no_page_gave_is_no_place(officer, before):
    matter = officer.office.penalty().matter
    assert links(search(officer, "示例商贸", f"&before={quote(before)}")) == [matter]


def test_a_long_question_is_answered(officer):
    search(officer, "字" * 5000)
    search(officer, "字 号 " * 2000)


def test_the_page_is_small_and_asks_few_questions(mediator, django_assert_max_num_queries):
    for number in range(25):
        mediator.office.mediation(f"邻里{number}")
    seal()
    refresh()
    mediated(mediator)
    with django_assert_max_num_queries(40):
        page = search(mediator, "邻里")
    assert len(page.encode()) < 100_000
    assert len(links(page)) >= 20


@pytest.mark.parametrize(
    ("typed", "law", "number"),
    [
        ("处罚法54", "处罚法", 54),
        ("处罚法 第六十三条", "处罚法", 63),
        ("复议法二十条", "复议法", 20),
        ("治安管理处罚法第 10 条第二款", "治安管理处罚法", 10),
    ],
)
def test_articles_are_read_as_people_type_them(typed, law, number):
    assert read_article(typed) == (law, number)


@pytest.mark.parametrize(
    "typed", ["54", "处罚法", "王伟", "法5", "第五条", "2026", "处罚法第零条", ""]
)
def test_what_names_no_article_is_none(typed):
    assert read_article(typed) is None
