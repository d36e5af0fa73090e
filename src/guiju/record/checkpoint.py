"""Checkpoints: the log's size and roots as a short signed text that others keep."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from guiju.record.digests import sha256
from guiju.record.errors import RecordError

FORMAT: Final = "guiju-checkpoint/1"
KEY_BYTES: Final = 32

_NAME = r"[^\s\u0000-\u001f\u007f]+"
_BODY = re.compile(
    rf"{re.escape(FORMAT)}\n(?P<node>{_NAME})\n(?P<size>0|[1-9][0-9]{{0,18}})\n"
    r"sm3:(?P<sm3>[0-9a-f]{64}) sha256:(?P<sha256>[0-9a-f]{64})\n"
)
_SIGNATURE = re.compile(
    rf"— (?P<name>{_NAME}) (?P<key>[0-9a-f]{{16}}) (?P<content>[A-Za-z0-9+/]{{86}}==)"
)


class Validity(Enum):
    """What can be said of a signature."""

    VALID = "valid"
    INVALID = "invalid"
    ABSENT = "absent"
    UNKNOWN = "unknown"


def key_id(public_key: bytes) -> str:
    """Give the id of a public key.

    Args:
        public_key: the 32 bytes of an Ed25519 public key.

    Returns:
        The first 16 hex digits of its SHA-256.
    """
    return sha256(public_key)[:16]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line.

    Attributes:
        name: who signs.
        key: id of the key.
        content: 64 bytes.
    """

    name: str
    key: str
    content: bytes

    def format(self) -> str:
        """Give the line, its newline included."""
        return f"— {self.name} {self.key} {base64.b64encode(self.content).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the log.

    Attributes:
        node: id of the node that keeps the log; no spaces.
        size: number of leaves.
        sm3: root over SM3, hex.
        sha256: root over SHA-256, hex.
        signatures: signatures in the order they were added.
    """

    node: str
    size: int
    sm3: str
    sha256: str
    signatures: tuple[Signature, ...] = ()

    def body(self) -> str:
        """Give the four lines that are signed.

        Raises:
            RecordError: when a part would not read back.
        """
        text = f"{FORMAT}\n{self.node}\n{self.size}\nsm3:{self.sm3} sha256:{self.sha256}\n"
        if _BODY.fullmatch(text) is None:
            raise RecordError(
                code="record.checkpoint",
                sentence="检查点的节点名、条数或者根不合格式，节点名不得含空白。",
            )
        return text

    def format(self) -> str:
        """Give the whole text."""
        return f"{self.body()}\n{''.join(line.format() for line in self.signatures)}"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint.

        Args:
            text: what `format` gives.

        Raises:
            RecordError: when the text differs in any character from that form.
        """
        body, separator, signed = text.partition("\n\n")
        match = _BODY.fullmatch(f"{body}\n")
        if match is None or not separator:
            raise RecordError(
                code="record.checkpoint",
                sentence=f"不是检查点：应当是 {FORMAT} 起的四行，之后空一行。",
            )
        return cls(
            node=match["node"],
            size=int(match["size"]),
            sm3=match["sm3"],
            sha256=match["sha256"],
            signatures=_signatures(signed),
        )

    def sign(self, name: str, private_key: bytes) -> Checkpoint:
        """Add a signature.

        Args:
            name: who signs; no spaces.
            private_key: the 32 bytes of an Ed25519 private key.

        Returns:
            The checkpoint with one more signature.

        Raises:
            RecordError: when this host lacks Ed25519, or key or name have not the form.
        """
        if len(private_key) != KEY_BYTES or re.fullmatch(_NAME, name) is None:
            raise RecordError(
                code="record.key", sentence="私钥应当是 32 字节，签署人的名称不得含空白。"
            )
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ImportError as error:
            raise RecordError(
                code="record.no_ed25519", sentence="本机没有 Ed25519，请安装 cryptography 后签署。"
            ) from error
        key = Ed25519PrivateKey.from_private_bytes(private_key)
        public = key.public_key().public_bytes_raw()
        signature = Signature(name, key_id(public), key.sign(self.body().encode()))
        return replace(self, signatures=(*self.signatures, signature))

    def verify(self, name: str, public_key: bytes) -> Validity:
        """Check the signatures of a name and key.

        Args:
            name: who is said to have signed.
            public_key: the 32 bytes of an Ed25519 public key.

        Returns:
            VALID when one of them is the key's; INVALID when there are such lines and none is;
            ABSENT when there is none; UNKNOWN when this host lacks Ed25519.
        """
        wanted = (name, key_id(public_key))
        lines = [line.content for line in self.signatures if (line.name, line.key) == wanted]
        if not lines:
            return Validity.ABSENT
        verdicts = {_check(public_key, content, self.body().encode()) for content in lines}
        order = (Validity.VALID, Validity.UNKNOWN, Validity.INVALID)
        return next(verdict for verdict in order if verdict in verdicts)


def _signatures(text: str) -> tuple[Signature, ...]:
    lines = text.split("\n")
    matches = [_SIGNATURE.fullmatch(line) for line in lines[:-1]]
    found = tuple(
        Signature(match["name"], match["key"], _content(match["content"]))
        for match in matches
        if match is not None
    )
    if lines[-1] or len(found) != len(matches):
        raise RecordError(
            code="record.checkpoint",
            sentence="签名行应当是“— 名称 密钥号 BASE64”，每行以换行结束。",
        )
    return found


def _content(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        content = b""
    if base64.b64encode(content).decode() != text:
        raise RecordError(
            code="record.checkpoint", sentence="签名的 BASE64 不是规定的写法，请用原来的文本。"
        )
    return content


def _check(public_key: bytes, signature: bytes, body: bytes) -> Validity:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return Validity.UNKNOWN
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, body)
    except (InvalidSignature, ValueError):
        return Validity.INVALID
    return Validity.VALID
