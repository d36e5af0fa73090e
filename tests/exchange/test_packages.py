"""A file is opened only once it is known to be a workbook of a bounded size, without macros and declarations."""

from __future__ import annotations

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from guiju.exchange import marks, packages
from guiju.exchange.errors import ExchangeError
from guiju.exchange.packages import COMPOUND, checked
from guiju.exchange.sheets import read_workbook
from tests.exchange.books import activities, book
from tests.exchange.old_books import old_book

SOUND = activities(2)


def code(name: str, content: bytes) -> str:
    with pytest.raises(ExchangeError) as told:
        read_workbook(name, content)
    assert told.value.sentence.endswith("。")
    return told.value.code


def changed(parts: dict[str, bytes | None], content: bytes = SOUND) -> bytes:
    """The workbook with parts replaced, added or, with None, taken out."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part.filename, old.read(part))
        for name, text in parts.items():
            if text is not None:
                new.writestr(name, text)
    return target.getvalue()


def sheet_text() -> bytes:
    with ZipFile(BytesIO(SOUND)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_sound_workbook_is_taken_whatever_its_ending():
    assert checked("a.xlsx", SOUND) == checked("无后缀", SOUND) == "xlsx"
    assert len(read_workbook("a.xlsx", SOUND).sheets) == 1


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "file.empty"),
        (b"name,count\n1,2\n", "file.no_workbook"),
        (b"%PDF-1.4", "file.no_workbook"),
        (b"PK\x03\x04 not a zip", "file.damaged"),
        (SOUND[: len(SOUND) // 2], "file.damaged"),
        (COMPOUND + b"x" * 600, "file.no_workbook"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        (COMPOUND + "Workbook".encode("utf-16-le") + b"x" * 600, "file.damaged"),
    ],
    ids=["empty", "csv", "pdf", "no-zip", "half", "compound", "encrypted", "old"],
)
def test_what_is_no_workbook_is_refused_by_its_own_reason(content, wanted):
    assert code("a.xlsx", content) == wanted


def test_too_large_a_file_is_not_opened(monkeypatch):
    monkeypatch.setattr(packages, "MAXIMUM_BYTES", 100)
    assert code("a.xlsx", SOUND) == "file.too_large"


def test_macros_are_refused_by_ending_and_by_content():
    assert code("a.xlsm", SOUND) == "file.macros"
    assert code("a.xlsx", changed({"xl/vbaProject.bin": b"x"})) == "file.macros"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = changed({"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 60_000_000})
    assert len(bomb) < 200_000
    assert code("a.xlsx", bomb) == "file.swells"


def test_a_directory_that_lies_about_sizes_is_found():
    for part in ("xl/worksheets/sheet1.xml", "xl/theme/other.xml"):
        bomb = bytearray(changed({part: b" " * 3_000_000}))
        place = bomb.rindex(b"PK\x01\x02")
        assert bomb[place + 46 :].startswith(part.encode())
        struct.pack_into("<I", bomb, place + 24, 1000)
        with pytest.raises(ExchangeError) as told:
            checked("a.xlsx", bytes(bomb))
        assert told.value.code == "file.damaged"


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(packages, "PARTS_AT_MOST", 5)
    assert code("a.xlsx", SOUND) == "file.swells"


def test_declarations_are_refused_in_plain_and_in_wide_letters():
    attack = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst>&e;</sst>'
    )
    assert code("a.xlsx", changed({"xl/sharedStrings.xml": attack})) == "file.declares"
    wide = attack.decode().encode("utf-16")
    assert code("a.xlsx", changed({"xl/sharedStrings.xml": wide})) == "file.declares"


def test_a_lone_cell_far_away_does_not_make_the_reader_lay_out_the_sheet(monkeypatch):
    far = sheet_text().replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert code("a.xlsx", changed({"xl/worksheets/sheet1.xml": far})) == "sheet.too_large"
    wide = sheet_text().replace(b"</row></sheetData>", b'<c r="ZZ3"><v>1</v></c></row></sheetData>')
    monkeypatch.setattr(marks, "CELLS_AT_MOST", 2000)
    assert code("a.xlsx", changed({"xl/worksheets/sheet1.xml": wide})) == "sheet.too_large"


def test_the_parts_of_a_sheet_are_found_with_a_prefix_and_an_absolute_path():
    book = b'<x:workbook xmlns:x="s" xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="A" sheetId="1" r:id="rId9"/></x:sheets></x:workbook>'
    links = b'<Relationships><Relationship Id="rId9" Type="t" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
    sheet = b'<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c><x:c s="0" r="B1"><x:f>1/3</x:f></x:c><x:c r="C1"/></x:row></x:sheetData></x:worksheet>'
    content = changed({"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet})  # fmt: skip
    package = marks.Package(content)
    found = package.marks(0)
    assert package.first_1904
    assert (found.errors, found.uncomputed, found.formulas) == ({(0, 0): "#N/A"}, {(0, 1)}, 1)
    package.close()


@pytest.mark.parametrize(
    "cells",
    [
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r = "9"><c s="0" r = "A1048576"><v>1</v></c></row>',
        b'<row><c r="XFD1"><v>1</v></c></row>' + b"<row/>" * 60_000,
        b"<row r='3'>" + b"<c><v>1</v></c>" * 60_000 + b"</row>",
    ],
    ids=["single quotes", "blanks", "rows without a place", "cells without a place"],
)
def test_no_way_of_writing_a_place_hides_how_far_a_sheet_spans(cells):
    far = sheet_text().replace(b"</sheetData>", cells + b"</sheetData>")
    assert code("a.xlsx", changed({"xl/worksheets/sheet1.xml": far})) == "sheet.too_large"


def test_a_sheet_under_another_name_or_behind_a_strange_title_is_measured_too():
    far = sheet_text().replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>')  # fmt: skip
    with ZipFile(BytesIO(SOUND)) as archive:
        book = archive.read("xl/workbook.xml").replace(b'name="Sheet1"', b'name="a&gt;>b"')
        links = archive.read("xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"other.bin")
    assert code("a.xlsx", changed({"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": far})) == "sheet.too_large"  # fmt: skip
    moved = {"xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": None, "xl/worksheets/other.bin": far}  # fmt: skip
    assert code("a.xlsx", changed(moved)) == "sheet.too_large"
    strange = read_workbook("a.xlsx", changed({"xl/workbook.xml": book}))
    assert [one.name for one in strange.sheets] == ["a>>b"]


def test_a_sheet_whose_marks_cannot_be_found_is_not_read_at_all(monkeypatch):
    monkeypatch.setattr(marks.Package, "_paths_of", lambda *_: ["xl/nowhere.xml"])
    assert code("a.xlsx", SOUND) == "file.damaged"


def test_marks_are_seen_in_single_quotes_too():
    text = b"<c r='A2' s='0' t='e'><v>#REF!</v></c>"
    sheet = sheet_text().replace(b"</sheetData>", b"<row r='9'>" + text.replace(b"A2", b"A9") + b"</row></sheetData>")  # fmt: skip
    found = read_workbook("a.xlsx", changed({"xl/worksheets/sheet1.xml": sheet})).sheets[0]
    assert found.rows[8][0].what == "错误值#REF!"


def test_an_old_workbook_that_would_end_its_reader_ends_nobody_else():
    sound = old_book([["活动名称", "主题"], ["甲", "宪法"]])
    assert read_workbook("a.xls", sound).sheets[0].rows[1] == ["甲", "宪法"]
    place = sound.index(b"\x00\x02\x0e\x00")
    huge = sound[: place + 4] + struct.pack("<IIHH", 0, 0x7FFFFFFF, 0, 0xFFFF) + sound[place + 16 :]
    assert code("a.xls", huge) == "file.damaged"


def test_a_part_that_is_there_twice_is_refused_since_readers_differ_in_which_they_take():
    target = BytesIO(SOUND)
    with ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet_text())
    assert code("a.xlsx", target.getvalue()) == "file.damaged"


def test_a_part_that_was_changed_behind_its_checksum_is_found_to_its_end():
    target = BytesIO(SOUND)
    with ZipFile(target, "a", ZIP_STORED) as archive:
        archive.writestr("docProps/note.bin", b"-" * 9_000 + b"whole" + b"-" * 9_000)
    content = target.getvalue()
    assert len(read_workbook("a.xlsx", content).sheets) == 1
    assert code("a.xlsx", content.replace(b"whole", b"wrong")) == "file.damaged"


def test_a_sheet_of_a_chart_is_no_table():
    content = book([["甲", "乙"], [1, 2]], lambda made: made.create_chartsheet("图"))
    assert [one.name for one in read_workbook("a.xlsx", content).sheets] == ["Sheet1"]
