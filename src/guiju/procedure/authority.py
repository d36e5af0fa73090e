"""Who may act: judged on facts gathered elsewhere, as of the day of the act.

A pure function over values. Facts that are not known are absent, never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Demand:
    """What an act asks of those who perform it.

    Attributes:
        act: name of the act.
        by: roles of which the actor needs one.
        staff: the roles among ``by`` that belong to the body; an act of another side is recorded for it.
        recorded_by: roles that may record the act for the one who acts; empty: whoever may act, others with the signed paper.
        officers: how many certified officers sign; 0: none need sign.
        not_by: acts whose signers may not sign this one.
        cite: the article that asks it.
    """

    act: str
    by: frozenset[str]
    staff: frozenset[str]
    recorded_by: frozenset[str] = frozenset()
    officers: int = 0
    not_by: tuple[str, ...] = ()
    cite: str = ""


class Principal(NamedTuple):
    """Somebody on leave, whose role another exercises."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs, with what is known as of the day of the act.

    Attributes:
        roles: the posts held at the body.
        certified_until: last day of the certificate for the body's field of work that is valid on that day; None: no such certificate.
        stead: role → those on leave for whom this person exercises it.
        administers: the person administers the system on that day and has no part in matters, whatever posts are held besides.
    """

    person: str
    name: str
    roles: frozenset[str]
    certified_until: date | None = None
    stead: Mapping[str, tuple[Principal, ...]] = field(default_factory=dict)
    administers: bool = False

    @property
    def exercised(self) -> frozenset[str]:
        """The roles the person may act in: the own posts and, for whoever has one, those of people on leave."""
        return self.roles | self.stead.keys() if self.roles and self.stead else self.roles

    def principals(self, role: str) -> tuple[Principal, ...]:
        """Those for whom the person acts in a role; none where it is the person's own, or is not exercised at all."""
        return () if role in self.roles or not self.roles else self.stead.get(role, ())

    def stands_in_for(self, person: str, role: str) -> bool:
        """Whether the person exercises a role of somebody on leave, whether or not it is the own one too."""
        return bool(self.roles) and any(one.person == person for one in self.stead.get(role, ()))


class Facts(NamedTuple):
    """What is known of those who act.

    Attributes:
        role: the role the actor claims.
        actor: the actor as a member of the body; None when an outside party acts.
        recorder: who enters the act.
        signers: the officers who sign.
        earlier: act → persons who signed it in this matter.
        paper: whether a file is attached: the paper that the one who acts has signed.
    """

    role: str
    actor: Signer | None
    recorder: Signer
    signers: tuple[Signer, ...] = ()
    earlier: Mapping[str, Collection[str]] = MappingProxyType({})
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """What authority is missing.

    Attributes:
        code: stable, dotted.
        sentence: Chinese: what is missing and who can mend it.
        cite: the article.
    """

    code: str
    sentence: str
    cite: str


def administrator_lack(act: str, *people: Signer | None) -> Lack | None:
    """Refuses whoever administers the system a part in any matter: as actor, recorder or signer."""
    for person in people:
        if person is not None and person.administers:
            return Lack(
                "authority.administrator",
                f"{person.name}是系统的管理员，不能办理、登记或者签署“{act}”。请由承担这项职责的工作人员办理。",
                "",
            )
    return None


def lack_of_authority(demand: Demand, facts: Facts) -> Lack | None:
    """The first thing missing, or None when the act may be performed by these people."""
    for check in _CHECKS:
        lack = check(demand, facts)
        if lack is not None:
            return lack
    return None


def _nobody_administers(demand: Demand, facts: Facts) -> Lack | None:
    return administrator_lack(demand.act, facts.recorder, facts.actor, *facts.signers)


def _role_is_named(demand: Demand, facts: Facts) -> Lack | None:
    if facts.role in demand.by:
        return None
    wanted = "、".join(sorted(demand.by))
    return Lack(
        "authority.role_not_named",
        f"“{demand.act}”应由{wanted}办理，不能以“{facts.role or '未填写的职责'}”办理。请由{wanted}办理。",
        demand.cite,
    )


def _actor_holds_role(demand: Demand, facts: Facts) -> Lack | None:
    if facts.role not in demand.staff:
        return None
    if facts.actor is not None and facts.role in facts.actor.exercised:
        return None
    who = facts.actor.name if facts.actor else "行为人"
    return Lack(
        "authority.role_not_held",
        f"{who}在该日不担任本机关的“{facts.role}”，不能办理“{demand.act}”。请由担任该职责的人员办理，或者由系统管理员核对任职。",
        demand.cite,
    )


