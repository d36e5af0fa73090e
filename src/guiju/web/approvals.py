"""Proposals that wait for opinions, in plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from guiju.lawbook.chain import awaited, roles_of
from guiju.matters.opining import may_withdraw
from guiju.matters.proposals import AGREED, OPINION, PROPOSAL, Proposal
from guiju.people.selectors import names_of
from guiju.record.act import Kind
from guiju.web.wording import iso_day, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guiju.lawbook.chain import Turn
    from guiju.lawbook.pinned import ActRules
    from guiju.matters.models import Matter
    from guiju.matters.selectors import MatterView
    from guiju.people.viewer import Viewer
    from guiju.record.act import ActForm

UNBEGUN = "没有成立，提请没有批准"


class Line(NamedTuple):
    """One role of a chain and where it stands.

    Attributes:
        state: done, now or later.
        said: what came of it, or whom it waits for.
        joint: whether others sign together with it.
    """

    role: str
    state: str
    said: str
    joint: bool = False


class Waiting(NamedTuple):
    """A proposal and whose turn it is.

    Attributes:
        seq: number of the proposal in its matter.
        roles: whose opinions are asked now.
        passed: role → name of the person it was passed on to.
        holders: role → id of that person.
        agreed: roles that have agreed.
        last: whether the next agreement is the last, which makes the act take effect.
        proposer: who laid it before them, and when.
        lines: every role of the chain and where it stands.
        withdrawers: ids of those who may take it back.
        document: what the act issues, empty for nothing.
    """

    act: str
    seq: int
    roles: tuple[str, ...]
    passed: Mapping[str, str]
    holders: Mapping[str, str]
    agreed: tuple[str, ...]
    last: bool
    by: str
    proposer: str = ""
    day: str = ""
    lines: tuple[Line, ...] = ()
    withdrawers: frozenset[str] = frozenset()
    document: str = ""

    @property
    def role(self) -> str:
        """Whose opinions are asked, in words."""
        return "、".join(self.roles)

    @property
    def asked(self) -> str:
        """Whose opinions are asked, with whom they were passed on to."""
        return "、".join(
            f"{role}（转{self.passed[role]}）" if role in self.passed else role
            for role in self.roles
        )

    @property
    def said(self) -> str:
        """What it waits for, in words."""
        agreed = f"{'、'.join(self.agreed)}已同意，" if self.agreed else ""
        return f"{self.proposer}于{self.day}提请（第{self.seq}号记录），{agreed}等{self.asked}审批"


def is_asked(viewer: Viewer, role: str, passed: Mapping[str, str]) -> bool:
    """Whether the opinion of a role is asked of the viewer, or of one the viewer stands in for.

    Args:
        viewer: somebody who acts in the role.
        role: the role.
        passed: role → id of the person it was passed on to.
    """
    principals = {one.person for one in viewer.stead.get(role, ())}
    return passed.get(role, "") in {"", viewer.person, *principals}


def is_asked_of(viewer: Viewer, waiting: Waiting) -> bool:
    """Whether it is the viewer's turn to give an opinion on a proposal."""
    return waiting.by != viewer.person and any(
        role in viewer.roles and is_asked(viewer, role, waiting.holders) for role in waiting.roles
    )


def waiting_in(view: MatterView) -> list[Waiting]:
    """The open proposals of a matter."""
    acts, open_ones = view.pinned.effective.acts, proposals_of(view.matter)
    if not open_ones:
        return []
    names = names_of(_mentioned(view, open_ones.values()))
    return [_waiting(view, acts[act], one, names) for act, one in open_ones.items()]


def _mentioned(view: MatterView, proposals: Iterable[Proposal]) -> set[str]:
    """Everybody that lines about some proposals name."""
    found = {one.by for one in proposals}
    for one in proposals:
        found |= {*one.passed.values(), *(form.by for form in _agreements(view, one.seq))}
    return found


def _waiting(view: MatterView, act: ActRules, one: Proposal, names: Mapping[str, str]) -> Waiting:
    chain = act.approval
    asked = one.awaited(chain)
    passed = {role: names.get(who, who) for role, who in one.passed.items() if role in asked}
    return Waiting(
        act.name, one.seq, asked, passed, one.passed, tuple(one.agreed),
        len(asked) == 1 and not awaited(chain, [*one.agreed, *asked]),
        one.by, names.get(one.by, one.by), iso_day(one.since),
        tuple(_lines(view, one, chain, names)), frozenset(may_withdraw(view.forms[one.seq - 1 :])),
        act.document,
    )  # fmt: skip


def _lines(
    view: MatterView, one: Proposal, chain: Sequence[Turn], names: Mapping[str, str]
) -> Iterator[Line]:
    asked, place = one.awaited(chain), 0
    given = {form.role: form for form in _agreements(view, one.seq)}
    for turn in chain:
        roles = roles_of(turn)
        agreed = one.agreed[place : place + len(roles)]
        place += len(roles)
        for role in roles:
            joint = len(roles) > 1
            if role in agreed:
                form = given[role]
                said = f"{names.get(form.by, form.by)}同意，{iso_day(form.done_on)}"
                yield Line(role, "done", said, joint)
            elif role in asked:
                who = one.passed.get(role, "")
                passed = f"转{names.get(who, who)}，" if who else ""
                yield Line(role, "now", f"{passed}等待签署意见", joint)
            else:
                yield Line(role, "later", "在前面的人同意以后", joint)


def _agreements(view: MatterView, seq: int) -> list[ActForm]:
    return [
        form
        for form in view.forms[seq:]
        if form.kind is Kind.OPINION and form.data[PROPOSAL] == seq and form.data[OPINION] == AGREED
    ]


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


def proposals_of(matter: Matter) -> dict[str, Proposal]:
    """The open proposals of a matter whose state has been read, by act."""
    state = orjson.loads(matter.state)
    return {act: Proposal(**one) for act, one in state.get("proposed", {}).items()}
