"""``guiju law``: reading, checking and testing the catalog. Nothing here knows Django."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from guiju.cli.parsing import add_format, command, day, named, subcommands
from guiju.cli.telling import DONE, FAILED, as_json, refuse, working
from guiju.documents.checks import document_findings, spare_templates
from guiju.lawbook.cases import run_case
from guiju.lawbook.catalog import ROOT, Catalog, check_whole, load_catalog, procedure_files
from guiju.lawbook.checks import check
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.findings import ERROR, Finding
from guiju.lawbook.reader import load_procedure
from guiju.lawbook.shelf import load_shelf
from guiju.lawbook.show import as_text, lowered, national

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guiju.cli.parsing import Commands, Parser
    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.shelf import Shelf

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
    testing = command(law, "test", "跑程序自带的事例；有不通过的退出码为 1", _test)
    for parser in (checking, testing):
        parser.add_argument("ids", nargs="*", metavar="ID", help="程序标识；不写时是全部")
    for parser in (listing, show, checking, testing):
        _add_catalog(parser)
    for parser in (listing, show, checking, testing):
        add_format(parser)


def _add_catalog(parser: Parser) -> None:
    parser.add_argument(
        "--catalog",
        type=named,
        metavar="DIR",
        default=ROOT,
        help="目录所在的文件夹；不写时是程序自带的",
    )


def _list(options: argparse.Namespace) -> int:
    with working("读取目录"):
        catalog = load_catalog(_folder(options))
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
    catalog = load_catalog(_folder(options))
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
    root = _folder(options)
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
    for path in _files(root, identifiers):
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


def _test(options: argparse.Namespace) -> int:
    root = _folder(options)
    with working("跑事例"):
        shelf = load_shelf(root)
        results = [tested(path, root, shelf) for path in _files(root, options.ids)]
    if options.format == "json":
        as_json(results)
    else:
        for one in results:
            print(f"{one['id']} {one['version']}：通过 {one['passed']}，不通过 {one['failed']}")
            print("".join(f"  {line}\n" for line in one["problems"]), end="")
    return FAILED if any(one["failed"] or one["problems"] for one in results) else DONE


def tested(path: Path, root: Path, shelf: Shelf) -> dict[str, Any]:
    """What came of the worked cases of one version of a procedure.

    Args:
        path: its file.
        root: the catalog's folder.
        shelf: the catalog's shared files.
    """
    passed, failed, problems = 0, 0, []
    try:
        procedure = load_procedure(path, root, shelf)
        for case in procedure.cases:
            result = run_case(procedure, case, shelf)
            passed, failed = passed + result.ok, failed + (not result.ok)
            problems += [f"{case.name}：{problem}" for problem in result.problems]
    except CatalogError as error:
        problems.append(str(error))
    return {
        "id": path.parent.name, "version": path.stem,
        "passed": passed, "failed": failed, "problems": problems,
    }  # fmt: skip


def _folder(options: argparse.Namespace) -> Path:
    root = Path(options.catalog)
    if not (root / "calendar").is_dir():
        refuse("law.no_catalog", f"“{root}”里没有 calendar，不是程序目录。请核对 --catalog。")
    return root


def _files(root: Path, identifiers: list[str]) -> list[Path]:
    files = procedure_files(root)
    unknown = set(identifiers) - {path.parent.name for path in files}
    if unknown:
        refuse(
            "law.unknown_procedure",
            f"没有程序“{'、'.join(sorted(unknown))}”。请用 guiju law list 查看有哪些。",
        )
    return [path for path in files if not identifiers or path.parent.name in identifiers]
