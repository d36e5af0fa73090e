"""What goes out: typed columns, nothing that a program computes, nobody's name, and the way back in."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from guiju.exchange import exporting
from guiju.exchange.blanks import blank_targets, blank_workbook
from guiju.exchange.errors import ExchangeError
from guiju.exchange.exporting import export_step, query_from_json, query_to_json
from guiju.exchange.files import export_path
from guiju.exchange.models import ExportJob, ImportRow
from guiju.exchange.services import (
    export_list,
    rejected_workbook,
    start_export,
    table_workbook,
    template,
)
from guiju.exchange.writing import OutColumn, OutSheet, workbook_bytes
from guiju.lawbook.show import national
from guiju.matters import clock
from guiju.matters.list_query import Begins, Between, Is, ListQuery, Missing
from guiju.matters.rulebook import catalog
from guiju.people.services import relieve
from guiju.ui.tables import Cell, Column, Mark, Table
from tests.exchange.books import HEADER, activities, activity, book, cells_of
from tests.office import PARTY, mediation_data

pytestmark = pytest.mark.django_db
SINCE = Between("opened", dt.date(2026, 3, 1), None)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", "'=1", "=cmd|' /C calc'!A0"]  # fmt: skip


def test_what_looks_like_a_formula_goes_out_as_text_that_stays_text(counter):
    rows = [
        HEADER,
        *(activity(place, 主题=f"'{text}") for place, text in enumerate(DANGEROUS[:4], 1)),
    ]
    assert counter.registered(book(rows)).registered == 4
    content = export_list(counter.viewer, ListQuery("law-activity"))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    place = next(cell.column for cell in sheet[1] if cell.value == "主题")
    cells = [sheet.cell(row, place) for row in range(2, 6)]
    assert {cell.value for cell in cells} == set(DANGEROUS[:4])
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    with ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_whatever_stands_in_the_record_no_cell_of_a_workbook_computes(texts):
    sheet = OutSheet("=表", [OutColumn("=列"), OutColumn("数", "number")], [[text, 1] for text in [*texts, *DANGEROUS]])  # fmt: skip
    with ZipFile(BytesIO(workbook_bytes([sheet]))) as archive:
        text = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in text.replace(b"<font", b"")


def test_days_and_numbers_are_real_and_the_notes_say_what_it_is(counter):
    counter.registered(activities(2))
    content = export_list(
        counter.viewer,
        ListQuery("law-activity", (SINCE,), descending=False),
        ["日期不早于2026年3月1日"],
    )
    head, first, *_ = cells_of(content)
    told = dict(zip(head, first, strict=True))
    assert told["办理日期"] == dt.date(2026, 3, 2)
    assert told["场次（场次）"] == 1
    assert told["编号"] == "示市监普法〔2026〕1号"
    notes = cells_of(content, "说明")
    assert ["内容", "普法活动，每行一项，取各项现在的内容"] in notes
    assert ["条件", "日期不早于2026年3月1日"] in notes
    assert ["导出人", "clerk"] in notes


def test_whole_numbers_are_shown_without_a_point_money_with_two_places_and_days_as_days():
    columns = [OutColumn("数", "number"), OutColumn("元", "money"), OutColumn("日", "day"), OutColumn("文")]  # fmt: skip
    content = workbook_bytes([OutSheet("表", columns, [[12, Decimal("12.5"), dt.date(2026, 3, 2), "012"]])])  # fmt: skip
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.number_format for cell in sheet[2]] == ["General", "#,##0.00", "yyyy-mm-dd", "@"]
    assert sheet["D2"].value == "012"


def test_money_goes_out_in_yuan_private_fields_not_at_all_and_persons_masked(counter):
    office = counter.office
    office.penalty(当事人={"name": "王小明", "kind": "自然人"}, 当事人类型="公民")
    office.penalty(当事人=PARTY, 线索编号="线2")
    office.do("登记受理", who="clerk", procedure="people-mediation", data={**mediation_data(), "申请人": PARTY})  # fmt: skip
    head, *rows = cells_of(export_list(counter.viewer, ListQuery("ordinary-penalty")))
    names = {row[head.index("当事人")] for row in rows}
    assert names == {"王某", PARTY["name"]}
    content = export_list(counter.viewer, ListQuery("people-mediation"))
    assert "申请人" not in cells_of(content)[0]
    assert any("不公开的字段" in str(line[1]) and "申请人" in str(line[1]) for line in cells_of(content, "说明"))  # fmt: skip


def test_nobodys_name_is_in_the_file(counter):
    counter.registered(activities(1))
    for content in (export_list(counter.viewer, ListQuery("law-activity")), template(counter.viewer, "law-activity")):  # fmt: skip
        properties = load_workbook(BytesIO(content)).properties
        assert not properties.creator
        assert not properties.lastModifiedBy


def test_the_bodies_in_sight_are_all_there_is(counter):
    counter.registered(activities(2))
    blind = replace(counter.viewer, body="SLX", bodies=frozenset({"SLX"}))
    assert [
        row for row in cells_of(export_list(blind, ListQuery("law-activity")))[1:] if any(row)
    ] == []


def test_a_list_goes_out_under_its_conditions_and_as_of_any_day(counter):
    office = counter.office
    head = ["事项编码", "事项名称", "事项类型", "政务服务事项", "实施主体", "依据", "依据有效", "行使层级", "办件类型", "法定时限", "承诺时限", "文号"]  # fmt: skip
    row = ["A1", "检查", "行政检查", "否", office.body.code, "某法第一条", "是", "县级", "不适用", 0, 0, "发1"]  # fmt: skip
    counter.registered(book([head, row, ["A2", *row[1:]]]), procedure="power-list")

    def listed(*conditions, **how) -> int:
        query = ListQuery("power-list", conditions, **how)
        return sum(any(one) for one in cells_of(export_list(counter.viewer, query))[1:])

    assert (listed(), listed(as_of=dt.date(2026, 3, 2)), listed(as_of=dt.date(2026, 3, 1))) == (2, 2, 0)  # fmt: skip
    assert listed(Is("事项编码", "A2")) == 1
    assert listed(Between("opened", None, dt.date(2026, 3, 1))) == 0


def test_a_row_of_an_earlier_day_says_what_it_said_then(counter):
    office = counter.office
    head = ["事项编码", "事项名称", "事项类型", "政务服务事项", "实施主体", "依据", "依据有效", "行使层级", "办件类型", "法定时限", "承诺时限", "文号"]  # fmt: skip
    row = ["A1", "旧名", "行政检查", "否", office.body.code, "某法第一条", "是", "县级", "不适用", 0, 0, "发1"]  # fmt: skip
    job = counter.registered(book([head, row]), procedure="power-list")
    matter = ImportRow.objects.get(job=job).matter
    office.go_to("2026-03-10")
    office.do("公布", matter, "clerk", data={"公布位置": "县政府网站"})
    office.do("调整", matter, "clerk", data={"事项名称": "新名", "依据": "某法第二条", "依据有效": True, "文号": "发2"})  # fmt: skip

    def told(**how) -> list:
        head, one = cells_of(export_list(counter.viewer, ListQuery("power-list", **how)))
        return [one[head.index("事项名称")], one[head.index("依据")]]

    assert told() == ["新名", "某法第二条"]
    assert told(as_of=dt.date(2026, 3, 5)) == ["旧名", "某法第一条"]


def test_a_query_is_kept_whole_with_its_job():
    query = ListQuery(
        "x", (Is("a", "b"), Begins("c", "d"), Between("e", 1, None), Between("f", dt.date(2026, 1, 1), None), Missing("g")),
        "open", dt.date(2026, 3, 2), "B", "a", descending=False,
    )  # fmt: skip
    assert query_from_json(json.loads(json.dumps(query_to_json(query)))) == query


def test_what_went_out_comes_in_again_column_by_column(counter):
    counter.registered(activities(2))
    job = counter.judged(export_list(counter.viewer, ListQuery("law-activity")), name="导出.xlsx")
    assert (job.ready, job.rejected, job.known) == (0, 0, 2)


def test_a_page_s_table_becomes_a_workbook_of_numbers_and_days():
    columns = [Column("编号"), Column("立案日", "day"), Column("罚款（元）", "money"), Column("占比", "percent"), Column("件数", "number"), Column("编号")]  # fmt: skip
    rows = [
        [Cell("=1", note="小字", badge=Mark("已逾期 3 天", "red")), Cell("2026年3月18日（周三）"), Cell("17,630.00 元"), Cell("12.5%"), Cell("1,200 件"), Cell("")],
        [Cell("b"), Cell("没有期限"), Cell("1.2万元"), Cell("—"), Cell("10,000 余"), Cell("x")],
    ]  # fmt: skip
    foot = [Cell("合计"), Cell(""), Cell("17,630.00"), Cell(""), Cell("1,200"), Cell("")]
    content = table_workbook(Table("行政处罚/2026", columns, rows, foot), [("截至", "今天")])
    head, first, second, last = cells_of(content)
    assert head == ["编号", "立案日", "罚款（元）", "占比", "件数", "编号（6）"]
    assert first == ["=1（已逾期 3 天）；小字", dt.date(2026, 3, 18), 17630, 0.125, 1200, None]
    assert second[:4] == ["b", "没有期限", "1.2万元", "—"]
    assert last[4] == 1200
    assert cells_of(content, "说明")[1] == ["截至", "今天"]


def test_the_empty_table_offers_the_choices_and_says_what_each_column_takes(counter):
    made = load_workbook(BytesIO(template(counter.viewer, "law-activity")))
    assert made.sheetnames == ["填报", "选项", "填表说明"]
    assert made["选项"].sheet_state == "hidden"
    rules = made["填报"].data_validations.dataValidation
    assert {str(one.formula1).partition("!")[0] for one in rules} == {"选项"}
    notes = [[cell.value for cell in row] for row in made["填表说明"].iter_rows()]
    assert ["场次（场次）", "整数", "必填"] in notes
    assert not any("佐证材料" in str(row[0]) for row in notes)


def test_a_table_to_fill_in_can_begin_with_what_is_registered(counter, monkeypatch):
    counter.registered(activities(2))
    content = template(counter.viewer, "law-activity", filled=True)
    head, first, second = cells_of(content)
    told = dict(zip(head, first, strict=True))
    assert (told["活动编号或名称"], told["场次（场次）"], told["办理日期"]) == ("活动1", 1, dt.date(2026, 3, 2))  # fmt: skip
    assert second[0] == "活动2"
    assert counter.judged(content, name="现有.xlsx").known == 2
    monkeypatch.setattr("guiju.exchange.services.FILLED_AT_MOST", 1)
    with pytest.raises(ExchangeError, match="超过1行"):
        template(counter.viewer, "law-activity", filled=True)


def test_a_party_stands_in_its_columns_and_what_is_private_in_none(counter):
    office = counter.office
    office.do("登记受理", who="clerk", procedure="people-mediation", data={**mediation_data(), "申请人": PARTY})  # fmt: skip
    head, only = cells_of(template(counter.viewer, "people-mediation", filled=True))
    told = dict(zip(head, only, strict=True))
    assert (told["登记簿号"], told["申请人"], told["可能引发案件"]) == ("调1", None, "否")
    office.penalty(当事人={**PARTY, "address": "示例路1号", "head": "示例丙"})
    head, only = cells_of(template(counter.viewer, "ordinary-penalty", filled=True))
    told = dict(zip(head, only, strict=True))
    assert (told["当事人住所"], told["当事人法定代表人"]) == ("示例路1号", "示例丙")
    assert (told["当事人"], told["当事人证件号码"], told["当事人类别"]) == (PARTY["name"], PARTY["code"], "法人")  # fmt: skip


def test_percents_days_and_money_of_a_filled_table_look_like_what_they_are():
    version = catalog().versions["law-activity"][-1]
    rules = national(version, catalog().shelf, "司法")
    opening = rules.acts[rules.opens]
    kinds = {"主题": "percent", "地点": "money", "场次": "date"}
    fields = {name: replace(spec, type=kinds.get(name, spec.type)) for name, spec in opening.fields.items()}  # fmt: skip
    acts = {**rules.acts, rules.opens: replace(opening, fields=fields)}
    changed = SimpleNamespace(acts=acts, opens=rules.opens, content=rules.content)
    names = [one.label for one in blank_targets(changed, "event")]
    values = {"主题": Decimal("0.125"), "地点": Decimal("12.5"), "场次": dt.date(2026, 3, 2)}
    content = blank_workbook(changed, "event", [[values.get(name) for name in names]])
    sheet = load_workbook(BytesIO(content))["填报"]
    shown = {name: sheet.cell(2, names.index(name) + 1).number_format for name in values}
    assert shown == {"主题": "0.00%", "地点": "#,##0.00", "场次": "yyyy-mm-dd"}


def test_the_reason_beside_a_row_stays_text_and_old_workbooks_get_a_sheet_of_their_own(counter, monkeypatch):  # fmt: skip
    rows = [HEADER, activity(1, 活动类型="'=跳舞"), activity(2)]
    job = counter.judged(book(rows))
    sheet = load_workbook(BytesIO(rejected_workbook(job))).worksheets[0]
    cell = sheet.cell(2, len(HEADER) + 1)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    monkeypatch.setattr("guiju.exchange.returning.FILLED_AT_MOST", 1)
    head, only, *rest = cells_of(rejected_workbook(job))
    assert (head[0], head[-1], rest) == ("原行号", "未登记原因", [])
    assert (only[0], only[4]) == (2, "'=跳舞")


def test_an_export_that_another_process_took_over_is_not_finished_by_the_first(counter, monkeypatch):  # fmt: skip
    counter.registered(activities(4))
    monkeypatch.setattr("guiju.matters.listing.CAP", 2)
    monkeypatch.setattr(exporting, "TOGETHER", 1)
    job = start_export(counter.viewer, ListQuery("law-activity"))
    write, took = exporting.write_workbook, []

    def slowly(target, sheets):
        if not took:  # the lease runs out while the first writes; the second does the whole job
            took.append(0)
            ExportJob.objects.update(held_until=0)
            assert export_step("second", 20)
            assert ExportJob.objects.get().state == "done"
            took[0] = export_path(job.pk).stat().st_ino
        write(target, sheets)

    monkeypatch.setattr(exporting, "write_workbook", slowly)
    assert export_step("first", 20)
    done = ExportJob.objects.get()
    assert (done.pk, done.state, done.failure) == (job.pk, "done", "")
    assert [one.name for one in export_path(job.pk).parent.glob("export-*")] == [f"export-{job.pk}.xlsx"]  # fmt: skip
    assert [export_path(job.pk).stat().st_ino] == took, (
        "what may be downloaded already stays as it is"
    )
    assert len(cells_of(export_path(job.pk).read_bytes())) == 5


def waiting(counter, monkeypatch) -> ExportJob:
    """An export of four rows, too long to be made at once."""
    counter.registered(activities(4))
    monkeypatch.setattr("guiju.matters.listing.CAP", 2)
    monkeypatch.setattr(exporting, "TOGETHER", 1)
    job = start_export(counter.viewer, ListQuery("law-activity"))
    assert job is not None
    return job


def test_nothing_is_exported_for_whoever_has_no_post_any_more(counter, monkeypatch):
    job = waiting(counter, monkeypatch)
    for post in counter.office.people["clerk"].posts.all():
        relieve(post, until=dt.date(2026, 3, 2))
    counter.office.go_to("2026-03-03")
    assert export_step("first", 20)
    told = ExportJob.objects.get()
    assert (told.pk, told.state) == (job.pk, "failed")
    assert "没有任职" in told.failure
    assert not export_path(job.pk).exists()


def test_an_export_longer_than_a_sheet_says_so_and_leaves_no_half(counter, monkeypatch):
    job = waiting(counter, monkeypatch)
    monkeypatch.setattr(exporting, "ROWS_AT_MOST", 3)
    assert export_step("first", 20)
    assert "分几次导出" in ExportJob.objects.get().failure
    assert list(export_path(job.pk).parent.glob("export-*")) == []


def test_what_was_written_for_nothing_is_thrown_away(counter, monkeypatch):
    job = waiting(counter, monkeypatch)
    write = exporting.write_workbook

    def then_overtaken(target, sheets):
        write(target, sheets)
        ExportJob.objects.update(worker="second")

    monkeypatch.setattr(exporting, "write_workbook", then_overtaken)
    assert export_step("first", 20)
    assert list(export_path(job.pk).parent.glob("export-*")) == []


def test_what_a_later_version_keeps_private_stands_in_no_table_to_fill_in(counter):
    rules = national(catalog().versions["law-activity"][-1], catalog().shelf, "司法")
    target = next(one for one in blank_targets(rules, "event") if one.label == "主题")
    listing = exporting.Listing(counter.viewer, ListQuery("law-activity"))
    said, day = {"主题": "宪法"}, dt.date(2026, 3, 2)
    assert listing.cell(target, day, said) == "宪法"
    kept = replace(target, spec=replace(target.spec, private=True))
    assert listing.cell(kept, day, said) is None


def test_an_export_that_another_process_holds_is_left_to_it(counter, monkeypatch):
    waiting(counter, monkeypatch)
    ExportJob.objects.update(worker="other", held_until=clock.now().timestamp() * 2)
    assert not export_step("first", 20)
    assert ExportJob.objects.get().worker == "other"


def test_the_reasons_stand_in_one_column_beside_the_table_however_often_it_comes_back(counter):
    def merged(made) -> None:
        column = len(HEADER) + 1
        made.worksheets[0].merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)  # fmt: skip

    rows = [HEADER, activity(1, 活动类型="跳舞"), activity(2, 活动类型="跳舞")]
    content = rejected_workbook(counter.judged(book(rows, merged)))
    head, first, second = cells_of(content)
    assert head == [*HEADER, "未登记原因"]
    assert "跳舞" in first[-1]
    assert "跳舞" in second[-1]
    again = cells_of(rejected_workbook(counter.judged(content, name="退回.xlsx")))
    assert again[0] == head
