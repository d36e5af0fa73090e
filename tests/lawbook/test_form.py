"""The data of an act: each type takes what it takes, says why not, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.codes import is_citizen_number, is_credit_code
from guiju.lawbook.form import check_data
from guiju.lawbook.pinned import ActRules, FieldRules

SHA = "a" * 64
MATTER = "123e4567-e89b-42d3-a456-426614174000"
CITIZEN = "11010519491231002X"
CREDIT = "91350100M000100Y43"


def act(*fields: FieldRules) -> ActRules:
    return ActRules("甲", fields={field.name: field for field in fields})


def problems(field: FieldRules, value: Any) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in check_data(act(field), {field.name: value}).problems]


def field(kind: str, **more: Any) -> FieldRules:
    return FieldRules("项", kind, **more)


def names(rows: list[Any]) -> list[str]:
    return [f"{row[0].type}-{number}" for number, row in enumerate(rows)]


CHOICE = field("choice", choice=("通过", "不通过"))
COUNT = field("int", min="1", max="9", unit="人")
MONEY = field("money", min="0", max="100000")
PARTY = {"name": "张三", "kind": "自然人"}

TAKEN = [
    (field("text"), "名" * 200),
    (field("text"), "  两端空格  "),
    (field("text"), "𠮷野家"),
    (field("paragraph"), "第一段\n第二段"),
    (field("paragraph"), "字" * 20_000),
    (field("date"), "2024-02-29"),
    (field("time"), "23:59"),
    (COUNT, 1),
    (COUNT, 9),
    (MONEY, 0),
    (MONEY, 100_000),
    (field("decimal"), "-3.25"),
    (field("percent", max="100"), "100"),
    (CHOICE, "通过"),
    (field("yesno"), False),
    (field("party"), PARTY),
    (field("party"), {**PARTY, "code": CITIZEN}),
    (field("party"), {**PARTY, "code": "E12345678", "document": "护照"}),
    (field("party"), {"name": "某公司", "kind": "法人", "code": CREDIT}),
    (field("unit"), "justice-bureau"),
    (field("officers"), ["p1", "p2"]),
    (field("entry", of="power-list"), MATTER),
    (field("matter", of="a"), MATTER),
    (field("child", of="a"), MATTER),
    (field("article"), "行政处罚法#57"),
    (field("file"), SHA),
    (field("file"), [SHA, "b" * 64]),
    (field("region"), "350102"),
    (field("rows", rows=(FieldRules("名称", "text"),)), [{"名称": "甲"}, {"名称": "乙"}]),
]


@pytest.mark.parametrize(("spec", "value"), TAKEN, ids=names(TAKEN))
def test_a_field_takes_a_value_as_it_is(spec: FieldRules, value: Any) -> None:
    checked = check_data(act(spec), {"项": value})
    assert checked.problems == ()
    assert checked.data == {"项": value}


REFUSED = [
    (field("text"), "名" * 201, "form.too_long"),
    (field("text"), "两\n行", "form.one_line"),
    (field("text"), "零\x00", "form.control"),
    (field("text"), "半\ud800", "form.control"),
    (field("text"), 5, "form.text"),
    (field("paragraph"), "字" * 20_001, "form.too_long"),
    (field("date"), "2026-02-29", "form.date"),
    (field("date"), "2026-1-1", "form.date"),
    (field("date"), "\uff12\uff10\uff12\uff16-01-01", "form.date"),
    (field("time"), "24:00", "form.time"),
    (COUNT, 0, "form.too_small"),
    (COUNT, 10, "form.too_great"),
    (COUNT, 2.0, "form.whole"),
    (COUNT, True, "form.whole"),
    (COUNT, "2", "form.whole"),
    (field("int"), 10**16, "form.whole"),
    (MONEY, -1, "form.too_small"),
    (MONEY, "5000元", "form.whole"),
    (field("decimal"), 1.5, "form.decimal"),
    (field("decimal"), "1e3", "form.decimal"),
    (field("decimal"), "NaN", "form.decimal"),
    (field("percent", max="100"), "100.1", "form.too_great"),
    (CHOICE, "合格", "form.choice"),
    (field("yesno"), "是", "form.yesno"),
    (field("yesno"), 1, "form.yesno"),
    (field("party"), "张三", "form.party"),
    (field("party"), {"kind": "自然人"}, "form.party_name"),
    (field("party"), {"name": "张三", "kind": "公司"}, "form.party_kind"),
    (field("party"), {**PARTY, "phone": "1"}, "form.party"),
    (field("party"), {**PARTY, "code": "110105194912310021"}, "form.party_code"),
    (field("party"), {"name": "某公司", "kind": "法人", "code": CITIZEN}, "form.party_code"),
    (field("unit"), "两 个", "form.unit"),
    (field("officers"), "p1", "form.officers"),
    (field("officers"), ["p1", "p1"], "form.officers_twice"),
    (field("entry", of="a"), MATTER.upper(), "form.matter"),
    (field("file"), "a" * 63, "form.file"),
    (field("file"), [SHA, SHA], "form.file_twice"),
    (field("region"), "3501", "form.region"),
    (field("rows", rows=(FieldRules("名称", "text"),)), {"名称": "甲"}, "form.rows"),
]


@pytest.mark.parametrize(("spec", "value", "code"), REFUSED, ids=names(REFUSED))
def test_a_field_refuses(spec: FieldRules, value: Any, code: str) -> None:
    checked = check_data(act(spec), {"项": value})
    assert [(one.field, one.code) for one in checked.problems] == [("项", code)]
    assert "“项”" in checked.problems[0].sentence
    assert checked.problems[0].sentence.endswith("。")


def test_a_required_field_must_be_there_and_say_something() -> None:
    spec = field("text", required=True, note="第三十条")
    for data in ({}, {"项": None}, {"项": ""}):
        (problem,) = check_data(act(spec), data).problems
        assert (problem.code, "第三十条" in problem.sentence) == ("form.required", True)


def test_no_and_zero_answer_a_required_field() -> None:
    assert problems(field("yesno", required=True), value=False) == []
    assert problems(field("int", required=True), 0) == []


def test_a_value_taken_back_is_kept_as_null_and_silence_as_silence() -> None:
    assert check_data(act(field("text")), {"项": ""}).data == {"项": None}
    assert check_data(act(field("text")), {}).data == {}


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    (problem,) = check_data(act(FieldRules("当事人", "text")), {"当亊人": "张三"}).problems
    assert (problem.field, problem.code) == ("当亊人", "form.unknown_field")
    assert "是否要写“当事人”" in problem.sentence
    (none,) = check_data(act(), {"多": 1}).problems
    assert "它不填任何字段" in none.sentence


def test_a_table_names_row_and_column() -> None:
    columns = (FieldRules("名称", "text", required=True), FieldRules("数量", "int"))
    rows = [{"名称": "甲", "数量": 1}, {"数量": "二"}, {"名称": "丙", "价": 3}]
    checked = check_data(act(field("rows", rows=columns)), {"项": rows})
    assert [(one.field, one.code) for one in checked.problems] == [
        ("项[2].名称", "form.required"),
        ("项[2].数量", "form.whole"),
        ("项[3].价", "form.unknown_field"),
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_act() -> None:
    spec = act(
        FieldRules("一", "int"), FieldRules("二", "date"), FieldRules("三", "text", required=True)
    )
    checked = check_data(spec, {"二": "昨天", "一": "x", "四": 1})
    assert [one.field for one in checked.problems] == ["四", "一", "二", "三"]


def test_money_bounds_are_told_in_yuan() -> None:
    (problem,) = check_data(act(MONEY), {"项": 100_001}).problems
    assert "1000元" in problem.sentence


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_sign_anywhere_breaks_a_code(place: int) -> None:
    for code, check in ((CITIZEN, is_citizen_number), (CREDIT, is_credit_code)):
        assert check(code)
        wrong = "1" if code[place] != "1" else "2"
        assert not check(code[:place] + wrong + code[place + 1 :])


def test_a_citizen_number_needs_a_real_birthday() -> None:
    assert not is_citizen_number("110105194902300020")
