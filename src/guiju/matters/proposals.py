"""An open proposal: how far its chain of approval has come, and whose opinion is asked for now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guiju.lawbook.chain import awaited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guiju.lawbook.chain import Turn

PROPOSAL, OPINION, DIGEST, REMARK, PASSED_TO = "提请", "意见", "提请摘要", "说明", "转给"
AGREED, REFUSED, RETURNED, PASSED, WITHDRAWN = "同意", "不同意", "退回", "转办", "撤回"
OPINIONS = (AGREED, REFUSED, RETURNED)
SAID = (*OPINIONS, PASSED, WITHDRAWN)
AwaitedRow = tuple[str, int, str, str, str, str]


@dataclass
class Proposal:
    """What was laid before those who approve and is not decided yet.

    Attributes:
        seq: its number in the matter.
        digest: SM3 of the act that holds it.
        by: who proposed.
        since: the day it was proposed, ISO.
        agreed: the roles that have agreed, in that order.
        passed: role → the person to whom it was passed on.
    """

    seq: int
    digest: str
    by: str
    since: str
    agreed: list[str] = field(default_factory=list)
    passed: dict[str, str] = field(default_factory=dict)

    def hear(self, role: str, data: Mapping[str, Any]) -> bool:
        """Take an opinion.

        Args:
            role: the role it was given in.
            data: what it says.

        Returns:
            Whether the proposal is still open; whoever agrees last closes it with the act that follows.
        """
        if data[OPINION] == PASSED:
            self.passed[role] = data[PASSED_TO]
        elif data[OPINION] == AGREED:
            self.agreed.append(role)
            self.passed.pop(role, None)
        else:
            return False
        return True

    def awaited(self, chain: Sequence[Turn]) -> tuple[str, ...]:
        """The roles whose opinion is asked for now."""
        return awaited(chain, self.agreed)

    def rows(self, act: str, chain: Sequence[Turn]) -> dict[tuple[int, str], AwaitedRow]:
        """What the queue of opinions keeps: (seq, role) → act, seq, role, person, proposer, since."""
        return {
            (self.seq, role): (
                act, self.seq, role, self.passed.get(role, ""), self.by, self.since,
            )
            for role in self.awaited(chain)
        }  # fmt: skip
