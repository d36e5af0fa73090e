"""A typed form read into a request: data, files, people, days, and everything that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guiju.lawbook.form import check_data
from guiju.lawbook.values import PARTY_KEYS
from guiju.matters.files import keep
from guiju.matters.requests import ActRequest, FileRef, Refused
from guiju.record.act import Kind
from guiju.web.carrying import file_of
from guiju.web.forms import UnreadableError, read_clock, read_day, read_party, read_value, tidy
from guiju.web.inputs import chosen_key, kept_files, key_of, reason_key, rows_of
from guiju.web.uploads import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from guiju.lawbook.form import FieldProblem
    from guiju.lawbook.pinned import ActRules, FieldRules
    from guiju.web.inputs import Offers

REQUIRED = "form.required"
REASONS_FIELD = "改定理由"
DONE_ON, DONE_AT, BY, SIGNERS, FILES, PROOF, NUMBER = (
    "done_on", "done_at", "by", "signers", "files", "proof", "number",
)  # fmt: skip


@dataclass
class Draft:
    """A form as read.

    Attributes:
        data: field → value, for what could be read.
        problems: field, or one of the form's own inputs, → sentence.
        files: everything brought in, by digest.
        kept: input → the files brought in by it.
        proof: the file that proves a late entry, empty if none.
        number: the number that paper gave before, empty if none.
    """

    data: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    files: dict[str, FileRef] = field(default_factory=dict)
    kept: dict[str, list[FileRef]] = field(default_factory=dict)
    proof: str = ""
    done_on: date | None = None
    done_at: str | None = None
    by: str = ""
    signers: tuple[str, ...] = ()
    number: str = ""

    def request(self, recorded_by: str, act: ActRules, **place: Any) -> ActRequest:
        """The request it makes: the act itself, or its proposal where others must approve it."""
        kind = Kind.PROPOSAL if act.approval else Kind.EVENT
        return ActRequest(
            recorded_by, act.name, by=self.by, done_on=self.done_on, done_at=self.done_at, data=self.data,
            signers=self.signers, kind=kind.value, files=tuple(self.files.values()), proof=self.proof, number=self.number, **place,
        )  # fmt: skip


class Reader:
    """Reads one form; files are kept at once, so that nothing brought in is asked for again."""

    def __init__(
        self, typed: QueryDict, uploads: MultiValueDict[str, UploadedFile[bytes]], offers: Offers
    ) -> None:
        self.typed = typed
        self._uploads = uploads
        self._offers = offers
        self.draft = Draft()

    def read(self, act: ActRules) -> Draft:
        """Read everything an act's form holds; every problem is found at once."""
        for spec in act.fields.values():
            self._field(spec)
        self._reasons(act)
        self._own_inputs()
        self._check(act)
        return self.draft

    def read_own(self, day_label: str) -> Draft:
        """Read only the inputs every form has: day, people, files.

        Args:
            day_label: what the form calls the day.
        """
        self._own_inputs({DONE_ON: day_label})
        return self.draft

    def _field(self, spec: FieldRules) -> None:
        read = _READERS.get(spec.type, _read_single)
        try:
            value = read(self, spec, key_of(spec.name))
        except UnreadableError as bad:
            self.draft.problems[spec.name] = f"“{spec.name}”{bad.sentence}"
            return
        if value is not None:
            self.draft.data[spec.name] = value

    def text(self, key: str) -> str:
        """What was typed into an input, without blanks around it."""
        return str(self.typed.get(key, "")).strip()

    def chosen(self, key: str) -> list[str]:
        """Everything chosen in an input of several answers."""
        return [str(one) for one in self.typed.getlist(key) if one]

    def linked(self, spec: FieldRules, typed: str, picked: str = "") -> str:
        """The id of a matter or unit that was chosen, or typed by its number or name.

        Raises:
            UnreadableError: no matter that the viewer may see is called that.
        """
        kind = spec.of or spec.type
        if picked and self._offers.label(kind, picked) == typed:
            return picked
        known = self._offers.linked.get(kind, ())
        chosen = next((value for value, label in known if typed in {value, label}), "")
        if chosen or not spec.of:
            return chosen or self._offers.find(kind, typed) or typed
        found = self._offers.find(spec.of, typed)
        if not found:
            message = "没有找到所填的办件。请从列出的项目中选取，或者填写它的编号。"
            raise UnreadableError(message)
        return found

    def brought_in(self, key: str) -> list[str]:
        """The digests of an input's files: those kept before and those just uploaded.

        Raises:
            UnreadableError: one cannot be taken; the others are kept all the same.
        """
        found = [file_of(kept.token) for kept in kept_files(key, self.typed, file_of)]
        refs = [ref for ref in found if ref is not None]
        bad = []
        for upload in self._uploads.getlist(key):
            try:
                refs.append(_kept(upload))
            except UnreadableError as error:
                bad.append(error.sentence)
        self.draft.kept[key] = refs
        self.draft.files.update({ref.sha256: ref for ref in refs})
        if bad:
            raise UnreadableError("；".join(bad))
        return list(dict.fromkeys(ref.sha256 for ref in refs))

    def _reasons(self, act: ActRules) -> None:
        reasons = {
            name: self.text(reason_key(name))
            for name, spec in act.fields.items()
            if spec.computed is not None and self.text(reason_key(name))
        }
        if reasons:
            self.draft.data[REASONS_FIELD] = reasons

    def _own_inputs(self, labels: Mapping[str, str] = MappingProxyType({})) -> None:
        draft = self.draft
        draft.by = self.text(BY)
        draft.signers = tuple(dict.fromkeys(self.chosen(SIGNERS)))
        draft.number = tidy(self.text(NUMBER))
        for key, read in _OWN_READERS.items():
            try:
                read(self)
            except UnreadableError as bad:
                draft.problems[key] = f"{labels.get(key, _OWN_LABELS[key])}{bad.sentence}"

    def read_done_on(self) -> None:
        """Read the day it was done; empty: today."""
        typed = self.text(DONE_ON)
        if typed:
            self.draft.done_on = date.fromisoformat(read_day(typed))

    def read_done_at(self) -> None:
        """Read the time of day, where one was typed."""
        typed = self.text(DONE_AT)
        if typed:
            self.draft.done_at = read_clock(typed)

    def read_files(self) -> None:
        """Read the attachments."""
        self.brought_in(FILES)

    def read_proof(self) -> None:
        """Read the proof of a late entry."""
        self.draft.proof = next(iter(self.brought_in(PROOF)), "")

    def _check(self, act: ActRules) -> None:
        given = {name: value for name, value in self.draft.data.items() if name != REASONS_FIELD}
        for problem in check_data(act, given).problems:
            name = problem.field.partition("[")[0]
            proposed = name in act.fields and act.fields[name].computed is not None
            if name not in self.draft.problems and not (proposed and name not in given):
                self.draft.problems[problem.field] = _said(problem)


