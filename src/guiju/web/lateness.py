"""The marks of lateness that the record of an act would carry for ever, told before it is confirmed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from guiju.matters.batch import LATE_PARAMETER
from guiju.matters.facts import body_facts
from guiju.matters.folding import refolded
from guiju.matters.judging import LATE_ENTRY, OVERDUE, due_when_done
from guiju.matters.rulebook import calendar, local_values, resolved
from guiju.procedure import add, parse_duration
from guiju.record.act import Kind
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from guiju.matters.requests import ActRequest
    from guiju.matters.selectors import MatterView

KEPT = "这个标记一直留在记录上。"


def late_marks(request: ActRequest, view: MatterView | None, today: date) -> list[str]:
    """What of 逾时补录, 补录后按期 and 逾期 an act would be marked, and why, as sentences.

    Args:
        request: what is asked, an act or its proposal; it would be accepted.
        view: the matter as it stands; None for an opening act.
        today: the civil day.
    """
    day = request.done_on or today
    return [*_entered_late(request, view, day, today), *_owed_before(request, view, day, today)]


def _entered_late(
    request: ActRequest, view: MatterView | None, day: date, today: date
) -> list[str]:
    body = view.matter.body_id if view else request.body
    until = in_time_until(body, view.matter.opened if view else day, day)
    if today <= until:
        return []
    return [
        f"本次登记将标明“逾时补录”：办理于{short_day(day)}，按时登记的最后一天是{short_day(until)}，今天才登记。{KEPT}"
    ]


def in_time_until(body: str, opened: date, day: date) -> date:
    """The last day on which an act of a day is entered in time; the body's own setting counts as of the matter's first day."""
    local = local_values(body, opened)
    length = resolved(body_facts(body).field, local, opened)[LATE_PARAMETER].value
    return date.fromordinal(add(calendar(), day.toordinal(), parse_duration(str(length))))


def _owed_before(request: ActRequest, view: MatterView | None, day: date, today: date) -> list[str]:
    if view is None:
        return []
    if request.kind == Kind.PROPOSAL:
        day = today  # the act will be dated when the last one agrees, not before
    before = refolded(view.pinned, [one for one in view.happened() if one.day <= day]).marking
    due = due_when_done(view.pinned, request.act, before, day)
    if due is None or max(day, today) <= due:
        return []
    if day > due:
        return [
            f"这一行为将标明“{OVERDUE}”：应在{short_day(due)}前办理，办理日期（{short_day(day)}）在期限之后。{KEPT}"
        ]
    return [
        f"这一行为将标明“{LATE_ENTRY}”：期限到{short_day(due)}为止，当时办理了，今天才登记。{KEPT}"
    ]
