"""What the page of one figure shows: its words, value, months, bodies, splits and rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from django.urls import reverse

from guiju.figures.definitions import shelf
from guiju.figures.selectors import panel
from guiju.matters.rulebook import catalog
from guiju.people.selectors import bodies_among
from guiju.ui.charts import bar_chart, column_chart
from guiju.ui.parts import Pager, Tab
from guiju.ui.tables import Cell, Column, Table
from guiju.web.downloads import excel
from guiju.web.figure_words import (
    by_value,
    change_text,
    chart_scale,
    charted,
    column_kind,
    definition_words,
    key_text,
    number_text,
    total,
    value_text,
)
from guiju.web.forms import read_seq
from guiju.web.wording import clock_text, short_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from guiju.figures.answers import Answer, FigureRow, Number, Place
    from guiju.figures.definitions import Definition
    from guiju.figures.panels import Panel
    from guiju.web.access import Staff
    from guiju.web.asked import AskedFor

ROWS: Final = 50
SAVED_AT_MOST: Final = 100_000
READ_AT_ONCE: Final = 5_000
BARS: Final = 20
NOT_A_SPLIT: Final = "—"
HEADINGS: Final = ("编号", "事项", "行为", "办理日", "单位", "计入", "记录号", "办件")


class Balance(NamedTuple):
    """How the rows of a page stand in the whole, in words; ``fits`` says whether all of them come to the value."""

    name: str
    before: str
    within: str
    after: str
    whole: str
    fits: bool


def panel_context(
    request: HttpRequest, staff: Staff, figure: Definition, asked: AskedFor
) -> dict[str, Any]:
    """What the template takes.

    Args:
        request: its address says which rows.
        staff: who reads.
        figure: the figure.
        asked: the question.

    Raises:
        FigureError: it cannot be counted.
    """
    told = panel(staff.viewer, figure.id, asked.period, asked.scope)
    names = {one.code: one.name for one in bodies_among(told.answer.bodies)}
    procedure = catalog().versions[figure.procedure][-1]
    types = {name: spec.type for name, spec in procedure.fields().items()}
    known = shelf().figures
    unit = figure.unit
    return {
        "asked": asked,
        "figure": figure,
        "procedure": procedure,
        "words": definition_words(figure, types, {one: known[one].name for one in figure.share}),
        "value": value_text(told.answer.value, unit),
        "before": value_text(told.before.value, unit),
        "change": change_text(told.answer.value, told.before.value, unit),
        "shares": [
            (one.definition.name, reverse("figure", args=[one.definition.id]), value_text(one.value, one.unit))
            for one in told.answer.parts
        ],
        "answer": told.answer,
        "trend": _trend(told, unit),
        "units": _units(told, asked, names),
        "splits": list(_splits(told, unit)),
        **_rows_context(request, told.answer, asked, names),
    }  # fmt: skip


def rows_to_save(
    request: HttpRequest, staff: Staff, figure: Definition, asked: AskedFor
) -> HttpResponse:
    """The rows of a figure as an Excel file, at most ``SAVED_AT_MOST`` of them.

    Args:
        request: its address says of which part of a share.
        staff: who reads.
        figure: the figure.
        asked: the question.

    Raises:
        FigureError: it cannot be counted.
    """
    answer = _part(panel(staff.viewer, figure.id, asked.period, asked.scope).answer, request)
    names = {one.code: one.name for one in bodies_among(answer.bodies)}
    rows = [_to_save(row, answer, names) for row in _every(answer)]
    return excel(f"{answer.definition.name} {asked.period}", HEADINGS, rows)


def _every(answer: Answer) -> Iterator[FigureRow]:
    place, given = None, 0
    while given < SAVED_AT_MOST and (rows := answer.rows_after(place, READ_AT_ONCE)):
        yield from rows
        place, given = rows[-1].place, given + len(rows)


def _to_save(
    row: FigureRow, answer: Answer, names: Mapping[str, str]
) -> tuple[str | int | date | Number | None, ...]:
    return (
        row.number, row.title, clock_text(row.act), row.day, names.get(row.body, row.body),
        charted(row.contribution, answer.unit), row.position, row.matter,
    )  # fmt: skip


def _trend(told: Panel, unit: str) -> str:
    months = list(told.months)
    first, last = (f"{one[:4]}年{int(one[5:])}月" for one in (months[0], months[-1]))
    told_in, scale = chart_scale(told.months.values(), unit)
    points = [(f"{int(one[5:])}月", scale(value)) for one, value in told.months.items()]
    return column_chart(f"{first}至{last}各月", told_in, points)


def _units(told: Panel, asked: AskedFor, names: Mapping[str, str]) -> str:
    """A bar for each body; nothing where there is only one to tell of."""
    unit, ordered = told.answer.unit, by_value(told.bodies)
    if len(told.answer.bodies) == 1 or not ordered:
        return ""
    told_in, scale = chart_scale(told.bodies.values(), unit)
    bars = [(names.get(str(one), str(one)), scale(value)) for one, value in ordered]
    links = [f"?{asked.query(body=str(one), alone='1')}" for one, _ in ordered]
    rest = len(bars) - BARS
    title = "各单位" if rest <= 0 else f"各单位（前{BARS}个，其余{rest}个见导出的逐项来源）"
    return bar_chart(title, told_in, bars[:BARS], links[:BARS])


def _splits(told: Panel, unit: str) -> Iterator[Table]:
    for name, parts in told.splits.items():
        columns = [
            Column(name),
            Column(f"数值（{unit}）", column_kind(unit)),
            Column("占比", "percent"),
        ]
        ordered = by_value(parts)
        whole = told.answer.value
        rows = [
            [Cell(key_text(key)), Cell(number_text(value, unit)), Cell(_share(value, whole, told))]
            for key, value in ordered
        ]
        foot = [] if told.answer.parts else [
            Cell("合计"), Cell(number_text(total(value or 0 for _, value in ordered), unit)), Cell(""),
        ]  # fmt: skip
        yield Table(f"按{name}分", columns, rows, foot, "本期没有发生。")


def _share(value: Number | None, whole: Number | None, told: Panel) -> str:
    if told.answer.parts or not whole or value is None:
        return NOT_A_SPLIT
    return f"{float(value) * 100 / float(whole):.1f}%"


def _rows_context(
    request: HttpRequest, whole: Answer, asked: AskedFor, names: Mapping[str, str]
) -> dict[str, Any]:
    answer = _part(whole, request)
    place, back = _place(request.GET.get("after", "")), _place(request.GET.get("before", ""))
    rows = answer.rows_before(back, ROWS) if back else answer.rows_after(place, ROWS)
    part = request.GET.get("part", "") if whole.parts else ""
    kept = asked.query(part=part)
    context: dict[str, Any] = {
        "rows": _table(rows, answer, names),
        "parts": [
            Tab(one.definition.name, f"?{asked.query(part=str(at))}#rows", one is answer)
            for at, one in enumerate(whole.parts)
        ],
        "export": f"?{kept}&format=excel",
        "too_many": answer.count > SAVED_AT_MOST,
    }
    if rows:
        before, within, after = answer.sides(rows[0].place, rows[-1].place)
        first, last = before.count + 1, before.count + within.count
        context["pager"] = Pager(
            f"?{kept}&before={_written(rows[0].place)}#rows" if before.count else "",
            f"?{kept}&after={_written(rows[-1].place)}#rows" if after.count else "",
            f"第 {first:,} 至 {last:,} 行，共 {answer.count:,} 行",
        )
        context["balance"] = _balance(answer, rows, (before.value, after.value))
    return context


def _balance(answer: Answer, rows: Sequence[FigureRow], sides: tuple[Number, Number]) -> Balance:
    unit, within = answer.unit, total(row.contribution for row in rows)
    before, after = sides
    return Balance(
        answer.definition.name,
        number_text(before, unit) if before else "",
        number_text(within, unit),
        number_text(after, unit) if after else "",
        value_text(answer.value, unit),
        before + within + after == answer.value,
    )


def _part(whole: Answer, request: HttpRequest) -> Answer:
    """The figure whose rows are shown: of a share its numerator, or its denominator when asked for."""
    if not whole.parts:
        return whole
    return whole.parts[1 if request.GET.get("part") == "1" else 0]


class RowLine(NamedTuple):
    """An act that makes a figure, in words."""

    name: str
    address: str
    title: str
    act: str
    day: str
    body: str
    added: str


def row_lines(rows: Sequence[FigureRow], answer: Answer, names: Mapping[str, str]) -> list[RowLine]:
    """Acts that make a figure, each leading to its place in its matter.

    Args:
        rows: the acts.
        answer: the figure they make; of a share the part they belong to.
        names: body → its name.
    """
    return [
        RowLine(
            row.number or row.title or "未编号", _address(row), row.title if row.number else "",
            clock_text(row.act), short_day(row.day), names.get(row.body, row.body),
            number_text(row.contribution, answer.unit),
        )
        for row in rows
    ]  # fmt: skip


def _table(rows: Sequence[FigureRow], answer: Answer, names: Mapping[str, str]) -> Table:
    unit = answer.unit
    columns = [
        Column("编号"), Column("行为"), Column("办理日", "day"), Column("单位"),
        Column(f"计入（{unit}）", column_kind(unit)),
    ]  # fmt: skip
    lines = [
        [Cell(one.name, one.address, note=one.title), *map(Cell, (one.act, one.day, one.body, one.added))]
        for one in row_lines(rows, answer, names)
    ]  # fmt: skip
    name = answer.definition.name
    return Table(f"“{name}”的逐项来源", columns, lines, (), "本期没有发生，没有可以列出的行为。")


def _address(row: FigureRow) -> str:
    return f"{reverse('matter', args=[row.matter])}?all=1#act-{row.seq}"


def _written(place: Place) -> str:
    day, matter, seq, part = place
    return f"{day.isoformat()}_{matter}_{seq}_{part}"


def _place(text: str) -> Place | None:
    """A place as the address has it; None for anything else."""
    try:
        day, matter, *numbers = text.split("_")
        seq, part = (read_seq(one) for one in numbers)
        known = date.fromisoformat(day), str(UUID(matter))
    except ValueError:
        return None
    return None if seq is None or part is None else (*known, seq, part)
