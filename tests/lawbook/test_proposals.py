"""What a proposal makes of the data: values compare by meaning, and what is unknown stays unknown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.lawbook.computed import propose
from guiju.lawbook.variables import has_value
from tests.lawbook.test_guard_text import parsed

DECIMALS = st.decimals(-(10**9), 10**9, places=3)


def proposed(text: str, **data: Any) -> Any:
    return propose(parsed(text, exact=True).tree, data, {"较大数额": 500_000})


@given(DECIMALS, st.integers(-(10**9), 10**9))
@example(Decimal(20260301), 1)
@example(Decimal(20260301), 20_260_301)
def test_decimals_compare_with_numbers_by_value(decimal: Decimal, n: int) -> None:
    written = {"比例": format(decimal, "f")}
    assert proposed(f"比例 > {n}", **written) is (decimal > n)
    assert proposed(f"比例 <= {n}", **written) is (decimal <= n)
    assert proposed(f"比例 == {n}.0", **written) is (decimal == n)
    assert proposed(f"比例 in [1, {n}]", **written) is (decimal in {1, n})


@pytest.mark.parametrize("written", ["20260301", "20240229", "2026-03-01"])
def test_a_number_of_eight_digits_is_no_day(written: str) -> None:
    if "-" in written:
        assert proposed("日期 >= 2026-03-01", 日期=written) is True
    else:
        assert proposed("比例 > 1.5", 比例=written) is True
        assert proposed("比例 < 1.5", 比例=written) is False


@given(st.dates(), st.dates())
def test_days_compare_as_days(one: object, other: object) -> None:
    assert proposed(f"日期 < {other}", 日期=str(one)) is (str(one) < str(other))
    assert proposed(f"日期 == {one}", 日期=str(one)) is True


@given(st.lists(DECIMALS, min_size=2, max_size=4))
def test_decimals_add_up_exactly_and_stay_plain_text(parts: list[Decimal]) -> None:
    tree = ["add", *(["decimal", format(one, "f")] for one in parts)]
    found = propose(tree, {}, {})
    assert (type(found), Decimal(found)) == (str, sum(parts))
    assert "E" not in found


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=4))
def test_whole_numbers_add_up_to_a_whole_number(parts: list[int]) -> None:
    assert propose(["add", *parts], {}, {}) == sum(parts)


UNKNOWN = {
    "人数 in [1, 2]": {},
    "人数 == 1": {"人数": None},
    "not 重大": {},
    "重大 and 公开": {"公开": True},
    "重大 or 公开": {"公开": False},
    "罚款 >= 较大数额 + 1元": {},
    "日期 > 2026-01-01": {"日期": ""},
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_rests_on_an_open_answer_is_open(text: str) -> None:
    assert proposed(text, **UNKNOWN[text]) is None


DECIDED = {
    "重大 and 公开": ({"公开": False}, False),
    "重大 or 公开": ({"公开": True}, True),
    "公开 set": ({"公开": None}, False),
    "not 公开 set": ({}, True),
    "人数 in [1, 0]": ({"人数": 0}, True),
}


@pytest.mark.parametrize("text", DECIDED)
def test_what_the_rest_decides_is_decided(text: str) -> None:
    data, expected = DECIDED[text]
    assert proposed(text, **data) is expected


def test_one_of_several_is_open_only_where_an_open_option_could_be_it() -> None:
    tree = ["in", ["var", "罚款"], [5, ["param", "较大数额"]]]
    for data, parameters, expected in (
        ({"罚款": 5}, {"较大数额": None}, True),
        ({"罚款": 6}, {"较大数额": None}, None),
        ({"罚款": 6}, {"较大数额": 7}, False),
        ({"罚款": 7}, {"较大数额": 7}, True),
    ):
        assert propose(tree, data, parameters) is expected


def test_nothing_is_null_and_everything_empty() -> None:
    assert not any(map(has_value, (None, "", [], {}, ())))
    assert all(map(has_value, (0, False, " ", [None], {"a": None}, "0")))


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=12),
        st.sampled_from(["2026-03-02", "2026-02-30", "1e999", "NaN", "-0.5", "自然人"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["kind", "name"]), inner)
    ),
    max_leaves=4,
)  # fmt: skip
TREES = [
    ["le", ["var", "日期"], ["later", ["var", "比例"], 2, "y"]],
    ["gt", ["day"], ["var", "日期"]],
    ["ge", ["add", ["var", "日期"], ["var", "比例"]], ["decimal", "1.5"]],
    ["eq", ["var", "日期"], ["var", "比例"]],
    ["in", ["var", "日期"], [["date", "2026-03-02"], 1]],
    ["kind", "日期", {"自然人": "公民"}],
]


@given(JUNK, JUNK, st.sampled_from(TREES), st.sampled_from([None, dt.date(2026, 3, 2)]))
@example("1e999", "1.5", TREES[2], None)
@example("昨天", "2026-03-02", TREES[0], None)
@example(None, {"kind": ["自然人"]}, TREES[5], None)
def test_what_is_not_yet_checked_may_be_anything(
    one: object, other: object, tree: list[Any], day: dt.date | None
) -> None:
    propose(tree, {"日期": one, "比例": other}, {}, day=day)


@pytest.mark.parametrize("junk", ["abc", "NaN", "1e999", "Infinity", [], {"kind": "自然人"}, "一"])
def test_a_sum_with_a_part_that_is_no_number_is_unknown(junk: object) -> None:
    assert propose(["add", ["var", "比例"], ["decimal", "0.5"]], {"比例": junk}, {}) is None
