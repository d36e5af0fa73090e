"""What an expression asks is said in words a clerk understands."""

from __future__ import annotations

import pytest

from guiju.lawbook.catalog import load_catalog
from guiju.lawbook.guard_words import demands, words
from tests.lawbook.small import read

DATA = (
    "data:\n  重大: {type: yesno, required: true}\n  公开: {type: yesno, required: true}\n  种类: {choice: [警告, 罚款, 其他], required: true}\n"
    "  罚款: {type: money, required: true}\n  拟罚款: {type: money, required: true}\n  场次: {type: int, required: true}\n  理由: {type: text}\n"
)


def said(requires: str) -> list[str]:
    """The demands of an act that requires something, in words."""
    procedure = read(
        f"{DATA}acts:\n  立案:\n    by: 承办人\n    cite: 甲法#1\n    requires: {requires}\n"
        "    fields: {重大: {}, 公开: {}, 种类: {}, 罚款: {}, 拟罚款: {}, 场次: {}, 理由: {}}\n"
    )
    types = {name: spec.type for name, spec in procedure.fields().items()}
    expression = procedure.acts["立案"].requires
    assert expression is not None
    return [text for _, text in demands(expression.tree, types)]


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ("重大", ["“重大”为是"]),
        ("not 重大", ["“重大”为否"]),
        ("理由 set", ["填写“理由”"]),
        ("not 理由 set", ["“理由”不填"]),
        ("种类 == 警告", ["“种类”是警告"]),
        ("种类 in [警告, 罚款]", ["“种类”是警告、罚款之一"]),
        ("not 种类 in [警告, 罚款]", ["“种类”不是警告、罚款之一"]),
        ("种类 in [警告]", ["“种类”是警告"]),
        ("罚款 <= 200元", ["“罚款”不超过200元"]),
        ("罚款 > 0.5元", ["“罚款”超过0.50元"]),
        ("罚款 <= 拟罚款", ["“罚款”不超过“拟罚款”"]),
        ("罚款 == 拟罚款", ["“罚款”与“拟罚款”一致"]),
        ("场次 >= 2", ["“场次”不少于2"]),
        ("重大 and 场次 > 0", ["“重大”为是", "“场次”超过0"]),
        ("重大 or 场次 > 0", ["“重大”为是，或者“场次”超过0"]),
        ("not 重大 or 理由 set", ["“重大”为是的，要填写“理由”"]),
        ("种类 != 其他 or 理由 set", ["“种类”是其他的，要填写“理由”"]),
        ("not 重大 or not 公开 or 理由 set", ["“重大”为是、“公开”为是的，要填写“理由”"]),
        ("not 重大 or not 公开", ["“重大”为否，或者“公开”为否"]),
        ("not (重大 or 公开)", ["不能“重大”为是，或者“公开”为是"]),
    ],
)  # fmt: skip
def test_an_expression_in_words(requires: str, expected: list[str]) -> None:
    assert said(requires) == expected


def test_every_requirement_of_the_catalog_has_words_without_marks_of_the_language() -> None:
    for procedure in load_catalog():
        types = {name: spec.type for name, spec in procedure.fields().items()}
        for act in procedure.acts.values():
            text = words(act.requires.tree, types) if act.requires is not None else "无"
            assert text
            assert not set("=<>[]'{}") & set(text), (procedure.id, act.name, text)
