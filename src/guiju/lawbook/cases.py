"""Runs the worked cases: each step is judged by the kernel and held against what the law asks for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.checks import place_of
from guiju.lawbook.computed import propose
from guiju.lawbook.effective import EffectiveRules, effective
from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.guard_terms import GUARDABLE
from guiju.lawbook.parameters import EXAMPLES, Resolution, moved, parse_value, resolve
from guiju.lawbook.schema import CLOCK
from guiju.procedure import (
    Graph,
    GraphError,
    Marking,
    Performed,
    Rules,
    Verdict,
    accepting,
    compile_rules,
    initial_marking,
    perform,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from guiju.lawbook.mutants import Shifted
    from guiju.lawbook.schema import CaseSpec, Procedure, Step
    from guiju.lawbook.shelf import Shelf

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Problem:
    """A step that did not lead to what the case asks for."""

    place: Place
    step: str
    sentence: str

    def __str__(self) -> str:
        """Return place, step and sentence on one line."""
        return f"{self.place}: {self.step}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case.

    Attributes:
        case: The case.
        problems: Every step that came out otherwise; empty when the case holds.
        refused: Index of rule → how often it decided a refusal.
        effective: Index of rule → how often it took effect when an act was done.
    """

    case: CaseSpec
    problems: tuple[Problem, ...]
    refused: Counter[int]
    effective: Counter[int]

    @property
    def ok(self) -> bool:
        """Tell whether every step led to what the case asks for."""
        return not self.problems


def case_parameters(case: CaseSpec, shelf: Shelf) -> dict[str, Resolution]:
    """Return the parameters of a case: its own values, else those of its field and the nation.

    Raises:
        CatalogError: `case.parameter`, when a value does not fit its parameter.
    """
    resolved = resolve(shelf.parameters, case.field, {}, case.steps[0].day)
    for name, text in case.parameters.items():
        kind = shelf.parameters[name].type
        value = None if text == NONE else parse_value(kind, text)
        if value is None and text != NONE:
            refuse(
                "case.parameter",
                f"参数“{name}”是 {kind} 类型，“{text}”不合写法。请照 {EXAMPLES[kind]} 改写，没有取值写 {NONE}。",
                text.place,
            )
        resolved[name] = Resolution(value, "case")
    return resolved


def run_case(procedure: Procedure, case: CaseSpec, shelf: Shelf) -> CaseResult:
    """Run one worked case on the real calendar.

    Args:
        procedure: The procedure.
        case: One of its cases.
        shelf: The catalog's shared files.

    Returns:
        What came of it; a problem names the step, what was expected, what came, and the deciding article.

    Raises:
        CatalogError: `case.parameter`, what `effective` refuses, or `graph.…`, where the kernel refuses a
            rule.
    """
    return _run(procedure, case, shelf).case(case)


def holds(
    procedure: Procedure, case: CaseSpec, shelf: Shelf, shifted: Shifted | None = None
) -> bool:
    """Tell whether a worked case comes out as written, without looking further than the first problem.

    Args:
        procedure: The procedure, or a mutant of it.
        case: The case.
        shelf: The catalog's shared files.
        shifted: A parameter whose value is moved for one rule.

    Raises:
        CatalogError: as for `run_case`.
    """
    return next(_run(procedure, case, shelf, shifted).problems(case), None) is None


@dataclass(frozen=True, slots=True)
class Played:
    """A worked case step by step, as it comes out.

    Attributes:
        rules: the effective rules it was judged by.
        kernel: the same, compiled.
        steps: what came of each step, in order.
    """

    rules: EffectiveRules
    kernel: Rules
    steps: tuple[Performed, ...]


def play_case(procedure: Procedure, case: CaseSpec, shelf: Shelf) -> Played:
    """Run one worked case and tell what came of each step; arguments and errors as for `run_case`."""
    run = _run(procedure, case, shelf)
    run.case(case)
    return Played(run.rules, run.kernel, tuple(run.steps))


