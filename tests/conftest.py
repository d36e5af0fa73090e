"""Shared fixtures: an office with its people, and a clock the test moves."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office import START, Office

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--asking-the-database", action="store_true",
        help="leave out the tests that may not ask the database, since another one changes nothing for them",
    )  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asking-the-database"):
        left_out = [one for one in items if not asks_the_database(one)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [one for one in items if asks_the_database(one)]


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test may ask the database; every other one fails as soon as it does."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(fixtures)


@pytest.fixture
def store(settings, tmp_path):
    """A store folder of the test's own; the database is the test database."""
    from guiju.matters import rulebook

    settings.GUIJU_STORE = tmp_path
    rulebook.forget()
    return tmp_path


@pytest.fixture
def time(store):
    """A simulated clock that begins on 2 March 2026, a Monday."""
    from guiju.matters import clock

    with clock.simulated(clock.SimulatedClock(START)) as running:
        yield running


@pytest.fixture
def office(db, time) -> Office:
    """A county market regulation bureau with certified officers."""
    return Office.open(time)


def moment(day: str, hour: int = 9) -> dt.datetime:
    """A moment of a day in Beijing time."""
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00")
