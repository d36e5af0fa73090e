"""What a batch leaves: acts in their canonical form and the rows of every table, written together."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from guiju.matters import clock, private, statements
from guiju.matters.models import PrivateValue
from guiju.matters.numbers import UNCLAIMED
from guiju.matters.requests import refuse
from guiju.record.act import FORMAT, ActForm, Kind
from guiju.record.canonical import encode, encode_typed
from guiju.record.digests import sha256, sm3

if TYPE_CHECKING:
    from guiju.matters.entry import Entry
    from guiju.matters.live import DutyRow, LiveMatter
    from guiju.matters.numbers import Allotted

Row = tuple[Any, ...]


class Staging:
    """Rows waiting to be written."""

    def __init__(self) -> None:
        self._touched: dict[str, LiveMatter] = {}
        self._forms: dict[str, list[bytes]] = {}
        self._acts: list[Row] = []
        self._private: list[Row] = []
        self._plain: dict[Row, Any] = {}
        self._erased: list[Row] = []
        self._numbers: list[Row] = []
        self._links: list[Row] = []
        self._claimed: list[Row] = []
        self._voided: list[Row] = []
        self._papers: list[Row] = []
        self._came: list[Row] = []

    def append(self, matter: LiveMatter, entry: Entry) -> None:
        """Give an act its form and its place in the matter's chain.

        Args:
            matter: the working copy, already holding the state after the act.
            entry: what the act says.
        """
        matter.seq += 1
        matter.handler = entry.handler(matter.handler)
        commitments = {
            name: self._conceal(matter, name, value) for name, value in entry.private.items()
        }
        if clock.is_simulated():
            entry.authority["clock"] = clock.SIMULATED_MARK
        form = _form(matter, entry, commitments)
        content = encode_typed(form) if entry.kind is Kind.EVENT else encode(form)
        digest = sm3(content)
        self._acts.append((*_columns(form), content, digest, sha256(content)))
        self._forms.setdefault(matter.id, []).append(content)
        self._touched[matter.id] = matter
        matter.head = digest

    def touch(self, matter: LiveMatter) -> None:
        """Stage a matter whose clock moved without an act."""
        self._touched[matter.id] = matter

    def forms_of(self, matter: str) -> list[ActForm]:
        """The staged acts of a matter."""
        return [ActForm.from_bytes(content) for content in self._forms.get(matter, ())]

    def plain(self, form: ActForm, name: str) -> Any:
        """A private value in the clear, from this batch or from the store.

        Raises:
            Refused: ``private.erased``.
        """
        key = (form.matter, form.seq, name)
        if key in self._plain:
            return self._plain[key]
        row = PrivateValue.objects.filter(matter=form.matter, seq=form.seq, field=name).first()
        if row is None:
            refuse("private.erased", f"“{name}”的内容已依法删除，不能再据以办理。请重新提请。")
        return private.reveal(row, form.private[name])

    def number(self, number: Allotted, matter: str, seq: int) -> None:
        """Stage a number given out by an act, and those it leaves out."""
        key = (number.body, number.series, number.year)
        if number.claimed:
            self._claimed.append((number.text, matter, seq, *key, number.value))
        else:
            self._numbers.append((*key, number.value, number.text, matter, seq, ""))
        self._numbers += [
            (*key, value, text, matter, seq, UNCLAIMED) for value, text in number.skipped
        ]

    def void(self, key: Row, reason: str) -> None:
        """Stage the voiding of a number: body, series, year and place."""
        self._voided.append((reason, *key))

    def await_scan(self, row: Row) -> None:
        """Stage that an act's document is to come back as a scan: matter, seq, body, document, day."""
        self._papers.append(row)

    def scan_came(self, matter: str, seq: int) -> None:
        """Stage that an act's document is not awaited any more."""
        self._came.append((matter, seq))

    def erase(self, matter: str, seq: int, name: str) -> None:
        """Stage the removal of a private value; its commitment stays in the act."""
        self._erased.append((matter, seq, name))

    def link(self, source: str, target: str, relation: str) -> None:
        """Stage a link between two matters."""
        self._links.append((source, target, relation))

    def flush(self) -> list[LiveMatter]:
        """Write every row, matters before what names them; gives the matters touched."""
        rows = []
        for matter in self._touched.values():
            matter.settle_life()
            rows.append((matter, matter.duties()))
        self._flush_rules()
        self._flush_matters(rows)
        statements.write(statements.INSERT_ACT, self._acts)
        statements.write(statements.INSERT_UNSEALED, [(row[0], row[1]) for row in self._acts])
        self._flush_duties(rows)
        self._flush_awaited()
        self._flush_slots()
        statements.write(statements.INSERT_PRIVATE, self._private)
        statements.write(statements.DELETE_PRIVATE, self._erased)
        statements.write(statements.INSERT_NUMBER, self._numbers)
        statements.write(statements.CLAIM_NUMBER, self._claimed)
        statements.write(statements.VOID_NUMBER, self._voided)
        statements.write(statements.INSERT_AWAITED_SCAN, self._papers)
        statements.write(statements.DELETE_AWAITED_SCAN, self._came)
        statements.write(statements.INSERT_LINK, self._links)
        return list(self._touched.values())

    def _flush_rules(self) -> None:
        """Keep the rules that matters were newly pinned to."""
        used = {
            matter.pinned.digest: matter.pinned
            for matter in self._touched.values()
            if matter.repinned
        }
        known = statements.known_rules(list(used)) if used else frozenset()
        statements.write(
            statements.INSERT_RULES, [used[digest].row() for digest in sorted(used.keys() - known)]
        )

    def _flush_matters(self, rows: list[tuple[LiveMatter, dict[str, DutyRow]]]) -> None:
        new: list[Row] = []
        placed: list[Row] = []
        moved: list[Row] = []
        for matter, owed in rows:
            row = (matter.id, matter.body, matter.procedure, *_life(matter), *_state(matter, owed))
            kept = moved if matter.stays_placed else placed
            (new if matter.is_new else kept).append(row)
        statements.write(statements.INSERT_MATTER, new)
        if statements.write_matters(placed, moved) != len(rows) - len(new):
            message = "a matter changed under its lock"
            raise RuntimeError(message)

    def _flush_duties(self, rows: list[tuple[LiveMatter, dict[str, DutyRow]]]) -> None:
        gone: list[Row] = []
        new: list[Row] = []
        changed: list[Row] = []
        for matter, owed in rows:
            gone += [(matter.id, act) for act in matter.stored_duties.keys() - owed.keys()]
            written = new if matter.is_new else changed
            written += [
                (matter.id, matter.body, *row)
                for act, row in owed.items()
                if matter.stored_duties.get(act) != row
            ]
        statements.write(statements.DELETE_DUTY, gone)
        statements.write(statements.INSERT_DUTY, new)
        statements.write(statements.UPSERT_DUTY, changed)

    def _flush_awaited(self) -> None:
        """Write whose opinions are asked for, where that changed."""
        gone: list[Row] = []
        new: list[Row] = []
        for matter in self._touched.values():
            stored, asked = matter.stored_awaited, matter.awaited() if matter.proposed else {}
            gone += [(matter.id, *key) for key in stored.keys() - asked.keys()]
            new += [
                (matter.id, matter.body, *row)
                for key, row in asked.items()
                if stored.get(key) != row
            ]
        statements.write(statements.DELETE_AWAITED, gone)
        statements.write(statements.INSERT_AWAITED, new)

    def _flush_slots(self) -> None:
        stale = [m for m in self._touched.values() if m.slots_differ and m.pinned.slots]
        for statement, new in ((statements.INSERT_SLOTS, True), (statements.UPSERT_SLOTS, False)):
            rows = [(m.id, *m.slots_row()) for m in stale if m.is_new is new]
            statements.write(statement, rows)

    def _conceal(self, matter: LiveMatter, name: str, value: Any) -> str:
        commitment, sealed = private.conceal(value, f"{matter.id}#{matter.seq}#{name}")
        self._plain[matter.id, matter.seq, name] = value
        self._private.append((matter.id, matter.seq, name, private.CURRENT_KEY, sealed))
        return commitment


