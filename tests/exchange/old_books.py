"""Workbooks in the old binary format ([MS-CFB], [MS-XLS]), as small as they can be."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTOR = 512
FREE, END, OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096


def old_book(rows: Sequence[Sequence[str | float]], name: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    return _container(_stream(rows, name))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _stream(rows: Sequence[Sequence[str | float]], name: str) -> bytes:
    head = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    place = len(head) + 4 + 6 + len(title) + 4
    globals_ = head + _record(0x0085, struct.pack("<IBB", place, 0, 0) + title) + _record(0x000A)
    width = max(len(row) for row in rows)
    sheet = _begin(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet += _cell(number, column, value)
    return globals_ + sheet + _record(0x000A)


def _cell(row: int, column: int, value: str | float) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, where + text)
    return _record(0x0203, where + struct.pack("<d", value))


def _container(stream: bytes) -> bytes:
    stream = stream.ljust(max(SMALLEST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    fat = [OF_FAT, END, *range(3, 2 + sectors), END]
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat)))
    root = _entry("Root Entry", 5, child=1, start=END, size=0)
    book = _entry("Workbook", 2, child=FREE, start=2, size=len(stream))
    directory = (root + book).ljust(SECTOR, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    )  # fmt: skip
    return header + table + directory + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return (
        text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
        + bytes(36) + struct.pack("<IQ", start, size)
    )  # fmt: skip
