"""A session ends when nobody is there, and nothing half-filled is lost with it."""

from __future__ import annotations

import pytest
from django.test import Client

from guiju.matters.models import Act, Matter
from guiju.people.models import Account
from tests.web.desk import PASSWORD, Desk, act_address, hidden, mediation_form

pytestmark = pytest.mark.django_db
NEW_MEDIATION = "/new/people-mediation"


@pytest.fixture
def clerk(desk: Desk, machine) -> Desk:
    """The clerk, under a clock that the test moves."""
    return desk.enter("clerk")


def sign_in_again(desk: Desk, page: str, name: str = "clerk"):
    return desk.client.post("/signin", {**hidden(page), "username": name, "password": PASSWORD})


def go_on(desk: Desk, page: str, address: str):
    """Press the button of the page that takes what was typed along."""
    return desk.client.post(address, hidden(page))


def test_after_thirty_minutes_without_a_request_one_signs_in_again(clerk, machine):
    machine.wait(minutes=29, seconds=59)
    clerk.page("/")
    machine.wait(minutes=30)
    answer = clerk.client.get("/law")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/signin?next=%2Flaw")


def test_whoever_keeps_working_is_not_signed_out(clerk, machine):
    for _ in range(20):
        machine.wait(minutes=20)
        clerk.page("/")


def test_the_time_is_a_setting(clerk, machine, settings):
    from datetime import timedelta

    settings.SESSION_IDLE = timedelta(minutes=5)
    machine.wait(minutes=4)
    clerk.page("/")
    machine.wait(minutes=5)
    assert clerk.client.get("/").status_code == 302


def test_a_session_ends_up_to_a_minute_early_but_never_late(clerk, machine):
    machine.wait(seconds=59)
    clerk.page("/")  # not written down again: one write a minute is enough
    machine.wait(minutes=30, seconds=-59)
    assert clerk.client.get("/").status_code == 302


def test_the_session_is_written_once_a_minute_of_work_and_not_once_a_page(clerk, machine):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def writes() -> int:
        with CaptureQueriesContext(connection) as caught:
            clerk.page("/")
        return sum("UPDATE" in one["sql"] and "session" in one["sql"] for one in caught)

    machine.wait(seconds=30)
    assert writes() == 0
    machine.wait(seconds=40)
    assert writes() == 1


def test_a_clock_put_back_signs_nobody_out_and_keeps_nobody_in_for_ever(clerk, machine):
    machine.wait(minutes=-120)
    clerk.page("/")
    machine.wait(minutes=30)
    assert clerk.client.get("/").status_code == 302


def test_signing_in_and_waiting_without_opening_a_page_counts_too(desk, machine):
    desk.enter("clerk")
    machine.wait(minutes=31)
    assert desk.client.get("/").status_code == 302


def test_a_session_that_says_nothing_of_when_it_was_used_is_over(clerk):
    session = clerk.client.session
    del session["seen"]
    session.save()
    assert clerk.client.get("/").status_code == 302


def test_after_the_time_out_the_page_says_why_and_the_old_session_is_worth_nothing(clerk, machine):
    old = clerk.client.cookies["sessionid"].value
    machine.wait(minutes=31)
    answer = clerk.client.get("/law")
    assert "您离开的时间较长，已经自动退出" in clerk.page(answer["Location"])
    thief = Client()
    thief.cookies["sessionid"] = old
    machine.wait(minutes=-31)
    assert thief.get("/").status_code == 302


def test_the_time_out_holds_for_the_choice_of_the_body_and_for_the_entrance_too(clerk, machine):
    machine.wait(minutes=31)
    assert "<h1>登录</h1>" in clerk.page("/post")
    clerk.enter("clerk")
    machine.wait(minutes=31)
    assert "<h1>登录</h1>" in clerk.page("/signin"), "no turning round between the two pages"


def test_a_form_filled_too_slowly_comes_back_as_it_was_after_signing_in(clerk, machine):
    machine.wait(minutes=31)
    answer = clerk.send(NEW_MEDIATION, step="check", **mediation_form("调<7>"))
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    page = answer.content.decode()
    assert "登录已经超时。您填的内容都在" in page
    assert Matter.objects.filter(procedure="people-mediation").count() == 0
    resumed = sign_in_again(clerk, page).content.decode()
    form = go_on(clerk, resumed, NEW_MEDIATION).content.decode()
    assert 'value="调&lt;7&gt;"' in form
    assert 'value="人民调解单独办理" checked' in form
    assert 'value="邻里" selected' in form


def test_a_wrong_password_on_the_way_back_loses_nothing(clerk, machine):
    machine.wait(minutes=31)
    page = clerk.check(NEW_MEDIATION, **mediation_form("调7"))
    again = clerk.client.post("/signin", {**hidden(page), "username": "clerk", "password": "wrong"})
    resumed = sign_in_again(clerk, again.content.decode()).content.decode()
    assert 'value="调7"' in go_on(clerk, resumed, NEW_MEDIATION).content.decode()


def test_a_file_brought_in_before_the_time_out_is_still_there(clerk, machine):
    from django.core.files.uploadedfile import SimpleUploadedFile

    scan = SimpleUploadedFile("登记表.pdf", b"%PDF-1.4 x")
    page = clerk.check(NEW_MEDIATION, **mediation_form("", files=scan))
    kept = hidden(page)
    machine.wait(minutes=31)
    page = clerk.check(NEW_MEDIATION, **{**mediation_form("调8"), **kept})
    resumed = sign_in_again(clerk, page).content.decode()
    assert "已带入：登记表.pdf" in go_on(clerk, resumed, NEW_MEDIATION).content.decode()


