"""Where a worked case is played: at a body that has the people, naming matters that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from guiju.demo.courses.worked import Playing, worked
from guiju.demo.values import Writer
from guiju.lawbook.schema import LAST_DAY_FIELD, LINKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from guiju.demo.course import Course
    from guiju.demo.scenario import BodySpec
    from guiju.demo.setting import Setting
    from guiju.lawbook.catalog import Catalog
    from guiju.lawbook.schema import CaseSpec, Procedure

APART: Final = 7
"""Days by which a matter that is named was begun before."""
LASTING: Final = 150
"""Days for which an entry that is named stays on its list."""
ENTRY: Final = "entry"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a course besides its case.

    Attributes:
        body: id of the body that owns it; empty: one that has the people.
        until: the last act performed; empty: the whole case.
        says: field → what it says, whatever the case says.
    """

    body: str = ""
    until: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Placing:
    """The courses placed so far.

    Attributes:
        setting: the ground.
        catalog: the procedures.
        courses: what was placed.
        begun: procedure → its courses, those of others included.
    """

    setting: Setting
    catalog: Catalog
    courses: list[Course] = field(default_factory=list)
    begun: dict[str, list[Course]] = field(default_factory=dict)

    def note(self, courses: Iterable[Course]) -> None:
        """Note courses, so that others may name their matters."""
        for course in courses:
            self.begun.setdefault(course.procedure, []).append(course)

    def first_playable(
        self, procedure: Procedure, cases: Iterable[CaseSpec], begins: date, key: str, wish: Wish
    ) -> Course | None:
        """Place the first of some worked cases that can be played; None where none can.

        Args:
            procedure: the version in force.
            cases: its cases, in order of preference.
            begins: about when it begins.
            key: names the course.
            wish: what is asked of it besides.
        """
        for case in cases:
            body = wish.body
            where = self.setting.scenario.body(body) if body else self._body(procedure, case)
            playing = Playing(
                procedure, case, key, where.code, where.field, begins, wish.until, wish.says
            )
            course = self._played(playing)
            if course is not None:
                self.courses.append(course)
                self.note([course])
                return course
        return None

    def _played(self, playing: Playing) -> Course | None:
        turn = len(self.courses)
        writer = Writer(self.setting, playing.body, turn, self._linked(playing))
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

    def _linked(self, playing: Playing) -> dict[str, str]:
        """For each procedure that a field points to, a course begun before."""
        found: dict[str, str] = {}
        latest = playing.begins - timedelta(days=APART)
        for spec in playing.procedure.fields().values():
            if spec.type in LINKS:
                known = self.begun.get(str(spec.of), ())
                earlier = [one for one in known if one.begins <= latest]
                if spec.type == ENTRY:
                    earlier = [one for one in earlier if self._stands(one, playing)]
                own = [one for one in earlier if one.body == playing.body] or earlier
                if own:
                    found[str(spec.of)] = own[len(self.courses) % len(own)].key
        return found

    def _stands(self, course: Course, playing: Playing) -> bool:
        """Whether the entry of a course is on its list as long as a case may last."""
        procedure = self.catalog.procedure(course.procedure, course.begins)
        ends = {
            str(act)
            for rule in procedure.rules
            if rule.kind == "closes"
            for act in rule.names["closes"]
        }
        last = [one.data[LAST_DAY_FIELD] for one in course.steps if one.data.get(LAST_DAY_FIELD)]
        needed = (playing.begins + timedelta(days=LASTING)).isoformat()
        return not ends & {one.act for one in course.steps} and (not last or last[-1] >= needed)
