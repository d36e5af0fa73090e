from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.cli.lines import LineError, parse_line


def line(**keys: object) -> bytes:
    return json.dumps({"recorded_by": "p1", **keys}, ensure_ascii=False).encode()


def refused(content: bytes) -> LineError:
    with pytest.raises(LineError) as caught:
        parse_line(content)
    assert caught.value.sentence
    return caught.value


def test_every_key_of_a_request_is_read():
    value = parse_line(
        line(
            procedure="people-mediation", body="SLX", act="登记受理", matter={"line": 1}, by="p2",
            role="人民调解员", done_on="2026-03-02", done_at="09:30", data={"甲": 1}, signers=["p3"],
            kind="event", files=["a.pdf"], proof="00", expected_seq=3, source="m1", relation="子案",
        )
    )  # fmt: skip
    assert value == {
        "recorded_by": "p1", "procedure": "people-mediation", "body": "SLX", "act": "登记受理",
        "matter": {"line": 1}, "by": "p2", "role": "人民调解员", "done_on": dt.date(2026, 3, 2),
        "done_at": "09:30", "data": {"甲": 1}, "signers": ("p3",), "kind": "event", "files": ("a.pdf",),
        "proof": "00", "expected_seq": 3, "source": "m1", "relation": "子案",
    }  # fmt: skip


def test_the_keys_that_can_be_written_are_those_of_a_request():
    from guiju.cli.lines import READERS
    from guiju.matters.requests import ActRequest

    assert set(READERS) == set(ActRequest._fields)


def test_a_byte_order_mark_is_passed_over():
    assert parse_line(b"\xef\xbb\xbf" + line())["recorded_by"] == "p1"


def test_null_means_not_given():
    assert "role" not in parse_line(line(role=None))


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("act", 1, "文本"),
        ("data", [], "对象"),
        ("signers", "p1", "文本的列表"),
        ("signers", [1], "文本的列表"),
        ("files", {}, "文本的列表"),
        ("done_on", "2026-02-30", "日期"),
        ("done_on", 20260302, "文本"),
        ("done_at", "24:00", "时刻"),
        ("done_at", "9:30", "时刻"),
        ("expected_seq", True, "整数"),
        ("expected_seq", -1, "整数"),
        ("expected_seq", 1.5, "整数"),
        ("matter", 3, "办件编号"),
        ("matter", {"line": "1"}, "办件编号"),
        ("matter", {"line": True}, "办件编号"),
        ("matter", {"line": 1, "seq": 2}, "办件编号"),
        ("source", [], "办件编号"),
    ],
)
def test_a_wrong_type_is_named_with_what_it_should_be(key, value, wanted):
    error = refused(line(**{key: value}))
    assert error.code == "input.type"
    assert key in error.sentence
    assert wanted in error.sentence


def test_an_unknown_key_is_named_with_the_known_ones():
    error = refused(line(recordedby="p1"))
    assert error.code == "input.unknown_key"
    assert "“recordedby”" in error.sentence
    assert "recorded_by" in error.sentence


def test_who_enters_it_must_be_said():
    assert refused(b'{"act": "x"}').code == "input.missing_key"
    assert refused(b'{"recorded_by": ""}').code == "input.missing_key"


def test_a_key_written_twice_is_refused_at_any_depth():
    assert refused(b'{"recorded_by": "p1", "recorded_by": "p2"}').code == "input.duplicate_key"
    assert refused(b'{"recorded_by": "p1", "data": {"x": 1, "x": 2}}').code == "input.duplicate_key"


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[]", b'"text"', b"1", b"{'a': 1}", b'{"recorded_by": NaN}', b"[" * 100_000,
        b'{"expected_seq": ' + b"9" * 5000 + b"}",
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_json_object_is_refused(content):
    assert refused(content).code == "input.json"


def test_half_a_character_is_refused_wherever_it_stands():
    assert refused(b'{"recorded_by": "p1", "data": {"x": ["\\ud800"]}}').code == "input.character"
    assert refused(b'{"recorded_by": "p1", "\\udfff": 1}').code == "input.character"


@pytest.mark.parametrize(
    "key",
    ["act", "by", "recorded_by", "procedure", "body", "matter", "source", "proof", "kind", "role"],
)
def test_a_null_character_is_refused_with_its_key(key):
    error = refused(line(**{key: "a\x00b"}))
    assert error.code == "input.character"
    assert error.sentence.startswith(key)


@pytest.mark.parametrize("key", ["signers", "files"])
def test_a_null_character_in_a_list_is_refused_too(key):
    assert refused(line(**{key: ["a", "a\x00b"]})).code == "input.character"


def test_the_place_of_a_mistake_in_the_json_is_told():
    assert "第17个字符" in refused(b'{"recorded_by": p1}').sentence


def test_another_encoding_is_refused_with_its_place():
    error = refused('{"recorded_by": "许"}'.encode("gb18030"))
    assert error.code == "input.encoding"
    assert "第18个字节" in error.sentence


def test_a_line_of_more_than_four_megabytes_is_refused():
    assert refused(b" " * (4 * 1024 * 1024 + 1)).code == "input.too_long"


def read_or_refused(content: bytes) -> bool:
    try:
        return bool(parse_line(content)["recorded_by"])
    except LineError as error:
        return error.code.startswith("input.")


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_a_sentence(content):
    assert read_or_refused(content)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["act", "matter", "data", "files", "done_on", "recorded_by"]), values
    )
)
def test_no_object_raises_anything_but_a_sentence(given_keys):
    assert read_or_refused(json.dumps(given_keys).encode())
