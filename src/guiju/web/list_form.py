"""A list's conditions in an address: read into a query, shown as a form and as chips."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.http import urlencode

from guiju.matters.list_query import (
    LATE,
    OPEN,
    OVER,
    Begins,
    Between,
    Condition,
    Is,
    ListQuery,
    Missing,
    natural_order,
    sortable,
)
from guiju.matters.listed import NUMBER, OPENED, PROCEDURE, all_lists, listed
from guiju.matters.live import PERCENT_PARTS, percent_parts
from guiju.ui.parts import Chip
from guiju.web.forms import UnreadableError, read_day, read_decimal, read_money, read_whole
from guiju.web.inputs import FieldInput, Option
from guiju.web.stage import procedure_name
from guiju.web.wording import money_text, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.http import QueryDict

    from guiju.matters.listed import Column, Listed

ON, YEAR, STATE, UNIT, SORT, WAY, CURSOR, BY, VIEW, PLAIN = (
    "on", "year", "state", "unit", "sort", "way", "at", "by", "view", "plain",
)  # fmt: skip
YEARS_OFFERED, YEAR_DIGITS = 8, 4
IS, LOW, HIGH = "is-", "from-", "to-"
EMPTY, ASCENDING, DESCENDING = "-", "up", "down"
ONE_VALUE: Final = frozenset({"choice", "yesno", "unit"})
PLACES: Final = frozenset({CURSOR, VIEW, PLAIN})
ANSWERS: Final = ("是", "否")
STATE_WORDS: Final = {
    "case": {OPEN: "在办", OVER: "办结", LATE: "逾期"},
    "list": {OPEN: "有效", OVER: "移出或者过期"},
    "ledger": {},
    "": {OPEN: "在办、有效", OVER: "办结、移出", LATE: "逾期"},
}


class Part(NamedTuple):
    """One condition as typed: its keys, and what a chip says."""

    keys: tuple[str, ...]
    label: str


@dataclass
class ListForm:
    """What an address asks of a list.

    Attributes:
        query: the conditions that could be read.
        by: the column the chart groups by.
        problems: key → sentence.
        parts: the conditions, for chips.
    """

    found: Listed
    typed: Mapping[str, str]
    query: ListQuery
    by: str = OPENED
    problems: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def address(self, path: str, changed: Mapping[str, str]) -> str:
        """The address of the same list with some conditions changed; an empty one is taken away. Always from the first page."""
        kept = {key: value for key, value in self.typed.items() if key not in PLACES}
        told = {key: value for key, value in {**kept, **changed}.items() if value}
        return f"{path}?{urlencode(told or {PLAIN: '1'})}"


def read_form(found: Listed, given: QueryDict, units: Mapping[str, str]) -> ListForm:
    """Read an address; what cannot be read is a problem in words.

    Args:
        found: the list.
        given: the address's parameters.
        units: the bodies in sight, code → name.
    """
    typed = {key: str(given.get(key, "")).strip() for key in given}
    form = ListForm(
        found, {key: text for key, text in typed.items() if text}, ListQuery(found.procedure)
    )
    reader = _FormReader(form, units)
    reader.read()
    return form


class _FormReader:
    def __init__(self, form: ListForm, units: Mapping[str, str]) -> None:
        self._form, self._units = form, units
        self._conditions: list[Condition] = []

    def read(self) -> None:
        form = self._form
        for name in self._asked():
            column = form.found.columns.get(name)
            if column is None:
                form.problems[IS + name] = (
                    f"“{form.found.name}”没有“{name}”这一栏，这个条件不能用。请在下面重选条件。"
                )
            elif name == PROCEDURE:
                self._procedure(self._text(IS + name))
            else:
                self._column(column)
        self._year(self._text(YEAR))
        state, unit = self._text(STATE), self._text(UNIT)
        day = self._day(ON, "截至日期")
        self._state(state)
        if unit:
            self._part((UNIT,), f"单位：{self._units.get(unit, unit)}")
        if day:
            self._part((ON,), f"截至{short_day(day)}")
        form.query = replace(
            form.query, conditions=tuple(self._conditions), state=state, unit=unit, as_of=day
        )
        self._order()
        form.by = self._text(BY) or OPENED

    def _asked(self) -> Iterator[str]:
        """The columns that some key names, in the list's order, then those it does not have."""
        names = {
            key.removeprefix(prefix): None
            for key in self._form.typed
            for prefix in (IS, LOW, HIGH)
            if key.startswith(prefix)
        }
        yield from (name for name in self._form.found.columns if name in names)
        yield from (name for name in names if name not in self._form.found.columns)

    def _column(self, column: Column) -> None:
        said = self._text(IS + column.name)
        if said == EMPTY and column.place.startswith("s."):
            self._add(Missing(column.name), (IS + column.name,), f"{column.label}：未填")
        elif said and column.is_text:
            exact = column.kind in ONE_VALUE or column.name == NUMBER
            made = Is(column.name, said) if exact else Begins(column.name, said)
            words = self._units.get(said, said) if column.kind == "unit" else said
            self._add(
                made, (IS + column.name,), f"{column.label}：{words}" + ("" if exact else "…")
            )
        elif said:
            self._form.problems[IS + column.name] = (
                f"“{column.label}”要填从多少到多少。请在下面重填。"
            )
        self._range(column)

    def _procedure(self, procedure: str) -> None:
        """All matters of one procedure: read as its list, shown as all matters are."""
        if self._form.found.procedure or listed(procedure) is None:
            self._form.problems[IS + PROCEDURE] = "没有这一程序，这个条件不能用。请在下面重选。"
            return
        self._form.query = replace(self._form.query, procedure=procedure)
        self._part((IS + PROCEDURE,), f"程序：{procedure_name(procedure)}")

    def _year(self, year: str) -> None:
        """The matters begun in a year."""
        if not year:
            return
        if not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS and int(year)):
            self._form.problems[YEAR] = "年度要写四位数字。请在下面重选。"
            return
        self._add(
            Between(OPENED, date(int(year), 1, 1), date(int(year), 12, 31)), (YEAR,), f"{year}年"
        )

    def _range(self, column: Column) -> None:
        keys = (LOW + column.name, HIGH + column.name)
        if not any(self._text(key) for key in keys):
            return
        if column.is_text:
            self._form.problems[keys[0]] = f"“{column.label}”不能填从多少到多少。请在下面重填。"
            return
        low, high = (self._value(column, key) for key in keys)
        if any(key in self._form.problems for key in keys):
            return
        if low is not None and high is not None and _turned_round(low, high):
            self._form.problems[keys[0]] = (
                f"“{column.label}”的起点在终点之后，查不到什么。请调换过来。"
            )
            return
        self._add(
            Between(column.name, low, high), keys, f"{column.label}：{_span(column, low, high)}"
        )

    def _value(self, column: Column, key: str) -> int | date | None:
        text = self._text(key)
        if not text:
            return None
        try:
            return _READERS[column.kind](text, column.unit)
        except UnreadableError as bad:
            self._form.problems[key] = f"“{column.label}”{bad.sentence}"
            return None

    def _day(self, key: str, label: str) -> date | None:
        text = self._text(key)
        try:
            return date.fromisoformat(read_day(text)) if text else None
        except UnreadableError as bad:
            self._form.problems[key] = f"“{label}”{bad.sentence}"
            return None

    def _state(self, state: str) -> None:
        words = STATE_WORDS[self._form.found.kind]
        if state and state in words:
            self._part((STATE,), words[state])
        elif state:
            self._form.problems[STATE] = "没有这一状态，这个条件不能用。请在下面重选。"

    def _order(self) -> None:
        form = self._form
        name, way = self._text(SORT), self._text(WAY)
        natural, descending = natural_order(form.found, form.query)
        if not name:
            form.query = replace(form.query, order=natural, descending=descending)
            return
        column = form.found.columns.get(name)
        if column is None or not sortable(column):
            form.problems[SORT] = f"不能按“{name}”排序。请点表头里可以排序的栏目。"
            return
        form.query = replace(form.query, order=name, descending=way != ASCENDING)

    def _add(self, condition: Condition, keys: tuple[str, ...], label: str) -> None:
        self._conditions.append(condition)
        self._part(keys, label)

    def _part(self, keys: tuple[str, ...], label: str) -> None:
        self._form.parts.append(Part(keys, label))

    def _text(self, key: str) -> str:
        return self._form.typed.get(key, "")


