"""The pages of the administrators: each does only their own part, and nobody else gets in."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from guiju.matters.models import Matter
from guiju.people.models import Account, BodyKind, Grant, Post
from guiju.people.services import (
    appoint,
    establish_body,
    one_time_password,
    open_account,
    open_with_one_time_password,
    register_person,
    reset_password,
)
from guiju.people.sign_in import sign_in
from tests.web.desk import NEW_MEDIATION, PASSWORD, Desk, mediation_form

pytestmark = pytest.mark.django_db
ADMINISTRATION = ("/manage/grants", "/manage/health")
FREE = ("/manage", "/manage/setup", "/manage/people", "/manage/bodies", "/manage/parameters")


def test_somebody_new_is_proposed_confirmed_and_signs_in_with_the_slip(three):
    assert three.propose()["Location"] == "/manage/grants"
    assert not Account.objects.filter(username="moujia").exists()
    slips = three.confirm(three.security).content.decode()
    (password,) = re.findall(r'class="secret">([^<]+)<', slips)
    client = Client()
    client.post("/signin", {"username": "moujia", "password": password})
    assert client.get("/")["Location"] == "/password"


def enter_means(page: str) -> str:
    """The step that Enter in an input takes: that of the form's first button."""
    form = page.partition('<main id="main"')[2].partition("<form")[2]
    return re.findall(r'<button[^>]*name="step" value="([^"]*)"', form)[0]


def test_enter_in_an_input_neither_confirms_nor_writes(three):
    three.propose()
    assert enter_means(three.security.page("/manage/grants")) == "refuse", "a remark tells why not"
    row = {"r0-0": "某乙", "r0-1": "示例县市场监督管理局", "r0-2": "登记员", "r0-3": "2026-03-02"}
    page = three.system.send("/manage/people/new", step="check", **row).content.decode()
    assert "提出这 1 项任职" in page
    assert enter_means(page) == "check", "a row that was mended is looked over again"


def test_what_was_decided_is_said(three):
    three.propose()
    assert three.confirm(three.security).status_code == 200
    assert "已确认 1 项变动" in three.security.page("/manage/grants")
    three.propose(姓名="某丙", 用户名="moubing")
    chosen = [str(one.id) for one in Grant.objects.filter(state="open")]
    three.security.send("/manage/grants", grant=chosen, step="refuse", remark="不在编")
    assert "不同意 1 项变动" in three.security.page("/manage/grants")


def test_looking_over_nothing_says_so(three):
    page = three.system.send("/manage/people/new", step="check").content.decode()
    assert "一行也没有填" in page
    assert "一行也没有填" not in three.system.page("/manage/people/new")


@pytest.mark.parametrize("who", ["system", "audit"])
def test_only_the_security_administrator_confirms(three, who):
    three.propose()
    three.confirm(getattr(three, who))
    assert Grant.objects.get().state == "open"
    assert not Post.objects.filter(role="登记员").exists()


@pytest.mark.parametrize("who", ["security", "audit"])
def test_only_the_system_administrator_proposes(three, who):
    desk = getattr(three, who)
    head = three.office.people["head"].id
    rows = '[{"姓名": "某甲", "单位": "示例县市场监督管理局", "职责": "登记员", "任职日期": "2026-03-02"}]'
    asked = {"roles": ["登记员"], "body": three.office.body.code, "day": "2026-03-02"}
    post = three.office.people["head"].posts.get()
    assert desk.send("/manage/people/new", step="write", rows=rows).status_code in {302, 403}
    assert desk.send(f"/manage/people/{head}/appoint", **asked).status_code in {403, 422}
    relief = {"posts": [str(post.id)], "day": "2026-03-31"}
    assert desk.send(f"/manage/people/{head}/relieve", **relief).status_code in {403, 422}
    reset = desk.send(f"/manage/people/{head}/account", what="reset")
    assert reset.status_code in {403, 422}
    assert desk.send("/manage/bodies").status_code == 403
    assert desk.send(f"/manage/bodies/{three.office.body.code}", what="correct").status_code == 403
    assert not Grant.objects.exists()


@pytest.mark.parametrize("path", ADMINISTRATION)
def test_people_who_act_do_not_get_in(three, path):
    desk = Desk(three.office, Client()).enter("officer")
    assert desk.client.get(path).status_code == 403
    assert desk.send("/manage/people/new", step="write").status_code == 403
    head = three.office.people["head"].id
    for what in ("appoint", "relieve", "account"):
        assert desk.send(f"/manage/people/{head}/{what}", what="lock").status_code == 403
    assert Account.objects.get(person_id=head).is_active


@pytest.mark.parametrize("path", [*FREE, *ADMINISTRATION])
@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_every_page_opens_for_every_administrator(three, who, path):
    getattr(three, who).page(path)


