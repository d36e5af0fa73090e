"""新办: begun by a few letters of anything."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.django_db


def begin(desk, typed: str = "") -> str:
    return desk.page(f"/new?q={quote(typed)}" if typed else "/new")


def offered(page: str) -> list[str]:
    return re.findall(r'<a href="/new/([^"]+)"', page)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("罚", "ordinary-penalty"),
        ("罚款", "ordinary-penalty"),
        ("线索", "lead-verification"),
        ("举报", "lead-verification"),
        ("处罚法 54", "ordinary-penalty"),
        ("拟处罚告知", "ordinary-penalty"),
        ("普通 处罚", "ordinary-penalty"),
    ],
)
def test_a_few_letters_of_anything_find_the_procedure(officer, typed, first):
    assert first in offered(begin(officer, typed))[:2]


@pytest.mark.parametrize(
    ("typed", "only"), [("调解", "people-mediation"), ("学法", "law-activity")]
)
def test_everyday_words_find_what_the_name_does_not_say(mediator, typed, only):
    assert offered(begin(mediator, typed))[0] == only


def test_what_is_found_by_an_act_says_which(officer):
    assert "行为“拟处罚告知”" in begin(officer, "拟处罚告知")


def test_names_come_before_other_words_and_those_before_acts(officer):
    page = begin(officer, "处罚")
    found = offered(page)
    assert found.index("ordinary-penalty") < found.index("lead-verification")
    assert "行政<mark>处罚</mark>（简易程序）" in page.partition("由其他人开始")[2]


def test_what_others_begin_is_shown_with_who_and_without_a_link(officer):
    page = begin(officer, "人民调解")
    assert "people-mediation" not in offered(page)
    assert re.search(
        r'class="line duty cannot">.*<mark>人民调解</mark>.*由人民调解员', page, re.DOTALL
    )
    assert "按您的职责不能由您开始" in page


def test_what_was_begun_lately_comes_first(mediator):
    assert "最近办过" not in begin(mediator)
    mediator.office.mediation()
    page = begin(mediator)
    assert offered(page.partition("最近办过")[2])[0] == "people-mediation"


def test_what_a_colleague_began_is_not_what_i_began(officer):
    officer.office.mediation()
    assert "最近办过" not in begin(officer)


def test_what_is_not_found_says_so_and_how_to_go_on(officer):
    page = begin(officer, "登月")
    assert "没有找到“登月”" in page
    assert not offered(page)


@pytest.mark.parametrize("typed", ["<b>", "*", "\"'", " ", "处罚法 999"])
def test_odd_words_do_no_harm(officer, typed):
    assert "<b>" not in begin(officer, typed).partition('id="begin"')[2]


def test_every_procedure_in_force_is_listed_once(officer):
    from guiju.web.stage import procedures_in_force

    page = begin(officer)
    shown = set(re.findall(r'href="/law/([^"]+)"', page))
    assert shown == {one.id for one in procedures_in_force(officer.office.time.now().date())}
