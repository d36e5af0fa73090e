"""Files that lines of ``guiju perform`` bring in."""

from __future__ import annotations

import pytest

from tests.cli.performing import acts_stored, opening

pytestmark = pytest.mark.django_db


def test_files_are_kept_and_named_relative_to_the_input(office, perform, tmp_path):
    from guiju.matters.files import digest_on_disk
    from guiju.matters.models import StoredFile

    (tmp_path / "登记簿.pdf").write_bytes(b"%PDF-1.4 x")
    _, (told,) = perform(opening(office, files=["登记簿.pdf"]))
    assert told["accepted"]
    stored = StoredFile.objects.get()
    assert digest_on_disk(stored.sha256) == stored.sha256


def test_a_missing_an_empty_and_a_huge_file_are_each_refused(office, perform, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    _, told = perform(
        *(opening(office, files=[name]) for name in ("none.pdf", "empty.pdf", "huge.pdf"))
    )
    assert [one["refusal"]["code"] for one in told] == [
        "input.file",
        "file.empty",
        "file.too_large",
    ]
    assert "“none.pdf”" in told[0]["refusal"]["sentence"]
    assert "30.0MB" in told[2]["refusal"]["sentence"]
    assert acts_stored() == 0


def test_what_is_no_ordinary_file_is_refused_unread(office, perform, tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    _, told = perform(
        *(opening(office, files=[name]) for name in ("folder.pdf", "/dev/zero", "a\x00b.pdf"))
    )
    assert [one["refusal"]["code"] for one in told] == [
        "input.file",
        "input.file",
        "input.character",
    ]
    assert "不是文件" in told[1]["refusal"]["sentence"]
    assert acts_stored() == 0


def test_a_file_over_the_limit_is_not_read(office, perform, tmp_path, monkeypatch):
    from pathlib import Path

    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)

    def read(path):
        message = f"{path} was read"
        raise AssertionError(message)

    with monkeypatch.context() as watched:
        watched.setattr(Path, "read_bytes", read)
        _, (told,) = perform(opening(office, files=["huge.pdf"]))
    assert told["refusal"]["code"] == "file.too_large"
    assert "上限" in told["refusal"]["sentence"]