@pytest.mark.parametrize("path", FREE)
def test_what_everybody_may_read_opens_for_people_who_act(three, path):
    Desk(three.office, Client()).enter("officer").page(path)


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_an_administrator_acts_through_no_page(three, who):
    """The forms of acts refuse, whatever is typed and however far one goes."""
    desk = getattr(three, who)
    for step in ("check", "confirm"):
        assert desk.send(NEW_MEDIATION, step=step, **mediation_form()).status_code == 403
    assert desk.client.get("/new").status_code == 403
    assert not Matter.objects.filter(procedure="people-mediation").exists()


def test_an_administrator_opens_no_matter(three):
    matter = three.office.mediation().matter
    assert three.system.client.get(f"/matters/{matter}").status_code == 403


@pytest.mark.parametrize("path", ["/figures", "/reports", "/new", "/openings", "/manager"])
def test_whatever_page_is_not_an_administrators_is_shut_to_them(three, path):
    assert three.audit.client.get(path).status_code in {403, 404}


def test_a_locked_account_is_out_at_once(three):
    desk = Desk(three.office, Client()).enter("officer")
    officer = three.office.people["officer"].id
    three.security.send(f"/manage/people/{officer}/account", what="lock")
    assert desk.client.get("/").status_code == 302
    assert "/signin" in desk.client.get("/")["Location"]


def test_a_reset_ends_sessions_under_the_old_password(three):
    desk = Desk(three.office, Client()).enter("officer")
    officer = three.office.people["officer"].id
    three.system.send(f"/manage/people/{officer}/account", what="reset")
    assert desk.client.get("/").status_code == 200, "a proposal changes nothing"
    three.confirm(three.security)
    assert "/signin" in desk.client.get("/")["Location"]


def test_relief_is_proposed_with_the_last_day(three):
    clerk = three.office.people["clerk"]
    post = clerk.posts.get(role="普法联络员")
    three.system.send(f"/manage/people/{clerk.id}/relieve", posts=[str(post.id)], day="2026-03-31")
    three.confirm(three.security)
    post.refresh_from_db()
    assert post.until == dt.date(2026, 3, 31)


def test_a_day_that_cannot_be_read_is_said_and_nothing_is_proposed(three):
    clerk = three.office.people["clerk"]
    post = clerk.posts.get(role="普法联络员")
    answer = three.system.send(
        f"/manage/people/{clerk.id}/relieve", posts=[str(post.id)], day="三月"
    )
    assert answer.status_code == 422
    assert "应是日期" in answer.content.decode()
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"职责": "局长"}, "没有“局长”这样的职责"),
        ({"单位": "没有的局"}, "没有名为“没有的局”的机构"),
        ({"任职日期": "去年"}, "“任职日期”应是日期"),
        ({"用户名": "officer"}, "已被使用"),
        ({"用户名": "某 甲"}, "只能用"),
        ({"姓名": ""}, "没有填“姓名”"),
        ({"职责": "系统管理员、承办人", "单位": "示例县人民政府"}, "三个人分任"),
        ({"人员编号": "p-none"}, "没有编号"),
    ],
)
def test_a_wrong_row_says_why_and_is_not_proposed(three, wrong, says):
    page = three.propose(**wrong).content.decode()
    assert says in page
    assert not Grant.objects.exists()


def test_rows_made_up_in_the_hidden_field_are_checked_like_any(three):
    for rows in ("nonsense", "[1]", '{"a": 1}', '[{"姓名": "某甲", "职责": "局长"}]', "[" * 5000):
        answer = three.system.send("/manage/people/new", step="write", rows=rows)
        assert answer.status_code == 200
    assert not Grant.objects.exists()


def test_a_body_with_people_does_not_end(three):
    page = three.system.send(
        f"/manage/bodies/{three.office.body.code}", what="end", day="2026-12-31"
    ).content.decode()
    assert "还有人任职" in page


def test_the_closing_day_of_openings_is_set_once(three):
    address = f"/manage/bodies/{three.office.body.code}"
    three.system.send(address, what="close", day="2026-06-30")
    three.system.send(address, what="close", day="2027-06-30")
    three.office.body.refresh_from_db()
    assert three.office.body.openings_until == dt.date(2026, 6, 30)


def test_empty_parameters_say_what_follows(three):
    page = Desk(three.office, Client()).enter("officer").page("/manage/parameters?empty=1")
    assert "人民调解期限" in page
    assert "不计期限" in page
    assert "陈述申辩期限" not in page, "it has a value in this field"


def test_parameters_are_read_as_of_a_day(three):
    desk = Desk(three.office, Client()).enter("officer")
    assert "市场监督管理行政处罚程序规定第五十七条" in desk.page(
        "/manage/parameters?day=2026-01-01"
    )
    early = desk.page("/manage/parameters?day=2022-01-01")
    assert "市场监督管理行政处罚程序规定第五十七条" not in early, "in force from 29 September 2022"
    assert "应是日期" in desk.page("/manage/parameters?day=昨天")


