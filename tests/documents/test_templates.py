"""Every document of the catalog can be filled, with everything known and with nothing known."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from guiju.documents.filling import fill
from guiju.documents.office import office_file
from guiju.documents.page import page
from guiju.documents.template import scanned_documents, templates_of
from guiju.lawbook.catalog import ROOT
from guiju.lawbook.errors import CatalogError
from tests.documents.samples import catalog, documents, known, template, texts, unknown

EVERY = [pytest.param(*one, id=f"{one[0].id} {one[0].version} {one[1]}") for one in documents()]
LEAKS = re.compile(r"None|True|False|\{|\}|\[|\]|Slot\(|Blank\(|nan")
CITED = re.compile(
    r"《(?:中华人民共和国)?([^》]+)》((?:第[一二三四五六七八九十百]+条(?:第[一二三]款)?、?)+)"
)
ARTICLE = re.compile(r"第([一二三四五六七八九十百]+)条")
DIGITS = "零一二三四五六七八九"


class _Balanced(HTMLParser):
    """Fails on a tag that closes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag not in {"br", "col", "path", "meta"}:
            self.open.append(tag)
        assert not {name for name, _ in attrs} & {"style", "onclick"}, (tag, attrs)

    def handle_startendtag(self, _tag, attrs):
        assert not {name for name, _ in attrs} & {"style", "onclick"}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(html: str) -> str:
    parser = _Balanced()
    parser.feed(html)
    parser.close()
    assert not parser.open
    return parser.text


@pytest.mark.parametrize(("procedure", "document"), EVERY)
@pytest.mark.parametrize("content", [known, unknown], ids=["known", "unknown"])
def test_a_document_is_a_page_and_an_office_file_without_anything_unset(
    procedure, document, content
):
    paper = fill(template(procedure, document), content(procedure))
    told = read(page(paper))
    written = texts(office_file(paper))
    for text in (told, written):
        assert paper.title in text
        assert not LEAKS.search(text.replace(paper.code, "")), LEAKS.search(text)
        assert (
            "示例县市场监督管理局" in text
            or template(procedure, document).foreign
            or "{机关}" not in text
        )


@pytest.mark.parametrize(("procedure", "document"), EVERY)
def test_what_is_known_stands_on_the_paper_and_what_is_not_is_a_ruled_blank(procedure, document):
    filled = page(fill(template(procedure, document), known(procedure)))
    empty = page(fill(template(procedure, document), unknown(procedure)))
    assert empty.count('class="blank') > filled.count('class="blank')


@pytest.mark.parametrize(("procedure", "document"), EVERY)
def test_the_same_paper_is_the_same_bytes(procedure, document):
    paper = fill(template(procedure, document), known(procedure))
    assert office_file(paper) == office_file(paper)
    assert page(paper) == page(paper)


def test_a_template_cites_only_articles_that_the_catalog_knows():
    book = catalog().shelf.statutes
    known_articles: dict[str, set[str]] = {}
    for version in book.versions.values():
        known_articles.setdefault(version.statute, set()).update(map(str, version.articles))
    found = 0
    for path in sorted((ROOT / "documents").glob("*.yaml")):
        for law, articles in CITED.findall(path.read_text(encoding="utf-8")):
            for article in ARTICLE.findall(articles):
                found += 1
                assert str(_number(article)) in known_articles[law], (path.name, law, article)
    assert found > 80


def _number(words: str) -> int:
    total, current = 0, 0
    for sign in words:
        if sign in DIGITS:
            current = DIGITS.index(sign)
        else:
            total += (current or 1) * {"十": 10, "百": 100}[sign]
            current = 0
    return total + current


def test_papers_expected_back_are_decisions_and_those_that_somebody_signs_by_hand():
    expected = scanned_documents()
    assert {"行政处罚决定书", "送达回证", "调查笔录", "行政复议决定书", "人民调解协议书", "先行登记保存证据通知书"} <= expected  # fmt: skip
    plain = {"听证通知书", "行政处罚告知书", "催告书", "案件移送函", "受理通知书", "送审函"}
    assert not {"立案审批表", "法制审核意见书", "卷宗目录", "结案报告", *plain} & expected


@pytest.mark.parametrize(("procedure", "document"), EVERY)
def test_what_is_sent_out_is_numbered(procedure, document):
    made = template(procedure, document)
    if made.foreign or made.sign != "seal" or not made.to:
        return
    acts = [act for act in procedure.acts.values() if act.document == document]
    assert made.number or all(act.number is not None for act in acts)


def test_a_series_of_numbers_has_one_form():
    forms: dict[str, set[str]] = {}
    for procedure in catalog():
        for spec in (procedure.number, *(act.number for act in procedure.acts.values())):
            if spec is not None:
                forms.setdefault(spec.series, set()).add(spec.form)
    assert len(forms) > 40
    assert {series: told for series, told in forms.items() if len(told) > 1} == {}
    every = [form for told in forms.values() for form in told]
    assert len(every) == len(set(every))  # and no two series write alike


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[]", "document.empty"),
        ("[{form: [[案由]]}]", "document.form"),
        ("[{form: [[案由, [甲]]]}]", "document.form"),
        ("[{form: [{案由: 甲}]}]", "document.form"),
    ],
)
def test_a_template_that_says_nothing_or_leaves_a_label_alone_is_refused(tmp_path, body, code):
    (tmp_path / "documents").mkdir()
    path = tmp_path / "documents" / "lamp-repair.yaml"
    path.write_text(f"通知书:\n  body: {body}\n", encoding="utf-8")
    with pytest.raises(CatalogError) as refused:
        templates_of("lamp-repair", "2020-01-01", tmp_path)
    assert refused.value.code == code
