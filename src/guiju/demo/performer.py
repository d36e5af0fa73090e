"""Performs courses in the order of their days, all matters together, under the simulated clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from guiju.demo.course import MatterOf, NumberOf
from guiju.demo.errors import refuse
from guiju.lawbook.chain import roles_of
from guiju.matters import rulebook
from guiju.matters.clock import BEIJING
from guiju.matters.requests import EVENT, ActRequest
from guiju.matters.services import perform_many
from guiju.matters.sweep import sweep
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from guiju.demo.course import Course, Step
    from guiju.demo.setting import Setting
    from guiju.matters.clock import SimulatedClock
    from guiju.matters.requests import FileRef, Outcome

MORNING = time(9)
PROPOSAL, OPINION = str(Kind.PROPOSAL), str(Kind.OPINION)
AGREED: Mapping[str, Any] = {"意见": "同意", "说明": ""}


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to be entered: an act, the proposal of an act, or an opinion on it.

    Attributes:
        course: the course it belongs to.
        step: the step it belongs to.
        kind: ``event``, ``proposal`` or ``opinion``.
        role: for an opinion: who gives it.
    """

    course: Course
    step: Step
    kind: str = EVENT
    role: str = ""


@dataclass
class Performer:
    """Walks through the days and performs what is due on each.

    Attributes:
        clock: the simulated clock; moved to nine o'clock of each day that has acts.
        setting: people, calendar and papers.
        matters: course → id of its matter.
        numbers: course → number of its matter.
        proposals: course → seq of the proposal that waits.
        entries: how many entries persons made.
    """

    clock: SimulatedClock
    setting: Setting
    matters: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    entries: int = 0

    def perform(self, courses: Iterable[Course], progress: Callable[[str], None]) -> None:
        """Perform every act of the courses.

        Args:
            courses: what is to happen; none begins before the clock.
            progress: told of each month.

        Raises:
            DemoError: ``demo.refused`` when an act was not lawful, or not possible.
        """
        calendar = self._calendar(courses)
        month = None
        for day in sorted(calendar):
            if (day.year, day.month) != month:
                month = (day.year, day.month)
                progress(f"办理{day.year}年{day.month}月的事项")
            self.clock.move_to(datetime.combine(day, MORNING, BEIJING))
            sweep(day)
            for moves in in_turn(calendar[day]):
                self._together(moves)

    def _calendar(self, courses: Iterable[Course]) -> dict[date, dict[str, list[Move]]]:
        found: dict[date, dict[str, list[Move]]] = defaultdict(lambda: defaultdict(list))
        for course in courses:
            for step in course.steps:
                day = step.day(course.begins, self.setting.days)
                found[day][course.key].extend(moves_of(course, step))
        return found

    def _together(self, moves: list[Move]) -> None:
        requests = [self._request(move) for move in moves]
        for move, outcome in zip(moves, perform_many(requests), strict=True):
            self._take(move, outcome)

    def _take(self, move: Move, outcome: Outcome) -> None:
        course, step = move.course, move.step
        if outcome.refusal is not None:
            day = step.day(course.begins, self.setting.days)
            sentence = (
                f"演示数据“{course.key}”（{course.procedure}）在{day}办理“{step.act}”未获准："
                f"{outcome.refusal.sentence}（{outcome.refusal.code}）"
            )
            refuse("demo.refused", sentence)
        self.entries += 1
        if step is course.steps[0]:
            self.matters[course.key] = outcome.matter
            self.numbers[course.key] = outcome.number
        if move.kind == PROPOSAL:
            self.proposals[course.key] = outcome.seq

    def _request(self, move: Move) -> ActRequest:
        if move.kind == OPINION:
            return self._opinion(move)
        course, step = move.course, move.step
        data = {name: self._value(value) for name, value in step.data.items()}
        opening = step is course.steps[0]
        files = self._attached(data, step)
        return ActRequest(
            recorded_by=step.person,
            act=step.act,
            matter="" if opening else self.matters[course.key],
            data=data,
            done_at=step.at,
            signers=step.signers,
            files=files,
            proof=files[-1].sha256 if step.proof else "",
            kind=move.kind,
            procedure=course.procedure if opening else "",
            body=course.body if opening else "",
            source=self.matters[course.source] if opening and course.source else "",
        )

    def _opinion(self, move: Move) -> ActRequest:
        key, body = move.course.key, move.course.body
        return ActRequest(
            recorded_by=self.setting.staff.one(body, move.role),
            matter=self.matters[key],
            data={"提请": self.proposals[key], **AGREED},
            kind=OPINION,
        )

    def _value(self, value: Any) -> Any:
        if isinstance(value, MatterOf):
            return self.matters[value.key]
        return self.numbers[value.key] if isinstance(value, NumberOf) else value

    def _attached(self, data: Mapping[str, Any], step: Step) -> tuple[FileRef, ...]:
        papers = self.setting.papers
        named = {file.sha256: file for file in papers.values()}
        files = [
            named[value] for value in data.values() if isinstance(value, str) and value in named
        ]
        return (*files, papers[step.proof]) if step.proof else tuple(files)


def in_turn(moves: Mapping[str, list[Move]]) -> Iterator[list[Move]]:
    """The moves of a day in rounds, one of each course; what names another course's matter waits until that has begun.

    Args:
        moves: course → its moves of the day, in order.
    """
    left = {key: list(own) for key, own in moves.items() if own}
    while left:
        ready = [key for key, own in left.items() if not _waits(own[0], left)] or list(left)
        yield [left[key].pop(0) for key in ready]
        left = {key: own for key, own in left.items() if own}


def _waits(move: Move, left: Mapping[str, list[Move]]) -> bool:
    """Whether a move names a matter whose first act still has moves to come."""
    others = (left[key][0] for key in move.course.names(move.step) if key in left)
    return any(one.step is one.course.steps[0] for one in others)


def moves_of(course: Course, step: Step) -> list[Move]:
    """What has to be entered for a step: the act, or its proposal and the opinions of its approval chain.

    Args:
        course: the course.
        step: one of its steps.
    """
    act = rulebook.catalog().procedure(course.procedure, course.begins).acts[step.act]
    if not act.approval:
        return [Move(course, step)]
    proposal = Move(course, step, PROPOSAL)
    if step.pending:
        return [proposal]
    asked = [role for one in act.approval for role in roles_of(one)]
    return [proposal, *(Move(course, step, OPINION, str(role)) for role in asked)]
