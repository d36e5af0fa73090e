"""The law book, and what holds for every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.web.desk import Desk, act_address

pytestmark = pytest.mark.django_db
OUTSIDE = re.compile(r'(?:src|href|action)="(?:https?:)?//')


def test_the_law_book_shows_each_rule_with_article_and_strength(officer: Desk):
    assert "/law/people-mediation" in officer.page("/law")
    page = officer.page("/law/people-mediation?tab=rules")
    assert "人民调解法第三十三条" in page
    assert "30日内可以办“申请司法确认”" in page
    assert "解释" in page
    officer.page("/law/no-such-procedure", status=404)


def test_an_earlier_version_of_a_procedure_can_be_read(officer: Desk):
    page = officer.page("/law/reconsideration?version=2018-01-01")
    assert "行政复议法实施条例" in page
    officer.page("/law/reconsideration?version=1999-01-01", status=404)


def test_every_procedure_of_the_law_book_and_every_opening_form_can_be_shown(officer: Desk):
    for name in re.findall(r'href="/law/([a-z-]+)"', officer.page("/law")):
        officer.page(f"/law/{name}")
        page = officer.page(f"/new/{name}")
        assert "下一步" in page


def test_every_act_of_a_penalty_has_a_form(officer: Desk):
    from guiju.matters.rulebook import catalog

    matter = officer.office.penalty().matter
    acts = catalog().procedure("ordinary-penalty").acts.values()
    shown = [act for act in acts if "时钟" not in act.by]
    assert len(shown) > 40
    for act in shown:
        assert str(act.name) in officer.page(act_address(matter, str(act.name)))


def test_no_page_asks_another_host_or_carries_script_or_style_in_itself(officer: Desk):
    matter = officer.office.penalty().matter
    pages = ["/", "/new", "/new/ordinary-penalty", "/law", "/law/ordinary-penalty"]
    pages += [
        f"/matters/{matter}",
        f"/matters/{matter}/sheets/处罚决定",
        act_address(matter, "调查取证"),
    ]
    for address in pages:
        page = officer.page(address)
        assert not OUTSIDE.search(page), address
        scripts = re.findall(r"<script([^>]*)>([^<]*)<", page)
        assert all('src="/static/' in tag and not body for tag, body in scripts), address
        assert "<style" not in page
        assert not re.search(r"\sstyle=|\son[a-z]+=", page), address
        assert '<html lang="zh-Hans">' in page


def test_asking_for_the_headers_only_is_answered(officer: Desk):
    for address in ("/", "/new/ordinary-penalty", "/law"):
        assert officer.client.head(address).status_code == 200


def test_the_style_sheets_ask_nobody_for_anything():
    folder = Path(str(finders.find("ui/tokens.css"))).parent
    sheets = {one.name: one.read_text(encoding="utf-8") for one in folder.glob("*.css")}
    assert "@media print" in sheets["print.css"]
    for css in sheets.values():
        assert not re.search(r"url\((?!#)", css), "only the page's own marks"
        assert "@import" not in css
