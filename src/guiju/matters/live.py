"""A matter in memory while acts are judged on it, and the rows it leaves behind."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD
from guiju.matters.proposals import Proposal
from guiju.matters.statements import SLOT_COLUMNS
from guiju.procedure import Marking, accepting, dump, duties, load, next_wake, ready_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.matters.proposals import AwaitedRow
    from guiju.matters.rulebook import Pinned
    from guiju.matters.statements import Row

STANDING_DUTIES = {"纠错审查": ("机关负责人",), "监督处理": ("法制机构",)}
APPROVAL_DUTY = "审批："
PERCENT_PARTS = 10_000
LARGEST = 2**63 - 1
LIST = "list"
DutyRow = tuple[str, str, str | None, bool, str | None]


@dataclass
class LiveMatter:
    """The working copy of one matter during a transaction.

    Attributes:
        stored_seq: the last act in the database; 0: the matter is new.
        fields: latest value of every public field; before the matter has begun, what was last proposed.
        signers: act → everybody whose hand was in it.
        late_after: asks how long after it was done an act may be recorded without being late.
        proposed: act → its open proposal.
        approved_by: opinions on which the act about to be recorded rests.
        asked: acts that a notice from another matter asks for, with the notice's seq.
        handler: who opened it, or whom it was handed to last.
        adjusted: the day of an entry's last act; of lists only.
        stored_duties: the duty rows in the database.
        stored_awaited: the rows of opinions asked for, in the database.
    """

    id: str
    body: str
    procedure: str
    pinned: Pinned
    marking: Marking
    opened: date
    late_after: Callable[[], str]
    number: str = ""
    title: str = ""
    closed: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    seq: int = 0
    head: str = "0" * 64
    stored_seq: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    signers: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    proposed: dict[str, Proposal] = field(default_factory=dict)
    approved_by: list[int] = field(default_factory=list)
    stored_duties: dict[str, DutyRow] = field(default_factory=dict)
    stored_awaited: dict[tuple[int, str], AwaitedRow] = field(default_factory=dict)
    handler: str = ""
    adjusted: date | None = None
    stored_place: tuple[str, str, date, str] | None = None
    slots_stale: bool = True
    repinned: bool = True

    @property
    def begun(self) -> bool:
        """Whether anything has happened in it; a matter that is only proposed owes nothing yet."""
        return bool(self.marking.ex)

    def take_proposal(self, data: Mapping[str, Any]) -> None:
        """Show what a proposal to begin says, until the matter has begun."""
        if not self.begun:
            self.fields, self.slots_stale = dict(data), True

    def take(self, data: Mapping[str, Any]) -> None:
        """Take the public fields of an act done after all others."""
        self.fields.update(data)
        self.slots_stale = self.slots_stale or not self.pinned.slot_fields.isdisjoint(data)

    def take_folding(self, fields: dict[str, Any], signers: dict[str, list[str]]) -> None:
        """Take what a whole history says."""
        self.fields, self.signers, self.slots_stale = fields, signers, True

    def remember(self) -> None:
        """Take what is derived now as what the database holds."""
        self.stored_seq = self.seq
        self.stored_place = self._place
        self.stored_duties = self.duties()
        self.stored_awaited = self.awaited()
        self.slots_stale = self.repinned = False

    @property
    def is_new(self) -> bool:
        """Whether the database does not hold it yet."""
        return not self.stored_seq

    @property
    def stays_placed(self) -> bool:
        """Whether its row keeps the rules, the number and the first day that the database holds."""
        return self.stored_place == self._place

    @property
    def _place(self) -> tuple[str, str, date, str]:
        return self.pinned.digest, self.number, self.opened, self.handler

    def settle_life(self) -> None:
        """Title and life span as they follow from the marking and the fields; what was never approved is over."""
        names = (_as_text(self.fields.get(name, "")) for name in self.pinned.titles)
        self.title = " ".join(filter(None, names))[:200]
        ended = self._closed_on()
        if self.pinned.kind == LIST:
            first = _date_or_none(self.fields.get(FIRST_DAY_FIELD)) or self.opened
            last = _date_or_none(self.fields.get(LAST_DAY_FIELD))
            self.valid_from = max(self.opened, first) if self.begun else None
            self.valid_until = min(filter(None, (ended, last)), default=None)
            self.adjusted = adjusted_in(self.pinned, self.marking)
        if not self.begun:
            self.closed = None if self.proposed else self.opened
        elif accepting(self.marking) and (self.pinned.kind != LIST or ended is not None):
            self.closed = date.fromordinal(self.marking.now)
        else:
            self.closed = None

    def _closed_on(self) -> date | None:
        places = self.pinned.rules.graph.places
        days = [day for name in self.pinned.closers if (day := self.marking.days[places[name]])]
        return date.fromordinal(max(days)) if days else None

    def frees_key(self) -> bool:
        """Whether another matter may take its key: a case that is closed, an entry that ended; a ledger's row keeps it."""
        ended = {"case": self.closed is not None, LIST: self._closed_on() is not None}
        return ended.get(self.pinned.kind, False)

    def duties(self) -> dict[str, DutyRow]:
        """The rows of what is owed: act → (act, roles, due, suspended, since when it can be done, where it has no day)."""
        rules, marking = self.pinned.rules, self.marking
        owed: dict[str, DutyRow] = {}
        for duty in duties(rules, marking, marking.now) if self.begun else ():
            act, undated = duty.event, duty.due is None
            ready = ready_on(rules, marking, act, marking.now) if undated else None
            owed[act] = (act, "、".join(duty.roles), _iso(duty.due), duty.suspended, _iso(ready))
        for act in self.asked:
            roles = self.pinned.roles_of(act) or STANDING_DUTIES.get(act, ())
            owed.setdefault(act, (act, "、".join(roles), None, False, _iso(marking.now)))
        return self._with_approvals(owed)

    def _with_approvals(self, owed: dict[str, DutyRow]) -> dict[str, DutyRow]:
        """Add what waits for an opinion, owed by the roles whose turn it is."""
        for act, proposal in self.proposed.items():
            name = f"{APPROVAL_DUTY}{act}"
            roles = "、".join(proposal.awaited(self.pinned.act(act).approval))
            owed[name] = (name, roles, None, False, _iso(self.marking.now))
        return owed

    def awaited(self) -> dict[tuple[int, str], AwaitedRow]:
        """The rows of opinions asked for, one a role."""
        found: dict[tuple[int, str], AwaitedRow] = {}
        for act, proposal in self.proposed.items():
            found.update(proposal.rows(act, self.pinned.act(act).approval))
        return found

    def next_due(self, owed: Mapping[str, DutyRow]) -> str | None:
        """The earliest running due day among the duties."""
        return min((row[2] for row in owed.values() if row[2] and not row[3]), default=None)

    def next_wake(self) -> str | None:
        """The day on whose end the clock has something to do."""
        day = next_wake(self.pinned.rules, self.marking)
        return _iso(day)

    def state(self) -> str:
        """What the next act needs to know, as text."""
        return orjson.dumps(
            {
                "asked": self.asked,
                "fields": self.fields,
                "proposed": self.proposed,
                "marking": dump(self.pinned.rules, self.marking),
                "signers": self.signers,
            }
        ).decode()

    @property
    def slots_differ(self) -> bool:
        """Whether the list columns may no longer be what the database holds."""
        return self.slots_stale or not self.stays_placed

    def slots_row(self) -> Row:
        """Owning body, procedure, first day, and the list columns' values in their order."""
        values: dict[str, Any] = dict.fromkeys(SLOT_COLUMNS)
        for column, name in self.pinned.slots.items():
            values[column] = slot_value(column, self.fields.get(name))
        return (self.body, self.procedure, self.opened.isoformat(), *values.values())


