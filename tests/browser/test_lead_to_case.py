"""From a lead to its case at the pages: the head approves once, and every page says where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guiju.matters.models import Act, Duty
from guiju.people.services import appoint
from tests.browser.clerking import do, fill, sign_in_instead
from tests.browser.test_penalty_case import matter_of
from tests.browser.test_staff_door import go_on, press
from tests.office import FOUNDED, PARTY

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO = ("officer", "second")


@pytest.fixture
def lead(office: Office) -> str:
    """A lead just registered."""
    for name in TWO:
        appoint(office.people[name], office.body, ["执法人员"], since=FOUNDED)
    told = {
        "被反映人": PARTY, "线索摘要": "未按规定明码标价", "线索来源": "监督检查", "来源编号": "检1", "实名举报": False,
    }  # fmt: skip
    return str(office.do("线索登记", procedure="lead-verification", data=told).matter)


def file_from_the_lead(visit: Visit) -> str:
    """Three answers, one day and two signatures: the rest is known."""
    now = visit.page.locator("section.now")
    now.get_by_role("listitem").locator("a.primary", has_text="立案").click()
    expect(visit.page.get_by_role("heading", name="立案", exact=True, level=1)).to_be_visible()
    expect(visit.page.get_by_label("立案理由")).to_have_value("货架上十二种商品没有标价")
    yes = dict.fromkeys(("有违法事实证据", "应受处罚", "属于本机关管辖"), "是")
    answers = {"违法行为终了日": "2026-03-02", "五年追责情形": "否", "签名的执法人员": TWO}
    fill(visit.page, {**yes, **answers})
    go_on(visit)
    press(visit, "提请审批")
    visit.page.wait_for_url("**/matters/*")
    return matter_of(visit)


def approve(visit: Visit, case: str) -> None:
    """The head agrees from the queue."""
    sign_in_instead(visit, "head")
    visit.page.get_by_role("link", name="等我审批 1 件").click()
    visit.page.locator(f"main a[href='/matters/{case}/opinions/1']").first.click()
    fill(visit.page, {"意见": "同意"})
    press(visit, "登记审批意见")
    expect(visit.page.get_by_role("status").first).to_contain_text("已登记对“立案”的审批意见")


def test_a_case_from_its_lead_is_approved_once_and_the_lead_led_back_to(visit: Visit, lead: str):
    visit.sign_in("officer")
    found = {"核查情况": "货架上十二种商品没有标价", "签名的执法人员": TWO}
    do(visit, lead, "核查", **found)
    case = file_from_the_lead(visit)
    now = visit.page.locator("section.now")
    expect(now).to_contain_text("还欠“转入普通程序”")
    approve(visit, case)
    sign_in_instead(visit, "officer")
    row = visit.page.locator("li.duty").filter(has_text="转入普通程序")
    row.get_by_role("link", name="办理转入普通程序").click()
    expect(visit.page.get_by_label("处罚案件")).to_have_value(
        "示市监罚立〔2026〕1号 示例商贸有限公司 未按规定明码标价"
    )
    go_on(visit)
    press(visit, "确认登记")
    expect(visit.page.get_by_role("status").first).to_contain_text("已登记“转入普通程序”")
    visit.go(f"/matters/{case}")
    expect(now).not_to_contain_text("还欠")
    assert Act.objects.filter(kind="opinion").count() == 1, "one decision of the head"
    assert not Duty.objects.filter(matter=lead, due__isnull=False).exists()
