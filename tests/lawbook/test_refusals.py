"""Every refusal of the reader: the exact code, the exact line, and a remedy in the sentence."""

from __future__ import annotations

import pytest

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.reader import parse_procedure
from tests.lawbook.small import HEAD, NAME, acts, read, rules, shelf

OK = "cite: 甲法#2, basis: 法"
TWO = acts("甲", "乙")


def data(*lines: str) -> str:
    return "\n".join(["data:", *(f"  {line}" for line in lines)]) + "\n"


def rule(text: str) -> str:
    """Two acts in lines 6 to 9, and a rule in line 11."""
    return f"{TWO}rules:\n  - {{{text}}}\n"


def case(step: str, fields: str = "") -> str:
    """An act 立案 in line 7, a case whose step is line 11."""
    return (
        f"acts:\n  立案: {{by: 承办人, cite: 甲法#1{fields}}}\ncases:\n  - name: 例\n    acts:\n"
        f"      - {step}\n"
    )


REFUSED = {
    # acts
    "an act without cite": ("acts:\n  立案: {by: 承办人}\n", 7, "cite.missing"),
    "an internal act with cite": (
        "acts:\n  立案: {by: 承办人, cite: 甲法#1, basis: 内部}\n",
        7,
        "cite.internal",
    ),
    "an act by nobody": ("acts:\n  立案: {cite: 甲法#1}\n", 7, "act.nobody"),
    "an unknown role": ("acts:\n  立案: {by: 承班人, cite: 甲法#1}\n", 7, "act.unknown_role"),
    "an unknown role in the approval": (
        "acts:\n  立案: {by: 承办人, approval: [首长], cite: 甲法#1}\n",
        7,
        "act.unknown_role",
    ),
    "a clock that is a person too": (
        "acts:\n  立案: {by: [时钟, 承办人], cite: 甲法#1}\n",
        7,
        "act.clock",
    ),
    "a clock that signs": (
        "acts:\n  立案: {by: 时钟, officers: 2, cite: 甲法#1}\n",
        7,
        "act.clock",
    ),
    "a clock that somebody records": (
        "acts:\n  立案: {by: 时钟, lapse: agency, recorded_by: 承办人, cite: 甲法#1}\n",
        7,
        "act.clock",
    ),
    "a lapse done by a person": (
        "acts:\n  立案: {by: 承办人, lapse: citizen, cite: 甲法#1}\n",
        7,
        "act.lapse",
    ),
    "an unknown key of an act": (
        "acts:\n  立案: {by: 承办人, cite: 甲法#1, byy: 甲}\n",
        7,
        "schema.unknown_key",
    ),
    "an act written twice": (
        "acts:\n  立案: {by: 承办人, cite: 甲法#1}\n  立案: {by: 承办人, cite: 甲法#1}\n",
        8,
        "yaml.duplicate_key",
    ),
    "not_by of an unknown act": (
        "acts:\n  立案: {by: 承办人, not_by: [查], cite: 甲法#1}\n",
        7,
        "rule.unknown_act",
    ),
    "a number without counter": (
        "acts:\n  立案: {by: 承办人, cite: 甲法#1, number: {series: 号, form: 第一号}}\n",
        7,
        "number.form",
    ),
    "an opener that does not exist": (TWO.replace("立案", "受理"), 5, "opens.unknown"),
    # citations
    "an article nobody read": ("acts:\n  立案: {by: 承办人, cite: 甲法#31}\n", 7, "cite.unread"),
    "a statute not declared": (
        "acts:\n  立案: {by: 承办人, cite: 丙法#1}\n",
        7,
        "cite.unknown_statute",
    ),
    "a full-width citation": (
        "acts:\n  立案: {by: 承办人, cite: 甲法\uff031}\n",
        7,
        "cite.full_width",
    ),
    # rules
    "a rule without cite": (rule("do: 乙, needs: 甲, basis: 法"), 11, "cite.missing"),
    "a rule without basis": (rule("do: 乙, needs: 甲, cite: 甲法#2"), 11, "basis.missing"),
    "an internal rule with cite": (
        rule("do: 乙, needs: 甲, cite: 甲法#2, basis: 内部"),
        11,
        "cite.internal",
    ),
    "an unknown basis": (rule("do: 乙, needs: 甲, cite: 甲法#2, basis: 法律"), 11, "schema.choice"),
    "an unknown act in a rule": (rule(f"do: 丙, needs: 甲, {OK}"), 11, "rule.unknown_act"),
    "an unknown group in a list": (
        rule(f"do: [乙, 丙组], needs: 甲, {OK}"),
        11,
        "rule.unknown_act",
    ),
    "an act named twice": (rule(f"do: [乙, 乙], needs: 甲, {OK}"), 11, "rule.duplicate_act"),
    "a rule of no kind": (rule(f"do: 乙, {OK}"), 11, "rule.unknown_kind"),
    "a rule of two kinds": (rule(f"do: 乙, needs: 甲, waits: 甲, {OK}"), 11, "schema.unknown_key"),
    "an act that needs itself": (rule(f"do: 甲, needs: 甲, {OK}"), 11, "rule.self"),
    "no act at all": (rule(f"do: [], needs: 甲, {OK}"), 11, "rule.no_act"),
    "two missed acts": (rule(f"on_miss: [甲, 乙], then: 甲, {OK}"), 11, "rule.one_act"),
    "a person as clock": (rule(f"on_miss: 甲, then: 乙, {OK}"), 11, "rule.needs_clock"),
    "a window without period": (rule(f"window: 甲, opens: 乙, {OK}"), 11, "schema.missing"),
    "an extension without period": (rule(f"extends: 甲, of: 乙, {OK}"), 11, "schema.missing"),
    "a length asked for in words": (
        data("理由: {type: text}") + rule(f"extends: 甲, of: 乙, by: 5wd, asked: 理由, {OK}"),
        13,
        "rule.asked",
    ),
    # periods
    "a number without unit": (rule(f"after: 甲, must: 乙, within: 30, {OK}"), 11, "length.no_unit"),
    "a wrong unit": (rule(f"after: 甲, must: 乙, within: 5d, {OK}"), 11, "unit.mismatch"),
    "days off counted that are not": (
        rule(f"after: 甲, must: 乙, within: 30wd, {OK}"),
        11,
        "unit.mismatch",
    ),
    "a clear deadline": (
        rule(f"after: 甲, must: 乙, within: 5wd clear, {OK}"),
        11,
        "length.clear",
    ),
    "an unknown parameter": (
        rule(f"after: 甲, must: 乙, within: 答辩期限, {OK}"),
        11,
        "length.unknown",
    ),
    "a sum of money as period": (
        rule(f"after: 甲, must: 乙, within: 较大数额, {OK}"),
        11,
        "length.form",
    ),
    "hours": (rule(f"after: 甲, must: 乙, within: 24h, {OK}"), 11, "length.form"),
    # fields
    "a field without type": (data("名称: {required: true}") + TWO, 7, "field.no_type"),
    "an unknown type": (data("名称: {type: string}") + TWO, 7, "schema.choice"),
    "a choice of one": (data("结论: {choice: [通过]}") + TWO, 7, "field.choice"),
    "values of a text": (data("结论: {type: text, choice: [甲, 乙]}") + TWO, 7, "field.choice"),
    "the same value twice": (data("结论: {choice: [通过, 通过]}") + TWO, 7, "field.duplicate"),
    "a name with a bracket": (data("结论(一): {type: text}") + TWO, 7, "field.name"),
    "a name that is a word of guards": (data("not: {type: text}") + TWO, 7, "field.name"),
    "a table without columns": (data("清单: {type: rows}") + TWO, 7, "field.rows"),
    "an entry of nothing": (data("事项: {type: entry}") + TWO, 7, "schema.missing"),
    "a unit of a text": (data("名称: {type: text, unit: 件}") + TWO, 7, "field.key"),
    "money without unit": (data("罚款: {type: money, min: 50}") + TWO, 7, "field.bounds"),
    "bounds that cross": (data("人数: {type: int, min: 3, max: 2}") + TWO, 7, "field.bounds"),
    "a proposal for a file": (
        data("证据: {type: file, computed: 证据 set}") + TWO,
        7,
        "field.computed",
    ),
    "a proposal of itself": (
        data("重大: {type: yesno, computed: 重大}") + TWO,
        7,
        "field.computed",
    ),
    "a field nobody declared": (
        "acts:\n  立案: {by: 承办人, cite: 甲法#1, fields: {名称: {}}}\n",
        7,
        "field.unknown",
    ),
    "a field with two meanings": (
        data("名称: {type: text}")
        + "acts:\n  立案: {by: 承办人, cite: 甲法#1, fields: {名称: {type: int}}}\n",
        9,
        "field.two_meanings",
    ),
    "a title of no field": ("title: [名称]\n" + TWO, 6, "field.unknown"),
    # guards
    "a guard on an unknown name": (
        rule(f"after: 甲, may: 乙, when: 重大, {OK}"),
        11,
        "guard.unknown_name",
    ),
    "a guard of full-width brackets": (
        data("重大: {type: yesno}") + rule(f"after: 甲, may: 乙, when: not （重大）, {OK}"),
        13,
        "guard.full_width",
    ),
    "a guard on a text's value": (
        data("名称: {type: text}") + rule(f"after: 甲, may: 乙, when: 名称 == 张三, {OK}"),
        13,
        "guard.type",
    ),
    "a guard on a decimal": (
        data("比例: {type: decimal}") + rule(f"after: 甲, may: 乙, when: 比例 > 3, {OK}"),
        13,
        "guard.type",
    ),
    "a guard that is a number": (
        data("人数: {type: int}") + rule(f"after: 甲, may: 乙, when: 人数, {OK}"),
        13,
        "guard.type",
    ),
    "money compared with a bare number": (
        data("罚款: {type: money}") + rule(f"after: 甲, may: 乙, when: 罚款 >= 5000, {OK}"),
        13,
        "guard.unit",
    ),
    "a value the choice does not have": (
        data("结论: {choice: [通过, 不通过]}")
        + rule(f"after: 甲, may: 乙, when: 结论 == 通国, {OK}"),
        13,
        "guard.unknown_name",
    ),
    "an order of choices": (
        data("结论: {choice: [通过, 不通过]}")
        + rule(f"after: 甲, may: 乙, when: 结论 > 通过, {OK}"),
        13,
        "guard.type",
    ),
    "a guard that stops short": (
        data("重大: {type: yesno}") + rule(f"after: 甲, may: 乙, when: 重大 and, {OK}"),
        13,
        "guard.syntax",
    ),
    "a guard with too much": (
        data("重大: {type: yesno}") + rule(f"after: 甲, may: 乙, when: 重大 重大, {OK}"),
        13,
        "guard.syntax",
    ),
    # groups
    "a group named like an act": (TWO + "groups:\n  甲: [乙]\n", 11, "group.name"),
    "an empty group": (TWO + "groups:\n  组: []\n", 11, "group.empty"),
    "a group of unknown acts": (TWO + "groups:\n  组: [丙]\n", 11, "group.unknown"),
    "a group within itself": (TWO + "groups:\n  组: [队]\n  队: [组]\n", 12, "group.cycle"),
    # figures, list
    "a figure's id in Chinese": (
        TWO + "figures:\n  - {id: 立案数, name: 立案, unit: 件, count: 立案}\n",
        11,
        "figure.id",
    ),
    "a figure twice": (
        TWO + "figures:\n"
        "  - {id: opened, name: 立案, unit: 件, count: 立案}\n"
        "  - {id: opened, name: 立案, unit: 件, count: 立案}\n",
        12,
        "figure.duplicate",
    ),
    "a figure that counts nothing": (
        TWO + "figures:\n  - {id: opened, name: 立案, unit: 件}\n",
        11,
        "figure.way",
    ),
    "a sum of words": (
        data("名称: {type: text}")
        + TWO
        + "figures:\n  - {id: total, name: 合计, unit: 元, sum: 名称, over: 立案}\n",
        13,
        "figure.sum",
    ),
    "a share of an unknown figure": (
        TWO + "figures:\n  - {id: rate, name: 率, unit: '%', share: [opened, opened]}\n",
        11,
        "figure.unknown",
    ),
    "thirteen slots": (
        data(*(f"栏{n}: {{type: text}}" for n in range(13)))
        + TWO
        + f"list: {{columns: [{', '.join(f'栏{n}' for n in range(13))}]}}\n",
        24,
        "list.slots",
    ),
    # cases
    "a case of an unknown act": (case("[2026-03-02, 结案]"), 11, "rule.unknown_act"),
    "a day that does not exist": (case("[2026-02-30, 立案]"), 11, "schema.day"),
    "an unknown reason": (case("[2026-03-02, 立案, {refused: never}]"), 11, "schema.choice"),
    "a deciding article without refusal": (
        case("[2026-03-02, 立案, {cite: 甲法#1}]"),
        11,
        "case.cite",
    ),
    "a field the act does not carry": (
        case("[2026-03-02, 立案, {data: {名称: 甲}}]"),
        11,
        "case.field",
    ),
    "a yes/no in English": (
        case("[2026-03-02, 立案, {data: {重大: yes}}]", ", fields: {重大: {type: yesno}}"),
        11,
        "case.value",
    ),
    "an amount without unit": (
        case("[2026-03-02, 立案, {data: {罚款: 100}}]", ", fields: {罚款: {type: money}}"),
        11,
        "case.value",
    ),
    "a step back in time": (
        case("[2026-03-02, 立案]\n      - [2026-03-01, 立案]"),
        12,
        "case.order",
    ),
    "an unknown parameter in a case": (
        TWO + "cases:\n  - name: 例\n    parameters: {期限: 5wd}\n    acts: [[2026-03-02, 立案]]\n",
        12,
        "case.unknown_parameter",
    ),
    # top level
    "an unknown key": (TWO + "rule: []\n", 10, "schema.unknown_key"),
    "a row of no system": ("owed: []\n" + TWO, 6, "rule.no_act"),
    "no act": ("acts: {}\n", 6, "act.none"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_reader_refuses(what: str) -> None:
    body, line, code = REFUSED[what]
    with pytest.raises(CatalogError) as caught:
        read(body)
    assert (caught.value.code, caught.value.where.line) == (code, line), caught.value
    assert caught.value.where.file == NAME
    assert caught.value.sentence.endswith(("。", "？"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("enforcement/small/2020.yaml", "file.name"),
        ("small.yaml", "file.name"),
        ("enforcing/small/2020-01-01.yaml", "file.chapter"),
        ("enforcement/Small/2020-01-01.yaml", "file.id"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(name: str, code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_procedure((HEAD + TWO).encode(), name, shelf())
    assert (caught.value.code, caught.value.where.file) == (code, name)


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("[E1]", "[第一]", 2, "system.row"),
        ("kind: case", "kind: file", 3, "schema.choice"),
        ("甲法@2020-01-01", "甲法@2021-01-01", 4, "cite.unknown_version"),
        ("opens: 立案\n", "opens: 立案\nin_force: {until: 2019-01-01}\n", 6, "file.until"),
    ],
)
def test_a_wrong_head_is_refused(old: str, new: str, line: int, code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read(TWO, HEAD.replace(old, new))
    assert (caught.value.code, caught.value.where.line) == (code, line)


def test_a_todo_may_stand_for_an_article() -> None:
    procedure = read(TWO + "rules:\n  - {do: 乙, needs: 甲, cite: 甲法#todo, basis: 解释}\n")
    assert procedure.rules[0].grounds.cite == ("甲法#todo",)


def test_a_group_stands_for_its_acts_and_keeps_the_line_of_the_rule() -> None:
    procedure = read(
        acts("甲", "乙", "丙")
        + "groups:\n  组: [甲, 队]\n  队: [乙]\n"
        + rules("do: 丙, needs: 组")
    )
    names = procedure.rules[0].names["needs"]
    assert names == ("甲", "乙")
    assert {name.place.line for name in names} == {15}


def test_an_act_may_loosen_what_data_demands() -> None:
    procedure = read(
        data("名称: {type: text, required: true}")
        + "acts:\n  立案: {by: 承办人, cite: 甲法#1, fields: {名称: {}}}\n"
        + "  调整: {by: 承办人, cite: 甲法#1, fields: {名称: {required: false, note: 变了才填}}}\n"
    )
    assert procedure.acts["立案"].fields["名称"].required
    changed = procedure.acts["调整"].fields["名称"]
    assert (changed.required, changed.note) == (False, "变了才填")
