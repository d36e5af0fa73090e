"""Yearly reports on pages: read, written by several, handed in frozen, opened down to the acts."""

from __future__ import annotations

import io
import json
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guiju.matters.files import path_of
from guiju.matters.models import Act, Duty
from guiju.record.act import ActForm
from guiju.reports.models import Prose
from tests.web.desk import hidden

pytestmark = pytest.mark.django_db

BODY = "SLX-SJ"
REPORT = f"/reports/{BODY}/2026"
PROBLEMS = "二、存在的问题"
CHIP = re.compile(r'<a class="number-chip[^"]*" href="\?figure=([^#"]*)#panel"[^>]*>([^<]*)</a>')


@pytest.fixture
def busy(office):
    for number in range(3):
        office.do(
            "登记", who="clerk", procedure="law-activity",
            data={
                "活动编号或名称": f"活动{number}", "主题": "宪法宣传", "活动类型": "宣传活动", "工作板块": "普法规划",
                "宣传节点": "日常", "场次": number + 1, "宣传品份数": 100,
            },
        )  # fmt: skip
    office.penalty()
    return office


@pytest.fixture
def writer(desk):
    return desk.enter("supervisor")


def write(desk, text: str, expected: int = 0, *, in_place: bool = True, **more):
    headers = {"HX-Request": "true"} if in_place else {}
    typed = {"part": PROBLEMS, "text": text, "expected": expected, **more}
    return desk.client.post(f"{REPORT}/prose", typed, headers=headers)


def begin(desk):
    """Begin the report of 2025, late, with the notice that asked for it."""
    notice = SimpleUploadedFile("部署通知.pdf", b"%PDF-1.4 notice of 2025-12-20")
    step(desk, "启动编制", 依法不公开="no", proof=notice)


def step(desk, name: str, year: int = 2025, **typed):
    address = f"/reports/{BODY}/{year}/steps/{name}"
    page = desk.send(address, step="check", **typed).content.decode()
    assert "确认后" in page, re.sub("<[^>]*>", "", page.partition("<main")[2])
    answer = desk.client.post(address, {**hidden(page), "step": "confirm"})
    assert answer.status_code == 302, answer.content.decode()


def approve(office, matter: str, verdict: str = "同意报送") -> None:
    office.do("审定", matter, "head", data={"审定结论": verdict})


def handed_in(desk) -> str:
    """The report of 2025 handed in; the id of its matter."""
    begin(desk)
    matter = Duty.objects.get(act="报送").matter_id
    step(desk, "送审", 五项内容齐备="yes")
    approve(desk.office, matter)
    step(desk, "报送", 报送对象="县委、县政府")
    return matter


def forms(matter: str) -> dict[str, ActForm]:
    rows = Act.objects.filter(matter=matter).order_by("seq").values_list("form", flat=True)
    found = [ActForm.from_bytes(bytes(row)) for row in rows]
    return {form.act: form for form in found}


def test_every_number_of_the_report_is_a_chip_with_the_value_counted(busy, writer):
    page = writer.page(REPORT)
    told = dict(CHIP.findall(page))
    assert told["publicity-events-all"] == "6"
    assert told["leaflets"] == "300"
    assert told["penalty-filed"] == "1"


def test_a_chip_opens_without_script_and_in_place_to_the_same_rows(busy, writer):
    whole = writer.page(f"{REPORT}?figure=publicity-events-all")
    part = writer.client.get(f"{REPORT}?figure=publicity-events-all", headers={"HX-Request": "1"})
    panel = part.content.decode()
    assert "<main" not in panel
    for page in (whole, panel):
        assert page.count("#act-1") == 3
        assert "上年同期" in page
        assert (
            "/figures/publicity-events-all?span=days&amp;from=2026-01-01&amp;to=2026-03-02" in page
        )
    link = re.search(r'href="(/figures/publicity-events-all\?[^"]*)"', panel)[1]
    figure = writer.page(link.replace("&amp;", "&"))
    assert 'figure-value">6 场次<' in figure
    row = re.search(r'href="(/matters/[^"#]*)', figure)[1]
    assert "宪法宣传" in writer.page(row)


def test_a_number_that_adds_several_opens_all_of_them(busy, writer):
    page = writer.page(f"{REPORT}?figure=penalty-decided%2Bsummary-penalties")
    panel = page.partition('id="panel"')[2]
    assert panel.count('class="told"') == 2


def test_what_is_not_written_is_marked_and_what_is_written_is_kept(busy, writer):
    page = writer.page(REPORT)
    missing = page.count("待填写</span>")
    assert f"还有 {missing} 处文字没有写" in page
    assert "已保存" in write(writer, "执法人员少。\n\n经费不足。").content.decode()
    page = writer.page(REPORT)
    assert page.count("待填写</span>") == missing - 1
    assert "执法人员少。" in page
    assert Prose.objects.get().level == "政府部门"


