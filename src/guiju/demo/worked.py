"""Matters of every procedure that the year's figures do not already ask for, played from worked cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from guiju.demo.courses.worked import LINKS, Playing, worked
from guiju.demo.values import Writer
from guiju.matters import rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.demo.course import Course
    from guiju.demo.scenario import BodySpec
    from guiju.demo.setting import Setting
    from guiju.lawbook.catalog import Catalog
    from guiju.lawbook.schema import CaseSpec, Procedure

OF_YEAR: Final = 2
CERTIFIED_FROM: Final = 2
"""The month of the year from which officers hold certificates."""
SETTINGS: Final = ("holiday-notice", "parameter-setting")
"""What changes how the store itself counts is never played."""
ROOM: Final = 14
"""Days kept free before today, for what is open there."""


def planned_worked(setting: Setting, others: Iterable[Course]) -> list[Course]:
    """Courses of every procedure that the other courses leave out.

    Args:
        setting: the ground.
        others: the courses there are; what a field links to may be among them.
    """
    catalog = rulebook.catalog()
    plan = _Plan(setting, catalog)
    plan.note(others)
    left = [one for one in catalog.versions if one not in plan.begun and one not in SETTINGS]
    for identifier in _targets_first(catalog, left):
        for procedure in catalog.versions[identifier]:
            plan.add(procedure)
    return plan.courses


def _targets_first(catalog: Catalog, identifiers: list[str]) -> list[str]:
    """Procedures in such an order that what a field points to comes before, as far as they do not point at each other."""
    ordered: dict[str, None] = {}

    def visit(identifier: str, above: frozenset[str]) -> None:
        if identifier in ordered or identifier in above or identifier not in identifiers:
            return
        for spec in catalog.versions[identifier][-1].fields().values():
            if spec.type in LINKS:
                visit(str(spec.of), above | {identifier})
        ordered[identifier] = None

    for identifier in identifiers:
        visit(identifier, frozenset())
    return list(ordered)


@dataclass
class _Plan:
    setting: Setting
    catalog: Catalog
    courses: list[Course] = field(default_factory=list)
    begun: dict[str, list[Course]] = field(default_factory=dict)

    def note(self, courses: Iterable[Course]) -> None:
        for course in courses:
            self.begun.setdefault(course.procedure, []).append(course)

    def add(self, procedure: Procedure) -> None:
        """Play the cases of a version, in turn, on days spread over the time it was in force."""
        cases = [one for one in procedure.cases if one.closed] or list(procedure.cases)
        for turn, begins in enumerate(self._days(procedure)):
            for place in range(len(cases)):
                course = self._played(procedure, cases[(turn + place) % len(cases)], turn, begins)
                if course is not None:
                    self.courses.append(course)
                    self.note([course])
                    break

    def _days(self, procedure: Procedure) -> Iterator[date]:
        """Days on which something begins: in the scenario's year, and lately."""
        year, today = self.setting.scenario.year, self.setting.today
        first, last = date(year, CERTIFIED_FROM, 1), date(year, 9, 1)
        until = procedure.until or today
        for turn in range(OF_YEAR):
            day = first + (last - first) * turn // OF_YEAR + timedelta(days=len(self.courses) % 60)
            if procedure.version <= day <= until:
                yield day
        late = min(until, today) - timedelta(days=ROOM + 150 + len(self.courses) % 30)
        yield max(late, procedure.version + timedelta(days=7))

    def _played(
        self, procedure: Procedure, case: CaseSpec, turn: int, begins: date
    ) -> Course | None:
        key = f"{procedure.name}{procedure.version.year}-{turn + 1}"
        body = self._body(procedure, case)
        playing = Playing(procedure, case, key, body.code, body.field, begins)
        writer = Writer(
            self.setting, body.code, len(self.courses), self._linked(procedure, playing)
        )
        try:
            course = worked(self.setting, self.catalog.shelf, playing, writer)
        except LookupError:
            return None
        last = None if course is None else course.steps[-1].on
        return course if last is not None and last < self.setting.today else None

    def _body(self, procedure: Procedure, case: CaseSpec) -> BodySpec:
        """A body that has the people a case asks for, or most of them."""
        own = self.catalog.shelf.own_roles
        acts = {str(step.act) for step in case.steps if str(step.act) in procedure.acts}
        asked = {str(role) for act in acts for role in procedure.acts[act].by} & own
        officers = any(procedure.acts[act].officers for act in acts)
        held = {
            body: (not officers or bool(body.field)) * 100
            + sum((body.code, role) in self.setting.staff.seats for role in asked)
            for body in self.setting.scenario.bodies
        }
        best = [body for body, count in held.items() if count == max(held.values())]
        return best[len(self.courses) % len(best)]

    def _linked(self, procedure: Procedure, playing: Playing) -> dict[str, str]:
        """For each procedure that a field points to, a course begun before."""
        found = {}
        for spec in procedure.fields().values():
            if spec.type in LINKS:
                earlier = [
                    one
                    for one in self.begun.get(str(spec.of), ())
                    if one.begins <= playing.begins - timedelta(days=7)
                ]
                own = [one for one in earlier if one.body == playing.body] or earlier
                found.update({str(spec.of): own[len(self.courses) % len(own)].key} if own else {})
        return found
