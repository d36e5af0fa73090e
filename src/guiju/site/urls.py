"""All addresses of the site; each door brings its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [path("", include("guiju.web.urls"))]

handler400 = "guiju.web.errors.bad_request"
handler403 = "guiju.web.errors.forbidden"
handler404 = "guiju.web.errors.not_found"
handler500 = "guiju.web.errors.broken"
