"""Worked cases run on the kernel: the lowered rules mean what the table says, and lies are found out."""

from __future__ import annotations

import pytest

from guiju.lawbook.cases import coverage, run_case
from guiju.lawbook.errors import CatalogError
from tests.lawbook.small import CLOCK, acts, problems, read, rules, run, shelf

ACTS = acts("甲", "乙", "丙", "丁", 钟=CLOCK)
HEAVY = "data:\n  重大: {type: yesno, required: true}\n"
ASKS = HEAVY + acts("乙", "丙", 甲="by: 承办人, often: true, cite: 甲法#1, fields: {重大: {}}")


def case(*steps: str, **more: str) -> str:
    lines = ["cases:", "  - name: 例"]
    lines += [f"    {key}: {value}" for key, value in more.items()]
    lines += ["    acts:", *(f"      - [{step}]" for step in steps)]
    return "\n".join(lines) + "\n"


LAWFUL = {
    "needs: first the one, and again while it is owed": (
        ACTS + rules("do: 乙, needs: 甲", "after: 丙, must: 甲"),
        case(
            "2026-03-02, 立案",
            "2026-03-02, 乙, {refused: condition, cite: 甲法#2}",
            "2026-03-02, 甲",
            "2026-03-02, 丙",
            "2026-03-02, 乙, {refused: milestone}",
            "2026-03-03, 甲",
            "2026-03-03, 乙",
            closed="true",
        ),
    ),
    "follows: once done stays done": (
        ACTS + rules("do: 乙, follows: 甲", "after: 丙, must: 甲"),
        case(
            "2026-03-02, 立案",
            "2026-03-02, 乙, {refused: condition}",
            "2026-03-02, 甲",
            "2026-03-02, 丙",
            "2026-03-02, 乙",
            closed="false",
        ),
    ),
    "waits: no order, only while owed": (
        ACTS + rules("do: 乙, waits: 甲", "after: 丙, must: 甲"),
        case("2026-03-02, 立案", "2026-03-02, 丙", "2026-03-02, 乙, {refused: milestone}"),
    ),
    "needs with a clear delay: seven full working days": (
        ACTS + rules("do: 乙, needs: 甲, delay: 7wd clear"),
        case(
            "2026-03-02, 立案",
            "2026-03-19, 甲",
            "2026-03-30, 乙, {refused: delay, cite: 甲法#2}",
            "2026-03-31, 乙",
        ),
    ),
    "passed: a failed review is not a review": (
        ASKS + rules("do: 乙, needs: 甲, passed: 重大"),
        case(
            "2026-03-02, 立案",
            "2026-03-02, 甲, {data: {重大: 否}, due: {甲: none}}",
            "2026-03-02, 乙, {refused: milestone}",
            "2026-03-03, 甲, {data: {重大: 是}}",
            "2026-03-03, 乙",
        ),
    ),
    "must within: due on a working day, missed but still owed": (
        ACTS + rules("after: 立案, must: 甲, within: 5wd"),
        case(
            "2026-04-28, 立案, {due: {甲: 2026-05-08}}",
            "2026-05-08, 乙, {breach: []}",
            "2026-05-09, 丙, {breach: [甲]}",
            "2026-05-11, 甲",
            closed="true",
        ),
    ),
    "must within: a last day off moves to the next working day": (
        ACTS + rules("after: 立案, must: 甲, within: 30d"),
        case("2026-04-01, 立案, {due: {甲: 2026-05-06}}"),
    ),
    "an undated must keeps the running clock": (
        ACTS + rules("after: 立案, must: 甲, within: 5wd", "after: 乙, must: 甲"),
        case("2026-03-02, 立案", "2026-03-03, 乙, {due: {甲: 2026-03-09}}"),
    ),
    "must one of them: either discharges both": (
        ACTS + rules("after: 立案, must: [甲, 乙], within: 5wd"),
        case("2026-03-02, 立案", "2026-03-03, 乙", closed="true"),
    ),
    "may: shut until opened; not: shut again; opens: open again": (
        ACTS + rules("after: 甲, may: 乙", "after: 丙, not: 乙", "after: 丁, opens: 乙"),
        case(
            "2026-03-02, 立案",
            "2026-03-02, 乙, {refused: excluded, cite: 甲法#2}",
            "2026-03-02, 甲",
            "2026-03-02, 丙",
            "2026-03-02, 乙, {refused: excluded}",
            "2026-03-02, 丁",
            "2026-03-02, 乙",
        ),
    ),
    "drops: no longer owed": (
        ACTS + rules("after: 立案, must: 甲, within: 5wd", "after: 乙, drops: 甲"),
        case("2026-03-02, 立案", "2026-03-03, 乙", closed="true"),
    ),
    "stops until one of two: the clock stands, and either starts it": (
        ACTS + rules("after: 立案, must: 甲, within: 30d", "stops: 乙, clock: 甲, until: [丙, 丁]"),
        case(
            "2026-03-02, 立案, {due: {甲: 2026-04-01}}",
            "2026-03-12, 乙, {due: {甲: none}, left: {甲: 20}}",
            "2026-03-20, 丁, {due: {甲: 2026-04-09}}",
            "2026-03-23, 甲",
            closed="true",
        ),
    ),
    "extends: by at most so much, in time": (
        "data:\n  天数: {type: int}\n"
        + acts("甲", 延长="by: 承办人, often: true, cite: 甲法#1, fields: {天数: {}}")
        + rules(
            "after: 立案, must: 甲, within: 30d", "extends: 延长, of: 甲, by: 20d, asked: 天数"
        ),
        case(
            "2026-03-02, 立案, {due: {甲: 2026-04-01}}",
            "2026-03-03, 延长, {data: {天数: 21}, refused: extend, cite: 甲法#2}",
            "2026-03-03, 延长, {data: {天数: 9}, due: {甲: 2026-04-10}}",
            "2026-03-03, 延长, {due: {甲: 2026-04-30}}",
            "2026-05-06, 延长, {refused: extend, breach: [甲]}",
        ),
    ),
    "window: a right within a time": (
        ACTS + rules("window: 甲, opens: 立案, within: 5wd", "do: 乙, waits: 届满.甲"),
        case(
            "2026-03-02, 立案, {due: {届满.甲: 2026-03-09}}",
            "2026-03-09, 乙, {refused: milestone}",
            "2026-03-10, 甲, {refused: excluded, fired: [届满.甲]}",
            "2026-03-10, 乙",
        ),
    ),
    "window: used up, and ended by another": (
        ACTS
        + rules(
            "window: 甲, opens: [立案, 丙], within: 5wd, ended_by: [丁]", "do: 乙, waits: 届满.甲"
        ),
        case(
            "2026-03-02, 立案",
            "2026-03-03, 甲",
            "2026-03-03, 甲, {refused: excluded}",
            "2026-03-03, 丙",
            "2026-03-04, 丁",
            "2026-03-04, 甲, {refused: excluded}",
            "2026-03-04, 乙, {fired: []}",
        ),
    ),
    "on_miss: the clock follows an extension": (
        ACTS
        + rules(
            "after: 立案, must: 甲, within: 5wd",
            "on_miss: 甲, then: 钟",
            "extends: 乙, of: 甲, by: 5wd",
            "after: 钟, may: 丙",
        ),
        case(
            "2026-03-02, 立案",
            "2026-03-09, 乙, {due: {甲: 2026-03-16}}",
            "2026-03-16, 丙, {refused: excluded, fired: []}",
            "2026-03-17, 丙, {fired: [钟], breach: [甲]}",
        ),
    ),
    "on_miss: a duty done in time fires nothing": (
        ACTS + rules("after: 立案, must: 甲, within: 5wd", "on_miss: 甲, then: 钟"),
        case("2026-03-02, 立案", "2026-03-09, 甲", "2026-04-01, 时钟, {fired: []}", closed="true"),
    ),
    "closes: nothing more but what survives": (
        "owed: [甲]\n" + ACTS + rules("closes: 甲, survive: [乙]"),
        case(
            "2026-03-02, 立案",
            "2026-03-02, 甲",
            "2026-03-02, 丙, {refused: excluded, cite: 甲法#2}",
            "2026-03-02, 乙",
            closed="true",
        ),
    ),
    "opens: nothing before the opener, by the opener's article": (
        ACTS + rules("do: 乙, needs: 甲"),
        case("2026-03-02, 甲, {refused: condition, cite: 甲法#1}", "2026-03-02, 立案"),
    ),
    "once unless often": (
        ASKS,
        case(
            "2026-03-02, 立案",
            "2026-03-02, 立案, {refused: once}",
            "2026-03-02, 甲, {data: {重大: 是}}",
            "2026-03-02, 甲, {data: {重大: 是}}",
        ),
    ),
    "a lapse against a citizen waits for a person": (
        acts("甲", 钟=CLOCK + ", lapse: citizen") + rules("after: 立案, must: 钟, within: 5wd"),
        case(
            "2026-03-02, 立案",
            "2026-03-09, 钟, {refused: auto}",
            "2026-03-11, 时钟, {fired: []}",
            "2026-03-11, 钟",
            closed="true",
        ),
    ),
    "an empty parameter is no clock": (
        ACTS + rules("after: 立案, must: 甲, within: 答复期限"),
        case("2026-03-02, 立案, {due: {甲: none}}", parameters="{答复期限: none}"),
    ),
    "a parameter of the field": (
        ACTS + rules("after: 立案, must: 甲, within: 答复期限"),
        case("2026-03-02, 立案, {due: {甲: 2026-03-12}}", field="农业"),
    ),
    "a parameter of the case": (
        ACTS + rules("after: 立案, must: 甲, within: 答复期限"),
        case("2026-03-02, 立案, {due: {甲: 2026-03-04}}", parameters="{答复期限: 2wd}"),
    ),
}


