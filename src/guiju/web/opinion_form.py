"""The form of an opinion: what it offers, what was typed, what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.matters.proposals import AGREED, OPINION, OPINIONS, PASSED, PASSED_TO, PROPOSAL, REMARK
from guiju.matters.requests import ActRequest
from guiju.people.selectors import holders_on
from guiju.record.act import Kind
from guiju.web.carrying import file_token
from guiju.web.drafts import BY, DONE_ON, FILES
from guiju.web.forms import read_seq
from guiju.web.inputs import FieldInput, Kept, Option
from guiju.web.wording import stands_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from guiju.people.selectors import Holder
    from guiju.web.access import Staff
    from guiju.web.approvals import Waiting
    from guiju.web.drafts import Draft

ANSWER, WORDS, TO, SEEN = "opinion", "remark", "to", "expected_seq"
DAY_LABEL = "审批日期"
LABELS = {
    "同意": "同意",
    "不同意": "不同意",
    "退回": "退回（改好再提）",
    "转办": "转办（请另一人审批）",
}


class Answering(NamedTuple):
    """Who may give the opinions asked, by id and name with role; and to whom they may be passed on."""

    leaders: dict[str, str]
    receivers: dict[str, str]

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be said."""
        return (*OPINIONS, PASSED) if self.receivers else OPINIONS


def answering(staff: Staff, waiting: Waiting) -> Answering:
    """Who may answer a proposal today."""
    leaders: dict[str, str] = {}
    receivers: dict[str, str] = {}
    for one in holders_on(staff.body.code, staff.today):
        if one.role not in waiting.roles or waiting.by in {one.person, one.principal}:
            continue
        holder = waiting.holders.get(one.role, "")
        if holder in {"", one.person, one.principal}:
            leaders.setdefault(one.person, _label(one))
        if one.person not in {holder, staff.viewer.person}:
            receivers.setdefault(one.person, _label(one))
    return Answering(leaders, receivers)


def _label(one: Holder) -> str:
    if one.principal:
        return stands_in(one.name, one.principal_name, one.role)
    return f"{one.name}（{one.role}）"


def missing(request: HttpRequest, staff: Staff, found: Answering, draft: Draft) -> dict[str, str]:
    """Input → what is still needed; whoever enters another's opinion needs the signed paper."""
    needed = _unsaid(request, found)
    another = draft.by in found.leaders and draft.by != staff.viewer.person
    if another and not draft.kept.get(FILES):
        needed[FILES] = "代录纸上的意见，须附签批件的扫描件。"
    return needed


def _unsaid(request: HttpRequest, found: Answering) -> dict[str, str]:
    said = request.POST.get(ANSWER)
    if said not in found.answers:
        words = "、".join(found.answers[:-1])
        return {ANSWER: f"请选审批意见：{words}或者{found.answers[-1]}。"}
    if said == PASSED and not str(request.POST.get(TO, "")).strip():
        return {TO: "转办的，请选择转给谁审批。"}
    if said != AGREED and not str(request.POST.get(WORDS, "")).strip():
        return {WORDS: f"{_reasoned(found)}的，请写明理由，提请人才知道怎么改。"}
    return {}


def _reasoned(found: Answering) -> str:
    return "、".join(one for one in found.answers if one != AGREED)


def asked_for(
    request: HttpRequest, staff: Staff, waiting: Waiting, matter: str, draft: Draft
) -> ActRequest:
    """The opinion to be recorded."""
    remark, said = str(request.POST.get(WORDS, "")).strip(), str(request.POST[ANSWER])
    return ActRequest(
        staff.viewer.person,
        kind=Kind.OPINION.value,
        matter=matter,
        by=draft.by,
        done_on=draft.done_on,
        files=tuple(draft.files.values()),
        expected_seq=read_seq(str(request.POST.get(SEEN, ""))),
        data={
            PROPOSAL: waiting.seq,
            OPINION: said,
            **({REMARK: remark} if remark else {}),
            **({PASSED_TO: str(request.POST[TO])} if said == PASSED else {}),
        },
    )


def inputs(
    request: HttpRequest, staff: Staff, found: Answering, draft: Draft, problems: Mapping[str, str]
) -> dict[str, FieldInput]:
    """The inputs with what was typed."""
    typed = request.POST
    own = staff.viewer.person if staff.viewer.person in found.leaders else ""
    only = next(iter(found.leaders)) if len(found.leaders) == 1 else ""
    by, chosen, to = (
        str(typed.get(BY, own or only)),
        str(typed.get(ANSWER, "")),
        str(typed.get(TO, "")),
    )
    made = {
        "answer": FieldInput(ANSWER, "意见", "choice", required=True),
        "to": FieldInput(TO, "转给", "select", hint="只在转办时选；转办以后由他审批"),
        "remark": FieldInput(WORDS, "说明", "paragraph", hint=f"{_reasoned(found)}的，写明理由"),
        "by": FieldInput(BY, "审批人", "select", required=True, hint="纸上签批的，选签批的负责人"),
        "done_on": FieldInput(
            DONE_ON, DAY_LABEL, required=True, hint="纸上签批的，填纸上的日期", short=True
        ),
        "files": FieldInput(
            FILES, "签批件", "file", required=not own, multiple=True, hint="纸上签批的，附扫描件"
        ),
    }
    made["answer"].options = [Option(one, LABELS[one], one == chosen) for one in found.answers]
    made["to"].options = [Option(one, name, one == to) for one, name in found.receivers.items()]
    made["remark"].value = str(typed.get(WORDS, ""))
    made["by"].options = [Option(one, name, one == by) for one, name in found.leaders.items()]
    made["done_on"].value = str(typed.get(DONE_ON, staff.today.isoformat()))
    made["files"].kept = [Kept(file_token(ref), ref.name) for ref in draft.kept.get(FILES, ())]
    for one in made.values():
        one.problem = problems.get(one.key, "")
    return made
