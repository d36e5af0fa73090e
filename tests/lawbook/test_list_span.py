"""The first and last day of a list's entries have one name, and the loader refuses a list that hides them under another."""

from __future__ import annotations

import pytest

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD, LIST
from tests.lawbook.real import real_catalog
from tests.lawbook.small import HEAD, read

LIST_HEAD = HEAD.replace("kind: case", "kind: list")


def carrying(declared: str, name: str = "期限至") -> str:
    """A field in line 7, carried by the act in line 9."""
    return (
        f"data:\n  {name}: {{{declared}}}\n"
        f"acts:\n  立案: {{by: 承办人, cite: 甲法#1, fields: {{{name}: {{}}}}}}\n"
    )


@pytest.mark.parametrize(
    "name",
    ["期限至", "委托至", "截止", "有效期止", "委托期限", "有效期", "届满日", "到期日", "失效之日", "终止日期"],
)  # fmt: skip
def test_a_list_that_names_its_last_day_otherwise_is_refused(name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read(carrying("type: date", name), LIST_HEAD)
    assert caught.value.code == "list.last_day"
    assert caught.value.where is not None
    assert caught.value.where.line == 7
    assert f"请改名为“{LAST_DAY_FIELD}”" in caught.value.sentence


def test_a_last_day_declared_at_an_act_is_found_too() -> None:
    body = "acts:\n  立案: {by: 承办人, cite: 甲法#1, fields: {期限至: {type: date}}}\n"
    with pytest.raises(CatalogError) as caught:
        read(body, LIST_HEAD)
    assert caught.value.code == "list.last_day"


@pytest.mark.parametrize(
    "name", ["期限起", "委托起", "有效期起始", "生效日期", "生效之日", "开始日期", "起始日"]
)
def test_a_list_that_names_its_first_day_otherwise_is_refused(name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read(carrying("type: date", name), LIST_HEAD)
    assert caught.value.code == "list.first_day"
    assert caught.value.where is not None
    assert caught.value.where.line == 7
    assert f"请改名为“{FIRST_DAY_FIELD}”" in caught.value.sentence


@pytest.mark.parametrize("name", [FIRST_DAY_FIELD, LAST_DAY_FIELD])
@pytest.mark.parametrize("declared", ["type: text", "type: date, private: true", "type: paragraph"])
def test_a_day_that_is_no_public_date_is_refused(declared: str, name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read(carrying(declared, name), LIST_HEAD)
    assert caught.value.code == "list.day_type"
    assert caught.value.where is not None
    assert caught.value.where.line == 7


def test_a_list_with_its_last_day_by_name_is_read() -> None:
    for name in (LAST_DAY_FIELD, FIRST_DAY_FIELD, "适用起日", "公布日期"):
        assert name in read(carrying("type: date", name), LIST_HEAD).data
    assert "期限至" in read(carrying("type: text"), LIST_HEAD).data


def test_the_name_binds_lists_only() -> None:
    assert "期限至" in read(carrying("type: date")).data


def test_the_lists_of_the_catalog_that_end_by_themselves_say_so_when_an_entry_begins() -> None:
    lists = {one.id: one for one in real_catalog() if one.kind == LIST}
    ending = {name for name, one in lists.items() if LAST_DAY_FIELD in one.fields()}
    assert {"delegation", "officer-certificate"} <= ending
    assert not ending & {"power-list", "parameter-setting", "holiday-notice", "enforcement-body"}
    for name in ending:
        procedure = lists[name]
        assert LAST_DAY_FIELD in procedure.acts[procedure.opens].fields
        later = [act for name, act in procedure.acts.items() if name != procedure.opens]
        assert any(LAST_DAY_FIELD in act.fields for act in later), procedure.id
