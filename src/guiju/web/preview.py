"""What would happen if an act were confirmed: judged by the one way in, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.schema import CLOCK_PREFIX
from guiju.matters.services import trial
from guiju.procedure import apply, duties, enabled, explain
from guiju.record.act import Kind
from guiju.web.alternatives import grouped
from guiju.web.lateness import late_marks
from guiju.web.wording import day_text, left_text, worded_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guiju.matters.requests import ActRequest, Outcome
    from guiju.matters.rulebook import Pinned
    from guiju.matters.selectors import MatterView
    from guiju.procedure import Duty, Marking, Sheet


JUDGED = frozenset({Kind.EVENT.value, Kind.PROPOSAL.value})


@dataclass
class Consequences:
    """What an act brings about, as sentences.

    Attributes:
        starts: what becomes owed, by when.
        moves: due days that change.
        settles: what is no longer owed.
        opens: what may be done from then on, and until when.
        closes: what may no longer be done.
        conflicts: earlier entries a late act upsets.
        number: the number it would be given.
        data: the act's fields as they would be recorded, proposals filled in.
        marks: of lateness, that its record would carry.
        document_number: the number its document would be given.
        skipped: numbers that a hand-given one leaves out.
        warning: why the act could not be approved as of today, for one that is only proposed.
    """

    starts: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    settles: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    number: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    warning: str = ""
    document_number: str = ""
    skipped: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the act changes nothing but the record."""
        return not (self.starts or self.moves or self.settles or self.opens or self.closes)


def tried(
    request: ActRequest, view: MatterView | None, today: date
) -> tuple[Outcome, Consequences]:
    """Judge a request as performing would, and say what it would bring about.

    Args:
        request: what is asked.
        view: the matter as it stands; None for an opening act.
        today: the civil day.

    Returns:
        The outcome performing would give now, and the consequences where it would be accepted.
    """
    proposing = request.kind == Kind.PROPOSAL
    judged = trial(request)
    outcome, found = judged.outcome, Consequences()
    if judged.pinned is not None and judged.marking is not None:
        after = judged.marking
        if proposing:
            after = _if_approved(judged.pinned, judged.marking, request, today)
        found = _difference(judged.pinned, view, after, today, request.act)
        found.data = dict(judged.data)
        found.document_number = judged.document_number
        if request.kind in JUDGED:
            found.marks = late_marks(request, view, today)
    if proposing and outcome.conflicts:
        return outcome, Consequences(
            data=found.data, marks=found.marks, warning=worded_days(outcome.conflicts[0])
        )
    found.conflicts = [_conflict(text, request.kind) for text in outcome.conflicts]
    found.number = outcome.number
    found.skipped = outcome.skipped
    return outcome, found


def if_agreed(
    request: ActRequest, view: MatterView, act: str, today: date
) -> tuple[Outcome, Consequences]:
    """What a last agreement would bring about, or why it would be refused.

    Args:
        request: the opinion.
        view: the matter as it stands.
        act: the act proposed.
        today: the civil day.
    """
    judged = trial(request)
    found = Consequences()
    if judged.pinned is not None and judged.marking is not None:
        found = _difference(judged.pinned, view, judged.marking, today, act)
        found.number = judged.outcome.number
        acting = request._replace(kind=Kind.EVENT.value, act=act)
        found.marks = late_marks(acting, view, today)
    return judged.outcome, found


def _if_approved(pinned: Pinned, marking: Marking, request: ActRequest, today: date) -> Marking:
    """The marking a proposed act would lead to, were it agreed to today."""
    at = max(today.toordinal(), marking.now)
    told = pinned.effective.project(request.act, dict(request.data))
    return apply(pinned.rules, marking, request.act, at, told)


