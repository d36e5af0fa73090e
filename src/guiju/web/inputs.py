"""The inputs of an act's form, as plain values for the templates, made from the catalog's field rules."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from guiju.lawbook.values import PARTY_KINDS
from guiju.web.uploads import SUFFIXES
from guiju.web.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from guiju.lawbook.pinned import FieldRules
    from guiju.matters.requests import FileRef

PROPOSED = "不填的，按已填事实算得"
RADIOS_AT_MOST = 5
ALL_AT_MOST = 8
BLANK_ROWS = 8  # a year has seven holidays: its notice is entered in one go
ROWS_AT_MOST = 500
ANSWER_OPTIONS = (("yes", "是"), ("no", "否"))
KINDS = {
    "paragraph": "paragraph",
    "choice": "choice",
    "yesno": "choice",
    "party": "party",
    "officers": "people",
    "file": "file",
    "rows": "rows",
    "entry": "linked",
    "matter": "linked",
    "child": "linked",
    "unit": "linked",
}
HINTS = {
    "money": "以元为单位，例：17,630.00",
    "date": "例：2026-03-18 或者 2026年3月18日",
    "time": "二十四小时制，例：09:30",
    "percent": "百分数，例：12.5",
    "region": "行政区划代码，6、9 或 12 位数字",
    "article": "法律、法规、规章的名称和条款",
}
SHORT_TYPES = frozenset({"money", "int", "decimal", "percent", "date", "time", "region"})
NUMERIC_TYPES = frozenset({"money", "int", "decimal", "percent"})


class Typed(Protocol):
    """What was typed: the part of a QueryDict that forms need."""

    def get(self, key: str, default: str, /) -> Any:
        """The last value of a key."""

    def getlist(self, key: str, /) -> list[Any]:
        """Every value of a key."""

    def __iter__(self) -> Iterator[Any]:
        """The keys."""


class Option(NamedTuple):
    """One of the answers an input offers."""

    value: str
    label: str
    chosen: bool


class Kept(NamedTuple):
    """A file that was brought in already and waits for the act."""

    token: str
    name: str


class Candidate(NamedTuple):
    """Something known that an input may be filled with.

    Attributes:
        token: what tells it from others.
        note: what tells it to people.
    """

    token: str
    label: str
    note: str


@dataclass(frozen=True)
class Offers:
    """What inputs offer to choose from, read once a form.

    Attributes:
        people: id and name of the body's members, for fields that name officers.
        answers: label of a text's input → the values it is chosen from, each with its label.
        near: ids of those whose hands are in the matter already; they are offered first.
        linked: procedure id → id and label of its matters; ``unit`` → code and name of bodies.
        find: procedure id and what was typed → id of a matter the viewer may see, by id or number; empty for none.
        label: procedure id or ``unit``, and an id or code → what it is called; empty for none.
    """

    people: Sequence[tuple[str, str]] = ()
    linked: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    find: Callable[[str, str], str] = lambda _procedure, _typed: ""
    label: Callable[[str, str], str] = lambda _procedure, _value: ""
    near: frozenset[str] = frozenset()
    answers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


@dataclass
class FieldInput:
    """An input with its label, what was typed, and what is wrong with it.

    Attributes:
        kind: which component shows it.
        parts: the inputs of a party, or of one row of a table.
        rows: rows of a table.
        blank: what a list of choices says where none is chosen.
        near: values offered first, where there are many.
        focus: whether the cursor stands in it when the page opens.
        reason: the input in which overriding a proposal is explained; None where nothing is proposed.
        proposal: what follows from what is known already, in words; empty where it waits for this form.
        chosen: id of what the value names, where it was chosen among what was found.
        look: where what is known is looked up; empty for inputs that look nothing up.
        looked: whether it was just looked up; ``found`` is what was found.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    private: bool = False
    note: str = ""
    hint: str = ""
    unit: str = ""
    value: str = ""
    problem: str = ""
    short: bool = False
    numeric: bool = False
    multiple: bool = False
    options: list[Option] = field(default_factory=list)
    parts: list[FieldInput] = field(default_factory=list)
    rows: list[list[FieldInput]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    near: frozenset[str] = frozenset()
    focus: bool = False
    reason: FieldInput | None = None
    proposal: str = ""
    chosen: str = ""
    look: str = ""
    looked: bool = False
    found: list[Candidate] = field(default_factory=list)
    blank: str = "请选择"

    @property
    def found_id(self) -> str:
        """Id of the part that shows what was found."""
        return found_id(self.key)

    @property
    def folds(self) -> bool:
        """Whether it follows from other answers, so that only whoever departs from them opens it."""
        return self.reason is not None and not self.required

    @property
    def unfolded(self) -> bool:
        """Whether something stands in it, or is wrong with it."""
        answered = self.value or any(one.chosen for one in self.options)
        return bool(answered or self.problem or (self.reason and self.reason.value))

    @property
    def help(self) -> str:
        """Note and hint as one text."""
        return sentences(self.note, self.hint)

    @property
    def accept(self) -> str:
        """The endings of files that can be brought in, for the browser's dialogue."""
        return SUFFIXES if self.kind == "file" else ""

    @property
    def first(self) -> list[Option]:
        """The answers shown at once: all where they are few, else those chosen or near."""
        if len(self.options) <= ALL_AT_MOST:
            return self.options
        return [one for one in self.options if one.chosen or one.value in self.near]

    @property
    def others(self) -> list[Option]:
        """The answers shown on demand."""
        shown = self.first
        return [one for one in self.options if one not in shown]

    @property
    def as_select(self) -> bool:
        """Whether the answers are too many for radio buttons."""
        return len(self.options) > RADIOS_AT_MOST


def key_of(name: str) -> str:
    """The name of a field's input."""
    return f"f-{name}"


def kept_key(key: str) -> str:
    """The name of the hidden inputs that hold files already brought in."""
    return f"kept-{key}"


def chosen_key(key: str) -> str:
    """The name of the hidden input that holds the id of what was chosen."""
    return f"chosen-{key}"


def found_id(key: str) -> str:
    """Id of the part of a page that shows what was found for an input; plain letters, as headers carry it."""
    return f"found-{zlib.crc32(key.encode()):08x}"


def reason_key(name: str) -> str:
    """The name of the input that explains overriding a proposal."""
    return f"reason-{name}"


def field_inputs(
    fields: Iterable[FieldRules], typed: Typed, problems: Mapping[str, str], offers: Offers
) -> list[FieldInput]:
    """The inputs of an act's fields in their order."""
    return [field_input(spec, key_of(spec.name), typed, problems, offers) for spec in fields]


def field_input(
    spec: FieldRules, key: str, typed: Typed, problems: Mapping[str, str], offers: Offers
) -> FieldInput:
    """One field's input."""
    made = FieldInput(
        key,
        spec.name,
        KINDS.get(spec.type, "text"),
        spec.required and spec.computed is None,
        spec.private,
        spec.note,
        HINTS.get(spec.type, ""),
        spec.unit or {"money": "元", "percent": "%"}.get(spec.type, ""),
        str(typed.get(key, "")),
        problem_of(spec.name, problems),
        spec.type in SHORT_TYPES,
        spec.type in NUMERIC_TYPES,
    )
    fill = _FILLERS.get(spec.type)
    if fill:
        fill(made, spec, typed, offers)
    if spec.name in offers.answers:
        made.kind, made.hint = "select", ""
        made.options = _options(offers.answers[spec.name], [made.value])
    if spec.computed is not None:
        made.note = sentences(made.note, PROPOSED)
        made.reason = FieldInput(
            reason_key(spec.name),
            f"改定“{spec.name}”的理由",
            note="所填与按事实算得的不同时，须写明理由",
            value=str(typed.get(reason_key(spec.name), "")),
        )
    return made


def rows_of(key: str, typed: Typed) -> int:
    """How many rows an input of rows has: those filled in and one more, and never fewer than a fresh form's."""
    filled = 0
    while filled < ROWS_AT_MOST and any(
        str(name).startswith(f"{key}-{filled}-") and typed.get(str(name), "") for name in typed
    ):
        filled += 1
    return max(BLANK_ROWS, filled + 1)


def problem_of(name: str, problems: Mapping[str, str]) -> str:
    """What is wrong with a field, its rows included."""
    own = [
        sentence
        for path, sentence in problems.items()
        if path == name or path.startswith(f"{name}[")
    ]
    return "".join(
        one if one.endswith("。") or place == len(own) else f"{one}；"
        for place, one in enumerate(own, 1)
    )


def kept_files(key: str, typed: Typed, read: Callable[[str], FileRef | None]) -> list[Kept]:
    """The files already brought in for an input, without those taken back."""
    dropped = set(typed.getlist(f"drop-{key}"))
    found = []
    for token in typed.getlist(kept_key(key)):
        file = read(token)
        if file is not None and token not in dropped:
            found.append(Kept(token, file.name))
    return found


def _options(pairs: Iterable[tuple[str, str]], chosen: Iterable[str]) -> list[Option]:
    wanted = set(chosen)
    return [Option(value, label, value in wanted) for value, label in pairs]


def _fill_choice(made: FieldInput, spec: FieldRules, _typed: Typed, _offers: Offers) -> None:
    made.options = _options(((one, one) for one in spec.choice), [made.value])


def _fill_answer(made: FieldInput, _spec: FieldRules, _typed: Typed, _offers: Offers) -> None:
    made.options = _options(ANSWER_OPTIONS, [made.value])


def _fill_people(made: FieldInput, _spec: FieldRules, typed: Typed, offers: Offers) -> None:
    made.options = _options(offers.people, typed.getlist(made.key))
    made.near = offers.near


def _fill_linked(made: FieldInput, spec: FieldRules, typed: Typed, offers: Offers) -> None:
    kind = spec.of or spec.type
    made.options = _options(offers.linked.get(kind, ()), [made.value])
    made.hint = "可以从列出的项目中选取，也可以写几个字查找"
    chosen = str(typed.get(chosen_key(made.key), "")) or made.value
    label = offers.label(kind, chosen) if chosen else ""
    if label and made.value in {chosen, label}:
        made.value, made.chosen = label, chosen


def _fill_file(made: FieldInput, _spec: FieldRules, _typed: Typed, _offers: Offers) -> None:
    made.multiple = True
    made.value = ""


def _fill_party(made: FieldInput, _spec: FieldRules, typed: Typed, _offers: Offers) -> None:
    made.parts = [
        _part(made.key, "name", "姓名或者名称", typed, required=made.required),
        _part(made.key, "kind", "类别", typed, kind="choice", required=made.required),
        _part(made.key, "code", "身份号码或者信用代码", typed),
        _part(made.key, "document", "其他证件的名称", typed),
        _part(made.key, "address", "住所或者住址", typed),
        _part(made.key, "head", "法定代表人、负责人或者经营者", typed),
    ]
    kinds = made.parts[1]
    kinds.options = _options(((one, one) for one in PARTY_KINDS), [kinds.value])


def _part(
    key: str, name: str, label: str, typed: Typed, kind: str = "text", *, required: bool = False
) -> FieldInput:
    own = f"{key}-{name}"
    return FieldInput(own, label, kind, required, value=str(typed.get(own, "")))


def _fill_rows(made: FieldInput, spec: FieldRules, typed: Typed, offers: Offers) -> None:
    for number in range(rows_of(made.key, typed)):
        cells = [
            field_input(column, f"{made.key}-{number}-{column.name}", typed, {}, offers)
            for column in spec.rows
        ]
        made.rows.append(cells)


_FILLERS: dict[str, Callable[[FieldInput, FieldRules, Typed, Offers], None]] = {
    "choice": _fill_choice,
    "yesno": _fill_answer,
    "officers": _fill_people,
    "entry": _fill_linked,
    "matter": _fill_linked,
    "child": _fill_linked,
    "unit": _fill_linked,
    "file": _fill_file,
    "party": _fill_party,
    "rows": _fill_rows,
}
