"""Judging, doing, and letting time pass: pure functions on frozen values."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.blockers import Case
from guiju.procedure.clock import caught_up, settle
from guiju.procedure.effects import execute
from guiju.procedure.errors import TimeOrderError, UnknownActError
from guiju.procedure.gates import TIME, UNKNOWN, refusal
from guiju.procedure.verdict import ALLOWED, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from guiju.procedure.marking import Marking
    from guiju.procedure.rules import Rules

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Performed(NamedTuple):
    """What came of trying an act: the verdict, the marking after it, the clock events on the way."""

    verdict: Verdict
    marking: Marking
    fired: tuple[tuple[str, int], ...] = ()


def judge(
    rules: Rules,
    marking: Marking,
    act: str,
    at: int,
    data: Mapping[str, Any] | None = None,
    roles: Collection[str] | None = None,
) -> Verdict:
    """Whether an act may be done.

    Args:
        rules: The rules.
        marking: The marking; its clock is settled to ``at`` first.
        act: The act's name.
        at: The day it is to be done.
        data: The variables it sets, and ``extend_n`` for a shorter extension.
        roles: The roles of whoever acts; ``None`` = not tested.

    Returns:
        The verdict; one and the same value whenever the act is allowed.
    """
    if at < marking.now:
        return _refused(rules, marking, TIME, act, at, data)
    marking, _ = caught_up(rules, marking, at)
    place = rules.graph.places.get(act)
    reason = UNKNOWN if place is None else refusal(rules, marking, place, at, data, roles)
    if reason is None:
        return ALLOWED
    return _refused(rules, marking, reason, act, at, data)


def apply(
    rules: Rules, marking: Marking, act: str, at: int, data: Mapping[str, Any] | None = None
) -> Marking:
    """The marking after an act. It does not judge: history is applied whether lawful or not.

    Args:
        rules: The rules.
        marking: The marking; its clock is settled to ``at`` first.
        act: The act's name.
        at: The day it was done.
        data: What it carries.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
        UnknownActError: The procedure has no such event.
    """
    if at < marking.now:
        raise TimeOrderError(
            code="time", sentence=f"“{act}”的日期早于办件最近一次行为，请按补录办理。"
        )
    place = rules.graph.places.get(act)
    if place is None:
        raise UnknownActError(
            code=UNKNOWN, sentence=f"本程序没有“{act}”，请核对行为名称或程序版本。"
        )
    marking, _ = caught_up(rules, marking, at)
    return execute(rules, marking, place, at, data)


def advance(rules: Rules, marking: Marking, at: int) -> Marking:
    """The marking with its clock settled to a day.

    Args:
        rules: The rules.
        marking: The marking.
        at: The day; it has not ended.

    Raises:
        TimeOrderError: ``at`` lies before the marking's last day.
    """
    return settle(rules, marking, at).marking


def perform(
    rules: Rules,
    marking: Marking,
    act: str,
    at: int,
    data: Mapping[str, Any] | None = None,
    roles: Collection[str] | None = None,
) -> Performed:
    """Judges and, if allowed, does; the clock is settled once. Arguments as :func:`judge`.

    Returns:
        The verdict and the marking: after the act, or, where refused, with its clock settled (and
        untouched where the day lies in the past).
    """
    if at < marking.now:
        return Performed(_refused(rules, marking, TIME, act, at, data), marking)
    marking, fired = caught_up(rules, marking, at)
    place = rules.graph.places.get(act)
    reason = UNKNOWN if place is None else refusal(rules, marking, place, at, data, roles)
    named = tuple((rules.graph.events[i].id, day) for i, day in fired) if fired else ()
    if reason is None and place is not None:
        return Performed(ALLOWED, execute(rules, marking, place, at, data), named)
    settled = marking._replace(now=at)
    return Performed(_refused(rules, settled, reason or UNKNOWN, act, at, data), settled, named)


def _refused(
    rules: Rules,
    marking: Marking,
    reason: str,
    act: str,
    at: int,
    data: Mapping[str, Any] | None,
) -> Verdict:
    return Verdict(reason, act, Case(rules, marking, at, data or _NOTHING))
