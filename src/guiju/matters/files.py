"""The file store: content under its digest, written and synced before the act that names it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from guiju.lawbook.values import CONTROL
from guiju.matters.models import StoredFile
from guiju.matters.requests import FileRef, refuse
from guiju.record.digests import sm3

if TYPE_CHECKING:
    from collections.abc import Iterable

MAXIMUM_BYTES = 20 * 1024 * 1024
CHUNK = 1024 * 1024
LONGEST_NAME = 255


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.GUIJU_STORE) / "files"


def path_of(sha256: str) -> Path:
    """Where the file of a digest lies, present or not."""
    return folder() / sha256[:2] / sha256


def keep(name: str, content: bytes) -> FileRef:
    """Keep a file; the same content is kept once.

    Args:
        name: the name it was brought in with; only its last part is used.
        content: the bytes.

    Raises:
        Refused: ``file.empty`` or ``file.too_large``.
    """
    name = Path(name).name
    if not content:
        refuse("file.empty", f"文件“{name}”是空的，没有保存。请检查后重新选择文件。")
    if len(content) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // (1024 * 1024)
        refuse(
            "file.too_large",
            f"文件“{name}”有{len(content) / 1024 / 1024:.1f}MB，超过单个文件{limit}MB的上限，没有保存。"
            "请降低扫描分辨率或者拆分后再上传；已填写的内容不受影响。",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    _write(path_of(sha256), content)
    StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"sm3": sm3(content), "size": len(content)}
    )
    return FileRef(name, sha256)


def described(files: Iterable[FileRef]) -> list[dict[str, object]]:
    """The entries of the act's form for attached files, in their order.

    Raises:
        Refused: ``file.unknown`` when a file was never kept; ``file.name`` when the record cannot hold its name.
    """
    wanted = list(files)
    if not wanted:
        return []
    known = StoredFile.objects.in_bulk([file.sha256 for file in wanted])
    for file in wanted:
        if not 0 < len(file.name) <= LONGEST_NAME or CONTROL.search(file.name):
            refuse(
                "file.name",
                f"附件的文件名应有1至{LONGEST_NAME}字，不含不可见的字符。请改名后重新上传。",
            )
        if file.sha256 not in known:
            refuse("file.unknown", f"附件“{file.name}”没有上传成功，请重新上传后再办理。")
    return [
        {
            "name": file.name,
            "sha256": file.sha256,
            "size": known[file.sha256].size,
            "sm3": known[file.sha256].sm3,
        }
        for file in wanted
    ]


def digest_on_disk(sha256: str) -> str | None:
    """The SHA-256 of what lies under a digest; None when nothing does."""
    path = path_of(sha256)
    if not path.is_file():
        return None
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
