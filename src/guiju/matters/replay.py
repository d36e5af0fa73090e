"""What the store should have derived from a matter's acts, computed from nothing but the acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from guiju.matters.entry import TAKER
from guiju.matters.folding import refolded
from guiju.matters.history import effective_history
from guiju.matters.live import LiveMatter
from guiju.matters.proposals import PROPOSAL, Proposal
from guiju.matters.standing import unanswered
from guiju.procedure import settle
from guiju.record.act import Kind
from guiju.record.digests import sm3

if TYPE_CHECKING:
    from guiju.matters.rulebook import Pinned
    from guiju.procedure import Marking
    from guiju.record.act import ActForm

APPROVALS = "approvals"


def replayed(identifier: str, reached: int, known: Pinned, forms: list[ActForm]) -> LiveMatter:
    """The working copy a matter would have, had its acts been performed just now.

    Args:
        identifier: the matter's id.
        reached: the day to which the stored clock was last settled.
        known: the rules its last act names.
        forms: its acts in order.
    """
    folding = refolded(known, effective_history(forms))
    marking = _settled_as_stored(reached, known, folding.marking)
    first = folding.happened[0].day if folding.happened else date.fromisoformat(forms[0].done_on)
    matter = LiveMatter(
        identifier, forms[0].body, known.effective.procedure, known, marking, first, str,
        number=_number(known, forms), seq=len(forms), signers=folding.signers,
        fields=folding.fields if folding.happened else _proposed_fields(forms),
        asked=_asked(forms), proposed=open_proposals(forms), handler=handler_of(forms),
    )  # fmt: skip
    matter.settle_life()
    return matter


def handler_of(forms: list[ActForm]) -> str:
    """Who handles a matter: whoever opened it, or entered that for another, until it is handed over."""
    first = forms[0]
    entered = not first.authority["staff"] or first.kind is Kind.OPENING
    taken = [str(form.data[TAKER]) for form in forms if form.kind is Kind.HANDOVER]
    return [first.recorded_by if entered else first.by, *taken][-1]


def derived_columns(matter: LiveMatter) -> dict[str, Any]:
    """The columns of the store that follow from the acts, in plain values."""
    owed = matter.duties()
    return {
        "body_id": matter.body,
        "procedure": matter.pinned.effective.procedure,
        "rules_id": matter.pinned.digest,
        "number": matter.number,
        "title": matter.title,
        "opened": matter.opened.isoformat(),
        "closed": matter.closed.isoformat() if matter.closed else None,
        "valid_from": matter.valid_from.isoformat() if matter.valid_from else None,
        "valid_until": matter.valid_until.isoformat() if matter.valid_until else None,
        "state": orjson.loads(matter.state()),
        "duties": sorted((matter.body, *row) for row in owed.values()),
        "awaited": sorted((matter.body, *row) for row in matter.awaited().values()),
        "next_due": matter.next_due(owed),
        "next_wake": matter.next_wake(),
        "handler": matter.handler,
        "adjusted": matter.adjusted.isoformat() if matter.adjusted else None,
        "slots": list(matter.slots_row()) if matter.pinned.slots else None,
    }


def _settled_as_stored(reached: int, known: Pinned, marking: Marking) -> Marking:
    """Move the clock to where a sweep left it, if what fired on the way explains that it was moved."""
    if reached <= marking.now:
        return marking
    moved = settle(known.rules, marking, reached)
    last = max(
        [day for _, day in moved.fired]
        + [due for _, due in moved.marking.breaches[len(marking.breaches) :]],
        default=None,
    )
    return moved.marking if last is not None and last + 1 == reached else marking


def _number(known: Pinned, forms: list[ActForm]) -> str:
    for form in forms:
        if form.kind is Kind.OPENING:
            return str(form.data.get("编号", ""))
        if form.kind is Kind.EVENT and form.act == known.effective.opens:
            return str(form.verdict.get("number", ""))
    return ""


def _proposed_fields(forms: list[ActForm]) -> dict[str, Any]:
    """What was last proposed for a matter in which nothing stands; what emptied it emptied this too."""
    for form in reversed(forms):
        if form.kind is Kind.PROPOSAL:
            return dict(form.data)
        if form.kind in _REFOLDING:
            break
    return {}


def _asked(forms: list[ActForm]) -> dict[str, int]:
    """What is owed because an act asked for it: by a notice until it is done, by what upset or broke something until it is answered."""
    asked: dict[str, int] = {}
    for form in forms:
        if form.kind is Kind.EVENT:
            asked.pop(form.act, None)
        elif form.kind is Kind.NOTICE and form.data.get("要求办理"):
            asked[str(form.data["要求办理"])] = form.seq
    return asked | unanswered(forms)


def open_proposals(forms: list[ActForm]) -> dict[str, Proposal]:
    """Open proposals by act; the act that rests on one ends it, whatever the rules of today know."""
    proposed: dict[str, Proposal] = {}
    digests = [*(form.previous for form in forms[1:]), ""]
    for form, digest in zip(forms, digests, strict=True):
        if form.kind is Kind.PROPOSAL:
            digest = digest or sm3(form.to_bytes())
            proposed[form.act] = Proposal(form.seq, digest, form.by, form.done_on)
        elif form.kind is Kind.OPINION:
            _hear_opinion(proposed, form)
        elif form.kind is Kind.EVENT and APPROVALS in form.authority:
            proposed.pop(form.act, None)
    return proposed


def _hear_opinion(proposed: dict[str, Proposal], form: ActForm) -> None:
    for act, proposal in list(proposed.items()):
        if proposal.seq == form.data[PROPOSAL] and not proposal.hear(form.role, form.data):
            del proposed[act]


_REFOLDING = frozenset({Kind.EVENT, Kind.OPENING, Kind.CORRECTION, Kind.RETRACTION, Kind.MIGRATION})
