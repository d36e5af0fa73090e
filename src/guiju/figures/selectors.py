"""Asking for figures: their values, and what is told beside one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from guiju.figures.definitions import BODY, shelf
from guiju.figures.errors import refuse
from guiju.figures.kept import look
from guiju.figures.panels import WHOLE, Asking, Scope, panel_of
from guiju.figures.reading import Later, Reading
from guiju.people.models import Body
from guiju.people.selectors import below, body_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.figures.answers import Answer, Number
    from guiju.figures.definitions import Definition, Period, Shelf
    from guiju.figures.panels import Panel
    from guiju.people.viewer import Viewer


def ask(
    viewer: Viewer,
    figure_id: str,
    period: Period,
    body: str | None = None,
    as_of: int | None = None,
) -> Answer:
    """What a figure comes to.

    Args:
        viewer: who asks; sees the own body, and those below if granted.
        figure_id: id of the figure in the catalog.
        period: the days; of entries in force the last one counts.
        body: code of the body at the head of the tree counted; None means the viewer's.
        as_of: last position that counts; None means everything committed, a second ago included.

    Raises:
        FigureError: ``figure.unknown``, ``figure.body_unknown``, ``figure.body_not_seen``, ``figure.position``, ``figure.nested``,
            ``figure.field`` or ``figure.expression``.
    """
    return ask_many(viewer, [figure_id], period, body, as_of)[0]


def ask_many(
    viewer: Viewer,
    figure_ids: Sequence[str],
    period: Period,
    body: str | None = None,
    as_of: int | None = None,
) -> list[Answer]:
    """What several figures come to at one and the same moment; arguments and errors as for ``ask``."""
    return ask_periods(viewer, figure_ids, [period], Scope(body, as_of=as_of))[0]


def ask_periods(
    viewer: Viewer,
    figure_ids: Sequence[str],
    periods: Sequence[Period],
    scope: Scope = WHOLE,
    *,
    split: bool = True,
) -> list[list[Answer]]:
    """What several figures come to in several periods, all at one and the same moment.

    Args:
        viewer: who asks.
        figure_ids: ids of the figures.
        periods: the periods.
        scope: whose matters, as of when.
        split: whether the values are told apart too, as the figures are defined.

    Returns:
        For each period the answers, in the order of the ids.

    Raises:
        FigureError: as for ``ask``.
    """
    known = shelf()
    figures = [known.figure(one) for one in figure_ids]
    if not split:
        figures = [replace(one, by=()) for one in figures]
    asking = _asking(viewer, known, figures, scope)
    return [asking.during(period).answers(figures) for period in periods]


def panel(viewer: Viewer, figure_id: str, period: Period, scope: Scope = WHOLE) -> Panel:
    """A figure with all that is told beside it: last year's value, the months, the bodies, what it splits into.

    Args:
        viewer: who asks.
        figure_id: id of the figure.
        period: the days.
        scope: whose matters, as of when.

    Raises:
        FigureError: as for ``ask``.
    """
    known = shelf()
    figure = known.figure(figure_id)
    return panel_of(figure, _asking(viewer, known, [figure], scope), period)


def ask_by_body(
    viewer: Viewer, figure_ids: Sequence[str], period: Period
) -> list[dict[str, Number]]:
    """What several figures come to for each body the viewer sees, all of them read once.

    Args:
        viewer: who asks.
        figure_ids: ids of figures in the catalog.
        period: the days; of entries in force the last one counts.

    Returns:
        For each figure: code of a body → value; bodies for which nothing counts are left out.

    Raises:
        FigureError: as for ``ask``.
    """
    known = shelf()
    figures = [replace(known.figure(one), by=(BODY,)) for one in figure_ids]
    asking = _asking(viewer, known, figures, WHOLE)
    return [
        {str(split.keys[0]): split.value for split in answer.splits if split.value is not None}
        for answer in asking.during(period).answers(figures)
    ]


def known_figures() -> list[Definition]:
    """Every figure of the catalog, in order of procedure and definition."""
    return list(shelf().figures.values())


def bodies_counted(
    viewer: Viewer, body: str | None = None, *, alone: bool = False
) -> tuple[str, ...]:
    """The bodies whose matters a viewer's question counts.

    Args:
        viewer: who asks.
        body: code of the body at the head of the tree; None means every body the viewer sees.
        alone: only that body, without those below it.

    Raises:
        FigureError: ``figure.body_unknown`` or ``figure.body_not_seen``.
    """
    if body is None:
        return tuple(sorted(viewer.bodies))
    head = body_of(body)
    if head is None:
        refuse("figure.body_unknown", f"没有代码为“{body}”的机构。请核对机构代码，或者先登记机构。")
    if body not in viewer.bodies:
        refuse(
            "figure.body_not_seen",
            f"“{head.name}”不在您可以查看的范围内。请选择本机构或者下级机构；确需查看的，请由上级机构的监督人员查询。",
        )
    if alone:
        return (head.code,)
    return tuple(one.code for one in below(head) if one.code in viewer.bodies)


def _asking(viewer: Viewer, known: Shelf, figures: Sequence[Definition], scope: Scope) -> Asking:
    bodies = bodies_counted(viewer, scope.body, alone=scope.alone)
    parts = [part for figure in figures for part in known.counted(figure)]
    names = sorted({part.procedure for part in parts})
    seen = look(known, parts, scope.as_of)
    reading = (
        Reading(known, names, scope.as_of)
        if seen is None
        else Later(known, names, scope.as_of, seen)
    )
    return Asking(known, reading, bodies, len(bodies) == Body.objects.count(), seen)
