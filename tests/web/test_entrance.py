"""Signing in: one answer for every failure, a pause after five, and nobody led astray."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings as site
from django.test import Client

from guiju.people.models import Account
from tests.web.desk import PASSWORD, Desk, act_address

pytestmark = pytest.mark.django_db
FAILED = "用户名或者密码不对"


def plain(answer) -> str:
    """A page without its token."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def attempt(desk: Desk, name: str, password: str, **more: str):
    return desk.send("/signin", username=name, password=password, **more)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(desk: Desk):
    wrong = attempt(desk, "officer", "wrong").content.decode()
    unknown = attempt(desk, "nobody", "wrong").content.decode()
    assert FAILED in wrong
    assert wrong.partition("<form")[0] == unknown.partition("<form")[0]


def test_after_five_failures_the_right_password_waits_fifteen_minutes(desk: Desk):
    for _ in range(5):
        attempt(desk, "officer", "wrong")
    assert FAILED in attempt(desk, "officer", PASSWORD).content.decode()
    time = desk.office.time
    time.move_to(time.now() + dt.timedelta(minutes=14))
    assert FAILED in attempt(desk, "officer", PASSWORD).content.decode()
    time.move_to(time.now() + dt.timedelta(minutes=1))
    assert attempt(desk, "officer", PASSWORD).status_code == 302


def test_failures_during_the_pause_do_not_lengthen_it_and_counting_begins_anew(desk: Desk):
    for _ in range(8):
        attempt(desk, "officer", "wrong")
    time = desk.office.time
    time.move_to(time.now() + dt.timedelta(minutes=16))
    for _ in range(4):
        attempt(desk, "officer", "wrong")
    assert attempt(desk, "officer", PASSWORD).status_code == 302


