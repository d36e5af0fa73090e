"""Generated stores for the tests of the record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import settings

from guiju.record.act import ZERO, ActForm, Kind
from guiju.record.checkpoint import Checkpoint
from guiju.record.digests import sha256, sm3
from guiju.record.log import Sealed, TwinLog, verify_log
from guiju.record.report import Report
from guiju.record.verifier import Head, StoredAct, verify_acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = (
    "matter",
    "seq",
    "kind",
    "act",
    "body",
    "by",
    "recorded_by",
    "role",
    "done_on",
    "done_at",
    "recorded_at",
    "rules",
    "previous",
)
# A busy machine is no reason for a test to fail.
patient = settings(deadline=None)

NAMES = ("王伟", "㙓𬭳", "欧阳娜", "张\u3000三")


def verify(
    acts: Iterable[StoredAct],
    heads: Iterable[Head] | None = None,
    sealed: Iterable[Sealed] | None = None,
    log: Iterable[Sealed] | None = None,
    checkpoints: tuple[Checkpoint, ...] | list[Checkpoint] = (),
) -> Report:
    """Verify acts and, where it is given, their log."""
    report = Report()
    verify_acts(acts, heads, sealed, report)
    if log is not None:
        verify_log(log, checkpoints, report)
    report.note_if_empty()
    return report


def matter_id(number: int) -> str:
    return f"{number + 1:08x}-abcd-4def-8abc-{number:012x}"


def sample_form(matter: str, seq: int, previous: str = ZERO) -> ActForm:
    return ActForm(
        matter=matter,
        seq=seq,
        kind=Kind.EVENT if seq % 4 else Kind.CORRECTION,
        act="立案" if seq == 1 else "调查取证",
        body="330100-031",
        by=f"p-{seq % 7}",
        recorded_by="p-3",
        role="承办人",
        authority={"signers": ["p-1", "p-2"], "certificates": ["33010500123"], "late": False},
        done_on=f"2026-03-{1 + seq % 28:02d}",
        done_at=None if seq % 3 else "09:30",
        recorded_at=f"2026-03-{1 + seq % 28:02d}T10:00:{seq % 60:02d}.000123+08:00",
        rules=sm3(b"rules"),
        data={
            "案由": "未按规定公示",
            "金额": 120_000 + seq,
            "当事人": NAMES[seq % 4],
            "公开": True,
        },
        private={"证件号码": sm3(f"{matter}{seq}".encode())} if seq % 2 else {},
        files=[{"name": "笔录.pdf", "sha256": sha256(b"f"), "size": 1, "sm3": sm3(b"f")}]
        if seq % 5 == 0
        else [],
        verdict={"allowed": True, "reason": "", "conflicts": [], "fired": ["t-立案"]},
        previous=previous,
    )


def stored(form: ActForm) -> StoredAct:
    content = form.to_bytes()
    value = form.to_value()
    columns = {name: value[name] for name in COLUMNS}
    return StoredAct(content, sm3(content), sha256(content), columns)


def chain(matter: str, length: int) -> Iterator[StoredAct]:
    previous = ZERO
    for seq in range(1, length + 1):
        act = stored(sample_form(matter, seq, previous))
        previous = act.sm3
        yield act


def place_of(act: StoredAct) -> tuple[str, int]:
    return str(act.columns["matter"]), int(str(act.columns["seq"]))


@dataclass
class Store:
    """A store in memory: rows as a database would give them."""

    acts: list[StoredAct]
    heads: list[Head]
    log: list[Sealed]
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def copy(self) -> Store:
        return replace(
            self,
            acts=self.acts[:],
            heads=self.heads[:],
            log=self.log[:],
            checkpoints=self.checkpoints[:],
        )

    def verify(self) -> Report:
        return verify(
            sorted(self.acts, key=place_of),
            heads=sorted(self.heads),
            sealed=sorted(self.log),
            log=sorted(self.log, key=lambda leaf: leaf.position),
            checkpoints=self.checkpoints,
        )

    def reseal(self) -> None:
        """Number the acts anew, as somebody with the whole store in hand could."""
        self.log = seal(self.acts)


def seal(acts: list[StoredAct]) -> list[Sealed]:
    """Number acts across matters, each matter's in order."""
    ordered = sorted(acts, key=lambda act: place_of(act)[::-1])
    return [
        Sealed(*place_of(act), position, act.sm3, act.sha256)
        for position, act in enumerate(ordered, 1)
    ]


def checkpoint_of(log: list[Sealed], size: int) -> Checkpoint:
    tree = TwinLog()
    tree.extend([leaf.leaf() for leaf in log[:size]])
    return Checkpoint("node-1", size, *tree.roots())


def make_store(lengths: tuple[int, ...] = (9, 8, 1, 12, 10)) -> Store:
    acts = [
        act for number, length in enumerate(lengths) for act in chain(matter_id(number), length)
    ]
    last = {place_of(act)[0]: act for act in acts}
    heads = [Head(*place_of(act), act.sm3) for act in last.values()]
    log = seal(acts)
    kept = [checkpoint_of(log, size) for size in (len(log) // 2, len(log))]
    return Store(acts, heads, log, kept)
