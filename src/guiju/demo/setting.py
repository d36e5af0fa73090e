"""What every course is made from: people, calendar, papers, targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guiju.demo.course import RECEIPT
from guiju.demo.picks import dealt, shares
from guiju.matters.files import keep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.demo.course import WorkDays
    from guiju.demo.picks import Picks
    from guiju.demo.scenario import Scenario, Target
    from guiju.demo.staff import Staff
    from guiju.matters.requests import FileRef

PAPERS = (
    "现场笔录",
    "证据清单",
    RECEIPT,
    "行政复议答复书",
    "履行情况报告",
    "听证笔录",
    "评估报告",
    "论证意见",
    "解读材料",
    "名单",
    "委托书",
    "缴款凭证",
)


@dataclass(frozen=True)
class Setting:
    """The ground on which courses are laid.

    Attributes:
        scenario: what is to be reached.
        staff: who works where.
        days: which days are worked.
        picks: the free choices.
        papers: name → kept file.
        today: the day the demonstration is built for; nothing is done on it or after it.
        chosen: figure → the value decided on, in the figure's unit.
    """

    scenario: Scenario
    staff: Staff
    days: WorkDays
    picks: Picks
    papers: Mapping[str, FileRef]
    today: date
    chosen: dict[str, int] = field(default_factory=dict)

    def goal(self, figure: str) -> int:
        """The value a figure is to have; the same each time it is asked.

        Raises:
            LookupError: the scenario says nothing of the figure.
        """
        if figure not in self.chosen:
            target = self.scenario.targets.get(figure)
            if target is None:
                message = f"the scenario says nothing of {figure}"
                raise LookupError(message)
            self.chosen[figure] = decided(target, self.picks, figure)
        return self.chosen[figure]

    def code(self, body: str) -> str:
        """The code of a body of the scenario."""
        return self.scenario.body(body).code

    def paper(self, name: str) -> str:
        """The digest of a kept file, as a field of type file takes it."""
        return self.papers[name].sha256

    def spread(self, what: str, total: int) -> dict[str, int]:
        """A total spread over bodies by the weights of the scenario: body id → share."""
        return shares(total, self.scenario.weights[what])

    def dealt(self, what: str, total: int) -> list[str]:
        """Body ids, as often as their weights ask, mixed."""
        return dealt(total, self.scenario.weights[what])

    def over_year(self, total: int, last_month: int = 12, first_month: int = 1) -> list[date]:
        """As many working days of the year as ``total``, evenly spread.

        Args:
            total: how many.
            last_month: the last month used.
            first_month: the first month used.
        """
        year = self.scenario.year
        days = [
            day
            for month in range(first_month, last_month + 1)
            for day in self.days.of_month(year, month)
        ]
        return [days[(turn * len(days) + len(days) // 2) // total] for turn in range(total)]


def decided(target: Target, picks: Picks, about: str) -> int:
    """A whole number that reaches a target.

    Args:
        target: what is to be reached.
        picks: chooses where there is a choice.
        about: what it is for.
    """
    value = int(target.value)
    if target.how != "about":
        return value
    return picks.number(value + 1, int(target.below) - 1, about)


def keep_papers() -> dict[str, FileRef]:
    """Keep one demonstration file of each name."""
    return {
        name: keep(f"{name}.txt", f"演示材料：{name}。本文件没有实际内容。\n".encode())
        for name in PAPERS
    }


def party_kind(party: Mapping[str, Any]) -> str:
    """公民 or 单位, as the penalty procedures tell them apart."""
    return "公民" if party["kind"] == "自然人" else "单位"
