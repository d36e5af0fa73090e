"""Who stands at the door: the signed-in person, the body acted for, the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from guiju.matters import clock
from guiju.matters.rulebook import renew_calendar
from guiju.matters.selectors import is_demonstration
from guiju.people.selectors import posts_on
from guiju.people.viewer import viewer_of
from guiju.record.errors import RecordError
from guiju.web.carrying import carried
from guiju.web.menu import for_administrators, places
from guiju.web.session import account_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

    from guiju.people.models import Account, Body, Person
    from guiju.people.viewer import Viewer

BODY_IN_SESSION = "body"
SAFE_METHODS = frozenset({"GET", "HEAD"})
IDLE = "idle"
UNASKABLE = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Staff:
    """Somebody at work.

    Attributes:
        viewer: the person acting for the body.
        body: the body acted for.
        several: whether the person could act for another body as well.
        today: the civil day.
    """

    person: Person
    viewer: Viewer
    body: Body
    several: bool
    today: date


def bodies_of(person: Person, day: date) -> list[Body]:
    """The bodies a person holds a post at on a day, each once."""
    found = {post.body_id: post.body for post in posts_on(person, day)}
    return list(found.values())


def staff_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets only people with a post in; the view is handed a :class:`Staff`.

    Whoever is not signed in is asked to; what was typed into a form is carried along. A record that cannot be read is said to be damaged.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _refuse_unaskable(request)
        was_in = request.user.is_authenticated
        account = account_of(request)
        if account is None:
            return _ask_to_sign_in(request, idle=was_in)
        if account.one_time_until is not None:
            return HttpResponseRedirect(reverse("password"))
        staff = _staff(request, account)
        if isinstance(staff, HttpResponse):
            return staff
        if staff.viewer.administers and not for_administrators(request.path):
            raise PermissionDenied
        renew_calendar()
        try:
            response = view(request, staff, *args, **kwargs)
        except RecordError as error:
            response = page(request, staff, "web/damaged.html", {"fault": error.sentence})
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return entered


def page(
    request: HttpRequest, staff: Staff, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page inside the frame."""
    frame = {
        "staff_name": staff.person.name,
        "body_name": staff.body.name,
        "several_bodies": staff.several,
        "demonstration": _demonstration(),
        "place": request.path,
        "administers": staff.viewer.administers,
        "menu": places(request.path, administers=staff.viewer.administers),
        "search": "" if staff.viewer.administers else reverse("search"),
    }
    return render(request, template, {**frame, **context}, status=status)


def outside_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page for whoever has not come in yet; what it may carry along is not kept by the browser."""
    told = {"demonstration": _demonstration(), **context}
    response = render(request, template, told, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _demonstration() -> bool:
    """Whether the pages say that the data are a demonstration's; a first act that cannot be read keeps no page shut."""
    try:
        return is_demonstration()
    except RecordError:
        return False


def _staff(request: HttpRequest, account: Account) -> Staff | HttpResponse:
    today = clock.today()
    bodies = bodies_of(account.person, today)
    if not bodies:
        return _no_post(request, account)
    chosen = request.session.get(BODY_IN_SESSION)
    body = next((one for one in bodies if one.code == chosen), bodies[0])
    if len(bodies) > 1 and body.code != chosen:
        return _ask_which_body(request, bodies)
    viewer = viewer_of(account.person, body, today)
    if viewer is None:
        return _no_post(request, account)
    return Staff(account.person, viewer, body, len(bodies) > 1, today)


def _refuse_unaskable(request: HttpRequest) -> None:
    """Refuse what no person types and not every database can be asked about, in address and form: null, and half characters."""
    told = (request.GET, request.POST)
    typed = (value for query in told for key, values in query.lists() for value in (key, *values))
    if any(UNASKABLE.search(str(value)) for value in (request.path, *typed)):
        message = "a null or half character in the request"
        raise SuspiciousOperation(message)


def _no_post(request: HttpRequest, account: Account) -> HttpResponse:
    return outside_page(request, "web/no_post.html", {"name": account.person.name}, status=403)


def _ask_which_body(request: HttpRequest, bodies: list[Body]) -> HttpResponse:
    if request.method in SAFE_METHODS:
        return HttpResponseRedirect(_with_next("post", request))
    return outside_page(request, "web/post.html", {**_typed(request), "bodies": bodies})


def _ask_to_sign_in(request: HttpRequest, *, idle: bool) -> HttpResponse:
    if request.method in SAFE_METHODS:
        return HttpResponseRedirect(_with_next("signin", request, **({IDLE: "1"} if idle else {})))
    return outside_page(request, "web/signin.html", {**_typed(request), "timed_out": True})


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {"next": request.path, "carried": carried(request.POST)}


def _with_next(name: str, request: HttpRequest, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path(), **more})}"
