"""How fast the record is verified and sealed, beside bare hashing of the same bytes.

``python bench/record.py [ACTS] [LEAVES]``; one JSON line for each figure.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from typing import TYPE_CHECKING

from guiju.record.act import ZERO, ActForm, Kind
from guiju.record.digests import sha256, sha256_digest, sm3, sm3_digest
from guiju.record.log import Sealed, TwinLog, verify_log
from guiju.record.merkle import leaves
from guiju.record.report import Report
from guiju.record.verifier import Head, StoredAct, verify_acts

if TYPE_CHECKING:
    from collections.abc import Callable

PER_MATTER = 10
ROUNDS = 5
COLUMNS = (
    "matter", "seq", "kind", "act", "body", "by", "recorded_by", "role", "done_on", "done_at",
    "recorded_at",
)  # fmt: skip


def calibration() -> float:
    """Time a fixed loop, so that figures of two machines, or two hours, can be set side by side."""
    start = time.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number & 7
    return time.perf_counter() - start


def form(matter: str, seq: int, previous: str) -> ActForm:
    day = f"2026-{1 + seq % 12:02d}-{1 + seq % 28:02d}"
    return ActForm(
        matter=matter,
        seq=seq,
        kind=Kind.EVENT,
        act="调查取证",
        body="330100-031",
        by="p-000123",
        recorded_by="p-000124",
        role="承办人",
        authority={"signers": ["p-000123", "p-000125"], "power": "330215-021", "late": False},
        done_on=day,
        done_at=None,
        recorded_at=f"{day}T10:20:30.{seq:06d}+08:00",
        rules="5" * 64,
        data={"案由": "未按规定公示", "金额": str(seq * 100), "当事人": "某某有限公司"},
        private={"证件号码": sm3(f"{matter}{seq}".encode())} if seq == 1 else {},
        files=[],
        verdict={"allowed": True, "reason": "", "conflicts": [], "fired": ["调查取证"]},
        previous=previous,
    )


def make_acts(count: int) -> list[StoredAct]:
    acts = []
    previous = ZERO
    for number in range(count):
        seq = number % PER_MATTER + 1
        matter = f"{number // PER_MATTER:08x}-abcd-4def-8abc-000000000000"
        made = form(matter, seq, ZERO if seq == 1 else previous)
        content, value = made.to_bytes(), made.to_value()
        previous = sm3(content)
        columns = {name: value[name] for name in COLUMNS}
        acts.append(StoredAct(content, previous, sha256(content), columns))
    return acts


def seconds(*works: Callable[[], None]) -> list[float]:
    """Time each work in turn, round by round; the best CPU time of each."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            start = time.process_time()
            work()
            best[number] = min(best[number], time.process_time() - start)
    return best


def show(name: str, value: float, unit: str, reference: float) -> None:
    figures = {"value": round(value, 2), "reference": round(reference, 2)}
    line = {"name": name, "unit": unit, **figures, "ratio": round(value / reference, 3)}
    print(json.dumps(line), flush=True)


def bench_verify(count: int) -> None:
    acts = make_acts(count)
    last = {act.columns["matter"]: act for act in acts}
    heads = [
        Head(str(matter), int(str(act.columns["seq"])), act.sm3) for matter, act in last.items()
    ]

    def bare() -> None:
        for act in acts:
            sm3_digest(act.form)
            sha256_digest(act.form)

    def everything() -> None:
        report = Report()
        verify_acts(acts, heads, None, report)
        assert report.intact
        assert report.acts == count

    # The rows stand for a stream from a database: the collector need not walk them.
    gc.freeze()
    hashing, verifying = seconds(bare, everything)
    show("record.verify", count / verifying, "acts/s", count / hashing)


def bench_seal(count: int) -> None:
    digests = [(sm3_digest(str(n).encode()).hex(), f"{n:064x}") for n in range(1000)]
    rows = [
        Sealed(f"{n:08x}-abcd-4def-8abc-000000000000", 1, n + 1, *digests[n % 1000])
        for n in range(count)
    ]

    made = leaves(rows)

    def bare() -> None:
        for leaf in made:
            sm3_digest(leaf)
            sha256_digest(leaf)

    def seal() -> None:
        tree = TwinLog()
        for start in range(0, count, 4096):
            tree.extend(leaves(rows[start : start + 4096]))
        assert tree.size == count

    def check() -> None:
        report = Report()
        verify_log(rows, (), report)
        assert report.leaves == count

    gc.freeze()
    hashing, sealing, checking = seconds(bare, seal, check)
    show("record.seal", count / sealing, "leaves/s", count / hashing)
    show("record.verify_log", count / checking, "leaves/s", count / hashing)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]]
    acts, leaves = [*sizes, *(100_000, 200_000)[len(sizes) :]]
    show("calibration", calibration(), "s", 1)
    bench_verify(acts)
    bench_seal(leaves)


if __name__ == "__main__":
    main()
