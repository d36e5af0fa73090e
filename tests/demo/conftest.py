from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings

from guiju.demo.services import build_demo
from guiju.matters import rulebook

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole county, built once for a module and taken back after it."""
    store = tmp_path_factory.mktemp("store")
    with override_settings(GUIJU_STORE=store), django_db_blocker.unblock():
        rulebook.forget()
        with transaction.atomic():
            yield build_demo(today=TODAY)
            transaction.set_rollback(True)
        rulebook.forget()
