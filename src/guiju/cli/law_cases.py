"""``guiju law test``: runs the worked cases, and asks how much of a procedure they notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.cli.law_options import add_identifiers, catalog_folder, named_files
from guiju.cli.parsing import command
from guiju.cli.telling import DONE, FAILED, as_json, working
from guiju.lawbook.cases import run_case
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.expected import load_expected
from guiju.lawbook.mutation import mutate
from guiju.lawbook.reader import load_procedure
from guiju.lawbook.shelf import load_shelf

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from guiju.cli.parsing import Commands, Parser
    from guiju.lawbook.expected import Expected
    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.shelf import Shelf


def add(law: Commands) -> Parser:
    """Add the command and return its parser."""
    parser = command(
        law,
        "test",
        "跑程序自带的事例；有不通过的退出码为 1\n\n"
        "加 --mutate 的，再逐条去掉规则、反转条件、挪动期限，看有没有事例察觉；应有而没有写入的规则也算没有察觉。",
        _test,
    )
    add_identifiers(parser)
    parser.add_argument("--mutate", action="store_true", help="逐条改动规则，列出事例没有察觉的")
    return parser


def _test(options: argparse.Namespace) -> int:
    root = catalog_folder(options)
    with working("跑事例"):
        shelf = load_shelf(root)
        expected = load_expected(root) if options.mutate else None
        results = [
            results_of(path, root, shelf, expected) for path in named_files(root, options.ids)
        ]
    if options.format == "json":
        as_json(results)
    else:
        for one in results:
            _tell(one)
    return FAILED if any(one["failed"] or one["problems"] for one in results) else DONE


def _tell(one: Mapping[str, Any]) -> None:
    print(f"{one['id']} {one['version']}：通过 {one['passed']}，不通过 {one['failed']}")
    print("".join(f"  {line}\n" for line in one["problems"]), end="")
    if "mutants" in one:
        print(f"  改动 {one['mutants']} 处，察觉 {one['noticed']} 处，得分 {one['score']}%")
        print("".join(f"  没有察觉 {line}\n" for line in one["survivors"]), end="")


def results_of(
    path: Path, root: Path, shelf: Shelf, expected: Mapping[str, Expected] | None = None
) -> dict[str, Any]:
    """What came of the worked cases of one version of a procedure.

    Args:
        path: its file.
        root: the catalog's folder.
        shelf: the catalog's shared files.
        expected: the rules one expects; with them the procedure's mutants are run where all cases hold.
    """
    passed, failed, problems = 0, 0, []
    mutation: dict[str, Any] = {}
    try:
        procedure = load_procedure(path, root, shelf)
        for case in procedure.cases:
            result = run_case(procedure, case, shelf)
            passed, failed = passed + result.ok, failed + (not result.ok)
            problems += [f"{case.name}：{problem}" for problem in result.problems]
        if expected is not None and not problems:
            mutation = _mutated(procedure, shelf, expected)
    except CatalogError as error:
        problems.append(str(error))
    return {
        "id": path.parent.name, "version": path.stem,
        "passed": passed, "failed": failed, "problems": problems, **mutation,
    }  # fmt: skip


def _mutated(
    procedure: Procedure, shelf: Shelf, expected: Mapping[str, Expected]
) -> dict[str, Any]:
    mutation = mutate(procedure, shelf, expected.values())
    return {
        "mutants": mutation.made,
        "noticed": mutation.made - len(mutation.survivors),
        "score": f"{mutation.score:.1f}",
        "survivors": [str(one) for one in mutation.survivors],
    }
