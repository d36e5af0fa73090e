"""What the strict reader refuses, where, and with which remedy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.errors import CatalogError, Place, refuse
from guiju.lawbook.yaml_text import (
    MAX_BYTES,
    MAX_DEPTH,
    Items,
    Reader,
    Table,
    Text,
    load_text,
    parse_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(text: str) -> Table:
    return parse_text(text.encode(), "a.yaml")


def reader(text: str) -> Reader:
    return Reader(read(text), "样例")


def refusal(action: Callable[[], object]) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        action()
    return caught.value


def test_every_scalar_stays_text() -> None:
    table = read("a: 1\nb: true\nc: 2021-01-01\nd: null\ne: 1.50\nf:\n")
    assert list(table.values()) == ["1", "true", "2021-01-01", "null", "1.50", ""]
    assert all(isinstance(value, Text) for value in table.values())


def test_every_node_and_key_knows_its_line_and_column() -> None:
    table = read("名称: 处罚\nacts:\n  - 立案\n  - {结案: 是}\n")
    acts = table[Text("acts", table.place)]
    assert isinstance(acts, Items)
    entry = acts[1]
    assert isinstance(entry, Table)
    assert acts.place == Place("a.yaml", 3, 3)
    assert entry.key_place("结案") == Place("a.yaml", 4, 6)
    assert [value.place for value in entry.values()] == [Place("a.yaml", 4, 10)]
    assert list(table) == ["名称", "acts"]


def test_duplicate_key_is_refused_with_both_lines() -> None:
    error = refusal(lambda: read("立案: 1\n结案: 2\n立案: 3\n"))
    assert error.code == "yaml.duplicate_key"
    assert str(error) == "a.yaml:3: 键“立案”在第 1 行已经写过。请删去一处或改名。"


def test_duplicate_key_inside_a_list_is_refused() -> None:
    assert refusal(lambda: read("a:\n  - {b: 1, b: 2}\n")).code == "yaml.duplicate_key"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: &x 1\n", "yaml.anchor", 1),
        ("a: 1\nb: *a\n", "yaml.anchor", 2),
        ("a: &x [1]\n", "yaml.anchor", 1),
        ("a: !!str 1\n", "yaml.tag", 1),
        ("a: 1\nb: !own {c: 1}\n", "yaml.tag", 2),
        ("a:\n  <<: {b: 1}\n", "yaml.merge", 2),
        ("a: 1\nb:\t2\n", "yaml.tab", 2),
        ("- a\n- b\n", "yaml.not_mapping", 1),
        ("只有一句话\n", "yaml.not_mapping", 1),
        ("", "yaml.empty", 0),
        ("# 只有注释\n", "yaml.empty", 0),
        ("a: 1\n---\nb: 2\n", "yaml.documents", 2),
        ("a: 1\nb: [1\n", "yaml.syntax", 3),
        ("a: 1\n b: 2\n", "yaml.syntax", 2),
        ("a: \x01\n", "yaml.syntax", 1),
        ("[a]: 1\n", "yaml.key", 1),
        ("'': 1\n", "yaml.key", 1),
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(
    text: str, code: str, line: int
) -> None:
    error = refusal(lambda: read(text))
    assert (error.code, error.where and error.where.line) == (code, line)
    assert "请" in error.sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n当事人：: 1\n", 2),
        ("甲，乙: 1\n", 1),
        ("处罚（普通）: 1\n", 1),
        ("当事人：张三\n案由: 占道\n", 1),
        ("案由: 占道\n当事人：张三\n金额: 1\n", 2),
        ("a: 1\nlist: [甲，乙]\n", 2),
        ("list: [甲：乙]\n", 1),
    ],
)
def test_full_width_punctuation_where_yaml_wants_ascii_is_refused(text: str, line: int) -> None:
    error = refusal(lambda: read(text))
    assert (error.code, error.where and error.where.line) == ("yaml.full_width", line)


def test_full_width_punctuation_in_sentences_is_read() -> None:
    table = read(
        'why: 先告知，再决定：法条如此。\nlist: ["甲，乙", {note: 丙，丁}]\nname: 处罚（普通）\n'
    )
    assert list(table) == ["why", "list", "name"]


def test_a_file_too_long_or_too_deep_is_refused() -> None:
    assert refusal(lambda: read("a: " + "b" * MAX_BYTES)).code == "yaml.too_long"
    deep = "a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)
    assert refusal(lambda: read(deep)).code == "yaml.too_deep"
    assert read("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_other_encodings_are_refused_and_a_byte_order_mark_is_not_part_of_a_key(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("a: 1\n名称: 处罚\n".encode("gb18030"))
    error = refusal(lambda: load_text(path, "gbk.yaml"))
    assert str(error) == "gbk.yaml:2: 文件不是 UTF-8 编码。请另存为 UTF-8。"
    path.write_bytes("名称: 处罚\n".encode("utf-8-sig"))
    assert load_text(path) == {"名称": "处罚"}


def test_unknown_key_names_the_nearest_spelling_and_the_known_keys() -> None:
    source = reader("name: 处罚\ncitte: 法#1\n")
    source.text("name")
    source.optional("cite")
    error = refusal(source.done)
    assert str(error) == "a.yaml:2: 样例没有“citte”这一键。是否要写“cite”？可用的键：name、cite。"


def test_done_accepts_a_mapping_whose_every_key_was_asked_for() -> None:
    source = reader("a: 1\nb: {c: 2}\n")
    assert source.integer("a") == 1
    inner = source.mapping("b")
    assert inner.integer("c") == 2
    inner.done()
    source.done()


@pytest.mark.parametrize(
    ("text", "ask", "code"),
    [
        ("b: 1\n", lambda r: r.text("a"), "schema.missing"),
        ("a:\n", lambda r: r.text("a"), "schema.text"),
        ("a: [1]\n", lambda r: r.text("a"), "schema.text"),
        ("a: 1.5\n", lambda r: r.integer("a"), "schema.integer"),
        ("a: \uff11\n", lambda r: r.integer("a"), "schema.integer"),
        ("a: 2026-02-30\n", lambda r: r.day("a"), "schema.day"),
        ("a: 2026-1-3\n", lambda r: r.day("a"), "schema.day"),
        ("a: 20260103\n", lambda r: r.day("a"), "schema.day"),
        ("a: 丙\n", lambda r: r.choice("a", ["甲", "乙"]), "schema.choice"),
        ("a: yes\n", lambda r: r.flag("a"), "schema.choice"),
        ("a: {b: 1}\n", lambda r: r.list_of_text("a"), "schema.list"),
        ("a: [b, {c: 1}]\n", lambda r: r.list_of_text("a"), "schema.list"),
        ("a: b\n", lambda r: r.items("a"), "schema.list"),
        ("a: b\n", lambda r: r.mapping("a"), "schema.mapping"),
        ("a: [b]\n", lambda r: list(r.readers("a")), "schema.mapping"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_line(
    text: str, ask: Callable[[Reader], object], code: str
) -> None:
    error = refusal(lambda: ask(reader(text)))
    assert error.code == code
    assert error.where is not None
    assert error.where.line == 1


def test_a_wrong_choice_is_told_the_choices() -> None:
    error = refusal(lambda: reader("basis: 规张\n").choice("basis", ["规章", "文件"]))
    assert (
        error.sentence
        == "“basis”不能是“规张”，只能是：规章、文件。是否要写“规章”？请改成其中一个。"
    )


def test_values_are_typed_only_when_asked_for() -> None:
    source = reader("n: -3\nd: 2026-02-28\nf: true\none: 甲\nmany: [甲, 乙]\nrows: [{k: 1}]\n")
    assert source.integer("n") == -3
    assert source.day("d") == dt.date(2026, 2, 28)
    assert source.flag("f") is True
    assert source.list_of_text("one") == ("甲",)
    assert source.list_of_text("many") == ("甲", "乙")
    assert [row.text("k") for row in source.readers("rows")] == ["1"]


def test_missing_keys_have_the_plain_default() -> None:
    source = reader("x: 1\n")
    assert source.optional("a") is None
    assert source.optional_day("b") is None
    assert source.integer("c", 7) == 7
    assert source.flag("d") is False
    assert source.list_of_text("e") == ()
    assert list(source.readers("f")) == []
    assert list(source.mapping("g").entries()) == []


def test_entries_take_every_name_and_keep_its_place() -> None:
    source = reader("甲: {n: 1}\n乙: {n: 2}\n")
    found = [(name, entry.integer("n"), name.place.line) for name, entry in source.entries()]
    source.done()
    assert found == [("甲", 1, 1), ("乙", 2, 2)]


def test_an_error_without_a_place_is_its_sentence() -> None:
    assert str(refusal(lambda: refuse("x.y", "不行。请改。"))) == "不行。请改。"
    assert str(refusal(lambda: refuse("x.y", "不行。", Place("f.yaml")))) == "f.yaml: 不行。"
