"""Each kind of rule as it may be written: the keys it must have, may have, and may not."""

from __future__ import annotations

import pytest

from guiju.lawbook.rule_reader import FORMS
from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import CLOCK, acts, read

DATA = "data:\n  重大: {type: yesno}\n  天数: {type: int}\n  理由: {type: text}\n"
ACTS = acts("甲", "乙", "丙", 钟=CLOCK, 铃=CLOCK)
LINE = 18
OK = "cite: 甲法#2, basis: 法"
MINIMAL = {
    "window": "window: 甲, opens: 乙, within: 5wd",
    "stops": "stops: 甲, clock: 乙, until: 丙",
    "extends": "extends: 甲, of: 乙, by: 5wd",
    "on_miss": "on_miss: 甲, then: 钟",
    "closes": "closes: 甲",
    "needs": "do: 甲, needs: 乙",
    "follows": "do: 甲, follows: 乙",
    "waits": "do: 甲, waits: 乙",
    "must": "after: 甲, must: 乙",
    "may": "after: 甲, may: 乙",
    "not": "after: 甲, not: 乙",
    "drops": "after: 甲, drops: 乙",
    "opens": "after: 甲, opens: 乙",
}
MORE = {
    "window": "ended_by: [丙]",
    "closes": "survive: [乙]",
    "needs": "delay: 5wd clear, passed: 重大",
    "follows": "delay: 5wd clear",
    "must": "within: 5wd",
    "extends": "asked: 天数",
}
PARTS = ("delay: 5wd", "within: 5wd", "by: 5wd", "passed: 重大", "asked: 天数", "survive: [乙]",
         "ended_by: [丙]", "then: 钟", "until: 丙", "clock: 丙", "of: 丙")  # fmt: skip


def written(rule: str) -> str:
    return f"{DATA}{ACTS}rules:\n  - {{{rule}}}\n"


def keys_of(rule: str) -> list[str]:
    return [part.partition(":")[0] for part in rule.split(", ")]


def test_every_kind_of_rule_is_tried_here() -> None:
    assert [form.key for form in FORMS] == list(MINIMAL)


@pytest.mark.parametrize("kind", MINIMAL)
def test_a_kind_is_told_by_its_key_and_reads_at_its_least(kind: str) -> None:
    (rule,) = read(written(f"{MINIMAL[kind]}, {OK}")).rules
    assert (rule.kind, rule.index, rule.place.line) == (kind, 0, LINE)
    periods = {"within", "by"}
    assert set(rule.names) == {*keys_of(MINIMAL[kind])} - periods
    assert (rule.length is not None) is bool(periods & {*keys_of(MINIMAL[kind])})
    assert (rule.when, rule.passed, rule.asked) == (None, None, None)


@pytest.mark.parametrize("kind", MORE)
def test_a_kind_takes_what_belongs_to_it(kind: str) -> None:
    (rule,) = read(written(f"{MINIMAL[kind]}, {MORE[kind]}, when: 重大, why: 因为。, {OK}")).rules
    assert rule.when is not None
    assert (rule.when.text, rule.grounds.why, rule.grounds.basis) == ("重大", "因为。", "法")
    said = {
        "ended_by": rule.names.get("ended_by"), "survive": rule.names.get("survive"),
        "delay": rule.length, "passed": rule.passed, "within": rule.length, "asked": rule.asked,
    }  # fmt: skip
    assert all(said[key] for key in keys_of(MORE[kind]))


@pytest.mark.parametrize("kind", MINIMAL)
def test_a_kind_refuses_to_miss_any_other_of_its_keys(kind: str) -> None:
    parts = MINIMAL[kind].split(", ")
    for part in parts:
        key = part.partition(":")[0]
        if key != kind:
            rest = ", ".join([one for one in parts if one != part] + [OK])
            error = refusal(lambda rest=rest: read(written(rest)))
            assert (error.code, line_of(error)) == ("schema.missing", LINE)
            assert error.sentence == f"规则缺少“{key}”。请补上。"


@pytest.mark.parametrize("kind", MINIMAL)
def test_a_kind_refuses_what_belongs_to_another(kind: str) -> None:
    own = {*keys_of(MINIMAL[kind]), *keys_of(MORE.get(kind, ""))}
    for part in PARTS:
        if part.partition(":")[0] not in own:
            rule = f"{MINIMAL[kind]}, {part}, {OK}"
            code = refusal(lambda rule=rule: read(written(rule))).code
            assert code == "schema.unknown_key", (kind, part)


@pytest.mark.parametrize("kind", MINIMAL)
def test_every_kind_needs_its_article_and_its_strength(kind: str) -> None:
    rule = MINIMAL[kind]
    assert refused(lambda: read(written(f"{rule}, basis: 法"))) == ("cite.missing", LINE)
    assert refused(lambda: read(written(f"{rule}, cite: 甲法#2"))) == ("basis.missing", LINE)
    error = refusal(lambda: read(written(f"{rule}, cite: 甲法#2")))
    assert error.sentence == "规则没有写效力。请补 basis：法、规章、文件、解释或内部。"
    assert read(written(f"{rule}, basis: 内部".replace("5wd", "5d"))).rules[0].grounds.cite == ()


