"""A worked case that is wrong is found out: for each thing it may claim, the claim that fails and its words."""

from __future__ import annotations

import pytest

from guiju.lawbook.cases import CaseResult, case_parameters, coverage, run_case
from guiju.lawbook.parameters import Resolution
from tests.lawbook.refusing import refusal
from tests.lawbook.small import CLOCK, acts, read, rules, run, shelf
from tests.lawbook.test_cases import case

DATA = (
    "data:\n  重大: {type: yesno, required: true}\n  罚款: {type: money}\n"
    "  人数: {type: int}\n  天数: {type: int}\n"
)
ACTS = DATA + acts(
    "甲", "乙", "丙",
    问="by: 承办人, often: true, cite: 甲法#1, fields: {重大: {}, 罚款: {}}",
    数="by: 承办人, often: true, cite: 甲法#1, fields: {人数: {}}",
    延长="by: 承办人, often: true, cite: 甲法#1, fields: {天数: {}}",
    钟=CLOCK, 铃=CLOCK,
)  # fmt: skip
FIRST_STEP = 29
"""Line of the first step of a case with an end, after nine acts and three rules."""


def body(*written: str) -> str:
    return ACTS + rules(*written)


def only(text: str) -> str:
    """Return the one thing that is wrong with the only case."""
    (problem,) = run(read(text)).problems
    return problem.sentence


