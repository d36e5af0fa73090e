"""Doing an act: type, read over what it brings about, confirm. A refusal comes back to the form with everything typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from guiju.lawbook.chain import turn_words
from guiju.web.access import page, staff_page
from guiju.web.actform import (
    answers,
    form_context,
    given,
    known_values,
    offers_of,
    people_lines,
)
from guiju.web.beginning import FROM, carried_over, may_link, source_line, source_of
from guiju.web.carrying import carried_with_files
from guiju.web.completeness import lacking
from guiju.web.drafts import DONE_ON, Draft, Reader
from guiju.web.forms import UnreadableError, read_day, read_seq
from guiju.web.in_succession import (
    AGAIN,
    begin_anew,
    enters_directly,
    focus_first_empty,
    goes_on,
    next_address,
    registered,
    remember,
    taken_up,
)
from guiju.web.lookups import looked, looks, offer
from guiju.web.papers import preview
from guiju.web.pressing import ONCE, PressedBeforeError, perform_once, pressed_before
from guiju.web.preview import tried
from guiju.web.refusals import (
    CHANGED,
    UNWORKABLE,
    barred_context,
    key_holder,
    meanwhile,
    refusal_context,
    refusal_of_error,
)
from guiju.web.stage import stage_in_matter, stage_of_opening

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from guiju.matters.requests import ActRequest, Outcome, Refusal
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.actform import Known
    from guiju.web.inputs import Offers
    from guiju.web.lookups import Looked
    from guiju.web.stage import Stage

CONFIRMED_LAPSE = "citizen"
CONFIRM, EDIT = "confirm", "edit"
READ_OVER = "read-over"
SAME_ROW = "这张表刚才已经登记过，没有重复登记。要再记一条，请填在这里。"


class Case(NamedTuple):
    """One request about one act."""

    request: HttpRequest
    staff: Staff
    stage: Stage
    offers: Offers
    draft: Draft


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, staff: Staff, identifier: str, act: str) -> HttpResponse:
    """An act in a matter."""
    stage = stage_in_matter(staff, identifier, act)
    if stage is None or (stage.act.clock and stage.act.lapse != CONFIRMED_LAPSE):
        raise Http404
    return answer(request, staff, stage)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def opening_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """The act that opens a new matter."""
    stage = stage_of_opening(staff, procedure, _first_day(request, staff))
    if (
        stage is None
    ):  # no version was in force on the day typed: performing says so, the form keeps what was typed
        stage = stage_of_opening(staff, procedure, staff.today)
    if stage is None:
        raise Http404
    source = source_of(request.POST.get(FROM) or request.GET.get(FROM) or "", staff)
    if source is None:
        return answer(request, staff, stage)
    linked = source.matter.id if may_link(source, staff) else ""
    return answer(request, staff, replace(stage, source=linked), source)


def answer(
    request: HttpRequest, staff: Staff, stage: Stage, source: MatterView | None = None
) -> HttpResponse:
    """The form, the reading over, or the act done: the same for acts of the procedure and standing acts."""
    offers = offers_of(stage, staff)
    if request.method != "POST":
        case = Case(request, staff, stage, offers, Draft())
        return _form(case, _begun_with(case, source))
    done = pressed_before(staff.viewer.person, _once(request))
    if done:
        return _done_before(request, stage, done)
    draft = Reader(request.POST, request.FILES, offers).read(stage.act)
    case = Case(request, staff, stage, offers, draft)
    if looks(request.POST):
        draft.problems.clear()
        just = looked(request.POST, stage.act.fields.values(), staff)
        return _form(case, just.typed, just=just)
    step = request.POST.get("step")
    if step == EDIT:
        draft.problems.clear()
        return _form(case, request.POST)
    draft.problems = {**lacking(stage, staff, draft), **draft.problems}
    if draft.problems:
        return _form(case, request.POST)
    confirmed = step == CONFIRM or (step == AGAIN and _read_over(case))
    return _confirmed(case) if confirmed else _asked(case)


def _begun_with(case: Case, source: MatterView | None) -> Known:
    """What a fresh form is filled with: what another matter hands on, or what stays the same after the row before."""
    request, staff, stage, offers, _ = case
    known = given(known_values(stage, staff, offers), request.GET, stage)
    if source is not None:
        known.values.update({FROM: [source.matter.id], **carried_over(stage, source, staff)})
    if not goes_on(stage):
        return known
    if AGAIN in request.GET:
        return taken_up(request, stage, known)
    begin_anew(request, stage)
    return known


def _read_over(case: Case) -> bool:
    """Whether the row may be entered now: read over on the confirming page, or of a ledger, which needs none."""
    return goes_on(case.stage) and (enters_directly(case.stage) or READ_OVER in case.request.POST)


def _done_before(request: HttpRequest, stage: Stage, matter: str) -> HttpResponse:
    """Where a second press of the same button leads: nothing is done twice."""
    if request.POST.get("step") == AGAIN and goes_on(stage):
        messages.info(request, SAME_ROW)
        return HttpResponseRedirect(next_address(stage))
    return HttpResponseRedirect(reverse("matter", args=[matter]))


def _asked(case: Case) -> HttpResponse:
    """Show what would happen, or the refusal."""
    view = case.stage.view
    try:
        outcome, found = tried(_request(case), view, case.staff.today)
    except UNWORKABLE as error:
        return _refused(case, refusal_of_error(error))
    if outcome.refusal is not None:
        return _refused(case, outcome.refusal)
    context = form_context(case.stage, case.staff, case.request.POST, case.draft, case.offers)
    hidden = carried_with_files(case.request.POST, case.draft.kept)
    context.update(
        effects=found,
        answers=answers(case.stage, case.staff, case.draft, found.data),
        people=people_lines(case.stage, case.staff, case.draft),
        hidden=hidden,
        paper=preview(case.stage, case.staff, case.draft, found),
        once=uuid4().hex,
        goes_on=goes_on(case.stage),
    )
    if found.warning and view is None:
        context["existing"] = key_holder(case.stage, case.staff, case.draft.data)
    return _kept_for_going_back(page(case.request, case.staff, "web/confirm.html", context))


def _confirmed(case: Case) -> HttpResponse:
    """Perform, and go to the matter so that going back does no harm."""
    try:
        outcome = perform_once(_request(case), _once(case.request))
    except PressedBeforeError as pressed:
        return _done_before(case.request, case.stage, pressed.matter)
    except UNWORKABLE as error:
        return _refused(case, refusal_of_error(error))
    if outcome.refusal is not None:
        return _refused(case, outcome.refusal)
    if case.request.POST.get("step") == AGAIN:
        remember(case.request, case.stage, outcome.matter)
        return HttpResponseRedirect(next_address(case.stage))
    messages.success(case.request, _said(case.stage, outcome))
    return HttpResponseRedirect(reverse("matter", args=[outcome.matter]))


def _said(stage: Stage, outcome: Outcome) -> str:
    number = f"，{outcome.number}" if outcome.number else ""
    if stage.act.approval:
        first = turn_words(stage.act.approval[0])
        return f"已提请“{stage.act.name}”（第{outcome.seq}号记录），等{first}审批。"
    return f"已登记“{stage.act.name}”，本件第{outcome.seq}号记录{number}。"


def _request(case: Case) -> ActRequest:
    made = case.stage.request(case.draft, case.staff.viewer.person, case.staff.body.code)
    return made._replace(expected_seq=_seen(case))


def _refused(case: Case, refusal: Refusal) -> HttpResponse:
    draft, view = case.draft, case.stage.view
    draft.problems.update(refusal.problems)
    context: dict[str, Any] = {
        "refusal": refusal_context(refusal, case.stage, case.staff, draft.data)
    }
    if refusal.code == CHANGED and view is not None:
        since = meanwhile(case.staff, view.matter.id, _seen(case))
        context.update(since=since, expected_seq=since.seq if since else view.matter.seq)
    return _form(case, case.request.POST, context)


def _seen(case: Case) -> int | None:
    """The last act there was when the form was made."""
    return read_seq(str(case.request.POST.get("expected_seq", "")))


def _form(
    case: Case, typed: Any, more: dict[str, Any] | None = None, just: Looked | None = None
) -> HttpResponse:
    context = form_context(case.stage, case.staff, typed, case.draft, case.offers)
    offer(context["fields"], case.stage.act.fields.values(), typed, case.staff, just)
    context["expected_seq"] = typed.get("expected_seq", "") or context["expected_seq"]
    overtaken = more is not None and "since" in more
    if (not more or overtaken) and case.draft.done_on in {None, case.staff.today}:
        context["barred"] = barred_context(case.stage, case.staff)
    context["source"] = source_line(typed.get(FROM, ""), case.staff)
    context["begins"] = case.request.method != "POST"
    if enters_directly(case.stage):
        context.update(enters_directly=True, once=uuid4().hex)
    if goes_on(case.stage) and (AGAIN in case.request.GET or case.request.method == "POST"):
        context["registered"] = registered(case.request, case.staff, case.stage)
    if context["begins"] and AGAIN in case.request.GET:
        focus_first_empty(context["fields"])
    return _kept_for_going_back(
        page(case.request, case.staff, "web/act.html", {**context, **(more or {})})
    )


def _kept_for_going_back(response: HttpResponse) -> HttpResponse:
    """Let the browser show the page again as it was: going back keeps what was typed."""
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _first_day(request: HttpRequest, staff: Staff) -> date:
    typed = str(request.POST.get(DONE_ON, ""))
    try:
        return type(staff.today).fromisoformat(read_day(typed)) if typed else staff.today
    except UnreadableError:
        return staff.today


def _once(request: HttpRequest) -> str:
    """The token of the button that was pressed."""
    return str(request.POST.get(ONCE, ""))
