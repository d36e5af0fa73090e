"""Citations: only what was read, in Chinese, and with the law's own unit of days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.statutes import StatuteBook, load_statutes, unit_of
from guiju.lawbook.yaml_text import Reader, parse_text
from guiju.procedure.citation import chinese_number

CATALOG = Path(__file__).parents[2] / "src/guiju/catalog"
PENALTY = "行政处罚法@2021-07-15"
MARKET = "市场监督管理行政处罚程序规定@2022-09-29"
PAPER = "国办发〔2018〕118号@2018-12-05"
STATUTES = [PENALTY, MARKET, PAPER, "行政强制法@2012-01-01"]
LAW = """\
甲法:
  name: 中华人民共和国甲法
  rank: 法律
  versions:
    2020-01-01:
      edition: 2019年
      adopted: 2019-10-01
      working_days: {terms: [3, 5], cite: 甲法#9}
      rolls: 甲法#9
      articles: {read: [1-3, 9], drafts: [5]}
"""


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    return load_statutes(CATALOG / "statutes")


def texts(book: StatuteBook, cite: str) -> list[str]:
    return [citation.text for citation in book.check(cite, STATUTES)]


def refused(book: StatuteBook, cite: str) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        book.check(cite, STATUTES)
    return caught.value


def load(tmp_path: Path, text: str) -> StatuteBook:
    path = tmp_path / "statutes.yaml"
    path.write_text(text, "utf-8")
    return load_statutes(path)


@pytest.mark.parametrize(
    ("cite", "expected"),
    [
        ("行政处罚法#60", ["行政处罚法第六十条"]),
        ("行政处罚法#57(1)(2)", ["行政处罚法第五十七条第一款第二项"]),
        ("行政处罚法#44,72(1)", ["行政处罚法第四十四条", "行政处罚法第七十二条第一款"]),
        ("行政处罚法#64(2)", ["行政处罚法第六十四条第二项"]),
        ("国办发〔2018〕118号#二(六)", ["国办发〔2018〕118号二（六）"]),
        ("行政处罚法#todo", ["行政处罚法(条文待查)"]),
    ],
)
def test_a_citation_reads_as_a_lawyer_writes_it(
    book: StatuteBook, cite: str, expected: list[str]
) -> None:
    assert texts(book, cite) == expected


def test_each_article_keeps_its_key_and_how_well_it_is_known(tmp_path: Path) -> None:
    book = load(tmp_path, LAW)
    read, draft, todo = book.check("甲法#3(1)(2),5,todo", ["甲法@2020-01-01"])
    assert (read.key, read.confidence) == ("甲法#3(1)(2)", "read")
    assert (draft.key, draft.confidence) == ("甲法#5", "drafts")
    assert (todo.is_todo, read.is_todo) == (True, False)


def test_citations_stand_in_the_order_of_their_law(tmp_path: Path) -> None:
    articles = "articles: {read: [1-3, 9, 201]"
    book = load(tmp_path, LAW.replace("articles: {read: [1-3, 9]", articles))
    cited = book.check("甲法#201,9,3(2),2,3(1)(2),todo,3(1)", ["甲法@2020-01-01"])
    placed = [one.key.partition("#")[2] for one in sorted(cited, key=lambda one: one.place)]
    assert placed == ["todo", "2", "3(1)", "3(1)(2)", "3(2)", "9", "201"]


def test_an_article_that_was_not_read_is_refused(book: StatuteBook) -> None:
    error = refused(book, "行政处罚法#44,99")
    assert error.code == "cite.unread"
    assert error.sentence == (
        "行政处罚法(2021-07-15)的“99”不在已读条文之列，不能引用。"
        "请先读原文并登记到 statutes，或暂写 行政处罚法#todo。"
    )


def test_an_article_read_in_one_version_is_not_read_in_another(book: StatuteBook) -> None:
    assert book.check("行政复议法#88", ["行政复议法@2024-01-01"])
    with pytest.raises(CatalogError, match="2018-01-01"):
        book.check("行政复议法#88", ["行政复议法@2018-01-01"])


@pytest.mark.parametrize(
    ("cite", "code"),
    [
        ("行政处法#44", "cite.unknown_statute"),
        ("行政复议法#88", "cite.unknown_statute"),
        ("行政处罚法", "cite.form"),
        ("行政处罚法#", "cite.form"),
        ("#44", "cite.form"),
        ("行政处罚法#44, 62", "cite.form"),
        ("行政处罚法#44,", "cite.form"),
        ("行政处罚法#第44条", "cite.form"),
        ("行政处罚法#57(1)(2)(3)", "cite.form"),
        ("行政处罚法#44，62", "cite.full_width"),
        ("行政处罚法#57（1）", "cite.full_width"),
        ("行政处罚法\uff0344", "cite.full_width"),
        ("行政处罚法#44、62", "cite.full_width"),
    ],
)
def test_a_citation_out_of_form_is_refused(book: StatuteBook, cite: str, code: str) -> None:
    assert refused(book, cite).code == code


def test_a_citation_read_from_a_file_is_refused_at_its_line(book: StatuteBook) -> None:
    source = Reader(parse_text("a: 1\ncite: 行政处罚法#99\n".encode(), "p.yaml"), "规则")
    with pytest.raises(CatalogError) as caught:
        book.check(source.text("cite"), STATUTES)
    assert str(caught.value).startswith("p.yaml:2: 行政处罚法(2021-07-15)的“99”")


def test_a_version_that_is_not_registered_is_refused(book: StatuteBook) -> None:
    with pytest.raises(CatalogError) as caught:
        book.check("行政处罚法#44", ["行政处罚法@2021-07-16"])
    assert caught.value.code == "cite.unknown_version"
    assert "是否要写“行政处罚法@2021-07-15”" in caught.value.sentence


@pytest.mark.parametrize(
    ("version", "working", "plain"),
    [
        (PENALTY, [2, 3, 5, 7], [1, 4, 10, 15, 90]),
        ("行政强制法@2012-01-01", [3, 5, 7, 10], [15, 30]),
        ("行政复议法@2018-01-01", [5, 7], [3, 10, 15, 30, 60]),
        ("行政复议法@2024-01-01", [3, 5, 7, 10], [15, 30, 60]),
        ("行政许可法@2019-04-23", [5, 10, 20, 45], []),
        ("农业行政处罚程序规定@2022-02-01", [2, 3, 5, 7], [15, 90]),
        ("行政诉讼法@2017-07-01", [], [5, 7, 15]),
        ("移送涉嫌犯罪案件的规定@2020-08-07", [], [3]),
    ],
)
def test_each_law_counts_days_by_its_own_article(
    book: StatuteBook, version: str, working: list[int], plain: list[int]
) -> None:
    statute = book.version(version)
    assert {unit_of(statute, n) for n in working} <= {"wd"}
    assert {unit_of(statute, n) for n in plain} <= {"d"}


def test_a_law_whose_articles_write_the_unit_decides_nothing(book: StatuteBook) -> None:
    assert unit_of(book.version("重大行政决策程序暂行条例@2019-09-01"), 7) is None
    assert unit_of(book.version("人民调解法@2011-01-01"), 30) is None


def test_nought_days_have_no_unit(book: StatuteBook) -> None:
    for duration in ("0wd", "0d"):
        for cite in ("行政处罚法#52(1)", "行政处罚法#85", "行政强制法#69"):
            book.check_unit(duration, book.check(cite, STATUTES))


def test_a_period_in_the_wrong_unit_is_refused(book: StatuteBook) -> None:
    with pytest.raises(CatalogError) as caught:
        book.check_unit("5d", book.check("行政处罚法#64(1)", STATUTES))
    assert caught.value.code == "unit.mismatch"
    assert caught.value.sentence == (
        "行政处罚法第六十四条第一项的5日是工作日(行政处罚法#85)，这里写的是“5d”。"
        "请改成 5wd，或补引另定单位的条文。"
    )
    with pytest.raises(CatalogError, match="请改成 90d"):
        book.check_unit("90wd", book.check("行政处罚法#60", STATUTES))


@pytest.mark.parametrize(
    ("duration", "cite"),
    [
        ("7wd clear", "行政处罚法#64(2)"),
        ("90d roll", "行政处罚法#60"),
        ("6m", "行政处罚法#60"),
        ("陈述申辩期限", "行政处罚法#44"),
        ("5d", "行政处罚法#todo"),
        ("15wd", "市场监督管理行政处罚程序规定#18"),
    ],
)
def test_a_period_in_the_laws_unit_passes(book: StatuteBook, duration: str, cite: str) -> None:
    book.check_unit(duration, book.check(cite, STATUTES))


def test_a_sectors_rule_may_set_its_own_working_days_beside_the_law(book: StatuteBook) -> None:
    law = book.check("行政处罚法#54", STATUTES)
    with pytest.raises(CatalogError):
        book.check_unit("15wd", law)
    book.check_unit("15wd", law + book.check("市场监督管理行政处罚程序规定#18", STATUTES))


def test_a_day_finds_the_version_in_force(book: StatuteBook) -> None:
    found = {
        day: book.in_force("行政复议法", dt.date.fromisoformat(day))
        for day in ("2017-12-31", "2018-01-01", "2023-12-31", "2024-01-01")
    }
    assert [version and version.version for version in found.values()] == [
        None,
        "2018-01-01",
        "2018-01-01",
        "2024-01-01",
    ]
    assert book.in_force("无此法", dt.date(2024, 1, 1)) is None


def test_the_last_day_rolls_only_where_an_article_says_so(book: StatuteBook) -> None:
    assert book.version(PENALTY).rolls is None
    assert book.version(MARKET).rolls == "市场监督管理行政处罚程序规定#80"
    assert book.version("行政诉讼法@2017-07-01").rolls == "法释〔2018〕1号#48"


def test_a_run_of_articles_is_every_article_of_it(tmp_path: Path) -> None:
    version = load(tmp_path, LAW).version("甲法@2020-01-01")
    assert dict(version.articles) == {
        "1": "read",
        "2": "read",
        "3": "read",
        "9": "read",
        "5": "drafts",
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (", cite: 甲法#9", "", "statute.uncited"),
        ("cite: 甲法#9", "cite: 甲法#8", "cite.unread"),
        ("rolls: 甲法#9", "rolls: 乙法#1", "cite.unknown_statute"),
        ("drafts: [5]", "drafts: [3]", "statute.article_twice"),
        ("drafts: [5]", "drafts: [五条]", "statute.article"),
        ("2020-01-01:", "unknown:", "statute.doubt"),
        ("2020-01-01:", "2020:", "schema.day"),
        ("terms: [3, 5]", "terms: most", "schema.choice"),
        ("terms: [3, 5]", "terms: [三]", "schema.integer"),
        ("rank: 法律", "rank: 通知", "schema.choice"),
        ("edition:", "editon:", "schema.missing"),
        ("adopted:", "adoptd:", "schema.unknown_key"),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in LAW
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, LAW.replace(old, new))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (85, "八十五"), (100, "一百"),
     (105, "一百零五"), (110, "一百一十"), (205, "二百零五"), (1165, "一千一百六十五")],
)  # fmt: skip
def test_article_numbers_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text
