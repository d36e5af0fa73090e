"""A citation as it may be written: every article that was read, in words, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.statutes import Citation, StatuteBook, StatuteVersion
from guiju.lawbook.yaml_text import Text
from guiju.procedure.citation import chinese_number
from tests.lawbook.refusing import refusal
from tests.lawbook.small import CLOCK, acts, read, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Place("试.yaml", 7)


def version(
    statute: str = "甲法",
    terms: frozenset[int] | str = "unsaid",
    terms_cite: str | None = None,
    articles: Mapping[str, str] | None = None,
    items: frozenset[str] = frozenset(),
) -> StatuteVersion:
    cite = None if terms_cite is None else Text(terms_cite, HERE)
    return StatuteVersion(
        statute, statute, "法律", "2020-01-01", "一", None, None, None, terms, cite, None,
        articles or {str(n): "read" for n in range(1, 1261)}, items, None,
    )  # fmt: skip


def book(*versions: StatuteVersion) -> StatuteBook:
    return StatuteBook({one.key: one for one in versions})


WHOLE = book(version(items=frozenset({"7"})))
NAMED = ["甲法@2020-01-01"]
ARTICLES = st.integers(1, 1260)
MARKS = st.lists(st.integers(1, 20), max_size=2).map(tuple)


@given(st.lists(st.tuples(ARTICLES, MARKS), min_size=1, max_size=4))
def test_every_article_that_was_read_may_be_cited_with_paragraph_and_item(
    cited: list[tuple[int, tuple[int, ...]]],
) -> None:
    parts = [f"{n}{''.join(f'({mark})' for mark in marks)}" for n, marks in cited]
    found = WHOLE.check(f"甲法#{','.join(parts)}", NAMED)
    assert [(one.article, one.marks) for one in found] == [(str(n), marks) for n, marks in cited]
    assert [one.key for one in found] == [f"甲法#{part}" for part in parts]
    for one, (n, marks) in zip(found, cited, strict=True):
        names = ("项",) if n == 7 else ("款", "项")
        words = [
            f"第{chinese_number(mark)}{name}" for mark, name in zip(marks, names, strict=False)
        ]
        assert one.text == f"甲法第{chinese_number(n)}条{''.join(words)}"


SECTIONS = st.from_regex(
    r"[一二三四五六七八九十]{0,3}(\([一二三四五六七八九十]{1,2}\))?", fullmatch=True
)


@given(SECTIONS.filter(bool))
def test_a_documents_section_is_cited_as_it_numbers_itself(section: str) -> None:
    (found,) = book(version(articles={section: "read"})).check(f"甲法#{section}", NAMED)
    assert (found.key, found.marks) == (f"甲法#{section}", ())
    assert found.text == "甲法" + section.replace("(", "（").replace(")", "）")


@given(st.text("甲法#0159(),-todo第条 ", max_size=12))
def test_any_text_is_a_citation_or_refused_at_its_line(text: str) -> None:
    cite = Text(text, HERE)
    try:
        found = WHOLE.check(cite, NAMED)
    except CatalogError:
        error = refusal(lambda: WHOLE.check(cite, NAMED))
        assert error.code.startswith("cite.")
        assert error.where == HERE
    else:
        assert ",".join(one.key.removeprefix("甲法#") for one in found) == text.removeprefix(
            "甲法#"
        )


SAID = {
    "甲法#1，2": "引用“甲法#1，2”含全角标点。请改用半角，如 行政处罚法#44,62(1)。",
    "甲法#1：2": "引用“甲法#1：2”含全角标点。请改用半角，如 行政处罚法#44,62(1)。",
    "甲法1": (
        "引用“甲法1”不成格式。请写成 法名#条，如 行政处罚法#57(1)(2)；条文待查写 法名#todo。"
    ),
    "甲法#": (
        "引用“甲法#”不成格式。请写成 法名#条，如 行政处罚法#57(1)(2)；条文待查写 法名#todo。"
    ),
    "#1": "引用“#1”不成格式。请写成 法名#条，如 行政处罚法#57(1)(2)；条文待查写 法名#todo。",
    "甲法#1, 2": ("引用“甲法#1, 2”中的“ 2”不是条号。请写成 57、57(1) 或 57(1)(2)，逗号后不空格。"),
    "甲法#1(a)": (
        "引用“甲法#1(a)”中的“1(a)”不是条号。请写成 57、57(1) 或 57(1)(2)，逗号后不空格。"
    ),
    "甲律#1": (
        "引用的“甲律”不在本程序的 statutes 里。是否要写“甲法”？请在 statutes 补上“甲律@施行日”，或改正法名。"
    ),
    "某条例#1": (
        "引用的“某条例”不在本程序的 statutes 里。请在 statutes 补上“某条例@施行日”，或改正法名。"
    ),
    "甲法#1261": (
        "甲法(2020-01-01)的“1261”不在已读条文之列，不能引用。"
        "请先读原文并登记到 statutes，或暂写 甲法#todo。"
    ),
}


@pytest.mark.parametrize("cite", SAID)
def test_a_wrong_citation_is_refused_with(cite: str) -> None:
    error = refusal(lambda: WHOLE.check(Text(cite, HERE), NAMED))
    assert error.sentence == SAID[cite]
    assert error.where == HERE
    assert refusal(lambda: WHOLE.check(cite, NAMED)).where is None


def test_an_article_still_sought_is_told_so() -> None:
    (found,) = WHOLE.check("甲法#todo", NAMED)
    assert (found.is_todo, found.text, found.key) == (True, "甲法(条文待查)", "甲法#todo")


@pytest.mark.parametrize("confidence", ["read", "remembered", "drafts"])
def test_a_citation_tells_how_well_its_article_is_known(confidence: str) -> None:
    (found,) = book(version(articles={"3": confidence})).check("甲法#3", NAMED)
    assert found.confidence == confidence


UNITS = {
    "working days written as days": ("5d", frozenset({5}), "甲法#9", "工作日(甲法#9)", "5wd"),
    "days written as working days": ("6wd", frozenset({5}), "甲法#9", "自然日(甲法#9)", "6d"),
    "all days are working days": ("6d", "all", "甲法#9", "工作日(甲法#9)", "6wd"),
    "no day is a working day": ("5wd roll", "none", None, "自然日(该法未定工作日)", "5d"),
}


@pytest.mark.parametrize("what", UNITS)
def test_a_period_in_another_unit_than_the_laws_is_refused_with_the_right_one(what: str) -> None:
    duration, terms, cite, meant, right = UNITS[what]
    one = version(terms=terms, terms_cite=cite)
    error = refusal(
        lambda: book(one).check_unit(
            Text(duration, HERE), [Citation(one, "7", (2,), "read"), Citation(one, "8", (), "read")]
        )
    )
    assert (error.code, error.where) == ("unit.mismatch", HERE)
    assert error.sentence == (
        f"甲法第七条第二款的{duration[0]}日是{meant}，这里写的是“{duration}”。"
        f"请改成 {right}，或补引另定单位的条文。"
    )


PASSES = [
    ("5wd", [frozenset({5}), "none"]),
    ("5d", [frozenset({5}), "none"]),
    ("5d", [frozenset({5}), "written"]),
    ("5d", [frozenset({5}), "unsaid"]),
    ("0d", ["all"]),
    ("0wd", ["none"]),
    ("5m", ["all"]),
    ("5y", ["all"]),
    ("陈述期限", ["all"]),
]


@pytest.mark.parametrize(("duration", "terms"), PASSES)
def test_one_law_that_agrees_or_leaves_the_unit_open_is_enough(
    duration: str, terms: list[frozenset[int] | str]
) -> None:
    cited = [
        Citation(version(f"法{n}", one, "法#1"), "1", (), "read") for n, one in enumerate(terms)
    ]
    book().check_unit(duration, cited)
    book().check_unit(duration, cited[::-1])
    book().check_unit(duration, [])


def test_an_article_still_sought_decides_no_unit() -> None:
    one = version(terms="all", terms_cite="甲法#9")
    book(one).check_unit("5d", [Citation(one, "todo", (), "todo")])
    error = refusal(
        lambda: book(one).check_unit(
            "5d", [Citation(one, "todo", (), "todo"), Citation(one, "3", (), "read")]
        )
    )
    assert error.sentence.startswith("甲法第三条的5日")


UNCITED = {
    "a rule": (acts("甲", "乙") + "rules:\n  - {do: 乙, needs: 甲, basis: 法}\n", 11, "规则没有引用条文"),
    "an act": ("acts:\n  立案: {by: 承办人}\n", 7, "行为“立案”没有引用条文"),
    "a clock": ("acts:\n  立案: {by: 承办人, cite: 甲法#1}\n  钟: {by: 时钟}\n", 8, "行为“钟”没有引用条文"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNCITED)
def test_what_rests_on_no_article_is_refused_at_its_line(what: str) -> None:
    body, line, said = UNCITED[what]
    error = refusal(lambda: read(body))
    assert (error.code, error.where and error.where.line) == ("cite.missing", line)
    assert error.sentence == (
        f"{said}。请补 cite(如 行政处罚法#60)；是本单位自定的，请写 basis: 内部。"
    )


def test_the_units_own_rule_cites_nothing_and_needs_nothing() -> None:
    own = acts("甲", 乙="by: 承办人, basis: 内部")
    procedure = read(own + "rules:\n  - {do: 乙, needs: 甲, basis: 内部}\n")
    assert procedure.rules[0].grounds.cite == procedure.acts["乙"].grounds.cite == ()


def test_several_articles_of_several_laws_are_each_held_against_what_was_read() -> None:
    body = acts("甲", 钟=CLOCK.replace("甲法#1", "[甲法#1, '乙规定#2,3']"))
    assert read(body).acts["钟"].grounds.cite == ("甲法#1", "乙规定#2,3")
    error = refusal(lambda: read(body.replace("2,3", "2,11")))
    assert (error.code, error.where and error.where.line) == ("cite.unread", 9)


def test_a_period_is_held_against_every_law_its_rule_cites() -> None:
    wrong = rules("after: 甲, must: 乙, within: 5d")
    error = refusal(lambda: read(acts("甲", "乙") + wrong))
    assert (error.code, error.where and error.where.line) == ("unit.mismatch", 11)
    also = wrong.replace("cite: 甲法#2", "cite: [甲法#2, 乙规定#2]")
    assert read(acts("甲", "乙") + also).rules[0].length is not None
