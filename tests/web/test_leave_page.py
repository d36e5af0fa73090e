"""请假代理: entered by the one on leave or by who leads, ended early, kept for ever."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from guiju.people.models import Post, Substitution
from guiju.people.services import appoint
from tests.office import FOUNDED

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
PAGE = "/manage/leave"


def post_of(desk: Desk, who: str, role: str) -> Post:
    return Post.objects.get(person=desk.office.people[who], role=role)


def enter(desk: Desk, who: str = "head", role: str = "机关负责人", **typed: str):
    given = {
        "post": str(post_of(desk, who, role).id), "substitute": desk.office.people["host"].id,
        "since": "2026-03-02", "until": "2026年3月6日", "reason": "年休假", **typed,
    }  # fmt: skip
    return desk.send(PAGE, **given)


def test_an_empty_page_says_what_belongs_there_and_offers_one_s_own_posts(desk: Desk):
    page = desk.enter("head").page(PAGE)
    assert "请假期间由谁代行职责，登记在这里" in page
    assert "head（机关负责人）" in page
    assert "supervisor（法制机构）" in page, "who leads enters the leave of others"
    legal = desk.enter("supervisor").page(PAGE)
    assert "supervisor（法制机构）" in legal
    assert "head（机关负责人）" not in legal


def test_who_has_nothing_to_lend_is_told_what_to_do(desk: Desk):
    page = desk.enter("officer").page(PAGE)
    assert "您没有可以由他人代理的职责" in page
    assert "移交承办" in page
    assert "登记代理</button>" not in page


def test_a_leave_is_entered_and_shown(desk: Desk):
    assert enter(desk.enter("head"))["Location"] == PAGE
    page = desk.page(PAGE)
    assert "已登记：host代理head（机关负责人）。" in page
    assert "正在代理" in page
    assert "2026年3月6日" in page
    assert Substitution.objects.get().reason == "年休假"


def test_nothing_typed_is_lost_and_every_problem_is_told_at_once(desk: Desk):
    page = enter(
        desk.enter("head"), substitute="", since="明天", until="", reason=" "
    ).content.decode()
    assert "有 4 处要改" in page
    for sentence in ("请选择代理人。", "第一日应是日期", "请填写最后一日。", "请填写事由"):
        assert sentence in page
    assert 'value="明天"' in page
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"until": "2026-02-27", "since": "2026-02-26"}, "也不能早于今天"),
        ({"since": "2026-03-01"}, "自己登记的代理从今天或者以后开始"),
        ({"until": "2028-03-01"}, "一次代理最长一年"),
    ],
)
def test_what_the_rules_refuse_is_refused_in_words(desk: Desk, typed, sentence):
    page = enter(desk.enter("head"), **typed).content.decode()
    assert "没有登记。" in page
    assert sentence in page
    assert not Substitution.objects.exists()


def test_somebody_else_s_post_cannot_be_slipped_in(desk: Desk):
    page = enter(desk.enter("supervisor")).content.decode()
    assert "请选择请假人和职责。" in page
    page = enter(desk.enter("head"), who="officer", role="承办人").content.decode()
    assert "请选择请假人和职责。" in page
    assert not Substitution.objects.exists()


def test_it_is_ended_early_with_its_last_day(desk: Desk):
    enter(desk.enter("head"))
    found = Substitution.objects.get()
    address = f"{PAGE}/{found.id}"
    assert address in desk.page(PAGE)
    desk.office.go_to("2026-03-04")
    assert "2026年3月2日至2026年3月6日" in desk.page(address)
    assert "请填写" in desk.send(address, last="").content.decode()
    assert "没有改动" in desk.send(address, last="2026-03-03").content.decode()
    assert desk.send(address, last="2026-03-04")["Location"] == PAGE
    found.refresh_from_db()
    assert (found.last, found.until) == (dt.date(2026, 3, 4), dt.date(2026, 3, 6))
    desk.office.go_to("2026-03-05")
    page = desk.page(PAGE)
    assert "已经结束" in page
    assert "原定2026年3月6日，head提前结束" in page
    desk.page(address, status=404)


def test_one_that_has_not_begun_is_called_off_and_kept(desk: Desk):
    enter(desk.enter("head"), since="2026-03-04")
    found = Substitution.objects.get()
    assert "取消代理" in desk.page(f"{PAGE}/{found.id}")
    desk.send(f"{PAGE}/{found.id}")
    desk.office.go_to("2026-03-05")
    assert "没有开始就取消" in desk.page(PAGE)
    assert "host" not in desk.page("/opinions").partition("<main")[2]


def test_others_cannot_end_it(desk: Desk):
    enter(desk.enter("head"))
    found = Substitution.objects.get()
    officer = desk.enter("officer")
    assert f"{PAGE}/{found.id}" not in officer.page(PAGE)
    officer.page(f"{PAGE}/{found.id}", status=404)
    assert officer.send(f"{PAGE}/{found.id}", last="2026-03-02").status_code == 404
    assert "结束代理" in desk.enter("host").page(f"{PAGE}/{found.id}"), "the substitute may decline"


def test_a_superior_s_leader_enters_the_leave_of_a_head_below(desk: Desk, overseer: Desk):
    body = desk.office.body
    page = overseer.page(f"{PAGE}?body={body.code}")
    assert "head（机关负责人）" in page
    given = {
        "post": str(post_of(desk, "head", "机关负责人").id), "reason": "住院",
        "substitute": desk.office.people["host"].id, "since": "2026-02-27", "until": "2026-03-20",
    }  # fmt: skip
    answered = overseer.client.post(f"{PAGE}?body={body.code}", given)
    assert answered["Location"] == f"{PAGE}?body={body.code}"
    assert Substitution.objects.get().since == dt.date(2026, 2, 27)


def test_another_body_s_page_is_not_there(desk: Desk, stranger: Desk):
    stranger.page(f"{PAGE}?body={desk.office.body.code}", status=404)
    desk.enter("officer").page(f"{PAGE}?body={desk.office.county.code}", status=404)


def test_many_that_are_over_are_cut_by_place(desk: Desk):
    people, post = desk.office.people, post_of(desk, "head", "机关负责人")
    Substitution.objects.bulk_create(
        Substitution(
            post=post, substitute=people["host"], reason=f"第{number}次", entered_by=people["head"],
            entered_on=dt.date(2025, 1, 1), since=dt.date(2025, 1, 1), until=dt.date(2025, 1, 2),
            last=dt.date(2025, 1, 2),
        )
        for number in range(60)
    )  # fmt: skip
    page = desk.enter("head").page(PAGE)
    assert page.count("第") > 50
    older = page.partition('rel="next" href="')[2].partition('"')[0]
    assert "第0次" in desk.page(older)
    assert "第59次" not in desk.page(older)
    assert "第59次" in page
    assert "第59次" in desk.page(f"{PAGE}?before=x~y")


def test_who_stands_in_is_offered_for_the_acts_of_the_role(desk: Desk):
    office = desk.office
    appoint(office.people["host"], office.body, ["登记员"], since=office.body.since)
    enter(desk.enter("supervisor"), who="supervisor", role="法制机构")
    page = desk.enter("host").page("/new")
    assert "参数设定" in page
    form = desk.page("/new/parameter-setting")
    assert "host（代理supervisor，法制机构）" in form


def test_every_leave_is_taken_along_as_a_table(desk: Desk):
    from tests.web.test_opinion_queue import sheet_of

    enter(desk.enter("head"))
    rows = sheet_of(desk.client.get(f"{PAGE}?excel"))
    assert rows[1][:5] == [
        "head", "机关负责人", "host", dt.date(2026, 3, 2), dt.date(2026, 3, 6),
    ]  # fmt: skip


def test_the_leave_of_a_body_below_is_shown_to_who_leads_above_it_alone(desk: Desk):
    office = desk.office
    (leader,) = appoint(office.people["host"], office.county, ["机关负责人"], since=FOUNDED)
    for post in Post.objects.filter(person=leader.person, body=office.body):
        post.delete()
    below = f"{PAGE}?body={office.body.code}"
    assert "head（机关负责人）" in desk.enter("host").page(below)
    desk.enter("certifier").page(below, 404)
    desk.page(f"{below}&excel=1", 404)
