"""Graphs in columns: boxes that lead somewhere, arrows between them, drawn as SVG. Pure; prints in one ink, every kind of arrow has its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

WIDE, HIGH = 148, 44
BETWEEN, BELOW = 68, 16
MARGIN, HEADING = 12, 28
LINE: Final = 10
SWEEPS: Final = 4


class Box(NamedTuple):
    """A box.

    Attributes:
        id: names it in arrows.
        label: what it says.
        link: where it leads.
        word: a second word under it, such as 到期; empty for none.
        kind: how its border is drawn: thick for the first, double for the last, dashed for what nobody does.
    """

    id: str
    label: str
    link: str = ""
    word: str = ""
    kind: Literal["", "first", "last", "clock"] = ""


class Arrow(NamedTuple):
    """An arrow between two boxes.

    Attributes:
        source: the box it leaves.
        target: the box it comes to.
        line: how it is drawn: ``before``, ``must``, ``may`` or ``not``.
        said: read aloud for it.
    """

    source: str
    target: str
    line: Literal["before", "must", "may", "not"]
    said: str


class Placed(NamedTuple):
    """A box at its place, as the template takes it."""

    box: Box
    x: int
    y: int
    first: str
    second: str

    @property
    def middle(self) -> int:
        """Where its text is centred."""
        return self.x + WIDE // 2

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Its text, line by line, each with its height."""
        said = [one for one in (self.first, self.second, self.box.word) if one][:2]
        top = self.y + HIGH // 2 + 5 - 8 * (len(said) - 1)
        return [(line, top + 17 * at) for at, line in enumerate(said)]


def graph(
    title: str, columns: Sequence[Sequence[Box]], headings: Sequence[str], arrows: Sequence[Arrow]
) -> SafeString:
    """A graph.

    Args:
        title: what is shown.
        columns: the boxes from left to right; within a column they are moved to where fewer arrows cross.
        headings: of the columns.
        arrows: between boxes of the columns.
    """
    ordered = _untangled([list(column) for column in columns], arrows)
    placed = {
        box.id: _placed(box, at, row, len(column), max(map(len, ordered)))
        for at, column in enumerate(ordered)
        for row, box in enumerate(column)
    }
    width = 2 * MARGIN + len(ordered) * WIDE + (len(ordered) - 1) * BETWEEN
    height = 2 * MARGIN + HEADING + max(map(len, ordered)) * (HIGH + BELOW)
    context = {
        "title": title, "width": width, "height": height, "wide": WIDE, "high": HIGH,
        "boxes": list(placed.values()),
        "headings": [(text, _x(at) + WIDE // 2, MARGIN + 14) for at, text in enumerate(headings)],
        "paths": [
            (one.line, _path(placed[one.source], placed[one.target]), one.said) for one in arrows
        ],
    }  # fmt: skip
    return render_to_string("ui/graph.html", context)


def _x(column: int) -> int:
    return MARGIN + column * (WIDE + BETWEEN)


def _placed(box: Box, column: int, row: int, rows: int, most: int) -> Placed:
    step = HIGH + BELOW
    top = MARGIN + HEADING + (most - rows) * step // 2
    first, second = box.label[:LINE], box.label[LINE:]
    if len(second) > LINE:
        second = f"{second[: LINE - 1]}…"
    return Placed(box, _x(column), top + row * step, first, second)


def _path(source: Placed, target: Placed) -> str:
    """A curve from a box to another: forward from right to left, within a column along its left, back below both."""
    half = HIGH // 2
    if target.x > source.x:
        x1, y1, x2, y2 = source.x + WIDE, source.y + half, target.x - 6, target.y + half
        bend = max((x2 - x1) // 2, 24)
        return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    if target.x == source.x:
        if target.y - source.y == HIGH + BELOW:
            return f"M{source.middle} {source.y + HIGH}L{target.middle} {target.y - 6}"
        x, y1, y2 = source.x + WIDE, source.y + half, target.y + half
        return f"M{x} {y1}C{x + 44} {y1} {x + 44} {y2} {x + 6} {y2}"
    x1, y1, x2, y2 = source.x, source.y + half + 8, target.x + WIDE + 6, target.y + half + 8
    return f"M{x1} {y1}C{x1 - 36} {y1} {x2 + 36} {y2} {x2} {y2}"


def _untangled(columns: list[list[Box]], arrows: Sequence[Arrow]) -> list[list[Box]]:
    """Move boxes within their columns towards what they are joined to."""
    for _ in range(SWEEPS):
        for column in columns:
            heights = _heights(columns)
            column.sort(key=lambda box: _pull(box, arrows, heights))
    return columns


def _heights(columns: Sequence[Sequence[Box]]) -> dict[str, float]:
    """Box → how far down its column it stands, from 0 to 1."""
    return {
        box.id: (row + 0.5) / len(column) for column in columns for row, box in enumerate(column)
    }


def _pull(box: Box, arrows: Sequence[Arrow], heights: Mapping[str, float]) -> float:
    joined = [
        heights[other]
        for one in arrows
        for mine, other in ((one.source, one.target), (one.target, one.source))
        if mine == box.id
    ]
    return sum(joined) / len(joined) if joined else heights[box.id]