def _said(problem: FieldProblem) -> str:
    """A problem in words; what a field is for stands beside its input already."""
    if problem.code != REQUIRED:
        return problem.sentence
    return f"“{problem.field.rpartition('.')[2]}”是必填项，请填写。"


def _kept(upload: UploadedFile[bytes]) -> FileRef:
    name = str(upload.name)
    content = checked(name, upload.size or 0, upload.read)
    try:
        return keep(name, content)
    except Refused as refused:
        message = f"：{refused.refusal.sentence}"
        raise UnreadableError(message) from refused


def _read_single(reader: Reader, spec: FieldRules, key: str) -> Any:
    typed = reader.text(key)
    return read_value(spec, typed) if typed else None


def _read_linked(reader: Reader, spec: FieldRules, key: str) -> Any:
    typed = reader.text(key)
    return reader.linked(spec, typed, reader.text(chosen_key(key))) if typed else None


def _read_people(reader: Reader, _spec: FieldRules, key: str) -> Any:
    return reader.chosen(key) or None


def _read_file(reader: Reader, _spec: FieldRules, key: str) -> Any:
    found = reader.brought_in(key)
    return (found[0] if len(found) == 1 else found) if found else None


def _read_party(reader: Reader, _spec: FieldRules, key: str) -> Any:
    return read_party({part: reader.text(f"{key}-{part}") for part in PARTY_KEYS})


def _read_rows(reader: Reader, spec: FieldRules, key: str) -> Any:
    rows = []
    for number in range(rows_of(key, reader.typed)):
        row = {}
        for column in spec.rows:
            try:
                value = _READERS.get(column.type, _read_single)(
                    reader, column, f"{key}-{number}-{column.name}"
                )
            except UnreadableError as bad:
                message = f"第 {number + 1} 行“{column.name}”{bad.sentence}"
                raise UnreadableError(message) from bad
            if value is not None:
                row[column.name] = value
        if row:
            rows.append(row)
    return rows or None


_READERS: dict[str, Callable[[Reader, FieldRules, str], Any]] = {
    "officers": _read_people,
    "file": _read_file,
    "party": _read_party,
    "rows": _read_rows,
    "entry": _read_linked,
    "matter": _read_linked,
    "child": _read_linked,
    "unit": _read_linked,
}
_OWN_READERS: dict[str, Callable[[Reader], None]] = {
    DONE_ON: Reader.read_done_on,
    DONE_AT: Reader.read_done_at,
    FILES: Reader.read_files,
    PROOF: Reader.read_proof,
}
_OWN_LABELS = {
    DONE_ON: "办理日期",
    DONE_AT: "办理时刻",
    FILES: "附件",
    PROOF: "证明材料",
}
