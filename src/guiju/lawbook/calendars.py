"""Reads the yearly notices of days off and make-up working days into one calendar.

Source:
    全国年节及纪念日放假办法 and the yearly notices of the General Office of the State Council.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypedDict

from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.yaml_text import Reader, as_node, load_text, to_day
from guiju.procedure.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

WEEKEND: Final = (5, 6)
LONGEST_HOLIDAY: Final = 15
UNKNOWN: Final = "unknown"
MAKE_UP: Final = "调休上班"
# The next year's notice may still move the last days of December (2018-12-31, 2022-12-31).
LAST_SETTLED_DAY: Final = (12, 25)
# A notice may ask for work in the December before, for New Year's Day (2018-12-29).
FIRST_MAKE_UP: Final = (12, 1)
FILE_NAME: Final = re.compile(r"20\d\d", re.ASCII)
HOW_TO_ADD: Final = (
    "请在目录的 calendar 文件夹新增 {year}.yaml，照国务院办公厅当年的放假通知"
    "抄录名称、文号、日期、放假起止和调休上班日。"
)


class CalendarData(TypedDict):
    """A calendar as the kernel takes it; days are proleptic ordinals."""

    weekend: list[int]
    holidays: list[int]
    workdays: list[int]
    names: dict[int, str]
    first_known: int
    known_until: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """One named run of days off, first and last day included."""

    name: str
    first: dt.date
    last: dt.date

    def days(self) -> Iterator[dt.date]:
        """Yield every day of the run."""
        return (
            dt.date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1)
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """What one year's notice says.

    Attributes:
        year: The year it arranges.
        title: Its name.
        number: Its document number; None where no text with the number was read.
        issued: Its date; None where unknown.
        holidays: Runs of days off, in order.
        workdays: Saturdays and Sundays that are worked.
        digest: SHA-256 of the content, the same whatever the file's layout or comments.
    """

    year: int
    title: str
    number: str | None
    issued: dt.date | None
    holidays: tuple[Holiday, ...]
    workdays: tuple[dt.date, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CalendarBook:
    """All notices, by year, without a gap."""

    notices: Mapping[int, Notice]

    @property
    def first_known(self) -> dt.date:
        """First day that a notice covers."""
        return dt.date(min(self.notices), 1, 1)

    @property
    def known_until(self) -> dt.date:
        """Last day that no later notice will move; days after it are provisional."""
        return dt.date(max(self.notices), *LAST_SETTLED_DAY)

    def calendar(self, years: Iterable[int] | None = None) -> Calendar:
        """Return the kernel's calendar of some years; see `data`.

        Raises:
            CatalogError: `calendar.missing_year`, with how to add it.
        """
        return Calendar.from_json(self.data(years))

    def data(self, years: Iterable[int] | None = None) -> CalendarData:
        """Return the days off and make-up days of some years.

        Args:
            years: The years that must be known; by default all that are.

        Returns:
            What the kernel's calendar is built from: days, their names, the bounds of what is known.

        Raises:
            CatalogError: `calendar.missing_year`, with how to add it.
        """
        wanted = sorted(self.notices if years is None else set(years))
        chosen = CalendarBook({year: self.notice(year) for year in wanted})
        named = _named_days(chosen.notices.values())
        makeup = {day: MAKE_UP for notice in chosen.notices.values() for day in notice.workdays}
        return CalendarData(
            weekend=list(WEEKEND),
            holidays=sorted(day.toordinal() for day in named),
            workdays=sorted(day.toordinal() for day in makeup.keys() - named.keys()),
            names={day.toordinal(): name for day, name in sorted((makeup | named).items())},
            first_known=chosen.first_known.toordinal(),
            known_until=chosen.known_until.toordinal(),
        )

    def notice(self, year: int) -> Notice:
        """Return one year's notice.

        Raises:
            CatalogError: `calendar.missing_year`, with how to add it.
        """
        if year not in self.notices:
            refuse(
                "calendar.missing_year", f"没有{year}年的放假安排。{HOW_TO_ADD.format(year=year)}"
            )
        return self.notices[year]


def load_calendars(folder: Path) -> CalendarBook:
    """Read every year file of a folder.

    Args:
        folder: The catalog's folder `calendar`.

    Raises:
        CatalogError: When a file is unclear or wrong, or a year between two others is missing.
    """
    notices = {notice.year: notice for notice in map(_read_year, sorted(folder.glob("*.yaml")))}
    if not notices:
        refuse("calendar.empty", f"没有任何年度的放假安排。{HOW_TO_ADD.format(year='某年')}")
    book = CalendarBook(notices)
    for year in range(min(notices), max(notices)):
        book.notice(year)
    return book


def _named_days(notices: Iterable[Notice]) -> dict[dt.date, str]:
    """Return every day off with its name; a later notice decides over an earlier one."""
    named: dict[dt.date, str] = {}
    for notice in notices:
        for day in notice.workdays:
            named.pop(day, None)
        named.update((day, holiday.name) for holiday in notice.holidays for day in holiday.days())
    return named


def notice_told(told: Mapping[str, Any], name: str) -> Notice:
    """Return a notice that no file holds, checked like one.

    Args:
        told: The keys of a year file, every scalar as text; days as 2027-01-01.
        name: What stands for the file's name where something is wrong.

    Raises:
        CatalogError: As for a year file.
    """
    return _notice(Reader(as_node(told, Place(name)), "年度放假安排"))


def same_days(one: Notice, other: Notice) -> bool:
    """Tell whether two notices make the same days free and the same worked."""
    return not differing_days(one, other)


def differing_days(one: Notice, other: Notice) -> list[dt.date]:
    """Return the days that two notices arrange differently."""
    off = [
        {day for holiday in notice.holidays for day in holiday.days()} for notice in (one, other)
    ]
    return sorted((off[0] ^ off[1]) | (set(one.workdays) ^ set(other.workdays)))


def merged(book: CalendarBook, told: Iterable[Notice]) -> CalendarBook:
    """Return a book with further notices: of two for one year the one issued later decides, the book's where neither is.

    A notice that would leave a year without one before it is left out.
    """
    notices = dict(book.notices)
    for notice in sorted(told, key=lambda one: (one.year, _issued(one))):
        if _decides(notice, notices):
            notices[notice.year] = notice
    return CalendarBook(notices)


def _decides(notice: Notice, known: Mapping[int, Notice]) -> bool:
    """Tell whether a further notice takes its year, or the place of the one known for it."""
    earlier = known.get(notice.year)
    if earlier is None:
        return notice.year == max(known) + 1
    return not same_days(earlier, notice) and _issued(earlier) < _issued(notice)


def _issued(notice: Notice) -> dt.date:
    return notice.issued or dt.date.min


def _read_year(path: Path) -> Notice:
    reader = Reader(load_text(path), "年度放假安排")
    _check_file_name(reader, path)
    return _notice(reader)


def _notice(reader: Reader) -> Notice:
    year = reader.integer("year")
    title, number = reader.text("notice"), reader.text("number")
    issued = None if reader.text("date") == UNKNOWN else reader.day("date")
    holidays = tuple(_holiday(entry, year) for entry in reader.readers("holidays", "一段假期"))
    workdays = tuple(to_day(text) for text in reader.list_of_text("workdays"))
    reader.done()
    _check_holidays(reader, holidays)
    _check_workdays(reader, year, workdays, holidays)
    known_number = None if number == UNKNOWN else str(number)
    digest = _digest(year, (title, number, str(issued)), holidays, workdays)
    return Notice(year, str(title), known_number, issued, holidays, workdays, digest)


def _check_file_name(reader: Reader, path: Path) -> None:
    if not FILE_NAME.fullmatch(path.stem):
        refuse(
            "calendar.file_name",
            f"文件名“{path.name}”不是年份。请改为 2027.yaml 这样的名称。",
            Place(path.as_posix()),
        )
    year = reader.integer("year")
    if str(year) != path.stem:
        reader.refuse(
            "calendar.year", f"文件名是{path.stem}年，内容写的是{year}年。请改正其中一处。", "year"
        )


def _holiday(reader: Reader, year: int) -> Holiday:
    holiday = Holiday(str(reader.text("name")), reader.day("from"), reader.day("to"))
    reader.done()
    length = (holiday.last - holiday.first).days + 1
    if not 1 <= length <= LONGEST_HOLIDAY:
        reader.refuse(
            "calendar.range",
            f"{holiday.name}自 {holiday.first} 至 {holiday.last} 不合理。"
            f"请核对起止日，一段假期应为1至{LONGEST_HOLIDAY}天。",
            "to",
        )
    if year not in {holiday.first.year, holiday.last.year}:
        reader.refuse(
            "calendar.year",
            f"{holiday.name}({holiday.first})不在{year}年。请写入它所属年度的文件。",
            "from",
        )
    return holiday


def _check_holidays(reader: Reader, holidays: tuple[Holiday, ...]) -> None:
    if not holidays:
        reader.refuse("calendar.empty", "没有写任何假期。请照通知补上 holidays。", "holidays")
    ordered = sorted(holidays, key=lambda holiday: holiday.first)
    for before, after in itertools.pairwise(ordered):
        if after.first <= before.last:
            reader.refuse(
                "calendar.overlap",
                f"{before.name}与{after.name}在 {after.first} 重叠。请照通知改正起止日或合并为一段。",
                "holidays",
            )


def _check_workdays(
    reader: Reader, year: int, workdays: tuple[dt.date, ...], holidays: tuple[Holiday, ...]
) -> None:
    off = {day for holiday in holidays for day in holiday.days()}
    texts = reader.list_of_text("workdays")
    for day, text in zip(workdays, texts, strict=True):
        if day.weekday() not in WEEKEND:
            refuse(
                "calendar.workday",
                f"调休上班日 {day} 不是星期六或星期日。请照通知核对日期。",
                text.place,
            )
        if not dt.date(year - 1, *FIRST_MAKE_UP) <= day <= dt.date(year, 12, 31):
            refuse(
                "calendar.year",
                f"调休上班日 {day} 不在{year}年，也不在前一年12月。请写入它所属年度的文件。",
                text.place,
            )
        if day in off:
            refuse(
                "calendar.overlap",
                f"{day} 既列为放假又列为上班。请照通知删去一处。",
                text.place,
            )


def _digest(
    year: int,
    heading: tuple[str, ...],
    holidays: tuple[Holiday, ...],
    workdays: tuple[dt.date, ...],
) -> str:
    content = [
        year,
        list(heading),
        [[holiday.name, str(holiday.first), str(holiday.last)] for holiday in holidays],
        [str(day) for day in workdays],
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
