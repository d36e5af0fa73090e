"""The one clock of the record.

Only the demonstration may run it simulated, and only on an empty store; every act recorded then says so.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BEIJING = timezone(timedelta(hours=8))
SIMULATED_MARK = "演示数据·模拟时钟"


class SimulatedClock:
    """A clock that stands at a moment until it is moved; it never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(BEIJING)

    def now(self) -> datetime:
        """The moment; each reading is a millisecond later, so that order of recording shows."""
        self._now += timedelta(milliseconds=1)
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go forward.

        Raises:
            ValueError: the moment lies before the clock.
        """
        moment = moment.astimezone(BEIJING)
        if moment < self._now:
            msg = f"a clock does not go back: {moment} is before {self._now}"
            raise ValueError(msg)
        self._now = moment


_simulated: ContextVar[SimulatedClock | None] = ContextVar("simulated_clock", default=None)


def now() -> datetime:
    """The present moment in Beijing time."""
    clock = _simulated.get()
    return clock.now() if clock is not None else datetime.now(BEIJING)


def today() -> date:
    """The present civil day in Beijing."""
    clock = _simulated.get()
    return (clock.now() if clock is not None else datetime.now(BEIJING)).date()


def is_simulated() -> bool:
    """Whether acts recorded now carry the mark of the simulated clock."""
    return _simulated.get() is not None


@contextmanager
def simulated(clock: SimulatedClock) -> Iterator[SimulatedClock]:
    """Run with a simulated clock; the caller has made sure that the store is empty."""
    token = _simulated.set(clock)
    try:
        yield clock
    finally:
        _simulated.reset(token)
