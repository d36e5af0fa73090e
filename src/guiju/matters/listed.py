"""What a list shows: the columns of a procedure's matters, typed, and where each stands in the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from guiju.lawbook.list_places import places_of
from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from guiju.lawbook.schema import FieldSpec

TEXTS: Final = frozenset({"text", "choice", "yesno", "party", "unit", "link"})
NUMBERS: Final = frozenset({"int", "money", "percent"})
KINDS: Final = {
    "int": "int", "money": "money", "percent": "percent", "date": "day", "yesno": "yesno",
    "choice": "choice", "party": "party", "unit": "unit", "entry": "link", "matter": "link",
    "child": "link",
}  # fmt: skip
NUMBER, TITLE, BODY, PROCEDURE = "number", "title", "body", "procedure"
OPENED, CLOSED, VALID_FROM, VALID_UNTIL, NEXT_DUE = (
    "opened", "closed", "valid_from", "valid_until", "next_due",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a list.

    Attributes:
        name: the field's name, or the English name of what every matter has.
        label: its heading.
        kind: text, int, money (分), percent (ten-thousandths), day, choice, yesno, party, unit (code of a body) or
            link (id of a matter).
        place: the column of the store, with the table's letter: ``m`` matter, ``s`` list columns.
        choices: the values of a choice, of every version.
        unit: 件, 人次 …
    """

    name: str
    label: str
    kind: str
    place: str
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is compared as text."""
        return self.kind in TEXTS

    @property
    def is_number(self) -> bool:
        """Whether it can be added up."""
        return self.kind in NUMBERS

    @property
    def is_day(self) -> bool:
        """Whether it holds days."""
        return self.kind == "day"


OWN: Final = {
    one.name: one
    for one in (
        Column(NUMBER, "编号", "text", "m.number"),
        Column(TITLE, "名称", "text", "m.title"),
        Column(PROCEDURE, "程序", "text", "m.procedure"),
        Column(BODY, "单位", "unit", "m.body_id"),
        Column(OPENED, "起始日", "day", "m.opened"),
        Column(CLOSED, "办结日", "day", "m.closed"),
        Column(VALID_FROM, "有效期起", "day", "m.valid_from"),
        Column(VALID_UNTIL, "有效期止", "day", "m.valid_until"),
        Column(NEXT_DUE, "最近期限", "day", "m.next_due"),
    )
}


@dataclass(frozen=True)
class Listed:
    """The list of a procedure, or of all matters.

    Attributes:
        procedure: its id; empty for all matters.
        name: its name.
        kind: case, list or ledger; empty for all matters.
        chapter: its chapter of the catalog.
        slots: its own columns in the order of the catalog, then those it is filtered and sorted by.
        shown: names of the columns that the table shows.
        filters: names of the columns that the catalog asks filters for.
        sort: names of the columns that the catalog asks an order for.
        opens: the act that begins a matter.
    """

    procedure: str
    name: str
    kind: str
    chapter: str = ""
    slots: tuple[Column, ...] = ()
    shown: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    opens: str = ""

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Every column by name: the procedure's own, then what every matter has."""
        own = dict(OWN)
        if self.opens:
            own[OPENED] = replace(OWN[OPENED], label=f"{self.opens}日期")
        return {**{one.name: one for one in self.slots}, **own}

    @property
    def numbers(self) -> tuple[Column, ...]:
        """The columns that can be added up."""
        return tuple(one for one in self.slots if one.is_number)


ALL: Final = Listed("", "全部办件", "")


@cache
def listed(procedure: str) -> Listed | None:
    """The list of a procedure, after every version of it; None when there is no such procedure.

    The newest version says what is shown; what only an earlier one had can still be filtered by.
    """
    versions = catalog().versions.get(procedure)
    if not versions:
        return None
    newest = versions[-1]
    columns: dict[str, Column] = {}
    for version in reversed(versions):
        fields = version.fields()
        for place, name in places_of(version).items():
            made = _column(fields[name], place)
            known = columns.get(name)
            columns[name] = _widened(known, made) if known else made
    return Listed(
        procedure, newest.name, newest.kind, newest.chapter, tuple(columns.values()),
        tuple(map(str, newest.list.columns)), tuple(map(str, newest.list.filters)),
        tuple(map(str, newest.list.sort)), str(newest.opens),
    )  # fmt: skip


def all_lists() -> list[Listed]:
    """The list of every procedure, in the catalog's order."""
    return [found for name in catalog().versions if (found := listed(name)) is not None]


def _column(spec: FieldSpec, place: str) -> Column:
    name = str(spec.name)
    kind = KINDS.get(spec.type, "text")
    return Column(name, name, kind, f"s.{place}", tuple(map(str, spec.choice)), spec.unit)


def _widened(newer: Column, older: Column) -> Column:
    """A column with the choices that only an earlier version had, after its own."""
    choices = tuple(dict.fromkeys((*newer.choices, *older.choices)))
    return Column(newer.name, newer.label, newer.kind, newer.place, choices, newer.unit)
