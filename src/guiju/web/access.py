"""Who stands at the door: the signed-in person, the body acted for, the day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from guiju.matters import clock
from guiju.matters.selectors import is_demonstration
from guiju.people.selectors import posts_on
from guiju.people.viewer import viewer_of
from guiju.web.carrying import carried

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

    from guiju.people.models import Account, Body, Person
    from guiju.people.viewer import Viewer

BODY_IN_SESSION = "body"
SAFE_METHODS = frozenset({"GET", "HEAD"})


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


def account_of(request: HttpRequest) -> Account | None:
    """The signed-in account, if any."""
    return request.user if request.user.is_authenticated else None


def staff_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets only people with a post in; the view is handed a :class:`Staff`.

    Whoever is not signed in is asked to; what was typed into a form is carried along.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return _ask_to_sign_in(request)
        staff = _staff(request, account)
        if isinstance(staff, HttpResponse):
            return staff
        response = view(request, staff, *args, **kwargs)
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
        "demonstration": is_demonstration(),
        "place": request.path,
    }
    return render(request, template, {**frame, **context}, status=status)


def _staff(request: HttpRequest, account: Account) -> Staff | HttpResponse:
    today = clock.today()
    bodies = bodies_of(account.person, today)
    if not bodies:
        return render(request, "web/no_post.html", {"name": account.person.name}, status=403)
    chosen = request.session.get(BODY_IN_SESSION)
    body = next((one for one in bodies if one.code == chosen), bodies[0])
    if len(bodies) > 1 and body.code != chosen:
        return HttpResponseRedirect(_with_next("post", request))
    viewer = viewer_of(account.person, body, today)
    if viewer is None:
        return render(request, "web/no_post.html", {"name": account.person.name}, status=403)
    return Staff(account.person, viewer, body, len(bodies) > 1, today)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method in SAFE_METHODS:
        return HttpResponseRedirect(_with_next("signin", request))
    context = {"next": request.path, "carried": carried(request.POST), "timed_out": True}
    return render(request, "web/signin.html", context)


def _with_next(name: str, request: HttpRequest) -> str:
    where = request.get_full_path() if request.method in SAFE_METHODS else "/"
    return f"{reverse(name)}?{urlencode({'next': where})}"
