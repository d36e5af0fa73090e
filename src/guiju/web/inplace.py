"""Answers to requests that change a part of a page in place: what would lead away leads the whole page away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

WHOLE = "#main"


class InPlace:
    """Middleware for requests of htmx; other requests are answered as ever.

    A redirect is followed by the page, not inside the part. An answer that has not the part asked for, such as the sign-in form after a time-out
    or a refusal, replaces all that the frame holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, for the part or for the whole."""
        response = self._get_response(request)
        if "HX-Request" not in request.headers:
            return response
        if response.has_header("Location"):
            return HttpResponseClientRedirect(response["Location"])
        if not response.streaming and _lacks_part(request, response):
            response["HX-Retarget"] = response["HX-Reselect"] = WHOLE
            response["HX-Reswap"] = "outerHTML show:window:top"
        return response


def _lacks_part(request: HttpRequest, response: HttpResponse) -> bool:
    part = request.headers.get("HX-Target", "")
    return f'id="{part}"'.encode() not in response.content
