"""What a 期初登记 states: acts with their days and fields, each read by the readers of any form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guiju.lawbook.pinned import ActRules
from guiju.matters.requests import ActRequest
from guiju.record.act import Kind
from guiju.web.carrying import file_token
from guiju.web.drafts import Reader
from guiju.web.forms import UnreadableError, read_day
from guiju.web.inputs import FieldInput, Kept, field_input, key_of
from guiju.web.wording import clock_text

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.lawbook.effective import EffectiveRules
    from guiju.matters.requests import FileRef
    from guiju.web.access import Staff
    from guiju.web.drafts import Draft
    from guiju.web.inputs import Offers

NUMBER, SAYING, HEAD, SCAN = "number", "saying", "head", "scan"
LONGEST_NUMBER, LONGEST_SAYING = 64, 2000
MARKS = ("", "kept-", "drop-", "reason-")


@dataclass
class StatedAct:
    """One act that may have been done.

    Attributes:
        place: of the act in the procedure.
        day: as typed.
        draft: its fields as read; None where no day is stated.
        problem: what is wrong with its day.
    """

    place: int
    act: ActRules
    day: str = ""
    done_on: str = ""
    draft: Draft | None = None
    problem: str = ""

    @property
    def prefix(self) -> str:
        """How the names of its inputs begin."""
        return f"a{self.place}-"


@dataclass
class Statement:
    """A form as read.

    Attributes:
        acts: every act a person performs, in the procedure's order.
        problems: input → sentence, for the form's own inputs.
        scans: the papers that were brought in for the whole.
    """

    acts: list[StatedAct]
    number: str = ""
    saying: str = ""
    head: str = ""
    scans: list[FileRef] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> list[StatedAct]:
        """The acts with a day, in the order in which they were done."""
        stated = [one for one in self.acts if one.done_on]
        return sorted(stated, key=lambda one: (one.done_on, one.place))

    def listed(self) -> list[tuple[str, str]]:
        """Every problem with the input it belongs to."""
        found = list(self.problems.items())
        for one in self.acts:
            found += [(f"{one.prefix}day", one.problem)] if one.problem else []
            problems = one.draft.problems if one.draft else {}
            found += [(f"{one.prefix}{key_of(name)}", f"{clock_text(one.act.name)}：{said}") for name, said in problems.items()]  # fmt: skip
        return found

    def request(self, staff: Staff, procedure: str) -> ActRequest:
        """The opening it asks for."""
        stated = [
            {"act": one.act.name, "done_on": one.done_on, "data": one.draft.data if one.draft else {}}
            for one in self.done
        ]  # fmt: skip
        files = {file.sha256: file for file in self.scans}
        for one in self.done:
            files |= one.draft.files if one.draft else {}
        data: dict[str, Any] = {"行为": stated, "说明": self.saying}
        if self.number:
            data["编号"] = self.number
        return ActRequest(
            staff.viewer.person, by=self.head, kind=Kind.OPENING.value, procedure=procedure,
            body=staff.body.code, data=data, files=tuple(files.values()),
        )  # fmt: skip


def acts_of(rules: EffectiveRules) -> list[ActRules]:
    """The acts that people can have done, the first one first."""
    acts = [one for one in rules.acts.values() if not one.clock or one.lapse == "citizen"]
    return sorted(acts, key=lambda one: one.name != rules.opens)


def read_statement(request: HttpRequest, rules: EffectiveRules, offers: Offers) -> Statement:
    """Read a form; every problem is found at once."""
    typed = request.POST
    made = Statement(
        [StatedAct(place, act, typed.get(f"a{place}-day", "").strip()) for place, act in enumerate(acts_of(rules))],
        typed.get(NUMBER, "").strip()[:LONGEST_NUMBER], typed.get(SAYING, "").strip()[:LONGEST_SAYING],
        typed.get(HEAD, ""),
    )  # fmt: skip
    _read_scans(request, made, offers)
    for one in made.acts:
        _read_act(request, one, offers)
    if not made.acts[0].day:
        first = made.acts[0]
        first.problem = f"请填写“{first.act.name}”的日期：本件从这一行为开始。"
    if not made.saying:
        made.problems[SAYING] = "请填写说明：这件事从哪里来，根据什么登记。"
    if not made.head:
        made.problems[HEAD] = "请选择签字的机关负责人。"
    return made


def act_inputs(request: HttpRequest, one: StatedAct, offers: Offers) -> list[FieldInput]:
    """The inputs of a stated act's fields; none is required, because what was done may have lacked some."""
    problems = one.draft.problems if one.draft else {}
    made = []
    for spec in _lenient(one.act).fields.values():
        shown = field_input(
            spec, f"{one.prefix}{key_of(spec.name)}", request.POST, problems, offers
        )
        kept = one.draft.kept.get(key_of(spec.name), ()) if one.draft else ()
        shown.kept = [Kept(file_token(file), file.name) for file in kept]
        made.append(shown)
    return made


def _read_scans(request: HttpRequest, made: Statement, offers: Offers) -> None:
    reader = Reader(request.POST, request.FILES, offers)
    try:
        reader.brought_in(SCAN)
    except UnreadableError as bad:
        made.problems[SCAN] = f"扫描件{bad.sentence}"
    made.scans = reader.draft.kept.get(SCAN, [])
    if not made.scans and SCAN not in made.problems:
        made.problems[SCAN] = "请上传机关负责人签字的清册或者原件的扫描件。"


def _read_act(request: HttpRequest, one: StatedAct, offers: Offers) -> None:
    if not one.day:
        return
    try:
        one.done_on = read_day(one.day)
    except UnreadableError as bad:
        one.problem = f"“{clock_text(one.act.name)}”的日期{bad.sentence}"
    typed = _stripped(request.POST, one.prefix)
    uploads = MultiValueDict(
        {
            key.removeprefix(one.prefix): request.FILES.getlist(key)
            for key in request.FILES
            if key.startswith(one.prefix)
        }
    )
    one.draft = Reader(typed, uploads, offers).read(_lenient(one.act))


def _lenient(act: ActRules) -> ActRules:
    """An act of which nothing is required and nothing computed: what stands on the paper is taken."""
    fields = {
        name: replace(spec, required=False, computed=None) for name, spec in act.fields.items()
    }
    return ActRules(act.name, fields=fields)


def _stripped(typed: QueryDict, prefix: str) -> QueryDict:
    """What was typed for one act, under the names its form would have."""
    found = QueryDict(mutable=True)
    for key in typed:
        for mark in MARKS:
            if key.startswith(f"{mark}{prefix}"):
                name = mark + key.removeprefix(f"{mark}{prefix}")
                found.setlist(name, typed.getlist(key))
    return found
