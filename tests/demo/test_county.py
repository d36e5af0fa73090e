"""The whole county, built once: every figure, every colour, every act lawful and proven."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from guiju.demo.scenario import load_scenario
from guiju.demo.worked import SETTINGS
from guiju.figures.definitions import Period
from guiju.figures.selectors import ask, ask_many
from guiju.matters import clock, rulebook
from guiju.matters.models import Act, Matter
from guiju.matters.verification import verify_store
from guiju.people.models import Account, Body, Person, Post
from guiju.people.viewer import machine_viewer
from guiju.record.act import ActForm
from guiju.reports.printing import in_unit
from guiju.reports.services import build_report
from tests.demo.colours import colours_of
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.django_db
SCENARIO = load_scenario("county-2022")
YEAR = Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
REAL_PLACES = [
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾", "舟曲", "甘南",
]  # fmt: skip


@pytest.fixture(scope="module")
def forms(county):
    return [
        ActForm.from_bytes(bytes(row))
        for row in Act.objects.order_by("id").values_list("form", flat=True)
    ]


@pytest.fixture(scope="module")
def viewer(county):
    return machine_viewer(county.county)


def value_of(viewer, figure):
    answer = ask(viewer, figure, YEAR)
    return in_unit(answer.value, answer.unit)


@pytest.mark.parametrize("figure", SCENARIO.targets)
def test_every_figure_of_the_scenario_is_reached(viewer, figure):
    target = SCENARIO.targets[figure]
    assert target.holds(value_of(viewer, figure)), f"{figure}: {value_of(viewer, figure)}"


@pytest.mark.parametrize("total", SCENARIO.sums, ids=lambda total: total.name)
def test_numbers_made_of_several_figures_are_reached(viewer, total):
    assert total.target.holds(sum(value_of(viewer, figure) for figure in total.figures))


def test_the_rows_of_every_figure_add_up_to_its_value(viewer):
    for answer in ask_many(viewer, list(SCENARIO.targets), YEAR):
        counted = answer.parts[0] if answer.parts else answer
        rows = counted.rows(1, counted.count)
        assert sum(row.contribution for row in rows) == counted.value, answer.definition.id


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("penalty-hearings", 1),
        ("penalty-instalments", 1),
        ("penalty-reviewed", 2),
        ("penalty-not-imposed", 5),
        ("summary-not-imposed", 3),
        ("mediation-confirmed", 5),
        ("mediation-ended", 6),
        ("mediation-reported", 5),
        ("power-list-changed", 20),
        ("power-list-removed", 8),
        ("major-decision-published", 3),
        ("reconsideration-upheld", 4),
    ],
)
def test_the_year_has_more_than_the_plain_way(viewer, figure, least):
    assert value_of(viewer, figure) >= least


def test_a_fine_that_was_not_paid_went_to_the_court_in_the_year_after(viewer):
    after = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert ask(viewer, "penalty-court-enforcement", after).value == 1


def test_the_year_is_spread_over_months_and_towns(viewer):
    accepted = ask(viewer, "mediation-accepted", YEAR)
    assert len(accepted.by("月")) == 11
    assert len(accepted.by("单位")) == 19


def test_the_record_is_intact_down_to_every_folded_matter(county):
    report = verify_store(deep=True)
    assert report.intact
    assert report.acts == Act.objects.count()
    assert report.matters == county.matters == Matter.objects.count()


def test_every_entry_was_performed_lawfully(county, forms):
    events = [form for form in forms if form.kind == "event"]
    assert all(form.verdict["allowed"] and not form.verdict["conflicts"] for form in events)
    assert {form.verdict["timeliness"] for form in events} <= {"", "按期"}
    clocked = [form for form in forms if form.role == "时钟"]
    assert len(forms) - len(clocked) >= county.acts


def test_the_authority_reviewed_answers_from_outside_and_is_named(viewer, forms):
    """行政复议法第四十八条：书面答复是被申请人的行为，由复议机构登记，附答复书。"""
    began = {
        form.matter: form.data
        for form in forms
        if form.act == "收到申请" and "被申请人" in form.data
    }
    others = {spec.code for spec in SCENARIO.bodies}
    answers = [form for form in forms if form.act in {"书面答复", "履行复议决定"}]
    answers = [form for form in answers if form.matter in began]
    assert all(began[form.matter]["被申请人"] in others - {form.body} for form in answers)
    answers = [form for form in answers if "须转送" in began[form.matter]]
    assert {form.act for form in answers} == {"书面答复"}
    assert {(form.by, form.role, form.authority["staff"]) for form in answers} == {
        ("被申请人", "被申请人", False)
    }
    for form in answers:
        assert Post.objects.filter(person=form.recorded_by, body=form.body, role="行政复议人员")
        assert [file["name"] for file in form.files] == ["行政复议答复书.txt"]


def test_every_act_says_that_the_clock_was_simulated(forms):
    assert forms[0].authority["clock"] == "演示数据·模拟时钟"
    assert all(form.authority["clock"] == clock.SIMULATED_MARK for form in forms)
    assert not clock.is_simulated()


def test_acts_are_recorded_in_the_order_of_their_days_and_before_today(forms):
    days = [form.recorded_at for form in forms]
    assert days == sorted(days)
    assert all(form.done_on == form.recorded_at[:10] for form in forms if form.role != "时钟")
    assert max(form.done_on for form in forms) < TODAY.isoformat()


def test_people_work_on_working_days_only(forms):
    calendar = rulebook.calendar()
    days = {form.done_on for form in forms if form.role != "时钟"}
    assert all(calendar.is_working(dt.date.fromisoformat(day).toordinal()) for day in days)


def test_about_forty_matters_lie_open_in_all_colours(county):
    assert 38 <= len(county.open) <= 52
    assert Counter(county.open.values()).keys() == {
        "green",
        "amber",
        "red",
        "suspended",
        "provisional",
    }
    assert Matter.objects.filter(id__in=county.open, closed__isnull=False).count() == 0


def test_every_open_matter_shows_in_its_colour(county):
    wrong = {
        Matter.objects.get(id=matter).number: (colour, sorted(colours_of(matter, TODAY)))
        for matter, colour in county.open.items()
        if colour not in colours_of(matter, TODAY)
    }
    assert not wrong


def test_some_open_acts_wait_for_the_opinion_of_a_head(county):
    last = {form.matter: form for form in (ActForm.from_bytes(bytes(row)) for row in Act.objects.filter(matter__in=county.open).order_by("matter", "seq").values_list("form", flat=True))}  # fmt: skip
    waiting = Counter(form.act for form in last.values() if form.kind == "proposal")
    assert set(waiting) == {"处罚决定", "立案", "决定不予立案", "受理"}


def test_matters_of_the_year_are_over_except_those_left_open(county):
    cases = Matter.objects.filter(
        procedure__in=[
            "ordinary-penalty",
            "summary-penalty",
            "people-mediation",
            "reconsideration",
            "major-decision",
            "lead-verification",
        ]
    )
    lying = set(cases.filter(closed__isnull=True).values_list("id", flat=True))
    assert {str(one) for one in lying} == set(county.open) & {
        str(one) for one in cases.values_list("id", flat=True)
    }


def test_no_real_place_is_named_in_the_record_or_the_report(county, viewer):
    texts = [bytes(row).decode() for row in Act.objects.values_list("form", flat=True)]
    texts += [
        *Matter.objects.values_list("title", flat=True),
        *Body.objects.values_list("name", flat=True),
    ]
    texts += [build_report(viewer, county.county, 2022).html()]
    found = [place for place in REAL_PLACES for text in texts if place in text]
    assert not found


def test_bodies_and_people_bear_invented_names(county):
    assert all(code.startswith("示例") for code in Body.objects.values_list("code", flat=True))
    assert Body.objects.filter(kind="town").count() == 19
    assert all(name[1] == "示" for name in Person.objects.values_list("name", flat=True))


def test_accounts_have_passwords_of_their_own_and_the_posts_they_name(county):
    assert len({account.password for account in county.accounts}) == len(county.accounts) >= 5
    for account in county.accounts:
        stored = Account.objects.get(username=account.username)
        assert stored.check_password(account.password)
        assert account.password not in stored.password
        assert account.roles
        assert stored.person.name == account.name


def test_the_countys_report_says_what_the_scenario_says(county, viewer):
    report = build_report(viewer, county.county, 2022)
    text = "".join(str(paragraph) for part in report.parts for paragraph in part.paragraphs)
    for said in ("调解矛盾纠纷329件，调解成功率98%以上", "受理行政复议申请8件，申请人撤回2件，审理终结6件",
                 "行政处罚案件50件，罚没款17.63万元", "政务服务事项1474项，其中行政许可事项185项", "发放宣传品4万余份",
                 "宣传活动80场次，发放宣传品1万余份，受教1万余人次", "宣传活动120余场次"):  # fmt: skip
        assert said in text
    assert report.mark == "演示数据·模拟时钟"
    assert report.mark in report.html()


def test_every_number_of_the_report_opens_the_acts_that_make_it(county, viewer):
    report = build_report(viewer, county.county, 2022)
    known = {figure.id: figure for figure in report.figures}
    for number in report.numbers():
        parts = [known[name] for name in number.figures]
        if parts[0].unit != "%":
            assert (
                sum((row.contribution for part in parts for row in part.rows), Decimal(0))
                == number.value
            )


def test_a_town_reports_its_own_acts_only(county, viewer):
    town = SCENARIO.body("town01")
    report = build_report(viewer, town.code, 2022)
    rows = [row for figure in report.figures for row in figure.rows]
    assert rows
    assert {row.body for row in rows} == {town.code}


def test_every_procedure_has_matters_or_is_a_setting_of_the_store(county):
    begun = set(Matter.objects.values_list("procedure", flat=True))
    assert set(rulebook.catalog().versions) - begun <= set(SETTINGS)
