"""A year's notice as a file: which days it makes free or worked, and every line it may not hold."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.lawbook.calendars import (
    LONGEST_HOLIDAY,
    MAKE_UP,
    CalendarBook,
    Holiday,
    Notice,
    load_calendars,
)
from tests.lawbook.refusing import line_of, refusal, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR = """\
year: 2030
notice: 放假安排
number: 国办发明电〔2029〕1号
date: 2029-11-04
holidays:
  - {name: 元旦, from: 2029-12-31, to: 2030-01-01}
  - {name: 春节, from: 2030-02-02, to: 2030-02-08}
  - {name: 国庆节, from: 2030-10-01, to: 2030-10-07}
workdays:
  - 2030-02-09
  - 2030-09-28
"""
DAYS = st.dates(dt.date(2030, 1, 1), dt.date(2030, 12, 31))


def write(folder: Path, text: str = YEAR, year: int = 2030) -> CalendarBook:
    (folder / f"{year}.yaml").write_text(text, "utf-8")
    return load_calendars(folder)


@st.composite
def notices(draw: st.DrawFn) -> tuple[list[Holiday], list[dt.date]]:
    """Return runs of days off that do not touch, and weekend days outside them."""
    runs: list[Holiday] = []
    taken: set[dt.date] = set()
    for number in range(draw(st.integers(1, 4))):
        first = draw(DAYS)
        last = min(first + dt.timedelta(draw(st.integers(0, 8))), dt.date(2030, 12, 31))
        run = Holiday(f"节{number}", first, last)
        if not taken & set(run.days()):
            runs.append(run)
            taken |= set(run.days())
    weekend = DAYS.filter(lambda day: day.weekday() >= 5 and day not in taken)
    return runs, draw(st.lists(weekend, max_size=4, unique=True))


def written(runs: list[Holiday], workdays: list[dt.date]) -> str:
    lines = ["year: 2030", "notice: 放假安排", "number: unknown", "date: unknown", "holidays:"]
    lines += [f"  - {{name: {run.name}, from: {run.first}, to: {run.last}}}" for run in runs]
    lines += [f"workdays: [{', '.join(map(str, workdays))}]"] if workdays else []
    return "\n".join(lines)


def whole_year() -> Iterator[dt.date]:
    return (dt.date(2030, 1, 1) + dt.timedelta(n) for n in range(365))


@settings(max_examples=40)
@given(notices())
def test_a_day_is_worked_unless_it_is_off_or_an_ordinary_weekend(
    notice: tuple[list[Holiday], list[dt.date]],
) -> None:
    runs, workdays = notice
    with tempfile.TemporaryDirectory() as folder:
        calendar = write(Path(folder), written(runs, workdays)).calendar()
    off = {day: run.name for run in runs for day in run.days()}
    for day in whole_year():
        n = day.toordinal()
        assert calendar.is_working(n) is (
            day not in off and (day.weekday() < 5 or day in workdays)
        ), day
        assert calendar.names.get(n) == (off.get(day) or (MAKE_UP if day in workdays else None))
        reason = calendar.why_not_counted(n)
        kind = "holiday" if day in off else "weekend"
        assert (reason and reason.kind) == (None if calendar.is_working(n) else kind)


def test_a_notice_is_kept_as_it_is_written(tmp_path: Path) -> None:
    notice = write(tmp_path).notice(2030)
    assert (notice.year, notice.title, notice.number) == (2030, "放假安排", "国办发明电〔2029〕1号")
    assert notice.issued == dt.date(2029, 11, 4)
    assert notice.holidays[0] == Holiday("元旦", dt.date(2029, 12, 31), dt.date(2030, 1, 1))
    assert [len(list(holiday.days())) for holiday in notice.holidays] == [2, 7, 7]
    assert notice.workdays == (dt.date(2030, 2, 9), dt.date(2030, 9, 28))


CHANGES = {
    "title": ("放假安排", "放假的安排"),
    "number": ("〕1号", "〕2号"),
    "date": ("2029-11-04", "2029-11-05"),
    "a holiday's name": ("国庆节", "国庆"),
    "a first day": ("from: 2030-10-01", "from: 2030-10-02"),
    "a last day": ("to: 2030-10-07", "to: 2030-10-08"),
    "a make-up day": ("2030-09-28", "2030-09-29"),
    "no make-up day": ("\n  - 2030-09-28", ""),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_digest_covers(what: str, tmp_path: Path) -> None:
    before = write(tmp_path).notice(2030).digest
    assert len(before) == 64
    assert write(tmp_path, YEAR.replace(*CHANGES[what])).notice(2030).digest != before


def test_the_digest_is_that_of_the_years_that_have_been_published(tmp_path: Path) -> None:
    """A digest that changed by itself would make every pinned calendar look forged."""
    assert write(tmp_path).notice(2030).digest == (
        "88c4cb8bf7abdb8fb231e31679445f17b9fde6fa5ab8622d28c014b56c96294c"
    )


WRONG = {
    "another year inside": ("year: 2030", "year: 2029", "calendar.year", 1),
    "no title": ("notice: 放假安排\n", "", "schema.missing", 1),
    "a date that is none": ("date: 2029-11-04", "date: 2029-11-31", "schema.day", 4),
    "a holiday that ends before it begins": (
        "to: 2030-02-08", "to: 2030-02-01", "calendar.range", 7,
    ),
    "a holiday of sixteen days": (
        "from: 2030-02-02, to: 2030-02-08", "from: 2030-02-01, to: 2030-02-16", "calendar.range", 7,
    ),
    "a holiday of another year": (
        "from: 2030-10-01, to: 2030-10-07", "from: 2031-10-01, to: 2031-10-07", "calendar.year", 8,
    ),
    "holidays that share a day": ("to: 2030-01-01", "to: 2030-01-15", "calendar.range", 6),
    "holidays that meet on a day": ("from: 2030-10-01", "from: 2030-02-08", "calendar.range", 8),
    "an unknown key of a holiday": ("to: 2030-01-01}", "to: 2030-01-01, x: 1}", "schema.unknown_key", 6),
    "a make-up day in the week": ("- 2030-09-28", "- 2030-09-27", "calendar.workday", 11),
    "a make-up day of another year": ("- 2030-09-28", "- 2031-09-27", "calendar.year", 11),
    "a make-up day of the November before": ("- 2030-02-09", "- 2029-11-24", "calendar.year", 10),
    "a make-up day that is off": ("- 2030-02-09", "- 2030-02-03", "calendar.overlap", 10),
    "a make-up day that is no day": ("- 2030-02-09", "- 2030-02-31", "schema.day", 10),
    "an unknown key": ("workdays:", "workday:", "schema.unknown_key", 9),
    "no holidays": (YEAR[YEAR.index("holidays") :], "holidays: []\n", "calendar.empty", 5),
}  # fmt: skip


def test_a_make_up_day_may_lie_in_the_december_before(tmp_path: Path) -> None:
    book = write(tmp_path, YEAR.replace("- 2030-02-09", "- 2029-12-01"))
    assert dt.date(2029, 12, 1) in book.notice(2030).workdays


@pytest.mark.parametrize("what", WRONG)
def test_a_year_file_is_refused_at_its_line_for(what: str, tmp_path: Path) -> None:
    old, new, code, line = WRONG[what]
    assert old in YEAR
    error = refusal(lambda: write(tmp_path, YEAR.replace(old, new)))
    assert (error.code, line_of(error)) == (code, line)
    assert error.where is not None
    assert error.where.file.endswith("2030.yaml")


def test_holidays_that_overlap_are_refused_at_their_list_and_named_with_the_day(
    tmp_path: Path,
) -> None:
    text = YEAR.replace("from: 2030-10-01, to: 2030-10-07", "from: 2030-02-08, to: 2030-02-09")
    error = refusal(lambda: write(tmp_path, text))
    assert (error.code, line_of(error)) == ("calendar.overlap", 5)
    assert "春节与国庆节在 2030-02-08 重叠" in error.sentence


def test_the_longest_holiday_is_fifteen_days(tmp_path: Path) -> None:
    assert LONGEST_HOLIDAY == 15
    longest = YEAR.replace("to: 2030-02-08", "to: 2030-02-16").replace("  - 2030-02-09\n", "")
    assert len(list(write(tmp_path, longest).notice(2030).holidays[1].days())) == 15
    assert (
        refused(lambda: write(tmp_path, longest.replace("02-16", "02-17")))[0] == "calendar.range"
    )


def test_a_holiday_may_begin_in_the_year_before_or_end_in_the_year_after(tmp_path: Path) -> None:
    across = YEAR.replace("from: 2030-10-01, to: 2030-10-07", "from: 2030-12-31, to: 2031-01-02")
    calendar = write(tmp_path, across).calendar()
    assert {dt.date(2029, 12, 31).toordinal(), dt.date(2031, 1, 2).toordinal()} <= {
        *calendar.holidays
    }


@pytest.mark.parametrize("name", ["30", "1999", "2030-1", "\uff12\uff10\uff130", "节假日"])
def test_a_file_is_named_by_its_year(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(YEAR, "utf-8")
    error = refusal(lambda: load_calendars(tmp_path))
    assert (error.code, line_of(error)) == ("calendar.file_name", 0)
    assert f"“{name}.yaml”不是年份" in error.sentence


def test_a_folder_without_years_is_refused_with_how_to_write_one(tmp_path: Path) -> None:
    error = refusal(lambda: load_calendars(tmp_path))
    assert error.code == "calendar.empty"
    assert "新增 某年.yaml，照国务院办公厅当年的放假通知" in error.sentence


def later(year: int) -> str:
    return YEAR.replace("2030", str(year)).replace("2029", str(year - 1)).split("workdays")[0]


def test_what_is_known_reaches_from_new_year_to_christmas_day(tmp_path: Path) -> None:
    book = write(tmp_path)
    assert (book.first_known, book.known_until) == (dt.date(2030, 1, 1), dt.date(2030, 12, 25))
    book = write(tmp_path, later(2031), 2031)
    assert (book.first_known, book.known_until) == (dt.date(2030, 1, 1), dt.date(2031, 12, 25))
    assert book.data([2031])["first_known"] == dt.date(2031, 1, 1).toordinal()


@pytest.mark.parametrize("missing", [[2031], [2031, 2032]])
def test_a_gap_is_refused_with_the_first_year_to_add(tmp_path: Path, missing: list[int]) -> None:
    write(tmp_path)
    error = refusal(lambda: write(tmp_path, later(missing[-1] + 1), missing[-1] + 1))
    assert error.code == "calendar.missing_year"
    assert "没有2031年的放假安排" in error.sentence
    assert "新增 2031.yaml" in error.sentence


def test_the_next_notice_may_call_back_a_day_that_an_earlier_one_gave(tmp_path: Path) -> None:
    write(
        tmp_path,
        YEAR.replace("from: 2030-10-01, to: 2030-10-07", "from: 2030-12-28, to: 2030-12-31"),
    )
    given_back = later(2031) + "workdays: [2030-12-28]\n"
    book = write(tmp_path, given_back, 2031)
    saturday = dt.date(2030, 12, 28).toordinal()
    assert not book.calendar([2030]).is_working(saturday)
    assert book.calendar().is_working(saturday)
    assert book.calendar().names[saturday] == MAKE_UP


def test_a_notice_is_a_plain_value() -> None:
    empty = Notice(2030, "放假", None, None, (), (), "0")
    assert CalendarBook({2030: empty}).data()["holidays"] == []
    assert CalendarBook({2030: empty}).data()["weekend"] == [5, 6]
