"""Thirty and more mistakes that an author of a procedure makes: each is refused with file, line, reason and remedy."""

from __future__ import annotations

import pytest

from guiju.lawbook.catalog import ROOT, Catalog, check_whole
from guiju.lawbook.checks import check
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.findings import ERROR, Finding
from guiju.lawbook.reader import parse_procedure
from tests.lawbook.real import real_catalog

NAME = "enforcement/lead-verification/2021-07-15.yaml"
CASES = (ROOT / NAME).with_suffix(".cases.yaml")
SOUND = (ROOT / NAME).read_text(encoding="utf-8") + CASES.read_text(encoding="utf-8")
SHELF = real_catalog().shelf
EXTENDED = "extends: 延长核查期限, of: 核查结束, by: 立案核查延长期限"
KEPT = "{do: 归档, waits: 告知举报人,"

MISTAKES = {
    "a key written twice": ("opens: 线索登记\n", "opens: 线索登记\nopens: 核查\n", "yaml.duplicate_key"),
    "a key nobody knows": ("opens: 线索登记\n", "open: 线索登记\n", "schema"),
    "a full-width colon": ("kind: case\n", "kind： case\n", "yaml"),
    "a full-width comma in a list": ("system: [E18]", "system: [E18，E3]", "yaml.full_width"),
    "a tab for indentation": ("data:\n  被反映人", "data:\n\t被反映人", "yaml.tab"),
    "an anchor": ("kind: case\n", "kind: &k case\n", "yaml"),
    "a kind there is not": ("kind: case\n", "kind: cases\n", "schema"),
    "a statute version that is not registered": ("行政处罚法@2021-07-15", "行政处罚法@2021-07-14", "cite.unknown_version"),
    "an article nobody read": ("cite: [行政处罚法#54, 市场监督管理行政处罚程序规定#18]\n    fields", "cite: [行政处罚法#254, 市场监督管理行政处罚程序规定#18]\n    fields", "cite.unread"),
    "a statute not declared": ("cite: 市场监督管理投诉举报处理暂行办法#14, fields", "cite: 行政复议法#14, fields", "cite.unknown_statute"),
    "a citation with full-width brackets": ("cite: 市场监督管理行政处罚程序规定#18(2)", "cite: 市场监督管理行政处罚程序规定#18（2）", "cite.full_width"),
    "a rule without citation": ("do: 归档, waits: 告知举报人, cite: 市场监督管理投诉举报处理暂行办法#31, basis: 解释", "do: 归档, waits: 告知举报人, basis: 解释", "cite.missing"),
    "a rule without its strength": ("cite: 市场监督管理投诉举报处理暂行办法#31, basis: 解释, why: 举报人", "cite: 市场监督管理投诉举报处理暂行办法#31, why: 举报人", "basis.missing"),
    "a house rule that cites": ("cite: 市场监督管理投诉举报处理暂行办法#31, basis: 解释, why: 举报人", "cite: 市场监督管理投诉举报处理暂行办法#31, basis: 内部, why: 举报人", "cite.internal"),
    "a rule that does not say why": (", basis: 解释, why: 举报人未告知的不得归档。}", ", basis: 解释}", "why.missing"),
    "a number without unit": ("within: 举报告知期限, when: 实名举报, cite", "within: 5, when: 实名举报, cite", "length.no_unit"),
    "a parameter there is not": ("within: 举报告知期限, when: 实名举报, cite", "within: 举报告知时限, when: 实名举报, cite", "length.unknown"),
    "an act there is not": (KEPT, "{do: 归挡, waits: 告知举报人,", "rule.unknown_act"),
    "an act that waits for itself in a ring": (KEPT, "{do: 线索登记, follows: 归档,", "opens.blocked"),
    "a role there is not": ("线索登记:\n    by: 承办人", "线索登记:\n    by: 承办员", "act.unknown_role"),
    "an act nobody performs": ("核查: {by: 执法人员, officers: 2,", "核查: {officers: 2,", "act"),
    "a field without type": ("线索摘要: {type: text, required: true,", "线索摘要: {required: true,", "field.no_type"),
    "a type there is not": ("线索摘要: {type: text,", "线索摘要: {type: string,", "schema"),
    "a field not declared": ("fields: {告知方式: {}}", "fields: {告知办法: {}}", "field.unknown"),
    "a choice with one value": ("告知方式: {choice: [书面, 电话, 短信, 网络平台]", "告知方式: {choice: [书面]", "field.choice"),
    "a guard that reads a field there is not": ("requires: not 实名举报 or 举报人 set", "requires: not 实名 or 举报人 set", "guard"),
    "a guard with another type": ("requires: not 实名举报 or 举报人 set", "requires: 实名举报 == 3", "guard"),
    "a value that a choice does not have": ("requires: 核查结论 == 转投诉处理", "requires: 核查结论 == 转交投诉", "guard"),
    "a guard that may stay unset": ("实名举报: {type: yesno, required: true,", "实名举报: {type: yesno,", "guard.may_be_unset"),
    "a number without year in its form": ('form: "{word}线索〔{year}〕{n}号"}\nopens', 'form: "{word}线索{n}号"}\nopens', "number"),
    "a list with a field there is not": ("filters: [线索来源, 核查结论", "filters: [线索种类, 核查结论", "field.unknown"),
    "a clock that stops and nothing resumes": ("{after: 委托鉴定, may: 收到鉴定意见,", "{after: 收到鉴定意见, may: 收到鉴定意见,", "act.dead"),
    "an extension of what has no period": (EXTENDED, "extends: 延长核查期限, of: 归档, by: 立案核查延长期限", "extends.nothing"),
    "a figure of an act there is not": ("count: 移送线索, by", "count: 移送, by", "rule.unknown_act"),
    "a figure by a field there is not": ("count: 线索登记, by: [线索来源,", "count: 线索登记, by: [来源,", "field.unknown"),
    "a worked case with a day that is none": ("[2026-03-02, 核查, {refused: condition,", "[2026-02-30, 核查, {refused: condition,", "schema"),
    "a worked case whose days run back": ("- [2026-03-04, 核查]\n      - [2026-03-04, 收到鉴定意见, {refused: excluded}]", "- [2026-03-01, 核查]\n      - [2026-03-04, 收到鉴定意见, {refused: excluded}]", "case"),
    "a worked case with a reason there is not": ("收到鉴定意见, {refused: excluded}]", "收到鉴定意见, {refused: exclude}]", "schema.choice"),
    "a matter of a procedure there is not": ("处罚案件: {type: matter, of: ordinary-penalty,", "处罚案件: {type: matter, of: ordinary-penalties,", "catalog.unknown_target"),
}  # fmt: skip


def found(text: str) -> list[Finding]:
    """What reading and checking say of a procedure."""
    try:
        procedure = parse_procedure(text.encode(), NAME, SHELF)
        findings = list(check(procedure, SHELF))
        versions = {**real_catalog().versions, "lead-verification": (procedure,)}
        check_whole(Catalog(ROOT, SHELF, versions))
    except CatalogError as error:
        return [Finding(error.code, error.sentence, error.where or Place(NAME), ERROR)]
    return [one for one in findings if one.weight == ERROR]


def test_the_procedure_without_mistakes_is_found_sound():
    assert found(SOUND) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_file_line_reason_and_remedy(mistake: str):
    old, new, code = MISTAKES[mistake]
    assert SOUND.count(old) >= 1, "the sound text has the place that the mistake changes"
    assert old != new
    first = next(iter(found(SOUND.replace(old, new, 1))), None)
    assert first is not None
    assert first.code.startswith(code), first
    assert first.place.file == NAME
    assert first.place.line > 0, first
    assert "请" in first.sentence
    assert 10 < len(first.sentence) < 220
