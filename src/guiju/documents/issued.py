"""The documents of a matter: which acts have one, and whether its signed paper came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guiju.documents.template import template_of
from guiju.matters.papers import awaited, binds_scan
from guiju.matters.proposals import PROPOSAL
from guiju.record.act import ActForm, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.documents.template import Template
    from guiju.matters.selectors import MatterView

DRAWN = frozenset({Kind.EVENT, Kind.PROPOSAL})


class Scan(NamedTuple):
    """A signed paper that came back.

    Attributes:
        seq: the act that brought it.
        place: its place among that act's files.
    """

    seq: int
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A document of an act.

    Attributes:
        seq: the act.
        draft: the act is only proposed.
        missing: it is expected back and has not come.
        voided: its act was taken back.
    """

    seq: int
    document: str
    number: str
    draft: bool
    missing: bool
    voided: bool
    scans: tuple[Scan, ...]


def documents_of(view: MatterView) -> dict[int, Issued]:
    """The documents of a matter by the number of their act; of what was approved the act's own, no longer its draft.

    Args:
        view: the matter as a viewer sees it.
    """
    rules = view.pinned.effective.acts
    acts = [rules.get(form.act) for form in view.forms]
    waiting = awaited(view.forms, acts)
    scans = _scans(view)
    taken_back = {form.data["目标"] for form in view.forms if form.kind is Kind.RETRACTION}
    approved = _approved(view)
    found = {}
    for form in view.forms:
        template = template_of_act(view, form)
        if template is not None and form.seq not in approved:
            found[form.seq] = Issued(
                form.seq,
                template.title,
                str(form.verdict.get("document_number", "")),
                form.kind is Kind.PROPOSAL,
                template.scan and form.seq in waiting,
                form.seq in taken_back,
                tuple(scans.get(form.seq, ())),
            )
    return found


def _approved(view: MatterView) -> set[int]:
    """The proposals that led to an act: the act's document has taken their draft's place."""
    opinions = [seq for form in view.forms for seq in form.authority.get("approvals", ())]
    return {view.forms[seq - 1].data[PROPOSAL] for seq in opinions}


def template_of_act(view: MatterView, form: ActForm) -> Template | None:
    """The template of an act's document; None where it has none."""
    act = view.pinned.effective.acts.get(form.act)
    if act is None or not act.document or form.kind not in DRAWN:
        return None
    rules = view.pinned.effective
    return template_of(rules.procedure, rules.version, act.document)


def _scans(view: MatterView) -> Mapping[int, list[Scan]]:
    found: dict[int, list[Scan]] = {}
    for form in view.forms:
        target = binds_scan(form)
        if target:
            found.setdefault(target, []).extend(
                Scan(form.seq, place, str(file["name"])) for place, file in enumerate(form.files)
            )
    return found
