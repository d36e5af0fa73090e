"""The canonical form: one value, one encoding, whichever codec a host has."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.canonical import (
    FAST,
    PORTABLE,
    decode,
    decode_with,
    encode,
    encode_with,
    is_plain,
)
from guiju.record.errors import RecordError
from tests.record.samples import patient

LIMIT = 2**63 - 1
CODECS = (FAST, PORTABLE)
text = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers(-LIMIT, LIMIT) | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
)
anything = st.recursive(
    scalars
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.binary(max_size=2)
    | st.just({1: 2}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


class Colour(StrEnum):
    RED = "red"


def nested(levels: int) -> object:
    value: object = []
    for _ in range(levels - 1):
        value = [value]
    return value


def outcome(function, *given: object) -> object:
    try:
        return function(*given)
    except RecordError as error:
        return error.code, error.place


def test_the_fast_codec_is_under_test() -> None:
    assert FAST.name == "orjson"
    assert PORTABLE.name == "stdlib"


@patient
@given(values)
def test_every_accepted_value_has_the_same_bytes_from_both_codecs(value: object) -> None:
    assert encode_with(FAST, value) == encode_with(PORTABLE, value)


@patient
@given(anything)
def test_both_codecs_refuse_the_same_values_for_the_same_reason(value: object) -> None:
    assert outcome(encode_with, FAST, value) == outcome(encode_with, PORTABLE, value)


@patient
@given(values)
def test_reading_gives_back_what_was_written(value: object) -> None:
    content = encode(value)
    assert decode_with(FAST, content) == value
    assert decode_with(PORTABLE, content) == value
    assert encode(decode(content)) == content


@patient
@given(st.binary(max_size=12) | st.text(alphabet='{}[],:"\\u0019aé-.eEtrunlfs ').map(str.encode))
def test_both_codecs_read_or_refuse_the_same_bytes(content: bytes) -> None:
    assert outcome(decode_with, FAST, content) == outcome(decode_with, PORTABLE, content)


@patient
@given(text, text)
def test_keys_stand_in_the_order_of_their_code_points(first: str, second: str) -> None:
    read = list(decode(encode({first: 1, second: 2})))
    assert read == sorted({first, second}, key=lambda key: [ord(char) for char in key])


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
def test_only_quote_backslash_and_controls_are_escaped(codec) -> None:
    assert encode_with(codec, '"\\/\x7f\u2028\b\t\n\f\r\x00\x1f\x0b') == (
        '"\\"\\\\/\x7f\u2028\\b\\t\\n\\f\\r\\u0000\\u001f\\u000b"'.encode()
    )


def test_text_is_not_normalised() -> None:
    assert encode("e\u0301") != encode("\u00e9")
    assert decode(encode("\uf900")) == "\uf900"


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
@pytest.mark.parametrize(
    ("value", "code", "place"),
    [
        ({"a": {"金额": 1.5}}, "record.float", "a.金额"),
        (float("nan"), "record.float", ""),
        ([1, 2**63], "record.integer", "1"),
        (-(2**63), "record.integer", ""),
        (2**64, "record.integer", ""),
        (["\ud800"], "record.surrogate", "0"),
        ({"\udfff": 1}, "record.surrogate", ""),
        ({1: 1}, "record.key", ""),
        ({None: 1}, "record.key", ""),
        ({Colour.RED: 1}, "record.key", ""),
        ({"a": b"x"}, "record.type", "a"),
        ({"a": {1, 2}}, "record.type", "a"),
        (Colour.RED, "record.type", ""),
        (nested(65), "record.depth", ".".join("0" * 64)),
    ],
    ids=ascii,
)
def test_what_the_form_does_not_hold_is_refused(codec, value, code, place) -> None:
    with pytest.raises(RecordError) as caught:
        encode_with(codec, value)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert caught.value.sentence.endswith("。")


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
def test_sixty_four_levels_are_the_last_accepted(codec) -> None:
    deepest = nested(64)
    assert decode_with(codec, encode_with(codec, deepest)) == deepest
    assert is_plain(deepest)
    assert not is_plain(nested(65))
    assert outcome(decode_with, codec, b"[" * 65 + b"]" * 65)[0] == "record.depth"
    assert outcome(decode_with, codec, b"[" * 90_000)[0] in {"record.depth", "record.json"}


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
@pytest.mark.parametrize("value", [LIMIT, -LIMIT, 0])
def test_integers_up_to_the_limit_are_kept_exactly(codec, value) -> None:
    assert encode_with(codec, [value]) == f"[{value}]".encode()


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"b":1,"a":2}', "record.second_encoding"),
        (b'{"a":1,"a":1}', "record.second_encoding"),
        (b'{"a": 1}', "record.second_encoding"),
        (b"[1] ", "record.second_encoding"),
        (b'"\\u0041"', "record.second_encoding"),
        (b'"\\/"', "record.second_encoding"),
        (b'"\\u001F"', "record.second_encoding"),
        (b'"\\u0008"', "record.second_encoding"),
        (b'"\\u4e2d"', "record.second_encoding"),
        (b'"\\ud83d\\ude00"', "record.second_encoding"),
        (b"-0", "record.second_encoding"),
        (b'"\\ud800"', "record.surrogate"),
        (b"1.0", "record.float"),
        (b"1e2", "record.float"),
        (b"[NaN]", "record.float"),
        (b"9223372036854775808", "record.integer"),
        (b"1" * 5000, "record.integer"),
        (b"01", "record.json"),
        (b"", "record.json"),
        (b"[1,]", "record.json"),
        (b'"\x01"', "record.json"),
        (b"\xef\xbb\xbf1", "record.json"),
        ('"中"'.encode("gb18030"), "record.utf8"),
        ('"中"'.encode("utf-16"), "record.utf8"),
        (b'"\xed\xa0\x80"', "record.utf8"),
    ],
    ids=lambda given: ascii(given)[:40],
)
def test_a_second_encoding_is_refused(codec, content, code) -> None:
    with pytest.raises(RecordError) as caught:
        decode_with(codec, content)
    assert caught.value.code == code
