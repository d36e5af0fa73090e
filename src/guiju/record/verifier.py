"""Verification of stored acts: bytes, columns, chains, heads, places in the log.

Acts, heads and leaves are read once each, as streams in matter order; memory stays constant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.record.act import ZERO, is_well_formed
from guiju.record.canonical import FAST
from guiju.record.cursor import Cursor
from guiju.record.digests import sha256 as digest_sha256
from guiju.record.digests import sm3_digest
from guiju.record.explain import explain_bytes, explain_columns, explain_form
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.record.cursor import Key
    from guiju.record.log import Sealed

    Reader = Callable[[dict[str, Any]], None]


class StoredAct(NamedTuple):
    """A row of acts as it is stored.

    Attributes:
        form: stored canonical bytes.
        sm3: stored SM3, hex.
        sha256: stored SHA-256, hex.
        columns: every other column under the key of the form it copies, in the form's own
            types; `matter` and `seq` always.
    """

    form: bytes
    sm3: str
    sha256: str
    columns: Mapping[str, object]


class Head(NamedTuple):
    """What a matter says of its last act."""

    matter: str
    seq: int
    sm3: str


def verify_acts(
    acts: Iterable[StoredAct],
    heads: Iterable[Head] | None,
    sealed: Iterable[Sealed] | None,
    report: Report,
    reader: Reader | None = None,
) -> None:
    """Verify acts, their chains, heads and places in the log.

    Args:
        acts: all acts, by matter and number.
        heads: all heads, by matter; None where there are none to compare.
        sealed: leaves by matter and number; None where there are none to compare.
        report: report to add to.
        reader: told every form that is of the format, in order, so that nobody need decode it again.
    """
    walk = _Walk(report, heads, sealed)
    for act in acts:
        form = walk.step(act)
        if reader is not None and form is not None:
            reader(form)
    walk.finish()
    if heads is None:
        report.add_not_verifiable(
            Place(), "head.absent", "没有办件末端登记，办件末尾被截去时查不出来。"
        )
    if sealed is None:
        report.add_not_verifiable(Place(), "leaf.absent", "没有编位登记，未核对行为与日志。")


# Taken out of the codec once: this decides the speed of verification.
_loads, _dumps = FAST.loads, FAST.dumps


def _read(content: bytes) -> dict[str, Any] | None:
    """Give the form when the bytes are canonical and of the format, else None."""
    try:
        form = _loads(content)
        if type(form) is not dict or _dumps(form) != content:
            return None
    except (ValueError, TypeError, RecursionError):
        return None
    return form if is_well_formed(form) else None


def _head_key(head: Head) -> Key:
    return head.matter, 0


def _leaf_key(leaf: Sealed) -> Key:
    return leaf.matter, leaf.seq


class _Walk:
    """The state of one pass over the acts."""

    def __init__(
        self, report: Report, heads: Iterable[Head] | None, sealed: Iterable[Sealed] | None
    ) -> None:
        self.report = report
        self.heads = None if heads is None else Cursor(heads, _head_key, report)
        self.leaves = None if sealed is None else Cursor(sealed, _leaf_key, report)
        self.matter = ""
        self.seq = 0
        # Digests the next act may name: of the bytes, and the stored one once it is reported.
        self.links: tuple[str, ...] = (ZERO,)
        self.position = 0
        self.unsealed_from = 0
        self.last_leaf: Key = ("", 0)

    def step(self, act: StoredAct) -> dict[str, Any] | None:
        """Check one act; gives its form where the bytes are of the format."""
        content, sm3, sha256, columns = act
        if type(content) is not bytes:
            content = b""
        own = sm3_digest(content).hex()
        own_sha256 = digest_sha256(content)
        matter, seq = columns["matter"], columns["seq"]
        if matter != self.matter or not self.report.acts:
            self._turn(str(matter))
        self.report.acts += 1
        form = _read(content)
        if not (
            form is not None
            and own == sm3
            and own_sha256 == sha256
            and seq == self.seq + 1
            and form["previous"] == self.links[0]
            and columns.items() <= form.items()
        ):
            self._explain(StoredAct(content, sm3, sha256, columns), form, (own, own_sha256))
        self.seq = seq if type(seq) is int else self.seq + 1
        self.links = (own,) if own == sm3 else (own, sm3)
        if self.leaves is not None:
            self._seal(self.leaves, (self.matter, self.seq), own_sha256)
        return form

    def finish(self) -> None:
        """Close the last matter and look at what is left of heads and leaves."""
        self._close()
        last = ("\U0010ffff", 0)
        if self.heads is not None:
            self._skip_heads(self.heads, last)
        if self.leaves is not None:
            self._skip_leaves(self.leaves, last)

    def _turn(self, matter: str) -> None:
        self._close()
        if self.report.acts and matter <= self.matter:
            self.report.add_broken(
                Place(matter), "matter.order", "办件的次序颠倒，或者同一办件分在两处。"
            )
        self.report.matters += 1
        self.matter, self.seq, self.links = matter, 0, (ZERO,)
        self.position = self.unsealed_from = 0

    def _close(self) -> None:
        if self.heads is None or not self.report.acts:
            return
        self._skip_heads(self.heads, (self.matter, 0))
        head = self.heads.row
        if head is None or head.matter != self.matter:
            self.report.add_broken(
                Place(self.matter, self.seq), "head.missing", "这一办件没有末端登记。"
            )
            return
        if head.seq != self.seq:
            self.report.add_broken(
                Place(self.matter, self.seq, "head"),
                "head.seq",
                f"末端登记为第 {head.seq} 号，实际止于第 {self.seq} 号：末尾被截去或者添加。",
            )
        elif head.sm3 not in self.links:
            self.report.add_broken(
                Place(self.matter, self.seq, "head"),
                "head.digest",
                "末端登记的摘要与最后一件行为不符：最后一件或者末端登记被改过。",
            )
        self.heads.advance()

    def _skip_heads(self, heads: Cursor[Head], key: Key) -> None:
        while heads.row is not None and heads.key < key:
            self.report.add_broken(
                Place(heads.row.matter, column="head"),
                "matter.missing",
                f"末端登记到第 {heads.row.seq} 号，却没有这一办件的行为，或者重复登记。",
            )
            heads.advance()

    def _seal(self, leaves: Cursor[Sealed], key: Key, own_sha256: str) -> None:
        if leaves.key < key:
            self._skip_leaves(leaves, key)
        leaf = leaves.row
        if leaf is None or leaves.key != key:
            self.report.unsealed += 1
            self.unsealed_from = self.unsealed_from or key[1]
            return
        if self.unsealed_from or leaf.position <= self.position or leaf.sm3 != self.links[0]:
            self._explain_leaf(leaf)
        if leaf.sha256 != own_sha256:
            self._leaf_broken(leaf, "sha256", "leaf.digest", "所编一位的 SHA-256 与行为不符。")
        self.position = leaf.position
        self.last_leaf = key
        leaves.advance()

    def _explain_leaf(self, leaf: Sealed) -> None:
        if self.unsealed_from:
            self._leaf_broken(
                leaf,
                "position",
                "leaf.missing",
                f"第 {self.unsealed_from} 号没有编位，其后的第 {leaf.seq} 号却已编位：有一位被删。",
            )
            self.unsealed_from = 0
        if leaf.position <= self.position:
            self._leaf_broken(
                leaf, "position", "leaf.order", f"位次不在前一件的第 {self.position} 位之后。"
            )
        if leaf.sm3 != self.links[0]:
            self._leaf_broken(leaf, "sm3", "leaf.digest", "所编一位的 SM3 与行为不符：行为被改过。")

    def _leaf_broken(self, leaf: Sealed, column: str, code: str, sentence: str) -> None:
        self.report.add_broken(Place(leaf.matter, leaf.seq, column, leaf.position), code, sentence)

    def _skip_leaves(self, leaves: Cursor[Sealed], key: Key) -> None:
        while leaves.row is not None and leaves.key < key:
            again = leaves.key == self.last_leaf
            code = "leaf.repeated" if again else "act.missing"
            sentence = "同一行为编了两位。" if again else "日志有这一位，行为却不在：行为被删。"
            self._leaf_broken(leaves.row, "", code, sentence)
            leaves.advance()

    def _explain(self, act: StoredAct, form: dict[str, Any] | None, own: tuple[str, str]) -> None:
        seq = act.columns["seq"]
        place = Place(self.matter, seq if type(seq) is int else 0)
        explain_bytes((act.sm3, act.sha256), own, place, self.report)
        if form is None:
            form = explain_form(act.form, place, self.report)
        explain_columns(act.columns, form, place, self.report)
        self._explain_chain(form, place)

    def _explain_chain(self, form: Mapping[str, object], place: Place) -> None:
        expected = self.seq + 1
        if place.seq > expected:
            gap = f"{expected}" if place.seq == expected + 1 else f"{expected}至{place.seq - 1}"
            self.report.add_broken(
                place._replace(column="seq"), "seq.gap", f"缺第 {gap} 号：被删，或者被移走。"
            )
        elif place.seq < expected:
            self.report.add_broken(
                place._replace(column="seq"),
                "seq.repeated",
                f"应当是第 {expected} 号：序号重复或者次序颠倒。",
            )
        elif form.get("previous", self.links[0]) not in self.links:
            self.report.add_broken(
                place._replace(column="previous"),
                "chain.previous",
                f"前一摘要与第 {self.seq} 号不符：第 {self.seq} 号被改、被换，或者这一件被插入。",
            )
