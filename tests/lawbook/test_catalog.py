"""The catalog itself: every procedure is sound, every worked case comes out as the law asks."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.cases import run_case
from guiju.lawbook.catalog import ROOT, Catalog, load_catalog, procedure_files
from guiju.lawbook.checks import errors
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.reader import load_procedure
from guiju.lawbook.shelf import Shelf, load_shelf
from tests.lawbook.small import HEAD, acts

if TYPE_CHECKING:
    from guiju.lawbook.schema import Procedure

FILES = [path.relative_to(ROOT).as_posix() for path in procedure_files(ROOT)]


@cache
def real_shelf() -> Shelf:
    return load_shelf(ROOT)


@cache
def real_procedure(name: str) -> Procedure:
    return load_procedure(ROOT / name, ROOT, real_shelf())


def cases() -> list[tuple[str, str]]:
    """Return file and name of every worked case; a file that cannot be read fails its own test."""
    found = []
    for name in FILES:
        try:
            procedure = real_procedure(name)
        except CatalogError:
            continue
        found += [(name, str(case.name)) for case in procedure.cases]
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_procedure_loads_and_is_sound(name: str) -> None:
    procedure = real_procedure(name)
    assert [str(finding) for finding in errors(procedure, real_shelf(), 3_000)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_procedure_has_cases(name: str) -> None:
    assert real_procedure(name).cases


@pytest.mark.parametrize(("name", "case"), cases())
def test_a_worked_case_comes_out_as_the_law_asks(name: str, case: str) -> None:
    procedure = real_procedure(name)
    (wanted,) = [one for one in procedure.cases if one.name == case]
    assert [str(problem) for problem in run_case(procedure, wanted, real_shelf()).problems] == []


def test_the_catalog_loads_as_a_whole() -> None:
    assert len(list(load_catalog())) == len(FILES)


SMALL = Path(__file__).parent / "small_catalog"


def catalog_of(root: Path, **files: str) -> Catalog:
    """Return a catalog of the small shelf and the given `chapter/id/day` files."""
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    for name, body in files.items():
        path = root / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return load_catalog(root)


def test_the_version_in_force_on_a_day_is_picked(tmp_path: Path) -> None:
    old = HEAD + "in_force: {until: 2022-12-31}\n" + acts("甲")
    catalog = catalog_of(
        tmp_path,
        **{"enforcement/one/2020-01-01": old, "enforcement/one/2024-01-01": HEAD + acts("甲")},
    )
    assert catalog.procedure("one").version == dt.date(2024, 1, 1)
    assert catalog.procedure("one", dt.date(2022, 12, 31)).version == dt.date(2020, 1, 1)
    assert catalog.procedure("one", dt.date(2024, 1, 1)).version == dt.date(2024, 1, 1)
    for day in (dt.date(2019, 12, 31), dt.date(2023, 6, 1)):
        with pytest.raises(CatalogError) as caught:
            catalog.procedure("one", day)
        assert caught.value.code == "catalog.not_in_force"


def test_without_an_end_a_version_holds_until_the_next(tmp_path: Path) -> None:
    body = HEAD + acts("甲")
    catalog = catalog_of(
        tmp_path, **{"enforcement/one/2020-01-01": body, "enforcement/one/2024-01-01": body}
    )
    assert catalog.procedure("one", dt.date(2023, 12, 31)).version == dt.date(2020, 1, 1)


def test_an_unknown_procedure_is_refused_with_the_nearest(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, **{"enforcement/ordinary/2020-01-01": HEAD + acts("甲")})
    with pytest.raises(CatalogError, match="是否要写“ordinary”") as caught:
        catalog.procedure("ordinery")
    assert caught.value.code == "catalog.unknown_procedure"


FIGURE = "figures:\n  - {id: opened, name: 立案, unit: 件, count: 立案}\n"
LINK = "data:\n  事项: {type: entry, of: nothing}\n"
IN_ROWS = "data:\n  表: {type: rows, of: {事项: {type: entry, of: nothing}}}\n"
UNTIL = "in_force: {until: 2024-06-01}\n"
WRONG = {
    "a link to nothing": ({"enforcement/one/2020-01-01": LINK}, "catalog.unknown_target"),
    "a link to nothing in a table": (
        {"enforcement/one/2020-01-01": IN_ROWS},
        "catalog.unknown_target",
    ),
    "two procedures with one figure": (
        {"enforcement/one/2020-01-01": FIGURE, "enforcement/two/2020-01-01": FIGURE},
        "catalog.figure",
    ),
    "versions in two chapters": (
        {"enforcement/one/2020-01-01": "", "disputes/one/2024-01-01": ""},
        "catalog.chapter",
    ),
    "versions that overlap": (
        {"enforcement/one/2020-01-01": UNTIL, "enforcement/one/2024-01-01": ""},
        "catalog.versions",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_contradiction_between_files_is_refused(what: str, tmp_path: Path) -> None:
    files, code = WRONG[what]
    with pytest.raises(CatalogError) as caught:
        catalog_of(tmp_path, **{name: HEAD + body + acts("甲") for name, body in files.items()})
    assert caught.value.code == code
    assert caught.value.where is not None


def test_two_versions_may_share_a_figure(tmp_path: Path) -> None:
    body = HEAD + FIGURE + acts("甲")
    files = {"enforcement/one/2020-01-01": body, "enforcement/one/2024-01-01": body}
    assert len(list(catalog_of(tmp_path, **files))) == 2
