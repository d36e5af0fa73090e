"""Who is offered to give an opinion, and to whom it may be passed on: nobody about the own proposal, nobody in its proposer's stead."""

from __future__ import annotations

import pytest
from django.test import Client

from guiju.people.services import appoint
from tests.office import FOUNDED
from tests.web.desk import Desk, last_form
from tests.web.test_opinion_queue import address, answer, lend, propose

pytestmark = pytest.mark.django_db
ASKED, FOR_ANOTHER = 'aria-label="审批立案"', "代录“立案”的审批意见"


def at(desk: Desk, name: str) -> Desk:
    return Desk(desk.office, Client()).enter(name)


def offered(page: str, name: str) -> str:
    """The answers of a select."""
    return page.partition(f'name="{name}"')[2].partition("</select>")[0]


@pytest.fixture
def deputy(desk: Desk) -> str:
    appoint(desk.office.people["host"], desk.office.body, ["机关负责人"], since=FOUNDED)
    return desk.office.people["host"].id


def test_nobody_is_offered_to_approve_in_the_stead_of_who_proposed(desk: Desk):
    office = desk.office
    appoint(office.people["officer"], office.body, ["机关负责人"], since=FOUNDED)
    lend(desk, "officer", "clerk")
    page = at(desk, "second").page(address(propose(desk, 1)))
    assert office.people["head"].id in offered(page, "by")
    for name in ("officer", "clerk"):
        assert office.people[name].id not in page.partition('name="by"')[2].partition("</form>")[0]


def test_what_was_passed_on_is_answered_by_that_one_and_passed_on_to_others(desk: Desk, deputy):
    matter, head = propose(desk, 1), desk.office.people["head"].id
    mine = at(desk, "head").page(address(matter))
    assert deputy in offered(mine, "to")
    assert head not in offered(mine, "to"), "nobody passes it on to oneself"
    answer(at(desk, "head"), matter, "转办", to=deputy)
    page = at(desk, "clerk").page(address(matter))
    assert deputy in offered(page, "by")
    assert head not in offered(page, "by")


def test_the_page_of_a_matter_asks_those_whose_turn_it_is(desk: Desk, deputy):
    office = desk.office
    appoint(office.people["officer"], office.body, ["机关负责人"], since=FOUNDED)
    matter = propose(desk, 1)
    page = at(desk, "officer").page(f"/matters/{matter}")
    assert FOR_ANOTHER in page
    assert ASKED not in page, "nobody is asked about the own proposal"
    answer(at(desk, "head"), matter, "转办", to=deputy)
    lend(desk, "host", "clerk")
    for name, asked in (("host", True), ("clerk", True), ("head", False)):
        assert (ASKED in at(desk, name).page(f"/matters/{matter}")) is asked, name


def test_whoever_supervises_has_no_page_to_answer_a_proposal_below(desk: Desk, overseer: Desk):
    matter = propose(desk, 1)
    overseer.page(f"/matters/{matter}")
    for page in (address(matter), f"{address(matter)}/withdraw"):
        assert overseer.client.get(page).status_code == 404
        assert overseer.send(page, opinion="同意", remark="x").status_code == 404
    assert last_form(matter).seq == 1