def lasting(answer) -> dict[str, str]:
    """The headers without the second they were made in."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}


def test_a_name_nobody_has_gets_the_same_page_through_the_same_pause(desk: Desk):
    """Attempt by attempt the answers for a known and an unknown name differ in the typed name only."""
    for _ in range(8):
        known = attempt(desk, "officer", "wrong")
        unknown = attempt(desk, "nobody1", "wrong")
        assert known.status_code == unknown.status_code == 200
        assert plain(known).replace("officer", "nobody1") == plain(unknown)
        assert lasting(known) == lasting(unknown)


def test_a_name_given_to_somebody_during_its_pause_waits_like_any_other(desk: Desk):
    from guiju.people.services import appoint, open_account, register_person

    for _ in range(5):
        attempt(desk, "newcomer", PASSWORD)
    person = register_person("新人")
    appoint(person, desk.office.body, ["承办人"], since=desk.office.body.since)
    open_account(person, "newcomer", PASSWORD)
    assert FAILED in attempt(desk, "newcomer", PASSWORD).content.decode()
    time = desk.office.time
    time.move_to(time.now() + dt.timedelta(minutes=15))
    assert attempt(desk, "newcomer", PASSWORD).status_code == 302


def test_blanks_around_a_typed_name_do_not_matter_and_do_not_give_more_turns(desk: Desk):
    for name in ("officer", " officer", "officer ", "\tofficer", " officer "):
        attempt(desk, name, "wrong")
    assert FAILED in attempt(desk, "officer", PASSWORD).content.decode()


def test_the_password_is_never_shown_again_and_the_name_is(desk: Desk):
    page = attempt(desk, "<b>officer", "my-secret-42").content.decode()
    assert "my-secret-42" not in page
    assert 'value="&lt;b&gt;officer"' in page


@pytest.mark.parametrize("typed", [{}, {"username": "officer"}, {"password": PASSWORD}])
def test_an_incomplete_sign_in_is_a_failed_one(desk: Desk, typed):
    assert FAILED in desk.send("/signin", **typed).content.decode()


def test_a_name_with_a_null_character_is_a_wrong_name(desk: Desk):
    assert FAILED in attempt(desk, "officer\0", PASSWORD).content.decode()


def test_a_closed_account_does_not_open(desk: Desk):
    Account.objects.filter(username="officer").update(is_active=False)
    assert FAILED in attempt(desk, "officer", PASSWORD).content.decode()


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back_where_he_was_going(desk: Desk):
    answer = desk.client.get("/law/people-mediation")
    assert answer.status_code == 302
    assert answer["Location"] == "/signin?next=%2Flaw%2Fpeople-mediation"
    signed = attempt(desk, "officer", PASSWORD, next="/law/people-mediation")
    assert signed["Location"] == "/law/people-mediation"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(desk: Desk, target):
    assert attempt(desk, "officer", PASSWORD, next=target)["Location"] == "/"


def test_signing_out_is_a_post_and_ends_the_session(officer: Desk):
    assert officer.client.get("/signout").status_code == 405
    assert officer.client.post("/signout").status_code == 302
    assert officer.client.get("/").status_code == 302


def test_a_new_session_begins_when_one_signs_in(desk: Desk):
    desk.client.get("/signin")
    before = desk.client.session.session_key
    desk.enter("officer")
    assert desk.client.session.session_key != before


def test_a_form_without_its_token_is_not_taken_and_the_page_says_what_to_do(desk: Desk):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/signin", {"username": "officer", "password": PASSWORD})
    assert answer.status_code == 403
    assert "这一页已经过期" in answer.content.decode()
    assert "刷新" in answer.content.decode()


def test_somebody_with_posts_at_several_bodies_chooses_and_acts_for_that_one_only(desk: Desk):
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["officer"], office.county, ["承办人"], since=office.county.since)
    matter = office.mediation().matter
    desk.enter("officer")
    assert desk.client.get("/")["Location"] == "/post?next=%2F"
    desk.send("/post", body=office.county.code)
    assert "示例县人民政府" in desk.page("/")
    desk.page(f"/matters/{matter}", status=404)
    desk.send("/post", body=office.body.code, next="/law")
    assert "调1" in desk.page(f"/matters/{matter}")


def test_nobody_acts_for_a_body_without_a_post_there(officer: Desk):
    officer.send("/post", body=officer.office.county.code)
    assert "示例县市场监督管理局" in officer.page("/")


def test_somebody_whose_posts_have_ended_is_told_so(officer: Desk):
    from guiju.people.models import Post

    Post.objects.filter(person=officer.office.people["officer"]).update(until=dt.date(2026, 3, 1))
    assert "今天没有任职" in officer.page("/", status=403)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(officer: Desk):
    cookie = officer.client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"], "a store on plain http in a closed network still works"


def test_https_only_makes_cookies_demand_it(monkeypatch, tmp_path):
    from guiju.site.environment import read_environment

    monkeypatch.setenv("GUIJU_STORE", str(tmp_path))
    monkeypatch.setenv("GUIJU_HTTPS", "yes")
    assert read_environment().https is True
    monkeypatch.setenv("GUIJU_HTTPS", "no")
    assert read_environment().https is False
    assert site.SESSION_COOKIE_SECURE is site.CSRF_COOKIE_SECURE


def test_every_answer_forbids_what_is_not_of_this_site(desk: Desk):
    for address in ("/signin", "/nothing-here"):
        answer = desk.client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"


def test_pages_about_matters_are_not_kept_by_the_browser(officer: Desk):
    matter = officer.office.penalty().matter
    assert "no-store" in officer.client.get(f"/matters/{matter}")["Cache-Control"]
    form = officer.client.get(act_address(matter, "调查取证"))["Cache-Control"]
    assert "private" in form
    assert "no-store" not in form, "going back must keep what was typed"


def test_the_demonstration_says_so_on_every_page_and_only_there(officer: Desk):
    for address in ("/", "/new", "/law"):
        assert "演示数据·模拟时钟" in officer.page(address)
    officer.client.post("/signout")
    assert "演示数据·模拟时钟" in officer.page("/signin")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_act")
    assert "演示数据" not in officer.page("/signin")
