"""Proofs over the Merkle tree: that a leaf is in it, that it continues an earlier one.

Leaves are counted from 0 here; the leaf of position *p* has index *p* - 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.record.errors import RecordError
from guiju.record.merkle import node_hash, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guiju.record.digests import Digest

Range = tuple[int, int]


class Tree(NamedTuple):
    """Size and root of a tree."""

    size: int
    root: bytes


def _split(start: int, stop: int) -> int:
    """Give where a tree over leaves ``start..stop`` divides: the largest power of two below."""
    return start + (1 << ((stop - start - 1).bit_length() - 1))


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Give the leaf ranges whose roots prove that a leaf is in the tree.

    Args:
        index: index of the leaf, from 0.
        size: number of leaves.

    Returns:
        ``(start, stop)`` pairs, lowest first.

    Raises:
        RecordError: when there is no such leaf.
    """
    if not 0 <= index < size:
        raise RecordError(
            code="record.index", sentence=f"共 {size} 叶，没有第 {index + 1} 叶，请核对位置。"
        )
    ranges: list[Range] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = _split(start, stop)
        if index < middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Give the leaf ranges whose roots prove that a tree continues an earlier one.

    Args:
        first: number of leaves of the earlier tree, at least 1.
        second: number of leaves of the later tree.

    Returns:
        ``(start, stop)`` pairs, lowest first; none when both are one tree.

    Raises:
        RecordError: when the first is empty or larger than the second.
    """
    if not 0 < first <= second:
        raise RecordError(
            code="record.size", sentence=f"叶数 {first} 不在 1 到 {second} 之间，请核对检查点。"
        )
    ranges: list[Range] = []
    start, stop, whole = 0, second, True
    while stop != first:
        middle = _split(start, stop)
        if first <= middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, stop))
    return ranges[::-1]


def _roots(digest: Digest, hashes: Sequence[bytes], ranges: Iterable[Range]) -> Iterator[bytes]:
    return (root(digest, hashes[start:stop]) for start, stop in ranges)


def inclusion_proof(digest: Digest, hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that a leaf is in the tree (RFC 9162 section 2.1.3.1).

    Args:
        digest: the digest of the tree.
        hashes: hashes of all leaves.
        index: index of the leaf, from 0.

    Returns:
        The hashes beside the path, lowest first.

    Raises:
        RecordError: when there is no such leaf.
    """
    return list(_roots(digest, hashes, inclusion_ranges(index, len(hashes))))


def consistency_proof(digest: Digest, hashes: Sequence[bytes], first: int) -> list[bytes]:
    """Prove that the tree continues its first leaves (RFC 9162 section 2.1.4.1).

    Args:
        digest: the digest of the tree.
        hashes: hashes of all leaves.
        first: number of leaves of the earlier tree.

    Returns:
        The proof's hashes, lowest first.

    Raises:
        RecordError: when the earlier tree is empty or larger.
    """
    return list(_roots(digest, hashes, consistency_ranges(first, len(hashes))))


def inclusion_root(
    digest: Digest, hashed: bytes, index: int, size: int, proof: Sequence[bytes]
) -> bytes | None:
    """Compute the root an inclusion proof leads to (RFC 9162 section 2.1.3.2).

    Args:
        digest: the digest of the tree.
        hashed: hash of the leaf.
        index: index of the leaf, from 0.
        size: number of leaves of the tree.
        proof: hashes beside the path, lowest first.

    Returns:
        The root to compare with a checkpoint's; None when the proof has not the length asked.
    """
    if not 0 <= index < size:
        return None
    ranges = inclusion_ranges(index, size)
    if len(ranges) != len(proof):
        return None
    folded = hashed
    for (start, _), beside in zip(ranges, proof, strict=True):
        pair = (folded, beside) if start > index else (beside, folded)
        folded = node_hash(digest, *pair)
    return folded


def verify_inclusion(
    digest: Digest, hashed: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Say whether a proof shows the leaf in the tree of this root.

    Args:
        digest: the digest of the tree.
        hashed: hash of the leaf.
        index: index of the leaf, from 0.
        size: number of leaves of the tree.
        proof: hashes beside the path, lowest first.
        expected: root of the tree.

    Returns:
        True when it does.
    """
    return inclusion_root(digest, hashed, index, size, proof) == expected


def verify_consistency(digest: Digest, first: Tree, second: Tree, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that a tree continues an earlier one (section 2.1.4.2).

    Args:
        digest: the digest of both trees.
        first: size and root of the earlier tree.
        second: size and root of the later tree.
        proof: the proof's hashes, lowest first.

    Returns:
        True when it does.
    """
    if not 0 < first.size <= second.size:
        return False
    ranges = consistency_ranges(first.size, second.size)
    if len(ranges) != len(proof):
        return False
    beside = list(zip(ranges, proof, strict=True))
    older = newer = first.root
    # The earlier root itself starts the path only where it is a whole subtree of the later tree.
    if beside and beside[0][0][1] == first.size:
        older = newer = beside.pop(0)[1]
    for (start, _), hashed in beside:
        if start < first.size:
            older = node_hash(digest, hashed, older)
            newer = node_hash(digest, hashed, newer)
        else:
            newer = node_hash(digest, newer, hashed)
    return older == first.root and newer == second.root