_columns = itemgetter(
    "matter", "seq", "kind", "act", "body", "by", "recorded_by", "role", "done_on", "done_at",
    "recorded_at", "rules", "previous",
)  # fmt: skip


def _form(matter: LiveMatter, entry: Entry, commitments: dict[str, str]) -> dict[str, Any]:
    return {
        "act": entry.request.act,
        "authority": entry.authority,
        "body": matter.body,
        "by": entry.by,
        "data": entry.data,
        "done_at": entry.request.done_at,
        "done_on": entry.day.isoformat(),
        "files": entry.files,
        "format": FORMAT,
        "kind": entry.kind.value,
        "matter": matter.id,
        "previous": matter.head,
        "private": commitments,
        "recorded_at": entry.moment.isoformat(timespec="microseconds"),
        "recorded_by": entry.request.recorded_by,
        "role": entry.role,
        "rules": matter.pinned.digest,
        "seq": matter.seq,
        "verdict": entry.verdict,
    }


def _life(matter: LiveMatter) -> Row:
    days = (matter.closed, matter.valid_from, matter.valid_until)
    return (
        matter.pinned.digest,
        matter.number,
        matter.title,
        matter.opened.isoformat(),
        *(day.isoformat() if day else None for day in days),
    )


def _state(matter: LiveMatter, owed: dict[str, DutyRow]) -> Row:
    return (
        matter.seq,
        matter.head,
        matter.state(),
        matter.next_due(owed),
        matter.next_wake(),
        matter.handler,
        matter.adjusted.isoformat() if matter.adjusted else None,
    )
