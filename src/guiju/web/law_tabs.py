"""What the tabs of a procedure's page show: rules, articles, periods, worked cases, versions, and what else belongs to it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.lawbook.chain import chain_words
from guiju.lawbook.schema import CLOCK, INTERNAL
from guiju.lawbook.show import duration_words, length_text, rule_text
from guiju.matters.rulebook import catalog
from guiju.ui.tables import Cell, Column, Table
from guiju.web.wording import clock_text, compact_cites, money_text, short_day, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.lawbook.parameters import Parameter, Value
    from guiju.lawbook.schema import ActSpec, Grounds, Length, Procedure
    from guiju.lawbook.statutes import Citation
    from guiju.lawbook.yaml_text import Text

UNITS: Final = {"wd": "工作日", "d": "自然日", "m": "月", "y": "年"}
LAYERS: Final = {"national": "全国", "field": "领域", "province": "省级", "unit": "本机关"}


class Line(NamedTuple):
    """An act or a rule with its grounds; ``anchor`` is where links to it lead."""

    text: str
    detail: str
    cites: str
    basis: str
    why: str
    anchor: str = ""


class ArticleLine(NamedTuple):
    """An article with what rests on it: texts, each with where it stands; ``place`` is the article's own in its law."""

    article: str
    acts: list[tuple[str, str]]
    rules: list[tuple[str, str]]
    place: tuple[int, tuple[int, ...], str]


def anchors(procedure: Procedure) -> dict[str, str]:
    """Act → where it stands on its page."""
    return {str(name): f"act-{number}" for number, name in enumerate(procedure.acts, 1)}


def act_lines(procedure: Procedure) -> list[Line]:
    """Each act with who does it, what it asks and its articles.

    Args:
        procedure: the version shown.
    """
    known = anchors(procedure)
    return [_act(one, procedure, known[str(one.name)]) for one in procedure.acts.values()]


def rules_tab(procedure: Procedure) -> dict[str, Any]:
    """The rules in their order, and what is not encoded."""
    return {
        "rules": [
            _line(rule_text(rule), "", rule.grounds, procedure)._replace(anchor=f"rule-{number}")
            for number, rule in enumerate(procedure.rules, 1)
        ],
        "unencoded": [
            (cite_words([one.article], procedure), one.why) for one in procedure.unencoded
        ],
    }


def articles_tab(procedure: Procedure) -> dict[str, Any]:
    """Each article with the acts and the rules that rest on it; what rests on none."""
    known = anchors(procedure)
    found: dict[str, dict[str, ArticleLine]] = {}
    for act in procedure.acts.values():
        for cited in _cited(act.grounds, procedure):
            pair = (clock_text(str(act.name)), known[str(act.name)])
            _article(found, cited).acts.append(pair)
    for number, rule in enumerate(procedure.rules, 1):
        for cited in _cited(rule.grounds, procedure):
            line = _article(found, cited)
            if (pair := (f"规则{number}", f"rule-{number}")) not in line.rules:
                line.rules.append(pair)
    grounds = [one.grounds for one in procedure.acts.values()]
    grounds += [one.grounds for one in procedure.rules]
    return {
        "cited": [
            (name, sorted(lines.values(), key=attrgetter("place"))) for name, lines in found.items()
        ],
        "own": sum(1 for one in grounds if not one.cite),
    }


def periods_tab(procedure: Procedure) -> dict[str, Any]:
    """Every period with its length, its calendar and its article; every parameter with its values."""
    periods = [
        [
            Cell(f"{number}", link=f"?tab=rules&version={procedure.version}#rule-{number}"),
            Cell(rule_text(rule)),
            Cell(_length(rule.length)),
            Cell(compact_cites(cite_words(rule.grounds.cite, procedure)) or "内部规定，不是法律"),
        ]
        for number, rule in enumerate(procedure.rules, 1)
        if rule.length is not None
    ]
    columns = [Column("规则"), Column("什么期限"), Column("长短和日历"), Column("条文")]
    named = sorted(
        {str(rule.length.parameter) for rule in procedure.rules if rule.length and rule.length.parameter}
        | {name for _, guard in procedure.guards() for name in guard.parameters}
        | {
            name
            for spec in procedure.fields().values()
            if spec.computed is not None
            for name in spec.computed.parameters
        }
    )  # fmt: skip
    parameters = catalog().shelf.parameters
    return {
        "periods": Table("期限", columns, periods, (), "这个程序没有期限。"),
        "parameters": [_parameter(parameters[name]) for name in named if name in parameters],
    }


