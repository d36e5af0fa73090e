"""Charts: every number stands as text, lengths follow the values, nothing typed becomes HTML."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.ui.charts import Heat, bar_chart, column_chart, heat, line_chart, told

HOSTILE = '"><script>alert(1)</script>'
values = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)
DRAWN = (bar_chart, column_chart, line_chart)


def labelled(numbers) -> list:
    return [(f"{place}月", number) for place, number in enumerate(numbers, 1)]


@pytest.mark.parametrize("draw", DRAWN)
@given(numbers=values)
def test_every_value_stands_as_text_beside_its_label(draw, numbers):
    chart = draw("各月立案", "件", labelled(numbers))
    for label, number in labelled(numbers):
        assert f">{label}<" in chart
        assert f">{number:,}<" in chart


@given(numbers=values)
def test_the_longest_bar_is_whole_and_the_others_in_proportion(numbers):
    chart = bar_chart("各月立案", "件", labelled(numbers))
    shares = [float(one) for one in re.findall(r'<rect class="ink" width="([\d.]+)%"', chart)]
    longest = max(numbers)
    expected = [100 * one / longest if longest else 0 for one in numbers]
    assert shares == pytest.approx(expected, abs=0.01)


def test_a_year_before_stands_dashed_and_in_words():
    chart = column_chart("各月立案", "件", [("1月", 10), ("2月", 5)], before=[20, 0])
    assert "虚线是上年同期" in chart
    assert "上年 20" in chart
    assert "上年 0" in chart
    assert re.findall(r'<rect class="ink"[^>]*height="([\d.]+)"', chart) == ["50.00", "25.00"]
    assert re.findall(r'<rect class="before"[^>]*height="([\d.]+)"', chart) == ["100.00", "0.00"]
    assert "上年" not in column_chart("各月立案", "件", [("1月", 10)])


def test_a_line_goes_through_its_values():
    chart = line_chart("各月办结", "件", [("1月", 0), ("2月", 4), ("3月", 1)])
    assert 'points="16.67,100.00 50.00,0.00 83.33,75.00"' in chart


def test_labels_lead_to_their_rows():
    chart = bar_chart("案由", "件", [("甲", 1), ("乙", 2)], links=["/a", "/b"])
    assert '<a href="/a">甲</a>' in chart
    with pytest.raises(ValueError, match="zip"):
        bar_chart("案由", "件", [("甲", 1), ("乙", 2)], links=["/a"])


def test_a_heat_map_shades_by_value_and_says_what_red_and_amber_count():
    chart = heat("单位", ["逾期", "以后"], [("甲乡", [Heat(1, "/x", "red"), Heat(8)]), ("乙", [Heat(0), Heat(1)])])  # fmt: skip
    assert '<td class="red"><a href="/x">1</a></td>' in chart
    assert '<td class="h4">8</td>' in chart
    assert '<td class="h1">1</td>' in chart
    assert "<td>·</td>" in chart
    assert '<th scope="col">逾期</th>' in chart


@pytest.mark.parametrize("draw", DRAWN)
def test_nothing_typed_becomes_html(draw):
    assert "<script" not in draw(HOSTILE, HOSTILE, [(HOSTILE, 1)])
    assert "<script" not in heat(HOSTILE, [HOSTILE], [(HOSTILE, [Heat(1, HOSTILE)])])


@pytest.mark.parametrize(
    ("value", "text"), [(1234567, "1,234,567"), (Decimal("93.50"), "93.50"), (0, "0")]
)
def test_numbers_are_told_with_their_thousands_apart(value, text):
    assert told(value) == text
