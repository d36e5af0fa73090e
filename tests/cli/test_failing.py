"""A command that cannot do its work says so to programs as well, in Chinese, and before it begins."""

from __future__ import annotations

import errno
import json
import os
import socket

import pytest

from guiju.cli import causes
from guiju.cli.main import main
from tests.cli.running import guiju

PAGE = "report.html"


def failed(*words: object) -> dict[str, str]:
    """What a command that is not done answers to programs."""
    done = guiju(*map(str, words), "--format", "json")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "sentence"}
    assert f"{told['error']['sentence']}（{told['error']['code']}）" in done.stderr
    return told["error"]


@pytest.mark.parametrize(
    "words",
    [
        ["verify"], ["init"], ["seal"], ["sweep"], ["checkpoint"], ["figures", "--year", "2022"],
        ["report", "build", "--year", "2022"], ["demo", "--no-serve"],
    ],
)  # fmt: skip
def test_a_file_that_is_no_database_is_told_to_programs(words, tmp_path):
    (tmp_path / "guiju.sqlite3").write_bytes(b"this is no database at all" * 100)
    told = failed(*words, "--db", tmp_path)
    assert told["code"] == "store.database"
    assert "文件不是数据库" in told["sentence"]


def test_a_checkpoint_that_cannot_be_read_is_told_to_programs(demo, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(b"\xff\xfe")
    assert failed("verify", "--db", demo[0], "--checkpoint", wrong)["code"] == "store.checkpoint"
    wrong.write_bytes(b"hello\n")
    assert failed("verify", "--db", demo[0], "--checkpoint", wrong)["code"] == "record.checkpoint"
    told = failed("verify", "--db", demo[0], "--checkpoint", tmp_path / "none.txt")
    assert told["code"] == "file.unusable"
    assert "没有这个文件或者文件夹" in told["sentence"]


@pytest.mark.parametrize("words", [["list"], ["show", "people-mediation"], ["test"]])
def test_a_folder_that_is_no_catalog_is_told_to_programs(words, tmp_path, capsys):
    code = main(["law", *words, "--catalog", str(tmp_path), "--format", "json"])
    assert code == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"]


def test_people_are_told_on_the_error_output_alone(tmp_path):
    done = guiju("seal", "--db", tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        ["init", "--db", ""],
        ["verify", "--db", " "],
        ["demo", "--no-serve", "--db", ""],
        ["verify", "--checkpoint", ""],
        ["report", "build", "--year", "2022", "--out", ""],
        ["law", "list", "--catalog", ""],
    ],
)
def test_an_empty_name_is_never_the_present_folder(words, tmp_path):
    done = guiju(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "名称是空的" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_could_not_be_kept_is_not_begun(tmp_path):
    out = tmp_path / "none" / PAGE
    words = ("report", "build", "--year", "2022", "--db", tmp_path / "no-store")
    assert failed(*words, "--out", out) == {
        "code": "file.unusable",
        "sentence": f"“{out}”不能读写：没有这个文件或者文件夹。请核对路径和权限。",
    }
    assert failed(*words, "--out", tmp_path)["sentence"].startswith(f"“{tmp_path}”不能读写：这是")


def test_a_report_that_is_refused_leaves_the_file_as_it_was(tmp_path):
    words = ("report", "build", "--year", "2022", "--db", tmp_path / "no-store", "--out")
    assert failed(*words, tmp_path / PAGE)["code"] == "store.missing"
    assert not (tmp_path / PAGE).exists()
    (tmp_path / PAGE).write_text("last year's", encoding="utf-8")
    assert failed(*words, tmp_path / PAGE)["code"] == "store.missing"
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "last year's"


@pytest.mark.parametrize("number", [*causes.SYSTEM, errno.ENXIO])
def test_a_failure_of_the_system_is_told_without_a_word_of_english(number):
    said = causes.why(OSError(number, os.strerror(number)))
    assert said
    assert not any(one.isascii() and one.isalpha() for one in said)


def test_an_address_that_does_not_exist_is_told_in_chinese():
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert causes.why(error) == "认不出这个地址"


def test_a_failure_of_the_database_is_told_in_chinese_and_an_unknown_one_quoted():
    assert causes.why_database(ValueError("database is locked")) == "数据库正被别的进程占用"
    assert causes.why_database(ValueError("out of cheese\n")) == "数据库报告“out of cheese”"
