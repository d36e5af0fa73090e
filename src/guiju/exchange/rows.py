"""A row of a table made into a request, and what its cells say told apart from what they do not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson

from guiju.exchange import cells, columns
from guiju.exchange.cells import UnreadableError
from guiju.exchange.sheets import is_blank
from guiju.lawbook.codes import is_citizen_number, is_credit_code
from guiju.lawbook.values import PARTY_KINDS
from guiju.matters.keys import keyed_digest
from guiju.matters.requests import ActRequest, FileRef
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.exchange.columns import Target
    from guiju.exchange.resolving import Names
    from guiju.exchange.tables import Row
    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.pinned import FieldRules

ATTACHMENT: Final = "@attachment"
SEVERAL: Final = re.compile(r"[、,;/\s\uff0c\uff1b]+")
SOLE_TRADER: Final = "92"  # GB 32100-2015: 9 工商, 2 个体工商户
PERSON, TRADER = "自然人", "个体工商户"
GROUPED: Final = re.compile(r"“[^”]*”")


class RowError(ValueError):
    """A row that cannot be made into a request.

    Attributes:
        problems: label of a column → sentence that continues it.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("".join(f"“{label}”{text}" for label, text in problems.items()))
        self.problems = dict(problems)

    @property
    def general(self) -> str:
        """The same without what stands in this row only."""
        return "".join(
            f"“{label}”{GROUPED.sub('“…”', text)}" for label, text in self.problems.items()
        )


@dataclass
class Reading:
    """How a job's rows are read.

    Attributes:
        rules: the rules in force.
        mode: ``event`` or ``opening``.
        body: code of the body.
        person: id of whoever records.
        by: id of whoever acts, for 期初登记.
        explanation: what 期初登记 says of itself.
        places: target → column.
        defaults: target → text for cells that are blank.
        multiples: target → what one unit of a money column is worth in 元.
        names: whom and what names mean.
        proof: the file attached to every row.
        first_1904: bare day numbers count from 1904.
    """

    rules: EffectiveRules
    mode: str
    body: str
    person: str
    names: Names
    targets: Mapping[str, Target]
    places: Mapping[str, int]
    defaults: Mapping[str, str]
    multiples: Mapping[str, int]
    by: str = ""
    explanation: str = ""
    proof: FileRef | None = None
    first_1904: bool = False
    _seen: Counter[str] = field(default_factory=Counter)

    def request(self, row: Row) -> ActRequest:
        """The request a row stands for.

        Raises:
            RowError: cells that cannot be read, each with its reason.
        """
        told, problems = self._told(row)
        if self.mode == columns.OPENING:
            made = self._opening(told, problems)
        else:
            made = self._event(told, problems)
        if problems:
            raise RowError(problems)
        return made

    def digest(self, request: ActRequest) -> str:
        """What tells a row apart from others, nowhere readable; the second of two alike is another row."""
        told = {
            "act": request.act,
            "by": request.by,
            "data": request.data,
            "day": request.done_on,
            "hour": request.done_at,
            "signers": request.signers,
        }
        text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()
        first = keyed_digest(f"{self.body} {request.procedure} {request.kind} {text}")
        self._seen[first] += 1
        return keyed_digest(f"{first} {self._seen[first]}") if self._seen[first] > 1 else first

    def _told(self, row: Row) -> tuple[dict[str, Any], dict[str, str]]:
        """Target → value of every cell that says something, and what cannot be read."""
        told: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for key, target in self.targets.items():
            value = self._cell(row, key)
            if is_blank(value):
                continue
            try:
                told[key] = self._value(target, value)
            except UnreadableError as error:
                problems[target.label] = error.sentence
        return told, problems

    def _cell(self, row: Row, key: str) -> Any:
        place = self.places.get(key)
        value = row.cells[place] if place is not None and place < len(row.cells) else ""
        return self.defaults.get(key, "") if is_blank(value) else value

    def _value(self, target: Target, value: Any) -> Any:
        if target.key in _OWN:
            return _OWN[target.key](self, value)
        if target.spec is None:
            return cells.read_day(value, first_1904=self.first_1904)
        if target.part:
            return _PARTS[target.part](value)
        reader = _FIELDS.get(target.spec.type)
        return reader(self, target, value) if reader else cells.whole_text(value)

    def _fields(self, told: Mapping[str, Any], problems: dict[str, str]) -> dict[str, Any]:
        """The fields' values, parties put together."""
        data: dict[str, Any] = {}
        for key, value in told.items():
            target = self.targets[key]
            if target.spec is None:
                continue
            if target.part:
                data.setdefault(target.spec.name, {})[target.part] = value
            else:
                data[target.spec.name] = value
        for name, value in data.items():
            if isinstance(value, dict):
                _settle_party(name, value, problems)
        return data

    def _event(self, told: Mapping[str, Any], problems: dict[str, str]) -> ActRequest:
        act = self.rules.acts[self.rules.opens]
        day = told.get(columns.DAY)
        proof = self.proof
        return ActRequest(
            recorded_by=self.person, act=act.name, by=told.get(columns.BY, ""),
            done_on=date.fromisoformat(day) if day else None, done_at=told.get(columns.HOUR),
            data=self._fields(told, problems), signers=tuple(told.get(columns.SIGNERS, ())),
            files=(proof,) if proof else (), proof=proof.sha256 if proof else "",
            kind=(Kind.PROPOSAL if act.approval else Kind.EVENT).value,
            procedure=self.rules.procedure, body=self.body,
        )  # fmt: skip

    def _opening(self, told: Mapping[str, Any], problems: dict[str, str]) -> ActRequest:
        stated = self._stated(told, problems)
        data: dict[str, Any] = {"行为": stated, "说明": self.explanation}
        if told.get(columns.NUMBER):
            data["编号"] = told[columns.NUMBER]
        return ActRequest(
            recorded_by=self.person, by=self.by, kind=Kind.OPENING.value, data=data,
            files=(self.proof,) if self.proof else (), procedure=self.rules.procedure, body=self.body,
        )  # fmt: skip

    def _stated(self, told: Mapping[str, Any], problems: dict[str, str]) -> list[dict[str, Any]]:
        """The acts of which a row gives the day, each with the fields it is the first to carry."""
        days = {
            target.act: told[key] for key, target in self.targets.items() if target.act and key in told
        }  # fmt: skip
        acts = {name: self.rules.acts[name] for name in days}
        opens = self.rules.opens
        if opens not in days and f"{opens}日期" not in problems:
            problems[f"{opens}日期"] = "没有填写。期初登记从这一项开始，请补上日期。"
        stated = {name: {"act": name, "done_on": day, "data": {}} for name, day in days.items()}
        for name, value in self._fields(told, problems).items():
            carrier = next((one for one, act in acts.items() if name in act.fields), None)
            if carrier is not None:
                stated[carrier]["data"][name] = value
                continue
            carriers = [one.name for one in self.rules.acts.values() if name in one.fields]
            problems[name] = f"属于“{'”“'.join(carriers)}”，要同时填写它的日期。"
        order = list(self.rules.acts)
        return sorted(
            stated.values(),
            key=lambda one: (one["act"] != opens, one["done_on"], order.index(one["act"])),
        )