def _recorder_may_record(demand: Demand, facts: Facts) -> Lack | None:
    recorder, actor = facts.recorder, facts.actor
    if actor is not None and recorder.person == actor.person:
        return None
    if demand.recorded_by and not demand.recorded_by & recorder.exercised:
        wanted = "、".join(sorted(demand.recorded_by))
        return Lack(
            "authority.recorder",
            f"{recorder.name}不能代为登记“{demand.act}”，应由{wanted}登记。",
            demand.cite,
        )
    if not recorder.roles:
        return Lack(
            "authority.recorder_outside",
            f"{recorder.name}在本机关没有任职，不能登记“{demand.act}”。请由本机关人员登记。",
            demand.cite,
        )
    if actor is None or demand.recorded_by or demand.staff & recorder.exercised or facts.paper:
        return None
    return Lack(
        "authority.recorder_without_paper",
        f"“{demand.act}”由{actor.name}办理，{recorder.name}代为登记须附{actor.name}签字的纸质件。请上传扫描件，或者由{actor.name}本人登录办理。",
        demand.cite,
    )


def _enough_officers(demand: Demand, facts: Facts) -> Lack | None:
    persons = {signer.person for signer in facts.signers} if demand.officers else ()
    if len(persons) >= demand.officers:
        return None
    return Lack(
        "authority.officers",
        f"“{demand.act}”应由不少于{demand.officers}名执法人员办理，现有{len(persons)}名签名。请补齐签名的执法人员。",
        demand.cite,
    )


def _officers_belong(demand: Demand, facts: Facts) -> Lack | None:
    for signer in facts.signers if demand.officers else ():
        if not signer.roles:
            return Lack(
                "authority.officer_outside",
                f"{signer.name}在该日不在本机关任职，不能作为本机关的执法人员签署“{demand.act}”。请更换本机关的执法人员。",
                demand.cite,
            )
    return None


def _officers_hold_certificates(demand: Demand, facts: Facts) -> Lack | None:
    for signer in facts.signers if demand.officers else ():
        if signer.certified_until is None:
            return Lack(
                "authority.certificate",
                f"{signer.name}在该日没有本机关执法领域的有效行政执法证件，不能签署“{demand.act}”。请更换持证人员，或者由证件管理员登记证件。",
                demand.cite,
            )
    return None


def _separated_from_earlier(demand: Demand, facts: Facts) -> Lack | None:
    people = [*(() if facts.actor is None else (facts.actor,)), *facts.signers]
    for act in demand.not_by:
        earlier = facts.earlier.get(act, ())
        for person in people:
            if person.person in earlier:
                return Lack(
                    "authority.separation",
                    f"{person.name}办理过本案的“{act}”，不能再办理“{demand.act}”。请由未参与“{act}”的人员办理。",
                    demand.cite,
                )
    return None


def _principal_separated(demand: Demand, facts: Facts) -> Lack | None:
    """What nobody may do who had a hand in another act is not done for such a one either."""
    if facts.actor is None or acting_for(demand, facts) is not None:
        return None
    for principal in facts.actor.principals(facts.role):
        act = next(
            name for name in demand.not_by if principal.person in facts.earlier.get(name, ())
        )
        return Lack(
            "authority.separation",
            f"{principal.name}办理过本案的“{act}”，不能再办理“{demand.act}”，{facts.actor.name}也不能代理{principal.name}办理。请由未参与“{act}”的人员办理。",
            demand.cite,
        )
    return None


def acting_for(demand: Demand, facts: Facts) -> Principal | None:
    """The one on leave for whom the actor acts: the first whom nothing earlier bars; None where the actor acts for nobody."""
    barred = {person for act in demand.not_by for person in facts.earlier.get(act, ())}
    principals = facts.actor.principals(facts.role) if facts.actor else ()
    return next((one for one in principals if one.person not in barred), None)


_CHECKS: tuple[Callable[[Demand, Facts], Lack | None], ...] = (
    _nobody_administers,
    _role_is_named,
    _actor_holds_role,
    _recorder_may_record,
    _enough_officers,
    _officers_belong,
    _officers_hold_certificates,
    _separated_from_earlier,
    _principal_separated,
)
