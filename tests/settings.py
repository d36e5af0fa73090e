"""The site's settings, with a test database that several connections can open."""

from __future__ import annotations

import guiju.site.settings as site
from guiju.site.settings import *  # noqa: F403

DATABASES = {"default": dict(site.DATABASES["default"])}
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    site.GUIJU_STORE.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(site.GUIJU_STORE / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
