"""Checkpoints: a text that reads back character by character, and its signatures."""

from __future__ import annotations

import builtins

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.checkpoint import Checkpoint, Validity, key_id
from guiju.record.errors import RecordError
from tests.record.samples import patient

# The first key pair of RFC 8032, section 7.1.
PRIVATE = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
OTHER = bytes(31) + b"\x01"
PLAIN = Checkpoint("node-1", 17, "a" * 64, "b" * 64)
SIGNED = PLAIN.sign("杭州市局", PRIVATE).sign("second", OTHER)


def test_a_checkpoint_is_four_lines_an_empty_one_and_signatures() -> None:
    lines = SIGNED.format().split("\n")
    assert lines[:5] == [
        "guiju-checkpoint/1",
        "node-1",
        "17",
        f"sm3:{'a' * 64} sha256:{'b' * 64}",
        "",
    ]
    assert lines[5].startswith(f"— 杭州市局 {key_id(PUBLIC)} ")
    assert len(lines) == 8
    assert lines[7] == ""
    assert PLAIN.format() == f"{PLAIN.body()}\n"


@pytest.mark.parametrize("checkpoint", [PLAIN, SIGNED, Checkpoint("n", 0, "0" * 64, "f" * 64)])
def test_a_checkpoint_reads_back(checkpoint) -> None:
    assert Checkpoint.parse(checkpoint.format()) == checkpoint


def test_every_changed_character_is_refused_or_seen() -> None:
    text = SIGNED.format()
    for at in range(len(text)):
        for changed in (text[:at] + "~" + text[at + 1 :], text[:at] + text[at + 1 :], text[:at]):
            try:
                read = Checkpoint.parse(changed)
            except RecordError:
                continue
            assert read.format() == changed
            signers = (read.verify("杭州市局", PUBLIC), read.verify("second", PUBLIC))
            assert read != SIGNED
            assert signers != (Validity.VALID, Validity.VALID)
            assert Validity.VALID not in signers or read.body() == SIGNED.body()


@patient
@given(st.text(max_size=80))
def test_what_is_read_is_written_the_same(text) -> None:
    for candidate in (text, PLAIN.body() + text, PLAIN.format() + text):
        try:
            read = Checkpoint.parse(candidate)
        except RecordError:
            continue
        assert read.format() == candidate


@pytest.mark.parametrize(
    "body",
    [
        "guiju-checkpoint/2\nn\n1\n",
        "guiju-checkpoint/1\n\n1\n",
        "guiju-checkpoint/1\na b\n1\n",
        "guiju-checkpoint/1\nn\n01\n",
        "guiju-checkpoint/1\nn\n-1\n",
        "guiju-checkpoint/1\nn\n\uff11\n",
        "guiju-checkpoint/1\r\nn\n1\n",
    ],
)
def test_another_form_is_refused(body) -> None:
    with pytest.raises(RecordError):
        Checkpoint.parse(f"{body}sm3:{'a' * 64} sha256:{'b' * 64}\n\n")


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    line = SIGNED.format().split("\n")[5]
    loose = line[:-3] + chr(ord(line[-3]) + 1) + "=="
    with pytest.raises(RecordError, match="BASE64"):
        Checkpoint.parse(f"{PLAIN.format()}{loose}\n")


@pytest.mark.parametrize(("node", "size"), [("a b", 1), ("", 1), ("a\nb", 1), ("n", -1)])
def test_a_checkpoint_that_would_not_read_back_is_not_written(node, size) -> None:
    with pytest.raises(RecordError):
        Checkpoint(node, size, "a" * 64, "b" * 64).format()


def test_signatures_are_told_apart_by_name_and_key() -> None:
    assert SIGNED.verify("杭州市局", PUBLIC) is Validity.VALID
    assert SIGNED.verify("second", PUBLIC) is Validity.ABSENT
    assert PLAIN.verify("杭州市局", PUBLIC) is Validity.ABSENT


def test_a_signature_stands_for_its_own_lines_only() -> None:
    moved = Checkpoint("node-1", 18, "a" * 64, "b" * 64, SIGNED.signatures)
    assert moved.verify("杭州市局", PUBLIC) is Validity.INVALID


def test_a_key_or_name_of_another_form_does_not_sign() -> None:
    for name, key in (("a b", PRIVATE), ("a", PRIVATE[:-1]), ("", PRIVATE)):
        with pytest.raises(RecordError):
            PLAIN.sign(name, key)


def test_without_the_library_a_signature_is_neither_valid_nor_invalid(monkeypatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert SIGNED.verify("杭州市局", PUBLIC) is Validity.UNKNOWN
    with pytest.raises(RecordError) as caught:
        PLAIN.sign("a", PRIVATE)
    assert caught.value.code == "record.no_ed25519"
