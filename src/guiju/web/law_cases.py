"""Worked cases of a procedure as people read them: day, act, verdict, deciding article."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.lawbook.cases import NONE, play_case
from guiju.lawbook.frame import LENGTH
from guiju.lawbook.schema import CLOCK
from guiju.lawbook.show import duration_words
from guiju.matters.judging import refusal_of
from guiju.matters.rulebook import Pinned, catalog
from guiju.web.wording import (
    clock_text,
    compact_cites,
    day_text,
    short_day,
    value_text,
    worded_days,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.cases import Played
    from guiju.lawbook.schema import CaseSpec, Procedure, Step
    from guiju.procedure import Performed


class StepLine(NamedTuple):
    """A step of a case.

    Attributes:
        day: in words.
        act: what was tried, or that the clock ran.
        said: what was stated with it.
        refused: whether it was refused.
        sentence: the verdict in words.
        cite: the deciding article.
        came: what came of it: periods, clock events, breaches.
    """

    day: str
    act: str
    said: str
    refused: bool
    sentence: str
    cite: str
    came: list[str]


def cases_tab(procedure: Procedure, asked: str) -> dict[str, Any]:
    """The worked cases by name, one of them step by step.

    Args:
        procedure: the version shown.
        asked: number of the case, from 1; anything else is the first.
    """
    numbers = {str(number): case for number, case in enumerate(procedure.cases, 1)}
    chosen = asked if asked in numbers else next(iter(numbers), "")
    context: dict[str, Any] = {
        "cases": [(number, case.name, number == chosen) for number, case in numbers.items()]
    }
    if chosen:
        case = numbers[chosen]
        context |= {
            "case": case.name,
            "steps": list(_steps(procedure.id, procedure.version, int(chosen) - 1)),
            "ends": {True: "到最后什么都不欠，本件了结。", False: "到最后还有欠办的，本件没有了结。"}.get(case.closed is True, "")
            if case.closed is not None else "",
            "field": case.field,
            "parameters": [(name, _parameter(str(text))) for name, text in case.parameters.items()],
        }  # fmt: skip
    return context


def _parameter(text: str) -> str:
    if text == NONE:
        return "没有取值"
    return duration_words(text) if LENGTH.fullmatch(text) and not text.isdecimal() else text


@lru_cache(maxsize=256)
def _steps(identifier: str, version: date, place: int) -> tuple[StepLine, ...]:
    procedure = catalog().procedure(identifier, version)
    case = procedure.cases[place]
    played = play_case(procedure, case, catalog().shelf)
    return tuple(_lines(case, played))


def _lines(case: CaseSpec, played: Played) -> list[StepLine]:
    lines, breaches = [], 0
    for step, done in zip(case.steps, played.steps, strict=True):
        lines.append(_line(step, done, played, breaches))
        breaches = len(done.marking.breaches)
    return lines


def _line(step: Step, done: Performed, played: Played, breaches: int) -> StepLine:
    act = "（不办什么，只让日子过去）" if step.act == CLOCK else clock_text(str(step.act))
    refusal = (
        refusal_of(done.verdict, Pinned(played.rules, played.kernel)) if not done.verdict else None
    )
    return StepLine(
        day_text(step.day), act, _said(step.data, played), refusal is not None,
        worded_days(refusal.sentence) if refusal else "" if step.act == CLOCK else "准许。",
        compact_cites(refusal.cite) if refusal and refusal.cite not in refusal.sentence else "", _came(step, done, played, breaches),
    )  # fmt: skip


def _said(data: Mapping[str, Any], played: Played) -> str:
    fields = {name: spec for act in played.rules.acts.values() for name, spec in act.fields.items()}
    return "，".join(f"{name} {_value(fields.get(name), value)}" for name, value in data.items())


def _value(spec: Any, value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(map(str, value.values()))
    known = spec.type if spec else ""
    if known == "date" and not isinstance(value, str):
        return short_day(value)
    return value_text(spec if known == "money" else None, value, {})


def _came(step: Step, done: Performed, played: Played, breaches: int) -> list[str]:
    graph, marking = played.kernel.graph, done.marking
    came = [
        f"{short_day(date.fromordinal(day))}“{clock_text(name)}”自动发生"
        for name, day in done.fired
    ]
    for act in step.due:
        owed = marking.owed[graph.places[act]]
        if owed is None:
            came.append(f"不再欠“{clock_text(str(act))}”")
        elif owed.due is None:
            came.append(
                f"“{clock_text(str(act))}”停止计时"
                if owed.left is not None
                else f"欠“{clock_text(str(act))}”，没有期限"
            )
        else:
            came.append(f"“{clock_text(str(act))}”应在{day_text(date.fromordinal(owed.due))}前办")
    came += [
        f"“{clock_text(graph.events[place].id)}”逾期，应在{short_day(date.fromordinal(due))}前"
        for place, due in marking.breaches[breaches:]
    ]
    return came
