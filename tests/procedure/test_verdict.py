"""Refusals: what stands in the way, under which article, what helps, when it passes by itself."""

from __future__ import annotations

import pytest

from guiju.procedure import (
    ALLOWED,
    Marking,
    Rules,
    Verdict,
    advance,
    apply,
    initial_marking,
    judge,
    sentence,
)
from tests.procedure.build import day, iso, relation, rules

FACT = "听证范围"


def hearing() -> Rules:
    """A small penalty: notice, a right to a hearing for five working days, hearing, decision."""
    return rules(
        [
            {"id": "立案", "once": True, "cite": "行政处罚法#54"},
            {"id": "拟处罚告知", "roles": ["执法人员"]},
            "要求听证",
            {"id": "届满.要求听证", "kind": "auto"},
            "听证通知",
            "举行听证",
            {"id": "处罚决定", "cite": "行政处罚法#57", "require": ["var", "有决定书"]},
            "延长办案期限",
            {"id": "延期", "title": "再次延期"},
        ],
        [
            relation("condition", "立案", "处罚决定", cite="行政处罚法#54"),
            relation(
                "condition", "拟处罚告知", "处罚决定", cite="行政处罚法#44", why="先告知", rule=3
            ),
            relation("milestone", "届满.要求听证", "处罚决定", cite="行政处罚法#64", rule=7),
            relation("milestone", "举行听证", "处罚决定", cite="行政处罚法#65"),
            relation("response", "拟处罚告知", "届满.要求听证", "5wd", cite="行政处罚法#64(1)"),
            relation(
                "include", "拟处罚告知", "要求听证", cite="行政处罚法#63", guard=["var", FACT]
            ),
            relation("exclude", "届满.要求听证", "要求听证", cite="行政处罚法#64(1)"),
            relation("cancel", "要求听证", "届满.要求听证"),
            relation("response", "要求听证", "举行听证"),
            relation("condition", "听证通知", "举行听证", "7wd clear", cite="行政处罚法#64(1)(2)"),
            relation("response", "立案", "处罚决定", "90d", cite="行政处罚法#60"),
            relation("extend", "延长办案期限", "处罚决定", "30d", cite="处罚程序规定#64"),
            relation("suspend", "听证通知", "处罚决定"),
            relation("resume", "举行听证", "处罚决定"),
        ],
        vars={FACT: True, "有决定书": False},
        initial={
            "included": [
                "立案",
                "拟处罚告知",
                "届满.要求听证",
                "听证通知",
                "举行听证",
                "处罚决定",
                "延长办案期限",
                "延期",
            ]
        },
        start=day("2026-03-02"),
    )


def after(use: Rules, *acts: tuple[str, str]) -> Marking:
    marking = initial_marking(use)
    for act, date in acts:
        marking = apply(use, marking, act, day(date))
    return marking


def ask(act: str, date: str, *acts: tuple[str, str]) -> Verdict:
    use = hearing()
    return judge(use, after(use, *acts), act, day(date))


def test_allowed_is_one_value_that_costs_nothing() -> None:
    verdict = ask("立案", "2026-03-02")
    assert verdict is ALLOWED
    assert verdict.allowed
    assert bool(verdict)
    assert verdict.blockers == ()
    assert verdict.cite is None
    assert verdict.passes_on is None
    assert sentence(verdict) == ""


def test_condition_names_every_missing_act_in_list_order() -> None:
    verdict = ask("处罚决定", "2026-03-03")
    assert verdict.reason == "condition"
    assert [blocker.event for blocker in verdict.blockers] == ["立案", "拟处罚告知"]
    assert verdict.cite == "行政处罚法#54"
    second = verdict.blockers[1]
    assert (second.cite, second.why, second.rule) == ("行政处罚法#44", "先告知", 3)
    assert second.helps == ("拟处罚告知",)
    assert verdict.passes_on is None
    assert sentence(verdict) == (
        "现在不能作出“处罚决定”：尚未完成“立案”（行政处罚法第五十四条）。请先办理“立案”。"
        "另有1项也未满足。"
    )