def test_a_confirmation_pressed_too_late_records_nothing_before_it_is_read_again(clerk, machine):
    page = clerk.check(NEW_MEDIATION, **mediation_form())
    machine.wait(minutes=31)
    asked = clerk.confirm(page, NEW_MEDIATION).content.decode()
    resumed = sign_in_again(clerk, asked).content.decode()
    form = go_on(clerk, resumed, NEW_MEDIATION).content.decode()
    assert "下一步：看看确认后会怎样" in form
    assert Matter.objects.filter(procedure="people-mediation").count() == 0


def test_an_opinion_sent_too_late_is_read_again_before_it_counts(desk, machine):
    from tests.office import filing_data

    office = desk.office
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    address = f"/matters/{proposal.matter}/opinions/1"
    desk.enter("head")
    machine.wait(minutes=31)
    page = desk.send(address, opinion="退回", remark="补照片", by=office.people["head"].id)
    resumed = sign_in_again(desk, page.content.decode(), "head").content.decode()
    before = Act.objects.filter(matter=proposal.matter).count()
    form = go_on(desk, resumed, address).content.decode()
    assert Act.objects.filter(matter=proposal.matter).count() == before
    assert ">补照片</textarea>" in form
    assert 'value="退回" checked' in form


def test_whoever_must_choose_a_body_again_loses_nothing_either(desk, machine):
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["clerk"], office.county, ["人民调解员"], since=office.county.since)
    desk.enter("clerk").send("/post", body=office.body.code)
    machine.wait(minutes=31)
    page = desk.check(NEW_MEDIATION, **mediation_form("调9"))
    resumed = sign_in_again(desk, page).content.decode()
    asked = go_on(desk, resumed, NEW_MEDIATION).content.decode()
    assert "现在为哪个机构办事" in asked
    wrong = desk.send("/post", **{**hidden(asked), "body": "NOWHERE"}).content.decode()
    assert "请选一个机构" in wrong
    chosen = desk.send("/post", **{**hidden(wrong), "body": office.body.code}).content.decode()
    form = go_on(desk, chosen, NEW_MEDIATION).content.decode()
    assert 'value="调9"' in form
    assert "示例县市场监督管理局" in form


def test_a_form_of_an_older_window_is_not_taken_after_signing_in_again_but_nothing_is_lost(desk):
    client = Client(enforce_csrf_checks=True)
    own = {"origin": "http://testserver"}

    def enter() -> str:
        client.get("/signin")
        token = client.cookies["csrftoken"].value
        typed = {"csrfmiddlewaretoken": token, "username": "clerk", "password": PASSWORD}
        assert client.post("/signin", typed, headers=own).status_code == 302
        return client.cookies["csrftoken"].value

    old = enter()
    client.cookies.pop("sessionid")
    enter()
    typed = {"csrfmiddlewaretoken": old, "step": "check", **mediation_form("调6")}
    refused = client.post(NEW_MEDIATION, typed, headers=own)
    assert refused.status_code == 403
    assert set(refused["Cache-Control"].split(", ")) == {"private", "no-store"}
    page = refused.content.decode()
    assert "这一页已经过期" in page
    assert "填的内容都在" in page
    kept = {**hidden(page), "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    form = client.post(NEW_MEDIATION, kept, headers=own)
    assert form.status_code == 200
    assert 'value="调6"' in form.content.decode()
    assert Matter.objects.filter(procedure="people-mediation").count() == 0


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_what_another_site_sends_is_not_taken_along(desk, origin):
    headers = {"origin": origin} if origin else {}
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(NEW_MEDIATION, mediation_form("调6"), headers=headers).content.decode()
    assert "这一页已经过期" in page
    assert "调6" not in page


def test_a_password_is_not_taken_along(desk):
    strict = Client(enforce_csrf_checks=True)
    typed = {"username": "clerk", "password": PASSWORD}
    page = strict.post("/signin", typed, headers={"origin": "http://testserver"}).content.decode()
    assert "这一页已经过期" in page
    assert PASSWORD not in page


def test_closing_an_account_ends_its_sessions_at_once(clerk):
    Account.objects.filter(username="clerk").update(is_active=False)
    assert clerk.client.get("/").status_code == 302


def test_a_new_password_ends_the_sessions_under_the_old_one(clerk):
    account = Account.objects.get(username="clerk")
    account.set_password("another-long-word-42")
    account.save()
    assert clerk.client.get("/").status_code == 302


def test_signing_out_leaves_nothing_of_the_session(clerk):
    old = clerk.client.cookies["sessionid"].value
    answer = clerk.client.post("/signout")
    assert answer["Location"] == "/signin"
    assert answer["Clear-Site-Data"] == '"cache"'
    clerk.client.cookies["sessionid"] = old
    assert clerk.client.get("/").status_code == 302


def test_another_person_at_the_same_browser_takes_over_nothing(clerk):
    office = clerk.office
    matter = office.mediation().matter
    page = clerk.check(act_address(matter, "调解"), **{"f-调解记录": "x", "f-可能引发案件": "no"})
    clerk.confirm(page, act_address(matter, "调解"))
    clerk.enter("officer")
    answer = clerk.confirm(page, act_address(matter, "调解"))
    assert answer.status_code == 200, "the token counts for the person it was given to"
    assert Act.objects.filter(matter=matter).count() == 2
