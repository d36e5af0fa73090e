"""A request made definite: who, as what, on which day, with what checked data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.values import CONTROL
from guiju.matters.personal import public_part
from guiju.matters.requests import refuse
from guiju.procedure import add, parse_duration
from guiju.procedure.authority import (
    Facts,
    acting_for,
    administrator_lack,
    lack_of_authority,
)
from guiju.record.act import ActForm, Kind, is_clock
from guiju.record.canonical import encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from guiju.lawbook.pinned import ActRules, FieldRules
    from guiju.matters.facts import PeopleBook
    from guiju.matters.live import LiveMatter
    from guiju.matters.requests import ActRequest
    from guiju.procedure.authority import Signer

LONGEST = {
    "act": ("行为", 100),
    "by": ("行为人", 100),
    "relation": ("关联关系", 32),
    "number": ("手工编号", 64),
}
FOR = "for"
GIVER, TAKER = "移交人", "接收人"
TYPED_KINDS = frozenset({Kind.EVENT, Kind.PROPOSAL})
TYPED_PARTS = frozenset({"更正", "内容", "data"})


@dataclass
class Entry:
    """What will stand in the form of an act.

    Attributes:
        moment: when it is recorded.
        day: when it was done.
        staff: the one who acts is a member of the owning body.
        data: checked public fields; ``private`` the others.
        authority: what was judged about who may act, as recorded.
        verdict: what was judged about whether it may be done, as recorded.
        skipped: numbers that its hand-given number leaves out.
    """

    request: ActRequest
    kind: Kind
    moment: datetime
    day: date
    by: str
    role: str
    staff: bool
    signers: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, object]] = field(default_factory=list)
    authority: dict[str, Any] = field(default_factory=dict)
    verdict: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    def take(
        self, fields: Mapping[str, FieldRules], data: Mapping[str, Any], prefix: str = ""
    ) -> None:
        """Take checked fields: what is private as commitments under ``prefix``, the rest into the public data."""
        self.data.update(self.split(fields, data, prefix))

    def split(
        self, fields: Mapping[str, FieldRules], data: Mapping[str, Any], prefix: str = ""
    ) -> dict[str, Any]:
        """The public part of checked fields; the private values are kept aside under ``prefix`` and their name."""
        public = {}
        for name, value in data.items():
            shown = public_part(fields[name], value)
            if shown != value:
                self.private[f"{prefix}{name}"] = value
            if shown is not None or value is None:
                public[name] = shown
        return public

    def as_form(self, matter: LiveMatter) -> ActForm:
        """The entry as the history reader takes it, before it has its place in the chain."""
        return ActForm(
            matter=matter.id, seq=matter.seq + 1, kind=self.kind, act=self.request.act, body=matter.body,
            by=self.by, recorded_by=self.request.recorded_by, role=self.role, authority=self.authority,
            done_on=self.day.isoformat(), done_at=None, recorded_at="", rules=matter.pinned.digest,
            data=self.data, private=dict.fromkeys(self.private, ""), files=[], verdict=self.verdict, previous=matter.head,
        )  # fmt: skip

    def handler(self, before: str) -> str:
        """Who handles the matter once this is recorded; an opening is signed by the head and handled by whoever entered it.

        Args:
            before: who handled it; empty for a matter that begins.
        """
        if self.kind is Kind.HANDOVER:
            return str(self.data[TAKER])
        entered = not self.staff or self.kind is Kind.OPENING
        return before or (self.request.recorded_by if entered else self.by)

    @property
    def hands(self) -> list[str]:
        """Everybody whose hand is in the act."""
        acting = [self.by] if self.staff else []
        return sorted({*acting, *self.signers})


def check_writable(request: ActRequest, kind: Kind) -> None:
    """Refuse what the record has no place for, before anything moves; fields of the procedure are typed later, one by one.

    Raises:
        Refused: ``request.unwritable``, ``act.hour_wrong``.
        RecordError: what is said besides holds something that is not of the canonical form.
    """
    for attribute, (name, longest) in LONGEST.items():
        text = getattr(request, attribute)
        if type(text) is not str or len(text) > longest or CONTROL.search(text):
            refuse(
                "request.unwritable",
                f"“{name}”至多{longest}字，不含不可见的字符，没有保存。请改正后再提交。",
            )
    if request.done_at is not None and not (
        type(request.done_at) is str and is_clock(request.done_at)
    ):
        refuse("act.hour_wrong", "办理的时刻应写作 09:30 这样的时、分，没有保存。请改正后再提交。")
    if kind not in TYPED_KINDS:
        encode(_untyped(dict(request.data)))


def _untyped(value: Any) -> Any:
    """What is said besides fields of the procedure."""
    if isinstance(value, dict):
        return {name: _untyped(part) for name, part in value.items() if name not in TYPED_PARTS}
    return [_untyped(part) for part in value] if isinstance(value, list) else value


def dated(request: ActRequest, kind: Kind, moment: datetime, matter: LiveMatter | None) -> date:
    """The day of an act, checked against today and the matter's beginning.

    Raises:
        Refused: ``act.in_future`` or ``act.before_matter``.
    """
    today = moment.date()
    day = request.done_on or today
    name = request.act or kind.label
    if day > today:
        refuse(
            "act.in_future",
            f"“{name}”的办理日期{_words(day)}晚于今天（{_words(today)}），不能登记还没有发生的事。请核对日期。",
        )
    if matter is not None and matter.seq and day < matter.opened:
        refuse(
            "act.before_matter",
            f"“{name}”的办理日期{_words(day)}早于本件的起始日{_words(matter.opened)}。"
            "请核对日期；起始日本身有误的，先办理“更正”。",
        )
    return day


def authorised(
    request: ActRequest, act: ActRules, matter: LiveMatter, people: PeopleBook, moment: datetime, day: date
) -> Entry:  # fmt: skip
    """The entry of an event, once those who act have been found entitled.

    The role is the one claimed, else the first of the act's roles that fits. An outside party stands in the record by its role; who it is
    stands in the matter's fields.

    Raises:
        Refused: ``person.unknown`` or one of the codes of ``procedure.authority``.
    """
    demand = matter.pinned.demand(act)
    inside = bool(demand.staff)
    by = request.by or (request.recorded_by if inside else act.by[0])
    people.learn(matter.body, {request.recorded_by, *request.signers, *({by} if inside else ())})
    actor = people.signer(matter.body, by, day) if inside else None
    role = request.role or _fitting_role(matter.pinned.performers(act), actor)
    recorder = people.signer(matter.body, request.recorded_by, moment.date())
    signers = tuple([people.signer(matter.body, one, day) for one in request.signers])
    facts = Facts(role, actor, recorder, signers, matter.signers, paper=bool(request.files))
    lack = lack_of_authority(demand, facts)
    if lack is not None:
        refuse(lack.code, lack.sentence, cite=lack.cite)
    entry = Entry(request, Kind.EVENT, moment, day, by, role, inside, request.signers)
    entry.authority = recorded_authority(entry, facts)
    principal = acting_for(demand, facts)
    if principal is not None:
        entry.authority[FOR] = principal.person
    return entry


def refuse_administrators(name: str, *people: Signer) -> None:
    """Refuse whoever administers the system a part in a matter, in whatever kind of record.

    Raises:
        Refused: ``authority.administrator``.
    """
    lack = administrator_lack(name, *people)
    if lack is not None:
        refuse(lack.code, lack.sentence)


def last_day_in_time(matter: LiveMatter, day: date) -> date:
    """The last day on which recording an act of a day is not late."""
    length = parse_duration(matter.late_after())
    return date.fromordinal(add(matter.pinned.rules.calendar, day.toordinal(), length))


def recorded_authority(entry: Entry, facts: Facts) -> dict[str, Any]:
    """What was known of those who act, as the act's form keeps it."""
    known: dict[str, Any] = {"staff": entry.staff, "signers": list(entry.signers)}
    if facts.actor is not None:
        known["roles"] = sorted(facts.actor.exercised)
    certified = {
        signer.person: signer.certified_until.isoformat()
        for signer in facts.signers
        if signer.certified_until is not None
    }
    if certified:
        known["certificates"] = certified
    return known


def _fitting_role(performers: tuple[str, ...], actor: Signer | None) -> str:
    """The first role that fits: one's own before that of somebody on leave."""
    for held in (actor.roles, actor.exercised) if actor is not None else ():
        for role in performers:
            if role in held:
                return role
    return performers[0]


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
