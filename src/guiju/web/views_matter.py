"""A matter's page, its computation sheets and its files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from guiju.matters.files import path_of
from guiju.matters.live import STANDING_DUTIES
from guiju.matters.selectors import matter_view, visible_matters
from guiju.procedure import explain
from guiju.record.errors import RecordError
from guiju.supervision.rights import bodies_reminded
from guiju.web.access import page, staff_page
from guiju.web.approvals import is_asked_of, state_text, waiting_in
from guiju.web.beginning import beginnings
from guiju.web.names import known_names
from guiju.web.naming import awaiting, begun_first
from guiju.web.nesting import nested
from guiju.web.papers import paper_links
from guiju.web.present import present
from guiju.web.standing_stage import note_address, offered
from guiju.web.timeline import chain_fault, timeline
from guiju.web.views_today import STATES, matter_line
from guiju.web.wording import ordinal_day, short_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff

ENTRIES_SHOWN = 60
ALL = "all"


@staff_page
@require_safe
def matter_page(request: HttpRequest, staff: Staff, identifier: str) -> HttpResponse:
    """The matter: its acts on the left, what is owed, allowed and refused on the right."""
    try:
        view = view_or_404(staff, identifier)
        entries = nested(timeline(view, staff.viewer, staff.today))
        fault = chain_fault(view)
    except RecordError as error:
        return page(request, staff, "web/damaged.html", {"fault": error.sentence})
    papers = paper_links(view)
    for entry in entries:
        entry.paper = papers.get(entry.seq)
        for step in entry.under:
            step.paper = papers.get(step.seq)
    waiting = waiting_in(view)
    offered_here = beginnings(view, staff)
    hidden = 0 if ALL in request.GET else max(0, len(entries) - ENTRIES_SHOWN)
    context = {
        **head(view),
        "entries": entries[hidden:],
        "hidden": hidden,
        "now": begun_first(present(view, staff.viewer, staff.today), view, staff, offered_here),
        "waiting": waiting,
        "awaiting": awaiting(view, staff),
        "asked": {one.seq for one in waiting if is_asked_of(staff.viewer, one)},
        "missing": [one for one in papers.values() if one.tone == "amber"],
        "notes": [(form, note_address(view, form.kind)) for form in offered(view, staff)],
        "reminded": _may_be_reminded(staff, view),
        "answered": STANDING_DUTIES,
        "own": staff.viewer.owns(view.matter.body_id),
        "person": staff.viewer.person,
        "fault": fault,
        "count": len(view.forms),
        "linked": [matter_line(one) for one in linked(staff, identifier)],
        "roles": "、".join(sorted(staff.viewer.roles)),
        "beginnings": offered_here,
    }
    return page(request, staff, "web/matter.html", context)


@staff_page
@require_safe
def sheet_page(request: HttpRequest, staff: Staff, identifier: str, act: str) -> HttpResponse:
    """How a due day was computed: each day not counted, and why."""
    view = view_or_404(staff, identifier)
    if act not in view.pinned.rules.graph.places:
        raise Http404
    sheet = explain(view.pinned.rules, view.marking, act)
    if sheet is None:
        raise Http404
    skipped = [
        {"day": ordinal_day(one.day), "why": one.off.name, "effect": effect}
        for entry in sheet.entries
        for effect, days in (("不计入", entry.skipped), ("顺延", entry.rolled))
        for one in days
    ]
    context = {
        **head(view),
        "act": sheet.event,
        "lines": sheet.lines(),
        "skipped": skipped,
        "due": ordinal_day(sheet.due) if sheet.due is not None else "",
        "provisional": sheet.provisional,
        "printed": short_day(staff.today),
    }
    return page(request, staff, "web/sheet.html", context)


@staff_page
@require_safe
def file_download(request: HttpRequest, staff: Staff, identifier: str, seq: int, place: int) -> Any:
    """A file attached to an act, for the owning body and its supervisors; never shown inside the page."""
    del request
    view = view_or_404(staff, identifier)
    if view.matter.body_id not in staff.viewer.bodies or not 1 <= seq <= len(view.forms):
        raise Http404
    files = view.forms[seq - 1].files
    if place >= len(files):
        raise Http404
    path = path_of(str(files[place]["sha256"]))
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=str(files[place]["name"]),
        content_type="application/octet-stream",
    )


def view_or_404(staff: Staff, identifier: str) -> MatterView:
    """The matter, if the viewer may see it.

    Raises:
        Http404: it is not there, or not to be seen: the two look the same.
    """
    view = matter_view(staff.viewer, identifier, staff.today)
    if view is None:
        raise Http404
    return view


def head(view: MatterView) -> dict[str, Any]:
    """What stands above every page of a matter."""
    matter = view.matter
    running, over = STATES[view.pinned.kind]
    names = known_names(view)
    return {
        "id": matter.id,
        "number": matter.number,
        "title": matter.title or matter.number or f"{view.pinned.name}（未立）",
        "procedure": view.pinned.name,
        "procedure_id": matter.procedure,
        "version": short_day(date.fromisoformat(view.pinned.effective.version)),
        "body": matter.body.name,
        "opened": short_day(matter.opened),
        "state": state_text(matter, running, over),
        "over": matter.closed is not None,
        "handler": names.get(matter.handler, matter.handler),
        "breaches": [
            f"{view.pinned.rules.graph.events[place].name}逾期（应在{ordinal_day(due)}前）"
            for place, due in view.marking.breaches
        ],
    }


def _may_be_reminded(staff: Staff, view: MatterView) -> bool:
    """Whether the viewer may remind of what falls due in a matter."""
    known = view.matter.body_id in bodies_reminded(staff.viewer)
    return known and view.matter.next_due is not None


def linked(staff: Staff, identifier: str) -> list[Any]:
    """The matters linked with one, as far as the viewer sees them, the newest first."""
    seen = visible_matters(staff.viewer).order_by("-opened", "-id")
    found = {one.id: one for one in seen.filter(links_in__source=identifier)}
    found.update({one.id: one for one in seen.filter(links_out__target=identifier)})
    return list(found.values())
