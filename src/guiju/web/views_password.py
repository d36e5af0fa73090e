"""Choosing one's own password: before anything else where it was drawn, and whenever one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guiju.people.services import PeopleError, choose_password
from guiju.web.access import outside_page
from guiju.web.session import account_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from guiju.people.models import Account

DIFFERENT = "两次输入的新密码不一样。请重新输入。"
NOT_THE_OLD = "现在的密码不对。请重新输入。"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set a new password; other sessions of the account end."""
    account = account_of(request)
    if account is None:
        return HttpResponseRedirect(reverse("signin"))
    first = account.one_time_until is not None
    problem = ""
    if request.method == "POST":
        problem = _problem(request, account, first=first)
        if not problem:
            update_session_auth_hash(request, account)
            messages.success(request, "新密码已经设定，下次登录用新密码。")
            return HttpResponseRedirect("/")
    context = {"first": first, "problem": problem, "name": account.person.name}
    return outside_page(request, "web/password.html", context)


def _problem(request: HttpRequest, account: Account, *, first: bool) -> str:
    chosen = request.POST.get("new", "")
    if chosen != request.POST.get("again", ""):
        return DIFFERENT
    # Whoever has just come in with a drawn password has shown it a moment ago.
    if not first and not account.check_password(request.POST.get("old", "")):
        return NOT_THE_OLD
    try:
        choose_password(account, chosen)
    except PeopleError as error:
        return str(error)
    return ""
