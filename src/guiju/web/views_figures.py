"""Figures: every figure of the catalog with its value, and each one opened down to the acts that make it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.figures.definitions import shelf
from guiju.figures.errors import FigureError
from guiju.figures.selectors import ask_periods, known_figures
from guiju.matters.rulebook import catalog
from guiju.reports.outline import outline_for
from guiju.ui.parts import Chip, Nothing, Tab
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.asked import asked_for, body_options
from guiju.web.downloads import excel
from guiju.web.figure_panel import panel_context, rows_to_save
from guiju.web.figure_words import change_text, charted, holds, number_text, value_text
from guiju.web.wording import CHAPTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from guiju.figures.answers import Answer
    from guiju.figures.definitions import Definition
    from guiju.web.access import Staff
    from guiju.web.asked import AskedFor

ALL, IN_REPORT, FIRST = "all", "report", "at"
SHOWN: Final = 120
PLACE: Final = re.compile(r"\d{1,6}", re.ASCII)
COLUMNS: Final = (
    Column("指标"), Column("本期", "number"), Column("上年同期", "number"),
    Column("增减", "number"), Column("单位"),
)  # fmt: skip
HEADINGS: Final = ("章", "程序", "指标", "单位", "本期", "上年同期", "期间", "指标编号")


class Place(NamedTuple):
    """Where a figure stands in the catalog."""

    chapter: str
    procedure: str
    name: str


class Group(NamedTuple):
    """The figures of a procedure."""

    id: str
    name: str
    table: Table


@staff_page
@require_safe
def figures_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The figures of a chapter, or those whose names hold the words looked for."""
    asked, places = asked_for(request, staff), _places()
    chapter = request.GET.get("chapter", "")
    chapters = _chapters(places)
    in_report = outline_for(staff.body.kind).figures()
    if chapter not in chapters and chapter != ALL:
        chapter = IN_REPORT
    chosen = _chosen(asked, places, chapter, in_report)
    if request.GET.get("format") == "excel":
        return _saved(asked, places, *_ask(asked, staff, chosen))
    first = _first(request, len(chosen))
    shown = chosen[first : first + SHOWN]
    try:
        now, before = _ask(asked, staff, shown)
    except FigureError as error:
        asked = replace(asked, as_of=None, problem=error.sentence)
        now, before = _ask(asked, staff, shown)
    context = {
        "asked": asked,
        "bodies": body_options(staff, asked.body),
        "chapter": chapter,
        "tabs": [
            Tab(f"{label}（{count}）", f"?{_query(asked, one)}", one == chapter)
            for one, label, count in _tabs(chapters, in_report)
        ],
        "found": [Chip(f"名称含有：{asked.words}", f"?{asked.query(q='')}", on=True, removes=True)],
        "groups": _groups(asked, places, now, before),
        "more": len(chosen) - first - len(shown),
        "next": f"?{_query(asked, chapter)}&{FIRST}={first + SHOWN}",
        "earlier": f"?{_query(asked, chapter)}" if first else "",
        "position": now[0].position if now else 0,
        "export": f"?{_query(asked, chapter)}&format=excel",
        "export_all": f"?{_query(asked, ALL)}&format=excel",
        "nothing": Nothing("没有名称里包含这些字的指标。换一个说法，或者去掉查找的字。", "看全部指标", f"?{asked.query(q='')}"),
    }  # fmt: skip
    return page(request, staff, "web/figures.html", context)


@staff_page
@require_safe
def figure_page(request: HttpRequest, staff: Staff, figure: str) -> HttpResponse:
    """One figure: what it counts, its value, its parts, and the acts that make it."""
    definition = shelf().figures.get(figure)
    if definition is None:
        raise Http404
    asked = asked_for(request, staff)
    try:
        if request.GET.get("format") == "excel":
            return rows_to_save(request, staff, definition, asked)
        context = panel_context(request, staff, definition, asked)
    except FigureError as error:
        context = {"problem": error.sentence, "asked": asked, "figure": definition}
    context["bodies"] = body_options(staff, asked.body)
    return page(request, staff, "web/figure.html", context)


