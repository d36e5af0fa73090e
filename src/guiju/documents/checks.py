"""Holds templates against the procedures that name their documents: ``guiju law check`` refuses what could not be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.documents.slots import (
    ACT_PARTS,
    BLANK,
    BODY,
    BODY_PARTS,
    KNOWN,
    MONEY_PARTS,
    PARTY_PARTS,
    PERIOD,
    Slot,
    slots_of,
)
from guiju.documents.template import FOLDER, Template, templates_of
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.findings import ERROR, Finding
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from guiju.documents.template import Item
    from guiju.lawbook.schema import FieldSpec, Procedure

PARTS: Mapping[str, tuple[str, ...]] = {"party": PARTY_PARTS, "money": MONEY_PARTS}


def document_findings(procedure: Procedure, root: Path) -> Iterator[Finding]:
    """What is wrong between a procedure's acts and the templates of their documents.

    Args:
        procedure: one version of a procedure.
        root: the catalog's folder.
    """
    wanted = {act.document: act.place for act in procedure.acts.values() if act.document}
    try:
        known = templates_of(procedure.id, procedure.version.isoformat(), root)
    except CatalogError as error:
        yield Finding(error.code, error.sentence, error.where or procedure.place, ERROR)
        return
    for name, place in wanted.items():
        if name not in known:
            yield Finding(
                "document.no_template",
                f"文书“{name}”没有模板。{nearest(name, known)}请在 {FOLDER}/{procedure.id}.yaml 中写上。",
                place,
                ERROR,
            )
        else:
            yield from _template_findings(known[name], procedure)


def spare_templates(versions: tuple[Procedure, ...], root: Path) -> Iterator[Finding]:
    """Templates that no act of any version of a procedure names: most likely a misspelt name."""
    named = {act.document for one in versions for act in one.acts.values()}
    for procedure in versions:
        known = templates_of(procedure.id, procedure.version.isoformat(), root)
        for name, template in known.items():
            if name not in named:
                named.add(name)
                yield Finding(
                    "document.unused",
                    f"没有行为用到文书“{name}”。{nearest(name, named - {name})}请改名或者删去模板。",
                    template.place,
                    ERROR,
                )


def _template_findings(template: Template, procedure: Procedure) -> Iterator[Finding]:
    fields = procedure.fields()
    for words in (template.to, template.by, template.number, *template.foot):
        for slot in slots_of(words):
            yield from _slot(slot, procedure, fields, template.place)
    for item in template.body:
        yield from _item(item, procedure, fields)


def _item(item: Item, procedure: Procedure, fields: Mapping[str, FieldSpec]) -> Iterator[Finding]:
    texts = [item.words, *(cell.words for row in item.form for cell in row)]
    for slot in [one for words in texts for one in slots_of(words)]:
        yield from _slot(slot, procedure, fields, item.place)
    if item.field and (item.field not in fields or fields[item.field].type != "rows"):
        yield Finding(
            "document.rows",
            f"程序“{procedure.name}”没有逐行填写的字段“{item.field}”。请核对模板。",
            item.place,
            ERROR,
        )
    if item.when is not None:
        try:
            parse(item.when, Scope(fields, {}, exact=True))
        except CatalogError as error:
            yield Finding(error.code, error.sentence, error.where or item.place, ERROR)


def _slot(
    slot: Slot, procedure: Procedure, fields: Mapping[str, FieldSpec], place: Place
) -> Iterator[Finding]:
    name, part, _ = slot
    if name.startswith(BLANK) and name[1:].isdecimal() is bool(name[1:]) and not part:
        return
    if (name in KNOWN and not part) or (name == BODY and part in BODY_PARTS):
        return
    if name == PERIOD and part in _periods(procedure):
        return
    if name in fields:
        allowed = PARTS.get(fields[name].type, ())
    elif name in procedure.acts:
        allowed = ACT_PARTS
    else:
        yield Finding(
            "document.unknown_field",
            f"文书模板要填“{name}”，程序“{procedure.name}”没有这个字段。{nearest(name, (*fields, *KNOWN))}请改正模板。",
            place,
            ERROR,
        )
        return
    if part not in (allowed if name in procedure.acts and name not in fields else ("", *allowed)):
        yield Finding(
            "document.unknown_part",
            f"文书模板要填“{name}”的“{part or '全部'}”，只能填：{'、'.join(allowed) or '全部'}。请改正模板。",
            place,
            ERROR,
        )


def _periods(procedure: Procedure) -> set[str | None]:
    """The parameters from which the rules take a period."""
    return {rule.length.parameter for rule in procedure.rules if rule.length is not None}
