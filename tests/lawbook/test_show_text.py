"""A procedure read out as text: nothing that decides is left unsaid."""

from __future__ import annotations

import pytest

from guiju.lawbook.show import as_text, rule_text
from tests.lawbook.small import CLOCK, HEAD, acts, read, rules, shelf

DATA = "data:\n  重大: {type: yesno}\n"


def lines(body: str, head: str = HEAD) -> list[str]:
    return as_text(read(body, head), shelf()).splitlines()


ACTS = {
    "by: 承办人, cite: 甲法#1": "乙，由承办人　〔甲法第一条〕",
    "by: [承办人, 负责人], cite: [甲法#1, '乙规定#2(1),3'], basis: 规章": (
        "乙，由承办人、负责人　〔甲法第一条、乙规定第二条第一款、第三条；规章〕"
    ),
    "by: 承办人, basis: 内部, officers: 2": "乙，由承办人，2 名执法人员　〔内部规定〕",
    "by: 承办人, basis: 内部, approval: [负责人, 承办人]": (
        "乙，由承办人，经负责人、承办人批准　〔内部规定〕"
    ),
    "by: 承办人, basis: 内部, not_by: [立案]": "乙，由承办人，不得由办理立案的人办理　〔内部规定〕",
    "by: 承办人, basis: 内部, requires: 重大 set": "乙，由承办人，须 重大 set　〔内部规定〕",
    "by: 时钟, basis: 内部": "乙，由时钟　〔内部规定〕",
}


@pytest.mark.parametrize("keys", ACTS)
def test_an_act_reads(keys: str) -> None:
    assert f"  {ACTS[keys]}" in lines(DATA + acts(乙=keys))


def test_the_parts_of_a_procedure_stand_in_order() -> None:
    body = acts("甲") + rules("do: 甲, needs: 立案", "after: 立案, must: 甲")
    body += "cases:\n  - {name: 例, acts: [[2026-03-02, 立案]]}\n"
    body += "unencoded:\n  - {article: 甲法#7, why: 由另一程序办理。}\n"
    assert lines(body) == [
        "小程序（small，2020-01-01 施行）",
        "依据：甲法@2020-01-01、乙规定@2020-01-01",
        "",
        "行为",
        "  立案，由承办人　〔甲法第一条〕",
        "  甲，由承办人　〔甲法第一条〕",
        "",
        "规则",
        "  1. 办“甲”之前须已办“立案”，且不在待办　〔甲法第二条；法〕",
        "     因为。",
        "  2. “立案”之后应当办“甲”　〔甲法第二条；法〕",
        "     因为。",
        "",
        "事例",
        "  例",
        "    2026-03-02 立案",
        "",
        "没有写入的条文",
        "  甲法#7：由另一程序办理。",
    ]


def test_what_there_is_not_is_not_read_out() -> None:
    own = HEAD.replace("statutes: [甲法@2020-01-01, 乙规定@2020-01-01]\n", "")
    found = lines("acts:\n  立案: {by: 承办人, basis: 内部}\n", own)
    assert found[1] == "依据：无"
    assert found[-2:] == ["", "事例"]
    silent = "rules:\n  - {do: 甲, needs: 立案, basis: 内部}\n"
    assert "     因为。" not in lines(acts("甲") + silent)


STEPS = {
    "{refused: condition, cite: '甲法#1'}": "（拒绝：condition；依 甲法#1）",
    "{due: {甲: 2026-03-09, 钟: none}}": "（“甲”到 2026-03-09；“钟”到 无期限）",
    "{fired: [钟, 甲], breach: [甲]}": "（发生 钟、甲；逾期 甲）",
    "{fired: [], breach: []}": "",
}


@pytest.mark.parametrize("expected", STEPS)
def test_a_step_reads_with_what_it_must_lead_to(expected: str) -> None:
    case = f"cases:\n  - {{name: 例, acts: [[2026-03-02, 甲, {expected}]]}}\n"
    assert f"    2026-03-02 甲{STEPS[expected]}" in lines(acts("甲", 钟=CLOCK) + case)


RULES = {
    "do: 乙, follows: 甲, delay: 30d": "办“乙”之前须已办“甲”满30日",
    "do: 乙, needs: 甲, delay: 答复期限": "办“乙”之前须已办“甲”满“答复期限”，且不在待办",
    "window: 乙, opens: 甲, within: 5wd": "“甲”之后5个工作日内可以办“乙”",
    "closes: 甲": "“甲”终了本办件",
    "after: 甲, may: 乙, when: not 重大": "“甲”之后可以办“乙”（not 重大 时）",
    "extends: 甲, of: 乙, by: 答复期限": "“甲”延长“乙”的期限，至多“答复期限”",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads(rule: str) -> None:
    assert rule_text(read(DATA + acts("甲", "乙") + rules(rule)).rules[0]) == RULES[rule]
