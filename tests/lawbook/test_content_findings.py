"""What a procedure carries in vain or shows by mistake: each finding, its line and its weight."""

from __future__ import annotations

import pytest

from guiju.lawbook.checks import check
from guiju.lawbook.findings import ERROR, NOTE, Finding
from tests.lawbook.small import CLOCK, read, rules, shelf

NAMED = "data:\n  名称: {type: text}\n  人数: {type: int}\n  证号: {type: text, private: true}\n"
CARRIES = "by: 承办人, cite: 甲法#1, fields: {名称: {}, 人数: {}, 证号: {}}"
BODY = NAMED + f"acts:\n  立案: {{{CARRIES}}}\n  甲: {{by: 承办人, cite: 甲法#1}}\n"
CASE = "cases:\n  - name: 例\n    acts:\n      - [2026-03-02, 立案]\n      - [2026-03-02, 甲]\n"


def found(body: str, code: str) -> list[Finding]:
    return [one for one in check(read(body), shelf()) if one.code == code]


def only(body: str, code: str) -> Finding:
    (finding,) = found(body, code)
    assert finding.place.file
    return finding


def test_a_procedure_in_order_is_silent() -> None:
    assert check(read(BODY + CASE), shelf()) == ()


def test_a_field_no_act_carries_is_noted() -> None:
    finding = only(BODY.replace(", 人数: {}", ""), "field.unused")
    assert (finding.weight, finding.place.line) == (NOTE, 8)
    assert finding.sentence == "没有行为带字段“人数”。请在某个行为的 fields 中加上，或删去。"


ASKED = {
    "a guard reads it": rules("after: 立案, must: 甲, when: 人数 > 1"),
    "a guard asks for it": rules("after: 立案, must: 甲, when: 人数 set"),
    "a review passes by it": rules("do: 甲, needs: 立案, passed: 人数 > 1"),
}


@pytest.mark.parametrize("what", ASKED)
def test_a_field_no_act_carries_is_wrong_where(what: str) -> None:
    finding = only(BODY.replace(", 人数: {}", "") + ASKED[what], "field.unused")
    assert (finding.weight, finding.place.line) == (ERROR, 8)
    assert found(BODY + ASKED[what], "field.unused") == []


def test_a_field_no_act_carries_is_wrong_where_an_act_requires_it() -> None:
    body = BODY.replace(", 人数: {}", "").replace("  甲: {by", "  甲: {requires: 人数 set, by")
    assert only(body, "field.unused").weight == ERROR


PROPOSED = {"by its value": "人数 > 1", "by whether it is there": "人数 set"}


@pytest.mark.parametrize("how", PROPOSED)
def test_a_field_no_act_carries_is_wrong_where_a_proposal_reads_it(how: str) -> None:
    proposal = f"data:\n  多人: {{computed: {PROPOSED[how]}}}\n"
    body = BODY.replace("data:\n", proposal).replace("fields: {", "fields: {多人: {}, ", 1)
    finding = only(body.replace(", 人数: {}", ""), "field.unused")
    assert (finding.weight, "“人数”" in finding.sentence) == (ERROR, True)
    assert found(body, "field.unused") == []


EXTENDS = rules("after: 立案, must: 甲, within: 30d", "extends: 延长, of: 甲, by: 20d, asked: 人数")


def test_an_extension_carries_the_length_it_is_asked_for() -> None:
    without = BODY + f"  延长: {{{CARRIES.replace('人数: {}, ', '')}}}\n" + EXTENDS
    finding = only(without, "extends.asked")
    assert (finding.weight, finding.place.line) == (ERROR, 16)
    assert finding.sentence == ("“延长”不带字段“人数”，无从写明延长多久。请在它的 fields 中加上。")
    assert found(BODY + f"  延长: {{{CARRIES}}}\n" + EXTENDS, "extends.asked") == []


@pytest.mark.parametrize("head", ["title: [人数]\n", "key: [人数]\n", "title: [名称, 人数]\n"])
def test_what_names_a_matter_is_known_when_it_is_opened(head: str) -> None:
    later = BODY.replace(", 人数: {}", "").replace(
        "  甲: {by: 承办人", "  甲: {fields: {人数: {}}, by: 承办人"
    )
    finding = only(head + later, "title.later")
    assert (finding.weight, finding.place.line) == (NOTE, 6)
    assert finding.sentence == (
        "“人数”用作标题或唯一键，开启办件的“立案”却不带它。请在它的 fields 中加上。"
    )
    assert found(head + BODY, "title.later") == []


FIGURE = "figures:\n  - {id: done, name: 已办, unit: 件, "
SHOWN = {
    "the title": "title: [证号]\n",
    "the key": "key: [证号]\n",
    "a column of the list": "list: {columns: [证号]}\n",
    "a filter of the list": "list: {filters: [证号]}\n",
    "the order of the list": "list: {sort: [证号]}\n",
    "a split of a figure": FIGURE + "count: 立案, by: [证号]}\n",
}
NUMBER = "证号: {type: int, private: true}"
COUNTED = {
    "a sum": FIGURE + "sum: 证号, over: 立案}\n",
    "a figure's condition": FIGURE + "count: 立案, when: 证号 > 1}\n",
    "a rule's condition": rules("after: 立案, must: 甲, when: 证号 > 1"),
}


