"""The head and the foot of a procedure file: its place, its day in force, what opens it, what it leaves out."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.lawbook.errors import Place
from guiju.lawbook.reader import CHAPTERS, parse_procedure
from guiju.lawbook.schema import KINDS
from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import HEAD, NAME, acts, read, rules, shelf

TWO = acts("甲", "乙")
PLAIN = (HEAD + TWO).encode()


@pytest.mark.parametrize(
    "chapter",
    ["leadership", "functions", "rulemaking", "decisions", "enforcement", "emergency", "disputes",
     "oversight", "education", "community", "digital"],
)  # fmt: skip
def test_every_chapter_of_the_systems_has_its_folder(chapter: str) -> None:
    procedure = parse_procedure(PLAIN, f"catalog/{chapter}/one-two/2021-02-28.yaml", shelf())
    assert (procedure.chapter, procedure.id) == (chapter, "one-two")
    assert procedure.version == dt.date(2021, 2, 28)
    assert procedure.place == Place(f"catalog/{chapter}/one-two/2021-02-28.yaml")
    assert len(CHAPTERS) == 11


NAMES = {
    "enforcement/small/20200101.yaml": "file.name",
    "enforcement/small/2020-W01-3.yaml": "file.name",
    "enforcement/small/2020-02-30.yaml": "file.name",
    "enforcement/small/2020-01-01": "",
    "enforcement/small/2020-01-01.yml": "file.name",
    "small/2020-01-01.yaml": "file.name",
    "enforcment/small/2020-01-01.yaml": "file.chapter",
    "enforcement/small_one/2020-01-01.yaml": "file.id",
    "enforcement/-small/2020-01-01.yaml": "file.id",
    "enforcement/小程序/2020-01-01.yaml": "file.id",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_placed_by_chapter_id_and_day(name: str) -> None:
    if not NAMES[name]:
        assert parse_procedure(PLAIN, name, shelf()).id == "small"
        return
    error = refusal(lambda: parse_procedure(PLAIN, name, shelf()))
    assert (error.code, error.where) == (NAMES[name], Place(name))


def test_a_wrong_place_is_told_the_right_one() -> None:
    def said(name: str) -> str:
        return refusal(lambda: parse_procedure(PLAIN, name, shelf())).sentence

    assert said("small.yaml") == (
        "程序文件应放在 <章>/<程序标识>/<施行日>.yaml，"
        "如 enforcement/ordinary-penalty/2021-07-15.yaml。请改名。"
    )
    assert said("dispute/small/2020-01-01.yaml").startswith(
        "没有“dispute”这一章。是否要写“disputes”？可用：leadership、functions、"
    )
    assert said("disputes/Small/2020-01-01.yaml") == ("“Small”不是程序标识。请用小写英文和连字符。")


def heading(old: str, new: str) -> str:
    assert HEAD.count(old) == 1
    return HEAD.replace(old, new)


HEADS = {
    "no name": (heading("name: 小程序\n", ""), 1, "schema.missing"),
    "an empty name": (heading("name: 小程序", "name:"), 1, "schema.text"),
    "no kind": (heading("kind: case\n", ""), 1, "schema.missing"),
    "an unknown kind": (heading("kind: case", "kind: matter"), 3, "schema.choice"),
    "a system without letter": (heading("[E1]", "[E1, '12']"), 2, "system.row"),
    "a system of three digits": (heading("[E1]", "[E123]"), 2, "system.row"),
    "a small letter": (heading("[E1]", "[e1]"), 2, "system.row"),
    "a statute without version": (heading("甲法@2020-01-01", "甲法"), 4, "cite.unknown_version"),
    "a version nobody registered": (heading("乙规定@2020-01-01", "乙规定@2019-01-01"), 4, "cite.unknown_version"),
    "no opener": (heading("opens: 立案\n", ""), 1, "schema.missing"),
    "an opener that does not exist": (heading("opens: 立案", "opens: 立按"), 5, "opens.unknown"),
    "an opener that is a clock": (heading("opens: 立案", "opens: 钟"), 5, "opens.unknown"),
    "an opener that is a window's clock": (heading("opens: 立案", "opens: 届满.甲"), 5, "opens.unknown"),
    "an end before the beginning": (HEAD + "in_force: {until: 2019-12-31}\n", 6, "file.until"),
    "an end that is no day": (HEAD + "in_force: {until: 2019-12-32}\n", 6, "schema.day"),
    "an end without day": (HEAD + "in_force: {}\n", 6, "schema.missing"),
    "an unknown key of the end": (HEAD + "in_force: {until: 2030-01-01, from: 2020-01-01}\n", 6, "schema.unknown_key"),
    "owed of an unknown act": (HEAD + "owed: [丙]\n", 6, "rule.unknown_act"),
    "a key of no field": (HEAD + "key: [名称]\n", 6, "field.unknown"),
    "a title of no field": (HEAD + "title: [名称]\n", 6, "field.unknown"),
    "a number without series": (HEAD + "number: {form: '{n}'}\n", 6, "schema.missing"),
    "a number without counter": (HEAD + "number: {series: 号, form: '{year}号'}\n", 6, "number.form"),
    "a number of something unknown": (HEAD + "number: {series: 号, form: '{yaer}〔{n}〕'}\n", 6, "number.form"),
    "a number with an open bracket": (HEAD + "number: {series: 号, form: '{n}{'}\n", 6, "number.form"),
    "a number with a format of its own": (HEAD + "number: {series: 号, form: '{n}{n:03}'}\n", 6, "number.form"),
    "an unknown key of the number": (HEAD + "number: {series: 号, form: '{n}', year: 1}\n", 6, "schema.unknown_key"),
    "acts as a list": (HEAD + "rules: 甲\n", 6, "schema.list"),
    "groups as a list": (HEAD + "groups: [甲]\n", 6, "schema.mapping"),
    "data as a list": (HEAD + "data: [甲]\n", 6, "schema.mapping"),
}  # fmt: skip
LAST = TWO.replace("acts:", "acts:\n  钟: {by: 时钟, cite: 甲法#1}") + rules(
    "window: 甲, opens: 立案, within: 5wd"
)


@pytest.mark.parametrize("what", HEADS)
def test_a_head_is_refused_at_its_line_for(what: str) -> None:
    head, line, code = HEADS[what]
    body = LAST if "rules: " not in head else TWO
    assert refused(lambda: read(body, head)) == (code, line)


def test_a_statute_is_held_against_the_register_even_where_nothing_cites_it() -> None:
    own = "acts:\n  立案: {by: 承办人, basis: 内部}\n"
    wrong = HEAD.replace("乙规定@2020-01-01", "乙规定@2019-01-01")
    assert refused(lambda: read(own, wrong)) == ("cite.unknown_version", 4)


def test_an_opener_is_told_the_nearest_act() -> None:
    error = refusal(lambda: read(TWO, HEAD.replace("opens: 立案", "opens: 立按")))
    assert error.sentence == "“立按”不是由人办理的行为，不能开启办件。是否要写“立案”？请改名。"


def test_a_version_may_end_on_its_first_day() -> None:
    until = read(TWO, HEAD + "in_force: {until: 2020-01-01}\n").until
    assert until == dt.date(2020, 1, 1)
    assert read(TWO).until is None


@pytest.mark.parametrize("kind", ["case", "list", "ledger"])
def test_a_procedure_is_a_case_a_list_or_a_ledger(kind: str) -> None:
    assert read(TWO, HEAD.replace("kind: case", f"kind: {kind}")).kind == kind
    assert set(KINDS) == {"case", "list", "ledger"}


def test_a_head_is_kept_as_it_is_written() -> None:
    more = (
        "number: {series: 立案号, form: '{word}〔{year}〕{n}号'}\nowed: [甲]\n"
        "key: [名称]\ntitle: [名称, 人数]\nlist: {columns: [人数], filters: [人数], sort: [名称]}\n"
        "data:\n  名称: {type: text}\n  人数: {type: int}\n"
    )
    procedure = read(TWO, HEAD.replace("[E1]", "[E1, B12]") + more)
    assert (procedure.name, procedure.system) == ("小程序", ("E1", "B12"))
    assert procedure.statutes == ("甲法@2020-01-01", "乙规定@2020-01-01")
    assert procedure.number is not None
    assert (procedure.number.series, procedure.number.form) == ("立案号", "{word}〔{year}〕{n}号")
    assert (procedure.opens, procedure.owed) == ("立案", ("甲",))
    assert (procedure.key, procedure.title) == (("名称",), ("名称", "人数"))
    assert (procedure.list.columns, procedure.list.filters, procedure.list.sort) == (
        ("人数",), ("人数",), ("名称",),
    )  # fmt: skip
    assert procedure.list.slots == ("人数", "名称")
    assert (list(procedure.data), list(procedure.fields())) == (["名称", "人数"], ["名称", "人数"])


def test_without_a_head_of_its_own_nothing_is_owed_numbered_or_listed() -> None:
    procedure = read(TWO)
    assert (procedure.owed, procedure.number, procedure.key, procedure.title) == ((), None, (), ())
    assert (procedure.list.slots, procedure.figures, procedure.cases) == ((), (), ())
    assert (procedure.groups, procedure.unencoded) == ({}, ())


LEFT_OUT = TWO + "unencoded:\n  - {article: 甲法#7, why: 由另一程序办理。}\n"


def test_an_article_left_out_is_kept_with_its_reason() -> None:
    (one,) = read(LEFT_OUT).unencoded
    assert (one.article, one.why) == ("甲法#7", "由另一程序办理。")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("甲法#7", "甲法#31", "cite.unread"),
        ("甲法#7", "丙法#7", "cite.unknown_statute"),
        (", why: 由另一程序办理。", "", "schema.missing"),
        ("article: 甲法#7, ", "", "schema.missing"),
        ("why:", "x: 1, why:", "schema.unknown_key"),
    ],
)
def test_an_article_left_out_is_one_that_was_read_and_has_a_reason(
    old: str, new: str, code: str
) -> None:
    assert refused(lambda: read(LEFT_OUT.replace(old, new))) == (code, 11)


def test_an_act_needs_its_group_or_its_name_spelt_out() -> None:
    error = refusal(lambda: read(TWO + rules("do: 乙, needs: 甲组")))
    assert (error.code, line_of(error)) == ("rule.unknown_act", 11)
    assert error.sentence == (
        "没有名为“甲组”的行为或组。是否要写“甲”？请改名，或先在 acts 中声明。"
    )


def test_the_file_of_a_refusal_is_the_procedures() -> None:
    error = refusal(lambda: read(TWO + "rulez: []\n"))
    assert str(error).startswith(
        f"{NAME}:10: 程序文件没有“rulez”这一键。是否要写“rules”？可用的键："
    )


def test_words_people_use_are_read_and_stay_out_of_the_rules() -> None:
    from tests.lawbook.small import pinned

    plain, called = read(TWO), read("words: [罚款, 处罚]\n" + TWO)
    assert plain.words == ()
    assert [str(word) for word in called.words] == ["罚款", "处罚"]
    assert pinned(plain).digest == pinned(called).digest


def test_what_carries_over_names_fields_of_the_first_act() -> None:
    own = "data:\n  案由: {type: text}\nacts:\n  立案: {by: 承办人, cite: 甲法#1, fields: {案由: {}}}\n"
    known = read("carries:\n  lead: {案由: 编号}\n" + own)
    assert known.carries == {"lead": {"案由": "编号"}}
    error = refusal(lambda: read("carries:\n  lead: {事由: 编号}\n" + own))
    assert error.code == "carries.field"
