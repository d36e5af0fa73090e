"""Judging an event: its data, its lateness, its place among the acts already recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guiju.lawbook.computed import propose
from guiju.lawbook.form import check_data
from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.matters.certificates import check_holder
from guiju.matters.entry import last_day_in_time
from guiju.matters.folding import Folding, as_done, refolded
from guiju.matters.history import Happened
from guiju.matters.requests import Refusal, Refused, refuse
from guiju.procedure import judge_late, perform, sentence, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.matters.entry import Entry
    from guiju.matters.live import LiveMatter
    from guiju.matters.rulebook import Pinned
    from guiju.procedure import Marking, Settled, Verdict

REASONS_FIELD = "改定理由"
ON_TIME, LATE_ENTRY, OVERDUE = "按期", "补录后按期", "逾期"


@dataclass
class Judged:
    """What came of judging an allowed event.

    Attributes:
        marking: the matter's marking with it.
        folding: the whole matter folded anew, when the event went in before others.
        fired: clock events on the way.
        conflicts: what it upsets.
        timeliness: whether a duty was met in time, met through late entry, or late.
    """

    marking: Marking
    folding: Folding | None = None
    fired: tuple[tuple[str, int], ...] = ()
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    timeliness: str = ""


def take_data(entry: Entry, act: ActRules, matter: LiveMatter) -> dict[str, Any]:
    """Check the act's data and split off what is private.

    Returns:
        What the kernel is told.

    Raises:
        Refused: ``data.invalid`` with a sentence for each field; ``data.override_without_reason``; ``act.hour_missing``; ``parameter.…``.
    """
    given = dict(entry.request.data)
    reasons = _reasons(given.pop(REASONS_FIELD, None), act)
    given = _with_proposals(given, reasons, act, matter, entry.day)
    checked = check_data(act, given)
    if checked.problems:
        problems = {problem.field: problem.sentence for problem in checked.problems}
        listed = "".join(problems.values())
        refuse("data.invalid", f"“{act.name}”填写的内容有问题：{listed}", problems=problems)
    if act.hour and not entry.request.done_at:
        refuse("act.hour_missing", f"“{act.name}”的期限按小时计算，请填写办理的时刻（时、分）。")
    matter.pinned.check_entry({**matter.fields, **checked.data}, matter.body)
    check_holder(matter.pinned.effective.procedure, checked.data)
    entry.take(act.fields, checked.data)
    if reasons:
        entry.data[REASONS_FIELD] = reasons
    return matter.pinned.effective.project(act.name, checked.data)


def judge_event(
    entry: Entry, act: ActRules, matter: LiveMatter, told: Mapping[str, Any], history: Callable[[], list[Happened]]
) -> Judged:  # fmt: skip
    """Judge an event on its own day.

    Args:
        entry: who acts, when, and what was entered.
        act: the act's rules.
        matter: where the matter stands.
        told: what the kernel is told of the data.
        history: reads what happened in the matter; only asked for when the event lies before others.

    Raises:
        Refused: ``kernel.<reason>`` with the deciding article; ``act.late_without_proof``.
    """
    day = entry.day.toordinal()
    if matter.seq and day < matter.marking.now:
        return _judge_between(entry, act, matter, told, history())
    _check_lateness(entry, act, matter, matter.marking)
    done = perform(matter.pinned.rules, matter.marking, act.name, day, told, {entry.role})
    if not done.verdict:
        raise Refused(refusal_of(done.verdict, matter.pinned))
    return Judged(
        done.marking,
        fired=done.fired,
        timeliness=_timeliness(entry, act, matter.pinned, matter.marking),
    )


def refusal_of(verdict: Verdict, pinned: Pinned) -> Refusal:
    """The kernel's refusal in the words of the record."""
    blockers = verdict.blockers
    helps = tuple(dict.fromkeys(name for blocker in blockers for name in blocker.helps))
    cite = verdict.cite
    return Refusal(
        f"kernel.{verdict.reason}",
        sentence(verdict),
        pinned.cite_text(cite if isinstance(cite, str) else list(cite or ())),
        date.fromordinal(verdict.passes_on) if verdict.passes_on else None,
        helps,
    )


