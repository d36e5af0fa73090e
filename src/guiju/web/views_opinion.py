"""Giving an opinion on a proposal, or entering the one given on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.matters.proposals import AGREED, OPINION, OPINIONS, PROPOSAL, REMARK
from guiju.matters.requests import ActRequest
from guiju.matters.services import perform
from guiju.people.selectors import staff_on
from guiju.record.act import Kind
from guiju.web.access import page, staff_page
from guiju.web.actform import listed
from guiju.web.approvals import waiting_in
from guiju.web.carrying import file_token
from guiju.web.drafts import BY, DONE_ON, FILES, Draft, Reader
from guiju.web.forms import read_seq
from guiju.web.inputs import FieldInput, Kept, Offers, Option
from guiju.web.preview import if_agreed
from guiju.web.refusals import CHANGED, MOVED_ON, UNWORKABLE, meanwhile, refusal_of_error
from guiju.web.timeline import timeline
from guiju.web.views_matter import head, view_or_404
from guiju.web.wording import day_text, worded_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from guiju.matters.requests import Refusal
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.approvals import Waiting

ANSWER, WORDS, SEEN = "opinion", "remark", "expected_seq"
EDIT = "edit"
DAY_LABEL = "审批日期"
LABELS = {"同意": "同意", "不同意": "不同意", "退回": "退回（改好再提）"}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_page(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """The proposal, what agreeing would bring about, and the opinion."""
    view = view_or_404(staff, identifier)
    if not staff.viewer.owns(view.matter.body_id) or not _is_proposal(view, seq):
        raise Http404
    waiting = next((one for one in waiting_in(view) if one.seq == seq), None)
    if waiting is None:
        messages.success(request, f"第{seq}号提请已经批复或者退回，没有再登记意见。")
        return HttpResponseRedirect(reverse("matter", args=[identifier]))
    draft, problems, refusal = Draft(), {}, None
    if request.method == "POST":
        draft = Reader(request.POST, request.FILES, Offers()).read_own(DAY_LABEL)
        problems = {**draft.problems, **_missing(request)}
    if request.POST.get("step") == EDIT:
        problems = {}
    elif request.method == "POST" and not problems:
        refusal = _performed(_request(request, staff, waiting, view, draft))
        if refusal is None:
            messages.success(request, f"已登记对“{waiting.act}”的审批意见。")
            return HttpResponseRedirect(reverse("matter", args=[identifier]))
    context = {
        **head(view),
        **_inputs(request, staff, waiting, draft, problems),
        **_effects(staff, waiting, view),
        "waiting": waiting,
        "proposal": next(
            one for one in timeline(view, staff.viewer, staff.today) if one.seq == seq
        ),
        "problems": listed(problems, ()),
        "refusal": refusal,
        **_refused(request, staff, identifier, refusal),
        "refusal_day": day_text(refusal.passes_on) if refusal and refusal.passes_on else "",
        "expected_seq": view.matter.seq,
    }
    return page(request, staff, "web/opinion.html", context)


def _refused(
    request: HttpRequest, staff: Staff, matter: str, refusal: Refusal | None
) -> dict[str, Any]:
    """The refusal in words, and what was done in the matter since the page was opened."""
    if refusal is None:
        return {}
    if refusal.code != CHANGED:
        return {"sentence": worded_days(refusal.sentence)}
    since = meanwhile(staff, matter, read_seq(str(request.POST.get(SEEN, ""))))
    return {"sentence": MOVED_ON, "since": since}


def _performed(request: ActRequest) -> Refusal | None:
    try:
        return perform(request).refusal
    except UNWORKABLE as error:
        return refusal_of_error(error)


def _is_proposal(view: MatterView, seq: int) -> bool:
    return 1 <= seq <= len(view.forms) and view.forms[seq - 1].kind is Kind.PROPOSAL


def _missing(request: HttpRequest) -> dict[str, str]:
    if request.POST.get(ANSWER) not in OPINIONS:
        return {ANSWER: "请选审批意见：同意、不同意或者退回。"}
    if request.POST.get(ANSWER) != AGREED and not str(request.POST.get(WORDS, "")).strip():
        return {WORDS: "不同意、退回的，请写明理由，提请人才知道怎么改。"}
    return {}


def _request(
    request: HttpRequest, staff: Staff, waiting: Waiting, view: MatterView, draft: Draft
) -> ActRequest:
    remark = str(request.POST.get(WORDS, "")).strip()
    return ActRequest(
        staff.viewer.person,
        kind=Kind.OPINION.value,
        matter=view.matter.id,
        by=draft.by,
        done_on=draft.done_on,
        files=tuple(draft.files.values()),
        expected_seq=read_seq(str(request.POST.get(SEEN, ""))),
        data={
            PROPOSAL: waiting.seq,
            OPINION: str(request.POST[ANSWER]),
            **({REMARK: remark} if remark else {}),
        },
    )


def _effects(staff: Staff, waiting: Waiting, view: MatterView) -> dict[str, Any]:
    """What agreeing would bring about, told for whoever holds the role today."""
    if not waiting.last:
        return {"effects": None, "hindered": ""}
    leaders = _leaders(staff, waiting.role)
    if not leaders:
        return {"effects": None, "hindered": f"本机关今天没有人担任{waiting.role}。"}
    request = ActRequest(
        staff.viewer.person,
        kind=Kind.OPINION.value,
        matter=view.matter.id,
        by=staff.viewer.person if staff.viewer.person in leaders else next(iter(leaders)),
        data={PROPOSAL: waiting.seq, OPINION: AGREED},
    )
    outcome, effects = if_agreed(request, view, waiting.act, staff.today)
    if outcome.refusal is not None:
        return {"effects": None, "hindered": worded_days(outcome.refusal.sentence)}
    return {"effects": effects, "hindered": ""}


def _inputs(
    request: HttpRequest, staff: Staff, waiting: Waiting, draft: Draft, problems: Mapping[str, str]
) -> dict[str, FieldInput]:
    typed = request.POST
    leaders = _leaders(staff, waiting.role)
    by = str(typed.get(BY, staff.viewer.person if staff.viewer.person in leaders else ""))
    made = {
        "answer": FieldInput(ANSWER, "意见", "choice", required=True),
        "remark": FieldInput(WORDS, "说明", "paragraph", hint="不同意、退回的，写明理由"),
        "by": FieldInput(BY, "审批人", "select", required=True, hint="纸上签批的，选签批的负责人"),
        "done_on": FieldInput(
            DONE_ON, DAY_LABEL, required=True, hint="纸上签批的，填纸上的日期", short=True
        ),
        "files": FieldInput(FILES, "签批件", "file", multiple=True, hint="纸上签批的，附扫描件"),
    }
    chosen = str(typed.get(ANSWER, ""))
    made["answer"].options = [Option(one, LABELS[one], one == chosen) for one in OPINIONS]
    made["remark"].value = str(typed.get(WORDS, ""))
    made["by"].options = [Option(one, name, one == by) for one, name in leaders.items()]
    made["done_on"].value = str(typed.get(DONE_ON, staff.today.isoformat()))
    made["files"].kept = _kept(draft)
    for one in made.values():
        one.problem = problems.get(one.key, "")
    return made


def _kept(draft: Draft) -> list[Kept]:
    return [Kept(file_token(ref), ref.name) for ref in draft.kept.get(FILES, ())]


def _leaders(staff: Staff, role: str) -> dict[str, str]:
    return {
        post.person_id: f"{post.person.name}（{role}）"
        for post in staff_on(staff.body.code, staff.today)
        if post.role == role
    }
