"""Bringing the index up to the log: the one job that writes it. No act waits for it, and none is lost if it ends early."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from guiju.matters import statements
from guiju.matters.models import Link
from guiju.search import index
from guiju.search.cutting import VERSION
from guiju.search.entries import indexed, parents_of_bodies
from guiju.search.models import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guiju.search.entries import Indexed
    from guiju.search.marks import Parents

ACTS_A_TURN = 500
ONLY = 1
_LAST = "SELECT coalesce(max(position), 0) FROM matters_seal"
_SEALED = (
    "SELECT s.matter, max(s.seq), max(m.seq) FROM matters_seal s JOIN matters_matter m ON m.id = s.matter "
    "WHERE s.position > %s AND s.position <= %s GROUP BY s.matter ORDER BY min(s.position)"
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        covered: last position the index holds now.
        added: positions added.
        anew: it was begun anew, since texts are cut or bodies lie otherwise now, or the database was put back.
    """

    covered: int
    added: int = 0
    anew: bool = False


def refresh(tell: Callable[[int, int], None] | None = None) -> Refreshed:
    """Index the matters of the acts sealed since the last refresh, a few at a time.

    Args:
        tell: told after each turn how far it is, and how far it has to go.
    """
    parents = parents_of_bodies()
    added, anew = 0, _begun_anew(parents)
    while True:
        covered, last = covered_now(), _last_position()
        if covered >= last:
            return Refreshed(covered, added, anew)
        until = min(covered + ACTS_A_TURN, last)
        if not _turn(covered, until, parents):
            return Refreshed(covered_now(), added, anew)  # another process is at it
        added += until - covered
        if tell is not None:
            tell(until, last)


def rebuild(tell: Callable[[int, int], None] | None = None) -> Refreshed:
    """Throw the index away and make it anew.

    Args:
        tell: as for :func:`refresh`.
    """
    with transaction.atomic():
        _forget(parents_of_bodies())
    return refresh(tell)


def covered_now() -> int:
    """The last position in the index; 0 before the first."""
    row = Progress.objects.filter(id=ONLY).values_list("covered", flat=True).first()
    return row or 0


def _begun_anew(parents: Parents) -> bool:
    """Begin anew where what is there no longer fits."""
    row = Progress.objects.filter(id=ONLY).first()
    if row is not None and row.shape == _shape(parents) and row.covered <= _last_position():
        return False
    with transaction.atomic():
        row = Progress.objects.select_for_update().filter(id=ONLY).first()
        if row is not None and _fits(row, parents):
            Progress.objects.filter(id=ONLY).update(shape=_shape(parents))
            return False
        _forget(parents)
    return row is not None


def _fits(row: Progress, parents: Parents) -> bool:
    """Whether entries may stay: texts are cut as then, the log has not shrunk, and every body known then lies where it lay."""
    shape = json.loads(row.shape)
    before: Parents = shape["parents"]
    stays = all(code in parents and parents[code] == above for code, above in before.items())
    return stays and shape["cut"] == VERSION and row.covered <= _last_position()


def _shape(parents: Parents) -> str:
    return json.dumps({"cut": VERSION, "parents": parents}, sort_keys=True)


def _forget(parents: Parents) -> None:
    index.clear()
    Progress.objects.update_or_create(id=ONLY, defaults={"covered": 0, "shape": _shape(parents)})


def _turn(covered: int, until: int, parents: Parents) -> bool:
    """Index what a range of positions touched; False where another process was quicker."""
    touched = statements.read(_SEALED, [covered, until])
    there = index.known([row[0] for row in touched])
    # A matter that more has happened in comes again at its latest act; until then it is as found as before.
    wanted = [matter for matter, seq, last in touched if seq == last or matter not in there]
    rows = indexed(list(dict.fromkeys([*wanted, *_neighbours(wanted)])), parents)
    with transaction.atomic():
        moved = Progress.objects.filter(id=ONLY, covered=covered).update(covered=until)
        if moved:
            _write(rows)
    return bool(moved)


def _write(rows: Iterable[Indexed]) -> None:
    told = [(row.matter, row.text, " ".join(row.marks)) for row in rows]
    there = index.known([matter for matter, *_ in told])
    index.write(
        [one for one in told if one[0] not in there],
        [
            (there[matter], text, marks)
            for matter, text, marks in told
            if matter in there and (there[matter].text, there[matter].marks) != (text, marks)
        ],
    )


def _neighbours(matters: list[str]) -> list[str]:
    """Those in the index that the matters are linked to: a new link lets others see them."""
    links = Link.objects.filter(Q(source__in=matters) | Q(target__in=matters))
    ends = {one for pair in links.values_list("source_id", "target_id") for one in pair}
    return list(index.known(sorted(ends - set(matters))))


def _last_position() -> int:
    return int(statements.read(_LAST)[0][0])
