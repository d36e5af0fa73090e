"""``guiju demo``: a county's year to try the program with."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from guiju.cli.opening import connected, folder_of, prepare
from guiju.cli.parsing import add_format, add_store, command
from guiju.cli.serve import add_address, check_port
from guiju.cli.telling import DONE, as_json, note, refuse

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from guiju.cli.parsing import Commands
    from guiju.demo.services import Demo

STORE: Final = "var/demo"
MARK: Final = "demo.json"


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    parser = command(
        commands,
        "demo",
        "建立演示数据并打开网页；已经建立的直接打开\n\n密码每次建立时新抽取，只显示一次。",
        _demo,
    )
    parser.add_argument("--no-serve", action="store_true", help="只建立，不打开网页")
    add_store(parser, STORE)
    add_format(parser)
    add_address(parser)


def _demo(options: argparse.Namespace) -> int:
    folder = folder_of(options, STORE)
    if not options.no_serve:
        check_port(options.host, options.port)
    with connected(folder):
        prepare(folder)
        told = {**(_built_before(folder) or _build(folder)), **_recorded()}
    if options.format == "json":
        as_json(told)
    else:
        print("\n".join(_lines(told)), flush=True)
    if options.no_serve:
        note(f"要打开网页，运行：guiju serve --db {folder}")
    else:
        _serve_anew(folder, options)
    return DONE


def _serve_anew(folder: Path, options: argparse.Namespace) -> None:
    """Become the server: what building left in the process, the counting engine's threads above all, would not survive its fork."""
    words = ["serve", "--db", str(folder), "--host", options.host]
    words += ["--port", str(options.port), "--workers", str(options.workers)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "guiju.cli", *words])  # noqa: S606 -- this program itself


def _built_before(folder: Path) -> dict[str, Any] | None:
    """What an earlier run left, or None where the store is empty.

    Raises:
        CliError: ``demo.not_a_demo`` where the store holds something else.
    """
    from guiju.people.selectors import top_bodies

    if not top_bodies().exists():
        return None
    mark = folder / MARK
    if not mark.is_file():
        refuse(
            "demo.not_a_demo",
            f"“{folder}”里已有数据，但不是建立完整的演示。请用 --db 另选一个文件夹；"
            "如果是上次建立演示时中断留下的，删除这个文件夹后再运行。",
        )
    return {**json.loads(mark.read_text(encoding="utf-8")), "store": str(folder), "built": False}


def _build(folder: Path) -> dict[str, Any]:
    from guiju.demo.services import build_demo

    built = build_demo(progress=note)
    told = _value(built)
    kept = {**told, "accounts": [{**one, "password": None} for one in told["accounts"]]}
    (folder / MARK).write_text(json.dumps(kept, ensure_ascii=False, indent=2), encoding="utf-8")
    return {**told, "store": str(folder), "built": True}


def _recorded() -> dict[str, int]:
    """What the record holds now: what came by the clock is counted too, as the verification counts it."""
    from guiju.matters.models import Act, Matter

    return {"matters": Matter.objects.count(), "acts": Act.objects.count()}


def _value(built: Demo) -> dict[str, Any]:
    return {
        "county": built.county,
        "year": built.year,
        "accounts": [
            {
                "username": one.username,
                "password": one.password,
                "name": one.name,
                "body": one.body,
                "roles": list(one.roles),
            }
            for one in built.accounts
        ],
    }


def _lines(told: dict[str, Any]) -> list[str]:
    done = "演示已建立" if told["built"] else "演示早已建立，直接使用"
    lines = [
        f"{done}：{told['year']} 年，办件 {told['matters']} 件，行为 {told['acts']} 件，数据在“{told['store']}”。"
    ]
    if told["built"]:
        lines.append("可以登录的账号（密码只显示这一次）：")
    else:
        lines.append(
            f"可以登录的账号（密码在建立时显示过；忘了的，删除“{told['store']}”后重新建立）："
        )
    for one in told["accounts"]:
        password = f"\t{one['password']}" if one["password"] else ""
        lines.append(
            f"  {one['username']}{password}\t{one['name']}，{one['body']}，{'、'.join(one['roles'])}"
        )
    return lines
