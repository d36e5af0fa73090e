"""The activity ledger's clerk at the counter, with a worker at hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from guiju.exchange.services import Upload, Worker, bring_in, confirm_columns, proposal, start
from guiju.people.viewer import viewer_of

if TYPE_CHECKING:
    from guiju.exchange.models import ImportJob


@dataclass
class Counter:
    """Somebody who brings tables in."""

    office: Any
    viewer: Any

    def bring(self, content: bytes, name: str = "活动台账.xlsx", **more: Any) -> ImportJob:
        more.setdefault("procedure", "law-activity")
        return bring_in(self.viewer, Upload(name, content, **more))[0]

    def judged(
        self, content: bytes, defaults: dict[str, str] | None = None, **more: Any
    ) -> ImportJob:
        return self.judge(self.bring(content, **more), defaults)

    def judge(self, job: ImportJob, defaults: dict[str, str] | None = None) -> ImportJob:
        found = proposal(job)
        places = {key: match.column for key, match in found.matches.items()}
        confirm_columns(job, places, defaults or {})
        return self.worked(job)

    def registered(self, content: bytes, **more: Any) -> ImportJob:
        return self.worked(start(self.judged(content, **more)))

    def worked(self, job: ImportJob) -> ImportJob:
        return Worker().finish(job.pk, lambda _: None)


@pytest.fixture
def counter(office) -> Counter:
    viewer = viewer_of(office.people["clerk"], office.body, dt.date(2026, 3, 2))
    assert viewer is not None
    return Counter(office, viewer)