def chips(form: ListForm, path: str) -> list[Chip]:
    """The conditions as chips, each leading to the list without it."""
    return [
        Chip(part.label, form.address(path, dict.fromkeys(part.keys, "")), on=True, removes=True)
        for part in form.parts
    ]


def inputs(
    form: ListForm, units: Mapping[str, str], today: date
) -> tuple[list[FieldInput], list[FieldInput]]:
    """The form's inputs: those the catalog asks filters for with what every list has, then the others."""
    found = form.found
    slots = {column.name: column for column in found.slots if column.kind != "link"}
    first = [
        one for name in found.filters if name in slots for one in _inputs(form, slots[name], units)
    ]
    common = _common(form, units, today)
    rest = [name for name in slots if name not in found.filters]
    others = [one for name in rest for one in _inputs(form, slots[name], units)]
    return [*first, *common], [*others, *_number(form)]


def _common(form: ListForm, units: Mapping[str, str], today: date) -> list[FieldInput]:
    made = []
    if not form.found.procedure:
        made.append(_select(form, IS + PROCEDURE, "程序", _procedures()))
    words = STATE_WORDS[form.found.kind]
    if words:
        made.append(_select(form, STATE, "状态", words))
    if len(units) > 1:
        made.append(_select(form, UNIT, "单位", units))
    made.append(_select(form, YEAR, "年度", _years(today)))
    made += _span_inputs(form, form.found.columns[OPENED])
    if form.found.procedure:
        made.append(_text_input(form, ON, "截至某日", short=True))
    return made


