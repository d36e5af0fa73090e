"""Reading what paper is about: papers not come back, numbers left out or voided, seals used, certificates of those who sign."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.matters import statements
from guiju.matters.models import AllottedNumber, Matter, NumberSeries, Slots
from guiju.matters.numbers import UNCLAIMED
from guiju.matters.selectors import visible_matters
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from guiju.matters.selectors import MatterView
    from guiju.people.viewer import Viewer
    from guiju.record.act import ActForm

SEAL_USE = "seal-use"
NUMBERS_AT_MOST, SEALS_AT_MOST = 200, 20
_AWAITED = (
    "SELECT * FROM (SELECT matter_id, seq, document, done_on FROM matters_awaitedscan "
    "WHERE body = %s AND document = %s ORDER BY done_on, matter_id, seq LIMIT %s) AS kind_{place}"
)


class Awaited(NamedTuple):
    """A document whose signed paper has not come back as a scan.

    Attributes:
        matter: the matter.
        seq: the act.
    """

    matter: Matter
    seq: int
    document: str
    done_on: date


def awaited_scans(viewer: Viewer, documents: Collection[str], limit: int) -> list[Awaited]:
    """The papers of the viewer's own body that have not come back, oldest first.

    Args:
        viewer: whoever asks.
        documents: names of the documents that are expected back.
        limit: how many at most.
    """
    if not documents:
        return []
    # Kind by kind, since only within a kind is there an order to read along.
    parts, asked = [], []
    for place, document in enumerate(sorted(documents)):
        parts.append(_AWAITED.format(place=place))
        asked += [viewer.body, document, limit]
    rows = statements.read(" UNION ALL ".join(parts), asked)
    chosen = sorted(rows, key=lambda row: (_day(row[3]), row[0], row[1]))[:limit]
    found = visible_matters(viewer).defer("state").in_bulk([row[0] for row in chosen])
    return [
        Awaited(found[row[0]], int(row[1]), str(row[2]), _day(row[3]))
        for row in chosen
        if row[0] in found
    ]


def certificate_numbers(viewer: Viewer, persons: Iterable[str], day: date) -> dict[str, str]:
    """The numbers of the officers' certificates that members of the viewer's body hold on a day.

    Like performing, this reads of the issuer's matters only that they are valid and what they are called.
    """
    holders, bodies = sorted(set(persons)), sorted(viewer.bodies)
    if not holders or not bodies:
        return {}
    marks, seen = (", ".join(["%s"] * len(one)) for one in (holders, bodies))
    statement = (
        f"SELECT s.{statements.HOLDER}, s.text3 FROM matters_slots s "  # noqa: S608 -- names fixed
        "JOIN matters_matter m ON m.id = s.matter_id "
        f"WHERE s.procedure = 'officer-certificate' AND s.{statements.CERTIFICATE_KIND} = %s "
        f"AND s.{statements.HOLDER} IN ({marks}) AND s.{statements.CERTIFIED_FROM} <= %s "
        "AND (m.valid_until IS NULL OR m.valid_until >= %s) AND EXISTS (SELECT 1 FROM people_post o "
        f"WHERE o.person_id = s.{statements.HOLDER} AND o.body_id IN ({seen})) ORDER BY s.{statements.CERTIFIED_FROM}"
    )
    asked = [statements.OFFICERS_CERTIFICATE, *holders, day.isoformat(), day.isoformat(), *bodies]
    return {str(holder): str(number or "") for holder, number in statements.read(statement, asked)}


def seal_uses(viewer: Viewer, body: str, code: str) -> list[Matter]:
    """The entries of a body's register of seals about one document, oldest first.

    Args:
        viewer: whoever asks.
        body: code of the body whose document it is.
        code: the document's code.
    """
    entries = Slots.objects.filter(body=body, procedure=SEAL_USE, text1=code)
    found = entries.order_by("opened", "matter").values_list("matter_id", flat=True)
    chosen = list(found[:SEALS_AT_MOST])
    seen = visible_matters(viewer).defer("state").select_related("slots").in_bulk(chosen)
    return [seen[one] for one in chosen if one in seen]


def series_of(viewer: Viewer, year: int) -> list[NumberSeries]:
    """The series of numbers of the viewer's own body in a year."""
    found = NumberSeries.objects.filter(body=viewer.body, year=year, last__gt=0)
    return list(found.order_by("series"))


def irregular_numbers(viewer: Viewer, year: int) -> list[AllottedNumber]:
    """The numbers of the viewer's own body that were left out or voided in a year."""
    found = AllottedNumber.objects.filter(body=viewer.body, year=year).exclude(voided="")
    ordered = found.order_by("series", "value").select_related("matter")
    return list(ordered.defer("matter__state")[:NUMBERS_AT_MOST])


def numbers_of_act(viewer: Viewer, view: MatterView, form: ActForm) -> list[str]:
    """The numbers an act gave or left out that can still be voided, as written.

    Args:
        viewer: whoever asks; only the owning body is told any.
        view: the matter.
        form: the act.
    """
    act = view.pinned.effective.acts.get(form.act)
    if form.kind is not Kind.EVENT or act is None or not viewer.owns(form.body):
        return []
    own = view.pinned.effective.content["number"]
    series = {spec["series"] for spec in (own, act.number) if spec is not None}
    if not series:
        return []
    found = AllottedNumber.objects.filter(
        body=form.body, series__in=series, year=int(form.done_on[:4]), matter=form.matter
    ).filter(seq=form.seq, voided__in=("", UNCLAIMED))
    return list(found.order_by("series", "value").values_list("text", flat=True))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
