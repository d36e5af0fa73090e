"""The first page of a chief: what is late and near by person and by unit, as small heat maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from guiju.people.selectors import names_of
from guiju.supervision.columns import PERSONAL, by_person, by_unit, chosen
from guiju.supervision.rights import may_remind
from guiju.supervision.selectors import units_of
from guiju.ui.charts import Heat, heat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from guiju.supervision.columns import Value
    from guiju.web.access import Staff

SHOWN = 12
URGENT = ("overdue", "soon")


def maps_of(staff: Staff) -> list[SafeString]:
    """The maps of somebody who answers for others; none for whoever does not, or where nothing presses."""
    if not may_remind(staff.viewer):
        return []
    people = by_person(staff.viewer, staff.today)
    names = names_of({one for cells in people.values() for one in cells})
    units = {one.code: one.name for one in units_of(staff.viewer)}
    below = by_unit(staff.viewer, chosen(PERSONAL), units, staff.today) if units else {}
    maps = [_map("人员", people, names, ""), _map("单位", below, units, "supervision-rows")]
    return [one for one in maps if one is not None]


def _map(
    title: str, cells: Mapping[str, Mapping[str, Value]], names: Mapping[str, str], rows: str
) -> SafeString | None:
    """A map of those for whom something presses, most first."""
    pressing = {
        one: tuple(_exact(cells, column, one) for column in URGENT)
        for column in URGENT
        for one in cells.get(column, {})
    }
    ordered = sorted((one for one, counts in pressing.items() if any(counts)), key=lambda one: pressing[one], reverse=True)  # fmt: skip
    if not ordered:
        return None
    columns = chosen(PERSONAL)
    lines = [
        (names.get(one, one), [_cell(cells, column.id, one, rows) for column in columns])
        for one in ordered[:SHOWN]
    ]
    return heat(title, [column.label for column in columns], lines)


def _cell(cells: Mapping[str, Mapping[str, Value]], column: str, row: str, address: str) -> Heat:
    value = cells.get(column, {}).get(row)
    count = _exact(cells, column, row)
    link = f"{reverse(address)}?{urlencode({'column': column, 'unit': row})}" if address and count else ""  # fmt: skip
    return Heat(count, link, value.tone if value else "")


def _exact(cells: Mapping[str, Mapping[str, Value]], column: str, row: str) -> int:
    value = cells.get(column, {}).get(row)
    return int(value.exact or 0) if value else 0
