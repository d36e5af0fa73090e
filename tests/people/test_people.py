"""Bodies, posts and accounts: dated, never overwritten, no weak password."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.people.models import BodyKind, Post
from guiju.people.selectors import below, roles_at
from guiju.people.services import (
    PeopleError,
    appoint,
    establish_body,
    open_account,
    register_person,
    relieve,
)
from guiju.people.viewer import machine_viewer, viewer_of

pytestmark = pytest.mark.django_db
SINCE = dt.date(2020, 1, 1)


@pytest.fixture
def county():
    return establish_body("A", "示例县", kind=BodyKind.GOVERNMENT, since=SINCE)


@pytest.fixture
def bureau(county):
    return establish_body("A-1", "示例县司法局", kind=BodyKind.ORGAN, since=SINCE, parent=county)


def test_a_code_belongs_to_one_body(county):
    with pytest.raises(PeopleError) as refused:
        establish_body("A", "另一县", kind=BodyKind.GOVERNMENT, since=SINCE)
    assert refused.value.code == "body.code_taken"


def test_a_body_is_not_older_than_its_superior(county):
    with pytest.raises(PeopleError) as refused:
        establish_body("B", "旧局", kind=BodyKind.ORGAN, since=dt.date(2019, 12, 31), parent=county)
    assert refused.value.code == "body.before_parent"


def test_a_role_is_held_from_its_first_day_to_its_last(bureau):
    person = register_person("某甲")
    (post,) = appoint(person, bureau, ["承办人"], since=dt.date(2021, 5, 1))
    relieve(post, until=dt.date(2021, 6, 30))
    held = {day: "承办人" in roles_at(person, bureau, day) for day in (
        dt.date(2021, 4, 30), dt.date(2021, 5, 1), dt.date(2021, 6, 30), dt.date(2021, 7, 1))}  # fmt: skip
    assert list(held.values()) == [False, True, True, False]
    assert Post.objects.count() == 1, "what ends stays readable"


def test_a_post_cannot_end_before_it_begins(bureau):
    (post,) = appoint(register_person("某甲"), bureau, ["承办人"], since=SINCE)
    with pytest.raises(PeopleError) as refused:
        relieve(post, until=dt.date(2019, 12, 31))
    assert refused.value.code == "post.ends_before_it_begins"


def test_nobody_holds_a_post_at_a_body_that_did_not_exist(bureau):
    with pytest.raises(PeopleError) as refused:
        appoint(register_person("某甲"), bureau, ["承办人"], since=dt.date(2019, 1, 1))
    assert refused.value.code == "post.outside_body"


def test_a_person_has_a_name():
    with pytest.raises(PeopleError):
        register_person("  ")


@pytest.mark.parametrize("password", ["short", "password1234", "1234567890"])
def test_a_weak_password_is_refused_with_what_it_lacks(bureau, password):
    with pytest.raises(PeopleError) as refused:
        open_account(register_person("某甲"), "jia", password)
    assert refused.value.code == "account.weak_password"


def test_an_account_name_is_given_once(bureau):
    open_account(register_person("某甲"), "jia", "long-enough-42-word")
    with pytest.raises(PeopleError) as refused:
        open_account(register_person("某乙"), "jia", "long-enough-43-word")
    assert refused.value.code == "account.name_taken"


def test_only_supervision_sees_the_bodies_below(county, bureau):
    clerk, supervisor = register_person("某甲"), register_person("某乙")
    appoint(clerk, county, ["承办人"], since=SINCE)
    appoint(supervisor, county, ["监督人员"], since=SINCE)
    day = dt.date(2026, 1, 1)
    assert viewer_of(clerk, county, day).bodies == {"A"}
    assert viewer_of(supervisor, county, day).bodies == {"A", "A-1"}


def test_without_a_post_there_is_no_viewer(county):
    assert viewer_of(register_person("某甲"), county, dt.date(2026, 1, 1)) is None


def test_the_machine_reads_a_body_and_all_below(county, bureau):
    assert machine_viewer("A").bodies == {one.code for one in below(county)}
    assert machine_viewer("none") is None
