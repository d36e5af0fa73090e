"""Who holds what as of a day, and who may see which bodies."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.people.models import BodyKind
from guiju.people.selectors import (
    below,
    body_of,
    names_of,
    person_of,
    posts_on,
    roles_at,
    staff_on,
    top_bodies,
)
from guiju.people.services import appoint, establish_body, register_person, relieve
from guiju.people.viewer import SUPERVISION_ROLES, machine_viewer, viewer_of

pytestmark = pytest.mark.django_db
SINCE = dt.date(2020, 1, 1)
DAY = dt.date(2026, 1, 1)


def established(code: str, name: str, parent=None, kind=BodyKind.ORGAN):
    return establish_body(code, name, kind=kind, since=SINCE, parent=parent)


@pytest.fixture
def county():
    return established("A", "示例县", kind=BodyKind.GOVERNMENT)


@pytest.fixture
def bureau(county):
    return established("A-2", "示例县司法局", county)


@pytest.fixture
def office(bureau):
    return established("A-2-1", "甲司法所", bureau)


@pytest.fixture
def other(county):
    return established("A-1", "示例县水利局", county)


def holding(body, *roles: str, since=SINCE):
    person = register_person("某人")
    appoint(person, body, roles, since=since)
    return person


def test_a_body_comes_before_all_below_it(county, bureau, office, other):
    assert [one.code for one in below(county)] == ["A", "A-1", "A-2", "A-2-1"]
    assert [one.code for one in below(office)] == ["A-2-1"]


def test_only_bodies_without_superior_are_at_the_top(county, bureau):
    neighbour = established("0", "邻县", kind=BodyKind.GOVERNMENT)
    assert list(top_bodies()) == [neighbour, county]


def test_an_unknown_code_or_person_is_none(county):
    person = register_person("某甲")
    assert body_of("A") == county
    assert body_of("B") is None
    assert person_of(person.id) == person
    assert person_of("nobody") is None


def test_posts_are_read_as_of_a_day_both_ends_included(bureau):
    person = register_person("某甲")
    (post,) = appoint(person, bureau, ["承办人"], since=dt.date(2021, 5, 1))
    relieve(post, until=dt.date(2021, 6, 30))
    days = (dt.date(2021, 4, 30), dt.date(2021, 5, 1), dt.date(2021, 6, 30), dt.date(2021, 7, 1))
    assert [posts_on(person, day).exists() for day in days] == [False, True, True, False]
    assert [staff_on(bureau.code, day).exists() for day in days] == [False, True, True, False]


def test_roles_at_one_body_are_not_roles_at_another(bureau, other):
    person = holding(bureau, "承办人")
    appoint(person, other, ["法制审核员"], since=SINCE)
    assert roles_at(person, bureau, DAY) == {"承办人"}
    assert roles_at(person, other, DAY) == {"法制审核员"}


def test_the_staff_of_a_body_are_those_with_a_post_there_and_nowhere_else(bureau, other):
    here, there = holding(bureau, "承办人", "执法人员"), holding(other, "承办人")
    assert [post.person for post in staff_on(bureau.code, DAY)] == [here, here]
    assert [post.person for post in staff_on(other.code, DAY)] == [there]


def test_names_are_given_for_known_persons_only():
    person = register_person("某甲")
    assert names_of([person.id, person.id, "nobody"]) == {person.id: "某甲"}


def test_an_ordinary_member_sees_the_own_body_only(county, bureau, office):
    viewer = viewer_of(holding(bureau, "承办人", "机关负责人"), bureau, DAY)
    assert viewer.bodies == {"A-2"}
    assert viewer.roles == {"承办人", "机关负责人"}


@pytest.mark.parametrize("role", sorted(SUPERVISION_ROLES))
def test_supervision_sees_the_own_body_and_all_below_and_none_beside(
    role, county, bureau, office, other
):
    assert viewer_of(holding(bureau, role), bureau, DAY).bodies == {"A-2", "A-2-1"}
    assert viewer_of(holding(county, role), county, DAY).bodies == {"A", "A-1", "A-2", "A-2-1"}


def test_a_supervision_role_elsewhere_does_not_count_here(county, bureau):
    person = holding(county, "监督人员")
    appoint(person, bureau, ["承办人"], since=SINCE)
    assert viewer_of(person, bureau, DAY).bodies == {"A-2"}


def test_supervising_is_not_owning(county, bureau):
    viewer = viewer_of(holding(county, "监督人员"), county, DAY)
    assert viewer.owns("A")
    assert not viewer.owns("A-2")


def test_without_a_post_on_the_day_there_is_no_viewer(bureau, other):
    person = holding(bureau, "承办人", since=dt.date(2026, 1, 2))
    assert viewer_of(person, bureau, DAY) is None
    assert viewer_of(person, bureau, dt.date(2026, 1, 2)) is not None
    assert viewer_of(person, other, dt.date(2026, 1, 2)) is None


def test_a_post_that_has_ended_makes_no_viewer(bureau):
    person = register_person("某甲")
    (post,) = appoint(person, bureau, ["监督人员"], since=SINCE)
    relieve(post, until=dt.date(2025, 12, 31))
    assert viewer_of(person, bureau, dt.date(2025, 12, 31)) is not None
    assert viewer_of(person, bureau, DAY) is None


def test_the_machine_reads_a_body_and_all_below_in_nobodys_name(county, bureau, office, other):
    viewer = machine_viewer("A-2")
    assert (viewer.person, viewer.roles, viewer.body) == ("", frozenset(), "A-2")
    assert viewer.bodies == {"A-2", "A-2-1"}
    assert machine_viewer("none") is None
