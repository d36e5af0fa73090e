"""Rows copied in a spreadsheet, pasted into a page, judged as an uploaded table would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.exchange.errors import ExchangeError
from guiju.exchange.pasting import paste_in, targets_for
from guiju.matters.listed import listed
from guiju.matters.requests import Refused
from guiju.web.access import page, staff_page
from guiju.web.in_succession import ENTERED

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.web.access import Staff

ROWS = "rows"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def paste_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """Paste rows of a ledger or a list."""
    found = listed(procedure)
    if found is None or found.kind not in ENTERED:
        raise Http404
    problem, targets = "", []
    try:
        targets = targets_for(staff.viewer, procedure)
        if request.method == "POST":
            job = paste_in(staff.viewer, procedure, str(request.POST.get(ROWS, "")))
            return HttpResponseRedirect(reverse("import-job", args=[job.pk]))
    except Refused as refused:
        problem = refused.refusal.sentence
    except ExchangeError as error:
        problem = error.sentence
    context = {
        "listed": found,
        "targets": targets,
        "problem": problem,
        "typed": request.POST.get(ROWS, ""),
    }
    return page(request, staff, "web/paste.html", context, status=400 if problem else 200)
