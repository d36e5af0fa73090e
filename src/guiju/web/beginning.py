"""Beginning a matter from another: what is known there is filled in here, and the two are linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.schema import MATTER_BODY, MATTER_NUMBER
from guiju.lawbook.values import PARTY_KEYS
from guiju.matters.personal import is_natural_person
from guiju.matters.rulebook import catalog
from guiju.matters.selectors import matter_view, private_told, private_value
from guiju.web.names import matter_label
from guiju.web.openable import openables
from guiju.web.stage import rules_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.pinned import ActRules, FieldRules
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.stage import Stage

FROM: Final = "from"
CARRIED_TYPES: Final = frozenset({
    "text", "paragraph", "party", "region", "unit", "entry", "matter", "article", "date", "time", "choice",
})  # fmt: skip
LINK_TYPES: Final = frozenset({"entry", "matter"})


class Beginning(NamedTuple):
    """A procedure that may be begun from a matter.

    Attributes:
        carried: the fields that come filled in.
        opens: its first act.
    """

    procedure: str
    name: str
    address: str
    carried: tuple[str, ...]
    opens: str = ""


def source_of(typed: str, staff: Staff) -> MatterView | None:
    """The matter one begins from; None for none, or one that is not to be seen."""
    return matter_view(staff.viewer, typed, staff.today) if typed else None


def source_line(typed: str, staff: Staff) -> tuple[str, str] | None:
    """Id and name of the matter one begins from, for the form."""
    source = source_of(typed, staff)
    return None if source is None else (source.matter.id, matter_label(source.matter))


def may_link(source: MatterView, staff: Staff) -> bool:
    """Whether the new matter is linked to it: only those of the own body are."""
    return staff.viewer.owns(source.matter.body_id)


def carried_over(stage: Stage, source: MatterView, staff: Staff) -> dict[str, list[str]]:
    """What the first act's form is filled with from another matter: input → values."""
    found: dict[str, list[str]] = {}
    for name in _sources(stage.rules.procedure, stage.act, source):
        value = _value(name, stage.rules.procedure, stage.act.fields[name], source, staff)
        found.update(as_typed(name, value))
    return found


def as_typed(name: str, value: Any) -> dict[str, list[str]]:
    """A value as somebody would have typed it into a field's inputs; nothing for none."""
    if isinstance(value, dict):
        return {f"f-{name}-{part}": [str(value.get(part, ""))] for part in PARTY_KEYS}
    return {f"f-{name}": [str(value)]} if value not in (None, "") else {}


def whole_value(view: MatterView, name: str, staff: Staff) -> Any:
    """The latest value of a field, whole for the own body; nothing where only a masked name is left to see."""
    value = view.fields.get(name)
    if not (isinstance(value, dict) and is_natural_person(value)):
        return value
    for one in reversed(view.happened()):
        if name in one.private:
            return private_told(staff.viewer, view, one, name)
    for form in reversed(view.forms):  # nothing has taken effect: it is only proposed
        if name in form.private:
            return private_value(staff.viewer, form, name)
    return None


def beginnings(view: MatterView, staff: Staff) -> list[Beginning]:
    """The procedures whose first act takes something from a matter, and that the viewer may begin."""
    found = []
    for one in openables(staff):
        if not one.can or one.procedure == view.matter.procedure:
            continue
        act = _first_act(one.procedure, staff)
        carried = _sources(one.procedure, act, view) if act else []
        if _tells(one.procedure, act, carried, view):
            address = f"{reverse('open', args=[one.procedure])}?{FROM}={view.matter.id}"
            found.append(Beginning(one.procedure, one.name, address, tuple(carried), one.opens))
    return found


def _first_act(procedure: str, staff: Staff) -> ActRules | None:
    rules = rules_in_force(procedure, staff.body.field, staff.today)
    return rules.acts[rules.opens] if rules else None


def _tells(procedure: str, act: ActRules | None, carried: list[str], view: MatterView) -> bool:
    """Whether beginning from the matter makes sense: the catalog says so, a field names it, or the party is the same."""
    if act is None or not carried:
        return False
    declared = view.matter.procedure in _declared(procedure)
    return declared or any(act.fields[name].type in {*LINK_TYPES, "party"} for name in carried)


def _sources(procedure: str, act: ActRules, source: MatterView) -> list[str]:
    """The fields of the first act that the matter has something for."""
    declared = _declared(procedure).get(source.matter.procedure, {})
    return [
        name
        for name, spec in act.fields.items()
        if spec.type in CARRIED_TYPES
        and (
            _names(spec, source)
            or _holds(declared.get(name, ""), source)
            or (name not in declared and _same(spec, source))
        )
    ]


def _names(spec: FieldRules, source: MatterView) -> bool:
    return spec.type in LINK_TYPES and spec.of == source.matter.procedure


def _holds(told: str, source: MatterView) -> bool:
    if told == MATTER_NUMBER:
        return bool(source.matter.number)
    return told == MATTER_BODY or (bool(told) and source.fields.get(told) is not None)


def _same(spec: FieldRules, source: MatterView) -> bool:
    """Whether the matter knows a field of the same name and type; a choice must still be one."""
    there = source.pinned.effective.fields.get(spec.name)
    value = source.fields.get(spec.name)
    if there is None or value is None or there.type != spec.type or spec.computed is not None:
        return False
    return spec.type != "choice" or value in spec.choice


def _value(name: str, procedure: str, spec: FieldRules, source: MatterView, staff: Staff) -> Any:
    if _names(spec, source):
        return source.matter.id
    told = _declared(procedure).get(source.matter.procedure, {}).get(name, name)
    if told == MATTER_NUMBER:
        return source.matter.number
    if told == MATTER_BODY:
        return source.matter.body_id
    return whole_value(source, told, staff)


def _declared(procedure: str) -> Mapping[str, Mapping[str, str]]:
    try:
        return catalog().procedure(procedure).carries
    except CatalogError:
        return {}
