"""新办: what can be begun, found by a few letters; what others may begin is shown with who."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.views.decorators.http import require_safe

from guiju.matters.selectors import begun_lately
from guiju.search.cutting import LONGEST_QUESTION, asked
from guiju.web.access import page, staff_page
from guiju.web.marking import marked
from guiju.web.openable import openables, recent_first, sought
from guiju.web.wording import CHAPTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from guiju.web.access import Staff
    from guiju.web.openable import Openable

LATELY_SHOWN = 4


class Line(NamedTuple):
    """A procedure, its words marked."""

    one: Openable
    name: SafeString


@staff_page
@require_safe
def begin(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The procedures one's roles can begin, those begun lately first; of the others who can."""
    typed = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    listed = openables(staff)
    context = {
        "typed": typed,
        "roles": "、".join(sorted(staff.viewer.roles)),
        **(_found(staff, listed, typed) if typed else _all(staff, listed)),
    }
    return page(request, staff, "web/begin.html", context)


def _found(staff: Staff, listed: Sequence[Openable], typed: str) -> dict[str, object]:
    words = asked(typed).words
    found = sought(listed, typed, staff.today)
    mine = recent_first([one for one in found if one.can], staff)
    return {
        "found": [Line(one, marked(one.name, words)) for one in mine],
        "others": [Line(one, marked(one.name, words)) for one in found if not one.can],
    }


def _all(staff: Staff, listed: Sequence[Openable]) -> dict[str, object]:
    mine = [one for one in listed if one.can]
    groups: dict[str, list[Line]] = {}
    for one in mine:
        groups.setdefault(CHAPTERS.get(one.chapter, one.chapter), []).append(
            Line(one, marked(one.name, ()))
        )
    return {
        "lately": _lines(_begun(staff, mine)),
        "groups": groups,
        "others": _lines(one for one in listed if not one.can),
    }


def _begun(staff: Staff, mine: Sequence[Openable]) -> list[Openable]:
    lately = begun_lately(staff.viewer)
    return [one for one in recent_first(mine, staff) if one.procedure in lately][:LATELY_SHOWN]


def _lines(some: Iterable[Openable]) -> list[Line]:
    return [Line(one, marked(one.name, ())) for one in some]
