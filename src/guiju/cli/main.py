"""The command ``guiju``."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from guiju.cli import acts, demo, law, reports, search, serve, store, tables
from guiju.cli.causes import why
from guiju.cli.parsing import Parser, subcommands
from guiju.cli.telling import UNUSABLE, as_json, complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

INTERRUPTED = 130
EXIT_CODES = """\
退出码：0 办成；1 有不合规则的（有行为被拒绝、记录有损坏、目录有错误、事例没有通过）；
2 没有办（参数有误、没有数据可核验、文件读不到）；130 被中断。"""


def parser() -> Parser:
    """The parser of the whole command line."""
    made = Parser(prog="guiju", description=f"规矩：依法办事的工作平台。\n\n{EXIT_CODES}")
    commands = subcommands(made)
    for group in (demo, serve, law, acts, tables, store, search, reports):
        group.add(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: words of the command line; those of the process when None.

    Returns:
        The exit code, as the help says.
    """
    _speak_utf8()
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ValueError, RuntimeError) as error:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise
        _fail(options, str(error), code)
    except BrokenPipeError:
        # The reader has gone; what is still buffered would raise once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f"“{error.filename}”" if error.filename else ""
        _fail(options, f"{where}不能读写：{why(error)}。请核对路径和权限。", "file.unusable")
    except KeyboardInterrupt:
        return INTERRUPTED
    return UNUSABLE


def _fail(options: argparse.Namespace, sentence: str, code: str) -> None:
    complain(sentence, code)
    if getattr(options, "format", "text") == "json":
        as_json({"error": {"code": code, "sentence": sentence}})


def _speak_utf8() -> None:
    # On a host whose locale is not UTF-8 the sentences must still come out.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
