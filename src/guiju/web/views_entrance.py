"""Signing in and out, and choosing the body one acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guiju.matters import clock
from guiju.people import first_start
from guiju.people.sign_in import sign_in
from guiju.web.access import BODY_IN_SESSION, IDLE, SAFE_METHODS, bodies_of, outside_page
from guiju.web.carrying import carried_on
from guiju.web.session import account_of, begin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

READING, LARGE = "reading", "large"
A_YEAR = 365 * 24 * 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"
FAILED = "用户名或者密码不对。连续错五次，账号锁定十五分钟；已经锁定的，请届时再试。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; on success go on to where one was going."""
    target = safe_next(request)
    if request.method in SAFE_METHODS:
        if account_of(request) is not None:
            return HttpResponseRedirect(target)
        if first_start.is_open():
            return HttpResponseRedirect(reverse("start"))
        return outside_page(request, "web/signin.html", _signin_context(request, target))
    name, password = request.POST.get("username", ""), request.POST.get("password", "")
    account = sign_in(name.strip(), password, clock.now())
    if account is None:
        context = {**_signin_context(request, target), "problem": FAILED, "username": name}
        return outside_page(request, "web/signin.html", context)
    login(request, account, backend=BACKEND)
    begin(request)
    return _go_on(request, target)


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    response = HttpResponseRedirect(reverse("signin"))
    response["Clear-Site-Data"] = '"cache"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """Choose the body one acts for, among those one holds a post at."""
    account = account_of(request)
    if account is None:
        return outside_page(
            request, "web/signin.html", _signin_context(request, safe_next(request))
        )
    bodies = bodies_of(account.person, clock.today())
    chosen = request.POST.get("body", "")
    if request.method == "POST" and chosen in {body.code for body in bodies}:
        request.session[BODY_IN_SESSION] = chosen
        return _go_on(request, safe_next(request))
    if not bodies:
        return HttpResponseRedirect(reverse("today"))
    context = {
        "bodies": bodies,
        "carried": carried_on(request.POST),
        "next": safe_next(request),
        "current": request.session.get(BODY_IN_SESSION, ""),
        "problem": "请选一个机构。" if request.method == "POST" else "",
    }
    return outside_page(request, "web/post.html", context)


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Switch between normal and large letters; the browser remembers, signed in or not."""
    response = HttpResponseRedirect(safe_next(request))
    if request.COOKIES.get(READING) == LARGE:
        response.delete_cookie(READING, samesite="Lax")
    else:
        response.set_cookie(
            READING,
            LARGE,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go on to: an address of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, hosts, require_https=request.is_secure()
    ):
        return wanted
    return "/"


def _go_on(request: HttpRequest, target: str) -> HttpResponse:
    """Go where one was going; what was typed there before is taken along."""
    kept = carried_on(request.POST)
    if kept:
        return outside_page(request, "web/resume.html", {"target": target, "carried": kept})
    return HttpResponseRedirect(target)


def _signin_context(request: HttpRequest, target: str) -> dict[str, object]:
    return {
        "next": target,
        "carried": carried_on(request.POST),
        "idle": IDLE in request.GET,
    }