@pytest.mark.parametrize("what", {**SHOWN, **COUNTED})
def test_a_private_field_is_not_shown_by(what: str) -> None:
    body = BODY if what in SHOWN else BODY.replace("证号: {type: text, private: true}", NUMBER)
    shown = {**SHOWN, **COUNTED}[what]
    finding = only(body + shown, "field.private")
    assert (finding.weight, finding.place.line) == (ERROR, 9)
    assert finding.sentence == (
        "字段“证号”是不公开的，不能用于标题、列表、指标或条件。请另设一个不含个人信息的字段。"
    )
    assert found(body.replace(", private: true", "") + shown, "field.private") == []


def test_a_private_field_may_be_asked_whether_it_is_there() -> None:
    assert found(BODY + rules("after: 立案, must: 甲, when: 证号 set"), "field.private") == []


def test_a_private_field_shown_twice_is_found_once() -> None:
    assert len(found("title: [证号]\nkey: [证号]\n" + BODY, "field.private")) == 1


ROUND = {
    "of two": "  子: {computed: 丑}\n  丑: {computed: 子}\n",
    "of three": "  子: {computed: 丑}\n  丑: {computed: not 寅}\n  寅: {computed: 子 or 子 set}\n",
    "by asking": "  子: {computed: 丑 set}\n  丑: {computed: 子 set}\n",
}


@pytest.mark.parametrize("what", ROUND)
def test_proposals_do_not_go_round_in_a_circle(what: str) -> None:
    body = BODY.replace("data:\n", "data:\n" + ROUND[what])
    findings = found(body, "field.computed")
    assert {one.place.line for one in findings} == {*range(7, 7 + ROUND[what].count("\n"))}
    assert {one.weight for one in findings} == {ERROR}
    assert findings[0].sentence == "字段“子”的 computed 绕回了自己。请改写。"


def test_proposals_may_rest_on_each_other() -> None:
    chain = "  子: {computed: 丑}\n  丑: {computed: 寅 and 人数 > 1}\n  寅: {type: yesno}\n"
    assert found(BODY.replace("data:\n", "data:\n" + chain), "field.computed") == []


def test_an_act_no_case_uses_is_noted() -> None:
    finding = only(BODY + CASE.replace("      - [2026-03-02, 甲]\n", ""), "case.act_missing")
    assert (finding.weight, finding.place.line) == (NOTE, 12)
    assert finding.sentence == "没有事例用到：甲。请补事例。"
    all_missing = only(BODY, "case.act_missing")
    assert (all_missing.place.line, all_missing.sentence) == (
        11,
        "没有事例用到：立案、甲。请补事例。",
    )


EXPECTED = {
    "as a clock that fired": "[2026-03-02, 立案, {fired: [甲]}]",
    "as a day due": "[2026-03-02, 立案, {due: {甲: none}}]",
    "as days left": "[2026-03-02, 立案, {left: {甲: 3}}]",
}


@pytest.mark.parametrize("what", EXPECTED)
def test_an_act_is_used_by_a_case(what: str) -> None:
    case = f"cases:\n  - name: 例\n    acts:\n      - {EXPECTED[what]}\n"
    assert found(BODY + case, "case.act_missing") == []


def test_the_clock_a_window_brings_with_it_needs_no_case_but_a_declared_one_does() -> None:
    window = rules("window: 甲, opens: 立案, within: 5wd")
    assert found(BODY + window + CASE, "case.act_missing") == []
    declared = BODY + f"  届满.甲: {{{CLOCK}}}\n" + window + CASE
    assert only(declared, "case.act_missing").sentence == "没有事例用到：届满.甲。请补事例。"


def test_open_citations_are_noted_together_with_their_lines() -> None:
    body = BODY.replace("甲: {by: 承办人, cite: 甲法#1", "甲: {by: 承办人, cite: 甲法#todo")
    two = body + rules("do: 甲, needs: 立案").replace("甲法#2", "甲法#todo")
    finding = only(two, "cite.todo")
    assert (finding.weight, finding.place.line) == (NOTE, 12)
    assert finding.sentence == "有 2 处条文待查，在第 12、14 行。请查到后补上。"
    assert found(BODY, "cite.todo") == []


def test_a_rule_without_reason_is_found_at_its_line() -> None:
    two = rules("do: 甲, needs: 立案", "after: 立案, must: 甲").replace(", why: 因为。", "", 1)
    finding = only(BODY + two, "why.missing")
    assert (finding.weight, finding.place.line) == (ERROR, 14)
    assert finding.sentence == "规则没有写理由，看的人不知道条文怎样成了这条规则。请补 why。"
