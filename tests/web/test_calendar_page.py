"""The calendar page: it asks for next year's notice from November on, shows every day, and tells what moved."""

from __future__ import annotations

import pytest

from guiju.matters.recounting import recount
from guiju.people.models import Post
from guiju.people.services import appoint
from tests.matters.test_holidays import application, record
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db
ASKS = "还没有2027年的放假安排"


@pytest.fixture
def county(office):
    appoint(office.people["supervisor"], office.county, ["法制机构"], since=FOUNDED)
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)
    return office


@pytest.mark.parametrize("address", ["/", "/manage", "/manage/calendar"])
def test_next_years_notice_is_asked_for_from_november_on(officer, county, address):
    county.go_to("2026-10-31")
    assert ASKS not in officer.page(address)
    county.go_to("2026-11-01")
    assert ASKS in officer.page(address)
    county.go_to("2026-11-05")
    record(county)
    assert ASKS not in officer.page(address)


def test_every_day_of_a_year_is_shown_with_a_word(officer):
    page = officer.page("/manage/calendar?year=2026")
    assert page.count("<td") - page.count("<td></td>") >= 365
    assert "国办发明电〔2025〕7号" in page
    assert 'title="国庆节"' in page
    assert page.count('class="work"') == 6
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("year", ["1999", "x", "-1", "99999999999999999999", "²"])
def test_a_year_without_a_notice_has_no_page(officer, year):
    officer.page(f"/manage/calendar?year={year}", 404)


def test_the_page_says_what_moved_with_both_days(officer, county):
    application(county)
    today = county.time.now().date()
    recount(today)
    record(county)
    recount(today)
    assert "正在后台重新推算" in officer.page("/manage/calendar")
    recount(today)
    page = officer.page("/manage/calendar")
    assert "2027年1月5日" in page
    assert "2027年1月6日" in page
    assert "本系统登记" in officer.page("/manage/calendar?year=2027")


def test_only_people_of_the_highest_body_are_offered_to_record(officer, county):
    assert "登记放假安排" not in officer.page("/manage/calendar")
    Post.objects.filter(person=county.people["officer"]).delete()
    appoint(county.people["officer"], county.county, ["清单管理员"], since=FOUNDED)
    assert "登记放假安排" in officer.page("/manage/calendar")
    assert "放假" in officer.page("/new/holiday-notice")
