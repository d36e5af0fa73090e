"""Refusals in Chinese: what cannot be done, why, under which article, what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.procedure import gates
from guiju.procedure.citation import citation_text
from guiju.procedure.dates import day_text
from guiju.procedure.effects import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guiju.procedure.blockers import Blocker, Case
    from guiju.procedure.verdict import Verdict

_EXPIRY = "届满."


class _Words(NamedTuple):
    """Why not, and what to do instead."""

    why: str
    instead: str


def sentence(verdict: Verdict) -> str:
    """The sentence for a refusal; empty for an allowed act.

    Args:
        verdict: The verdict.
    """
    if verdict.case is None or verdict.reason is None:
        return ""
    blockers = verdict.blockers
    words = _REASONS[verdict.reason](verdict, verdict.case, blockers[0])
    cite = citation_text(blockers[0].cite, verdict.case.rules.graph.citations)
    article = f"（{cite}）" if cite else ""
    more = f"另有{len(blockers) - 1}项也未满足。" if len(blockers) > 1 and _counts(verdict) else ""
    return f"现在不能{_verb(verdict)}：{words.why}{article}。{words.instead}{more}"


def _counts(verdict: Verdict) -> bool:
    """Several acts may open or have closed an excluded one; they do not add up."""
    return verdict.reason != gates.EXCLUDED


def _verb(verdict: Verdict) -> str:
    name = verdict.event.name if verdict.event else verdict.act
    issued = name.endswith("决定") and not name.startswith("作出")
    return f"{'作出' if issued else '办理'}“{name}”"


def _name(case: Case, event: str | None) -> str:
    place = case.rules.graph.place(event) if event is not None else None
    return event or "" if place is None else case.rules.graph.events[place].name


def _quoted(case: Case, events: Iterable[str]) -> str:
    return "或者".join(f"“{_name(case, event)}”" for event in events)


def _period(name: str) -> str:
    """What a clock event stands for: the end of somebody's time, or an event of its own."""
    if name.startswith(_EXPIRY):
        return f"{name.removeprefix(_EXPIRY)}的期限"
    return f"“{name}”的期限"


def _condition(verdict: Verdict, case: Case, first: Blocker) -> _Words:
    if first.passes_on is not None:
        return _runs_out(verdict, case, first)
    why = f"尚未完成“{_name(case, first.event)}”"
    return _Words(why, f"请先办理{_quoted(case, first.helps)}。" if first.helps else _WAIT)


def _milestone(verdict: Verdict, case: Case, first: Blocker) -> _Words:
    if first.passes_on is not None:
        return _runs_out(verdict, case, first)
    if first.helps == (first.event,):
        name = _name(case, first.event)
        if name.startswith(_EXPIRY):
            return _Words(f"{_period(name)}已过，尚待确认", f"请先确认“{_period(name)}届满”。")
        return _Words(f"“{name}”应办而未办", f"请先办理“{name}”。")
    place = case.rules.graph.place(first.event) if first.event is not None else None
    owed = case.marking.owed[place] if place is not None else None
    if owed is not None and owed.due is not None:
        return _to_be_confirmed(case, first, owed.due)
    why = f"{_period(_name(case, first.event))}尚未届满，现已停止计算"
    return _Words(why, f"办理{_quoted(case, first.helps)}后继续计算。" if first.helps else _WAIT)


def _to_be_confirmed(case: Case, first: Blocker, due: int) -> _Words:
    """A citizen's time still runs, and its end is confirmed by a person."""
    why = f"{_period(_name(case, first.event))}到{day_text(due, near=case.at)}才届满"
    return _Words(why, "请在届满后确认。")


def _runs_out(_verdict: Verdict, case: Case, first: Blocker) -> _Words:
    last = day_text((first.passes_on or case.at) - 1, near=case.at)
    name = _name(case, first.event)
    if name.startswith(_EXPIRY):
        return _Words(f"{_period(name)}到{last}才届满", "届满后可以继续。")
    return _Words(f"“{name}”要到{last}期满才发生", "期满后可以继续。")


def _delay(_verdict: Verdict, case: Case, first: Blocker) -> _Words:
    length = first.relation.length if first.relation else None
    apart = "隔足" if length and length.clear else "满"
    span = f"{apart}{length.words()}" if length else apart
    day = day_text(first.passes_on or case.at, near=case.at)
    why = f"“{_name(case, first.event)}”之后须{span}，到{day}才可以办理"
    return _Words(why, f"请在{day}或者之后办理。")


