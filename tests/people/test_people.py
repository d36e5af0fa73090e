"""Bodies, posts and accounts: dated, never overwritten, no weak password."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import ProtectedError

from guiju.people.models import Account, Body, BodyKind, Person, Post
from guiju.people.selectors import roles_at
from guiju.people.services import (
    PeopleError,
    appoint,
    close_openings,
    establish_body,
    open_account,
    register_person,
    relieve,
)

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


@pytest.mark.parametrize("name", ["", "  ", "名" * 51, "某\x00甲", "某\n甲"])
def test_a_person_has_a_name_that_can_be_written(name):
    with pytest.raises(PeopleError) as refused:
        register_person(name)
    assert refused.value.code == "person.no_name"
    assert not Person.objects.exists()


def test_blanks_around_a_name_are_no_part_of_it(county):
    assert register_person(" 某甲 ").name == "某甲"
    assert open_account(register_person("某乙"), " yi ", "long-enough-42-word").username == "yi"


def test_two_persons_of_one_name_are_two_persons():
    assert register_person("某甲").id != register_person("某甲").id


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("", "某局", "body.no_code"),
        ("C" * 33, "某局", "body.no_code"),
        ("C", "", "body.no_name"),
        ("C", "局" * 101, "body.no_name"),
    ],
)
def test_a_body_has_a_code_and_a_name(code, name, refusal):
    with pytest.raises(PeopleError) as refused:
        establish_body(code, name, kind=BodyKind.ORGAN, since=SINCE)
    assert refused.value.code == refusal
    assert not Body.objects.exists()


def test_a_body_as_old_as_its_superior_is_entered_below_it(county):
    made = establish_body("B", "新局", kind=BodyKind.ORGAN, since=SINCE, parent=county)
    assert made.parent == county


def test_the_last_day_of_openings_is_set_once(bureau):
    close_openings(bureau, dt.date(2026, 6, 30))
    with pytest.raises(PeopleError) as refused:
        close_openings(bureau, dt.date(2027, 6, 30))
    assert refused.value.code == "body.openings_closed"
    assert "2026-06-30" in str(refused.value)
    bureau.refresh_from_db()
    assert bureau.openings_until == dt.date(2026, 6, 30)


def test_nobody_is_appointed_after_a_body_has_ended(bureau):
    bureau.until = dt.date(2025, 12, 31)
    bureau.save()
    appoint(register_person("某甲"), bureau, ["承办人"], since=dt.date(2025, 12, 31))
    with pytest.raises(PeopleError) as refused:
        appoint(register_person("某乙"), bureau, ["承办人"], since=dt.date(2026, 1, 1))
    assert refused.value.code == "post.outside_body"


def test_several_roles_begin_on_one_day_and_end_one_by_one(bureau):
    person = register_person("某甲")
    first, second = appoint(person, bureau, ["承办人", "执法人员"], since=SINCE)
    relieve(first, until=SINCE)
    assert roles_at(person, bureau, SINCE) == {"承办人", "执法人员"}
    assert roles_at(person, bureau, SINCE + dt.timedelta(1)) == {second.role}


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


@pytest.mark.parametrize("username", ["", " ", "n" * 51, "a\x00b"])
def test_an_account_has_a_name_that_can_be_typed(bureau, username):
    with pytest.raises(PeopleError) as refused:
        open_account(register_person("某甲"), username, "long-enough-42-word")
    assert refused.value.code == "account.no_name"


def test_a_person_has_one_account(bureau):
    person = register_person("某甲")
    open_account(person, "jia", "long-enough-42-word")
    with pytest.raises(PeopleError) as refused:
        open_account(person, "jia2", "long-enough-43-word")
    assert refused.value.code == "account.person_has_one"


def test_a_password_like_the_account_name_is_refused(bureau):
    with pytest.raises(PeopleError) as refused:
        open_account(register_person("某甲"), "zhangsan2026", "zhangsan2026x")
    assert refused.value.code == "account.weak_password"
    assert str(refused.value)


def test_a_refused_account_leaves_nothing_behind(bureau):
    with pytest.raises(PeopleError):
        open_account(register_person("某甲"), "jia", "short")
    assert not Account.objects.exists()


def test_what_is_referred_to_cannot_be_deleted(bureau):
    person = register_person("某甲")
    appoint(person, bureau, ["承办人"], since=SINCE)
    for kept in (person, bureau):
        with pytest.raises(ProtectedError):
            kept.delete()


def test_a_body_is_found_by_the_name_it_bore_before(office):
    from guiju.people.selectors import body_called, name_on
    from guiju.people.services import rename_body

    today = dt.date(2026, 3, 2)
    rename_body(office.body, "示例县市场监管局", "示市管", since=dt.date(2020, 5, 1), today=today)
    rename_body(office.body, "示例县市场局", "示市", since=dt.date(2026, 1, 1), today=today)
    assert body_called("示例县市场监督管理局") == office.body
    assert body_called("示例县市场局") == office.body
    assert [name_on(office.body, dt.date(*day)) for day in ((2020, 4, 30), (2020, 5, 1), (2025, 12, 31), (2026, 1, 1))] == [
        "示例县市场监督管理局", "示例县市场监管局", "示例县市场监管局", "示例县市场局",
    ]  # fmt: skip
    with pytest.raises(PeopleError) as refused:
        rename_body(office.body, "某局", "", since=dt.date(2025, 6, 1), today=today)
    assert refused.value.code == "body.renamed_before"