@pytest.mark.parametrize("basis", ["法", "规章", "文件", "解释", "内部"])
def test_the_strengths_are_five(basis: str) -> None:
    cite = "" if basis == "内部" else ", cite: 甲法#2"
    assert read(written(f"closes: 甲, basis: {basis}{cite}")).rules[0].grounds.basis == basis


@pytest.mark.parametrize("kind", MINIMAL)
def test_every_name_in_a_rule_is_an_act(kind: str) -> None:
    for part in MINIMAL[kind].split(", "):
        key, _, name = part.partition(": ")
        if key in {"within", "by"}:
            continue
        wrong = MINIMAL[kind].replace(part, f"{key}: {name}甲乙丙")
        error = refusal(lambda wrong=wrong: read(written(f"{wrong}, {OK}")))
        assert (error.code, line_of(error)) == ("rule.unknown_act", LINE), (kind, key)


def test_an_unknown_kind_is_told_all_kinds() -> None:
    error = refusal(lambda: read(written(f"do: 甲, after: 乙, {OK}")))
    assert (error.code, line_of(error)) == ("rule.unknown_kind", LINE)
    assert error.sentence == f"看不出这是哪种规则。请写上其中一键：{'、'.join(MINIMAL)}。"


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("window: [甲, 丙], opens: 乙, within: 5wd", "window"),
        ("on_miss: [甲, 乙], then: 钟", "on_miss"),
        ("on_miss: 甲, then: [钟, 铃]", "then"),
    ],
)
def test_where_one_act_is_meant_two_are_refused(rule: str, key: str) -> None:
    error = refusal(lambda: read(written(f"{rule}, {OK}")))
    assert (error.code, line_of(error)) == ("rule.one_act", LINE)
    assert error.sentence == f"“{key}”只能写一个行为。请拆成几条规则。"


@pytest.mark.parametrize("group", ["[甲]", "[甲, 乙]"])
def test_a_window_is_of_an_act_and_not_of_a_group(group: str) -> None:
    body = DATA + ACTS + f"groups: {{组: {group}}}\nrules:\n"
    window = body + f"  - {{window: 组, opens: 丙, within: 5wd, {OK}}}\n"
    assert refused(lambda: read(window)) == ("rule.one_act", LINE + 1)
    missed = window + f"  - {{on_miss: 丙, then: 届满.组, {OK}}}\n"
    assert refused(lambda: read(missed)) == ("rule.one_act", LINE + 1)


@pytest.mark.parametrize("key", ["needs", "follows", "waits"])
def test_an_act_that_waits_for_itself_alone_is_refused(key: str) -> None:
    error = refusal(lambda: read(written(f"do: 甲, {key}: 甲, {OK}")))
    assert (error.code, line_of(error)) == ("rule.self", LINE)
    assert error.sentence == f"“甲”以自己为前提，永远不能做。请核对 do 和 {key}。"
    assert read(written(f"do: [甲, 乙], {key}: [甲, 乙], {OK}")).rules[0].names["do"] == (
        "甲",
        "乙",
    )
    assert read(written(f"do: 甲, {key}: [甲, 乙], {OK}"))


PERSON = {
    "window: 钟, opens: 乙, within: 5wd": "window",
    "extends: 钟, of: 乙, by: 5wd": "extends",
    "on_miss: 铃, then: 钟": "on_miss",
}


@pytest.mark.parametrize("rule", PERSON)
def test_what_only_people_do_is_refused_to_the_clock(rule: str) -> None:
    error = refusal(lambda: read(written(f"{rule}, {OK}")))
    assert (error.code, line_of(error)) == ("rule.needs_person", LINE)
    assert error.sentence.startswith(f"“{PERSON[rule]}”里的“")
    assert error.sentence.endswith("”应由人办理，请改名。")


def test_what_only_the_clock_does_is_refused_to_people() -> None:
    error = refusal(lambda: read(written(f"on_miss: 甲, then: 乙, {OK}")))
    assert (error.code, line_of(error)) == ("rule.needs_clock", LINE)
    assert error.sentence == "“then”里的“乙”应由时钟发生，请在 acts 中写 by: 时钟。"


def test_the_clock_of_a_window_may_be_missed_and_waited_for_in_any_rule() -> None:
    window = f"  - {{window: 甲, opens: 乙, within: 5wd, {OK}}}\n"
    before = DATA + ACTS + f"rules:\n  - {{do: 丙, waits: 届满.甲, {OK}}}\n" + window
    assert read(before).rules[0].names["waits"] == ("届满.甲",)
    assert refused(lambda: read(before.replace(window, ""))) == ("rule.unknown_act", LINE)


@pytest.mark.parametrize(("field", "code"), [("理由", "rule.asked"), ("日数", "field.unknown")])
def test_the_length_asked_for_is_a_field_of_whole_numbers(field: str, code: str) -> None:
    rule = f"{MINIMAL['extends']}, asked: {field}, {OK}"
    assert refused(lambda: read(written(rule))) == (code, LINE)
