"""The Merkle tree of RFC 9162 section 2.1, over any digest.

Leaves are counted from 0 here; the leaf of position *p* has index *p* - 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

from guiju.record.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guiju.record.digests import Digest

LEAF_FORMAT: Final = "guiju-leaf/1"
Row = tuple[str, int, int, str, str]

_BATCH: Final = 1024
_LEAF_BEGINS: Final = f'{{"format":"{LEAF_FORMAT}","matter":"'
_INTEGERS: Final = frozenset({int})
_STRINGS: Final = frozenset({str})
_NAME_LETTERS: Final = f"{ascii_letters}{digits}-".encode()


def leaf_bytes(matter: str, seq: int, position: int, sm3: str, sha256: str) -> bytes:
    """Give the canonical bytes of one leaf; arguments and errors as `leaves` has them."""
    return leaves([(matter, seq, position, sm3, sha256)])[0]


def leaves(rows: Sequence[Row]) -> list[bytes]:
    """Give the canonical bytes of leaves.

    Args:
        rows: for each leaf the matter's id as the act's form has it, number of the act in its matter, position in the log from 1,
            SM3 and SHA-256 of the act in hex.

    Returns:
        What the log hashes at these positions.

    Raises:
        RecordError: when a text would need an escape, so that it is no id or digest, or a number is not an integer.
    """
    matters, seqs, positions, sm3s, sha256s = zip(*rows, strict=True) if rows else ((),) * 5
    texts = matters + sm3s + sha256s
    # All texts at once: this decides the speed of sealing.
    if not _are_names(texts):
        raise RecordError(
            code="record.leaf", sentence="办件编号、摘要只能由字母、数字组成，请核对这一叶。"
        )
    if not _INTEGERS.issuperset(map(type, seqs + positions)):
        raise RecordError(code="record.leaf", sentence="序号、位次应当是整数，请核对这一叶。")
    return [
        f'{_LEAF_BEGINS}{matter}","position":{position},"seq":{seq},"sha256":"{sha256}","sm3":"{sm3}"}}'.encode()
        for matter, seq, position, sm3, sha256 in rows
    ]


def _are_names(texts: Sequence[str]) -> bool:
    """Say whether texts hold nothing but letters, digits and hyphens, and none is empty."""
    if not (all(texts) and _STRINGS.issuperset(map(type, texts))):
        return False
    joined = "".join(texts)
    return joined.isascii() and not joined.encode().translate(None, _NAME_LETTERS)


def leaf_hash(digest: Digest, leaf: bytes) -> bytes:
    """Hash a leaf: the digest of 0x00 and the leaf."""
    return digest(b"\x00" + leaf)


def node_hash(digest: Digest, left: bytes, right: bytes) -> bytes:
    """Hash a node: the digest of 0x01 and both children."""
    return digest(b"\x01" + left + right)


def _pairs(digest: Digest, hashes: Sequence[bytes]) -> list[bytes]:
    """Give the level above; a last hash without a partner rises unchanged."""
    lefts, rights = hashes[::2], hashes[1::2]
    above = [digest(b"\x01" + left + right) for left, right in zip(lefts, rights, strict=False)]
    if len(hashes) % 2:
        above.append(hashes[-1])
    return above


def root(digest: Digest, hashes: Iterable[bytes]) -> bytes:
    """Compute the root level by level.

    Args:
        digest: the digest of the tree.
        hashes: hashes of all leaves, in order.

    Returns:
        The root; of an empty tree the digest of nothing.
    """
    level = list(hashes)
    while len(level) > 1:
        level = _pairs(digest, level)
    return level[0] if level else digest(b"")


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: enough to append and to give the root.

    Attributes:
        digest: the digest of the tree.
        size: number of leaves.
        peaks: roots of the complete subtrees, largest first, one for each bit of the size.
    """

    digest: Digest
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise RecordError(code="record.frontier", sentence="右缘与叶数不符，请从叶重新计算。")

    def append(self, hashed: bytes) -> None:
        """Append the hash of one leaf."""
        carried, size = hashed, self.size
        while size & 1:
            carried = node_hash(self.digest, self.peaks.pop(), carried)
            size >>= 1
        self.peaks.append(carried)
        self.size += 1

    def extend(self, hashes: Sequence[bytes]) -> None:
        """Append hashes of leaves in order; whole blocks are built level by level."""
        start, end = 0, len(hashes)
        while start < end and (self.size % _BATCH or end - start < _BATCH):
            self.append(hashes[start])
            start += 1
        while end - start >= _BATCH:
            self._append_block(root(self.digest, hashes[start : start + _BATCH]))
            start += _BATCH
        for hashed in hashes[start:]:
            self.append(hashed)

    def _append_block(self, hashed: bytes) -> None:
        carried, blocks = hashed, self.size // _BATCH
        while blocks & 1:
            carried = node_hash(self.digest, self.peaks.pop(), carried)
            blocks >>= 1
        self.peaks.append(carried)
        self.size += _BATCH

    def root(self) -> bytes:
        """Give the root of the leaves so far."""
        if not self.peaks:
            return self.digest(b"")
        folded = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            folded = node_hash(self.digest, peak, folded)
        return folded

    def to_value(self) -> dict[str, object]:
        """Give a plain value to keep: the size and the peaks in hex."""
        return {"peaks": [peak.hex() for peak in self.peaks], "size": self.size}

    @classmethod
    def from_value(cls, digest: Digest, size: int, peaks: Iterable[str]) -> Frontier:
        """Take up a kept frontier.

        Args:
            digest: the digest of the tree.
            size: number of leaves it was kept at.
            peaks: its peaks in hex.

        Raises:
            RecordError: when peaks and size do not fit each other.
        """
        return cls(digest, size, [bytes.fromhex(peak) for peak in peaks])
