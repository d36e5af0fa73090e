"""A worked case as it may be written: its steps, what they expect, and the line of every slip."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.case_reader import REASONS, typed
from guiju.lawbook.errors import Place
from guiju.lawbook.schema import CaseSpec, FieldSpec, Step
from guiju.lawbook.yaml_text import Text, parse_text
from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import CLOCK, NAME, acts, read

FIELDS = (
    "重大: {type: yesno}, 人数: {type: int}, 罚款: {type: money}, 结论: {choice: [通过, 不通过]},"
    " 比例: {type: decimal}, 日期: {type: date}, 当事人: {type: party}"
)
BODY = acts("甲", 问=f"by: 承办人, cite: 甲法#1, fields: {{{FIELDS}}}", 钟=CLOCK) + "cases:\n"
FIRST = 14
"""Line of the first step: four acts in lines 7 to 10, then `cases`, its name and `acts`."""


def case(*steps: str, head: str = "") -> str:
    lines = ["  - name: 例", *([f"    {head}"] if head else []), "    acts:"]
    return BODY + "\n".join([*lines, *(f"      - {step}" for step in steps)]) + "\n"


def only(text: str) -> CaseSpec:
    (found,) = read(text).cases
    return found


def step(expected: str) -> Step:
    return only(case(f"[2026-03-02, 问, {{{expected}}}]")).steps[0]


def test_a_case_is_kept_as_it_is_written() -> None:
    found = only(case("[2026-03-02, 立案]", "[2026-03-03, 时钟]", head="field: 农业"))
    assert (found.name, found.field, found.closed, found.parameters) == ("例", "农业", None, {})
    assert [(one.day, one.act, one.place.line) for one in found.steps] == [
        (dt.date(2026, 3, 2), "立案", 15), (dt.date(2026, 3, 3), "时钟", 16),
    ]  # fmt: skip
    assert found.steps[0].place.file == NAME


@pytest.mark.parametrize(("written", "closed"), [("true", True), ("false", False)])
def test_a_case_may_say_whether_the_matter_is_closed(written: str, *, closed: bool) -> None:
    assert only(case("[2026-03-02, 立案]", head=f"closed: {written}")).closed is closed


def test_a_step_expects_only_what_it_says() -> None:
    plain = only(case("[2026-03-02, 立案]")).steps[0]
    assert (plain.refused, plain.cite, plain.fired, plain.breach) == (None,) * 4
    assert (plain.due, plain.left, plain.data) == ({}, {}, {})


def test_every_expectation_is_read() -> None:
    found = step(
        "refused: condition, cite: '甲法#2', due: {甲: 2026-03-09, 钟: none}, left: {甲: 20},"
        " fired: [钟], breach: [甲, 问]"
    )
    assert (found.refused, found.cite) == ("condition", "甲法#2")
    assert found.due == {"甲": dt.date(2026, 3, 9), "钟": None}
    assert (found.left, found.fired, found.breach) == ({"甲": 20}, ("钟",), ("甲", "问"))


def test_an_empty_list_expects_nothing_to_happen_and_no_list_expects_nothing() -> None:
    assert (step("fired: [], breach: []").fired, step("fired: []").breach) == ((), None)


@pytest.mark.parametrize(
    "reason",
    [
        "auto",
        "role",
        "excluded",
        "condition",
        "delay",
        "milestone",
        "once",
        "extend",
        "data",
        "require",
    ],
)
def test_every_reason_of_the_kernel_may_be_expected(reason: str) -> None:
    assert step(f"refused: {reason}").refused == reason
    assert len(REASONS) == 10


DATA: dict[str, tuple[str, Any]] = {
    "yes": ("重大: 是", True),
    "no": ("重大: 否", False),
    "a number": ("人数: -3", -3),
    "money": ("罚款: 1.5万元", 1_500_000),
    "a choice": ("结论: 不通过", "不通过"),
    "a decimal stays text": ("比例: 1.50", "1.50"),
    "a day stays text": ("日期: 2026-03-02", "2026-03-02"),
    "a party": ("当事人: {name: 张三, kind: 自然人}", {"name": "张三", "kind": "自然人"}),
}


@pytest.mark.parametrize("what", DATA)
def test_data_is_typed_by_its_field(what: str) -> None:
    written, expected = DATA[what]
    (value,) = step(f"data: {{{written}}}").data.values()
    assert value == expected
    assert type(value) is type(expected)


WRONG_DATA = {
    "重大: true": "“重大”应写 是 或 否，写的是“true”。请改正。",
    "人数: 三": "“人数”应是整数，写的是“三”。请改正。",
    "人数: 1.5": "“人数”应是整数，写的是“1.5”。请改正。",
    "罚款: 5000": "“罚款”应带单位，如 5000元，写的是“5000”。请改正。",
    "罚款: 0.001元": "“罚款”应带单位，如 5000元，写的是“0.001元”。请改正。",
    "结论: 通国": "“结论”只能是 通过、不通过，写的是“通国”。是否要写“通过”？",
    "人数: [1]": "“人数”应是一个值。请照此改写。",
    "结论: {通过: 1}": "“结论”应是一个值。请照此改写。",
    "名称: 甲": "行为“问”不带字段“名称”。请改名，或在该行为的 fields 中加上。",
    "人类: 1": "行为“问”不带字段“人类”。是否要写“人数”？请改名，或在该行为的 fields 中加上。",
}


@pytest.mark.parametrize("written", WRONG_DATA)
def test_wrong_data_is_refused_at_its_step_with(written: str) -> None:
    error = refusal(lambda: step(f"data: {{{written}}}"))
    assert error.code in {"case.value", "case.field"}
    assert (line_of(error), error.sentence) == (FIRST, WRONG_DATA[written])


STEPS = {
    "a step in words": ("立案", "case.step"),
    "a step of one": ("[2026-03-02]", "case.step"),
    "a step of four": ("[2026-03-02, 问, {}, {}]", "case.step"),
    "a step as mapping": ("{day: 2026-03-02}", "case.step"),
    "a step as mapping of two": ("{2026-03-02: 问, 甲: 乙}", "case.step"),
    "a list for a day": ("[[2026-03-02], 问]", "case.step"),
    "a mapping for an act": ("[2026-03-02, {问: 1}]", "case.step"),
    "words for a day": ("[三月二日, 问]", "schema.day"),
    "words for an expectation": ("[2026-03-02, 问, 拒绝]", "schema.mapping"),
    "an unknown act": ("[2026-03-02, 结案]", "rule.unknown_act"),
    "an unknown expectation": ("[2026-03-02, 问, {refuse: role}]", "schema.unknown_key"),
    "an unknown reason": ("[2026-03-02, 问, {refused: late}]", "schema.choice"),
    "an article without refusal": ("[2026-03-02, 问, {cite: '甲法#1'}]", "case.cite"),
    "an article nobody read": ("[2026-03-02, 问, {refused: once, cite: '甲法#31'}]", "cite.unread"),
    "a due day of an unknown act": (
        "[2026-03-02, 问, {due: {乙: 2026-03-09}}]",
        "rule.unknown_act",
    ),
    "a due day that is none": ("[2026-03-02, 问, {due: {甲: 2026-02-30}}]", "schema.day"),
    "days left of an unknown act": ("[2026-03-02, 问, {left: {乙: 2}}]", "rule.unknown_act"),
    "days left in words": ("[2026-03-02, 问, {left: {甲: 二}}]", "case.left"),
    "an unknown clock": ("[2026-03-02, 问, {fired: [铃]}]", "rule.unknown_act"),
    "an unknown duty": ("[2026-03-02, 问, {breach: [乙]}]", "rule.unknown_act"),
    "data of the clock": ("[2026-03-02, 时钟, {data: {重大: 是}}]", "case.field"),
    "data as list": ("[2026-03-02, 问, {data: [重大]}]", "schema.mapping"),
}


@pytest.mark.parametrize("what", STEPS)
def test_a_step_is_refused_at_its_line_for(what: str) -> None:
    wrong, code = STEPS[what]
    assert refused(lambda: read(case("[2026-03-02, 立案]", wrong))) == (code, FIRST + 1)


SAID = {
    "[2026-03-02]": "一步应写成 [日期, 行为] 或 [日期, 行为, {预期}]。请照此改写。",
    "[{}, 问]": "一步的前两项应是日期和行为。请照此改写。",
    "[2026-03-02, 立按]": "没有名为“立按”的行为。是否要写“立案”？请改名。",
    "[2026-03-02, 问, {fired: [立按]}]": "没有名为“立按”的行为。是否要写“立案”？请改名。",
    "[2026-03-02, 问, {left: {甲: 二}}]": "剩余日数应是整数，写的是“二”。请改正。",
    "[2026-03-02, 时钟, {data: {重大: 是}}]": "时钟不带数据。请删去 data。",
    "[2026-03-02, 问, {cite: '甲法#1'}]": "只有被拒绝的一步才有 cite。请删去，或补 refused。",
    "[2026-03-02, 问, {x: 1}]": (
        "一步的预期没有“x”这一键。可用的键：data、refused、cite、due、left、fired、breach、owed。"
    ),
}


@pytest.mark.parametrize("wrong", SAID)
def test_a_wrong_step_is_refused_with(wrong: str) -> None:
    assert refusal(lambda: read(case(wrong))).sentence == SAID[wrong]


CASES = {
    "no steps": (BODY + "  - {name: 例, acts: []}\n", 12, "case.empty"),
    "no name": (BODY + "  - {acts: [[2026-03-02, 立案]]}\n", 12, "schema.missing"),
    "an unknown key": (BODY + "  - {name: 例, x: 1, acts: [[2026-03-02, 立案]]}\n", 12, "schema.unknown_key"),
    "an end in words": (case("[2026-03-02, 立案]", head="closed: 是"), 13, "schema.choice"),
    "an unknown parameter": (case("[2026-03-02, 立案]", head="parameters: {答复期: 5wd}"), 13, "case.unknown_parameter"),
    "a parameter of several values": (case("[2026-03-02, 立案]", head="parameters: {答复期限: [5wd]}"), 13, "schema.text"),
    "a day before the one before": (case("[2026-03-02, 立案]", "[2026-03-04, 甲]", "[2026-03-03, 问]"), 16, "case.order"),
    "two of one name": (case("[2026-03-02, 立案]") + case("[2026-03-02, 甲]").removeprefix(BODY), 15, "case.duplicate"),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_a_case_is_refused_at_its_line_for(what: str) -> None:
    body, line, code = CASES[what]
    assert refused(lambda: read(body)) == (code, line)


def test_a_case_may_set_parameters_and_take_them_away() -> None:
    head = "parameters: {答复期限: 3wd, 未定数额: none}"
    assert only(case("[2026-03-02, 立案]", head=head)).parameters == {
        "答复期限": "3wd", "未定数额": "none",
    }  # fmt: skip


def test_two_steps_may_stand_on_one_day() -> None:
    assert len(only(case("[2026-03-02, 立案]", "[2026-03-02, 甲]")).steps) == 2


@given(st.integers(0, 10**12))
def test_money_of_a_case_is_whole_fen(fen: int) -> None:
    spec = FieldSpec(Text("罚款", Place("a", 1)), "money", Place("a", 1))
    written = Text(f"{fen // 100}.{fen % 100:02}元", Place("a", 1))
    assert typed(spec, written) == fen


def test_what_a_party_holds_is_plain() -> None:
    spec = FieldSpec(Text("当事人", Place("a", 1)), "party", Place("a", 1))
    node = parse_text("a: {b: [甲, {c: 乙}]}\n".encode(), "a")
    value = typed(spec, node)
    assert value == {"a": {"b": ["甲", {"c": "乙"}]}}
    assert type(value["a"]["b"][0]) is str  # type: ignore[index]