def about_tab(procedure: Procedure) -> dict[str, Any]:
    """Papers, figures, and who does what."""
    known = anchors(procedure)
    roles: dict[str, list[tuple[str, str]]] = {}
    for act in procedure.acts.values():
        for role in act.by:
            if role != CLOCK:
                roles.setdefault(str(role), []).append((str(act.name), known[str(act.name)]))
    return {
        "papers": [
            (act.document, str(act.name), known[str(act.name)], act.number.form if act.number else "")
            for act in procedure.acts.values()
            if act.document
        ],
        "number": procedure.number.form if procedure.number else "",
        "figures": [(str(one.id), one.name, one.unit) for one in procedure.figures],
        "roles": list(roles.items()),
    }  # fmt: skip


def cite_words(cites: Iterable[Text], procedure: Procedure) -> str:
    """Citations in Chinese.

    Args:
        cites: as the catalog writes them.
        procedure: whose statutes they name.
    """
    statutes = catalog().shelf.statutes
    return "、".join(one.text for cite in cites for one in statutes.check(cite, procedure.statutes))


def _act(act: ActSpec, procedure: Procedure, anchor: str) -> Line:
    if CLOCK in act.by:
        text, detail = clock_text(str(act.name)), "到期自动发生，不由人办理"
        return _line(text, detail, act.grounds, procedure)._replace(anchor=anchor)
    parts = [f"由{'、'.join(act.by)}办理"]
    parts += [f"由{'、'.join(act.recorded_by)}登记"] if act.recorded_by else []
    parts += [f"不少于{act.officers}名执法人员"] if act.officers else []
    parts += [f"经{chain_words(act.approval)}批准"] if act.approval else []
    parts += [f"办理过{'、'.join(act.not_by)}的人不得办理"] if act.not_by else []
    parts += [f"文书：{act.document}"] if act.document else []
    line = _line(str(act.name), "；".join(parts), act.grounds, procedure)
    return line._replace(anchor=anchor)


def _line(text: str, detail: str, grounds: Grounds, procedure: Procedure) -> Line:
    if grounds.basis == INTERNAL:
        return Line(text, detail, "", "内部规定，不是法律", str(grounds.why))
    words = compact_cites(cite_words(grounds.cite, procedure))
    return Line(text, detail, words, str(grounds.basis), str(grounds.why))


def _cited(grounds: Grounds, procedure: Procedure) -> Iterator[Citation]:
    statutes = catalog().shelf.statutes
    for cite in grounds.cite:
        yield from statutes.check(cite, procedure.statutes)


def _article(found: dict[str, dict[str, ArticleLine]], cited: Citation) -> ArticleLine:
    of_statute = found.setdefault(cited.version.statute, {})
    text = cited.text.removeprefix(cited.version.statute)
    return of_statute.setdefault(cited.key, ArticleLine(text, [], [], cited.place))


def _length(length: Length | None) -> str:
    if length is None:
        return ""
    if length.parameter is not None:
        return (
            f"参数“{length.parameter}”：{_governing(catalog().shelf.parameters[length.parameter])}"
        )
    return f"{length_text(length)}，按{UNITS[length.unit]}计算"


def _governing(parameter: Parameter) -> str:
    values = [one for one in parameter.values if one.layer == "national"]
    return _value(parameter, values[-1]) if values else "看领域和当地的取值"


def _parameter(parameter: Parameter) -> tuple[str, str, list[tuple[str, str, str, str]]]:
    values = [
        (
            LAYERS[one.layer] + (f"：{one.field}" if one.field else ""),
            _value(parameter, one),
            f"{short_day(one.since)}起{f'至{short_day(one.until)}' if one.until else ''}",
            "、".join(one.cite) if one.cite else "内部规定，不是法律",
        )
        for one in parameter.values
    ]
    return parameter.name, parameter.note, values


def _value(parameter: Parameter, one: Value) -> str:
    if isinstance(one.value, bool):
        return yes_or_no(one.value)
    if parameter.type == "money":
        return money_text(int(one.value))
    if parameter.type == "duration":
        return duration_words(str(one.value))
    return str(one.value)
