"""The right of a matter's page: what is owed, what may be done, what may not and why, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import orjson

from guiju.lawbook.schema import CLOCK_PREFIX
from guiju.matters.judging import refusal_of
from guiju.matters.live import STANDING_DUTIES
from guiju.matters.rulebook import calendar
from guiju.procedure import add, duties, explain, outlook, parse_duration, proposals
from guiju.web.alternatives import grouped, one_of
from guiju.web.approvals import waiting_in
from guiju.web.barring import day_of, unmeetable
from guiju.web.leading import leading
from guiju.web.stage import concerns
from guiju.web.timeline import Badge
from guiju.web.wording import clock_text, compact_cites, day_text, left_text, ordinal_day

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.requests import Refusal
    from guiju.matters.selectors import MatterView
    from guiju.people.viewer import Viewer
    from guiju.procedure import Duty, Sheet
    from guiju.web.beginning import Beginning

SOON = "3wd"


class Owed(NamedTuple):
    """Something owed.

    Attributes:
        computed: whether a computation sheet can be shown.
        doable: whether the viewer may do it now.
        waits: what its proposal waits for, where one is open; it is not to be proposed again.
        first: the act that can be done now and leads to it, where it cannot be done itself.
        first_by: who does that act, where it is not the viewer.
        begin: act and address in another matter that must have begun first, and what it waits for; empty for none.
        names_first: the act that has to name that other matter.
        choices: where several acts discharge the same duty: each with whether the viewer may do it now.
    """

    act: str
    roles: str
    day: str
    badge: Badge | None
    cite: str
    computed: bool
    doable: bool
    provisional: bool = False
    waits: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    first: str = ""
    first_by: str = ""
    begin: tuple[str, ...] = ()
    names_first: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The acts that discharge it."""
        return tuple(name for name, _ in self.choices) or (self.act,)

    @property
    def called(self) -> str:
        """The act, or the alternatives."""
        return one_of(name for name, _ in self.choices) if self.choices else self.act

    @property
    def doables(self) -> list[str]:
        """The acts that discharge it and that the viewer may do now."""
        return [name for name, doable in self.choices or ((self.act, self.doable),) if doable]


class Doable(NamedTuple):
    """An act that may be done now.

    Attributes:
        next: whether it is owed, or the next step to what is owed.
    """

    act: str
    roles: str
    cite: str
    until: str = ""
    next: bool = False


class Refused(NamedTuple):
    """An act that may not be done now, and why."""

    act: str
    sentence: str
    cite: str
    passes_on: str
    helps: tuple[str, ...]


class Lapse(NamedTuple):
    """A lapse against a party that came due and waits for a person to confirm it."""

    said: str
    act: str
    due: str
    cite: str
    mine: bool


@dataclass
class Present:
    """A matter today.

    Attributes:
        others: what may be done now by others.
        near: refusals that matter now: of what is owed, what a date or the next step owed would allow.
        far: the other refusals.
        lapses: lapses against a party that wait for a person to confirm them.
        begin: other matters to be begun before the next step here.
    """

    owed: list[Owed] = field(default_factory=list)
    mine: list[Doable] = field(default_factory=list)
    others: list[Doable] = field(default_factory=list)
    near: list[Refused] = field(default_factory=list)
    far: list[Refused] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    begin: list[Beginning] = field(default_factory=list)


def present(view: MatterView, viewer: Viewer, today: date) -> Present:
    """What is owed, allowed and refused in a matter today, for one viewer."""
    at = day_of(view, today)
    acts = view.pinned.effective.acts
    waiting = {one.act: one.said for one in waiting_in(view)}
    verdicts = dict(outlook(view.pinned.rules, view.marking, at))
    unmet = {
        name: refusal
        for name, verdict in verdicts.items()
        if verdict and (refusal := unmeetable(view, acts[name], at))
    }
    own = viewer.owns(view.matter.body_id)
    mine = {name for name, act in acts.items() if own and concerns(act, viewer.roles)}
    free = {name for name, verdict in verdicts.items() if verdict} - unmet.keys() - waiting.keys()
    refusals = {
        name: _refused(view, name, unmet.get(name) or refusal_of(verdict, view.pinned), waiting)
        for name, verdict in verdicts.items()
        if name not in free and name not in waiting
    }
    owed = _owed(view, today, at, mine & free, waiting)
    found = Present(owed=_led(owed, view, free, mine, refusals))
    owing = {name for one in found.owed for name in one.names}
    steps = next_steps(found.owed)
    for name in verdicts:
        if name in free:
            doable = _doable(view, acts[name], name in steps)
            (found.mine if name in mine else found.others).append(doable)
        elif name in mine and name not in waiting:
            refused = refusals[name]
            near = name in owing or refused.passes_on or _within_reach(refused, owing & free)
            (found.near if near else found.far).append(refused)
    found.mine.sort(key=lambda one: not one.next)
    for one in proposals(view.pinned.rules, view.marking, at):
        performers = set(view.pinned.performers(acts[one.event]))
        found.lapses.append(
            Lapse(
                clock_text(one.event),
                one.event,
                ordinal_day(one.due),
                compact_cites(view.pinned.cite_text(_cites(one.cite))),
                own and bool(performers & viewer.roles),
            )
        )
    return found


