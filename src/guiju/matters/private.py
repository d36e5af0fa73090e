"""Private values: commitments in the act, values encrypted beside it, keys outside the database."""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from guiju.matters.keys import private_key
from guiju.record.canonical import decode, encode
from guiju.record.commitment import commit_to

if TYPE_CHECKING:
    from guiju.matters.models import PrivateValue

SALT_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
CURRENT_KEY = "private-1"
UNOPENED = "a private value does not open"
UNFIT = "a private value does not fit its commitment"


class PrivateValueError(ValueError):
    """A stored private value cannot be opened or does not fit its commitment."""


def conceal(value: Any, place: str) -> tuple[str, bytes]:
    """Commit to a value and encrypt it with its salt.

    Args:
        value: a value of the canonical form.
        place: matter, seq and field, bound to the ciphertext so that rows cannot be exchanged.

    Returns:
        The commitment (hex) and the sealed bytes.
    """
    drawn = os.urandom(SALT_BYTES + NONCE_BYTES)
    salt, nonce = drawn[:SALT_BYTES], drawn[SALT_BYTES:]
    content = encode(value)
    encryptor = Cipher(_cipher(private_key(CURRENT_KEY)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place.encode())
    sealed = encryptor.update(salt + content) + encryptor.finalize()
    return commit_to(content, salt), nonce + encryptor.tag + sealed


def reveal(row: PrivateValue, commitment: str) -> Any:
    """Open a stored value.

    Args:
        row: the value as it is stored.
        commitment: what the act holds.

    Raises:
        PrivateValueError: as for :func:`opened`.
    """
    place = f"{row.matter_id}#{row.seq}#{row.field}"
    return decode(opened(place, row.key, bytes(row.sealed), commitment))


def opened(place: str, key: str, sealed: bytes, commitment: str) -> bytes:
    """Open sealed bytes.

    Args:
        place: matter, seq and field, as they were bound when sealed.
        key: name of the key.
        sealed: nonce, tag and ciphertext.
        commitment: what the act holds.

    Returns:
        The canonical bytes of the value.

    Raises:
        PrivateValueError: the bytes were changed or moved, or the value does not fit the commitment.
    """
    nonce, tag = sealed[:NONCE_BYTES], sealed[NONCE_BYTES : NONCE_BYTES + TAG_BYTES]
    decryptor = Cipher(_cipher(private_key(key)), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(place.encode())
    try:
        plain = decryptor.update(sealed[NONCE_BYTES + TAG_BYTES :]) + decryptor.finalize()
    except InvalidTag as error:
        raise PrivateValueError(UNOPENED) from error
    salt, content = plain[:SALT_BYTES], plain[SALT_BYTES:]
    if not hmac.compare_digest(commit_to(content, salt), commitment):
        raise PrivateValueError(UNFIT)
    return content


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> algorithms.SM4:
    return algorithms.SM4(key)
