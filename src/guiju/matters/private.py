"""Private values: commitments in the act, values encrypted beside it, keys outside the database."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from guiju.matters.keys import private_key
from guiju.record.canonical import decode, encode
from guiju.record.commitment import check, commit

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
    salt = secrets.token_bytes(SALT_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryptor = Cipher(algorithms.SM4(private_key(CURRENT_KEY)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place.encode())
    sealed = encryptor.update(salt + encode(value)) + encryptor.finalize()
    return commit(value, salt), nonce + encryptor.tag + sealed


def reveal(row: PrivateValue, commitment: str) -> Any:
    """Open a stored value; see :func:`opened`."""
    return opened(f"{row.matter_id}#{row.seq}#{row.field}", row.key, bytes(row.sealed), commitment)


def opened(place: str, key: str, sealed: bytes, commitment: str) -> Any:
    """Open sealed bytes.

    Args:
        place: matter, seq and field, as they were bound when sealed.
        key: name of the key.
        sealed: nonce, tag and ciphertext.
        commitment: what the act holds.

    Raises:
        PrivateValueError: the bytes were changed or moved, or the value does not fit the commitment.
    """
    nonce, tag = sealed[:NONCE_BYTES], sealed[NONCE_BYTES : NONCE_BYTES + TAG_BYTES]
    decryptor = Cipher(algorithms.SM4(private_key(key)), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(place.encode())
    try:
        plain = decryptor.update(sealed[NONCE_BYTES + TAG_BYTES :]) + decryptor.finalize()
    except InvalidTag as error:
        raise PrivateValueError(UNOPENED) from error
    value = decode(plain[SALT_BYTES:])
    if not check(value, plain[:SALT_BYTES], commitment):
        raise PrivateValueError(UNFIT)
    return value
