"""Matters that lie open around today: the same lawful courses, broken off where somebody has to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.demo.courses.decision import Decision, decision
from guiju.demo.courses.lists import power_entry
from guiju.demo.courses.mediation import Dispute, mediation
from guiju.demo.courses.penalty import PenaltyCase, declined, lead, ordinary
from guiju.demo.courses.reconsideration import Review, reconsideration
from guiju.demo.courses.summary import summary
from guiju.demo.names import citizen, trader
from guiju.demo.penalties import LARGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from guiju.demo.course import Course
    from guiju.demo.scenario import OpenSpec
    from guiju.demo.setting import Setting

FIRST_ENTRY = 900
SMALL = 4_000_00
LAST = "归档"
PROJECTS = ("农村公路养护方案", "义务教育学区调整方案", "集中供热规划", "河道治理项目")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open matter and how the work list is to show it.

    Attributes:
        course: its acts so far.
        before: courses that belong to it and are done.
        spec: what the scenario says of it.
    """

    course: Course
    before: tuple[Course, ...]
    spec: OpenSpec


def open_matters(setting: Setting, today: date) -> list[Opened]:
    """The open matters of the scenario.

    Args:
        setting: the ground.
        today: the day they lie around; every act is done before it.
    """
    return list(_opened(setting, today))


def _opened(setting: Setting, today: date) -> Iterator[Opened]:
    turn = 0
    for spec in setting.scenario.open:
        for place in range(spec.count):
            turn += 1
            whole = COURSES[spec.course](setting, spec, turn, today)[-1]
            last = whole.until(spec.until).steps[-1]
            begins = setting.days.shifted(today, -(spec.ago + place + last.after))
            *before, course = COURSES[spec.course](setting, spec, turn, begins)
            yield from (Opened(one, (), spec) for one in before if not _is_over(one))
            done = tuple(one for one in before if _is_over(one))
            yield Opened(course.until(spec.until, pending=spec.pending), done, spec)


def _is_over(course: Course) -> bool:
    return course.steps[-1].act == LAST


def _case(
    spec: OpenSpec, turn: int, begins: date, fine: int = SMALL, *, examined: bool = False, heard: bool = False
) -> PenaltyCase:  # fmt: skip
    party = trader(80 + turn) if turn % 2 else citizen(500 + turn)
    return PenaltyCase(
        f"今{turn}", spec.body, begins, party, fine, turn, examined=examined, heard=heard
    )


def _penalty(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    case = _case(spec, turn, begins)
    return [lead(setting, case), ordinary(setting, case)]


def _examined(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    case = _case(spec, turn, begins, examined=True)
    return [lead(setting, case), ordinary(setting, case)]


def _large(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    case = _case(spec, turn, begins, fine=LARGE, heard=True)
    return [lead(setting, case), ordinary(setting, case)]


def _lead(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    course = lead(setting, _case(spec, turn, setting.days.shifted(begins, 5)))
    return [course]


def _declined(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    return [declined(setting, _case(spec, turn, setting.days.shifted(begins, 5)))]


def _filing(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    """A case whose filing is asked for, and its lead, which still has to pass over to it."""
    case = _case(spec, turn, begins)
    return [lead(setting, case).until("核查"), ordinary(setting, case)]


def _summary(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    return [summary(setting, _case(spec, turn, begins, fine=200_00))]


def _mediation(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    return [mediation(setting, Dispute(f"今{turn}", spec.body, begins, turn))]


def _review(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    return [
        reconsideration(setting, Review(f"今{turn}", spec.body, begins, citizen(900 + turn), turn))
    ]


def _stayed(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    review = Review(f"今{turn}", spec.body, begins, citizen(900 + turn), turn, stayed=True)
    return [reconsideration(setting, review)]


def _decision(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    name = f"示例县{PROJECTS[turn % len(PROJECTS)]}（第{turn}号）"
    return [decision(setting, Decision(f"今{turn}", begins, name, "重要规划", spec.body))]


def _power(setting: Setting, spec: OpenSpec, turn: int, begins: date) -> list[Course]:
    return [power_entry(setting, spec.body, FIRST_ENTRY + turn, "公共服务", begins)]


COURSES: Mapping[str, Callable[[Setting, OpenSpec, int, date], list[Course]]] = {
    "penalty": _penalty,
    "examined-penalty": _examined,
    "large-penalty": _large,
    "lead": _lead,
    "declined-lead": _declined,
    "filing": _filing,
    "summary": _summary,
    "mediation": _mediation,
    "review": _review,
    "stayed-review": _stayed,
    "decision": _decision,
    "power-entry": _power,
}
