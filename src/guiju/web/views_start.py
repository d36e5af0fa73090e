"""The first start: shown instead of signing in while the store is empty, and only to whoever has the code of the terminal."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guiju.matters import clock
from guiju.people import first_start
from guiju.people.administrators import ADMINISTRATORS, WHAT_THEY_DO
from guiju.people.first_start import NewAdministrator
from guiju.people.services import PeopleError
from guiju.ui.parts import Step
from guiju.web.access import outside_page
from guiju.web.downloads import excel
from guiju.web.inputs import FieldInput, Option
from guiju.web.new_bodies import OWN_COLUMNS, UNIT_COLUMNS, UNIT_EXAMPLE, own_body, units
from guiju.web.rows import beyond, brought, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from guiju.people.first_start import NewBody

CODE_IN_SESSION = "start"
WRONG = "启动码不对。请照服务器终端里显示的抄写；连续错五次，要等十五分钟再试。"
STEPS = (
    ("start", "启动码", "在服务器的终端里"),
    ("start-body", "本机关", ""),
    ("start-units", "下级机构", "乡镇、派出机构，可以以后再加"),
    ("start-administrators", "三员", "三个人，各有一次性密码"),
)


def before_begin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers only while the store is empty; afterwards everybody is sent to sign in, and nothing sent is looked at."""

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        if not first_start.is_open():
            return HttpResponseRedirect(reverse("setup"))
        if any("\0" in value for values in request.POST.lists() for value in values[1]):
            message = "a null character in the request"
            raise SuspiciousOperation(message)
        return view(request)

    return guarded


def with_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers only those who typed the code of the terminal."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not first_start.may_go_on(str(request.session.get(CODE_IN_SESSION, ""))):
            return HttpResponseRedirect(reverse("start"))
        return view(request)

    return before_begin(guarded)


@before_begin
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code; whoever typed it goes on where the start was left."""
    if request.method != "POST":
        if first_start.may_go_on(str(request.session.get(CODE_IN_SESSION, ""))):
            return HttpResponseRedirect(reverse(_next_step()))
        return outside_page(request, "web/start_code.html", {"steps": _steps("start")})
    kept = first_start.check_code(request.POST.get("code", ""), clock.now())
    if not kept:
        context = {"steps": _steps("start"), "problem": WRONG}
        return outside_page(request, "web/start_code.html", context)
    request.session.cycle_key()
    request.session[CODE_IN_SESSION] = kept
    return HttpResponseRedirect(reverse(_next_step()))


@with_code
def start_body(request: HttpRequest) -> HttpResponse:
    """The body above all others of this store."""
    values = dict(first_start.draft().get("body", {}))
    problems: dict[str, str] = {}
    if request.method == "POST":
        values = {
            column.label: request.POST.get(column.label, "").strip() for column in OWN_COLUMNS
        }
        made, problems = own_body(values)
        if made is not None:
            first_start.keep_draft("body", values)
            return HttpResponseRedirect(reverse("start-units"))
    fields = [_field(column, values, problems) for column in OWN_COLUMNS]
    context = {"steps": _steps("start-body"), "fields": fields, "problems": problems}
    return outside_page(request, "web/start_body.html", context)


@with_code
def start_units(request: HttpRequest) -> HttpResponse:
    """The bodies below: typed or from Excel; what is right is kept, what is wrong says why."""
    top = _top()
    if top is None:
        return HttpResponseRedirect(reverse("start-body"))
    if request.GET.get("sheet"):
        labels = [column.label for column in UNIT_COLUMNS]
        return excel("下级机构", labels, [UNIT_EXAMPLE])
    rows, problem = list(first_start.draft().get("units", [])), ""
    if request.method == "POST":
        found = brought(request, UNIT_COLUMNS)
        rows, problem = found.rows, found.problem
    lines = units(rows, top)
    wrong = [line for line in lines if line.problem]
    if request.method == "POST" and not wrong and not problem:
        first_start.keep_draft("units", rows)
        return HttpResponseRedirect(reverse("start-administrators"))
    context = {
        "steps": _steps("start-units"), "columns": UNIT_COLUMNS, "grid": grid(rows, UNIT_COLUMNS), "beyond": beyond(rows),
        "wrong": wrong, "problem": problem, "top": top.name, "right": len(lines) - len(wrong),
    }  # fmt: skip
    return outside_page(request, "web/start_units.html", context)


@with_code
def start_administrators(request: HttpRequest) -> HttpResponse:
    """The three administrators; with them everything typed so far is written, and their slips are shown once."""
    top = _top()
    if top is None:
        return HttpResponseRedirect(reverse("start-body"))
    below = [line.made for line in units(first_start.draft().get("units", []), top)]
    problem = ""
    if request.method == "POST":
        try:
            slips = first_start.begin([top, *filter(None, below)], _three(request), clock.now())
        except PeopleError as error:
            problem = str(error)
        else:
            request.session.flush()
            context = {
                "slips": slips,
                "back": reverse("signin"),
                "onward": "三人各自登录，设定密码",
            }
            return outside_page(request, "web/slips.html", context)
    asked: dict[str, Any] = {
        "steps": _steps("start-administrators"), "problem": problem, "top": top.name, "units": len(below),
        "three": [_administrator(place, request.POST) for place in range(len(ADMINISTRATORS))],
    }  # fmt: skip
    return outside_page(request, "web/start_administrators.html", asked)


def _three(request: HttpRequest) -> list[NewAdministrator]:
    return [
        NewAdministrator(
            role,
            request.POST.get(f"name{place}", "").strip(),
            request.POST.get(f"username{place}", "").strip(),
        )
        for place, role in enumerate(ADMINISTRATORS)
    ]


def _administrator(place: int, typed: Mapping[str, str]) -> dict[str, Any]:
    role = ADMINISTRATORS[place]
    name = FieldInput(f"name{place}", "姓名", required=True, value=typed.get(f"name{place}", ""))
    username = FieldInput(
        f"username{place}", "用户名", required=True, value=typed.get(f"username{place}", ""),
        hint="登录用，例：姓名的拼音",
    )  # fmt: skip
    return {"role": role, "does": WHAT_THEY_DO[role], "fields": [name, username]}


def _top() -> NewBody | None:
    values = first_start.draft().get("body")
    return own_body(values)[0] if values else None


def _next_step() -> str:
    kept = first_start.draft()
    if "body" not in kept:
        return "start-body"
    return "start-administrators" if "units" in kept else "start-units"


def _steps(here: str) -> list[Step]:
    names = [name for name, _, _ in STEPS]
    at = names.index(here)
    return [
        Step(
            label,
            "done" if place < at else "now" if place == at else "later",
            reverse(name) if 0 < place < at else "",
            note,
        )
        for place, (name, label, note) in enumerate(STEPS)
    ]


def _field(column: Any, values: Mapping[str, str], problems: Mapping[str, str]) -> FieldInput:
    value = values.get(column.label, "")
    options = [Option(choice, choice, choice == value) for choice in column.choices]
    return FieldInput(
        column.label, column.label, kind="select" if options else "text",
        required=column.required,
        hint="" if options else column.example and f"例：{column.example}", value=value,
        problem=problems.get(column.label, ""), options=options,
    )  # fmt: skip
