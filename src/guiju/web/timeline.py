"""The left of a matter's page: every act as it was recorded, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.matters.clock import BEIJING
from guiju.matters.entry import FOR
from guiju.matters.folding import as_done
from guiju.matters.proposals import OPINION, PROPOSAL
from guiju.matters.selectors import private_values
from guiju.procedure import refold
from guiju.record.act import ActForm, Kind
from guiju.record.digests import sm3
from guiju.web.names import LINKED_TYPES, PEOPLE_FIELDS, UNSEEN, known_names, pointed_at
from guiju.web.wording import (
    clock_text,
    day_text,
    iso_day,
    short_digest,
    size_text,
    stands_in,
    value_text,
    worded_days,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.lawbook.pinned import FieldRules
    from guiju.matters.selectors import MatterView
    from guiju.people.viewer import Viewer
    from guiju.web.papers import PaperLink

AFTER_ALL = 1_000_000_000
HIDDEN = "（不公开）"
ERASED = "（已依法删除）"
MARKS = {"补录后按期": "amber", "逾期": "red"}
UNREAD = frozenset({"提请摘要", "原规则"})
RECORD_FIELDS = frozenset({"提请", "目标"})


class Badge(NamedTuple):
    """A word with a colour beside it."""

    word: str
    tone: str


class Shown(NamedTuple):
    """A field with its value in words.

    Attributes:
        matter: the matter it points at, where the viewer may open it.
    """

    label: str
    text: str
    private: bool = False
    matter: str = ""


class ShownFile(NamedTuple):
    """An attached file."""

    name: str
    size: str
    place: int


@dataclass
class Entry:
    """One act on the page.

    Attributes:
        who: whoever acted, with the role.
        recorder: who entered it, where that is somebody else.
        notes: breaches, reasons and conflicts as sentences.
        clock: nobody did it; the clock did.
        folded: the fields are shown on demand: they come again in the act that followed.
        rests_on: numbers of the opinions an approved act rests on.
        answers: number of the proposal an opinion is about.
        said: what an opinion comes to, in a few words.
        paper: its document.
        under: the proposal and the opinions shown under the act that followed.
    """

    seq: int
    name: str
    day: str
    order: tuple[str, int]
    who: str
    kind: str = ""
    recorder: str = ""
    recorded_at: str = ""
    signers: str = ""
    hour: str = ""
    number: str = ""
    digest: str = ""
    badges: list[Badge] = field(default_factory=list)
    fields: list[Shown] = field(default_factory=list)
    files: list[ShownFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    clock: bool = False
    folded: bool = False
    rests_on: tuple[int, ...] = ()
    answers: int = 0
    said: str = ""
    paper: PaperLink | None = None
    under: list[Entry] = field(default_factory=list)

    @property
    def approved(self) -> list[str]:
        """Who agreed, and when."""
        return [one.said for one in self.under if one.said]


class Teller(NamedTuple):
    """What telling an act draws on, read once for the whole matter.

    Attributes:
        view: the matter.
        viewer: whoever reads.
        names: id → name.
        private: seq and field → value, where it is the viewer's to see and still kept.
    """

    view: MatterView
    viewer: Viewer
    names: Mapping[str, str]
    private: Mapping[tuple[int, str], Any]


def timeline(view: MatterView, viewer: Viewer, today: date) -> list[Entry]:
    """Every act of a matter in the order in which it was done, and what the clock did between.

    Args:
        view: the matter.
        viewer: whoever reads; private values only for the owning body.
        today: the civil day, up to which the clock has run.
    """
    told = (form.data for form in view.forms)
    linked = pointed_at(viewer, view.pinned.effective.fields, told)
    names = {**known_names(view), **linked}
    teller = Teller(view, viewer, names, private_values(viewer, view.forms))
    entries = [_entry(form, teller) for form in view.forms]
    return sorted([*entries, *_clock_entries(view, today)], key=lambda entry: entry.order)


def chain_fault(view: MatterView) -> str:
    """What is wrong with a matter's chain of acts; empty when it is whole."""
    previous = "0" * 64
    for place, form in enumerate(view.forms, 1):
        if form.seq != place:
            return f"缺第{place}号记录"
        if form.previous != previous:
            return f"第{place}号记录与前一号不相接"
        previous = sm3(form.to_bytes())
    if previous != view.matter.head:
        return f"最后一号记录与办件所记的不符（应有{view.matter.seq}号）"
    return ""


def _clock_entries(view: MatterView, today: date) -> list[Entry]:
    history = [as_done(view.pinned, place, one) for place, one in enumerate(view.happened())]
    fired = refold(view.pinned.rules, history, today.toordinal()).fired
    return [_clock_entry(name, date.fromordinal(day)) for name, day in fired]


def _clock_entry(name: str, day: date) -> Entry:
    return Entry(0, clock_text(name), day_text(day), (day.isoformat(), AFTER_ALL), "", clock=True)


