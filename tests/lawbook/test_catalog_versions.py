"""Versions of procedures side by side: which one a day has, and what contradicts between files."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.lawbook.catalog import Catalog, check_whole
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.reader import parse_procedure
from tests.lawbook.refusing import refusal
from tests.lawbook.small import HEAD, acts, shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.schema import Procedure

FIRST = dt.date(2026, 1, 1)
PERIODS = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(0, 8)),
    min_size=1,
    max_size=4,
    unique_by=lambda pair: pair[0],
)


def version(name: str, body: str = "") -> Procedure:
    return parse_procedure((HEAD + body + acts("甲")).encode(), name, shelf())


def catalog(*procedures: Procedure) -> Catalog:
    """Return a catalog of procedures, checked as a whole."""
    versions: dict[str, tuple[Procedure, ...]] = {}
    for one in sorted(procedures, key=lambda found: found.version):
        versions[one.id] = (*versions.get(one.id, ()), one)
    found = Catalog(Path(), shelf(), versions)
    check_whole(found)
    return found


def day(n: int) -> dt.date:
    return FIRST + dt.timedelta(n)


def dated(periods: list[tuple[int, int | None]]) -> list[Procedure]:
    return [
        version(
            f"enforcement/one/{day(start)}.yaml",
            "" if length is None else f"in_force: {{until: {day(start + length)}}}\n",
        )
        for start, length in periods
    ]


@settings(max_examples=50)
@given(PERIODS)
def test_each_day_has_the_newest_version_that_has_begun_and_not_ended(
    periods: list[tuple[int, int | None]],
) -> None:
    ordered = sorted(periods, key=lambda pair: pair[0])
    overlap = any(
        length is not None and start + length >= following[0]
        for (start, length), following in pairwise(ordered)
    )
    if overlap:
        assert refusal(lambda: catalog(*dated(periods))).code == "catalog.versions"
        return
    found = catalog(*dated(periods))
    for n in range(-1, 31):
        holding = [
            start
            for start, length in ordered
            if start <= n and (length is None or n <= start + length)
        ]
        if holding:
            assert found.procedure("one", day(n)).version == day(holding[-1])
        else:
            with pytest.raises(CatalogError, match="最早自"):
                found.procedure("one", day(n))
    assert found.procedure("one").version == day(ordered[-1][0])


def test_a_version_ends_the_day_before_the_next_at_the_latest() -> None:
    assert len(catalog(*dated([(0, 4), (5, None)])).versions["one"]) == 2
    error = refusal(lambda: catalog(*dated([(0, 5), (5, None)])))
    assert error.where == Place("enforcement/one/2026-01-01.yaml")
    assert error.sentence == (
        "程序“one”的前一版本到 2026-01-06 才失效，与自 2026-01-06 施行的重叠。请改正 until。"
    )


def test_a_day_without_version_and_an_unknown_id_are_told_what_there_is() -> None:
    found = catalog(*dated([(0, None)]))
    early = refusal(lambda: found.procedure("one", day(-1)))
    assert (early.code, early.sentence) == (
        "catalog.not_in_force",
        "程序“小程序”在 2025-12-31 没有施行中的版本，最早自 2026-01-01 起。请核对日期。",
    )
    unknown = refusal(lambda: found.procedure("onee"))
    assert unknown.sentence == "没有程序“onee”。是否要写“one”？请核对程序标识。"
    assert refusal(lambda: found.procedure("two", day(3))).code == "catalog.unknown_procedure"


FIGURE = "figures:\n  - {id: opened, name: 立案, unit: 件, count: 立案}\n"
LINK = "data:\n  事项: {type: %s, of: %s}\n"
NESTED = "data:\n  表: {type: rows, of: {里: {type: rows, of: {事项: {type: matter, of: ono}}}}}\n"
WRONG: Mapping[str, tuple[dict[str, str], str, Place, str]] = {
    "versions in two chapters": (
        {"enforcement/one/2020-01-01": "", "disputes/one/2024-01-01": ""},
        "catalog.chapter",
        Place("disputes/one/2024-01-01.yaml"),
        "程序“one”的各版本分在 enforcement 和 disputes 两章。请移到一处。",
    ),
    "a link to nothing": (
        {"enforcement/one/2020-01-01": LINK % ("entry", "ono")},
        "catalog.unknown_target",
        Place("enforcement/one/2020-01-01.yaml", 7, 3),
        "字段“事项”指向的程序“ono”不在目录中。是否要写“one”？请核对程序标识。",
    ),
    "a link to nothing in a table of a table": (
        {"enforcement/one/2020-01-01": NESTED},
        "catalog.unknown_target",
        Place("enforcement/one/2020-01-01.yaml", 7, 45),
        "字段“事项”指向的程序“ono”不在目录中。是否要写“one”？请核对程序标识。",
    ),
    "two procedures with one figure": (
        {"enforcement/one/2020-01-01": FIGURE, "enforcement/two/2020-01-01": FIGURE},
        "catalog.figure",
        Place("enforcement/two/2020-01-01.yaml", 7, 5),
        "指标“opened”在 enforcement/one/2020-01-01.yaml:7 已用。请另取一个标识。",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_contradicts_between_files_is_refused_for(what: str) -> None:
    files, code, place, sentence = WRONG[what]
    error = refusal(
        lambda: catalog(*(version(f"{name}.yaml", body) for name, body in files.items()))
    )
    assert (error.code, error.where, error.sentence) == (code, place, sentence)


@pytest.mark.parametrize("kind", ["entry", "matter", "child"])
def test_a_link_is_to_a_procedure_of_the_catalog_and_may_be_to_itself(kind: str) -> None:
    assert catalog(version("enforcement/one/2020-01-01.yaml", LINK % (kind, "one")))
    error = refusal(
        lambda: catalog(version("enforcement/one/2020-01-01.yaml", LINK % (kind, "other")))
    )
    assert error.code == "catalog.unknown_target"


def test_every_version_of_every_procedure_is_walked() -> None:
    names = ["enforcement/one/2020-01-01", "enforcement/one/2024-01-01", "disputes/two/2021-01-01"]
    found = catalog(*(version(f"{name}.yaml", FIGURE * (n < 2)) for n, name in enumerate(names)))
    assert sorted((one.id, one.version.year) for one in found) == [
        ("one", 2020), ("one", 2024), ("two", 2021),
    ]  # fmt: skip