def test_health_says_what_was_never_done(three):
    page = three.audit.page("/manage/health")
    assert "没有运行" in page
    assert "请运行 guiju verify" in page


def test_signs_of_life_are_told(three):
    from guiju.matters.pulse import TENDED, VERIFIED, leave

    leave(TENDED, sealed=2, swept="2026-03-02")
    leave(VERIFIED, state="intact", acts=2, deep=True)
    page = three.audit.page("/manage/health")
    assert "2026-03-02" in page
    assert "已核验" in page


@pytest.mark.parametrize(
    "path",
    [
        "/manage/people",
        "/manage/bodies",
        "/manage/parameters",
        "/manage/calendar",
        "/manage/grants",
    ],
)
def test_every_table_can_be_taken_along_as_excel(three, path):
    three.propose()
    answer = three.system.client.get(f"{path}?export=1")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    (sheet,) = CalamineWorkbook.from_filelike(BytesIO(answer.content)).sheet_names
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    )
    assert len(rows) > 1


def test_wrong_rows_stay_to_be_mended_while_the_right_ones_are_proposed(three):
    right = ["某甲", "示例县市场监督管理局", "登记员", "2026-03-02", "", ""]
    wrong = [["某乙", "示例县市场监督管理局", f"局长{n}", "2026-03-02", "", ""] for n in range(45)]
    typed = {
        f"r{at}-{place}": cell
        for at, row in enumerate([right, *wrong[:39]])
        for place, cell in enumerate(row)
    }
    labels = ["姓名", "单位", "职责", "任职日期", "用户名", "人员编号"]
    rest = json.dumps([dict(zip(labels, row, strict=True)) for row in wrong[39:]])
    page = three.system.send(
        "/manage/people/new", step="write", rows=rest, **typed
    ).content.decode()
    assert [one.name for one in Grant.objects.all()] == ["某甲"]
    assert "有 45 行要改" in page
    assert "局长38" in page
    assert "局长44" in page


def test_two_hundred_accounts_are_confirmed_in_the_time_of_a_page(three, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    begun = time.monotonic()
    drawn = {one_time_password() for _ in range(200)}
    person = register_person("某甲")
    moment = three.office.time.now()
    password = open_with_one_time_password(person, "moujia", moment)
    for _ in range(200):
        reset_password(person.account, moment)
    assert time.monotonic() - begun < 5
    assert len(drawn) == 200
    assert sign_in("moujia", password, moment) is None, "a later one took its place"
    assert sign_in("moujia", reset_password(person.account, moment), moment) is not None


@pytest.mark.parametrize(
    "path", ["/manage/people", "/manage/bodies", "/manage/grants", "/manage/people/new"]
)
def test_a_page_asks_no_more_where_there_is_more_to_list(three, path):
    three.system.page(path)
    before = queries_of(three, path)
    county = three.office.county
    for number in range(12):
        body = establish_body(
            f"SLX-{number:02}",
            f"第{number}乡",
            kind=BodyKind.TOWN,
            since=county.since,
            parent=county,
        )
        person = register_person(f"某{number}")
        appoint(person, body, ["登记员", "档案员"], since=county.since)
        open_account(person, f"mou{number}", PASSWORD)
        three.propose(姓名=f"新{number}", 用户名=f"xin{number}")
    assert queries_of(three, path) == before


def queries_of(three, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        three.system.page(path)
    return len(asked)


@pytest.mark.parametrize(
    ("path", "typed"),
    [("/password", {"old": PASSWORD, "new": "mima-xin-1234"}), ("/start", {"code": "mima-xin-1234"}),
     ("/signin", {"username": "officer", "password": "mima-xin-1234"})],
)  # fmt: skip
def test_a_form_whose_token_does_not_fit_never_shows_a_secret_again(three, path, typed):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, typed, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "mima-xin-1234" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/manage/leave", "/manage/handover"])
@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_pages_beside_those_of_administrators_show_them_no_matter(three, who, path):
    matter = three.office.mediation().matter
    title = Matter.objects.get(id=matter).title
    answer = getattr(three, who).client.get(path)
    assert answer.status_code in {200, 403, 404}
    assert title not in answer.content.decode()


def test_whoever_registers_people_sees_which_roles_each_kind_of_work_needs(three):
    page = three.system.page("/manage/people/new")
    needed = page.partition("<dt>行政处罚（普通程序）</dt>")[2].partition("</dd>")[0]
    for role in ("承办人", "机关负责人", "法制审核员"):
        assert role in needed
    assert "当事人" not in needed


def test_whose_password_is_still_a_drawn_one_is_told_to_administrators_only(three):
    waits = Account.objects.get(username="shenji")
    reset_password(waits, dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00"))
    assert "shenji还没有设定" in three.system.page("/manage/setup")
    clerk = Desk(three.office, Client()).enter("clerk").page("/manage/setup")
    assert "shenji" not in clerk
    assert "有的管理员还没有设定自己的密码" in clerk
