"""Reading reports: what is written, where each one stands, what was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from guiju.matters.clock import BEIJING
from guiju.matters.files import path_of
from guiju.matters.live import read_state
from guiju.matters.rulebook import pinned
from guiju.matters.selectors import acts_of, visible_matters
from guiju.people.selectors import names_of
from guiju.procedure import duties
from guiju.record.act import Kind
from guiju.reports.models import Prose
from guiju.reports.snapshot import Snapshot, read_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer
    from guiju.record.act import ActForm

PROCEDURE: Final = "annual-report"
OPENED, SENT_UP, APPROVED, HANDED_IN, PUBLISHED = "启动编制", "送审", "审定", "报送", "公开"
STEPS: Final = (OPENED, SENT_UP, APPROVED, HANDED_IN, PUBLISHED)
YEAR: Final = "报告年度"
SNAPSHOT: Final = "指标快照"
MATTERS_READ: Final = 400


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a part of a report.

    Attributes:
        text: the text.
        version: how often it was saved; 0 where nothing was written yet.
        author: name of who saved it last.
        when: when, as 2026-03-02 09:15; empty for never.
    """

    text: str = ""
    version: int = 0
    author: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report of a body stands.

    Attributes:
        matter: its matter.
        body: code of the body.
        year: the year reported on.
        reached: the last of the steps taken that still holds.
        days: step → the day it was last taken.
        owed: what is owed → its last day, as ISO day; empty for none.
    """

    matter: str
    body: str
    year: str
    reached: str
    days: Mapping[str, str]
    owed: Mapping[str, str]


def prose_of(viewer: Viewer, body: str, year: int) -> dict[str, Written]:
    """What is written of a report: part → its text; nothing of bodies the viewer does not see.

    Args:
        viewer: who reads.
        body: code of the body.
        year: the year.
    """
    if body not in viewer.bodies:
        return {}
    rows = list(Prose.objects.filter(body=body, year=year))
    names = names_of(row.author for row in rows)
    return {row.chapter: written(row, names) for row in rows}


def written(row: Prose, names: Mapping[str, str]) -> Written:
    """A stored text as it is read.

    Args:
        row: the stored text.
        names: person → name.
    """
    when = row.saved_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return Written(row.text, row.version, names.get(row.author, ""), when)


def standings(viewer: Viewer, bodies: Iterable[str]) -> dict[tuple[str, str], Standing]:
    """Where reports stand: body and year → its standing.

    Args:
        viewer: who reads.
        bodies: codes of the bodies.
    """
    wanted = sorted(set(bodies) & viewer.bodies)
    matters = visible_matters(viewer).filter(body__in=wanted, procedure=PROCEDURE)
    found: dict[tuple[str, str], Standing] = {}
    for matter in matters.order_by("-opened", "-id")[:MATTERS_READ]:
        standing = _standing(matter)
        if standing is not None:
            found.setdefault((standing.body, standing.year), standing)
    return found


def standing_of(viewer: Viewer, body: str, year: int) -> Standing | None:
    """Where the report of a body for a year stands; None before it was begun.

    Args:
        viewer: who reads.
        body: code of the body.
        year: the year.
    """
    return standings(viewer, [body]).get((body, str(year)))


def handed_in(viewer: Viewer, standing: Standing | None) -> Snapshot | None:
    """The numbers as they were handed in; None before, or where the file is lost.

    Args:
        viewer: who reads.
        standing: of the report.
    """
    if standing is None or HANDED_IN not in standing.days:
        return None
    matter = visible_matters(viewer).filter(id=standing.matter).first()
    if matter is None:
        return None
    digest = next((str(form.data[SNAPSHOT]) for form in _sent(acts_of(viewer, matter))), "")
    path = path_of(digest) if digest else None
    return read_snapshot(path.read_bytes()) if path is not None and path.is_file() else None


def _sent(forms: list[ActForm]) -> Iterable[ActForm]:
    return (
        form
        for form in reversed(forms)
        if form.act == HANDED_IN and form.kind == Kind.EVENT and SNAPSHOT in form.data
    )


def _standing(matter: Matter) -> Standing | None:
    known = pinned(matter.rules_id)
    state = read_state(known, matter.state)
    fields: dict[str, Any] = state["fields"]
    if YEAR not in fields:
        return None
    marking, places = state["marking"], known.rules.graph.places
    days = {
        step: date.fromordinal(day).isoformat()
        for step in STEPS
        if (day := marking.days[places[step]]) is not None
    }
    owed = {
        one.event: date.fromordinal(one.due).isoformat() if one.due is not None else ""
        for one in duties(known.rules, marking, marking.now)
    }
    return Standing(matter.id, matter.body_id, str(fields[YEAR]), _reached(days, owed), days, owed)


def _reached(days: Mapping[str, str], owed: Mapping[str, str]) -> str:
    """The last step that still holds: what was sent back has only been begun."""
    if HANDED_IN not in days and APPROVED in owed:
        return SENT_UP
    if HANDED_IN not in days and SENT_UP in owed:
        return OPENED
    return [step for step in STEPS if step in days][-1]