def _excluded(verdict: Verdict, case: Case, first: Blocker) -> _Words:
    if first.relation is None:
        return _Words("本件中这一行为没有开放", "请核对是否选错了行为。")
    name = _name(case, first.event)
    if first.relation.type == "exclude":
        helps = f"办理{_quoted(case, first.helps)}后可以再办。" if first.helps else _CORRECT
        if name.startswith(_EXPIRY):
            return _Words(f"{_period(name)}已经届满", helps)
        if first.event == verdict.act:
            return _Words("已经办过，不能再办", helps)
        return _Words(f"已有“{name}”，此后不能再办", helps)
    if first.passes_on is not None:
        return _runs_out(verdict, case, first)
    guard = first.relation.guard
    if guard is not None and not guard.value(case.marking.store):
        return _Words("本件不属于可以办理的情形", "请核对本件已填写的情形。")
    helps = f"请先办理{_quoted(case, first.helps)}。" if first.helps else _WAIT
    return _Words(f"须先有“{name}”", helps)


def _once(verdict: Verdict, case: Case, first: Blocker) -> _Words:
    place = case.rules.graph.place(verdict.act)
    day = None if place is None else case.marking.days[place]
    on = f"已于{day_text(day, near=case.at)}办理" if day is not None else "已经办理"
    helps = f"依法需要重办的，先办理{_quoted(case, first.helps)}。" if first.helps else _CORRECT
    return _Words(f"{on}，只能办一次", helps)


def _role(verdict: Verdict, _case: Case, _first: Blocker) -> _Words:
    roles = "或者".join(verdict.event.roles) if verdict.event else ""
    return _Words(f"应由{roles}办理", f"请转{roles}办理。")


def _extend(_verdict: Verdict, case: Case, first: Blocker) -> _Words:
    name = _name(case, first.event)
    place = case.rules.graph.place(first.event) if first.event else None
    owed = None if place is None else case.marking.owed[place]
    if owed is not None and owed.left is not None:
        return _Words(f"“{name}”的期限已停止计算，不能延长", "请在期限恢复计算后办理。")
    if owed is None or owed.due is None:
        return _Words(f"“{name}”没有正在计算的期限可以延长", "请核对期限是否已经开始。")
    if owed.due < case.at:
        due = day_text(owed.due, near=case.at)
        return _Words(f"“{name}”的期限已于{due}届满，延长须在届满前作出", _OVERDUE)
    length = first.relation.length if first.relation else None
    most = length.words() if length else ""
    return _Words(f"延长“{name}”的期限最多{most}，至少1", f"请在{most}以内填写延长的长度。")


def _data(_verdict: Verdict, case: Case, _first: Blocker) -> _Words:
    name = gates.misfit(case.rules, case.data)
    return _Words(f"填写的“{name}”不是本程序的事项，或者类型不符", "请核对填写的内容。")


def _require(verdict: Verdict, case: Case, _first: Blocker) -> _Words:
    event = verdict.event
    store = merged(case.rules.graph, case.marking.store, case.data)
    asks = event.asks if event is not None else ()
    missing = [words for test, words in asks if not test.value(store)]
    why = event.why.rstrip("。") if event is not None else ""
    reason = f"填写的内容没有达到要求，{why}" if why else "填写的内容没有达到要求"
    if not missing:
        return _Words(reason, "请补齐要求的内容后再办。")
    return _Words(reason, f"还要：{'；'.join(missing)}。请核对后再办。")


def _auto(verdict: Verdict, case: Case, _first: Blocker) -> _Words:
    event = verdict.event
    if event is not None and event.lapse == "citizen":
        return _Words("期限尚未届满，还不能确认", "届满后再确认。")
    del case
    return _Words("到期由时钟自动发生，不由人办理", "请等待期限届满。")


def _unknown(_verdict: Verdict, _case: Case, _first: Blocker) -> _Words:
    return _Words("本程序没有这一行为", "请核对行为名称或者程序版本。")


def _time(_verdict: Verdict, case: Case, _first: Blocker) -> _Words:
    day, now = day_text(case.at), day_text(case.marking.now)
    return _Words(f"{day}早于本件最近一次行为的日期{now}", "请按补录办理。")


_WAIT = "请核对办件的进展。"
_CORRECT = "如属录入有误，请办理更正。"
_OVERDUE = "请尽快办结，并说明逾期原因。"
_REASONS: dict[str, Callable[[Verdict, Case, Blocker], _Words]] = {
    gates.UNKNOWN: _unknown,
    gates.AUTO: _auto,
    gates.ROLE: _role,
    gates.EXCLUDED: _excluded,
    gates.CONDITION: _condition,
    gates.DELAY: _delay,
    gates.MILESTONE: _milestone,
    gates.ONCE: _once,
    gates.EXTEND: _extend,
    gates.DATA: _data,
    gates.REQUIRE: _require,
    gates.TIME: _time,
}
