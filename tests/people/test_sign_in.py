"""The brake on signing in holds for every name alike, so that nobody learns which names exist."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.people import sign_in as entrance
from guiju.people.models import Account, BodyKind, SignInBrake
from guiju.people.services import appoint, establish_body, open_account, register_person
from guiju.people.sign_in import FAILURES_ALLOWED, FORGOTTEN_AFTER, LOCKED_FOR, sign_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "long-enough-42-word", "some-other-42-word"
START = dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def account() -> Account:
    body = establish_body("A", "示例县", kind=BodyKind.GOVERNMENT, since=dt.date(2020, 1, 1))
    person = register_person("某甲")
    appoint(person, body, ["承办人"], since=body.since)
    return open_account(person, "jia", RIGHT)


def fail(name: str, times: int, moment: dt.datetime = START) -> None:
    for _ in range(times):
        assert sign_in(name, WRONG, moment) is None


def test_name_and_password_open_the_account(account):
    assert sign_in("jia", RIGHT, START) == account


def test_a_wrong_password_an_unknown_name_and_a_blank_one_open_nothing(account):
    assert sign_in("jia", WRONG, START) is None
    assert sign_in("yi", RIGHT, START) is None
    assert sign_in("", RIGHT, START) is None


def test_after_five_failures_the_right_password_waits_to_the_last_second(account):
    fail("jia", FAILURES_ALLOWED)
    assert sign_in("jia", RIGHT, START + LOCKED_FOR - SECOND) is None
    assert sign_in("jia", RIGHT, START + LOCKED_FOR) == account


def test_the_fifth_attempt_still_opens_with_the_right_password(account):
    fail("jia", FAILURES_ALLOWED - 1)
    assert sign_in("jia", RIGHT, START) == account


def test_success_forgets_the_failures_before_it(account):
    for _ in range(3):
        fail("jia", FAILURES_ALLOWED - 1)
        assert sign_in("jia", RIGHT, START) == account
    assert not SignInBrake.objects.exists()


def test_attempts_during_the_pause_do_not_lengthen_it(account):
    fail("jia", FAILURES_ALLOWED)
    fail("jia", 20, START + LOCKED_FOR - SECOND)
    assert sign_in("jia", RIGHT, START + LOCKED_FOR) == account


def test_after_the_pause_counting_begins_anew(account):
    fail("jia", FAILURES_ALLOWED)
    later = START + LOCKED_FOR
    fail("jia", FAILURES_ALLOWED - 1, later)
    assert sign_in("jia", RIGHT, later) == account


def test_five_more_failures_after_the_pause_shut_the_name_again(account):
    fail("jia", FAILURES_ALLOWED)
    later = START + LOCKED_FOR
    fail("jia", FAILURES_ALLOWED, later)
    assert sign_in("jia", RIGHT, later + LOCKED_FOR - SECOND) is None


def test_failures_of_one_name_do_not_shut_another(account):
    fail("yi", FAILURES_ALLOWED + 3)
    assert sign_in("jia", RIGHT, START) == account


def test_failures_of_the_day_before_are_forgotten_and_their_rows_go(account):
    fail("jia", FAILURES_ALLOWED - 1)
    for number in range(30):
        fail(f"nobody-{number}", 1)
    later = START + FORGOTTEN_AFTER + SECOND
    fail("jia", FAILURES_ALLOWED - 1, later)
    assert SignInBrake.objects.count() == 1
    assert sign_in("jia", RIGHT, later) == account


def test_failures_within_the_day_are_not_forgotten(account):
    fail("jia", FAILURES_ALLOWED - 1)
    later = START + FORGOTTEN_AFTER - SECOND
    fail("jia", 1, later)
    assert sign_in("jia", RIGHT, later) is None


def test_a_name_nobody_has_is_shut_like_any_other(account):
    fail("jia", FAILURES_ALLOWED)
    fail("yi", FAILURES_ALLOWED)
    known, unknown = SignInBrake.objects.all()
    assert known.failures == unknown.failures == FAILURES_ALLOWED
    assert known.locked_until == unknown.locked_until == START + LOCKED_FOR


def statements(name: str) -> list[list[str]]:
    """The shape of the statements of each of eight attempts: two with a pause already."""
    found = []
    for _ in range(FAILURES_ALLOWED + 3):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            sign_in(name, WRONG, START)
        found.append([one["sql"].partition(" ")[0] for one in caught.captured_queries])
    return found


def test_a_known_and_an_unknown_name_cost_the_same_statements(account):
    assert statements("jia") == statements("yi")


def test_each_attempt_costs_one_hashing_whatever_becomes_of_it(account, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for name in ("jia", "yi", "n" * 100, "a\0b", ""):
        for _ in range(FAILURES_ALLOWED + 1):  # the last during the pause
            del hashed[:]
            sign_in(name, WRONG, START)
            assert hashed == [WRONG], name


def test_an_attempt_is_counted_before_it_is_judged_so_that_many_at_once_get_no_more_turns(
    account, monkeypatch
):
    counted = []

    def check(self, password):
        counted.append(SignInBrake.objects.get().failures)
        return False

    monkeypatch.setattr(Account, "check_password", check)
    fail("jia", FAILURES_ALLOWED)
    assert counted == [1, 2, 3, 4, 5]


def test_a_closed_account_opens_no_more_and_is_counted(account):
    Account.objects.update(is_active=False)
    assert sign_in("jia", RIGHT, START) is None
    assert SignInBrake.objects.get().failures == 1


def test_an_account_without_usable_password_never_opens(account):
    account.set_unusable_password()
    account.save()
    for password in (RIGHT, "", account.password):
        assert sign_in("jia", password, START) is None


@pytest.mark.parametrize("name", ["a\0b", "名" * 51, "x" * 100_000])
def test_a_name_no_database_can_be_asked_for_is_a_wrong_name_and_counted(account, name):
    fail(name, FAILURES_ALLOWED)
    assert SignInBrake.objects.get().locked_until == START + LOCKED_FOR
    with CaptureQueriesContext(connection) as caught:
        sign_in(name, WRONG, START)
    assert name not in "".join(one["sql"] for one in caught)


def test_a_name_of_fifty_signs_is_a_name_like_any_other(account):
    longest = "名" * 50
    open_account(register_person("某乙"), longest, RIGHT)
    assert sign_in(longest, RIGHT, START).username == longest


def test_what_was_typed_as_name_is_kept_as_keyed_digest_only(account, settings):
    fail("my-password-by-mistake", 1)
    kept = SignInBrake.objects.get().name
    assert len(kept) == 64
    assert kept == entrance._kept_name("my-password-by-mistake")
    settings.SECRET_KEY = "another"
    assert kept != entrance._kept_name("my-password-by-mistake"), "nobody without the key can guess"


def test_the_password_is_kept_as_slow_hash_only(account, settings):
    assert RIGHT not in account.password
    from guiju.site import settings as site

    assert not hasattr(site, "PASSWORD_HASHERS"), "the slow hashers of the framework are used"
