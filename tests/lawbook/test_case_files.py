"""Worked cases in a file of their own beside the procedure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guiju.lawbook.catalog import load_catalog, procedure_files
from guiju.lawbook.errors import CatalogError
from tests.lawbook.small import HEAD, acts

SMALL = Path(__file__).parent / "small_catalog"
CASES = "cases:\n  - name: 立了就立了\n    acts:\n      - [2026-03-02, 立案]\n"


def catalog(root: Path, procedure: str, beside: str | None, name: str = "2020-01-01") -> Path:
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    folder = root / "enforcement" / "one"
    folder.mkdir(parents=True)
    (folder / "2020-01-01.yaml").write_text(procedure, encoding="utf-8")
    if beside is not None:
        (folder / f"{name}.cases.yaml").write_text(beside, encoding="utf-8")
    return root


def code_of(root: Path) -> tuple[str, str]:
    with pytest.raises(CatalogError) as caught:
        load_catalog(root)
    where = caught.value.where
    return caught.value.code, where.file if where else ""


def test_cases_may_stand_in_a_file_beside(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES)
    (case,) = load_catalog(root).procedure("one").cases
    assert str(case.name) == "立了就立了"
    assert case.place.file == "enforcement/one/2020-01-01.cases.yaml"
    assert case.steps[0].place.line == 4


def test_cases_may_stand_in_several_files(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES)
    part = root / "enforcement/one/2020-01-01.more.cases.yaml"
    part.write_text(CASES.replace("立了就立了", "又一件"), encoding="utf-8")
    assert [str(case.name) for case in load_catalog(root).procedure("one").cases] == [
        "立了就立了",
        "又一件",
    ]
    part.write_text(CASES, encoding="utf-8")
    assert code_of(root) == ("case.duplicate", "enforcement/one/2020-01-01.more.cases.yaml")


def test_each_version_has_its_own_cases(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES)
    (root / "enforcement/one/2024-01-01.yaml").write_text(HEAD + acts("甲"), encoding="utf-8")
    old, new = load_catalog(root).versions["one"]
    assert (len(old.cases), len(new.cases)) == (1, 0)


def test_a_file_of_cases_is_no_procedure(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES)
    assert [path.name for path in procedure_files(root)] == ["2020-01-01.yaml"]


def test_cases_stand_in_one_place_only(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲") + CASES, CASES)
    assert code_of(root) == ("file.two_cases", "enforcement/one/2020-01-01.yaml")


def test_a_file_of_cases_holds_nothing_else(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES + "rules: []\n")
    assert code_of(root) == ("schema.unknown_key", "enforcement/one/2020-01-01.cases.yaml")


def test_a_file_of_cases_without_cases_is_refused(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), "cases: []\n")
    assert code_of(root) == ("file.no_cases", "enforcement/one/2020-01-01.cases.yaml")


def test_a_file_of_cases_without_its_procedure_is_refused(tmp_path: Path) -> None:
    root = catalog(tmp_path, HEAD + acts("甲"), CASES, "2024-01-01")
    assert code_of(root) == ("file.orphan_cases", "enforcement/one/2024-01-01.cases.yaml")


def test_the_acts_of_the_cases_are_those_of_the_procedure(tmp_path: Path) -> None:
    root = catalog(
        tmp_path, HEAD + acts("甲"), CASES.replace("2026-03-02, 立案", "2026-03-02, 结案")
    )
    assert code_of(root) == ("rule.unknown_act", "enforcement/one/2020-01-01.cases.yaml")
