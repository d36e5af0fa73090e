"""What a page of figures is asked: which days, whose matters, as of when; read from the address and written back into it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from guiju.figures.definitions import Period
from guiju.figures.panels import Scope
from guiju.people.selectors import bodies_among
from guiju.ui.parts import Chip
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from guiju.web.access import Staff

DAYS: Final = "days"
FIRST_YEAR: Final = 2000
QUARTER: Final = 3


class BodyOption(NamedTuple):
    """A body whose matters can be asked about."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class AskedFor:
    """A question as the address puts it.

    Attributes:
        span: which of the usual periods; ``days`` for days chosen freely.
        period: the days.
        body: code of the body at the head of the tree; empty for all the viewer sees.
        alone: only that body.
        as_of: last position that counts; None for now.
        words: what names must contain.
        problem: what of the address could not be used, as a sentence; empty for nothing.
    """

    span: str
    period: Period
    body: str = ""
    alone: bool = False
    as_of: int | None = None
    words: str = ""
    problem: str = ""

    @property
    def scope(self) -> Scope:
        """Whose matters, as of when."""
        return Scope(self.body or None, self.alone, self.as_of)

    @property
    def said(self) -> str:
        """The period in words."""
        first, last = self.period.first, self.period.last
        return short_day(first) if first == last else f"{short_day(first)}至{short_day(last)}"

    @property
    def ends(self) -> tuple[str, str]:
        """First and last day as inputs take them."""
        return self.period.first.isoformat(), self.period.last.isoformat()

    def query(self, **changes: str) -> str:
        """The address's question, some of it changed.

        Args:
            changes: name → value; an empty value takes it away.
        """
        asked = {"span": self.span, "body": self.body, "alone": "1" if self.alone else ""}
        if self.span == DAYS:
            asked |= dict(zip(("from", "to"), self.ends, strict=True))
        asked |= {"as_of": "" if self.as_of is None else str(self.as_of), "q": self.words}
        return urlencode({name: value for name, value in (asked | changes).items() if value})

    def spans(self) -> list[Chip]:
        """The usual periods, to choose from."""
        clear = {"from": "", "to": ""}
        return [
            Chip(label, f"?{self.query(span=name, **clear)}", self.span == name)
            for name, (label, _) in SPANS.items()
        ]


def asked_for(request: HttpRequest, staff: Staff, usual: str = "year") -> AskedFor:
    """Read a question from the address; what cannot be read is told and left out.

    Args:
        request: its address.
        staff: who asks.
        usual: the period where none is named.
    """
    told = request.GET
    span = told.get("span", usual)
    period, problem = _period(span, told, staff.today, usual)
    body = told.get("body", "")
    if body and body not in staff.viewer.bodies:
        body, problem = "", "所选机构不在您可以查看的范围内，已改为您可以查看的全部机构。"
    return AskedFor(
        span if span in SPANS or (span == DAYS and not problem) else usual,
        period,
        body,
        bool(body) and told.get("alone") == "1",
        _position(told.get("as_of", "")),
        told.get("q", "").strip()[:50],
        problem,
    )


def body_options(staff: Staff, chosen: str) -> list[BodyOption]:
    """The bodies the viewer sees, by name; none where there is only one.

    Args:
        staff: who asks.
        chosen: code of the one asked about.
    """
    if len(staff.viewer.bodies) < 2:
        return []
    return [
        BodyOption(one.code, one.name, one.code == chosen)
        for one in bodies_among(staff.viewer.bodies)
    ]


def _month(today: date) -> Period:
    return Period(today.replace(day=1), _end(today))


def _quarter(today: date) -> Period:
    first = (today.month - 1) // QUARTER * QUARTER + 1
    return Period(today.replace(month=first, day=1), _end(today.replace(month=first + 2, day=1)))


def _year(today: date) -> Period:
    return year_of(today.year)


def year_of(year: int) -> Period:
    """The days of a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


SPANS: Final[Mapping[str, tuple[str, Callable[[date], Period]]]] = {
    "month": ("本月", _month),
    "quarter": ("本季", _quarter),
    "year": ("本年", _year),
    "last": ("上年", lambda today: year_of(today.year - 1)),
}


def _period(span: str, told: Mapping[str, str], today: date, usual: str) -> tuple[Period, str]:
    if span != DAYS:
        return SPANS.get(span, SPANS[usual])[1](today), ""
    ends = [_day(told.get(name, "")) for name in ("from", "to")]
    first, last = ends
    if first is None or last is None:
        return SPANS[usual][1](today), "起止日期没有填全或者写法不对，请按 2026-03-02 的样子填写。"
    return Period(min(first, last), max(first, last)), ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _position(text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**62)) else None
    )
