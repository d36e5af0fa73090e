"""Who may say what of a proposal: whose opinion is asked, to whom it may be passed on, who may take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.matters.entry import FOR, GIVER, TAKER, Entry, refuse_administrators
from guiju.matters.proposals import OPINION, PASSED, PASSED_TO, Proposal
from guiju.matters.requests import Refused, refuse
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from guiju.matters.facts import PeopleBook
    from guiju.matters.requests import ActRequest
    from guiju.procedure.authority import Principal, Signer
    from guiju.record.act import ActForm


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something is said of a proposal, and what is asked to be recorded.

    Attributes:
        people: what is known of persons.
        request: what is asked.
        body: code of the owning body.
        moment: when it is recorded.
        day: the day it was said.
    """

    people: PeopleBook
    request: ActRequest
    body: str
    moment: datetime
    day: date

    @property
    def by(self) -> str:
        """Who says it."""
        return self.request.by or self.request.recorded_by

    def learn(self, *persons: str) -> None:
        """Read what is to be known of persons.

        Raises:
            Refused: ``person.unknown``.
        """
        self.people.learn(self.body, {self.by, self.request.recorded_by, *persons})

    def person(self, identifier: str) -> Signer:
        """A person as of the day."""
        return self.people.signer(self.body, identifier, self.day)

    @property
    def recorder(self) -> Signer:
        """Who enters it, as of today."""
        return self.people.signer(self.body, self.request.recorded_by, self.moment.date())

    def check_recorder(self) -> None:
        """Refuse what nobody of the body enters.

        Raises:
            Refused: ``authority.recorder_outside``.
        """
        if not self.recorder.roles:
            refuse(
                "authority.recorder_outside",
                "登记人在本机关没有任职，不能登记审批意见。请由本机关人员登记。",
            )

    def entry(self, person: Signer, role: str) -> Entry:
        """What stands in the form."""
        request = self.request._replace(act="")
        made = Entry(request, Kind.OPINION, self.moment, self.day, person.person, role, staff=True)
        made.authority = {"staff": True, "signers": [], "roles": sorted(person.exercised)}
        return made


def opinion_entry(occasion: Occasion, proposal: Proposal, awaited: Sequence[str]) -> Entry:
    """The entry of an opinion, once whoever gives it has been found entitled.

    Args:
        occasion: who says it, and when.
        proposal: what it is about.
        awaited: the roles asked now.

    Raises:
        Refused: ``approval.role``, ``approval.own_proposal``, ``approval.passed_on``, ``approval.pass_to``, ``approval.without_paper``, ``approval.not_today``, ``authority.recorder_outside``.
    """
    occasion.learn(*proposal.passed.values())
    leader, request = occasion.person(occasion.by), occasion.request
    refuse_administrators(Kind.OPINION.label, leader, occasion.recorder)
    role, principal = _asked_of(occasion, leader, proposal, awaited)
    if request.data[OPINION] == PASSED:
        _check_passing(occasion, proposal, role)
    occasion.check_recorder()
    if leader.person != request.recorded_by and not request.files:
        refuse(
            "approval.without_paper",
            f"代录{leader.name}的纸质意见须附签批件。请上传签批件的扫描件，或者由{leader.name}本人登录签署意见。",
        )
    _check_online(occasion, leader, role)
    entry = occasion.entry(leader, role)
    if principal is not None:
        entry.authority[FOR] = principal.person
    return entry


def _check_online(occasion: Occasion, leader: Signer, role: str) -> None:
    """Refuse an opinion given on the screen, dated back, by whoever holds the role no longer: only paper shows that it was given then.

    Raises:
        Refused: ``approval.not_today``.
    """
    if occasion.request.files or role in occasion.recorder.exercised:
        return
    refuse(
        "approval.not_today",
        f"{leader.name}今天已不担任{role}，也不代理，不能再签署以前日期的意见。当时在纸上签批的，请附签批件；没有签批的，由现任{role}审批。",
    )


