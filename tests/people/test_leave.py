"""Leave: who stands in for whom, on which days, entered by whom; what has passed is not changed."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.people.leave import Leave, end_substitution, may_arrange, substitute
from guiju.people.models import BodyKind, Substitution
from guiju.people.selectors import holders_on, substitutions_of, substitutions_on
from guiju.people.services import (
    PeopleError,
    appoint,
    establish_body,
    register_person,
    relieve,
)
from guiju.people.viewer import viewer_of

pytestmark = pytest.mark.django_db
SINCE = dt.date(2020, 1, 1)
TODAY = dt.date(2026, 3, 2)
ROLES = frozenset({"机关负责人", "法制机构"})


class Bureau:
    """A bureau with a head on leave, a deputy, a clerk and a legal office."""

    def __init__(self) -> None:
        self.body = establish_body("A", "示例局", kind=BodyKind.ORGAN, since=SINCE)
        self.head = self.holder("甲", "机关负责人")
        self.deputy = self.holder("乙", "承办人")
        self.legal = self.holder("丙", "法制机构")

    def holder(self, name: str, role: str):
        person = register_person(name)
        appoint(person, self.body, [role], since=SINCE)
        return person

    def enter(self, **changes):
        given = {
            "post": self.head.posts.get(), "substitute": self.deputy, "since": TODAY,
            "until": TODAY + dt.timedelta(days=4), "reason": "年休假", **changes,
        }  # fmt: skip
        more = {
            "entered_by": given.pop("entered_by", self.head),
            "today": given.pop("today", TODAY),
            "roles": given.pop("roles", ROLES),
        }
        return substitute(Leave(**given), **more)


@pytest.fixture
def bureau() -> Bureau:
    return Bureau()


def day(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def roles(bureau: Bureau, on: dt.date) -> frozenset[str]:
    return viewer_of(bureau.deputy, bureau.body, on).roles


def test_a_substitute_exercises_the_role_on_the_named_days_and_on_no_other(bureau):
    found = bureau.enter(since=day(1), until=day(3), reason=" 年休假 ")
    assert [roles(bureau, day(one)) == {"承办人", "机关负责人"} for one in range(5)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    viewer = viewer_of(bureau.deputy, bureau.body, day(1))
    assert [tuple(one) for one in viewer.stead["机关负责人"]] == [(bureau.head.id, "甲")]
    assert viewer_of(bureau.head, bureau.body, day(1)).stead == {}
    assert (found.reason, found.entered_by, found.entered_on) == ("年休假", bureau.head, TODAY)


REFUSED = {
    "a role that is nobody else's": (
        "substitution.role", lambda b: {"post": b.deputy.posts.get(), "substitute": b.legal, "entered_by": b.head},
    ),
    "entered by somebody else": ("substitution.not_yours", lambda b: {"entered_by": b.legal}),
    "a head who gives himself a role": (
        "substitution.own_gain",
        lambda b: {"post": b.legal.posts.get(), "substitute": b.head, "entered_by": b.head},
    ),
    "oneself": ("substitution.self", lambda b: {"substitute": b.head}),
    "somebody of no post here": (
        "substitution.outside", lambda _: {"substitute": register_person("外人")},
    ),
    "days that run backwards": ("substitution.days", lambda _: {"since": day(3), "until": day(2)}),
    "days long past": (
        "substitution.days", lambda _: {"since": day(-5), "until": day(-1)},
    ),
    "one's own leave of yesterday": ("substitution.past", lambda _: {"since": day(-1)}),
    "more than a year": ("substitution.too_long", lambda _: {"until": day(366)}),
    "before the post was held": (
        "substitution.no_post",
        lambda b: {"post": b.legal.posts.create(body=b.body, role="机关负责人", since=day(2))},
    ),
    "no reason": ("substitution.reason", lambda _: {"reason": "  "}),
    "too long a reason": ("substitution.reason", lambda _: {"reason": "因" * 201}),
    "a reason of two lines": ("substitution.reason", lambda _: {"reason": "年休假\n出差"}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_leave_is_refused(bureau, case):
    code, changes = REFUSED[case]
    with pytest.raises(PeopleError) as refusal:
        bureau.enter(**changes(bureau))
    assert refusal.value.code == code
    assert str(refusal.value).endswith("。")
    assert not Substitution.objects.exists()


def test_a_post_that_ends_meanwhile_is_not_stood_in_for_after_it(bureau):
    post = relieve(bureau.head.posts.get(), until=day(2))
    with pytest.raises(PeopleError) as refusal:
        bureau.enter(until=day(3))
    assert refusal.value.code == "substitution.no_post"
    bureau.enter(until=day(2))
    relieve(post, until=day(1))
    assert roles(bureau, day(1)) == {"承办人", "机关负责人"}
    assert roles(bureau, day(2)) == {"承办人"}


def test_whoever_has_left_the_body_stands_in_for_nobody(bureau):
    bureau.enter()
    relieve(bureau.deputy.posts.get(), until=day(0))
    assert viewer_of(bureau.deputy, bureau.body, day(1)) is None
    assert not substitutions_on(day(1)).exists()
    assert substitutions_on(day(0)).exists()


def test_the_head_enters_the_leave_of_others_and_of_days_already_past(bureau):
    found = bureau.enter(post=bureau.legal.posts.get(), since=day(-2), entered_by=bureau.head)
    assert found.since == day(-2)
    assert may_arrange(bureau.head, found.post, TODAY)
    assert may_arrange(bureau.legal, found.post, TODAY)
    assert not may_arrange(bureau.deputy, found.post, TODAY)


def test_whoever_leads_a_superior_body_enters_the_leave_of_a_head_who_cannot(bureau):
    county = establish_body("C", "示例县", kind=BodyKind.GOVERNMENT, since=SINCE)
    bureau.body.parent = county
    bureau.body.save()
    mayor, keeper = register_person("县长"), register_person("管理员")
    appoint(mayor, county, ["行政首长"], since=SINCE)
    appoint(keeper, county, ["系统管理员"], since=SINCE)
    with pytest.raises(PeopleError) as refusal:
        bureau.enter(entered_by=keeper)
    assert refusal.value.code == "substitution.not_yours"
    assert bureau.enter(entered_by=mayor).entered_by == mayor


def test_an_administrator_stands_in_for_nobody(bureau):
    keeper = register_person("管理员")
    appoint(keeper, bureau.body, ["系统管理员"], since=SINCE)
    with pytest.raises(PeopleError) as refusal:
        bureau.enter(substitute=keeper)
    assert refusal.value.code == "post.administrator"


def test_on_one_day_one_stands_in(bureau):
    bureau.enter(since=day(1), until=day(3))
    for since, until in ((day(0), day(1)), (day(3), day(9)), (day(2), day(2)), (day(0), day(9))):
        with pytest.raises(PeopleError) as refusal:
            bureau.enter(since=since, until=until, substitute=bureau.legal)
        assert refusal.value.code == "substitution.overlaps"
        assert "乙" in str(refusal.value)
    bureau.enter(since=day(4), until=day(5), substitute=bureau.legal)


def test_an_early_end_is_a_last_day_and_nothing_is_deleted(bureau):
    found = bureau.enter(until=day(9))
    end_substitution(found, last=day(2), ended_by=bureau.head, today=day(2))
    assert (found.until, found.last, found.ended_by) == (day(9), day(2), bureau.head)
    assert roles(bureau, day(2)) == {"承办人", "机关负责人"}
    assert roles(bureau, day(3)) == {"承办人"}
    bureau.enter(since=day(3), until=day(4), substitute=bureau.legal, today=day(3))
    assert [one.last for one in substitutions_of(bureau.body)] == [day(4), day(2)]


def test_one_that_has_not_begun_is_called_off_whole(bureau):
    found = bureau.enter(since=day(3), until=day(5))
    end_substitution(found, last=day(4), ended_by=bureau.head, today=day(1))
    assert found.last == day(2)
    assert not any(substitutions_on(day(one)).exists() for one in range(9))
    with pytest.raises(PeopleError) as refusal:
        end_substitution(found, last=day(1), ended_by=bureau.head, today=day(1))
    assert refusal.value.code == "substitution.over"


@pytest.mark.parametrize("last", [-1, 4, 9])
def test_days_that_have_passed_are_not_changed_and_a_leave_is_not_made_longer(bureau, last):
    found = bureau.enter()
    with pytest.raises(PeopleError) as refusal:
        end_substitution(found, last=day(last), ended_by=bureau.head, today=TODAY)
    assert refusal.value.code == "substitution.last_day"


def test_holder_substitute_and_head_end_it_and_nobody_else(bureau):
    other = bureau.holder("丁", "承办人")
    found = bureau.enter(post=bureau.legal.posts.get(), entered_by=bureau.legal, until=day(9))
    with pytest.raises(PeopleError) as refusal:
        end_substitution(found, last=day(1), ended_by=other, today=TODAY)
    assert refusal.value.code == "substitution.not_yours"
    for last, who in ((8, bureau.legal), (7, bureau.deputy), (6, bureau.head)):
        assert end_substitution(found, last=day(last), ended_by=who, today=TODAY).last == day(last)


def test_a_list_of_holders_has_those_who_stand_in_with_whose_role_it_is(bureau):
    bureau.enter()
    found = [(one.name, one.role, one.principal_name) for one in holders_on("A", TODAY)]
    assert sorted(found) == sorted(
        [("甲", "机关负责人", ""), ("乙", "承办人", ""), ("丙", "法制机构", ""), ("乙", "机关负责人", "甲")]
    )  # fmt: skip
    assert len(holders_on("A", day(9))) == 3


def test_at_another_body_nobody_stands_in(bureau):
    other = establish_body("B", "另一局", kind=BodyKind.ORGAN, since=SINCE)
    appoint(bureau.deputy, other, ["承办人"], since=SINCE)
    bureau.enter()
    assert viewer_of(bureau.deputy, other, TODAY).roles == {"承办人"}
    assert [one.principal for one in holders_on("B", TODAY)] == [""]
