"""A field of a list stands in one place of the store, and no later version puts another there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.errors import Place
from guiju.lawbook.list_places import ROOM, list_places, places_of
from tests.lawbook.refusing import refusal
from tests.lawbook.test_catalog_versions import catalog, version

if TYPE_CHECKING:
    from guiju.lawbook.schema import Procedure

DATA = "data: {甲项: {type: text}, 乙项: {type: text}, 丙项: {type: int}, 丁项: {type: date}, 戊项: {type: yesno}}\n"


def listing(year: int, columns: str) -> Procedure:
    return version(f"enforcement/one/{year}-01-01.yaml", f"{DATA}list: {{columns: [{columns}]}}\n")


def test_each_field_takes_the_next_place_of_its_kind() -> None:
    assert places_of(listing(2020, "丁项, 甲项, 丙项, 戊项, 乙项")) == {
        "day1": "丁项", "text1": "甲项", "number1": "丙项", "text2": "戊项", "text3": "乙项",
    }  # fmt: skip


def test_amounts_numbers_and_percentages_are_one_kind() -> None:
    types = {"a": "money", "b": "int", "c": "percent", "d": "decimal"}
    assert list(list_places(types, types)) == ["number1", "number2", "number3", "text1"]


@pytest.mark.parametrize(
    "later", ["甲项, 乙项, 丙项", "甲项, 乙项, 戊项", "丙项, 丁项, 甲项, 乙项", "甲项"]
)
def test_a_later_version_may_add_at_the_end_and_leave_out_there(later: str) -> None:
    catalog(listing(2020, "甲项, 乙项"), listing(2021, later))


@pytest.mark.parametrize("later", ["乙项, 甲项", "戊项, 甲项, 乙项", "乙项"])
def test_a_later_version_may_not_put_a_field_where_another_stood(later: str) -> None:
    error = refusal(lambda: catalog(listing(2020, "甲项, 乙项"), listing(2021, later)))
    assert error.code == "list.moved"
    assert error.where == Place("enforcement/one/2021-01-01.yaml")
    assert "占了 2020-01-01 版“甲项”的位置" in error.sentence


def test_versions_apart_are_held_against_each_other_too() -> None:
    between = listing(2021, "甲项")
    error = refusal(
        lambda: catalog(listing(2020, "甲项, 乙项"), between, listing(2022, "甲项, 戊项"))
    )
    assert error.code == "list.moved"


@pytest.mark.parametrize(
    ("kind", "room"), [("text", 9), ("yesno", 9), ("int", 3), ("money", 3), ("date", 3)]
)
def test_a_list_has_no_more_fields_of_a_kind_than_the_store_has_columns(
    kind: str, room: int
) -> None:
    def fields(count: int) -> str:
        names = [f"项{'甲乙丙丁戊己庚辛壬癸'[n]}" for n in range(count)]
        data = ", ".join(f"{name}: {{type: {kind}}}" for name in names)
        return f"data: {{{data}}}\nlist: {{columns: [{', '.join(names)}]}}\n"

    version("enforcement/one/2020-01-01.yaml", fields(room))
    error = refusal(lambda: version("enforcement/one/2020-01-01.yaml", fields(room + 1)))
    assert error.code == "list.too_many"
    assert error.where is not None
    assert error.where.line == 7


def test_the_store_has_the_columns_that_a_list_may_take() -> None:
    from guiju.matters.statements import SLOT_COLUMNS

    asked = {f"{kind}{place}" for kind, most in ROOM.items() for place in range(1, most + 1)}
    assert asked == set(SLOT_COLUMNS)
