"""Entering a standing act: choosing what it is aimed at, then the same form, reading over and confirming as for any act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_http_methods

from guiju.web.access import page, staff_page
from guiju.web.names import matter_label
from guiju.web.standing_aims import choices_of
from guiju.web.standing_stage import (
    form_of,
    matter_to_note,
    note_address,
    standing_stage,
)
from guiju.web.views_act import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.web.access import Staff


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def note_page(
    request: HttpRequest, staff: Staff, identifier: str, kind: str, aim: str = ""
) -> HttpResponse:
    """A standing act in a matter of the own body."""
    view = matter_to_note(staff, identifier)
    form = form_of(staff, view, kind) if view is not None else None
    if view is None or form is None:
        raise Http404
    if form.aim and not aim:
        context = {
            "kind": form.kind.label,
            "purpose": form.purpose,
            "aimed": form.aimed,
            "matter": view.matter.id,
            "heading": matter_label(view.matter),
            "choices": [
                (one, note_address(view, form.kind, one.aim))
                for one in choices_of(staff, view, form)
            ],
        }
        return page(request, staff, "web/note_aim.html", context)
    stage = standing_stage(staff, view, form, aim)
    if stage is None:
        raise Http404
    return answer(request, staff, stage)
