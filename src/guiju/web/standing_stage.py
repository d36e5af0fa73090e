"""Where a standing act is to be entered: in a matter, at one of its records or acts; the same to the pages as any act."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from guiju.lawbook.pinned import ActRules
from guiju.matters.entry import GIVER
from guiju.matters.requests import ActRequest, FileRef
from guiju.matters.selectors import matter_view, private_told
from guiju.matters.standing import TARGET
from guiju.record.act import Kind
from guiju.web.carrying import file_token
from guiju.web.drafts import DONE_ON, FILES
from guiju.web.inputs import key_of
from guiju.web.prefill import plain, typed_values
from guiju.web.stage import Stage
from guiju.web.standing_aims import answers_of, choices_of
from guiju.web.standing_kinds import ACT, FORMS, RECORD, StandingForm
from guiju.web.wording import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.pinned import FieldRules
    from guiju.matters.history import Happened
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff
    from guiju.web.drafts import Draft
    from guiju.web.inputs import Offers


CORRECTED_DAY = "更正后的办理日期"


@dataclass(frozen=True)
class StandingStage(Stage):
    """A standing act and the place it is entered at.

    Attributes:
        form: how it is asked for.
        aim: what it is aimed at, as in the address.
        target: seq and part of the record aimed at; (0, 0) for none.
        present: what stands there now: field → value.
        choices: label of an input → the answers it offers.
    """

    form: StandingForm = field(default_factory=lambda: FORMS[Kind.REMINDER])
    aim: str = ""
    target: tuple[int, int] = (0, 0)
    present: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    standing: ClassVar[bool] = True

    @property
    def address(self) -> str:
        """The address of its form."""
        return note_address(self._view, self.form.kind, self.aim)

    @property
    def _view(self) -> MatterView:
        assert self.view is not None  # noqa: S101 -- a standing act always has its matter
        return self.view

    def known(self, staff: Staff, offers: Offers) -> dict[str, list[str]]:
        """What a fresh form is filled with: for what is set right, everything that stands."""
        found = {DONE_ON: [staff.today.isoformat()]}
        if staff.viewer.roles & self.form.roles:
            found["by"] = [staff.viewer.person]
        if self.form.kind is Kind.CORRECTION:
            tokens = {
                str(one["sha256"]): file_token(FileRef(str(one["name"]), str(one["sha256"])))
                for form in self._view.forms
                for one in form.files
            }
            found |= typed_values(self.act.fields.values(), self.present, offers, tokens)
        return found

    def request(self, draft: Draft, person: str, body: str) -> ActRequest:
        """What is asked of the record."""
        del body
        files = {ref.sha256: ref for ref in draft.kept.get(FILES, ())}
        for name in self._carried(draft):
            files |= {ref.sha256: ref for ref in draft.kept.get(key_of(name), ())}
        return ActRequest(
            person, self.aim if self.form.aim == ACT else "", self._view.matter.id, draft.by,
            done_on=draft.done_on, data=self._data(draft), signers=draft.signers,
            files=tuple(files.values()), kind=self.form.kind.value,
        )  # fmt: skip

    def told(self, name: str, text: str, typed: Any, names: Mapping[str, str]) -> str | None:
        """A field in words for reading over; None for what stays as it is."""
        if self.form.kind is not Kind.CORRECTION or name not in self._fields:
            as_it_was = typed is None or typed == self.present.get(name)
            return None if as_it_was else text
        if name not in self._changed({name: typed}):
            return None
        before = value_text(self.act.fields[name], self.present.get(name), names)
        return f"原为：{before}\n改为：{text}"

    def _data(self, draft: Draft) -> dict[str, Any]:
        given = {inlet.key: draft.data.get(inlet.spec.name) for inlet in self.form.inlets}
        data = {key: value for key, value in given.items() if value is not None}
        if data.get("更正办理日") == self.present.get(CORRECTED_DAY):
            data.pop("更正办理日", None)
        if self.form.aim == RECORD:
            data[TARGET] = self.target[0]
        if self.form.kind is Kind.CORRECTION and self.target[1]:
            data["部分"] = self.target[1]
        if self.form.kind is Kind.HANDOVER:
            data[GIVER] = self._view.matter.handler
        if self.form.carries:
            data[self.form.carries] = self._carried(draft)
        return data

    @property
    def _fields(self) -> dict[str, FieldRules]:
        """The fields of the act aimed at, without the form's own inputs."""
        own = {inlet.spec.name for inlet in self.form.inlets}
        return {name: spec for name, spec in self.act.fields.items() if name not in own}

    def _carried(self, draft: Draft) -> dict[str, Any]:
        """The fields of the act aimed at that go into the record."""
        typed = {name: draft.data.get(name) for name in self._fields}
        if self.form.kind is Kind.CORRECTION:
            return self._changed(typed)
        return {name: value for name, value in typed.items() if value is not None}

    def _changed(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in typed.items()
            if plain(value) != plain(self.present.get(name))
        }


