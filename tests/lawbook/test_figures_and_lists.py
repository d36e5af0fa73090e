"""Figures and the slots of the list: what may be counted, added, divided, split and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lawbook.refusing import refusal, refused
from tests.lawbook.small import acts, read

if TYPE_CHECKING:
    from guiju.lawbook.schema import FigureSpec

DATA = (
    "data:\n  重大: {type: yesno}\n  人数: {type: int}\n  罚款: {type: money}\n"
    "  比例: {type: decimal}\n  日期: {type: date}\n  名称: {type: text}\n"
)
BODY = DATA + acts("甲", "乙") + "groups: {组: [甲, 乙]}\n"
LINE = 19
ID = "id: done, name: 已办, unit: 件"


def figures(*lines: str) -> str:
    return BODY + "figures:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def only(line: str) -> FigureSpec:
    (found,) = read(figures(line)).figures
    return found


def test_a_count_is_kept_as_it_is_written() -> None:
    found = only(
        f"{ID}, count: [立案, 组], when: 重大 and 日期 >= 2026-03-01, on: recorded, valid: true,"
        " by: [名称, 单位, 月, 季, 年]"
    )
    assert (found.id, found.name, found.unit, found.how) == ("done", "已办", "件", "count")
    assert (found.acts, found.field, found.share) == (("立案", "甲", "乙"), None, ())
    assert found.when is not None
    assert found.when.reads == {"重大", "日期"}
    assert (found.on, found.valid) == ("recorded", True)
    assert found.by == ("名称", "单位", "月", "季", "年")
    assert found.place.line == LINE


def test_a_figure_counts_by_the_day_done_whole_and_undivided_unless_it_says_so() -> None:
    found = only(f"{ID}, count: 立案")
    assert (found.on, found.valid, found.when, found.by) == ("done", False, None, ())


@pytest.mark.parametrize("field", ["人数", "罚款", "比例"])
def test_whole_numbers_decimals_and_money_are_added_up_over_acts(field: str) -> None:
    found = only(f"{ID}, sum: {field}, over: [甲]")
    assert (found.how, found.field, found.acts, found.share) == ("sum", field, ("甲",), ())


def test_a_share_is_of_two_figures_wherever_they_stand() -> None:
    share = "id: rate, name: 率, unit: '%', share: [done, all]"
    found = read(figures(share, f"{ID}, count: 甲", "id: all, name: 全部, unit: 件, count: 组"))
    assert found.figures[0].share == ("done", "all")
    assert (found.figures[0].acts, found.figures[0].field) == ((), None)


def test_a_share_of_a_share_is_refused() -> None:
    share = "id: rate, name: 率, unit: '%', share: [done, done]"
    again = "id: rates, name: 率的率, unit: '%', share: [done, rate]"
    error = refusal(lambda: read(figures(f"{ID}, count: 甲", share, again)))
    assert error.code == "figure.nested"
    assert "rate" in error.sentence


WRONG = {
    "no id": ("name: 已办, unit: 件, count: 立案", "schema.missing"),
    "no name": ("id: done, unit: 件, count: 立案", "schema.missing"),
    "no unit": ("id: done, name: 已办, count: 立案", "schema.missing"),
    "an id in capitals": ("id: Done, name: 已办, unit: 件, count: 立案", "figure.id"),
    "an id with underscores": ("id: all_done, name: 已办, unit: 件, count: 立案", "figure.id"),
    "an id that ends in a hyphen": ("id: done-, name: 已办, unit: 件, count: 立案", "figure.id"),
    "no way": (ID, "figure.way"),
    "two ways": (f"{ID}, count: 立案, share: [a, b]", "figure.way"),
    "a count of an unknown act": (f"{ID}, count: 丙", "rule.unknown_act"),
    "a count of nothing": (f"{ID}, count: []", "rule.no_act"),
    "a sum over nothing": (f"{ID}, sum: 人数", "schema.missing"),
    "a sum over an unknown act": (f"{ID}, sum: 人数, over: 丙", "rule.unknown_act"),
    "a sum of no field": (f"{ID}, sum: 户数, over: 甲", "field.unknown"),
    "a sum of words": (f"{ID}, sum: 名称, over: 甲", "figure.sum"),
    "a sum of days": (f"{ID}, sum: 日期, over: 甲", "figure.sum"),
    "a share of one": (f"{ID}, share: [a]", "figure.share"),
    "a share of three": (f"{ID}, share: [a, b, c]", "figure.share"),
    "a share of an unknown figure": (f"{ID}, share: [all, done]", "figure.unknown"),
    "a share of itself": (f"{ID}, share: [done, all]", "figure.nested"),
    "another day": (f"{ID}, count: 立案, on: sealed", "schema.choice"),
    "a split by no field": (f"{ID}, count: 立案, by: [周]", "field.unknown"),
    "a condition that is none": (f"{ID}, count: 立案, when: 人数", "guard.type"),
    "an unknown key": (f"{ID}, count: 立案, over: 甲", "schema.unknown_key"),
    "a valid in words": (f"{ID}, count: 立案, valid: 是", "schema.choice"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_figure_is_refused_at_its_line_for(what: str) -> None:
    line, code = WRONG[what]
    assert refused(lambda: read(figures(line))) == (code, LINE)


SAID = {
    ID: "指标要写且只写一种算法：count、sum、share。请改正。",
    f"{ID}, sum: 名称, over: 甲": (
        "字段“名称”不能合计，只有 int、decimal、money 可以。请换一个字段。"
    ),
    f"{ID}, share: [a]": "share 应是两个指标：[分子, 分母]。请照此改写。",
    f"{ID}, share: [dome, done]": "没有指标“dome”。是否要写“done”？请改名，或先写出该指标。",
    "id: 已办, name: 已办, unit: 件, count: 立案": (
        "“已办”不是标识。请用小写英文和连字符，如 mediation-done。"
    ),
}


@pytest.mark.parametrize("line", SAID)
def test_a_wrong_figure_is_refused_with(line: str) -> None:
    assert refusal(lambda: read(figures(line))).sentence == SAID[line]


def test_a_figure_written_twice_is_refused_where_it_is_written_again() -> None:
    twice = figures(f"{ID}, count: 甲", f"{ID}, count: 乙")
    error = refusal(lambda: read(twice))
    assert (error.code, error.where and error.where.line) == ("figure.duplicate", LINE + 1)
    assert error.sentence == "指标“done”写了两次。请改名。"


SLOT_TYPES = ("text",) * 9 + ("int",) * 3 + ("text",)
SLOTS = (
    DATA + "".join(f"  栏{n}: {{type: {kind}}}\n" for n, kind in enumerate(SLOT_TYPES)) + acts("甲")
)


def listed(columns: int, filters: int, sort: int) -> str:
    def names(first: int, many: int) -> str:
        return "[" + ", ".join(f"栏{n}" for n in range(first, first + many)) + "]"

    return (
        SLOTS + f"list: {{columns: {names(0, columns)}, filters: {names(columns, filters)},"
        f" sort: {names(columns + filters, sort)}}}\n"
    )


def test_a_list_has_twelve_slots_and_a_field_takes_one_however_often_it_is_named() -> None:
    assert len(read(listed(4, 4, 4)).list.slots) == 12
    again = SLOTS + "list: {columns: [栏1, 栏2], filters: [栏2, 栏3], sort: [栏1]}\n"
    assert read(again).list.slots == ("栏1", "栏2", "栏3")


@pytest.mark.parametrize("many", [(13, 0, 0), (0, 13, 0), (5, 4, 4)])
def test_a_thirteenth_slot_is_refused(many: tuple[int, int, int]) -> None:
    error = refusal(lambda: read(listed(*many)))
    assert error.code == "list.slots"
    assert error.sentence == "列表用了 13 个字段，最多 12 个。请删去不用来查找的。"


@pytest.mark.parametrize("key", ["columns", "filters", "sort"])
def test_a_slot_is_a_field(key: str) -> None:
    error = refusal(lambda: read(SLOTS + f"list: {{{key}: [栏1, 栏乙]}}\n"))
    assert error.code == "field.unknown"
    assert error.sentence.startswith("字段“栏乙”没有声明。是否要写“栏")
    assert refused(lambda: read(SLOTS + f"list: {{{key}: [栏1], slots: 3}}\n"))[0] == (
        "schema.unknown_key"
    )
