"""期初登记: what had begun before the system came, entered as its papers state it, one by one or from a table."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guiju.matters.services import trial
from guiju.matters.standing import HEADS
from guiju.people.selectors import staff_on
from guiju.procedure import duties
from guiju.web.access import page, staff_page
from guiju.web.carrying import file_token
from guiju.web.inputs import FieldInput, Kept, Option
from guiju.web.pressing import ONCE, PressedBeforeError, perform_once, pressed_before
from guiju.web.refusals import UNWORKABLE, refusal_of_error
from guiju.web.stage import offers_for, procedures_in_force, rules_in_force
from guiju.web.stated import (
    HEAD,
    NUMBER,
    SAYING,
    SCAN,
    StatedAct,
    Statement,
    act_inputs,
    acts_of,
    read_statement,
)
from guiju.web.uploads import HINT
from guiju.web.wording import CHAPTERS, clock_text, ordinal_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.effective import EffectiveRules
    from guiju.matters.services import Trial
    from guiju.web.access import Staff
    from guiju.web.inputs import Offers

CONFIRM, CHECK = "confirm", "check"
FIRST_LISTS = ("officer-certificate", "power-list", "delegation")


class Openable(NamedTuple):
    """A procedure of which matters may be entered as they stood."""

    name: str
    address: str
    table: str


@staff_page
@require_safe
def openings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The procedures, the lists everything else rests on first; and until when this goes on."""
    groups: dict[str, list[Openable]] = {"先登记：证件、权责清单、委托": []}
    for procedure in procedures_in_force(staff.today):
        if rules_in_force(procedure.id, staff.body.field, staff.today) is None:
            continue
        one = Openable(
            str(procedure.name),
            reverse("opening", args=[procedure.id]),
            f"{reverse('list-import', args=[procedure.id])}?mode=opening",
        )
        chapter = CHAPTERS.get(procedure.chapter, procedure.chapter)
        first = procedure.id in FIRST_LISTS
        groups.setdefault(next(iter(groups)) if first else chapter, []).append(one)
    closing = staff.body.openings_until
    context = {
        "groups": groups, "closing": closing, "closed": closing is not None and closing < staff.today,
    }  # fmt: skip
    return page(request, staff, "web/openings.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """One matter: which acts were done on which days, what they say, and the papers."""
    rules = rules_in_force(procedure, staff.body.field, staff.today)
    if rules is None:
        raise Http404
    specs = chain.from_iterable(act.fields.values() for act in acts_of(rules))
    offers = offers_for(staff, specs, None)
    if request.method != "POST":
        stated = Statement([StatedAct(place, act) for place, act in enumerate(acts_of(rules))])
        return _form(request, staff, (rules, offers, stated))
    once = str(request.POST.get(ONCE, ""))
    done = pressed_before(staff.viewer.person, once)
    if done:
        return HttpResponseRedirect(reverse("matter", args=[done]))
    stated = read_statement(request, rules, offers)
    case = (rules, offers, stated)
    if stated.listed() or request.POST.get("step") not in {CHECK, CONFIRM}:
        return _form(request, staff, case)
    asked = stated.request(staff, procedure)
    try:
        tried = trial(asked)
    except UNWORKABLE as error:
        return _form(request, staff, case, refusal=refusal_of_error(error))
    if tried.outcome.refusal is not None:
        return _form(request, staff, case, refusal=tried.outcome.refusal)
    if request.POST.get("step") != CONFIRM:
        return _form(request, staff, case, owed=_owed(tried))
    try:
        outcome = perform_once(asked, once)
    except PressedBeforeError as pressed:
        return HttpResponseRedirect(reverse("matter", args=[pressed.matter]))
    if outcome.refusal is not None:
        return _form(request, staff, case, refusal=outcome.refusal)
    messages.success(request, "已按原件登记。以后的行为在这里按程序办理。")
    return HttpResponseRedirect(reverse("matter", args=[outcome.matter]))


def _owed(tried: Trial) -> list[str]:
    """What will be owed from then on, in words."""
    if tried.pinned is None or tried.marking is None:
        return []
    found = duties(tried.pinned.rules, tried.marking, tried.marking.now)
    return [
        f"应当办理“{clock_text(one.event)}”" + (f"，{ordinal_day(one.due)}以前" if one.due else "")
        for one in found
    ]


def _form(
    request: HttpRequest,
    staff: Staff,
    case: tuple[EffectiveRules, Offers, Statement],
    refusal: Any = None,
    owed: list[str] | None = None,
) -> HttpResponse:
    rules, offers, stated = case
    problems = (
        dict(stated.listed()) if request.method == "POST" and request.POST.get("step") else {}
    )
    dated = any(one.day for one in stated.acts)
    context = {
        "name": rules.content["name"],
        "acts": [_day(one, problems) for one in stated.acts if one.day or not dated],
        "other_acts": [_day(one, problems) for one in stated.acts if dated and not one.day],
        "details": [(clock_text(one.act.name), act_inputs(request, one, offers)) for one in stated.acts if one.day],
        "own": _own(staff, stated, problems), "problems": problems.items(), "refusal": refusal,
        "owed": owed, "asked_days": dated, "once": "" if owed is None else uuid4().hex,
    }  # fmt: skip
    status = 422 if problems or refusal else 200
    return page(request, staff, "web/opening.html", context, status)


def _day(one: StatedAct, problems: dict[str, str]) -> FieldInput:
    key = f"{one.prefix}day"
    return FieldInput(
        key, clock_text(one.act.name), required=one.place == 0, value=one.day, problem=problems.get(key, ""),
        short=True,
    )  # fmt: skip


def _own(staff: Staff, stated: Statement, problems: dict[str, str]) -> list[FieldInput]:
    heads = {
        post.person_id: f"{post.person.name}（{post.role}）"
        for post in staff_on(staff.body.code, staff.today)
        if post.role in HEADS
    }
    options = [Option(person, label, person == stated.head) for person, label in heads.items()]
    kept = [Kept(file_token(file), file.name) for file in stated.scans]
    return [
        FieldInput(NUMBER, "编号", value=stated.number, hint="原来的案号、登记号；没有的不填"),
        FieldInput(
            SAYING, "说明", required=True, value=stated.saying, problem=problems.get(SAYING, ""),
            hint="例：启用以前立案，照案卷登记",
        ),
        FieldInput(
            HEAD, "签字的机关负责人", kind="select", required=True, options=options,
            problem=problems.get(HEAD, ""),
        ),
        FieldInput(
            SCAN, "扫描件", kind="file", required=True, multiple=True, kept=kept, hint=HINT,
            problem=problems.get(SCAN, ""), note="机关负责人签字的清册，或者各份原件",
        ),
    ]  # fmt: skip
