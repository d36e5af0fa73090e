"""Merging small segments, so that a copy refreshed every minute stays a few files a procedure.

Segments are sized in tiers, each eight times the last; eight neighbours of a tier become one of the next. What was merged stays for an hour,
because a question already being answered may still read it.
"""

from __future__ import annotations

import time
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from guiju.figures.engine import connect
from guiju.figures.segments import (
    STANDING_FOLDER,
    merged_name,
    publish,
    reading,
    segments_in,
    stage,
    uppermost,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guiju.figures.segments import Segment

RUN: Final = 8
TIERS: Final = tuple(32 * 1024 * RUN**tier for tier in range(6))
GRACE_SECONDS: Final = 3600
MERGES_A_REFRESH: Final = 16


def compact(folder: Path, covered: int, merges: int = MERGES_A_REFRESH) -> int:
    """Merge what has become too many.

    Args:
        folder: the segments, locked.
        covered: last position of the last whole batch.
        merges: at most so many, so that one refresh stays short.

    Returns:
        How many merges were made.
    """
    made = 0
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        if inner.name.startswith(".") or made >= merges:
            continue
        run = due(uppermost([one for one in segments_in(inner) if one.last <= covered]))
        if run:
            _merge(folder, run)
            made += 1
    return made


def due(segments: Sequence[Segment]) -> list[Segment]:
    """The newest neighbours that are many enough and small enough to be merged."""
    sizes = [one.path.stat().st_size for one in segments]
    for limit in TIERS:
        run = list(takewhile(limit.__gt__, reversed(sizes)))
        smallest = limit // RUN if limit > TIERS[0] else 0
        if sum(size >= smallest for size in run) >= RUN:
            return list(segments[-len(run) :])
    return []


def sweep(folder: Path, now: float | None = None) -> int:
    """Remove segments replaced by a merge more than an hour ago.

    Args:
        folder: the segments, locked.
        now: seconds since the epoch; None means the present.

    Returns:
        How many were removed.
    """
    limit = (time.time() if now is None else now) - GRACE_SECONDS
    removed = 0
    for inner in (path for path in folder.iterdir() if path.is_dir()):
        everything = segments_in(inner)
        for cover in uppermost(everything):
            for old in everything:
                if cover.covers(old) and cover.path.stat().st_mtime < limit:
                    old.path.unlink()
                    removed += 1
    return removed


def _merge(folder: Path, run: Sequence[Segment]) -> None:
    path = merged_name(run)
    order = "position, part" if path.parent.name != STANDING_FOLDER else "position"
    with connect(folder) as connection:
        publish([stage(connection, f"{reading([one.path for one in run])} ORDER BY {order}", path)])
