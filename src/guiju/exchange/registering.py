"""The second half of a job: the rows that may be registered are performed, some at a time, each batch with the job's progress in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.db.models import F

from guiju.exchange.judging import REASON_LENGTH, Reasons, alike, reason_of, registered
from guiju.exchange.models import ImportJob, ImportRow, JobState, RowState
from guiju.exchange.rows import RowError
from guiju.lawbook.errors import CatalogError
from guiju.matters.requests import ActRequest, Outcome
from guiju.matters.services import perform_many, unworkable
from guiju.procedure import ProcedureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.exchange.session import Session

TOGETHER: Final = 500
UPDATE_ROW: Final = (
    "UPDATE exchange_importrow SET state = %s, code = %s, reason = %s, matter = %s WHERE id = %s"
)


class OvertakenError(Exception):
    """The job was stopped, or another process has done this batch; nothing of it was written."""


class Registration:
    """One batch: rows judged ready, and what becomes of them."""

    def __init__(self, job: ImportJob, session: Session, held_until: float) -> None:
        self.job = job
        self.session = session
        self.written = False
        self._held_until = held_until
        self._found: dict[int, tuple[str, str, str, str]] = {}
        self._asked: list[tuple[ImportRow, ActRequest]] = []
        self.reasons = Reasons.of(job.reasons)
        self._sorted: tuple[dict[int, tuple[str, str, str, str]], list[list[Any]]] = {}, []
        self.rows = list(
            ImportRow.objects.filter(job=job, state=RowState.READY, row__gt=job.after)
            .order_by("row")[: session.size]
        )  # fmt: skip

    def perform(self) -> bool:
        """Register the batch.

        Returns:
            Whether it was written; where not, it may be tried again.

        Raises:
            OvertakenError: nothing of it is this worker's to write any more.
        """
        self._sort()
        try:
            requests = [request for _, request in self._asked]
            if not requests:
                with transaction.atomic():
                    self.write([])
            for _ in perform_many(requests, max(len(requests), 1), self.write):
                pass
        except (CatalogError, ProcedureError) as error:
            if len(self._asked) > 1:
                self.session.size = max(1, len(self.rows) // 2)
                return False
            with transaction.atomic():
                self.write([Outcome("", refusal=unworkable(error))])
        return self.written

    def _sort(self) -> None:
        """Tell what is registered already and what can no longer be read from what is to be performed."""
        known = registered([row.digest for row in self.rows])
        for row in self.rows:
            if row.digest and row.digest in known:
                self._found[row.pk] = (RowState.KNOWN, "", "", known[row.digest])
                continue
            try:
                request = self.session.reading.request(self.session.by_number[row.row])
                self._asked.append((row, request))
            except RowError as error:
                self._reject(row, "cell.unreadable", str(error), error.general)
        self._sorted = dict(self._found), self.reasons.listed()

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write what became of the batch, inside its transaction.

        Raises:
            OvertakenError: the job has moved on without this batch.
        """
        # A transaction that is tried again begins from what was known before it.
        self._found, self.reasons = dict(self._sorted[0]), Reasons.of(self._sorted[1])
        for (row, _), outcome in zip(self._asked, outcomes, strict=True):
            if outcome.refusal is None:
                self._found[row.pk] = (RowState.REGISTERED, "", "", outcome.matter)
            else:
                sentence = reason_of(outcome.refusal)
                self._reject(row, outcome.refusal.code, sentence, alike(sentence))
        self._advance()
        with connection.cursor() as cursor:
            cursor.executemany(UPDATE_ROW, [(*told, key) for key, told in self._found.items()])
        self.written = True

    def _advance(self) -> None:
        states = [told[0] for told in self._found.values()]
        rejected = states.count(RowState.REJECTED)
        mine = ImportJob.objects.filter(
            pk=self.job.pk, worker=self.job.worker, state=JobState.IMPORTING, after=self.job.after
        )
        moved = mine.update(
            after=self.rows[-1].row,
            done=F("done") + len(self.rows),
            ready=F("ready") - len(self.rows),
            registered=F("registered") + states.count(RowState.REGISTERED),
            known=F("known") + states.count(RowState.KNOWN),
            rejected=F("rejected") + rejected,
            held_until=self._held_until,
            **({"reasons": self.reasons.listed()} if rejected else {}),
        )
        if not moved:
            raise OvertakenError

    def _reject(self, row: ImportRow, code: str, sentence: str, general: str) -> None:
        self.reasons.add(general, row.row, sentence)
        self._found[row.pk] = (RowState.REJECTED, code, sentence[:REASON_LENGTH], "")
