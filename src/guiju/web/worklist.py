"""The duties of the first page: those with a day, and of the others those that can be done now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from guiju.matters.live import APPROVAL_DUTY, read_state
from guiju.matters.rulebook import pinned
from guiju.matters.selectors import dated_duties, ready_duties
from guiju.people.selectors import names_of
from guiju.procedure import enabled, judge
from guiju.web.alternatives import grouped, one_of
from guiju.web.approvals import is_asked
from guiju.web.leading import leading
from guiju.web.naming import before_naming
from guiju.web.present import urgency
from guiju.web.stage import concerns, procedure_name
from guiju.web.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.models import Duty, Matter
    from guiju.matters.proposals import Proposal
    from guiju.matters.rulebook import Pinned
    from guiju.people.viewer import Viewer
    from guiju.procedure import Marking
    from guiju.web.access import Staff
    from guiju.web.alternatives import Pair
    from guiju.web.naming import Before
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
        first: where it cannot be done yet: the act that can, on the way to it, and where the viewer does it.
        begin: where another matter must have begun first: its first act, where that is done, and what it waits for.
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
    first: tuple[str, str] = ("", "")
    begin: Before | None = None

    @property
    def called(self) -> str:
        """The act, or the alternatives."""
        return one_of([self.act, *(name for name, _ in self.others)])

    @property
    def doables(self) -> list[tuple[str, str]]:
        """The acts that discharge it and that the viewer can do now, each with where."""
        own = (self.act, self.address)
        if self.begin is not None:
            own = (self.begin.opens, "" if self.begin.waits else self.begin.address)
        return [one for one in (own, *self.others) if one[1]]


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
        proposed: act → its open proposal.
        pairs: acts owed the one instead of the other.
        helps: act → the acts that would clear its way.
    """

    acts: Mapping[str, ActRules]
    free: frozenset[str]
    proposed: Mapping[str, Proposal]
    pairs: frozenset[Pair] = frozenset()
    helps: Callable[[str], Iterable[str]] = lambda _act: ()

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
    names = _receivers(shown, standings)
    before = before_naming(_free_acts(shown, standings), staff)
    pairs = {matter: standing.pairs for matter, standing in standings.items()}
    groups = grouped(shown, pairs, lambda one: (one.matter_id, one.act, (one.due, one.suspended)))
    lines = [_together(group, staff, standings[group[0].matter_id], names) for group in groups]
    led = [_led(one, before.get((one.matter, one.act))) for one in lines]
    return WorkList(led, more=len(owed) > SHOWN)


def _led(line: DutyLine, before: Before | None) -> DutyLine:
    """A line with what comes before it in another matter; where that is there already, the way is chosen."""
    if before is None:
        return line
    others = tuple((act, "") for act, _ in line.others) if before.waits else line.others
    return (
        line._replace(others=()) if before.nothing else line._replace(begin=before, others=others)
    )


def _free_acts(
    shown: Iterable[Duty], standings: Mapping[str, Standing]
) -> Iterator[tuple[str, ActRules]]:
    """Matters with what is owed there and the law allows now."""
    for one in shown:
        standing = standings[one.matter_id]
        if one.act in standing.free:
            yield one.matter_id, standing.acts[one.act]


def _receivers(shown: Iterable[Duty], standings: Mapping[str, Standing]) -> Mapping[str, str]:
    """Names of those to whom opinions were passed on."""
    proposals = (_opinion_on(one, standings[one.matter_id]) for one in shown)
    persons = {who for one in proposals if one is not None for who in one.passed.values()}
    return names_of(persons) if persons else {}


def _owing(duty: Duty, standing: Standing, names: Mapping[str, str]) -> str:
    """The roles that owe it, with whom an opinion was passed on to."""
    proposal = _opinion_on(duty, standing)
    passed = proposal.passed if proposal is not None else {}
    return "、".join(
        f"{role}（转{names.get(passed[role], '')}）" if role in passed else role
        for role in duty.roles.split("、")
    )


