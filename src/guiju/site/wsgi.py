"""The WSGI entrance that the server is given."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from guiju.cli.lifeline import end_with_the_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.site.settings")


def over_https(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The entrance behind a proxy that takes https only.

    The server itself is spoken to in plain http; unless told so, forms sent from an https page would look as if they came from elsewhere.
    """

    def entrance(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return inner({**environ, "wsgi.url_scheme": "https"}, start_response)

    return entrance


application: Callable[..., Iterable[bytes]] = get_wsgi_application()
if settings.SESSION_COOKIE_SECURE:
    application = over_https(application)
end_with_the_server()
if multiprocessing.parent_process() is not None:  # a worker of the server
    from guiju.figures.warming import keep_warm  # needs the settings

    keep_warm()
