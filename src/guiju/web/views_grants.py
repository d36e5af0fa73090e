"""Changes of people that wait for the second administrator, and those that were decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.matters import clock
from guiju.people.administrators import AUDIT, SECURITY
from guiju.people.grants import confirm, refuse_grant
from guiju.people.models import Grant
from guiju.people.services import PeopleError
from guiju.ui.parts import Pager
from guiju.web.access import outside_page, page
from guiju.web.administration import administrators_page, grant_table, what_of
from guiju.web.downloads import exported

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.people.grants import Slip
    from guiju.web.access import Staff

SHOWN, EXPORTED_AT_MOST = 50, 10_000
OPEN_AT_MOST = 500
ID_DIGITS = 18


@administrators_page()
@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits, to be confirmed or turned down by the security administrator; and what was decided."""
    if request.method == "POST":
        return _decided(request, staff)
    asked = Grant.objects.select_related("body", "proposed_by", "decided_by")
    if request.GET.get("export"):
        return exported("人员变动", grant_table(asked.order_by("-id")[:EXPORTED_AT_MOST]))
    waiting = list(asked.filter(state="open").order_by("id")[:OPEN_AT_MOST])
    before = _number(request.GET.get("before", ""))
    history = asked.exclude(state="open").order_by("-id")
    rows = list((history.filter(id__lt=before) if before else history)[: SHOWN + 1])
    older = f"{reverse('grants')}?before={rows[SHOWN - 1].id}" if len(rows) > SHOWN else ""
    context = {
        "waiting": [(grant, what_of(grant)) for grant in waiting],
        "may_decide": bool(staff.viewer.roles & {SECURITY, AUDIT}),
        "history": grant_table(rows[:SHOWN]), "pager": Pager(older=older),
    }  # fmt: skip
    return page(request, staff, "web/grants.html", context)


def _decided(request: HttpRequest, staff: Staff) -> HttpResponse:
    chosen = [_number(text) for text in request.POST.getlist("grant")]
    found = list(
        Grant.objects.select_related("body", "person").filter(id__in=chosen).order_by("id")
    )
    if not found:
        messages.error(request, "没有选择任何变动。请先勾选，再确认。")
    slips: list[Slip] = []
    done, refusing = 0, request.POST.get("step") == "refuse"
    for grant in found:
        try:
            if refusing:
                refuse_grant(grant, staff.person, clock.now(), request.POST.get("remark", ""))
            else:
                slip = confirm(grant, staff.person, clock.now())
                slips += [slip] if slip else []
            done += 1
        except PeopleError as error:
            messages.error(request, f"{grant.name}：{error}")
    if done:
        said = "不同意" if refusing else "已确认"
        messages.success(request, f"{said} {done} 项变动，见下面“已处理”。")
    if slips:
        context = {"slips": slips, "back": reverse("grants")}
        return outside_page(request, "web/slips.html", context)
    return HttpResponseRedirect(reverse("grants"))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= ID_DIGITS else 0
