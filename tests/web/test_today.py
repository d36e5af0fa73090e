"""The first page: what is owed and can be done or has a day, most urgent first; never what nobody can do yet."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from guiju.web import worklist
from tests.office import filing_data
from tests.web.desk import Desk, act_address, mediated

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<li class="line duty">(.*?)</li>', re.DOTALL)


def owed(page: str) -> str:
    """The part of the page that lists duties."""
    return page.partition('id="owed"')[2].partition("</section>")[0]


def rows(page: str) -> list[str]:
    """Each duty as text."""
    return [re.sub(r"<[^>]+>|\s+", " ", one) for one in ROW.findall(owed(page))]


def acts(page: str) -> list[str]:
    return [one.split()[0] for one in rows(page)]


def row_of(page: str, act: str) -> str:
    """The one row of an act, as HTML."""
    (found,) = [one for one in ROW.findall(owed(page)) if f">{act}</a>" in one]
    return found


def test_what_is_overdue_stands_first_in_red_then_what_falls_due_then_the_rest(desk: Desk):
    office = desk.office
    office.penalty()
    office.go_to("2026-05-28")
    second = office.penalty(线索编号="线2").matter
    office.evidence(second)
    office.go_to("2026-06-02")
    page = desk.enter("officer").page("/")
    assert 'badge red">已逾期 1 天' in page
    assert page.index("已经逾期") < page.index("以后到期或者没有期限，由我的职责办理")


def test_what_falls_due_within_three_working_days_has_its_own_heading(desk: Desk):
    desk.office.penalty()
    officer = desk.enter("officer")
    desk.office.go_to("2026-05-26")
    assert "三个工作日内到期" not in officer.page("/")
    desk.office.go_to("2026-05-27")
    page = officer.page("/")
    assert "三个工作日内到期" in page
    assert 'badge amber">还剩 5 天' in page


def test_what_falls_due_earlier_is_listed_earlier(desk: Desk):
    office = desk.office
    first = office.penalty().matter
    office.go_to("2026-03-04")
    second = office.penalty(线索编号="线2").matter
    page = owed(desk.enter("officer").page("/"))
    assert page.index(f"/matters/{first}") < page.index(f"/matters/{second}")
    assert page.index("2026年6月1日（周一）") < page.index("2026年6月2日（周二）")


def test_what_has_no_day_and_cannot_be_done_yet_is_left_out_and_stands_on_the_matters_page(
    desk: Desk,
):
    matter = desk.office.penalty().matter
    officer = desk.enter("officer")
    assert "归档" not in acts(officer.page("/"))
    due = officer.page(f"/matters/{matter}").partition("<h3>应当</h3>")[2].partition("<h3>可以")[0]
    assert "归档" in due


def test_what_has_no_day_is_listed_when_its_turn_has_come_after_what_has_one(desk: Desk):
    office = desk.office
    matter = office.mediation().matter
    clerk = desk.enter("clerk")
    page = clerk.page("/")
    assert acts(page) == ["其一：达成协议、终止调解"], "breaking off is not what is owed"
    assert "先办“调解”" in page
    assert act_address(matter, "调解") in page
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    office.do("终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    assert acts(clerk.page("/")) == ["告知其他途径"]
    office.do("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"})
    assert acts(clerk.page("/")) == ["归档"]
    first = office.penalty(线索编号="线1").matter
    second = office.penalty(线索编号="线2").matter
    office.evidence(second)
    page = desk.enter("officer").page("/")
    days = ["没有法定期限" in one for one in rows(page)]
    assert days == sorted(days)
    assert first in owed(page)


def test_what_has_a_day_is_listed_before_it_can_be_done_with_the_act_that_leads_to_it(desk: Desk):
    matter = desk.office.penalty().matter
    page = desk.enter("officer").page("/")
    row = row_of(page, "处罚决定")
    assert "2026年6月1日（周一）" in row
    assert f'href="/matters/{matter}"' in row
    assert act_address(matter, "处罚决定") not in row
    assert act_address(matter, "调查取证") in row
    assert "先办“调查取证”" in row
    assert act_address(matter, "调查取证") not in row_of(desk.enter("clerk").page("/"), "处罚决定")


def test_what_can_be_done_now_by_ones_own_role_has_its_button(desk: Desk):
    matter = mediated(desk.enter("clerk"))
    page = desk.page("/")
    assert "其一：达成协议、终止调解" in acts(page), "either discharges the duty"
    row = row_of(page, "其一：达成协议、终止调解")
    assert act_address(matter, "达成协议") in row
    assert act_address(matter, "终止调解") in row
    assert "要先办完前面的步骤" not in row
    assert "以后到期或者没有期限，由我的职责办理" in page


def test_a_row_names_the_matter_by_its_number_and_before_it_has_one_by_its_title(desk: Desk):
    desk.office.penalty()
    desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(线索编号="线2"),
    )  # fmt: skip
    page = desk.enter("head").page("/")
    assert "示市监罚立〔2026〕1号 · 行政处罚（普通程序） · 示例商贸有限公司" in row_of(
        page, "处罚决定"
    )
    proposed = row_of(page, "审批：立案")
    assert "示例商贸有限公司" in proposed
    assert proposed.count("示例商贸有限公司") == 1 + proposed.count("aria-label")


def test_somebody_else_sees_it_among_what_others_do_without_button(desk: Desk):
    mediated(desk.enter("clerk"))
    page = desk.enter("officer").page("/")
    assert "/acts/" not in owed(page)
    assert "由他人办理（" in page


def test_what_waits_for_ones_opinion_leads_to_the_opinion(desk: Desk):
    proposal = desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    head = desk.enter("head").page("/")
    row = row_of(head, "审批：立案")
    assert f"/matters/{proposal.matter}/opinions/1" in row
    desk.page(f"/matters/{proposal.matter}/opinions/1")
    other = row_of(desk.enter("officer").page("/"), "审批：立案")
    assert "/opinions/" not in other
    assert "机关负责人" in other


def test_every_button_of_the_page_leads_to_a_form(desk: Desk):
    office = desk.office
    office.evidence(office.penalty().matter)
    mediated(desk.enter("clerk"))
    office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(线索编号="线2"),
    )  # fmt: skip
    for name in ("clerk", "officer", "head", "reviewer", "supervisor"):
        page = desk.enter(name).page("/")
        for address in re.findall(r'class="button small" href="([^"]+)"', page):
            assert "<form" in desk.page(address).partition('id="main"')[2]


def test_a_review_that_a_breach_asks_for_is_listed_though_no_act_of_the_procedure(desk: Desk):
    office = desk.office
    matter = office.penalty().matter
    office.go_to("2026-03-05")
    office.notified_too_early(matter)
    row = row_of(desk.enter("supervisor").page("/"), "监督处理")
    assert "法制机构" in row
    assert f'href="/matters/{matter}"' in row
    assert "/acts/" not in row


def test_what_is_over_is_owed_no_more(desk: Desk):
    matter = mediated(desk.enter("clerk"))
    assert matter in owed(desk.page("/"))
    desk.office.do("终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    desk.office.do("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"})
    desk.office.do("归档", matter, "clerk", data={})
    assert matter not in owed(desk.page("/"))


def test_a_clock_that_stands_still_has_no_day_and_no_alarm(desk: Desk):
    office = desk.office
    matter = office.penalty().matter
    office.evidence(matter)
    office.do("委托鉴定", matter, data={"停止计时事由": "鉴定"})
    office.go_to("2026-07-01")
    page = desk.enter("officer").page("/")
    assert "已逾期" not in page
    assert "处罚决定" not in acts(page)
    assert "收到鉴定意见" in acts(page)
    assert "期限暂停计算" in desk.page(f"/matters/{matter}")


def test_more_than_fit_are_cut_after_the_most_urgent_and_the_page_says_so(desk: Desk, monkeypatch):
    monkeypatch.setattr(worklist, "SHOWN", 2)
    office = desk.office
    numbers = []
    for number in range(3):
        numbers.append(office.penalty(线索编号=f"线{number}").matter)
        office.go_to(f"2026-03-{4 + number:02}")
    page = desk.enter("officer").page("/")
    assert len(rows(page)) == 2
    assert numbers[2] not in owed(page)
    assert "只列出最急的" in page
    monkeypatch.setattr(worklist, "SHOWN", 3)
    page = desk.page("/")
    assert len(rows(page)) == 3
    assert "只列出最急的" not in page


def test_undated_duties_fill_what_the_dated_leave(desk: Desk, monkeypatch):
    monkeypatch.setattr(worklist, "SHOWN", 2)
    desk.office.penalty()
    for number in ("调1", "调2", "调3"):
        matter = desk.office.mediation(number).matter
        desk.office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    page = desk.enter("clerk").page("/")
    assert len(rows(page)) == 2
    assert "处罚决定" in acts(page)
    assert "只列出最急的" in page


def test_a_late_sweep_never_shows(desk: Desk):
    """What the clock did meanwhile counts, whether or not it was written down yet."""
    office = desk.office
    matter = mediated(desk.enter("clerk"))
    agreed = {
        "协议形式": "书面协议",
        "形式要件齐备": True,
        "协议内容": "修好",
        "协议金额": 1_763_000,
    }
    office.do("达成协议", matter, "clerk", data=agreed)
    office.go_to("2026-04-10")
    page = desk.page("/")
    assert "登记履行情况" in acts(page)
    assert "申请司法确认" not in acts(page)


def test_today_of_a_new_office_says_what_belongs_there_and_how_to_begin(stranger: Desk):
    page = stranger.page("/")
    assert "现在没有应办的事" in page
    assert "新办一件" in page
    assert "还没有办件" in page


def test_today_shows_nothing_of_other_bodies(desk: Desk, stranger: Desk, overseer: Desk):
    mediated(desk.enter("clerk"))
    assert "调1" not in stranger.page("/")
    assert rows(overseer.page("/")) == [], "a superior owes nothing of what is below"
    assert "调1" in overseer.page("/").partition('id="newest"')[2]


def test_the_newest_matters_come_first_ten_of_them_with_their_state(desk: Desk):
    office = desk.office
    for number in range(12):
        office.mediation(f"调{number}")
    newest = desk.enter("clerk").page("/").partition('id="newest"')[2]
    assert newest.count('<li class="line">') == 10
    assert "〔2026〕12号" in newest
    assert "〔2026〕2号" not in newest
    assert "在办" in newest


def test_a_matter_that_waits_for_approval_says_so_among_the_newest(desk: Desk):
    desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    assert "待审批：立案" in desk.enter("officer").page("/").partition('id="newest"')[2]


def test_the_page_says_which_day_it_is(desk: Desk):
    assert "2026年3月2日（周一）" in desk.enter("officer").page("/")


def test_whose_role_ended_yesterday_owes_nothing_of_his_own(desk: Desk):
    from guiju.people.models import Post

    matter = mediated(desk.enter("clerk"))
    Post.objects.filter(role="人民调解员").update(until=dt.date(2026, 3, 1))
    page = desk.page("/")
    assert "由我的职责办理" not in page
    assert act_address(matter, "终止调解") not in page
