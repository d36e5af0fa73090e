"""The first half of a job: every row is judged as registering would judge it, and nothing is written into the record."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from guiju.exchange.models import ImportJob, ImportRow, JobState, RowState
from guiju.exchange.rows import RowError
from guiju.matters.services import judge_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.exchange.session import Session
    from guiju.exchange.tables import Row
    from guiju.matters.requests import ActRequest, Outcome, Refusal

TOGETHER = 1000
REASONS_KEPT = 60
REASON_LENGTH = 2000
TAKEN = "key.taken"
OWN = re.compile(r"（[^（）]*）|[\d-]*\d")


@dataclass
class Reasons:
    """Why rows were rejected, alike ones together.

    Attributes:
        groups: general sentence → count, first row, the sentence of that row.
    """

    groups: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, general: str, row: int, sentence: str) -> None:
        """Count a rejected row."""
        group = self.groups.setdefault(general, [0, row, sentence])
        group[0] += 1

    def listed(self) -> list[list[Any]]:
        """The commonest ones as they are kept: general sentence, count, first row, its sentence."""
        listed = [[general, *group] for general, group in self.groups.items()]
        return sorted(listed, key=lambda one: (-one[1], one[2]))[:REASONS_KEPT]

    @classmethod
    def of(cls, listed: list[list[Any]]) -> Reasons:
        """What :meth:`listed` gave."""
        return cls({general: list(group) for general, *group in listed})


class Judging:
    """Judges the rows of a session, some at a time; begun anew it begins at the first row."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.reasons = Reasons()
        self._found: list[ImportRow] = []
        self._pending: deque[tuple[Row, str]] = deque()
        self._rows_of: dict[str, int] = {}
        self._passed = 0

    def steps(self, job: ImportJob) -> Iterator[tuple[list[ImportRow], int]]:
        """What became of the rows, some at a time, with how many were looked at."""
        for outcome in judge_many(self._requests(job), TOGETHER):
            row, digest = self._pending.popleft()
            self._found.append(self._judged(job, row, digest, outcome))
            if not self._pending:
                yield self._handed(), self._passed
        yield self._handed(), self._passed

    def _handed(self) -> list[ImportRow]:
        found, self._found = self._found, []
        return found

    def _requests(self, job: ImportJob) -> Iterator[ActRequest]:
        rows = self.session.table.rows
        for first in range(0, len(rows), TOGETHER):
            chunk = rows[first : first + TOGETHER]
            asked = [one for row in chunk if (one := self._asked(job, row)) is not None]
            known = registered([digest for _, _, digest in asked])
            for row, request, digest in asked:
                if digest in known:
                    self._found.append(_row(job, row, RowState.KNOWN, matter=known[digest]))
                else:
                    self._pending.append((row, digest))
                    yield request
            self._passed = first + len(chunk)

    def _asked(self, job: ImportJob, row: Row) -> tuple[Row, ActRequest, str] | None:
        try:
            request = self.session.reading.request(row)
        except RowError as error:
            self.reasons.add(error.general, row.number, str(error))
            self._found.append(
                _row(job, row, RowState.REJECTED, code="cell.unreadable", reason=str(error))
            )
            return None
        return row, request, self.session.reading.digest(request)

    def _judged(self, job: ImportJob, row: Row, digest: str, outcome: Outcome) -> ImportRow:
        if outcome.refusal is None:
            self._rows_of[outcome.matter] = row.number
            return _row(job, row, RowState.READY, digest=digest)
        refusal = outcome.refusal
        twin = self._rows_of.get(refusal.matter) if refusal.code == TAKEN else None
        sentence = reason_of(refusal)
        if twin is not None:
            sentence = f"与本表第{twin}行重复，同一项只能登记一次。请核对后删去一行。"
        self.reasons.add(alike(sentence), row.number, sentence)
        return _row(job, row, RowState.REJECTED, code=refusal.code, reason=sentence)


def alike(sentence: str) -> str:
    """A refusal without what it says of this row only: days, numbers, what stands in brackets."""
    return OWN.sub("…", sentence)


def reason_of(refusal: Refusal) -> str:
    """Why a row is refused, as its owner reads it: field by field where fields are wrong."""
    if refusal.code == "data.invalid" and refusal.problems:
        return "".join(refusal.problems.values())
    return f"{refusal.sentence}（{refusal.cite}）" if refusal.cite not in refusal.sentence else refusal.sentence  # fmt: skip


def registered(digests: list[str]) -> dict[str, str]:
    """Those of some rows that are registered already, each with its matter."""
    found = ImportRow.objects.filter(digest__in=digests, state=RowState.REGISTERED)
    return dict(found.values_list("digest", "matter"))


def judge_step(job: ImportJob, rows: list[ImportRow], passed: int, held_until: float) -> bool:
    """Keep what was judged; False where the job is no longer this worker's."""
    with transaction.atomic():
        mine = ImportJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.JUDGING)
        if not mine.update(done=passed, held_until=held_until):
            return False
        ImportRow.objects.bulk_create(rows, batch_size=500)
    return True


def _row(job: ImportJob, row: Row, state: str, **more: str) -> ImportRow:
    more["reason"] = more.get("reason", "")[:REASON_LENGTH]
    return ImportRow(job=job, row=row.number, state=state, **more)
