"""Shared fixtures: an office with its people, and a clock the test moves."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office import START, Office


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
