"""Days in proposals: later by days, months and years, the day of the act, and what cannot be added to a day."""

from __future__ import annotations

import datetime as dt
import operator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.lawbook.computed import propose
from guiju.lawbook.day_sums import later
from guiju.lawbook.errors import Place
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.schema import FieldSpec
from guiju.lawbook.yaml_text import Text
from tests.lawbook.refusing import refusal, refused
from tests.lawbook.small import acts, pinned, problems, read, shelf

HERE = Place("试.yaml", 3)
TYPES = {"终了日": "date", "发现日": "date", "五年情形": "yesno", "罚款": "money", "人数": "int", "时刻": "time",
         "名称": "text"}  # fmt: skip
CHOICE = FieldSpec(Text("几年", HERE), "choice", HERE, ("2y", "5y", "办理日"))
FIELDS = {
    **{name: FieldSpec(Text(name, HERE), kind, HERE) for name, kind in TYPES.items()},
    "几年": CHOICE,
}
PARAMETERS = {"期限": "duration", "数额": "money"}
IN_TIME = "发现日 <= 终了日 + 2y or 五年情形 and 发现日 <= 终了日 + 5y"
SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
         "!=": operator.ne}  # fmt: skip
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


def tree(text: str, wanted: str = "yesno", *, exact: bool = True) -> Any:
    return parse(Text(text, HERE), Scope(FIELDS, PARAMETERS, exact), wanted).tree


def proposed(text: str, wanted: str = "yesno", day: dt.date | None = None, **data: Any) -> Any:
    return propose(tree(text, wanted), data, {}, day=day)


def walked(start: dt.date, months: int) -> dt.date:
    """Return the same day so many months later by walking from one last day of a month to the next."""
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + dt.timedelta(31)).replace(day=1)
    last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    return min(first + dt.timedelta(start.day - 1), last)


@given(DAYS, st.integers(0, 60))
@example(dt.date(2024, 1, 31), 1)
@example(dt.date(2023, 1, 31), 1)
@example(dt.date(2024, 12, 31), 2)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: dt.date, months: int
) -> None:
    assert proposed(f"终了日 + {months}m", "date", 终了日=str(day)) == str(walked(day, months))


@given(DAYS, st.integers(0, 9))
@example(dt.date(2024, 2, 29), 2)
@example(dt.date(2024, 2, 29), 4)
def test_years_later_is_the_same_day_or_the_last_of_february(day: dt.date, years: int) -> None:
    assert proposed(f"终了日 + {years}y", "date", 终了日=str(day)) == str(walked(day, 12 * years))


@given(DAYS, st.integers(0, 9999))
def test_days_later_is_so_many_days_on(day: dt.date, n: int) -> None:
    found = dt.date.fromisoformat(proposed(f"终了日+{n}d", "date", 终了日=str(day)))
    assert found.toordinal() - day.toordinal() == n


@given(DAYS, st.integers(0, 120), st.sampled_from("dmy"))
def test_a_proposal_counts_a_period_as_the_kernel_does(day: dt.date, n: int, unit: str) -> None:
    due = shelf().calendars.calendar().plus(day.toordinal(), n, unit)
    assert later(day.isoformat(), n, unit) == dt.date.fromordinal(due).isoformat()


@pytest.mark.parametrize("length", ["1d", "1m", "1y", "9999y", "9999m"])
def test_a_day_beyond_the_calendar_is_unknown(length: str) -> None:
    assert proposed(f"终了日 + {length}", "date", 终了日="9999-12-31") is None
    assert (
        proposed(f"发现日 <= 终了日 + {length}", 终了日="9999-12-31", 发现日="2026-01-01") is None
    )


