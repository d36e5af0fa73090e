"""Acts that must name another matter: what has to be begun or approved first, and who waits for what was begun."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from django.urls import reverse

from guiju.matters.live import has_begun
from guiju.matters.rulebook import catalog, pinned
from guiju.matters.selectors import linked_matters, owed_in
from guiju.web.approvals import proposals_of
from guiju.web.beginning import FROM
from guiju.web.names import matter_label
from guiju.web.present import urgency
from guiju.web.stage import can_open, concerns, procedure_name, rules_in_force
from guiju.web.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.models import Duty, Matter
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.beginning import Beginning
    from guiju.web.present import Owed, Present
    from guiju.web.timeline import Badge

NAMING_TYPES: Final = frozenset({"matter", "child"})


class Before(NamedTuple):
    """What comes before an act that must name another matter.

    Attributes:
        opens: the first act of that other matter; empty where one has begun and can be named.
        address: where it is done, or where it waits.
        said: what came of it so far, in words; empty where it has not been asked for yet.
        waits: whether it waits for approval: meanwhile nothing else is offered in its stead.
    """

    opens: str = ""
    address: str = ""
    said: str = ""
    waits: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there is a matter to name: the act itself comes next, before what would discharge the same duty."""
        return not self.opens


class Awaiting(NamedTuple):
    """A linked matter that still has to name this one.

    Attributes:
        act: what is owed there.
        name: the matter that owes it.
        day: the last day, in words.
        badge: how near it is.
        address: where the viewer does it now; empty where the viewer cannot.
        page: the page of that matter.
    """

    act: str
    name: str
    day: str
    badge: Badge | None
    address: str
    page: str


def named_procedure(act: ActRules) -> str:
    """The procedure of which an act must name a matter; empty for none."""
    found = (one.of for one in act.fields.values() if one.required and one.type in NAMING_TYPES)
    return next((of for of in found if of), "")


def nameable(matter: str, procedure: str, staff: Staff) -> list[Matter]:
    """The matters of a procedure that are linked with one, and have begun: an act there may name them."""
    linked = linked_matters(staff.viewer, {matter}, {procedure}).get(matter, [])
    return [one for one in linked if has_begun(one.state)]


def before_naming(
    asked: Iterable[tuple[str, ActRules]], staff: Staff
) -> dict[tuple[str, str], Before]:
    """What has to come before acts that must name another matter.

    Args:
        asked: matters by id, each with an act there.
        staff: who would do it.

    Returns:
        (matter, act) → what comes before it; nothing for acts that name no matter, or that the viewer cannot bring nearer.
    """
    wanted = {(matter, act.name): of for matter, act in asked if (of := named_procedure(act))}
    if not wanted:
        return {}
    linked = linked_matters(staff.viewer, {matter for matter, _ in wanted}, set(wanted.values()))
    found = {
        (matter, name): _before(matter, of, linked.get(matter, ()), staff)
        for (matter, name), of in wanted.items()
    }
    return {place: before for place, before in found.items() if before is not None}


def _before(matter: str, of: str, linked: Iterable[Matter], staff: Staff) -> Before | None:
    there = [one for one in linked if one.procedure == of]
    rules = rules_in_force(of, staff.body.field, staff.today)
    if any(has_begun(one.state) for one in there):
        return Before()
    if rules is None:
        return None
    if there:
        return _not_begun(there[0], str(rules.opens))
    if not can_open(staff, of):
        return None
    return Before(str(rules.opens), f"{reverse('open', args=[of])}?{FROM}={matter}")


def _not_begun(matter: Matter, opens: str) -> Before:
    """A matter whose first act is not approved yet, or was sent back."""
    waits = opens in proposals_of(matter)
    said = "已经提请，等待审批" if waits else "没有批准，改好后重新提请"
    return Before(opens, reverse("matter", args=[matter.id]), said, waits)


