"""Mutants: what a procedure says, said otherwise, must be noticed by some worked case."""

from __future__ import annotations

import pytest

from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.expected import Expected
from guiju.lawbook.mutants import mutants
from guiju.lawbook.mutation import mutate
from guiju.lawbook.yaml_text import Text
from tests.lawbook.small import HEAD, acts, read, rules, shelf

BODY = """\
owed: [归档]
data:
  重大: {type: yesno, required: true}
  结论: {choice: [通过, 不通过], required: true}
  须审核: {computed: 重大}
"""
ACTS = acts(
    "归档",
    调查="by: 承办人, cite: 甲法#1, fields: {重大: {}, 须审核: {}}, often: true",
    审核="by: 承办人, cite: 甲法#1, fields: {结论: {}}, often: true",
    决定="by: 承办人, cite: 甲法#1, fields: {结论: {}}, requires: 结论 == 通过",
)
RULES = rules(
    "after: 立案, must: 决定, within: 5wd",
    "do: 决定, follows: 调查, delay: 2wd",
    "do: 决定, needs: 审核, passed: 结论 == 通过, when: 须审核",
    "after: 决定, must: 归档, within: 答复期限",
)
CASES = """\
cases:
  - name: 须审核，没有通过不得决定
    closed: true
    acts:
      - [2026-03-03, 立案, {due: {决定: 2026-03-10}}]
      - [2026-03-03, 决定, {data: {结论: 通过}, refused: condition}]
      - [2026-03-05, 调查, {data: {重大: 是}}]
      - [2026-03-08, 审核, {data: {结论: 不通过}}]
      - [2026-03-08, 决定, {data: {结论: 通过}, refused: delay}]
      - [2026-03-09, 决定, {data: {结论: 通过}, refused: milestone}]
      - [2026-03-09, 审核, {data: {结论: 通过}}]
      - [2026-03-09, 决定, {data: {结论: 不通过}, refused: require}]
      - [2026-03-09, 决定, {data: {结论: 通过}, due: {归档: 2026-03-16}}]
      - [2026-03-10, 归档]
  - name: 不重大的不审核
    closed: false
    acts:
      - [2026-03-02, 立案]
      - [2026-03-05, 调查, {data: {重大: 否}}]
      - [2026-03-09, 决定, {data: {结论: 通过}}]
  - name: 立案以前就欠归档
    closed: false
    acts:
      - [2026-03-02, 调查, {data: {重大: 否}, refused: condition}]
"""
WHOLE = BODY + ACTS + RULES + CASES


def survivors(text: str) -> set[str]:
    return {one.change for one in mutate(read(text), shelf()).survivors}


def test_every_mutant_of_a_procedure_whose_cases_ask_enough_is_noticed() -> None:
    done = mutate(read(WHOLE), shelf())
    assert [str(one) for one in done.survivors] == []
    assert done.made == len(list(mutants(read(WHOLE)))) > 15
    assert done.score == 100.0


UNNOTICED_WITHOUT = {
    ", {due: {决定: 2026-03-10}}": "把“5wd”延长一个单位",
    ", due: {归档: 2026-03-16}": "把“答复期限”延长一个单位",
    "      - [2026-03-08, 决定, {data: {结论: 通过}, refused: delay}]\n": "把“2wd”缩短一个单位",
    "      - [2026-03-09, 决定, {data: {结论: 不通过}, refused: require}]\n": "“决定”：去掉 requires",
    "      - [2026-03-09, 决定, {data: {结论: 通过}, refused: milestone}]\n": "去掉 passed",
    "    closed: false\n    acts:\n      - [2026-03-02, 调查, {data": "不再一开始就欠“归档”",
}


@pytest.mark.parametrize("line", UNNOTICED_WITHOUT)
def test_without_what_asks_for_it_a_change_goes_unnoticed(line: str) -> None:
    assert WHOLE.count(line) == 1
    left = line.removeprefix("    closed: false\n") if "closed" in line else ""
    assert UNNOTICED_WITHOUT[line] in survivors(WHOLE.replace(line, left))


def test_a_case_without_the_other_value_of_a_guard_leaves_the_guard_unnoticed() -> None:
    begins = WHOLE.index("  - name: 不重大的不审核")
    ends = WHOLE.index("  - name: 立案以前就欠归档")
    assert "去掉 when" in survivors(WHOLE[:begins] + WHOLE[ends:])


def test_a_rule_that_changes_nothing_survives_its_removal() -> None:
    spare = "  - {do: 归档, follows: 立案, cite: 甲法#2, basis: 法, why: 因为。}\n"
    done = mutate(read(BODY + ACTS + RULES + spare + CASES), shelf())
    (one,) = done.survivors
    assert one.change == "去掉这条规则"
    assert (HEAD + BODY + ACTS + RULES + spare).splitlines()[one.line - 1] == spare.rstrip("\n")


def test_an_expected_rule_that_is_missing_counts_as_unnoticed() -> None:
    place = Place("expected/small.yaml", 3)
    cite = Text("甲法#9", place)
    missing = Expected("JF-9", place, cite, None, (), None, "", Text("small", place))
    elsewhere = Expected("JF-8", place, cite, None, (), None, "", Text("other", place))
    before = mutate(read(WHOLE), shelf())
    done = mutate(read(WHOLE), shelf(), [missing, elsewhere])
    assert [str(one) for one in done.survivors] == [
        "expected/small.yaml:3：应有的规则 JF-9（甲法#9）没有写入"
    ]
    assert done.made == before.made + 1
    assert done.score < 100


def test_a_procedure_without_rules_has_nothing_to_notice() -> None:
    done = mutate(read(acts()), shelf())
    assert (done.made, done.score) == (0, 100.0)


def test_where_a_case_does_not_hold_nothing_is_said_of_mutants() -> None:
    wrong = WHOLE.replace("{决定: 2026-03-10}", "{决定: 2026-03-11}")
    with pytest.raises(CatalogError) as caught:
        survivors(wrong)
    assert caught.value.code == "mutation.case"
