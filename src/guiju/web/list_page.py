"""What a list's page shows, as plain values for its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse

from guiju.matters.list_paths import CAP
from guiju.matters.list_query import ListError
from guiju.matters.listed import OPENED, PROCEDURE
from guiju.matters.listing import Cursor, page_and_summary
from guiju.people.selectors import names_of_bodies
from guiju.ui.charts import bar_chart, column_chart
from guiju.ui.parts import Chip, Nothing, Pager
from guiju.web.in_succession import ENTERED
from guiju.web.list_form import BY, CURSOR, EMPTY, IS, VIEW, chips, inputs, read_form
from guiju.web.list_table import Showing, Totals, heading_of, names_for, table_of
from guiju.web.saved_views import views_of
from guiju.web.stage import can_open, procedure_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from guiju.matters.listed import Listed
    from guiju.matters.listing import ListPage, Summary
    from guiju.web.access import Staff
    from guiju.web.list_form import ListForm

MONTHS_SHOWN: Final = 24
FEW_MONTHS: Final = 2
FEWEST_MONTHS: Final = 6
BARS_SHOWN: Final = 20
MONTHS_A_YEAR: Final = 12
UNFILLED: Final = "（未填）"


class Door(NamedTuple):
    """A list's addresses besides its own."""

    label: str
    link: str


def context_of(request: HttpRequest, staff: Staff, found: Listed) -> dict[str, Any]:
    """Everything a list's page shows.

    Args:
        request: its address holds the conditions.
        staff: whoever reads.
        found: the list.
    """
    path = request.path
    units = names_of_bodies(staff.viewer.bodies)
    form = read_form(found, request.GET, units)
    first, others = inputs(form, units, staff.today)
    context: dict[str, Any] = {
        "listed": found,
        "form": form,
        "first": first,
        "others": others,
        "open_others": any(one.value or one.problem or _chosen(one) for one in others),
        "chips": chips(form, path),
        "kept": _kept(form),
        "views": _views(staff, found, request, path),
        "typed": request.GET.urlencode(),
        "doors": _doors(found, request),
        "opening": _opening(staff, found),
        "path": path,
    }
    try:
        if form.problems:
            return {**context, "problems": list(form.problems.items())}
        return {**context, **_read(request, staff, form, units)}
    except ListError as error:
        return {**context, "problems": [("", error.sentence)]}


def count_text(told: Summary) -> str:
    """How many, in words: 12 条; 10,000 余条."""
    if told.complete:
        return f"{told.count:,} 条"
    return f"{told.count:,} 余条" if told.count == CAP else f"至少 {told.count:,} 条"


def _read(
    request: HttpRequest, staff: Staff, form: ListForm, units: Mapping[str, str]
) -> dict[str, Any]:
    cursor = Cursor.read(request.GET[CURSOR]) if request.GET.get(CURSOR) else None
    shown, told = page_and_summary(staff.viewer, form.query, staff.today, cursor, form.by)
    names = {**units, **names_for(staff.viewer, form.found, shown.rows)}
    count = count_text(told)
    untouched = not form.parts and cursor is None
    return {
        "table": table_of(
            form,
            shown.rows,
            Showing(request.path, names, staff.today, len(units) > 1),
            Totals(count, told.totals) if told.complete and form.found.procedure else None,
        ),
        "count": count,
        "complete": told.complete,
        "chart": _chart(form, told, request.path, names),
        "groupings": _groupings(form, request.path),
        "pager": _pager(request, shown),
        "unfinished": shown.unfinished,
        "changed": any(row.changed for row in shown.rows),
        "past": form.query.as_of is not None and form.query.as_of < staff.today,
        "by_now": shown.by_now,
        "nothing": _nothing(staff, form.found) if untouched and not shown.rows else None,
    }  # fmt: skip


def _pager(request: HttpRequest, shown: ListPage) -> Pager:
    def to(cursor: Cursor | None) -> str:
        if cursor is None:
            return ""
        given = request.GET.copy()
        given[CURSOR] = cursor.text()
        return f"{request.path}?{given.urlencode()}"

    return Pager(to(shown.before), to(shown.behind), f"本页 {len(shown.rows)} 条")


def _chart(form: ListForm, told: Summary, path: str, names: Mapping[str, str]) -> SafeString | None:
    if not told.complete or told.count == 0:
        return None
    column = form.found.columns[form.by]
    if column.is_day and len(told.groups) > FEW_MONTHS:
        months = months_between([(value, number) for value, number in told.groups if value])
        title = f"各月{heading_of(form.found, form.by).removesuffix('日期')}"
        return column_chart(
            title, "条", list(zip(_axis(months), (n for _, n in months), strict=True))
        )
    if column.is_day:
        return bar_chart(
            heading_of(form.found, form.by),
            "条",
            [(_month(value) if value else UNFILLED, number) for value, number in told.groups],
        )
    groups = sorted(told.groups, key=lambda one: -one[1])
    bars = [(_label(form, value, names), number) for value, number in groups[:BARS_SHOWN]]
    links = [form.address(path, {IS + form.by: value or EMPTY}) for value, _ in groups[:BARS_SHOWN]]
    if len(groups) > BARS_SHOWN:
        bars.append(
            (
                f"其余 {len(groups) - BARS_SHOWN} 项",
                sum(number for _, number in groups[BARS_SHOWN:]),
            )
        )
        links.append("")
    return bar_chart(heading_of(form.found, form.by), "条", bars, links)