@pytest.mark.parametrize("year", [0, 1, 1948, 2014, 2027, 9999, 10**30])
def test_a_year_without_the_body_or_not_begun_has_no_report_and_takes_no_text(busy, writer, year):
    for part in ("", "/paper", "/word", "/steps/启动编制"):
        answer = writer.client.get(f"/reports/{BODY}/{year}{part}")
        assert answer.status_code == 404
        assert "请核对年度" in answer.content.decode()
    sent = writer.client.post(
        f"/reports/{BODY}/{year}/prose",
        {"part": PROBLEMS, "text": "一"},
        headers={"HX-Request": "1"},
    )
    assert "请核对年度" in sent.content.decode()
    assert not Prose.objects.exists()


def test_two_people_writing_one_part_do_not_overwrite_each_other_unseen(busy, writer):
    write(writer, "第一稿")
    other = write(writer, "第二稿", expected=1)
    assert 'name="expected" value="2"' in other.content.decode()
    late = write(writer, "没看到第二稿写的", expected=1).content.decode()
    assert "您的文字还没有保存" in late
    assert "第二稿" in late
    assert Prose.objects.get().text == "第二稿"
    assert 'name="expected" value="2"' in late, "having read it, one may go on"
    write(writer, "合起来的", expected=2)
    assert Prose.objects.get().text == "合起来的"


def test_two_people_who_both_begin_a_part_do_not_overwrite_each_other(busy, writer):
    write(writer, "甲的开头")
    assert "您的文字还没有保存" in write(writer, "乙的开头").content.decode()
    assert "已保存" in write(writer, "甲的开头").content.decode(), "the same words are no conflict"
    assert Prose.objects.get().text == "甲的开头"


def test_without_script_a_conflict_shows_both_texts_and_keeps_what_was_typed(busy, writer):
    assert write(writer, "第一稿", in_place=False).status_code == 302
    page = write(writer, "我写的<b>", in_place=False).content.decode()
    assert "我写的&lt;b&gt;" in page
    assert "第一稿" in page
    assert write(writer, "我写的", expected=1, in_place=False).status_code == 302
    assert Prose.objects.get().text == "我写的"


def test_only_those_whose_task_it_is_write_and_only_their_own_bodys(busy, desk, overseer):
    desk.enter("officer")
    assert "不能改写" in write(desk, "不该写的").content.decode()
    assert "<textarea" not in desk.page(REPORT)
    assert "不能改写" in write(overseer, "县里替写的").content.decode()
    assert not Prose.objects.exists()


def test_a_part_that_does_not_exist_and_a_text_too_long_are_refused(busy, writer):
    assert "没有这一部分" in write(writer, "文字", part="九、没有").content.decode()
    assert "超过20000字" in write(writer, "长" * 20_001).content.decode()
    assert not Prose.objects.exists()


def test_a_strangers_report_is_not_there(busy, writer, stranger):
    for address in (REPORT, f"{REPORT}/paper", f"{REPORT}/word", f"{REPORT}/steps/启动编制"):
        stranger.page(address, status=404)
    assert stranger.page("/reports").count("示例县市场监督管理局") == 0


def test_a_year_that_has_not_begun_has_no_report(writer):
    assert "2031年还没有开始" in writer.page(f"/reports/{BODY}/2031", status=404)


