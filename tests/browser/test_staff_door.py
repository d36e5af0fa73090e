"""What a clerk does in a real browser, from the pages alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.web.desk import PASSWORD

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


def follow(visit: Visit, name: str) -> None:
    visit.page.get_by_role("link", name=name, exact=True).click()


def choose(visit: Visit, group: str, answer: str) -> None:
    visit.page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def go_on(visit: Visit) -> None:
    press(visit, "下一步：看看确认后会怎样")


def accept_dispute(visit: Visit, number: str) -> None:
    visit.page.get_by_label("登记簿号").fill(number)
    choose(visit, "启动方式", "当事人申请")
    choose(visit, "联动方式", "人民调解单独办理")
    visit.page.get_by_label("纠纷类型").select_option("邻里")
    visit.page.get_by_label("调解员").fill("示例调解员")
    choose(visit, "可能引发案件", "否")


def agree(visit: Visit) -> None:
    choose(visit, "协议形式", "书面协议")
    choose(visit, "形式要件齐备", "是")
    visit.page.get_by_label("协议内容").fill("三十日内修好屋顶")
    visit.page.get_by_label("协议金额").fill("17,630.00")


def test_a_lawful_mediation_is_filed_from_the_pages_alone_and_refused_once_on_the_way(visit: Visit):
    visit.sign_in("clerk")
    page = visit.page
    page.get_by_role("banner").get_by_role("link", name="新办").click()
    follow(visit, "人民调解")
    accept_dispute(visit, "调1")
    go_on(visit)
    expect(page.get_by_text("应当办理“归档”")).to_be_visible()
    press(visit, "确认登记")
    expect(page.get_by_role("heading", level=1)).to_contain_text("示市监调〔2026〕1号")

    refused = page.get_by_role("listitem").filter(has_text="现在不能办理“达成协议”")
    expect(refused).to_contain_text("人民调解法第二十七条")
    page.goto(f"{page.url}/acts/{quote('达成协议')}")
    agree(visit)
    go_on(visit)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有登记")
    expect(alert).to_contain_text("人民调解法第二十七条")
    expect(page.get_by_label("协议金额")).to_have_value("17,630.00")
    alert.get_by_role("link", name="去办“调解”").click()

    page.get_by_label("调解记录").fill("双方到场，达成一致")
    choose(visit, "可能引发案件", "否")
    go_on(visit)
    press(visit, "确认登记")
    follow(visit, "达成协议")
    agree(visit)
    go_on(visit)
    expect(page.get_by_text("当事人可以在2026年4月1日（周三）前办理“申请司法确认”")).to_be_visible()
    press(visit, "确认登记")
    expect(page.get_by_text("17,630.00 元")).to_be_visible()
    expect(page.get_by_text("本件记录完好")).to_be_visible()


def test_a_decision_before_notice_is_refused_on_the_page_with_its_article(
    visit: Visit, office: Office
):
    matter = office.penalty().matter
    office.evidence(matter)
    visit.sign_in("officer").go(f"/matters/{matter}")
    refused = visit.page.get_by_role("listitem").filter(has_text="现在不能作出“处罚决定”")
    expect(refused).to_contain_text("行政处罚法第四十四条")
    expect(refused.get_by_role("link", name="去办“拟处罚告知”")).to_be_visible()


def test_nothing_typed_is_lost_on_a_bad_field(visit: Visit):
    visit.sign_in("clerk").go("/new/people-mediation")
    accept_dispute(visit, "调 ㄆ㙓")
    visit.page.get_by_label("涉及人数").fill("很多")
    go_on(visit)
    page = visit.page
    expect(page.get_by_role("alert")).to_contain_text("“涉及人数”应是以人为单位的整数")
    expect(page.get_by_label("登记簿号")).to_have_value("调 ㄆ㙓")
    expect(page.get_by_label("涉及人数")).to_have_value("很多")
    expect(page.get_by_label("纠纷类型")).to_have_value("邻里")
    expect(page.get_by_role("group", name="启动方式").get_by_label("当事人申请")).to_be_checked()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"#f-{quote('涉及人数')}$"))


def test_signing_in_needs_only_the_keyboard(visit: Visit):
    visit.go("/signin")
    keyboard = visit.page.keyboard
    expect(visit.page.get_by_label("用户名")).to_be_focused()
    keyboard.type("officer")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    visit.page.wait_for_url(visit.address + "/")
    keyboard.press("Tab")
    expect(visit.page.get_by_text("跳到正文")).to_be_focused()


def test_going_back_after_confirming_does_no_harm(visit: Visit):
    visit.sign_in("clerk").go("/new/people-mediation")
    accept_dispute(visit, "调3")
    go_on(visit)
    press(visit, "确认登记")
    visit.page.wait_for_url("**/matters/*")
    landed = visit.page.url
    visit.page.go_back()
    press(visit, "确认登记")
    visit.page.wait_for_url(landed)
    expect(visit.page.get_by_text("第1号记录")).to_have_count(1)
    expect(visit.page.get_by_text("第2号记录")).to_have_count(0)


def test_on_a_phone_what_to_do_comes_first_and_nothing_is_wider_than_the_screen(
    visit: Visit, office: Office
):
    matter = office.penalty().matter
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    visit.sign_in("officer")
    addresses = ["/", "/new", "/new/ordinary-penalty", "/law", "/law/ordinary-penalty"]
    addresses += [f"/matters/{matter}", f"/matters/{matter}/sheets/{quote('处罚决定')}"]
    for address in addresses:
        visit.go(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    visit.go(f"/matters/{matter}")
    now = page.get_by_role("heading", name="现在").bounding_box()
    process = page.get_by_role("heading", name="过程").bounding_box()
    assert now is not None
    assert process is not None
    assert now["y"] < process["y"]
    for link in page.get_by_role("link", name="调查取证", exact=True).all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.parametrize("address", ["/", "/new/ordinary-penalty", "/law"])
def test_pages_read_without_script(visit: Visit, chromium, address):
    visit.sign_in("officer")
    context = chromium.new_context(
        java_script_enabled=False, storage_state=visit.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(visit.address + address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
