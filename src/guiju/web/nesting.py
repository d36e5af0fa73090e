"""An approved act as one step: the proposal and the opinions it rests on stand under it, not beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guiju.web.timeline import Entry


def nested(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a timeline with those an act rests on put under it.

    A proposal that is still open, was withdrawn or returned keeps its own place, and so do the opinions on it.

    Args:
        entries: in the order they are shown.
    """
    known = {one.seq: one for one in entries}
    for entry in entries:
        entry.under = _under(entry, known)
    gone = {one.seq for entry in entries for one in entry.under}
    return [one for one in entries if one.seq not in gone]


def _under(entry: Entry, known: Mapping[int, Entry]) -> list[Entry]:
    if any(seq not in known for seq in entry.rests_on):
        return []
    proposals = dict.fromkeys(known[seq].answers for seq in entry.rests_on)
    said = [one for one in known.values() if one.answers in proposals]
    said.sort(key=lambda one: one.seq)
    return [*(known[seq] for seq in proposals if seq in known), *said]
