"""The verifier as a program: ``python -m guiju.record``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guiju.record.canonical import decode, encode
from guiju.record.checkpoint import Checkpoint
from guiju.record.digests import sha256, sm3
from guiju.record.errors import RecordError
from guiju.record.folder import Key, verify_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.record.report import Report

EXIT = {"intact": 0, "broken": 1, "not_verifiable": 2}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: words of the command line; those of the process when None.

    Returns:
        0 intact, 1 broken, 2 not verifiable or wrongly called.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RecordError as error:
        sys.stderr.write(f"{error}（{error.code}）\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guiju.record", description="核验导出的行为记录")
    commands = parser.add_subparsers(required=True)
    verify = commands.add_parser("verify", help="核验导出的文件夹")
    verify.add_argument("folder", type=Path, help="导出的文件夹")
    verify.add_argument("--format", choices=("text", "json"), default="text", help="输出的格式")
    verify.add_argument(
        "--checkpoint", type=Path, action="append", default=[], help="另处留存的检查点文件"
    )
    verify.add_argument(
        "--key", action="append", default=[], metavar="NAME:HEX", help="签署人的 Ed25519 公钥"
    )
    verify.set_defaults(run=_verify)
    digest = commands.add_parser("digest", help="从标准输入读行为，给出两个摘要")
    digest.set_defaults(run=_digest)
    return parser


def _verify(options: argparse.Namespace) -> int:
    if not options.folder.is_dir():
        raise RecordError(code="record.folder", sentence="没有这个文件夹，请核对路径。")
    report = verify_folder(
        options.folder,
        kept=[_checkpoint(path) for path in options.checkpoint],
        keys=[_key(text) for text in options.key],
    )
    _write(_shown(report, options.format))
    return EXIT[report.state]


def _shown(report: Report, form: str) -> str:
    if form == "json":
        return json.dumps(report.to_value(), ensure_ascii=False, indent=2)
    return report.text()


def _checkpoint(path: Path) -> Checkpoint:
    try:
        return Checkpoint.parse(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(
            code="record.checkpoint", sentence="读不到检查点文件，请核对路径和编码。"
        ) from error


def _key(text: str) -> Key:
    name, _, public = text.rpartition(":")
    try:
        return Key(name, bytes.fromhex(public))
    except ValueError as error:
        raise RecordError(
            code="record.key", sentence="公钥写作 名称:64 位十六进制，请核对。"
        ) from error


def _digest(_: argparse.Namespace) -> int:
    content = sys.stdin.buffer.read().removesuffix(b"\n")
    decode(content)
    _write(encode({"sha256": sha256(content), "sm3": sm3(content)}).decode())
    return 0


def _write(text: str) -> None:
    # Not print: on a host whose locale is not UTF-8 the report must still come out.
    sys.stdout.buffer.write(f"{text}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