@pytest.mark.parametrize("what", LAWFUL)
def test_a_rule_means(what: str) -> None:
    body, steps = LAWFUL[what]
    assert problems(read(body + steps)) == []


BASE = ACTS + rules(
    "do: 乙, needs: 甲", "after: 立案, must: 丙, within: 5wd", "on_miss: 丙, then: 钟"
)
LIES = {
    "allowed where refused": (["2026-03-02, 立案, {refused: once}"], "应被拒绝(once)，却准许了"),
    "refused where allowed": (
        ["2026-03-02, 立案", "2026-03-02, 乙"],
        "却因 condition 被拒绝；起作用的条文是 甲法#2，涉及：甲",
    ),
    "another reason": (
        ["2026-03-02, 立案", "2026-03-02, 乙, {refused: milestone}"],
        "应因 milestone 被拒绝，却因 condition",
    ),
    "another article": (
        ["2026-03-02, 立案", "2026-03-02, 乙, {refused: condition, cite: 甲法#3}"],
        "应由 甲法#3 拒绝，起作用的是 甲法#2",
    ),
    "another day": (
        ["2026-03-02, 立案, {due: {丙: 2026-03-10}}"],
        "“丙”的期限应到 2026-03-10，算得 2026-03-09",
    ),
    "no day": (["2026-03-02, 立案, {due: {丙: none}}"], "应到 (无)，算得 2026-03-09"),
    "a running clock that stands": (["2026-03-02, 立案, {left: {丙: 3}}"], "应剩 3 日，算得 None"),
    "an event that did not fire": (
        ["2026-03-02, 立案", "2026-03-03, 甲, {fired: [钟]}"],
        "应发生时钟事件 钟，发生的是 (无)",
    ),
    "an event that fired unsaid": (
        ["2026-03-02, 立案", "2026-03-20, 甲, {fired: []}"],
        "应发生时钟事件 (无)，发生的是 钟",
    ),
    "a breach unsaid": (
        ["2026-03-02, 立案", "2026-03-20, 甲, {breach: []}"],
        "应新增逾期 (无)，新增的是 丙",
    ),
}


