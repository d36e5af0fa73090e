"""The smaller components: what they say to eye, ear and keyboard."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from guiju.ui.parts import Chip, Nothing, Pager, Progress, Step, Tab
from guiju.ui.tables import Cell, Column, Mark, Table

COLUMNS = [Column("编号", sort="?sort=编号", order="descending"), Column("罚款（元）", "money")]


def shown(name: str, **context) -> str:
    return render_to_string(f"ui/{name}.html", context)


def table(**more) -> Table:
    rows = [[Cell("1号", "/m/1", Mark("已逾期 3 天", "red"), "小字"), Cell("5.00")]]
    return Table("处罚", COLUMNS, rows, **more)


def test_a_table_names_its_rows_and_columns_and_says_how_it_is_sorted():
    page = shown("table", table=table())
    assert '<caption class="unseen">处罚</caption>' in page
    assert 'aria-sort="descending"><a href="?sort=编号">编号' in page
    assert '<th scope="row" class="text"><a href="/m/1">1号</a>' in page
    assert '<td class="money" data-label="罚款（元）">5.00</td>' in page
    assert '<span class="badge red">已逾期 3 天</span>' in page
    assert "<tfoot" not in page


def test_totals_stand_in_the_foot_under_their_columns():
    page = shown("table", table=table(foot=[Cell("合计"), Cell("5.00")]))
    assert '<tfoot><tr><th scope="row" class="text">合计</th><td class="money"' in page


def test_a_table_without_rows_says_so_instead():
    page = shown("table", table=Table("处罚", COLUMNS, [], empty="没有符合条件的办件。"))
    assert "没有符合条件的办件。" in page
    assert "<table" not in page


def test_a_row_has_a_cell_for_every_column():
    with pytest.raises(ValueError, match="zip"):
        Table("处罚", COLUMNS, [[Cell("1号")]]).body()


def test_a_filter_that_is_on_says_that_following_it_takes_it_away():
    page = shown("chips", chips=[Chip("案由：甲", "?", removes=True), Chip("本年", "?y", on=True)])
    assert "（去掉这一条件）" in page
    assert page.count("（去掉这一条件）") == 1
    assert 'href="?y" aria-current="true"' in page


def test_the_tab_one_is_on_is_marked():
    page = shown("tabs", tabs=[Tab("条文", "?a"), Tab("案例", "?c", on=True)], label="程序")
    assert page.count("aria-current") == 1
    assert 'href="?c" aria-current="page">案例' in page


def test_steps_say_which_is_done_and_which_is_next():
    page = shown("steps", steps=[Step("机关", "done"), Step("人员", "now", "/p"), Step("参数")])
    assert '<li class="done">' in page
    assert "（已完成）" in page
    assert '<li class="now" aria-current="step">' in page
    assert '<a href="/p">人员</a>' in page


def test_progress_is_told_in_numbers_and_without_total_shows_no_share():
    page = shown("progress", progress=Progress(1200, 100_000, "正在登记"))
    assert "1,200 / 100,000" in page
    assert 'value="1200" max="100000"' in page
    assert "value=" not in shown("progress", progress=Progress(5, 0, "正在清点"))


def test_a_pager_leads_only_where_there_are_rows():
    page = shown("pager", pager=Pager(older="?after=x", said="前 50 件"))
    assert 'rel="next" href="?after=x"' in page
    assert 'rel="prev"' not in page
    assert "<nav" not in shown("pager", pager=Pager())


def test_an_empty_page_says_what_belongs_here_and_how_to_begin():
    page = shown("empty", nothing=Nothing("还没有办件。", "新办一件", "/new"))
    assert "还没有办件。" in page
    assert '<a class="button primary" href="/new">新办一件</a>' in page
    assert "button" not in shown("empty", nothing=Nothing("还没有办件。"))


def test_a_day_is_told_as_people_write_it_and_a_step_in_is_no_part_of_the_link():
    columns = [Column("机构"), Column("成立", "day"), Column("代码")]
    rows = [[Cell("　示例县司法局", "/b/2"), Cell("2021-12-01"), Cell("2021-12-01")]]
    page = shown("table", table=Table("机构", columns, rows))
    assert '　<a href="/b/2">示例县司法局</a>' in page
    assert ">2021年12月1日</td>" in page
    assert ">2021-12-01</td>" in page, "only columns of days are told so"


def test_the_widths_of_columns_are_known_before_the_first_row():
    wide = [[Cell("1号", "", Mark("已逾期 3 天", "red"), "很长的小字" * 20), Cell("17,630.00")]]
    page = shown("table", table=Table("处罚", COLUMNS, wide))
    assert page.index("<colgroup>") < page.index("<thead>")
    named, money = (float(one) for one in re.findall(r'<col width="([0-9.]+)%">', page))
    assert named + money == pytest.approx(100, abs=0.1)
    assert named > money > 100 / 6, "a long text does not take everything"


def test_headings_that_sort_are_marked_because_a_phone_shows_them_alone():
    page = shown("table", table=table())
    assert '<th scope="col" class="text sorts" aria-sort="descending">' in page
    assert '<th scope="col" class="money">' in page