def test_the_word_file_has_the_text_and_the_figures_in_place(busy, writer):
    write(writer, "执法人员少。")
    answer = writer.client.get(f"{REPORT}/word")
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(line.text for line in paper.paragraphs)
    assert "2026年度法治政府建设工作报告" in text
    assert "组织宣传活动6场次，发放普法宣传品300份" in text
    assert "执法人员少。" in text
    assert "（待填写：" in text
    fonts = {run.font.name for line in paper.paragraphs for run in line.runs}
    assert fonts == {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"}


def test_the_printed_report_has_no_controls(busy, writer):
    write(writer, "执法人员少。")
    page = writer.page(f"{REPORT}/paper")
    assert "组织宣传活动6场次" in page
    assert "执法人员少。" in page
    assert "<textarea" not in page
    assert "<form" not in page


def test_a_report_is_begun_on_the_last_day_of_its_year_with_both_dates(busy, writer):
    begin(writer)
    due = {
        one.act: one.due for one in Duty.objects.filter(due__isnull=False, act__in=("报送", "公开"))
    }
    assert {act: day.isoformat() for act, day in due.items()} == {
        "报送": "2026-02-28", "公开": "2026-03-31",
    }  # fmt: skip
    page = writer.page(f"/reports/{BODY}/2025")
    assert "2026年2月28日" in page
    assert "已启动编制" in writer.page("/reports")


def test_before_confirming_the_page_says_what_the_step_starts(busy, writer):
    notice = SimpleUploadedFile("部署通知.pdf", b"%PDF-1.4 notice")
    page = writer.send(
        f"/reports/{BODY}/2025/steps/启动编制", step="check", 依法不公开="no", proof=notice
    )
    assert "报送" in (told := page.content.decode().partition("确认后")[2])
    assert "2026年2月28日" in told
    assert not Duty.objects.filter(act="报送").exists()


def test_a_report_begun_late_needs_a_dated_paper_from_outside(busy, writer):
    page = writer.send(f"/reports/{BODY}/2025/steps/启动编制", step="check", 依法不公开="no")
    assert "须附能证明当日办理的外部材料" in page.content.decode()
    fake = SimpleUploadedFile("通知.pdf", b"no pdf at all")
    refused = writer.send(
        f"/reports/{BODY}/2025/steps/启动编制", step="check", 依法不公开="no", proof=fake
    )
    assert "通知.pdf" in refused.content.decode()
    begin(writer)
    form = next(iter(forms(Duty.objects.get(act="报送").matter_id).values()))
    assert form.authority["proof"] == form.files[0]["sha256"]


def test_a_step_that_is_refused_says_why_and_records_nothing(busy, writer):
    page = writer.send(f"/reports/{BODY}/2025/steps/启动编制", step="check", 依法不公开="yes")
    assert "不公开依据" in page.content.decode()
    begin(writer)
    refused = writer.send(f"/reports/{BODY}/2025/steps/送审", step="check", 五项内容齐备="no")
    assert "五项内容齐备" in (told := refused.content.decode())
    assert "第二十五条" in told
    early = writer.send(f"/reports/{BODY}/2025/steps/报送", step="check", 报送对象="县委")
    assert "现在不能" in early.content.decode() or "审定" in early.content.decode()


def test_what_is_handed_in_is_frozen_with_text_and_numbers_that_can_be_recounted(busy, writer):
    busy.go_to("2026-03-05")
    matter = handed_in(writer)
    form = forms(matter)["报送"]
    names = [str(one["name"]) for one in form.files]
    assert [name.rpartition(".")[2] for name in names] == ["docx", "json"]
    value = json.loads(path_of(str(form.data["指标快照"])).read_bytes())
    assert value["year"] == 2025
    assert value["position"] == form.data["统计截至记录"] > 0
    assert value["figures"]["penalty-filed"]["value"] == 0


def events_before_new_year(office, name: str, day: str) -> None:
    """Enter two events of last year, late, with a dated photograph."""
    photo = office.keep("照片.pdf", b"%PDF-1.4 photo")
    data = {
        "活动编号或名称": name, "主题": "年前的宣传", "活动类型": "宣传活动", "工作板块": "普法规划",
        "宣传节点": "日常", "场次": 2,
    }  # fmt: skip
    office.do(
        "登记", who="clerk", procedure="law-activity", data=data, done_on=day, files=(photo,),
        proof=photo.sha256,
    )  # fmt: skip


def test_a_handed_in_number_never_moves_and_the_new_one_stands_beside_it(busy, writer):
    busy.go_to("2026-03-05")
    events_before_new_year(busy, "早一场", "2025-12-30")
    handed_in(writer)
    before = writer.page(f"/reports/{BODY}/2025")
    assert dict(CHIP.findall(before))["publicity-events-all"] == "2"
    assert "以后没有补报" in before
    events_before_new_year(busy, "补一场", "2025-12-31")
    after = writer.page(f"/reports/{BODY}/2025")
    assert dict(CHIP.findall(after))["publicity-events-all"] == "2"
    assert "（含补报上期，现在 4）" in after
    assert "组织宣传活动2场次" in writer.page(f"/reports/{BODY}/2025/paper")


def test_a_handed_in_text_is_no_longer_written(busy, writer):
    busy.go_to("2026-03-05")
    handed_in(writer)
    answer = writer.client.post(
        f"/reports/{BODY}/2025/prose", {"part": PROBLEMS, "text": "后来改的", "expected": 0}
    )
    assert "已经报送，文字不再改动" in answer.content.decode()
    assert not Prose.objects.exists()
    assert "<textarea" not in writer.page(f"/reports/{BODY}/2025")


def test_a_report_sent_back_is_written_again(busy, writer):
    begin(writer)
    matter = Duty.objects.get(act="报送").matter_id
    step(writer, "送审", 五项内容齐备="yes")
    assert "已送审" in writer.page("/reports")
    approve(busy, matter, "修改后再送")
    assert "已启动编制" in writer.page("/reports")
    assert 'href="/reports/SLX-SJ/2025/steps/' in writer.page(f"/reports/{BODY}/2025")
    step(writer, "送审", 五项内容齐备="yes")
    approve(busy, matter)
    assert "已审定" in writer.page("/reports")


def test_publishing_is_the_last_step(busy, writer):
    matter = handed_in(writer)
    page = writer.page(f"/reports/{BODY}/2025")
    assert f'href="{reverse("act", args=[matter, "公开"])}"' in page
    busy.do("公开", matter, "supervisor", role="法制机构", data={"公开位置": "县政府网站"})
    assert "已公开" in writer.page("/reports")
    assert "办理</h2>" in writer.page(f"/reports/{BODY}/2025")


def test_a_report_page_is_light(busy, overseer):
    assert len(overseer.page("/reports/SLX/2026").encode()) <= 100_000
