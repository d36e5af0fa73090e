"""The yearly notices, held against two independent libraries, and what a year file may not say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from guiju.lawbook.calendars import CalendarBook, load_calendars
from guiju.lawbook.errors import CatalogError

FOLDER = Path(__file__).parents[2] / "src/guiju/catalog/calendar"
YEARS = range(2021, 2027)
YEAR = """\
year: 2030
notice: 关于2030年部分节假日安排的通知
number: unknown
date: unknown
holidays:
  - {name: 元旦, from: 2029-12-31, to: 2030-01-01}
  - {name: 春节, from: 2030-02-02, to: 2030-02-08}
workdays: [2030-02-09, 2030-02-10]
"""


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def write(folder: Path, text: str = YEAR, year: int = 2030) -> CalendarBook:
    (folder / f"{year}.yaml").write_text(text, "utf-8")
    return load_calendars(folder)


def refused(folder: Path, text: str, year: int = 2030) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        write(folder, text, year)
    return caught.value


@pytest.fixture(scope="module")
def book() -> CalendarBook:
    return load_calendars(FOLDER)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinese_calendar(book: CalendarBook, year: int) -> None:
    calendar = book.calendar()
    ours = {day: calendar.is_working(day.toordinal()) for day in days_of(year)}
    assert ours == {day: chinese_calendar.is_workday(day) for day in days_of(year)}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_holidays(book: CalendarBook, year: int) -> None:
    calendar, theirs = book.calendar(), holidays.country_holidays("CN", years=year)
    ours = {day: calendar.is_working(day.toordinal()) for day in days_of(year)}
    assert ours == {day: theirs.is_working_day(day) for day in days_of(year)}


def test_each_notice_has_its_number_and_date(book: CalendarBook) -> None:
    assert {year: (n.number, str(n.issued)) for year, n in book.notices.items()} == {
        2021: ("国办发明电〔2020〕27号", "2020-11-25"),
        2022: ("国办发明电〔2021〕11号", "2021-10-25"),
        2023: ("国办发明电〔2022〕16号", "2022-12-08"),
        2024: ("国办发明电〔2023〕7号", "2023-10-25"),
        2025: ("国办发明电〔2024〕12号", "2024-11-12"),
        2026: ("国办发明电〔2025〕7号", "2025-11-04"),
    }


def test_a_day_off_has_the_holidays_name_and_a_make_up_day_is_worked(book: CalendarBook) -> None:
    calendar = book.calendar()
    spring, makeup = dt.date(2026, 2, 16).toordinal(), dt.date(2026, 2, 14).toordinal()
    reason = calendar.why_not_counted(spring)
    assert reason is not None
    assert (reason.kind, reason.name) == ("holiday", "春节")
    assert calendar.why_not_counted(makeup) is None
    assert calendar.names[makeup] == "调休上班"


def test_the_eve_of_2024_is_worked_and_that_of_2025_is_not(book: CalendarBook) -> None:
    calendar = book.calendar()
    assert calendar.is_working(dt.date(2024, 2, 9).toordinal())
    assert not calendar.is_working(dt.date(2025, 1, 28).toordinal())


def test_a_missing_year_is_refused_with_how_to_add_it(book: CalendarBook) -> None:
    with pytest.raises(CatalogError) as caught:
        book.calendar(range(2025, 2028))
    assert caught.value.code == "calendar.missing_year"
    assert str(caught.value) == (
        "没有2027年的放假安排。请在目录的 calendar 文件夹新增 2027.yaml，"
        "照国务院办公厅当年的放假通知抄录名称、文号、日期、放假起止和调休上班日。"
    )


def test_a_gap_between_years_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    later = YEAR.replace("2030", "2032").replace("2029", "2031").split("workdays")[0]
    error = refused(tmp_path, later, 2032)
    assert error.code == "calendar.missing_year"
    assert "2031年" in error.sentence


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="没有任何年度的放假安排"):
        load_calendars(tmp_path)


def test_days_after_the_last_notice_are_provisional(book: CalendarBook) -> None:
    calendar = book.calendar()
    assert not calendar.is_provisional(dt.date(2026, 12, 25).toordinal())
    assert calendar.is_provisional(dt.date(2026, 12, 31).toordinal())
    assert calendar.is_provisional(dt.date(2027, 1, 1).toordinal())
    assert calendar.is_provisional(dt.date(2020, 12, 31).toordinal())


def test_the_end_of_a_year_is_settled_by_the_next_notice(book: CalendarBook) -> None:
    day = dt.date(2022, 12, 31).toordinal()
    assert book.calendar([2022]).is_provisional(day)
    assert not book.calendar([2022, 2023]).is_provisional(day)
    assert day in book.calendar([2022, 2023]).holidays


def test_a_later_notice_decides_over_an_earlier_one(tmp_path: Path) -> None:
    early = YEAR.replace("workdays: [", "workdays: [2030-12-28, ")
    write(tmp_path, early)
    late = """\
