"""Folding a matter anew from what happened: the marking and everything derived from the acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guiju.procedure import Done, refold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guiju.matters.history import Happened
    from guiju.matters.live import LiveMatter
    from guiju.matters.rulebook import Pinned
    from guiju.procedure import Conflict, Marking

PRIVATE_PRESENT = "•"


@dataclass
class Folding:
    """A matter folded anew.

    Attributes:
        marking: where it stands.
        happened: what moved it, in order.
        fields: latest public value of each field.
        signers: act → everybody whose hand was in it.
        conflicts: judged acts that on their own day would have been refused.
    """

    marking: Marking
    happened: list[Happened]
    conflicts: tuple[Conflict, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    signers: dict[str, list[str]] = field(default_factory=dict)


def refolded(pinned: Pinned, happened: Iterable[Happened]) -> Folding:
    """Fold what happened, in order of (day, seq, part), under pinned rules."""
    ordered = sorted(happened, key=lambda one: (one.day, one.seq, one.part))
    folded = refold(
        pinned.rules, [as_done(pinned, place, one) for place, one in enumerate(ordered)]
    )
    unjudged = {place for place, one in enumerate(ordered) if one.stated or one.unlawful}
    conflicts = tuple(one for one in folded.conflicts if one.done.seq not in unjudged)
    folding = Folding(folded.marking, ordered, conflicts)
    for one in ordered:
        folding.fields.update(one.data)
        hands = set(folding.signers.get(one.act, ())) | one.signers
        if hands:
            folding.signers[one.act] = sorted(hands)
    return folding


def take_whole(matter: LiveMatter, folding: Folding) -> None:
    """Let a matter stand where its whole history brings it."""
    matter.marking = folding.marking
    matter.take_folding(folding.fields, folding.signers)
    if folding.happened:
        matter.opened = folding.happened[0].day


def as_done(pinned: Pinned, place: int, one: Happened) -> Done:
    """What happened as the kernel folds it; ``place`` keeps the order within a day."""
    if one.act not in pinned.effective.acts:
        return Done(place, one.act, one.day.toordinal(), {})
    known = pinned.effective.types
    data = {name: value for name, value in one.data.items() if name in known}
    data.update(dict.fromkeys(one.private, PRIVATE_PRESENT))
    return Done(place, one.act, one.day.toordinal(), pinned.effective.project(one.act, data))
