"""The years a body can report on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guiju.matters import clock
from guiju.reports.errors import refuse

if TYPE_CHECKING:
    from guiju.people.models import Body

EARLIEST: Final = 1949


def check_year(body: Body, year: int) -> None:
    """Refuse a year for which a body has nothing to report.

    Args:
        body: the body.
        year: the calendar year.

    Raises:
        ReportError: ``report.year_not_begun`` or ``report.year_before_body``.
    """
    if year > clock.today().year:
        refuse("report.year_not_begun", f"{year}年还没有开始，没有可以报告的数字。请核对年度。")
    first = max(body.since.year, EARLIEST)
    if year < first:
        refuse(
            "report.year_before_body",
            f"“{body.name}”{first}年才有，没有{year}年度的报告。请核对年度。",
        )
