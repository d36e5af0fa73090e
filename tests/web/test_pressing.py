"""One button does its work once: two presses at the same moment, in two processes, record one act."""

from __future__ import annotations

import threading
from contextvars import copy_context

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from guiju.matters.models import Act, Matter
from guiju.web import pressing, views_act, views_openings
from guiju.web.models import Press
from tests.web.desk import NEW_MEDIATION, Desk, hidden, mediation_form

NEW_ACTIVITY = "/new/law-activity"


def at_once(monkeypatch, module, name: str, press) -> list:
    """The answers to two presses that have both been read before either is performed."""
    met, whole = threading.Barrier(2), getattr(module, name)

    def meeting(*given, **named):
        met.wait(20)
        return whole(*given, **named)

    monkeypatch.setattr(module, name, meeting)
    answers: list = []

    def pressed() -> None:
        try:
            answers.append(press())
        finally:
            connections.close_all()

    # Each thread keeps the test's clock.
    both = [threading.Thread(target=copy_context().run, args=(pressed,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(40)
    return answers


def twin(desk: Desk) -> Client:
    """The same browser, over another connection."""
    other = Client()
    other.cookies["sessionid"] = desk.client.cookies["sessionid"].value
    return other


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_open_one_matter(mediator: Desk, monkeypatch):
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    # The register's number is no obstacle here: another press of the same button is.
    typed = {**hidden(page), "step": "confirm"}
    answers = at_once(
        monkeypatch, views_act, "_request", lambda: twin(mediator).post(NEW_MEDIATION, typed)
    )
    assert [one.status_code for one in answers] == [302, 302]
    assert len({one["Location"] for one in answers}) == 1, "both lead to the one matter"
    assert Matter.objects.filter(procedure="people-mediation").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_enter_one_row_of_a_ledger(mediator: Desk, monkeypatch):
    form = hidden(mediator.page(NEW_ACTIVITY))
    typed = {
        "f-活动编号或名称": "宪法进校园", "f-主题": "宪法宣传", "f-活动类型": "宣传活动", "f-工作板块": "普法规划",
        "f-宣传节点": "日常", "f-场次": "1", "f-宣传品份数": "100", "done_on": "2026-03-02", "step": "confirm",
    }  # fmt: skip
    answers = at_once(
        monkeypatch, views_act, "_request",
        lambda: twin(mediator).post(NEW_ACTIVITY, {**form, **typed}),
    )  # fmt: skip
    assert [one.status_code for one in answers] == [302, 302], answers[0].content.decode()
    assert Matter.objects.filter(procedure="law-activity").count() == 1


@pytest.mark.django_db
def test_a_token_counts_for_its_own_person_and_is_forgotten_in_time(mediator: Desk, monkeypatch):
    office = mediator.office
    ask = office.request("登记受理", who="clerk", procedure="people-mediation", data={})
    outcome = pressing.perform_once(ask, "token")
    assert outcome.refusal is not None
    assert not Press.objects.exists(), "what was refused may be pressed again"
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    matter = mediator.confirm(page, NEW_MEDIATION)
    (press,) = Press.objects.all()
    (once,) = hidden(page)["once"]
    assert pressing.pressed_before(office.people["clerk"].id, once) == press.matter
    assert matter["Location"].endswith(press.matter)
    assert pressing.pressed_before(office.people["head"].id, once) == ""
    Press.objects.update(at=press.at - pressing.KEPT * 2)
    mediator.confirm(mediator.check(NEW_MEDIATION, **mediation_form("调2")), NEW_MEDIATION)
    assert Press.objects.count() == 1


def stated(desk: Desk) -> dict:
    """A dispute accepted before the system came, as its paper states it."""
    scan = SimpleUploadedFile("清册.pdf", b"%PDF-1.4 register")
    return {
        "a0-day": "2026-02-02", "saying": "启用以前受理", "head": desk.office.people["head"].id, "scan": scan,
        **{f"a0-{key}": text for key, text in mediation_form("旧1").items() if key.startswith("f-")},
    }  # fmt: skip


@pytest.mark.django_db
def test_going_back_shows_form_and_reading_over_as_they_were(mediator: Desk):
    """A page that may not be stored is asked for anew, and what was typed is gone."""
    checked = mediator.send(NEW_MEDIATION, step="check", **mediation_form())
    for answer in (mediator.client.get(NEW_MEDIATION), checked):
        assert "no-store" not in answer["Cache-Control"]
        assert {"private", "no-cache"} <= {*answer["Cache-Control"].split(", ")}
    assert "no-store" in mediator.client.get("/")["Cache-Control"]


@pytest.mark.django_db
def test_a_statement_confirmed_twice_is_entered_once(mediator: Desk, monkeypatch):
    address = "/openings/people-mediation"
    page = mediator.check(address, **stated(mediator))
    typed = {**stated(mediator), **hidden(page), "step": "confirm"}
    first = mediator.client.post(address, typed)
    assert first.status_code == 302, first.content.decode()
    before = Act.objects.count()
    again = mediator.client.post(address, {**stated(mediator), **hidden(page), "step": "confirm"})
    assert again["Location"] == first["Location"]
    # Even where the first press had not been seen when the second was read.
    monkeypatch.setattr(views_openings, "pressed_before", lambda *_: "")
    monkeypatch.setattr(views_openings, "trial", lambda asked: _passed(asked))
    second = mediator.client.post(address, {**stated(mediator), **hidden(page), "step": "confirm"})
    assert second["Location"] == first["Location"]
    assert Act.objects.count() == before


def _passed(asked):
    from guiju.matters.requests import Outcome
    from guiju.matters.services import Trial

    return Trial(Outcome(asked.matter))
