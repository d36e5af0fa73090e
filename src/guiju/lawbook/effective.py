"""Effective rules: one version of a procedure with its parameters resolved, as a matter is pinned to them.

Everything a matter needs later is inside, so that it never needs the catalog's files again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.frame import LENGTH
from guiju.lawbook.lowering import lower
from guiju.lawbook.pinned import ActRules, FieldRules, number_rules
from guiju.lawbook.variables import project_data
from guiju.record.canonical import encode
from guiju.record.digests import sm3

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guiju.lawbook.parameters import Resolution
    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.statutes import Citation, StatuteBook

FORMAT: Final = "guiju-rules/1"
DELAYED: Final = ("needs", "follows")
CANCEL, RESPONSE = "cancel", "response"


@dataclass(frozen=True)
class EffectiveRules:
    """What decides in a matter.

    Attributes:
        content: The rules as plain JSON; the digest is taken over it.
    """

    content: Mapping[str, Any]

    @property
    def procedure(self) -> str:
        """The procedure's id."""
        return str(self.content["procedure"])

    @property
    def version(self) -> str:
        """Day in force of the version, `YYYY-MM-DD`."""
        return str(self.content["version"])

    @property
    def opens(self) -> str:
        """The act that begins a matter."""
        return str(self.content["opens"])

    @property
    def graph(self) -> Mapping[str, Any]:
        """The kernel's graph without start day and calendar."""
        graph: Mapping[str, Any] = self.content["graph"]
        return graph

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters the rules name: value, layer, cite and basis of each."""
        parameters: Mapping[str, Any] = self.content["parameters"]
        return parameters

    @cached_property
    def acts(self) -> dict[str, ActRules]:
        """The acts by name, clock events included."""
        return {act["name"]: ActRules.from_json(act) for act in self.content["acts"]}

    @cached_property
    def fields(self) -> dict[str, FieldRules]:
        """Every field by name, as declared."""
        return {one["name"]: FieldRules.from_json(one) for one in self.content["fields"]}

    @cached_property
    def types(self) -> dict[str, str]:
        """Type of every field."""
        return {name: one.type for name, one in self.fields.items()}

    @cached_property
    def alternatives(self) -> frozenset[tuple[str, str]]:
        """Pairs of acts that one and the same rule asks for, the one instead of the other."""
        instead, asked = set(), set()
        for one in self.graph["relations"]:
            if one["type"] == CANCEL:
                instead.add((one["rule"], one["source"], one["target"]))
            elif one["type"] == RESPONSE:
                asked.add((one["rule"], one["target"]))
        return frozenset(
            (first, second)
            for rule, first, second in instead
            if {(rule, first), (rule, second)} <= asked and (rule, second, first) in instead
        )

    @cached_property
    def digest(self) -> str:
        """SM3 over the canonical bytes of the content."""
        return sm3(encode(self.content))

    def project(self, act: str, data: Mapping[str, Any]) -> dict[str, bool | int | str]:
        """Return what the kernel is told when `act` is performed with `data`.

        Args:
            act: The act.
            data: Its data, checked by `guiju.lawbook.form.check_data`.
        """
        return project_data(data, self.types, self.graph["vars"], self.acts[act].asked)

    def graph_from(self, start: int) -> dict[str, Any]:
        """Return the graph as the kernel takes it; the calendar is handed to it apart.

        Args:
            start: The matter's first day, as an ordinal.
        """
        return {**self.graph, "start": start, "citations": self.content["citations"]}

    def constants(self) -> dict[str, Any]:
        """Return the values of the parameters, None where one is empty."""
        return {name: entry["value"] for name, entry in self.parameters.items()}

    def cite_text(self, cite: str) -> str:
        """Return a citation in Chinese words, as 行政处罚法第六十条."""
        citations: Mapping[str, str] = self.content["citations"]
        return citations.get(cite, cite)

    def to_json(self) -> dict[str, Any]:
        """Return the content; `from_json` takes it back."""
        return dict(self.content)

    @classmethod
    def from_json(cls, obj: Mapping[str, Any], digest: str | None = None) -> EffectiveRules:
        """Return the rules that `to_json` wrote.

        Args:
            obj: The content.
            digest: The digest it must have, if it was stored under one.

        Raises:
            CatalogError: `rules.format` or `rules.digest`.
        """
        if obj.get("format") != FORMAT:
            refuse(
                "rules.format",
                f"有效规则的格式是“{obj.get('format')}”，只认 {FORMAT}。请用相应版本的程序打开。",
            )
        rules = cls(obj)
        if digest is not None and rules.digest != digest:
            refuse(
                "rules.digest",
                f"有效规则的摘要应为 {digest}，算得 {rules.digest}。内容被改动，请从备份恢复。",
            )
        return rules


def effective(
    procedure: Procedure, parameters: Mapping[str, Resolution], statutes: StatuteBook
) -> EffectiveRules:
    """Return a procedure's effective rules.

    Args:
        procedure: One version of a procedure.
        parameters: Every parameter resolved, as `guiju.lawbook.parameters.resolve` returns them. An
            empty period is no clock: a duty without deadline, a condition without delay, a window
            that stays open, no extension.
        statutes: The laws cited; their words for each article and their rules on days off are kept.

    Raises:
        CatalogError: `rules.empty_parameter`, when a guard names a parameter without value; `rules.clear`,
            when a period that is no delay names a parameter whose value is clear.
    """
    used = {name: parameters[name] for name in sorted(_named(procedure))}
    _check_guards(procedure, used)
    values = {name: _kernel_value(one.value) for name, one in used.items()}
    _check_lengths(procedure, used)
    rolls = dict(_rolls(procedure, statutes))
    return EffectiveRules(
        {
            "format": FORMAT,
            "procedure": procedure.id,
            "version": procedure.version.isoformat(),
            "chapter": procedure.chapter,
            "name": procedure.name,
            "system": [str(row) for row in procedure.system],
            "kind": procedure.kind,
            "statutes": [str(one) for one in procedure.statutes],
            "number": number_rules(procedure.number),
            "opens": str(procedure.opens),
            "key": [str(name) for name in procedure.key],
            "title": [str(name) for name in procedure.title],
            "list": {
                "columns": [str(name) for name in procedure.list.columns],
                "filters": [str(name) for name in procedure.list.filters],
                "sort": [str(name) for name in procedure.list.sort],
            },
            "fields": [FieldRules.of_spec(one).to_json() for one in procedure.fields().values()],
            "acts": _acts(procedure),
            "graph": lower(procedure, values, rolls),
            "parameters": {name: _parameter(one) for name, one in used.items()},
            "citations": _citations(procedure, statutes),
        }
    )


def _named(procedure: Procedure) -> set[str]:
    """Return the parameters that rules, guards or proposals name."""
    named = {rule.length.parameter for rule in procedure.rules if rule.length is not None}
    for _, guard in procedure.guards():
        named |= guard.parameters
    for spec in procedure.fields().values():
        if spec.computed is not None:
            named |= spec.computed.parameters
    return {name for name in named if name is not None}


def _check_guards(procedure: Procedure, used: Mapping[str, Resolution]) -> None:
    for _, guard in procedure.guards():
        for name in sorted(guard.parameters):
            if used[name].value is None:
                refuse(
                    "rules.empty_parameter",
                    f"条件“{guard.text}”用到参数“{name}”，它还没有取值。请先设定参数，或把它改放在 computed 里。",
                    guard.text.place,
                )


def _check_lengths(procedure: Procedure, used: Mapping[str, Resolution]) -> None:
    for rule in procedure.rules:
        length = rule.length
        if length is None or length.parameter is None or rule.kind in DELAYED:
            continue
        value = used[length.parameter].value
        if "clear" in str(value).split():
            refuse(
                "rules.clear",
                f"参数“{length.parameter}”的取值“{value}”带 clear，这里是期限，只有等待期(delay)才能带。请改正取值。",
                length.text.place,
            )


def _kernel_value(value: str | int | bool | None) -> Any:
    if not isinstance(value, str):
        return value
    match = LENGTH.fullmatch(value)
    if match is None or not match[2]:
        return value
    duration: dict[str, Any] = {"n": int(match[1]), "unit": match[2]}
    marks = match[3].split()
    return {**duration, **{mark: True for mark in ("clear", "roll") if mark in marks}}


def _parameter(one: Resolution) -> dict[str, Any]:
    return {"value": one.value, "layer": one.layer, "cite": list(one.cite), "basis": one.basis}


def _acts(procedure: Procedure) -> list[dict[str, Any]]:
    asked = {
        str(act): str(rule.asked)
        for rule in procedure.rules
        if rule.asked is not None
        for act in rule.names["extends"]
    }
    return [
        ActRules.of_spec(act, asked.get(name)).to_json() for name, act in procedure.acts.items()
    ]


def _rolls(procedure: Procedure, statutes: StatuteBook) -> Iterable[tuple[str, str]]:
    for name in procedure.statutes:
        version = statutes.version(name)
        if version.rolls is not None:
            yield version.statute, str(version.rolls)


def _joined(cited: Sequence[Citation]) -> str:
    """Return the words of several articles of one statute, its name said once."""
    first, *others = cited
    return "、".join([first.text, *(one.text.removeprefix(one.version.statute) for one in others)])


def _citations(procedure: Procedure, statutes: StatuteBook) -> dict[str, str]:
    """Return the words of every citation in the rules."""
    grounds = [act.grounds for act in procedure.acts.values()]
    grounds += [rule.grounds for rule in procedure.rules]
    cites = {str(cite) for one in grounds for cite in one.cite}
    words = {cite: _joined(statutes.check(cite, procedure.statutes)) for cite in cites}
    return dict(sorted(words.items()))
