"""What a broken expression is refused with: the whole expression, the word, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.guard_terms import MAX_DEPTH, is_day, parse_money
from tests.lawbook.refusing import refusal, refused
from tests.lawbook.small import acts, read, rules
from tests.lawbook.test_guard_text import HERE, parsed

if TYPE_CHECKING:
    from decimal import Decimal

SAID = {
    "": "这里应是字段、参数或数值，写的是“结尾”。请补全。",
    "重大 and": "这里应是字段、参数或数值，写的是“结尾”。请补全。",
    "重大 or or 公开": "这里应是字段、参数或数值，写的是“or”。请补全。",
    "not": "这里应是字段、参数或数值，写的是“结尾”。请补全。",
    "重大 and )": "这里应是字段、参数或数值，写的是“)”。请补全。",
    "人数 == ==": "这里应是字段、参数或数值，写的是“==”。请补全。",
    "(重大": "这里应有“)”，写的是“结尾”。请补上。",
    "(重大 公开)": "这里应有“)”，写的是“公开”。请补上。",
    "重大)": "“)”处读不下去。请检查括号和 and、or。",
    "重大 公开": "“公开”处读不下去。请检查括号和 and、or。",
    "重大 not 公开": "“not”处读不下去。请检查括号和 and、or。",
    "人数 = 2": "“=”处读不下去。请检查括号和 and、or。",
    "人数 ! 2": "“!”处读不下去。请检查括号和 and、or。",
    "1 < 人数 < 3": "“<”处读不下去。请检查括号和 and、or。",
    "人数 in 1, 2": "这里应有“[”，写的是“1”。请补上。",
    "人数 in": "这里应有“[”，写的是“结尾”。请补上。",
    "人数 in [1 2]": "这里应有“]”，写的是“2”。请补上。",
    "人数 in [1, 2": "这里应有“]”，写的是“结尾”。请补上。",
    "人数 in []": "这里应是字段、参数或数值，写的是“]”。请补全。",
    "人数 in [1, 人数]": "in 的方括号里不能是字段“人数”。请写数值或选项。",
    "从严 set": "set 前应是一个字段，写的是“从严”。请改成字段名。",
    "3 set": "set 前应是一个字段，写的是“3”。请改成字段名。",
    "天气": "“天气”不是字段、参数，也不是所比较的选项。请改名或先在 data 中声明。",
    "重打 and 公开": (
        "“重打”不是字段、参数，也不是所比较的选项。是否要写“重大”？请改名或先在 data 中声明。"
    ),
    "罚款 > 较大数": (
        "“较大数”不是字段、参数，也不是所比较的选项。是否要写“较大数额”？请改名或先在 data 中声明。"
    ),
    "罚款 > 5000": "金额要和带单位的数比较。请写成“5000元”或“5万元”。",
    "罚款 > 5000.5": "金额要和带单位的数比较。请写成“5000元”或“5万元”。",
    "罚款 > 0.001元": "“0.001元”不足一分。请写到分为止。",
    "重大 and 人数": "“人数”是整数，不能当是否用。请写成比较，如“甲 == 乙”。",
    "重大 and 3": "“3”是整数，不能当是否用。请写成比较，如“甲 == 乙”。",
    "人数": "应得出是否，得出的是整数。请改写成比较，如“甲 == 乙”。",
    "期限 == 期限": "只能比较整数、金额、是否和选项。小数、日期请先由人判断成一个 yesno 字段。",
}


@pytest.mark.parametrize("text", SAID, ids=map(repr, SAID))
def test_a_broken_expression_is_refused_with(text: str) -> None:
    error = refusal(lambda: parsed(text))
    assert error.where == HERE
    assert error.sentence.startswith(f"表达式“{text}”：")
    assert error.sentence.endswith(SAID[text])


@pytest.mark.parametrize(
    ("mark", "instead"),
    [("，", ","), ("（", "("), ("）", ")"), ("：", ":"), ("\uff1d", "="), ("\uff1e", ">"),
     ("\uff1c", "<"), ("\uff0b", "+")],
)  # fmt: skip
def test_a_full_width_sign_is_refused_with_the_one_to_write(mark: str, instead: str) -> None:
    error = refusal(lambda: parsed(f"人数 {mark} 2"))
    assert error.code == "guard.full_width"
    assert error.sentence.endswith(f"：含全角“{mark}”。请改用半角“{instead}”。")


@pytest.mark.parametrize(
    "word", ["and", "or", "in", "set", "==", "=", "!", ")", "]", "[", ",", "+", "<"]
)
def test_a_word_of_the_language_is_no_value(word: str) -> None:
    for text in (f"人数 == {word}", f"人数 in [{word}]", word):
        error = refusal(lambda text=text: parsed(text))
        assert error.code == "guard.syntax"
        assert f"写的是“{word}”" in error.sentence


@pytest.mark.parametrize("nested", ["({})", "not {}", "not ({})"])
def test_nesting_ends_at_its_limit(nested: str) -> None:
    def deep(levels: int) -> str:
        text = "重大"
        for _ in range(levels):
            text = nested.format(text)
        return text

    each = nested.count("not") + nested.count("(")
    assert parsed(deep(MAX_DEPTH // each)).reads == {"重大"}
    error = refusal(lambda: parsed(deep(MAX_DEPTH // each + 1)))
    assert error.code == "guard.syntax"
    assert f"套了超过 {MAX_DEPTH} 层。请拆成几个字段" in error.sentence


def test_what_stands_side_by_side_is_not_deep() -> None:
    assert parsed(" and ".join(["not (重大)"] * 100)).kind == "yesno"


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    error = refusal(lambda: parsed(f"日期 >= {day}", exact=True))
    assert error.code == "guard.syntax"
    assert error.sentence.endswith(f"“{day}”不是真实的日期。请核对年月日。")


@given(st.dates())
def test_every_real_day_is_a_day(day: object) -> None:
    assert is_day(str(day))
    assert parsed(f"日期 >= {day}", exact=True).tree[2] == ["date", str(day)]


@pytest.mark.parametrize("text", ["20260301", "2026-W10-7", "2026-3-1", "甲", "", "2026-02-30"])
def test_a_day_has_one_form(text: str) -> None:
    assert not is_day(text)


@given(
    st.decimals(0, 10**9, places=4),
    st.sampled_from([("元", 100), ("万元", 10**6), ("亿元", 10**10)]),
)
def test_an_amount_is_exact_in_fen_or_none(amount: Decimal, unit: tuple[str, int]) -> None:
    fen = amount * unit[1]
    expected = int(fen) if fen == int(fen) else None
    assert parse_money(f"{amount}{unit[0]}") == expected


@pytest.mark.parametrize(
    "text",
    ["5000", "50%", "五千元", "5,000元", "5000元整", "元", "5 元", "\uff15元", "5.元", ".5元"],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_money(text) is None


def test_a_refused_guard_names_the_line_of_the_file() -> None:
    body = "data:\n  重大: {type: yesno}\n" + acts("甲", "乙")
    wrong = body + rules("do: 乙, needs: 甲", "after: 甲, may: 乙, when: 重打")
    assert refused(lambda: read(wrong)) == ("guard.unknown_name", 14)
    requires = "data:\n  重大: {type: yesno}\n" + acts(
        "甲", 乙="by: 承办人, cite: 甲法#1, requires: 重大 and"
    )
    assert refused(lambda: read(requires)) == ("guard.syntax", 11)
    proposal = "data:\n  重大: {type: yesno}\n  从重: {computed: 重大 or}\n" + acts("甲")
    assert refused(lambda: read(proposal)) == ("guard.syntax", 8)
    passed = body + rules("do: 乙, needs: 甲, passed: (重大")
    assert refused(lambda: read(passed)) == ("guard.syntax", 13)
