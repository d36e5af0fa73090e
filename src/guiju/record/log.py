"""Verification of the log: positions, roots and kept checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from guiju.record.digests import sha256_digest, sm3_digest
from guiju.record.errors import RecordError
from guiju.record.merkle import Frontier, leaf_bytes, leaves
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guiju.record.checkpoint import Checkpoint

_BATCH: Final = 4096


class Sealed(NamedTuple):
    """A row of the log: which act has which position, with the act's digests."""

    matter: str
    seq: int
    position: int
    sm3: str
    sha256: str

    def leaf(self) -> bytes:
        """Give the canonical bytes of the leaf.

        Raises:
            RecordError: when a part is not of the leaf's form.
        """
        return leaf_bytes(*self)


class TwinLog:
    """The log over both digests, as it grows."""

    def __init__(self) -> None:
        self.sm3 = Frontier(sm3_digest)
        self.sha256 = Frontier(sha256_digest)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self.sm3.size

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Append leaves.

        Args:
            leaves: canonical bytes of leaves, in order.
        """
        marked = [b"\x00" + leaf for leaf in leaves]
        self.sm3.extend([sm3_digest(leaf) for leaf in marked])
        self.sha256.extend([sha256_digest(leaf) for leaf in marked])

    def roots(self) -> tuple[str, str]:
        """Give the roots over SM3 and SHA-256, in hex."""
        return self.sm3.root().hex(), self.sha256.root().hex()


def verify_log(
    log: Iterable[Sealed], checkpoints: Sequence[Checkpoint], report: Report
) -> tuple[int, tuple[str, str]]:
    """Verify positions and roots.

    Args:
        log: all leaves, by position.
        checkpoints: checkpoints of this log that someone kept.
        report: report to add to.

    Returns:
        Size and roots of the log as computed; up to the first gap where there is one.
    """
    reader = _Reader(checkpoints, report)
    for leaf in log:
        reader.step(leaf)
    reader.finish()
    return reader.tree.size, reader.tree.roots()


class _Reader:
    """The state of one pass over the log."""

    def __init__(self, checkpoints: Sequence[Checkpoint], report: Report) -> None:
        self.report = report
        self.tree = TwinLog()
        self.waiting: list[Sealed] = []
        self.last = 0
        self.whole = True
        self.agreed = 0
        self.kept = sorted(checkpoints, key=lambda kept: -kept.size)
        self.room = _BATCH
        self._compare()

    def step(self, leaf: Sealed) -> None:
        """Take one leaf."""
        self.report.leaves += 1
        if leaf.position != self.last + 1:
            self._misplaced(leaf)
        self.last = leaf.position if type(leaf.position) is int else self.last + 1
        if not self.whole:
            return
        self.waiting.append(leaf)
        if len(self.waiting) >= self.room:
            self._flush()

    def finish(self) -> None:
        """Take in what waits, and report checkpoints the log does not reach."""
        self._flush()
        for kept in reversed(self.kept):
            if self.whole:
                self.report.add_broken(
                    Place(position=self.tree.size + 1),
                    "log.truncated",
                    f"留存的检查点有 {kept.size} 位，日志只有 {self.tree.size} 位："
                    "日志被截去，或者换成了旧本。",
                )
        if not self.agreed and self.whole and not self.report.broken_count:
            self.report.add_not_verifiable(
                Place(),
                "checkpoint.absent",
                "没有可以对照的检查点，日志末尾被截去或者整体换成旧本时查不出来。",
            )

    def _misplaced(self, leaf: Sealed) -> None:
        self.whole = False
        self.report.add_broken(
            Place(str(leaf.matter), column="position", position=self.last + 1),
            "position.gap",
            f"应当是第 {self.last + 1} 位，实际是第 {leaf.position} 位：位次有缺、重复或者颠倒。",
        )

    def _flush(self) -> None:
        rows, self.waiting = self.waiting, []
        try:
            made = leaves(rows)
        except RecordError:
            made = self._before_fault(rows)
        self.tree.extend(made)
        self._compare()

    def _before_fault(self, rows: Sequence[Sealed]) -> list[bytes]:
        """Give the leaves before the first that has no bytes, and report that one."""
        made: list[bytes] = []
        for position, row in enumerate(rows, self.tree.size + 1):
            try:
                made.append(row.leaf())
            except RecordError as error:
                self.whole = False
                place = Place(str(row.matter), column="leaf", position=position)
                self.report.add_broken(place, error.code, error.sentence)
                break
        return made

    def _compare(self) -> None:
        while self.kept and self.kept[-1].size == self.tree.size:
            kept = self.kept.pop()
            if (kept.sm3, kept.sha256) == self.tree.roots():
                self.agreed = max(kept.size, 1)
            else:
                self.report.add_broken(
                    Place(position=kept.size, column="root"),
                    "root.mismatch",
                    f"前 {kept.size} 位的根与 {kept.node} 留存的检查点不符："
                    f"第 {self.agreed + 1}至{kept.size} 位之间被改过。",
                )
        beyond = self.kept[-1].size - self.tree.size if self.kept else _BATCH
        self.room = min(beyond, _BATCH)