def _together(
    group: list[Duty], staff: Staff, standing: Standing, names: Mapping[str, str]
) -> DutyLine:
    """One line for a duty, or for the alternatives that discharge one duty."""
    order = list(standing.acts)
    ordered = sorted(group, key=lambda one: order.index(one.act)) if len(group) > 1 else group
    first, *rest = (_line(one, staff, standing, names) for one in ordered)
    later = _not_yet(first, rest, standing)
    if later:
        rest = [first, *rest]
        first = first._replace(act=later, address="", first=_first(later, staff, standing))
    return first._replace(
        mine=first.mine or any(one.mine for one in rest),
        waits=first.waits and all(one.waits for one in rest),
        proposed=first.proposed or any(one.proposed for one in rest),
        roles="、".join(dict.fromkeys(one.roles for one in (first, *rest))),
        others=tuple((one.act, one.address) for one in rest),
    )


def _not_yet(first: DutyLine, rest: Iterable[DutyLine], standing: Standing) -> str:
    """An alternative that comes before those listed and cannot be done yet; it is not listed itself where it has no day."""
    listed = {first.act, *(one.act for one in rest)}
    order = list(standing.acts)
    found = (
        name
        for name in order[: order.index(first.act)]
        if (first.act, name) in standing.pairs and name not in listed | standing.proposed.keys()
    ) if first.act in standing.acts else iter(())  # fmt: skip
    return next(found, "")


def _first(act: str, staff: Staff, standing: Standing) -> tuple[str, str]:
    """The act that can be done now on the way to another, and where, for whom it concerns."""
    mine = {name for name in standing.free if concerns(standing.acts[name], staff.viewer.roles)}
    found = leading(act, standing.free, standing.helps, mine)
    return (found, found if found in mine else "")


def _standing(matter: Matter, today: date) -> Standing:
    known = pinned(matter.rules_id)
    state = read_state(known, matter.state)
    at = max(today.toordinal(), state["marking"].now)
    proposed: dict[str, Proposal] = state["proposed"]
    return Standing(
        known.effective.acts,
        frozenset(enabled(known.rules, state["marking"], at)) - proposed.keys(),
        proposed,
        known.effective.alternatives,
        partial(_helps, known, state["marking"], at),
    )


def _helps(known: Pinned, marking: Marking, at: int, act: str) -> list[str]:
    """The acts that would clear the way of one, as its refusal names them."""
    blockers = judge(known.rules, marking, act, at).blockers
    acts = known.effective.acts
    named = dict.fromkeys(name for one in blockers for name in one.helps)
    return [name for name in named if name in acts and not acts[name].clock]


def _line(duty: Duty, staff: Staff, standing: Standing, names: Mapping[str, str]) -> DutyLine:
    matter = duty.matter
    mine = _owes(duty, staff.viewer, standing)
    waits = duty.act in standing.acts and duty.act not in {*standing.free, *standing.proposed}
    return DutyLine(
        duty.act,
        matter.id,
        matter.number or matter.title or "未编号",
        matter.title,
        procedure_name(matter.procedure),
        _owing(duty, standing, names),
        _due_text(duty.due, suspended=duty.suspended),
        urgency(duty.due, staff.today, suspended=duty.suspended),
        mine,
        _address(duty, staff, standing, mine=mine),
        waits,
        duty.act in standing.proposed,
        first=_first(duty.act, staff, standing) if waits else ("", ""),
    )


def _owes(duty: Duty, viewer: Viewer, standing: Standing) -> bool:
    """Whether the viewer's roles owe it; an opinion that was passed on is owed by that person."""
    proposal = _opinion_on(duty, standing)
    return any(
        role in viewer.roles and (proposal is None or is_asked(viewer, role, proposal.passed))
        for role in duty.roles.split("、")
    )


def _opinion_on(duty: Duty, standing: Standing) -> Proposal | None:
    """The proposal on which an opinion is owed; None for any other duty."""
    if not duty.act.startswith(APPROVAL_DUTY):
        return None
    return standing.proposed.get(duty.act.removeprefix(APPROVAL_DUTY))


def _address(duty: Duty, staff: Staff, standing: Standing, *, mine: bool) -> str:
    """The form of what the viewer's roles can do now; empty else."""
    proposal = _opinion_on(duty, standing)
    if proposal is not None and mine:
        return reverse("opinion", args=[duty.matter_id, proposal.seq])
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
