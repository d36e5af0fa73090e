"""A whole penalty case by three people from the pages, refused once for each kind of reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.clerking import begin_act, confirm, do, fill, refused, sign_in_instead
from tests.browser.test_staff_door import go_on, press

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TWO = ("officer", "second")
FILING: dict[str, Any] = {
    "姓名或者名称": "示例商贸有限公司",
    "类别": "法人",
    "身份号码或者信用代码": "91620000MA00000007",
    "案由": "未按规定公示价格",
    "线索编号": "线1",
    "立案理由": "现场检查发现未公示价格，有照片为证",
    "有违法事实证据": "是",
    "应受处罚": "是",
    "属于本机关管辖": "是",
    "违法行为终了日": "2026-02-20",
    "违法行为发现日": "2026-02-25",
    "五年追责情形": "否",
    "签名的执法人员": TWO,
}
ENDING: dict[str, Any] = {
    "拟处罚款": "3000", "拟没收数额": "0", "拟处其他处罚": "无",
    "需法制审核": "是", "法制审核理由": "列入本机关的审核目录", "复杂重大": "否", "复杂重大理由": "情节简单",
    "须责令改正": "否", "五年追责情形": "否", "签名的执法人员": TWO,
}  # fmt: skip
DECIDING: dict[str, Any] = {
    "违法事实": "未明码标价，有笔录、照片为证", "处罚依据": "价格法第四十二条", "裁量理由": "初次违法，及时改正",
    "罚款": "3000", "没收违法所得": "0", "使用柔性执法": "未使用", "社会影响": "否", "社会影响理由": "影响限于当事人",
    "有其他履行义务": "否", "已告知救济": "是", "有涉案财物": "否",
}  # fmt: skip


@pytest.fixture
def paper(tmp_path) -> Path:
    made = tmp_path / "扫描件.pdf"
    made.write_bytes(b"%PDF-1.4 scan")
    return made


def matter_of(visit: Visit) -> str:
    return visit.page.url.partition("/matters/")[2].partition("/")[0].partition("#")[0]


def file_the_case(visit: Visit) -> str:
    """A missing answer is refused in words, with everything else kept."""
    visit.go("/new/ordinary-penalty")
    fill(visit.page, FILING | {"案由": ""})
    go_on(visit)
    expect(refused(visit)).to_contain_text("“案由”是必填项")
    fill(visit.page, {"案由": FILING["案由"]})
    go_on(visit)
    press(visit, "提请审批")
    visit.page.wait_for_url("**/matters/*")
    return matter_of(visit)


def enter_the_paper_opinion(visit: Visit, matter: str, paper: Path) -> None:
    """Without the scan a leader's opinion is not taken; with it both names stand in the record."""
    visit.go(f"/matters/{matter}/opinions/1")
    fill(visit.page, {"意见": "同意", "审批人": "head（机关负责人）"})
    press(visit, "登记审批意见")
    expect(refused(visit)).to_contain_text("签批件")
    fill(visit.page, {"签批件": paper})
    press(visit, "登记审批意见")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("示市监罚立〔2026〕1号")
    expect(visit.page.get_by_text("head（机关负责人）同意，2026年3月2日（周一）")).to_be_visible()


def read_why_it_cannot_be_decided(visit: Visit, matter: str) -> None:
    """The order of the law: no decision before notice; the article is on the page."""
    visit.go(f"/matters/{matter}")
    line = visit.page.get_by_role("listitem").filter(has_text="现在不能作出“处罚决定”")
    expect(line).to_contain_text("行政处罚法第四十四条")
    expect(line.get_by_role("link", name="去办“拟处罚告知”")).to_be_visible()


def refuse_the_officer_as_reviewer(visit: Visit, matter: str) -> None:
    """Whoever investigated does not review: authority, with its article."""
    visit.go(f"/matters/{matter}/acts/法制审核")
    fill(visit.page, {"审核结论": "通过", "审核意见": "同意"})
    go_on(visit)
    expect(refused(visit)).to_contain_text("法制审核员")


