"""The tabs of a procedure and the pages of statutes: nothing is left out, nothing leads nowhere, every page is light."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from guiju.lawbook.main_line import BEFORE, MUST, NOT, links, main_line
from guiju.lawbook.order import reached
from guiju.lawbook.show import duration_words
from guiju.matters.rulebook import catalog
from guiju.procedure.citation import chinese_number
from guiju.web.law_tabs import articles_tab
from guiju.web.views_law import TABS
from guiju.web.wording import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.lawbook.main_line import Branch
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
VERSIONS = [pytest.param(one, id=f"{one.id}@{one.version}") for one in catalog()]
NUMBERS = {chinese_number(one): one for one in range(1, 1300)}
LINK = re.compile(r'href="([^"#]*)(?:#([^"]*))?"')


def address(procedure, tab: str) -> str:
    return f"/law/{procedure.id}?tab={tab}&version={procedure.version}"


def number_of(article: str) -> int:
    """The number of an article; sections of a document (二（七）, 三) come before all articles."""
    return NUMBERS.get(article.removeprefix("第"), 0) if article.startswith("第") else 0


def every_branch(branches: Iterable[Branch]) -> Iterator[Branch]:
    for one in branches:
        yield one
        yield from every_branch(one.branches)


@pytest.mark.parametrize("procedure", VERSIONS)
def test_articles_stand_in_the_order_of_their_law(procedure):
    for _, lines in articles_tab(procedure)["cited"]:
        told = [line.article.partition("条")[0] for line in lines]
        numbers = [number_of(one) for one in told]
        assert numbers == sorted(numbers), told


@pytest.mark.parametrize("procedure", VERSIONS)
def test_every_act_has_one_place_along_the_first_worked_case(procedure):
    line = main_line(procedure, shutting=True)
    placed = [one.act for one in every_branch([*line.steps, *line.loose])]
    assert sorted(placed) == sorted(map(str, procedure.acts))
    on_it = [one.act for one in line.steps]
    assert on_it[0] == str(procedure.opens)
    done = [str(one.act) for one in procedure.cases[0].steps if one.refused is None]
    assert on_it == [one for one in dict.fromkeys(done) if one in set(on_it)]


def test_the_main_line_of_a_penalty_goes_from_filing_to_the_archive():
    steps = main_line(catalog().versions["ordinary-penalty"][-1], shutting=False).steps
    assert [one.act for one in steps] == [
        "立案", "调查取证", "调查终结", "拟处罚告知", "告知书送达", "放弃陈述申辩", "处罚决定", "决定书送达", "决定公开",
        "履行完毕", "结案", "归档",
    ]  # fmt: skip
    (hearing,) = (one for one in steps[4].branches if one.act == "要求听证")
    assert "听证通知" in [one.act for one in hearing.branches]


@pytest.mark.parametrize("procedure", VERSIONS)
def test_what_links_two_acts_is_drawn_once_or_follows_from_what_is_drawn(procedure):
    line = main_line(procedure, shutting=True)
    drawn = [
        (one.act, kind, act)
        for one in every_branch([*line.steps, *line.loose])
        for kind, act in [*one.joins, *((below.kind, below.act) for below in one.branches)]
    ]
    assert len(drawn) == len(set(drawn))
    next_to = set(pairwise(one.act for one in line.steps))
    pairs = {(source, target) for source, _, target in drawn} | next_to
    after: dict[str, set[str]] = {}
    for source, kind, target in drawn:
        if kind in {BEFORE, MUST}:
            after.setdefault(source, set()).add(target)
    for source, target in next_to:
        after.setdefault(source, set()).add(target)
    for one in links(procedure):
        told = (one.source, one.target) in pairs
        assert told or (one.kind == BEFORE and one.target in reached(one.source, after)), one


@pytest.mark.parametrize("procedure", VERSIONS)
def test_what_hangs_from_an_act_is_led_to_by_it(procedure):
    known = {(one.source, one.target): set() for one in links(procedure)}
    for one in links(procedure):
        known[one.source, one.target].add(one.kind)
    line = main_line(procedure, shutting=False)
    for one in every_branch([*line.steps, *line.loose]):
        for below in one.branches:
            assert below.kind in known[one.act, below.act]
            assert below.kind != NOT


@pytest.mark.parametrize("procedure", VERSIONS)
def test_each_place_leads_to_its_act_below_and_each_act_has_one_place(officer: Desk, procedure):
    page = officer.page(address(procedure, "graph"))
    graph = page.partition('<ol class="graph">')[2].partition('<h2 id="acts">')[0]
    places = re.findall(r'<a class="act[^"]*" href="#(act-\d+)">([^<]*)', graph)
    assert len(places) == len({anchor for anchor, _ in places}) == len(procedure.acts)
    for anchor, label in places:
        row = page.partition(f'<tr id="{anchor}">')[2].partition("</th>")[0]
        assert row.endswith(f">{label}"), anchor


def landed(officer: Desk, address: str) -> str:
    """The page an address ends at: a worked case opens in the clinic at an address of its own."""
    answer = officer.client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("procedure", VERSIONS)
def test_every_tab_is_light_and_has_no_dead_link(officer: Desk, procedure):
    tabs = [one for one in TABS if one != "versions" or len(catalog().versions[procedure.id]) > 1]
    pages: dict[str, str] = {}
    for tab in tabs:
        here = address(procedure, tab)
        page = pages[here] = officer.page(here)
        assert len(page.encode()) <= 100_000, tab
        main = page.partition('id="main"')[2]
        for target, anchor in set(LINK.findall(main)):
            where = unescape(target)
            if where.startswith("?"):
                where = f"/law/{procedure.id}{where}"
            if not where.startswith("/") and where:
                continue
            if not anchor and urlsplit(where).path != f"/law/{procedure.id}":
                continue
            there = where or here
            if there not in pages:
                pages[there] = landed(officer, there)
            if anchor:
                assert f'id="{unquote(anchor)}"' in pages[there], (tab, target, anchor)


@pytest.mark.parametrize("procedure", VERSIONS)
def test_every_article_is_told_with_all_that_rests_on_it(procedure):
    told = {line for _, lines in articles_tab(procedure)["cited"] for line in map(_sides, lines)}
    acts = {name for _, names, _ in told for name in names}
    cited = {clock_text(str(one.name)) for one in procedure.acts.values() if one.grounds.cite}
    assert acts == cited
    rules = {name for _, _, names in told for name in names}
    assert len(rules) == sum(1 for one in procedure.rules if one.grounds.cite)


def _sides(line):
    return (
        line.article, tuple(text for text, _ in line.acts), tuple(text for text, _ in line.rules),
    )  # fmt: skip


def test_a_worked_case_tells_each_step_with_verdict_and_article(officer: Desk):
    for number, case in enumerate(catalog().versions["annual-report"][-1].cases, 1):
        page = officer.page(f"/law/annual-report?tab=cases&case={number}")
        steps = page.partition('class="timeline"')[2].partition("</ol>")[0]
        assert steps.count("<li") == len(case.steps)
        assert steps.count("不准</span>") == sum(1 for one in case.steps if one.refused)
    first = officer.page("/law/annual-report?tab=cases")
    assert "“报送”应在2026年2月28日（周六）前办" in first
    assert "第二十五条" in first
    assert "“报送”逾期" in officer.page("/law/annual-report?tab=cases&case=2")


def test_every_case_of_the_catalog_can_be_read(officer: Desk):
    for procedure in catalog():
        for number in (1, len(procedure.cases)):
            page = officer.page(f"{address(procedure, 'cases')}&case={number}")
            assert unescape(procedure.cases[number - 1].name) in unescape(page)
            assert "届满." not in page, procedure.id


def test_two_versions_stand_side_by_side(officer: Desk):
    page = officer.page("/law/reconsideration?tab=versions")
    assert "2018年1月1日起" in page
    assert "2024年1月1日起" in page
    assert "<td>新增</td>" in page
    assert "<td>删去</td>" in page
    assert "版本对照" not in officer.page("/law/people-mediation")
    assert "程序图" in officer.page("/law/people-mediation?tab=versions")


def test_periods_are_told_with_length_calendar_and_values_of_parameters(officer: Desk):
    page = officer.page("/law/annual-report?tab=periods")
    assert "2个月（末日不顺延），按月计算" in page
    penalty = officer.page("/law/ordinary-penalty?tab=periods")
    assert "陈述申辩期限" in penalty
    assert "领域：市场监管" in penalty
    assert "5个工作日" in penalty


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5wd", "5个工作日"),
        ("90d clear", "整90日"),
        ("3m roll", "3个月（末日遇休息日顺延）"),
        ("1y", "1年"),
    ],
)
def test_periods_of_parameters_in_words(written, said):
    assert duration_words(written) == said


def test_every_statute_has_a_page_that_says_where_each_article_is_encoded(officer: Desk):
    index = officer.page("/law")
    for statute in {one.statute for one in catalog().shelf.statutes.versions.values()}:
        page = officer.page(f"/law/statutes/{statute}")
        assert f"/law/statutes/{statute}" in unquote(index)
        assert len(page.encode()) <= 100_000
    page = officer.page("/law/statutes/法治政府建设与责任落实督察工作规定")
    row = page.partition("第二十三条</th>")[2].partition("</tr>")[0]
    assert "/law/annual-report?tab=articles" in row
    left_out = page.partition("第三十条</th>")[2].partition("</tr>")[0]
    assert left_out, "an article that was read has its row"
    officer.page("/law/statutes/没有这部法", status=404)


def test_an_unknown_tab_shows_the_graph(officer: Desk):
    assert '<ol class="graph">' in officer.page("/law/people-mediation?tab=<script>")
