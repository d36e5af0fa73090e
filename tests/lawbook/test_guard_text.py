"""The expression language: what each text lowers to, and what proposals make of it."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.computed import propose
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.guard_terms import Scope, parse_money
from guiju.lawbook.guard_text import parse
from guiju.lawbook.schema import FieldSpec
from guiju.lawbook.variables import lower_tree, project_data, variables
from guiju.lawbook.yaml_text import Text

HERE = Place("试.yaml", 3)
TYPES = {
    "重大": "yesno",
    "公开": "yesno",
    "人数": "int",
    "罚款": "money",
    "结论": "choice",
    "通过": "yesno",
    "名称": "text",
    "日期": "date",
    "比例": "decimal",
}


def spec(name: str, kind: str) -> FieldSpec:
    choice = ("通过", "不通过") if kind == "choice" else ()
    return FieldSpec(Text(name, HERE), kind, HERE, choice)


FIELDS = {name: spec(name, kind) for name, kind in TYPES.items()}
PARAMETERS = {"较大数额": "money", "期限": "duration", "从严": "yesno"}


def parsed(text: str, *, exact: bool = False) -> Any:
    return parse(Text(text, HERE), Scope(FIELDS, PARAMETERS, exact))


LOWERED = {
    "重大": ["var", "重大"],
    "not 重大": ["not", ["var", "重大"]],
    "not not 重大": ["not", ["not", ["var", "重大"]]],
    "重大 == 是": ["eq", ["var", "重大"], True],
    "重大 and not 公开": ["and", ["var", "重大"], ["not", ["var", "公开"]]],
    "重大 or 公开 and 从严": ["or", ["var", "重大"], ["and", ["var", "公开"], True]],
    "(重大 or 公开) and 从严": ["and", ["or", ["var", "重大"], ["var", "公开"]], True],
    "重大 and 公开 and 从严": ["and", ["var", "重大"], ["var", "公开"], True],
    "人数 >= 2": ["ge", ["var", "人数"], 2],
    "人数>=2": ["ge", ["var", "人数"], 2],
    "2 <= 人数": ["le", 2, ["var", "人数"]],
    "人数 in [1, 2]": ["in", ["var", "人数"], [1, 2]],
    "罚款 >= 5000元": ["ge", ["var", "罚款"], 500_000],
    "罚款 >= 1.5万元": ["ge", ["var", "罚款"], 1_500_000],
    "罚款 > 较大数额": ["gt", ["var", "罚款"], 500_000],
    "结论 == 通过": ["eq", ["var", "结论"], "通过"],
    "不通过 != 结论": ["ne", "不通过", ["var", "结论"]],
    "结论 in [通过, 不通过]": ["in", ["var", "结论"], ["通过", "不通过"]],
    "结论 set": ["ne", ["var", "结论"], ""],
    "名称 set": ["var", "名称"],
    "not 日期 set": ["not", ["var", "日期"]],
    "重大 set": ["var", "已填.重大"],
    "罚款 set and 罚款 > 0元": ["and", ["var", "已填.罚款"], ["gt", ["var", "罚款"], 0]],
}


@pytest.mark.parametrize("text", LOWERED)
def test_an_expression_lowers_to(text: str) -> None:
    constants = {"较大数额": 500_000, "从严": True}
    assert lower_tree(parsed(text).tree, TYPES, constants) == LOWERED[text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "guard.syntax"),
        ("重大 and", "guard.syntax"),
        ("(重大", "guard.syntax"),
        ("重大)", "guard.syntax"),
        ("人数 in 1, 2", "guard.syntax"),
        ("人数 = 2", "guard.syntax"),
        ("从严 set", "guard.syntax"),
        ("重大，公开", "guard.full_width"),
        ("严重", "guard.unknown_name"),
        ("结论 == 合格", "guard.unknown_name"),
        ("名称 == 甲", "guard.type"),
        ("日期 == 2026-01-01", "guard.type"),
        ("比例 > 1.5", "guard.type"),
        ("人数", "guard.type"),
        ("人数 == 重大", "guard.type"),
        ("重大 > 公开", "guard.type"),
        ("人数 in [1, 人数]", "guard.type"),
        ("期限 == 期限", "guard.type"),
        ("人数 > 1000000000000001", "guard.number"),
        ("人数 > 9999999999999999999", "guard.number"),
        ("罚款 > 5000", "guard.unit"),
        ("罚款 > 0.001元", "guard.unit"),
    ],
)
def test_an_expression_is_refused(text: str, code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parsed(text)
    assert (caught.value.code, caught.value.where) == (code, HERE)


def test_beside_a_choice_a_word_is_its_value_even_where_a_field_has_the_name() -> None:
    assert parsed("结论 == 通过").reads == {"结论"}
    assert parsed("通过 and 结论 == 不通过").reads == {"通过", "结论"}


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("5000元", 500_000),
        ("0.01元", 1),
        ("2亿元", 20_000_000_000),
        ("5000", None),
        ("0.001元", None),
    ],
)
def test_money_is_whole_fen_with_its_unit(text: str, fen: int | None) -> None:
    assert parse_money(text) == fen


def test_only_what_guards_read_becomes_a_variable() -> None:
    guards = [parsed("重大 and 名称 set"), parsed("罚款 set or 结论 set or 人数 > 1")]
    assert variables(guards, FIELDS) == {
        "重大": False,
        "名称": False,
        "已填.罚款": False,
        "结论": "",
        "人数": 0,
    }


def test_data_is_projected_onto_the_variables() -> None:
    known = variables(
        [parsed("重大 and 名称 set and 罚款 set and 罚款 > 0元 and 结论 set")], FIELDS
    )
    data = {"重大": True, "名称": "甲", "罚款": 300, "结论": "通过", "日期": "2026-01-01"}
    assert project_data(data, TYPES, known) == {
        "重大": True,
        "名称": True,
        "罚款": 300,
        "已填.罚款": True,
        "结论": "通过",
    }


def test_a_value_taken_back_puts_its_variables_back_and_silence_leaves_them() -> None:
    known = variables([parsed("名称 set and 罚款 > 0元 and 重大")], FIELDS)
    assert project_data({"名称": None, "罚款": None}, TYPES, known) == {"名称": False, "罚款": 0}


def test_a_zero_and_a_no_are_values() -> None:
    known = variables([parsed("罚款 set and 重大 set")], FIELDS)
    assert project_data({"罚款": 0, "重大": False}, TYPES, known) == {
        "已填.罚款": True,
        "已填.重大": True,
    }


def test_the_length_asked_for_reaches_the_kernel() -> None:
    assert project_data({"人数": 20}, TYPES, {}, "人数") == {"extend_n": 20}
    assert project_data({}, TYPES, {}, "人数") == {}


@pytest.mark.parametrize(
    ("text", "data", "expected"),
    [
        ("罚款 >= 较大数额", {"罚款": 500_000}, True),
        ("罚款 >= 较大数额", {"罚款": 499_999}, False),
        ("罚款 >= 较大数额", {}, None),
        ("重大 and 公开", {"重大": False}, False),
        ("重大 and 公开", {"重大": True}, None),
        ("重大 or 公开", {"重大": True}, True),
        ("重大 or 公开", {"公开": False}, None),
        ("not 重大", {}, None),
        ("结论 in [通过]", {"结论": "不通过"}, False),
        ("结论 in [通过]", {}, None),
        ("名称 set", {}, False),
        ("比例 > 1.5", {"比例": "1.50"}, False),
        ("比例 > 1.5", {"比例": "12"}, True),
        ("日期 >= 2026-03-01", {"日期": "2026-03-01"}, True),
        ("日期 < 2026-03-01", {"日期": "2026-03-01"}, False),
    ],
)
def test_a_proposal_knows_what_it_does_not_know(
    text: str, data: dict[str, Any], expected: bool | None
) -> None:
    assert propose(parsed(text, exact=True).tree, data, {"较大数额": 500_000}) is expected


def test_an_empty_parameter_leaves_a_proposal_open() -> None:
    tree = parsed("罚款 >= 较大数额 or 重大", exact=True).tree
    assert propose(tree, {"罚款": 1, "重大": False}, {"较大数额": None}) is None
    assert propose(tree, {"罚款": 1, "重大": True}, {"较大数额": None}) is True
