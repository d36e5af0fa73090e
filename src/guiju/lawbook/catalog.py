"""The whole catalog: every procedure in every version, with the shared files."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.list_places import check_places
from guiju.lawbook.reader import holds_cases, load_procedure, owner_of
from guiju.lawbook.schema import MATTER_BODY, MATTER_NUMBER
from guiju.lawbook.shelf import Shelf, load_shelf
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from guiju.lawbook.schema import FieldSpec, Procedure

ROOT: Final = Path(__file__).parent.parent / "catalog"
LINKS: Final = ("entry", "matter", "child")


@dataclass(frozen=True)
class Catalog:
    """Procedures by id, each in the order of its versions, and the shelf they are read against."""

    root: Path
    shelf: Shelf
    versions: Mapping[str, tuple[Procedure, ...]]

    def __iter__(self) -> Iterator[Procedure]:
        """Yield every version of every procedure."""
        return (procedure for versions in self.versions.values() for procedure in versions)

    def procedure(self, identifier: str, on: dt.date | None = None) -> Procedure:
        """Return the version of a procedure in force on a day.

        Args:
            identifier: The procedure's id.
            on: The day; by default the last version is meant.

        Raises:
            CatalogError: `catalog.unknown_procedure` or `catalog.not_in_force`.
        """
        versions = self.versions.get(identifier)
        if versions is None:
            refuse(
                "catalog.unknown_procedure",
                f"没有程序“{identifier}”。{nearest(identifier, self.versions)}请核对程序标识。",
            )
        found = [one for one in versions if on is None or _in_force(one, on)]
        if not found:
            refuse(
                "catalog.not_in_force",
                f"程序“{versions[0].name}”在 {on} 没有施行中的版本，最早自 {versions[0].version} 起。请核对日期。",
            )
        return found[-1]


def _in_force(procedure: Procedure, on: dt.date) -> bool:
    return procedure.version <= on and (procedure.until is None or on <= procedure.until)


def load_catalog(root: Path | None = None) -> Catalog:
    """Read the whole catalog and check what no file can know alone.

    Args:
        root: The catalog's folder; by default the one that belongs to the program.

    Raises:
        CatalogError: When a file, or the catalog as a whole, is unclear or wrong.
    """
    folder = root or ROOT
    shelf = load_shelf(folder)
    procedures = [load_procedure(path, folder, shelf) for path in procedure_files(folder)]
    versions: dict[str, tuple[Procedure, ...]] = {}
    for procedure in sorted(procedures, key=lambda one: (one.id, one.version)):
        versions[procedure.id] = (*versions.get(procedure.id, ()), procedure)
    catalog = Catalog(folder, shelf, versions)
    check_whole(catalog)
    return catalog


def procedure_files(root: Path) -> list[Path]:
    """Return the procedure files of a catalog, in order of their names.

    Raises:
        CatalogError: `file.orphan_cases`, when a file of worked cases has no procedure beside it.
    """
    found = sorted(root.glob("*/*/*.yaml"))
    for path in filter(holds_cases, found):
        if owner_of(path) not in found:
            refuse(
                "file.orphan_cases",
                f"事例文件旁边没有它的程序文件 {owner_of(path).name}。请改名，或补上程序文件。",
                Place(path.relative_to(root).as_posix()),
            )
    return [path for path in found if not holds_cases(path)]


def check_whole(catalog: Catalog) -> None:
    """Refuse what contradicts between files.

    Raises:
        CatalogError: `catalog.chapter`, `catalog.unknown_target`, `catalog.figure`, `catalog.versions` or `list.moved`.
    """
    for versions in catalog.versions.values():
        _check_versions(versions)
        check_places(versions)
    _check_targets(catalog)
    _check_carried(catalog)
    _check_figures(catalog.versions.values())


def _check_versions(versions: tuple[Procedure, ...]) -> None:
    for before, after in pairwise(versions):
        if before.chapter != after.chapter:
            refuse(
                "catalog.chapter",
                f"程序“{after.id}”的各版本分在 {before.chapter} 和 {after.chapter} 两章。请移到一处。",
                after.place,
            )
        if before.until is not None and before.until >= after.version:
            refuse(
                "catalog.versions",
                f"程序“{after.id}”的前一版本到 {before.until} 才失效，与自 {after.version} 施行的重叠。请改正 until。",
                before.place,
            )


def _check_targets(catalog: Catalog) -> None:
    for procedure in catalog:
        for spec in _linked(procedure.fields().values()):
            if spec.of not in catalog.versions:
                refuse(
                    "catalog.unknown_target",
                    f"字段“{spec.name}”指向的程序“{spec.of}”不在目录中。{nearest(spec.of or '', catalog.versions)}请核对程序标识。",
                    spec.place,
                )


def _check_carried(catalog: Catalog) -> None:
    """Refuse carrying over from what is not there, or into a field of another type."""
    for procedure in catalog:
        first = procedure.acts[str(procedure.opens)].fields
        for source, carried in procedure.carries.items():
            if source not in catalog.versions:
                refuse(
                    "catalog.unknown_target",
                    f"carries 写的程序“{source}”不在目录中。{nearest(source, catalog.versions)}请核对程序标识。",
                    procedure.place,
                )
            there = catalog.versions[source][-1].fields()
            for name, told in carried.items():
                kind = {MATTER_NUMBER: "text", MATTER_BODY: "unit"}.get(
                    told, there[told].type if told in there else ""
                )
                if kind != first[name].type:
                    refuse(
                        "catalog.carries",
                        f"“{procedure.name}”的“{name}”不能由“{source}”的“{told}”填写：没有这个字段，或者类型不同。请核对 carries。",
                        procedure.place,
                    )


def _linked(fields: Iterable[FieldSpec]) -> Iterator[FieldSpec]:
    for spec in fields:
        if spec.type in LINKS:
            yield spec
        yield from _linked(spec.rows)


def _check_figures(all_versions: Iterable[tuple[Procedure, ...]]) -> None:
    owners: dict[str, Place] = {}
    for versions in all_versions:
        own = {str(figure.id): figure.place for one in versions for figure in one.figures}
        for name, place in own.items():
            if name in owners:
                refuse(
                    "catalog.figure",
                    f"指标“{name}”在 {owners[name]} 已用。请另取一个标识。",
                    place,
                )
        owners.update(own)
