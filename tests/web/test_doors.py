"""What holds for every address of the staff door: who comes in, by which method, and what the answer carries."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from guiju.web import access, urls
from guiju.web.security import POLICY
from tests.web.desk import Desk, act_address, hidden, mediation_form

pytestmark = pytest.mark.django_db
FIRST_START = {"start", "start-body", "start-units", "start-administrators"}
OPEN = {"signin", "signout", "post", "reading", "password"} | FIRST_START
DEVELOPERS = {"design"}
READ_ONLY = {
    "document",
    "document-file",
    "numbers",
    "lookup",
    "today",
    "new",
    "search",
    "opinions",
    "matter",
    "matters",
    "lists",
    "list",
    "sheet",
    "file",
    "law",
    "law-page",
    "manage",
    "setup",
    "people",
    "person",
    "parameters",
    "calendar",
    "openings",
    "imports",
    "list-template",
    "import-rejected",
    "export-job",
    "export-file",
    "supervision",
    "supervision-people",
    "supervision-lists",
    "supervision-rows",
    "supervision-export",
    "reminder-paper",
    "handed-paper",
    "figures",
    "figure",
    "reports",
    "report",
    "report-paper",
    "report-word",
    "law-statute",
}
FORMS = {
    "scans",
    "bring-scan",
    "void-number",
    "list-paste",
    "open",
    "opening",
    "act",
    "opinion",
    "withdraw",
    "note",
    "note-at",
    "leave",
    "leave-end",
    "bodies",
    "body",
    "list-import",
    "import-job",
    "list-export",
    "reminders",
    "reminder",
    "handover",
    "handed",
    "report-step",
}
SENT = {
    "list-views",
    "matters-views",
    "supervision-columns",
    "report-prose",
}
# Who gets in, and who does not: test_administration.
ADMINISTRATORS = {
    "grants",
    "health",
    "people-new",
    "person-appoint",
    "person-relieve",
    "person-account",
}


def address_of(name: str, matter: str = "x") -> str:
    pieces = {
        "procedure": "people-mediation", "identifier": matter, "act": "调解", "seq": "1", "place": "0", "kind": "correction",
        "aim": "1", "code": "SLX", "body": "SLX-SJ", "year": "2025", "figure": "mediation-accepted", "step": "送审",
        "name": "行政处罚法", "number": "1",
    }  # fmt: skip
    pattern = next(one for one in urls.urlpatterns if one.name == name)
    route = str(pattern.pattern)
    route = route.replace("<int:identifier>", "1")
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: pieces[found[1]], route)


def test_every_address_is_accounted_for_here():
    known = OPEN | DEVELOPERS | READ_ONLY | FORMS | SENT | ADMINISTRATORS
    assert {one.name for one in urls.urlpatterns} == known


# A lookup belongs to a form, which stays as it is: test_sessions.
@pytest.mark.parametrize("name", sorted((READ_ONLY | FORMS | ADMINISTRATORS) - {"lookup"}))
def test_nobody_comes_in_without_signing_in_and_comes_back_to_where_he_was_going(desk: Desk, name):
    from urllib.parse import parse_qs, urlsplit

    address = address_of(name)
    answer = Client().get(f"{address}?q=一")
    assert answer.status_code == 302
    where = urlsplit(answer["Location"])
    assert where.path == "/signin"
    (target,) = parse_qs(where.query)["next"]
    assert Client().get(target).status_code == 302
    assert "?q=" in target


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_a_page_that_only_reads_answers_no_form(officer: Desk, name):
    answer = officer.client.post(
        address_of(name, officer.office.penalty().matter), {"step": "confirm"}
    )
    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("name", sorted(READ_ONLY - {"file"} | {"open", "act"}))
def test_the_headers_alone_may_be_asked_for(mediator: Desk, name):
    matter = mediator.office.mediation().matter
    address = address_of(name, matter).replace("/sheets/调解", "/sheets/归档")
    page, head = mediator.client.get(address), mediator.client.head(address)
    assert head.status_code == page.status_code
    assert head.content == b""


def told(answer) -> set[str]:
    """What an answer says about keeping it."""
    return set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("name", sorted(OPEN | FORMS))
def test_no_address_takes_anything_but_reading_and_forms(mediator: Desk, name):
    address = address_of(name, mediator.office.mediation().matter)
    for method in (mediator.client.put, mediator.client.delete, mediator.client.options):
        assert method(address).status_code == 405


def test_whatever_is_read_is_not_kept_and_forms_are_kept_for_going_back_only(mediator: Desk):
    matter = mediator.office.mediation().matter
    for address in ("/", "/new", "/law", "/law/people-mediation", f"/matters/{matter}"):
        assert told(mediator.client.get(address)) == {"no-store", "private"}
    address = act_address(matter, "调解")
    checked = mediator.send(address, step="check", **{"f-调解记录": "x", "f-可能引发案件": "no"})
    for answer in (mediator.client.get(address), checked):
        assert told(answer) == {"no-cache", "private"}
    for address in ("/signin", "/post"):
        assert {"no-store", "private"} <= told(Client().get(address))


@pytest.mark.parametrize(
    "address", ["/signin", "/", "/nothing", "/static/ui/tokens.css", "/signout"]
)
def test_every_answer_carries_the_guards(officer: Desk, address):
    answer = officer.client.get(address)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    answer.close()


def test_the_policy_lets_nothing_in_from_elsewhere_and_no_script_inside_a_page():
    told = dict(one.split(" ", 1) for one in POLICY.split("; "))
    assert told == {
        "default-src": "'self'", "object-src": "'none'", "base-uri": "'none'",
        "form-action": "'self'", "frame-ancestors": "'none'",
    }  # fmt: skip


def test_every_form_of_every_page_carries_its_token(mediator: Desk):
    office = mediator.office
    matter = office.mediation().matter
    confirm = mediator.check("/new/people-mediation", **mediation_form("调2"))
    pages = [
        mediator.page(one)
        for one in ("/", "/new/people-mediation", "/post", act_address(matter, "调解"))
    ]
    mediator.client.post("/signout")
    for page in (*pages, confirm, mediator.page("/signin")):
        forms = [one for one in page.split("<form")[1:] if 'method="post"' in one.partition(">")[0]]
        assert forms
        assert all("csrfmiddlewaretoken" in one.partition("</form>")[0] for one in forms)


@pytest.mark.parametrize("name", ["signin", "signout", "post", "open"])
def test_no_form_is_taken_without_its_token(mediator: Desk, name):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = mediator.client.cookies["sessionid"].value
    assert strict.post(address_of(name), mediation_form()).status_code == 403


def test_a_session_of_somebody_without_body_can_only_sign_out(officer: Desk):
    from guiju.people.models import Post

    Post.objects.filter(person=officer.office.people["officer"]).delete()
    for address in ("/", "/new", "/law", "/matters/x"):
        assert "今天没有任职" in officer.page(address, status=403)
    assert officer.client.get("/post")["Location"] == "/"
    assert officer.client.post("/signout").status_code == 302


def test_whoever_is_signed_in_is_not_asked_again(officer: Desk):
    assert officer.client.get("/signin?next=/law")["Location"] == "/law"
    assert officer.client.get("/signin?next=//evil.example")["Location"] == "/"


def test_choosing_a_body_leads_only_to_this_site(desk: Desk):
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["officer"], office.county, ["承办人"], since=office.county.since)
    desk.enter("officer")
    page = desk.page("/post?next=//evil.example")
    assert hidden(page)["next"] == ["/"]
    sent = desk.send("/post", body=office.body.code, next="https://evil.example/")
    assert sent["Location"] == "/"


def test_the_body_chosen_is_marked_and_each_is_offered_once(desk: Desk):
    from guiju.people.services import appoint

    office = desk.office
    appoint(
        office.people["officer"], office.county, ["承办人", "法制机构"], since=office.county.since
    )
    desk.enter("officer").send("/post", body=office.county.code)
    page = desk.page("/post")
    assert page.count('type="radio"') == 2
    assert f'value="{office.county.code}" checked' in page
    assert "换机构" in desk.page("/")


def test_whoever_has_one_body_is_not_asked_which(officer: Desk):
    assert "换机构" not in officer.page("/")
    assert officer.client.get("/").status_code == 200


def test_a_body_chosen_in_whose_service_one_is_no_more_is_left(desk: Desk):
    from guiju.people.models import Post
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["officer"], office.county, ["承办人"], since=office.county.since)
    desk.enter("officer").send("/post", body=office.county.code)
    Post.objects.filter(body=office.county, person=office.people["officer"]).delete()
    assert "示例县市场监督管理局" in desk.page("/")


def test_the_frame_names_person_and_body(officer: Desk):
    page = officer.page("/law")
    assert "<summary>officer</summary>" in page
    assert '<span class="me-body">示例县市场监督管理局</span>' in page


def test_no_view_comes_past_the_door():
    """Every view but those of the entrance is wrapped by the one decorator that lets people in."""
    views = {one.name: one.callback for one in get_resolver().url_patterns[0].url_patterns}
    inside = access.staff_page(lambda *_: None).__code__
    for name in READ_ONLY | FORMS:
        assert views[name].__code__ is inside, name
