"""What the law leaves open: values by layer and day, each with its citation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from guiju.lawbook.errors import refuse
from guiju.lawbook.shared_text import load_shared
from guiju.lawbook.yaml_text import Reader, Text, nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from guiju.lawbook.statutes import Citation, StatuteBook

LAYERS: Final = ("national", "field", "province", "unit")
CATALOG_LAYERS: Final = LAYERS[:2]
LOCAL_LAYERS: Final = LAYERS[2:]
BASES: Final = ("法", "规章", "文件", "解释", "内部")
OWN_RULE: Final = "内部"
BINDING: Final = ("法", "规章", "文件")
LOWER: Final = "lower"
DIRECTIONS: Final = (LOWER, "higher")
DURATION: Final = re.compile(r"[1-9]\d{0,3}(?:wd|d|m|y)(?: clear)?(?: roll)?", re.ASCII)
MONEY: Final = re.compile(r"(\d{1,12})(?:\.(\d{2}))?元", re.ASCII)
INTEGER: Final = re.compile(r"\d{1,9}", re.ASCII)
YES_NO: Final = {"是": True, "否": False}

Scalar: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter.

    Attributes:
        value: A duration as text, money in 分, a number, or yes/no.
        layer: national, field, province or unit.
        field: The field it holds in, for layer `field`; empty otherwise.
        since: First day it holds.
        until: Last day it holds; None while it does.
        cite: The articles it rests on, as keys; empty for a unit's own rule.
        basis: 法, 规章, 文件, 解释 or 内部.
    """

    value: Scalar
    layer: str
    field: str
    since: dt.date
    until: dt.date | None
    cite: tuple[str, ...]
    basis: str

    def holds(self, field: str, on: dt.date) -> bool:
        """Tell whether it holds in a field on a day."""
        in_time = self.since <= on and (self.until is None or on <= self.until)
        return in_time and self.field in {"", field}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A thing the law leaves open, with the catalog's values.

    Attributes:
        own: The direction in which a unit's own rule may depart from a value that a law, a regulation or a
            document sets: `lower`, `higher`, or empty where it may not.
    """

    name: str
    type: str
    note: str
    values: tuple[Value, ...]
    own: str = ""

    def governing(self, field: str, on: dt.date) -> Value | None:
        """Return the catalog's value that no unit's own rule may go against, in a field on a day."""
        binding = [
            value for value in self.values if value.basis in BINDING and value.holds(field, on)
        ]
        return max(binding, key=_rank, default=None)

    def may_be_own(self, value: Scalar, field: str, on: dt.date) -> bool:
        """Tell whether a unit may set a value by its own rule, in a field on a day."""
        above = self.governing(field, on)
        if above is None:
            return True
        new, old = _size(value), _size(above.value)
        if not self.own or new[0] != old[0]:
            return False
        return new[1] <= old[1] if self.own == LOWER else new[1] >= old[1]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The value that holds, and what decided it; `value` is None where nobody has set one."""

    value: Scalar | None
    layer: str = ""
    cite: tuple[str, ...] = ()
    basis: str = ""


ParameterBook: TypeAlias = "Mapping[str, Parameter]"


def load_parameters(path: Path, statutes: StatuteBook) -> dict[str, Parameter]:
    """Read `parameters`.

    Args:
        path: The file.
        statutes: The laws its citations are held against.

    Raises:
        CatalogError: When the file is unclear, or a value is uncited, mistyped or of a wrong unit.
    """
    book = Reader(load_shared(path), "参数目录")
    return {str(name): _parameter(name, reader, statutes) for name, reader in book.entries()}


def resolve(
    book: ParameterBook, field: str, local: Mapping[str, Iterable[Value]], on: dt.date
) -> dict[str, Resolution]:
    """Return what holds for a field on a day.

    The most particular layer decides (unit, province, field, national); within a layer a value of the
    field before one of all fields, then the one that began last.

    Args:
        book: The catalog's parameters.
        field: The field of work, such as 市场监管; empty for none.
        local: Values a province or a unit has set, by parameter.
        on: The day.

    Returns:
        Every parameter of the book with its value, or with None where none holds.

    Raises:
        CatalogError: `parameter.unknown` or `parameter.layer`, when a local value has no place.
    """
    for name, values in local.items():
        _check_local(book, name, values)
    return {
        name: _resolved(
            value for value in (*parameter.values, *local.get(name, ())) if value.holds(field, on)
        )
        for name, parameter in book.items()
    }


def parse_value(kind: str, text: str) -> Scalar | None:
    """Return what `text` means for a type of parameter, or None where it is not of that type."""
    return PARSERS[kind](text)


def moved(one: Resolution, by: int) -> Resolution:
    """Return a period made longer or shorter by so many of its unit, never below nought; an empty one stays empty."""
    if not isinstance(one.value, str):
        return one
    number, unit, marks = re.split(r"(wd|d|m|y)", one.value, maxsplit=1)
    return replace(one, value=f"{max(int(number) + by, 0)}{unit}{marks}")