def _settle_party(name: str, party: dict[str, str], problems: dict[str, str]) -> None:
    """Say of what kind a party is where its code leaves no doubt."""
    code = party.get("code", "")
    if not party.get("name"):
        problems.setdefault(name, "只有代码、类别，没有姓名或者名称。请补上。")
    if "kind" not in party and is_citizen_number(code):
        party["kind"] = PERSON
    if "kind" not in party and code.startswith(SOLE_TRADER) and is_credit_code(code):
        party["kind"] = TRADER


def _person(reading: Reading, value: Any) -> str:
    return reading.names.person(cells.whole_text(value))


def _people(reading: Reading, value: Any) -> list[str]:
    text = cells.whole_text(value)
    return [reading.names.person(one) for one in SEVERAL.split(text) if one]


def _entry(reading: Reading, target: Target, value: Any) -> str:
    return reading.names.matter(_spec(target).of or "", cells.whole_text(value))


def _attached(reading: Reading, _target: Target, value: Any) -> str:
    if value != ATTACHMENT or reading.proof is None:
        message = "是附件，表格里填不了。请留空，或者随表上传一份附件供各行使用。"
        raise UnreadableError(message)
    return reading.proof.sha256


def _spec(target: Target) -> FieldRules:
    if target.spec is None:
        raise AssertionError(target.key)
    return target.spec


_OWN: Mapping[str, Callable[[Reading, Any], Any]] = {
    columns.DAY: lambda reading, value: cells.read_day(value, first_1904=reading.first_1904),
    columns.HOUR: lambda _reading, value: cells.read_clock(value),
    columns.BY: _person,
    columns.SIGNERS: _people,
    columns.NUMBER: lambda _reading, value: cells.whole_text(value),
}
_PARTS: Mapping[str, Callable[[Any], str]] = {
    "name": cells.whole_text,
    "code": lambda value: cells.plain(value).upper().replace(" ", ""),
    "kind": lambda value: cells.read_choice(value, PARTY_KINDS),
    "document": cells.whole_text,
    "address": cells.whole_text,
    "head": cells.whole_text,
}
_FIELDS: Mapping[str, Callable[[Reading, Target, Any], Any]] = {
    "date": lambda reading, _target, value: cells.read_day(value, first_1904=reading.first_1904),
    "time": lambda _reading, _target, value: cells.read_clock(value),
    "int": lambda _reading, target, value: cells.read_whole(value, _spec(target).unit),
    "decimal": lambda _reading, target, value: cells.read_decimal(value, _spec(target).unit),
    "percent": lambda _reading, _target, value: cells.read_percent(value),
    "money": lambda reading, target, value: cells.read_money(
        value, reading.multiples.get(target.key, 1)
    ),
    "choice": lambda _reading, target, value: cells.read_choice(value, _spec(target).choice),
    "yesno": lambda _reading, _target, value: cells.read_answer(value),
    "region": lambda _reading, _target, value: cells.read_region(value),
    "unit": lambda reading, _target, value: reading.names.body(cells.whole_text(value)),
    "officers": lambda reading, _target, value: _people(reading, value),
    "entry": _entry,
    "matter": _entry,
    "child": _entry,
    "file": _attached,
}
