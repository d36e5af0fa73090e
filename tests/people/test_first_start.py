"""The first start: nobody begins without the code of the terminal, nobody begins twice, and no password stands before it is chosen."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.people import first_start
from guiju.people.administrators import ADMINISTRATORS, AUDIT, SECURITY, SYSTEM
from guiju.people.first_start import NewAdministrator, NewBody
from guiju.people.models import Account, Body, BodyKind, Person, Post
from guiju.people.services import PeopleError, establish_body
from guiju.people.sign_in import sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")
SINCE = dt.date(2015, 1, 1)
COUNTY = NewBody("A", "示例县人民政府", "government", SINCE, word="示政")
TOWN = NewBody("A-1", "某乡人民政府", "town", SINCE, parent="A")
THREE = [
    NewAdministrator(role, f"{role}某", f"guanli{place}")
    for place, role in enumerate(ADMINISTRATORS)
]


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_the_code_is_taken_however_it_is_typed():
    code = first_start.draw_code()
    assert first_start.check_code(f" {code.lower().replace('-', ' ')}", NOW)


def test_only_the_code_drawn_last_is_good():
    earlier = first_start.draw_code()
    kept = first_start.check_code(earlier, NOW)
    assert first_start.may_go_on(kept)
    first_start.draw_code()
    assert not first_start.check_code(earlier, NOW)
    assert not first_start.may_go_on(kept), "a session begun with the earlier code ends too"


def test_without_a_code_nothing_is_taken():
    assert not first_start.check_code("", NOW)
    assert not first_start.may_go_on("")
    first_start.keep_draft("body", {})
    assert not first_start.check_code("", NOW)
    assert not first_start.may_go_on("")


def test_five_wrong_codes_shut_the_door_for_the_right_one_too():
    code = first_start.draw_code()
    for _ in range(5):
        assert not first_start.check_code("AAAA-AAAA-AAAA-AAAA", NOW)
    assert not first_start.check_code(code, NOW)
    assert first_start.check_code(code, NOW + dt.timedelta(minutes=16))


def test_the_code_is_not_kept_in_the_clear():
    code = first_start.draw_code()
    (row,) = first_start.FirstStart.objects.values_list("code", flat=True)
    assert code.replace("-", "") not in row


def test_the_first_three_are_three_persons_with_drawn_passwords():
    first_start.draw_code()
    slips = first_start.begin([COUNTY, TOWN], THREE, NOW)
    assert Body.objects.get(code="A-1").parent_id == "A"
    held = Post.objects.values_list("role", "person__name")
    assert dict(held) == {role: f"{role}某" for role in (SYSTEM, SECURITY, AUDIT)}
    for slip in slips:
        account = sign_in(slip.username, slip.password, NOW)
        assert account is not None
        assert account.one_time_until is not None, "the drawn password has to be replaced"
    assert len({slip.password for slip in slips}) == 3


@pytest.mark.parametrize("same", ["name", "username"])
def test_one_person_is_not_two_of_the_three(same):
    three = [THREE[0], THREE[1]._replace(**{same: getattr(THREE[0], same)}), THREE[2]]
    with pytest.raises(PeopleError) as refused:
        first_start.begin([COUNTY], three, NOW)
    assert refused.value.code == "start.three_persons"
    assert not Body.objects.exists()


def test_one_name_with_a_blank_around_it_is_not_two_persons():
    three = [THREE[0], THREE[1]._replace(name=f" {THREE[0].name} "), THREE[2]]
    with pytest.raises(PeopleError) as refused:
        first_start.begin([COUNTY], three, NOW)
    assert refused.value.code == "start.three_persons"


@pytest.mark.parametrize("roles", [(SYSTEM, SYSTEM, AUDIT), (SYSTEM, SECURITY, "承办人")])
def test_each_of_the_three_is_another_administrator(roles):
    three = [one._replace(role=role) for one, role in zip(THREE, roles, strict=True)]
    with pytest.raises(PeopleError) as refused:
        first_start.begin([COUNTY], three, NOW)
    assert refused.value.code == "start.three_persons"
    assert not Post.objects.exists()


def test_the_three_hold_their_posts_from_today_and_not_from_the_body_s_founding():
    first_start.begin([COUNTY], THREE, NOW)
    assert set(Post.objects.values_list("since", flat=True)) == {NOW.date()}


def test_the_right_code_lets_the_wrong_ones_be_forgotten():
    code = first_start.draw_code()
    for _ in range(2):
        for _ in range(4):
            assert not first_start.check_code("AAAA-AAAA-AAAA-AAAA", NOW)
        assert first_start.check_code(code, NOW)


def test_nothing_of_what_was_typed_is_kept_once_it_is_written():
    first_start.keep_draft("body", {"name": "示例县"})
    first_start.begin([COUNTY], THREE, NOW)
    assert first_start.draft() == {}


def test_none_of_the_three_is_left_out():
    with pytest.raises(PeopleError):
        first_start.begin([COUNTY], THREE[:2], NOW)


def test_it_happens_once():
    code = first_start.draw_code()
    kept = first_start.check_code(code, NOW)
    first_start.begin([COUNTY], THREE, NOW)
    assert not first_start.may_go_on(kept)
    assert not first_start.check_code(code, NOW), "the code is good no more"
    with pytest.raises(PeopleError) as refused:
        first_start.begin([COUNTY._replace(code="B")], THREE, NOW)
    assert refused.value.code == "start.begun"


def test_what_is_refused_leaves_nothing_behind():
    three = [*THREE[:2], THREE[2]._replace(username="")]
    with pytest.raises(PeopleError):
        first_start.begin([COUNTY], three, NOW)
    assert not Body.objects.exists()
    assert not Person.objects.exists()
    assert not Account.objects.exists()


def test_what_was_typed_waits_for_whoever_goes_on():
    first_start.keep_draft("body", {"name": "示例县"})
    first_start.keep_draft("units", [["某乡"]])
    first_start.draw_code()
    assert first_start.draft() == {"body": {"name": "示例县"}, "units": [["某乡"]]}


def test_a_session_of_the_first_start_ends_where_bodies_were_entered_another_way():
    kept = first_start.check_code(first_start.draw_code(), NOW)
    assert first_start.may_go_on(kept)
    establish_body("B", "另建的机构", kind=BodyKind.GOVERNMENT, since=SINCE)
    assert not first_start.may_go_on(kept)