@pytest.mark.parametrize(
    ("ended", "found", "five", "expected"),
    [
        ("2024-03-02", "2026-03-02", False, True),
        ("2024-03-02", "2026-03-03", False, False),
        ("2024-02-29", "2026-02-28", False, True),
        ("2024-02-29", "2026-03-01", False, False),
        ("2024-03-02", "2026-03-03", True, True),
        ("2021-03-02", "2026-03-02", True, True),
        ("2021-03-02", "2026-03-03", True, False),
        ("2026-03-02", "2026-02-01", False, True),
        ("2024-03-02", "2026-03-02", None, True),
        ("2024-03-02", "2026-03-03", None, None),
        ("2021-03-02", "2026-03-03", None, False),
        (None, "2026-03-02", False, None),
        ("2024-03-02", None, True, None),
        ("2024-03-02", "昨天", True, None),
        ("2023-02-29", "2026-03-02", True, None),
    ],
)
def test_two_years_are_within_unless_five_count(
    ended: str | None, found: str | None, five: bool | None, expected: bool | None
) -> None:
    assert proposed(IN_TIME, 终了日=ended, 发现日=found, 五年情形=five) is expected


@given(DAYS, DAYS, st.sampled_from(sorted(SIGNS)))
def test_two_date_fields_compare_as_days(one: dt.date, other: dt.date, sign: str) -> None:
    expected = SIGNS[sign](one, other)
    assert proposed(f"发现日 {sign} 终了日", 发现日=str(one), 终了日=str(other)) is expected
    assert proposed(f"办理日 {sign} 终了日", day=one, 终了日=str(other)) is expected
    assert proposed(f"终了日 {sign} 办理日", day=other, 终了日=str(one)) is expected


def test_the_day_of_the_act_is_unknown_where_nobody_tells() -> None:
    assert proposed("办理日 > 终了日", 终了日="2026-03-02") is None
    assert proposed("五年情形 or 办理日 > 终了日", 五年情形=True) is True
    assert proposed("办理日", "date") is None
    assert proposed("办理日", "date", dt.date(2026, 3, 2)) == "2026-03-02"
    assert proposed("办理日 + 30d", "date", dt.date(2026, 3, 2)) == "2026-04-01"
    assert proposed("办理日 <= 2026-03-02 + 1m", day=dt.date(2026, 4, 2)) is True