def note_address(view: MatterView, kind: Kind, aim: str = "") -> str:
    """The address of a standing act's form, or of choosing what it is aimed at."""
    if aim:
        return reverse("note-at", args=[view.matter.id, kind.value, aim])
    return reverse("note", args=[view.matter.id, kind.value])


def offered(view: MatterView, staff: Staff) -> list[StandingForm]:
    """The standing acts somebody's roles can enter in a matter of the own body."""
    if not staff.viewer.owns(view.matter.body_id):
        return []
    return [form for form in FORMS.values() if staff.viewer.roles & form.roles]


def form_of(staff: Staff, view: MatterView, kind: str) -> StandingForm | None:
    """The form of a kind, where the viewer may enter it; None else."""
    return next((form for form in offered(view, staff) if form.kind.value == kind), None)


def standing_stage(staff: Staff, view: MatterView, form: StandingForm, aim: str) -> StandingStage | None:  # fmt: skip
    """The place a standing act is entered at; None where there is nothing to aim at."""
    aims = {choice.aim: choice for choice in choices_of(staff, view, form)} if form.aim else {}
    if form.aim and aim not in aims:
        return None
    target = _place(aim) if form.aim == RECORD else (0, 0)
    present, fields = _content(staff, view, form, aim, target)
    own = {inlet.spec.name: inlet.spec for inlet in form.inlets}
    act = ActRules(form.kind.label, by=tuple(sorted(form.roles)), fields={**fields, **own})
    return StandingStage(
        act, view.pinned.effective, view, form, aim, target, present,
        answers_of(staff, view, form, target),
    )  # fmt: skip


def matter_to_note(staff: Staff, identifier: str) -> MatterView | None:
    """A matter of the viewer's own body; None else."""
    view = matter_view(staff.viewer, identifier, staff.today)
    return view if view is not None and staff.viewer.owns(view.matter.body_id) else None


def _place(aim: str) -> tuple[int, int]:
    seq, _, part = aim.partition(".")
    return int(seq), int(part or 0)


def _content(
    staff: Staff, view: MatterView, form: StandingForm, aim: str, target: tuple[int, int]
) -> tuple[dict[str, Any], dict[str, FieldRules]]:
    """What stands at the place aimed at, and its fields, none of them required."""
    if form.kind is Kind.CORRECTION:
        told = next(one for one in view.happened() if (one.seq, one.part) == target)
        present = {**_values(staff, view, told), CORRECTED_DAY: told.day.isoformat()}
        act = view.pinned.effective.acts.get(told.act)
        names = [*(act.fields if act else ()), *told.data, *told.private]
    elif form.carries:
        present, names = {}, list(view.pinned.effective.acts[aim].fields)
        act = view.pinned.effective.acts[aim]
    else:
        return {}, {}
    known = {**view.pinned.effective.fields, **(act.fields if act else {})}
    return present, {
        name: replace(known[name], required=False, computed=None)
        for name in dict.fromkeys(names)
        if name in known
    }


def _values(staff: Staff, view: MatterView, told: Happened) -> dict[str, Any]:
    """What stands as done, private values in the clear."""
    values = dict(told.data)
    for name in told.private:
        value = private_told(staff.viewer, view, told, name)
        if value is not None:
            values[name] = value
    return values
