"""Parameters as they hold for the body today: the layer that decides, its article, and what is empty and what follows from that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.lawbook.parameters import LOCAL_LAYERS, Value
from guiju.lawbook.show import national
from guiju.matters.parameters import PARAMETER_LIST, shown
from guiju.matters.rulebook import catalog, local_values, resolved
from guiju.procedure import citation_text
from guiju.ui.parts import Chip
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import exported
from guiju.web.forms import UnreadableError, read_day
from guiju.web.stage import procedures_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.parameters import Parameter, Resolution
    from guiju.web.access import Staff

LAYERS = {"national": "全国", "field": "领域", "province": "省级", "unit": "本单位"}
EMPTY = {
    "duration": "不计期限：到期不会提醒，也不会自动届满",
    "money": "没有数额可比：是否达到要逐件写明理由",
    "int": "没有数可比：要逐件判断",
    "yesno": "按没有登记处理：要逐件写明理由",
}


class Need(NamedTuple):
    """A parameter and the procedures of a field that name it."""

    parameter: Parameter
    procedures: tuple[str, ...]


@staff_page
@require_safe
def parameters(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every parameter that procedures name, as it holds for the body today."""
    only_empty = bool(request.GET.get("empty"))
    day, problem = _day(request.GET.get("day", ""), staff.today)
    found = needed(staff.body.field, day)
    values = resolved(staff.body.field, local_values(staff.body.code, day), day)
    missing = [one for one in found if values[one.parameter.name].value is None]
    here = reverse("parameters")
    table = _table(missing if only_empty else found, values)
    if request.GET.get("export"):
        return exported("参数", table)
    context = {
        "table": table, "missing": len(missing),
        "chips": [
            Chip(f"全部 {len(found)}", here, on=not only_empty),
            Chip(f"没有设定 {len(missing)}", f"{here}?empty=1", on=only_empty),
        ],
        "propose": reverse("open", args=[PARAMETER_LIST]),
        "day": day.isoformat(), "problem": problem,
        "acts": not staff.viewer.administers, "field": staff.body.field,
    }  # fmt: skip
    return page(request, staff, "web/parameters.html", context)


def _day(typed: str, today: date) -> tuple[date, str]:
    """The day asked about, today where none or none that can be read was; and what is wrong with it."""
    try:
        return (date.fromisoformat(read_day(typed)) if typed else today), ""
    except UnreadableError as error:
        return today, f"“日期”{error.sentence}"


def needed(field: str, today: date) -> list[Need]:
    """The parameters that procedures in force name, with those procedures' names.

    Args:
        field: the body's field of work.
        today: the day.
    """
    book = catalog().shelf.parameters
    users: dict[str, list[str]] = {}
    for procedure in procedures_in_force(today):
        for name in national(procedure, catalog().shelf, field).parameters:
            users.setdefault(name, []).append(str(procedure.name))
    return [Need(book[name], tuple(users[name])) for name in book if name in users]


def _table(found: Iterable[Need], values: Mapping[str, Resolution]) -> Table:
    columns = [Column("参数"), Column("值"), Column("层级"), Column("依据"), Column("用到它的程序")]
    rows = [_row(one, values[one.parameter.name]) for one in found]
    return Table("参数", columns, rows, empty="没有这样的参数。")


def _row(need: Need, value: Resolution) -> list[Cell]:
    parameter = need.parameter
    name = Cell(parameter.name, note=parameter.note)
    used = Cell("、".join(need.procedures))
    if value.value is None:
        blank = Cell("", badge=Mark("没有设定"), note=EMPTY[parameter.type])
        return [name, blank, Cell(""), Cell(""), used]
    held = Value(value.value, value.layer, "", date.min, None, value.cite, value.basis)
    grounds = "、".join(map(citation_text, value.cite)) or "内部规定，不是法律"
    written = shown(parameter, held)
    entries = reverse("list", args=[PARAMETER_LIST]) if value.layer in LOCAL_LAYERS else ""
    return [
        name,
        Cell(written),
        Cell(LAYERS[value.layer], entries),
        Cell(grounds, note=value.basis),
        used,
    ]
