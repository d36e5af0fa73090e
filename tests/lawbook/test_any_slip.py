"""Whatever slip is made in a procedure's file, it is read and checked, or refused with place and remedy."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.lawbook.cases import run_case
from guiju.lawbook.checks import errors
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.show import as_text
from tests.lawbook.refusing import refusal
from tests.lawbook.small import HEAD, NAME, read, shelf

BODY = """\
owed: [甲]
key: [名称]
title: [名称]
number: {series: 号, form: '{word}〔{year}〕{n}号'}
list: {columns: [名称], filters: [结论], sort: [人数]}
data:
  名称: {type: text, required: true}
  人数: {type: int, min: 1, max: 9, unit: 人}
  罚款: {type: money, min: 0元}
  结论: {choice: [通过, 不通过], required: true}
  听证: {computed: 罚款 >= 较大数额}
  表: {type: rows, of: {品名: {type: text}, 数: {type: decimal}}}
acts:
  立案: {by: 承办人, cite: 甲法#1, fields: {名称: {}, 结论: {}}}
  甲: {by: [承办人, 负责人], officers: 2, not_by: [立案], cite: '甲法#1(1),2', basis: 法}
  乙: {by: 负责人, approval: [负责人], requires: 结论 == 通过, cite: 乙规定#2}
  问: {by: 承办人, often: true, cite: 甲法#3, fields: {罚款: {required: true}, 听证: {}, 表: {}}}
  延长: {by: 承办人, cite: 甲法#3, fields: {人数: {note: 延长几日}}}
  钟: {by: 时钟, lapse: citizen, recorded_by: 承办人, cite: 甲法#4}
groups:
  组: [甲, 乙]
rules:
  - {do: 乙, needs: 甲, delay: 7wd clear, cite: 甲法#2, basis: 法, why: 因为。}
  - {after: 立案, must: 甲, within: 30d, when: 结论 == 通过, cite: 甲法#2, basis: 法, why: 因为。}
  - {on_miss: 甲, then: 钟, cite: 甲法#2, basis: 解释, why: 因为。}
  - {extends: 延长, of: 甲, by: 答复期限, asked: 人数, cite: 甲法#2, basis: 法, why: 因为。}
  - {window: 问, opens: 立案, within: 5wd, ended_by: [乙], cite: 甲法#2, basis: 法, why: 因为。}
  - {closes: 乙, survive: [延长], basis: 内部, why: 因为。}
figures:
  - {id: opened, name: 立案, unit: 件, count: 组, by: [结论, 月], when: 人数 > 1}
  - {id: fined, name: 罚款, unit: 元, sum: 罚款, over: 问}
  - {id: rate, name: 率, unit: '%', share: [opened, fined]}
cases:
  - name: 例
    closed: false
    field: 农业
    parameters: {答复期限: 3wd}
    acts:
      - [2026-03-02, 立案, {data: {名称: 某店, 结论: 通过}, due: {甲: 2026-04-01}}]
      - [2026-03-03, 乙, {refused: condition, cite: 甲法#2}]
      - [2026-03-04, 时钟, {fired: [], breach: []}]
unencoded:
  - {article: 甲法#5, why: 另行办理。}
"""
LINES = (HEAD + BODY).splitlines()
WORDS = sorted(set(re.findall(r"[\w.%-]+", BODY)))
JUNK = ["", "甲", "丁", "[]", "[甲, 甲]", "{}", "{甲: 乙}", "3", "-1", "5wd", "是", "none", "时钟", "，",
        "2026-02-30", "甲法#99", "届满.问", "and", "(", "9999999999999999", "'", "{n}", "true"]  # fmt: skip
NUMBERS = st.integers(0, len(LINES) - 1)


@st.composite
def slips(draw: st.DrawFn) -> list[str]:
    """Return the file's lines after a slip: a line lost, doubled, moved, or one word of it changed."""
    lines = list(LINES)
    n = draw(NUMBERS)
    how = draw(
        st.sampled_from(["lose", "double", "indent", "move", "word", "word", "word", "word"])
    )
    if how == "lose":
        del lines[n]
    elif how == "double":
        lines.insert(n, lines[n])
    elif how == "indent":
        lines[n] = draw(st.sampled_from([" " + lines[n], "    " + lines[n], lines[n].lstrip()]))
    elif how == "move":
        lines.insert(draw(NUMBERS), lines.pop(n))
    else:
        found = list(re.finditer(r"[\w.%-]+", lines[n]))
        one = found[draw(st.integers(0, len(found) - 1))]
        new = draw(st.sampled_from(JUNK) | st.sampled_from(WORDS))
        lines[n] = lines[n][: one.start()] + new + lines[n][one.end() :]
    return lines


def test_the_file_itself_is_in_order() -> None:
    procedure = read(BODY)
    assert errors(procedure, shelf()) == ()
    assert run_case(procedure, procedure.cases[0], shelf()).problems == ()


@settings(max_examples=300)
@given(slips())
def test_a_slip_is_understood_or_refused_at_a_line_of_the_file(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"

    def whole() -> None:
        procedure = read(text, head="")
        errors(procedure, shelf())
        as_text(procedure, shelf())
        for case in procedure.cases:
            run_case(procedure, case, shelf())

    try:
        whole()
    except CatalogError:
        error = refusal(whole)
        assert error.where is not None
        assert error.where.file == NAME
        assert error.where.line or error.code.startswith("graph.")
        assert error.where.line <= len(lines) + 1
        assert re.fullmatch(r"[a-z]+\.[a-z_-]+", error.code)
