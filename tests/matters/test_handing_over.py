"""移交承办: who handles a matter follows from its acts, and a handover is refused that would leave it with nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from guiju.matters.models import Matter
from guiju.people.models import Post
from guiju.people.services import appoint, register_person, relieve
from tests.matters.standing_acts import (
    accepted,
    acts_and_what_follows,
    assert_sound,
    dispute,
    neighbour,
    refused,
    state_of,
)

pytestmark = pytest.mark.django_db


def hand_over(office, matter: str, giver: str, taker: str, who: str = "", **more):
    data = {"移交人": office.people[giver].id, "接收人": office.people[taker].id, "理由": "调离"}
    return office.ask("", matter, who or giver, kind="handover", data=data, **more)


def handler(office, matter: str) -> str:
    held = Matter.objects.get(id=matter).handler
    return next(name for name, person in office.people.items() if person.id == held)


def test_whoever_proposed_the_first_act_handles_the_matter(office):
    assert handler(office, office.penalty().matter) == "officer"


def test_whoever_enters_an_opening_handles_the_matter_that_the_head_signs(office):
    matter = office.do(
        "", who="clerk", by="head", kind="opening", procedure="people-mediation",
        files=(office.keep(),),
        data={"说明": "在办", "行为": [{"act": "登记受理", "done_on": "2026-01-05", "data": {"登记簿号": "旧1"}}]},
    ).matter  # fmt: skip
    assert handler(office, matter) == "clerk"
    assert_sound()


def test_a_handover_puts_the_matter_into_the_receiver_s_hands_and_again(office):
    matter = dispute(office)
    accepted(hand_over(office, matter, "clerk", "second"))
    assert handler(office, matter) == "second"
    accepted(hand_over(office, matter, "second", "officer"))
    assert handler(office, matter) == "officer"
    assert_sound()


def test_acts_after_a_handover_leave_the_matter_where_it_is(office):
    matter = dispute(office)
    accepted(hand_over(office, matter, "clerk", "second"))
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    assert handler(office, matter) == "second"
    assert_sound()


def test_history_does_not_move(office):
    matter = office.penalty().matter
    before = state_of(matter)
    accepted(hand_over(office, matter, "officer", "second"))
    assert state_of(matter) == before


def test_only_whoever_has_the_matter_gives_it(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    outcome = hand_over(office, matter, "officer", "second")
    assert refused(outcome) == "handover.not_in_hand"
    assert "现在由clerk承办" in outcome.refusal.sentence
    assert acts_and_what_follows() == before


def test_nobody_receives_who_is_elsewhere_gone_or_the_giver(office):
    matter = dispute(office)
    neighbour(office)
    relieve(Post.objects.get(person=office.people["second"]), until=dt.date(2026, 3, 3))
    office.go_to("2026-03-04")
    before = acts_and_what_follows()
    for taker in ("outsider", "second", "clerk"):
        assert refused(hand_over(office, matter, "clerk", taker)) == "handover.receiver"
    assert acts_and_what_follows() == before


def test_whoever_receives_is_there_today_whatever_day_the_handover_bears(office):
    matter = dispute(office)
    office.go_to("2026-03-05")
    office.people["new"] = register_person("new")
    appoint(office.people["new"], office.body, ["承办人"], since=dt.date(2026, 3, 4))
    relieve(Post.objects.get(person=office.people["second"]), until=dt.date(2026, 3, 4))
    gone = hand_over(office, matter, "clerk", "second", done_on="2026-03-03")
    assert refused(gone) == "handover.receiver"
    accepted(hand_over(office, matter, "clerk", "new", done_on="2026-03-03"))


def test_a_colleague_does_not_move_another_s_matter_and_the_head_and_the_legal_office_do(office):
    matter = dispute(office)
    assert refused(hand_over(office, matter, "clerk", "second", "officer")) == "handover.whose"
    accepted(hand_over(office, matter, "clerk", "second", "head"))
    accepted(hand_over(office, matter, "second", "clerk", "supervisor"))


def test_a_clerk_enters_the_head_s_handover_on_paper(office):
    matter = dispute(office)
    accepted(hand_over(office, matter, "clerk", "second", "officer", by="head"))
    assert handler(office, matter) == "second"


def test_a_changed_handler_is_found_by_deep_verification(office):
    from guiju.matters.verification import verify_store

    matter = dispute(office)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET handler = 'x' WHERE id = %s", [matter])
    report = verify_store(deep=True)
    assert [one.place.column for one in report.broken] == ["handler"]


def test_an_entry_was_adjusted_on_the_day_of_its_last_act_and_a_case_never(office):
    entry = office.certify("uncertified").matter
    assert Matter.objects.get(id=entry).adjusted == dt.date(2026, 3, 2)
    office.go_to("2026-04-01")
    office.do(
        "调整",
        entry,
        "certifier",
        data={"所在单位": office.body.code, "在编在职": True, "变动事由": "更正信息"},
    )
    assert Matter.objects.get(id=entry).adjusted == dt.date(2026, 4, 1)
    office.go_to("2026-05-01")
    note = {"事项": "核对"}
    office.do("", entry, "certifier", kind="reminder", data=note)
    assert Matter.objects.get(id=entry).adjusted == dt.date(2026, 4, 1), "a note adjusts nothing"
    assert Matter.objects.get(id=dispute(office)).adjusted is None
    assert_sound()


def test_matters_of_an_earlier_store_are_given_what_the_columns_say(office):
    from importlib import import_module

    entry, matter = office.certify("uncertified").matter, dispute(office)
    accepted(hand_over(office, matter, "clerk", "second"))
    found = list(Matter.objects.order_by("id").values("handler", "adjusted"))
    Matter.objects.update(handler="", adjusted=None)
    import_module("guiju.matters.migrations.0003_handler_and_adjusted").derive(None, None)
    assert list(Matter.objects.order_by("id").values("handler", "adjusted")) == found
    assert Matter.objects.get(id=entry).adjusted is not None
