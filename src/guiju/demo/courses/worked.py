"""Courses from worked cases: what the catalog plays to prove a rule, played by the county's people with its papers.

The case gives the acts, their order and what guards read; the rest is written as people would. The course is
judged by the kernel beforehand: an act that comes too early here, because days off lie otherwise, waits until it may be
done, and a case that this county's parameters refuse, or in which a duty is missed, is not played.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from guiju.demo.cast import Cast
from guiju.demo.course import Course, Step
from guiju.lawbook.computed import propose
from guiju.lawbook.effective import effective
from guiju.lawbook.parameters import resolve
from guiju.lawbook.schema import CLOCK, LINKS
from guiju.procedure import Graph, compile_rules, initial_marking, perform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.setting import Setting
    from guiju.demo.values import Writer
    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.schema import ActSpec, CaseSpec, FieldSpec, Procedure
    from guiju.lawbook.schema import Step as CaseStep
    from guiju.lawbook.shelf import Shelf
    from guiju.procedure import Rules, Verdict

WEEKS: Final = 7
TRIES: Final = 60
CERTIFIED_FROM: Final = 4
"""The month of the scenario's year from which all officers hold certificates."""
OWN: Final = (*LINKS, "file", "unit", "officers", "region", "rows")
"""Types of which a case tells only that something is given."""
DAY: Final = "date"


