"""The log's tree and its proofs, against the definitions of RFC 9162."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.canonical import encode
from guiju.record.digests import sha256_digest, sm3_digest
from guiju.record.errors import RecordError
from guiju.record.log import TwinLog
from guiju.record.merkle import Frontier, leaf_bytes, leaf_hash, node_hash, root
from guiju.record.proofs import (
    Tree,
    consistency_proof,
    consistency_ranges,
    inclusion_proof,
    inclusion_ranges,
    inclusion_root,
    verify_consistency,
    verify_inclusion,
)
from tests.record.samples import matter_id, patient

DIGESTS = (sm3_digest, sha256_digest)
HASHES = [leaf_hash(sha256_digest, bytes([number])) for number in range(70)]
sizes = st.integers(1, 70)


def defined(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + defined(hashes[:half]) + defined(hashes[half:])).digest()


@pytest.mark.parametrize("size", range(71))
def test_level_by_level_and_growing_trees_have_the_defined_root(size) -> None:
    grown = Frontier(sha256_digest)
    for hashed in HASHES[:size]:
        grown.append(hashed)
    assert root(sha256_digest, HASHES[:size]) == defined(HASHES[:size]) == grown.root()
    assert grown.size == size


@pytest.mark.parametrize("parts", [(1024, 1, 1023), (3, 5000), (1, 1023, 2048, 7), (2500, 2500)])
def test_blocks_give_the_root_of_single_leaves(parts) -> None:
    hashes = [number.to_bytes(32, "big") for number in range(sum(parts))]
    grown, start = Frontier(sha256_digest), 0
    for part in parts:
        grown.extend(hashes[start : start + part])
        start += part
    single = Frontier(sha256_digest)
    for hashed in hashes:
        single.append(hashed)
    assert grown == single
    assert grown.root() == root(sha256_digest, hashes)


@patient
@given(sizes)
def test_a_kept_frontier_goes_on_as_if_never_put_away(size) -> None:
    kept = Frontier(sha256_digest)
    kept.extend(HASHES[:size])
    again = Frontier.from_value(sha256_digest, **kept.to_value())
    again.extend(HASHES[size:])
    assert again.root() == root(sha256_digest, HASHES)


def test_a_frontier_whose_size_and_peaks_differ_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        Frontier.from_value(sha256_digest, 3, ["00" * 32])
    assert caught.value.code == "record.frontier"


@pytest.mark.parametrize("digest", DIGESTS)
def test_leaves_and_nodes_are_hashed_apart(digest) -> None:
    left, right = b"l" * 32, b"r" * 32
    assert leaf_hash(digest, left + right) != node_hash(digest, left, right)
    assert leaf_hash(digest, b"a") == digest(b"\x00a")


def test_a_leaf_is_canonical_bytes() -> None:
    row = {"matter": matter_id(3), "position": 7, "seq": 2, "sha256": "b" * 64, "sm3": "a" * 64}
    content = leaf_bytes(row["matter"], 2, 7, "a" * 64, "b" * 64)
    assert content == encode({"format": "guiju-leaf/1", **row})


@pytest.mark.parametrize("matter", ['a"', "a\\", "甲", "a,b", ""])
def test_a_leaf_takes_ids_and_digests_only(matter) -> None:
    if matter:
        with pytest.raises(RecordError):
            leaf_bytes(matter, 1, 1, "a", "b")
    with pytest.raises(RecordError):
        leaf_bytes("a", 1, 1, 'x"', "b")


@patient
@given(sizes, st.data())
def test_every_leaf_is_provable_and_no_other(size, data) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(sha256_digest, HASHES[:size], index)
    top = root(sha256_digest, HASHES[:size])
    hashed = HASHES[index]
    assert verify_inclusion(sha256_digest, hashed, index, size, proof, top)
    assert not verify_inclusion(sha256_digest, b"x" * 32, index, size, proof, top)
    assert not verify_inclusion(sha256_digest, hashed, index, size, [*proof, top], top)
    assert not verify_inclusion(sha256_digest, hashed, index, size, proof, b"x" * 32)
    for at in range(len(proof)):
        changed = [*proof[:at], b"y" * 32, *proof[at + 1 :]]
        assert not verify_inclusion(sha256_digest, hashed, index, size, changed, top)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not verify_inclusion(sha256_digest, hashed, other, size, proof, top)


@patient
@given(sizes, sizes)
def test_a_tree_proves_that_it_continues_an_earlier_one(one, two) -> None:
    first, second = sorted((one, two))
    proof = consistency_proof(sha256_digest, HASHES[:second], first)
    old = Tree(first, root(sha256_digest, HASHES[:first]))
    new = Tree(second, root(sha256_digest, HASHES[:second]))
    assert verify_consistency(sha256_digest, old, new, proof)
    assert not verify_consistency(sha256_digest, Tree(first, b"x" * 32), new, proof)
    assert not verify_consistency(sha256_digest, old, Tree(second, b"x" * 32), proof)
    assert not verify_consistency(sha256_digest, old, new, [*proof, b"x" * 32])
    for at in range(len(proof)):
        changed = [*proof[:at], b"y" * 32, *proof[at + 1 :]]
        assert not verify_consistency(sha256_digest, old, new, changed)


@patient
@given(st.integers(2, 70), st.data())
def test_a_rewritten_past_is_not_continued(second, data) -> None:
    first = data.draw(st.integers(1, second))
    at = data.draw(st.integers(0, first - 1))
    forged = [*HASHES[:second]]
    forged[at] = b"z" * 32
    old = Tree(first, root(sha256_digest, HASHES[:first]))
    new = Tree(second, root(sha256_digest, forged))
    proof = consistency_proof(sha256_digest, forged, first)
    assert not verify_consistency(sha256_digest, old, new, proof)


def test_there_is_no_proof_of_what_is_not_there() -> None:
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(RecordError):
            inclusion_ranges(index, size)
        assert inclusion_root(sha256_digest, b"", index, size, []) is None
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(RecordError):
            consistency_ranges(first, second)
        empty = Tree(first, b""), Tree(second, b"")
        assert not verify_consistency(sha256_digest, *empty, [])


def test_the_log_grows_over_both_digests() -> None:
    log = TwinLog()
    log.extend([b"a", b"b"])
    log.extend([b"c"])
    expected = [
        root(digest, [leaf_hash(digest, leaf) for leaf in (b"a", b"b", b"c")]).hex()
        for digest in DIGESTS
    ]
    assert (log.size, list(log.roots())) == (3, expected)
