"""Effective rules: everything a matter needs, under one digest."""

from __future__ import annotations

import json

import pytest

from guiju.lawbook.effective import EffectiveRules
from guiju.lawbook.errors import CatalogError
from tests.lawbook.small import acts, pinned, read, rules

DATA = """\
data:
  当事人: {type: party, required: true, private: true}
  罚款: {type: money, min: 0元, unit_note: x}
""".replace(", unit_note: x", "")
BODY = (
    DATA
    + "acts:\n"
    + "  立案: {by: 承办人, recorded_by: [负责人], officers: 2, approval: [负责人], power: true,\n"
    + "         cite: 甲法#1, fields: {当事人: {}, 罚款: {required: true}}, document: 审批表,\n"
    + '         number: {series: 立案号, form: "{word}〔{year}〕{n}号"}, proof: true, hour: true}\n'
    + "  复核: {by: 负责人, not_by: [立案], cite: 甲法#1, was: [复查]}\n"
    + rules("after: 立案, must: 复核, within: 答复期限")
)


def test_a_pinned_matter_knows_its_acts_without_the_file() -> None:
    rules_ = EffectiveRules.from_json(json.loads(json.dumps(pinned(read(BODY)).to_json())))
    act = rules_.acts["立案"]
    assert (act.by, act.recorded_by, act.officers) == (("承办人",), ("负责人",), 2)
    assert (act.approval, act.power, act.proof, act.hour) == (("负责人",), True, True, True)
    assert (act.document, act.number) == (
        "审批表",
        {"series": "立案号", "form": "{word}〔{year}〕{n}号"},
    )
    assert list(act.fields) == ["当事人", "罚款"]
    assert act.fields["当事人"].private
    assert (act.fields["罚款"].required, act.fields["罚款"].min) == (True, "0")
    assert not rules_.fields["罚款"].required
    assert (rules_.acts["复核"].not_by, rules_.acts["复核"].was) == (("立案",), ("复查",))
    assert (rules_.opens, rules_.procedure, rules_.version) == ("立案", "small", "2020-01-01")
    assert rules_.cite_text("甲法#1") == "甲法第一条"


def test_the_way_through_json_changes_nothing() -> None:
    first = pinned(read(BODY))
    again = EffectiveRules.from_json(json.loads(json.dumps(first.to_json())), first.digest)
    assert (again.digest, again.acts, again.fields) == (first.digest, first.acts, first.fields)


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    first = pinned(read(BODY))
    turned = json.loads(
        json.dumps(first.to_json()), object_pairs_hook=lambda pairs: dict(pairs[::-1])
    )
    assert list(turned) != list(first.content)
    assert EffectiveRules.from_json(turned).digest == first.digest


def test_a_changed_parameter_changes_the_digest() -> None:
    procedure = read(BODY)
    assert pinned(procedure).digest == pinned(procedure).digest
    assert pinned(procedure, "农业").digest != pinned(procedure).digest


def test_a_parameter_nobody_names_does_not_change_the_digest() -> None:
    procedure = read(acts("甲"))
    assert pinned(procedure, "农业").digest == pinned(procedure).digest
    assert pinned(procedure).parameters == {}


def test_parameters_carry_layer_and_article() -> None:
    assert pinned(read(BODY)).parameters == {
        "答复期限": {"value": "5wd", "layer": "national", "cite": ["甲法#5"], "basis": "法"}
    }
    field = pinned(read(BODY), "农业")
    assert field.parameters["答复期限"]["layer"] == "field"
    assert field.graph["relations"][-1]["deadline"] == {"n": 10, "unit": "d"}


def test_a_day_moved_past_days_off_names_the_article_that_moves_it() -> None:
    moved = pinned(read(acts("甲") + rules("after: 立案, must: 甲, within: 30d"))).graph[
        "relations"
    ][-1]
    assert moved["roll_cite"] == "甲法#85"
    counted = pinned(read(acts("甲") + rules("after: 立案, must: 甲, within: 5wd"))).graph[
        "relations"
    ]
    assert "roll_cite" not in counted[-1]


def test_a_guard_takes_the_value_of_its_parameter() -> None:
    body = "data:\n  罚款: {type: money}\n" + acts("甲")
    guarded = read(body + rules("after: 立案, must: 甲, when: 罚款 >= 较大数额"))
    assert pinned(guarded).graph["relations"][-1]["guard"] == ["ge", ["var", "罚款"], 500_000]


def test_a_guard_on_an_empty_parameter_is_refused() -> None:
    body = "data:\n  罚款: {type: money}\n" + acts("甲")
    guarded = read(body + rules("after: 立案, must: 甲, when: 罚款 >= 未定数额"))
    with pytest.raises(CatalogError) as caught:
        pinned(guarded)
    assert (caught.value.code, caught.value.where.line) == ("rules.empty_parameter", 12)


def test_a_changed_content_does_not_pass_for_its_digest() -> None:
    first = pinned(read(BODY))
    changed = {**first.to_json(), "name": "别的程序"}
    with pytest.raises(CatalogError, match="摘要") as caught:
        EffectiveRules.from_json(changed, first.digest)
    assert caught.value.code == "rules.digest"


def test_another_format_is_refused() -> None:
    with pytest.raises(CatalogError) as caught:
        EffectiveRules.from_json({"format": "guiju-rules/0"})
    assert caught.value.code == "rules.format"


def test_an_act_projects_its_data_and_the_length_it_asks_for() -> None:
    body = (
        "data:\n  天数: {type: int}\n  理由: {type: text}\n"
        + acts(
            "甲", 延长="by: 承办人, cite: 甲法#1, fields: {天数: {}, 理由: {}}, requires: 理由 set"
        )
        + rules("after: 立案, must: 甲, within: 30d", "extends: 延长, of: 甲, by: 20d, asked: 天数")
    )
    told = pinned(read(body)).project("延长", {"天数": 7, "理由": "人手不足"})
    assert told == {"extend_n": 7, "理由": True}
