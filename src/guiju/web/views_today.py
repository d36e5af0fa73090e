"""The first page: what one owes, and what was begun lately; and what can be begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.matters.selectors import newest
from guiju.supervision.aging import old_lists
from guiju.web.access import page, staff_page
from guiju.web.approvals import state_text
from guiju.web.at_a_glance import maps_of
from guiju.web.papers import missing_scans
from guiju.web.queue import count_text
from guiju.web.stage import procedure_kind, procedure_name
from guiju.web.views_calendar import missing_year
from guiju.web.wording import day_text, short_day
from guiju.web.worklist import work_list

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.matters.models import Matter
    from guiju.supervision.aging import OldList
    from guiju.web.access import Staff
    from guiju.web.worklist import DutyLine

URGENT = frozenset({"red", "amber"})
STATES = {"case": ("在办", "办结"), "list": ("有效", "移出"), "ledger": ("已登记", "已登记")}
NEWEST_SHOWN = 10
LISTS_SHOWN = 5


class MatterLine(NamedTuple):
    """A matter, as a row.

    Attributes:
        due: its nearest last day, as a clause; empty for none.
    """

    matter: str
    number: str
    title: str
    procedure: str
    body: str
    opened: str
    state: str
    due: str = ""


@staff_page
@require_safe
def today(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What the body owes, most urgent first, and the newest matters."""
    if staff.viewer.administers:
        return HttpResponseRedirect(reverse("manage"))
    owed = work_list(staff)
    lines = owed.lines
    context = {
        "day": day_text(staff.today),
        "opinions": count_text(staff.viewer),
        "missing_year": missing_year(staff.today),
        "late": [one for one in lines if _tone(one) == "red"],
        "soon": [one for one in lines if _tone(one) == "amber"],
        "mine": [one for one in lines if _tone(one) == "" and one.mine],
        "others": [one for one in lines if _tone(one) == "" and not one.mine],
        "more": owed.more,
        "old_lists": _old_lists(staff),
        "maps": maps_of(staff),
        "scans": missing_scans(staff),
        "newest": [matter_line(one) for one in newest(staff.viewer, NEWEST_SHOWN)],
    }
    return page(request, staff, "web/today.html", context)


def _old_lists(staff: Staff) -> list[OldList]:
    """The lists of the own body that nobody has changed for long, the oldest few."""
    return old_lists(staff.viewer, staff.today, frozenset({staff.body.code}))[:LISTS_SHOWN]


def _tone(line: DutyLine) -> str:
    """red, amber, or nothing for what is not urgent."""
    tone = line.badge.tone if line.badge else ""
    return tone if tone in URGENT else ""


def matter_line(matter: Matter) -> MatterLine:
    """A matter as a row."""
    running, over = STATES[procedure_kind(matter.procedure)]
    name = procedure_name(matter.procedure)
    return MatterLine(
        matter.id,
        matter.number,
        matter.title or f"{name}（未立）",
        name,
        matter.body.name,
        short_day(matter.opened),
        state_text(matter, running, over),
        f"最近的期限{short_day(matter.next_due)}" if matter.next_due else "",
    )
