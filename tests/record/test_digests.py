"""SM3 and SHA-256, from whatever the host has."""

from __future__ import annotations

import builtins
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record import digests
from guiju.record.commitment import check, commit
from guiju.record.errors import RecordError
from tests.record.samples import patient

# GB/T 32905-2016, appendix A.
STANDARD = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("message", STANDARD, ids=ascii)
def test_sm3_gives_the_standards_examples(message: bytes) -> None:
    assert digests.sm3(message) == STANDARD[message]
    assert digests.plain_sm3(message).hex() == STANDARD[message]


@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128])
def test_plain_sm3_pads_every_length_as_the_host_does(length: int) -> None:
    message = bytes(range(length))
    assert digests.plain_sm3(message) == digests.sm3_digest(message)


@patient
@given(st.binary(max_size=300))
def test_every_source_of_sm3_agrees(message: bytes) -> None:
    library = digests._library_sm3()
    assert library is not None
    assert library(message) == digests.plain_sm3(message) == digests.sm3_digest(message)


def test_sha256_is_that_of_the_host() -> None:
    assert digests.sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert digests.SHA256.digest(b"abc").hex() == digests.sha256(b"abc")


def no_sm3(name: str, *_: object) -> None:
    raise ValueError(name)


def test_a_host_without_sm3_takes_the_library_then_the_plain_one(monkeypatch) -> None:
    monkeypatch.setattr(digests.hashlib, "new", no_sm3)
    assert digests.choose_sm3().source == "cryptography"
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    chosen = digests.choose_sm3()
    assert chosen.source == "plain"
    assert chosen.digest(b"abc").hex() == STANDARD[b"abc"]


def test_a_commitment_opens_with_its_value_and_salt_only() -> None:
    salt = bytes(range(32))
    commitment = commit({"姓名": "㙓𬭳"}, salt)
    assert check({"姓名": "㙓𬭳"}, salt, commitment)
    assert not check({"姓名": "㙓"}, salt, commitment)
    assert not check({"姓名": "㙓𬭳"}, bytes(32), commitment)
    assert not check({"姓名": "㙓𬭳"}, salt, "不是十六进制")


def test_equal_values_under_different_salts_look_unlike() -> None:
    assert commit("1", bytes(32)) != commit("1", bytes(31) + b"\x01")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_salt_has_thirty_two_bytes(length: int) -> None:
    with pytest.raises(RecordError) as caught:
        commit("x", bytes(length))
    assert caught.value.code == "record.salt"
