"""Computation sheets, against dates counted by hand on the calendar of 2026."""

from __future__ import annotations

import pytest

from guiju.procedure import Rules, Sheet, UnknownActError, apply, explain, initial_marking
from tests.procedure.build import day, iso, relation, rules, spring_2026


def office(known_until: str | None = None) -> Rules:
    return rules(
        ["立案", "收文", "延长", "鉴定", "意见", "决定", "答复", "归档"],
        [
            relation(
                "response", "立案", "决定", "90d", cite="行政处罚法#60", roll_cite="民事诉讼法#85"
            ),
            relation("response", "收文", "答复", "5wd", cite="甲规定#3"),
            relation("extend", "延长", "决定", "30d", cite="乙规定#64"),
            relation("extend", "延长", "答复", "2wd", cite="乙规定#65"),
            relation("suspend", "鉴定", "决定", cite="乙规定#66"),
            relation("resume", "意见", "决定", cite="乙规定#66"),
            relation("suspend", "鉴定", "答复"),
            relation("resume", "意见", "答复"),
            relation("response", "立案", "归档"),
        ],
        spring_2026(known_until),
        initial={"pending": {"答复": day("2026-01-30")}},
    )


def sheet(use: Rules, event: str, *acts: tuple[str, str]) -> Sheet:
    marking = initial_marking(use)
    for act, date in acts:
        marking = apply(use, marking, act, day(date))
    found = explain(use, marking, event)
    assert found is not None
    return found


def test_calendar_days_that_end_on_a_sunday_roll_by_the_rule_named() -> None:
    made = sheet(office(), "决定", ("立案", "2026-03-02"))
    (entry,) = made.entries
    assert (iso(entry.first), iso(entry.raw), iso(entry.due)) == (
        "2026-03-03",
        "2026-05-31",
        "2026-06-01",
    )
    assert [iso(skipped.day) for skipped in entry.rolled] == ["2026-05-31"]
    assert entry.skipped == ()
    assert made.lines() == (
        "自2026年3月2日（周一）“立案”起90日（行政处罚法第六十条）；起始日不计，第一日是3月3日。",
        "最后一日本为2026年5月31日（周日）；5月31日（周末）不是工作日，依民事诉讼法第八十五条顺延到2026年6月1日（周一）。",
        "“决定”的最后一日：2026年6月1日（周一）。",
    )


def test_working_days_list_what_is_not_counted_by_name() -> None:
    made = sheet(office(), "答复", ("收文", "2026-02-12"))
    (entry,) = made.entries
    # 13, 14 (make-up Saturday), 24, 25, 26
    assert iso(entry.due) == "2026-02-26"
    assert [(iso(skipped.day), skipped.off.name) for skipped in entry.skipped] == [
        ("2026-02-15", "周末"),
        ("2026-02-16", "春节"),
        ("2026-02-17", "春节"),
        ("2026-02-18", "春节"),
        ("2026-02-19", "春节"),
        ("2026-02-20", "春节"),
        ("2026-02-21", "周末"),
        ("2026-02-22", "周末"),
        ("2026-02-23", "春节"),
    ]
    assert made.lines()[1].startswith("不计入工作日：2月15日（周末）、2月16日（春节）、")


def test_extension_runs_on_from_the_unrolled_day() -> None:
    made = sheet(office(), "决定", ("立案", "2026-03-02"), ("延长", "2026-05-20"))
    second = made.entries[1]
    # 31 May + 30 days = 30 June, a Tuesday; the rolled 1 June is not counted twice
    assert (iso(second.first), iso(second.raw), iso(second.due)) == (
        "2026-06-01",
        "2026-06-30",
        "2026-06-30",
    )
    assert made.moved_by == ("乙规定#64",)
    assert (
        "2026年5月20日（周三）“延长”，延长30日（乙规定第六十四条），自原末日的次日起算。"
        in made.lines()
    )


def test_stopped_clock_shows_the_days_left() -> None:
    made = sheet(office(), "决定", ("立案", "2026-03-02"), ("鉴定", "2026-03-19"))
    assert (made.due, made.left, made.unit) == (None, 73, "d")
    assert made.lines()[-2:] == (
        "2026年3月19日（周四）“鉴定”，期限停止计算（乙规定第六十六条），当时还剩73日。",
        "期限停止计算中，还剩73日。",
    )


def test_resumed_clock_counts_what_was_left() -> None:
    made = sheet(
        office(), "决定", ("立案", "2026-03-02"), ("鉴定", "2026-03-19"), ("意见", "2026-03-31")
    )
    # 31 March + 73 days = 12 June, a Friday
    assert iso(made.due) == "2026-06-12"
    assert iso(made.entries[2].first) == "2026-04-01"
    assert made.moved_by == ("乙规定#66", "乙规定#66")
    assert "剩余73日，次日起算" in made.lines()[-3]


def test_resumed_working_days_skip_the_festival() -> None:
    made = sheet(
        office(), "答复", ("收文", "2026-02-06"), ("鉴定", "2026-02-10"), ("意见", "2026-02-13")
    )
    # due 13 Feb (9, 10, 11, 12, 13): three left on the 10th; then 14 (make-up), 24, 25
    last = made.entries[-1]
    assert (last.length, iso(last.due)) == ("3个工作日", "2026-02-25")
    assert len(last.skipped) == 9


def test_day_beyond_the_notice_is_called_provisional() -> None:
    made = sheet(office("2026-05-31"), "决定", ("立案", "2026-03-02"))
    assert made.provisional
    assert "暂定日期" in made.lines()[-1]
    assert not sheet(office("2026-06-01"), "决定", ("立案", "2026-03-02")).provisional


def test_day_given_at_the_start() -> None:
    made = sheet(office(), "答复")
    assert made.lines() == (
        "办件开始时已定，最后一日是2026年1月30日（周五）。",
        "“答复”的最后一日：2026年1月30日（周五）。",
    )


def test_given_day_that_is_extended() -> None:
    made = sheet(
        rules(
            ["延长", "答复"],
            [relation("extend", "延长", "答复", "2wd", cite="乙规定#65")],
            spring_2026(),
            initial={"pending": {"答复": day("2026-01-30")}},
        ),
        "答复",
        ("延长", "2026-01-20"),
    )
    assert iso(made.due) == "2026-02-03"
    assert made.entries[1].length == "2个工作日"


def test_duty_without_deadline_and_no_duty() -> None:
    assert sheet(office(), "归档", ("立案", "2026-03-02")).lines() == (
        "“归档”应办，没有法定期限。",
    )
    use = office()
    assert explain(use, initial_marking(use), "决定") is None


def test_unknown_event() -> None:
    use = office()
    with pytest.raises(UnknownActError, match="没有“无”"):
        explain(use, initial_marking(use), "无")


def test_start_day_off_work_is_not_listed_since_it_never_counts() -> None:
    made = sheet(office(), "答复", ("收文", "2026-03-07"))
    assert iso(made.due) == "2026-03-13"
    assert made.entries[0].skipped[0].day == day("2026-03-08")
