"""Sums: only in proposals, only of like things, and unknown where a part is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.lawbook.computed import propose
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.yaml_text import Text
from tests.lawbook.small import acts, pinned, read
from tests.lawbook.test_guard_text import FIELDS, HERE, PARAMETERS


def tree(text: str, wanted: str) -> Any:
    return parse(Text(text, HERE), Scope(FIELDS, PARAMETERS, exact=True), wanted).tree


@pytest.mark.parametrize(
    ("text", "wanted", "data", "expected"),
    [
        ("罚款 + 0.01元", "money", {"罚款": 500_000}, 500_001),
        ("罚款+较大数额", "money", {"罚款": 1}, 500_001),
        ("罚款 + 罚款 + 罚款", "money", {"罚款": 2}, 6),
        ("人数 + 1", "int", {"人数": 0}, 1),
        ("比例 + 0.5", "decimal", {"比例": "0.1"}, "0.6"),
        ("比例 + 0.20", "decimal", {"比例": "0.10"}, "0.30"),
        ("罚款 + 1元 >= 较大数额", "yesno", {"罚款": 499_900}, True),
        ("较大数额 < 罚款 + 1元", "yesno", {"罚款": 499_900}, False),
    ],
)
def test_like_things_add_up(text: str, wanted: str, data: dict[str, Any], expected: object) -> None:
    assert propose(tree(text, wanted), data, {"较大数额": 500_000}) == expected


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    both = tree("罚款 + 较大数额", "money")
    assert propose(both, {}, {"较大数额": 500_000}) is None
    assert propose(both, {"罚款": 0}, {"较大数额": None}) is None
    assert propose(tree("重大 or 罚款 + 1元 > 2元", "yesno"), {"重大": True}, {}) is True
    assert propose(tree("重大 or 罚款 + 1元 > 2元", "yesno"), {"重大": False}, {}) is None


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("罚款 + 人数", "money", "guard.type"),
        ("人数 + 1.5", "decimal", "guard.type"),
        ("日期 + 日期", "date", "guard.type"),
        ("重大 + 公开", "yesno", "guard.type"),
        ("结论 + 结论", "yesno", "guard.type"),
        ("期限 + 期限", "duration", "guard.type"),
        ("罚款 + 人数 set", "money", "guard.type"),
        ("罚款 +", "money", "guard.syntax"),
        ("+ 罚款", "money", "guard.syntax"),
        ("罚款 ＋ 罚款", "money", "guard.full_width"),
        ("罚款 + 没收", "money", "guard.unknown_name"),
    ],
)
def test_unlike_things_do_not(text: str, wanted: str, code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        tree(text, wanted)
    assert caught.value.code == code


def test_a_guard_does_not_add() -> None:
    with pytest.raises(CatalogError, match="computed") as caught:
        parse(Text("罚款 + 1元 > 2元", HERE), Scope(FIELDS, PARAMETERS))
    assert caught.value.code == "guard.sum"


def test_a_name_with_the_sign_is_refused() -> None:
    with pytest.raises(CatalogError) as caught:
        read("data:\n  罚+没: {type: money}\n" + acts("甲"))
    assert caught.value.code == "field.name"


SUM = """\
data:
  罚款: {type: money, required: true}
  没收: {type: money, required: true}
  合计: {type: money, computed: 罚款 + 没收}
"""


def test_a_sum_field_is_carried_as_required_and_proposed_from_the_act_s_own_data() -> None:
    procedure = read(
        SUM + acts("甲", 决定="by: 承办人, cite: 甲法#1, fields: {罚款: {}, 没收: {}, 合计: {}}")
    )
    field = pinned(procedure).acts["决定"].fields["合计"]
    assert field.required
    assert propose(field.computed, {"罚款": 100_000, "没收": 50}, {}) == 100_050