@dataclass(frozen=True)
class Playing:
    """One worked case to be played.

    Attributes:
        procedure: the version in force.
        case: one of its cases.
        key: names the course.
        body: code of the owning body.
        sector: the body's field of enforcement.
        begins: about when it begins; it begins on the same day of the week as the case.
        until: the last act performed; empty: the whole case.
        says: field → what it says, whatever the case says.
    """

    procedure: Procedure
    case: CaseSpec
    key: str
    body: str
    sector: str
    begins: date
    until: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)

    def steps(self) -> tuple[CaseStep, ...]:
        """The steps of the case that persons do."""
        done = [one for one in self.case.steps if not one.refused and one.act != CLOCK]
        last = next((place for place, one in enumerate(done) if one.act == self.until), len(done))
        return tuple(done[: last + 1])

    def shifts(self, earliest: date) -> list[int]:
        """By how many days the case may be moved: whole weeks, or whole years where a day of the year matters.

        Args:
            earliest: the first day on which anything is done here.
        """
        first = self.steps()[0].day
        days = (self.begins - first).days
        same = first.replace(year=self.begins.year)
        if same > self.begins:
            same = first.replace(year=self.begins.year - 1)
        moves = (days // WEEKS * WEEKS, (same - first).days)
        since = max(self.procedure.version, earliest)
        return [one for one in moves if first + timedelta(days=one) >= since]


def worked(setting: Setting, shelf: Shelf, playing: Playing, writer: Writer) -> Course | None:
    """The course of a worked case, None where this county's parameters refuse it, or something in it would be late.

    Args:
        setting: the ground.
        shelf: the catalog's shared files.
        playing: what is played.
        writer: writes the fields.

    Raises:
        LookupError: a field names a matter of a procedure that has none yet.
    """
    for shift in playing.shifts(_earliest(setting, playing)):
        steps = _Trial(setting, shelf, playing, writer, shift).steps()
        if steps is not None:
            break
    else:
        return None
    return Course(
        playing.key, playing.procedure.id, playing.body, steps[0].on or playing.begins, steps
    )


def _earliest(setting: Setting, playing: Playing) -> date:
    """The first day on which a case can be played: where officers sign, the day by which all of them are certified."""
    acts = playing.procedure.acts
    signed = any(acts[str(one.act)].officers for one in playing.steps())
    begins = setting.scenario.begins
    return date(setting.scenario.year, CERTIFIED_FROM, 1) if signed else begins


@dataclass
class _Trial:
    setting: Setting
    shelf: Shelf
    playing: Playing
    writer: Writer
    shift: int
    rules: EffectiveRules = field(init=False)
    kernel: Rules = field(init=False)
    days: list[date] = field(init=False)
    asked: tuple[CaseStep, ...] = field(init=False)
    late: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        playing = self.playing
        self.asked = playing.steps()
        moved = (one.day + timedelta(days=self.shift) for one in self.asked)
        self.days = [self.setting.days.at_or_after(day) for day in moved]
        resolved = resolve(self.shelf.parameters, playing.sector, {}, self.days[0])
        self.rules = effective(playing.procedure, resolved, self.shelf.statutes)
        graph = Graph.from_json(self.rules.graph_from(self.days[0].toordinal()))
        self.kernel = compile_rules(graph, self.shelf.calendars.calendar())

    def steps(self) -> tuple[Step, ...] | None:
        for _ in range(TRIES):
            told = self._told()
            refused = self._refused(told)
            if refused is None:
                if self.late:
                    return None
                cast = Cast(self.setting, self.playing.body, self.writer.turn)
                return tuple(self._step(cast, place, told[place]) for place in range(len(told)))
            place, verdict = refused
            if verdict.passes_on is None or verdict.passes_on <= self.days[place].toordinal():
                return None
            self._wait(place, date.fromordinal(verdict.passes_on))
        return None

    def _wait(self, place: int, until: date) -> None:
        later = until - self.days[place]
        moved = (day + later for day in self.days[place:])
        self.days[place:] = [self.setting.days.at_or_after(day) for day in moved]

    def _step(self, cast: Cast, place: int, data: Mapping[str, Any]) -> Step:
        act = self._act(place)
        person, signers = cast.of(act)
        at = f"08:{place:02d}" if act.hour else None
        return Step(place, str(act.name), person, data, signers, on=self.days[place], at=at)

    def _act(self, place: int) -> ActSpec:
        return self.playing.procedure.acts[str(self.asked[place].act)]

    def _refused(self, told: list[dict[str, Any]]) -> tuple[int, Verdict] | None:
        marking = initial_marking(self.kernel)
        for place, data in enumerate(told):
            act = str(self.asked[place].act)
            day = self.days[place].toordinal()
            done = perform(self.kernel, marking, act, day, self.rules.project(act, data))
            if not done.verdict.allowed:
                return place, done.verdict
            marking = done.marking
        self.late = bool(marking.breaches)
        return None

    def _told(self) -> list[dict[str, Any]]:
        """What each act says, in order; what was said before stands in what is proposed later."""
        before: dict[str, Any] = {}
        told = []
        for place in range(len(self.asked)):
            data = self._data(place, before)
            before.update(data)
            told.append(data)
        return told

    def _data(self, place: int, before: Mapping[str, Any]) -> dict[str, Any]:
        act, day, given = self._act(place), self.days[place], self.asked[place].data
        title = {str(name) for name in self.playing.procedure.title}
        data: dict[str, Any] = {}
        for name, spec in act.fields.items():
            if name in self.playing.says:
                data[name] = self.playing.says[name]
            elif name in given:
                data[name] = self._given(spec, given[name], day)
            elif spec.required or (name in title and name not in before):
                data[name] = self._own(spec, day)
        for name, spec in act.fields.items():
            if spec.computed is not None:
                proposed = propose(
                    spec.computed.tree, {**before, **data}, self.rules.constants(), day=day
                )
                if proposed is not None:
                    data[name] = proposed
                elif name not in data:
                    data[name] = self._own(spec, day)
        return data

    def _own(self, spec: FieldSpec, day: date) -> Any:
        value = self.writer.value(spec, day)
        unique = isinstance(value, str) and spec.name in self.playing.procedure.key
        return f"{value}（{self.playing.key}）" if unique and spec.type == "text" else value

    def _given(self, spec: FieldSpec, value: Any, day: date) -> Any:
        """What the case gives, moved to this county: its days, its parties, its matters."""
        if spec.type in OWN:
            return self.writer.value(spec, day)
        if spec.type == "party":
            kind = value.get("kind", "") if isinstance(value, dict) else ""
            return self.writer.party(str(kind))
        if spec.type == DAY:
            return self._moved(date.fromisoformat(str(value))).isoformat()
        unique = spec.type == "text" and spec.name in self.playing.procedure.key
        return self._own(spec, day) if unique else value

    def _moved(self, told: date) -> date:
        for place, one in enumerate(self.asked):
            if one.day == told:
                return self.days[place]
        return told + timedelta(days=self.shift)
