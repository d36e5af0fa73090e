"""What the commands about the catalog share: its folder, and which procedures are meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guiju.cli.parsing import named
from guiju.cli.telling import refuse
from guiju.lawbook.catalog import ROOT, procedure_files

if TYPE_CHECKING:
    import argparse

    from guiju.cli.parsing import Parser


def add_catalog(parser: Parser) -> None:
    """Add the option that names the catalog's folder."""
    parser.add_argument(
        "--catalog",
        type=named,
        metavar="DIR",
        default=ROOT,
        help="目录所在的文件夹；不写时是程序自带的",
    )


def add_identifiers(parser: Parser) -> None:
    """Add the procedures that are meant."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="程序标识；不写时是全部")


def catalog_folder(options: argparse.Namespace) -> Path:
    """Return the catalog's folder.

    Raises:
        CliError: ``law.no_catalog``.
    """
    root = Path(options.catalog)
    if not (root / "calendar").is_dir():
        refuse("law.no_catalog", f"“{root}”里没有 calendar，不是程序目录。请核对 --catalog。")
    return root


def named_files(root: Path, identifiers: list[str]) -> list[Path]:
    """Return the files of the procedures that are meant, every version.

    Raises:
        CliError: ``law.unknown_procedure``.
    """
    files = procedure_files(root)
    unknown = set(identifiers) - {path.parent.name for path in files}
    if unknown:
        refuse(
            "law.unknown_procedure",
            f"没有程序“{'、'.join(sorted(unknown))}”。请用 guiju law list 查看有哪些。",
        )
    return [path for path in files if not identifiers or path.parent.name in identifiers]
