"""Commitments: a private value enters an act only as a salted digest."""

from __future__ import annotations

import hmac

from guiju.record.canonical import encode
from guiju.record.digests import sm3
from guiju.record.errors import RecordError

SALT_BYTES = 32


def commit(value: object, salt: bytes) -> str:
    """Commit to a private value.

    Args:
        value: any value the canonical form takes.
        salt: 32 random bytes, used for this value only.

    Returns:
        SM3 of the salt followed by the canonical bytes, in hex.

    Raises:
        RecordError: when the salt has another length, or the value has no canonical form.
    """
    return commit_to(encode(value), salt)


def commit_to(content: bytes, salt: bytes) -> str:
    """Commit to a value by its canonical bytes.

    Args:
        content: the value's canonical bytes.
        salt: as for `commit`.

    Raises:
        RecordError: when the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise RecordError(
            code="record.salt",
            sentence=f"盐应当是 {SALT_BYTES} 个随机字节，现为 {len(salt)} 个，请重新生成。",
        )
    return sm3(salt + content)


def check(value: object, salt: bytes, commitment: str) -> bool:
    """Say whether a commitment is to this value.

    Args:
        value: the value that was kept aside.
        salt: the salt kept beside it.
        commitment: hex digest found in the act.

    Returns:
        True when it is.

    Raises:
        RecordError: as for `commit`.
    """
    return hmac.compare_digest(commit(value, salt).encode(), commitment.encode())
