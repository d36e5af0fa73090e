"""Bringing the columnar copy up to the log: the one job that writes segments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.figures import compaction, source
from guiju.figures.definitions import shelf
from guiju.figures.errors import broken
from guiju.figures.rows import act_rows, standing_row
from guiju.figures.segments import (
    alone,
    clear_leftovers,
    manifest,
    root,
    write_rows,
    write_standing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guiju.figures.definitions import Shelf
    from guiju.figures.rows import Placed, Row

BATCH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        covered: last position the copy holds now.
        added: positions added.
        merges: how often small segments were merged.
        busy: another process was refreshing, so nothing was done.
    """

    covered: int
    added: int = 0
    merges: int = 0
    busy: bool = False


def refresh(batch: int = BATCH) -> Refreshed:
    """Copy the acts sealed since the last refresh.

    Args:
        batch: how many positions become one segment of a procedure at most.

    Raises:
        SegmentError: ``segment.gap``: a position names no act.
    """
    folder = root()
    with alone(folder) as got:
        before = manifest(folder).covered
        if not got:
            return Refreshed(before, busy=True)
        last = source.last_position()
        if (
            before > last
        ):  # the database was put back to an earlier state, so its positions name other acts
            before = 0
        clear_leftovers(folder, before)
        for after in range(before, last, batch):
            span = (after + 1, min(after + batch, last))
            write_batch(folder, shelf(), span, _whole(source.sealed_acts(after, span[1]), span))
        merges = compaction.compact(folder, last)
        compaction.sweep(folder)
        return Refreshed(last, last - before, merges)


def write_batch(folder: Path, known: Shelf, span: tuple[int, int], acts: Sequence[Placed]) -> None:
    """Write the segments of a range of positions; the standing segment last.

    Args:
        folder: the segments, locked.
        known: the columns of the procedures.
        span: first and last position.
        acts: every act of the range, in order.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    standing: list[Row] = []
    for placed in acts:
        columns = known.columns(placed.procedure)
        rows[placed.procedure].extend(act_rows(placed, columns))
        correcting = standing_row(placed, columns)
        if correcting is not None:
            standing.append(correcting)
    write_rows(
        folder,
        span,
        [
            (procedure, known.columns(procedure).sql_types(), listed)
            for procedure, listed in sorted(rows.items())
            if listed
        ],
    )
    write_standing(folder, span, source.aimed(standing, acts))


def _whole(acts: list[Placed], span: tuple[int, int]) -> list[Placed]:
    first, last = span
    if [act.position for act in acts] != list(range(first, last + 1)):
        sentence = (
            f"记录第{first}至{last}位有缺号，统计副本没有更新。"
            "请先核验记录（verify），查明缺失的行为后再刷新；在此之前统计直接读取记录。"
        )
        broken("segment.gap", sentence)
    return acts


def rebuild() -> Refreshed:
    """Throw the copy away and write it anew; after a restore, or when a file of it was lost.

    Raises:
        SegmentError: ``segment.gap``.
    """
    folder = root()
    with alone(folder) as got:
        if not got:
            return Refreshed(manifest(folder).covered, busy=True)
        clear_leftovers(folder, 0)
    return refresh()
