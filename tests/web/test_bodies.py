"""The pages of bodies: added, renamed, ended, and what papers say of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from guiju.matters.models import Matter
from guiju.people.models import Body, BodyKind
from guiju.people.selectors import body_tree
from guiju.people.services import establish_body
from tests.web.desk import Desk
from tests.web.test_documents import agreed, words

pytestmark = pytest.mark.django_db


def test_a_body_is_added_renamed_and_ended(three):
    row = [
        "某乡人民政府",
        "91620000MA00000007",
        "乡镇人民政府、街道办事处",
        "",
        "",
        "2016-01-01",
        "",
    ]
    typed = {f"r0-{place}": value for place, value in enumerate(row)}
    three.system.send("/manage/bodies", **typed)
    body = Body.objects.get(name="某乡人民政府")
    assert body.parent == three.office.county
    address = f"/manage/bodies/{body.code}"
    three.system.send(address, what="correct", name="某镇人民政府")
    assert "曾用名" not in three.system.page(address)
    three.system.send(address, what="end", day="2026-12-31")
    body.refresh_from_db()
    assert (body.name, body.until) == ("某镇人民政府", dt.date(2026, 12, 31))


def test_a_body_bears_another_name_from_a_day_on_and_its_papers_of_before_the_old_one(three):

    office = three.office
    before = agreed(office)
    office.go_to("2026-03-10")
    address = f"/manage/bodies/{office.body.code}"
    typed = {"what": "rename", "name": "示例县市场监管局", "word": "示市管", "day": "2026-03-09"}
    assert three.system.send(address, **typed).status_code == 302
    assert "曾用名：示例县市场监督管理局（至2026年3月8日）" in three.system.page(address)
    after = agreed(office, "调2")
    clerk = Desk(office, Client()).enter("clerk")
    assert "示例县市场监督管理局" in words(clerk.page(f"/matters/{before}/documents/3"))
    paper = words(clerk.page(f"/matters/{after}/documents/3"))
    assert "示例县市场监管局" in paper
    assert "示例县市场监督管理局" not in paper
    assert Matter.objects.get(id=after).number == "示市管调〔2026〕2号", "the series goes on"
    assert Matter.objects.get(id=before).number == "示市监调〔2026〕1号"


def test_what_papers_say_of_a_body_is_stated_once_and_stands_on_each(three):
    office, address = three.office, f"/manage/bodies/{three.office.body.code}"
    officer = Desk(office, Client()).enter("officer")
    matter = office.penalty().matter
    goods = office.keep("清单.pdf")
    kept = office.approved(
        "先行登记保存", matter, signers=("officer", "second"), files=(goods,),
        data={"保存物品清单": goods.sha256},
    )  # fmt: skip
    document = f"/matters/{matter}/documents/{kept.seq}"
    notice = officer.page(document)
    assert "纸上的办公地址、联系电话留了空" in notice
    assert "请系统管理员登记" in notice
    told = {"what": "state", "address": "演示路 2 号", "telephone": "0000-2", "day": "2026-03-01"}
    assert three.system.send(address, **told).status_code == 302
    said = officer.page(document)
    assert "联系电话：0000-2，地址：演示路 2 号。" in words(said)
    assert "留了空" not in said
    assert "演示路 2 号" in officer.page(address)


def test_the_first_steps_tell_how_many_bodies_papers_leave_blank(three):
    assert "2 个机构没有登记地址、电话等" in three.system.page("/manage/setup")
    for body in (three.office.county, three.office.body):
        told = {"what": "state", "telephone": "0000-2", "day": "2026-03-01"}
        three.system.send(f"/manage/bodies/{body.code}", **told)
        three.system.send(f"/manage/bodies/{body.code}", **{**told, "day": "2026-03-02"})
    assert "没有登记地址" not in three.system.page("/manage/setup")


@pytest.mark.parametrize("day", ["2026-03-03", "", "昨天"])
def test_a_statement_that_is_refused_stays_in_the_form(three, day):
    address = f"/manage/bodies/{three.office.body.code}"
    page = three.system.send(
        address, what="state", address="演示路 <2> 号", day=day
    ).content.decode()
    assert "没有保存" in page
    assert 'value="演示路 &lt;2&gt; 号"' in page
    assert "<details open>" in page
    assert "演示路" not in three.system.page(address)


def test_only_the_system_administrator_states_what_papers_say(three):
    address = f"/manage/bodies/{three.office.body.code}"
    officer = Desk(three.office, Client()).enter("officer")
    assert "登记文书信息" not in officer.page(address)
    assert officer.send(address, what="state", address="甲", day="2026-03-01").status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "示例县市场监督管理局", "day": "2026-03-01"}, "就是现在的名称"),
        ({"name": "某局", "day": "2026-03-03"}, "还没有到"),
        ({"name": "某局", "day": "2015-01-01"}, "请核对更名日期"),
        ({"name": "", "day": "2026-03-01"}, "请填写机构名称"),
        ({"name": "某局", "day": "x"}, "“日期”"),
    ],
)
def test_another_name_that_cannot_be_is_refused_in_words(three, typed, said):
    address = f"/manage/bodies/{three.office.body.code}"
    assert said in three.system.send(address, what="rename", word="", **typed).content.decode()
    three.office.body.refresh_from_db()
    assert three.office.body.name == "示例县市场监督管理局"


def test_bodies_stand_under_their_superiors(three):
    town = establish_body(
        "AAA",
        "某乡人民政府",
        kind=BodyKind.TOWN,
        since=three.office.county.since,
        parent=three.office.body,
    )
    assert [(body.code, depth) for body, depth in body_tree()] == [
        ("SLX", 0),
        ("SLX-SJ", 1),
        (town.code, 2),
    ]
