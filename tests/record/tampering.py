"""What somebody with tools could do to a store, and how to read what is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from guiju.record.canonical import encode
from guiju.record.digests import sha256, sm3
from guiju.record.verifier import StoredAct
from tests.record.samples import (
    COLUMNS,
    place_of,
)

if TYPE_CHECKING:
    from guiju.record.report import Report


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.broken}


def places(report: Report) -> set[tuple[str, int]]:
    return {(finding.place.matter, finding.place.seq) for finding in report.broken}


def found(report: Report, code: str, act: StoredAct, column: str | None = None) -> bool:
    return any(
        finding.code == code
        and (finding.place.matter, finding.place.seq) == place_of(act)
        and column in {None, finding.place.column}
        for finding in report.broken
    )


def with_form(act: StoredAct, content: bytes) -> StoredAct:
    """Replace the bytes and recompute digests and columns, as an insider with tools would."""
    value = json.loads(content)
    columns = {name: value[name] for name in COLUMNS}
    return StoredAct(content, sm3(content), sha256(content), columns)


def forged(act: StoredAct) -> StoredAct:
    value = json.loads(act.form)
    value["data"]["金额"] = 1
    return with_form(act, encode(value))


def relinked(acts: list[StoredAct]) -> list[StoredAct]:
    """Rebuild a matter's chain after a change."""
    previous, rebuilt = "0" * 64, []
    for seq, act in enumerate(acts, 1):
        value = json.loads(act.form) | {"previous": previous, "seq": seq}
        again = with_form(act, encode(value))
        previous = again.sm3
        rebuilt.append(again)
    return rebuilt
