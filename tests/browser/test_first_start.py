"""From an empty folder to the first act: what a county does on its first day, in a real browser, with nothing set up before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Visit
from tests.browser.keys import Keys
from tests.browser.test_accessible import faults
from tests.cli.serving import serving
from tests.web.desk import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.killing]
CODE = re.compile("启动码：(\\S+)")
THREE = (("赵系统", "zhao"), ("钱安全", "qian"), ("孙审计", "sun"))


class Beginning(Visit):
    """A visit to a server that was just begun on an empty folder."""

    code = ""

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()

    def fill(self, **typed: str) -> None:
        """Fill in fields by their labels."""
        for label, text in typed.items():
            self.page.get_by_label(label.replace("__", " ")).fill(text)

    def enter(self, name: str, password: str, chosen: str = "") -> None:
        """Sign in; with a drawn password choose another first."""
        self.go("/signin")
        self.fill(用户名=name, 密码=password)
        self.press("登录")
        if chosen:
            self.fill(新密码=chosen, 再输入一次=chosen)
            self.press("设定")
        self.page.wait_for_url(lambda address: not address.endswith(("/signin", "/password")))

    def leave(self) -> None:
        """Sign out."""
        self.page.locator("details.mine summary").click()
        self.press("退出")
        self.page.wait_for_url("**/signin")


def shown_in_terminal(child) -> str:
    """The start code, as whoever began the server reads it."""
    told = ""
    while not (found := CODE.search(told)):
        assert child.poll() is None, told
        told = child.stderr.readline().decode()
    return found[1]


@pytest.fixture
def beginning(tmp_path, chromium) -> Iterator[Beginning]:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    context.set_default_timeout(PATIENCE)
    with serving(tmp_path / "empty") as (child, port):
        visit = Beginning(context.new_page(), f"http://127.0.0.1:{port}")
        visit.code = shown_in_terminal(child)
        yield visit
    context.close()
    assert not visit.complaints


def slips(page: Page) -> list[str]:
    page.locator(".secret").first.wait_for()
    return page.locator(".secret").all_text_contents()


def begin(visit: Beginning) -> list[str]:
    """The first start; gives the one-time passwords of the three."""
    visit.go("/")
    expect(visit.page.get_by_role("heading", name="首次启动")).to_be_visible()
    visit.fill(启动码="AAAA-AAAA-AAAA-AAAA")
    visit.press("开始")
    expect(visit.page.get_by_role("alert")).to_contain_text("启动码不对")
    visit.fill(启动码=visit.code)
    visit.press("开始")
    visit.fill(名称="示例县司法局", 统一社会信用代码="91620000MA00000007", 成立日期="2015年1月1日")
    visit.page.get_by_label("性质").select_option("行政机关")
    visit.press("下一步：下级机构")
    visit.fill(第1行__名称="城关司法所", 第1行__成立日期="2016-01-01")
    visit.page.get_by_label("第1行 性质").select_option("派出机构")
    visit.press("下一步：三员")
    for place, (name, username) in enumerate(THREE):
        visit.page.get_by_label("姓名").nth(place).fill(name)
        visit.page.get_by_label("用户名").nth(place).fill(username)
    visit.press("确认并取得一次性密码")
    return slips(visit.page)


def test_an_empty_folder_becomes_an_office_in_which_an_officer_acts(beginning: Beginning):
    system, security, _ = begin(beginning)
    page = beginning.page
    beginning.enter("zhao", system, PASSWORD)
    beginning.go("/manage/people/new")
    beginning.fill(
        第1行__姓名="某调解", 第1行__单位="城关司法所", 第1行__职责="人民调解员、登记员",
        第1行__任职日期="2020-01-01", 第1行__用户名="tiaojie",
    )  # fmt: skip
    beginning.press("核对")
    beginning.press("提出这 1 项任职")
    expect(page.get_by_text("由安全管理员登录确认")).to_be_visible()
    beginning.leave()
    beginning.enter("qian", security, f"{PASSWORD}-2")
    beginning.go("/manage/grants")
    beginning.press("确认所选")
    (password,) = slips(page)
    page.get_by_role("link", name="返回").click()
    beginning.leave()
    beginning.enter("tiaojie", password, f"{PASSWORD}-3")
    beginning.go("/new/people-mediation")
    beginning.fill(登记簿号="调1", 调解员="某调解")
    page.get_by_role("group", name="启动方式").get_by_label("当事人申请", exact=True).check()
    page.get_by_role("group", name="联动方式").get_by_label("人民调解单独办理").check()
    page.get_by_label("纠纷类型").select_option("邻里")
    page.get_by_role("group", name="可能引发案件").get_by_label("否", exact=True).check()
    beginning.press("下一步：看看确认后会怎样")
    beginning.press("确认登记")
    page.wait_for_url("**/matters/*")
    expect(page.get_by_text("登记受理").first).to_be_visible()


@pytest.mark.parametrize("width", [1366, 360])
def test_the_first_start_goes_by_keys_alone(beginning: Beginning, width: int):
    keys = Keys(beginning, width).open("/start")
    assert faults(beginning) == []
    expect(beginning.page.get_by_label("启动码")).to_be_focused()
    beginning.page.keyboard.type(beginning.code)
    keys.go("开始")
    assert faults(beginning) == []
    keys.fill(
        名称="示例县司法局", 统一社会信用代码="91620000MA00000007", 性质="行政机关", 成立日期="2015-01-01"
    )  # fmt: skip
    keys.go("下一步：下级机构")
    assert faults(beginning) == []
    keys.fill(
        **{"第1行 名称": "城关司法所", "第1行 性质": "派出机构", "第1行 成立日期": "2016-01-01"}
    )
    keys.go("下一步：三员")
    assert faults(beginning) == []
    for name, username in THREE:
        keys.fill(姓名=name, 用户名=username)
    keys.go("确认并取得一次性密码")
    assert len(slips(beginning.page)) == len(THREE)
    keys.fits()
