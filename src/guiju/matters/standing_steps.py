"""Performing the standing acts: one small function a kind, looked up."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.matters.entry import FOR, Entry, dated, refuse_administrators
from guiju.matters.files import described
from guiju.matters.folding import Folding, refolded, take_whole
from guiju.matters.history import effective_history
from guiju.matters.judging import refusal_of
from guiju.matters.numbering import void_number
from guiju.matters.openings import open_as_stated
from guiju.matters.papers import SIGNED_SCAN, VOIDED_NUMBER
from guiju.matters.requests import Outcome, refuse
from guiju.matters.rulebook import pin
from guiju.matters.standing import (
    REVIEW,
    STANDING_ACTS,
    SUPERVISION,
    SUPERVISION_DUTY,
    TARGET,
    check_retractable,
    check_standing,
    unanswered,
)
from guiju.matters.standing_data import check_corrects, typed
from guiju.matters.standing_hands import check_hands, hand_over, sender_of
from guiju.procedure import judge
from guiju.record.act import ActForm, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from guiju.matters.batch import Batch
    from guiju.matters.live import LiveMatter
    from guiju.matters.requests import ActRequest
    from guiju.matters.rulebook import Pinned


def perform_standing(
    batch: Batch, request: ActRequest, kind: Kind, matter: LiveMatter, moment: datetime
) -> Outcome:
    """Check and record one standing act.

    Raises:
        Refused: ``standing.…`` when something is missing; the codes of the kind's own step.
    """
    if kind not in STANDING_ACTS:
        refuse(
            "kind.not_here", f"“{kind.label}”由审批流程自动登记，不能直接登记。请在办件中提请审批。"
        )
    check_standing(kind, request.data, files=len(request.files))
    entry = _entry(batch, request, kind, matter, moment)
    _STEPS.get(kind, _note)(batch, matter, entry)
    batch.staging.append(matter, entry)
    return Outcome(matter.id, matter.seq, conflicts=tuple(_conflict_lines(entry)))


def _entry(
    batch: Batch, request: ActRequest, kind: Kind, matter: LiveMatter, moment: datetime
) -> Entry:
    if not matter.seq and kind is not Kind.OPENING:
        refuse("standing.no_matter", f"“{kind.label}”只能对已有的办件登记。请先打开办件。")
    day = dated(request, kind, moment, matter if kind is not Kind.OPENING else None)
    by = request.by or request.recorded_by
    batch.people.learn(matter.body, {request.recorded_by, by, *request.signers})
    sender = sender_of(batch, request, kind, matter, day) if STANDING_ACTS[kind].from_above else ""
    seat = sender or matter.body
    actor = batch.people.signer(seat, by, day)
    recorder = batch.people.signer(seat, request.recorded_by, moment.date())
    signing = [batch.people.signer(matter.body, one, day) for one in request.signers]
    refuse_administrators(kind.label, recorder, actor, *signing)
    wanted = SUPERVISION if sender else STANDING_ACTS[kind].roles
    held = actor.exercised & wanted if wanted else actor.roles
    if not held:
        listed = "、".join(sorted(wanted)) or "本机关人员"
        refuse("standing.role", f"“{kind.label}”应由{listed}办理，{actor.name}在该日没有这一职责。")
    check_hands(batch, request, kind, seat, moment.date(), day)
    role = request.role if request.role in held else min(held & actor.roles or held)
    entry = Entry(request, kind, moment, day, by, role, staff=not sender, signers=request.signers)
    entry.data = deepcopy(dict(request.data))
    entry.files = described(request.files)
    entry.authority = {
        "staff": not sender,
        "signers": list(request.signers),
        "roles": sorted(actor.exercised),
    }
    for principal in actor.principals(role)[:1]:
        entry.authority[FOR] = principal.person
    if sender:
        entry.authority["sent_from"] = sender
    entry.verdict = {
        "allowed": True,
        "reason": None,
        "conflicts": [],
        "fired": [],
        "timeliness": "",
    }
    return entry


def _note(_: Batch, __: LiveMatter, ___: Entry) -> None:
    """An act that only speaks: reminder, handover."""


def _attach(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    forms = batch.forms(matter)
    _known_target(matter, entry, forms)
    _answer(matter, entry, forms)
    if entry.data["说明"] == SIGNED_SCAN:
        batch.staging.scan_came(matter.id, entry.data[TARGET])


def _answer(matter: LiveMatter, entry: Entry, forms: list[ActForm]) -> None:
    """Owe what is left to be looked into after this act."""
    for duty in (REVIEW, SUPERVISION_DUTY):
        matter.asked.pop(duty, None)
    matter.asked.update(unanswered([*forms, entry.as_form(matter)]))


def _correct(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    forms = batch.forms(matter)
    _known_target(matter, entry, forms)
    if entry.data.get("更正办理日", "") > entry.moment.date().isoformat():
        refuse("act.in_future", "更正后的办理日期晚于今天，不能登记还没有发生的事。请核对日期。")
    corrected = typed(matter, entry.data.get("更正", {}), "更正")
    if VOIDED_NUMBER in entry.data:
        _void(batch, matter, entry, forms)
        return
    if not corrected and not entry.data.get("更正办理日"):
        refuse("correction.nothing", "没有写明更正什么。请填写“更正”的字段或者“更正办理日”。")
    check_corrects(matter, entry.data, forms, corrected)
    entry.data["更正"] = entry.split(matter.pinned.effective.fields, corrected)
    _refold(matter, entry, forms)


def _void(batch: Batch, matter: LiveMatter, entry: Entry, forms: list[ActForm]) -> None:
    """A number is voided by itself: nothing of what happened changes with it."""
    if entry.data.keys() & {"更正", "更正办理日", "部分"}:
        refuse("number.alone", "作废编号应当单独登记，不能同时更正其他内容。请分两次登记。")
    target = forms[entry.data[TARGET] - 1]
    void_number(batch, matter, entry.data, target)
    if entry.data[VOIDED_NUMBER] == target.verdict.get("document_number"):
        batch.staging.scan_came(matter.id, target.seq)


def _retract(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    forms = batch.forms(matter)
    target = _known_target(matter, entry, forms)
    check_retractable(target)
    if target.kind is Kind.OPENING or _opens(matter, target):
        refuse(
            "retraction.opening",
            f"不能撤销开启本件的第{target.seq}号记录。整件误录的，请依法删除或者按程序终止。",
        )
    if any(form.kind is Kind.RETRACTION and form.data[TARGET] == target.seq for form in forms):
        refuse("retraction.again", f"第{target.seq}号记录已经录入撤销，无需再次撤销。")
    batch.staging.scan_came(matter.id, target.seq)
    _refold(matter, entry, forms)


def _opens(matter: LiveMatter, form: ActForm) -> bool:
    return form.kind is Kind.EVENT and form.act == matter.pinned.effective.opens


def _known_target(matter: LiveMatter, entry: Entry, forms: list[ActForm]) -> ActForm:
    target = entry.data[TARGET]
    if target > len(forms):
        refuse(
            "standing.no_target",
            f"本件只有{matter.seq}号记录，没有第{target}号。请核对目标记录号。",
        )
    form: ActForm = forms[target - 1]
    return form


def _refold(matter: LiveMatter, entry: Entry, forms: list[ActForm]) -> None:
    before = refolded(matter.pinned, effective_history(forms))
    after = refolded(matter.pinned, effective_history([*forms, entry.as_form(matter)]))
    take_whole(matter, after)
    entry.verdict["conflicts"] = _new_conflicts(before, after)
    _answer(matter, entry, forms)


def _new_conflicts(before: Folding, after: Folding) -> list[dict[str, Any]]:
    known = {(one.done.act, one.done.day) for one in before.conflicts}
    return [
        {
            "act": one.done.act,
            "day": date.fromordinal(one.done.day).isoformat(),
            "reason": one.verdict.reason or "",
        }
        for one in after.conflicts
        if (one.done.act, one.done.day) not in known
    ]


def _hear(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    """A notice from another matter makes the act it asks for owed here."""
    wanted = entry.data.get("要求办理")
    if wanted:
        batch.act_of(entry.request._replace(act=wanted), matter)
        matter.asked[wanted] = matter.seq + 1


def _accomplish(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    """Enter what was unlawfully done: true, and never made to look lawful."""
    act = matter.pinned.act(entry.request.act)
    involved = {person for hands in matter.signers.values() for person in hands}
    if {entry.by, entry.request.recorded_by, entry.authority.get(FOR)} & involved:
        refuse(
            "accomplished.case_officer",
            "既成事实登记不能由本案的办理人员登记。请由法制或者监督人员登记。",
        )
    day = entry.day.toordinal()
    forms = batch.forms(matter)
    earlier = [one for one in effective_history(forms) if one.day <= entry.day]
    content = typed(matter, entry.data["内容"], act.name)
    entry.data["内容"] = entry.split(matter.pinned.effective.fields, content)
    told = matter.pinned.effective.project(act.name, content)
    verdict = judge(
        matter.pinned.rules, refolded(matter.pinned, earlier).marking, act.name, day, told
    )
    if verdict.allowed:
        refuse(
            "accomplished.lawful",
            f"“{act.name}”在该日可以依法办理，不是既成的违法事实。请按正常程序登记。",
        )
    refusal = refusal_of(verdict, matter.pinned)
    _refold(matter, entry, forms)
    entry.verdict.update(
        allowed=False, reason=verdict.reason, sentence=refusal.sentence, cite=refusal.cite
    )


def _migrate(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    chosen = date.fromisoformat(entry.data["版本"]) if "版本" in entry.data else entry.day
    target = pin(
        matter.procedure,
        batch.field_of(matter.body),
        chosen,
        batch.values_of(matter.body, entry.day),
    )
    if target.digest == matter.pinned.digest:
        refuse("migration.same", "本件已经适用这一版本和参数，无需转换。")
    _no_proposal_stands_between(matter, target)
    entry.data["原规则"] = matter.pinned.digest
    matter.pinned = target
    matter.repinned = True
    take_whole(matter, refolded(target, effective_history(batch.forms(matter))))


def _no_proposal_stands_between(matter: LiveMatter, target: Pinned) -> None:
    """An opinion follows the chain of the version its proposal was made under."""
    for name in matter.proposed:
        act = target.effective.acts.get(name)
        if act is None or act.approval != matter.pinned.act(name).approval:
            refuse(
                "migration.proposal_open",
                f"“{name}”正在审批，转换后的版本没有这一行为或者审批环节不同。请先批复或者退回，再转换。",
            )


def _erase(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    form = _known_target(matter, entry, batch.forms(matter))
    name = entry.data["字段"]
    if name not in form.private:
        refuse(
            "erasure.not_private",
            f"第{form.seq}号记录没有非公开字段“{name}”，公开记录不能删除，只能更正。",
        )
    batch.staging.erase(matter.id, form.seq, name)


def _conflict_lines(entry: Entry) -> list[str]:
    return [f"{one['day']} {one['act']}" for one in entry.verdict["conflicts"]]


_STEPS: dict[Kind, Callable[[Batch, LiveMatter, Entry], None]] = {
    Kind.CORRECTION: _correct,
    Kind.RETRACTION: _retract,
    Kind.HANDOVER: hand_over,
    Kind.ATTACHMENT: _attach,
    Kind.NOTICE: _hear,
    Kind.OPENING: open_as_stated,
    Kind.ACCOMPLISHED: _accomplish,
    Kind.MIGRATION: _migrate,
    Kind.ERASURE: _erase,
}
