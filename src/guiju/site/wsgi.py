"""The WSGI entrance that the server is given."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.site.settings")

application = get_wsgi_application()
