"""Approving in a browser: signed together, passed on, taken back, stood in for, one opinion after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guiju.people.services import appoint
from tests.browser.clerking import fill, sign_in_instead
from tests.browser.test_accessible import faults
from tests.browser.test_staff_door import follow, press
from tests.chains import chain_of, joint
from tests.office import FOUNDED, filing_data

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

__all__ = ["chain_of", "joint"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 900}


def propose(office: Office, number: int) -> str:
    """A case of its own, proposed by the officer."""
    return office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(案由=f"第{number}案未公示价格", 线索编号=f"线{number}"),
    ).matter  # fmt: skip


def opinion(visit: Visit, answer: str, **more: str) -> None:
    visit.page.get_by_role("group", name="意见").get_by_label(answer, exact=True).check()
    fill(visit.page, more)


def told(visit: Visit, words: str) -> None:
    expect(visit.page.get_by_role("status").first).to_contain_text(words)


def take_back(visit: Visit, matter: str) -> None:
    """The officer takes a proposal back, not without a reason."""
    page = visit.page
    visit.sign_in("officer").go(f"/matters/{matter}")
    page.get_by_role("link", name="撤回立案的提请").click()
    expect(page.get_by_role("button", name="撤回提请")).to_be_visible()
    assert faults(visit) == []
    press(visit, "撤回提请")
    expect(page.get_by_role("alert")).to_contain_text("请写明撤回的理由")
    page.get_by_label("撤回的理由").fill("当事人名称写错")
    press(visit, "撤回提请")
    told(visit, "已撤回“立案”的提请")
    expect(page.get_by_text("当事人名称写错")).to_be_visible()


def agree_to_all(visit: Visit, who: str) -> None:
    """One opinion after the other from the first page, on a phone, without going back to the list."""
    page = visit.page
    page.set_viewport_size(PHONE)
    sign_in_instead(visit, who)
    follow(visit, "等我审批 2 件")
    follow(visit, "从这一件开始逐件审批")
    for left, button in (
        ("第 1 件，共 2 件", "登记，看下一件"),
        ("第 1 件，共 1 件", "登记审批意见"),
    ):
        expect(page.get_by_role("navigation", name="等我审批的各件")).to_contain_text(left)
        assert faults(visit) == []
        opinion(visit, "同意")
        press(visit, button)
        told(visit, "审批意见：同意。")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESK)


def pass_on(visit: Visit, matter: str) -> None:
    """Of two who sign together one has agreed; the other asks a colleague, who finds it in the queue."""
    page = visit.page
    sign_in_instead(visit, "host")
    visit.go(f"/matters/{matter}/opinions/1")
    expect(page.get_by_text("supervisor同意").first).to_be_visible()
    opinion(visit, "转办（请另一人审批）", 说明="回避", 转给="reviewer（听证主持人）")
    press(visit, "登记，回到本件")
    told(visit, "审批意见：转办。")
    expect(page.get_by_text("等听证主持人（转reviewer）审批").first).to_be_visible()
    sign_in_instead(visit, "reviewer")
    visit.go("/opinions")
    expect(page.get_by_text("转给我的")).to_be_visible()


def lend(visit: Visit) -> None:
    """The head goes on leave."""
    sign_in_instead(visit, "head")
    visit.go("/manage/leave")
    assert faults(visit) == []
    fill(
        visit.page,
        {
            "请假人和职责": "head（机关负责人）", "代理人": "host", "第一日": "2026-03-02",
            "最后一日": "2026-03-06", "事由": "年休假",
        },
    )  # fmt: skip
    press(visit, "登记代理")
    told(visit, "host代理head（机关负责人）")


def test_two_sign_one_passes_on_one_stands_in_and_the_officer_takes_one_back(
    visit: Visit, office: Office, joint
):
    page = visit.page
    appoint(office.people["reviewer"], office.body, ["听证主持人"], since=FOUNDED)
    first, _, third = (propose(office, number) for number in (1, 2, 3))
    take_back(visit, third)
    agree_to_all(visit, "supervisor")
    pass_on(visit, first)
    agree_to_all(visit, "reviewer")
    lend(visit)
    agree_to_all(visit, "host")
    visit.go(f"/matters/{first}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("示市监罚立〔2026〕")
    page.locator("details.under > summary").first.click()
    expect(page.get_by_text("host（代理head，机关负责人）").first).to_be_visible()
