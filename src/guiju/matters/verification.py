"""Verifying the store: bytes, columns, chains and log; and deeply, by folding every matter anew.

A large store is verified in spans of matters, each in a process of its own; what is found is the same.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

import django

from guiju.matters import statements
from guiju.matters.deep import Refolding, verify_files, verify_rules
from guiju.matters.deep_numbers import verify_numbers
from guiju.matters.models import Checkpoint as KeptCheckpoint
from guiju.matters.recounting import pending
from guiju.matters.rulebook import renew_calendar
from guiju.matters.spans import WHOLE, Span, spans
from guiju.record.checkpoint import Checkpoint
from guiju.record.digests import sha256_digest, sm3_digest
from guiju.record.errors import RecordError
from guiju.record.log import Sealed, TwinLog, verify_log
from guiju.record.merkle import Frontier
from guiju.record.report import Place, Report
from guiju.record.verifier import Head, StoredAct, verify_acts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FORM = (
    "matter", "seq", "kind", "act", "body", "by", "recorded_by", "role", "done_on", "done_at",
    "recorded_at", "rules", "previous",
)  # fmt: skip
_ACTS = (
    "SELECT form, sm3, sha256, matter_id, seq, kind, act, body, by, recorded_by, role, done_on, "
    "done_at, recorded_at, rules, previous FROM matters_act {within} ORDER BY matter_id, seq"
)
_HEADS = "SELECT id, seq, head FROM matters_matter {within} ORDER BY id"
_LEAVES = (
    "SELECT matter, seq, position, sm3, sha256 FROM matters_seal {within} ORDER BY matter, seq"
)
_LOG = "SELECT matter, seq, position, sm3, sha256 FROM matters_seal ORDER BY position"
SPANS_A_WORKER = 4
WORTH_A_PROCESS = 5_000


class _Task(NamedTuple):
    """One part of the work: a span of matters, or the log where there is none."""

    span: Span | None
    deep: bool
    kept: Sequence[Checkpoint]


def verify_store(
    kept: Sequence[Checkpoint] = (), *, deep: bool = False, workers: int = 1
) -> Report:
    """Verify the whole record.

    Args:
        kept: checkpoints kept elsewhere, besides those in the store.
        deep: also refold every matter, compare what is derived, and read every file.
        workers: how many processes may share the work of a large store.

    Returns:
        What is broken and what could not be verified; intact only if something was checked.
    """
    report = Report()
    deep = deep and _counted_by_the_calendar(report)
    checkpoints = [*_own_checkpoints(report), *kept]
    parts = spans(workers * SPANS_A_WORKER, WORTH_A_PROCESS) if workers > 1 else [WHOLE]
    tasks = [_Task(None, deep, checkpoints), *(_Task(span, deep, ()) for span in parts)]
    for found in map(_found, tasks) if len(parts) == 1 else _together(tasks, workers):
        report.absorb(found)
    report.note_if_empty()
    return report


def _counted_by_the_calendar(report: Report) -> bool:
    """Whether open matters stand where the notices now known bring them; else refolding would find differences that are none."""
    renew_calendar()
    if not pending():
        return True
    report.add_not_verifiable(
        Place(),
        "deep.recounting",
        "放假安排刚有变动，未办结的期限正在后台重新推算，暂不逐件重算。请过几分钟再核验一次。",
    )
    return False


def _together(tasks: list[_Task], workers: int) -> Iterator[Report]:
    """Each task in one of several fresh processes, answers in the order of the tasks."""
    fresh = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=django.setup) as crew:
        yield from crew.map(_found, tasks)


def _found(task: _Task) -> Report:
    report = Report()
    with statements.snapshot():
        if task.span is None:
            _verify_whole(task, report)
        else:
            _verify_span(task.span, task.deep, report)
    return report


def _verify_whole(task: _Task, report: Report) -> None:
    """What concerns no single matter: the log, its right edge, the queue, the numbers, the rules, the files."""
    size, roots = verify_log(map(Sealed._make, statements.stream(_LOG)), task.kept, report)
    _queue_agrees(report)
    if task.deep:
        _edge_agrees(size, roots, report)
        verify_numbers(report)
        verify_rules(report)
        verify_files(report)


def _edge_agrees(size: int, roots: tuple[str, str], report: Report) -> None:
    """The sealer goes on from where the log ends; a store that never sealed has no sealer yet."""
    rows = statements.read("SELECT size, frontier FROM matters_sealer")
    if not (rows or size) or [_edge(*row) for row in rows] == [(size, roots)]:
        return
    report.add_broken(
        Place(column="sealer"),
        "sealer.changed",
        f"编位所接的末端与日志的{size}位不符，被单独改动。",
    )


def _edge(size: int, frontier: str) -> tuple[int, tuple[str, str]] | None:
    """Size and roots of the log as the sealer holds it; None where that does not read."""
    log = TwinLog()
    try:
        peaks = json.loads(frontier)
        log.sm3 = Frontier.from_value(sm3_digest, size, peaks["sm3"])
        log.sha256 = Frontier.from_value(sha256_digest, size, peaks["sha256"])
    except (KeyError, RecordError, TypeError, ValueError):
        return None
    return size, log.roots()


def _verify_span(span: Span, deep: bool, report: Report) -> None:
    refolding = Refolding(span, report) if deep else None
    verify_acts(
        _stored_acts(span),
        map(Head._make, statements.stream(*span.of(_HEADS, "id"))),
        map(Sealed._make, statements.stream(*span.of(_LEAVES, "matter"))),
        report,
        refolding.read if refolding else None,
    )
    if refolding:
        refolding.finish()


def _stored_acts(span: Span) -> Iterator[StoredAct]:
    for form, sm3, sha256, *values in statements.stream(*span.of(_ACTS, "matter_id")):
        columns = dict(zip(_FORM, values, strict=True))
        done_on = columns["done_on"]
        columns["done_on"] = done_on.isoformat() if isinstance(done_on, date) else done_on
        yield StoredAct(bytes(form), sm3, sha256, columns)


def _own_checkpoints(report: Report) -> list[Checkpoint]:
    found = []
    for row in KeptCheckpoint.objects.order_by("size"):
        try:
            checkpoint = Checkpoint.parse(row.text)
        except RecordError:
            report.add_broken(
                Place(column="checkpoint"), "checkpoint.text", f"第{row.size}条的检查点文本被改动。"
            )
            continue
        if checkpoint.size != row.size:
            report.add_broken(
                Place(column="checkpoint"),
                "checkpoint.size",
                f"登记为第{row.size}条的检查点写的是第{checkpoint.size}条。",
            )
        found.append(checkpoint)
    return found


def _queue_agrees(report: Report) -> None:
    """Every act is either sealed or waits in the queue."""
    statement = (
        "SELECT a.matter_id, a.seq FROM matters_act a "
        "LEFT JOIN matters_seal s ON s.matter = a.matter_id AND s.seq = a.seq "
        "LEFT JOIN matters_unsealed u ON u.matter = a.matter_id AND u.seq = a.seq "
        "WHERE s.position IS NULL AND u.id IS NULL"
    )
    for matter, seq in statements.stream(statement):
        report.add_broken(
            Place(matter, seq, "position"),
            "seal.lost",
            "这一行为既没有编位，也不在待编位的队列中。",
        )
