"""A procedure made readable: every rule with its article and strength."""

from __future__ import annotations

import pytest

from guiju.lawbook.show import as_text, lowered, rule_text
from guiju.procedure import Graph
from tests.lawbook.small import CLOCK, acts, read, rules, shelf

ACTS = "data:\n  重大: {type: yesno}\n" + acts("甲", "乙", "丙", 钟=CLOCK)

TEXTS = {
    "do: 乙, needs: 甲, delay: 7wd clear": "办“乙”之前须已办“甲”满整7个工作日，且不在待办",
    "do: 乙, needs: 甲, passed: 重大": "办“乙”之前须已办“甲”（重大 才算），且不在待办",
    "do: 乙, follows: 甲": "办“乙”之前须已办“甲”",
    "do: [乙, 丙], waits: 甲": "“甲”待办期间不得办“乙、丙”",
    "after: 甲, must: 乙, within: 30d, when: 重大": "“甲”之后30日内应当办“乙”（重大 时）",
    "after: 甲, must: [乙, 丙]": "“甲”之后应当办“乙、丙”（择一）",
    "after: 甲, must: 乙, within: 答复期限": "“甲”之后“答复期限”内应当办“乙”",
    "after: 甲, may: 乙": "“甲”之后可以办“乙”",
    "after: 甲, opens: 乙": "“甲”之后重新可以办“乙”",
    "after: 甲, not: 乙": "“甲”之后不再办“乙”",
    "after: 甲, drops: 乙": "“甲”之后不再欠“乙”",
    "stops: 甲, clock: 乙, until: 丙": "“甲”使“乙”停止计时，至“丙”恢复",
    "extends: 甲, of: 乙, by: 1y": "“甲”延长“乙”的期限，至多1年",
    "window: 甲, opens: 乙, within: 3m, ended_by: [丙]": "“乙”之后3个月内可以办“甲”，“丙”使其终了",
    "on_miss: 甲, then: 钟": "“甲”逾期的，发生“钟”",
    "closes: 甲, survive: [乙]": "“甲”终了本办件，仍可办“乙”",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_rule_reads(text: str) -> None:
    assert rule_text(read(ACTS + rules(text)).rules[0]) == TEXTS[text]


def test_the_text_shows_article_strength_reason_and_cases() -> None:
    body = acts("甲", 乙="by: 负责人, not_by: [甲], basis: 内部") + rules("do: 甲, follows: 立案")
    body += "cases:\n  - name: 未立案\n    acts:\n      - [2026-03-02, 甲, {refused: condition, cite: 甲法#1}]\n"
    lines = as_text(read(body), shelf()).splitlines()
    assert lines[0] == "小程序（small，2020-01-01 施行）"
    assert "  1. 办“甲”之前须已办“立案”　〔甲法第二条；法〕" in lines
    assert "     因为。" in lines
    assert "  乙，由负责人，不得由办理甲的人办理　〔内部规定〕" in lines
    assert "    2026-03-02 甲（拒绝：condition；依 甲法#1）" in lines


def test_the_lowered_form_is_a_graph_the_kernel_takes() -> None:
    graph = lowered(read(ACTS + rules("after: 甲, must: 乙, within: 答复期限")), shelf(), "农业")
    assert graph["relations"][-1]["deadline"] == {"n": 10, "unit": "d"}
    assert len(Graph.from_json({**graph, "start": 739_000}).events) == 5
