"""A field as it may be declared: what each type takes, what its name may be, and that it means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.errors import Place
from guiju.lawbook.fields import FIELD_TYPES, RESERVED, check_name
from guiju.lawbook.yaml_text import Text
from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import acts, pinned, read

if TYPE_CHECKING:
    from guiju.lawbook.schema import FieldSpec

TYPES = ("text", "paragraph", "date", "time", "int", "decimal", "money", "percent", "choice", "yesno",
         "party", "unit", "officers", "entry", "matter", "child", "article", "file", "region",
         "rows")  # fmt: skip
NEEDED = {
    "choice": ", choice: [甲, 乙]", "entry": ", of: small", "matter": ", of: small",
    "child": ", of: small", "rows": ", of: {列: {type: text}}",
}  # fmt: skip
OPTIONAL = {
    "unit: 件": {"int", "decimal", "percent"},
    "min: 1": {"int", "decimal", "percent"},
    "max: 9": {"int", "decimal", "percent"},
    "min: 1元": {"money"},
    "max: 9元": {"money"},
    "required: true": {*TYPES},
    "private: true": {*TYPES},
    "note: 说明": {*TYPES},
    "of: small": {"entry", "matter", "child"},
    "choice: [甲, 乙]": {"choice"},
}
LINE = 7


def field(written: str, name: str = "项") -> FieldSpec:
    return read(f"data:\n  {name}: {{{written}}}\n" + acts("甲")).data[name]


def said(written: str, name: str = "项") -> str:
    error = refusal(lambda: field(written, name))
    assert line_of(error) == LINE
    return error.sentence


def test_the_types_are_these() -> None:
    assert FIELD_TYPES == TYPES


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_is_kept_and_says_nothing_more_than_was_written(kind: str) -> None:
    found = field(f"type: {kind}{NEEDED.get(kind, '')}")
    assert (found.name, found.type, found.place.line) == ("项", kind, LINE)
    assert (found.required, found.private, found.unit, found.note) == (False, False, "", "")
    assert (found.min, found.max, found.computed, found.answered) == (None, None, None, False)
    assert (found.of, len(found.rows), len(found.choice)) == (
        "small" if kind in {"entry", "matter", "child"} else None,
        int(kind == "rows"),
        2 if kind == "choice" else 0,
    )


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_takes_what_belongs_to_it_and_refuses_the_rest(kind: str) -> None:
    for more, kinds in OPTIONAL.items():
        key = more.partition(":")[0]
        written = f"type: {kind}{NEEDED.get(kind, '')}"
        if f", {key}:" in written:
            continue
        if kind in kinds:
            assert field(f"{written}, {more}"), (kind, more)
        else:
            code, line = refused(lambda text=f"{written}, {more}": field(text))
            assert code in {"field.key", "field.choice", "field.bounds", "schema.unknown_key"}
            assert line == LINE, (kind, more)


@pytest.mark.parametrize("kind", NEEDED)
def test_a_type_refuses_to_miss_what_it_needs(kind: str) -> None:
    codes = {"choice": "field.choice", "rows": "field.rows"}
    assert refused(lambda: field(f"type: {kind}")) == (codes.get(kind, "schema.missing"), LINE)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("choice: [甲, 乙]", "choice"), ("computed: 是", "yesno"), ("type: int, computed: 3", "int")],
)
def test_a_choice_and_a_proposal_tell_their_type(written: str, kind: str) -> None:
    assert field(written).type == kind


SAID = {
    "required: true": f"字段“项”没有写类型。请补 type，可用：{'、'.join(TYPES)}。",
    "type: choice, choice: [甲]": "字段“项”是选项，至少要有两个值。请补 choice。",
    "type: int, choice: [甲, 乙]": "字段“项”的类型是 int，不能有 choice。请删去一样。",
    "choice: [甲, 乙, 甲]": "选项“甲”写了两次。请删去一个。",
    "type: rows": "表格没有列。请在 of 中写出各列，如 {名称: {type: text}}。",
    "type: text, unit: 件": ("类型 text 不能有“unit”，只有 int、decimal、percent 才有。请删去。"),
    "type: date, min: 1": (
        "类型 date 不能有“min”，只有 int、decimal、money、percent 才有。请删去。"
    ),
    "type: date, sample: [五月]": "字段“项”的类型是 date，不用举例。请删去 sample。",
    "type: int, sample: [几个]": "字段“项”的例子“几个”不是 int。请改正。",
    "type: money, sample: [12]": "字段“项”的例子“12”不是 money。请改正。",
    "type: money, max: 5": "金额的“max”要带单位。请写成“5000元”。",
    "type: int, min: 五": "“min”应是数，写的是“五”。请改成半角数字。",
    "type: int, min: 2, max: 1": "字段“项”的 min 大于 max。请对调。",
    "type: int, computed: 项 + 1": "字段“项”的 computed 读了它自己。请改写。",
    "computed: 项 set": "字段“项”的 computed 读了它自己。请改写。",
    "type: text, computed: 是": "类型 text 的字段“项”不能有 computed。请删去。",
    "type: rows, of: {列: {type: int, computed: 3}}": (
        "表格的列“列”不能有 computed。请删去，或在 data 中另设一个字段。"
    ),
    "type: txt": f"“type”不能是“txt”，只能是：{'、'.join(TYPES)}。是否要写“text”？请改成其中一个。",
}


@pytest.mark.parametrize("written", SAID)
def test_a_declaration_is_refused_with(written: str) -> None:
    assert said(written) == SAID[written]


@given(st.integers(-99, 99), st.integers(-99, 99))
def test_bounds_stand_in_order_by_number_and_may_meet(low: int, high: int) -> None:
    written = f"type: int, min: {low}, max: {high}"
    if low > high:
        assert refused(lambda: field(written)) == ("field.bounds", LINE)
    else:
        assert (field(written).min, field(written).max) == (str(low), str(high))


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("type: money, min: 0元, max: 1.5万元", ("0", "1500000")),
        ("type: decimal, min: -0.5, max: 1.25", ("-0.5", "1.25")),
        ("type: percent, max: 100", (None, "100")),
    ],
)
def test_bounds_are_kept_as_text_and_money_in_fen(
    written: str, bounds: tuple[str | None, str]
) -> None:
    assert (field(written).min, field(written).max) == bounds


@pytest.mark.parametrize(
    "word", ["and", "or", "not", "in", "set", "是", "否", "单位", "月", "季", "年", "办理日"]
)
def test_a_name_is_no_word_of_the_language(word: str) -> None:
    assert said("type: int", word).startswith(f"“{word}”不能作字段名：不能含空格、括号和比较符号")
    assert " ".join(RESERVED) == "and or not in set 是 否 单位 月 季 年 办理日"


@pytest.mark.parametrize(
    "name", ["甲 乙", "甲(乙", "甲)", "甲=乙", "甲!", "甲<", "甲>", "甲+乙", "3人"]
)
def test_a_name_holds_no_sign_of_the_language(name: str) -> None:
    assert refused(lambda: field("type: int", f'"{name}"')) == ("field.name", LINE)


@given(st.text("甲乙人数abZ0189_.-、·", min_size=1, max_size=8))
def test_any_other_name_is_fine(name: str) -> None:
    text = Text(name, Place("a", 3))
    if name[0].isdigit():
        assert refused(lambda: check_name(text)) == ("field.name", 3)
    else:
        check_name(text)


def declared(first: str, second: str) -> str:
    """An act that declares a field in place, in line 7, and one that declares it again, in line 8."""
    return (
        "acts:\n"
        f"  立案: {{by: 承办人, cite: 甲法#1, fields: {{项: {{{first}}}}}}}\n"
        f"  补正: {{by: 承办人, cite: 甲法#1, fields: {{项: {{{second}}}}}}}\n"
    )


MEANINGS = [
    ("type: int", "type: text"),
    ("choice: [甲, 乙]", "choice: [甲, 丙]"),
    ("type: entry, of: small", "type: entry, of: other"),
    ("type: int", "type: int, private: true"),
    ("type: int, unit: 件", "type: int, unit: 人"),
    ("type: int, min: 1", "type: int, min: 2"),
    ("type: int, max: 1", "type: int"),
    ("type: int", "type: int, computed: 3"),
    ("type: rows, of: {甲: {type: int}}", "type: rows, of: {乙: {type: int}}"),
    ("type: rows, of: {甲: {type: int}}", "type: rows, of: {甲: {type: text}}"),
    ("type: rows, of: {甲: {type: int}}", "type: rows, of: {甲: {type: int}, 乙: {type: int}}"),
]


@pytest.mark.parametrize(("first", "second"), MEANINGS)
def test_a_field_has_one_meaning_in_a_procedure(first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        error = refusal(lambda one=one, other=other: read(declared(one, other)))
        assert (error.code, line_of(error)) == ("field.two_meanings", 8)
        assert error.sentence.startswith("字段“项”在第 7 行已有另一个意思。")
    assert read(declared(first, first)).acts["补正"].fields["项"].type


def test_the_meaning_in_data_holds_for_every_act() -> None:
    wrong = "data:\n  项: {type: int}\n" + declared("type: int", "type: date")
    error = refusal(lambda: read(wrong))
    assert (error.code, line_of(error)) == ("field.two_meanings", 10)
    assert "第 7 行" in error.sentence


def test_an_act_may_ask_for_more_or_less_than_data_does() -> None:
    body = "data:\n  项: {type: int, required: true, note: 甲, min: 2}\n" + declared(
        "required: false", "note: 乙"
    )
    procedure = read(body)
    first, second = (procedure.acts[name].fields["项"] for name in ("立案", "补正"))
    assert (first.required, first.note, first.min) == (False, "甲", "2")
    assert (second.required, second.note, second.min) == (True, "乙", "2")
    assert procedure.fields()["项"].required
    again = read(body.replace("required: true, ", "").replace("required: false", "required: true"))
    assert again.acts["立案"].fields["项"].required
    assert not again.acts["补正"].fields["项"].required


@pytest.mark.parametrize("more", ["min: 3", "computed: 3", "x: 1"])
def test_an_act_may_change_nothing_else(more: str) -> None:
    body = "data:\n  项: {type: int}\n" + declared("required: true", more)
    assert refused(lambda: read(body)) == ("schema.unknown_key", 10)


def test_a_field_that_is_declared_where_it_is_carried_may_be_required_there() -> None:
    for first, second in ((True, False), (False, True), (True, True), (False, False)):
        asked = ["type: int, note: 甲" + ", required: true" * one for one in (first, second)]
        procedure = read(declared(asked[0], asked[1].replace("甲", "乙")))
        fields = [procedure.acts[name].fields["项"] for name in ("立案", "补正")]
        assert [one.required for one in fields] == [first, second]
        assert [one.note for one in fields] == ["甲", "乙"]
        assert (list(procedure.data), list(procedure.fields())) == ([], ["项"])


def test_what_data_requires_an_act_that_declares_it_again_requires_too() -> None:
    body = "data:\n  项: {type: int, required: true}\n"
    again = read(body + declared("type: int", "type: int, required: false"))
    assert again.acts["立案"].fields["项"].required
    assert not again.acts["补正"].fields["项"].required


def test_an_undeclared_field_is_told_the_nearest() -> None:
    body = "data:\n  当事人: {type: party}\n" + declared("", "").replace("项", "当亊人")
    error = refusal(lambda: read(body))
    assert (error.code, line_of(error)) == ("field.unknown", 9)
    assert error.sentence == ("字段“当亊人”没有声明。是否要写“当事人”？请在 data 中声明它的类型。")


def test_columns_are_fields_of_their_own() -> None:
    table = field("type: rows, of: {名称: {type: text, required: true}, 数: {choice: [甲, 乙]}}")
    assert [(row.name, row.type, row.required) for row in table.rows] == [
        ("名称", "text", True), ("数", "choice", False),
    ]  # fmt: skip
    assert refused(lambda: field("type: rows, of: {单位: {type: text}}")) == ("field.name", LINE)
    assert refused(lambda: field("type: rows, of: {甲: {type: text, min: 1}}")) == (
        "field.key",
        LINE,
    )


def test_a_proposal_reads_fields_that_are_declared_later_and_parameters() -> None:
    body = (
        "data:\n  从重: {computed: 罚款 >= 较大数额 and 人数 > 1}\n  罚款: {type: money}\n"
        "  人数: {type: int}\n"
    )
    computed = read(body + acts("甲")).data["从重"].computed
    assert computed is not None
    assert (computed.reads, computed.parameters) == ({"罚款", "人数"}, {"较大数额"})
    assert pinned(read(body + acts("甲"))).parameters.keys() == {"较大数额"}