def _first(request: HttpRequest, count: int) -> int:
    """The place of the first figure shown; the beginning where what is asked is no place."""
    asked = request.GET.get(FIRST, "")
    place = int(asked) if PLACE.fullmatch(asked) else 0
    return place if place < count else 0


def _ask(
    asked: AskedFor, staff: Staff, chosen: Sequence[Definition]
) -> tuple[list[Answer], list[Answer]]:
    """The answers for the period and for the year before."""
    if not chosen:
        return [], []
    names, periods = [one.id for one in chosen], [asked.period, asked.period.year_before()]
    now, before = ask_periods(staff.viewer, names, periods, asked.scope, split=False)
    return now, before


def _places() -> dict[str, Place]:
    """Figure → its place, in the order of the chapters."""
    found = {}
    for one in known_figures():
        procedure = catalog().versions[one.procedure][-1]
        found[one.id] = Place(procedure.chapter, procedure.id, procedure.name)
    order = list(CHAPTERS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].chapter)))


def _chapters(places: dict[str, Place]) -> dict[str, int]:
    """Chapter → how many figures it has."""
    counts: dict[str, int] = {}
    for place in places.values():
        counts[place.chapter] = counts.get(place.chapter, 0) + 1
    return counts


def _tabs(chapters: dict[str, int], in_report: Sequence[str]) -> list[tuple[str, str, int]]:
    tabs = [(IN_REPORT, "年度报告用到的", len(in_report))]
    return tabs + [(one, CHAPTERS[one], count) for one, count in chapters.items()]


def _chosen(
    asked: AskedFor, places: dict[str, Place], chapter: str, in_report: Sequence[str]
) -> list[Definition]:
    figures = shelf().figures
    listed = [figures[one] for one in places]
    if asked.words:
        return [
            one
            for one in listed
            if holds(f"{one.name} {places[one.id].name} {one.id}", asked.words)
        ]
    if chapter == IN_REPORT:
        return [one for one in listed if one.id in in_report]
    return [one for one in listed if chapter in {ALL, places[one.id].chapter}]


def _query(asked: AskedFor, chapter: str) -> str:
    return asked.query(chapter=chapter, q="" if chapter != ALL else asked.words)


def _groups(
    asked: AskedFor,
    places: dict[str, Place],
    now: Sequence[Answer],
    before: Sequence[Answer],
) -> list[Group]:
    rows: dict[str, list[list[Cell]]] = {}
    for pair in zip(now, before, strict=True):
        rows.setdefault(pair[0].definition.procedure, []).append(_row(asked, *pair))
    names = {place.procedure: place.name for place in places.values()}
    return [
        Group(one, names[one], Table(f"{names[one]}的指标", COLUMNS, lines))
        for one, lines in rows.items()
    ]


def _row(asked: AskedFor, now: Answer, before: Answer) -> list[Cell]:
    unit = now.unit
    address = f"{reverse('figure', args=[now.definition.id])}?{asked.query(q='')}"
    return [
        Cell(now.definition.name, address),
        Cell(number_text(now.value, unit)),
        Cell(number_text(before.value, unit)),
        Cell(change_text(now.value, before.value, unit)),
        Cell(unit),
    ]


def _saved(
    asked: AskedFor, places: dict[str, Place], now: list[Answer], before: list[Answer]
) -> HttpResponse:
    rows = []
    for one, old in zip(now, before, strict=True):
        place = places[one.definition.id]
        rows.append(
            [
                CHAPTERS[place.chapter], place.name, one.definition.name, one.unit,
                *(_number(answer) for answer in (one, old)), str(asked.period), one.definition.id,
            ]
        )  # fmt: skip
    return excel(f"指标 {asked.period}", HEADINGS, rows)


def _number(answer: Answer) -> str | int | float:
    if answer.value is None:
        return value_text(None, answer.unit)
    value = charted(answer.value, answer.unit)
    return value if isinstance(value, int) else float(value)
