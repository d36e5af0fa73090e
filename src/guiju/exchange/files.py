"""The files of jobs: brought in under their digest, kept beside the store's database while the job is of use."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from guiju.exchange.errors import refuse


def folder() -> Path:
    """Where the files of jobs lie."""
    return Path(settings.GUIJU_STORE) / "exchange"


def keep(content: bytes) -> str:
    """Keep a table, written and synced before anything names it.

    Returns:
        Its SHA-256.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = folder() / digest
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    return digest


def content_of(digest: str) -> bytes:
    """The bytes of a table that was brought in.

    Raises:
        ExchangeError: ``file.gone`` where it is no longer kept, or not what it was.
    """
    path = folder() / digest
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        refuse(
            "file.gone",
            "原来上传的表格已经不在了（只保留三十天）。请重新上传，登记过的行不会重复。",
        )
    return content


def discard(digest: str) -> None:
    """Remove a table that is of no more use."""
    (folder() / digest).unlink(missing_ok=True)


def export_path(job: int) -> Path:
    """Where the workbook of an export lies."""
    path = folder() / f"export-{job}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