def _judge_between(
    entry: Entry, act: ActRules, matter: LiveMatter, told: Mapping[str, Any], happened: list[Happened]
) -> Judged:  # fmt: skip
    rules = matter.pinned.rules
    own = Happened(
        matter.seq + 1, 0, act.name, entry.day, entry.data, frozenset(entry.hands),
        private=frozenset(entry.private),
    )  # fmt: skip
    earlier = [one for one in happened if one.day <= entry.day]
    before = refolded(matter.pinned, earlier).marking
    _check_lateness(entry, act, matter, before)
    history = [as_done(matter.pinned, place, one) for place, one in enumerate(happened)]
    late = judge_late(
        rules,
        history,
        as_done(matter.pinned, len(history), own)._replace(data=dict(told)),
        {entry.role},
    )
    if not late.verdict:
        raise Refused(refusal_of(late.verdict, matter.pinned))
    folding = refolded(matter.pinned, [*happened, own])
    return Judged(
        folding.marking, folding, late.fires,
        [
            {"act": one.done.act, "day": _iso(one.done.day), "reason": one.verdict.reason or ""}
            for one in late.conflicts
        ]
        + [{"act": name, "day": _iso(day), "reason": "不再发生"} for name, day in late.unfires],
        _timeliness(entry, act, matter.pinned, before),
    )  # fmt: skip


def _with_proposals(
    given: dict[str, Any], reasons: Mapping[str, str], act: ActRules, matter: LiveMatter, day: date
) -> dict[str, Any]:
    for name, spec in act.fields.items():
        if spec.computed is None:
            continue
        constants = matter.pinned.effective.constants()
        proposal = propose(spec.computed, {**matter.fields, **given}, constants, day=day)
        if given.get(name) is None and proposal is not None:
            given[name] = proposal
        elif proposal is not None and given[name] != proposal and not reasons.get(name):
            refuse(
                "data.override_without_reason",
                f"“{name}”按已填事实应为“{_shown(spec, proposal)}”，现填“{_shown(spec, given[name])}”。"
                "确需改定的，请写明理由；否则请按事实填写。",
                problems={name: "与按事实算得的结果不同，须写明理由。"},
            )
    return given


def _reasons(given: Any, act: ActRules) -> dict[str, str]:
    """Why fields depart from what follows from the facts: a text for each, fields of the act only."""
    if not given:
        return {}
    fields = {name: FieldRules(name, "paragraph") for name in act.fields}
    if not isinstance(given, dict):
        refuse("data.invalid", f"“{REASONS_FIELD}”应逐项写明字段和理由。请重新填写。")
    checked = check_data(ActRules(REASONS_FIELD, fields=fields), given)
    if checked.problems:
        problems = {problem.field: problem.sentence for problem in checked.problems}
        listed = "；".join(problems.values())
        refuse("data.invalid", f"“{REASONS_FIELD}”填写的内容有问题：{listed}", problems=problems)
    return {name: reason for name, reason in checked.data.items() if reason is not None}


def _check_lateness(entry: Entry, act: ActRules, matter: LiveMatter, before: Marking) -> None:
    recorded = entry.moment.date()
    if entry.day >= recorded:
        return
    until = last_day_in_time(matter, entry.day)
    if recorded > until:
        entry.authority["late"] = {"in_time_until": until.isoformat()}
    why = _needs_proof(
        entry, act, until, settle(matter.pinned.rules, before, recorded.toordinal()), before
    )
    if why is None:
        return
    if entry.request.proof not in {file.sha256 for file in entry.request.files}:
        refuse(
            "act.late_without_proof",
            f"“{act.name}”办理于{entry.day.isoformat()}，今天才登记；{why}，须附能证明当日办理的外部材料"
            "（送达回证、签收单、录音录像等）。请上传并指明证明材料。",
        )
    entry.authority["proof"] = entry.request.proof


def _needs_proof(
    entry: Entry, act: ActRules, until: date, since: Settled, before: Marking
) -> str | None:
    """Why a late entry needs an outside proof; None when the paper in the office is enough."""
    if act.proof:
        return "这一行为关系当事人的期限"
    if entry.moment.date() > until:
        return f"按时登记的最后一天是{until.isoformat()}"
    if since.fired or len(since.marking.breaches) > len(before.breaches):
        return "补录的日期与今天之间有期限届满"
    return None


def _timeliness(entry: Entry, act: ActRules, pinned: Pinned, before: Marking) -> str:
    due = due_when_done(pinned, act.name, before, entry.day)
    # That a citizen's period has run out is confirmed after it has: a person's word for the clock, no duty in or out of time.
    if due is None or act.clock:
        return ""
    if entry.day > due:
        return OVERDUE
    return ON_TIME if entry.moment.date() <= due else LATE_ENTRY


def due_when_done(pinned: Pinned, act: str, before: Marking, day: date) -> date | None:
    """The last day of an act that is owed and whose time runs, as of the day it is done; None without such a day.

    Args:
        pinned: the matter's rules.
        act: the act.
        before: the matter before it.
        day: the day it is done.
    """
    settled = settle(pinned.rules, before, day.toordinal()).marking
    owed = settled.owed[pinned.rules.graph.places[act]]
    if owed is None or owed.due is None or owed.left is not None:
        return None
    return date.fromordinal(owed.due)


def _shown(spec: FieldRules, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if spec.type == "money" and isinstance(value, int):
        return f"{Decimal(value) / 100:,.2f}元"
    return str(value)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
