"""The sweep over a store where little is due, against the same sweep over a store a quarter the size: it reads only what is due."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import FOUNDED, calibration, opened, seconds

SMALL, LARGE, DUE = 2_000, 8_000, 200
START = dt.datetime.fromisoformat("2026-03-02T08:00:00+08:00")


def received(body: str, clerk: str, first: int, count: int) -> None:
    """Receive applications for reconsideration; each is owed a decision on acceptance within five working days."""
    from tests.matters.test_clock_events import APPLICATION

    from guiju.matters.requests import ActRequest
    from guiju.matters.services import perform_many

    outcomes = perform_many(
        ActRequest(
            recorded_by=clerk, body=body, procedure="reconsideration", act="收到申请",
            data={**APPLICATION, "收件登记号": f"收{number}"},
        )
        for number in range(first, first + count)
    )  # fmt: skip
    assert all(outcome.accepted for outcome in outcomes)


def swept(total: int) -> float:
    """Seconds to sweep a store of so many open matters, of which a fixed few are due."""
    from guiju.matters import clock
    from guiju.matters.sweep import sweep
    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, register_person

    body = establish_body(
        f"B{total}", "示例县司法局", kind=BodyKind.ORGAN, since=FOUNDED, word="示司"
    )
    clerk = register_person("某甲")
    appoint(clerk, body, ["行政复议人员"], since=FOUNDED)
    with clock.simulated(clock.SimulatedClock(START)) as time:
        received(body.code, clerk.id, 0, DUE)
        time.move_to(START + dt.timedelta(days=8))
        received(body.code, clerk.id, DUE, total - DUE)
        changed: list[int] = []
        taken = seconds(lambda: changed.append(sweep(dt.date(2026, 3, 10))))
    assert changed == [DUE]
    return taken


if __name__ == "__main__":
    with opened():
        small, large = swept(SMALL), swept(LARGE)
    line(
        "sweep of 200 due matters",
        DUE / large,
        "matters/s",
        DUE / small,
        open=LARGE,
        calibration=round(calibration(), 3),
    )
