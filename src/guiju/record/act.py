"""The form of an act: which keys it has and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, cast

from guiju.record.canonical import DEPTH_LIMIT, INTEGER_LIMIT, are_plain, decode, encode
from guiju.record.errors import RecordError

FORMAT: Final = "guiju-act/1"
ZERO: Final = "0" * 64

Fault = tuple[str, str]


class Kind(StrEnum):
    """What an act is in the record; only events move a matter."""

    EVENT = "event"
    PROPOSAL = "proposal"
    OPINION = "opinion"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    HANDOVER = "handover"
    ATTACHMENT = "attachment"
    REMINDER = "reminder"
    NOTICE = "notice"
    MIGRATION = "migration"
    OPENING = "opening"
    ACCOMPLISHED = "accomplished"
    ERASURE = "erasure"

    @property
    def label(self) -> str:
        """Chinese name."""
        return LABELS[self]


LABELS: Final[Mapping[Kind, str]] = {
    Kind.EVENT: "程序行为",
    Kind.PROPOSAL: "提请",
    Kind.OPINION: "意见",
    Kind.CORRECTION: "更正",
    Kind.RETRACTION: "录入撤销",
    Kind.HANDOVER: "移交承办",
    Kind.ATTACHMENT: "补充附件",
    Kind.REMINDER: "催办",
    Kind.NOTICE: "收到通知",
    Kind.MIGRATION: "转换版本",
    Kind.OPENING: "期初登记",
    Kind.ACCOMPLISHED: "既成事实登记",
    Kind.ERASURE: "依法删除",
}

STANDING: Final = frozenset(Kind) - {Kind.EVENT, Kind.PROPOSAL, Kind.OPINION}

_KINDS: Final = frozenset(kind.value for kind in Kind)
_NAMED: Final = frozenset({"event", "proposal"})
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_TIME = re.compile(r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}\+08:00")
_FILE_KEYS = frozenset({"name", "sha256", "size", "sm3"})


@lru_cache(maxsize=4096)
def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID in lower case."""
    return _UUID.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_hex(text: str) -> bool:
    """Say whether a text is a digest: 64 lower-case hex digits."""
    return _HEX.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, ``YYYY-MM-DD``."""
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_clock(text: str | None) -> bool:
    """Say whether a value is ``HH:MM`` or None."""
    return text is None or _CLOCK.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """Say whether a text is a moment, ``YYYY-MM-DDTHH:MM:SS.ffffff+08:00``."""
    return _TIME.fullmatch(text, 10) is not None and is_day(text[:10])


def _is_seq(number: int) -> bool:
    return 1 <= number <= INTEGER_LIMIT


def _is_commitments(value: dict[str, object]) -> bool:
    # Not by `is_hex`: these digests never come twice, and would only turn its cache over.
    matches = [type(item) is str and _HEX.fullmatch(item) for item in value.values()]
    return all(matches)


def _is_files(value: list[object]) -> bool:
    return all(_is_file(item) for item in value)


def _is_file(value: object) -> bool:
    if type(value) is not dict or value.keys() != _FILE_KEYS:
        return False
    name, size = value["name"], value["size"]
    if type(name) is not str or type(size) is not int or not name or not 0 <= size <= INTEGER_LIMIT:
        return False
    return _is_commitments({"sha256": value["sha256"], "sm3": value["sm3"]})


def _any(_: object) -> bool:
    return True


# For each key, in canonical order: its types, its rule, and what is asked of it.
_Rule = tuple[tuple[type, ...], Callable[[Any], bool], str]
_NONE = type(None)
RULES: Final[Mapping[str, _Rule]] = {
    "act": ((str,), _any, "应当是文本"),
    "authority": ((dict,), _any, "应当是对象"),
    "body": ((str,), _any, "应当是文本"),
    "by": ((str,), _any, "应当是文本"),
    "data": ((dict,), _any, "应当是对象"),
    "done_at": ((str, _NONE), is_clock, "应当是 HH:MM 或者空"),
    "done_on": ((str,), is_day, "应当是日历上的日子，写作 YYYY-MM-DD"),
    "files": ((list,), _is_files, "每个附件应当有 name、sha256、size、sm3 四项"),
    "format": ((str,), FORMAT.__eq__, f"应当是 {FORMAT}"),
    "kind": ((str,), _KINDS.__contains__, "不是规定的种类"),
    "matter": ((str,), is_uuid, "应当是小写的 UUID"),
    "previous": ((str,), is_hex, "应当是 64 位小写十六进制"),
    "private": ((dict,), _is_commitments, "每项应当是 64 位小写十六进制的承诺值"),
    "recorded_at": ((str,), is_moment, "应当写作 YYYY-MM-DDTHH:MM:SS.ffffff+08:00"),
    "recorded_by": ((str,), _any, "应当是文本"),
    "role": ((str,), _any, "应当是文本"),
    "rules": ((str,), is_hex, "应当是 64 位小写十六进制"),
    "seq": ((int,), _is_seq, "应当是从 1 起的整数"),
    "verdict": ((dict,), _any, "应当是对象"),
}
KEYS: Final = tuple(RULES)

_ORDER: Final = list(KEYS)
_TYPES: Final = [types[0] for types, _, _ in RULES.values()]
_TYPES_UNTIMED: Final = [types[-1] for types, _, _ in RULES.values()]
_LEVELS: Final = DEPTH_LIMIT - 2


def is_well_formed(form: dict[str, Any]) -> bool:
    """Say whether a decoded form follows the format; the quick answer without reasons.

    Args:
        form: a form whose keys are in canonical order, as decoding canonical bytes gives it.

    Returns:
        True exactly when the form is plain and `faults` finds nothing.
    """
    # Lists compared whole, and the form taken apart at once in the order of its keys: this decides the speed of verification.
    if [*form] != _ORDER:
        return False
    values = [*form.values()]
    types = [*map(type, values)]
    if types != _TYPES_UNTIMED and types != _TYPES:
        return False
    (
        act, authority, _body, _by, data, done_at, done_on, files, form_of, kind, matter, previous,
        private, recorded_at, _recorded_by, _role, rules, seq, verdict,
    ) = values  # fmt: skip
    return (
        form_of == FORMAT
        and kind in _KINDS
        and is_uuid(matter)
        and is_day(done_on)
        and _TIME.fullmatch(recorded_at, 10) is not None
        and (recorded_at[:10] == done_on or is_day(recorded_at[:10]))
        and is_hex(rules)
        and _HEX.fullmatch(previous) is not None
        and (done_at is None or is_clock(done_at))
        and (not private or _is_commitments(private))
        and (not files or _is_files(files))
        and are_plain(authority.values(), _LEVELS)
        and are_plain(data.values(), _LEVELS)
        and are_plain(verdict.values(), _LEVELS)
        and 1 <= seq <= INTEGER_LIMIT
        and (seq == 1) is (previous == ZERO)
        and (bool(act) or kind not in _NAMED)
    )


def faults(form: Mapping[str, Any]) -> Iterator[Fault]:
    """Find every departure of a form from the format.

    Args:
        form: a form, decoded or about to be encoded.

    Yields:
        Key and Chinese sentence.
    """
    sound = True
    for key in sorted(RULES.keys() | form.keys()):
        sentence = _fault_of(key, form)
        if sentence:
            sound = False
            yield key, sentence
    if sound:
        yield from _disagreements(form)


def _fault_of(key: str, form: Mapping[str, Any]) -> str:
    if key not in RULES:
        return "格式里没有这一项，请删去"
    if key not in form:
        return "缺这一项，请补上"
    types, rule, sentence = RULES[key]
    value = form[key]
    return "" if type(value) in types and rule(value) else sentence


def _disagreements(form: Mapping[str, Any]) -> Iterator[Fault]:
    if (form["seq"] == 1) is not (form["previous"] == ZERO):
        yield "previous", "第 1 号的前一摘要应当是 64 个 0，其余各号不得是"
    if form["kind"] in _NAMED and not form["act"]:
        yield "act", "程序行为、提请应当写明是哪一行为"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForm:
    """An act as it is recorded; the keys are those of the format, in its order."""

    matter: str
    seq: int
    kind: Kind
    act: str
    body: str
    by: str
    recorded_by: str
    role: str
    authority: Mapping[str, Any]
    done_on: str
    done_at: str | None
    recorded_at: str
    rules: str
    data: Mapping[str, Any]
    private: Mapping[str, str]
    files: Sequence[Mapping[str, Any]]
    verdict: Mapping[str, Any]
    previous: str

    def to_value(self) -> dict[str, object]:
        """Give the form as a value of plain dicts, lists, strings and integers."""
        value: dict[str, object] = {key: getattr(self, key) for key in self.__slots__}
        value["format"] = FORMAT
        value["kind"] = str(self.kind.value)
        for key in ("authority", "data", "private", "verdict"):
            value[key] = dict(cast("Mapping[str, object]", value[key]))
        value["files"] = [dict(file) for file in self.files]
        return value

    def to_bytes(self) -> bytes:
        """Give the canonical bytes.

        Raises:
            RecordError: when a value is not of the format.
        """
        value = self.to_value()
        _refuse(value)
        return encode(value)

    @classmethod
    def from_bytes(cls, content: bytes) -> ActForm:
        """Read the canonical bytes of an act.

        Args:
            content: stored bytes.

        Raises:
            RecordError: when they are not canonical, a key is missing, unknown or malformed.
        """
        value = decode(content)
        if not isinstance(value, dict):
            raise RecordError(code="record.form", sentence="行为应当是一个对象，请核对取来的字节。")
        if not is_well_formed(value):
            _refuse(value)
        return cls.of(value)

    @classmethod
    def of(cls, form: dict[str, Any]) -> ActForm:
        """Take a decoded form that is known to be of the format; the dict is used up.

        Args:
            form: what decoding an act's bytes gave, found well formed.
        """
        del form["format"]
        form["kind"] = Kind(form["kind"])
        return cls(**form)


def _refuse(form: Mapping[str, Any]) -> None:
    for key, sentence in faults(form):
        raise RecordError(code="record.form", sentence=f"{sentence}。", place=key)