NEEDS = body("do: 乙, needs: [甲, 丙]", "after: 问, not: 乙, when: 重大")
VERDICTS = {
    "allowed where a refusal was claimed": (
        ["2026-03-02, 立案", "2026-03-02, 甲, {refused: condition}"],
        "应被拒绝(condition)，却准许了。",
    ),
    "refused by a condition": (
        ["2026-03-02, 立案", "2026-03-02, 乙"],
        "应当准许，却因 condition 被拒绝；起作用的条文是 甲法#2，涉及：丙、甲。",
    ),
    "refused for having been excluded": (
        ["2026-03-02, 立案", "2026-03-02, 问, {data: {重大: 是}}", "2026-03-02, 乙, {refused: condition}"],
        "应因 condition 被拒绝，却因 excluded 被拒绝；起作用的条文是 甲法#2，涉及：问。",
    ),
    "refused for having been done": (
        ["2026-03-02, 立案", "2026-03-02, 立案"],
        "应当准许，却因 once 被拒绝；起作用的条文是 甲法#1，涉及：(无)。",
    ),
    "refused before the opener": (
        ["2026-03-02, 甲"],
        "应当准许，却因 condition 被拒绝；起作用的条文是 甲法#1，涉及：立案。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", VERDICTS)
def test_another_verdict_is_found_out(what: str) -> None:
    steps, said = VERDICTS[what]
    assert only(NEEDS + case(*steps)) == said


TWO = ACTS + (
    "rules:\n  - {do: 乙, needs: 甲, cite: ['甲法#2(1)', '乙规定#3'], basis: 法, why: 因为。}\n"
    "  - {do: 丙, needs: 甲, basis: 内部, why: 因为。}\n"
)
RIGHT = ["甲法#2(1)", "甲法#2", "乙规定#3", "甲法#2(1),2", "甲法#2,2(1)"]


@pytest.mark.parametrize("cite", RIGHT)
def test_a_refusal_may_name_any_of_the_deciding_articles_whole_or_in_part(cite: str) -> None:
    steps = ["2026-03-02, 立案", f"2026-03-02, 乙, {{refused: condition, cite: '{cite}'}}"]
    assert run(read(TWO + case(*steps))).ok


@pytest.mark.parametrize(
    ("cite", "missing"),
    [
        ("甲法#2(2)", "甲法#2(2)"), ("甲法#3", "甲法#3"), ("乙规定#3(1)", "乙规定#3(1)"),
        ("甲法#2,3", "甲法#3"), ("甲法#3,4", "甲法#3、甲法#4"), ("甲法#20", "甲法#20"),
    ],
)  # fmt: skip
def test_another_article_is_found_out(cite: str, missing: str) -> None:
    steps = ["2026-03-02, 立案", f"2026-03-02, 乙, {{refused: condition, cite: '{cite}'}}"]
    assert only(TWO + case(*steps)) == (f"应由 {missing} 拒绝，起作用的是 乙规定#3、甲法#2(1)。")


def test_a_refusal_by_the_units_own_rule_has_no_article() -> None:
    steps = ["2026-03-02, 立案", "2026-03-02, 丙, {refused: condition, cite: '甲法#2'}"]
    assert only(TWO + case(*steps)) == "应由 甲法#2 拒绝，起作用的是 (无)。"
    plain = ["2026-03-02, 立案", "2026-03-02, 丙"]
    assert "起作用的条文是 (无)，涉及：甲。" in only(TWO + case(*plain))


DUE = body("after: 立案, must: 甲, within: 5wd", "after: 问, must: 乙", "extends: 延长, of: 甲, by: 3wd, asked: 天数",
           "stops: 数, clock: 甲, until: 丙")  # fmt: skip
DAYS = {
    "立案, {due: {甲: 2026-03-10}}": "“甲”的期限应到 2026-03-10，算得 2026-03-09。",
    "立案, {due: {甲: none}}": "“甲”的期限应到 (无)，算得 2026-03-09。",
    "立案, {due: {乙: 2026-03-09}}": "“乙”的期限应到 2026-03-09，算得 (无)。",
    "立案, {left: {甲: 5}}": "“甲”停止计时时应剩 5 日，算得 None。",
}


@pytest.mark.parametrize("step", DAYS)
def test_another_day_is_found_out(step: str) -> None:
    assert only(DUE + case(f"2026-03-02, {step}")) == DAYS[step]


def test_days_left_are_counted_while_the_clock_stands() -> None:
    stopped = ["2026-03-02, 立案", "2026-03-04, 数, {left: {甲: 3}, due: {甲: none}}"]
    assert run(read(DUE + case(*stopped))).ok
    wrong = [stopped[0], stopped[1].replace("甲: 3", "甲: 4")]
    assert only(DUE + case(*wrong)) == "“甲”停止计时时应剩 4 日，算得 3。"


def test_an_extension_is_as_long_as_it_asks_for() -> None:
    steps = ["2026-03-02, 立案", "2026-03-04, 延长, {data: {天数: 2}, due: {甲: 2026-03-11}}"]
    assert run(read(DUE + case(*steps))).ok
    assert "算得 2026-03-11" in only(DUE + case(steps[0], steps[1].replace("-11}", "-12}")))


FIRES = body("after: 立案, must: 甲, within: 5wd", "on_miss: 甲, then: 钟", "after: 立案, must: 铃, within: 2wd")  # fmt: skip
EVENTS = {
    "2026-03-05, 时钟, {fired: []}": "应发生时钟事件 (无)，发生的是 铃。",
    "2026-03-05, 时钟, {fired: [钟]}": "应发生时钟事件 钟，发生的是 铃。",
    "2026-03-10, 时钟, {fired: [铃]}": "应发生时钟事件 铃，发生的是 钟、铃。",
    "2026-03-10, 乙, {fired: [铃, 钟, 铃]}": "应发生时钟事件 钟、铃、铃，发生的是 钟、铃。",
    "2026-03-10, 时钟, {breach: []}": "应新增逾期 (无)，新增的是 甲。",
    "2026-03-10, 时钟, {breach: [乙]}": "应新增逾期 乙，新增的是 甲。",
    "2026-03-09, 时钟, {breach: [甲]}": "应新增逾期 甲，新增的是 (无)。",
}


@pytest.mark.parametrize("step", EVENTS)
def test_other_events_and_breaches_are_found_out(step: str) -> None:
    assert only(FIRES + case("2026-03-02, 立案", step)) == EVENTS[step]


def test_a_breach_is_new_only_once_and_events_come_in_any_order() -> None:
    steps = ["2026-03-02, 立案", "2026-03-10, 时钟, {fired: [钟, 铃], breach: [甲]}",
             "2026-03-11, 时钟, {fired: [], breach: []}"]  # fmt: skip
    assert run(read(FIRES + case(*steps))).ok


OWES = body("after: 立案, must: 甲", "after: 立案, must: 乙, within: 5wd", "after: 问, not: 甲")
OWED = {
    "立案, {owed: [甲]}": "之后应欠 甲，欠的是 乙、甲。",
    "立案, {owed: []}": "之后应欠 (无)，欠的是 乙、甲。",
    "立案, {owed: [甲, 乙, 丙]}": "之后应欠 丙、乙、甲，欠的是 乙、甲。",
}


@pytest.mark.parametrize("step", OWED)
def test_other_duties_are_found_out(step: str) -> None:
    assert only(OWES + case(f"2026-03-02, {step}")) == OWED[step]


def test_what_is_owed_needs_no_clock_and_ends_when_it_is_done_or_shut() -> None:
    steps = ["2026-03-02, 立案, {owed: [乙, 甲]}", "2026-03-03, 乙, {owed: [甲]}",
             "2026-03-04, 问, {data: {重大: 否}, owed: []}"]  # fmt: skip
    assert run(read(OWES + case(*steps))).ok


READS = body("after: 问, must: 甲, when: 重大", "after: 数, must: 乙, when: 人数 > 1")


def test_a_required_answer_that_a_guard_reads_is_given() -> None:
    steps = ["2026-03-02, 立案", "2026-03-02, 问"]
    assert only(READS + case(*steps)) == ("没有给出必填的“重大”，条件要读它。请在 data 中写上。")
    assert run(read(READS + case(steps[0], "2026-03-02, 问, {data: {重大: 否}}"))).ok
    assert run(read(READS + case(steps[0], "2026-03-02, 数"))).ok
    unread = body("after: 问, must: 甲")
    assert run(read(unread + case(*steps))).ok
    refused = NEEDS + case("2026-03-02, 问, {refused: condition}")
    assert run(read(refused)).ok


@pytest.mark.parametrize(
    ("closed", "steps", "said"),
    [
        ("true", ["2026-03-02, 立案"], "应当了结，还欠：甲、钟、铃。"),
        (
            "false",
            ["2026-03-02, 立案", "2026-03-03, 甲", "2026-03-05, 时钟"],
            "应当没有了结，却什么都不欠。",
        ),
    ],
)
def test_another_end_is_found_out_at_the_last_step(
    closed: str, steps: list[str], said: str
) -> None:
    result = run(read(FIRES + case(*steps, closed=closed)))
    (problem,) = result.problems
    assert (problem.sentence, problem.place.line) == (said, FIRST_STEP + len(steps) - 1)
    assert problem.step == steps[-1].replace(", ", " ")
    assert not result.ok
    other = {"true": "false", "false": "true"}[closed]
    assert run(read(FIRES + case(*steps, closed=other))).ok


def test_a_problem_reads_place_step_and_words() -> None:
    (problem,) = run(read(NEEDS + case("2026-03-02, 立案", "2026-03-02, 立案"))).problems
    assert str(problem).startswith(
        "enforcement/small/2020-01-01.yaml:28: 2026-03-02 立案：应当准许"
    )


def test_a_refused_step_leaves_no_data_behind() -> None:
    computed = ACTS.replace("  人数: {type: int}\n", "  人数: {type: int, computed: 天数 + 1}\n")
    steps = [
        "2026-03-02, 延长, {data: {天数: 5}, refused: condition}", "2026-03-02, 立案",
        "2026-03-02, 数",
    ]  # fmt: skip
    rule = rules("after: 数, must: 乙, when: 人数 > 1")
    assert only(computed + rule + case(*steps)) == (
        "没有给出必填的“人数”，条件要读它。请在 data 中写上。"
    )
    kept = ["2026-03-02, 立案", "2026-03-02, 延长, {data: {天数: 5}}", "2026-03-02, 数"]
    assert run(read(computed + rule + case(*kept, closed="false"))).ok


def test_a_given_answer_is_not_overwritten_by_its_proposal() -> None:
    computed = ACTS.replace("  人数: {type: int}\n", "  人数: {type: int, computed: 3}\n")
    rule = rules("after: 数, must: 乙, when: 人数 > 2")
    assert run(
        read(computed + rule + case("2026-03-02, 立案", "2026-03-02, 数", closed="false"))
    ).ok
    given = ["2026-03-02, 立案", "2026-03-02, 数, {data: {人数: 1}}"]
    assert run(read(computed + rule + case(*given, closed="true"))).ok


VALUES = {
    "答复期限: 7wd": ("答复期限", Resolution("7wd", "case")),
    "答复期限: none": ("答复期限", Resolution(None, "case")),
    "较大数额: 1元": ("较大数额", Resolution(100, "case")),
}


@pytest.mark.parametrize("written", VALUES)
def test_a_case_has_its_own_parameters(written: str) -> None:
    name, expected = VALUES[written]
    (one,) = read(ACTS + case("2026-03-02, 立案", parameters=f"{{{written}}}")).cases
    found = case_parameters(one, shelf())
    assert found[name] == expected
    assert {key: value for key, value in found.items() if key != name} == {
        key: value
        for key, value in case_parameters(
            read(ACTS + case("2026-03-02, 立案")).cases[0], shelf()
        ).items()
        if key != name
    }


def test_a_case_has_the_values_of_its_field_and_its_first_day() -> None:
    (one,) = read(ACTS + case("2026-03-02, 立案", field="农业")).cases
    assert case_parameters(one, shelf())["答复期限"].value == "10d"
    early = read(ACTS + case("2019-12-31, 立案", "2026-03-02, 甲")).cases[0]
    assert case_parameters(early, shelf())["答复期限"].value is None


def test_a_parameter_of_the_wrong_kind_is_refused_with_an_example() -> None:
    for written, example in (("答复期限: 五日", "5wd、90d、3m"), ("较大数额: 5000", "10000元")):
        procedure = read(ACTS + case("2026-03-02, 立案", parameters=f"{{{written}}}"))
        error = refusal(lambda one=procedure: run_case(one, one.cases[0], shelf()))
        assert (error.code, error.where and error.where.line) == ("case.parameter", 23)
        assert error.sentence.endswith(f"请照 {example} 改写，没有取值写 none。")


def counted(result: CaseResult) -> tuple[dict[int, int], dict[int, int]]:
    return dict(result.refused), dict(result.effective)


def test_a_rule_is_covered_where_it_refused_or_took_effect() -> None:
    text = body("do: 乙, needs: 甲", "after: 问, may: 丙, when: 重大", "after: 甲, must: 铃, within: 2wd",
                "after: 铃, not: 数")  # fmt: skip
    steps = ["2026-03-02, 立案", "2026-03-02, 乙, {refused: condition}", "2026-03-02, 丙, {refused: excluded}",
             "2026-03-02, 问, {data: {重大: 否}}", "2026-03-02, 甲", "2026-03-02, 乙",
             "2026-03-05, 时钟, {fired: [铃]}"]  # fmt: skip
    result = run(read(text + case(*steps)))
    assert result.ok
    assert counted(result) == ({0: 1, 1: 1}, {0: 2, 2: 1, 3: 1})
    yes = [*steps[:3], "2026-03-02, 问, {data: {重大: 是}}"]
    assert counted(run(read(text + case(*yes)))) == ({0: 1, 1: 1}, {1: 1})
    found = coverage(
        read(text + case(*steps) + case(*yes).replace("cases:\n", "").replace("例", "又例")),
        shelf(),
    )
    assert [(one.rule, one.refused, one.effective) for one in found] == [
        (0, 2, 2), (1, 2, 1), (2, 0, 1), (3, 0, 1),
    ]  # fmt: skip