def test_open_window_blocks_until_the_day_after_it_lapses() -> None:
    verdict = ask("处罚决定", "2026-03-12", ("立案", "2026-03-02"), ("拟处罚告知", "2026-03-11"))
    assert verdict.reason == "milestone"
    assert iso(verdict.passes_on) == "2026-03-19"
    assert verdict.blockers[0].helps == ()
    assert verdict.blockers[0].rule == 7
    assert sentence(verdict) == (
        "现在不能作出“处罚决定”：要求听证的期限到3月18日才届满（行政处罚法第六十四条）。"
        "届满后可以继续。"
    )


def test_act_passes_on_the_day_named() -> None:
    use = hearing()
    marking = after(use, ("立案", "2026-03-02"), ("拟处罚告知", "2026-03-11"))
    for reason, date in (("milestone", "2026-03-18"), ("require", "2026-03-19")):
        assert judge(use, marking, "处罚决定", day(date)).reason == reason
    assert judge(use, marking, "处罚决定", day("2026-03-19"), {"有决定书": True})


def test_owed_act_blocks_and_helps() -> None:
    verdict = ask(
        "处罚决定",
        "2026-03-13",
        ("立案", "2026-03-02"),
        ("拟处罚告知", "2026-03-11"),
        ("要求听证", "2026-03-12"),
    )
    assert verdict.reason == "milestone"
    assert verdict.blockers[0].helps == ("举行听证",)
    assert verdict.passes_on is None
    assert "“举行听证”应办而未办（行政处罚法第六十五条）。请先办理“举行听证”。" in sentence(verdict)


def test_delay_names_the_first_day() -> None:
    verdict = ask("举行听证", "2026-03-30", ("听证通知", "2026-03-19"))
    assert verdict.reason == "delay"
    assert iso(verdict.passes_on) == "2026-03-31"
    assert sentence(verdict) == (
        "现在不能办理“举行听证”：“听证通知”之后须隔足7个工作日，到3月31日才可以办理"
        "（行政处罚法第六十四条第一款第二项）。请在3月31日或者之后办理。"
    )


def test_closed_act_names_what_closed_it() -> None:
    verdict = ask("要求听证", "2026-03-20", ("拟处罚告知", "2026-03-11"))
    assert verdict.reason == "excluded"
    assert verdict.blockers[0].event == "届满.要求听证"
    assert verdict.cite == "行政处罚法#64(1)"
    assert verdict.blockers[0].helps == ("拟处罚告知",)
    assert "要求听证的期限已经届满（行政处罚法第六十四条第一款）" in sentence(verdict)


def test_act_not_yet_opened_names_what_opens_it() -> None:
    verdict = ask("要求听证", "2026-03-03")
    assert (verdict.reason, verdict.cite) == ("excluded", "行政处罚法#63")
    assert "须先有“拟处罚告知”（行政处罚法第六十三条）。请先办理“拟处罚告知”。" in sentence(verdict)


def test_act_outside_its_cases_says_so() -> None:
    use = hearing()
    marking = apply(use, initial_marking(use), "拟处罚告知", day("2026-03-11"), {FACT: False})
    verdict = judge(use, marking, "要求听证", day("2026-03-11"))
    assert (verdict.reason, verdict.cite) == ("excluded", "行政处罚法#63")
    assert "本件不属于可以办理的情形" in sentence(verdict)


def test_earlier_closing_that_was_undone_is_not_named() -> None:
    use = rules(
        ["关", "开", "办", "再关"],
        [
            relation("exclude", "关", "办", cite="甲法#1"),
            relation("include", "开", "办", cite="甲法#2"),
            relation("exclude", "再关", "办", cite="甲法#3"),
        ],
    )
    marking = initial_marking(use)
    for act, date in (("关", "2026-01-05"), ("开", "2026-01-06"), ("再关", "2026-01-07")):
        marking = apply(use, marking, act, day(date))
    assert judge(use, marking, "办", day("2026-01-08")).cite == "甲法#3"


