from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from guiju.reports.report import Figure, Number, Paragraph, Part, Report, Row, plain


def row(title, contribution, body="局"):
    day = dt.date(2022, 3, 1)
    return Row(day, "m1", "示〔2022〕1号", title, 3, "处罚决定", body, f"示例{body}", contribution)


ORDINARY = Figure("ordinary", "普通程序案件", "件", 2, (row("甲案", 1), row("乙案", 1)))
SUMMARY = Figure("summary", "简易程序案件", "件", 1, (row("丙案", 1),))
MONEY = Figure("fines", "罚款", "元", Decimal("1000.50"), (row("甲案", Decimal("1000.50")),))
UNSAID = Figure("unsaid", "没有写进报告的", "件", 7, ())
BOTH = Number("3", Decimal(3), ("ordinary", "summary"), "普通程序案件、简易程序案件")
ALONE = Number("1000.5", Decimal("1000.5"), ("fines",), "罚款")


@pytest.fixture
def report():
    said = Paragraph(("办理", BOTH, "件，罚款", ALONE, "元。"))
    return Report(
        "2022年度报告", "局", "示例局", 2022, dt.date(2022, 1, 1), dt.date(2022, 12, 31), 9, 0, "",
        (ORDINARY, SUMMARY, MONEY, UNSAID), (Part("一、概况", "写一段话", (said,), 2),),
    )  # fmt: skip


def sources(html):
    return dict(re.findall(r'<div id="([^"]+)" tabindex="-1">(.*?)</div>', html, re.DOTALL))


def test_a_number_made_of_two_figures_opens_the_rows_of_both(report):
    found = sources(report.html())
    assert [title in found["ordinary_summary"] for title in ("甲案", "乙案", "丙案")] == [True] * 3
    assert "普通程序案件、简易程序案件" in report.html()


def test_a_figure_that_no_sentence_names_has_no_place_in_the_file(report):
    assert list(sources(report.html())) == ["ordinary_summary", "fines"]
    assert "没有写进报告的" not in report.html()
    assert "unsaid" in {figure["id"] for figure in report.to_value()["figures"]}


def test_a_sentence_reads_as_it_is_printed(report):
    assert str(report.parts[0].paragraphs[0]) == "办理3件，罚款1000.5元。"


def test_what_is_to_be_written_by_people_is_marked(report):
    assert '<p class="note"><span>待填写</span>写一段话</p>' in report.html()


def test_a_source_tells_the_exact_value_and_each_share_of_it(report):
    assert MONEY.told() == "1000.5元"
    assert '<td class="added">1000.5</td>' in sources(report.html())["fines"]
    assert Figure("rate", "率", "%", Decimal("98.18"), ()).told() == "98.2%"
    assert Figure("rate", "率", "%", None, ()).told() == "—"


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(329, "件", 329), (Decimal("1000.5"), "元", "1000.50"), (0, "元", "0.00"), (Decimal("98.17629"), "%", "98.1763"), (Decimal("12.5"), "公顷", "12.5")],
)  # fmt: skip
def test_a_program_gets_money_and_shares_as_decimal_text(value, unit, told):
    assert plain(value, unit) == told
