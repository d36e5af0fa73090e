"""``guiju law``: reading, checking and testing the catalog. Nothing here knows Django."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.cli import law_cases, law_coverage
from guiju.cli.law_options import add_catalog, add_identifiers, catalog_folder, named_files
from guiju.cli.parsing import add_format, command, day, subcommands
from guiju.cli.telling import DONE, FAILED, as_json, working
from guiju.documents.checks import document_findings, spare_templates
from guiju.lawbook.catalog import Catalog, check_whole, load_catalog
from guiju.lawbook.checks import check
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.expected import load_expected
from guiju.lawbook.expected_checks import expected_findings
from guiju.lawbook.findings import ERROR, Finding
from guiju.lawbook.reader import load_procedure
from guiju.lawbook.shelf import load_shelf
from guiju.lawbook.show import as_text, lowered, national

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from guiju.cli.parsing import Commands
    from guiju.lawbook.schema import Procedure

WEIGHTS: Final = {
    "error": ("错误", "这样写不能施行，或者施行起来与条文不符；改正之前不要使用"),
    "note": ("提示", "可能有意如此；请对照条文核对，不必都改"),
}
KINDS: Final = {"case": "案件", "list": "清单", "ledger": "台账"}


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    law = subcommands(command(commands, "law", "程序目录：列出、查看、检查、跑事例"))
    listing = command(law, "list", "列出目录中的程序，每个程序一行", _list)
    show = command(
        law, "show",
        "显示一个程序：行为、规则和条文、事例\n\n加 --format json 的，给出 {\"digest\", \"rules\"}：办件所依的规则全文和它的摘要。",
        _show,
    )  # fmt: skip
    show.add_argument("id", help="程序标识，例如 ordinary-penalty")
    show.add_argument("--lowered", action="store_true", help="显示内核所用的 JSON 图")
    show.add_argument(
        "--version", type=day, metavar="DATE", help="哪一天施行的版本；不写时取最新的"
    )
    show.add_argument("--field", default="", help="取哪个执法领域的参数值；不写时取全国的")
    checking = command(law, "check", "检查程序写得对不对；有错误时退出码为 1", _check)
    add_identifiers(checking)
    for parser in (listing, show, checking, law_cases.add(law), law_coverage.add(law)):
        add_catalog(parser)
        add_format(parser)


def _list(options: argparse.Namespace) -> int:
    with working("读取目录"):
        catalog = load_catalog(catalog_folder(options))
    rows = [row_of(versions) for versions in catalog.versions.values()]
    if options.format == "json":
        as_json(rows)
    else:
        for row in rows:
            print(
                f"{row['id']}\t{row['name']}\t{KINDS[row['kind']]}\t{row['chapter']}\t{'、'.join(row['system'])}"
                f"\t行为 {row['acts']}\t规则 {row['rules']}\t事例 {row['cases']}"
            )
    return DONE


def row_of(versions: tuple[Procedure, ...]) -> dict[str, Any]:
    """A procedure's row in the list: its latest version, and the days from which each version holds."""
    latest = versions[-1]
    return {
        "id": latest.id,
        "system": [str(row) for row in latest.system],
        "name": latest.name,
        "kind": latest.kind,
        "chapter": latest.chapter,
        "acts": len(latest.acts),
        "rules": len(latest.rules),
        "cases": len(latest.cases),
        "versions": [one.version.isoformat() for one in versions],
    }


def _show(options: argparse.Namespace) -> int:
    catalog = load_catalog(catalog_folder(options))
    procedure = catalog.procedure(options.id, options.version)
    if options.lowered:
        as_json(lowered(procedure, catalog.shelf, options.field))
    elif options.format == "json":
        rules = national(procedure, catalog.shelf, options.field)
        as_json({"digest": rules.digest, "rules": rules.to_json()})
    else:
        print(as_text(procedure, catalog.shelf), end="")
    return DONE


def _check(options: argparse.Namespace) -> int:
    root = catalog_folder(options)
    with working("检查目录"):
        found = list(findings(root, options.ids))
    wrong = sum(one.weight == ERROR for one in found)
    if options.format == "json":
        as_json([_finding_value(one) for one in found])
    else:
        for weight in sorted({one.weight for one in found}):
            print("{}：{}。".format(*WEIGHTS[weight]))
        for one in found:
            print(f"{WEIGHTS[one.weight][0]} {one.place}：{one.sentence}（{one.code}）")
        print(f"共 {wrong} 处错误，{len(found) - wrong} 处提示。")
    return FAILED if wrong else DONE


def findings(root: Path, identifiers: list[str]) -> Iterator[Finding]:
    """What is wrong with a catalog or some of its procedures, unreadable files included.

    Args:
        root: the catalog's folder.
        identifiers: which procedures; empty for all.

    Raises:
        CliError: ``law.unknown_procedure``.
    """
    try:
        shelf = load_shelf(root)
    except CatalogError as error:
        yield _unreadable(error, root)
        return
    whole: dict[str, tuple[Procedure, ...]] = {}
    readable = True
    for path in named_files(root, identifiers):
        try:
            procedure = load_procedure(path, root, shelf)
            yield from check(procedure, shelf)
            yield from document_findings(procedure, root)
            whole[procedure.id] = (*whole.get(procedure.id, ()), procedure)
        except CatalogError as error:
            readable = False
            yield _unreadable(error, path)
    if readable and not identifiers:
        yield from _between_files(Catalog(root, shelf, whole))


def _between_files(catalog: Catalog) -> Iterator[Finding]:
    try:
        check_whole(catalog)
        for versions in catalog.versions.values():
            yield from spare_templates(versions, catalog.root)
        yield from expected_findings(catalog, load_expected(catalog.root))
    except CatalogError as error:
        yield _unreadable(error, catalog.root)


def _unreadable(error: CatalogError, file: Path) -> Finding:
    return Finding(error.code, error.sentence, error.where or Place(file.name), ERROR)


def _finding_value(one: Finding) -> dict[str, Any]:
    return {
        "weight": one.weight,
        "code": one.code,
        "file": one.place.file,
        "line": one.place.line,
        "sentence": one.sentence,
        "means": WEIGHTS[one.weight][1],
    }