def test_once_cites_the_act_itself() -> None:
    verdict = ask("立案", "2026-03-04", ("立案", "2026-03-02"))
    assert (verdict.reason, verdict.cite) == ("once", "行政处罚法#54")
    assert "已于3月2日办理，只能办一次（行政处罚法第五十四条）" in sentence(verdict)


def test_role_is_named() -> None:
    use = hearing()
    marking = initial_marking(use)
    verdict = judge(use, marking, "拟处罚告知", day("2026-03-02"), None, {"当事人"})
    assert verdict.reason == "role"
    assert "应由执法人员办理。请转执法人员办理。" in sentence(verdict)
    assert judge(use, marking, "拟处罚告知", day("2026-03-02"), None, {"当事人", "执法人员"})
    assert judge(use, marking, "拟处罚告知", day("2026-03-02"))


@pytest.mark.parametrize(
    ("acts", "date", "n", "words"),
    [
        ((), "2026-03-03", None, "没有正在计算的期限"),
        ((("立案", "2026-03-02"),), "2026-06-02", None, "已于6月1日届满"),
        ((("立案", "2026-03-02"),), "2026-05-02", 31, "最多30日"),
        ((("立案", "2026-03-02"),), "2026-05-02", 0, "最多30日"),
        ((("立案", "2026-03-02"), ("听证通知", "2026-03-03")), "2026-03-04", None, "已停止计算"),
    ],
)
def test_extension_says_why_not(
    acts: tuple[tuple[str, str], ...], date: str, n: int | None, words: str
) -> None:
    use = hearing()
    data = None if n is None else {"extend_n": n}
    verdict = judge(use, after(use, *acts), "延长办案期限", day(date), data)
    assert (verdict.reason, verdict.cite) == ("extend", "处罚程序规定#64")
    assert words in sentence(verdict)


def test_data_names_the_field() -> None:
    use = hearing()
    for data in ({"无此项": 1}, {FACT: 1}, {"extend_n": "3"}):
        verdict = judge(use, initial_marking(use), "延期", day("2026-03-02"), data)
        assert verdict.reason == "data"
        assert f"“{next(iter(data))}”" in sentence(verdict)
        assert "不能办理“再次延期”" in sentence(verdict)


def test_require_cites_the_act() -> None:
    verdict = ask("处罚决定", "2026-03-19", ("立案", "2026-03-02"), ("拟处罚告知", "2026-03-11"))
    assert (verdict.reason, verdict.cite) == ("require", "行政处罚法#57")
    assert "没有达到要求（行政处罚法第五十七条）" in sentence(verdict)


def test_require_says_why_and_names_the_parts_that_are_missing() -> None:
    asks = [
        {"require": ["var", "有据"], "words": "“有据”为是"},
        {"require": ["le", ["var", "罚款"], 20000], "words": "“罚款”不超过200元"},
    ]
    whole = ["and", *(one["require"] for one in asks)]
    use = rules(
        [{"id": "决定", "require": whole, "asks": asks, "why": "小额才可以当场决定。"}],
        [],
        vars={"有据": False, "罚款": 0},
    )

    def told(**data: bool | int) -> str:
        return sentence(judge(use, initial_marking(use), "决定", day("2026-03-02"), data))

    assert told(有据=True, 罚款=20000) == ""
    assert told(有据=True, 罚款=20001) == (
        "现在不能作出“决定”：填写的内容没有达到要求，小额才可以当场决定。还要：“罚款”不超过200元。请核对后再办。"
    )
    assert "还要：“有据”为是；“罚款”不超过200元。" in told(罚款=20001)