REFUSED = {
    "发现日 <= 终了日 + 5wd": ("guard.type", "“5wd”是工作日"),
    "发现日 <= 2y + 终了日": ("guard.type", "一段时间和日期不能这样相加"),
    "发现日 <= 终了日 + 2y + 3m": ("guard.type", "一段时间和日期不能这样相加"),
    "发现日 <= 终了日 + 期限": ("guard.type", "日期和期限不能相加"),
    "发现日 <= 终了日 + 2": ("guard.type", "整数和日期不能相加"),
    "发现日 <= 终了日 + 发现日": ("guard.type", "日期不能相加"),
    "发现日 <= 终了日 + 2y + 罚款": ("guard.type", "一段时间和日期和金额不能这样相加"),
    "罚款 + 2y > 5元": ("guard.type", "一段时间和金额不能这样相加"),
    "时刻 + 2d > 时刻": ("guard.type", "一段时间和时刻不能这样相加"),
    "2y + 3m == 2y": ("guard.type", "一段时间不能这样相加"),
    "发现日 <= 2y": ("guard.type", "“2y”是一段时间，只能加在日期后面"),
    "2y": ("guard.type", "“2y”是一段时间，只能加在日期后面"),
    "终了日 + 2y": ("guard.type", "应得出是否，得出的是日期"),
    "终了日 + 2y > 罚款": ("guard.type", "日期和金额不能相比"),
    "办理日 > 罚款": ("guard.type", "日期和金额不能相比"),
    "办理日 + 2y set": ("guard.syntax", "set 前应是一个字段"),
    "办理日 set": ("guard.syntax", "set 前应是一个字段"),
    "办理日": ("guard.type", "应得出是否，得出的是日期"),
    "not 办理日": ("guard.type", "“办理日”是日期"),
    "办理日期 > 终了日": ("guard.unknown_name", "“办理日期”不是字段"),
    "名称 + 2y > 终了日": ("guard.type", "字段“名称”的类型是 text"),
    "发现日 <= 终了日 + 12345d": ("guard.unknown_name", "“12345d”不是字段"),
    "发现日 <= 终了日 +": ("guard.syntax", "这里应是字段"),
    "发现日 <= 终了日 ＋ 2y": ("guard.full_width", "“＋”"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_sum_of_days_is_refused(text: str) -> None:
    error = refusal(lambda: tree(text))
    assert (error.code, REFUSED[text][1] in error.sentence) == (REFUSED[text][0], True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("发现日 <= 终了日 + 2y", "guard.sum"),
        ("五年情形 and 2026-01-01 <= 终了日 + 2y", "guard.sum"),
        ("终了日 + 2y >= 发现日", "guard.sum"),
        ("办理日 + 2y > 2026-01-01", "guard.sum"),
        ("办理日 > 2026-01-01", "guard.type"),
        ("2026-01-01 < 办理日", "guard.type"),
    ],
)
def test_a_guard_reads_neither_sums_of_days_nor_the_day_of_the_act(text: str, code: str) -> None:
    error = refusal(lambda: tree(text, exact=False))
    assert error.code == code
    assert "写在它的 computed 里，条件读这个字段。" in error.sentence


def test_beside_a_choice_a_length_and_the_act_s_day_are_its_values() -> None:
    assert tree("几年 == 2y") == ["eq", ["var", "几年"], "2y"]
    assert tree("2y == 几年") == ["eq", "2y", ["var", "几年"]]
    assert tree("几年 in [2y, 办理日]") == ["in", ["var", "几年"], ["2y", "办理日"]]
    assert tree("几年 == 办理日") == ["eq", ["var", "几年"], "办理日"]


DATA = """\
data:
  终了日: {type: date, required: true}
  发现日: {type: date, required: true}
  五年情形: {type: yesno, required: true}
  期限内: {computed: 发现日 <= 终了日 + 2y or 五年情形 and 发现日 <= 终了日 + 5y}
  意见期限: {type: date, required: true}
  已过: {computed: 办理日 > 意见期限}
"""
BODY = DATA + acts(
    立案="by: 承办人, cite: 甲法#1, fields: {终了日: {}, 发现日: {}, 五年情形: {}, 期限内: {}}, requires: 期限内",
    核实="by: 承办人, cite: 甲法#1, often: true, fields: {意见期限: {}, 已过: {}}, requires: 已过",
).replace("  立案: {by: 承办人, cite: 甲法#1}\n", "")


def case(*steps: str) -> str:
    return BODY + "cases:\n  - name: 例\n    acts:\n" + "".join(f"      - {one}\n" for one in steps)


def filed(ended: str, found: str, five: str, more: str = "") -> str:
    return f"[2026-03-02, 立案, {{data: {{终了日: {ended}, 发现日: {found}, 五年情形: {five}}}{more}}}]"


def test_a_worked_case_takes_what_the_days_say() -> None:
    refused_ = ", refused: require"
    assert problems(read(case(filed("2024-03-02", "2026-03-02", "否")))) == []
    assert problems(read(case(filed("2024-03-01", "2026-03-02", "否", refused_)))) == []
    assert problems(read(case(filed("2024-03-01", "2026-03-02", "是")))) == []
    assert problems(read(case(filed("2021-03-01", "2026-03-02", "是", refused_)))) == []


def test_a_worked_case_knows_the_day_of_its_step() -> None:
    first = filed("2025-03-02", "2026-03-02", "否")
    on_time = "[2026-03-16, 核实, {data: {意见期限: 2026-03-16}, refused: require}]"
    after = "[2026-03-17, 核实, {data: {意见期限: 2026-03-16}}]"
    assert problems(read(case(first, on_time, after))) == []


def test_a_worked_case_whose_day_is_none_is_refused() -> None:
    code, _line = refused(lambda: read(case(filed("2024-02-30", "2026-03-02", "否"))))
    assert code == "case.value"


def test_a_day_s_proposal_is_carried_as_required_and_pinned() -> None:
    field = pinned(read(BODY)).acts["立案"].fields["期限内"]
    assert (field.required, field.type) == (True, "yesno")
    data = {"终了日": "2024-03-02", "发现日": "2026-03-02", "五年情形": False}
    assert propose(field.computed, data, {}) is True