def _difference(
    pinned: Pinned, view: MatterView | None, after: Marking, today: date, act: str
) -> Consequences:
    """What differs from how the matter stands; it may stand under another version of the rules."""
    before, known = (view.marking, view.pinned) if view else (None, pinned)
    at = max(today.toordinal(), after.now, before.now if before else 0)
    owed_before = _owed(known, before, at)
    owed_after = _owed(pinned, after, at)
    begun = [one for name, one in owed_after.items() if name not in owed_before]
    pairs = {"": pinned.effective.alternatives}
    could = set(enabled(known.rules, before, at)) if before else set()
    can = enabled(pinned.rules, after, at)
    return Consequences(
        starts=[_start(group, today) for group in grouped(begun, pairs, _described)],
        moves=[
            _move(owed_before[name], one, today)
            for name, one in owed_after.items()
            if name in owed_before and _due_of(one) != _due_of(owed_before[name])
        ],
        settles=_told("{}不再是应办的事", [one for one in owed_before if one not in owed_after]),
        opens=_openings(pinned, after, [name for name in can if name not in could])
        if before
        else [],
        closes=_told("不能再办{}", [one for one in sorted(could - set(can)) if one != act]),
    )


def _told(sentence: str, names: Iterable[str]) -> list[str]:
    """One sentence about several acts; none where there are none."""
    quoted = "、".join(f"“{name}”" for name in names)
    return [sentence.format(quoted)] if quoted else []


def _owed(pinned: Pinned, marking: Marking | None, at: int) -> dict[str, Duty]:
    return {one.event: one for one in duties(pinned.rules, marking, at)} if marking else {}


def _due_of(duty: Duty) -> tuple[int | None, bool]:
    return duty.due, duty.suspended


def _described(duty: Duty) -> tuple[str, str, tuple[int | None, bool]]:
    return "", duty.event, _due_of(duty)


def _start(group: list[Duty], today: date) -> str:
    """A duty that begins, or the alternatives that discharge one duty."""
    duty, quoted = group[0], "、".join(f"“{one.event}”" for one in group)
    what = quoted if len(group) == 1 else f"其中一项：{quoted}"
    if duty.suspended:
        return f"应当办理{what}，期限暂停计算"
    if duty.due is None:
        return f"应当办理{what}，没有法定期限"
    due = date.fromordinal(duty.due)
    return f"应当在{day_text(due)}前办理{what}，{left_text(due, today)}"


def _move(before: Duty, after: Duty, today: date) -> str:
    if after.suspended:
        return f"“{after.event}”的期限停止计算"
    if before.suspended and after.due is not None:
        return f"“{after.event}”的期限恢复计算，最后一日是{day_text(date.fromordinal(after.due))}"
    was = day_text(date.fromordinal(before.due)) if before.due is not None else "没有期限"
    if after.due is None:
        return f"“{after.event}”原定{was}，现在没有期限"
    due = date.fromordinal(after.due)
    return f"“{after.event}”由{was}改为{day_text(due)}，{left_text(due, today)}"


def _openings(pinned: Pinned, marking: Marking, names: Iterable[str]) -> list[str]:
    """What may be done from now on: what has no last day is told together for those who may do it."""
    undated: dict[str, list[str]] = {}
    dated = []
    for name in names:
        who = "、".join(pinned.roles_of(name)) or "承办人"
        sheet = _window(pinned, marking, name)
        if sheet is None or sheet.due is None:
            undated.setdefault(who, []).append(name)
        else:
            last = day_text(date.fromordinal(sheet.due))
            dated.append(f"{who}可以在{last}前办理“{name}”")
    return dated + [one for who, acts in undated.items() for one in _told(who + "可以办理{}", acts)]


def _window(pinned: Pinned, marking: Marking, name: str) -> Sheet | None:
    closing = f"{CLOCK_PREFIX}{name}"
    known = closing in pinned.rules.graph.places
    return explain(pinned.rules, marking, closing) if known else None


def _conflict(text: str, kind: str) -> str:
    day, _, act = text.partition(" ")
    why = "按补录后的先后" if kind == Kind.EVENT else f"{Kind(kind).label}以后"
    return f"{day_text(date.fromisoformat(day))}的“{act}”：{why}，当时不能这样办理，须作纠错审查"
