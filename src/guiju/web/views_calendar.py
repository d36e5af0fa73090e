"""The calendar: each year's notice, its days as months, what is missing, and what moved when a notice became known."""

from __future__ import annotations

import calendar as months
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.lawbook.calendars import WEEKEND, differing_days
from guiju.matters.holidays import NOTICE_LIST, recorded_notices
from guiju.matters.recounting import pending
from guiju.matters.rulebook import calendar_book, catalog
from guiju.matters.selectors import moved_days, visible_matters
from guiju.ui.parts import Tab
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.downloads import exported
from guiju.web.wording import day_text, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.calendars import Notice
    from guiju.web.access import Staff

ASKED_FROM = (11, 1)
MOVED_SHOWN = 100
OFF, WORK, REST, PLAIN = "off", "work", "weekend", ""
WORDS = {OFF: "休", WORK: "班"}
WEEKDAYS = "一二三四五六日"


class Day(NamedTuple):
    """A day of a month: its number, how it stands, and why."""

    number: int
    kind: str
    word: str
    why: str


class Month(NamedTuple):
    """A month as weeks from Monday; None where a week reaches beyond it."""

    name: str
    weeks: list[list[Day | None]]


def missing_year(today: date) -> int | None:
    """The year whose notice should be recorded by now: next year's from November on, this year's always; None for neither."""
    known = calendar_book().notices
    if today.year not in known:
        return today.year
    return (
        today.year + 1
        if today >= date(today.year, *ASKED_FROM) and today.year + 1 not in known
        else None
    )


@staff_page
@require_safe
def calendar_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """One year: the notice, its days, and which years there are."""
    book = calendar_book()
    shown = _year(request.GET.get("year", ""), staff.today.year, book.notices)
    notice = book.notices.get(shown)
    if request.GET.get("export") and notice:
        return exported(f"{shown}年放假安排", _days(notice))
    here = reverse("calendar")
    context = {
        "year": shown, "notice": notice, "issued": short_day(notice.issued) if notice and notice.issued else "没有记载",
        "tabs": [Tab(f"{year}年", f"{here}?year={year}", year == shown) for year in sorted(book.notices)],
        "months": _months(notice) if notice else [], "weekdays": WEEKDAYS,
        "days": _days(notice) if notice else None,
        "source": _source(notice) if notice else "", "conflicts": _conflicts(),
        "missing": missing_year(staff.today), "known_until": day_text(book.known_until),
        "record": reverse("open", args=[NOTICE_LIST]), "may_record": not staff.viewer.administers and staff.body.parent_id is None,
        "pending": pending(), "moved": _moved(staff),
    }  # fmt: skip
    return page(request, staff, "web/calendar.html", context)


def _year(asked: str, otherwise: int, known: Iterable[int]) -> int:
    years = set(known)
    if not asked:
        return otherwise if otherwise in years else max(years)
    if not asked.isascii() or not asked.isdigit() or int(asked[:5]) not in years:
        raise Http404
    return int(asked)


def _months(notice: Notice) -> list[Month]:
    off = {day: one.name for one in notice.holidays for day in one.days()}
    worked = set(notice.workdays)
    return [_month(notice.year, month, off, worked) for month in range(1, 13)]


def _month(year: int, month: int, off: dict[date, str], worked: set[date]) -> Month:
    weeks = [
        [_day(day, off, worked) if day.month == month else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]
    return Month(f"{month}月", weeks)


def _day(day: date, off: dict[date, str], worked: set[date]) -> Day:
    if day in off:
        return Day(day.day, OFF, WORDS[OFF], off[day])
    if day in worked:
        return Day(day.day, WORK, WORDS[WORK], "调休上班")
    return Day(day.day, REST if day.weekday() in WEEKEND else PLAIN, "", "")


def _days(notice: Notice) -> Table:
    """The notice's days in words, as it can be compared with the paper."""
    columns = [Column("节日"), Column("起", "day"), Column("止", "day"), Column("天数", "number")]
    rows = [
        [Cell(one.name), Cell(day_text(one.first)), Cell(day_text(one.last)), Cell(str((one.last - one.first).days + 1))]
        for one in notice.holidays
    ]  # fmt: skip
    worked = [
        [Cell("调休上班"), Cell(day_text(day)), Cell(day_text(day)), Cell("1")]
        for day in notice.workdays
    ]
    return Table(f"{notice.year}年放假和调休上班", columns, rows + worked)


def _source(notice: Notice) -> str:
    known = catalog().shelf.calendars.notices.get(notice.year)
    return "随程序发布" if known is not None and known.digest == notice.digest else "本系统登记"


def _conflicts() -> list[str]:
    """Recorded notices that the catalog, brought up to date since, arranges otherwise."""
    found = []
    for notice in recorded_notices():
        known = catalog().shelf.calendars.notices.get(notice.year)
        days = differing_days(known, notice) if known is not None else []
        if days and calendar_book().notice(notice.year).digest != notice.digest:
            listed = "、".join(f"{day.month}月{day.day}日" for day in days[:5])
            found.append(
                f"本系统登记的{notice.year}年安排与随程序发布的不同（{listed}等），现按随程序发布的计算。"
                "请对照通知，调整或者移出所登记的。"
            )
    return found


def _moved(staff: Staff) -> Table:
    columns = [Column("办件"), Column("事项"), Column("原来", "day"), Column("现在", "day")]
    found = moved_days(staff.viewer)[:MOVED_SHOWN]
    titles = dict(
        visible_matters(staff.viewer)
        .filter(id__in={one.matter for one in found})
        .values_list("id", "title")
    )
    rows = [
        [
            Cell(titles.get(one.matter) or one.matter, reverse("matter", args=[one.matter])), Cell(one.act),
            Cell(day_text(one.before) if one.before else "没有期限"),
            Cell(day_text(one.after) if one.after else "没有期限"),
        ]
        for one in found
        if one.matter in titles
    ]  # fmt: skip
    return Table("期限的变动", columns, rows, empty="还没有因放假安排变动的期限。")
