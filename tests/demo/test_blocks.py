"""A scenario asks for so many matters of a procedure that say this and come to that."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.demo.blocks import Block, divided, read_block, typed
from guiju.demo.course import WorkDays
from guiju.demo.errors import DemoError
from guiju.demo.picks import Picks
from guiju.demo.scenario import load_scenario
from guiju.demo.setting import Setting, keep_papers
from guiju.demo.staff import settle_people
from guiju.demo.worked import planned_worked
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.schema import FieldSpec
from guiju.lawbook.yaml_text import Reader, Text, parse_text
from guiju.matters import rulebook
from tests.demo.conftest import TODAY

PICKS = Picks("示例")


def spec(kind: str) -> FieldSpec:
    return FieldSpec(Text("项", Place("x")), kind, Place("x"), choice=("甲", "乙"))


def block(text: str) -> Block:
    return read_block(Reader(parse_text(text.encode(), "情景"), "组"))


@pytest.fixture
def planned(db):
    """What a scenario with these blocks, and nothing else, plans."""
    whole = load_scenario("county-2022")
    staff = settle_people(whole, whole.begins, 20)

    def plan(*blocks: Block):
        scenario = dataclasses.replace(whole, matters=blocks, every=False)
        days = WorkDays(rulebook.calendar())
        setting = Setting(scenario, staff, days, Picks(whole.seed), keep_papers(), TODAY)
        return planned_worked(setting, ())

    return plan


def test_a_block_says_how_many_of_what_and_what_they_come_to():
    made = block(
        "procedure: law-activity\ncount: 12\nbody: justice\nfrom: 3\nto: 5\n"
        "says: {活动类型: 讲座}\nsums: {受众人次: 900}\n"
    )
    assert (made.procedure, made.count, made.body) == ("law-activity", 12, "justice")
    assert (made.first_month, made.last_month) == (3, 5)
    assert (dict(made.says), dict(made.sums)) == ({"活动类型": "讲座"}, {"受众人次": "900"})
    assert block("procedure: seal-use\n").count == 1


def test_a_block_with_a_word_nobody_knows_is_refused():
    with pytest.raises(CatalogError) as caught:
        block("procedure: seal-use\ncounts: 3\n")
    assert caught.value.code == "schema.unknown_key"


VALUES = [
    ("int", "12", 12),
    ("money", "5000元", 500_000),
    ("decimal", "12.50", "12.50"),
    ("percent", "98", "98"),
    ("yesno", "否", False),
    ("choice", "乙", "乙"),
    ("text", "某事", "某事"),
]


@pytest.mark.parametrize(("kind", "text", "value"), VALUES)
def test_a_text_means_what_its_field_takes(kind, text, value):
    assert typed(spec(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("int", "几个"), ("money", "5000"), ("decimal", "一"), ("yesno", "也许")],
)
def test_a_text_that_means_nothing_there_is_refused(kind, text):
    with pytest.raises(DemoError) as caught:
        typed(spec(kind), text)
    assert caught.value.code == "demo.value"


@given(st.integers(0, 10**7), st.integers(1, 60))
def test_the_parts_of_a_whole_number_add_up_to_it(total, count):
    parts = divided(spec("int"), str(total), count, PICKS)
    assert len(parts) == count
    assert sum(parts) == total


@given(st.decimals(0, 10**6, places=2), st.integers(1, 40))
def test_the_parts_of_a_decimal_add_up_to_it(total, count):
    parts = divided(spec("decimal"), str(total), count, PICKS)
    assert sum(map(Decimal, parts)) == total


def test_so_many_matters_are_planned_and_their_sums_are_exact(planned):
    courses = planned(
        block("procedure: law-activity\ncount: 7\nweights: activities\nsays: {活动类型: 讲座, 工作板块: 普法规划, 场次: 1}\nsums: {受众人次: 905}\n")
    )  # fmt: skip
    (said,) = {tuple(step.act for step in one.steps) for one in courses}
    assert said == ("登记",)
    assert len(courses) == 7
    assert sum(one.steps[0].data["受众人次"] for one in courses) == 905
    assert {one.steps[0].data["活动类型"] for one in courses} == {"讲座"}
    assert len({one.body for one in courses}) > 1


def test_a_block_ends_with_the_act_it_names_and_stays_within_its_months(planned):
    courses = planned(
        block("procedure: power-list\ncount: 3\nuntil: 列入\nbody: market\nfrom: 4\nto: 4\n")
    )
    assert [[step.act for step in one.steps] for one in courses] == [["列入"]] * 3
    april = {one.steps[0].on.month for one in courses}
    assert april <= {3, 4}
    assert all(one.steps[0].on >= dt.date(2022, 3, 25) for one in courses)


def test_what_names_a_matter_names_one_begun_before(planned):
    courses = planned(
        block("procedure: ordinary-penalty\ncount: 1\ncase: 只处警告\nbody: market\nfrom: 4\nto: 4\n"),
        block("procedure: lead-verification\ncount: 1\ncase: 期限届满以后\nbody: market\nfrom: 6\nto: 6\n"),
    )  # fmt: skip
    penalty, lead = courses
    step = next(one for one in lead.steps if one.act == "转入普通程序")
    assert step.data["处罚案件"].key == penalty.key


REFUSED = {
    "procedure: law-activity\nsays: {不在: 1}\n": "demo.value",
    "procedure: law-activity\ncase: 不在\n": "demo.unplayable",
    "procedure: lead-verification\ncase: 期限届满以后\nbody: market\n": "demo.unplayable",
    "procedure: law-activity\nbody: justice\nsays: {活动类型: 讲座, 工作板块: 普法规划, 场次: 0}\n": "demo.unplayable",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_block_that_cannot_be_had_is_refused(planned, text):
    with pytest.raises(DemoError) as caught:
        planned(block(text))
    assert caught.value.code == REFUSED[text]
