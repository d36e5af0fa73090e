"""What people type into cells, read into values: days, money, numbers, answers, choices."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.exchange import cells
from guiju.exchange.cells import UnreadableError
from guiju.exchange.headings import heading_key, likeness, multiple_of
from guiju.exchange.sheets import Broken


def wide(text: str) -> str:
    """The same in full-width letters."""
    return "".join(chr(ord(one) + 0xFEE0) for one in text)


DAY = dt.date(2026, 3, 18)
SPELLINGS = [
    DAY, dt.datetime(2026, 3, 18), dt.datetime(2026, 3, 18, 9, 30), "2026.3.18", "2026年3月18日", "20260318", "2026/3/18",  # noqa: DTZ001
    "2026-03-18", "2026-03-18 00:00:00", "2026-03-18T09:30", wide("2026.3.18"), "2026 年 3 月 18 日", "2026年3月18号", "2026.03.18.",
    "2026年3月18日（周三）", "2026年3月18日星期三", "二〇二六年三月十八日", "二○二六年三月十八", 46099, 46099.0, "46099", 20260318, 20260318.0,
    "2026、3、18", " 2026-3-18\u3000",
]  # fmt: skip


def refused(read, *arguments) -> str:
    with pytest.raises(UnreadableError) as told:
        read(*arguments)
    return told.value.sentence


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_a_day_is_read_however_it_was_typed(spelling):
    assert cells.read_day(spelling) == "2026-03-18"


@pytest.mark.parametrize(
    "text",
    [
        "3月18日",
        "2026年3月",
        "26.3.18",
        "2026-02-30",
        "2026.13.1",
        "昨天",
        "2026.3",
        2026,
        18,
        "2026-3-18-1",
    ],
)
def test_a_day_without_its_year_or_off_the_calendar_is_refused_never_guessed(text):
    assert "请" in refused(cells.read_day, text)


def test_bare_numbers_count_from_1904_where_the_workbook_says_so():
    assert cells.read_day(44637, first_1904=True) == "2026-03-18"


@given(st.dates(dt.date(1930, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_reads_back_from_every_spelling(day):
    texts = (
        day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}", f"{day:%Y%m%d}", (day - cells.FIRST_DAY).days, float((day - cells.FIRST_DAY).days),
    )  # fmt: skip
    assert {cells.read_day(text) for text in texts} == {day.isoformat()}


@given(st.text(max_size=12))
@example("²")
def test_whatever_is_typed_a_day_is_read_or_refused_in_words(text):
    try:
        said = str(dt.date.fromisoformat(cells.read_day(text)).year) + "。"
    except UnreadableError as error:
        said = error.sentence
    assert said.endswith("。")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1.2万元", 1_200_000), ("17,630.00", 1_763_000), ("\uffe53", 300), ("¥ 3.5", 350), (17630.1, 1_763_010), (0.1 + 0.2, 30),
        (wide("120") + "元", 12_000), ("5万", 5_000_000), ("-20", -2_000), ("1亿元", 10**10), ("人民币100元整", 10_000), (0, 0), ("300元", 30_000),
        (1.15, 115), (4.35, 435), ("2千元", 200_000),
    ],
)  # fmt: skip
def test_money_is_read_in_its_own_unit(typed, fen):
    assert cells.read_money(typed) == fen


def test_the_unit_of_the_heading_counts_where_the_cell_does_not_say_its_own():
    assert cells.read_money(1.2, 10_000) == 1_200_000
    assert cells.read_money("12000元", 10_000) == 1_200_000


@pytest.mark.parametrize("typed", ["1.234", 1.234, "约3万", "1,2,3", "三百", "1e5", "", "1.2.3", "99999999999999"])  # fmt: skip
def test_what_is_no_amount_or_finer_than_a_cent_is_refused(typed):
    assert refused(cells.read_money, typed)


@given(st.integers(-(10**14), 10**14))
def test_every_amount_reads_back_as_number_and_as_text(fen):
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    texts = (f"{sign}{whole // 100}.{whole % 100:02}", f"{sign}{whole // 100:,}.{whole % 100:02}元")
    assert {cells.read_money(text) for text in texts} == {fen}
    if whole < 10**13:
        assert cells.read_money(fen / 100) == fen


@given(st.floats(allow_nan=True, allow_infinity=True) | st.text(max_size=10))
def test_whatever_is_typed_money_is_read_or_refused_in_words(typed):
    try:
        said = f"{cells.read_money(typed):d}。"
    except UnreadableError as error:
        said = error.sentence
    assert said.endswith("。")


def test_whole_numbers_keep_out_halves_and_lose_units():
    assert cells.read_whole(12.0) == 12
    assert cells.read_whole("1,200 人次", "人次") == 1200
    assert refused(cells.read_whole, 1.5)
    assert refused(cells.read_whole, "十二")


def test_decimals_lose_the_noise_of_computing_only():
    assert cells.read_decimal(0.1 + 0.2) == "0.3"
    assert cells.read_decimal("12.50") == "12.5"
    assert refused(cells.read_decimal, "0.1234567891")
    assert refused(cells.read_decimal, "nan")


def test_percent_is_the_same_with_its_sign_and_without():
    assert (cells.read_percent("12.5%"), cells.read_percent("12.5"), cells.read_percent(12.5)) == ("12.5",) * 3  # fmt: skip


@pytest.mark.parametrize("typed", ["是", "√", "有", "Y", "1", True, 1, "对 "])
def test_yes_in_many_words(typed):
    assert cells.read_answer(typed) is True


@pytest.mark.parametrize("typed", ["否", "\u00d7", "无", "N", "0", False, 0.0, "没有"])
def test_no_in_many_words(typed):
    assert cells.read_answer(typed) is False


def test_an_answer_that_is_neither_is_refused():
    assert "看不出是或者否" in refused(cells.read_answer, "大概")


def test_a_choice_forgives_blanks_punctuation_and_width_only():
    choices = ("宣传活动", "中心组（学法）", "A类")
    assert cells.read_choice(" 宣传 活动", choices) == "宣传活动"
    assert cells.read_choice("中心组(学法)", choices) == "中心组（学法）"
    assert cells.read_choice(wide("A") + "类", choices) == "A类"
    assert "只能填：宣传活动" in refused(cells.read_choice, "宣传", choices)


def test_an_error_value_is_refused_by_its_name():
    assert "错误值#REF!" in refused(cells.whole_text, Broken("错误值#REF!"))
    assert "公式" in refused(cells.read_day, Broken("没有算出结果的公式"))


def test_a_long_number_whose_end_the_sheet_has_lost_is_refused():
    assert "设成文本" in refused(cells.whole_text, 6.2010219900101e17)
    assert cells.whole_text(13800000000.0) == "13800000000"


def test_the_apostrophe_that_guarded_a_sign_is_taken_off_again():
    assert cells.whole_text("'=1+1") == "=1+1"
    assert cells.whole_text("'引号'") == "'引号'"


def test_headings_are_compared_without_what_decorates_them():
    assert {heading_key(one) for one in ("场次（场次）", "*场次", " 场 次 ", "3、场次", "场次(必填)", "【场次】场次")} == {"场次"}  # fmt: skip
    assert heading_key("（一）") == "一"


def test_the_unit_in_a_heading_is_found():
    assert multiple_of("罚款（万元）") == 10_000
    assert multiple_of("罚款（单位：万元）") == 10_000
    assert multiple_of("罚款万元") == 10_000
    assert multiple_of("罚款（万元）合计") == 10_000
    assert multiple_of("罚款（元）") == 1
    assert multiple_of("万里长城") == 1


def test_likeness_puts_the_same_first_and_parts_before_strangers():
    assert likeness("主题", "主题") == 1.0
    assert likeness("活动主题", "主题") > likeness("主持人", "主题")
