from __future__ import annotations

from datetime import datetime

import pytest

from guiju.figures import definitions, selectors
from guiju.lawbook.catalog import load_catalog
from guiju.matters import clock, rulebook
from tests.figures.office import Office, small_catalog


@pytest.fixture(scope="session")
def catalog(tmp_path_factory):
    return load_catalog(small_catalog(tmp_path_factory.mktemp("catalog")))


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.GUIJU_STORE = tmp_path
    return tmp_path


@pytest.fixture
def office(db, catalog, monkeypatch, store):
    monkeypatch.setattr(rulebook, "catalog", lambda: catalog)
    forget()
    with clock.simulated(
        clock.SimulatedClock(datetime(2026, 3, 2, 9, tzinfo=clock.BEIJING))
    ) as moment:
        yield Office(moment)
    forget()


@pytest.fixture
def from_the_acts(monkeypatch):
    """No sums are kept: every question is counted from the acts as they lie."""
    monkeypatch.setattr(selectors, "look", lambda *_: None)


def forget():
    rulebook.forget()
    for cached in (definitions.shelf, rulebook.staff_roles):
        cached.cache_clear()
