"""Proposals that wait for an opinion, in plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from guiju.matters.models import Matter
    from guiju.matters.selectors import MatterView


class Waiting(NamedTuple):
    """A proposal and whose turn it is.

    Attributes:
        seq: number of the proposal in its matter.
        role: whose opinion is asked next.
        agreed: roles that have agreed.
        last: whether the next agreement is the last, which makes the act take effect.
    """

    act: str
    seq: int
    role: str
    agreed: tuple[str, ...]
    last: bool


def waiting_in(view: MatterView) -> list[Waiting]:
    """The open proposals of a matter."""
    acts = view.pinned.effective.acts
    found = []
    for act, (seq, agreed) in _proposed(view.matter).items():
        chain = acts[act].approval
        if agreed < len(chain):
            found.append(Waiting(act, seq, chain[agreed], chain[:agreed], agreed + 1 == len(chain)))
    return found


def proposed_acts(matter: Matter) -> list[str]:
    """The acts that wait for approval in a matter whose state has been read."""
    return list(_proposed(matter))


def _proposed(matter: Matter) -> dict[str, tuple[int, int]]:
    state = orjson.loads(matter.state)
    return {act: (one[0], one[2]) for act, one in state.get("proposed", {}).items()}
