"""Entries that all procedures share: one file, or a folder of files that are read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.yaml_text import Table, load_text

if TYPE_CHECKING:
    from pathlib import Path


def load_shared(path: Path) -> Table:
    """Read `statutes`, `parameters` or `roles` of a catalog.

    Args:
        path: a folder whose files hold entries; or the same name with `.yaml`, a single file.

    Returns:
        Every entry, in the order of the files' names.

    Raises:
        CatalogError: `file.two_entries`, when a name stands in two files; and what `load_text` refuses.
    """
    if not path.is_dir():
        return load_text(path.with_suffix(".yaml"))
    whole = Table(Place(path.as_posix()))
    for file in sorted(path.glob("*.yaml")):
        for name, entry in load_text(file).items():
            if name in whole:
                refuse(
                    "file.two_entries",
                    f"“{name}”在 {whole.key_place(name)} 已经登记。请并到一处。",
                    name.place,
                )
            whole[name] = entry
    return whole
