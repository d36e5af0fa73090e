"""In a real browser: what was entered wrongly is set right, a late town is reminded, a clerk's work goes to a successor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guiju.people.models import BodyKind
from guiju.people.services import establish_body, open_account
from tests.browser.clerking import fill, refused, sign_in_instead
from tests.browser.test_accessible import DESK, PHONE, faults
from tests.browser.test_staff_door import go_on, press
from tests.matters.standing_acts import dispute
from tests.office import FOUNDED
from tests.supervision.county import working_county
from tests.web.desk import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    found = tmp_path / "核对记录.pdf"
    found.write_bytes(b"%PDF-1.4 scan")
    return found


@pytest.fixture
def county(office: Office) -> dict[str, object]:
    """A county at work, ten days on, with an overseer who can sign in."""
    made = working_county(office)
    open_account(office.people["overseer"], "overseer", PASSWORD)
    open_account(office.people["outsider"], "outsider", PASSWORD)
    office.go_to("2026-03-10")
    return made


def test_a_correction_is_refused_until_it_is_whole_and_then_stands_beside_the_old_words(
    visit: Visit, office: Office, scan: Path
):
    matter = dispute(office, 涉及人数=5)
    visit.sign_in("clerk").go(f"/matters/{matter}")
    page = visit.page
    page.get_by_text("更正与附记").click()
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_role("link", name="登记受理").click()
    expect(page.get_by_label("涉及人数")).to_have_value("5")
    page.get_by_label("涉及人数").fill("3")
    go_on(visit)
    said = refused(visit)
    for words in ("“更正的理由”是必填项", "应当附证明材料", "须由您以外的第二人签署"):
        expect(said).to_contain_text(words)
    expect(page.get_by_label("涉及人数")).to_have_value("3")
    fill(page, {"更正的理由": "笔录是三人", "证明材料": scan, "签署的第二人": "head"})
    go_on(visit)
    expect(page.get_by_text("原为：5")).to_be_visible()
    press(visit, "返回修改")
    expect(page.get_by_label("更正的理由")).to_have_value("笔录是三人")
    expect(page.get_by_text("已带入：核对记录.pdf")).to_be_visible()
    go_on(visit)
    press(visit, "确认登记")
    expect(page.get_by_role("status").first).to_contain_text("已登记“更正”")
    expect(page.locator("#act-1")).to_contain_text("5")
    expect(page.locator("#act-2")).to_contain_text("笔录是三人")


def test_a_late_town_is_reminded_from_the_overview_and_finds_it_in_its_matter(
    visit: Visit, office: Office, county
):
    visit.sign_in("overseer").go("/supervision")
    page = visit.page
    row = page.get_by_role("row").filter(has_text="示例县甲镇")
    expect(row.get_by_text("逾期")).to_be_visible()
    page.get_by_role("link", name="一键催办").click()
    page.get_by_label("请在哪一天以前办好").fill("2026-03-13")
    press(visit, "登记催办并出催办单")
    expect(page.get_by_role("heading", level=1)).to_contain_text("示政催〔2026〕1号")
    text = page.get_by_label("示例县甲镇（1 件）")
    expect(text).to_have_value(
        "【催办】示例县甲镇：有1件应办事项请抓紧。\n"
        "1. 调〔2026〕1号（人民调解）：达成协议或者终止调解，应在2026年3月9日前，已逾期 1 天\n"
        "请于2026年3月13日前办理。\n"
        "示例县人民政府　2026年3月10日　示政催〔2026〕1号"
    )
    page.get_by_role("link", name="打印催办单").click()
    expect(page.locator("article.paper")).to_have_count(2)
    sign_in_instead(visit, "outsider")
    visit.go(f"/matters/{county['theirs']}")
    expect(page.locator(".timeline")).to_contain_text("示政催〔2026〕1号")
    expect(page.locator(".timeline")).to_contain_text("收到通知")


def test_everything_in_hand_goes_to_a_successor_by_itself_once_confirmed(
    visit: Visit, office: Office, monkeypatch
):
    from guiju.supervision import services

    monkeypatch.setattr(services.go_on, "__defaults__", (2,))
    matters = [office.mediation(f"调{turn}").matter for turn in range(5)]
    visit.sign_in("clerk").go("/manage/handover")
    page = visit.page
    fill(
        page,
        {
            "移交人": "clerk（5 件）",
            "接收人": "second",
            "移交的理由": "调离",
            "纸质卷宗和物品": "卷宗一册\n印章一枚",
        },
    )
    press(visit, "下一步：看看移交哪些")
    expect(page.get_by_text("clerk名下在办的 5 件，改由second承办")).to_be_visible()
    press(visit, "确认移交")
    expect(page.get_by_text("第2号记录")).to_have_count(5)
    expect(page.get_by_role("button", name="接着登记")).to_have_count(0)
    page.get_by_role("link", name="打印交接单").click()
    expect(page.locator("article.paper")).to_contain_text("印章一枚")
    visit.go(f"/matters/{matters[0]}")
    expect(page.locator(".facts").first).to_contain_text("second")


def test_fifty_units_print_on_one_sheet(visit: Visit, office: Office, county):
    for turn in range(48):
        establish_body(
            f"T{turn:02}", f"示例县第{turn}镇人民政府", kind=BodyKind.TOWN, since=FOUNDED,
            parent=office.county,
        )  # fmt: skip
    visit.sign_in("overseer").go("/supervision")
    expect(visit.page.get_by_role("row")).to_have_count(51)
    paper = visit.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_serious_on_these_pages(
    visit: Visit, office: Office, county, width: int, request
):
    matter = county["dispute"]
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.sign_in("clerk")
    places = [
        f"/matters/{matter}", f"/matters/{matter}/notes/correction", f"/matters/{matter}/notes/correction/1",
        f"/matters/{matter}/notes/handover", "/manage/handover", "/supervision/people",
    ]  # fmt: skip
    _look(visit, places, width)
    sign_in_instead(visit, "overseer")
    visit.go("/supervision/reminders?span=late")
    press(visit, "登记催办并出催办单")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("示政催〔2026〕1号")
    sheet = visit.page.url.removeprefix(visit.address)
    _look(visit, ["/supervision", "/supervision/rows?column=overdue&unit=SLX-Z", "/supervision/lists",
                  "/supervision/reminders?span=all", sheet, f"{sheet}/paper"], width)  # fmt: skip


def _look(visit: Visit, places: list[str], width: int) -> None:
    for address in places:
        visit.go(address)
        assert faults(visit) == [], address
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, address