def _led(
    owed: Iterable[Owed],
    view: MatterView,
    free: set[str],
    mine: set[str],
    refusals: Mapping[str, Refused],
) -> list[Owed]:
    """What is owed, each with the act that leads to it; an act is named once."""
    acts, told, found = view.pinned.effective.acts, set[str](), []
    for one in owed:
        ways = (
            leading(name, free, lambda act: refusals[act].helps if act in refusals else (), mine)
            for name in one.names
        )
        first = next(filter(None, ways), "")
        if one.waits or first in told or first in one.names:
            first = ""
        told |= {first, *one.names}
        by = "" if first in mine or not first else "、".join(acts[first].by)
        found.append(one._replace(first=first, first_by=by))
    return found


def next_steps(owed: Iterable[Owed]) -> set[str]:
    """The acts to offer first: what is owed, or what leads to it.

    Where several acts discharge a duty and the first of them still needs a step, that step comes first: whoever has
    just begun is not led to break off.
    """
    return {name for one in owed for name in ([one.first] if one.first else one.names)}


def _within_reach(refused: Refused, next_steps: set[str]) -> bool:
    """Whether doing what is owed next would clear the way."""
    return bool(refused.helps) and set(refused.helps) <= next_steps


def urgency(due: date | None, today: date, *, suspended: bool = False) -> Badge | None:
    """Red when overdue, amber within three working days; always with a word."""
    if suspended:
        return Badge("期限暂停计算", "grey")
    if due is None:
        return None
    tone = "red" if due < today else "amber" if due <= soon(today) else ""
    return Badge(left_text(due, today), tone)


def soon(today: date) -> date:
    """The last day that counts as about to fall due: three working days on."""
    return date.fromordinal(add(calendar(), today.toordinal(), parse_duration(SOON)))


def _owed(
    view: MatterView, today: date, at: int, doable: set[str], waiting: Mapping[str, str]
) -> list[Owed]:
    listed = duties(view.pinned.rules, view.marking, at)
    ordered = sorted(listed, key=lambda duty: (duty.due is None, duty.due or 0))
    pairs = {"": view.pinned.effective.alternatives}
    groups = grouped(ordered, pairs, lambda one: ("", one.event, (one.due, one.suspended)))
    found = [_owed_one(view, today, group, doable, waiting) for group in groups]
    known = {duty.event for duty in listed}
    for act in asked_in(view):
        if act not in known:
            roles = view.pinned.roles_of(act) or STANDING_DUTIES.get(act, ())
            found.append(
                Owed(act, "、".join(roles), "没有法定期限", None, "", False, act in doable)
            )
    return found


def _owed_one(
    view: MatterView,
    today: date,
    group: list[Duty],
    doable: set[str],
    waiting: Mapping[str, str],
) -> Owed:
    """A duty, or the alternatives that discharge one duty."""
    one = group[0]
    due = date.fromordinal(one.due) if one.due is not None else None
    roles = dict.fromkeys(role for duty in group for role in duty.roles)
    choices = tuple((duty.event, duty.event in doable) for duty in group)
    waits = [f"“{duty.event}”{waiting[duty.event]}" for duty in group if duty.event in waiting]
    return Owed(
        one.event, "、".join(roles), _due_text(due, suspended=one.suspended),
        urgency(due, today, suspended=one.suspended), compact_cites(view.pinned.cite_text(_cites(one.cite))),
        due is not None or one.suspended, one.event in doable, one.provisional,
        "；".join(waits), choices if len(group) > 1 else (),
    )  # fmt: skip


def asked_in(view: MatterView) -> list[str]:
    """What a notice, a conflict or a breach asks for besides the procedure."""
    return list(orjson.loads(view.matter.state)["asked"])


def _due_text(due: date | None, *, suspended: bool) -> str:
    if suspended:
        return "期限暂停计算"
    return day_text(due) if due else "没有法定期限"


def _cites(cite: str | Iterable[str] | None) -> list[str]:
    return [cite] if isinstance(cite, str) else [str(one) for one in cite or ()]


def _doable(view: MatterView, act: ActRules, step: bool) -> Doable:
    sheet = window_of(view, act.name)
    until = ordinal_day(sheet.due) if sheet is not None and sheet.due is not None else ""
    return Doable(
        act.name, "、".join(act.by), compact_cites(view.pinned.cite_text(act.cite)), until, step
    )


def window_of(view: MatterView, act: str) -> Sheet | None:
    """The computation of the last day of an act's window, if it has one running."""
    closing = f"{CLOCK_PREFIX}{act}"
    if closing not in view.pinned.rules.graph.places:
        return None
    return explain(view.pinned.rules, view.marking, closing)


def _refused(view: MatterView, name: str, refusal: Refusal, waiting: Container[str]) -> Refused:
    acts: Mapping[str, ActRules] = view.pinned.effective.acts
    helps = tuple(one for one in refusal.helps if one in acts and not acts[one].clock)
    passes = day_text(refusal.passes_on) if refusal.passes_on else ""
    if any(one in waiting for one in helps):  # the rest comes after what waits for approval
        helps = ()
    return Refused(name, refusal.sentence, refusal.cite, passes, helps)
