"""Excel in and out at the staff door."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from guiju.exchange.models import ExportJob, ImportJob
from guiju.exchange.services import Worker
from guiju.matters.models import Matter
from tests.exchange.books import HEADER, activities, activity, book
from tests.web.desk import PASSWORD, Desk

pytestmark = pytest.mark.django_db
LIST = "/lists/law-activity/import"


def bring(desk: Desk, content: bytes, name: str = "活动.xlsx", address: str = LIST, **more):
    return desk.client.post(address, {"table": SimpleUploadedFile(name, content), **more})


def mapped(page: str) -> dict[str, str]:
    """What the mapping page proposes, as a browser would send it."""
    found = {}
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[1] if chosen else ""
    found.update(re.findall(r'<input name="(d-[^"]+)" value="([^"]*)"', page))
    return found


def brought(desk: Desk, content: bytes, **more) -> str:
    answer = bring(desk, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def work() -> None:
    while Worker().work(1):
        pass


def judged(desk: Desk, content: bytes) -> str:
    address = brought(desk, content)
    answer = desk.send(address, step="columns", **mapped(desk.page(address)))
    assert answer.status_code == 302, answer.content.decode()
    work()
    return address


def test_a_table_brought_in_before_eight_in_the_morning_bears_that_day(mediator: Desk):
    mediator.office.go_to("2026-03-03", 7)
    page = mediator.page(brought(mediator, book([HEADER, activity(1)])))
    assert "2026年3月3日由" in page
    assert "2026年3月3日" in mediator.page("/imports")


def test_a_table_goes_from_upload_to_registered_page_by_page(mediator: Desk):
    rows = [HEADER, *(activity(one) for one in range(1, 4)), activity(4, 活动类型="跳舞")]
    address = brought(mediator, book(rows))
    page = mediator.page(address)
    assert "同名" in page
    assert "活动编号或名称" in page
    assert "序号" in page.partition("没有用到的列")[2]
    mediator.send(address, step="columns", **mapped(page))
    running = mediator.page(address)
    assert 'hx-trigger="every 1s"' in running
    assert "正在逐行判断" in running
    work()
    page = mediator.page(address)
    assert "hx-trigger" not in page
    assert "登记这3行" in page
    assert "跳舞" in page
    assert Matter.objects.filter(procedure="law-activity").count() == 0
    mediator.send(address, step="start")
    assert "正在登记" in mediator.page(address)
    work()
    page = mediator.page(address)
    assert "登记完了" in page
    assert Matter.objects.filter(procedure="law-activity").count() == 3
    back = mediator.client.get(f"{address}/rejected")
    assert back.status_code == 200
    sheet = load_workbook(BytesIO(back.content)).worksheets[0]
    assert "跳舞" in str(sheet.cell(5, len(HEADER) + 1).value)


def test_the_same_file_leads_to_where_it_was(mediator: Desk):
    content = activities(2)
    first = brought(mediator, content)
    answer = bring(mediator, content)
    assert answer["Location"] == first
    assert "已经上传过" in mediator.page(first)


def test_a_file_that_cannot_be_used_says_why_and_keeps_what_was_typed(mediator: Desk):
    answer = bring(mediator, b"PK no", saying="旧台账")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "已经损坏" in page
    assert 'value="旧台账"' in page


def test_no_file_no_job(mediator: Desk):
    assert "没有选择表格" in mediator.client.post(LIST, {}).content.decode()
    assert not ImportJob.objects.exists()


def test_who_signs_is_kept_of_an_opening_only_and_a_sheet_has_a_name_excel_could_write(
    mediator: Desk, monkeypatch
):
    brought(mediator, activities(1), head="x" * 100, saying="x" * 1000)
    assert ImportJob.objects.get().by == ""
    monkeypatch.setattr("guiju.exchange.services.LONGEST_SHEET", 3)
    page = bring(mediator, activities(2)).content.decode()
    assert "工作表的名称太长" in page
    assert ImportJob.objects.count() == 1


def test_a_job_is_seen_by_its_own_body_only(mediator: Desk, stranger: Desk):
    address = judged(mediator, activities(1))
    for one in (address, f"{address}/rejected"):
        assert stranger.client.get(one).status_code == 404
    assert "活动.xlsx" not in stranger.page("/imports")
    assert "活动.xlsx" in mediator.page("/imports")


def test_a_column_missing_is_said_and_the_choice_kept(mediator: Desk):
    address = brought(mediator, activities(1))
    typed = mapped(mediator.page(address)) | {"c-f:主题": "", "d-f:地点": "620000"}
    answer = mediator.send(address, step="columns", **typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "必填的“主题”没有对应的列" in page
    assert 'value="620000"' in page


def test_whoever_lacks_the_role_is_told_before_uploading(officer: Desk):
    assert "您今天没有这一职责" in officer.page(LIST)


def test_the_pages_without_jobs_say_what_belongs_there(mediator: Desk):
    assert "还没有从表格登记过" in mediator.page("/imports")
    assert mediator.client.get("/imports/7").status_code == 404
    assert mediator.client.get("/lists/no-such/import").status_code == 404
    assert mediator.client.get("/lists/no-such/export").status_code == 404
    assert mediator.client.get("/lists/no-such/template").status_code == 404


def test_stopped_and_gone_on(mediator: Desk):
    address = judged(mediator, activities(3))
    mediator.send(address, step="start")
    mediator.send(address, step="stop")
    assert "已经停下" in mediator.page(address)
    work()
    assert Matter.objects.filter(procedure="law-activity").count() == 0
    mediator.send(address, step="go_on")
    work()
    assert Matter.objects.filter(procedure="law-activity").count() == 3


def test_a_step_out_of_turn_is_refused_in_words(mediator: Desk):
    address = brought(mediator, activities(1))
    answer = mediator.send(address, step="start")
    assert answer.status_code == 400
    assert "还没有判断完" in answer.content.decode()
    assert mediator.send(address, step="nothing").status_code == 404


def test_the_template_can_be_filled_in_and_brought_back(mediator: Desk):
    answer = mediator.client.get("/lists/law-activity/template")
    made = load_workbook(BytesIO(answer.content))
    sheet = made["填报"]
    heads = [str(cell.value).partition("（")[0] for cell in sheet[1]]
    told = {"活动编号或名称": "甲", "主题": "宪法", "活动类型": "讲座", "工作板块": "普法规划", "宣传节点": "日常", "场次": 1}  # fmt: skip
    for name, value in told.items():
        sheet.cell(2, heads.index(name) + 1).value = value
    target = BytesIO()
    made.save(target)
    address = judged(mediator, target.getvalue())
    assert "登记这1行" in mediator.page(address)


def test_an_export_is_a_workbook_of_what_is_registered(mediator: Desk):
    address = judged(mediator, activities(2))
    mediator.send(address, step="start")
    work()
    page = mediator.page("/lists/law-activity")
    assert "/lists/law-activity/import" in page
    address = "/lists/law-activity/export?from-opened=2026-03-01&is-活动类型=讲座"
    page = mediator.page(address)
    assert "导出“普法活动”" in page
    assert "活动类型：讲座" in page
    answer = mediator.send(address)
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row == 3
    assert sheet.parent["说明"].cell(5, 2).value is not None
    wrong = mediator.send("/lists/law-activity/export?from-opened=2026-02-30")
    assert wrong.status_code == 400
    assert "请核对" in wrong.content.decode()


def test_a_long_export_is_made_in_the_background_for_whoever_asked(mediator: Desk, stranger: Desk, monkeypatch):  # fmt: skip
    address = judged(mediator, activities(3))
    mediator.send(address, step="start")
    work()
    monkeypatch.setattr("guiju.matters.listing.CAP", 2)
    address = mediator.send("/lists/law-activity/export")["Location"]
    assert 'hx-trigger="every 1s"' in mediator.page(address)
    assert mediator.client.get(f"{address}/file").status_code == 404
    work()
    assert "已经写好，共3行" in mediator.page(address)
    content = b"".join(mediator.client.get(f"{address}/file").streaming_content)
    assert load_workbook(BytesIO(content)).worksheets[0].max_row == 4
    assert stranger.client.get(f"{address}/file").status_code == 404
    assert "2026年3月2日导出" in mediator.page("/lists/law-activity/export")
    assert ExportJob.objects.get().state == "done"


def test_nobody_takes_a_table_without_signing_in(desk: Desk):
    for address in (LIST, "/imports", "/imports/1", "/exports/1/file"):
        assert Client().get(address).status_code == 302


def test_only_whoever_brought_a_table_in_goes_on_with_it(mediator: Desk):
    from guiju.people.services import appoint, open_account, register_person

    address = judged(mediator, activities(2))
    office = mediator.office
    colleague = register_person("同事")
    appoint(colleague, office.body, ["普法联络员"], since=office.body.since)
    open_account(colleague, "colleague", PASSWORD)
    other = Desk(office, Client()).enter("colleague")
    page = other.page(address)
    assert "要由本人继续" in page
    assert 'value="start"' not in page
    answer = other.send(address, step="start")
    assert answer.status_code == 400
    assert ImportJob.objects.get().state == "judged"


def test_a_page_that_asks_how_far_it_is_keeps_nobody_signed_in(machine, mediator: Desk):
    address = brought(mediator, activities(1))
    for _ in range(4):
        machine.wait(minutes=9)
        answer = mediator.client.get(address, headers={"X-Polled": "1", "HX-Request": "true"})
    assert "/signin" in str(answer.headers)


def test_too_large_a_table_is_refused_before_it_is_read(mediator: Desk, monkeypatch):
    monkeypatch.setattr("guiju.exchange.packages.MAXIMUM_BYTES", 1000)
    assert "上限" in bring(mediator, activities(1)).content.decode()


def test_of_a_very_wide_table_columns_are_typed_and_the_page_stays_small(mediator: Desk):
    wide = [f"自定义的一列第{place}号" for place in range(150)]
    rows = [[*wide, *HEADER], [*[None] * 150, *activity(1)]]
    address = brought(mediator, book(rows))
    page = mediator.page(address)
    assert len(page.encode()) < 100_000
    typed = dict(re.findall(r'<input name="(c-[^"]+)" list="headings" value="([^"]*)"', page))
    assert typed["c-f:主题"] == "EW 主题"
    defaults = dict(re.findall(r'<input name="(d-[^"]+)" value="([^"]*)"', page))
    mediator.send(address, step="columns", **typed, **defaults)
    work()
    assert "登记这1行" in mediator.page(address)


def test_rows_registered_before_are_named_with_what_they_became(mediator: Desk):
    mediator.send(judged(mediator, activities(2)), step="start")
    work()
    address = judged(mediator, activities(3))
    page = mediator.page(address)
    number = Matter.objects.filter(procedure="law-activity").order_by("id").first().number
    assert "以前已登记，这次跳过" in page
    assert number in page
    assert "登记这1行" in page


def test_a_table_to_fill_in_with_what_is_there(mediator: Desk):
    mediator.send(judged(mediator, activities(2)), step="start")
    work()
    answer = mediator.client.get("/lists/law-activity/template?filled")
    assert load_workbook(BytesIO(answer.content))["填报"].max_row == 3
