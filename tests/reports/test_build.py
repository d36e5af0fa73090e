from __future__ import annotations

import datetime as dt
import re

import pytest

from guiju.matters.sealing import seal
from guiju.people.viewer import Viewer, machine_viewer
from guiju.reports.services import ReportError, build_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(office):
    """Three disputes, two of them settled, and a penalty without a decision."""
    for number in ("调1", "调2", "调3"):
        taken = office.mediation(number)
        if number != "调3":
            office.do(
                "调解", taken.matter, "clerk", data={"调解记录": "已调解", "可能引发案件": False}
            )
            agreed = {
                "协议形式": "书面协议",
                "形式要件齐备": True,
                "协议内容": "互不追究",
                "协议金额": 50,
            }
            office.do("达成协议", taken.matter, "clerk", data=agreed)
    office.penalty()
    return office


@pytest.fixture
def viewer(bureau):
    return machine_viewer("SLX")


def sentences(report):
    return "".join(str(paragraph) for part in report.parts for paragraph in part.paragraphs)


def test_figures_stand_in_their_sentences(viewer):
    text = sentences(build_report(viewer, "SLX", 2026))
    assert "调解矛盾纠纷3件，调解成功率66%以上，其中达成协议2件。" in text
    assert "普通程序立案1件，作出处罚决定0件" in text


def test_a_sentence_without_any_number_is_left_out(viewer):
    text = sentences(build_report(viewer, "SLX", 2026))
    assert "复议" not in text
    assert "柔性执法" not in text


def test_a_report_counts_its_year_only(bureau, viewer):
    assert sentences(build_report(viewer, "SLX", 2025)) == ""
    bureau.go_to("2027-01-04")
    bureau.mediation("调4")
    assert "调解矛盾纠纷3件" in sentences(build_report(viewer, "SLX", 2026))
    assert "调解矛盾纠纷1件" in sentences(build_report(viewer, "SLX", 2027))


def test_a_year_that_still_runs_is_counted_up_to_today(viewer):
    report = build_report(viewer, "SLX", 2026)
    assert (report.first, report.last) == (dt.date(2026, 1, 1), dt.date(2026, 3, 2))


def test_a_year_to_come_is_refused(viewer):
    with pytest.raises(ReportError, match="2027年还没有开始") as refused:
        build_report(viewer, "SLX", 2027)
    assert refused.value.code == "report.year_not_begun"


def test_an_unknown_body_is_refused(viewer):
    with pytest.raises(ReportError) as refused:
        build_report(viewer, "NOWHERE", 2026)
    assert refused.value.code == "report.body_unknown"


def test_a_body_the_viewer_does_not_see_is_refused(bureau):
    outsider = Viewer("p1", "甲", "SLX-SJ", frozenset({"承办人"}), frozenset({"SLX-SJ"}))
    with pytest.raises(ReportError) as refused:
        build_report(outsider, "SLX", 2026)
    assert refused.value.code == "report.body_not_seen"
    assert build_report(outsider, "SLX-SJ", 2026).body_name == "示例县市场监督管理局"


def test_a_department_gets_the_outline_of_its_level(viewer):
    titles = [part.title for part in build_report(viewer, "SLX-SJ", 2026).parts]
    assert "（三）行政执法" in titles


def test_every_number_links_to_rows_that_add_up_to_it(viewer):
    report = build_report(viewer, "SLX", 2026)
    html = report.html()
    for number in report.numbers():
        assert f'href="#{number.anchor}"' in html
        assert html.count(f'id="{number.anchor}"') == 1
    figures = {figure.id: figure for figure in report.figures}
    assert sum(row.contribution for row in figures["mediation-accepted"].rows) == 3
    assert {row.act for row in figures["mediation-success-share"].rows} == {"达成协议"}


def test_the_rows_name_day_number_title_and_body(viewer):
    html = build_report(viewer, "SLX", 2026).html()
    rows = re.findall(
        r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td class=\"added\">(.*?)</td></tr>",
        html,
    )
    assert (
        "2026-03-02",
        "示市监罚立〔2026〕1号",
        "示例商贸有限公司 未按规定公示价格 · 立案",
        "示例县市场监督管理局",
        "1",
    ) in rows


def test_the_file_asks_for_nothing_from_elsewhere_and_needs_no_script(viewer):
    html = build_report(viewer, "SLX", 2026).html()
    assert "default-src 'none'" in html
    assert not re.search(r"<(script|link|img|iframe|object)|src=|@import|url\(|https?://", html)
    assert set(re.findall(r'href="(.)', html)) == {"#"}


def test_what_people_wrote_never_becomes_markup(bureau, viewer):
    bureau.penalty(案由="<script>alert(1)</script>", 线索编号="线2")
    html = build_report(viewer, "SLX", 2026).html()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_clock_of_a_demonstration_is_told(viewer):
    report = build_report(viewer, "SLX", 2026)
    assert report.mark == "演示数据·模拟时钟"
    assert '<p class="mark" role="note">演示数据·模拟时钟</p>' in report.html()


def test_a_report_says_up_to_which_position_it_counts(viewer):
    before = build_report(viewer, "SLX", 2026)
    assert (before.position, before.unsealed > 0) == (0, True)
    size = seal()
    after = build_report(viewer, "SLX", 2026)
    assert (after.position, after.unsealed) == (size, 0)
    assert f"截至记录第 {size} 位" in after.html()
    assert sentences(after) == sentences(before)


def test_a_program_gets_figures_with_their_rows_and_no_floats(viewer):
    value = build_report(viewer, "SLX", 2026).to_value()
    figures = {figure["id"]: figure for figure in value["figures"]}
    accepted = figures["mediation-accepted"]
    assert (accepted["name"], accepted["unit"], accepted["value"]) == ("受理矛盾纠纷", "件", 3)
    assert [row["contribution"] for row in accepted["rows"]] == [1, 1, 1]
    assert accepted["rows"][0].keys() == {
        "day",
        "matter",
        "number",
        "title",
        "seq",
        "act",
        "body",
        "contribution",
    }
    assert figures["summary-flexible-amount"]["value"] == "0.00"
    assert figures["mediation-success-share"]["value"] == "66.6667"
    assert not [one for one in walked(value) if isinstance(one, float)]


def walked(value):
    if isinstance(value, dict):
        return [one for part in value.values() for one in walked(part)]
    if isinstance(value, list):
        return [one for part in value for one in walked(part)]
    return [value]


def test_a_record_under_the_true_clock_bears_no_mark(viewer, monkeypatch):
    monkeypatch.setattr("guiju.reports.services.is_demonstration", lambda: False)
    report = build_report(viewer, "SLX", 2026)
    assert report.mark == ""
    assert 'class="mark"' not in report.html()
