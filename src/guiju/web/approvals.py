"""Proposals that wait for an opinion, in plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from guiju.lawbook.chain import awaited
from guiju.people.selectors import names_of
from guiju.web.wording import iso_day, short_day

if TYPE_CHECKING:
    from guiju.matters.models import Matter
    from guiju.matters.selectors import MatterView


UNBEGUN = "没有成立，提请没有批准"


class Waiting(NamedTuple):
    """A proposal and whose turn it is.

    Attributes:
        seq: number of the proposal in its matter.
        role: whose opinion is asked next.
        agreed: roles that have agreed.
        last: whether the next agreement is the last, which makes the act take effect.
        proposer: who laid it before them, and when.
    """

    act: str
    seq: int
    role: str
    agreed: tuple[str, ...]
    last: bool
    proposer: str = ""
    day: str = ""

    @property
    def said(self) -> str:
        """What it waits for, in words."""
        agreed = f"{'、'.join(self.agreed)}已同意，" if self.agreed else ""
        return f"{self.proposer}于{self.day}提请（第{self.seq}号记录），{agreed}等{self.role}审批"


def waiting_in(view: MatterView) -> list[Waiting]:
    """The open proposals of a matter."""
    acts = view.pinned.effective.acts
    open_ones = _proposed(view.matter)
    names = names_of({view.forms[seq - 1].by for seq, _ in open_ones.values()}) if open_ones else {}
    found = []
    for act, (seq, agreed) in open_ones.items():
        chain = acts[act].approval
        asked = awaited(chain, agreed)
        form, last = view.forms[seq - 1], len(asked) == 1 and not awaited(chain, [*agreed, *asked])
        who, day = names.get(form.by, form.by), iso_day(form.done_on)
        found.append(Waiting(act, seq, "、".join(asked), tuple(agreed), last, who, day))
    return found


def waiting_for(view: MatterView, act: str) -> Waiting | None:
    """The open proposal of an act, if there is one."""
    return next((one for one in waiting_in(view) if one.act == act), None)


def state_text(matter: Matter, running: str, over: str) -> str:
    """Where a matter stands: over, or what waits for approval, and whether anything has taken effect yet.

    Args:
        matter: a matter whose state has been read.
        running: the word for one that has begun.
        over: the word for one that is over.
    """
    state = orjson.loads(matter.state)
    waiting = "、".join(state.get("proposed", {}))
    if not state["marking"].get("executed"):
        return f"待审批：{waiting}" if waiting else UNBEGUN
    if matter.closed:
        return f"{short_day(matter.closed)}{over}"
    return f"{running}，待审批：{waiting}" if waiting else running


def _proposed(matter: Matter) -> dict[str, tuple[int, list[str]]]:
    state = orjson.loads(matter.state)
    return {act: (one["seq"], one["agreed"]) for act, one in state.get("proposed", {}).items()}
