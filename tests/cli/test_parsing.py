from __future__ import annotations

import argparse

import pytest

from guiju.cli.main import main, parser
from tests.cli.running import cold, guiju


def leaves(made: argparse.ArgumentParser, words: tuple[str, ...] = ()):
    """Every command that can be run, with its parser."""
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from leaves(inner, (*words, name))
            return
    yield words, made


def options_of(made: argparse.ArgumentParser) -> set[str]:
    return {name for action in made._actions for name in action.option_strings}


COMMANDS = dict(leaves(parser()))
NO_DATA = {("law", "list"), ("law", "show"), ("law", "check"), ("law", "test"), ("law", "coverage")}


def complaint(capsys, *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_the_commands_are_those_promised():
    assert {" ".join(words) for words in COMMANDS} == {
        "demo", "serve", "tend", "law list", "law show", "law check", "law test", "law coverage", "perform", "init", "seal",
        "checkpoint", "sweep", "verify", "report build", "figures", "import", "export", "search rebuild",
    }  # fmt: skip


def test_every_command_that_touches_data_takes_the_folder():
    assert {words for words, made in COMMANDS.items() if "--db" not in options_of(made)} == NO_DATA


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_chinese(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert out.startswith("用法：guiju ")
    assert "usage" not in out
    assert "options:" not in out
    assert "positional" not in out
    for name in options_of(COMMANDS[words]):
        assert name in out


def test_the_exit_codes_are_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert "退出码：0 办成" in out
    for code in ("1 有不合规则", "2 没有办", "130 被中断"):
        assert code in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "缺少：命令"),
        (["lwa"], "没有“lwa”"),
        (["law", "chek"], "是不是“check”？"),
        (["law", "show"], "缺少：id"),
        (["law", "list", "--fromat", "json"], "不认识：--fromat json"),
        (["law", "list", "--format", "xml"], "--format 没有“xml”"),
        (["law", "list", "--format"], "--format 后面要有一个值"),
        (["law", "list", "--catalog"], "--catalog 后面要有一个值"),
        (["law", "show", "x", "--lowered=1"], "--lowered 不带值"),
        (["law", "show", "x", "--version", "2026-02-30"], "不是“2026-02-30”"),
        (["report", "build"], "缺少：--year"),
        (["report", "build", "--year", "22"], "应是四位年份"),
        (["report", "build", "--year", "\uff12\uff10\uff12\uff12"], "应是四位年份"),
        (["serve", "--port", "0"], "应是 1 到 65535 之间的整数"),
        (["serve", "--port", "http"], "应是 1 到 65535 之间的整数"),
        (["serve", "--workers", "1000"], "应是 1 到 256 之间的整数"),
        (["perform"], "缺少：--json"),
    ],
)
def test_wrong_arguments_are_explained_in_chinese(words, said, capsys):
    err = complaint(capsys, *words)
    assert said in err
    assert "--help" in err
    assert not any(word in err for word in ("argument", "required", "invalid", "expected"))


def test_options_are_not_guessed_from_their_beginning(capsys):
    assert "不认识：--form" in complaint(capsys, "law", "list", "--form", "json")


def test_a_reader_that_has_gone_is_no_error():
    import subprocess

    from tests.cli.running import COMMAND, environment

    shell = f"{' '.join(COMMAND)} law show ordinary-penalty --lowered | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, env=environment(), check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in {0, 2}


def test_the_installed_command_is_the_same(tmp_path):
    assert cold("law", "list").stdout == guiju("law", "list", cwd=tmp_path).stdout
