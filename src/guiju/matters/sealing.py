"""The sealer: positions 1, 2, 3 … for committed acts, and checkpoints of the log they make."""

from __future__ import annotations

import json

from django.db import connection, transaction

from guiju.matters import statements
from guiju.matters.keys import node_name, signing_key
from guiju.matters.memory import paused_collection
from guiju.matters.models import Checkpoint as KeptCheckpoint
from guiju.record.checkpoint import Checkpoint
from guiju.record.digests import sha256_digest, sm3_digest
from guiju.record.log import TwinLog
from guiju.record.merkle import Frontier, leaves

ACTS_A_TURN = 10_000
LEASE = 1
_TAKE = (
    "SELECT u.id, u.matter, u.seq, a.sm3, a.sha256 FROM matters_unsealed u "
    "JOIN matters_act a ON a.matter_id = u.matter AND a.seq = u.seq ORDER BY u.id LIMIT %s"
)
_SEAL = "INSERT INTO matters_seal (matter, seq, position, sm3, sha256) VALUES (%s, %s, %s, %s, %s)"
_BEGIN = (
    "INSERT INTO matters_sealer (id, size, frontier) VALUES (%s, 0, %s) ON CONFLICT (id) DO NOTHING"
)
_ADVANCE = "UPDATE matters_sealer SET size = %s, frontier = %s WHERE id = %s"


def seal() -> int:
    """Give every committed act its position, in short transactions.

    Returns:
        The size of the log.
    """
    while True:
        size, taken = _turn()
        if taken < ACTS_A_TURN:
            return size


def checkpoint() -> Checkpoint:
    """Seal, and keep a signed checkpoint of the log as it stands.

    Returns:
        The checkpoint; its text is what another body keeps.
    """
    seal()
    with transaction.atomic():
        log = _lease()
        sm3, sha256 = log.roots()
        made = Checkpoint(node_name(), log.size, sm3, sha256).sign(node_name(), signing_key())
        KeptCheckpoint.objects.update_or_create(size=log.size, defaults={"text": made.format()})
    return made


def _turn() -> tuple[int, int]:
    with transaction.atomic(), paused_collection():
        log = _lease()
        rows = statements.read(_TAKE, [ACTS_A_TURN])
        if not rows:
            return log.size, 0
        placed = [
            (matter, seq, position, sm3, sha256)
            for position, (_, matter, seq, sm3, sha256) in enumerate(rows, log.size + 1)
        ]
        log.extend(leaves(placed))
        statements.write(_SEAL, placed)
        statements.take_from_queue([row[0] for row in rows])
        statements.write(_ADVANCE, [(log.size, _dump(log), LEASE)])
        return log.size, len(rows)


def _lease() -> TwinLog:
    """The log's right edge, its row locked until the transaction ends."""
    statements.write(_BEGIN, [(LEASE, _dump(TwinLog()))])
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    ((size, frontier),) = statements.read(
        f"SELECT size, frontier FROM matters_sealer WHERE id = %s{lock}",  # noqa: S608 -- no value joined
        [LEASE],
    )
    peaks = json.loads(frontier)
    log = TwinLog()
    log.sm3 = Frontier.from_value(sm3_digest, size, peaks["sm3"])
    log.sha256 = Frontier.from_value(sha256_digest, size, peaks["sha256"])
    return log


def _dump(log: TwinLog) -> str:
    return json.dumps(
        {
            "sm3": [peak.hex() for peak in log.sm3.peaks],
            "sha256": [peak.hex() for peak in log.sha256.peaks],
        }
    )
