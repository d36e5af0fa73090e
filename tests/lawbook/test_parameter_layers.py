"""Which value of a parameter holds: the most particular layer, the last to begin, within its days and field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.parameters import LAYERS, Parameter, Resolution, Value, resolve
from tests.lawbook.refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = ("", "农业", "市场监管")
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 12))
NAME = "答复期限"


def made(
    value: str,
    layer: str,
    since: str,
    until: str | None = None,
    field: str = "",
    cite: tuple[str, ...] = (),
    basis: str = "内部",
) -> Value:
    last = dt.date.fromisoformat(until) if until else None
    return Value(value, layer, field, dt.date.fromisoformat(since), last, cite, basis)


def book(*values: Value) -> dict[str, Parameter]:
    return {NAME: Parameter(NAME, "duration", "", values)}


def holding(
    field: str, day: str, catalog: Sequence[Value], local: Sequence[Value] = ()
) -> Resolution:
    found = resolve(book(*catalog), field, {NAME: local}, dt.date.fromisoformat(day))
    assert list(found) == [NAME]
    return found[NAME]


VALUES = st.builds(
    lambda number, layer, field, since, length: Value(
        f"{number}d",
        layer,
        field if layer == "field" else "",
        since,
        None if length is None else since + dt.timedelta(length),
        (),
        "内部",
    ),
    st.integers(1, 99),
    st.sampled_from(LAYERS),
    st.sampled_from(FIELDS[1:]),
    DAYS,
    st.none() | st.integers(0, 5),
)


@given(
    st.lists(VALUES, max_size=8, unique_by=lambda one: (one.layer, one.field, one.since)),
    st.sampled_from(FIELDS),
    DAYS,
)
def test_the_value_that_holds_is_the_one_the_rule_names(
    values: list[Value], field: str, day: dt.date
) -> None:
    local = [one for one in values if one.layer in {"province", "unit"}]
    catalog = [one for one in values if one not in local]
    found = resolve(book(*catalog), field, {NAME: local}, day)[NAME]
    holds = [
        one
        for one in values
        if one.since <= day
        and (one.until is None or day <= one.until)
        and (one.layer != "field" or one.field == field)
    ]
    for layer in ("unit", "province", "field", "national"):
        ranked = [one for one in holds if one.layer == layer]
        if ranked:
            last = max(ranked, key=lambda one: one.since)
            assert (found.value, found.layer) == (last.value, layer)
            return
    assert found == Resolution(None, "", (), "")


def test_a_value_holds_on_its_first_and_its_last_day_and_on_no_other() -> None:
    value = made("5d", "national", "2026-01-05", "2026-01-07")
    held = [holding("", f"2026-01-{day:02}", [value]).value == "5d" for day in range(4, 9)]
    assert held == [False, True, True, True, False]


def test_a_value_of_one_field_is_not_anothers() -> None:
    value = made("5d", "field", "2026-01-01", field="农业")
    assert [holding(field, "2026-01-02", [value]).value for field in FIELDS] == [None, "5d", None]


@pytest.mark.parametrize("layer", ["field", "province", "unit"])
def test_a_more_particular_value_that_has_ended_gives_way(layer: str) -> None:
    nation = made("9d", "national", "2020-01-01")
    other = made("5d", layer, "2026-01-01", "2026-01-31", "农业" if layer == "field" else "")
    catalog, local = ([nation, other], []) if layer == "field" else ([nation], [other])
    found = {
        day: holding("农业", day, catalog, local)
        for day in ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")
    }
    assert [one.value for one in found.values()] == ["9d", "5d", "5d", "9d"]
    assert [one.layer for one in found.values()] == ["national", layer, layer, "national"]


def test_an_older_value_of_a_more_particular_layer_beats_a_newer_one_of_a_wider() -> None:
    unit, province = made("1d", "unit", "2000-01-01"), made("2d", "province", "2026-01-01")
    assert holding("", "2026-01-02", [], [province, unit]).value == "1d"


def test_what_decides_comes_with_its_article_and_strength() -> None:
    value = made("5d", "national", "2020-01-01", cite=("甲法#5", "甲法#6"), basis="法")
    assert holding("", "2026-01-01", [value]) == Resolution(
        "5d", "national", ("甲法#5", "甲法#6"), "法"
    )


def test_a_value_of_no_is_a_value() -> None:
    never = Value(value=False, layer="unit", field="", since=dt.date(2026, 1, 1), until=None,
                  cite=(), basis="内部")  # fmt: skip
    assert holding("", "2026-01-02", [made("是", "national", "2020-01-01")], [never]).value is False


@pytest.mark.parametrize("layer", ["national", "field"])
def test_a_local_value_of_a_wider_layer_is_refused(layer: str) -> None:
    error = refusal(lambda: holding("", "2026-01-02", [], [made("5d", layer, "2026-01-01")]))
    assert error.code == "parameter.layer"
    assert error.sentence == (
        f"“{NAME}”的本地取值只能属于 province 或 unit 层，写的是 {layer}。"
        "全国和领域的取值请写入 parameters。"
    )


def test_a_local_value_is_refused_even_where_it_does_not_hold_today() -> None:
    ended = made("5d", "national", "2020-01-01", "2020-12-31")
    assert refusal(lambda: holding("", "2026-01-02", [], [ended])).code == "parameter.layer"


def test_a_local_value_of_no_parameter_is_refused_with_the_nearest() -> None:
    error = refusal(
        lambda: resolve(book(), "", {"答复期": [made("5d", "unit", "2026-01-01")]}, dt.date.max)
    )
    assert error.sentence == ("没有“答复期”这一参数。是否要写“答复期限”？请先在 parameters 登记。")
    assert error.code == "parameter.unknown"
    assert error.where is None


def test_every_parameter_of_the_book_is_answered() -> None:
    two = {**book(made("5d", "national", "2020-01-01")), "乙": Parameter("乙", "int", "", ())}
    assert resolve(two, "", {}, dt.date(2026, 1, 1)) == {
        NAME: Resolution("5d", "national", (), "内部"), "乙": Resolution(None),
    }  # fmt: skip
