"""Approval before an act takes effect: a proposal, the opinions of the chain, and the act when the last agrees.

On paper, a clerk records the leader's opinion with the day on the paper: ``by`` is the leader, ``recorded_by`` the clerk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.lawbook.pinned import FieldRules
from guiju.lawbook.values import BadValueError, check_value
from guiju.matters.entry import Entry, authorised, dated
from guiju.matters.files import described
from guiju.matters.judging import judge_event, take_data
from guiju.matters.numbering import BY_HAND, check_hand_given
from guiju.matters.requests import ActRequest, FileRef, Outcome, Refused, refuse
from guiju.record.act import Kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.batch import Batch
    from guiju.matters.live import LiveMatter

PROPOSAL, OPINION, DIGEST, REMARK = "提请", "意见", "提请摘要", "说明"
AGREED, OPINIONS = "同意", ("同意", "不同意", "退回")


def propose(batch: Batch, request: ActRequest, matter: LiveMatter, moment: datetime) -> Outcome:
    """Lay an act before those who approve it; what would refuse it today is told as a warning.

    Raises:
        Refused: ``approval.not_needed``, ``approval.waiting``; what authority or the act's data lack.
    """
    act = batch.act_of(request, matter)
    if act.name in matter.proposed:
        seq, _, agreed = matter.proposed[act.name]
        refuse(
            "approval.waiting",
            f"“{act.name}”已经提请（第{seq}号记录），正等待{act.approval[agreed]}审批。请待批复；内容有误的，请审批人退回后重新提请。",
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
    matter.proposed[act.name] = [matter.seq, matter.head, 0]
    batch.link(matter, request, act)
    return Outcome(matter.id, matter.seq, conflicts=(warning,) if warning else ())


def opine(batch: Batch, request: ActRequest, matter: LiveMatter, moment: datetime) -> Outcome:
    """Record one opinion; the last agreement appends the act, dated and judged on that day.

    Raises:
        Refused: ``approval.no_proposal``, ``approval.opinion``, ``approval.role``, ``approval.without_paper``, ``approval.own_proposal``; and whatever refuses the act itself.
    """
    name, seq, digest, agreed = _open_proposal(request, matter)
    act = matter.pinned.act(name)
    entry = _opinion_entry(batch, request, matter, moment, act.approval[agreed])
    form = batch.forms(matter)[seq - 1]
    if entry.by == form.by:
        refuse("approval.own_proposal", "提请人不能审批自己提请的事项。请由其他负责人审批。")
    entry.data = {PROPOSAL: seq, DIGEST: digest, **request.data}
    final = entry.data[OPINION] == AGREED and agreed + 1 == len(act.approval)
    event = _event_request(batch, request, matter, form, entry.day) if final else None
    perform_event = batch.prepare_event(event, matter, moment) if event else None
    batch.staging.append(matter, entry)
    if entry.data[OPINION] != AGREED:
        del matter.proposed[name]
    elif perform_event is None:
        matter.proposed[name][2] += 1
    else:
        matter.approved_by = [*_earlier_opinions(batch, matter, seq), matter.seq]
        del matter.proposed[name]
        return perform_event()
    return Outcome(matter.id, matter.seq)


def _open_proposal(request: ActRequest, matter: LiveMatter) -> tuple[str, int, str, int]:
    wanted = request.data.get(PROPOSAL)
    if request.data.get(OPINION) not in OPINIONS or request.data.keys() - {
        PROPOSAL,
        OPINION,
        REMARK,
    }:
        refuse(
            "approval.opinion",
            f"请填写“{PROPOSAL}”（记录号）、“{OPINION}”（{'、'.join(OPINIONS)}）和“{REMARK}”。",
        )
    _check_remark(request.data.get(REMARK, ""))
    open_ones = matter.proposed.items() if type(wanted) is int else ()
    found = next(((name, *one) for name, one in open_ones if one[0] == wanted), None)
    if found is None:
        refuse(
            "approval.no_proposal",
            f"第{wanted}号记录不是待审批的提请，可能已经批复或者退回。请刷新后核对。",
        )
    name, seq, digest, agreed = found
    return name, seq, digest, agreed


def _check_remark(value: Any) -> None:
    try:
        check_value(FieldRules(REMARK, "paragraph"), value)
    except BadValueError as bad:
        refuse("approval.opinion", f"“{REMARK}”{bad.sentence}")


def _opinion_entry(
    batch: Batch, request: ActRequest, matter: LiveMatter, moment: datetime, role: str
) -> Entry:
    day = dated(request, Kind.OPINION, moment, matter)
    by = request.by or request.recorded_by
    batch.people.learn(matter.body, {by, request.recorded_by})
    leader = batch.people.signer(matter.body, by, day)
    if role not in leader.roles:
        refuse(
            "approval.role",
            f"这一步应由{role}审批，{leader.name}在该日不担任{role}。请由{role}审批，或者由其本人签字后代录。",
        )
    if not batch.people.signer(matter.body, request.recorded_by, moment.date()).roles:
        refuse(
            "authority.recorder_outside",
            "登记人在本机关没有任职，不能登记审批意见。请由本机关人员登记。",
        )
    if by != request.recorded_by and not request.files:
        refuse(
            "approval.without_paper",
            f"代录{leader.name}的纸质意见须附签批件。请上传签批件的扫描件，或者由{leader.name}本人登录签署意见。",
        )
    entry = Entry(request._replace(act=""), Kind.OPINION, moment, day, by, role, staff=True)
    entry.files = described(request.files)
    entry.authority = {"staff": True, "signers": [], "roles": sorted(leader.roles)}
    entry.verdict = _verdict("")
    return entry


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


def _earlier_opinions(batch: Batch, matter: LiveMatter, proposal: int) -> list[int]:
    return [
        form.seq
        for form in batch.forms(matter)[:-1]
        if form.kind is Kind.OPINION and form.data[PROPOSAL] == proposal
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
