"""催办 on the pages: from what is late to the matter's record, with texts to paste and a paper to print."""

from __future__ import annotations

import re

import pytest

from guiju.record.act import Kind
from guiju.supervision.models import Sheet
from tests.matters.asking import forms_of
from tests.web.desk import Desk, hidden
from tests.web.test_supervision_pages import above, county

pytestmark = pytest.mark.django_db
__all__ = ["above", "county"]
ADDRESS = "/supervision/reminders"


def ticked(page: str) -> list[str]:
    return re.findall(r'name="matters" value="([^"]+)" checked', page)


def remind(desk: Desk, **typed):
    page = desk.page(f"{ADDRESS}?span=late")
    whole = {**hidden(page), "matters": ticked(page), **typed}
    return desk.send(ADDRESS, **whole)


def test_what_is_late_stands_unit_by_unit_already_ticked(above: Desk, county):
    page = above.page(f"{ADDRESS}?span=late")
    assert set(ticked(page)) == {county["dispute"], county["theirs"]}
    assert page.index("示例县市场监督管理局</h2>") < page.index("示例县甲镇</h2>")
    one = above.page(f"{ADDRESS}?span=late&unit=SLX-Z")
    assert ticked(one) == [county["theirs"]]
    assert ticked(above.page(f"{ADDRESS}?span=soon")) == []


def test_reminding_is_recorded_in_each_matter_and_gives_a_text_a_unit_and_a_paper(above: Desk, county):  # fmt: skip
    answer = remind(above, until="2026年3月13日", besides="请回电话。")
    assert answer.status_code == 302, answer.content.decode()
    page = above.page(answer["Location"])
    assert "催办单 示政催〔2026〕1号" in page
    texts = re.findall(r"<textarea[^>]*readonly>([^<]*)</textarea>", page)
    assert len(texts) == 2
    (town,) = (text for text in texts if text.startswith("【催办】示例县甲镇"))
    assert "应在2026年3月9日前，已逾期 1 天" in town
    assert "请于2026年3月13日前办理。请回电话。" in town
    assert "达成协议或者终止调解" in town, "alternatives are one duty"
    assert "示政催〔2026〕1号" in town
    assert forms_of(county["theirs"])[-1].kind is Kind.NOTICE
    paper = above.page(f"{answer['Location']}/paper")
    assert paper.count('<article class="paper">') == 2
    assert "示政催〔2026〕1号（内部编号）" in paper
    assert "示例县甲镇：" in paper
    record = above.page(f"/matters/{county['theirs']}")
    assert "收到通知" in record
    assert "示政催〔2026〕1号" in record


def test_a_text_to_paste_tells_nobody_s_name(above: Desk, county):
    page = above.page(remind(above)["Location"])
    (text,) = re.findall(r"<textarea[^>]*readonly>(【催办】示例县甲镇[^<]*)</textarea>", page)
    assert "镇1" not in text, "the title stays in the house"


def test_only_what_is_ticked_is_reminded_of(above: Desk, county):
    remind(above, matters=[county["theirs"]])
    assert forms_of(county["dispute"])[-1].kind is Kind.EVENT
    assert forms_of(county["theirs"])[-1].kind is Kind.NOTICE


def test_nothing_ticked_and_a_day_gone_by_are_said_and_what_was_typed_stays(above: Desk, county):
    page = remind(above, matters=[], besides="请回").content.decode()
    assert "没有选中要催办的办件" in page
    assert ">请回</textarea>" in page
    assert "不能早于今天" in remind(above, until="2026-03-01").content.decode()
    assert "日期应是日期" in remind(above, until="下周").content.decode()
    assert Sheet.objects.count() == 0


def test_a_tick_taken_away_stays_away_while_a_wrong_day_is_mended(above: Desk, county):
    page = remind(above, matters=[county["theirs"]], until="下周").content.decode()
    assert ticked(page) == [county["theirs"]]
    assert '<a href="#until">请办好的日期' in page


def test_the_same_button_twice_makes_one_paper(above: Desk, county):
    page = above.page(f"{ADDRESS}?span=late")
    whole = {**hidden(page), "matters": ticked(page)}
    first, second = (above.send(ADDRESS, **whole) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Sheet.objects.count() == 1
    assert sum(form.kind is Kind.NOTICE for form in forms_of(county["theirs"])) == 1


def test_a_matter_s_page_leads_those_who_may_to_a_reminder_of_it(above: Desk, county, desk: Desk):
    link = f"{ADDRESS}?matter={county['penalty']}"
    assert link in above.page(f"/matters/{county['penalty']}")
    assert ticked(above.page(link)) == [county["penalty"]]
    assert link not in desk.enter("clerk").page(f"/matters/{county['penalty']}")


def test_whoever_may_not_remind_finds_no_page_and_another_body_no_paper(above: Desk, county, desk: Desk):  # fmt: skip
    where = remind(above)["Location"]
    desk.enter("outsider").page(where, 404)
    clerk = desk.enter("clerk")
    clerk.page(ADDRESS, 404)
    clerk.page(where, 404)


def test_papers_made_are_listed_and_one_left_half_done_is_gone_on_with(above: Desk, county, monkeypatch):  # fmt: skip
    from guiju.supervision import services

    monkeypatch.setattr(services, "LINES_AT_ONCE", 1)
    monkeypatch.setattr(services.go_on, "__defaults__", (1,))
    where = remind(above)["Location"]
    assert where.endswith("?go")
    address = where.partition("?")[0]
    page = above.page(address)
    assert "接着登记（还有 1 件）" in page
    assert "hx-trigger" not in page, "it goes on by itself only after the button"
    assert "hx-trigger" in above.page(where)
    assert "还有 1 件没有登记完" in above.page(ADDRESS)
    part = above.client.post(address, headers={"hx-request": "true", "hx-target": "sheet"})
    assert part.status_code == 200
    assert 'id="sheet"' in part.content.decode()
    assert "发到工作群的文字" in part.content.decode()
    assert "没有登记完" not in above.page(ADDRESS)


def test_more_than_is_listed_is_reminded_of_as_a_whole_where_that_is_chosen(above: Desk, county, monkeypatch):  # fmt: skip
    from guiju.web import views_reminders

    monkeypatch.setattr(views_reminders, "LISTED", 1)
    page = above.page(f"{ADDRESS}?span=late")
    assert len(ticked(page)) == 1
    assert "列出了 1 件" in page
    assert "全部（2 项）" in page
    remind(above, scope="all")
    for matter in (county["dispute"], county["theirs"]):
        assert forms_of(matter)[-1].kind is Kind.NOTICE