@pytest.mark.parametrize("what", LIES)
def test_a_case_that_says_otherwise_is_found_out(what: str) -> None:
    steps, expected = LIES[what]
    (problem,) = problems(read(BASE + case(*steps)))
    assert expected in problem


def test_a_problem_names_the_line_and_the_step() -> None:
    procedure = read(BASE + case("2026-03-02, 立案", "2026-03-03, 立案"))
    (problem,) = run(procedure).problems
    assert (problem.place.line, problem.step) == (21, "2026-03-03 立案")


@pytest.mark.parametrize(("closed", "expected"), [("true", "还欠：丙"), ("false", None)])
def test_a_case_that_ends_open_is_told_from_a_closed_one(closed: str, expected: str | None) -> None:
    found = problems(read(BASE + case("2026-03-02, 立案", closed=closed)))
    assert (expected in found[0]) if expected else found == []


def test_a_case_must_answer_what_guards_read() -> None:
    procedure = read(
        ASKS + rules("after: 甲, must: 乙, when: 重大") + case("2026-03-02, 立案", "2026-03-02, 甲")
    )
    assert "没有给出必填的“重大”" in problems(procedure)[0]


def test_a_case_takes_the_proposal_a_person_would_take() -> None:
    body = (
        "data:\n  罚款: {type: money, required: true}\n  听证: {computed: 罚款 >= 较大数额}\n"
        + acts("乙", 甲="by: 承办人, cite: 甲法#1, fields: {罚款: {}, 听证: {}}")
        + rules("after: 甲, must: 乙, when: 听证")
    )
    below = body + case("2026-03-02, 立案", "2026-03-02, 甲, {data: {罚款: 4999元}}", closed="true")
    above = body + case(
        "2026-03-02, 立案", "2026-03-02, 甲, {data: {罚款: 5000元}}", closed="false"
    )
    assert problems(read(below)) == problems(read(above)) == []


def test_a_parameter_of_the_wrong_kind_is_refused() -> None:
    procedure = read(BASE + case("2026-03-02, 立案", parameters="{答复期限: 5000元}"))
    with pytest.raises(CatalogError) as caught:
        run_case(procedure, procedure.cases[0], shelf())
    assert caught.value.code == "case.parameter"


def test_coverage_tells_rules_that_decided_from_rules_nobody_met() -> None:
    body = ACTS + rules("do: 乙, needs: 甲", "do: 丙, needs: 甲", "after: 丁, must: 甲")
    procedure = read(
        body
        + case(
            "2026-03-02, 立案",
            "2026-03-02, 乙, {refused: condition}",
            "2026-03-02, 甲",
            "2026-03-02, 乙",
        )
    )
    assert [(one.rule, one.refused, one.effective) for one in coverage(procedure, shelf())] == [
        (0, 1, 2),
        (1, 0, 0),
        (2, 0, 0),
    ]
