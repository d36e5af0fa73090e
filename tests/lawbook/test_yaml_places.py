"""Whatever is written and wherever it goes wrong, the strict reader knows the line and the column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.lawbook.errors import Place
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
from tests.lawbook.refusing import line_of, refusal, refused

if TYPE_CHECKING:
    from pathlib import Path

    from guiju.lawbook.yaml_text import Node

WORD = st.text("甲乙丙丁行为条文abcz", min_size=1, max_size=6)
SCALAR = WORD | st.sampled_from(["1", "true", "null", "~", "2021-01-01", "0x1f", "1_000", "5wd"])
LINES = st.lists(st.tuples(WORD, SCALAR), min_size=1, max_size=12, unique_by=lambda pair: pair[0])
GAP = st.sampled_from(["", "# 注释\n", "\n", "\n\n# 又一行\n"])


def read(text: str) -> Table:
    return parse_text(text.encode(), "a.yaml")


@given(LINES, st.lists(GAP, min_size=12, max_size=12))
def test_every_key_and_value_knows_its_line_whatever_stands_between(
    pairs: list[tuple[str, str]], gaps: list[str]
) -> None:
    text, expected = "", []
    for (key, value), gap in zip(pairs, gaps, strict=False):
        text += gap
        line = text.count("\n") + 1
        expected.append((key, line, 1, value, line, len(key) + 3))
        text += f"{key}: {value}\n"
    found = [
        (str(key), key.place.line, key.place.column, str(value), *value.place[1:])
        for key, value in read(text).items()
    ]
    assert found == expected


@given(LINES, st.data())
def test_a_key_written_again_is_refused_at_its_line_with_the_line_of_the_first(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    lines = [f"{key}: {value}" for key, value in pairs]
    first = data.draw(st.integers(0, len(pairs) - 1))
    again = data.draw(st.integers(first + 1, len(pairs)))
    lines.insert(again, f"{pairs[first][0]}: 又")
    error = refusal(lambda: read("\n".join(lines)))
    assert (error.code, line_of(error)) == ("yaml.duplicate_key", again + 1)
    assert f"“{pairs[first][0]}”在第 {first + 1} 行" in error.sentence


@given(LINES, st.data())
def test_a_tab_is_refused_at_its_line_and_column(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    lines = [f"{key}: {value}" for key, value in pairs]
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[number])))
    lines[number] = f"{lines[number][:column]}\t{lines[number][column:]}"
    error = refusal(lambda: read("\n".join(lines)))
    assert error.code == "yaml.tab"
    assert error.where == Place("a.yaml", number + 1, column + 1)


@given(LINES, st.sampled_from("\x00\x01\x07\x0b\x1b\x7f\ufffe"), st.data())
def test_an_invisible_sign_is_refused_at_its_line(
    pairs: list[tuple[str, str]], sign: str, data: st.DataObject
) -> None:
    lines = [f"{key}: {value}" for key, value in pairs]
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] += sign
    assert refused(lambda: read("\n".join(lines))) == ("yaml.syntax", number + 1)


@given(LINES, st.data())
def test_bytes_of_another_encoding_are_refused_at_their_line(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    lines = [f"{key}: {value}".encode() for key, value in pairs]
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] += b"\xb4\xa6"
    source = b"\n".join(lines)
    assert refused(lambda: parse_text(source, "a.yaml")) == ("yaml.encoding", number + 1)


def shown(node: Node) -> object:
    """Return a node with the place of everything in it."""
    if isinstance(node, Table):
        return {str(key): shown(value) for key, value in node.items()}
    return [shown(item) for item in node] if isinstance(node, Items) else str(node)


def places(node: Node) -> list[Place]:
    if isinstance(node, Table):
        inner = [place for value in node.values() for place in places(value)]
        return [node.place, *(key.place for key in node), *inner]
    if isinstance(node, Items):
        return [node.place, *(place for item in node for place in places(item))]
    return [node.place]


NESTED = st.recursive(
    WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=12,
)


def flow(value: object) -> str:
    """Write a value in brackets, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]" if isinstance(value, list) else str(value)


@given(st.dictionaries(WORD, NESTED, min_size=1, max_size=5))
def test_nested_lists_and_mappings_come_back_as_written(tree: dict[str, object]) -> None:
    table = read("".join(f"{key}: {flow(value)}\n" for key, value in tree.items()))
    assert shown(table) == tree
    for number, value in enumerate(table.values(), 1):
        assert {place.line for place in places(value)} == {number}


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example(b"a: 'b")
@example(b"? [a]: b")
@example("a: “b\n  c：".encode())
@example(b"%YAML 3.0\n---\na: 1\n")
def test_any_bytes_are_read_or_refused_with_a_code_and_a_remedy(source: bytes) -> None:
    try:
        table = parse_text(source, "a.yaml")
    except ValueError:
        error = refusal(lambda: parse_text(source, "a.yaml"))
        assert error.code.startswith("yaml.")
        assert line_of(error) <= source.count(b"\n") + source.count(b"\r") + 2
    else:
        assert all(isinstance(key, Text) and key.place.line for key in table)


def test_a_file_of_just_the_greatest_length_is_read() -> None:
    exact = b"a: " + b"b" * (MAX_BYTES - 3)
    assert read(exact.decode())
    error = refusal(lambda: parse_text(exact + b"b", "long.yaml"))
    assert error.where == Place("long.yaml")
    assert f"{MAX_BYTES + 1} 字节" in error.sentence
    assert (MAX_BYTES, MAX_DEPTH) == (1_000_000, 24)


@pytest.mark.parametrize(("opened", "closed", "back"), [("[", "]", 0), ("{b: ", "}", 3)])
def test_what_is_too_deep_is_refused_where_it_becomes_so(
    opened: str, closed: str, back: int
) -> None:
    deepest = f"x: 1\na: {opened * (MAX_DEPTH - 1)}c{closed * (MAX_DEPTH - 1)}\n"
    assert read(deepest)
    deeper = f"x: 1\na: {opened * MAX_DEPTH}c{closed * MAX_DEPTH}\n"
    error = refusal(lambda: read(deeper))
    assert error.code == "yaml.too_deep"
    assert error.where == Place("a.yaml", 2, 4 + MAX_DEPTH * len(opened) - back)
    assert f"{MAX_DEPTH} 层" in error.sentence


def test_a_value_left_empty_stands_in_the_line_of_its_key() -> None:
    table = read("甲:\n\n\n乙: {丙: }\n丁:\n")
    assert [value.place.line for value in table.values()] == [1, 4, 5]
    assert refused(lambda: Reader(table, "样例").text("丁")) == ("schema.text", 5)


def test_a_file_is_called_by_its_path_unless_it_is_given_a_name(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text("甲：1\n", encoding="utf-8")
    for name, shown_as in ((None, path.as_posix()), ("章/甲.yaml", "章/甲.yaml")):
        error = refusal(lambda name=name: load_text(path, name))
        assert error.where == Place(shown_as, 1, 1)
        assert str(error).startswith(f"{shown_as}:1: ")
