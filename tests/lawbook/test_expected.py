"""What one expects of the catalog: an entry is not believed, it is held against what the catalog says."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiju.lawbook.catalog import Catalog
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.expected import Expected, load_expected
from guiju.lawbook.expected_checks import expected_findings
from tests.lawbook.small import acts, read, rules, shelf

PROCEDURE = read(
    "data:\n  终了日: {type: date, required: true}\n  在期限内: {computed: 终了日 <= 终了日 + 2y}\n"
    + acts("决定", "归档", 送达="by: 承办人, cite: 甲法#7, fields: {终了日: {}, 在期限内: {}}")
    + rules("after: 立案, must: 决定, within: 5wd", "after: 决定, must: 归档, within: 答复期限")
)
CATALOG = Catalog(Path(), shelf(), {"small": (PROCEDURE,)})


def written(tmp_path: Path, *lines: str) -> dict[str, Expected]:
    folder = tmp_path / "expected"
    folder.mkdir()
    (folder / "law.yaml").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return load_expected(tmp_path)


def codes(tmp_path: Path, line: str) -> list[str]:
    return [one.code for one in expected_findings(CATALOG, written(tmp_path, line))]


TRUE = (
    "R: {cite: 甲法#2, at: [small/决定]}",
    "R: {cite: 甲法#2, days: 5wd, at: [small/决定]}",
    "R: {cite: 甲法#2(1), days: 5wd, at: [small/立案, small/决定]}",
    "R: {cite: 甲法#1, at: [small/归档]}",
    "R: {cite: 甲法#2, days: 10d, at: [small/归档]}",
    "R: {cite: 乙规定#5, days: 10d, parameter: 答复期限}",
    "R: {cite: 甲法#7, days: 2y, at: [small/送达]}",
    "R: {cite: 甲法#85, at: [statute/甲法]}",
    "R: {cite: 甲法#9, outside: 是法院的事}",
    "R: {cite: 甲法#9, missing: small}",
    "R: {cite: 某省办法, parameter: 未定期限}",
    "R: {cite: 某省办法, outside: 是别处的事}",
)


@pytest.mark.parametrize("line", TRUE)
def test_an_entry_that_the_catalog_bears_out_stands(tmp_path: Path, line: str) -> None:
    assert codes(tmp_path, line) == []


FALSE = {
    "R: {cite: 甲法#31, at: [small/决定]}": "expected.cite",
    "R: {cite: 甲法#todo, at: [small/决定]}": "expected.cite",
    "R: {cite: 丙法#1, outside: 无}": "expected.cite",
    "R: {cite: 甲法, at: [small/决定]}": "expected.cite",
    "R: {cite: 甲法, missing: small}": "expected.cite",
    "R: {cite: 甲法#2, at: [small/不在]}": "expected.unknown",
    "R: {cite: 甲法#2, at: [smal/决定]}": "expected.unknown",
    "R: {cite: 甲法#2, parameter: 不在}": "expected.unknown",
    "R: {cite: 甲法#2, missing: smal}": "expected.unknown",
    "R: {cite: 甲法#9, at: [small/决定]}": "expected.uncited",
    "R: {cite: 甲法#2, at: [statute/甲法]}": "expected.uncited",
    "R: {cite: 甲法#2, days: 6wd, at: [small/决定]}": "expected.period",
    "R: {cite: 甲法#2, days: 5d, at: [small/决定]}": "expected.period",
    "R: {cite: 甲法#1, days: 5wd, at: [small/决定]}": "expected.period",
    "R: {cite: 甲法#7, days: 3y, at: [small/送达]}": "expected.period",
    "R: {cite: 乙规定#5, days: 3d, parameter: 答复期限}": "expected.period",
}


@pytest.mark.parametrize("line", FALSE)
def test_an_entry_that_the_catalog_does_not_bear_out_is_found(tmp_path: Path, line: str) -> None:
    assert codes(tmp_path, line) == [FALSE[line]]


REFUSED = {
    "R: {cite: 甲法#2}": "expected.where",
    "R: {cite: 甲法#2, at: [small/决定], outside: 无}": "expected.where",
    "R: {cite: 甲法#2, parameter: 答复期限, missing: small}": "expected.where",
    "R: {cite: 甲法#2, days: 五日, at: [small/决定]}": "expected.days",
    "R: {at: [small/决定]}": "schema.missing",
    "R: {cite: 甲法#2, at: [small/决定], article: 2}": "schema.unknown_key",
}


@pytest.mark.parametrize("line", REFUSED)
def test_an_entry_that_is_unclear_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(CatalogError) as caught:
        written(tmp_path, line)
    assert caught.value.code == REFUSED[line]
    assert caught.value.where is not None


def test_each_entry_tells_where_it_stands_and_whose_it_is(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "A: {cite: 甲法#2, at: [small/决定, statute/甲法]}",
        "B: {cite: 甲法#5, parameter: 答复期限}",
        "C: {cite: 甲法#9, outside: 是法院的事}",
        "D: {cite: 甲法#9, missing: small}",
    )
    told = {name: (one.status, one.where, set(one.owners)) for name, one in found.items()}
    assert told == {
        "A": ("encoded", "small/决定；statute/甲法", {"small"}),
        "B": ("parameter", "parameter/答复期限", set()),
        "C": ("outside", "", set()),
        "D": ("missing", "small", {"small"}),
    }


def test_a_catalog_without_the_folder_expects_nothing(tmp_path: Path) -> None:
    assert load_expected(tmp_path) == {}