def _size(value: Scalar) -> tuple[str, int]:
    """Return in what a value is counted, and how much it is."""
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return "", int(value)
    number, unit, marks = re.split(r"(wd|d|m|y)", match[0], maxsplit=1)
    return f"{unit}{marks}", int(number)


def _rank(value: Value) -> tuple[int, bool, dt.date]:
    return LAYERS.index(value.layer), bool(value.field), value.since


def _resolved(values: Iterator[Value]) -> Resolution:
    best = max(values, key=_rank, default=None)
    if best is None:
        return Resolution(None)
    return Resolution(best.value, best.layer, best.cite, best.basis)


def _check_local(book: ParameterBook, name: str, values: Iterable[Value]) -> None:
    if name not in book:
        refuse(
            "parameter.unknown",
            f"没有“{name}”这一参数。{nearest(name, book)}请先在 parameters 登记。",
        )
    for value in values:
        if value.layer not in LOCAL_LAYERS:
            refuse(
                "parameter.layer",
                f"“{name}”的本地取值只能属于 province 或 unit 层，写的是 {value.layer}。"
                "全国和领域的取值请写入 parameters。",
            )


def _parameter(name: Text, reader: Reader, statutes: StatuteBook) -> Parameter:
    kind, note = reader.choice("type", PARSERS), reader.text("note")
    own = str(reader.choice("own", DIRECTIONS)) if reader.has("own") else ""
    entries = list(reader.readers("values", f"{name}的一个取值"))
    values = tuple(_value(name, kind, entry, statutes) for entry in entries)
    _check_once(name, entries, values)
    reader.done()
    return Parameter(str(name), str(kind), str(note), values, own)


def _value(name: str, kind: str, reader: Reader, statutes: StatuteBook) -> Value:
    layer = reader.choice("layer", CATALOG_LAYERS)
    field = reader.text("field") if layer == "field" else ""
    written = reader.text("value")
    value = parse_value(kind, written)
    if value is None:
        reader.refuse(
            "parameter.value",
            f"{name}是 {kind} 类型，“{written}”不合写法。请照 {EXAMPLES[kind]} 改写。",
            "value",
        )
    since, basis = reader.day("from"), reader.choice("basis", BASES)
    until, cites = reader.optional_day("until"), reader.list_of_text("cite")
    reader.done()
    if until is not None and until < since:
        reader.refuse(
            "parameter.until",
            f"{name}的取值到 {until} 为止，却自 {since} 起。请改正其中一处。",
            "until",
        )
    _check_basis(name, reader, basis, cites)
    citations = [c for cite in cites for c in _citations(cite, since, statutes)]
    if kind == "duration":
        statutes.check_unit(written, citations)
    keys = tuple(citation.key for citation in citations)
    return Value(value, str(layer), str(field), since, until, keys, str(basis))


def _check_once(name: str, entries: Sequence[Reader], values: Sequence[Value]) -> None:
    seen: set[tuple[str, str, dt.date]] = set()
    for entry, value in zip(entries, values, strict=True):
        key = (value.layer, value.field, value.since)
        if key in seen:
            entry.refuse(
                "parameter.repeated",
                f"{name}在同一层级、同一领域自 {value.since} 起写了两个取值，分不出用哪一个。请删去一个或改正 from。",
                "from",
            )
        seen.add(key)


def _check_basis(name: str, reader: Reader, basis: str, cites: tuple[Text, ...]) -> None:
    if basis != OWN_RULE and not cites:
        reader.refuse(
            "parameter.uncited",
            f"{name}的取值没有依据。请补上 cite；若是单位自定，basis 写“内部”。",
        )
    if basis == OWN_RULE and cites:
        reader.refuse(
            "parameter.own_rule",
            f"{name}的取值标为“内部”，不能引法条。请删去 cite 或改正 basis。",
            "cite",
        )


def _citations(cite: Text, since: dt.date, statutes: StatuteBook) -> tuple[Citation, ...]:
    statute = cite.partition("#")[0]
    version = statutes.in_force(statute, since)
    if version is None:
        refuse(
            "parameter.statute",
            f"{since} 时没有已登记施行的“{statute}”。请核对 from，或在 statutes 登记该版本。",
            cite.place,
        )
    return statutes.check(cite, [version.key])


def _duration(text: str) -> str | None:
    return str(text) if DURATION.fullmatch(text) else None


def _money(text: str) -> int | None:
    amount = MONEY.fullmatch(text)
    return int(amount[1]) * 100 + int(amount[2] or 0) if amount else None


def _integer(text: str) -> int | None:
    return int(text) if INTEGER.fullmatch(text) else None


PARSERS: Final[dict[str, Callable[[str], Scalar | None]]] = {
    "duration": _duration,
    "money": _money,
    "int": _integer,
    "yesno": YES_NO.get,
}
EXAMPLES: Final = {
    "duration": "5wd、90d、3m",
    "money": "10000元",
    "int": "3",
    "yesno": "是 或 否",
}
