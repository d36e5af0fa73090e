"""What an expression asks is said in words a clerk understands."""

from __future__ import annotations

import pytest

from guiju.lawbook.guard_words import demands, proposal_words, words
from guiju.lawbook.lowering import lower
from tests.lawbook.real import real_catalog
from tests.lawbook.small import acts, read, values

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
    return [text for _, text in demands(expression.tree, types, {})]


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
        ("场次 == 2 or 场次 == 3 and (重大 or 公开)", [
            "“场次”是2，或者“场次”是3，并且（“重大”为是，或者“公开”为是）"]),
        ("not (重大 or 公开)", ["不能“重大”为是，或者“公开”为是"]),
    ],
)  # fmt: skip
def test_an_expression_in_words(requires: str, expected: list[str]) -> None:
    assert said(requires) == expected


def test_every_requirement_of_the_catalog_has_words_without_marks_of_the_language() -> None:
    for procedure in real_catalog():
        types = {name: spec.type for name, spec in procedure.fields().items()}
        for act in procedure.acts.values():
            text = words(act.requires.tree, types) if act.requires is not None else "无"
            assert text
            assert not set("=<>[]'{}") & set(text), (procedure.id, act.name, text)


PROPOSED = {
    "type: yesno, computed: 重大": "“重大”",
    "type: yesno, computed: 是": "是",
    "type: yesno, computed: 始日 <= 终日 + 2y": "“始日”不晚于“终日”之后2年",
    "type: yesno, computed: 始日 < 终日 + 6m": "“始日”早于“终日”之后6个月",
    "type: yesno, computed: 始日 >= 2026-03-02 + 15d": "“始日”不早于2026-03-02之后15日",
    "type: yesno, computed: 始日 > 终日": "“始日”晚于“终日”",
    "type: yesno, computed: 始日 == 终日": "“始日”与“终日”一致",
    "type: yesno, computed: 始日 == 2026-03-02": "“始日”就是2026-03-02",
    "type: yesno, computed: 始日 != 终日": "“始日”不是“终日”",
    "type: yesno, computed: 办理日 > 终日": "办理日晚于“终日”",
    "type: yesno, computed: 终日 < 办理日": "“终日”早于办理日",
    "type: yesno, computed: not 办理日 > 终日": "不能办理日晚于“终日”",
    "type: yesno, computed: 罚款 + 5元 >= 拟罚款": "“罚款”与5元之和不少于“拟罚款”",
    "type: yesno, computed: 5元 < 罚款": "5元少于“罚款”",
    "type: yesno, computed: 是 == 重大": "是与“重大”一致",
    "type: date, computed: 终日 + 1y": "“终日”之后1年",
    "type: date, computed: 办理日": "办理日",
    "type: date, computed: 办理日 + 30d": "办理日之后30日",
    "type: date, computed: 2026-03-02": "2026-03-02",
    "type: money, computed: 罚款": "“罚款”",
    "type: money, computed: 罚款 + 拟罚款 + 1元": "“罚款”与“拟罚款”与1元之和",
    "type: money, computed: 5000元": "5000元",
    "type: money, computed: 较大数额": "参数“较大数额”",
    "type: int, computed: 场次 + 1": "“场次”与1之和",
    "type: decimal, computed: 1.5": "1.5",
}
DAYS = "  始日: {type: date}\n  终日: {type: date}\n"


@pytest.mark.parametrize("declared", PROPOSED)
def test_a_proposal_in_words(declared: str) -> None:
    procedure = read(f"{DATA}{DAYS}  结果: {{{declared}}}\n" + acts("甲"))
    spec, types = procedure.data["结果"], {name: one.type for name, one in procedure.data.items()}
    assert spec.computed is not None
    assert proposal_words(spec.computed.tree, spec.type, types) == PROPOSED[declared]


def test_every_proposal_of_the_catalog_has_words_without_marks_of_the_language() -> None:
    for procedure in real_catalog():
        types = {name: spec.type for name, spec in procedure.fields().items()}
        for spec in procedure.fields().values():
            if spec.computed is not None:
                text = proposal_words(spec.computed.tree, spec.type, types)
                assert not set("=<>[]'{}") & set(text), (procedure.id, spec.name, text)


def test_a_demand_for_what_follows_says_from_what() -> None:
    procedure = read(
        "data:\n  始日: {type: date}\n  终日: {type: date}\n  期内: {computed: 始日 <= 终日 + 2y}\n"
        "acts:\n  立案: {by: 承办人, cite: 甲法#1, requires: 期内 and 始日 set,"
        " fields: {始日: {}, 终日: {}, 期内: {}}}\n"
    )
    (event,) = lower(procedure, values())["events"]
    assert [one["words"] for one in event["asks"]] == [
        "“期内”为是（“始日”不晚于“终日”之后2年）",
        "填写“始日”",
    ]
