"""The parser that speaks Chinese, and the options that several commands share."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol

from guiju.cli.telling import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[[argparse.Namespace], int]

HEADINGS: Final = {"options": "选项", "positional arguments": "参数"}
MESSAGES: Final = (
    (r"the following arguments are required: (.+)", "缺少：{0}。请补上。"),
    (r"unrecognized arguments: (.+)", "不认识：{0}。请核对写法。"),
    (r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)", "{0} 没有“{1}”。可以写：{2}。"),
    (r"argument (.+): expected one argument", "{0} 后面要有一个值。请补上。"),
    (r"argument (.+): expected at least one argument", "{0} 后面至少要有一个值。请补上。"),
    (r"argument (.+): not allowed with argument (.+)", "{0} 与 {1} 不能同时写。请留一个。"),
    (r"argument (.+): invalid int value: '(.*)'", "{0} 应是整数，不是“{1}”。请改正。"),
    (
        r"ambiguous option: (.+) could match (.+)",
        "{0} 可以指 {1}。请写全。",
    ),
    (r"argument (.+): ignored explicit argument (.+)", "{0} 不带值，不能写 {1}。请去掉。"),
    (r"argument ([^:]+): (.+)", "{0}：{1}"),
)


class Commands(Protocol):
    """Where commands are added."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:
        """Add a command and return its parser."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with Chinese headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin the usage line in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a section under its Chinese heading."""
        super().start_section(HEADINGS.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are Chinese."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", Formatter)
        super().__init__(**settings, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end."""
        print(f"{translated(message)}\n说明见：{self.prog} --help", file=sys.stderr)
        sys.exit(UNUSABLE)


def translated(message: str) -> str:
    """A complaint of the parser in Chinese, with the nearest word where one was mistyped."""
    for pattern, sentence in MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups()) + _nearest(found.groups())
    return message


def _nearest(parts: tuple[str, ...]) -> str:
    if len(parts) != 3:
        return ""
    near = difflib.get_close_matches(parts[1], re.findall(r"'([^']+)'", parts[2]), 1)
    return f"是不是“{near[0]}”？" if near else ""


def command(commands: Commands, name: str, text: str, run: Run | None = None) -> Parser:
    """Add a command.

    Args:
        commands: where it is added.
        name: its word.
        text: what it does, in one Chinese sentence; more follows after a line break.
        run: what runs it; None where it has commands of its own.
    """
    parser = commands.add_parser(name, help=text.split("\n", 1)[0], description=text)
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def subcommands(parser: Parser) -> Commands:
    """Give a command further commands, of which one must be named."""
    return parser.add_subparsers(
        required=True, metavar="命令", title="命令", dest="_", parser_class=Parser
    )


def add_store(parser: Parser, default: str = "var/store") -> None:
    """Add the option that names the folder of the data."""
    parser.add_argument(
        "--db", type=named, metavar="DIR", default=None,
        help=f"数据所在的文件夹（数据库、附件、统计副本）；不写时取 GUIJU_STORE，再不然是 {default}",
    )  # fmt: skip


def add_format(parser: Parser) -> None:
    """Add the option that chooses between text and JSON."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help='输出的格式；程序读取用 json，没有办的给出 {"error": {"code", "sentence"}}',
    )


def add_year(parser: Parser, *, required: bool) -> None:
    """Add the options that name a body and a year."""
    parser.add_argument("--year", type=year, required=required, metavar="Y", help="年份，例如 2022")
    parser.add_argument("--body", metavar="B", help="机构代码；不写时取最上级机构，含其下级")


def named(text: str) -> Path:
    """A file or folder as written on the command line; an empty name would mean the present folder.

    Raises:
        argparse.ArgumentTypeError: the name is empty.
    """
    if not text.strip():
        message = "名称是空的。请写明文件或者文件夹；指当前文件夹的，写一个点（.）。"
        raise argparse.ArgumentTypeError(message)
    return Path(text)


def day(text: str) -> dt.date:
    """A day as written on the command line.

    Raises:
        argparse.ArgumentTypeError: it is no day.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"应是日期，例如 2026-03-02，不是“{text}”。请改正。"
        raise argparse.ArgumentTypeError(message) from error


def year(text: str) -> int:
    """A year as written on the command line.

    Raises:
        argparse.ArgumentTypeError: it is no year.
    """
    if re.fullmatch(r"[12]\d{3}", text, re.ASCII) is None:
        message = f"应是四位年份，例如 2022，不是“{text}”。请改正。"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds, both included."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            message = f"应是 {lowest} 到 {highest} 之间的整数，不是“{text}”。请改正。"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read
