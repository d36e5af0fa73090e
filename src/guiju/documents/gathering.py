"""What an act's document is filled from, gathered from the acts as their viewer may read them.

Values are those known when the act was done, with later corrections applied. Of a natural person only the owning body reads the whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from guiju.documents.codes import code_of
from guiju.documents.content import Content, Done, Officer, Opinion
from guiju.documents.slots import BODY, BODY_PARTS, slots_of
from guiju.lawbook.show import duration_words
from guiju.matters.history import effective_history
from guiju.matters.paper_selectors import certificate_numbers
from guiju.matters.proposals import AGREED, OPINION, OPINIONS, PROPOSAL, REMARK
from guiju.matters.selectors import private_told
from guiju.people.particulars import LABELS, particulars_on
from guiju.people.selectors import name_on
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from guiju.documents.slots import Slot
    from guiju.documents.template import Template
    from guiju.lawbook.chain import Turn
    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.pinned import ActRules
    from guiju.matters.history import Happened
    from guiju.matters.selectors import MatterView
    from guiju.people.models import Body
    from guiju.people.viewer import Viewer
    from guiju.record.act import ActForm

    Naming = Callable[[Mapping[str, Any]], Mapping[str, str]]

PROPOSED = "报批稿"
PREVIEW = "预览稿"


@dataclass
class Known:
    """Values by field, and what of them is not the viewer's to see.

    Attributes:
        hidden: fields nothing is shown of.
        masked: fields of which only a masked name is shown.
    """

    values: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    masked: set[str] = field(default_factory=set)


def wanted_fields(template: Template) -> frozenset[str]:
    """The names a template asks for; private values that it does not name are not read at all."""
    named = {slot.name for slot in _slots(template)}
    return frozenset(named | {item.field for item in template.body if item.field})


def unstated(template: Template, body: Body, day: dt.date) -> list[str]:
    """What a template says of the body and nobody has stated yet, as it is called on the screen.

    Args:
        template: how the document is written.
        body: whose it is.
        day: of the act.
    """
    asked = {slot.part for slot in _slots(template) if slot.name == BODY and slot.part}
    if not asked:
        return []
    told = said_of_body(body, day)
    return [LABELS[name] for part, name in _PARTICULARS.items() if part in asked and not told[part]]


def said_of_body(body: Body, day: dt.date) -> dict[str, str]:
    """What papers of a day say of a body: part of a slot → words."""
    known = particulars_on(body, day)
    return {part: str(getattr(known, name)) for part, name in _PARTICULARS.items()}


def _slots(template: Template) -> Iterator[Slot]:
    texts = [template.to, template.by, template.number, *template.foot]
    for item in template.body:
        texts += [item.words, *(cell.words for row in item.form for cell in row)]
    return (slot for words in texts for slot in slots_of(words))


_PARTICULARS: Final = dict(zip(BODY_PARTS, LABELS, strict=True))


def known_at(viewer: Viewer, view: MatterView, seq: int, wanted: frozenset[str]) -> Known:
    """The fields as they stood when an act was done.

    Args:
        viewer: whoever reads.
        view: the matter.
        seq: the act.
        wanted: the fields whose private values are needed.
    """
    known = Known()
    for one in effective_history(view.forms):
        if one.seq <= seq:
            _take(known, one, viewer, view, wanted)
    form = view.forms[seq - 1]
    if form.kind is Kind.PROPOSAL:  # what is only proposed has not happened, but its paper says it
        proposed = _as_happened(form)
        _take(known, proposed, viewer, view, wanted)
    return known


def _as_happened(form: ActForm) -> Happened:
    (made,) = effective_history([replace(form, kind=Kind.EVENT)])
    return made


def _take(
    known: Known, one: Happened, viewer: Viewer, view: MatterView, wanted: frozenset[str]
) -> None:
    known.values.update(one.data)
    known.hidden -= set(one.data)
    known.masked -= set(one.data)
    for name in sorted(one.private):
        if not viewer.owns(view.matter.body_id):
            (known.masked if name in one.data else known.hidden).add(name)
        elif name in wanted:
            value = private_told(viewer, view, one, name)
            if value is None:
                known.hidden.add(name)
            else:
                known.values[name] = value


def gathered(
    viewer: Viewer, view: MatterView, form: ActForm, template: Template, naming: Naming
) -> Content:
    """What an act's document is filled from.

    Args:
        viewer: whoever reads.
        view: the matter.
        form: the act, done or proposed.
        template: how its document is written.
        naming: names what values point at: people, bodies, matters, files.
    """
    act = view.pinned.effective.acts[form.act]
    known = known_at(viewer, view, form.seq, wanted_fields(template))
    names = naming(known.values)
    draft = form.kind is Kind.PROPOSAL
    return Content(
        body=name_on(view.matter.body, dt.date.fromisoformat(form.done_on)),
        day=form.done_on,
        procedure=view.pinned.name,
        matter_number=view.matter.number,
        title=view.matter.title,
        number=str(form.verdict.get("document_number", "")),
        numbered=act.number is not None,
        hour=form.done_at or "",
        actor="" if not form.authority.get("staff") else names.get(form.by, ""),
        recorder=names.get(form.recorded_by, ""),
        cites=view.pinned.cite_text(act.cite),
        officers=officers_of(viewer, form.authority.get("signers", ()), form.done_on, names),
        opinions=_opinions(view, form, act, names),
        attachments=tuple(str(file["name"]) for file in form.files),
        values=known.values,
        fields=view.pinned.effective.fields,
        hidden=frozenset(known.hidden),
        masked=frozenset(known.masked),
        names=names,
        acts=done_before(view, form.seq),
        periods=periods_of(view.pinned.effective),
        particulars=said_of_body(view.matter.body, dt.date.fromisoformat(form.done_on)),
        foreign=not form.authority.get("staff"),
        code="" if draft else code_of(view.matter.id, form.seq),
        mark=PROPOSED if draft else "",
    )


def periods_of(rules: EffectiveRules) -> dict[str, str]:
    """The periods that rules take from parameters, in words."""
    lengths = {
        name: value for name, value in rules.constants().items() if isinstance(value, str)
    }  # fmt: skip
    return {name: duration_words(value) for name, value in lengths.items()}


def officers_of(
    viewer: Viewer, signers: Iterable[str], day: str, names: Mapping[str, str]
) -> tuple[Officer, ...]:
    """Those who sign, with their certificates as of a day."""
    signers = tuple(signers)
    numbers = certificate_numbers(viewer, signers, dt.date.fromisoformat(day)) if signers else {}
    return tuple(Officer(names.get(one, one), numbers.get(one, "")) for one in signers)


def done_before(view: MatterView, seq: int) -> dict[str, Done]:
    """The last act of each name up to an act, with the number of its document."""
    found = {}
    for one in effective_history(view.forms):
        if one.seq <= seq:
            number = view.forms[one.seq - 1].verdict.get("document_number", "")
            found[one.act] = Done(one.day.isoformat(), str(number))
    return found


def _opinions(
    view: MatterView, form: ActForm, act: ActRules, names: Mapping[str, str]
) -> tuple[Opinion, ...]:
    """The opinions on an act in the order of the chain; those whose turn has not come yet have only their role."""
    given = [one for one in view.forms if one.kind is Kind.OPINION and _is_about(one, form)]
    said = [_opinion(one, names) for one in given if one.data[OPINION] in OPINIONS]
    left = roles_in(act.approval)
    for one in said:
        if one.opinion == AGREED and one.role in left:
            left.remove(one.role)
    return (*said, *(Opinion(role) for role in left))


def roles_in(chain: Sequence[Turn]) -> list[str]:
    """The roles of a chain of approval, in order."""
    turns = [[turn] if isinstance(turn, str) else list(turn) for turn in chain]
    return [str(role) for turn in turns for role in turn]


def _is_about(opinion: ActForm, form: ActForm) -> bool:
    if form.kind is Kind.PROPOSAL:
        return bool(opinion.data[PROPOSAL] == form.seq)
    return opinion.seq in form.authority.get("approvals", ())


def _opinion(form: ActForm, names: Mapping[str, str]) -> Opinion:
    return Opinion(
        form.role,
        names.get(form.by, form.by),
        str(form.data[OPINION]),
        str(form.data.get(REMARK, "")),
        form.done_on,
        form.by != form.recorded_by,
    )
