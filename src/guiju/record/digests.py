"""SM3 (GB/T 32905-2016) and SHA-256.

SM3 comes from OpenSSL through `hashlib` where the host's build has it, else from ``cryptography``,
else from the plain implementation below, so that a verifier never lacks it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from typing import Final, NamedTuple

Digest = Callable[[bytes], bytes]

_MASK: Final = 0xFFFFFFFF
_START: Final = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip


def _rotate(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & _MASK


_ROUND: Final = tuple(_rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64))


def _expand(block: bytes) -> list[int]:
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotate(words[j - 3], 15)
        spread = mixed ^ _rotate(mixed, 15) ^ _rotate(mixed, 23)
        words.append(spread ^ _rotate(words[j - 13], 7) ^ words[j - 6])
    return words


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _rotate(a, 12)
        first = _rotate((turned + e + _ROUND[j]) & _MASK, 7)
        choose = (a ^ b ^ c, e ^ f ^ g)
        if j >= 16:
            choose = ((a & b) | (a & c) | (b & c), (e & f) | (~e & _MASK & g))
        left = (choose[0] + d + (first ^ turned) + (words[j] ^ words[j + 4])) & _MASK
        right = (choose[1] + h + first + words[j]) & _MASK
        a, b, c, d = left, a, _rotate(b, 9), c
        e, f, g, h = right ^ _rotate(right, 9) ^ _rotate(right, 17), e, _rotate(f, 19), g
    mixed = (a, b, c, d, e, f, g, h)
    return tuple(x ^ y for x, y in zip(state, mixed, strict=True))


def plain_sm3(content: bytes) -> bytes:
    """Compute SM3 in plain Python, slowly.

    Args:
        content: bytes of any length.

    Returns:
        32 bytes.

    Source: GB/T 32905-2016.
    """
    padded = content + b"\x80" + b"\x00" * ((55 - len(content)) % 64)
    padded += struct.pack(">Q", len(content) * 8)
    state: tuple[int, ...] = _START
    for start in range(0, len(padded), 64):
        state = _compress(state, padded[start : start + 64])
    return struct.pack(">8I", *state)


def _host_sm3() -> Digest | None:
    try:
        template = hashlib.new("sm3")
    except ValueError:
        return None
    copy = template.copy

    def digest(content: bytes) -> bytes:
        # A copy of a started hash costs a third less than a new one by name.
        state = copy()
        state.update(content)
        return state.digest()

    return digest


def _library_sm3() -> Digest | None:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.hashes import SM3, Hash
    except ImportError:
        return None
    algorithm = SM3()

    def digest(content: bytes) -> bytes:
        state = Hash(algorithm)
        state.update(content)
        return state.finalize()

    try:
        digest(b"")
    except UnsupportedAlgorithm:
        return None
    return digest


class Algorithm(NamedTuple):
    """A digest algorithm and where this host takes it from."""

    name: str
    digest: Digest
    source: str


def choose_sm3() -> Algorithm:
    """Choose the fastest SM3 this host has.

    Returns:
        The algorithm, its `source` one of ``hashlib``, ``cryptography``, ``plain``.
    """
    for source, offered in (("hashlib", _host_sm3()), ("cryptography", _library_sm3())):
        if offered is not None:
            return Algorithm("sm3", offered, source)
    return Algorithm("sm3", plain_sm3, "plain")


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


SM3: Final = choose_sm3()
SHA256: Final = Algorithm("sha256", _sha256, "hashlib")

sm3_digest: Final = SM3.digest
sha256_digest: Final = SHA256.digest


def sm3(content: bytes) -> str:
    """Compute SM3.

    Args:
        content: bytes to digest.

    Returns:
        64 lower-case hex digits.
    """
    return sm3_digest(content).hex()


def sha256(content: bytes) -> str:
    """Compute SHA-256.

    Args:
        content: bytes to digest.

    Returns:
        64 lower-case hex digits.
    """
    return hashlib.sha256(content).hexdigest()
