"""What people type becomes the value they meant, or a sentence; never a guess."""

from __future__ import annotations

import pytest

from guiju.lawbook.pinned import FieldRules
from guiju.web.forms import (
    UnreadableError,
    read_clock,
    read_day,
    read_decimal,
    read_money,
    read_party,
    read_value,
    read_whole,
)
from tests.web.desk import wide


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("17,630.00", 1_763_000),
        ("17630", 1_763_000),
        ("17630.5", 1_763_050),
        (wide("17,630.05"), 1_763_005),
        (wide("200"), 20_000),
        ("¥200", 20_000),
        (" 200 元 ", 20_000),
        ("0.01", 1),
        ("-0.50", -50),
        ("0", 0),
    ],
)
def test_money_is_typed_in_yuan_and_kept_in_fen(typed, fen):
    assert read_money(typed) == fen


@pytest.mark.parametrize(
    "typed", ["1.2万元", "3亿", "1,76,30", "12.345", "二百", "12 3", "1e3", "", "..", "²"]
)
def test_an_amount_that_could_mean_two_things_is_refused(typed):
    with pytest.raises(UnreadableError) as refused:
        read_money(typed)
    assert "元" in refused.value.sentence


def test_the_refusal_of_wan_shows_how_to_write_it():
    with pytest.raises(UnreadableError, match=r"12,000\.00"):
        read_money("1.2万元")


@pytest.mark.parametrize(
    "typed",
    ["2026-03-08", "2026年3月8日", "2026/3/8", "2026.03.08", "20260308", wide("2026-03-08"), "2026年3月8号"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed):
    assert read_day(typed) == "2026-03-08"


@pytest.mark.parametrize("typed", ["2026-02-29", "26-3-8", "3月8日", "2026-13-01", "今天", "2026"])
def test_a_day_that_is_none_is_refused(typed):
    with pytest.raises(UnreadableError):
        read_day(typed)


def test_a_number_may_carry_its_own_unit_and_no_other():
    assert read_whole("1,200人", "人") == 1200
    with pytest.raises(UnreadableError, match="以人为单位"):
        read_whole("12件", "人")


def test_a_decimal_is_kept_as_written_and_never_rounded():
    assert read_decimal("12.50") == "12.50"
    with pytest.raises(UnreadableError):
        read_decimal("1.0000000001")


@pytest.mark.parametrize(
    ("typed", "clock"), [("9:30", "09:30"), ("21点05分", "21:05"), (wide("09:30"), "09:30")]
)
def test_a_time_of_day_is_read(typed, clock):
    assert read_clock(typed) == clock


@pytest.mark.parametrize("typed", ["24:00", "9", "9:60", "上午九点"])
def test_a_time_that_is_none_is_refused(typed):
    with pytest.raises(UnreadableError):
        read_clock(typed)


def test_an_empty_party_is_no_party_and_a_code_is_tidied():
    assert read_party({"name": " ", "kind": "", "code": "", "document": ""}) is None
    party = read_party({"name": "某公司", "kind": "法人", "code": wide("91") + "62 0000ma00000007"})
    assert party == {"name": "某公司", "kind": "法人", "code": "91620000MA00000007"}


def test_rare_characters_are_kept_as_typed():
    assert read_value(FieldRules("姓名", "text"), " 㙓𬭳 ") == "㙓𬭳"


def test_paragraphs_keep_their_lines():
    assert read_value(FieldRules("意见", "paragraph"), "一\r\n二\r\n") == "一\n二"


def test_an_answer_is_yes_or_no_and_nothing_else():
    assert read_value(FieldRules("须公开", "yesno"), "yes") is True
    assert read_value(FieldRules("须公开", "yesno"), "no") is False
    with pytest.raises(UnreadableError):
        read_value(FieldRules("须公开", "yesno"), "on")
