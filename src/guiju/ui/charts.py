"""Charts that print: marks in one ink, every number as text beside its mark. Pure; takes numbers, gives safe HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from django.utils.safestring import SafeString

    Value = int | float | Decimal

SHADES = 4
FULL = 100


class Bar(NamedTuple):
    """A bar as the template takes it; ``share`` and ``before_share`` in percent of the longest."""

    label: str
    text: str
    share: str
    link: str = ""
    before: str = ""
    before_share: str = ""


class Heat(NamedTuple):
    """A cell of a heat map.

    Attributes:
        value: how many.
        link: its rows; empty for none.
        tone: ``red`` or ``amber`` where the column says 逾期 or 将到期; empty for shades of the one ink.
    """

    value: int
    link: str = ""
    tone: str = ""


class Shaded(NamedTuple):
    """A cell of a heat map as the template takes it."""

    text: str
    shade: str
    link: str


def bar_chart(
    title: str, unit: str, bars: Sequence[tuple[str, Value]], links: Sequence[str] = ()
) -> SafeString:
    """Lying bars, one a row: for parts of a whole with long names.

    Args:
        title: what is shown.
        unit: of the values.
        bars: label and value, not negative, in the order shown.
        links: where each label leads.
    """
    return _drawn("ui/chart_bars.html", title, unit, _bars(bars, links))


def column_chart(
    title: str,
    unit: str,
    points: Sequence[tuple[str, Value]],
    before: Sequence[Value] = (),
) -> SafeString:
    """Standing columns, one a period; last year's dashed beside them.

    Args:
        title: what is shown.
        unit: of the values.
        points: label and value of each period.
        before: the same periods' values a year before, or nothing.
    """
    return _drawn("ui/chart_columns.html", title, unit, _bars(points, (), before))


def line_chart(title: str, unit: str, points: Sequence[tuple[str, Value]]) -> SafeString:
    """A line through one value a period.

    Args:
        title: what is shown.
        unit: of the values.
        points: label and value of each period, at least one.
    """
    bars = _bars(points)
    places = [
        (FULL * (place + 0.5) / len(bars), FULL - float(bar.share))
        for place, bar in enumerate(bars)
    ]
    run = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    return _drawn("ui/chart_line.html", title, unit, bars, run=run)


def heat(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Heat]]]
) -> SafeString:
    """A table whose cells are the darker the more they hold.

    Args:
        title: what is shown; heads the first column.
        columns: headings of the others.
        rows: a label and its cells, one a column.
    """
    most = max((cell.value for _, cells in rows for cell in cells), default=0)
    shaded = [(label, [_shaded(cell, most) for cell in cells]) for label, cells in rows]
    context = {"title": title, "columns": columns, "rows": shaded}
    return render_to_string("ui/chart_heat.html", context)


def _drawn(template: str, title: str, unit: str, bars: Sequence[Bar], **more: object) -> SafeString:
    return render_to_string(template, {"title": title, "unit": unit, "bars": bars, **more})


def _bars(
    points: Sequence[tuple[str, Value]], links: Sequence[str] = (), before: Sequence[Value] = ()
) -> list[Bar]:
    """Values as shares of the longest; nothing is longer than nothing."""
    most = max((float(value) for value in (*(value for _, value in points), *before)), default=0.0)
    bars = [Bar(label, told(value), _share(value, most)) for label, value in points]
    if links:
        bars = [bar._replace(link=link) for bar, link in zip(bars, links, strict=True)]
    if before:
        bars = [_beside(bar, old, most) for bar, old in zip(bars, before, strict=True)]
    return bars


def _beside(bar: Bar, old: Value, most: float) -> Bar:
    return bar._replace(before=told(old), before_share=_share(old, most))


def _share(value: Value, most: float) -> str:
    return f"{FULL * float(value) / most:.2f}" if most else "0"


def _shaded(cell: Heat, most: int) -> Shaded:
    if not cell.value:
        return Shaded("·", "", "")
    shade = cell.tone or f"h{-(-cell.value * SHADES // most)}"
    return Shaded(told(cell.value), shade, cell.link)


def told(value: Value) -> str:
    """A value as text: thousands apart, no more decimals than it has."""
    return f"{value:,}"
