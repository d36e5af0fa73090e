"""The one clock: in Beijing, never back, and a simulated one only where it was asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters import clock
from guiju.matters.clock import BEIJING, SimulatedClock

EVENING = dt.datetime(2026, 3, 1, 15, 59, 59, tzinfo=dt.UTC)


def test_each_reading_is_later_than_the_last_so_that_the_order_of_recording_shows():
    running = SimulatedClock(EVENING)
    readings = [running.now() for _ in range(5)]
    assert readings == sorted(set(readings))
    assert readings[-1] - EVENING < dt.timedelta(seconds=1)


def test_it_goes_forward_and_never_back():
    running = SimulatedClock(EVENING)
    running.move_to(EVENING + dt.timedelta(days=1))
    with pytest.raises(ValueError, match="does not go back"):
        running.move_to(EVENING)
    assert running.now() > EVENING + dt.timedelta(days=1)


def test_a_day_begins_at_midnight_in_beijing():
    running = SimulatedClock(EVENING)
    with clock.simulated(running):
        assert clock.today() == dt.date(2026, 3, 1)
        running.move_to(EVENING + dt.timedelta(seconds=1))
        assert clock.today() == dt.date(2026, 3, 2)
        assert clock.now().utcoffset() == dt.timedelta(hours=8)
    with clock.simulated(SimulatedClock(EVENING + dt.timedelta(seconds=1))):
        assert clock.today() == dt.date(2026, 3, 2)


def test_outside_the_clock_is_the_real_one():
    assert not clock.is_simulated()
    with clock.simulated(SimulatedClock(EVENING)):
        assert clock.is_simulated()
        with clock.simulated(SimulatedClock(EVENING + dt.timedelta(days=9))) as inner:
            assert clock.today() == inner.now().date()
        assert clock.today() == dt.date(2026, 3, 1)
    assert not clock.is_simulated()
    assert abs(clock.now() - dt.datetime.now(BEIJING)) < dt.timedelta(minutes=1)


def test_an_error_inside_leaves_no_simulated_clock_behind():
    with pytest.raises(RuntimeError), clock.simulated(SimulatedClock(EVENING)):
        raise RuntimeError
    assert not clock.is_simulated()
