"""What a verification found: counts, what is broken and where, what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

LIMIT: Final = 1000

STATES: Final = {"intact": "完好", "broken": "损坏", "not_verifiable": "无法核验"}


class Place(NamedTuple):
    """Where something was found; parts that do not apply are empty.

    Attributes:
        matter: id of the matter.
        seq: number of the act in it, 0 for none.
        column: column of the row, or key of the form as ``form.KEY``.
        position: position in the log, 0 for none.
        file: file of an exported folder.
    """

    matter: str = ""
    seq: int = 0
    column: str = ""
    position: int = 0
    file: str = ""

    def text(self) -> str:
        """Say the place in Chinese."""
        parts = (
            ("文件 ", self.file),
            ("办件 ", self.matter),
            ("第 ", f"{self.seq} 号行为" if self.seq else ""),
            ("第 ", f"{self.position} 位" if self.position else ""),
            ("项 ", self.column),
        )
        return "，".join(f"{word}{part}" for word, part in parts if part) or "整个记录"


class Finding(NamedTuple):
    """One thing found.

    Attributes:
        place: where.
        code: stable machine-readable code.
        sentence: Chinese sentence that says what is wrong.
    """

    place: Place
    code: str
    sentence: str

    def text(self) -> str:
        """Say place and sentence in Chinese."""
        return f"{self.place.text()}：{self.sentence}"

    def to_value(self) -> dict[str, object]:
        """Give plain values."""
        return {"code": self.code, "sentence": self.sentence, **self.place._asdict()}


@dataclass(slots=True)
class Report:
    """The answer of a verification.

    The lists keep the first `limit` findings each; the counts go on.

    Attributes:
        acts: acts read.
        matters: matters read.
        leaves: leaves of the log read.
        unsealed: acts that have no position yet.
        broken: what is wrong.
        not_verifiable: what could not be checked, and why.
    """

    acts: int = 0
    matters: int = 0
    leaves: int = 0
    unsealed: int = 0
    broken: list[Finding] = field(default_factory=list)
    not_verifiable: list[Finding] = field(default_factory=list)
    broken_count: int = 0
    not_verifiable_count: int = 0
    limit: int = LIMIT

    def add_broken(self, place: Place, code: str, sentence: str) -> None:
        """Add something that is wrong."""
        self.broken_count += 1
        if self.broken_count <= self.limit:
            self.broken.append(Finding(place, code, sentence))

    def add_not_verifiable(self, place: Place, code: str, sentence: str) -> None:
        """Add something that could not be checked."""
        self.not_verifiable_count += 1
        if self.not_verifiable_count <= self.limit:
            self.not_verifiable.append(Finding(place, code, sentence))

    def absorb(self, other: Report) -> None:
        """Take in what another verification of other rows found.

        Args:
            other: its report, used up.
        """
        for name in (
            "acts",
            "matters",
            "leaves",
            "unsealed",
            "broken_count",
            "not_verifiable_count",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken = (self.broken + other.broken)[: self.limit]
        self.not_verifiable = (self.not_verifiable + other.not_verifiable)[: self.limit]

    def note_if_empty(self) -> None:
        """Say that nothing was verified, where there was not one act."""
        if not self.acts:
            self.add_not_verifiable(Place(), "store.empty", "没有一件行为可以核验。")

    @property
    def intact(self) -> bool:
        """True when nothing is broken and at least one act was checked."""
        return self.acts > 0 and self.broken_count == 0

    @property
    def state(self) -> str:
        """One of ``intact``, ``broken``, ``not_verifiable``."""
        if self.broken_count:
            return "broken"
        return "intact" if self.acts else "not_verifiable"

    def to_value(self) -> dict[str, object]:
        """Give plain values, as ``--format json`` prints them."""
        return {
            "state": self.state,
            "acts": self.acts,
            "matters": self.matters,
            "leaves": self.leaves,
            "unsealed": self.unsealed,
            "broken_count": self.broken_count,
            "not_verifiable_count": self.not_verifiable_count,
            "broken": [finding.to_value() for finding in self.broken],
            "not_verifiable": [finding.to_value() for finding in self.not_verifiable],
        }

    def text(self) -> str:
        """Give the report in Chinese, one finding a line."""
        lines = [
            f"核验结论：{STATES[self.state]}",
            f"行为 {self.acts} 件，办件 {self.matters} 件",
            f"日志 {self.leaves} 位，尚未编位 {self.unsealed} 件",
            *_section("损坏", self.broken, self.broken_count),
            *_section("无法核验", self.not_verifiable, self.not_verifiable_count),
        ]
        return "\n".join(lines)


def _section(title: str, findings: list[Finding], count: int) -> list[str]:
    if not count:
        return []
    lines = [f"{title} {count} 处："]
    lines.extend(f"  {finding.text()}" for finding in findings)
    if count > len(findings):
        lines.append(f"  另有 {count - len(findings)} 处未列出")
    return lines
