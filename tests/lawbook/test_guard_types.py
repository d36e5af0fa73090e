"""What an expression may compare with what: every pair of kinds under every sign."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.schema import FieldSpec
from guiju.lawbook.yaml_text import Text
from tests.lawbook.refusing import refusal

if TYPE_CHECKING:
    from guiju.lawbook.schema import Expression

HERE = Place("试.yaml", 3)
READABLE = {
    "重大": "yesno", "公开": "yesno", "人数": "int", "户数": "int", "罚款": "money",
    "没收": "money", "比例": "decimal", "面积": "decimal", "占比": "percent", "费率": "percent",
    "日期": "date", "起日": "date", "时刻": "time", "钟点": "time", "结论": "choice", "等级": "choice",
}  # fmt: skip
UNREADABLE = ("text", "paragraph", "party", "unit", "officers", "entry", "matter", "child",
              "article", "file", "region", "rows")  # fmt: skip
CHOICES = {"结论": ("通过", "不通过", "3", "5000元", "50%", "是", "否"), "等级": ("通过", "甲")}
FIELDS = {
    name: FieldSpec(Text(name, HERE), kind, HERE, CHOICES.get(name, ()))
    for name, kind in {**READABLE, **{f"{kind}栏": kind for kind in UNREADABLE}}.items()
}
PARAMETERS = {"较大数额": "money", "期限": "duration", "从严": "yesno", "几人": "int"}
KINDS = {
    **{name: kind for name, kind in READABLE.items() if kind != "choice"},
    **PARAMETERS,
    "是": "yesno", "否": "yesno", "3": "int", "1.5": "decimal", "5元": "money", "2万元": "money",
    "7%": "percent", "2026-03-02": "date",
}  # fmt: skip
GUARDED = ("yesno", "choice", "int", "money")
ORDERED = ("int", "money", "decimal", "percent", "date", "time")
PAIRS = list(product(KINDS, KINDS))


def parsed(text: str, *, exact: bool = False, wanted: str = "yesno") -> Expression:
    return parse(Text(text, HERE), Scope(FIELDS, PARAMETERS, exact), wanted)


def code_of(text: str, *, exact: bool = False) -> str:
    try:
        parsed(text, exact=exact)
    except CatalogError:
        return refusal(lambda: parsed(text, exact=exact)).code
    return ""


def expected(left: str, right: str, sign: str, *, exact: bool) -> str:
    """Return the code a comparison is refused with, by the rule as the handbook states it."""
    kinds = {KINDS[left], KINDS[right]}
    unread = {
        READABLE[name] for name in (left, right) if name in READABLE and not exact
    } - {*GUARDED}  # fmt: skip
    if unread:
        return "guard.type"
    if "money" in kinds and kinds & {"int", "decimal"}:
        return "guard.unit"
    alike = len(kinds) == 1 or (exact and kinds == {"int", "decimal"})
    comparable = sign in {"==", "!="} or kinds <= {*ORDERED}
    allowed = exact or kinds <= {*GUARDED}
    return "" if alike and comparable and allowed else "guard.type"


@pytest.mark.parametrize("exact", [False, True], ids=["a guard", "a proposal"])
@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_two_values_compare_only_where_the_rule_allows(sign: str, *, exact: bool) -> None:
    found = {(left, right): code_of(f"{left} {sign} {right}", exact=exact) for left, right in PAIRS}
    assert found == {
        (left, right): expected(left, right, sign, exact=exact) for left, right in PAIRS
    }


@pytest.mark.parametrize("exact", [False, True], ids=["a guard", "a proposal"])
def test_a_value_is_one_of_a_list_only_of_its_own_kind_and_never_of_fields(*, exact: bool) -> None:
    for left, right in PAIRS:
        code = expected(left, right, "==", exact=exact) or (right in READABLE and "guard.type")
        assert code_of(f"{left} in [{right}]", exact=exact) == (code or ""), (left, right)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_of_other_fields_one_may_only_ask_whether_they_are_set(kind: str) -> None:
    name = f"{kind}栏"
    assert parsed(f"{name} set").asks == {name}
    for exact in (False, True):
        error = refusal(lambda exact=exact: parsed(f"{name} == 3", exact=exact))
        assert error.code == "guard.type"
        assert f"字段“{name}”的类型是 {kind}" in error.sentence
        assert f"只能问“{name} set”" in error.sentence


@pytest.mark.parametrize(
    "text", ["{} and 重大", "重大 or {}", "not {}", "{}", "({})", "重大 and ({} or 公开)"]
)
@pytest.mark.parametrize("value", ["人数", "罚款", "结论", "3", "5元", "较大数额", "期限"])
def test_only_yes_or_no_joins_with_words(text: str, value: str) -> None:
    error = refusal(lambda: parsed(text.format(value)))
    assert error.code == "guard.type"
    assert "写成比较，如“甲 == 乙”" in error.sentence


@pytest.mark.parametrize("value", ["通过", "不通过", "3", "5000元", "50%", "是", "否"])
def test_every_value_of_a_choice_can_be_compared_however_it_looks(value: str) -> None:
    assert parsed(f"结论 == {value}").tree == ["eq", ["var", "结论"], value]
    assert parsed(f"结论 in [{value}]").tree == ["in", ["var", "结论"], [value]]


def test_a_choice_on_the_right_takes_the_word_on_the_left() -> None:
    assert parsed("不通过 == 结论").tree == ["eq", "不通过", ["var", "结论"]]
    assert parsed("等级 == 甲").tree == ["eq", ["var", "等级"], "甲"]


def test_two_choices_compare_with_each_other() -> None:
    assert parsed("结论 == 等级").tree == ["eq", ["var", "结论"], ["var", "等级"]]
    assert parsed("结论 == 等级").reads == {"结论", "等级"}


@pytest.mark.parametrize("value", ["合格", "4", "6000元", "51%", "1.5"])
def test_what_a_choice_does_not_have_is_refused_with_the_nearest_it_has(value: str) -> None:
    assert code_of(f"结论 == {value}") == "guard.unknown_name"
    error = refusal(lambda: parsed("结论 == 不通国"))
    assert (error.code, "是否要写“不通过”？" in error.sentence) == ("guard.unknown_name", True)


@pytest.mark.parametrize("value", ["人数", "较大数额", "从严"])
def test_a_choice_is_not_compared_with_what_is_no_choice(value: str) -> None:
    error = refusal(lambda: parsed(f"结论 == {value}"))
    assert (error.code, "选项" in error.sentence) == ("guard.type", True)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
def test_choices_have_no_order(sign: str) -> None:
    error = refusal(lambda: parsed(f"结论 {sign} 通过"))
    assert error.sentence.endswith("只有数、金额和日期能比大小。请改用 == 或 in。")


NAMES = {
    "重大 == 人数": "整数和是否不能相比",
    "重大 == 5元": "是否和金额不能相比",
    "人数 == 期限": "整数和期限不能相比",
    "占比 == 日期": "日期和百分比不能相比",
    "时刻 == 比例": "小数和时刻不能相比",
}


@pytest.mark.parametrize("text", NAMES)
def test_kinds_that_do_not_compare_are_named_in_chinese(text: str) -> None:
    error = refusal(lambda: parsed(text, exact=True))
    assert f"：{NAMES[text]}。请核对两边的类型。" in error.sentence


@pytest.mark.parametrize(
    ("wanted", "text", "said"),
    [
        ("money", "人数", "应得出金额，得出的是整数"),
        ("date", "重大", "应得出日期，得出的是是否"),
        ("decimal", "占比", "应得出小数，得出的是百分比"),
        ("time", "结论", "应得出时刻，得出的是选项"),
        ("int", "期限", "应得出整数，得出的是期限"),
    ],
)
def test_a_proposal_gives_the_kind_its_field_takes(wanted: str, text: str, said: str) -> None:
    error = refusal(lambda: parsed(text, exact=True, wanted=wanted))
    assert (error.code, said in error.sentence) == ("guard.type", True)


SUMS = {
    "罚款 + 没收": "money", "罚款 + 5元 + 较大数额": "money", "人数 + 户数 + 3": "int",
    "人数 + 几人": "int", "比例 + 面积 + 1.5": "decimal",
}  # fmt: skip
NOT_SUMS = {
    "占比 + 费率": "百分比不能相加", "罚款 + 人数": "整数和金额不能相加",
    "日期 + 起日": "日期不能相加", "比例 + 人数": "小数和整数不能相加", "期限 + 期限": "期限不能相加",
}  # fmt: skip


@pytest.mark.parametrize("text", SUMS)
def test_amounts_whole_numbers_and_decimals_add_up(text: str) -> None:
    assert parsed(text, exact=True, wanted=SUMS[text]).tree[0] == "add"


@pytest.mark.parametrize("text", NOT_SUMS)
def test_nothing_else_adds_up(text: str) -> None:
    error = refusal(lambda: parsed(text, exact=True, wanted="money"))
    assert (error.code, NOT_SUMS[text] in error.sentence) == ("guard.type", True)
    assert "只有金额、整数、小数" in error.sentence
