"""A list's page as a table: headings that sort, rows that lead to their matters, totals in the foot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse

from guiju.matters.list_query import sortable
from guiju.matters.listed import BODY, NEXT_DUE, NUMBER, OPENED, PROCEDURE, TITLE
from guiju.people.selectors import names_of
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.list_form import ASCENDING, DESCENDING, SORT, WAY, percent_text
from guiju.web.names import matter_names
from guiju.web.present import urgency
from guiju.web.stage import procedure_kind, procedure_name
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guiju.matters.list_rows import ListRow
    from guiju.matters.listed import Column as ListColumn
    from guiju.matters.listed import Listed
    from guiju.people.viewer import Viewer
    from guiju.web.list_form import ListForm

STATUS: Final = "status"
TEXT_SHOWN: Final = 80
PERSON_ID: Final = "p"
KINDS: Final = {"int": "number", "money": "money", "percent": "percent", "day": "day"}
STATE_NOW: Final = {"case": "在办", "list": "有效", "ledger": "已登记"}
STATE_OVER: Final = {"case": "办结", "list": "移出", "ledger": "已登记"}


class Showing(NamedTuple):
    """How a page is shown.

    Attributes:
        path: address of the list, for headings that sort.
        names: codes and ids → names.
        today: the civil day.
        several: whether rows of several bodies may be listed.
    """

    path: str
    names: Mapping[str, str]
    today: date
    several: bool


class Totals(NamedTuple):
    """What all rows of the list add up to: how many, in words, and field → sum."""

    said: str
    sums: Mapping[str, int]


def table_of(
    form: ListForm, rows: Sequence[ListRow], showing: Showing, totals: Totals | None
) -> Table:
    """The table of a page.

    Args:
        form: what was asked.
        rows: the page's rows.
        showing: how.
        totals: for the foot; None where they are not known.
    """
    found = form.found
    shown = shown_columns(found, rows, several=showing.several)
    columns = [_heading(form, one, showing.path) for one in shown]
    cells = [_cells(found, shown, row, showing) for row in rows]
    foot = _foot(found, shown, totals) if rows and totals is not None else ()
    return Table(found.name, columns, cells, foot, "没有符合条件的。去掉或者放宽上面的条件再看。")


def shown_columns(found: Listed, rows: Iterable[ListRow], *, several: bool) -> list[str]:
    """Names of the columns a page shows."""
    if not found.procedure:
        return [TITLE, PROCEDURE, *([BODY] if several else []), OPENED, STATUS, NEXT_DUE]
    numbered = [NUMBER] if any(row.number for row in rows) else []
    return [
        *numbered,
        *found.shown,
        *_sorted_too(found),
        OPENED,
        *([BODY] if several else []),
        STATUS,
    ]


def _sorted_too(found: Listed) -> list[str]:
    return [name for name in found.sort if name not in found.shown]


def names_for(viewer: Viewer, found: Listed, rows: Sequence[ListRow]) -> dict[str, str]:
    """Names of the people and matters that rows point at."""
    links = {column.name for column in found.slots if column.kind == "link"}
    texts = {column.name for column in found.slots if column.kind == "text"}
    matters = {row.values[name] for row in rows for name in links & row.values.keys()}
    persons = {
        row.values[name]
        for row in rows
        for name in texts & row.values.keys()
        if row.values[name].startswith(PERSON_ID)
    }
    return {**matter_names(viewer, matters), **(names_of(persons) if persons else {})}


def heading_of(found: Listed, name: str) -> str:
    """A column's heading."""
    if name == STATUS:
        return "状态"
    column = found.columns[name]
    if name == TITLE:
        return "编号和名称"
    unit = "元" if column.kind == "money" else column.unit
    return f"{column.label}（{unit}）" if unit and not column.label.endswith(unit) else column.label


def standing(row: ListRow, today: date) -> str:
    """Where a matter stands, in a word or two."""
    kind = procedure_kind(row.procedure)
    if not row.begun:
        return f"待审批：{'、'.join(row.waiting)}" if row.waiting else "没有成立"
    if kind == "list" and row.closed is None:
        if row.valid_from and row.valid_from > today:
            return "尚未生效"
        if row.valid_until and row.valid_until < today:
            return "已过期"
    word = STATE_NOW[kind] if row.closed is None else STATE_OVER[kind]
    return f"{word}，待审批：{'、'.join(row.waiting)}" if row.waiting else word


def value_text(column: ListColumn, value: Any, names: Mapping[str, str]) -> str:
    """A value as its cell says it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    if column.kind == "money":
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02d}"
    if column.kind == "percent":
        return f"{percent_text(value)}%"
    if isinstance(value, int):
        return f"{value:,}"
    text = names.get(value, value)
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"


def _heading(form: ListForm, name: str, path: str) -> Column:
    found = form.found
    column = found.columns.get(name)
    label = heading_of(found, name)
    kind: Any = KINDS.get(column.kind, "text") if column else "text"
    if column is None or not sortable(column):
        return Column(label, kind)
    query = form.query
    chosen = query.order == name
    turned = ASCENDING if chosen and query.descending else DESCENDING
    if not chosen and column.is_text:
        turned = ASCENDING
    order: Any = ("descending" if query.descending else "ascending") if chosen else ""
    return Column(label, kind, form.address(path, {SORT: name, WAY: turned}), order)


def _cells(found: Listed, shown: Sequence[str], row: ListRow, showing: Showing) -> list[Cell]:
    """A row's cells; the first leads to the matter."""
    first, *others = (_cell(found, name, row, showing) for name in shown)
    linked = first._replace(
        text=first.text or "（未填）", link=reverse("matter", args=[row.matter])
    )
    return [linked, *others]


def _cell(found: Listed, name: str, row: ListRow, showing: Showing) -> Cell:
    if name == STATUS:
        return Cell(standing(row, showing.today), badge=_due_mark(row, showing.today))
    own = _OWN_CELLS.get(name)
    if own is not None:
        return own(row, showing.names)
    return Cell(value_text(found.columns[name], row.values.get(name), showing.names))


def _due_mark(row: ListRow, today: date) -> Mark | None:
    if row.next_due is None or not row.begun:
        return None
    badge = urgency(row.next_due, today)
    return Mark(badge.word, badge.tone) if badge and badge.tone else None


def _title_cell(row: ListRow, _names: Mapping[str, str]) -> Cell:
    name = row.title or procedure_name(row.procedure)
    shown = name if len(name) <= TEXT_SHOWN else f"{name[:TEXT_SHOWN]}…"
    return Cell(row.number or shown, note=shown if row.number else "")


_OWN_CELLS: Final[dict[str, Callable[[ListRow, Mapping[str, str]], Cell]]] = {
    NUMBER: lambda row, _names: Cell(row.number or "未编号"),
    TITLE: _title_cell,
    PROCEDURE: lambda row, _names: Cell(procedure_name(row.procedure)),
    BODY: lambda row, names: Cell(names.get(row.body, row.body)),
    OPENED: lambda row, _names: Cell(short_day(row.opened)),
    NEXT_DUE: lambda row, _names: Cell(short_day(row.next_due) if row.next_due else ""),
}


def _foot(found: Listed, shown: Sequence[str], totals: Totals) -> list[Cell]:
    def total(name: str) -> str:
        column = found.columns.get(name)
        adds = column is not None and column.is_number and column.kind != "percent"
        return value_text(column, totals.sums[name], {}) if column and adds else ""

    return [Cell(f"合计 {totals.said}"), *(Cell(total(name)) for name in shown[1:])]
