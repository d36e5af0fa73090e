"""Giving an opinion on a proposal, entering the one given on paper, passing it on; and taking a proposal back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.matters.proposals import AGREED, OPINION, PROPOSAL, REMARK, WITHDRAWN
from guiju.matters.requests import ActRequest
from guiju.matters.services import perform
from guiju.record.act import Kind
from guiju.web.access import page, staff_page
from guiju.web.actform import listed
from guiju.web.approvals import waiting_in
from guiju.web.drafts import Draft, Reader
from guiju.web.forms import read_seq
from guiju.web.inputs import FieldInput, Offers
from guiju.web.opinion_form import (
    ANSWER,
    DAY_LABEL,
    SEEN,
    WORDS,
    answering,
    asked_for,
    inputs,
    missing,
)
from guiju.web.preview import if_agreed
from guiju.web.queue import place_of
from guiju.web.refusals import CHANGED, MOVED_ON, UNWORKABLE, meanwhile, refusal_of_error
from guiju.web.timeline import timeline
from guiju.web.views_matter import head, linked, view_or_404
from guiju.web.views_today import matter_line
from guiju.web.wording import day_text, worded_days

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.matters.requests import Refusal
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.approvals import Waiting
    from guiju.web.opinion_form import Answering
    from guiju.web.queue import Place

EDIT, THEN, NEXT = "edit", "then", "next"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_page(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """The proposal, what agreeing would bring about, and the opinion."""
    view = view_or_404(staff, identifier)
    waiting = _waiting_or_404(staff, view, seq)
    if waiting is None:
        return _answered(request, identifier, seq)
    place, found = place_of(staff.viewer, identifier, seq), answering(staff, waiting)
    draft, problems, refusal = Draft(), {}, None
    if request.method == "POST":
        draft = Reader(request.POST, request.FILES, Offers()).read_own(DAY_LABEL)
        problems = {**missing(request, staff, found, draft), **draft.problems}
    if request.POST.get("step") == EDIT:
        problems = {}
    elif request.method == "POST" and not problems:
        refusal = _performed(asked_for(request, staff, waiting, identifier, draft))
        if refusal is None:
            said = f"已登记对“{waiting.act}”的审批意见：{request.POST[ANSWER]}。"
            messages.success(request, f"{_named(view)}{said}")
            return HttpResponseRedirect(_onward(request, identifier, place))
    context = {
        **_about(staff, view, waiting),
        **inputs(request, staff, found, draft, problems),
        **_effects(staff, waiting, view, found),
        "own": staff.viewer.person in found.leaders,
        "several": bool(found.receivers),
        "turn": place,
        "recorder": staff.person.name,
        "withdraws": staff.viewer.person in waiting.withdrawers,
        "problems": listed(problems, ()),
        **_refused(request, staff, identifier, refusal),
        "refusal_day": day_text(refusal.passes_on) if refusal and refusal.passes_on else "",
    }
    return page(request, staff, "web/opinion.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """Taking a proposal back, with the reason."""
    view = view_or_404(staff, identifier)
    waiting = _waiting_or_404(staff, view, seq)
    if waiting is None:
        return _answered(request, identifier, seq)
    if staff.viewer.person not in waiting.withdrawers:
        raise Http404
    reason = FieldInput(
        WORDS, "撤回的理由", "paragraph", required=True, hint="记入办件，审批人看得到"
    )
    reason.value = str(request.POST.get(WORDS, ""))
    refusal = None
    if request.method == "POST" and not reason.value.strip():
        reason.problem = "请写明撤回的理由。"
    elif request.method == "POST":
        refusal = _performed(_withdrawal(request, staff, waiting, identifier))
        if refusal is None:
            messages.success(request, f"已撤回“{waiting.act}”的提请，改好后可以重新提请。")
            return HttpResponseRedirect(reverse("matter", args=[identifier]))
    context = {
        **_about(staff, view, waiting),
        "reason": reason,
        "problems": [(WORDS, reason.problem)] if reason.problem else [],
        **_refused(request, staff, identifier, refusal),
    }
    return page(request, staff, "web/withdraw.html", context)


def _waiting_or_404(staff: Staff, view: MatterView, seq: int) -> Waiting | None:
    """The open proposal of a number; None where it is answered already.

    Raises:
        Http404: it is no proposal, or of another body.
    """
    proposal = 1 <= seq <= len(view.forms) and view.forms[seq - 1].kind is Kind.PROPOSAL
    if not staff.viewer.owns(view.matter.body_id) or not proposal:
        raise Http404
    return next((one for one in waiting_in(view) if one.seq == seq), None)


def _answered(request: HttpRequest, identifier: str, seq: int) -> HttpResponse:
    messages.success(request, f"第{seq}号提请已经批复、退回或者撤回，没有再登记意见。")
    return HttpResponseRedirect(reverse("matter", args=[identifier]))


def _about(staff: Staff, view: MatterView, waiting: Waiting) -> dict[str, Any]:
    entries = timeline(view, staff.viewer, staff.today)
    return {
        **head(view),
        "waiting": waiting,
        "proposal": next(one for one in entries if one.seq == waiting.seq),
        "said": [one for one in entries if one.answers == waiting.seq],
        "linked": [matter_line(one) for one in linked(staff, view.matter.id)],
        "expected_seq": view.matter.seq,
    }


def _named(view: MatterView) -> str:
    name = view.matter.number or view.matter.title
    return f"{name}：" if name else ""


def _onward(request: HttpRequest, matter: str, place: Place | None) -> str:
    """Where one goes after an opinion: to the next of the queue where that was asked for, else to the matter."""
    if request.POST.get(THEN) != NEXT:
        return reverse("matter", args=[matter])
    return place.after if place and place.after else reverse("opinions")


def _refused(
    request: HttpRequest, staff: Staff, matter: str, refusal: Refusal | None
) -> dict[str, Any]:
    """The refusal in words, and what was done in the matter since the page was opened."""
    if refusal is None:
        return {"refusal": None}
    if refusal.code != CHANGED:
        return {"refusal": refusal, "sentence": worded_days(refusal.sentence)}
    since = meanwhile(staff, matter, read_seq(str(request.POST.get(SEEN, ""))))
    return {"refusal": refusal, "sentence": MOVED_ON, "since": since}


def _performed(request: ActRequest) -> Refusal | None:
    try:
        return perform(request).refusal
    except UNWORKABLE as error:
        return refusal_of_error(error)


def _withdrawal(request: HttpRequest, staff: Staff, waiting: Waiting, matter: str) -> ActRequest:
    return ActRequest(
        staff.viewer.person,
        kind=Kind.OPINION.value,
        matter=matter,
        expected_seq=read_seq(str(request.POST.get(SEEN, ""))),
        data={
            PROPOSAL: waiting.seq,
            OPINION: WITHDRAWN,
            REMARK: str(request.POST[WORDS]).strip(),
        },
    )


def _effects(staff: Staff, waiting: Waiting, view: MatterView, found: Answering) -> dict[str, Any]:
    """What agreeing would bring about, told for whoever may agree today."""
    if not found.leaders:
        return {"effects": None, "hindered": _nobody(waiting)}
    if not waiting.last:
        return {"effects": None, "hindered": ""}
    own = staff.viewer.person
    leader = own if own in found.leaders else next(iter(found.leaders))
    request = ActRequest(
        leader,
        kind=Kind.OPINION.value,
        matter=view.matter.id,
        data={PROPOSAL: waiting.seq, OPINION: AGREED},
    )
    outcome, effects = if_agreed(request, view, waiting.act, staff.today)
    if outcome.refusal is not None:
        return {"effects": None, "hindered": worded_days(outcome.refusal.sentence)}
    return {"effects": effects, "hindered": ""}


def _nobody(waiting: Waiting) -> str:
    return (
        f"本机关今天没有人担任{waiting.role}，或者只有提请人担任。请核对任职；请假的，请登记代理。"
    )