def begun_first(now: Present, view: MatterView, staff: Staff, offered: list[Beginning]) -> Present:
    """The panel of a matter, where an act that must name another matter leads to beginning that one.

    Where several acts discharge a duty and the first of them leads elsewhere, that way comes before the others; one
    that is not the first is left for its form to tell.

    Args:
        now: the panel.
        view: the matter.
        staff: who looks.
        offered: what may be begun from the matter.
    """
    acts, matter = view.pinned.effective.acts, view.matter.id
    leaders = {one.names[0] for one in now.owed}
    steps = [acts[one.act] for one in now.mine if one.next and one.act in leaders]
    found = before_naming(((matter, one) for one in steps), staff)
    before = {act: one for (_, act), one in found.items()}
    if not before:
        return now
    first = {act: one for act, one in before.items() if not one.nothing}
    to_begin = {one.address for one in first.values() if not one.said}
    now.begin = [one for one in offered if one.address in to_begin]
    aside = {name for one in now.owed if one.names[0] in before for name in one.names[1:]}
    can = [one for one in now.mine if one.act not in first]
    now.mine = [one._replace(next=one.next and one.act not in aside) for one in can]
    now.mine.sort(key=lambda one: not one.next)
    now.owed = [_led_elsewhere(one, before) for one in now.owed]
    return now


def _led_elsewhere(one: Owed, first: Mapping[str, Before]) -> Owed:
    name = one.names[0]
    if name not in first:
        return one
    if first[name].nothing:
        return one._replace(choices=())
    waits = first[name].waits
    choices = tuple((act, doable and act not in first and not waits) for act, doable in one.choices)
    doable = one.doable and one.act not in first
    return one._replace(
        begin=tuple(first[name][:3]), names_first=name, choices=choices, doable=doable
    )


def to_begin(act: ActRules, view: MatterView, staff: Staff) -> tuple[Before, str] | None:
    """What the viewer has to see to before an act can name another matter, and what that matter is; None for nothing."""
    found = before_naming([(view.matter.id, act)], staff)
    before = found.get((view.matter.id, act.name))
    if before is None or before.nothing:
        return None
    return before, procedure_name(named_procedure(act))


def awaiting(view: MatterView, staff: Staff) -> list[Awaiting]:
    """The linked matters of the own body that owe an act naming a matter such as this, and have named none."""
    own = view.matter
    if not staff.viewer.owns(own.body_id):
        return []
    naming = _procedures_naming(own.procedure)
    linked = linked_matters(staff.viewer, {own.id}, naming).get(own.id, []) if naming else []
    duties = owed_in(staff.viewer, [one.id for one in linked])
    begun = has_begun(own.state)
    found = [
        _awaiting(duty, one, staff, begun=begun)
        for one in linked
        for duty in duties.get(one.id, ())
        if _names(duty, one, own.procedure)
    ]
    return sorted(found, key=lambda one: one.name)


@lru_cache(maxsize=64)
def _procedures_naming(procedure: str) -> frozenset[str]:
    """The procedures with an act that must name a matter of this one."""
    fields = (
        (other.id, spec) for other in catalog() for act in other.acts.values() for spec in act.fields.values()
    )  # fmt: skip
    return frozenset(
        other for other, spec in fields if spec.required and spec.type in NAMING_TYPES and spec.of == procedure
    )  # fmt: skip


def _names(duty: Duty, matter: Matter, procedure: str) -> bool:
    act = pinned(matter.rules_id).effective.acts.get(duty.act)
    return act is not None and named_procedure(act) == procedure


def _awaiting(duty: Duty, matter: Matter, staff: Staff, *, begun: bool) -> Awaiting:
    act = pinned(matter.rules_id).effective.acts[duty.act]
    mine = begun and concerns(act, staff.viewer.roles)
    day = "没有法定期限" if duty.due is None else day_text(duty.due)
    return Awaiting(
        duty.act,
        matter_label(matter),
        "期限暂停计算" if duty.suspended else day,
        urgency(duty.due, staff.today, suspended=duty.suspended),
        reverse("act", args=[matter.id, duty.act]) if mine else "",
        reverse("matter", args=[matter.id]),
    )
