"""The node's own keys and name, kept in the store's folder, outside the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

SIGNING_KEY_BYTES = 32
PRIVATE_KEY_BYTES = 16
DIGEST_KEY_BYTES = 32


def signing_key() -> bytes:
    """The Ed25519 private key that signs checkpoints."""
    return _kept("checkpoint.key", SIGNING_KEY_BYTES)


def private_key(name: str) -> bytes:
    """The SM4 key of a name, under which private values are encrypted."""
    return _kept(f"{name}.key", PRIVATE_KEY_BYTES)


def keyed_digest(text: str) -> str:
    """A digest of a private text that tells two of them apart within this store, and tells nobody the text.

    Args:
        text: what may not stand in the database.

    Returns:
        32 hex digits of HMAC-SHA256 (RFC 2104) under a key of the node.
    """
    key = _kept("digest.key", DIGEST_KEY_BYTES)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def node_name() -> str:
    """The node's name in checkpoints: drawn once, without meaning."""
    return "node-" + _kept("node.id", 8).hex()


def _kept(name: str, length: int) -> bytes:
    return _read_or_draw(settings.GUIJU_STORE, name, length)


@cache
def _read_or_draw(store: Path, name: str, length: int) -> bytes:
    path = Path(store) / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(length))
    return path.read_bytes()
