"""Verifying the store: bytes, columns, chains and log; and deeply, by folding every matter anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from guiju.matters import statements
from guiju.matters.deep import verify_projections
from guiju.matters.models import Checkpoint as KeptCheckpoint
from guiju.record.checkpoint import Checkpoint
from guiju.record.errors import RecordError
from guiju.record.log import Sealed
from guiju.record.report import Place, Report
from guiju.record.verifier import Head, StoredAct, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACTS = (
    "SELECT form, sm3, sha256, matter_id, seq, kind, act, body, by, recorded_by, role, done_on, "
    "done_at, recorded_at, rules, previous FROM matters_act ORDER BY matter_id, seq"
)
_COLUMNS = (
    "matter", "seq", "kind", "act", "body", "by", "recorded_by", "role", "done_on", "done_at",
    "recorded_at", "rules", "previous",
)  # fmt: skip
_HEADS = "SELECT id, seq, head FROM matters_matter ORDER BY id"
_SEALS = "SELECT matter, seq, position, sm3, sha256 FROM matters_seal ORDER BY "


def verify_store(kept: Sequence[Checkpoint] = (), *, deep: bool = False) -> Report:
    """Verify the whole record.

    Args:
        kept: checkpoints kept elsewhere, besides those in the store.
        deep: also refold every matter, compare what is derived, and read every file.

    Returns:
        What is broken and what could not be verified; intact only if something was checked.
    """
    report = Report()
    checkpoints = [*_own_checkpoints(report), *kept]
    verify(
        _stored_acts(),
        heads=(Head(*row) for row in statements.stream(_HEADS)),
        sealed=(Sealed(*row) for row in statements.stream(_SEALS + "matter, seq")),
        log=(Sealed(*row) for row in statements.stream(_SEALS + "position")),
        checkpoints=checkpoints,
        report=report,
    )
    _queue_agrees(report)
    if deep:
        verify_projections(report)
    return report


def _stored_acts() -> Iterator[StoredAct]:
    for row in statements.stream(_ACTS):
        columns = dict(zip(_COLUMNS, row[3:], strict=True))
        done_on = columns["done_on"]
        columns["done_on"] = done_on.isoformat() if isinstance(done_on, date) else done_on
        yield StoredAct(bytes(row[0]), row[1], row[2], columns)


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
