"""The background's part: takes the jobs that wait, one after another, and does them in small steps that any kill leaves whole."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import socket
import time
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError

from guiju.exchange.errors import ExchangeError
from guiju.exchange.exporting import export_step
from guiju.exchange.judging import Judging, judge_step
from guiju.exchange.models import ExportJob, ImportJob, ImportRow, JobState, RowState
from guiju.exchange.registering import TOGETHER, OvertakenError, Registration
from guiju.exchange.session import Session
from guiju.matters import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

LEASE: Final = 20.0  # seconds a job stays with a process that says nothing
ATTEMPTS: Final = 20
PAUSE: Final = 0.2
WAITING: Final = (JobState.JUDGING, JobState.IMPORTING)
BROKEN: Final = (
    "程序出了差错，已经登记的行不受影响。请稍候再点“继续”；仍不行的，请把时间告诉系统管理员。"
)
_log = logging.getLogger(__name__)


def waiting() -> bool:
    """Whether a job waits for the background."""
    return ImportJob.objects.filter(state__in=WAITING).exists() or (
        ExportJob.objects.filter(state=JobState.IMPORTING).exists()
    )


def _host() -> str:
    """This computer, so that a process can tell whether another of it still runs."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _ended(worker: str) -> bool:
    """Whether a worker was a process of this computer that runs no more: what it held is free at once."""
    host, _, rest = worker.partition("-")
    pid = rest.partition("-")[0]
    if host != _host() or not pid.isdigit():
        return not worker
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


class Worker:
    """Does jobs; what it holds in memory is only ever a copy of what the database and the files say."""

    def __init__(self) -> None:
        self.name = f"{_host()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._job: ImportJob | None = None
        self._steps: Iterator[None] | None = None

    def work(self, seconds: float, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Work for some seconds, or until nothing waits.

        Args:
            seconds: how long at least, the step under way excepted.
            stopping: asked between steps; true ends the work after the present one.

        Returns:
            Whether something was done.
        """
        until, did = time.monotonic() + seconds, False
        while not stopping() and self._step():
            did = True
            if time.monotonic() >= until:
                break
        return did

    def finish(self, job: int, told: Callable[[ImportJob], None]) -> ImportJob:
        """Do one job to the end of its present half, here and now.

        Args:
            job: its id.
            told: called after each step.
        """
        while True:
            found = ImportJob.objects.get(pk=job)
            told(found)
            if found.state not in WAITING:
                return found
            if not self._step(job):
                time.sleep(PAUSE)

    def _step(self, only: int | None = None) -> bool:
        if self._steps is None:
            self._job = self._taken(only)
            if self._job is None:
                return only is None and export_step(self.name, LEASE)
            self._steps = self._guarded(self._job)
        if next(self._steps, self) is self:
            self._steps = self._job = None
        return True

    def _taken(self, only: int | None) -> ImportJob | None:
        now = time.time()
        jobs = ImportJob.objects.filter(state__in=WAITING).order_by("id")
        for job in jobs.filter(pk=only) if only is not None else jobs:
            if job.held_until >= now and job.worker != self.name and not _ended(job.worker):
                continue
            held = ImportJob.objects.filter(pk=job.pk, state=job.state, worker=job.worker)
            if held.update(worker=self.name, held_until=now + LEASE):
                return ImportJob.objects.select_related("body", "person").get(pk=job.pk)
        return None

    def _guarded(self, job: ImportJob) -> Iterator[None]:
        """A job's steps; whatever cannot go on ends the job in words, and holds up no other."""
        try:
            yield from self._steps_of(job)
        except OvertakenError:
            return
        except ExchangeError as error:
            self._fail(job, error.sentence)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one job that fails holds up no other
            _log.exception("import job %s failed", job.pk)
            self._fail(job, BROKEN)

    def _steps_of(self, job: ImportJob) -> Iterator[None]:
        session = Session(job, TOGETHER)
        if job.state == JobState.JUDGING:
            yield from self._judge(job, session)
        else:
            yield from self._register(job, session)

    def _judge(self, job: ImportJob, session: Session) -> Iterator[None]:
        ImportRow.objects.filter(job=job).delete()
        judging = Judging(session)
        for rows, passed in judging.steps(job):
            if not judge_step(job, rows, passed, time.time() + LEASE):
                raise OvertakenError
            yield
        found = ImportRow.objects.filter(job=job)
        counts = {one: found.filter(state=one).count() for one in RowState.values}
        self._mine(job).update(
            state=JobState.JUDGED, done=0, after=0, reasons=judging.reasons.listed(),
            ready=counts[RowState.READY], rejected=counts[RowState.REJECTED], known=counts[RowState.KNOWN],
            registered=0, held_until=0, worker="",
        )  # fmt: skip

    def _register(self, job: ImportJob, session: Session) -> Iterator[None]:
        failed = 0
        while True:
            registration = Registration(job, session, time.time() + LEASE)
            if not registration.rows:
                break
            if registration.perform():
                failed, session.size = 0, min(TOGETHER, session.size * 2)
            else:
                failed += 1
                if failed > ATTEMPTS:
                    self._fail(
                        job, "数据库一直忙，没有登记完。请稍候点“继续”，已登记的行不会重复。"
                    )
                    return
                time.sleep(PAUSE if session.size == TOGETHER else 0)
            yield
            job.refresh_from_db()
            if (job.worker, job.state) != (self.name, JobState.IMPORTING):
                raise OvertakenError
        self._mine(job).update(
            state=JobState.DONE, finished=clock.now(), sample=[], held_until=0, worker=""
        )

    def _mine(self, job: ImportJob) -> QuerySet[ImportJob]:
        return ImportJob.objects.filter(pk=job.pk, worker=self.name, state=job.state)

    def _fail(self, job: ImportJob, sentence: str) -> None:
        self._mine(job).update(
            state=JobState.FAILED, failure=sentence[:500], held_until=0, worker=""
        )