def _years(today: date) -> dict[str, str]:
    last = today.year
    return {str(year): f"{year}年" for year in range(last, last - YEARS_OFFERED, -1)}


def _procedures() -> dict[str, str]:
    return {one.procedure: one.name for one in all_lists()}


def _number(form: ListForm) -> list[FieldInput]:
    return [_text_input(form, IS + NUMBER, "编号（写全）")]


def _inputs(form: ListForm, column: Column, units: Mapping[str, str]) -> list[FieldInput]:
    if not column.is_text:
        return _span_inputs(form, column)
    key = IS + column.name
    if column.kind == "choice":
        return [
            _select(
                form,
                key,
                column.label,
                dict(zip(column.choices, column.choices, strict=True)),
                empty=True,
            )
        ]
    if column.kind == "yesno":
        return [
            _select(form, key, column.label, dict(zip(ANSWERS, ANSWERS, strict=True)), empty=True)
        ]
    if column.kind == "unit":
        return [_select(form, key, column.label, units, empty=True)]
    return [_text_input(form, key, f"{column.label}（开头几个字）")]


def _span_inputs(form: ListForm, column: Column) -> list[FieldInput]:
    return [
        _text_input(form, LOW + column.name, f"{column.label}从", column.unit, short=True),
        _text_input(form, HIGH + column.name, "到", column.unit, short=True),
    ]


def _text_input(
    form: ListForm, key: str, label: str, unit: str = "", *, short: bool = False
) -> FieldInput:
    made = FieldInput(key, label, unit=unit, short=short, problem=form.problems.get(key, ""))
    made.value = form.typed.get(key, "")
    return made


def _select(
    form: ListForm, key: str, label: str, options: Mapping[str, str], *, empty: bool = False
) -> FieldInput:
    chosen = form.typed.get(key, "")
    made = FieldInput(key, label, "select", problem=form.problems.get(key, ""), blank="不限")
    offered = {**options, **({EMPTY: "（未填）"} if empty else {})}
    made.options = [Option(value, words, value == chosen) for value, words in offered.items()]
    return made


def _turned_round(low: int | date, high: int | date) -> bool:
    if isinstance(low, int) or isinstance(high, int):
        return isinstance(low, int) and isinstance(high, int) and low > high
    return low > high


def _span(column: Column, low: int | date | None, high: int | date | None) -> str:
    first, last = ("" if one is None else bound_text(column, one) for one in (low, high))
    if first and last:
        return first if first == last else f"{first}至{last}"
    since, until = ("起", "止") if column.is_day else ("以上", "以下")
    return f"{first}{since}" if first else f"{last}{until}"


def bound_text(column: Column, value: int | date) -> str:
    """A limit of a range as people read it."""
    if isinstance(value, date):
        return short_day(value)
    if column.kind == "money":
        return money_text(value)
    if column.kind == "percent":
        return f"{percent_text(value)}%"
    return f"{value:,}{column.unit}"


def percent_text(parts: int) -> str:
    """A percentage kept in ten-thousandths of a percent, without trailing zeros."""
    text = f"{Decimal(parts) / PERCENT_PARTS:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_READERS: Final[dict[str, Callable[[str, str], int | date]]] = {
    "money": lambda text, _unit: read_money(text),
    "int": read_whole,
    "percent": lambda text, _unit: percent_parts(read_decimal(text, "%")),
    "day": lambda text, _unit: date.fromisoformat(read_day(text)),
}
