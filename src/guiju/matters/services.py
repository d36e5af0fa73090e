"""The one way in: every change of a matter goes through :func:`perform`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from guiju.lawbook.errors import CatalogError
from guiju.matters.batch import Batch
from guiju.matters.memory import paused_collection
from guiju.matters.requests import ActRequest, Outcome, Refusal
from guiju.procedure import ProcedureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from guiju.matters.rulebook import Pinned
    from guiju.matters.unique import Key
    from guiju.procedure import Marking

ROWS_A_TRANSACTION = 2000
ATTEMPTS = 3


def perform(request: ActRequest) -> Outcome:
    """Perform one act: judge it, and record it if the law and the people's authority allow it.

    Args:
        request: what is asked.

    Returns:
        Where it stands, or the refusal; a refusal leaves the record untouched.
    """
    return _together([request])[0]


@dataclass(frozen=True)
class Trial:
    """What performing a request would bring about.

    Attributes:
        outcome: what performing would answer now.
        pinned: the matter's rules; None when refused.
        marking: where the matter would stand.
        data: the act's public fields as they would be recorded, proposals filled in.
        document_number: the number its document would be given; empty where it takes none or waits for approval.
    """

    outcome: Outcome
    pinned: Pinned | None = None
    marking: Marking | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    document_number: str = ""


def trial(request: ActRequest) -> Trial:
    """Judge a request exactly as performing would, and write nothing."""
    with transaction.atomic():
        batch = Batch()
        outcome = batch.add(request)
        found = Trial(outcome)
        if outcome.accepted:
            matter = batch.matter(ActRequest(request.recorded_by, matter=outcome.matter))
            last = batch.staging.forms_of(outcome.matter)[-1]
            number = str(last.verdict.get("document_number", ""))
            found = Trial(outcome, matter.pinned, matter.marking, dict(last.data), number)
        transaction.set_rollback(True)
    return found


def perform_many(
    requests: Iterable[ActRequest],
    rows_a_transaction: int = ROWS_A_TRANSACTION,
    alongside: Callable[[Sequence[Outcome]], None] | None = None,
) -> Iterator[Outcome]:
    """Perform acts in order, several to a transaction; a refused one does not hold up the others.

    Args:
        requests: what is asked, in order.
        rows_a_transaction: how many are written together.
        alongside: called inside each transaction, once its acts are written, with their outcomes: what it writes stands or falls with them.
            Where the transaction is tried again it is called again; where it fails for good it is not called.

    Yields:
        The outcome of each request, after its transaction has committed.
    """
    waiting = iter(requests)
    while chunk := list(islice(waiting, rows_a_transaction)):
        yield from _together(chunk, alongside)


def judge_many(
    requests: Iterable[ActRequest], rows_a_transaction: int = ROWS_A_TRANSACTION
) -> Iterator[Outcome]:
    """Judge opening acts as performing them one after another would, and write nothing.

    What one opens, the later ones know of: a key it would take is taken.

    Args:
        requests: what is asked, in order; each opens a matter.
        rows_a_transaction: how many are judged as of one moment of the store.

    Yields:
        What performing would answer; a matter it names is in no store.
    """
    waiting = iter(requests)
    claimed: Mapping[Key, str] = {}
    while chunk := list(islice(waiting, rows_a_transaction)):
        with transaction.atomic(), paused_collection():
            batch = Batch()
            batch.keys.take_over(claimed)
            batch.look_ahead(chunk)
            outcomes = [_judged(batch, request) for request in chunk]
            claimed = batch.keys.claimed()
            transaction.set_rollback(True)
        yield from outcomes


def unworkable(error: CatalogError | ProcedureError) -> Refusal:
    """The refusal of an act to which the rules cannot be applied: a day before any version, or beyond the calendar."""
    return Refusal(
        f"rules.{error.code}",
        f"按所填的日期推算不出期限：{error}请核对日期；日期无误的，请补充当时的日历或者参数。",
    )


def _judged(batch: Batch, request: ActRequest) -> Outcome:
    try:
        return batch.add(request)
    except (CatalogError, ProcedureError) as error:
        return Outcome(request.matter, refusal=unworkable(error))


def _written(requests: list[ActRequest]) -> list[Outcome]:
    """Judge acts one after another and write what they leave; their values are gone when this returns."""
    batch = Batch()
    if len(requests) > 1:
        batch.look_ahead(requests)
    outcomes = []
    for request in requests:
        outcomes.append(batch.add(request))
        if batch.outdated:
            batch.flush()
            batch = Batch()
    batch.flush()
    return outcomes


def _together(
    requests: list[ActRequest], alongside: Callable[[Sequence[Outcome]], None] | None = None
) -> list[Outcome]:
    """Perform acts in one transaction; where two writers met on a unique value, judge anew."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic(), paused_collection():
                outcomes = _written(requests)
                if alongside is not None:
                    alongside(outcomes)
                return outcomes
        except IntegrityError:
            continue
    busy = Refusal(
        "matter.contended",
        "同一办件或编号正被多人同时办理，本次没有保存。请稍候再试，已填写的内容不受影响。",
    )
    return [Outcome(request.matter, refusal=busy) for request in requests]