def adjusted_in(pinned: Pinned, marking: Marking) -> date | None:
    """The day of the last act that people did; None where nothing has happened."""
    days = (marking.days[place] for place in pinned.done_by_people)
    last = max((day for day in days if day), default=None)
    return date.fromordinal(last) if last else None


def new_id() -> str:
    """A time-ordered UUID (RFC 9562 version 7) for a new matter; those drawn one after another in a batch keep their order.

    The twelve bits after the version carry the part of a millisecond (method 3 of section 6.2).
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    drawn = os.urandom(8).hex()
    stamp = f"{milliseconds:012x}"
    variant = "89ab"[int(drawn[0], 16) & 3]
    part = f"{rest * 4096 // 1_000_000:03x}"
    return f"{stamp[:8]}-{stamp[8:]}-7{part}-{variant}{drawn[1:4]}-{drawn[4:16]}"


def read_state(pinned: Pinned, text: str) -> dict[str, Any]:
    """The parts of a stored state, the marking as a value of the kernel."""
    state: dict[str, Any] = orjson.loads(text)
    state["marking"] = load(pinned.rules, state["marking"])
    state["proposed"] = {act: Proposal(**one) for act, one in state["proposed"].items()}
    return state


def has_begun(state: str) -> bool:
    """Whether a stored state tells of an act that took effect; a matter that is only proposed has none."""
    return bool(orjson.loads(state)["marking"].get("executed"))


def slot_value(column: str, value: Any) -> Any:
    """A field's value as its slot column keeps it."""
    if value is None:
        return None
    if column.startswith("text"):
        return _as_text(value)[:200] or None
    if column.startswith("number") and isinstance(value, str):
        return percent_parts(value)
    return value


def percent_parts(decimal: str) -> int:
    """A percentage in ten-thousandths of a percent, which is as fine as lists compare."""
    return max(-LARGEST, min(LARGEST, round(Decimal(decimal) * PERCENT_PARTS)))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_as_text(one) for one in value)
    return str(value)


def _date_or_none(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _iso(day: int | date | None) -> str | None:
    if day is None:
        return None
    return (date.fromordinal(day) if isinstance(day, int) else day).isoformat()