def _run(
    procedure: Procedure, case: CaseSpec, shelf: Shelf, shifted: Shifted | None = None
) -> _Run:
    parameters = case_parameters(case, shelf)
    if shifted is not None:
        parameters[shifted.name] = moved(parameters[shifted.parameter], shifted.by)
    rules = effective(procedure, parameters, shelf.statutes)
    try:
        graph = Graph.from_json(rules.graph_from(case.steps[0].day.toordinal()))
    except GraphError as error:
        refuse(f"graph.{error.code}", error.sentence, place_of(procedure, rules.graph, error))
    return _Run(rules, compile_rules(graph, shelf.calendars.calendar()), procedure, shelf)


@dataclass(slots=True)
class _Run:
    rules: EffectiveRules
    kernel: Rules
    procedure: Procedure
    shelf: Shelf
    refused: Counter[int] = field(default_factory=Counter)
    effective: Counter[int] = field(default_factory=Counter)
    steps: list[Performed] = field(default_factory=list)

    def case(self, case: CaseSpec) -> CaseResult:
        problems = tuple(self.problems(case))
        return CaseResult(case, problems, self.refused, self.effective)

    def problems(self, case: CaseSpec) -> Iterator[Problem]:
        marking, data = initial_marking(self.kernel), dict[str, Any]()
        for step in case.steps:
            full = replace(step, data=self._with_proposals(step, data))
            done = self._perform(full, marking)
            self._count(full, done)
            self.steps.append(done)
            for text in self._compare(full, marking, done):
                yield self._problem(step, text)
            marking = done.marking
            if done.verdict.allowed:
                data.update(full.data)
        yield from self._closing(case, marking)

    def _with_proposals(self, step: Step, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the step's data with the proposals a person would accept."""
        if step.act == CLOCK:
            return {}
        data, constants = dict(step.data), self.rules.constants()
        for name, spec in self.rules.acts[step.act].fields.items():
            if spec.computed is not None and name not in data:
                value = propose(spec.computed, {**before, **data}, constants, day=step.day)
                data.update({} if value is None else {name: value})
        return data

    def _perform(self, step: Step, marking: Marking) -> Performed:
        day = step.day.toordinal()
        if step.act == CLOCK:
            settled = settle(self.kernel, marking, day)
            return Performed(Verdict(), settled.marking, settled.fired)
        told = self.rules.project(step.act, step.data)
        return perform(self.kernel, marking, step.act, day, told)

    def _count(self, step: Step, done: Performed) -> None:
        if done.verdict.reason is not None:
            self.refused.update(
                {blocker.rule for blocker in done.verdict.blockers[:1] if blocker.rule is not None}
            )
        happened = {name for name, _ in done.fired}
        if done.verdict.allowed and step.act != CLOCK:
            happened.add(str(step.act))
        store = done.marking.store
        for relation in self.kernel.graph.relations:
            own = relation.target if relation.type in GATES else relation.source
            if own in happened and (relation.guard is None or relation.guard.value(store)):
                self.effective.update({} if relation.rule is None else {relation.rule: 1})

    def _compare(self, step: Step, before: Marking, done: Performed) -> Iterator[str]:
        for compare in COMPARISONS:
            yield from compare(self, step, before, done)

    def _problem(self, step: Step, text: str) -> Problem:
        return Problem(step.place, f"{step.day} {step.act}", text)

    def _closing(self, case: CaseSpec, marking: Marking) -> list[Problem]:
        if case.closed is None or case.closed is accepting(marking):
            return []
        last = case.steps[-1]
        owing = "、".join(self._names(marking.re & marking.inc))
        text = f"应当了结，还欠：{owing}。" if case.closed else "应当没有了结，却什么都不欠。"
        return [self._problem(last, text)]

    def _names(self, mask: int) -> list[str]:
        events = self.kernel.graph.events
        return [event.id for place, event in enumerate(events) if mask >> place & 1]

    def day_of(self, marking: Marking, act: str) -> tuple[int | None, int | None]:
        """Return due day and days left of an act, None where it is not owed or has neither."""
        owed = marking.owed[self.kernel.graph.places[act]]
        return (None, None) if owed is None else (owed.due, owed.left)

    def keys(self, cite: object) -> set[str]:
        """Return the single articles of a citation."""
        cites = cite if isinstance(cite, (list, tuple)) else (cite,) if cite else ()
        checked = (self.shelf.statutes.check(str(one), self.procedure.statutes) for one in cites)
        return {one.key for citations in checked for one in citations}


def _compare_verdict(run: _Run, step: Step, _before: Marking, done: Performed) -> Iterator[str]:
    got, wanted = done.verdict.reason, step.refused
    if got == wanted:
        return
    if got is None:
        yield f"应被拒绝({wanted})，却准许了。"
        return
    said = "应当准许" if wanted is None else f"应因 {wanted} 被拒绝"
    by = "、".join(sorted({blocker.event for blocker in done.verdict.blockers if blocker.event}))
    cite = "、".join(sorted(run.keys(done.verdict.cite)))
    yield f"{said}，却因 {got} 被拒绝；起作用的条文是 {cite or '(无)'}，涉及：{by or '(无)'}。"


def _compare_cite(run: _Run, step: Step, _before: Marking, done: Performed) -> Iterator[str]:
    if step.cite is None or done.verdict.reason is None:
        return
    got, wanted = run.keys(done.verdict.cite), run.keys(str(step.cite))
    missing = [
        one for one in wanted if not any(key == one or key.startswith(f"{one}(") for key in got)
    ]
    if missing:
        yield f"应由 {'、'.join(sorted(missing))} 拒绝，起作用的是 {'、'.join(sorted(got)) or '(无)'}。"


def _compare_answers(run: _Run, step: Step, _before: Marking, done: Performed) -> Iterator[str]:
    if step.act == CLOCK or not done.verdict.allowed:
        return
    variables = run.rules.graph["vars"]
    for name, spec in run.rules.acts[step.act].fields.items():
        read = spec.type in GUARDABLE and name in variables
        if read and spec.required and step.data.get(name) is None:
            yield f"没有给出必填的“{name}”，条件要读它。请在 data 中写上。"


def _compare_due(run: _Run, step: Step, _before: Marking, done: Performed) -> Iterator[str]:
    for act, wanted in step.due.items():
        due, _left = run.day_of(done.marking, act)
        got = None if due is None else dt.date.fromordinal(due)
        if got != wanted:
            yield f"“{act}”的期限应到 {wanted or '(无)'}，算得 {got or '(无)'}。"
    for act, left in step.left.items():
        got_left = run.day_of(done.marking, act)[1]
        if got_left != left:
            yield f"“{act}”停止计时时应剩 {left} 日，算得 {got_left}。"


def _compare_fired(_run: _Run, step: Step, _before: Marking, done: Performed) -> Iterator[str]:
    got = [name for name, _ in done.fired]
    if step.fired is not None and sorted(got) != sorted(step.fired):
        yield f"应发生时钟事件 {_list(step.fired)}，发生的是 {_list(got)}。"


def _compare_breach(run: _Run, step: Step, before: Marking, done: Performed) -> Iterator[str]:
    new = done.marking.breaches[len(before.breaches) :]
    got = [run.kernel.graph.events[place].id for place, _ in new]
    if step.breach is not None and sorted(got) != sorted(step.breach):
        yield f"应新增逾期 {_list(step.breach)}，新增的是 {_list(got)}。"


def _list(names: Iterable[str]) -> str:
    return "、".join(sorted(names)) or "(无)"


GATES: Final = ("condition", "milestone")
COMPARISONS: Final[tuple[Callable[[_Run, Step, Marking, Performed], Iterator[str]], ...]] = (
    _compare_verdict,
    _compare_cite,
    _compare_answers,
    _compare_due,
    _compare_fired,
    _compare_breach,
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the worked cases reach a rule.

    Attributes:
        rule: Index of the rule.
        refused: How often it decided a refusal.
        effective: How often it took effect, or let an act pass.
    """

    rule: int
    refused: int
    effective: int


def coverage(procedure: Procedure, shelf: Shelf) -> tuple[Coverage, ...]:
    """Return for each rule how the worked cases reach it."""
    results = [run_case(procedure, case, shelf) for case in procedure.cases]
    return tuple(
        Coverage(
            rule.index,
            sum(result.refused[rule.index] for result in results),
            sum(result.effective[rule.index] for result in results),
        )
        for rule in procedure.rules
    )
