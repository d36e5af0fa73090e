"""An act's form and its confirmation as plain values for the templates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from guiju.lawbook.chain import chain_words
from guiju.matters.certificates import CERTIFICATES, HOLDER
from guiju.matters.rulebook import staff_roles
from guiju.people.selectors import body_tree, staff_named
from guiju.web.beginning import as_typed, source_of, whole_value
from guiju.web.carrying import file_of, file_token
from guiju.web.completeness import follows, settled
from guiju.web.drafts import BY, DONE_AT, DONE_ON, FILES, NUMBER, PROOF, SIGNERS, Draft
from guiju.web.earlier import told_early
from guiju.web.inputs import PROPOSED, FieldInput, Kept, Option, field_inputs, kept_files, key_of
from guiju.web.lateness import in_time_until
from guiju.web.names import known_names, pointed_at
from guiju.web.naming import NAMING_TYPES, nameable
from guiju.web.stage import actors, certified, hands, is_inside, members, offers_for
from guiju.web.standing_stage import StandingStage
from guiju.web.uploads import HINT
from guiju.web.wording import day_text, iso_day, sentences, value_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.inputs import Offers, Typed
    from guiju.web.stage import Stage

PREFILLED = frozenset({"text", "party", "region", "unit", "entry", "matter", "article"})
BEFORE = "此前填的是"
RECALLED = 60
ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条")
NOBODY_CERTIFIED = (
    "今天本机关没有人持有有效证件。先由证件管理员在“新办”里登记“行政执法证件”，再回来办理"
)
HOLDERS_AT_MOST = 300
TOLD, LONGEST_TOLD = frozenset({"text", "int"}), 300
UNPROPOSED = "现有的事实算不出，请填写"


@dataclass(frozen=True)
class Known:
    """What the matter already knows, offered as what was typed into a fresh form."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def get(self, key: str, default: str = "", /) -> Any:
        """The value of a key."""
        return self.values.get(key, [default])[-1]

    def getlist(self, key: str, /) -> list[Any]:
        """Every value of a key."""
        return list(self.values.get(key, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)


def offers_of(stage: Stage, staff: Staff) -> Offers:
    """What the inputs of a form offer to choose from."""
    offers = offers_for(staff, stage.act.fields.values(), stage.view)
    if isinstance(stage, StandingStage):
        return replace(offers, answers=stage.choices)
    source = source_of(stage.source, staff)
    if source is not None:  # whoever worked on it goes on working
        offers = replace(offers, near=offers.near | hands(staff, source))
    if stage.rules.procedure == CERTIFICATES and HOLDER in stage.act.fields:
        return replace(offers, answers=_holders(staff))
    return offers


def _holders(staff: Staff) -> dict[str, list[tuple[str, str]]]:
    """Who may be given a certificate: everybody at the body and those below it, where a list of them can be read."""
    posts = staff_named(_codes_below(staff), (), staff.today, HOLDERS_AT_MOST)
    held = dict.fromkeys((one.person_id, f"{one.person.name}（{one.body.name}）") for one in posts)
    return {HOLDER: list(held)} if 0 < len(held) <= HOLDERS_AT_MOST else {}


def _codes_below(staff: Staff) -> set[str]:
    """The body and those below it."""
    codes, top = set[str](), None
    for body, depth in body_tree():
        top = (
            depth
            if body.code == staff.body.code
            else top
            if top is not None and depth > top
            else None
        )
        codes |= {body.code} if top is not None else set()
    return codes


def known_values(stage: Stage, staff: Staff, offers: Offers) -> Known:
    """What a fresh form is filled with: names and codes known to the matter, never an answer or an amount."""
    if isinstance(stage, StandingStage):
        return Known(stage.known(staff, offers))
    found: dict[str, list[str]] = {DONE_ON: [staff.today.isoformat()]}
    if staff.viewer.roles & set(stage.act.by):
        found[BY] = [staff.viewer.person]
    fields = stage.view.fields if stage.view else {}
    for name, spec in stage.act.fields.items():
        if (
            stage.view is not None
            and name in fields
            and (spec.type in PREFILLED or told_early(stage.view, spec))
        ):
            found.update(as_typed(name, whole_value(stage.view, name, staff)))
        elif stage.view is not None and spec.type in NAMING_TYPES and spec.of:
            found.update(_naming_the_only_one(stage.view, name, spec.of, staff))
    return Known(found)


def _naming_the_only_one(
    view: MatterView, field: str, procedure: str, staff: Staff
) -> dict[str, list[str]]:
    """The one matter that an act can name, and the day it began, as long as that is no late entry; nothing for several."""
    found = nameable(view.matter.id, procedure, staff)
    if len(found) != 1:
        return {}
    day = max(found[0].opened, view.matter.opened)
    until = in_time_until(view.matter.body_id, view.matter.opened, day)
    told = {DONE_ON: [day.isoformat()]} if day <= staff.today <= until else {}
    return {**as_typed(field, found[0].id), **told}


def given(known: Known, asked: Typed, stage: Stage) -> Known:
    """A fresh form filled further with what the address that led to it tells of texts and numbers.

    Args:
        known: what the matter knows.
        asked: what stands in the address.
        stage: the act and its place.
    """
    for name, spec in stage.act.fields.items():
        told = str(asked.get(key_of(name), "")).strip()
        if told and spec.type in TOLD:
            known.values[key_of(name)] = [told[:LONGEST_TOLD]]
    return known


def form_context(
    stage: Stage, staff: Staff, typed: Typed, draft: Draft, offers: Offers
) -> dict[str, Any]:
    """Everything the form's page shows."""
    problems = draft.problems
    inputs = field_inputs(stage.act.fields.values(), typed, problems, offers)
    for one in _unproposed(stage, inputs):
        one.required = True
        one.note = one.note.replace(PROPOSED, UNPROPOSED)
    for one in inputs:
        if ARTICLE.match(one.note):
            one.note = f"{_main_statute(stage)}{one.note}"
    _recall(stage, inputs)
    for name, said in settled(stage, staff.today).items():
        next(one for one in inputs if one.label == name).proposal = said
    own = _own_inputs(stage, staff, typed, problems)
    for one in own.values():
        one.near = offers.near
    for one in (*inputs, *own.values()):
        one.kept = (
            [Kept(file_token(ref), ref.name) for ref in draft.kept[one.key]]
            if one.key in draft.kept
            else kept_files(one.key, typed, file_of)
        )
    return {
        **_about(stage, staff),
        "fields": inputs,
        **own,
        "problems": listed(problems, stage.act.fields),
        "expected_seq": stage.view.matter.seq if stage.view else 0,
    }


def _main_statute(stage: Stage) -> str:
    """The law whose articles the notes of a procedure's fields name: the first it is made from."""
    statutes = stage.rules.content.get("statutes") or [""]
    return str(statutes[0]).partition("@")[0]


def _recall(stage: Stage, inputs: list[FieldInput]) -> None:
    """Say beside an input what was answered before: an answer is given anew, never taken over unseen."""
    if stage.view is None or stage.standing:
        return
    known, names = stage.view.fields, known_names(stage.view)
    for one, spec in zip(inputs, stage.act.fields.values(), strict=True):
        value = known.get(spec.name)
        if value is not None and spec.type not in PREFILLED and not told_early(stage.view, spec):
            told = value_text(spec, value, names)
            shown = told if len(told) <= RECALLED else f"{told[:RECALLED]}……"
            one.note = sentences(one.note, f"{BEFORE}：{shown}")


def _unproposed(stage: Stage, inputs: list[FieldInput]) -> list[FieldInput]:
    """The inputs of fields for which no value will follow from the facts: those must be filled in."""
    sure = follows(stage)
    specs = zip(inputs, stage.act.fields.values(), strict=True)
    return [
        one
        for one, spec in specs
        if spec.computed is not None and spec.required and spec.name not in sure
    ]


def listed(problems: Mapping[str, str], fields: Collection[str]) -> list[tuple[str, str]]:
    """Problems with the inputs they belong to, each sentence once, in the order of the form."""
    found: dict[str, str] = {}
    for path, sentence in problems.items():
        name = path.partition("[")[0]
        found.setdefault(sentence, key_of(name) if name in fields else name)
    order = [DONE_ON, DONE_AT, BY, *map(key_of, fields), SIGNERS, NUMBER, FILES, PROOF]
    place = {key: at for at, key in enumerate(order)}
    told = [(key, sentence) for sentence, key in found.items()]
    return sorted(told, key=lambda one: place.get(one[0], len(order)))


def _own_inputs(
    stage: Stage, staff: Staff, typed: Typed, problems: dict[str, str]
) -> dict[str, FieldInput]:
    if isinstance(stage, StandingStage):
        own = standing_inputs(stage, staff)
    else:
        own = _act_inputs(stage, staff)
    for one in own.values():
        _take_typed(one, typed, problems)
    return own


def _act_inputs(stage: Stage, staff: Staff) -> dict[str, FieldInput]:
    own = {
        DONE_ON: FieldInput(
            DONE_ON, "办理日期", required=True, hint="例：2026-03-18 或者 2026年3月18日", short=True
        ),
        FILES: FieldInput(FILES, "附件", "file", multiple=True, hint=f"可以选几个。{HINT}"),
        PROOF: FieldInput(
            PROOF, "补录的证明材料", "file",
            hint="补录以前的行为时才要：送达回证、签收单、录音录像等，能证明当日办理",
        ),
    }  # fmt: skip
    if _takes_number(stage):
        own[NUMBER] = FieldInput(
            NUMBER, "手工编号", short=True,
            hint="纸质文书已经编了号的才填：写全文号，或者只写流水号。不填的由系统取下一个号",
        )  # fmt: skip
    if stage.act.hour:
        own[DONE_AT] = FieldInput(
            DONE_AT, "办理时刻", required=True, hint="期限按小时计算。例：09:30", short=True
        )
    if is_inside(stage.act):
        own[BY] = _by_input(stage, staff)
    if stage.act.officers:
        own[SIGNERS] = FieldInput(
            SIGNERS, "签名的执法人员", "people", required=True,
            hint=f"不少于 {stage.act.officers} 名，只列今天持有有效证件的人员",
        )  # fmt: skip
        own[SIGNERS].options = [Option(*one, False) for one in certified(staff)]
        if not own[SIGNERS].options:
            own[SIGNERS].hint = NOBODY_CERTIFIED
    return own


def standing_inputs(stage: StandingStage, staff: Staff) -> dict[str, FieldInput]:
    """The inputs of a standing act's form besides its fields: files, people, and the day where it matters."""
    form, own = stage.form, {}
    if form.day:
        own[DONE_ON] = FieldInput(
            DONE_ON, form.day, required=True, hint="例：2026-03-18 或者 2026年3月18日", short=True
        )
    label = "证明材料" if form.evidence else "附件"
    own[FILES] = FieldInput(
        FILES, label, "file", required=form.evidence, multiple=True, hint=f"可以选几个。{HINT}"
    )
    own[BY] = _by_input(stage, staff)
    if form.second:
        own[SIGNERS] = FieldInput(
            SIGNERS, "签署的第二人", "people", required=True, hint="登记人以外的本机关人员，核对过材料的"
        )  # fmt: skip
        others = (one for one in members(staff) if one[0] != staff.viewer.person)
        own[SIGNERS].options = [Option(*one, False) for one in others]
    return own


def _takes_number(stage: Stage) -> bool:
    opens = stage.act.name == stage.rules.opens and stage.rules.content["number"] is not None
    return opens or stage.act.number is not None


def _by_input(stage: Stage, staff: Staff) -> FieldInput:
    made = FieldInput(
        BY,
        "办理人",
        "select",
        required=True,
        hint="替别人登记的，选实际办理的人，并附其签字的纸质件",
    )
    made.options = [Option(*one, False) for one in actors(staff, stage.act)]
    return made


def _take_typed(one: FieldInput, typed: Typed, problems: dict[str, str]) -> None:
    chosen = set(typed.getlist(one.key))
    if one.kind != "file":
        one.value = str(typed.get(one.key, ""))
    one.problem = problems.get(one.key, "")
    one.options = [Option(value, label, value in chosen) for value, label, _ in one.options]


def _about(stage: Stage, staff: Staff) -> dict[str, Any]:
    act, rules = stage.act, stage.rules
    return {
        "act": act.name,
        "procedure": rules.content["name"],
        "opening": stage.view is None,
        "standing": stage.form if isinstance(stage, StandingStage) else None,
        "action": stage.address,
        "back": reverse("matter", args=[stage.view.matter.id]) if stage.view else reverse("new"),
        "heading": _heading(stage),
        "cites": [rules.cite_text(cite) for cite in act.cite],
        "basis": act.basis,
        "roles": "本机关人员" if set(act.by) >= staff_roles() else "、".join(act.by),
        "outside": not is_inside(act),
        "recorders": "、".join(act.recorded_by),
        "approval": chain_words(act.approval),
        "not_by": "、".join(act.not_by),
        "document": act.document,
        "late_proof": act.proof,
        "today": day_text(staff.today),
    }


def answers(stage: Stage, staff: Staff, draft: Draft, recorded: dict[str, Any]) -> list[Any]:
    """What was typed, in words, for reading over; ``recorded`` holds the proposals that would be filled in."""
    offers = offers_of(stage, staff)
    names = dict(known_names(stage.view)) if stage.view else {}
    names.update({key: name for pairs in offers.linked.values() for key, name in pairs})
    names.update(pointed_at(staff.viewer, stage.act.fields, [draft.data]))
    names.update(offers.people)
    names.update({key: name for pairs in offers.answers.values() for key, name in pairs})
    names.update({file.sha256: file.name for file in draft.files.values()})
    found = []
    for name, spec in stage.act.fields.items():
        typed = draft.data.get(name)
        value = (
            recorded.get(name) if typed is None else typed
        )  # the record masks; whoever typed it checks it
        proposed = spec.computed is not None and typed is None and value is not None
        text = stage.told(name, value_text(spec, value, names), typed, names)
        if text is not None:
            found.append((name, text, spec.private, proposed))
    return found


def people_lines(stage: Stage, staff: Staff, draft: Draft) -> list[tuple[str, str]]:
    """Day, hour and people of a draft, in words."""
    by = dict(actors(staff, stage.act))
    signers = {**dict(members(staff)), **dict(certified(staff))}
    day = draft.done_on or staff.today
    called = stage.form.day or "登记日期" if isinstance(stage, StandingStage) else "办理日期"
    lines = [(called, iso_day(day.isoformat()))]
    lines += [("办理时刻", draft.done_at)] if draft.done_at else []
    if is_inside(stage.act):
        lines.append(("办理人", by.get(draft.by, draft.by) or staff.person.name))
    else:
        lines.append(("办理人", f"{'、'.join(stage.act.by)}，由{staff.person.name}登记"))
    if draft.signers:
        lines.append(("签名", "、".join(signers.get(one, one) for one in draft.signers)))
    files = "、".join(file.name for file in draft.files.values())
    return lines + ([("附件", files)] if files else [])


def _heading(stage: Stage) -> str:
    if stage.view is None:
        return f"新办：{stage.rules.content['name']}"
    matter = stage.view.matter
    return " ".join(filter(None, (matter.number, matter.title)))