def withdrawal_entry(occasion: Occasion, forms: Sequence[ActForm]) -> Entry:
    """The entry of a withdrawal.

    Args:
        occasion: who takes the proposal back, and when.
        forms: the proposal and the acts after it.

    Raises:
        Refused: ``approval.not_proposer``, ``approval.without_paper``, ``authority.recorder_outside``.
    """
    occasion.learn()
    person, proposers = occasion.person(occasion.by), may_withdraw(forms)
    refuse_administrators(Kind.OPINION.label, person, occasion.recorder)
    if person.person not in proposers:
        refuse(
            "approval.not_proposer",
            f"{person.name}没有提请这件事，不能撤回。请由提请人或者登记提请的人撤回；审批人认为不妥的，请签署“退回”。",
        )
    occasion.check_recorder()
    if occasion.request.recorded_by not in proposers and not occasion.request.files:
        refuse(
            "approval.without_paper",
            f"代录{person.name}的撤回须附其签字的纸质件。请上传扫描件，或者由{person.name}本人登录撤回。",
        )
    own = person.person == forms[0].by
    return occasion.entry(person, forms[0].role if own else min(person.roles, default=""))


def _asked_of(
    occasion: Occasion, leader: Signer, proposal: Proposal, awaited: Sequence[str]
) -> tuple[str, Principal | None]:
    """The role a person is asked in, own ones before those of people on leave, and for whom the person acts in it."""
    wanted = occasion.request.role
    asked = [role for role in awaited if role in leader.exercised and wanted in {"", role}]
    if not asked:
        roles = wanted or "、".join(awaited)
        refuse(
            "approval.role",
            f"这一步应由{roles}审批，{leader.name}在该日不担任{roles}。请由{roles}审批，或者由其本人签字后代录。",
        )
    refusals = []
    for role in sorted(asked, key=lambda one: one not in leader.roles):
        try:
            return role, _acting_for(occasion, leader, proposal, role)
        except Refused as refused:
            refusals.append(refused)
    raise refusals[0]


def _acting_for(
    occasion: Occasion, leader: Signer, proposal: Proposal, role: str
) -> Principal | None:
    """For whom a person would give an opinion in a role.

    Raises:
        Refused: ``approval.own_proposal``, ``approval.passed_on``.
    """
    principals = _candidates(occasion, leader, proposal, role)
    fit = [one for one in principals if one.person != proposal.by]
    if leader.person == proposal.by or (principals and not fit):
        refuse(
            "approval.own_proposal",
            "提请人不能审批自己提请的事项，也不能由他人代理审批。请由其他负责人审批。",
        )
    return fit[0] if fit else None


def _candidates(
    occasion: Occasion, leader: Signer, proposal: Proposal, role: str
) -> tuple[Principal, ...]:
    """Those for whom the person may act: of a proposal passed on, nobody but the one it was passed to, while that one holds the role."""
    named = proposal.passed.get(role, "")
    if named in {"", leader.person} or role not in occasion.person(named).exercised:
        return leader.principals(role)
    if not leader.stands_in_for(named, role):
        name = occasion.person(named).name
        refuse(
            "approval.passed_on",
            f"这一步已经转{name}审批，不能由{leader.name}审批。请由{name}审批或者再转办；{name}请假的，请登记代理。",
        )
    return tuple(one for one in leader.stead[role] if one.person == named)


def _check_passing(occasion: Occasion, proposal: Proposal, role: str) -> None:
    to = occasion.request.data.get(PASSED_TO)
    if type(to) is not str or to in {"", occasion.by, proposal.passed.get(role)}:
        refuse("approval.pass_to", f"请选择另一名{role}，把审批转给他办理。")
    occasion.learn(to)
    receiver = occasion.person(to)
    if role not in receiver.exercised:
        refuse(
            "approval.pass_to",
            f"{receiver.name}在该日不担任{role}，不能转给他审批。请选择另一名{role}。",
        )
    if to == proposal.by:
        refuse(
            "approval.pass_to",
            f"{receiver.name}是提请人，不能审批自己提请的事项。请选择另一名{role}。",
        )


def may_withdraw(forms: Sequence[ActForm]) -> set[str]:
    """Ids of those who may take a proposal back: who proposed, who recorded it, and to whom the matter was handed over since by one of them.

    Args:
        forms: the proposal and the acts after it.
    """
    proposal, *later = forms
    found = {proposal.by, proposal.recorded_by}
    for form in later:
        if form.kind is Kind.HANDOVER and form.data[GIVER] in found:
            found.add(form.data[TAKER])
    return found
