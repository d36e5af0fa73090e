"""A file is taken when its content is what its name says; else the refusal names what is taken."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.matters.files import MAXIMUM_BYTES
from guiju.web import uploads
from guiju.web.forms import UnreadableError
from guiju.web.uploads import ACCEPTED, KINDS, checked


def archive(*members: str, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for member in members:
            packed.writestr(member, "<x/>")
        packed.comment = comment
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
OFD = archive("OFD.xml", "Doc_0/Document.xml")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MP4 = b"\x00\x00\x00\x18ftypmp42"
MP3 = b"ID3\x03\x00"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "
TEXT = "调解记录：㙓某到场。\r\n".encode()
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
DOC = OLD + "WordDocument".encode("utf-16-le") + b"\x00" * 40
XLS = OLD + "Workbook".encode("utf-16-le") + b"\x00" * 48
SAMPLES = {
    "a.doc": DOC, "a.wps": DOC, "a.xls": XLS, "a.et": XLS,
    "a.pdf": PDF, "a.ofd": OFD, "a.docx": DOCX, "a.xlsx": XLSX, "a.jpg": JPEG, "a.jpeg": JPEG, "a.png": PNG,
    "a.txt": TEXT, "a.mp4": MP4, "a.mp3": MP3, "a.wav": WAV,
}  # fmt: skip
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100
PAGE = b"<html><script>alert(1)</script></html>"


def bring(name: str, content: bytes) -> bytes:
    return checked(name, len(content), lambda: content)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        bring(name, content)
    return refused.value.sentence


def test_there_is_a_sample_of_every_kind():
    assert {name[1:] for name in SAMPLES} == set(KINDS)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_is_what_its_name_says_is_taken_unchanged(name):
    assert bring(name, SAMPLES[name]) is SAMPLES[name]


def test_the_ending_may_be_in_capitals_and_the_name_chinese():
    assert bring("送达回证（㙓某）.PDF", PDF) == PDF
    assert bring("照片 1.JPG", JPEG) == JPEG


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("content", [PROGRAM, OLD, b"\x00", archive("x.txt")], ids=range(4))
def test_what_is_none_of_them_is_refused_under_every_name(name, content):
    sentence = refusal(name, content)
    assert f"“{name}”的内容不是{KINDS[name[1:]].label}，没有保存。" in sentence
    assert ACCEPTED in sentence
    assert "另存为" in sentence


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.endswith(".txt")])
def test_a_web_page_is_taken_as_nothing_but_text(name):
    assert "的内容不是" in refusal(name, PAGE)


@pytest.mark.parametrize("name", SAMPLES)
def test_one_kind_does_not_pass_for_another(name):
    kind = KINDS[name[1:]]
    for other, content in SAMPLES.items():
        if KINDS[other[1:]] is not kind and not (name == "a.txt" and other == "a.mp3"):
            assert not kind.fits(content) or kind is KINDS[".txt"], (name, other)


@pytest.mark.parametrize(
    "name",
    [
        "a.exe",
        "a.ppt",
        "a.html",
        "a.svg",
        "a.zip",
        "a.docm",
        "a.pdf.exe",
        "a",
        ".pdf",
        "a.pdf ",
    ],
)
def test_an_ending_that_is_not_taken_is_refused_with_those_that_are(name):
    sentence = refusal(name, PDF)
    assert f"“{name}”不是可以上传的文件" in sentence
    assert ACCEPTED in sentence


def test_the_sentence_of_what_is_taken_names_every_kind():
    for ending in set(KINDS) - {".jpeg"}:
        assert ending[1:].upper() in ACCEPTED.upper()


@pytest.mark.parametrize("name", ["a.exe", "名" * 151 + ".pdf", "a\u202efdp.txt"])
def test_what_is_refused_by_its_name_is_not_read(name):
    def read() -> bytes:
        message = "it was read"
        raise AssertionError(message)

    with pytest.raises(UnreadableError):
        checked(name, 10, read)


def test_a_file_over_the_limit_is_refused_with_its_size_and_not_read():
    def read() -> bytes:
        message = "it was read"
        raise AssertionError(message)

    with pytest.raises(
        UnreadableError, match=r"“卷宗.pdf”有30.0MB，超过单个文件20MB的上限，没有保存"
    ):
        checked("卷宗.pdf", 30 * 1024 * 1024, read)


def test_a_file_at_the_limit_is_taken():
    content = PDF.ljust(MAXIMUM_BYTES, b"\0")
    assert len(bring("卷宗.pdf", content)) == MAXIMUM_BYTES


@pytest.mark.parametrize(
    "name", ["名" * 147 + ".pdf", "a\nb.pdf", "a\x7f.pdf", "合同\u202efdp.pdf", "\u2066a.pdf"]
)
def test_a_name_too_long_or_with_signs_that_deceive_is_refused_and_shown_without_them(name):
    sentence = refusal(name, PDF)
    assert "请改名后再上传" in sentence
    assert not any(sign in sentence for sign in "\n\x7f\u202e\u2066")
    assert len(sentence) < 250


def test_a_name_of_a_hundred_and_fifty_signs_is_taken():
    assert bring("名" * 146 + ".pdf", PDF)


def test_a_pdf_may_begin_a_little_later_as_scanners_write_it():
    assert bring("a.pdf", b"\xef\xbb\xbf\r\n" + PDF)
    assert bring("a.pdf", b" " * 1019 + PDF)
    refusal("a.pdf", b" " * 1020 + PDF)


def test_a_package_is_known_by_its_part_whatever_stands_around_it():
    assert bring("a.docx", archive("word/document.xml", "x", comment=b"\xd5\xc5"))
    refusal("a.docx", archive("Word/Document.xml"))
    refusal("a.docx", archive("word/document.xml.bak"))
    refusal("a.ofd", archive("sub/OFD.xml"))
    refusal("a.docx", b"prefix" + DOCX)


@pytest.mark.parametrize("cut", [4, 30, len(DOCX) // 2, len(DOCX) - 1])
def test_a_package_cut_short_is_refused(cut):
    refusal("a.docx", DOCX[:cut])


def test_a_package_of_endlessly_many_parts_is_refused_without_opening_it(monkeypatch):
    monkeypatch.setattr(uploads, "ZipFile", None)
    refusal("a.docx", DOCX + uploads.ENTRY * (uploads.ENTRIES_AT_MOST + 1))


def test_a_package_that_unpacks_to_gigabytes_is_not_unpacked(monkeypatch):
    def read(*_args, **_more):
        message = "it was unpacked"
        raise AssertionError(message)

    monkeypatch.setattr(zipfile.ZipFile, "read", read)
    monkeypatch.setattr(zipfile.ZipFile, "open", read)
    assert bring("a.docx", DOCX)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_taken_in_the_encodings_people_have(encoding):
    assert bring("a.txt", "调解记录\t一\r\n㙓某到场。".encode(encoding))


@pytest.mark.parametrize(
    "content",
    ["调解记录".encode("utf-16"), b"\xff\xfe\x00", b"ok\x00", b"ok\x1b[0m", b"\x80"],
    ids=repr,
)
def test_what_is_no_text_is_not_taken_for_text(content):
    refusal("a.txt", content)


def test_an_mp3_may_begin_with_its_first_frame():
    for second in (0xFB, 0xF3, 0xFA, 0xE3):
        assert bring("a.mp3", bytes([0xFF, second, 0x90]))
    for second in (0x00, 0xE1, 0xF1, 0xD8):
        refusal("a.mp3", bytes([0xFF, second, 0x90]))


def test_a_riff_that_is_no_sound_is_refused():
    refusal("a.wav", b"RIFF\x24\x00\x00\x00AVI LIST")


def test_an_empty_file_is_left_to_the_store_to_refuse():
    assert bring("a.pdf", b"") == b""


def taken_or_refused(name: str, content: bytes) -> str:
    try:
        return "" if bring(name, content) == content else "changed"
    except UnreadableError as refused:
        return refused.sentence


@given(name=st.sampled_from(sorted(SAMPLES)), content=st.binary(max_size=300), sound=st.booleans())
def test_no_content_raises_anything_but_a_sentence(name, content, sound):
    content = SAMPLES[name] + content if sound else b"PK\x03\x04" + content
    told = taken_or_refused(name, content)
    assert not told or "没有保存" in told


@given(place=st.integers(0, len(DOCX) - 1), value=st.integers(0, 255))
def test_no_changed_byte_of_a_package_raises_anything_but_a_sentence(place, value):
    told = taken_or_refused("a.docx", DOCX[:place] + bytes([value]) + DOCX[place + 1 :])
    assert not told or "Word（docx）" in told