def _entry(form: ActForm, teller: Teller) -> Entry:
    verdict, names = form.verdict, teller.names
    made = Entry(
        form.seq,
        form.act or form.kind.label,
        iso_day(form.done_on),
        (form.done_on, form.seq),
        _who(form, names),
        kind="" if form.kind is Kind.EVENT else form.kind.label,
        recorded_at=_moment(form.recorded_at),
        hour=form.done_at or "",
        number="，".join(filter(None, (str(verdict.get(key, "")) for key in ("number", "document_number")))),
        digest=short_digest(sm3(form.to_bytes())),
    )  # fmt: skip
    if form.recorded_by != form.by and form.recorded_by:
        made.recorder = names.get(form.recorded_by, form.recorded_by)
    signers = form.authority.get("signers", ())
    made.signers = "、".join(names.get(one, one) for one in signers)
    made.badges = list(_badges(form))
    made.fields = list(_fields(form, teller))
    made.files = _files(form)
    made.notes = list(_notes(form))
    made.folded = form.kind is Kind.PROPOSAL
    made.rests_on = tuple(form.authority.get("approvals", ()))
    if form.kind is Kind.OPINION:
        made.answers = form.data[PROPOSAL]
        made.said = f"{made.who}{form.data[OPINION]}，{made.day}"
    return made


def _who(form: ActForm, names: Mapping[str, str]) -> str:
    name = names.get(form.by, form.by)
    principal = form.authority.get(FOR, "")
    if principal:
        return stands_in(name, names.get(principal, principal), form.role)
    return name if name == form.role or not form.role else f"{name}（{form.role}）"


def _badges(form: ActForm) -> Iterable[Badge]:
    if form.kind is Kind.ACCOMPLISHED:
        yield Badge("既成事实·程序违法", "red")
    timeliness = str(form.verdict.get("timeliness", ""))
    if timeliness in MARKS:
        yield Badge(timeliness, MARKS[timeliness])
    if "late" in form.authority:
        yield Badge("逾时补录", "amber")
    if form.verdict.get("conflicts"):
        yield Badge("有冲突", "red")


def _fields(form: ActForm, teller: Teller) -> Iterable[Shown]:
    specs = teller.view.pinned.effective.fields
    for name in _in_order(form, teller.view):
        if name in form.private:
            yield Shown(name, _private(form, name, teller), private=True)
        else:
            text = _value(specs.get(name), name, form.data[name], teller.names)
            yield Shown(name, text, matter=_opens(specs.get(name), form.data[name], text))


def _opens(spec: FieldRules | None, value: Any, text: str) -> str:
    """The matter a value points at; empty where it points at none or at one that is not to be seen."""
    linked = spec is not None and spec.type in LINKED_TYPES and isinstance(value, str)
    return str(value) if linked and text != UNSEEN else ""


def _in_order(form: ActForm, view: MatterView) -> list[str]:
    """The act's fields in the order of its form; digests are no reading matter."""
    act = view.pinned.effective.acts.get(form.act)
    order = {name: place for place, name in enumerate(act.fields)} if act else {}
    told = [name for name in dict.fromkeys((*form.data, *form.private)) if name not in UNREAD]
    return sorted(told, key=lambda name: order.get(name, len(order)))


def _value(spec: FieldRules | None, name: str, value: Any, names: Mapping[str, str]) -> str:
    if spec is None and name in RECORD_FIELDS and isinstance(value, int):
        return f"第{value}号记录"
    if spec is None and name in PEOPLE_FIELDS:
        return names.get(str(value), str(value))
    return value_text(spec, value, names)


def _private(form: ActForm, name: str, teller: Teller) -> str:
    if not teller.viewer.owns(form.body):
        return HIDDEN
    value = teller.private.get((form.seq, name))
    spec = teller.view.pinned.effective.fields.get(name)
    return ERASED if value is None else value_text(spec, value, teller.names)


def _files(form: ActForm) -> list[ShownFile]:
    return [
        ShownFile(str(one["name"]), size_text(int(one["size"])), place)
        for place, one in enumerate(form.files)
    ]


def _notes(form: ActForm) -> Iterable[str]:
    if form.kind is Kind.ACCOMPLISHED:
        cite = form.verdict.get("cite") or form.data.get("违反", "")
        yield f"当时不能依法办理：{worded_days(str(form.verdict.get('sentence', '')))}（违反{cite}）"
    for one in form.verdict.get("conflicts", ()):
        yield f"本次登记之后，{iso_day(one['day'])}的“{one['act']}”按先后顺序不能成立，须作纠错审查。"
    if "late" in form.authority:
        until = iso_day(form.authority["late"]["in_time_until"])
        yield f"按时登记的最后一天是{until}。"
    if form.verdict.get("warning"):
        yield f"提请时提示：{worded_days(str(form.verdict['warning']))}"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text).astimezone(BEIJING)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
