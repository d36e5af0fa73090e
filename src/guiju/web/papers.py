"""Documents as the pages show them: of an act in the record, and of an act about to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from guiju.documents.content import Content, Opinion
from guiju.documents.filling import fill
from guiju.documents.gathering import (
    PREVIEW,
    done_before,
    gathered,
    known_at,
    officers_of,
    periods_of,
    roles_in,
    said_of_body,
    unstated,
    wanted_fields,
)
from guiju.documents.issued import documents_of, template_of_act
from guiju.documents.page import page as as_page
from guiju.documents.template import scanned_documents, template_of
from guiju.matters.paper_selectors import awaited_scans
from guiju.people.selectors import name_on
from guiju.web.names import known_names, pointed_at
from guiju.web.stage import is_inside, offers_for
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.documents.issued import Issued
    from guiju.documents.layout import Paper
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.drafts import Draft
    from guiju.web.preview import Consequences
    from guiju.web.stage import Stage

AWAITED_SHOWN = 5


@dataclass(frozen=True)
class PaperLink:
    """A document beside its act.

    Attributes:
        state: what is to be said of it in a word; empty when nothing.
        tone: the colour of that word.
    """

    seq: int
    document: str
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class MissingScan:
    """A paper that has not come back."""

    matter: str
    seq: int
    document: str
    called: str
    day: str


def paper_links(view: MatterView) -> dict[int, PaperLink]:
    """The documents of a matter by the number of their act, with the state of their paper."""
    return {seq: _link(one) for seq, one in documents_of(view).items()}


def _link(one: Issued) -> PaperLink:
    state, tone = "", ""
    if one.draft:
        state, tone = "报批稿", "grey"
    elif one.missing:
        state, tone = "缺扫描件", "amber"
    elif one.scans:
        state, tone = "已有扫描件", "grey"
    return PaperLink(one.seq, one.document, state, tone)


def missing_scans(staff: Staff, limit: int = AWAITED_SHOWN) -> list[MissingScan]:
    """The papers of the own body that have not come back, oldest first."""
    return [
        MissingScan(
            one.matter.id,
            one.seq,
            one.document,
            " ".join(filter(None, (one.matter.number, one.matter.title))) or "未编号的办件",
            short_day(one.done_on),
        )
        for one in awaited_scans(staff.viewer, scanned_documents(), limit)
    ]


def paper_of(staff: Staff, view: MatterView, seq: int) -> Paper | None:
    """The document of an act in the record; None where it has none."""
    if not 1 <= seq <= len(view.forms):
        return None
    form = view.forms[seq - 1]
    template = template_of_act(view, form)
    if template is None:
        return None

    def named(values: Mapping[str, Any]) -> dict[str, str]:
        fields = view.pinned.effective.fields
        return {**known_names(view), **pointed_at(staff.viewer, fields, [values])}

    return fill(template, gathered(staff.viewer, view, form, template, named))


def unstated_of(view: MatterView, seq: int) -> list[str]:
    """What the paper of an act says of its body and nobody has stated yet."""
    form = view.forms[seq - 1]
    template = template_of_act(view, form)
    day = date.fromisoformat(form.done_on)
    return unstated(template, view.matter.body, day) if template else []


def preview(stage: Stage, staff: Staff, draft: Draft, found: Consequences) -> SafeString:
    """The document of an act about to be confirmed, as a page; empty where it has none.

    Args:
        stage: the act and its place.
        staff: whoever fills in the form.
        draft: the form as read.
        found: what confirming would bring about.
    """
    act = stage.act
    template = template_of(stage.rules.procedure, stage.rules.version, act.document)
    if template is None:
        return SafeString("")
    view, viewer = stage.view, staff.viewer
    known = known_at(viewer, view, len(view.forms), wanted_fields(template)) if view else None
    values = {**(known.values if known else {}), **found.data, **draft.data}
    names = _names(stage, staff, draft, values)
    done_on = draft.done_on or staff.today
    day = done_on.isoformat()
    outside = not is_inside(act)
    content = Content(
        body=name_on(view.matter.body if view else staff.body, done_on),
        day=day,
        procedure=str(stage.rules.content["name"]),
        matter_number=view.matter.number if view else _opening_number(found),
        title=view.matter.title if view else "",
        number=found.document_number,
        numbered=act.number is not None,
        hour=draft.done_at or "",
        actor="" if outside else names.get(draft.by or viewer.person, ""),
        recorder=staff.person.name,
        cites="、".join(stage.rules.cite_text(cite) for cite in act.cite),
        officers=officers_of(viewer, draft.signers, day, names),
        opinions=tuple(Opinion(role) for role in roles_in(act.approval)),
        attachments=tuple(file.name for file in draft.files.values()),
        values=values,
        fields=stage.rules.fields,
        names=names,
        acts=done_before(view, len(view.forms)) if view else {},
        periods=periods_of(stage.rules),
        particulars=said_of_body(view.matter.body if view else staff.body, done_on),
        foreign=outside,
        mark=PREVIEW,
    )
    return shown(fill(template, content))


def shown(paper: Paper) -> SafeString:
    """A paper as safe HTML: every text in it was escaped when it was written."""
    return mark_safe(as_page(paper))  # noqa: S308 -- written by documents.page, which escapes


def _opening_number(found: Consequences) -> str:
    return "" if found.number == found.document_number else found.number


def _names(stage: Stage, staff: Staff, draft: Draft, values: Mapping[str, Any]) -> dict[str, str]:
    offers = offers_for(staff, stage.act.fields.values(), stage.view)
    names = dict(known_names(stage.view)) if stage.view else {}
    names.update({key: name for pairs in offers.linked.values() for key, name in pairs})
    names.update(pointed_at(staff.viewer, stage.rules.fields, [values]))
    names.update(offers.people)
    names.update({file.sha256: file.name for file in draft.files.values()})
    names[staff.viewer.person] = staff.person.name
    return names
