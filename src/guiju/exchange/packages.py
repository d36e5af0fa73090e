"""An Excel file before it is opened: is it one, is it small enough, does it hide macros or declarations.

Sizes are bounded by the central directory first; then every part is unpacked once and its checksum compared, so that a directory that lies
about sizes is found before anything else reads the file.
"""

from __future__ import annotations

import zlib
from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from guiju.exchange.errors import refuse

if TYPE_CHECKING:
    from zipfile import ZipInfo

MAXIMUM_BYTES: Final = 20 * 1024 * 1024
UNPACKED_AT_MOST: Final = 400 * 1024 * 1024
PARTS_AT_MOST: Final = 2_000
RATIO_AT_MOST: Final = 250
SMALL_PART: Final = 1024 * 1024
BLOCK: Final = 1024 * 1024
HEAD: Final = 4096
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound files of [MS-CFB]
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
OLD_BOOK: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
OLD_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
UNPACKED_TEXT: Final = (".xml", ".rels", ".vml")
WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
REMEDY: Final = "请用 Excel 或者 WPS 打开，另存为 xlsx 后再上传。"


def checked(name: str, content: bytes) -> str:
    """What kind of workbook a content is.

    Args:
        name: as the file was brought in.
        content: the bytes.

    Returns:
        ``xlsx`` or ``xls``.

    Raises:
        ExchangeError: ``file.…``: empty, too large, no workbook, encrypted, with macros, damaged, or made to swell.
    """
    ending = PurePosixPath(name).suffix.lower()
    if not content:
        refuse("file.empty", "表格是空的，没有读取。请检查后重新选择文件。")
    check_size(len(content))
    if ending in {".xlsm", ".xltm", ".xlsb", ".xla", ".xlam"}:
        refuse("file.macros", f"“{ending}”是带宏的表格，不予打开。{REMEDY}")
    if content.startswith(COMPOUND):
        return _old(content)
    if content.startswith(b"PK"):
        _check_archive(content)
        return "xlsx"
    return refuse("file.no_workbook", f"这不是 Excel 表格（xlsx、xls、et）。{REMEDY}")


def check_size(size: int) -> None:
    """Refuse what is too large before it is read.

    Raises:
        ExchangeError: ``file.too_large``.
    """
    if size > MAXIMUM_BYTES:
        refuse(
            "file.too_large",
            f"表格有{size / 1024 / 1024:.1f}MB，超过{MAXIMUM_BYTES // 1024 // 1024}MB的上限。"
            "请删去图片和用不到的工作表，或者拆成几份再上传。",
        )


def has_old_macros(content: bytes) -> bool:
    """Whether an old workbook carries macros; they are never run."""
    return OLD_MACROS in content


def _old(content: bytes) -> str:
    if ENCRYPTED in content:
        refuse("file.encrypted", "表格设了打开密码，读不出来。请去掉密码后再上传。")
    if not any(stream in content for stream in OLD_BOOK):
        refuse("file.no_workbook", f"这不是 Excel 表格（xlsx、xls、et）。{REMEDY}")
    return "xls"


def _check_archive(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_directory(archive.infolist())
            for part in archive.infolist():
                _check_part(archive, part)
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        if hasattr(error, "code"):
            raise
        refuse("file.damaged", f"表格已经损坏，读不出来。{REMEDY}")


def _check_directory(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    lowered = {name.lower() for name in names}
    if "xl/workbook.xml" not in lowered:
        what = "ods" if "content.xml" in lowered else "其他文件"
        refuse("file.no_workbook", f"这不是 xlsx 表格（像是{what}）。{REMEDY}")
    if any(name.endswith("vbaproject.bin") for name in lowered):
        refuse("file.macros", f"表格里带有宏，不予打开。{REMEDY}")
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > PARTS_AT_MOST or total > UNPACKED_AT_MOST:
        refuse("file.swells", "表格解开后过大，不予打开。请只保留要登记的工作表，拆成几份再上传。")
    if total > SMALL_PART and total > packed * RATIO_AT_MOST:
        refuse("file.swells", "表格的压缩比例异常，不像正常的表格，不予打开。请重新导出后再上传。")
    if any(count > 1 for count in Counter(names).values()):
        refuse("file.damaged", f"表格里有重名的部分，已经损坏。{REMEDY}")


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    """Unpack a part once: its size and checksum must be what the directory says, and it may declare nothing."""
    declares = part.filename.lower().endswith(UNPACKED_TEXT)
    with archive.open(part) as stream:
        head = stream.read(HEAD)
        if declares and (b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in WIDE_MARKS):
            refuse("file.declares", "表格里夹带了外部声明，不是正常的表格，不予打开。请重新导出。")
        while stream.read(BLOCK):
            pass
