"""One act: judged, recorded, or refused with everything a clerk needs."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import Act, AllottedNumber, Duty, Matter, PrivateValue
from guiju.matters.private import reveal
from guiju.record.act import ActForm
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db


def test_an_allowed_act_stands_in_the_record_with_its_number(office):
    outcome = office.mediation()
    act = Act.objects.get(matter=outcome.matter)
    assert (act.seq, act.act, act.kind) == (1, "登记受理", "event")
    assert outcome.number == AllottedNumber.objects.get(matter=outcome.matter).text
    assert Matter.objects.get(id=outcome.matter).head == act.sm3


def test_a_refused_act_leaves_no_trace(office):
    before = (Act.objects.count(), Matter.objects.count(), AllottedNumber.objects.count())
    refused = office.ask("登记受理", who="clerk", procedure="people-mediation", data={})
    assert refused.refusal.code == "data.invalid"
    assert (Act.objects.count(), Matter.objects.count(), AllottedNumber.objects.count()) == before


def test_numbers_of_a_series_have_no_gap_after_refusals(office):
    first = office.mediation("调1").number
    office.ask("登记受理", who="clerk", procedure="people-mediation", data={})
    second = office.mediation("调2").number
    assert [int(text.split("〕")[1].removesuffix("号")) for text in (first, second)] == [1, 2]


def test_an_unknown_act_is_answered_with_those_there_are(office):
    refusal = office.ask("罚款", office.mediation().matter, "clerk").refusal
    assert refusal.code == "act.unknown"
    assert "登记受理" in refusal.sentence


def test_a_wrong_type_is_named_with_its_field(office):
    data = mediation_data(涉及人数="三")
    refusal = office.ask("登记受理", who="clerk", procedure="people-mediation", data=data).refusal
    assert list(refusal.problems) == ["涉及人数"]


def test_an_over_long_text_is_refused_and_not_cut(office):
    data = mediation_data("调" * 201)
    refusal = office.ask("登记受理", who="clerk", procedure="people-mediation", data=data).refusal
    assert list(refusal.problems) == ["登记簿号"]
    assert not Act.objects.filter(act="登记受理").exists()


def test_a_date_before_the_matter_is_refused_with_the_matter_s_own(office):
    office.go_to("2026-03-10")
    matter = office.mediation().matter
    data = {"调解记录": "双方到场", "可能引发案件": False}
    refusal = office.ask("调解", matter, "clerk", data=data, done_on="2026-03-09").refusal
    assert refusal.code == "act.before_matter"
    assert "2026年3月10日" in refusal.sentence


def test_what_has_not_happened_yet_cannot_be_recorded(office):
    data = mediation_data()
    refusal = office.ask(
        "登记受理", who="clerk", procedure="people-mediation", data=data, done_on="2026-03-03"
    ).refusal
    assert refusal.code == "act.in_future"


def test_a_matter_begins_with_its_opening_act(office):
    refusal = office.ask("调解", who="clerk", procedure="people-mediation").refusal
    assert (refusal.code, refusal.helps) == ("act.not_opening", ("登记受理",))


def test_a_key_is_held_by_one_open_matter(office):
    office.mediation("调1")
    refusal = office.ask(
        "登记受理", who="clerk", procedure="people-mediation", data=mediation_data("调1")
    ).refusal
    assert refusal.code == "key.taken"
    assert office.ask(
        "登记受理", who="clerk", procedure="people-mediation", data=mediation_data("调2")
    ).accepted


def test_somebody_who_has_acted_since_is_seen(office):
    matter = office.mediation().matter
    data = {"调解记录": "双方到场", "可能引发案件": False}
    office.do("调解", matter, "clerk", data=data)
    refusal = office.ask("调解", matter, "clerk", data=data, expected_seq=1).refusal
    assert refusal.code == "matter.changed"


def test_a_matter_is_pinned_to_the_version_in_force_on_its_first_day(office):
    first = office.mediation()
    rules = Matter.objects.get(id=first.matter).rules
    assert rules.procedure == "people-mediation"
    assert {act.rules for act in Act.objects.filter(matter=first.matter)} == {rules.digest}


def test_the_duties_of_a_matter_follow_each_act(office):
    matter = office.penalty().matter
    assert Duty.objects.get(matter=matter, act="处罚决定").due == dt.date(2026, 6, 1)
    office.go_to("2026-03-03")
    office.evidence(matter)
    office.go_to("2026-03-04")
    office.approved("中止调查", matter, data={"停止计时事由": "等待关联案件结果"})
    stopped = Duty.objects.get(matter=matter, act="处罚决定")
    assert (stopped.due, stopped.suspended) == (None, True)


def test_a_private_field_enters_the_record_only_as_a_commitment(office):
    data = mediation_data(申请人={"name": "示例某甲", "kind": "自然人", "code": ""})
    matter = office.do("登记受理", who="clerk", procedure="people-mediation", data=data).matter
    act = Act.objects.get(matter=matter)
    assert "示例某甲" not in bytes(act.form).decode()
    assert "示例某甲" not in Matter.objects.get(id=matter).state
    assert "示例某甲".encode() not in bytes(PrivateValue.objects.get(matter=matter).sealed)


def test_the_first_act_of_a_simulated_store_says_so(office):
    first = Act.objects.order_by("id").first()
    assert "演示数据·模拟时钟" in bytes(first.form).decode()


@pytest.mark.parametrize(
    ("signers", "code"),
    [
        ((), "authority.officers"),
        (("officer",), "authority.officers"),
        (("officer", "uncertified"), "authority.certificate"),
    ],
)
def test_a_case_is_filed_by_two_certified_officers(office, signers, code):
    """行政处罚法第四十二条：执法人员不得少于两人，应当具有行政执法资格。"""
    refusal = office.ask(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=signers, data=filing_data()
    ).refusal
    assert refusal.code == code


def test_who_does_not_hold_the_role_may_not_act(office):
    refusal = office.ask(
        "立案",
        who="clerk",
        kind="proposal",
        procedure="ordinary-penalty",
        signers=("officer", "second"),
        data=filing_data(),
    ).refusal
    assert refusal.code == "authority.role_not_held"


def test_an_expired_certificate_is_no_certificate(office):
    office.go_to("2031-01-06")
    refusal = office.ask(
        "立案",
        kind="proposal",
        procedure="ordinary-penalty",
        signers=("officer", "second"),
        data=filing_data(),
    ).refusal
    assert refusal.code == "authority.certificate"


def test_a_natural_person_stands_masked_in_the_record_and_whole_beside_it(office):
    """A name in an immutable record could never be erased: the form has 张某, the value is committed to."""
    person = {"name": "张三丰", "kind": "自然人", "code": ""}
    outcome = office.penalty(当事人=person, 当事人类型="公民")
    text = "".join(bytes(one.form).decode() for one in Act.objects.filter(matter=outcome.matter))
    assert "张三丰" not in text
    assert Matter.objects.get(id=outcome.matter).title.startswith("张某 ")
    event = Act.objects.get(matter=outcome.matter, kind="event")
    value = PrivateValue.objects.get(matter=outcome.matter, seq=event.seq)
    assert reveal(value, ActForm.from_bytes(bytes(event.form)).private["当事人"]) == person
