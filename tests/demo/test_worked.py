"""Worked cases are played by the county's people."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.demo.course import MatterOf, Step, WorkDays
from guiju.demo.courses.worked import Playing, worked
from guiju.demo.picks import Picks
from guiju.demo.scenario import load_scenario
from guiju.demo.setting import Setting, keep_papers
from guiju.demo.staff import settle_people
from guiju.demo.values import Writer
from guiju.lawbook.errors import Place
from guiju.lawbook.fields import FIELD_TYPES
from guiju.lawbook.pinned import FieldRules
from guiju.lawbook.schema import LINKS, FieldSpec
from guiju.lawbook.values import check_value
from guiju.lawbook.yaml_text import Text
from guiju.matters import rulebook
from tests.demo.conftest import TODAY

BEGINS = dt.date(2021, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    scenario = load_scenario("county-2022")
    staff = settle_people(scenario, scenario.begins, 20)
    papers = keep_papers()
    return Setting(
        scenario, staff, WorkDays(rulebook.calendar()), Picks(scenario.seed), papers, TODAY
    )


def played(setting: Setting, identifier: str, name: str, begins: dt.date, body: str = "market"):
    catalog = rulebook.catalog()
    procedure = catalog.procedure(identifier, begins)
    case = next(one for one in procedure.cases if name in one.name)
    spec = setting.scenario.body(body)
    playing = Playing(procedure, case, "演示一", spec.code, spec.field, begins)
    linked = {"ordinary-penalty": "某案"}
    return worked(setting, catalog.shelf, playing, Writer(setting, spec.code, 0, linked))


def test_a_case_keeps_its_day_of_the_week_and_falls_on_working_days(setting):
    course = played(setting, "lead-verification", "匿名线索", dt.date(2022, 4, 28))
    case = next(
        one
        for one in rulebook.catalog().procedure("lead-verification").cases
        if "匿名线索" in one.name
    )
    assert course.begins.weekday() == case.steps[0].day.weekday()
    assert course.begins <= dt.date(2022, 4, 28)
    assert all(setting.days.calendar.is_working(step.on.toordinal()) for step in course.steps)


def test_steps_that_the_case_shows_refused_are_not_played(setting):
    course = played(setting, "lead-verification", "不属于本机关管辖", dt.date(2022, 5, 10))
    assert [step.act for step in course.steps] == [
        "线索登记",
        "核查",
        "决定不予立案",
        "移送线索",
        "归档",
    ]


def test_an_act_that_comes_too_early_here_waits_for_its_day(setting):
    """Seven full working days before the hearing take longer over the days off of early October."""
    name = "听证加法制审核"
    plain = played(setting, "ordinary-penalty", name, dt.date(2022, 5, 16))
    october = played(setting, "ordinary-penalty", name, dt.date(2022, 9, 12))
    assert gap(october, "听证通知", "举行听证") > gap(plain, "听证通知", "举行听证")


def gap(course, first: str, then: str) -> int:
    days = {step.act: step.on for step in reversed(course.steps)}
    return (days[then] - days[first]).days


def test_who_may_not_sign_again_is_somebody_else(setting):
    course = played(setting, "ordinary-penalty", "听证加法制审核", dt.date(2022, 5, 16))
    hands = {step.act: {step.person, *step.signers} for step in course.steps}
    acts = rulebook.catalog().procedure("ordinary-penalty").acts
    for name, own in hands.items():
        for barred in acts[name].not_by:
            assert not own & hands.get(str(barred), set()), (name, barred)


def test_a_required_field_that_points_to_a_matter_there_is_not_stops_the_course(setting):
    catalog = rulebook.catalog()
    procedure = catalog.procedure("lead-verification", dt.date(2022, 5, 10))
    code = setting.code("market")
    case = next(one for one in procedure.cases if "实名举报" in one.name)
    playing = Playing(procedure, case, "演示一", code, "市场监管", dt.date(2022, 5, 10))
    with pytest.raises(LookupError):
        worked(setting, catalog.shelf, playing, Writer(setting, code, 0, {}))


def test_a_case_begun_before_its_law_was_in_force_is_not_played(setting):
    catalog = rulebook.catalog()
    (procedure,) = catalog.versions["lead-verification"]
    code = setting.code("market")
    playing = Playing(
        procedure, procedure.cases[1], "演示一", code, "市场监管", dt.date(2021, 7, 10)
    )
    assert worked(setting, catalog.shelf, playing, Writer(setting, code, 0, {})) is None


def test_what_people_write_is_a_sample_of_the_catalog_where_it_has_one(setting):
    body = setting.code("market")
    spec = FieldSpec(Text("案由", Place("x")), "text", Place("x"), sample=("无证经营", "超期销售"))
    told = {Writer(setting, body, turn, {}).value(spec, dt.date(2022, 5, 10)) for turn in range(4)}
    assert told == {"无证经营", "超期销售"}


@pytest.mark.parametrize("kind", FIELD_TYPES)
def test_what_is_written_into_a_field_is_what_its_type_takes(setting, kind):
    place = Place("x")
    column = FieldSpec(Text("列", place), "int", place)
    spec = FieldSpec(
        Text("项", place), kind, place, choice=("甲", "乙"), of="seal-use", rows=(column,), min="2", max="4"
    )  # fmt: skip
    writer = Writer(setting, setting.code("market"), 11, {"seal-use": "用印一"})
    if kind == "child":
        with pytest.raises(LookupError):
            writer.value(spec, dt.date(2022, 5, 10))
        return
    value = writer.value(spec, dt.date(2022, 5, 10))
    if kind in LINKS:
        assert value == MatterOf("用印一")
    elif kind == "rows":
        assert value == [{"列": 7}]
    else:
        assert check_value(FieldRules.of_spec(spec), value) == value


def test_an_act_whose_limit_counts_hours_says_its_time_of_day(setting):
    course = played(setting, "summary-penalty", "", dt.date(2022, 5, 16))
    acts = rulebook.catalog().procedure("summary-penalty").acts
    assert all((step.at is not None) is acts[step.act].hour for step in course.steps)
    hourly = Step(0, "接报", "甲", on=dt.date(2022, 5, 16), at="08:05")
    assert hourly.day(dt.date(2022, 5, 1), setting.days) == dt.date(2022, 5, 16)


def test_what_cannot_be_proposed_is_answered_by_a_person(setting):
    """Without 较大数额 registered for the field there is no proposal whether the case is one for a hearing."""
    catalog = rulebook.catalog()
    procedure = catalog.procedure("ordinary-penalty", dt.date(2022, 5, 10))
    police = setting.scenario.body("police")
    linked = dict.fromkeys(catalog.versions, "某案")
    for case in procedure.cases:
        playing = Playing(
            procedure, case, "演示一", police.code, police.field, dt.date(2022, 5, 10)
        )
        course = worked(setting, catalog.shelf, playing, Writer(setting, police.code, 0, linked))
        if course is not None:
            ended = next((one for one in course.steps if one.act == "调查终结"), None)
            assert ended is None or ended.data["听证范围"] is not None


def test_nothing_is_played_before_the_county_is_there(setting):
    """A case that hangs on a day of the year could be moved back to before the first of December 2021."""
    catalog = rulebook.catalog()
    code = setting.code("government")
    for procedure in catalog:
        for case in procedure.cases[:1]:
            playing = Playing(procedure, case, "演示一", code, "", dt.date(2022, 2, 10))
            if playing.steps():
                first = playing.steps()[0].day
                moved = [first + dt.timedelta(days=one) for one in playing.shifts(BEGINS)]
                assert all(day >= BEGINS for day in moved), procedure.id
