"""Reading matters and acts; every reader is a viewer of some body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from guiju.matters.awaiting import Awaited
from guiju.matters.facts import PeopleBook
from guiju.matters.history import effective_history, private_place
from guiju.matters.live import read_state
from guiju.matters.models import (
    Act,
    Duty,
    Link,
    Matter,
    MovedDay,
    PrivateValue,
    Sealer,
    Slots,
    Unsealed,
)
from guiju.matters.private import reveal
from guiju.matters.rulebook import Pinned, pinned
from guiju.matters.statements import OFFICERS_CERTIFICATE, read, united
from guiju.procedure import settle
from guiju.record.act import ActForm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

    from guiju.matters.history import Happened
    from guiju.people.viewer import Viewer
    from guiju.procedure import Marking

NUMBERS_AT_ONCE = 500


COUNTED_AT_MOST = 10_000


@dataclass(frozen=True)
class MatterView:
    """A matter as it stands on a day, settled in memory so that a late sweep never shows.

    Attributes:
        fields: latest public value of each field.
        forms: its acts in order.
        marking: where it stands at the end of yesterday.
    """

    matter: Matter
    pinned: Pinned
    marking: Marking
    fields: dict[str, Any]
    forms: list[ActForm]

    def happened(self) -> list[Happened]:
        """What happened, corrections applied."""
        return effective_history(self.forms)


def visible_matters(viewer: Viewer) -> QuerySet[Matter]:
    """The matters a viewer may see: of the own body, of bodies supervised, and those a matter of the own body is linked to."""
    # Asked of each matter, not listed: a body's links are many, a page's matters few.
    linked = Link.objects.filter(source=OuterRef("id"), target__body=viewer.body)
    linked_back = Link.objects.filter(target=OuterRef("id"), source__body=viewer.body)
    return Matter.objects.filter(
        Q(body__in=viewer.bodies) | Exists(linked) | Exists(linked_back)
    ).select_related("body")


def matter_view(viewer: Viewer, identifier: str, today: date) -> MatterView | None:
    """A matter with its acts, as of a day; None when it is not there or not to be seen."""
    matter = visible_matters(viewer).filter(id=identifier).first()
    if matter is None:
        return None
    known = pinned(matter.rules_id)
    state = read_state(known, matter.state)
    marking = state["marking"]
    if today.toordinal() > marking.now:
        marking = settle(known.rules, marking, today.toordinal()).marking
    return MatterView(matter, known, marking, state["fields"], acts_of(viewer, matter))


def acts_of(viewer: Viewer, matter: Matter) -> list[ActForm]:
    """The acts of a matter the viewer may see, in order."""
    seen = visible_matters(viewer).filter(id=matter.id)
    rows = Act.objects.filter(matter__in=seen).order_by("seq")
    return [ActForm.from_bytes(bytes(form)) for form in rows.values_list("form", flat=True)]


def dated_duties(viewer: Viewer) -> QuerySet[Duty]:
    """What the viewer's own body owes by a day, most urgent first."""
    owed = Duty.objects.filter(body=viewer.body, due__isnull=False)
    return owed.order_by("due", "matter_id").select_related("matter")


def ready_duties(viewer: Viewer, today: date) -> QuerySet[Duty]:
    """What the viewer's own body owes without a day and can do now, what became possible last first."""
    owed = Duty.objects.filter(body=viewer.body, ready__lte=today)
    return owed.order_by("-ready", "-matter_id").select_related("matter")


def awaited_opinions(viewer: Viewer) -> QuerySet[Awaited]:
    """The opinions the viewer is asked for, in the own roles and in those of people on leave.

    What was passed on is asked of that person and of whoever stands in; nobody is asked about the own proposal, nor about that of the one for
    whom a role is exercised.
    """
    mine = Q(person__in=("", viewer.person))
    barred = Q(proposer=viewer.person)
    for role, principals in viewer.stead.items():
        persons = [one.person for one in principals]
        mine |= Q(role=role, person__in=persons)
        if role in viewer.lent and len(persons) == 1:
            barred |= Q(role=role, proposer=persons[0])
    return Awaited.objects.filter(mine, body=viewer.body, role__in=viewer.roles).exclude(barred)


def oldest_awaited(
    viewer: Viewer, limit: int, within: Q | None = None, *, backwards: bool = False
) -> list[Awaited]:
    """The opinions the viewer is asked for, the oldest proposal first, with their matters.

    Args:
        viewer: whoever is asked.
        limit: how many.
        within: those to choose from; None for all.
        backwards: the last ones, the last one first.
    """
    asked = awaited_opinions(viewer).filter(within or Q()).select_related("matter")
    order = [f"-{name}" if backwards else name for name in ("since", "matter_id", "proposal")]
    # Role by role, since only within a role is there an order to read along.
    found = [
        row
        for role in sorted(viewer.roles)
        for row in asked.filter(role=role).defer("matter__state").order_by(*order)[:limit]
    ]
    found.sort(
        key=lambda row: (row.since, row.matter_id, row.proposal, row.role), reverse=backwards
    )
    return found[:limit]


