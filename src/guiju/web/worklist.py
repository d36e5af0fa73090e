"""The duties of the first page: those with a day, and of the others those that can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from guiju.matters.live import APPROVAL_DUTY, read_state
from guiju.matters.rulebook import pinned
from guiju.matters.selectors import dated_duties, ready_duties
from guiju.procedure import enabled
from guiju.web.alternatives import alternatives, grouped, one_of
from guiju.web.present import urgency
from guiju.web.stage import procedure_name
from guiju.web.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.models import Duty, Matter
    from guiju.web.access import Staff
    from guiju.web.alternatives import Pair
    from guiju.web.timeline import Badge

SHOWN = 100


class DutyLine(NamedTuple):
    """Something owed, as a row.

    Attributes:
        mine: whether the viewer's roles owe it.
        address: where it is done, empty where the viewer cannot do it now.
        waits: whether other acts must come first.
        proposed: whether its proposal waits for approval.
        others: where several acts discharge the same duty: the other ones, each with where it is done.
    """

    act: str
    matter: str
    number: str
    title: str
    procedure: str
    roles: str
    day: str
    badge: Badge | None
    mine: bool
    address: str
    waits: bool
    proposed: bool = False
    others: tuple[tuple[str, str], ...] = ()

    @property
    def called(self) -> str:
        """The act, or the alternatives."""
        return one_of([self.act, *(name for name, _ in self.others)])

    @property
    def doables(self) -> list[tuple[str, str]]:
        """The acts that discharge it and that the viewer can do now, each with where."""
        return [one for one in ((self.act, self.address), *self.others) if one[1]]


class WorkList(NamedTuple):
    """What a body owes, most urgent first.

    Attributes:
        more: whether there may be more than is listed.
    """

    lines: list[DutyLine]
    more: bool


class Standing(NamedTuple):
    """What can be done in a matter today.

    Attributes:
        acts: the acts of the procedure; what is owed besides, an opinion or a review, waits for nothing.
        free: those of them that the law allows now and that do not wait for approval.
        proposed: act → number of its open proposal.
        pairs: acts owed the one instead of the other.
    """

    acts: Mapping[str, ActRules]
    free: frozenset[str]
    proposed: dict[str, int]
    pairs: frozenset[Pair] = frozenset()

    def possible(self, act: str) -> bool:
        """Whether somebody can do what is owed now."""
        return act in self.free or act not in self.acts


def work_list(staff: Staff) -> WorkList:
    """The duties of the viewer's body.

    A duty without day that nobody can do yet is left out: the matter's page shows it, and it comes when its turn has come.
    """
    owed = list(dated_duties(staff.viewer)[: SHOWN + 1])
    owed += ready_duties(staff.viewer, staff.today)[: SHOWN + 1 - len(owed)]
    shown = owed[:SHOWN]
    standings = {one.matter_id: _standing(one.matter, staff.today) for one in shown}
    pairs = {matter: standing.pairs for matter, standing in standings.items()}
    groups = grouped(shown, pairs, lambda one: (one.matter_id, one.act, (one.due, one.suspended)))
    lines = [_together(group, staff, standings[group[0].matter_id]) for group in groups]
    return WorkList(lines, more=len(owed) > SHOWN)


def _together(group: list[Duty], staff: Staff, standing: Standing) -> DutyLine:
    """One line for a duty, or for the alternatives that discharge one duty."""
    order = list(standing.acts)
    ordered = sorted(group, key=lambda one: order.index(one.act)) if len(group) > 1 else group
    first, *rest = (_line(one, staff, standing) for one in ordered)
    return first._replace(
        mine=first.mine or any(one.mine for one in rest),
        waits=first.waits and all(one.waits for one in rest),
        proposed=first.proposed or any(one.proposed for one in rest),
        roles="、".join(dict.fromkeys(one.roles for one in (first, *rest))),
        others=tuple((one.act, one.address) for one in rest),
    )


def _standing(matter: Matter, today: date) -> Standing:
    known = pinned(matter.rules_id)
    state = read_state(known, matter.state)
    at = max(today.toordinal(), state["marking"].now)
    proposed = {act: one.seq for act, one in state["proposed"].items()}
    return Standing(
        known.effective.acts,
        frozenset(enabled(known.rules, state["marking"], at)) - proposed.keys(),
        proposed,
        alternatives(known.effective),
    )


def _line(duty: Duty, staff: Staff, standing: Standing) -> DutyLine:
    matter = duty.matter
    mine = bool(set(duty.roles.split("、")) & staff.viewer.roles)
    return DutyLine(
        duty.act,
        matter.id,
        matter.number or matter.title or "未编号",
        matter.title,
        procedure_name(matter.procedure),
        duty.roles,
        _due_text(duty.due, suspended=duty.suspended),
        urgency(duty.due, staff.today, suspended=duty.suspended),
        mine,
        _address(duty, staff, standing, mine=mine),
        duty.act in standing.acts and duty.act not in {*standing.free, *standing.proposed},
        duty.act in standing.proposed,
    )


def _address(duty: Duty, staff: Staff, standing: Standing, *, mine: bool) -> str:
    """The form of what the viewer's roles can do now; empty else."""
    proposal = standing.proposed.get(duty.act.removeprefix(APPROVAL_DUTY))
    if duty.act.startswith(APPROVAL_DUTY) and proposal is not None and mine:
        return reverse("opinion", args=[duty.matter_id, proposal])
    if duty.act not in standing.free:
        return ""
    recorded_by = standing.acts[duty.act].recorded_by
    if not mine and staff.viewer.roles.isdisjoint(recorded_by):
        return ""
    return reverse("act", args=[duty.matter_id, duty.act])


def _due_text(due: date | None, *, suspended: bool) -> str:
    if suspended:
        return "期限暂停计算"
    return day_text(due) if due else "没有法定期限"
