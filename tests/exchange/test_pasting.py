"""Rows copied in a spreadsheet and pasted are judged and registered as an uploaded table is."""

from __future__ import annotations

import pytest

from guiju.exchange.errors import ExchangeError
from guiju.exchange.models import ImportRow
from guiju.exchange.pasting import is_header, paste_in, rows_of, targets_for
from guiju.exchange.services import start
from guiju.matters.models import Slots

pytestmark = pytest.mark.django_db
LEDGER = "law-activity"
HEADER = "活动编号或名称\t主题\t活动类型\t工作板块\t宣传节点\t场次\t受众人次"
ROWS = [
    "示例1\t宪法宣传\t讲座\t普法规划\t日常\t1\t1,200",
    "示例2\t民法典\t讲座\t普法规划\t日常\t2\t",
]


def pasted(counter, text: str):
    """The job of a pasted text, judged and registered."""
    return counter.worked(start(counter.judge(paste_in(counter.viewer, LEDGER, text))))


def subjects():
    found = Slots.objects.filter(procedure=LEDGER).order_by("text1")
    return list(found.values_list("text1", "number1", "number2"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_with_their_headings_are_registered(counter, newline):
    job = pasted(counter, newline.join([HEADER, *ROWS, ""]))
    assert (job.registered, job.rejected) == (2, 0)
    assert subjects() == [("宪法宣传", 1, 1200), ("民法典", 2, None)]


@pytest.mark.parametrize("told", ["x" * 140_000, '"' + "x\n" * 70_000])
def test_a_cell_longer_than_any_is_refused_in_words(told):
    with pytest.raises(ExchangeError) as found:
        rows_of(f"{HEADER}\n{told}")
    assert found.value.code == "paste.too_long"
    assert "引号没有成对" in found.value.sentence


def test_rows_pasted_again_are_known_and_not_registered_twice(counter):
    pasted(counter, "\n".join([HEADER, ROWS[0]]))
    job = pasted(counter, "\n".join([HEADER, *ROWS]))
    assert (job.registered, job.known) == (1, 1)
    assert len(subjects()) == 2


def test_rows_without_headings_stand_in_the_order_of_the_form(counter):
    labels = [one.label for one in targets_for(counter.viewer, LEDGER)]
    told = {
        "活动编号或名称": "示例1",
        "主题": "宪法宣传",
        "活动类型": "讲座",
        "工作板块": "普法规划",
        "宣传节点": "日常",
    }
    cells = [told.get(label, "3" if label.startswith("场次") else "") for label in labels]
    pasted(counter, "\t".join(cells))
    assert subjects() == [("宪法宣传", 3, None)]


def test_a_row_that_cannot_be_registered_is_told_with_its_reason_and_the_others_are(counter):
    job = pasted(counter, "\n".join([HEADER, ROWS[0], "示例3\t讲座\t讲座\t普法规划\t日常\t许多\t"]))
    assert (job.registered, job.rejected) == (1, 1)
    (rejected,) = ImportRow.objects.filter(job=job, state="rejected")
    assert "场次" in rejected.reason


def test_a_cell_of_several_lines_stays_one_cell():
    assert rows_of('甲\t"第一行\n第二行"\n\n乙\t丙') == [["甲", "第一行\n第二行"], ["乙", "丙"]]
    assert rows_of("甲\n乙\t丙") == [["甲", ""], ["乙", "丙"]]


def test_headings_are_known_also_under_other_names_and_beside_strange_ones(counter):
    targets = targets_for(counter.viewer, LEDGER)
    assert is_header(["活动编号或名称", "主题*", "活动日期", "备注"], targets)
    assert not is_header(["示例1", "主题", "讲座"], targets)


def test_columns_may_be_named_alike_or_not_at_all(counter):
    job = paste_in(counter.viewer, LEDGER, f"{HEADER}\t主题\t\n{ROWS[0]}\t别的\t注")
    assert job.header[-2:] == ["主题（8）", "第9列"]


@pytest.mark.parametrize(("text", "code"), [
    ("", "paste.empty"), (" \n\t\n", "paste.empty"), (HEADER, "paste.empty"),
    ("x\ty\n" * 2_001, "paste.too_many"), ("x" * 2_000_001, "paste.too_many"), ("\t".join(["x"] * 60), "paste.too_wide"),
])  # fmt: skip
def test_what_cannot_be_pasted_is_refused_in_words(counter, text, code):
    with pytest.raises(ExchangeError) as refused:
        paste_in(counter.viewer, LEDGER, text)
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
