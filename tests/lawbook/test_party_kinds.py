"""A choice that follows from the kind of a party: how it is declared, refused, proposed and said."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.checks import check
from guiju.lawbook.computed import propose
from guiju.lawbook.effective import EffectiveRules
from guiju.lawbook.findings import ERROR
from guiju.lawbook.show import as_text
from guiju.lawbook.values import PARTY_KINDS
from tests.lawbook.refusing import line_of, refusal
from tests.lawbook.small import acts, pinned, problems, read, shelf

KINDS = "自然人: 公民, 法人: 单位, 非法人组织: 单位, 个体工商户: 单位"
CHOICE = "choice: [公民, 单位], from: {当事人: {%s}}"
FROM = f"from: {{当事人: {{{KINDS}}}}}"
LINE = 8


def body(declared: str = CHOICE % KINDS, opening: str = "fields: {当事人: {}, 类型: {}}") -> str:
    data = f"data:\n  当事人: {{type: party, required: true}}\n  类型: {{{declared}}}\n"
    opened = acts(立案=f"by: 承办人, cite: 甲法#1, {opening}, requires: 类型 == 公民")
    return data + opened.replace("  立案: {by: 承办人, cite: 甲法#1}\n", "")


def field(declared: str = CHOICE % KINDS) -> Any:
    return pinned(read(body(declared))).acts["立案"].fields["类型"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("自然人", "公民"), ("法人", "单位"), ("非法人组织", "单位"), ("个体工商户", "单位")],
)
def test_a_choice_follows_from_the_kind_of_the_party(kind: str, expected: str) -> None:
    assert propose(field().computed, {"当事人": {"name": "甲", "kind": kind}}, {}) == expected


@pytest.mark.parametrize(
    "party", [None, "", "自然人", {}, {"kind": "外国人"}, {"kind": ["自然人"]}, ["自然人"], 3]
)
def test_without_a_known_party_nothing_is_proposed(party: object) -> None:
    assert propose(field().computed, {"当事人": party}, {}) is None
    assert propose(field().computed, {}, {}) is None


def test_the_choice_is_carried_as_required() -> None:
    assert field().required
    assert read(body()).acts["立案"].fields["类型"].answered
    assert field().choice == ("公民", "单位")
    assert not read(body("choice: [公民, 单位]")).acts["立案"].fields["类型"].answered


def test_the_rules_keep_it_through_json_and_have_another_digest_where_it_differs() -> None:
    rules = pinned(read(body()))
    again = EffectiveRules.from_json(rules.to_json(), rules.digest)
    assert again.acts["立案"].fields["类型"].computed == field().computed
    other = pinned(read(body(CHOICE % KINDS.replace("个体工商户: 单位", "个体工商户: 公民"))))
    assert other.digest != rules.digest


REFUSED = {
    f"type: text, {FROM}": ("field.from", "只有选项(choice)才能有 from"),
    FROM: ("field.no_type", "没有写类型"),
    f"{CHOICE % KINDS}, computed: 单位": ("field.from", "不能既有 from 又有 computed"),
    "choice: [公民, 单位], from: {}": ("field.from", "写了 0 个"),
    f"choice: [公民, 单位], {FROM[:-1]}, 其他人: {{{KINDS}}}}}": (
        "field.from", "写了 2 个",
    ),
    "choice: [公民, 单位], from: 当事人": ("schema.mapping", "应是一组"),
    "choice: [公民, 单位], from: {当事人: 公民}": ("schema.mapping", "应是一组"),
    CHOICE % "": ("field.from_kind", "没有写当事人是自然人、法人、非法人组织、个体工商户的"),
    CHOICE % "自然人: 公民, 法人: 单位": ("field.from_kind", "没有写当事人是非法人组织、个体工商户的"),
    CHOICE % KINDS.replace("法人: 单位, 非", "法入: 单位, 非"): ("field.from_kind", "没有“法入”这一类别"),
    CHOICE % KINDS.replace("公民", "个人"): ("field.from_value", "“个人”不是字段“类型”的选项"),
    CHOICE % KINDS.replace(": 公民", ": [公民]"): ("schema.text", "应是一段文本"),
    (CHOICE % KINDS).replace("当事人:", "当事:"): ("field.from_party", "没有声明。是否要写“当事人”？"),
    (CHOICE % KINDS).replace("当事人:", "类型:"): ("field.from_party", "的类型是 choice，不是当事人"),
}  # fmt: skip


@pytest.mark.parametrize("declared", REFUSED)
def test_a_declaration_is_refused_with_its_line_and_remedy(declared: str) -> None:
    error = refusal(lambda: read(body(declared)))
    code, said = REFUSED[declared]
    assert (error.code, line_of(error)) == (code, LINE)
    assert said in error.sentence


def test_no_kind_of_party_may_be_left_out() -> None:
    for kind in PARTY_KINDS:
        others = ", ".join(f"{one}: 单位" for one in PARTY_KINDS if one != kind)
        error = refusal(lambda others=others: read(body(CHOICE % others)))
        assert (error.code, kind in error.sentence) == ("field.from_kind", True)


def test_a_column_of_a_table_has_none() -> None:
    rows = "type: rows, of: {列: {%s}}" % (CHOICE % KINDS)
    error = refusal(lambda: read(body(rows)))
    assert (error.code, "列”不能有 from" in error.sentence) == ("field.computed", True)


def test_two_declarations_that_differ_in_it_are_two_meanings() -> None:
    for other in (
        "choice: [公民, 单位]",
        CHOICE % KINDS.replace("个体工商户: 单位", "个体工商户: 公民"),
    ):
        text = body(opening=f"fields: {{当事人: {{}}, 类型: {{{other}}}}}")
        assert refusal(lambda text=text: read(text)).code == "field.two_meanings"
    same = body(opening=f"fields: {{当事人: {{}}, 类型: {{{CHOICE % KINDS}}}}}")
    assert read(same).acts["立案"].fields["类型"].answered


def test_an_act_alone_does_not_add_it() -> None:
    text = body("choice: [公民, 单位]", f"fields: {{当事人: {{}}, 类型: {{{FROM}}}}}")
    assert refusal(lambda: read(text)).code == "schema.unknown_key"


def test_a_party_that_no_act_carries_is_found() -> None:
    (finding,) = [
        one
        for one in check(read(body(opening="fields: {类型: {}}")), shelf())
        if one.code == "field.unused"
    ]
    assert (finding.weight, finding.place.line) == (ERROR, LINE - 1)
    assert "field.unused" not in {one.code for one in check(read(body()), shelf())}


def test_a_choice_that_follows_is_surely_answered() -> None:
    codes = {one.code for one in check(read(body()), shelf())}
    assert "guard.may_be_unset" not in codes
    without = {one.code for one in check(read(body("choice: [公民, 单位]") + RULE), shelf())}
    assert "guard.may_be_unset" in without
    assert "guard.may_be_unset" not in {one.code for one in check(read(body() + RULE), shelf())}


RULE = "rules:\n  - {after: 立案, drops: 立案, when: 类型 == 单位, cite: 甲法#2, basis: 法, why: 因为。}\n"


def case(party: str, more: str = "") -> str:
    return f"{body()}cases:\n  - name: 例\n    acts:\n      - [2026-03-02, 立案, {{data: {{当事人: {party}}}{more}}}]\n"


def test_a_worked_case_takes_the_choice_from_its_party() -> None:
    assert problems(read(case("{name: 甲, kind: 自然人}"))) == []
    assert problems(read(case("{name: 甲, kind: 法人}", ", refused: require"))) == []
    assert len(problems(read(case("{name: 甲, kind: 法人}")))) == 1
    assert problems(read(case("{name: 甲}", ", refused: require"))) == []


def test_a_worked_case_with_a_kind_that_does_not_exist_is_refused() -> None:
    error = refusal(lambda: read(case("{name: 甲, kind: 自然入}")))
    assert (error.code, "是否要写“自然人”？" in error.sentence) == ("case.value", True)


def test_the_law_says_what_follows_from_the_kind() -> None:
    said = "  类型：“当事人”是自然人的为公民，是法人、非法人组织、个体工商户的为单位"
    lines = as_text(read(body()), shelf()).splitlines()
    assert said in lines
    assert lines[lines.index(said) - 1] == "算得的字段"
    assert "算得的字段" not in as_text(read(body("choice: [公民, 单位]")), shelf())
