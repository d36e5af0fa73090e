"""What a matter is pinned to: everything it needs, nothing it does not, the same through JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.effective import EffectiveRules
from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.record.canonical import encode
from tests.lawbook.refusing import refusal
from tests.lawbook.small import CLOCK, HEAD, acts, pinned, read, rules

NAME = st.text("甲乙丙ab", min_size=1, max_size=4)
NAMES = st.lists(NAME, max_size=3).map(tuple)
TREE = st.sampled_from([None, ["var", "甲"], ["ge", ["var", "甲"], ["param", "乙"]], ["add", 1, 2]])
FLAT = st.builds(
    FieldRules,
    name=NAME,
    type=NAME,
    choice=NAMES,
    of=st.none() | NAME,
    required=st.booleans(),
    private=st.booleans(),
    unit=st.just("") | NAME,
    min=st.none() | st.sampled_from(["0", "-1.5"]),
    max=st.none() | st.sampled_from(["0", "9"]),
    computed=TREE,
    note=st.just("") | NAME,
)
FIELDS = FLAT | st.builds(
    lambda one, rows: FieldRules(one.name, "rows", rows=rows), FLAT, st.lists(FLAT).map(tuple)
)
ACTS = st.builds(
    ActRules,
    name=NAME,
    by=NAMES,
    recorded_by=NAMES,
    officers=st.integers(0, 3),
    not_by=NAMES,
    approval=st.lists(NAME | st.lists(NAME, min_size=2, max_size=3).map(tuple), max_size=3).map(
        tuple
    ),
    power=st.booleans(),
    clock=st.booleans(),
    often=st.booleans(),
    fields=st.lists(FIELDS, max_size=3, unique_by=lambda one: one.name).map(
        lambda found: {one.name: one for one in found}
    ),
    proof=st.booleans(),
    hour=st.booleans(),
    document=st.just("") | NAME,
    number=st.none() | st.just({"series": "号", "form": "{year}-{n}"}),
    lapse=st.sampled_from(["", "citizen", "agency"]),
    asked=st.none() | NAME,
    cite=NAMES,
    basis=st.just("") | NAME,
    was=NAMES,
)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@given(FIELDS)
def test_a_field_comes_back_from_its_json(field: FieldRules) -> None:
    assert FieldRules.from_json(through_json(field.to_json())) == field


@given(ACTS)
def test_an_act_comes_back_from_its_json_with_its_fields_in_order(act: ActRules) -> None:
    again = ActRules.from_json(through_json(act.to_json()))
    assert again == act
    assert list(again.fields) == list(act.fields)


@given(ACTS)
def test_an_act_writes_only_what_it_says(act: ActRules) -> None:
    written = act.to_json()
    for one in fields(act):
        value = getattr(act, one.name)
        assert (one.name in written) is (value not in (None, False, 0, "", (), {}))
    assert encode(written)


ACT = (
    "by: [承办人, 负责人], recorded_by: [负责人], officers: 2, not_by: [立案], approval: [负责人],"
    " power: true, often: true, proof: true, hour: true, document: 决定书, was: [丙],"
    " number: {series: 号, form: '{year}-{n}'}, cite: [甲法#1, '乙规定#2,3'], basis: 规章,"
    " fields: {罚款: {required: true, note: 说}, 听证: {}, 表: {}}"
)
DATA = """\
data:
  罚款: {type: money, min: 1元, max: 2万元}
  听证: {computed: 罚款 >= 较大数额}
  表: {type: rows, of: {名: {type: text, required: true, private: true}, 数: {type: int, unit: 件}}}
  事项: {type: entry, of: other}
  结论: {choice: [通过, 不通过], private: true}
