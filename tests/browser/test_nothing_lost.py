"""In a real browser, with its tokens and cookies: what a clerk typed survives time-outs, windows and wrong files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_staff_door import accept_dispute, go_on, press
from tests.web.desk import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_MEDIATION = "/new/people-mediation"


def type_password(page: Page, name: str) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_form_left_for_half_an_hour_is_all_there_after_signing_in_again(
    visit: Visit, monkeypatch
):
    from guiju.web import session

    visit.sign_in("clerk").go(NEW_MEDIATION)
    page = visit.page
    accept_dispute(visit, "调 㙓7")
    page.get_by_label("纠纷简况").fill("漏水\n两年")
    now = session._now()
    monkeypatch.setattr(session, "_now", lambda: now + 31 * 60)
    go_on(visit)
    expect(page.get_by_text("登录已经超时。您填的内容都在")).to_be_visible()
    type_password(page, "clerk")
    press(visit, "接着填写")
    expect(page.get_by_label("登记簿号")).to_have_value("调 㙓7")
    expect(page.get_by_label("纠纷简况")).to_have_value("漏水\n两年")
    expect(page.get_by_label("纠纷类型")).to_have_value("邻里")
    expect(page.get_by_role("group", name="启动方式").get_by_label("当事人申请")).to_be_checked()
    go_on(visit)
    press(visit, "确认登记")
    expect(page.get_by_role("heading", level=1)).to_contain_text("示市监调〔2026〕1号")


def test_a_page_opened_after_the_time_out_says_why_one_signs_in_again(visit: Visit, monkeypatch):
    from guiju.web import session

    visit.sign_in("clerk")
    now = session._now()
    monkeypatch.setattr(session, "_now", lambda: now + 31 * 60)
    visit.go("/law")
    expect(visit.page.get_by_text("已经自动退出")).to_be_visible()
    type_password(visit.page, "clerk")
    expect(visit.page.get_by_role("heading", name="法规程序")).to_be_visible()


def test_a_form_of_the_first_window_survives_signing_in_again_in_the_second(visit: Visit):
    visit.sign_in("clerk").go(NEW_MEDIATION)
    accept_dispute(visit, "调8")
    second = visit.page.context.new_page()
    second.goto(visit.address + "/")
    second.locator("details.mine summary").click()
    second.get_by_role("button", name="退出").click()
    type_password(second, "clerk")
    expect(second.get_by_role("heading", name="今日", level=1)).to_be_visible()
    go_on(visit)
    expect(visit.page.get_by_role("heading", name="这一页已经过期")).to_be_visible()
    assert [one for one in visit.complaints if "403" in one]
    visit.complaints.clear()
    press(visit, "接着填写")
    expect(visit.page.get_by_label("登记簿号")).to_have_value("调8")
    go_on(visit)
    press(visit, "确认登记")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("示市监调〔2026〕1号")


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_form_stays(
    visit: Visit, tmp_path
):
    wrong, right = tmp_path / "合同.pdf", tmp_path / "记录.pdf"
    wrong.write_bytes(b"MZ program")
    right.write_bytes(b"%PDF-1.4 record")
    visit.sign_in("clerk").go(NEW_MEDIATION)
    accept_dispute(visit, "调9")
    page = visit.page
    page.get_by_label("附件", exact=True).set_input_files([wrong, right])
    go_on(visit)
    expect(page.get_by_role("alert")).to_contain_text("“合同.pdf”的内容不是PDF，没有保存")
    expect(page.get_by_role("alert")).to_contain_text("可以上传：PDF、OFD")
    expect(page.get_by_text("已带入：记录.pdf")).to_be_visible()
    expect(page.get_by_label("登记簿号")).to_have_value("调9")
    go_on(visit)
    press(visit, "确认登记")
    expect(page.get_by_role("link", name="记录.pdf")).to_be_visible()


def test_an_opinion_pressed_again_after_going_back_is_not_given_twice(visit: Visit, office: Office):
    from tests.office import filing_data

    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    visit.sign_in("head").go(f"/matters/{proposal.matter}/opinions/1")
    page = visit.page
    page.get_by_role("group", name="意见").get_by_label("退回（改好再提）").check()
    page.get_by_label("说明").fill("补充照片")
    press(visit, "登记审批意见")
    expect(page.get_by_text("已登记对“立案”的审批意见：退回。")).to_be_visible()
    page.go_back()
    if page.get_by_role("button", name="登记审批意见").count():
        press(visit, "登记审批意见")
    expect(page).to_have_url(re.compile(f"{proposal.matter}(#.*)?$"))
    expect(page.get_by_text("第2号记录")).to_have_count(1)
    expect(page.get_by_text("第3号记录")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1366])
def test_the_first_page_shows_what_can_be_done_and_its_buttons_lead_to_forms(
    visit: Visit, office: Office, width: int
):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.sign_in("clerk")
    owed = visit.page.get_by_role("region", name="本机关应办")
    expect(owed.get_by_text("归档")).to_have_count(0)
    owed.get_by_role("link", name="办理终止调解").click()
    expect(visit.page.get_by_role("heading", name="终止调解", level=1)).to_be_visible()
    visit.page.wait_for_load_state()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_browsers_own_back_from_reading_over_keeps_every_text(visit: Visit):
    visit.sign_in("clerk").go(NEW_MEDIATION)
    page = visit.page
    accept_dispute(visit, "调 㙓9")
    page.get_by_label("纠纷简况").fill("漏水\n两年")
    go_on(visit)
    expect(page.get_by_role("button", name="确认登记")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("登记簿号")).to_have_value("调 㙓9")
    expect(page.get_by_label("纠纷简况")).to_have_value("漏水\n两年")
    expect(page.get_by_label("纠纷类型")).to_have_value("邻里")
    expect(page.get_by_role("group", name="启动方式").get_by_label("当事人申请")).to_be_checked()
