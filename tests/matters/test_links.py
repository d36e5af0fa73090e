"""Matters that hang together: linked by who may, told of by a notice, and never written by another body."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import Duty, Link, Matter
from guiju.matters.selectors import visible_matters
from guiju.matters.services import perform_many
from guiju.matters.verification import verify_store
from guiju.people.models import Post
from guiju.people.services import appoint, relieve
from guiju.people.viewer import viewer_of
from tests.matters.asking import FILING, MEDIATION, TALK, refused, town_beside
from tests.office import FOUNDED, filing_data, mediation_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(office):
    """A town whose mediator is also the office's clerk."""
    town = town_beside(office)
    appoint(office.people["clerk"], town, ["人民调解员"], since=FOUNDED)
    return town


def seen(office, name: str, body) -> set[str]:
    viewer = viewer_of(office.people[name], body, FOUNDED)
    assert viewer is not None
    return set(visible_matters(viewer).values_list("id", flat=True))


def come_from(office, source: str, number: str = "调2", **more) -> str:
    ask = {**MEDIATION, "data": mediation_data(number), "source": source, **more}
    return office.do("登记受理", **ask).matter


def test_a_link_says_how_one_matter_comes_from_another(office):
    source = office.mediation("调1").matter
    children = [come_from(office, source, number, relation="子案") for number in ("调2", "调3")]
    plain = come_from(office, source, "调4")
    links = set(Link.objects.values_list("source_id", "target_id", "relation"))
    assert links == {*((source, child, "子案") for child in children), (source, plain, "来源")}


def test_only_the_act_that_opens_a_matter_links_it(office):
    source, matter = (office.mediation(number).matter for number in ("调1", "调2"))
    office.do("调解", matter, "clerk", data=TALK, source=source)
    assert not Link.objects.exists()


def test_each_side_of_a_link_sees_the_other_and_no_third(office, town):
    source, apart = (office.mediation(number).matter for number in ("调1", "调9"))
    target = come_from(office, source, body=town.code)
    assert seen(office, "elsewhere", town) == {source, target}
    own = seen(office, "officer", office.body)
    assert {source, target, apart} <= own


def test_a_link_changes_nothing_in_the_matter_it_comes_from(office, town):
    source = office.mediation("调1").matter
    before = Matter.objects.filter(id=source).values().get()
    come_from(office, source, body=town.code)
    assert Matter.objects.filter(id=source).values().get() == before


def test_a_matter_that_begins_by_approval_is_linked_when_it_is_proposed(office):
    source = office.mediation("调1").matter
    ask = {**FILING, "kind": "proposal", "data": filing_data()}
    refused(office, "link.unknown", "立案", source="x", **ask)
    proposal = office.do("立案", source=source, relation="子案", **ask)
    office.agree(proposal)
    assert list(Link.objects.values_list("target_id", "relation")) == [(proposal.matter, "子案")]


def test_whoever_does_not_belong_to_the_source_s_body_makes_no_link(office, town):
    source = office.mediation("调1").matter
    ask = {
        "who": "elsewhere",
        "procedure": "people-mediation",
        "body": town.code,
        "data": mediation_data("调2"),
    }
    refusal = refused(office, "link.not_yours", "登记受理", source=source, **ask)
    assert "请由来源机关移送" in refusal.sentence


def test_a_post_at_the_source_s_body_that_has_ended_makes_no_link(office, town):
    source = office.mediation("调1").matter
    for post in Post.objects.filter(person=office.people["clerk"], body=office.body):
        relieve(post, until=dt.date(2026, 3, 3))
    office.go_to("2026-03-04")
    ask = {**MEDIATION, "body": town.code, "data": mediation_data("调2"), "source": source}
    refused(office, "link.not_yours", "登记受理", done_on="2026-03-03", **ask)


def test_a_link_to_nothing_opens_nothing(office):
    refusal = refused(
        office, "link.unknown", "登记受理", data=mediation_data(), source="x", **MEDIATION
    )
    assert "请从来源办件的页面新办" in refusal.sentence


def test_a_refused_link_in_a_batch_takes_only_its_own_act_along(office, town):
    source = office.mediation("调1").matter
    rows = [
        office.request(
            "登记受理", who=who, procedure="people-mediation", body=town.code, source=source,
            data=mediation_data(number),
        )
        for who, number in (("clerk", "甲1"), ("elsewhere", "甲2"), ("clerk", "甲3"))
    ]  # fmt: skip
    assert [one.accepted for one in perform_many(rows)] == [True, False, True]
    assert Link.objects.filter(source=source).count() == 2
    numbers = Matter.objects.filter(body=town.code).values_list("number", flat=True)
    assert sorted(numbers) == ["示甲调〔2026〕1号", "示甲调〔2026〕2号"]


NOTICE = {"来源办件": "复议1", "来源机关": "SLX", "事由": "责令重新处理"}


def test_a_notice_and_what_it_asks_for_may_come_in_one_batch(office):
    matter = office.mediation().matter
    rows = [
        office.request("", matter, "clerk", kind="notice", data={**NOTICE, "要求办理": "调解"}),
        office.request("调解", matter, "clerk", data=TALK),
    ]
    assert all(one.accepted for one in perform_many(rows))
    assert not Duty.objects.filter(matter=matter, act="调解").exists()
    assert not verify_store(deep=True).broken
