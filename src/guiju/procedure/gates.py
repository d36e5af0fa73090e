"""The tests an event must pass, in the order that names the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.procedure.calendar import add
from guiju.procedure.effects import EXTEND_BY, fits, merged

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from guiju.procedure.expressions import Store
    from guiju.procedure.marking import Marking
    from guiju.procedure.rules import Arm, Guarded, Rules, Test

TIME = "time"
UNKNOWN = "unknown-event"
AUTO = "auto"
ROLE = "role"
EXCLUDED = "excluded"
CONDITION = "condition"
DELAY = "delay"
MILESTONE = "milestone"
ONCE = "once"
EXTEND = "extend"
DATA = "data"
REQUIRE = "require"


def refusal(
    rules: Rules,
    marking: Marking,
    place: int,
    at: int,
    data: Mapping[str, Any] | None,
    roles: Collection[str] | None,
) -> str | None:
    """Why a person may not do an act, or ``None``.

    Args:
        rules: The rules.
        marking: The marking, its clock settled to ``at``.
        place: The act.
        at: The day.
        data: What it carries.
        roles: The roles of whoever acts; ``None`` = not tested.
    """
    program = rules.program
    if program.autos >> place & 1 and not lapsed(rules, marking, place, at):
        return AUTO
    if roles is not None:
        wanted = rules.graph.events[place].roles
        if wanted and not any(role in roles for role in wanted):
            return ROLE
    return blocked(rules, marking, place, at, data)


def blocked(
    rules: Rules, marking: Marking, place: int, at: int, data: Mapping[str, Any] | None
) -> str | None:
    """Why an event cannot happen, whoever does it, or ``None``; arguments as :func:`refusal`."""
    bit, cond, gcond, delays, mile, gmile, extensions, require = rules.program.gates[place]
    _, ex, inc, re, _, _, _, store, _ = marking
    if not inc & bit:
        return EXCLUDED
    if cond & inc & ~ex or (gcond and _any(gcond, inc & ~ex, store)):
        return CONDITION
    if delays and any(waits(rules, marking, arm, at) for arm in delays):
        return DELAY
    if mile & inc & re or (gmile and _any(gmile, inc & re, store)):
        return MILESTONE
    if rules.program.once & bit & ex & ~re:
        return ONCE
    if extensions and not all(extends(marking, arm, at, data) for arm in extensions):
        return EXTEND
    if data or require is not None:
        return _content(rules, store, require, data)
    return None


def waits(rules: Rules, marking: Marking, arm: Arm, at: int) -> bool:
    """Whether a delayed condition is still running."""
    return at < ready(rules, marking, arm)


def ready(rules: Rules, marking: Marking, arm: Arm) -> int:
    """The first day on which a delay has passed; 0 where the delay does not count."""
    day = marking.days[arm.other]
    if day is None or arm.length is None or not marking.inc & arm.bit:
        return 0
    if arm.guard is not None and not arm.guard(marking.store):
        return 0
    return add(rules.calendar, day, arm.length)


def extends(marking: Marking, arm: Arm, at: int, data: Mapping[str, Any] | None) -> bool:
    """Whether an extension could be granted: owed, running, not yet over, and not too long."""
    if arm.guard is not None and not arm.guard(marking.store):
        return True
    owed = marking.owed[arm.other]
    if owed is None or owed.due is None or owed.due < at or not marking.run & marking.inc & arm.bit:
        return False
    most = arm.length.n if arm.length else 0
    n = data.get(EXTEND_BY, most) if data else most
    return type(n) is int and 0 < n <= most


def misfit(rules: Rules, data: Mapping[str, Any]) -> str | None:
    """The first thing in the data that the procedure does not take."""
    for name, value in data.items():
        if name == EXTEND_BY:
            if type(value) is not int:
                return name
        elif not fits(rules.graph, name, value):
            return name
    return None


def lapsed(rules: Rules, marking: Marking, place: int, at: int) -> bool:
    """Whether a lapse that a person must confirm has come due before ``at``."""
    owed = marking.owed[place]
    live = rules.program.citizen & marking.run & marking.inc & 1 << place
    return bool(live) and owed is not None and owed.due is not None and owed.due < at


def _any(guarded: Guarded, mask: int, store: Store) -> bool:
    return any(other & mask and guard(store) for other, guard in guarded)


def _content(
    rules: Rules, store: Store, require: Test | None, data: Mapping[str, Any] | None
) -> str | None:
    if data:
        if misfit(rules, data) is not None:
            return DATA
        store = merged(rules.graph, store, data)
    if require is not None and not require(store):
        return REQUIRE
    return None
