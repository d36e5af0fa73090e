"""What is asked of a record that does not have it, of the wrong door or at the wrong time is answered, never recorded."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from guiju.matters.batch import Batch
from guiju.matters.models import Act
from guiju.matters.services import perform, perform_many
from tests.matters.asking import FILING, MEDIATION, TALK, refused, refused_request
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
NOBODY = "p0000000000000000"
NO_MATTER = "00000000-0000-7000-8000-000000000000"


def test_a_matter_that_is_not_there_is_named_and_sent_to_the_list(office):
    refusal = refused(office, "matter.unknown", "调解", NO_MATTER, who="clerk", data=TALK)
    assert NO_MATTER in refusal.sentence
    assert "请从列表中打开" in refusal.sentence


def test_a_new_matter_says_of_which_procedure_it_is(office):
    refusal = refused(office, "matter.no_procedure", "登记受理", who="clerk", data=mediation_data())
    assert "请从“新办”中选择" in refusal.sentence


def test_a_procedure_the_catalog_does_not_have_is_refused(office):
    refusal = refused(office, "catalog.unknown_procedure", "登记受理", who="clerk", procedure="x")
    assert "“x”" in refusal.sentence


def test_a_procedure_is_not_opened_on_a_day_before_any_version_was_in_force(office):
    refusal = refused(
        office, "catalog.not_in_force", "收到申请", who="reviewing", procedure="reconsideration",
        done_on="2017-12-31",
    )  # fmt: skip
    assert "2018-01-01" in refusal.sentence


def test_a_body_that_is_not_there_owns_nothing(office):
    refusal = refused(
        office, "body.unknown", "登记受理", body="SLX-X", data=mediation_data(), **MEDIATION
    )
    assert "请先登记机构" in refusal.sentence


@pytest.mark.parametrize("place", ["recorded_by", "by", "signers"])
def test_whoever_records_acts_or_signs_is_a_known_person(office, place):
    matter = office.mediation().matter
    request = office.request("调解", matter, "clerk", data=TALK)
    unknown = (NOBODY,) if place == "signers" else NOBODY
    refusal = refused_request("person.unknown", request._replace(**{place: unknown}))
    assert NOBODY in refusal.sentence


def test_a_kind_of_record_that_there_is_not_is_answered_with_those_there_are(office):
    matter = office.mediation().matter
    refusal = refused(office, "kind.unknown", "", matter, who="clerk", kind="note")
    assert "催办" in refusal.sentence


def test_what_the_clock_does_against_the_office_is_not_done_by_a_person(office):
    matter = office.mediation().matter
    refusal = refused(office, "act.clock", "届满.申请司法确认", matter, who="clerk")
    assert "自动登记" in refusal.sentence


def test_an_unknown_act_is_not_answered_with_what_only_the_clock_does(office):
    matter = office.mediation().matter
    refusal = refused(office, "act.unknown", "处罚", matter, who="clerk")
    assert "调解" in refusal.sentence
    assert "届满" not in refusal.sentence


def test_what_needs_no_approval_is_not_proposed(office):
    matter = office.mediation().matter
    refusal = refused(
        office, "approval.not_needed", "调解", matter, who="clerk", kind="proposal", data=TALK
    )
    assert "请直接办理" in refusal.sentence


def test_what_needs_approval_names_who_approves(office):
    refusal = refused(office, "approval.required", "立案", data=filing_data(), **FILING)
    assert "请先提请，由机关负责人签署意见" in refusal.sentence


def test_a_refusal_by_the_law_tells_the_article_and_what_opens_the_way(office):
    """人民调解法第二十七条：先有调解的工作记录。"""
    matter = office.mediation().matter
    data = {"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"}
    refusal = refused(office, "kernel.condition", "达成协议", matter, who="clerk", data=data)
    assert refusal.cite == "人民调解法第二十七条"
    assert refusal.helps == ("调解",)
    office.do("调解", matter, "clerk", data=TALK)
    assert office.ask("达成协议", matter, "clerk", data=data).accepted


def test_a_refusal_for_want_of_authority_tells_the_article(office):
    refusal = refused(
        office, "authority.officers", "立案", kind="proposal", procedure="ordinary-penalty",
        data=filing_data(),
    )  # fmt: skip
    assert "行政处罚法" in refusal.cite


def test_who_has_seen_the_last_act_is_not_told_of_a_change(office):
    matter = office.mediation().matter
    assert office.ask("调解", matter, "clerk", data=TALK, expected_seq=1).accepted
    refused(office, "matter.changed", "调解", matter, who="clerk", data=TALK, expected_seq=1)
    assert office.ask("调解", matter, "clerk", data=TALK, expected_seq=2).accepted


@pytest.fixture
def meeting(monkeypatch):
    """Another writer takes what is about to be written, as often as told."""
    left = [0]
    flush = Batch.flush

    def flushed(self):
        flush(self)
        if left[0]:
            left[0] -= 1
            raise IntegrityError

    monkeypatch.setattr(Batch, "flush", flushed)
    return left


def test_who_met_another_writer_is_judged_anew_and_recorded_once(office, meeting):
    meeting[0] = 2
    number = office.mediation("调1").number
    assert number.endswith("〔2026〕1号")
    assert Act.objects.filter(act="登记受理").count() == 1


def test_who_meets_other_writers_every_time_is_asked_to_wait_and_nothing_is_saved(office, meeting):
    meeting[0] = 100
    rows = [
        office.request("登记受理", data=mediation_data(f"调{place}"), **MEDIATION)
        for place in range(2)
    ]
    refusal = refused_request("matter.contended", rows[0])
    assert "请稍候再试" in refusal.sentence
    assert [one.refusal.code for one in perform_many(rows)] == ["matter.contended"] * 2
    meeting[0] = 0
    assert perform(rows[0]).number.endswith("〔2026〕1号")
