"""What the law leaves open: cited, typed, dated values, and the layer that decides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.parameters import (
    Parameter,
    Resolution,
    Value,
    load_parameters,
    parse_value,
    resolve,
)
from guiju.lawbook.roles import load_roles
from guiju.lawbook.statutes import StatuteBook, load_statutes

CATALOG = Path(__file__).parents[2] / "src/guiju/catalog"
TODAY = dt.date(2026, 3, 2)
MARKET_TERM = "市场监督管理行政处罚程序规定#57"
TERM = """\
陈述申辩期限:
  type: duration
  note: 由部门规章规定
  values:
    - {layer: field, field: 农业, value: 3wd, from: 2022-02-01, cite: 农业行政处罚程序规定#23, basis: 规章}
"""


@pytest.fixture(scope="module")
def statutes() -> StatuteBook:
    return load_statutes(CATALOG / "statutes")


@pytest.fixture(scope="module")
def book(statutes: StatuteBook) -> dict[str, Parameter]:
    return load_parameters(CATALOG / "parameters", statutes)


def load(tmp_path: Path, statutes: StatuteBook, text: str) -> dict[str, Parameter]:
    path = tmp_path / "parameters.yaml"
    path.write_text(text, "utf-8")
    return load_parameters(path, statutes)


def local(layer: str, value: str, since: str = "2024-01-01", until: str | None = None) -> Value:
    last = dt.date.fromisoformat(until) if until else None
    return Value(value, layer, "", dt.date.fromisoformat(since), last, (), "内部")


def test_the_field_decides_where_the_nation_leaves_it_open(book: dict[str, Parameter]) -> None:
    found = {
        field: resolve(book, field, {}, TODAY)["陈述申辩期限"]
        for field in ("市场监管", "农业", "城市管理")
    }
    assert found == {
        "市场监管": Resolution("5wd", "field", (MARKET_TERM,), "规章"),
        "农业": Resolution("3wd", "field", ("农业行政处罚程序规定#23",), "规章"),
        "城市管理": Resolution(None),
    }


def test_a_national_value_holds_in_every_field(book: dict[str, Parameter]) -> None:
    expected = Resolution("7wd", "national", ("国办发〔2018〕118号#二(六)",), "文件")
    assert resolve(book, "", {}, TODAY)["处罚决定公开期限"] == expected
    assert resolve(book, "农业", {}, TODAY)["处罚决定公开期限"] == expected


def test_every_parameter_is_answered_and_none_is_guessed(book: dict[str, Parameter]) -> None:
    found = resolve(book, "市场监管", {}, TODAY)
    assert list(found) == list(book)
    assert found["延期分期上限"] == Resolution(None)
    assert found["法制审核延长期限"].value is None


def test_money_is_kept_in_fen(book: dict[str, Parameter]) -> None:
    found = resolve(book, "市场监管", {}, TODAY)
    assert found["较大数额自然人"].value == 1_000_000
    assert found["较大数额单位"].value == 10_000_000


def test_late_entry_is_the_units_own_rule_and_cites_nothing(book: dict[str, Parameter]) -> None:
    found = resolve(book, "", {}, TODAY)["逾期补录天数"]
    assert found == Resolution("3wd", "national", (), "内部")


def test_a_value_does_not_hold_before_its_first_day(book: dict[str, Parameter]) -> None:
    before, since = dt.date(2022, 1, 31), dt.date(2022, 2, 1)
    assert resolve(book, "农业", {}, before)["陈述申辩期限"].value is None
    assert resolve(book, "农业", {}, since)["陈述申辩期限"].value == "3wd"


def test_the_more_particular_layer_decides_whatever_the_order(book: dict[str, Parameter]) -> None:
    name = "陈述申辩期限"
    unit, province = local("unit", "8wd", "2023-01-01"), local("province", "6wd", "2025-01-01")
    assert resolve(book, "农业", {name: [province]}, TODAY)[name].value == "6wd"
    assert resolve(book, "农业", {name: [unit, province]}, TODAY)[name].layer == "unit"
    assert resolve(book, "农业", {name: [province, unit]}, TODAY)[name].value == "8wd"


def test_within_a_layer_the_value_that_began_last_decides(book: dict[str, Parameter]) -> None:
    name = "陈述申辩期限"
    values = [local("unit", "6wd", "2025-01-01"), local("unit", "8wd", "2024-01-01")]
    assert resolve(book, "农业", {name: values}, TODAY)[name].value == "6wd"
    ended = [local("unit", "6wd", "2025-01-01", "2026-03-01"), values[1]]
    assert resolve(book, "农业", {name: ended}, TODAY)[name].value == "8wd"
    assert resolve(book, "农业", {name: ended}, dt.date(2026, 3, 1))[name].value == "6wd"


def test_a_local_value_may_not_pose_as_a_higher_layer(book: dict[str, Parameter]) -> None:
    for layer in ("national", "field"):
        with pytest.raises(CatalogError) as caught:
            resolve(book, "农业", {"陈述申辩期限": [local(layer, "9wd")]}, TODAY)
        assert caught.value.code == "parameter.layer"


def test_a_local_value_of_no_parameter_is_refused(book: dict[str, Parameter]) -> None:
    with pytest.raises(CatalogError) as caught:
        resolve(book, "农业", {"陈述申辩期": [local("unit", "9wd")]}, TODAY)
    assert caught.value.code == "parameter.unknown"
    assert "是否要写“陈述申辩期限”" in caught.value.sentence


def test_an_uncited_value_is_refused(tmp_path: Path, statutes: StatuteBook) -> None:
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, statutes, TERM.replace("cite: 农业行政处罚程序规定#23, ", ""))
    assert caught.value.code == "parameter.uncited"
    assert str(caught.value).endswith(
        "parameters.yaml:5: 陈述申辩期限的取值没有依据。请补上 cite；若是单位自定，basis 写“内部”。"
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("basis: 规章", "basis: 内部", "parameter.own_rule"),
        ("value: 3wd", "value: 三日", "parameter.value"),
        ("value: 3wd", "value: 3", "parameter.value"),
        ("value: 3wd", "value: 3d", "unit.mismatch"),
        ("规定#23", "规定#999", "cite.unread"),
        ("from: 2022-02-01", "from: 2022-01-31", "parameter.statute"),
        ("cite: 农业", "cite: 林业", "parameter.statute"),
        ("layer: field", "layer: unit", "schema.choice"),
        ("layer: field, ", "layer: national, ", "schema.unknown_key"),
        ("field: 农业, ", "", "schema.missing"),
        ("type: duration", "type: days", "schema.choice"),
        ("basis: 规章", "basis: 习惯", "schema.choice"),
    ],
)
def test_a_wrong_value_is_refused(
    tmp_path: Path, statutes: StatuteBook, old: str, new: str, code: str
) -> None:
    assert load(tmp_path, statutes, TERM)
    assert old in TERM
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, statutes, TERM.replace(old, new))
    assert caught.value.code == code
    assert caught.value.where is not None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("duration", "7wd clear roll", "7wd clear roll"),
        ("duration", "0d", None),
        ("duration", "5 wd", None),
        ("money", "50.05元", 5005),
        ("money", "5000", None),
        ("money", "1万元", None),
        ("int", "20", 20),
        ("int", "-1", None),
        ("yesno", "是", True),
        ("yesno", "否", False),
        ("yesno", "true", None),
    ],
)
def test_a_value_is_typed_by_its_parameter(
    kind: str, text: str, value: str | int | bool | None
) -> None:
    assert parse_value(kind, text) == value


def test_no_value_in_the_catalog_rests_on_an_open_citation(book: dict[str, Parameter]) -> None:
    values = [value for parameter in book.values() for value in parameter.values]
    assert all(value.cite or value.basis == "内部" for value in values)
    assert not any(cite.endswith("#todo") for value in values for cite in value.cite)


def test_each_role_has_its_own_id_and_side(tmp_path: Path) -> None:
    roles = load_roles(CATALOG / "roles")
    assert (roles["时钟"].id, roles["时钟"].side) == ("clock", "系统")
    assert len({role.id for role in roles.values()}) == len(roles)
    path = tmp_path / "roles.yaml"
    path.write_text(
        "甲: {id: a, side: 机关, note: 一}\n乙: {id: a, side: 公众, note: 二}\n", "utf-8"
    )
    with pytest.raises(CatalogError) as caught:
        load_roles(path)
    assert caught.value.code == "role.id"
    assert "已属甲" in caught.value.sentence