def refuse_late_service_without_proof(visit: Visit, matter: str, paper: Path) -> None:
    """What closes a party's window is not entered late on one's word."""
    begin_act(visit, matter, "告知书送达")
    fill(visit.page, {"办理日期": "2026-03-10", "送达方式": "直接送达"})
    go_on(visit)
    expect(refused(visit)).to_contain_text("证明")
    fill(visit.page, {"补录的证明材料": paper})
    go_on(visit)
    confirm(visit)


def refuse_a_second_case_of_the_same_lead(visit: Visit, matter: str) -> None:
    """One lead and one party are one case; the page leads to it."""
    visit.go("/new/ordinary-penalty")
    fill(visit.page, FILING)
    go_on(visit)
    alert = refused(visit)
    expect(alert).to_contain_text("不要重复登记")
    alert.get_by_role("link").first.click()
    expect(visit.page).to_have_url(re.compile(f"/matters/{matter}"))


def refuse_a_discussion_before_the_party_was_heard(visit: Visit, matter: str) -> None:
    """Time: the page says from which day on it can be discussed."""
    visit.go(f"/matters/{matter}")
    line = visit.page.get_by_role("listitem").filter(has_text="“集体讨论”：").first
    expect(line).to_contain_text("行政处罚法")
    expect(line).to_contain_text("期限到3月17日才届满")


def decide(visit: Visit, matter: str) -> None:
    """More than was notified cannot be decided; what was notified can be proposed."""
    begin_act(visit, matter, "处罚决定")
    fill(visit.page, DECIDING | {"罚款": "3000.01"})
    go_on(visit)
    expect(refused(visit)).to_contain_text("“罚款”不超过“告知罚款”")
    press(visit, "返回修改")
    fill(visit.page, {"罚款": "3000"})
    go_on(visit)
    confirm(visit, "提请审批")


def agree_to_what_waits(visit: Visit, matter: str) -> None:
    """The head finds the proposal on the matter's page and agrees."""
    visit.go(f"/matters/{matter}")
    visit.page.get_by_role("link", name=re.compile("^审批")).first.click()
    fill(visit.page, {"意见": "同意"})
    confirm(visit, "登记审批意见")


def test_three_people_do_a_whole_case_and_are_refused_once_for_each_kind_of_reason(
    visit: Visit, office: Office, paper: Path
):
    visit.sign_in("officer")
    matter = file_the_case(visit)
    enter_the_paper_opinion(visit, matter, paper)
    read_why_it_cannot_be_decided(visit, matter)
    do(visit, matter, "调查取证", 证据=paper, 签名的执法人员=TWO)
    do(visit, matter, "调查终结", **ENDING)
    refuse_the_officer_as_reviewer(visit, matter)
    do(visit, matter, "送法制审核")

    sign_in_instead(visit, "reviewer")
    do(visit, matter, "法制审核", 审核结论="通过", 审核意见="事实清楚，程序合法")
    sign_in_instead(visit, "officer")
    do(visit, matter, "拟处罚告知")
    office.go_to("2026-03-16")
    refuse_late_service_without_proof(visit, matter, paper)
    refuse_a_second_case_of_the_same_lead(visit, matter)
    sign_in_instead(visit, "head")
    refuse_a_discussion_before_the_party_was_heard(visit, matter)
    sign_in_instead(visit, "officer")
    do(visit, matter, "放弃陈述申辩", 补录的证明材料=paper)
    sign_in_instead(visit, "head")
    do(visit, matter, "集体讨论", 讨论意见="同意审核意见")
    sign_in_instead(visit, "officer")
    decide(visit, matter)
    sign_in_instead(visit, "head")
    agree_to_what_waits(visit, matter)
    sign_in_instead(visit, "officer")
    do(visit, matter, "决定书送达", 送达方式="直接送达", 补录的证明材料=paper)
    do(visit, matter, "决定公开")
    do(visit, matter, "信用信息公示")
    do(visit, matter, "履行完毕")
    do(visit, matter, "结案", "提请审批")
    sign_in_instead(visit, "head")
    agree_to_what_waits(visit, matter)
    sign_in_instead(visit, "officer")
    do(visit, matter, "归档")
    expect(visit.page.get_by_text("办结", exact=False).first).to_be_visible()
    expect(visit.page.get_by_text("本件记录完好")).to_be_visible()
