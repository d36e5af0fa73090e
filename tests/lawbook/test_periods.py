"""Periods as they may be written: number and unit, marks where they belong, or a parameter's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.frame import Frame
from guiju.lawbook.parameters import parse_value
from guiju.lawbook.schema import Length
from guiju.lawbook.show import length_text
from guiju.lawbook.yaml_text import Text
from guiju.procedure import parse_duration
from tests.lawbook.refusing import refusal, refused
from tests.lawbook.small import acts, pinned, read, relations, rules, run, shelf

HERE = Place("试.yaml", 4)
FRAME = Frame(shelf())
UNITS = st.sampled_from(["wd", "d", "m", "y"])
MARKS = st.sampled_from(["", " clear", " roll", " clear roll", " roll clear"])


def length(text: str, *, clear: bool = False) -> Length:
    return FRAME.length(Text(text, HERE), clear=clear)


@given(st.integers(0, 9999), UNITS, MARKS)
def test_a_period_is_a_number_a_unit_and_marks(n: int, unit: str, marks: str) -> None:
    found = length(f"{n}{unit}{marks}", clear=True)
    assert (found.n, found.unit, found.parameter) == (n, unit, None)
    assert found.clear is ("clear" in marks)
    assert found.roll is (True if "roll" in marks else None)
    assert found.text == f"{n}{unit}{marks}"


@given(st.integers(1, 9999), UNITS, MARKS)
def test_the_kernel_reads_the_same_period(n: int, unit: str, marks: str) -> None:
    text = f"{n}{unit}{marks}"
    kernel, ours = parse_duration(text), length(text, clear=True)
    assert (kernel.n, kernel.unit, kernel.roll, kernel.clear) == (
        ours.n, ours.unit, ours.roll, ours.clear,
    )  # fmt: skip


@given(st.text("0159wdmy clearo", max_size=9))
def test_any_other_text_is_refused_at_its_line(text: str) -> None:
    try:
        found = length(text, clear=True)
    except CatalogError:
        code, line = refused(lambda: length(text, clear=True))
        assert (code.startswith("length."), line) == (True, 4)
    else:
        assert found.n is not None
        assert found.unit


SAID = {
    "30": "期限“30”没有单位。请写明工作日(5wd)、日(90d)、月(3m)或年(1y)。",
    "30 roll": "期限“30 roll”没有单位。请写明工作日(5wd)、日(90d)、月(3m)或年(1y)。",
    "5wd clear": "期限“5wd clear”带 clear。只有 delay(满若干日才可以)能带，请删去。",
    "24h": "“24h”不是期限，也不是参数。请写成 5wd、90d、3m、1y，或先在 parameters 中登记。",
    "5 wd": "“5 wd”不是期限，也不是参数。请写成 5wd、90d、3m、1y，或先在 parameters 中登记。",
    "12345d": ("“12345d”不是期限，也不是参数。请写成 5wd、90d、3m、1y，或先在 parameters 中登记。"),
    "答复期": (
        "“答复期”不是期限，也不是参数。是否要写“答复期限”？"
        "请写成 5wd、90d、3m、1y，或先在 parameters 中登记。"
    ),
    "较大数额": "参数“较大数额”不是期限，不能用作期限。请换一个类型为 duration 的参数。",
}
CODES = {
    "30": "length.no_unit", "30 roll": "length.no_unit", "5wd clear": "length.clear",
    "24h": "length.form", "5 wd": "length.form", "12345d": "length.form",
    "答复期": "length.unknown", "较大数额": "length.form",
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_a_period_is_refused_with(text: str) -> None:
    error = refusal(lambda: length(text))
    assert (error.code, error.sentence, error.where) == (CODES[text], SAID[text], HERE)


def test_a_period_may_be_a_parameters() -> None:
    assert length("答复期限") == Length(Text("答复期限", HERE), parameter="答复期限")


CLEAR = {
    "do: 乙, needs: 甲, delay: 5wd clear": True,
    "do: 乙, follows: 甲, delay: 5wd clear": True,
    "after: 甲, must: 乙, within: 5wd clear": False,
    "window: 乙, opens: 甲, within: 5wd clear": False,
    "extends: 甲, of: 乙, by: 5wd clear": False,
}


@pytest.mark.parametrize("rule", CLEAR)
def test_only_a_delay_is_of_full_days(rule: str) -> None:
    body = acts("甲", "乙") + rules(rule)
    if CLEAR[rule]:
        assert relations(read(body))[0]["delay"] == {"n": 5, "unit": "wd", "clear": True}
    else:
        assert refused(lambda: read(body)) == ("length.clear", 11)


@pytest.mark.parametrize("rule", CLEAR)
def test_a_parameter_that_is_clear_is_refused_where_it_is_no_delay(rule: str) -> None:
    body = acts("甲", "乙") + rules(rule.replace("5wd clear", "答复期限"))
    case = "cases:\n  - {name: 例, parameters: {答复期限: 7wd clear}, acts: [[2026-03-02, 立案]]}\n"
    procedure = read(body + case)
    if CLEAR[rule]:
        assert run(procedure).problems == ()
        return
    error = refusal(lambda: run(procedure))
    assert (error.code, error.where and error.where.line) == ("rules.clear", 11)
    assert error.sentence == (
        "参数“答复期限”的取值“7wd clear”带 clear，这里是期限，只有等待期(delay)才能带。请改正取值。"
    )


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("5wd", {"n": 5, "unit": "wd"}),
        ("3m roll", {"n": 3, "unit": "m", "roll": True}),
        ("1y", {"n": 1, "unit": "y"}),
    ],
)
def test_a_parameters_value_reaches_the_kernel_as_a_period(value: str, period: object) -> None:
    body = acts("甲") + rules("after: 立案, must: 甲, within: 答复期限")
    case = (
        f"cases:\n  - {{name: 例, parameters: {{答复期限: {value}}}, acts: [[2026-03-02, 立案]]}}\n"
    )
    assert parse_value("duration", value) == value
    assert run(read(body + case)).problems == ()
    graph = relations(read(body), 答复期限=period)
    assert graph[-1]["deadline"] == period


def test_an_unused_mark_is_left_out() -> None:
    plain = relations(read(acts("甲") + rules("after: 立案, must: 甲, within: 3m")))
    assert plain[-1]["deadline"] == {"n": 3, "unit": "m"}
    assert pinned(read(acts("甲") + rules("after: 立案, must: 甲, within: 答复期限"))).graph[
        "relations"
    ][-1]["deadline"] == {"n": 5, "unit": "wd"}


WORDS = {
    "5wd": "5个工作日", "30d": "30日", "3m": "3个月", "1y": "1年", "7wd clear": "整7个工作日",
    "30d roll": "30日", "答复期限": "“答复期限”",
}  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_a_period_is_read_out(text: str) -> None:
    assert length_text(length(text, clear=True)) == WORDS[text]
    assert length_text(None) == ""