def months_between(months: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The last two years of months that have any, from the first to the last, those between as 0; half a year at least where it goes back so far.

    Args:
        months: ``YYYY-MM`` and how many, in order.
    """
    if not months:
        return []
    known = dict(months)
    first, last = (_serial(months[place][0]) for place in (0, -1))
    run = range(max(first, last - MONTHS_SHOWN + 1), last + 1)
    begun = min(_serial(month) for month in known if _serial(month) >= run[0])
    run = range(max(run[0], min(begun, last - FEWEST_MONTHS + 1)), last + 1)
    texts = [f"{one // MONTHS_A_YEAR:04d}-{one % MONTHS_A_YEAR + 1:02d}" for one in run]
    return [(text, known.get(text, 0)) for text in texts]


def _serial(month: str) -> int:
    return int(month[:4]) * MONTHS_A_YEAR + int(month[5:7]) - 1


def _axis(months: Sequence[tuple[str, int]]) -> Iterator[str]:
    """What stands under the columns: the year only where it begins."""
    for place, (text, _) in enumerate(months):
        begins = not place or text.endswith("-01")
        yield _month(text) if begins else f"{int(text[5:7])}月"


def _month(text: str) -> str:
    return f"{text[:4]}年{int(text[5:7])}月"


def _label(form: ListForm, value: str, names: Mapping[str, str]) -> str:
    if form.by == PROCEDURE:
        return procedure_name(value)
    return names.get(value, value) or UNFILLED


def _groupings(form: ListForm, path: str) -> list[Chip]:
    """What the chart can group by."""
    found = form.found
    names = [OPENED, *(one.name for one in found.slots if one.kind in {"choice", "yesno", "unit"})]
    if not found.procedure:
        names.append(PROCEDURE)
    labels = {OPENED: "按月"}
    return [
        Chip(labels.get(name, f"按{found.columns[name].label}"), form.address(path, {BY: "" if name == OPENED else name}), on=name == form.by)
        for name in names
    ]  # fmt: skip


def _views(staff: Staff, found: Listed, request: HttpRequest, path: str) -> list[dict[str, Any]]:
    here = request.GET.get(VIEW, "")
    return [
        {
            "id": one.id,
            "name": one.name,
            "chosen": one.chosen,
            "link": f"{path}?{one.query}&{VIEW}={one.id}",
            "on": here == str(one.id),
        }
        for one in views_of(staff, found.procedure)
    ]


def _kept(form: ListForm) -> list[tuple[str, str]]:
    """What the filter form keeps although it has no input for it: order and grouping."""
    return [(key, form.typed[key]) for key in ("sort", "way", BY) if key in form.typed]


def _chosen(one: Any) -> bool:
    return any(option.chosen for option in one.options)


def _doors(found: Listed, request: HttpRequest) -> list[Door]:
    """Export of what is shown, import, and paste where rows are entered without more."""
    if not found.procedure:
        return []
    given = request.GET.copy()
    given.pop(CURSOR, None)
    query = f"?{given.urlencode()}" if given else ""
    doors = [
        Door("导出 Excel", reverse("list-export", args=[found.procedure]) + query),
        Door("导入 Excel", reverse("list-import", args=[found.procedure])),
    ]
    if found.kind in ENTERED:
        doors.append(Door("粘贴多行", reverse("list-paste", args=[found.procedure])))
    return doors


def _opening(staff: Staff, found: Listed) -> Door | None:
    """The button that begins a row, for whoever may."""
    if not found.procedure or not can_open(staff, found.procedure):
        return None
    word = {"ledger": "登记一条", "list": "列入一条"}.get(found.kind, "新办一件")
    return Door(word, reverse("open", args=[found.procedure]))


def _nothing(staff: Staff, found: Listed) -> Nothing:
    """What an empty list says: what belongs here, and how to begin."""
    if not found.procedure:
        return Nothing("还没有办件。有了办件，都会列在这里。", "新办一件", reverse("new"))
    door = _opening(staff, found)
    what = f"“{found.name}”还没有登记。经“{found.opens}”登记的，会一条一条列在这里。"
    if door is None:
        return Nothing(f"{what}按您的职责不能登记，由有这项职责的人员办理。")
    return Nothing(what, door.label, door.link)
