"""`python -m guiju.lawbook [procedure …]`: reads the catalog, runs its worked cases, prints what is wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from guiju.lawbook.cases import run_case
from guiju.lawbook.catalog import ROOT, procedure_files
from guiju.lawbook.checks import check
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.findings import NOTE
from guiju.lawbook.reader import load_procedure
from guiju.lawbook.shelf import load_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guiju.lawbook.shelf import Shelf


def main(names: list[str]) -> int:
    """Print what is wrong with the named procedures, or with all; return how many things are."""
    shelf = load_shelf(ROOT)
    wrong = 0
    for path in procedure_files(ROOT):
        if not names or path.parent.name in names:
            lines = list(_report(path, shelf))
            wrong += sum(f"[{NOTE}]" not in line for line in lines)
            print(
                f"{path.parent.name} {path.stem}: {'有 ' + str(len(lines)) + ' 处问题' if lines else '通过'}"
            )
            print("".join(f"  {line}\n" for line in lines), end="")
    return wrong


def _report(path: Path, shelf: Shelf) -> Iterator[str]:
    try:
        procedure = load_procedure(path, ROOT, shelf)
        yield from map(str, check(procedure, shelf))
        for case in procedure.cases:
            for problem in run_case(procedure, case, shelf).problems:
                yield f"{case.name}: {problem}"
    except CatalogError as error:
        yield f"{error.code}: {error}"


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
