"""Values as people read them."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.lawbook.pinned import FieldRules
from guiju.web.wording import clock_text, compact_cites, day_text, left_text, money_text, value_text

DAY = dt.date(2026, 3, 18)


def test_a_day_carries_its_weekday():
    assert day_text(DAY) == "2026年3月18日（周三）"
    assert day_text(dt.date(2026, 3, 22)) == "2026年3月22日（周日）"


@pytest.mark.parametrize(
    ("fen", "text"),
    [(1_763_000, "17,630.00 元"), (5, "0.05 元"), (0, "0.00 元"), (-1_234_505, "-12,345.05 元")],
)
def test_money_is_shown_in_yuan_to_the_cent(fen, text):
    assert money_text(fen) == text


@pytest.mark.parametrize(("days", "text"), [(2, "还剩 2 天"), (0, "今天到期"), (-1, "已逾期 1 天")])
def test_how_far_a_day_is(days, text):
    assert left_text(DAY + dt.timedelta(days=days), DAY) == text


@pytest.mark.parametrize(
    ("spec", "value", "text"),
    [
        (FieldRules("a", "yesno"), False, "否"),
        (FieldRules("a", "date"), "2026-03-18", "2026年3月18日（周三）"),
        (FieldRules("a", "int", unit="人"), 12000, "12,000 人"),
        (FieldRules("a", "percent"), "12.5", "12.5%"),
        (FieldRules("a", "officers"), ["p1", "p2"], "甲、p2"),
        (FieldRules("a", "party"), {"name": "某", "kind": "法人"}, "某（法人）"),
        (FieldRules("a", "text"), None, "（未填）"),
        (FieldRules("a", "money"), 0, "0.00 元"),
        (None, {"纠纷类型": "物业", "可能": True}, "纠纷类型：物业；可能：是"),
    ],
)
def test_each_type_is_shown_in_words(spec, value, text):
    assert value_text(spec, value, {"p1": "甲"}) == text


def test_rows_are_shown_one_to_a_line():
    spec = FieldRules("缴款", "rows", rows=(FieldRules("金额", "money"),))
    assert (
        value_text(spec, [{"金额": 100}, {"金额": 200}], {}) == "1. 金额 1.00 元\n2. 金额 2.00 元"
    )


def test_citations_do_not_repeat_the_law():
    text = "行政处罚法第四十条、行政处罚法第四十二条第一款、民事诉讼法第九十五条、行政处罚法第五条"
    assert compact_cites(text) == (
        "行政处罚法第四十条、第四十二条第一款、民事诉讼法第九十五条、行政处罚法第五条"
    )
    assert compact_cites("行政复议法（条文待核）") == "行政复议法（条文待核）"


def test_the_end_of_somebodys_time_is_said_in_words():
    assert clock_text("届满.要求听证") == "要求听证的期限届满"
    assert clock_text("视为受理") == "视为受理"
