"""The clinic's page: the course stands in the address, the first unlawful step is marked with its article."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest

from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
LEAD = "/law/lead-verification"
OPENED = "2026-03-02~线索登记~实名举报=否"
LOOKED = "2026-03-04~核查"
DECLINED = "2026-03-05~决定不予立案~有违法事实证据=是~应受处罚=是~属于本机关管辖=是~在追责期限内=是~核查结论=不予立案"


def address(*steps: str, **more: str) -> str:
    return f"{LEAD}?{urlencode([('tab', 'clinic'), *(('s', one) for one in steps), *more.items()])}"


def tried(page: str) -> list[str]:
    inside = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    return [unescape(re.sub(r"<[^>]+>", " ", one)) for one in inside.split('<li class="entry')[1:]]


def test_a_course_not_begun_offers_its_first_act(officer: Desk):
    page = officer.page(address())
    offered = page.partition("<h3>现在可以办</h3>")[2].partition("<details>")[0]
    assert re.findall(r'name="act" value="([^"]+)"', offered) == ["线索登记"]
    assert "还没有试" in page


def test_each_step_says_what_it_started(officer: Desk):
    (first, second) = tried(officer.page(address(OPENED, LOOKED, sector="市场监管")))
    assert "2026年3月2日" in first
    assert re.search(r"开始计时\s+决定不予立案，到2026年3月23日", first)
    assert "核查" in second


def test_the_first_unlawful_step_is_marked_with_its_article(officer: Desk):
    page = officer.page(address(OPENED, LOOKED, DECLINED))
    steps = tried(page)
    assert [("首个不合法" in one) for one in steps] == [False, False, True]
    assert "行政处罚法第三十三条" in steps[2]
    assert "第一处离开法律的地方" in page
    lawful = officer.page(address(OPENED, LOOKED))
    assert "首个不合法</span>" not in lawful


def test_a_step_that_is_said_stands_in_the_next_address(officer: Desk):
    answer = officer.client.get(address(OPENED, day="2026-03-04", told="核查"), follow=False)
    assert answer.status_code == 302
    steps = tried(officer.page(answer["Location"]))
    assert len(steps) == 2
    assert "核查" in steps[1]


def test_an_act_whose_fields_rules_read_is_asked_about_them_first(officer: Desk):
    page = officer.page(address(act="线索登记", day="2026-03-02"))
    assert 'name="f-实名举报"' in page
    assert 'name="f-线索摘要"' not in page, "no rule reads it"
    typed = {"f-实名举报": "是", "f-举报人": "自然人"}
    answer = officer.client.get(address(day="2026-03-02", told="线索登记", **typed), follow=False)
    (only,) = tried(officer.page(answer["Location"]))
    assert "实名举报 是" in only
    assert "不准" not in only


def test_days_alone_may_pass(officer: Desk):
    answer = officer.client.get(
        address(OPENED, day="2026-04-30", told="-", sector="市场监管"), follow=False
    )
    steps = tried(officer.page(answer["Location"]))
    assert "只让日子过去" in steps[-1]
    assert re.search(
        r"逾期\s+决定不予立案，应在3月23日前|逾期\s+决定不予立案，应在2026年3月23日前", steps[-1]
    )


def test_a_step_is_taken_back_with_what_follows(officer: Desk):
    page = officer.page(address(OPENED, LOOKED))
    places = re.findall(r'name="keep" value="(\d+)">从这一步起撤掉', page)
    left = [officer.client.get(address(OPENED, LOOKED, keep=place))["Location"] for place in places]
    assert [
        len(tried(officer.page(f"{LEAD}{one.partition('lead-verification')[2]}"))) for one in left
    ] == [0, 1]


@pytest.mark.parametrize("procedure", sorted(catalog().versions))
def test_every_worked_case_opens_in_the_clinic(officer: Desk, procedure: str):
    page = officer.page(f"/law/{procedure}?tab=clinic")
    inside = page.partition("<h2>从事例开始")[2].partition("</section>")[0]
    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', inside)]
    today = officer.office.time.now().date()
    found = catalog().versions[procedure]
    shown = next((one for one in reversed(found) if one.version <= today), found[-1])
    assert len(links) == len(shown.cases)
    answer = officer.client.get(f"/law/{procedure}{links[0]}")
    assert tried(officer.page(answer["Location"]))


ODD = [
    "2026-03-02",
    "~立案",
    "2026-02-30~线索登记",
    "明天~线索登记",
    "2026-03-02~不在",
    "2026-03-02~线索登记~不在=是",
    "~~~",
]


@pytest.mark.parametrize("step", ODD)
def test_what_cannot_be_read_in_an_address_is_left_out(officer: Desk, step: str):
    page = officer.page(address(step))
    assert "推演" in page
    assert len(tried(page)) <= 1


def test_a_parameter_without_value_is_told_and_nothing_is_judged(officer: Desk, monkeypatch):
    from guiju.lawbook.errors import CatalogError
    from guiju.web import law_clinic

    empty = CatalogError("rules.empty_parameter", "参数“某数额”还没有取值。")
    monkeypatch.setattr(law_clinic, "clinic", Mock(side_effect=empty))
    page = officer.page(address(OPENED))
    assert "参数“某数额”还没有取值。" in page
    assert "现在可以办" not in page