def duties_to_remind(
    viewer: Viewer, bodies: Iterable[str], last: date, first: date
) -> QuerySet[Duty]:
    """What bodies the viewer sees owe from one day to another, body by body, most urgent first."""
    seen = sorted(viewer.bodies & set(bodies))
    owed = Duty.objects.filter(body__in=seen, due__gte=first, due__lte=last)
    return owed.order_by("body", "due", "matter_id")


def due_days(viewer: Viewer, body: str, last: date, first: date) -> QuerySet[Duty, Any]:
    """The days on which something falls due in a body's matters, each matter and day once, most urgent first."""
    seen = Duty.objects.filter(body=body if body in viewer.bodies else "")
    days = seen.filter(due__gte=first, due__lte=last).values_list("due", "matter_id")
    return days.distinct().order_by("due", "matter_id")


def acts_due(viewer: Viewer, matters: Iterable[str]) -> dict[tuple[str, date], list[str]]:
    """What falls due in some matters of bodies the viewer sees: (matter, day) → acts."""
    found: dict[tuple[str, date], list[str]] = {}
    owed = Duty.objects.filter(matter__in=set(matters), body__in=viewer.bodies, due__isnull=False)
    for matter, due, act in owed.order_by("id").values_list("matter_id", "due", "act"):
        if due is not None:
            found.setdefault((matter, due), []).append(act)
    return found


def matters_in_hand(viewer: Viewer, handler: str) -> QuerySet[Matter]:
    """The open matters of the viewer's body that a person has in hand."""
    held = Matter.objects.filter(
        body=viewer.body, handler=handler, closed__isnull=True, valid_from__isnull=True
    )
    return held.order_by("id").defer("state")


def matters_of_body(viewer: Viewer, body: str) -> QuerySet[Matter]:
    """The matters of a body the viewer sees, without their states, in no order yet."""
    return Matter.objects.filter(body__in=viewer.bodies & {body}).defer("state")


def open_matters(viewer: Viewer, body: str) -> QuerySet[Matter]:
    """What a body has in hand, person by person."""
    held = matters_of_body(viewer, body).filter(closed__isnull=True, valid_from__isnull=True)
    return held.order_by("handler", "id")


def certificates_of(viewer: Viewer, body: str, day: date) -> QuerySet[Slots]:
    """The officers' certificates of a body's people in force on a day; like performing, read of whoever issued them."""
    held = Slots.objects.filter(
        procedure="officer-certificate", text1__isnull=False, text6__in=viewer.bodies & {body},
        text4=OFFICERS_CERTIFICATE, matter__valid_from__lte=day,
    )  # fmt: skip
    running = held.filter(Q(matter__valid_until__isnull=True) | Q(matter__valid_until__gte=day))
    return running.select_related("matter").defer("matter__state").order_by("text1", "matter_id")


def private_value(viewer: Viewer, form: ActForm, field: str) -> Any:
    """A private value, for viewers of the owning body only; None when erased or not theirs to see."""
    if not viewer.owns(form.body):
        return None
    row = PrivateValue.objects.filter(matter=form.matter, seq=form.seq, field=field).first()
    return None if row is None else reveal(row, form.private[field])


def private_told(viewer: Viewer, view: MatterView, one: Happened, name: str) -> Any:
    """A private field of what happened, as it now stands; None when erased or not the viewer's to see."""
    return private_value(viewer, *private_place(view.forms, one, name))


def private_values(viewer: Viewer, forms: Iterable[ActForm]) -> dict[tuple[int, str], Any]:
    """The private values of one matter's acts that are the viewer's to see and still kept, read in one question.

    Args:
        viewer: whoever reads.
        forms: acts of one matter.

    Returns:
        Seq and field → value.
    """
    places = {
        (form.matter, form.seq, field): commitment
        for form in forms
        if viewer.owns(form.body)
        for field, commitment in form.private.items()
    }
    rows = PrivateValue.objects.filter(matter__in={matter for matter, _, _ in places})
    kept = {(row.matter_id, row.seq, row.field): row for row in rows}
    return {
        (place[1], place[2]): reveal(kept[place], said)
        for place, said in places.items()
        if place in kept
    }


def private_kept(viewer: Viewer, matter: Matter) -> set[tuple[int, str]]:
    """Which private values of a matter are still kept, for viewers of the owning body only: seq and field; none is read."""
    if not viewer.owns(matter.body_id):
        return set()
    return set(PrivateValue.objects.filter(matter=matter).values_list("seq", "field"))


def linked_matters(
    viewer: Viewer, matters: Collection[str], procedures: Collection[str]
) -> dict[str, list[Matter]]:
    """The matters of the viewer's own body that some of its matters are linked with, either way, the newest first.

    Args:
        viewer: whoever reads.
        matters: ids of matters.
        procedures: only matters of these.
    """
    # Asked by the links alone, which are few: asked by body and procedure too, a store might begin with all of those.
    out = Link.objects.filter(source__in=matters).select_related("target")
    back = Link.objects.filter(target__in=matters).select_related("source")
    pairs = [(one.source_id, one.target) for one in out]
    pairs += [(one.target_id, one.source) for one in back]
    found: dict[str, dict[str, Matter]] = {}
    for matter, other in pairs:
        if other.body_id == viewer.body and other.procedure in procedures:
            found.setdefault(matter, {})[other.id] = other
    return {
        matter: sorted(linked.values(), key=lambda one: (one.opened, one.id), reverse=True)
        for matter, linked in found.items()
    }


