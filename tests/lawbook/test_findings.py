"""What the checks of a procedure's rules find: code, line, weight and words, and silence without the fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guiju.lawbook.checks import check, errors
from guiju.lawbook.errors import Place
from guiju.lawbook.findings import ERROR, NOTE, Finding
from guiju.lawbook.parameters import Parameter
from guiju.lawbook.reader import parse_procedure
from tests.lawbook.refusing import refused
from tests.lawbook.small import CLOCK, HEAD, NAME, acts, read, rules, run, shelf

ACTS = acts("甲", "乙", "丙", 钟=CLOCK)
FIRST = 13
"""Line of the first rule, after five acts."""


def found(body: str, code: str, bound: int = 0) -> list[Finding]:
    return [one for one in check(read(body), shelf(), bound) if one.code == code]


def only(body: str, code: str, bound: int = 0) -> Finding:
    (finding,) = found(body, code, bound)
    return finding


ARMED = rules("after: 立案, must: 钟, within: 5wd")
FAULTS = {
    "clock.never_armed": (
        rules("after: 钟, may: 甲"), 11,
        "时钟事件“钟”没有任何规则给它期限，永远不会发生。请补 after … must … within，或 on_miss、window。",
        ARMED + "  - {after: 钟, may: 甲, basis: 内部, why: 一}\n",
    ),
    "condition.void": (
        rules("after: 丙, may: 甲", "do: 乙, follows: 甲"), FIRST + 1,
        ("“甲”一开始没有开放，在它开放之前，它拦不住“乙”。"
         "请让“甲”用 do … follows 表示先后而不用 may，或让开放它的行为也在“乙”之前。"),
        rules("after: 丙, may: 甲", "do: 乙, follows: 甲", "do: 乙, follows: 丙"),
    ),
    "delay.vanishes": (
        rules("after: 甲, not: 甲", "do: 乙, follows: 甲, delay: 5wd"), FIRST + 1,
        "“甲”做了就排除自己，它后面的等待期也随之消失。请去掉 not 自己(行为本来只做一次)。",
        rules("after: 甲, not: 丙", "do: 乙, follows: 甲, delay: 5wd"),
    ),
    "opens.blocked": (
        rules("do: 立案, follows: 甲"), 5,
        "“立案”开启办件，却要等别的行为。请删去以它为目标的 needs、follows、may 或 window。",
        rules("do: 甲, follows: 立案"),
    ),
    "condition.knot": (
        rules("do: 甲, follows: 乙", "do: 乙, needs: 甲"), 8,
        "“甲”与别的行为互为前提，谁也做不了。请核对 needs 和 follows。",
        rules("do: 甲, follows: 乙"),
    ),
    "stops.cannot_resume": (
        rules("after: 立案, must: 甲, within: 30d", "after: 立案, may: 丙", "stops: 乙, clock: 甲, until: 丙"),
        FIRST + 2,
        "“乙”停了钟，恢复的行为却没有随之开放，钟可能永远停着。请写 after: 乙, may: 丙。",
        rules("after: 立案, must: 甲, within: 30d", "after: 乙, may: 丙", "stops: 乙, clock: 甲, until: 丙"),
    ),
    "extends.nothing": (
        rules("after: 立案, must: 甲", "extends: 乙, of: 甲, by: 5wd"), FIRST + 1,
        "没有规则给“甲”期限，延长它没有意义。请先写 after … must: 甲, within …。",
        rules("after: 立案, must: 甲, within: 5wd", "extends: 乙, of: 甲, by: 5wd"),
    ),
    "act.dead": (
        rules("after: 甲, may: 甲"), 8,
        "“甲”永远不会发生：没有开放它的行为，或它的前提不会发生。请核对 may、window 和 needs。",
        rules("after: 乙, may: 甲", "after: 立案, must: 钟, within: 5wd"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_in_the_rules_is_found_at_its_line(code: str) -> None:
    wrong, line, sentence, right = FAULTS[code]
    finding = found(ACTS + wrong, code)[0]
    assert (finding.place.line, finding.sentence) == (line, sentence)
    assert finding.weight == (NOTE if code == "stops.cannot_resume" else ERROR)
    assert found(ACTS + right, code) == []


DEAD = {
    "an act that waits for a dead one": (["do: 甲, follows: 乙", "do: 乙, follows: 甲", "do: 丙, follows: 甲"], "甲乙丙"),
    "a clock that only a dead act arms": (["after: 甲, may: 甲", "after: 甲, must: 铃, within: 5wd"], "甲铃"),
    "acts that wait for each other": (["do: 甲, follows: 乙", "do: 乙, follows: 甲"], "甲乙"),
    "an act that only a dead one opens": (["after: 甲, may: 甲", "after: 甲, may: 乙"], "甲乙"),
}  # fmt: skip


@pytest.mark.parametrize("what", DEAD)
def test_every_act_that_never_happens_is_found(what: str) -> None:
    wrong, names = DEAD[what]
    ring = "after: 立案, must: 铃, within: 5wd"
    armed = [*wrong, "after: 立案, must: 钟, within: 5wd", *([] if "铃" in names else [ring])]
    body = acts("甲", "乙", "丙", 钟=CLOCK, 铃=CLOCK) + rules(*armed)
    assert {one.sentence[1] for one in found(body, "act.dead")} == set(names)


ALIVE = {
    "a guarded condition may not hold": rules("do: 甲, follows: 乙, when: 重大 set", "do: 乙, follows: 甲"),
    "a condition goes when its source is excluded": rules("do: 甲, follows: 乙", "do: 乙, follows: 甲", "after: 丙, not: 甲"),
    "a guard may open": rules("after: 乙, may: 甲, when: 重大 set"),
    "a guard may arm": rules("after: 立案, must: 钟, within: 5wd, when: 重大 set"),
    "a clock is owed from the start": rules("do: 甲, follows: 立案"),
}  # fmt: skip


@pytest.mark.parametrize("what", ALIVE)
def test_an_act_that_may_happen_is_not_found_dead(what: str) -> None:
    head = "owed: [钟]\n" if "owed" in what else ""
    body = head + "data:\n  重大: {type: yesno}\n" + ACTS + ALIVE[what]
    expected = set() if "钟" in ALIVE[what] or head else {"钟"}
    assert {one.sentence[1] for one in found(body, "act.dead")} == expected


def test_a_guard_may_name_a_parameter_of_any_kind_but_a_period() -> None:
    more = {"几人": Parameter("几人", "int", "", ()), "从严": Parameter("从严", "yesno", "", ())}
    wider = replace(shelf(), parameters={**shelf().parameters, **more})
    body = "data:\n  人数: {type: int}\n" + acts(
        "甲", 问="by: 承办人, cite: 甲法#1, fields: {人数: {required: true}}"
    )
    guarded = body + rules("after: 问, may: 甲, when: 从严 and 人数 > 几人")
    procedure = parse_procedure((HEAD + guarded).encode(), NAME, wider)
    assert [one.code for one in errors(procedure, wider, 500)] == []


def test_an_opener_that_starts_shut_is_found() -> None:
    shut = ACTS + rules("after: 甲, may: 立案")
    assert only(shut, "opens.blocked").place.line == 5
    assert found(shut, "condition.void") == []
    assert only(ACTS + rules("window: 立案, opens: 甲, within: 5wd"), "opens.blocked")


@pytest.mark.parametrize("rule", ["after: 乙, may: 甲", "window: 甲, opens: 乙, within: 5wd"])
def test_what_is_owed_from_the_start_is_open_from_the_start(rule: str) -> None:
    finding = only("owed: [乙, 甲]\n" + ACTS + rules(rule), "owed.excluded")
    assert (finding.weight, finding.place.line) == (ERROR, 6)
    assert finding.sentence == (
        "“甲”一开始就欠着，却还没有开放，办件会显得已经了结。请从 owed 或 may、window 中去掉一处。"
    )


NOT_KNOTS = {
    "a guard may leave one way open": rules("do: 甲, follows: 乙, when: 重大 set", "do: 乙, follows: 甲"),
    "one may be excluded": rules("do: 甲, follows: 乙", "do: 乙, follows: 甲", "after: 丙, not: 甲"),
    "one starts shut": rules("do: 甲, follows: 乙", "do: 乙, follows: 甲", "after: 丙, may: 甲"),
    "a milestone is no knot": rules("do: 甲, waits: 乙", "do: 乙, waits: 甲"),
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_KNOTS)
def test_acts_that_wait_for_each_other_are_no_knot_where(what: str) -> None:
    body = "data:\n  重大: {type: yesno}\n" + ACTS
    assert found(body + NOT_KNOTS[what], "condition.knot") == []


def test_every_act_of_a_knot_is_named_and_only_those() -> None:
    ring = rules("do: 甲, follows: 乙", "do: 乙, follows: 丙", "do: 丙, follows: 甲")
    names = {one.sentence[1] for one in found(ACTS + ring, "condition.knot")}
    assert names == set("甲乙丙")
    tail = rules("do: 甲, follows: 乙", "do: 乙, follows: 甲", "do: 丙, follows: 甲")
    assert {one.sentence[1] for one in found(ACTS + tail, "condition.knot")} == set("甲乙")


@pytest.mark.parametrize("until", ["[丙, 立案]", "立案"])
def test_a_stopped_clock_resumes_where_one_of_several_acts_is_open(until: str) -> None:
    stop = rules("after: 立案, must: 甲, within: 30d", "after: 立案, may: 丙",
                 f"stops: 乙, clock: 甲, until: {until}")  # fmt: skip
    assert found(ACTS + stop, "stops.cannot_resume") == []


def test_a_condition_is_found_void_once_for_a_rule() -> None:
    groups = "groups: {组: [甲, 乙]}\n"
    many = (
        acts("甲", "乙", "丙", "丁") + groups + rules("after: 丁, may: 组", "do: 丙, follows: 组")
    )
    assert only(many, "condition.void").place.line == 15


HEAVY = "data:\n  重大: {type: yesno, required: true}\n"
ASKS = "by: 承办人, cite: 甲法#1, fields: {重大: {}}"
UNSET = {
    "before a condition": (rules("do: 甲, needs: 乙, when: 重大"), "办“甲”之前"),
    "before a milestone": (rules("do: 甲, waits: 乙, when: 重大"), "办“甲”之前"),
    "after an effect": (rules("after: 甲, must: 乙, when: 重大"), "“甲”之后"),
    "after an act that opens": (rules("after: 甲, may: 乙, when: 重大"), "“甲”之后"),
    "when a review is passed": (rules("do: 甲, needs: 乙, passed: 重大"), "“乙”之后"),
    "when a period is extended": (
        rules("after: 立案, must: 甲, within: 5wd", "extends: 问, of: 甲, by: 5wd, when: 重大"),
        "“问”之后",
    ),
}


@pytest.mark.parametrize("what", UNSET)
def test_a_guard_that_reads_what_nobody_answered_is_found(what: str) -> None:
    rule, moment = UNSET[what]
    finding = only(HEAVY + acts("甲", "乙", 问=ASKS) + rule, "guard.may_be_unset")
    assert finding.weight == ERROR
    assert finding.place.line == 13 + rule.count("\n") - 1
    assert finding.sentence == (
        f"条件读“重大”，{moment}却不一定有人答过它。"
        "请让必经的行为带上它并写 required: true，或在条件里先问“重大 set”。"
    )


def test_a_requirement_that_reads_what_nobody_answered_is_found_at_its_act() -> None:
    body = HEAVY + acts(甲="by: 承办人, cite: 甲法#1, requires: not 重大", 问=ASKS)
    finding = only(body, "guard.may_be_unset")
    assert (finding.place.line, "办“甲”时却不一定" in finding.sentence) == (10, True)
    own = HEAVY + acts(甲=ASKS + ", requires: not 重大")
    assert found(own, "guard.may_be_unset") == []


def test_a_guard_that_may_be_unset_is_found_once_for_a_rule_and_a_field() -> None:
    two = HEAVY.replace("}\n", "}\n  轻微: {type: yesno}\n", 1)
    body = two + acts("甲", "乙", "丙") + rules("after: [甲, 乙], must: 丙, when: 重大 and 轻微")
    findings = found(body, "guard.may_be_unset")
    assert ["重大" in one.sentence for one in findings] == [False, True]


def test_what_is_owed_from_the_start_answers_nothing_for_a_milestone() -> None:
    waits = rules("do: 甲, waits: 乙, when: 重大", "after: 问, must: 乙")
    body = HEAVY + acts("甲", "乙", 问=ASKS) + waits
    assert found(body, "guard.may_be_unset") == []
    assert found("owed: [乙]\n" + body, "guard.may_be_unset")
    another = body + "  - {after: 甲, must: 问, basis: 内部, why: 一}\n"
    assert found(another, "guard.may_be_unset") == []


def test_a_review_that_failed_reads_what_the_review_itself_answers() -> None:
    passed = rules("do: 甲, needs: 问, passed: 重大")
    assert found(HEAVY + acts("甲", 问=ASKS) + passed, "guard.may_be_unset") == []
    also = rules("do: 甲, needs: 问, passed: 重大, when: 轻微").replace("轻微", "重大")
    assert found(HEAVY + acts("甲", 问=ASKS) + also, "guard.may_be_unset")


def test_a_choice_that_starts_empty_is_told_from_each_of_its_values() -> None:
    choice = "data:\n  结论: {choice: [通过, 不通过], required: true}\n"
    for requires, fails in (
        ("结论 == 通过", True),
        ("结论 != 通过", False),
        ("结论 in [通过]", True),
    ):
        body = choice + acts(甲=f"by: 承办人, cite: 甲法#1, requires: '{requires}'",
                             问=ASKS.replace("重大", "结论"))  # fmt: skip
        assert (found(body, "guard.may_be_unset") == []) is fails


def test_a_number_that_starts_at_nought_is_told_from_each_bound() -> None:
    number = "data:\n  人数: {type: int, required: true}\n"
    for requires, fails in (("人数 > 0", True), ("人数 >= 0", False), ("人数 == 1", True)):
        body = number + acts(甲=f"by: 承办人, cite: 甲法#1, requires: '{requires}'",
                             问=ASKS.replace("重大", "人数"))  # fmt: skip
        assert (found(body, "guard.may_be_unset") == []) is fails


def test_what_the_kernel_refuses_is_found_at_the_rule_it_stands_in() -> None:
    body = ACTS + rules("after: 立案, must: 钟, within: 5wd", "do: 钟, follows: 甲, delay: 5wd")
    (finding,) = check(read(body), shelf())
    assert (finding.code, finding.place.line, finding.weight) == ("graph.auto-delay", 14, ERROR)
    case = "cases:\n  - {name: 例, acts: [[2026-03-02, 立案]]}\n"
    assert refused(lambda: run(read(body + case))) == ("graph.auto-delay", 14)


def test_errors_are_the_findings_that_must_be_mended() -> None:
    body = ACTS + rules("after: 甲, may: 甲", "after: 立案, must: 钟, within: 5wd")
    all_found = check(read(body), shelf())
    assert {one.weight for one in all_found} == {ERROR, NOTE}
    assert errors(read(body), shelf()) == tuple(one for one in all_found if one.weight == ERROR)


def test_a_finding_reads_weight_place_code_and_words() -> None:
    finding = Finding("act.dead", "“甲”做不到。", Place("a.yaml", 3))
    assert str(finding) == "[error] a.yaml:3: act.dead: “甲”做不到。"
    assert str(finding._replace(weight=NOTE)).startswith("[note] ")


STUCK = HEAVY + acts("甲", "乙", 问=ASKS, 丙="requires: 重大, by: 承办人, cite: 甲法#1") + rules(
    "do: 丙, follows: 问", "after: 甲, must: 乙", "do: 乙, follows: 丙"
)  # fmt: skip


def test_a_matter_that_cannot_close_is_found_at_its_file_with_a_shortest_way() -> None:
    finding = only(STUCK, "matter.cannot_close", 500)
    assert (finding.place, finding.weight) == (Place("enforcement/small/2020-01-01.yaml"), ERROR)
    way = finding.sentence.removeprefix("依次办了 ").partition(" 之后")[0].split("、")
    assert (way[0], sorted(way)) == ("立案", sorted(["立案", "甲", "问"]))
    assert finding.sentence.endswith("办件再也了结不了。请核对此后还欠的行为由谁、凭什么办。")
    assert found(STUCK.replace("重大, by", "重大 set, by"), "matter.cannot_close", 500) == []


def test_runs_are_looked_at_only_where_they_are_asked_for() -> None:
    assert found(STUCK, "matter.cannot_close") == found(STUCK, "matter.cannot_close", 3) == []
