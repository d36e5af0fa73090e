"""Amounts in capitals, days, and what no paper can hold."""

from __future__ import annotations

import pytest

from guiju.documents.words import (
    amount,
    capitals,
    cited,
    day_words,
    figures,
    hour_words,
    numeral,
    printable,
)


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (1763000, "人民币壹万柒仟陆佰叁拾元整"),
        (1000000, "人民币壹万元整"),
        (1000100, "人民币壹万零壹元整"),
        (10010000, "人民币壹拾万零壹佰元整"),
        (100000000_00, "人民币壹亿元整"),
        (100010000_00, "人民币壹亿零壹万元整"),
        (100000001_00, "人民币壹亿零壹元整"),
        (120034005678_90, "人民币壹仟贰佰亿叁仟肆佰万伍仟陆佰柒拾捌元玖角整"),
        (110_50, "人民币壹佰壹拾元伍角整"),
        (-2000_00, "人民币负贰仟元整"),
    ],
)
def test_an_amount_in_capitals(fen, said):
    assert capitals(fen) == said


def test_an_amount_on_paper_is_in_capitals_and_in_figures():
    assert amount(1763000) == "人民币壹万柒仟陆佰叁拾元整（¥17,630.00）"
    assert figures(-5) == "-0.05元"


def test_a_day_is_written_without_zeros():
    assert day_words("2026-03-08") == "2026年3月8日"


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\x7f", "\ud800", "\ufffe"], ids=ascii)
def test_what_no_office_file_can_hold_is_left_out(sign):
    assert printable(f"甲{sign}乙") == "甲乙"


def test_rare_characters_and_line_ends_stay():
    assert printable("㙓𬭳\r\n二") == "㙓𬭳\n二"


def test_points_are_counted_in_chinese():
    told = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 32: "三十二"}
    assert {count: numeral(count) for count in told} == told


def test_a_time_of_day_is_written_without_zeros():
    assert hour_words("09:05") == "9时5分"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("行政处罚法第五十四条第二款、行政强制法第三十六条", "《行政处罚法》第五十四条第二款、《行政强制法》第三十六条"),
        ("重大行政决策程序暂行条例第三条、第十条", "《重大行政决策程序暂行条例》第三条、第十条"),
        ("法释〔2018〕1号第一百五十六条", "法释〔2018〕1号第一百五十六条"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_law_is_cited_by_its_title_and_a_numbered_paper_by_its_number(told, said):
    assert cited(told) == said