def owed_in(viewer: Viewer, matters: Collection[str]) -> dict[str, list[Duty]]:
    """What is owed in some matters of the viewer's own body, by matter."""
    found: dict[str, list[Duty]] = {}
    owed = Duty.objects.filter(matter__in=matters, body=viewer.body) if matters else ()
    for one in owed:
        found.setdefault(one.matter_id, []).append(one)
    return found


def certified_until(viewer: Viewer, persons: Iterable[str], day: date) -> dict[str, date]:
    """Those of some members of the viewer's body who may sign as officers on a day, with the certificate's last day.

    Certificates are matters of whoever issues them; like performing, this reads only that they are valid.
    """
    people, known = PeopleBook(), set(persons)
    people.learn(viewer.body, known)
    signers = [people.signer(viewer.body, person, day) for person in sorted(known)]
    return {one.person: one.certified_until for one in signers if one.certified_until is not None}


def newest(viewer: Viewer, limit: int) -> list[Matter]:
    """The newest matters of the bodies the viewer sees."""
    bodies = _last_to_begin(viewer, limit)
    if not bodies:
        return []
    # Body by body, since only within a body is there an order to read along.
    part = "SELECT m.opened, m.id FROM matters_matter m WHERE m.body_id = %s ORDER BY m.opened DESC, m.id DESC LIMIT %s"
    values = [value for body in bodies for value in (body, limit)]
    rows = sorted(read(united([part] * len(bodies)), values), reverse=True)
    chosen = [str(identifier) for _, identifier in rows[:limit]]
    found = visible_matters(viewer).in_bulk(chosen)
    return [found[identifier] for identifier in chosen]


def _last_to_begin(viewer: Viewer, limit: int) -> list[str]:
    """The bodies in sight whose newest matters are the newest; the newest of all are theirs."""
    if not viewer.bodies:
        return []
    told = ", ".join(["(%s)"] * len(viewer.bodies))
    sql = (
        f"WITH b(code) AS (VALUES {told}), newest(id) AS (SELECT (SELECT m.id FROM matters_matter m "  # noqa: S608 -- placeholders only
        "WHERE m.body_id = b.code ORDER BY m.opened DESC, m.id DESC LIMIT 1) FROM b) "
        "SELECT m.opened, m.id, m.body_id FROM newest CROSS JOIN matters_matter m WHERE m.id = newest.id"
    )
    rows = sorted(read(sql, sorted(viewer.bodies)), reverse=True)
    return [str(body) for *_, body in rows[:limit]]


def begun_lately(viewer: Viewer, limit: int = 200) -> list[str]:
    """The procedures of which the viewer began a matter among the own body's newest, the latest first.

    Args:
        viewer: whoever asks.
        limit: how many of the newest matters are looked at.
    """
    newest_own = Matter.objects.filter(body=viewer.body).order_by("-opened", "-id")
    matters = dict(newest_own.values_list("id", "procedure")[:limit])
    first = Act.objects.filter(matter__in=list(matters), seq=1, recorded_by=viewer.person)
    begun = set(first.values_list("matter_id", flat=True))
    return list(dict.fromkeys(matters[one] for one in matters if one in begun))


def is_demonstration() -> bool:
    """Whether the store's first act was recorded under the simulated clock."""
    form = Act.objects.order_by("id").values_list("form", flat=True).first()
    return form is not None and "clock" in ActForm.from_bytes(bytes(form)).authority


def matters_numbered(
    viewer: Viewer, procedure: str, numbers: Iterable[str]
) -> list[tuple[str, str]]:
    """Number and id of the matters a viewer may see that have one of some numbers.

    Args:
        viewer: whoever reads.
        procedure: only of this procedure; empty for any.
        numbers: as they were given out.
    """
    wanted, found = sorted(set(numbers)), []
    for first in range(0, len(wanted), NUMBERS_AT_ONCE):
        seen = visible_matters(viewer).filter(number__in=wanted[first : first + NUMBERS_AT_ONCE])
        seen = seen.filter(procedure=procedure) if procedure else seen
        found += list(seen.order_by("id").values_list("number", "id"))
    return found


def log_size() -> int:
    """How many acts have their position."""
    return Sealer.objects.values_list("size", flat=True).first() or 0


def waiting_for_seal() -> int:
    """How many acts wait for their position; counted no further than :data:`COUNTED_AT_MOST`."""
    return Unsealed.objects.all()[:COUNTED_AT_MOST].count()


def moved_days(viewer: Viewer) -> QuerySet[MovedDay]:
    """The duties of the viewer's own body whose last day a holiday notice moved, the latest first."""
    return MovedDay.objects.filter(body=viewer.body).order_by("-id")
