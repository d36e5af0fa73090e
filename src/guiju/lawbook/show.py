"""A procedure made readable: the kernel's JSON, and Chinese text with the article beside every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.chain import chain_words
from guiju.lawbook.effective import effective
from guiju.lawbook.guard_words import proposal_words
from guiju.lawbook.parameters import resolve
from guiju.lawbook.schema import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.schema import ActSpec, CaseSpec, Grounds, Length, Procedure, Rule, Step
    from guiju.lawbook.shelf import Shelf

UNITS: Final = {"wd": "个工作日", "d": "日", "m": "个月", "y": "年"}


def national(procedure: Procedure, shelf: Shelf, field: str = "") -> EffectiveRules:
    """Return a procedure's effective rules with the catalog's own values, as of its first day."""
    return effective(
        procedure, resolve(shelf.parameters, field, {}, procedure.version), shelf.statutes
    )


def lowered(procedure: Procedure, shelf: Shelf, field: str = "") -> dict[str, Any]:
    """Return the kernel's graph of a procedure, as `guiju law show ID --lowered` prints it.

    Args:
        procedure: The procedure.
        shelf: The catalog's shared files.
        field: Field of work whose values of parameters hold; empty for the national ones.
    """
    return dict(national(procedure, shelf, field).graph)


def as_text(procedure: Procedure, shelf: Shelf) -> str:
    """Return a procedure as text: acts, rules with article and strength, worked cases."""
    return "\n".join(_lines(procedure, national(procedure, shelf))) + "\n"


def _lines(procedure: Procedure, rules: EffectiveRules) -> Iterator[str]:
    yield f"{procedure.name}（{procedure.id}，{procedure.version} 施行）"
    yield f"依据：{'、'.join(procedure.statutes) or '无'}"
    yield ""
    yield "行为"
    for act in procedure.acts.values():
        yield f"  {_act(act)}　{_grounds(act.grounds, rules)}"
    yield from _proposals(procedure)
    yield ""
    yield "规则"
    for rule in procedure.rules:
        yield f"  {rule.index + 1}. {rule_text(rule)}　{_grounds(rule.grounds, rules)}"
        if rule.grounds.why:
            yield f"     {rule.grounds.why}"
    yield ""
    yield "事例"
    for case in procedure.cases:
        yield from _case(case)
    if procedure.unencoded:
        yield ""
        yield "没有写入的条文"
        yield from (f"  {one.article}：{one.why}" for one in procedure.unencoded)


def _proposals(procedure: Procedure) -> Iterator[str]:
    fields = procedure.fields()
    types = {name: spec.type for name, spec in fields.items()}
    proposed = [spec for spec in fields.values() if spec.computed is not None]
    if proposed:
        yield ""
        yield "算得的字段"
    for spec in proposed:
        tree = None if spec.computed is None else spec.computed.tree
        yield f"  {spec.name}：{proposal_words(tree, spec.type, types)}"


def _act(act: ActSpec) -> str:
    parts = [str(act.name), f"由{'、'.join(act.by)}"]
    parts += [f"{act.officers} 名执法人员"] if act.officers else []
    parts += [f"经{chain_words(act.approval)}批准"] if act.approval else []
    parts += [f"不得由办理{'、'.join(act.not_by)}的人办理"] if act.not_by else []
    parts += [f"须 {act.requires.text}"] if act.requires else []
    return "，".join(parts)


def _grounds(grounds: Grounds, rules: EffectiveRules) -> str:
    if grounds.basis == INTERNAL:
        return "〔内部规定〕"
    cites = "、".join(rules.cite_text(str(cite)) for cite in grounds.cite)
    return f"〔{cites}{'；' + grounds.basis if grounds.basis else ''}〕"


def rule_text(rule: Rule) -> str:
    """Return what a rule says, in one Chinese sentence."""
    text = _RULES[rule.kind]({key: "、".join(names) for key, names in rule.names.items()}, rule)
    return f"{text}（{rule.when.text} 时）" if rule.when is not None else text


def length_text(length: Length | None) -> str:
    """Return a period in words: 5个工作日, or the name of the parameter."""
    if length is None:
        return ""
    if length.parameter is not None:
        return f"“{length.parameter}”"
    clear = "整" if length.clear else ""
    fixed = "（末日不顺延）" if length.roll is False else ""
    return f"{clear}{length.n}{UNITS[length.unit]}{fixed}"


def duration_words(text: str) -> str:
    """A period as the catalog writes it, in words: ``5wd`` → 5个工作日.

    Args:
        text: number and unit, with its marks.
    """
    main, *marks = text.split()
    number = main.rstrip("wdmy")
    clear = "整" if "clear" in marks else ""
    roll = "（末日遇休息日顺延）" if "roll" in marks else ""
    return f"{clear}{number}{UNITS[main.removeprefix(number)]}{roll}"


def _needs(names: Mapping[str, str], rule: Rule) -> str:
    passed = f"（{rule.passed.text} 才算）" if rule.passed is not None else ""
    delay = f"满{length_text(rule.length)}" if rule.length is not None else ""
    return f"办“{names['do']}”之前须已办“{names['needs']}”{passed}{delay}，且不在待办"


def _follows(names: Mapping[str, str], rule: Rule) -> str:
    delay = f"满{length_text(rule.length)}" if rule.length is not None else ""
    return f"办“{names['do']}”之前须已办“{names['follows']}”{delay}"


def _must(names: Mapping[str, str], rule: Rule) -> str:
    one = "（择一）" if len(rule.names["must"]) > 1 else ""
    within = f"{length_text(rule.length)}内" if rule.length is not None else ""
    return f"“{names['after']}”之后{within}应当办“{names['must']}”{one}"


def _window(names: Mapping[str, str], rule: Rule) -> str:
    ended = f"，“{names['ended_by']}”使其终了" if "ended_by" in names else ""
    return f"“{names['opens']}”之后{length_text(rule.length)}内可以办“{names['window']}”{ended}"


def _closes(names: Mapping[str, str], _rule: Rule) -> str:
    survive = f"，仍可办“{names['survive']}”" if "survive" in names else ""
    return f"“{names['closes']}”终了本办件{survive}"


def _written(form: str) -> Callable[[Mapping[str, str], Rule], str]:
    def text(names: Mapping[str, str], rule: Rule) -> str:
        return form.format(length=length_text(rule.length), **names)

    return text


_RULES: Final[Mapping[str, Callable[[Mapping[str, str], Rule], str]]] = {
    "needs": _needs,
    "follows": _follows,
    "waits": _written("“{waits}”待办期间不得办“{do}”"),
    "must": _must,
    "may": _written("“{after}”之后可以办“{may}”"),
    "opens": _written("“{after}”之后重新可以办“{opens}”"),
    "not": _written("“{after}”之后不再办“{not}”"),
    "drops": _written("“{after}”之后不再欠“{drops}”"),
    "stops": _written("“{stops}”使“{clock}”停止计时，至“{until}”恢复"),
    "extends": _written("“{extends}”延长“{of}”的期限，至多{length}"),
    "window": _window,
    "on_miss": _written("“{on_miss}”逾期的，发生“{then}”"),
    "closes": _closes,
}


def _case(case: CaseSpec) -> Iterator[str]:
    yield f"  {case.name}"
    for step in case.steps:
        yield f"    {step.day} {step.act}{_expected(step)}"


def _expected(step: Step) -> str:
    parts = [
        f"拒绝：{step.refused}" if step.refused else "",
        f"依 {step.cite}" if step.cite else "",
    ]
    parts += [f"“{act}”到 {day or '无期限'}" for act, day in step.due.items()]
    parts += [f"发生 {'、'.join(step.fired)}" if step.fired else ""]
    parts += [f"逾期 {'、'.join(step.breach)}" if step.breach else ""]
    said = [part for part in parts if part]
    return f"（{'；'.join(said)}）" if said else ""
