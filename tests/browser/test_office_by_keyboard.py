"""What keeps an office going, with nothing but keys, on a desk and on a phone: leave, handover, colleagues, days off, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guiju.matters.holidays import recorded_notices
from guiju.people.models import Post, Substitution
from guiju.people.services import appoint
from guiju.record.act import Kind
from tests.browser.test_administration import administrators
from tests.browser.test_flows_by_keyboard import NEXT, sit_down
from tests.browser.test_penalty_case import paper
from tests.matters.asking import forms_of
from tests.office import FOUNDED
from tests.web.test_documents import agreed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office

__all__ = ["paper", "sit_down"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_leave_is_entered_and_ended_early(sit_down, office: Office):
    keys = sit_down("head").open("/manage/leave")
    keys.fill(
        请假人和职责="head（机关负责人）", 代理人="host", 第一日="2026-03-02", 最后一日="2026-03-06", 事由="年休假"
    )  # fmt: skip
    keys.go("登记代理")
    expect(keys.page.get_by_role("status").first).to_contain_text("host代理head（机关负责人）")
    keys.go("结束")
    keys.fill(代理的最后一日="2026-03-03")
    keys.go("结束代理")
    assert str(Substitution.objects.get().last) == "2026-03-03"


def test_what_somebody_has_in_hand_is_handed_over_and_its_paper_printed(sit_down, office: Office):
    matters = [office.mediation(f"调{turn}").matter for turn in range(2)]
    keys = sit_down("clerk").open("/manage/handover")
    keys.fill(移交人="clerk（2 件）", 接收人="second", 移交的理由="调离", 纸质卷宗和物品="卷宗一册")
    keys.go("下一步：看看移交哪些")
    keys.go("确认移交")
    expect(keys.page.get_by_text("第2号记录")).to_have_count(2)
    keys.go("打印交接单")
    expect(keys.page.locator("article.paper")).to_contain_text("卷宗一册")
    assert {forms_of(one)[-1].kind for one in matters} == {Kind.HANDOVER}


def test_a_colleague_is_proposed_by_one_administrator_and_confirmed_by_another(
    sit_down, office: Office
):
    administrators(office)
    keys = sit_down("xitong").open("/manage/people/new")
    keys.fill(
        **{
            "第1行 姓名": "某乙", "第1行 单位": office.body.name, "第1行 职责": "人民调解员",
            "第1行 任职日期": "2020-01-01", "第1行 用户名": "mouyi",
        }
    )  # fmt: skip
    keys.go("核对")
    keys.go("提出这 1 项任职")
    expect(keys.page.get_by_text("由安全管理员登录确认")).to_be_visible()
    keys = sit_down("anquan").open("/manage/grants")
    keys.go("确认所选")
    expect(keys.page.locator(".secret")).to_have_count(2)
    keys.fits()
    assert Post.objects.filter(person__name="某乙", role="人民调解员").exists()


def test_next_years_days_off_are_recorded_from_the_notice(sit_down, office: Office, paper: Path):
    appoint(office.people["supervisor"], office.county, ["法制机构"], since=FOUNDED)
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)
    office.go_to("2026-11-05")
    keys = sit_down("supervisor").open("/manage/calendar")
    keys.fill(机构="示例县人民政府")
    keys.go("进入").go("登记放假安排")
    keys.fill(
        年度="2027", 名称="国务院办公厅关于2027年部分节假日安排的通知", 文号="国办发明电〔2026〕1号", 印发日="2026-11-04"
    )  # fmt: skip
    keys.fill(**{"第1行 节日": "元旦", "第1行 起": "2027-01-01", "第1行 止": "2027-01-03"})
    keys.fill(通知文本=paper, 复核="是")
    keys.go(NEXT).go("提请审批")
    keys = sit_down("head").open("/opinions")
    keys.fill(机构="示例县人民政府")
    keys.go("进入").go("从第一件开始逐件审批")
    keys.fill(意见="同意")
    keys.go("登记审批意见")
    assert [one.year for one in recorded_notices()] == [2027]


def test_a_signed_paper_comes_back_and_its_number_is_voided(sit_down, office: Office, paper: Path):
    matter = agreed(office)
    keys = sit_down("clerk").open("/").go("人民调解协议书")
    keys.press("上传签章扫描件")
    keys.fill(签章扫描件=paper)
    keys.go("附在这一号记录上")
    assert [one["name"] for one in forms_of(matter)[-1].files] == ["扫描件.pdf"]
    keys.go("作废文号")
    keys.fill(作废的编号="示市监调", 理由="打印时写错", 第二人签署=("head",), 证明材料=paper)
    keys.go("作废这个编号")
    expect(keys.page.get_by_role("status").first).to_contain_text("已经作废，号和理由都保留")
    assert forms_of(matter)[-1].kind is Kind.CORRECTION
