"""Signing in and out, and choosing the body one acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guiju.matters import clock
from guiju.matters.selectors import is_demonstration
from guiju.people.sign_in import sign_in
from guiju.web.access import BODY_IN_SESSION, SAFE_METHODS, account_of, bodies_of
from guiju.web.carrying import Pair

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BACKEND = "django.contrib.auth.backends.ModelBackend"
FAILED = "用户名或者密码不对。连续错五次，账号锁定十五分钟；已经锁定的，请届时再试。"
CARRIED = "carried-"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; on success go on to where one was going."""
    target = safe_next(request)
    if request.method in SAFE_METHODS:
        if account_of(request) is not None:
            return HttpResponseRedirect(target)
        return render(request, "web/signin.html", _signin_context(request, target))
    name, password = request.POST.get("username", ""), request.POST.get("password", "")
    account = sign_in(name.strip(), password, clock.now())
    if account is None:
        context = {**_signin_context(request, target), "problem": FAILED, "username": name}
        return render(request, "web/signin.html", context)
    login(request, account, backend=BACKEND)
    kept = _carried_on(request)
    if kept:
        return render(request, "web/resume.html", {"target": target, "carried": kept})
    return HttpResponseRedirect(target)


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
        return HttpResponseRedirect(reverse("signin"))
    bodies = bodies_of(account.person, clock.today())
    chosen = request.POST.get("body", "")
    if request.method == "POST" and chosen in {body.code for body in bodies}:
        request.session[BODY_IN_SESSION] = chosen
        return HttpResponseRedirect(safe_next(request))
    context = {
        "bodies": bodies,
        "next": safe_next(request),
        "current": request.session.get(BODY_IN_SESSION, ""),
        "problem": "请选一个机构。" if request.method == "POST" else "",
    }
    return render(request, "web/post.html", context)


def safe_next(request: HttpRequest) -> str:
    """Where to go on to: an address of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, hosts, require_https=request.is_secure()
    ):
        return wanted
    return "/"


def _signin_context(request: HttpRequest, target: str) -> dict[str, object]:
    return {
        "next": target,
        "carried": _carried_on(request),
        "demonstration": is_demonstration(),
    }


def _carried_on(request: HttpRequest) -> list[Pair]:
    return [
        Pair(key.removeprefix(CARRIED), str(value))
        for key in request.POST
        if key.startswith(CARRIED)
        for value in request.POST.getlist(key)
    ]
