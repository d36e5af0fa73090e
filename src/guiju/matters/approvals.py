"""Approval before an act takes effect: a proposal, the opinions of the chain, and the act when the last agrees.

On paper, a clerk records the leader's opinion with the day on the paper: ``by`` is the leader, ``recorded_by`` the clerk. An opinion may also pass
the proposal on to another holder of the role (转办), and whoever proposed may take it back (撤回); both are recorded as opinions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.lawbook.pinned import FieldRules
from guiju.lawbook.values import BadValueError, check_value
from guiju.matters.entry import Entry, authorised, dated
from guiju.matters.files import described
from guiju.matters.judging import judge_event, take_data
from guiju.matters.numbering import BY_HAND, check_hand_given
from guiju.matters.opining import Occasion, opinion_entry, withdrawal_entry
from guiju.matters.proposals import (
    AGREED,
    DIGEST,
    OPINION,
    PASSED,
    PASSED_TO,
    PROPOSAL,
    REMARK,
    SAID,
    WITHDRAWN,
    Proposal,
)
from guiju.matters.requests import ActRequest, FileRef, Outcome, Refused, refuse
from guiju.record.act import Kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.batch import Batch
    from guiju.matters.live import LiveMatter

REASONED = frozenset({PASSED, WITHDRAWN})


def propose(batch: Batch, request: ActRequest, matter: LiveMatter, moment: datetime) -> Outcome:
    """Lay an act before those who approve it; what would refuse it today is told as a warning.

    Raises:
        Refused: ``approval.not_needed``, ``approval.waiting``; what authority or the act's data lack.
    """
    act = batch.act_of(request, matter)
    if act.name in matter.proposed:
        found = matter.proposed[act.name]
        waits = "、".join(found.awaited(act.approval))
        refuse(
            "approval.waiting",
            f"“{act.name}”已经提请（第{found.seq}号记录），正等待{waits}审批。请待批复；内容有误的，由提请人撤回或者请审批人退回后重新提请。",
        )
    if not act.approval:
        refuse("approval.not_needed", f"“{act.name}”不需要审批，请直接办理。")
    day = dated(request, Kind.PROPOSAL, moment, matter)
    entry = authorised(request, act, matter, batch.people, moment, day)
    told = take_data(entry, act, matter)
    entry.kind = Kind.PROPOSAL
    entry.files = described(request.files)
    batch.check_source(request)
    warning = _warning(batch, entry, act, matter, told)
    entry.verdict = _verdict(warning)
    check_hand_given(batch, matter, act, entry)
    if request.number.strip():
        entry.verdict[BY_HAND] = request.number.strip()
    matter.take_proposal(entry.data)
    batch.staging.append(matter, entry)
    matter.proposed[act.name] = Proposal(matter.seq, matter.head, entry.by, day.isoformat())
    batch.link(matter, request, act)
    return Outcome(matter.id, matter.seq, conflicts=(warning,) if warning else ())


def opine(batch: Batch, request: ActRequest, matter: LiveMatter, moment: datetime) -> Outcome:
    """Record one opinion; the last agreement appends the act, dated and judged on that day.

    Raises:
        Refused: ``approval.no_proposal``, ``approval.opinion``, ``approval.no_reason``, what ``matters.opining`` refuses; and whatever refuses the act itself.
    """
    name, proposal = _open_proposal(request, matter)
    act, said = matter.pinned.act(name), request.data[OPINION]
    forms = batch.forms(matter)
    form = forms[proposal.seq - 1]
    day = dated(request, Kind.OPINION, moment, matter)
    occasion = Occasion(batch.people, request, matter.body, moment, day)
    if said == WITHDRAWN:
        entry = withdrawal_entry(occasion, forms[form.seq - 1 :])
    else:
        entry = opinion_entry(occasion, proposal, proposal.awaited(act.approval))
    entry.files = described(request.files)
    entry.verdict = _verdict("")
    entry.data = {PROPOSAL: proposal.seq, DIGEST: proposal.digest, **request.data}
    heard = _heard(proposal, entry)
    final = heard is not None and not heard.awaited(act.approval)
    event = _event_request(batch, request, matter, form, entry.day) if final else None
    perform_event = batch.prepare_event(event, matter, moment) if event else None
    batch.staging.append(matter, entry)
    if heard is not None and perform_event is None:
        matter.proposed[name] = heard
        return Outcome(matter.id, matter.seq)
    del matter.proposed[name]
    if perform_event is None:
        return Outcome(matter.id, matter.seq)
    matter.approved_by = [*_earlier_agreements(forms, proposal.seq), matter.seq]
    return perform_event()


def _heard(proposal: Proposal, entry: Entry) -> Proposal | None:
    """The proposal with an opinion taken; None where the opinion ends it."""
    heard = Proposal(
        proposal.seq, proposal.digest, proposal.by, proposal.since,
        [*proposal.agreed], {**proposal.passed},
    )  # fmt: skip
    return heard if heard.hear(entry.role, entry.data) else None


def _open_proposal(request: ActRequest, matter: LiveMatter) -> tuple[str, Proposal]:
    _check_words(request.data)
    wanted = request.data.get(PROPOSAL)
    open_ones = matter.proposed.items() if type(wanted) is int else ()
    found = next((one for one in open_ones if one[1].seq == wanted), None)
    if found is None:
        refuse(
            "approval.no_proposal",
            f"第{wanted}号记录不是待审批的提请，可能已经批复、退回或者撤回。请刷新后核对。",
        )
    return found


def _check_words(data: Any) -> None:
    said = data.get(OPINION)
    known = {PROPOSAL, OPINION, REMARK, *({PASSED_TO} if said == PASSED else ())}
    if said not in SAID or data.keys() - known:
        refuse(
            "approval.opinion",
            f"请填写“{PROPOSAL}”（记录号）、“{OPINION}”（{'、'.join(SAID)}）和“{REMARK}”；转办的，再填“{PASSED_TO}”。",
        )
    remark = data.get(REMARK, "")
    try:
        check_value(FieldRules(REMARK, "paragraph"), remark)
    except BadValueError as bad:
        refuse("approval.opinion", f"“{REMARK}”{bad.sentence}")
    if said in REASONED and not remark.strip():
        refuse("approval.no_reason", f"{said}须写明理由。请在“{REMARK}”中填写。")


def _event_request(
    batch: Batch, request: ActRequest, matter: LiveMatter, form: Any, day: date
) -> ActRequest:
    return ActRequest(
        recorded_by=form.recorded_by, act=form.act, matter=matter.id, by=form.by if form.authority.get("staff") else "",
        role=form.role, done_on=day, done_at=form.done_at,
        data={**form.data, **batch.private_values(form)},
        signers=tuple(form.authority.get("signers", ())),
        files=(*(FileRef(str(file["name"]), str(file["sha256"])) for file in form.files), *request.files),
        proof=request.proof, number=request.number or str(form.verdict.get(BY_HAND, "")),
    )  # fmt: skip


def _earlier_agreements(forms: list[Any], proposal: int) -> list[int]:
    return [
        form.seq
        for form in forms
        if form.kind is Kind.OPINION
        and form.data[PROPOSAL] == proposal
        and form.data[OPINION] == AGREED
    ]


def _warning(
    batch: Batch, entry: Entry, act: ActRules, matter: LiveMatter, told: dict[str, Any]
) -> str:
    try:
        judge_event(entry, act, matter, told, lambda: batch.history(matter))
        if not matter.begun:
            batch.keys.refuse_taken(matter, {**entry.data, **entry.private})
    except Refused as refused:
        return refused.refusal.sentence
    return ""


def _verdict(warning: str) -> dict[str, Any]:
    verdict: dict[str, Any] = {
        "allowed": not warning, "reason": None, "conflicts": [], "fired": [], "timeliness": "",
    }  # fmt: skip
    return {**verdict, "warning": warning} if warning else verdict
