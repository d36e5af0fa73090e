"""``guiju law coverage``: which statutory rules the catalog carries, and where."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from guiju.cli.law_options import catalog_folder
from guiju.cli.parsing import command, named
from guiju.cli.telling import DONE, as_json, refuse
from guiju.lawbook.expected import ENCODED, MISSING, OUTSIDE, PARAMETER, load_expected

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from guiju.cli.parsing import Commands, Parser
    from guiju.lawbook.expected import Expected

WORDS: Final[Mapping[str, str]] = {
    ENCODED: "已写入程序",
    PARAMETER: "已写成参数",
    OUTSIDE: "不在程序之内",
    MISSING: "还没有写入",
}


def add(law: Commands) -> Parser:
    """Add the command and return its parser."""
    parser = command(
        law,
        "coverage",
        "对照应有的法定规则，列出每一条由哪里承载\n\n"
        "status：encoded 写成了规则或行为，parameter 写成了参数，outside 不是程序能承载的并写明理由，missing 还没有写入。",
        _coverage,
    )
    parser.add_argument(
        "--rules",
        type=named,
        metavar="FILE",
        help="规则表（JSON，每条至少有 id）；不写时是目录自带的",
    )
    return parser


def _coverage(options: argparse.Namespace) -> int:
    expected = load_expected(catalog_folder(options))
    asked = list(expected) if options.rules is None else _asked(Path(options.rules))
    rows = [_row(identifier, expected.get(identifier)) for identifier in asked]
    if options.format == "json":
        as_json({"rules": rows})
    else:
        _tell(rows)
    return DONE


def _asked(file: Path) -> list[str]:
    """Return the ids of a table of rules: a list of objects with ``id``, or an object that has it as ``rules``."""
    try:
        content = json.loads(file.read_bytes())
        rules: Iterable[Any] = content["rules"] if isinstance(content, dict) else content
        return [str(rule["id"]) for rule in rules]
    except (OSError, ValueError, KeyError, TypeError):
        refuse(
            "law.rules_file",
            f"“{file}”不是规则表。请给 JSON：一列规则，每条有 id，或者放在 rules 之下。",
        )


def _row(identifier: str, one: Expected | None) -> dict[str, str]:
    if one is None:
        return {"id": identifier, "status": MISSING, "where": "", "why": "应有规则里没有这一条"}
    why = one.outside or (f"欠在 {one.missing}" if one.missing else str(one.cite))
    return {"id": identifier, "status": one.status, "where": one.where, "why": why}


def _tell(rows: list[dict[str, str]]) -> None:
    for row in rows:
        print("\t".join((row["id"], WORDS[row["status"]], row["where"], row["why"])))
    counted = Counter(row["status"] for row in rows)
    parts = "，".join(f"{WORDS[status]} {counted[status]}" for status in WORDS)
    share = counted[ENCODED] + counted[PARAMETER]
    print(f"共 {len(rows)} 条：{parts}；写入的占 {100 * share / max(len(rows), 1):.1f}%。")
