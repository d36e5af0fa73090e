"""Building a report from the record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from guiju.figures.definitions import Period
from guiju.figures.panels import Scope
from guiju.figures.selectors import ask_many, ask_periods
from guiju.matters import clock
from guiju.matters.selectors import is_demonstration
from guiju.people.selectors import below, body_of
from guiju.reports.errors import ReportError, refuse
from guiju.reports.outline import Slot, outline_for
from guiju.reports.printing import in_unit, printed
from guiju.reports.report import Figure, Number, Paragraph, Part, Report, Row
from guiju.reports.years import check_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guiju.figures.answers import Answer, FigureRow
    from guiju.people.models import Body
    from guiju.people.viewer import Viewer
    from guiju.reports.outline import Chapter, Outline, Piece
    from guiju.reports.report import Value

__all__ = ["Report", "ReportError", "build_report", "read_report"]
NAMES_OF_MANY = "、"


def build_report(viewer: Viewer, body_code: str, year: int) -> Report:
    """Build the yearly report of a body, with the outline of its level and every act behind its figures.

    Args:
        viewer: who reads; must see the body.
        body_code: the body at the head of the tree counted.
        year: the calendar year; of a year that still runs, the days up to today.

    Raises:
        ReportError: ``report.body_unknown``, ``report.body_not_seen``, ``report.year_not_begun`` or ``report.year_before_body``.
        FigureError: a figure of the outline cannot be counted.
    """
    body = _seen(viewer, body_code)
    period = _period(body, year)
    answers = ask_many(viewer, outline_for(body.kind).figures(), period, body.code)
    names = {one.code: one.name for one in below(body)}
    figures = {answer.definition.id: _figure(answer, names) for answer in answers}
    return _report(body, year, period, answers, figures)


def read_report(viewer: Viewer, body_code: str, year: int, as_of: int | None = None) -> Report:
    """The yearly report of a body as it is read on a page: last year's value beside each figure, the acts left to be asked for.

    Args:
        viewer: who reads; must see the body.
        body_code: the body at the head of the tree counted.
        year: the calendar year.
        as_of: last position that counts; None means everything committed.

    Raises:
        ReportError: as for ``build_report``.
        FigureError: a figure of the outline cannot be counted.
    """
    body = _seen(viewer, body_code)
    period = _period(body, year)
    wanted = outline_for(body.kind).figures()
    now, before = ask_periods(
        viewer, wanted, [period, period.year_before()], Scope(body.code, as_of=as_of), split=False
    )
    figures = {
        one.definition.id: Figure(
            one.definition.id,
            one.definition.name,
            one.unit,
            _value(one),
            (),
            _value(old),
            one.count,
        )
        for one, old in zip(now, before, strict=True)
    }
    return _report(body, year, period, now, figures)


def _report(
    body: Body, year: int, period: Period, answers: Sequence[Answer], figures: Mapping[str, Figure]
) -> Report:
    outline = outline_for(body.kind)
    return Report(
        title=outline.title.replace("{year}", str(year)),
        body=body.code,
        body_name=body.name,
        year=year,
        first=period.first,
        last=period.last,
        position=answers[0].position,
        unsealed=answers[0].unsealed,
        mark=clock.SIMULATED_MARK if is_demonstration() else "",
        figures=tuple(figures.values()),
        parts=_parts(outline, figures),
    )


def _value(answer: Answer) -> Value | None:
    return None if answer.value is None else in_unit(answer.value, answer.unit)


def _seen(viewer: Viewer, code: str) -> Body:
    body = body_of(code)
    if body is None:
        refuse("report.body_unknown", f"没有代码为“{code}”的机构。请核对机构代码。")
    if code not in viewer.bodies:
        refuse(
            "report.body_not_seen",
            f"“{body.name}”不在您可以查看的范围内。请选择本机构或者下级机构。",
        )
    return body


def _period(body: Body, year: int) -> Period:
    check_year(body, year)
    return Period(date(year, 1, 1), min(date(year, 12, 31), clock.today()))


def _figure(answer: Answer, names: Mapping[str, str]) -> Figure:
    unit = answer.unit
    rows = answer.rows(1, max(answer.count, 1)) if answer.count else []
    counted = answer.parts[0].unit if answer.parts else unit
    return Figure(
        answer.definition.id, answer.definition.name, unit, _value(answer),
        tuple(_row(row, counted, names) for row in rows), count=answer.count,
    )  # fmt: skip


def _row(row: FigureRow, unit: str, names: Mapping[str, str]) -> Row:
    return Row(
        row.day, row.matter, row.number, row.title, row.seq, row.act, row.body,
        names.get(row.body, row.body), in_unit(row.contribution, unit),
    )  # fmt: skip


def _parts(outline: Outline, figures: Mapping[str, Figure]) -> tuple[Part, ...]:
    parts = []
    for chapter in outline.chapters:
        parts.append(Part(chapter.title, chapter.note, (), level=2))
        parts += _sections(chapter, figures)
    return tuple(parts)


def _sections(chapter: Chapter, figures: Mapping[str, Figure]) -> list[Part]:
    made = []
    for section in chapter.sections:
        told = [_paragraph(sentence, figures) for sentence in section.sentences]
        paragraphs = tuple(one for one in told if one is not None)
        made.append(Part(section.title, section.note, paragraphs, level=3))
    return made


def _paragraph(sentence: tuple[Piece, ...], figures: Mapping[str, Figure]) -> Paragraph | None:
    """A sentence with its numbers; none when all of them are nothing."""
    pieces = [piece if isinstance(piece, str) else _number(piece, figures) for piece in sentence]
    numbers = [piece for piece in pieces if isinstance(piece, Number)]
    if numbers and not any(number.value for number in numbers):
        return None
    return Paragraph(tuple(pieces))


def _number(slot: Slot, figures: Mapping[str, Figure]) -> Number:
    parts = [figures[name] for name in slot.figures]
    values = [part.value for part in parts if part.value is not None]
    value = sum(values, Decimal(0)) if values else None
    text = printed(value, parts[0].unit, slot.form)
    return Number(
        text, value, slot.figures, NAMES_OF_MANY.join(part.name for part in parts), slot.form
    )