"""
BODY = (
    DATA
    + acts("丁", 甲=ACT, 延长="by: 承办人, cite: 甲法#1, fields: {天数: {type: int}}",
           钟=f"{CLOCK}, lapse: citizen, recorded_by: 负责人")
    + rules("after: 立案, must: 丁, within: 30d", "extends: 延长, of: 丁, by: 20d, asked: 天数",
            "after: 立案, must: 钟, within: 答复期限")
)  # fmt: skip


def test_everything_an_act_was_declared_with_is_pinned() -> None:
    act = pinned(read(BODY)).acts["甲"]
    assert (act.name, act.by, act.recorded_by) == ("甲", ("承办人", "负责人"), ("负责人",))
    assert (act.officers, act.not_by, act.approval) == (2, ("立案",), ("负责人",))
    assert (act.power, act.often, act.proof, act.hour, act.clock) == (True, True, True, True, False)
    assert (act.document, act.number, act.lapse) == (
        "决定书",
        {"series": "号", "form": "{year}-{n}"},
        "",
    )
    assert (act.cite, act.basis, act.was, act.asked) == (
        ("甲法#1", "乙规定#2,3"), "规章", ("丙",), None,
    )  # fmt: skip


def test_everything_a_field_was_declared_with_is_pinned() -> None:
    rules_ = pinned(read(BODY))
    fine, hearing, table = rules_.acts["甲"].fields.values()
    assert (fine.min, fine.max, fine.required, fine.note) == ("100", "2000000", True, "说")
    assert (rules_.fields["罚款"].required, rules_.fields["罚款"].note) == (False, "")
    assert hearing.computed == ["ge", ["var", "罚款"], ["param", "较大数额"]]
    assert (hearing.required, hearing.type) == (True, "yesno")
    assert [(one.name, one.required, one.private, one.unit) for one in table.rows] == [
        ("名", True, True, ""), ("数", False, False, "件"),
    ]  # fmt: skip
    assert rules_.fields["事项"].of == "other"
    assert (rules_.fields["结论"].choice, rules_.fields["结论"].private) == (
        ("通过", "不通过"),
        True,
    )
    assert list(rules_.fields) == ["罚款", "听证", "表", "事项", "结论", "天数"]
    assert rules_.types["天数"] == "int"


def test_a_clock_is_done_by_nobody_and_recorded_by_somebody() -> None:
    clock = pinned(read(BODY)).acts["钟"]
    assert (clock.by, clock.recorded_by, clock.clock, clock.lapse) == (
        (), ("负责人",), True, "citizen",
    )  # fmt: skip


def test_only_an_act_that_extends_asks_for_a_length() -> None:
    assert {name: act.asked for name, act in pinned(read(BODY)).acts.items() if act.asked} == {
        "延长": "天数"
    }


def test_the_head_is_pinned_as_plain_json() -> None:
    head = HEAD + (
        "number: {series: 立案号, form: '{year}第{n}号'}\nkey: [罚款]\ntitle: [结论]\n"
        "list: {columns: [罚款], filters: [听证], sort: [罚款]}\n"
    )
    content = pinned(read(BODY, head)).to_json()
    assert {key: content[key] for key in ("format", "procedure", "version", "chapter", "name")} == {
        "format": "guiju-rules/1", "procedure": "small", "version": "2020-01-01",
        "chapter": "enforcement", "name": "小程序",
    }  # fmt: skip
    assert (content["system"], content["kind"], content["opens"]) == (["E1"], "case", "立案")
    assert content["statutes"] == ["甲法@2020-01-01", "乙规定@2020-01-01"]
    assert content["number"] == {"series": "立案号", "form": "{year}第{n}号"}
    assert (content["key"], content["title"]) == (["罚款"], ["结论"])
    assert content["list"] == {"columns": ["罚款"], "filters": ["听证"], "sort": ["罚款"]}
    assert through_json(content) == content


def test_every_citation_is_pinned_with_its_words() -> None:
    rules_ = pinned(read(BODY))
    assert rules_.content["citations"] == {
        "乙规定#2,3": "乙规定第二条、第三条", "甲法#1": "甲法第一条", "甲法#2": "甲法第二条",
    }  # fmt: skip
    assert (rules_.cite_text("乙规定#2,3"), rules_.cite_text("丙法#1")) == (
        "乙规定第二条、第三条", "丙法#1",
    )  # fmt: skip


def test_only_the_parameters_that_are_named_are_pinned() -> None:
    rules_ = pinned(read(BODY))
    assert list(rules_.parameters) == ["答复期限", "较大数额"]
    assert rules_.constants() == {"答复期限": "5wd", "较大数额": 500_000}
    assert rules_.parameters["较大数额"] == {
        "value": 500_000, "layer": "national", "cite": ["甲法#6"], "basis": "法",
    }  # fmt: skip


def test_a_matter_begins_on_its_own_day() -> None:
    rules_ = pinned(read(BODY))
    words = rules_.content["citations"]
    assert words["甲法#1"] == "甲法第一条"
    assert rules_.graph_from(739_123) == {**rules_.graph, "start": 739_123, "citations": words}
    assert "start" not in rules_.graph


WHERE = {
    "an act's role": ("by: [承办人, 负责人], recorded", "by: [承办人], recorded"),
    "a number of officers": ("officers: 2", "officers: 3"),
    "a rule's period": ("within: 30d", "within: 29d"),
    "a rule's article": ("must: 丁, within: 30d, cite: 甲法#2", "must: 丁, within: 30d, cite: 甲法#3"),
    "a rule's strength": ("must: 丁, within: 30d, cite: 甲法#2, basis: 法", "must: 丁, within: 30d, cite: 甲法#2, basis: 解释"),
    "a rule's reason": ("why: 因为。", "why: 所以。"),
    "a field's bound": ("max: 2万元", "max: 3万元"),
    "a proposal": ("罚款 >= 较大数额", "罚款 > 较大数额"),
    "a column": ("unit: 件", "unit: 个"),
    "privacy": (", private: true}\n", "}\n"),
    "a former name": ("was: [丙]", "was: [戊]"),
}  # fmt: skip


@pytest.mark.parametrize("what", WHERE)
def test_the_digest_covers(what: str) -> None:
    old, new = WHERE[what]
    assert old in BODY
    before = pinned(read(BODY)).digest
    assert (len(before), pinned(read(BODY)).digest) == (64, before)
    assert pinned(read(BODY.replace(old, new))).digest != before


def test_the_digest_leaves_out_cases_figures_and_comments() -> None:
    before = pinned(read(BODY)).digest
    more = "# 注释\ncases:\n  - {name: 例, acts: [[2026-03-02, 立案]]}\n"
    figure = "figures:\n  - {id: done, name: 已办, unit: 件, count: 立案}\n"
    assert pinned(read(BODY + more + figure)).digest == before


def test_what_was_changed_or_is_of_another_format_is_refused() -> None:
    content = pinned(read(BODY)).to_json()
    digest = EffectiveRules(content).digest
    assert EffectiveRules.from_json(content, digest).content == content
    assert EffectiveRules.from_json({**content, "name": "别的"}).content["name"] == "别的"
    changed = refusal(lambda: EffectiveRules.from_json({**content, "name": "别的"}, digest))
    assert (changed.code, digest in changed.sentence) == ("rules.digest", True)
    assert changed.sentence.endswith("内容被改动，请从备份恢复。")
    for other in ({**content, "format": "guiju-rules/2"}, {}):
        error = refusal(lambda other=other: EffectiveRules.from_json(other))
        assert error.code == "rules.format"
        assert error.sentence.endswith("只认 guiju-rules/1。请用相应版本的程序打开。")


def test_a_guard_on_a_parameter_without_value_is_refused_wherever_it_stands() -> None:
    data = "data:\n  罚款: {type: money}\n"
    body = data + acts("甲", "乙")
    guards = {
        rules("after: 立案, must: 甲, when: 罚款 >= 未定数额"): 13,
        rules("do: 甲, needs: 乙, passed: 罚款 >= 未定数额"): 13,
    }
    for rule, line in guards.items():
        error = refusal(lambda rule=rule: pinned(read(body + rule)))
        assert (error.code, error.where and error.where.line) == ("rules.empty_parameter", line)
        assert error.sentence == (
            "条件“罚款 >= 未定数额”用到参数“未定数额”，它还没有取值。"
            "请先设定参数，或把它改放在 computed 里。"
        )
    required = data + acts(甲="by: 承办人, cite: 甲法#1, requires: 罚款 < 未定数额")
    assert refusal(lambda: pinned(read(required))).code == "rules.empty_parameter"
    proposed = "data:\n  罚款: {type: money}\n  听证: {computed: 罚款 >= 未定数额}\n" + acts("甲")
    assert pinned(read(proposed)).constants() == {"未定数额": None}
