"""What the command answers with: exit codes, sentences on the error output, answers alone on the other."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import sys
import time

import pytest

from guiju.cli import law, main, opening, parsing, serve, telling
from guiju.cli.parsing import translated
from guiju.cli.telling import CliError, as_json, as_line, working
from tests.cli.running import guiju


def ended(monkeypatch, error: BaseException, *words: str) -> int:
    """The exit code of a command that ends with an error."""

    def run(_options):
        raise error

    monkeypatch.setattr(law, "_list", run)
    return main.main(["law", "list", *words])


def test_an_interrupted_command_ends_with_130_and_no_traceback(monkeypatch, capsys):
    assert ended(monkeypatch, KeyboardInterrupt()) == main.INTERRUPTED == 130
    assert capsys.readouterr() == ("", "")


def test_a_refusal_is_a_sentence_with_its_code_on_the_error_output(monkeypatch, capsys):
    assert ended(monkeypatch, CliError("store.none", "没有数据。请用 --db 指明。")) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "没有数据。请用 --db 指明。（store.none）\n"


@pytest.mark.parametrize("kind", [ValueError, RuntimeError])
def test_a_failure_of_another_room_with_a_code_is_a_sentence_too(monkeypatch, capsys, kind):
    error = kind("目录有错。")
    error.code = "catalog.broken"
    assert ended(monkeypatch, error) == 2
    assert "目录有错。（catalog.broken）" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [ValueError("a slip"), RuntimeError("a slip"), TypeError("a slip")]
)
def test_a_slip_of_the_program_is_not_passed_off_as_a_refusal(monkeypatch, error):
    with pytest.raises(type(error), match="a slip"):
        ended(monkeypatch, error)


def test_a_code_that_is_no_text_is_no_refusal(monkeypatch):
    error = ValueError("exit")
    error.code = 3
    with pytest.raises(ValueError, match="exit"):
        ended(monkeypatch, error)


def test_a_file_that_cannot_be_used_is_named(monkeypatch, capsys):
    assert ended(monkeypatch, PermissionError(13, "Permission denied", "/root/x")) == 2
    assert "“/root/x”不能读写：没有权限。请核对路径和权限。（file.unusable）" in (
        capsys.readouterr().err
    )


def test_a_failure_without_a_file_is_told_without_one(monkeypatch, capsys):
    assert ended(monkeypatch, OSError(28, "No space left on device")) == 2
    assert capsys.readouterr().err.startswith("不能读写：磁盘已满。")


def test_a_command_must_be_named(capsys):
    with pytest.raises(SystemExit) as stopped:
        main.main([])
    assert stopped.value.code == 2
    assert "guiju --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("argument ids: expected at least one argument", "ids 后面至少要有一个值。请补上。"),
        ("argument --a: not allowed with argument --b", "--a 与 --b 不能同时写。请留一个。"),
        ("argument --n: invalid int value: 'x'", "--n 应是整数，不是“x”。请改正。"),
        ("ambiguous option: --ve could match --version", "--ve 可以指 --version。请写全。"),
        ("argument --year: 应是四位年份。", "--year：应是四位年份。"),
        ("something nobody thought of", "something nobody thought of"),
    ],
)
def test_each_complaint_of_the_parser_has_its_sentence(message, said):
    assert translated(message) == said


def test_the_nearest_word_is_offered_only_when_there_is_one():
    choices = "(choose from 'check', 'list', 'show', 'test')"
    assert translated(f"argument 命令: invalid choice: 'chekc' {choices}").endswith(
        "是不是“check”？"
    )
    assert "是不是" not in translated(f"argument 命令: invalid choice: 'zzzz' {choices}")


@pytest.mark.parametrize(
    ("text", "read"), [("2026-03-02", dt.date(2026, 3, 2)), ("20260302", dt.date(2026, 3, 2))]
)
def test_a_day_is_read(text, read):
    assert parsing.day(text) == read


@pytest.mark.parametrize("text", ["2026-02-30", "明天", "", "2026-3-2"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(argparse.ArgumentTypeError, match="2026-03-02"):
        parsing.day(text)


@pytest.mark.parametrize(
    "text", ["2\uff10\uff12\uff12", "999", "3000", "20222", "", "0022", "-2022"]
)
def test_what_is_no_year_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="四位年份"):
        parsing.year(text)


def test_a_whole_number_lies_between_its_bounds_both_included():
    read = parsing.whole(1, 256)
    assert [read("1"), read("256")] == [1, 256]
    for text in ("0", "257", "-1", "1.0", "\uff11", "", " 1", "0x1"):
        with pytest.raises(argparse.ArgumentTypeError, match="1 到 256"):
            read(text)


def test_answers_for_programs_keep_chinese_and_days(capsys):
    as_json({"名": dt.date(2026, 3, 2)})
    as_line({"名": "㙓"})
    out = capsys.readouterr().out
    assert '"名": "2026-03-02"' in out
    assert out.splitlines()[-1] == '{"名": "㙓"}'


def test_a_reader_of_the_error_output_who_has_gone_does_not_end_the_work(monkeypatch):
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    telling.note("正在办理")
    telling.complain("没有成。", "x.y")


def test_what_takes_less_than_a_second_says_nothing(capsys):
    with working("读取"):
        pass
    assert capsys.readouterr().err == ""


def test_what_takes_longer_says_so_and_how_long_even_when_it_fails(monkeypatch, capsys):
    monkeypatch.setattr(telling, "PATIENCE", 0.05)

    @working("读取")
    def slow() -> None:
        time.sleep(0.2)
        telling.refuse("x.y", "没有成。")

    with pytest.raises(CliError):
        slow()
    err = capsys.readouterr().err
    assert err.startswith("正在读取……\n")
    assert "读取用了 0." in err
    assert "\r" not in err, "no running clock where nobody watches"


def test_somebody_who_watches_sees_the_seconds_run(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(telling, "PATIENCE", 0.05)
    with working("读取"):
        time.sleep(0.3)
    assert "\r已用 0 秒" in screen.getvalue()


@pytest.mark.parametrize(
    ("given", "environment", "found"),
    [("a", "b", "a"), (None, "b", "b"), (None, "", "var/demo"), (None, None, "var/demo")],
)
def test_the_folder_meant_is_the_one_said_then_the_one_set_then_the_default(
    monkeypatch, tmp_path, given, environment, found
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GUIJU_STORE", raising=False)
    if environment is not None:
        monkeypatch.setenv("GUIJU_STORE", environment)
    options = argparse.Namespace(db=given)
    assert opening.folder_of(options, "var/demo") == tmp_path / found


def test_a_store_is_there_when_a_server_is_named_or_the_file_lies_there(monkeypatch, tmp_path):
    monkeypatch.delenv("GUIJU_DATABASE", raising=False)
    assert not opening.exists(tmp_path / "none")
    (tmp_path / "guiju.sqlite3").write_bytes(b"")
    assert opening.exists(tmp_path)
    monkeypatch.setenv("GUIJU_DATABASE", "postgresql://host/guiju")
    assert opening.exists(tmp_path / "none")


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_an_address_is_shown_as_a_browser_takes_it(host, shown):
    assert serve._shown(host) == shown


def test_without_saying_so_no_more_than_four_processes_serve(monkeypatch):
    for cores, workers in ((1, 1), (4, 4), (64, 4), (None, 1)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert serve._workers() == workers


def test_what_is_said_to_people_does_not_disturb_what_programs_read():
    done = guiju("law", "list", "--format", "json")
    assert isinstance(json.loads(done.stdout), list)
