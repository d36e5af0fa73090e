"""``guiju init``, ``seal``, ``checkpoint``, ``sweep`` and ``verify``: keeping the record."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from guiju.cli.opening import connected, exists, folder_of, opened, prepare
from guiju.cli.parsing import add_format, add_store, command, named
from guiju.cli.telling import DONE, FAILED, UNUSABLE, as_json, refuse, working
from guiju.record.checkpoint import Checkpoint
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from guiju.cli.parsing import Commands

EXIT: Final = {"intact": DONE, "broken": FAILED, "not_verifiable": UNUSABLE}


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    verifying = command(
        commands,
        "verify",
        "核验全部记录：完好退出码 0，有损坏 1，没有可核验的 2",
        _verify,
    )
    verifying.add_argument(
        "--deep", action="store_true", help="还要逐件重新推算状态，并读每一份附件"
    )
    verifying.add_argument(
        "--checkpoint", type=named, action="append", default=[], metavar="FILE",
        help="另处留存的检查点；可以写多次。删去末尾的记录只有靠它才能发现",
    )  # fmt: skip
    others = (
        command(commands, "init", "新建数据文件夹，或者把旧版的数据库升级到本程序", _init),
        command(commands, "seal", "给已办成的行为编位", _seal),
        command(commands, "checkpoint", "编位并签署检查点；请把文本交别处留存", _checkpoint),
        command(commands, "sweep", "让到期的时钟事件发生", _sweep),
    )
    for parser in (verifying, *others):
        add_store(parser)
        add_format(parser)


def _init(options: argparse.Namespace) -> int:
    folder = folder_of(options)
    existed = exists(folder)
    with connected(folder), working("建立数据库"):
        changed = prepare(folder)
    done = "已是最新，没有改动" if not changed else "已升级" if existed else "已建立"
    _print(options, {"store": str(folder), "changed": changed}, f"“{folder}”{done}。")
    return DONE


def _seal(options: argparse.Namespace) -> int:
    with opened(options), working("编位"):
        from guiju.matters.sealing import seal

        size = seal()
    _print(options, {"size": size}, f"已编到第 {size} 位。")
    return DONE


def _checkpoint(options: argparse.Namespace) -> int:
    with opened(options), working("签署检查点"):
        from guiju.matters.sealing import checkpoint

        made = checkpoint()
    text = made.format()
    _print(options, {"size": made.size, "text": text}, text.removesuffix("\n"))
    return DONE


def _sweep(options: argparse.Namespace) -> int:
    with opened(options), working("登记到期的时钟事件"):
        from guiju.matters.clock import today
        from guiju.matters.recounting import recount
        from guiju.matters.sweep import sweep

        recount(today())  # notes a new notice of holidays
        changed = recount(today()) + sweep(today())
    _print(options, {"changed": changed}, f"{changed} 个办件有变化。")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    kept = [_kept(path) for path in options.checkpoint]
    folder = folder_of(options)
    report = _verified(options, kept) if exists(folder) else _nothing(folder)
    _print(options, verified_value(report), report.text())
    return EXIT[report.state]


def _verified(options: argparse.Namespace, kept: list[Checkpoint]) -> Report:
    with opened(options), working("核验"):
        from guiju.matters.pulse import VERIFIED, leave
        from guiju.matters.verification import verify_store

        report = verify_store(kept, deep=options.deep, workers=os.cpu_count() or 1)
        leave(VERIFIED, state=report.state, acts=report.acts, deep=options.deep)
        return report


def _nothing(folder: Path) -> Report:
    report = Report()
    report.add_not_verifiable(
        Place(file=str(folder)),
        "store.missing",
        "这个文件夹里没有规矩的数据库，没有可核验的记录。请用 --db 指明数据所在的文件夹。",
    )
    return report


def _kept(path: Path) -> Checkpoint:
    try:
        return Checkpoint.parse(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        refuse("store.checkpoint", f"检查点文件“{path}”不是 UTF-8 文本。请核对是否选错了文件。")


def verified_value(report: Report) -> dict[str, Any]:
    """The answer of a verification for programs.

    Args:
        report: what was found.
    """
    value = report.to_value()
    return {
        "intact": report.intact,
        "broken": value["broken"],
        "not_verifiable": value["not_verifiable"],
        "acts": report.acts,
        "matters": report.matters,
    }


def _print(options: argparse.Namespace, value: dict[str, Any], text: str) -> None:
    if options.format == "json":
        as_json(value)
    else:
        print(text)