def test_a_citizens_time_that_runs_names_its_last_day() -> None:
    use = rules(
        ["告知", "放弃申辩", {"id": "届满.申辩", "kind": "auto", "lapse": "citizen"}, "决定"],
        [
            relation("response", "告知", "届满.申辩", "5wd", cite="行政处罚法#44"),
            relation("cancel", "放弃申辩", "届满.申辩"),
            relation("milestone", "届满.申辩", "决定", cite="行政处罚法#62"),
        ],
    )
    marking = after(use, ("告知", "2026-03-11"))
    assert sentence(judge(use, marking, "决定", day("2026-03-12"))) == (
        "现在不能作出“决定”：申辩的期限到3月18日才届满（行政处罚法第六十二条）。请在届满后确认。"
    )
    late = advance(use, marking, day("2026-03-19"))
    assert "尚待确认" in sentence(judge(use, late, "决定", day("2026-03-19")))


def test_clock_event_is_not_for_people() -> None:
    verdict = ask("届满.要求听证", "2026-03-02")
    assert verdict.reason == "auto"
    assert "不由人办理" in sentence(verdict)


def test_unknown_act() -> None:
    verdict = ask("没有的行为", "2026-03-02")
    assert verdict.reason == "unknown-event"
    assert verdict.event is None
    assert sentence(verdict) == (
        "现在不能办理“没有的行为”：本程序没有这一行为。请核对行为名称或者程序版本。"
    )


def test_day_before_the_last_act() -> None:
    verdict = ask("拟处罚告知", "2026-03-01", ("立案", "2026-03-02"))
    assert verdict.reason == "time"
    assert "2026年3月1日早于本件最近一次行为的日期2026年3月2日" in sentence(verdict)


def test_date_of_another_year_carries_the_year() -> None:
    use = rules(["甲", "乙"], [relation("condition", "甲", "乙", "30d", cite="某通知")])
    marking = apply(use, initial_marking(use), "甲", day("2026-12-20"))
    verdict = judge(use, marking, "乙", day("2026-12-21"))
    assert "到2027年1月19日才可以办理（某通知）" in sentence(verdict)


def test_stopped_clock_is_restarted_by_what_resumes_it() -> None:
    use = rules(
        ["甲", "停", "续", "期满!", "乙"],
        [
            relation("response", "甲", "期满", "5d"),
            relation("milestone", "期满", "乙"),
            relation("suspend", "停", "期满"),
            relation("resume", "续", "期满"),
        ],
    )
    marking = initial_marking(use)
    for act in ("甲", "停"):
        marking = apply(use, marking, act, day("2026-01-05"))
    verdict = judge(use, marking, "乙", day("2026-01-06"))
    assert verdict.blockers[0].helps == ("续",)
    assert verdict.passes_on is None
    assert "办理“续”后继续计算" in sentence(verdict)


def test_power_opened_by_the_clock_passes_the_day_after() -> None:
    use = rules(
        ["送达", "逾期!", "催告"],
        [relation("response", "送达", "逾期", "3d"), relation("include", "逾期", "催告")],
        initial={"included": ["送达", "逾期"]},
    )
    marking = apply(use, initial_marking(use), "送达", day("2026-01-05"))
    verdict = judge(use, marking, "催告", day("2026-01-06"))
    assert iso(verdict.passes_on) == "2026-01-09"
    assert "“逾期”要到1月8日期满才发生" in sentence(verdict)
    assert judge(use, advance(use, marking, day("2026-01-09")), "催告", day("2026-01-09"))


def test_day_is_promised_only_if_nothing_else_stands_in_the_way() -> None:
    use = rules(
        ["甲", "期满!", "丁!", "乙", "丙"],
        [
            relation("response", "甲", "期满", "5d"),
            relation("response", "甲", "丁", "9d"),
            relation("milestone", "期满", "丙"),
            relation("milestone", "丁", "丙"),
            relation("response", "甲", "乙"),
            relation("milestone", "乙", "丙"),
        ],
    )
    marking = apply(use, initial_marking(use), "甲", day("2026-01-05"))
    assert judge(use, marking, "丙", day("2026-01-06")).passes_on is None
    marking = apply(use, marking, "乙", day("2026-01-06"))
    assert iso(judge(use, marking, "丙", day("2026-01-06")).passes_on) == "2026-01-15"
