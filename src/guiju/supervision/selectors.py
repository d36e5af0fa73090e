"""Reading what there is to remind of and to hand over, and the papers made."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from guiju.matters.selectors import duties_to_remind, matters_in_hand, visible_matters
from guiju.matters.tallies import in_hand
from guiju.people.models import Body
from guiju.people.selectors import names_of
from guiju.supervision.models import ChosenColumns, LineState, Sheet, SheetLine
from guiju.supervision.rights import REMINDED_AT_MOST, bodies_reminded, may_hand_over

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer


class Reminding(NamedTuple):
    """A matter with what is owed in it.

    Attributes:
        unit: code of its body.
        acts: the duties, most urgent first.
        due: the earliest day.
    """

    matter: str
    unit: str
    acts: tuple[str, ...]
    due: date


class Holder(NamedTuple):
    """A person with how many matters are in hand."""

    person: str
    name: str
    held: int


def to_remind(
    viewer: Viewer,
    days: tuple[date, date],
    units: Collection[str] = (),
    matter: str = "",
    most: int = REMINDED_AT_MOST,
) -> list[Reminding]:
    """The matters in which something falls due from one day to another, unit by unit, most urgent first.

    Args:
        viewer: who reminds.
        days: the first day and the last.
        units: codes of the bodies; empty: all that may be reminded.
        matter: only this one.
        most: how many at most.

    Returns:
        At most one more than that, which says that there are more.
    """
    reminded, (first, last) = bodies_reminded(viewer), days
    owed = duties_to_remind(viewer, reminded & set(units) if units else reminded, last, first)
    if matter:
        owed = owed.filter(matter=matter)
    found: dict[str, Reminding] = {}
    for duty in owed.only("matter_id", "body", "act", "due")[: 2 * most + 2]:
        known = found.get(duty.matter_id)
        acts = (*known.acts, duty.act) if known else (duty.act,)
        due = known.due if known else duty.due or last
        found[duty.matter_id] = Reminding(duty.matter_id, duty.body, acts, due)
    return list(found.values())[: most + 1]


def matters_named(viewer: Viewer, identifiers: Collection[str]) -> dict[str, Matter]:
    """Those of some matters the viewer may see, without their states."""
    seen = visible_matters(viewer).filter(id__in=list(identifiers)).defer("state")
    return {one.id: one for one in seen}


def units_of(viewer: Viewer) -> list[Body]:
    """The bodies below the viewer's that the viewer sees, by code."""
    return list(Body.objects.filter(code__in=viewer.bodies - {viewer.body}).order_by("code"))


def names_of_bodies(codes: Iterable[str]) -> dict[str, str]:
    """Names of bodies by code."""
    return dict(Body.objects.filter(code__in=set(codes)).values_list("code", "name"))


def holders(viewer: Viewer) -> list[Holder]:
    """Everybody at the viewer's body with matters in hand whom the viewer may relieve of them, most first."""
    counts = {one: count for one, count in in_hand(viewer).items() if may_hand_over(viewer, one)}
    names = names_of(counts)
    found = [Holder(one, names.get(one, one), count) for one, count in counts.items()]
    return sorted(found, key=lambda one: (-one.held, one.name))


def held_by(viewer: Viewer, person: str) -> QuerySet[Matter]:
    """The matters a person has in hand at the viewer's body."""
    return matters_in_hand(viewer, person)


def sheet_of(viewer: Viewer, kind: str, identifier: int) -> Sheet | None:
    """A paper of the viewer's body, about bodies the viewer sees."""
    found = _sheets_seen(viewer, kind).filter(id=identifier)
    return found.select_related("body", "made_by").first()


def sheets_of(viewer: Viewer, kind: str, limit: int) -> list[Sheet]:
    """The newest papers of a kind of the viewer's body, about bodies the viewer sees."""
    made = _sheets_seen(viewer, kind).select_related("made_by", "body")
    return list(made.order_by("-year", "-value")[:limit])


def _sheets_seen(viewer: Viewer, kind: str) -> QuerySet[Sheet]:
    """Papers of the viewer's body; one that names a matter of a body not to be seen is not there."""
    beyond = SheetLine.objects.filter(sheet=OuterRef("id")).exclude(unit__in=viewer.bodies)
    return Sheet.objects.filter(~Exists(beyond), body=viewer.body, kind=kind)


def lines_of(
    viewer: Viewer, sheet: Sheet, after: int = 0, limit: int = 300, state: LineState | None = None
) -> list[SheetLine]:
    """Some lines of a paper of the viewer's body, in order, with their matters."""
    if sheet.body_id != viewer.body:
        return []
    lines = SheetLine.objects.filter(sheet=sheet, unit__in=viewer.bodies, place__gt=after)
    if state is not None:
        lines = lines.filter(state=state)
    known = lines.select_related("matter", "matter__body").defer("matter__state")
    return list(known.order_by("place")[:limit])


def lines_by_unit(lines: Iterable[SheetLine]) -> list[tuple[str, list[SheetLine]]]:
    """Lines of a paper together with the name of their unit; they stand unit by unit."""
    lines = list(lines)
    names = names_of_bodies(line.unit for line in lines)
    return [
        (names.get(code, code), list(group))
        for code, group in groupby(lines, key=lambda line: line.unit)
    ]


def chosen_columns(viewer: Viewer) -> list[str]:
    """The ids of the columns the viewer chose; empty for none."""
    found = ChosenColumns.objects.filter(person=viewer.person, body=viewer.body).first()
    return [str(one) for one in found.columns] if found else []
