"""What may be brought in: files whose content is what their name says.

Nothing is unpacked or run here; this only keeps out what nobody could open again, and what poses as something else.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from zipfile import BadZipFile, ZipFile

from guiju.matters.files import MAXIMUM_BYTES
from guiju.web.forms import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT_MB = MAXIMUM_BYTES // (1024 * 1024)
LONGEST_NAME = 150
PDF_BEGINS_WITHIN = 1024
ENTRIES_AT_MOST = 10_000
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound files of [MS-CFB]
ENTRY = b"PK\x01\x02"
NEVER_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
NEVER_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MP3_FRAME = re.compile(rb"\xff[\xe2-\xef\xf2-\xff]")
ENCODINGS = ("utf-8-sig", "gb18030")


class Kind(NamedTuple):
    """A kind of file that is taken.

    Attributes:
        label: what people call it.
        fits: whether a content is of this kind.
    """

    label: str
    fits: Callable[[bytes], bool]


def checked(name: str, size: int, read: Callable[[], bytes]) -> bytes:
    """The content of a file that may be brought in.

    Args:
        name: as the browser gave it.
        size: in bytes; a file over the limit is not read.
        read: reads the content.

    Raises:
        UnreadableError: name, size or content are not taken; the sentence names what is.
    """
    if len(name) > LONGEST_NAME or NEVER_IN_A_NAME.search(name):
        _refuse(
            name,
            f"名称太长（最多{LONGEST_NAME}字）或者含有不能用的符号，没有保存。请改名后再上传。",
        )
    if size > MAXIMUM_BYTES:
        _refuse(
            name,
            f"有{size / 1024 / 1024:.1f}MB，超过单个文件{LIMIT_MB}MB的上限，没有保存。请降低扫描分辨率或者拆分后再上传。",
        )
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        _refuse(name, f"不是可以上传的文件，没有保存。{ACCEPTED}请转换格式后再上传。")
    content = read()
    if content and not kind.fits(content):
        _refuse(
            name,
            f"的内容不是{kind.label}，没有保存。{ACCEPTED}请用原来的程序打开，另存为其中一种后再上传；不要只改文件名。",
        )
    return content


def _refuse(name: str, sentence: str) -> NoReturn:
    shown = NEVER_IN_A_NAME.sub("?", name)
    shown = shown if len(shown) <= LONGEST_NAME else f"{shown[:40]}…"
    message = f"中的“{shown}”{sentence}"
    raise UnreadableError(message)


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:PDF_BEGINS_WITHIN]


def _package(member: str) -> Callable[[bytes], bool]:
    """Whether a content is a zip archive that holds a member; nothing of it is unpacked."""

    def fits(content: bytes) -> bool:
        if not content.startswith(b"PK") or content.count(ENTRY) > ENTRIES_AT_MOST:
            return False
        try:
            with ZipFile(BytesIO(content)) as archive:
                return member in archive.namelist()
        except (BadZipFile, ValueError, RuntimeError, OSError):
            return False

    return fits


def _text(content: bytes) -> bool:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return NEVER_IN_TEXT.search(text) is None
    return False


def _mp3(content: bytes) -> bool:
    return content.startswith(b"ID3") or MP3_FRAME.match(content) is not None


def _wav(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WAVE"


def _mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _compound(stream: str) -> Callable[[bytes], bool]:
    """Whether a content is an older office file, which WPS writes to this day, with a stream of a name."""
    name = stream.encode("utf-16-le")
    return lambda content: content.startswith(COMPOUND) and name in content


_OLD_TEXT = Kind("Word或者WPS文字（doc、wps）", _compound("WordDocument"))
_OLD_SHEET = Kind("Excel或者WPS表格（xls、et）", _compound("Workbook"))
_JPEG = Kind("图片（jpg）", _begins(b"\xff\xd8\xff"))
KINDS = {
    ".pdf": Kind("PDF", _pdf),
    ".ofd": Kind("OFD", _package("OFD.xml")),
    ".docx": Kind("Word（docx）", _package("word/document.xml")),
    ".xlsx": Kind("Excel（xlsx）", _package("xl/workbook.xml")),
    ".doc": _OLD_TEXT,
    ".wps": _OLD_TEXT,
    ".xls": _OLD_SHEET,
    ".et": _OLD_SHEET,
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Kind("图片（png）", _begins(b"\x89PNG\r\n\x1a\n")),
    ".txt": Kind("纯文本（txt，UTF-8 或者 GB18030）", _text),
    ".mp4": Kind("录像（mp4）", _mp4),
    ".mp3": Kind("录音（mp3）", _mp3),
    ".wav": Kind("录音（wav）", _wav),
}
SUFFIXES = ",".join(KINDS)
ACCEPTED = "可以上传：PDF、OFD、Word（docx、doc）、Excel（xlsx、xls）、WPS（wps、et）、图片（jpg、png）、纯文本（txt）、录音录像（mp3、wav、mp4）。"
HINT = f"{ACCEPTED}单个文件不超过{LIMIT_MB}MB"
