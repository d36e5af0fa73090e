"""Finding matters by words: of the index, and of what was recorded since. Whoever asks finds only what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guiju.matters import statements
from guiju.matters.selectors import visible_matters
from guiju.search import index, marks
from guiju.search.cutting import asked, plain
from guiju.search.entries import indexed, parents_of_bodies
from guiju.search.services import covered_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer
    from guiju.search.cutting import Asked
    from guiju.search.entries import Indexed

COUNTED = 200
TAIL = 200
PAGE = 20
SHORTEST_WHOLE, LONGEST_WHOLE = 2, 30
_UNSEALED = "SELECT matter FROM matters_unsealed ORDER BY id DESC LIMIT %s"
_SEALED_SINCE = (
    "SELECT matter FROM matters_seal WHERE position > %s ORDER BY position DESC LIMIT %s"
)


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        matters: a page of them, newest first.
        named: those of the own body in which a natural person bears exactly the name or code typed; on the first page.
        after: where the next page begins; 0 when there is none.
        count: how many there are on the first page and after it; ``COUNTED`` means as many at least.
        behind: more was recorded lately than could be looked through; the index takes it in soon.
        too_short: what was typed selects nothing.
    """

    matters: Sequence[Matter] = ()
    named: Sequence[Matter] = ()
    after: int = 0
    count: int = 0
    behind: bool = False
    too_short: bool = False


class Tail(NamedTuple):
    """What was recorded since the index was last brought up to date; ``whole`` unless it was too much."""

    rows: list[Indexed]
    whole: bool


def find(
    viewer: Viewer, typed: str, before: int = 0, procedure: str = "", limit: int = PAGE
) -> Found:
    """The matters in which every word typed stands.

    Args:
        viewer: whoever asks.
        typed: the words.
        before: the entry before which the page begins; 0 for the first page.
        procedure: only matters of this one.
        limit: matters a page.
    """
    question = asked(typed)
    if not question.grams:
        return Found(too_short=True)
    held = _held(viewer, procedure)
    tail = recent()
    latest = {row.matter for row in tail.rows}
    counted = max(COUNTED, limit + 1)
    hits = index.find((*held, *question.grams), question.words, counted, before or index.NEWEST)
    old = [one for one in hits if one.matter not in latest]
    page = old[:limit]
    new = [] if before else [row.matter for row in tail.rows if _matches(row, held, question)]
    named = [] if before else _named(viewer, typed, procedure, tail)
    listed = [one for one in (*new, *(hit.matter for hit in page)) if one not in named]
    return Found(
        matters_of(viewer, listed), matters_of(viewer, named),
        page[-1].id if len(old) > limit else 0,
        min(COUNTED, len(new) + len(old)), behind=not tail.whole,
    )  # fmt: skip


def recent() -> Tail:
    """What was recorded since the index was last brought up to date, newest first."""
    covered = covered_now()  # first: what moves on meanwhile is then read twice rather than never
    waiting = statements.read(_UNSEALED, [TAIL + 1]) + statements.read(
        _SEALED_SINCE, [covered, TAIL + 1]
    )
    matters = list(dict.fromkeys(row[0] for row in waiting))
    rows = indexed(matters[:TAIL], parents_of_bodies()) if matters else []
    return Tail(rows, whole=len(waiting) <= TAIL)


def matters_of(viewer: Viewer, identifiers: Iterable[str]) -> list[Matter]:
    """Those of some matters that a viewer may see, in the order given."""
    order = list(dict.fromkeys(identifiers))
    if not order:
        return []
    seen = {one.id: one for one in visible_matters(viewer).filter(id__in=order)}
    return [seen[one] for one in order if one in seen]


def named_exactly(
    viewer: Viewer, typed: str, procedure: str = "", limit: int = PAGE
) -> list[Matter]:
    """The viewer's own matters in which a natural person bears exactly the name or code typed, newest first."""
    return matters_of(viewer, _named(viewer, typed, procedure, recent(), limit))


def _named(viewer: Viewer, typed: str, procedure: str, tail: Tail, limit: int = PAGE) -> list[str]:
    whole = plain(typed).replace(" ", "")
    if not SHORTEST_WHOLE <= len(whole) <= LONGEST_WHOLE:
        return []
    held = (*_held(viewer, procedure), marks.of_person(viewer.body, whole))
    new = [row.matter for row in tail.rows if {*held} <= {*row.marks}]
    latest = {row.matter for row in tail.rows}
    return [*new, *(one.matter for one in index.find(held, (), limit) if one.matter not in latest)]


def _held(viewer: Viewer, procedure: str) -> tuple[str, ...]:
    """The marks that what is found must bear."""
    chosen = (marks.of_procedure(procedure),) if procedure else ()
    return (marks.seen_by(viewer), *chosen)


def _matches(row: Indexed, held: Sequence[str], question: Asked) -> bool:
    text = row.text
    return {*held} <= {*row.marks} and all(word in text for word in question.words)
