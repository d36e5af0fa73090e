"""What bodies owe, hold and last did, counted for many bodies by one statement each; no count runs past :data:`COUNTED_AT_MOST`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.matters import statements
from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from guiju.people.viewer import Viewer

COUNTED_AT_MOST = 10_000
LIST = "list"
_OF_BODIES = "FROM people_body b WHERE b.code IN ({bodies})"
_COUNT = "(SELECT count(*) FROM (SELECT 1 {of} LIMIT {most}) capped)"
# Acts owed as alternatives share matter and day and are one duty.
_DUTIES = (
    "FROM (SELECT DISTINCT d.due, d.matter_id FROM matters_duty d "
    "WHERE d.body = b.code AND d.due >= %s AND d.due <= %s) one_duty"
)
_OPEN = (
    "FROM matters_matter m WHERE m.body_id = b.code AND m.closed IS NULL AND m.valid_from IS NULL"
)
_OPENED = "FROM matters_matter m WHERE m.body_id = b.code AND m.procedure = %s AND m.opened >= %s"
_LAST = "SELECT m.opened FROM matters_matter m WHERE m.body_id = b.code ORDER BY m.opened DESC, m.id DESC LIMIT 1"
_ADJUSTED = (
    "SELECT m.adjusted FROM matters_matter m WHERE m.body_id = b.code AND m.procedure = l.procedure "
    "AND m.adjusted IS NOT NULL ORDER BY m.adjusted DESC LIMIT 1"
)
_CERTIFIED = (
    f"SELECT s.text6, count(DISTINCT s.{statements.HOLDER}) FROM matters_slots s "  # noqa: S608 -- names fixed
    f"WHERE s.procedure = 'officer-certificate' AND s.{statements.HOLDER} > '' AND s.{statements.CERTIFICATE_KIND} = %s "
    "AND EXISTS (SELECT 1 FROM matters_matter m WHERE m.id = s.matter_id AND m.valid_from <= %s "
    "AND (m.valid_until IS NULL OR m.valid_until >= %s)) GROUP BY s.text6"
)
_IN_HAND = (
    "SELECT m.handler, count(*) FROM matters_matter m "
    "WHERE m.body_id = %s AND m.closed IS NULL AND m.valid_from IS NULL GROUP BY m.handler"
)
_DUE_IN_HAND = (
    "SELECT m.handler, count(*) FROM (SELECT DISTINCT d.due, d.matter_id FROM matters_duty d "  # noqa: S608 -- a number joined
    f"WHERE d.body = %s AND d.due >= %s AND d.due <= %s LIMIT {COUNTED_AT_MOST}) owed "
    "JOIN matters_matter m ON m.id = owed.matter_id GROUP BY m.handler"
)


def duties_due(viewer: Viewer, bodies: Collection[str], first: date, last: date) -> dict[str, int]:
    """How many duties of each body fall due from one day to another, both included; what is due in a matter on one day is one."""
    days = [first.isoformat(), last.isoformat()]
    return _counted(viewer, bodies, _DUTIES, days)


def matters_open(viewer: Viewer, bodies: Collection[str]) -> dict[str, int]:
    """How many matters each body has in hand; entries of lists are not in hand."""
    return _counted(viewer, bodies, _OPEN, [])


def matters_begun(
    viewer: Viewer, bodies: Collection[str], procedure: str, first: date
) -> dict[str, int]:
    """How many matters of a procedure each body has begun since a day."""
    return _counted(viewer, bodies, _OPENED, [procedure, first.isoformat()])


def last_begun(viewer: Viewer, bodies: Collection[str]) -> dict[str, date]:
    """The day of each body's newest matter; bodies without one are left out."""
    rows = _of_bodies(viewer, bodies, f"({_LAST})", [])
    return {str(code): _day(day) for code, day in rows if day is not None}


def lists_adjusted(
    viewer: Viewer, bodies: Collection[str], procedures: Sequence[str] = ()
) -> dict[tuple[str, str], date]:
    """The day on which a body last changed each of its lists; lists it never kept are left out.

    Args:
        viewer: who asks.
        bodies: codes of bodies the viewer sees.
        procedures: the lists; empty: every list of the catalog.

    Returns:
        (body, procedure) → day.
    """
    listed = list(procedures) or list_procedures()
    known = _seen(viewer, bodies)
    if not known or not listed:
        return {}
    names = " UNION ALL ".join(["SELECT %s AS procedure"] * len(listed))
    statement = (
        f"SELECT b.code, l.procedure, ({_ADJUSTED}) FROM people_body b CROSS JOIN ({names}) l "  # noqa: S608 -- placeholders only
        f"WHERE b.code IN ({_marks(known)})"
    )
    rows = statements.read(statement, [*listed, *known])
    return {(str(code), str(name)): _day(day) for code, name, day in rows if day is not None}


def officers_certified(viewer: Viewer, bodies: Collection[str], day: date) -> dict[str, int]:
    """How many people of each body hold a certificate of an officer on a day; a body reads its own number and those below."""
    seen = set(_seen(viewer, bodies))
    values = [statements.OFFICERS_CERTIFICATE, day.isoformat(), day.isoformat()]
    rows = statements.read(_CERTIFIED, values)
    return {str(code): int(count) for code, count in rows if code in seen}


def in_hand(viewer: Viewer) -> dict[str, int]:
    """How many matters of the viewer's body each person has in hand."""
    rows = statements.read(_IN_HAND, [viewer.body])
    return {str(person): int(count) for person, count in rows}


def due_in_hand(viewer: Viewer, first: date, last: date) -> dict[str, int]:
    """How many duties that fall due from one day to another lie in matters each person has in hand."""
    values = [viewer.body, first.isoformat(), last.isoformat()]
    return {str(person): int(count) for person, count in statements.read(_DUE_IN_HAND, values)}


def list_procedures() -> list[str]:
    """The lists of the catalog."""
    return [name for name, versions in catalog().versions.items() if versions[-1].kind == LIST]


def _counted(
    viewer: Viewer, bodies: Collection[str], of: str, values: Sequence[Any]
) -> dict[str, int]:
    count = _COUNT.format(of=of, most=COUNTED_AT_MOST)
    rows = _of_bodies(viewer, bodies, count, values)
    return {str(code): int(number) for code, number in rows}


def _of_bodies(
    viewer: Viewer, bodies: Collection[str], what: str, values: Sequence[Any]
) -> Iterable[statements.Row]:
    known = _seen(viewer, bodies)
    if not known:
        return []
    of = _OF_BODIES.format(bodies=_marks(known))
    return statements.read(f"SELECT b.code, {what} {of}", [*values, *known])


def _seen(viewer: Viewer, bodies: Collection[str]) -> list[str]:
    return sorted(viewer.bodies & set(bodies))


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
