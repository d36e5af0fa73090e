"""Changes of people: one administrator proposes, another confirms, and neither can do both."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from guiju.people.administrators import AUDIT, SECURITY, SYSTEM
from guiju.people.grants import Wish, confirm, lock, propose, refuse_grant
from guiju.people.models import Account, BodyKind, Grant, GrantKind, Person, Post
from guiju.people.services import (
    PeopleError,
    appoint,
    establish_body,
    open_account,
    register_person,
    relieve,
)
from guiju.people.sign_in import sign_in

pytestmark = pytest.mark.django_db
SINCE = dt.date(2020, 1, 1)
NOW = dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")


class Administration:
    """A county with its three administrators."""

    def __init__(self) -> None:
        self.county = establish_body("A", "示例县", kind=BodyKind.GOVERNMENT, since=SINCE)
        self.town = establish_body(
            "A-1", "某乡", kind=BodyKind.TOWN, since=SINCE, parent=self.county
        )
        self.system, self.security, self.audit = (
            self._one(name, role)
            for name, role in (("系统员", SYSTEM), ("安全员", SECURITY), ("审计员", AUDIT))
        )

    def _one(self, name: str, role: str) -> Person:
        person = register_person(name)
        appoint(person, self.county, [role], since=SINCE)
        return person

    def newcomer(self, **more) -> Wish:
        told = {"name": "某甲", "body": self.town, "roles": ("承办人",), "day": NOW.date(), **more}
        return Wish(GrantKind.APPOINT, **told)


@pytest.fixture
def administration(settings) -> Administration:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Administration()


@contextmanager
def refused(code: str):
    with pytest.raises(PeopleError) as found:
        yield
    assert found.value.code == code


def test_an_appointment_takes_effect_only_when_the_second_administrator_confirms(administration):
    grant = propose(administration.newcomer(username="jia"), administration.system, NOW)
    assert not Post.objects.filter(role="承办人").exists()
    assert not Account.objects.exists()
    slip = confirm(grant, administration.security, NOW)
    assert Post.objects.get(role="承办人").person.name == "某甲"
    assert slip is not None
    assert sign_in("jia", slip.password, NOW) is not None
    kept = Grant.objects.get()
    assert (kept.proposed_by, kept.decided_by) == (administration.system, administration.security)


@pytest.mark.parametrize(
    ("who", "code"), [("system", "grant.own"), ("audit", "grant.not_confirmer")]
)
def test_nobody_but_the_security_administrator_confirms(administration, who, code):
    grant = propose(administration.newcomer(), administration.system, NOW)
    with refused(code):
        confirm(grant, getattr(administration, who), NOW)
    assert not Post.objects.filter(role="承办人").exists()


@pytest.mark.parametrize("who", ["security", "audit"])
def test_nobody_but_the_system_administrator_proposes(administration, who):
    with refused("grant.not_proposer"):
        propose(administration.newcomer(), getattr(administration, who), NOW)


def test_the_database_itself_takes_no_grant_confirmed_by_its_proposer(administration):
    grant = propose(administration.newcomer(), administration.system, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(id=grant.id).update(
            state="confirmed", decided_by=administration.system, decided_at=NOW
        )


def test_a_system_administrator_who_became_the_other_one_does_not_confirm_own_proposals(
    administration,
):
    grant = propose(administration.newcomer(), administration.system, NOW)
    relieve(administration.system.posts.get(), until=NOW.date())
    tomorrow = NOW + dt.timedelta(days=1)
    appoint(administration.system, administration.county, [SECURITY], since=tomorrow.date())
    with refused("grant.own"):
        confirm(grant, administration.system, tomorrow)


def test_a_grant_is_decided_once(administration):
    grant = propose(administration.newcomer(), administration.system, NOW)
    again = Grant.objects.get(id=grant.id)
    confirm(grant, administration.security, NOW)
    with refused("grant.decided"):
        confirm(again, administration.security, NOW)
    assert Person.objects.filter(name="某甲").count() == 1


def test_what_was_refused_stays_readable_and_has_no_effect(administration):
    grant = propose(administration.newcomer(), administration.system, NOW)
    refuse_grant(grant, administration.security, NOW, "不是本单位人员")
    kept = Grant.objects.get()
    assert (kept.state, kept.remark) == ("refused", "不是本单位人员")
    assert not Person.objects.filter(name="某甲").exists()


@pytest.mark.parametrize("roles", [(SYSTEM, "承办人"), (SYSTEM, AUDIT), ("承办人", SECURITY)])
def test_no_administrator_acts_and_nobody_is_two_administrators(administration, roles):
    with refused("post.administrator"):
        propose(
            administration.newcomer(body=administration.county, roles=roles),
            administration.system,
            NOW,
        )
    with refused("post.administrator"):
        appoint(register_person("某乙"), administration.county, roles, since=SINCE)


def test_an_administrator_gets_no_post_that_acts_at_another_body(administration):
    wish = administration.newcomer(name="", person=administration.audit)
    with refused("post.administrator"):
        propose(wish, administration.system, NOW)
    with refused("post.administrator"):
        appoint(administration.audit, administration.town, ["承办人"], since=NOW.date())


def test_administrators_stand_at_the_highest_body_only(administration):
    with refused("grant.administrator_below"):
        propose(administration.newcomer(roles=(SECURITY,)), administration.system, NOW)


def test_the_last_of_an_administrator_role_is_not_relieved(administration):
    wish = Wish(
        GrantKind.RELIEVE, administration.audit, body=administration.county, roles=(AUDIT,),
        day=NOW.date(),
    )  # fmt: skip
    with refused("grant.last_administrator"):
        propose(wish, administration.system, NOW)


def test_of_two_reliefs_that_counted_on_each_other_the_second_is_not_confirmed(administration):
    other = administration._one("另一审计员", AUDIT)
    reliefs = [
        propose(
            Wish(GrantKind.RELIEVE, one, body=administration.county, roles=(AUDIT,), day=NOW.date()),
            administration.system, NOW,
        )
        for one in (administration.audit, other)
    ]  # fmt: skip
    confirm(reliefs[0], administration.security, NOW)
    with refused("grant.last_administrator"):
        confirm(reliefs[1], administration.security, NOW)
    assert Post.objects.get(role=AUDIT, until=None).person == other
    assert Grant.objects.get(id=reliefs[1].id).state == "open", "it may still be turned down"


@pytest.mark.parametrize("username", ["甲", "a", "x" * 51, "a b", "jia\u202e", "<b>jia</b>"])
def test_a_name_nobody_could_sign_in_with_is_refused_when_it_is_proposed(administration, username):
    for wish in (
        administration.newcomer(username=username),
        administration.newcomer(name="", person=register_person("某乙"), username=username),
    ):
        with refused("account.no_name"):
            propose(wish, administration.system, NOW)


def test_one_name_for_signing_in_waits_once(administration):
    propose(administration.newcomer(username="jia"), administration.system, NOW)
    with refused("account.name_taken"):
        propose(administration.newcomer(name="某乙", username="jia"), administration.system, NOW)


def test_a_reset_waits_for_the_second_administrator_and_ends_the_old_password(administration):
    person = register_person("某甲")
    appoint(person, administration.town, ["承办人"], since=SINCE)
    open_account(person, "jia", "gongzuo-renyuan-1")
    grant = propose(Wish(GrantKind.RESET, person), administration.system, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is not None
    slip = confirm(grant, administration.security, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is None
    assert sign_in("jia", slip.password, NOW).one_time_until is not None
    assert sign_in("jia", slip.password, NOW + dt.timedelta(days=15)) is None, "a slip grows old"


def test_a_locked_account_is_shut_at_once_and_opened_by_two(administration):
    person = register_person("某甲")
    open_account(person, "jia", "gongzuo-renyuan-1")
    lock(person, administration.security, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is None
    grant = propose(Wish(GrantKind.UNLOCK, person), administration.system, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is None
    confirm(grant, administration.security, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is not None


def test_a_relief_ends_the_posts_named_with_their_last_day(administration):
    person = register_person("某甲")
    appoint(person, administration.town, ["承办人", "登记员"], since=SINCE)
    wish = Wish(
        GrantKind.RELIEVE, person, body=administration.town, roles=("承办人",), day=NOW.date()
    )
    confirm(propose(wish, administration.system, NOW), administration.security, NOW)
    assert Post.objects.get(role="承办人").until == NOW.date()
    assert Post.objects.get(role="登记员").until is None


def with_account(administration, who: str) -> Person:
    person = getattr(administration, who)
    open_account(person, who, "gongzuo-renyuan-1")
    return person


@pytest.mark.parametrize(
    ("forgot", "proposes", "confirms"),
    [
        ("security", "system", "audit"),
        ("system", "security", "audit"),
        ("audit", "system", "security"),
    ],
)
def test_an_administrator_who_forgot_is_let_in_again_by_the_other_two(
    administration, forgot, proposes, confirms
):
    wish = Wish(GrantKind.RESET, with_account(administration, forgot))
    grant = propose(wish, getattr(administration, proposes), NOW)
    slip = confirm(grant, getattr(administration, confirms), NOW)
    assert sign_in(forgot, slip.password, NOW) is not None


def test_nobody_changes_the_own_account_or_posts(administration):
    with refused("grant.oneself"):
        propose(
            Wish(GrantKind.RESET, with_account(administration, "system")),
            administration.system,
            NOW,
        )
    wish = Wish(GrantKind.RESET, with_account(administration, "security"))
    grant = propose(wish, administration.system, NOW)
    with refused("grant.oneself"):
        confirm(grant, administration.security, NOW)


def test_the_audit_administrator_confirms_nothing_but_changes_among_the_three(administration):
    with refused("grant.not_confirmer"):
        confirm(
            propose(administration.newcomer(), administration.system, NOW),
            administration.audit,
            NOW,
        )
    successor = administration.newcomer(body=administration.county, roles=(SECURITY,))
    confirm(propose(successor, administration.system, NOW), administration.audit, NOW)
    assert Post.objects.filter(role=SECURITY).count() == 2


def test_the_last_administrator_of_a_kind_is_not_locked_out(administration):
    person = with_account(administration, "security")
    with refused("grant.last_administrator"):
        lock(person, administration.system, NOW)
    other = register_person("接任")
    appoint(other, administration.county, [SECURITY], since=SINCE)
    open_account(other, "jieren", "gongzuo-renyuan-1")
    lock(person, administration.system, NOW)
    assert not Account.objects.get(person=person).is_active


def test_nobody_but_an_administrator_of_system_or_security_shuts_an_account(administration):
    person = register_person("某甲")
    open_account(person, "jia", "gongzuo-renyuan-1")
    for by in (administration.audit, person):
        with refused("grant.not_proposer"):
            lock(person, by, NOW)
    assert sign_in("jia", "gongzuo-renyuan-1", NOW) is not None


def test_an_administrator_who_is_shut_out_does_not_count_as_one_who_stays(administration):
    person = with_account(administration, "security")
    other = register_person("接任")
    appoint(other, administration.county, [SECURITY], since=SINCE)
    open_account(other, "jieren", "gongzuo-renyuan-1")
    lock(other, administration.system, NOW)
    with refused("grant.last_administrator"):
        lock(person, administration.system, NOW)


def test_a_post_that_ends_on_the_very_day_still_keeps_an_administrator_apart(administration):
    person = register_person("某甲")
    (post,) = appoint(person, administration.town, ["承办人"], since=SINCE)
    relieve(post, until=NOW.date())
    wish = Wish(
        GrantKind.APPOINT, person, body=administration.county, roles=(AUDIT,), day=NOW.date()
    )
    with refused("post.administrator"):
        propose(wish, administration.system, NOW)
    later = replace(wish, day=NOW.date() + dt.timedelta(days=1))
    propose(later, administration.system, NOW)


def test_a_change_that_cannot_be_carried_out_stays_open_and_leaves_nothing_behind(administration):
    grant = propose(administration.newcomer(username="jia"), administration.system, NOW)
    open_account(register_person("某乙"), "jia", "gongzuo-renyuan-1")
    people = Person.objects.count()
    with refused("account.name_taken"):
        confirm(grant, administration.security, NOW)
    grant.refresh_from_db()
    assert (grant.state, grant.decided_by) == ("open", None)
    assert Person.objects.count() == people
    assert not Post.objects.filter(role="承办人").exists()


def test_a_relief_does_not_lengthen_a_post_that_ended_before(administration):
    person = register_person("某甲")
    (before,) = appoint(person, administration.town, ["承办人"], since=SINCE)
    relieve(before, until=dt.date(2021, 12, 31))
    appoint(person, administration.town, ["承办人"], since=dt.date(2023, 1, 1))
    wish = Wish(
        GrantKind.RELIEVE, person, body=administration.town, roles=("承办人",), day=NOW.date()
    )
    confirm(propose(wish, administration.system, NOW), administration.security, NOW)
    ends = Post.objects.filter(person=person).order_by("since").values_list("until", flat=True)
    assert list(ends) == [dt.date(2021, 12, 31), NOW.date()]
