"""The duties of the first page: those with a day, and of the others those that can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from guiju.matters.live import APPROVAL_DUTY, read_state
from guiju.matters.rulebook import pinned
from guiju.matters.selectors import dated_duties, ready_duties
from guiju.procedure import enabled
from guiju.web.present import urgency
from guiju.web.stage import procedure_name
from guiju.web.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.models import Duty, Matter
    from guiju.web.access import Staff
    from guiju.web.timeline import Badge

SHOWN = 100


class DutyLine(NamedTuple):
    """Something owed, as a row.

    Attributes:
        mine: whether the viewer's roles owe it.
        address: where it is done, empty where the viewer cannot do it now.
        waits: whether other acts must come first.
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
        free: those of them that the law allows now.
        proposed: act → number of its open proposal.
    """

    acts: Mapping[str, ActRules]
    free: frozenset[str]
    proposed: dict[str, int]

    def possible(self, act: str) -> bool:
        """Whether somebody can do what is owed now."""
        return act in self.free or act not in self.acts


def work_list(staff: Staff) -> WorkList:
    """The duties of the viewer's body.

    A duty without day that nobody can do yet is left out: the matter's page shows it, and it comes when its turn has come.
    """
    owed = list(dated_duties(staff.viewer)[: SHOWN + 1])
    owed += ready_duties(staff.viewer, staff.today)[: SHOWN + 1 - len(owed)]
    lines = [_line(one, staff, _standing(one.matter, staff.today)) for one in owed[:SHOWN]]
    return WorkList(lines, more=len(owed) > SHOWN)


def _standing(matter: Matter, today: date) -> Standing:
    known = pinned(matter.rules_id)
    state = read_state(known, matter.state)
    at = max(today.toordinal(), state["marking"].now)
    proposed = {act: one[0] for act, one in state["proposed"].items()}
    return Standing(
        known.effective.acts, frozenset(enabled(known.rules, state["marking"], at)), proposed
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
        duty.act in standing.acts and duty.act not in standing.free,
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
