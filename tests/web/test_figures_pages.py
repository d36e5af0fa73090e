"""Figures on pages: the numbers are those counted, every row leads to its act, nobody is told of bodies they may not see."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask, known_figures
from guiju.matters.sealing import seal
from guiju.people.viewer import machine_viewer
from guiju.web.figure_words import change_text, chart_scale, definition_words, number_text
from guiju.web.views_figures import IN_REPORT

pytestmark = pytest.mark.django_db

MARCH = "span=days&from=2026-03-01&to=2026-03-31"
ROW = re.compile(r'href="(/matters/[^"]+)"')


def disputes(office, count: int) -> list[str]:
    return [office.mediation(f"调{number}").matter for number in range(1, count + 1)]


def counted(name: str) -> str:
    """A figure of the county in words, as counted without any page."""
    viewer = machine_viewer("SLX")
    answer = ask(viewer, name, Period(date(2026, 1, 1), date(2026, 12, 31)))
    return number_text(answer.value, answer.unit)


def value_on(page: str) -> str:
    return re.search(r'figure-value">([^<]*)<', page)[1]


@pytest.fixture
def busy(office):
    disputes(office, 3)
    office.penalty()
    return office


@pytest.mark.parametrize("chapter", ["all", IN_REPORT, "disputes", "enforcement", "nowhere"])
def test_every_figure_listed_has_the_value_that_is_counted(busy, overseer, chapter):
    page = overseer.page(f"/figures?chapter={chapter}")
    rows = re.findall(
        r'<a href="/figures/([a-z0-9-]+)\?[^"]*">[^<]*</a></th><td[^>]*>([^<]*)<', page
    )
    assert len(rows) > 10
    assert [value for _, value in rows] == [counted(name) for name, _ in rows]


def test_every_figure_of_the_catalog_stands_under_one_chapter(overseer):
    chapters = re.findall(r'href="\?[^"]*chapter=([a-z]+)"', overseer.page("/figures"))
    listed = []
    for chapter in dict.fromkeys(chapters):
        if chapter not in {"all", IN_REPORT}:
            address = f"/figures?chapter={chapter}"
            while address:
                page = overseer.page(address)
                listed += re.findall(r'href="/figures/([a-z0-9-]+)\?', page)
                onward = re.search(r'href="([^"]+)">看后面的', page)
                address = f"/figures{unescape(onward[1])}" if onward else ""
    assert sorted(listed) == sorted(one.id for one in known_figures())


def test_words_look_through_all_chapters(overseer):
    page = overseer.page("/figures?q=调解 成功")
    assert "调解成功率" in page
    assert "普通程序立案" not in page
    assert "去掉这一条件" in page
    assert "没有名称里包含这些字的指标" in overseer.page("/figures?q=没有这种指标")


def test_every_figure_has_a_page_that_says_what_is_counted(busy, overseer):
    for figure in sorted(one.id for one in known_figures()):
        page = overseer.page(f"/figures/{figure}")
        assert value_on(page).partition(" ")[0] == counted(figure), figure
        assert len(page.encode()) <= 100_000, figure
        words = page.partition("怎么数的")[2].partition("<code>")[0]
        assert "数什么" in words or "怎么算" in words
        assert not re.search(r"\b(and|or|not|set|in)\b", re.sub("<[^>]*>", " ", words)), figure


def test_the_rows_of_a_figure_lead_to_their_acts(busy, overseer):
    page = overseer.page("/figures/mediation-accepted")
    links = ROW.findall(page.partition('id="rows"')[2])
    assert len(links) == 3
    for link in links:
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in overseer.page(address)


def test_the_rows_are_cut_by_place_and_each_page_says_how_it_stands_in_the_whole(
    busy, overseer, monkeypatch
):
    from guiju.web import figure_panel

    for number in range(4):
        busy.mediation(f"再{number}")
    monkeypatch.setattr(figure_panel, "ROWS", 3)
    seen, address, pages = [], "/figures/mediation-accepted", []
    while address:
        page = overseer.page(address)
        pages.append(page)
        seen += ROW.findall(page.partition('id="rows"')[2])
        older = re.search(r'rel="next" href="([^"#]*)', page)
        address = f"/figures/mediation-accepted{older[1]}".replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 7
    assert "本页合计 3，加后面各页合计 4，等于“受理矛盾纠纷”的 7 件。" in pages[0]
    assert "前面各页合计 3，加本页合计 3，加后面各页合计 1，等于" in pages[1]
    assert "第 7 至 7 行，共 7 行" in pages[2]
    back = re.search(r'rel="prev" href="([^"#]*)', pages[2])[1].replace("&amp;", "&")
    again = overseer.page(f"/figures/mediation-accepted{back}")
    assert ROW.findall(again.partition('id="rows"')[2]) == seen[3:6]


@pytest.mark.parametrize("place", ["x", "2026-03-02_x_1_0", "2026-03-02_1_2", "'; DROP_1_2_3"])
def test_a_place_that_is_none_begins_at_the_first_row(busy, overseer, place):
    assert len(ROW.findall(overseer.page(f"/figures/mediation-accepted?after={place}"))) == 3


def test_a_share_opens_its_numerator_and_its_denominator(busy, overseer):
    page = overseer.page("/figures/mediation-success-share")
    assert 'href="/figures/mediation-successful?' in page
    assert 'href="/figures/mediation-accepted?' in page
    below = overseer.page("/figures/mediation-success-share?part=1")
    assert len(ROW.findall(below.partition('id="rows"')[2])) == 3
    assert "等于“受理矛盾纠纷”的 3 件" in below


def test_a_body_sees_its_own_matters_only(busy, overseer, stranger):
    assert value_on(overseer.page("/figures/mediation-accepted")) == "3 件"
    page = stranger.page("/figures/mediation-accepted")
    assert value_on(page) == "0 件"
    assert not ROW.findall(page)
    other = stranger.page("/figures/mediation-accepted?body=SLX-SJ")
    assert value_on(other) == "0 件", "asked for by hand as well"
    assert "不在您可以查看的范围内" in other


def test_a_unit_alone_or_with_all_below_it(busy, overseer):
    assert value_on(overseer.page("/figures/mediation-accepted?body=SLX")) == "3 件"
    assert value_on(overseer.page("/figures/mediation-accepted?body=SLX&alone=1")) == "0 件"
    assert value_on(overseer.page("/figures/mediation-accepted?body=SLX-SJ&alone=1")) == "3 件"


def test_the_usual_periods_and_days_chosen_freely(busy, overseer):
    office = busy
    office.go_to("2026-06-10")
    office.mediation("调9")
    for asked, value in {
        "span=month": 1, "span=quarter": 1, "span=year": 4, "span=last": 0, MARCH: 3,
        "span=days&from=2026-06-10&to=2026-06-01": 1, "span=nonsense": 4,
    }.items():  # fmt: skip
        assert value_on(overseer.page(f"/figures/mediation-accepted?{asked}")) == f"{value} 件", (
            asked
        )


def test_days_that_cannot_be_read_are_told(busy, overseer):
    page = overseer.page("/figures/mediation-accepted?span=days&from=2026-02-30&to=")
    assert "起止日期没有填全或者写法不对" in page
    assert value_on(page) == "3 件"


def test_a_figure_as_of_a_position_stands_still(busy, overseer):
    position = seal()
    busy.mediation("调9")
    assert value_on(overseer.page(f"/figures/mediation-accepted?as_of={position}")) == "3 件"
    page = overseer.page("/figures/mediation-accepted")
    assert "另有 1 个行为还没有编入，已经算入" in page
    beyond = overseer.page("/figures/mediation-accepted?as_of=99999")
    assert "要求按第99999位统计" in beyond
    assert "要求按第99999位统计" in overseer.page("/figures?as_of=99999")


def test_an_unknown_figure_is_not_found(overseer):
    overseer.page("/figures/no-such-figure", status=404)


def workbook(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.rows]


def test_figures_and_rows_are_saved_as_numbers(busy, overseer):
    answer = overseer.client.get("/figures?chapter=all&format=excel")
    head, *rows = workbook(answer)
    assert head[2] == "指标"
    told = {row[7]: row[4] for row in rows}
    assert told["mediation-accepted"] == 3
    assert set(told) == {one.id for one in known_figures()}
    head, *rows = workbook(overseer.client.get("/figures/mediation-accepted?format=excel"))
    assert len(rows) == 3
    assert sum(row[head.index("计入")] for row in rows) == 3


def test_a_name_that_looks_like_a_formula_is_saved_as_text(office, overseer):
    office.mediation("=1+1")
    _, row = workbook(overseer.client.get("/figures/mediation-accepted?format=excel"))
    assert any(str(cell).startswith("=1+1") for cell in row)


def test_nobody_reads_figures_without_signing_in(client):
    assert client.get(reverse("figures")).status_code == 302


@pytest.mark.parametrize(
    ("now", "before", "unit", "said"),
    [
        (12, 10, "件", "+2（+20.0%）"), (8, 10, "件", "-2（-20.0%）"), (5, 0, "件", "+5"),
        (3, 3, "件", "持平"), (None, 3, "%", "—"), (Decimal(98), Decimal("96.5"), "%", "+1.5个百分点"),
        (150_000, 100_000, "元", "+500.00（+50.0%）"), (Decimal("2.5"), 2, "小时", "+0.5（+25.0%）"),
    ],
)  # fmt: skip
def test_a_change_in_words(now, before, unit, said):
    assert change_text(now, before, unit) == said


def test_charts_tell_much_money_in_ten_thousands():
    unit, scale = chart_scale([62_480_000, None, 0], "元")
    assert (unit, scale(62_480_000), scale(None)) == ("万元", Decimal("62.48"), 0)
    unit, scale = chart_scale([99_900], "元")
    assert (unit, scale(99_900)) == ("元", Decimal("999.00"))


def test_every_definition_is_said_in_words():
    from guiju.figures.definitions import shelf
    from guiju.matters.rulebook import catalog

    names = {one.id: one.name for one in known_figures()}
    for one in shelf().figures.values():
        procedure = catalog().versions[one.procedure][-1]
        types = {name: spec.type for name, spec in procedure.fields().items()}
        said = definition_words(one, types, names)
        assert all(part.text for part in said), one.id
        assert not any("届满." in part.text for part in said), one.id