year: 2031
notice: 关于2031年部分节假日安排的通知
number: unknown
date: unknown
holidays: [{name: 元旦, from: 2030-12-28, to: 2031-01-01}]
"""
    book = write(tmp_path, late, 2031)
    day = dt.date(2030, 12, 28).toordinal()
    assert book.calendar([2030]).is_working(day)
    assert not book.calendar().is_working(day)


def test_the_digest_follows_the_content_and_not_the_layout(tmp_path: Path) -> None:
    digest = write(tmp_path).notice(2030).digest
    assert write(tmp_path, "# 注释\n" + YEAR).notice(2030).digest == digest
    assert write(tmp_path, YEAR.replace("02-08", "02-07")).notice(2030).digest != digest


def test_an_unknown_number_stays_unknown(tmp_path: Path) -> None:
    notice = write(tmp_path).notice(2030)
    assert (notice.number, notice.issued) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "code", "part"),
    [
        ("2030-02-09,", "2030-02-11,", "calendar.workday", "2030-02-11 不是星期六或星期日"),
        ("2030-02-09,", "2030-02-03,", "calendar.overlap", "2030-02-03 既列为放假又列为上班"),
        (
            "from: 2030-02-02, to: 2030-02-08",
            "from: 2030-01-01, to: 2030-01-07",
            "calendar.overlap",
            "元旦与春节在 2030-01-01 重叠",
        ),
        ("to: 2030-02-08", "to: 2030-02-01", "calendar.range", "不合理"),
        ("to: 2030-02-08", "to: 2030-02-28", "calendar.range", "不合理"),
        ("year: 2030", "year: 2031", "calendar.year", "文件名是2030年，内容写的是2031年"),
        (
            "from: 2029-12-31, to: 2030-01-01",
            "from: 2029-12-30, to: 2029-12-31",
            "calendar.year",
            "不在2030年",
        ),
        ("number: unknown\n", "", "schema.missing", "缺少“number”"),
        ("workdays", "workday", "schema.unknown_key", "是否要写“workdays”"),
        ("from: 2030-02-02", "from: 2030-02-30", "schema.day", "不是日期"),
    ],
)
def test_a_wrong_year_file_is_refused(
    tmp_path: Path, old: str, new: str, code: str, part: str
) -> None:
    assert old in YEAR
    error = refused(tmp_path, YEAR.replace(old, new))
    assert error.code == code
    assert part in error.sentence


def test_a_file_that_is_not_a_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text(YEAR, "utf-8")
    with pytest.raises(CatalogError) as caught:
        load_calendars(tmp_path)
    assert caught.value.code == "calendar.file_name"


def test_a_year_without_holidays_is_refused(tmp_path: Path) -> None:
    text = YEAR.split("holidays")[0]
    assert refused(tmp_path, text).code == "calendar.empty"
