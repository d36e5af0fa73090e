"""The law book: every act and rule with its article and strength, in the version asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.matters.rulebook import catalog
from guiju.web.wording import CHAPTERS

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db


def test_the_book_lists_every_procedure_in_force_under_its_chapter(officer: Desk):
    page = officer.page("/law")
    for procedure in catalog().versions:
        assert f'href="/law/{procedure}"' in page
    assert "<h2>行政执法</h2>" in page
    for chapter in CHAPTERS:
        assert f">{chapter}<" not in page, "chapters have Chinese names"


def test_every_chapter_of_the_catalog_has_a_name():
    assert {one.chapter for one in catalog()} <= set(CHAPTERS)


@pytest.mark.parametrize("procedure", sorted(catalog().versions))
def test_every_act_and_rule_of_a_procedure_stands_on_its_page(officer: Desk, procedure: str):
    acts, rules = officer.page(f"/law/{procedure}"), officer.page(f"/law/{procedure}?tab=rules")
    found = catalog().procedure(procedure, officer.office.time.now().date())
    assert rules.count('<td class="figure">') == len(found.rules)
    assert acts.count('<tr id="act-') == len(found.acts)
    assert "时钟" not in acts.partition("<tbody>")[2], "the clock is no role people know"


def test_an_act_says_who_does_it_who_records_it_and_what_it_asks(officer: Desk):
    page = officer.page("/law/ordinary-penalty")
    row = page.partition('<th scope="row">立案</th>')[2].partition("</tr>")[0]
    assert "由承办人办理" in row
    assert "不少于2名执法人员" in row
    assert "经机关负责人批准" in row
    assert "文书：立案审批表" in row
    assert "行政处罚法第五十四条" in row
    review = page.partition('<th scope="row">法制审核</th>')[2].partition("</tr>")[0]
    assert "办理过" in review
    assert "的人不得办理" in review


def test_what_the_clock_does_says_so(officer: Desk):
    page = officer.page("/law/people-mediation")
    assert "申请司法确认的期限届满" in page
    assert "到期自动发生，不由人办理" in page


def test_a_rule_of_the_house_is_shown_as_such_and_never_as_law(officer: Desk):
    for procedure in catalog():
        internal = [rule for rule in procedure.rules if rule.grounds.basis == "内部"]
        if internal:
            page = officer.page(f"/law/{procedure.id}?tab=rules&version={procedure.version}")
            assert page.count("内部规定，不是法律") >= len(internal)


def test_the_version_in_force_today_is_shown_and_the_others_are_offered(officer: Desk):
    page = officer.page("/law/reconsideration")
    assert "2024年1月1日起" in page
    assert "<strong>2024年1月1日</strong>" in page
    assert 'href="?tab=graph&amp;version=2018-01-01"' in page
    earlier = officer.page("/law/reconsideration?version=2018-01-01")
    assert "2018年1月1日起，至2023年12月31日" in earlier
    assert "<strong>2018年1月1日</strong>" in earlier


@pytest.mark.parametrize("version", ["1999-01-01", "2018-1-1", "latest", "<script>", "\u0662"])
def test_a_version_that_never_was_is_not_found(officer: Desk, version: str):
    officer.page(f"/law/reconsideration?version={version}", status=404)


def test_a_procedure_not_yet_in_force_is_shown_by_its_latest_version(officer: Desk, monkeypatch):
    from guiju.lawbook.errors import CatalogError
    from guiju.web import views_law

    class Early:
        versions = catalog().versions
        shelf = catalog().shelf

        def procedure(self, *_):
            raise CatalogError(code="catalog.not_in_force", sentence="没有施行中的版本。")

    monkeypatch.setattr(views_law, "catalog", Early)
    assert "2024年1月1日起" in officer.page("/law/reconsideration")


def test_what_is_not_encoded_is_said_with_the_reason(officer: Desk):
    for procedure in catalog():
        if procedure.unencoded:
            page = officer.page(f"/law/{procedure.id}?tab=rules&version={procedure.version}")
            assert "没有写入的条文" in page
            for one in procedure.unencoded:
                assert str(one.why)[:8] in page


def test_new_offers_what_ones_roles_open_and_says_which_roles(desk: Desk):
    officer = desk.enter("officer").page("/new")
    assert "您的职责：承办人" in officer
    assert 'href="/new/ordinary-penalty"' in officer
    assert 'href="/new/people-mediation"' not in officer
    clerk = desk.enter("clerk").page("/new")
    assert 'href="/new/people-mediation"' in clerk
    assert "从“登记受理”开始 · 人民调解员" in clerk
    assert 'href="/new/ordinary-penalty"' not in clerk


def test_whoever_opens_nothing_is_told_so_with_a_way_on(desk: Desk):
    page = desk.enter("host").page("/new")
    assert "没有可以由您开始的事项" in page
    assert 'href="/law"' in page.partition("<main")[2]
