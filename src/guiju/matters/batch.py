"""Performing acts in memory and writing them together: the only implementation of performing.

One act performed alone is a batch of one. Everything is judged before anything is written; a refused request leaves no trace.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.chain import chain_words, turn_words
from guiju.matters import clock, statements
from guiju.matters.approvals import opine, propose
from guiju.matters.entry import Entry, authorised, check_writable, dated
from guiju.matters.facts import BodyFacts, PeopleBook, body_facts
from guiju.matters.files import described
from guiju.matters.history import effective_history
from guiju.matters.holidays import NOTICE_LIST
from guiju.matters.judging import judge_event, take_data
from guiju.matters.live import LiveMatter, has_begun, new_id, read_state
from guiju.matters.named import Named, check_named
from guiju.matters.numbering import allot, check_hand_given
from guiju.matters.numbers import NumberDesk
from guiju.matters.papers import awaits_scan
from guiju.matters.parameters import PARAMETER_LIST
from guiju.matters.requests import ActRequest, Outcome, Refusal, Refused, refuse
from guiju.matters.rulebook import local_values, pin, pinned, renew_calendar, resolved
from guiju.matters.staging import Staging
from guiju.matters.standing import REVIEW
from guiju.matters.standing_steps import perform_standing
from guiju.matters.unique import KeyDesk
from guiju.procedure import initial_marking
from guiju.record.act import ActForm, Kind
from guiju.record.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.history import Happened
    from guiju.matters.judging import Judged

LATE_PARAMETER = "逾期补录天数"
JUDGED_BY = frozenset({"officer-certificate", PARAMETER_LIST, NOTICE_LIST})
Row = tuple[Any, ...]


class Batch:
    """Acts judged one after another in one transaction, written by :meth:`flush`.

    Attributes:
        outdated: an act of its own changed a certificate, a parameter or a holiday notice that the next ones are judged by; only the store tells it rightly.
    """

    def __init__(self) -> None:
        renew_calendar()
        self.people = PeopleBook()
        self.numbers = NumberDesk()
        self.keys = KeyDesk(self._in_batch)
        self.staging = Staging()
        self.outdated = False
        self._live: dict[str, LiveMatter] = {}
        self._bodies: dict[str, BodyFacts] = {}
        self._superiors: dict[str, tuple[str, ...]] = {}
        self._local: dict[tuple[str, date], tuple[Any, ...]] = {}

    def add(self, request: ActRequest) -> Outcome:
        """Judge one request and stage what it leaves.

        Returns:
            Where it stands, or why it was refused.
        """
        moment = clock.now()
        try:
            kind = self._kind(request)
            check_writable(request, kind)
            matter = self.matter(request) if request.matter else self._new(request, moment.date())
            self._check_seen(request, matter)
            step = _STEPS.get(kind)
            if step is not None:
                outcome = step(self, request, matter, moment)
            else:
                outcome = perform_standing(self, request, kind, matter, moment)
        except Refused as refused:
            return Outcome(request.matter, refusal=refused.refusal)
        except RecordError as error:
            return Outcome(request.matter, refusal=Refusal("data.not_recordable", error.sentence))
        self.outdated = self.outdated or matter.procedure in JUDGED_BY
        return outcome

    def flush(self) -> None:
        """Write everything staged, inside the caller's transaction."""
        self.numbers.flush()
        self.keys.flush(self.staging.flush())

    def look_ahead(self, requests: list[ActRequest]) -> None:
        """Read in one go what several requests will need: their matters, locked, and who holds their keys."""
        named = sorted({request.matter for request in requests if request.matter})
        for row in statements.locked_matters(named) if named else ():
            self._live[row[0]] = self._loaded(row)
        self.keys.look_ahead(requests)

    def matter(self, request: ActRequest) -> LiveMatter:
        """The working copy of a matter, locked in the store when first asked for.

        Raises:
            Refused: ``matter.unknown``.
        """
        found = self._live.get(request.matter)
        if found is None:
            row = statements.locked_matter(request.matter)
            if row is None:
                refuse(
                    "matter.unknown",
                    f"没有编号为“{request.matter}”的办件。请从列表中打开办件后再办理。",
                )
            found = self._live[request.matter] = self._loaded(row)
        return found

    def _in_batch(self, identifier: str) -> LiveMatter | None:
        return self._live.get(identifier)

    def _named(self, identifier: str) -> Named | None:
        live = self._live.get(identifier)
        if live is not None:
            life = live.valid_from, live.valid_until
            return Named(live.procedure, live.opened, live.begun, *life)
        row = statements.named_matter(identifier)
        if row is None:
            return None
        since, until = (_day(day) if day else None for day in row[3:])
        return Named(row[0], _day(row[1]), has_begun(row[2]), since, until)

    def forms(self, matter: LiveMatter) -> list[ActForm]:
        """A matter's acts so far, those of this batch included."""
        stored = statements.acts_of(matter.id) if matter.stored_seq else []
        return [ActForm.from_bytes(bytes(row[0])) for row in stored] + self.staging.forms_of(
            matter.id
        )

    def private_values(self, form: ActForm) -> dict[str, Any]:
        """The private values of an act, from this batch or from the store."""
        return {name: self.staging.plain(form, name) for name in form.private}

    def word_of(self, body: str) -> str:
        """A body's 代字."""
        return self._body(body).word

    def superiors(self, body: str) -> tuple[str, ...]:
        """The bodies above one, the nearest first, read once a batch."""
        if body not in self._superiors:
            above = statements.superior_of(body)
            self._superiors[body] = (above, *self.superiors(above)) if above else ()
        return self._superiors[body]

    def field_of(self, body: str) -> str:
        """A body's field of work."""
        return self._body(body).field

    def closing_day(self, body: str) -> date | None:
        """The last day on which a body takes 期初登记; None while it has set none."""
        return self._body(body).openings_until

    def values_of(self, body: str, day: date) -> tuple[Any, ...]:
        """The parameters a body and its superiors have set, read once a batch."""
        key = (body, day)
        if key not in self._local:
            self._local[key] = local_values(body, day)
        return self._local[key]

    def _kind(self, request: ActRequest) -> Kind:
        kind = _KINDS.get(request.kind)
        if kind is None:
            known = "、".join(kind.label for kind in Kind)
            refuse("kind.unknown", f"没有“{request.kind}”这一种记录。可以登记的有：{known}。")
        return kind

    def _check_seen(self, request: ActRequest, matter: LiveMatter) -> None:
        if request.expected_seq is not None and request.expected_seq != matter.seq:
            refuse(
                "matter.changed",
                f"打开页面之后，本件又有新的办理（现为第{matter.seq}号记录）。没有保存您的操作，请刷新后核对再办。",
            )

    def perform_event(self, request: ActRequest, matter: LiveMatter, moment: datetime) -> Outcome:
        """Perform an act that needs nobody's approval.

        Raises:
            Refused: ``approval.required``, or whatever refuses the act.
        """
        act = self.act_of(request, matter)
        if act.approval:
            chain, asked = chain_words(act.approval), turn_words(act.approval[0])
            refuse(
                "approval.required", f"“{act.name}”须经{chain}审批。请先提请，由{asked}签署意见。"
            )
        return self.prepare_event(request, matter, moment)()

    def prepare_event(
        self, request: ActRequest, matter: LiveMatter, moment: datetime
    ) -> Callable[[], Outcome]:
        """Judge an act; what is returned records it, and can no longer be refused."""
        act = self.act_of(request, matter)
        day = dated(request, Kind.EVENT, moment, matter)
        entry = authorised(request, act, matter, self.people, moment, day)
        told = take_data(entry, act, matter)
        check_named(act, entry.data, day, self._named)
        entry.files = described(request.files)
        judged = judge_event(entry, act, matter, told, lambda: self.history(matter))
        self.check_source(request)
        check_hand_given(self, matter, act, entry)
        if act.name == matter.pinned.effective.opens:
            self.keys.claim(matter, {**entry.data, **entry.private})
        return lambda: self._record(matter, act, entry, judged)

    def _outcome(self, matter: LiveMatter, entry: Entry, judged: Judged) -> Outcome:
        return Outcome(
            matter.id,
            matter.seq,
            number=str(entry.verdict.get("number") or entry.verdict.get("document_number") or ""),
            conflicts=tuple(f"{one['day']} {one['act']}" for one in judged.conflicts),
            fired=tuple((name, date.fromordinal(on)) for name, on in judged.fired),
            skipped=entry.skipped,
        )

    def act_of(self, request: ActRequest, matter: LiveMatter) -> ActRules:
        """The act asked for, if a person may perform it at all here.

        Raises:
            Refused: ``act.unknown``, ``act.clock`` or ``act.not_opening``.
        """
        act = matter.pinned.act(request.act)
        if act.clock and act.lapse != "citizen":
            refuse(
                "act.clock", f"“{act.name}”由时钟发生，不由人办理。期限届满时会自动登记，无需办理。"
            )
        opens = matter.pinned.effective.opens
        if not matter.seq and act.name != opens:
            refuse(
                "act.not_opening",
                f"“{matter.pinned.name}”从“{opens}”开始，不能先办理“{act.name}”。请先办理“{opens}”。",
                helps=(opens,),
            )
        return act

    def _record(self, matter: LiveMatter, act: ActRules, entry: Entry, judged: Judged) -> Outcome:
        if matter.approved_by:
            entry.authority["approvals"] = matter.approved_by
            matter.approved_by = []
        entry.verdict = {
            "allowed": True,
            "reason": None,
            "conflicts": judged.conflicts,
            "fired": [[name, date.fromordinal(on).isoformat()] for name, on in judged.fired],
            "timeliness": judged.timeliness,
        }
        allot(self, matter, act, entry)
        if not matter.begun:
            matter.fields = {}
        matter.marking = judged.marking
        if judged.folding is None:
            matter.take(entry.data)
            hands = set(matter.signers.get(act.name, ())) | set(entry.hands)
            if hands:
                matter.signers[act.name] = sorted(hands)
        else:
            matter.take_folding(judged.folding.fields, judged.folding.signers)
        matter.asked.pop(act.name, None)
        self.staging.append(matter, entry)
        self._await_scan(matter, act, entry)
        if judged.conflicts:
            matter.asked.setdefault(REVIEW, matter.seq)
        self.link(matter, entry.request, act)
        return self._outcome(matter, entry, judged)

    def _await_scan(self, matter: LiveMatter, act: ActRules, entry: Entry) -> None:
        numbered = bool(entry.verdict.get("document_number"))
        if awaits_scan(act, staff=entry.staff, numbered=numbered, files=len(entry.files)):
            day = entry.day.isoformat()
            self.staging.await_scan((matter.id, matter.seq, matter.body, act.document, day))

    def link(self, matter: LiveMatter, request: ActRequest, act: ActRules) -> None:
        """Stage the link of a matter that begins, or is proposed to begin, to the one it comes from."""
        if request.source and act.name == matter.pinned.effective.opens:
            self.staging.link(request.source, matter.id, request.relation or "来源")

    def check_source(self, request: ActRequest) -> None:
        """A link lets each side's body see the other matter: only who belongs to the source's body may make it.

        Raises:
            Refused: ``link.unknown``, ``link.not_yours``.
        """
        if not request.source:
            return
        body = statements.body_of_matter(request.source)
        if body is None:
            refuse("link.unknown", "来源办件不存在，不能关联。请从来源办件的页面新办。")
        self.people.learn(body, {request.recorded_by})
        if not self.people.signer(body, request.recorded_by, clock.today()).roles:
            refuse(
                "link.not_yours",
                "来源办件属于其他机关，不能由本机关关联。请由来源机关移送，本机关收到后登记。",
            )

    def history(self, matter: LiveMatter) -> list[Happened]:
        """What happened in a matter so far."""
        return effective_history(self.forms(matter))

    def _new(self, request: ActRequest, today: date) -> LiveMatter:
        if not request.procedure:
            refuse("matter.no_procedure", "没有说明要新办哪一种事项。请从“新办”中选择事项。")
        field = self.field_of(request.body)
        day = min(_first_day(request, today), today)
        rules = pin(request.procedure, field, day, self.values_of(request.body, day))
        matter = LiveMatter(
            new_id(), request.body, request.procedure, rules, initial_marking(rules.rules),
            day, lambda: self._late_after(request.body, day),
        )  # fmt: skip
        self._live[matter.id] = matter
        return matter

    def _loaded(self, row: Row) -> LiveMatter:
        identifier, body, procedure, rules, number, opened, seq, head, state, handler = row
        known = pinned(rules)
        parts = read_state(known, state)
        day = _day(opened)
        matter = LiveMatter(
            identifier, body, procedure, known, parts["marking"], day,
            lambda: self._late_after(body, day), number, seq=seq, head=head, stored_seq=seq,
            fields=parts["fields"], signers=parts["signers"], asked=parts["asked"], proposed=parts["proposed"],
            handler=handler,
        )  # fmt: skip
        matter.remember()
        return matter

    def _body(self, code: str) -> BodyFacts:
        if code not in self._bodies:
            self._bodies[code] = body_facts(code)
        return self._bodies[code]

    def _late_after(self, body: str, day: date) -> str:
        value = resolved(self.field_of(body), self.values_of(body, day), day)[LATE_PARAMETER].value
        return str(value)


_STEPS: dict[Kind, Callable[[Batch, ActRequest, LiveMatter, datetime], Outcome]] = {
    Kind.EVENT: Batch.perform_event,
    Kind.PROPOSAL: propose,
    Kind.OPINION: opine,
}

_KINDS = {kind.value: kind for kind in Kind}


def _first_day(request: ActRequest, today: date) -> date:
    """The day a new matter begins: an opening tells it by its first stated act."""
    stated = request.data.get("行为") if request.kind == Kind.OPENING else None
    if stated:
        try:
            return date.fromisoformat(stated[0]["done_on"])
        except (TypeError, KeyError, IndexError, ValueError):
            return today  # the check of what the act says names the mistake
    return request.done_on or today


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
