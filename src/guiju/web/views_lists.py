"""Lists and ledgers, and all matters: one table page for all, with conditions kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guiju.matters.listed import ALL, all_lists, listed
from guiju.matters.listing import filling
from guiju.web.access import page, staff_page
from guiju.web.forms import read_seq
from guiju.web.list_form import PLAIN, VIEW
from guiju.web.list_page import context_of
from guiju.web.saved_views import (
    choose_view,
    chosen_view,
    delete_view,
    rename_view,
    save_view,
)
from guiju.web.wording import CHAPTERS, short_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.matters.listed import Listed
    from guiju.web.access import Staff

KIND_WORDS = {"list": "名录", "ledger": "台账", "case": "办件"}
COUNTED = 1_000


@staff_page
@require_safe
def index(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every list and ledger by chapter: how many rows, and when the last was entered."""
    told = filling(staff.viewer, COUNTED)
    groups: dict[str, list[dict[str, str]]] = {}
    for one in all_lists():
        count, last = told.get(one.procedure, (0, None))
        groups.setdefault(CHAPTERS.get(one.chapter, one.chapter), []).append(
            {
                "procedure": one.procedure,
                "name": one.name,
                "kind": KIND_WORDS[one.kind],
                "count": f"{COUNTED:,} 余条"
                if count > COUNTED
                else f"{count:,} 条"
                if count
                else "",
                "last": short_day(last) if last else "",
            }
        )
    return page(request, staff, "web/lists.html", {"groups": groups})


@staff_page
@require_safe
def list_view(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """The rows of one list or ledger."""
    found = listed(procedure)
    if found is None:
        raise Http404
    return _shown(request, staff, found)


@staff_page
@require_safe
def all_matters(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The matters of all procedures."""
    return _shown(request, staff, ALL)


@staff_page
@require_POST
def saved_views(request: HttpRequest, staff: Staff, procedure: str = "") -> HttpResponse:
    """Save, rename, delete or choose conditions kept under a name."""
    if procedure and listed(procedure) is None:
        raise Http404
    address = list_address(procedure)
    step, name = request.POST.get("step", ""), request.POST.get("name", "")
    identifier = read_seq(request.POST.get("view", "")) or 0
    query = request.POST.get("query", "")
    if step == "save":
        problem = save_view(staff, procedure, name, query)
        said = f"已保存“{name.strip()}”，以后在上面一点就能用。"
    elif step == "rename":
        problem = rename_view(staff, procedure, identifier, name)
        said = "名称已改好。"
    elif step == "choose":
        problem, said = "", "打开这张表时先用哪个，已经改好。"
        choose_view(staff, procedure, identifier)
    else:
        problem, said = "", "已删除这个常用条件。"
        delete_view(staff, procedure, identifier)
    (messages.error if problem else messages.success)(request, problem or said)
    return HttpResponseRedirect(f"{address}?{query}" if query else f"{address}?{PLAIN}=1")


def list_address(procedure: str) -> str:
    """The address of a list, or of all matters."""
    return reverse("list", args=[procedure]) if procedure else reverse("matters")


def _shown(request: HttpRequest, staff: Staff, found: Listed) -> HttpResponse:
    if not request.GET:
        chosen = chosen_view(staff, found.procedure)
        if chosen is not None:
            return HttpResponseRedirect(f"{request.path}?{chosen.query}&{VIEW}={chosen.id}")
    return page(request, staff, "web/list.html", context_of(request, staff, found))
