"""An act as it may be declared: who does it, what only people have, and how groups stand for acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import CLOCK, acts, read, rules

if TYPE_CHECKING:
    from guiju.lawbook.schema import ActSpec

DATA = "data:\n  重大: {type: yesno}\n"


def declared(keys: str, name: str = "乙") -> str:
    """Return acts of which the last stands in line 8, after 立案."""
    return acts(**{name: keys})


def act(keys: str) -> ActSpec:
    return read(declared(keys)).acts["乙"]


def code(keys: str) -> str:
    found, line = refused(lambda: read(declared(keys)))
    assert line == 8
    return found


def test_an_act_says_nothing_more_than_was_written() -> None:
    found = act("by: 承办人, cite: 甲法#1")
    assert (found.by, found.recorded_by, found.not_by, found.approval) == (("承办人",), (), (), ())
    assert (found.officers, found.power, found.often, found.proof, found.hour) == (0,) + (
        False,
    ) * 4
    assert (found.fields, found.requires, found.document, found.number) == ({}, None, "", None)
    assert (found.lapse, found.was, found.window, found.clock) == ("", (), False, False)
    assert (found.name, found.place.line, found.grounds.basis, found.grounds.why) == (
        "乙",
        8,
        "",
        "",
    )


def test_an_act_is_kept_as_it_is_written() -> None:
    found = act(
        "by: [承办人, 负责人], recorded_by: [负责人], officers: 2, not_by: [立案], approval: [负责人, 承办人],"
        " power: true, often: true, proof: true, hour: true, document: 决定书, was: [丙, 丁],"
        " number: {series: 号, form: '{word}{year}{n}'}, cite: [甲法#1, 乙规定#2], basis: 规章, why: 因为。"
    )
    assert (found.by, found.recorded_by) == (("承办人", "负责人"), ("负责人",))
    assert (found.officers, found.not_by, found.approval) == (2, ("立案",), ("负责人", "承办人"))
    assert (found.power, found.often, found.proof, found.hour) == (True, True, True, True)
    assert (found.document, found.was) == ("决定书", ("丙", "丁"))
    assert found.number is not None
    assert (found.number.series, found.number.form) == ("号", "{word}{year}{n}")
    assert found.grounds.cite == ("甲法#1", "乙规定#2")
    assert (found.grounds.basis, found.grounds.why) == ("规章", "因为。")


def test_the_programs_own_acts_are_by_the_system() -> None:
    assert act("by: 系统, cite: 甲法#1").by == ("系统",)
    assert refused(lambda: read(declared("by: 承办人, recorded_by: 系统, cite: 甲法#1"))) == (
        "act.unknown_role", 8,
    )  # fmt: skip


PERSONAL = ["officers: 1", "not_by: [立案]", "approval: [负责人]", "power: true", "fields: {重大: {}}",
            "requires: 重大", "proof: true", "hour: true", "number: {series: 号, form: '{n}'}"]  # fmt: skip


@pytest.mark.parametrize("key", PERSONAL)
@pytest.mark.parametrize("lapse", ["", "lapse: citizen, ", "lapse: agency, "])
def test_a_clock_has_nothing_that_only_people_have(key: str, lapse: str) -> None:
    body = DATA + acts(钟=f"{CLOCK}, {lapse}{key}")
    error = refusal(lambda: read(body))
    assert (error.code, line_of(error)) == ("act.clock", 10)
    name = key.partition(":")[0]
    assert error.sentence == f"“钟”由时钟发生，不能有“{name}”。请删去或改由人办理。"


def test_only_the_lapse_of_a_citizen_is_recorded_by_somebody() -> None:
    assert read(acts(钟=f"{CLOCK}, lapse: citizen, recorded_by: 承办人")).acts["钟"].recorded_by
    for lapse in ("", "lapse: agency, "):
        body = acts(钟=f"{CLOCK}, {lapse}recorded_by: 承办人")
        assert refused(lambda body=body: read(body)) == ("act.clock", 8)


@pytest.mark.parametrize("lapse", ["citizen", "agency"])
def test_a_lapse_is_a_citizens_or_the_agencys(lapse: str) -> None:
    assert read(acts(钟=f"{CLOCK}, lapse: {lapse}")).acts["钟"].lapse == lapse
    assert refused(lambda: read(acts(钟=f"{CLOCK}, lapse: both"))) == ("schema.choice", 8)


SAID = {
    "cite: 甲法#1": "行为“乙”没有写由谁办理。请补 by；由时钟发生的写 by: 时钟。",
    "by: [], cite: 甲法#1": "行为“乙”没有写由谁办理。请补 by；由时钟发生的写 by: 时钟。",
    "by: 承办人, lapse: citizen, cite: 甲法#1": (
        "“乙”由人办理，不能有 lapse。请删去，或写 by: 时钟。"
    ),
    "by: [承办人, 时钟], cite: 甲法#1": "“乙”由时钟发生，不能同时由人办理。请分成两个行为。",
    "by: 承办认, cite: 甲法#1": (
        "没有“承办认”这个职责。是否要写“承办人”？请改名，或先在 roles 中登记。"
    ),
    "by: 承办人, approval: [首长], cite: 甲法#1": (
        "没有“首长”这个职责。请改名，或先在 roles 中登记。"
    ),
    "by: 承办人, officers: -1, cite: 甲法#1": "执法人员不能是 -1 名。请写 0 或更大的整数。",
    "by: 承办人, officers: 两名, cite: 甲法#1": (
        "“officers”应是整数，写的是“两名”。请改成半角数字。"
    ),
    "by: 承办人, not_by: [立按], cite: 甲法#1": (
        "没有名为“立按”的行为或组。是否要写“立案”？请改名，或先在 acts 中声明。"
    ),
    "by: 承办人, not_by: [立案, 立案], cite: 甲法#1": "“立案”写了两次。请删去一个。",
    "by: 承办人, not_by: [], cite: 甲法#1": "“not_by”没有写任何行为。请写上行为名。",
    "by: 承办人, cite: 甲法#1, basis: 内部": (
        "行为“乙”的依据是内部规定，不能引用法条。请删去 cite，或把 basis 改为法条的效力。"
    ),
    "by: 承办人, number: {series: 号, form: '号'}, cite: 甲法#1": (
        "编号“号”没有流水号。请在其中写上 {n}。"
    ),
    "by: 承办人, number: {series: 号, form: '{n}{unit}'}, cite: 甲法#1": (
        "编号“{n}{unit}”的花括号里只能是 {word}、{year}、{n}。请改正。"
    ),
}


@pytest.mark.parametrize("keys", SAID)
def test_an_act_is_refused_with(keys: str) -> None:
    error = refusal(lambda: read(declared(keys)))
    assert (line_of(error), error.sentence) == (8, SAID[keys])


@pytest.mark.parametrize(
    "form", ["{year}{n}", "{word}〔{year}〕{n}号", "{year}-{n}-{n}", "{year}年第{n}号"]
)
def test_a_number_is_made_of_word_year_and_counter(form: str) -> None:
    found = act(f"by: 承办人, cite: 甲法#1, number: {{series: 号, form: '{form}'}}").number
    assert found is not None
    assert found.form.format(word="甲", year=2026, n=7)


@pytest.mark.parametrize(
    "form",
    ["{n}{", "{n}}", "{n}{}", "{n}{0}", "{n}{n:03}", "{n}{n!r}", "{n}{ word}", "{{n}}", "{year}"],
)
def test_a_number_asks_for_nothing_else(form: str) -> None:
    keys = f"by: 承办人, cite: 甲法#1, number: {{series: 号, form: '{{year}}{form}'}}"
    assert code(keys) == "number.form"


@pytest.mark.parametrize("form", ["{n}", "第{n}号", "{word}{n}", "{word}〔2026〕{n}号"])
def test_a_number_that_would_come_again_next_year_is_refused(form: str) -> None:
    keys = f"by: 承办人, cite: 甲法#1, number: {{series: 号, form: '{form}'}}"
    assert code(keys) == "number.year"


def test_no_act_at_all_is_refused() -> None:
    for body in ("acts: {}\n", ""):
        assert refused(lambda body=body: read(body))[0] == "act.none"
    assert refusal(lambda: read("acts: {}\n")).sentence == "程序没有行为。请在 acts 中写上。"


GROUPS = acts("甲", "乙", "丙") + "groups:\n  全: [前, 丙, 后]\n  前: [甲, 乙]\n  后: [乙, 立案]\n"


def test_a_group_is_its_acts_and_those_of_its_groups_each_once_in_order() -> None:
    procedure = read(GROUPS + rules("do: 立案, waits: 全"))
    assert procedure.groups == {
        "全": ("甲", "乙", "丙", "立案"), "前": ("甲", "乙"), "后": ("乙", "立案"),
    }  # fmt: skip
    assert procedure.rules[0].names["waits"] == ("甲", "乙", "丙", "立案")


def test_a_group_may_hold_the_clock_of_a_window() -> None:
    body = acts("甲", "乙") + "groups: {组: [乙, 届满.甲]}\n"
    window = rules("window: 甲, opens: 立案, within: 5wd", "after: 组, may: 立案")
    assert read(body + window).groups["组"] == ("乙", "届满.甲")
    assert refused(lambda: read(body + rules("after: 组, may: 立案"))) == ("group.unknown", 10)


@pytest.mark.parametrize(
    ("groups", "line", "code", "said"),
    [
        ("甲: [乙]", 11, "group.name", "组“甲”与行为同名。请给组改名。"),
        ("组: []", 11, "group.empty", "组“组”是空的。请写上行为或删去。"),
        ("组: [丁]", 11, "group.unknown", "组“组”里的“丁”不是行为，也不是组。请改名。"),
        (
            "组: [立按]",
            11,
            "group.unknown",
            "组“组”里的“立按”不是行为，也不是组。是否要写“立案”？请改名。",
        ),
        ("组: [组]", 11, "group.cycle", "组“组”绕回了自己。请拆开。"),
        (
            "组: [甲, 队]\n  队: [乙, 班]\n  班: [组]",
            13,
            "group.cycle",
            "组“组”绕回了自己。请拆开。",
        ),
        ("组: {甲: 乙}", 11, "schema.list", "“组”应是文本的列表，如 [甲, 乙]。请照此改写。"),
    ],
)
def test_a_group_is_refused_at_its_line(groups: str, line: int, code: str, said: str) -> None:
    error = refusal(lambda: read(acts("甲", "乙") + f"groups:\n  {groups}\n"))
    assert (error.code, line_of(error), error.sentence) == (code, line, said)


def test_an_act_named_beside_its_group_is_not_written_twice() -> None:
    mixed = rules("do: 立案, waits: [前, 甲]")
    assert refused(lambda: read(GROUPS + mixed)) == ("rule.duplicate_act", 16)
    overlapping = read(GROUPS + rules("do: 立案, waits: [前, 后]"))
    assert overlapping.rules[0].names["waits"] == ("甲", "乙", "立案")


def test_the_clock_of_a_window_is_declared_once_even_for_two_windows() -> None:
    two = rules("window: 甲, opens: 立案, within: 5wd", "window: 甲, opens: 乙, within: 7wd")
    clocks = [name for name in read(acts("甲", "乙") + two).acts if name.startswith("届满.")]
    assert clocks == ["届满.甲"]
    assert read(acts("甲", "乙") + two).acts["届满.甲"].window
    assert not read(acts("甲", "乙", **{"届满.甲": CLOCK}) + two).acts["届满.甲"].window
