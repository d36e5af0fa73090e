"""Citations in the words of legal documents."""

from __future__ import annotations

import pytest

from guiju.procedure import (
    apply,
    chinese_number,
    citation_text,
    explain,
    initial_marking,
    judge,
    sentence,
)
from tests.procedure.build import day, relation, rules


@pytest.mark.parametrize(
    ("cite", "text"),
    [
        ("行政处罚法#64(1)", "行政处罚法第六十四条第一款"),
        ("行政处罚法#57(1)(2)", "行政处罚法第五十七条第一款第二项"),
        ("行政处罚法#44,62(1)(2)", "行政处罚法第四十四条、第六十二条第一款第二项"),
        ("行政处罚法#9(0)(3)", "行政处罚法第九条第三项"),
        (["行政处罚法#10", "行政强制法#53"], "行政处罚法第十条、行政强制法第五十三条"),
        ("国办发〔2018〕118号", "国办发〔2018〕118号"),
        ("行政处罚法#todo", "行政处罚法（条文待核）"),
        ("民法典#1084", "民法典第一千零八十四条"),
        ("某法#附则", "某法附则"),
        (None, ""),
        ([], ""),
    ],
)
def test_citation(cite: str | list[str] | None, text: str) -> None:
    assert citation_text(cite) == text


def test_words_of_whoever_read_the_law_come_before_the_form() -> None:
    known = {"行政处罚法#64(1)": "行政处罚法第六十四条第一项"}
    assert citation_text("行政处罚法#64(1)", known) == "行政处罚法第六十四条第一项"
    listed = ["行政处罚法#64(1)", "行政处罚法#63(1)"]
    assert citation_text(listed, known) == "行政处罚法第六十四条第一项、行政处罚法第六十三条第一款"


def test_a_refusal_and_a_sheet_have_the_words_that_the_graph_brings() -> None:
    cite, roll, words = "某法#4(1)", "某法#9(2)", {"某法#4(1)": "某法第四条第一项"}
    made = rules(
        ["立案", "决定", "归档"],
        [
            relation("response", "立案", "决定", "5d", cite=cite, roll_cite=roll),
            relation("condition", "决定", "归档", cite=cite),
        ],
        citations={**words, roll: "某法第九条第二项"},
    )
    marking = apply(made, initial_marking(made), "立案", day("2026-03-02"))
    assert "（某法第四条第一项）" in sentence(judge(made, marking, "归档", day("2026-03-03")))
    sheet = explain(made, marking, "决定")
    assert sheet is not None
    assert (sheet.entries[0].article, sheet.entries[0].roll_article) == tuple(
        {**words, roll: "某法第九条第二项"}.values()
    )
    assert "5日（某法第四条第一项）" in "".join(sheet.lines())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (85, "八十五"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (1000, "一千"),
        (1010, "一千零一十"),
        (1001, "一千零一"),
        (9999, "九千九百九十九"),
    ],
)
def test_number(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [-1, 10000])
def test_number_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese article number"):
        chinese_number(number)
