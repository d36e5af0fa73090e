"""What the strict reader says: place, what is wrong and what to write instead, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.errors import Place
from guiju.lawbook.yaml_text import Reader, Table, Text, nearest, parse_text, to_day
from tests.lawbook.refusing import refusal, refused

if TYPE_CHECKING:
    from collections.abc import Callable


def read(text: str) -> Table:
    return parse_text(text.encode(), "a.yaml")


def reader(text: str) -> Reader:
    return Reader(read(text), "样例")


FILES = {
    "甲，乙: 1\n": "a.yaml:1: 键“甲，乙”含全角“，”。请改用半角“,”或换一个名称。",
    "x: 1\n甲：乙: 1\n": "a.yaml:2: 键“甲：乙”含全角“：”。请改用半角“:”或换一个名称。",
    "处罚（普通: 1\n": "a.yaml:1: 键“处罚（普通”含全角“（”。请改用半角“(”或换一个名称。",
    "普通）处罚: 1\n": "a.yaml:1: 键“普通）处罚”含全角“）”。请改用半角“)”或换一个名称。",
    "甲: [乙，丙]\n": (
        "a.yaml:1: 方括号里的“乙，丙”含全角逗号或冒号。请用半角逗号分开各项；若是正文，请加引号。"
    ),
    "甲: [乙：丙]\n": (
        "a.yaml:1: 方括号里的“乙：丙”含全角逗号或冒号。请用半角逗号分开各项；若是正文，请加引号。"
    ),
    "x: 1\n甲：乙\ny: 2\n": (
        "a.yaml:2: 这一行读不通，其中有全角冒号或逗号。请改用半角“: ”和“, ”，正文请加引号。"
    ),
    "甲: {乙: 1， 丙: 2}\n": (
        "a.yaml:1: 这一行读不通，其中有全角冒号或逗号。请改用半角“: ”和“, ”，正文请加引号。"
    ),
    "甲：\n  乙: 1\n  丙\n丁: 1\n": (
        "a.yaml:1: 这一行读不通，其中有全角冒号或逗号。请改用半角“: ”和“, ”，正文请加引号。"
    ),
    "甲: 1\n---\n": ("a.yaml:2: 一个文件只能有一份文档，这里用“---”又起了一份。请拆成两个文件。"),
    "甲: &x 1\n": "a.yaml:1: 目录文件不用锚点和引用(&、*)。请把内容照写一遍。",
    "甲: !!int 1\n": "a.yaml:1: 目录文件不用类型标签(!)。请删去标签，值一律按文本读。",
    "甲:\n  <<: 1\n": "a.yaml:2: 目录文件不用合并键“<<”。请把内容照写一遍。",
    "{甲: 1}: 乙\n": "a.yaml:1: 键应是一个名称，这里不是。请写成“名称: 值”。",
    "- 甲\n": "a.yaml:1: 文件最外层应是“键: 值”，这里不是。请从第一行起写成“键: 值”。",
    "": "a.yaml: 文件是空的。请写入内容或删去文件。",
    "甲: \x02\n": "a.yaml:1: 这里有不可见的控制字符。请删去。",
    "甲:\t1\n": "a.yaml:1: 这里有制表符。请改用空格。",
}


@pytest.mark.parametrize("text", FILES, ids=map(repr, FILES))
def test_a_file_that_reads_two_ways_is_refused_with(text: str) -> None:
    assert str(refusal(lambda: read(text))) == FILES[text]


def test_a_broken_file_is_refused_where_the_parser_gave_up_with_what_to_look_for() -> None:
    error = refusal(lambda: read("甲: 1\n乙: [1, 2\n丙: 3\n"))
    assert (error.code, error.where) == ("yaml.syntax", Place("a.yaml", 3, 2))
    assert error.sentence.endswith("。请检查缩进、冒号后的空格、引号和括号是否成对。")
    assert "did not find expected" in error.sentence


def test_a_full_width_sign_far_from_the_fault_is_not_blamed() -> None:
    distant = "why: 先告知，再决定。\nx: 1\ny: 2\nz: [1\nw: 2\n"
    assert refused(lambda: read(distant)) == ("yaml.syntax", 5)


ASKED: dict[str, tuple[str, Callable[[Reader], object], str]] = {
    "missing": ("b: 1\n", lambda r: r.text("a"), "a.yaml:1: 样例缺少“a”。请补上。"),
    "a list for a text": (
        "b: 1\na: [1]\n",
        lambda r: r.text("a"),
        "a.yaml:2: 样例的“a”应是一段文本。请照此改写。",
    ),
    "words for a number": (
        "b: 1\na: 三\n",
        lambda r: r.integer("a"),
        "a.yaml:2: “a”应是整数，写的是“三”。请改成半角数字。",
    ),
    "a day that is none": (
        "b: 1\na: 2026-02-30\n",
        lambda r: r.day("a"),
        "a.yaml:2: “2026-02-30”不是日期。请写成 2026-01-31 这样的年-月-日。",
    ),
    "a wrong choice": (
        "b: 1\na: 丁\n",
        lambda r: r.choice("a", ["甲", "乙"]),
        "a.yaml:2: “a”不能是“丁”，只能是：甲、乙。请改成其中一个。",
    ),
    "a mapping for texts": (
        "b: 1\na: {c: 1}\n",
        lambda r: r.list_of_text("a"),
        "a.yaml:2: “a”应是文本的列表，如 [甲, 乙]。请照此改写。",
    ),
    "an empty text among texts": (
        "b: 1\na: [甲, '']\n",
        lambda r: r.list_of_text("a"),
        "a.yaml:2: “a”应是文本的列表，如 [甲, 乙]。请照此改写。",
    ),
    "a text for items": (
        "b: 1\na: 甲\n",
        lambda r: r.items("a"),
        "a.yaml:2: “a”应是列表，各项以“- ”起头。请照此改写。",
    ),
    "a text for a mapping": (
        "b: 1\na: 甲\n",
        lambda r: r.mapping("a"),
        "a.yaml:2: “a”应是一组“键: 值”。请照此改写。",
    ),
    "a text for a mapping with a name": (
        "b: 1\na: 甲\n",
        lambda r: r.mapping("a", "这一组"),
        "a.yaml:2: 这一组应是一组“键: 值”。请照此改写。",
    ),
    "a text among mappings": (
        "b: 1\na:\n  - {c: 1}\n  - 甲\n",
        lambda r: list(r.readers("a")),
        "a.yaml:4: “a”的一项应是一组“键: 值”。请照此改写。",
    ),
    "a text among named mappings": (
        "b: 1\na:\n  - 甲\n",
        lambda r: list(r.readers("a", "规则")),
        "a.yaml:3: 规则应是一组“键: 值”。请照此改写。",
    ),
    "a text among entries": (
        "b: {c: 1}\na: 甲\n",
        lambda r: list(r.entries()),
        "a.yaml:2: “a”应是一组“键: 值”。请照此改写。",
    ),
    "a text among named entries": (
        "b: {c: 1}\na: 甲\n",
        lambda r: list(r.entries("行为")),
        "a.yaml:2: 行为应是一组“键: 值”。请照此改写。",
    ),
    "a flag in words": (
        "b: 1\na: 是\n",
        lambda r: r.flag("a"),
        "a.yaml:2: “a”不能是“是”，只能是：true、false。请改成其中一个。",
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_a_value_of_the_wrong_kind_is_refused_with(what: str) -> None:
    text, ask, sentence = ASKED[what]
    assert str(refusal(lambda: ask(reader(text)))) == sentence


def test_a_number_is_required_unless_a_default_stands_for_it() -> None:
    source = reader("a: 0\n")
    assert refused(lambda: source.integer("b")) == ("schema.missing", 1)
    assert (source.integer("b", 0), source.integer("a", 5)) == (0, 0)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_of_fifteen_digits_are_read(n: int) -> None:
    assert reader(f"a: {n}\n").integer("a") == n


@pytest.mark.parametrize(
    "text", [str(10**15), "+1", "1 000", "1,000", "\uff11", "0x10", "1e3", "--1"]
)
def test_what_is_no_plain_whole_number_is_refused(text: str) -> None:
    assert refused(lambda: reader(f'a: "{text}"\n').integer("a")) == ("schema.integer", 1)


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: object) -> None:
    assert to_day(Text(str(day), Place("a.yaml", 1))) == day


@pytest.mark.parametrize(
    "text", ["20260131", "2026-W05-6", "2026-1-31", "26-01-31", "2026-01-31 ", "\uff12026-01-31"]
)
def test_a_day_has_one_way_of_being_written(text: str) -> None:
    assert refused(lambda: to_day(Text(text, Place("a.yaml", 7)))) == ("schema.day", 7)


def test_the_nearest_spelling_is_proposed_alone_and_nothing_far_off() -> None:
    assert nearest("立按", ["结案", "立案"]) == "是否要写“立案”？"
    assert nearest("完全不同", ["立案", "结案"]) == ""


def test_asking_for_a_key_makes_it_known_even_where_it_is_not_written() -> None:
    source = reader("d: 1\n")
    assert [source.optional("a"), source.has("b"), source.list_of_text("c")] == [None, False, ()]
    assert str(refusal(source.done)) == ("a.yaml:1: 样例没有“d”这一键。可用的键：a、b、c。")


def test_a_place_names_its_line_only_where_there_is_one() -> None:
    assert [str(Place("f")), str(Place("f", 3)), str(Place("f", 3, 9))] == ["f", "f:3", "f:3"]
    source = reader("a: {b: 1}\n").mapping("a")
    assert [source.at("b"), source.at("c"), source.place] == [
        Place("a.yaml", 1, 5), Place("a.yaml", 1, 4), Place("a.yaml", 1, 4),
    ]  # fmt: skip
