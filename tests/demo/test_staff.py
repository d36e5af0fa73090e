from __future__ import annotations

import datetime as dt

import pytest

from guiju.demo.scenario import load_scenario
from guiju.demo.staff import CERTIFIED, settle_people
from guiju.matters.rulebook import catalog, staff_roles
from guiju.people.administrators import ADMINISTRATORS
from guiju.people.models import Body, Person, Post
from guiju.people.selectors import below, body_of

SCENARIO = load_scenario("county-2022")
SINCE = dt.date(2021, 12, 1)
OFFICERS = 513
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(store):
    return settle_people(SCENARIO, SINCE, OFFICERS)


def test_every_body_lies_under_the_government_at_the_head(staff):
    head = body_of(SCENARIO.bodies[0].code)
    assert {body.code for body in below(head)} == {spec.code for spec in SCENARIO.bodies}
    assert Body.objects.exclude(parent=head).count() == 1


def test_exactly_as_many_people_as_asked_need_a_certificate(staff):
    assert len(staff.certified()) == OFFICERS
    held = Post.objects.filter(role__in=CERTIFIED).values_list("person_id", flat=True)
    assert set(staff.certified()) == set(held)


def test_those_of_the_teams_come_before_the_officers_added(staff):
    names = [roles for spec in SCENARIO.bodies for roles in SCENARIO.teams[spec.team]]
    first = staff.certified()[: sum(bool(set(roles) & set(CERTIFIED)) for roles in names)]
    alone = {
        person
        for person in staff.persons
        if staff.roles_of(person, staff.home[person]) == ("执法人员",)
    }
    assert not alone & set(first)


def test_posts_are_found_by_body_and_role(staff):
    market = SCENARIO.body("market").code
    officers = staff.holders(market, "承办人")
    assert len(officers) == 3
    assert staff.one(market, "承办人", 4) == officers[1]
    assert staff.pair(market, "承办人", 2) == (officers[2], officers[0])
    assert (
        Person.objects.filter(id__in=officers, posts__body=market, posts__role="承办人").count()
        == 3
    )


def test_a_role_that_nobody_holds_is_an_error(staff):
    with pytest.raises(LookupError, match="行政首长"):
        staff.holders(SCENARIO.body("town01").code, "行政首长")


def test_nobody_holds_the_role_of_an_outside_party(staff):
    """另一机关也是外部的：被申请人、规范性文件制定机关的人不在复议机关任职。"""
    outside = catalog().shelf.roles.keys() - staff_roles()
    assert {"当事人", "申请人", "被申请人", "规范性文件制定机关", "公众", "人民法院"} <= outside
    assert not Post.objects.filter(role__in=outside).exists()


def test_nobody_of_a_department_holds_a_post_at_the_government(staff):
    head = SCENARIO.bodies[0].code
    at_home = {person for person, home in staff.home.items() if home == head}
    assert set(Post.objects.filter(body=head).values_list("person_id", flat=True)) == at_home


def test_the_three_administrators_are_three_people_at_the_head_who_do_nothing_else(staff):
    held = {role: Post.objects.get(role=role).person.posts.count() for role in ADMINISTRATORS}
    assert held == dict.fromkeys(ADMINISTRATORS, 1)
    assert len({Post.objects.get(role=role).person_id for role in ADMINISTRATORS}) == 3
    head = SCENARIO.bodies[0].code
    assert set(Post.objects.filter(role__in=ADMINISTRATORS).values_list("body", flat=True)) == {
        head
    }
    assert {spec.role for spec in SCENARIO.accounts} >= set(ADMINISTRATORS)
