"""What the record has no place for is refused before anything moves, so that nobody beside it is harmed."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.matters.models import MatterKey
from guiju.matters.requests import FileRef
from guiju.matters.services import perform_many
from guiju.matters.verification import verify_store
from tests.matters.asking import FILING, MEDIATION, TALK, forms_of, refused, refused_request
from tests.matters.test_approval_chain import opinion
from tests.matters.test_late_entry import FINDINGS
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
HALF_SIGN = "\ud800"


def intact() -> bool:
    return not verify_store(deep=True).broken


def test_a_file_s_name_that_cannot_be_written_spoils_only_its_own_act(office):
    kept = office.keep()
    names = ["一.pdf", HALF_SIGN, "三.pdf"]
    rows = [
        office.request(
            "登记受理", data=mediation_data(f"调{name!r}"), files=(FileRef(name, kept.sha256),), **MEDIATION
        )
        for name in names
    ]  # fmt: skip
    outcomes = list(perform_many(rows))
    assert [one.refusal and one.refusal.code for one in outcomes] == [None, "file.name", None]
    assert [one.number for one in outcomes] == ["示市监调〔2026〕1号", "", "示市监调〔2026〕2号"]
    assert intact()


@pytest.mark.parametrize("name", ["", "长" * 256, "换\x00行.pdf"])
def test_a_file_has_a_name_that_can_be_read(office, name):
    matter = office.mediation().matter
    file = FileRef(name, office.keep().sha256)
    refusal = refused(office, "file.name", "调解", matter, who="clerk", data=TALK, files=(file,))
    assert "请改名后重新上传" in refusal.sentence


@pytest.mark.parametrize("value", [HALF_SIGN, 1.5, 2**63], ids=["half", "fraction", "huge"])
def test_a_note_that_cannot_be_written_leaves_the_matter_as_it_was(office, value):
    matter = office.mediation().matter
    stated = [{"act": "调解", "done_on": "2026-03-02", "x": value}]
    spoilt = {
        "kind": "opening",
        "data": {"行为": stated, "说明": "在办"},
        "files": (office.keep(),),
    }
    rows = [
        office.request("", matter, "head", **spoilt),
        office.request("", matter, "clerk", kind="reminder", data={"事项": "调解"}),
    ]
    outcomes = list(perform_many(rows))
    assert [one.refusal and one.refusal.code for one in outcomes] == ["data.not_recordable", None]
    assert [form.seq for form in forms_of(matter)] == [1, 2]
    assert intact()


REMARKS = {
    "fraction": 1.5,
    "half": HALF_SIGN,
    "list": ["同意"],
    "none": None,
    "long": "长" * 20_001,
}


@pytest.mark.parametrize("remark", REMARKS)
def test_an_opinion_whose_remark_is_no_text_takes_nothing(office, remark):
    """Not even the key of the act it would have brought about: the next opinion is given as if nothing had been."""
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    ask = opinion(1, 说明=REMARKS[remark])
    refusal = office.ask("", proposal.matter, "head", **ask).refusal
    assert refusal.code in {"approval.opinion", "data.not_recordable"}
    assert not MatterKey.objects.filter(procedure="ordinary-penalty").exists()
    assert office.agree(proposal).accepted
    assert intact()


@pytest.mark.parametrize("seq", [True, 1.0])
def test_an_opinion_names_its_proposal_by_a_whole_number(office, seq):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    outcome = office.ask("", proposal.matter, "head", **opinion(seq))
    assert outcome.refusal.code in {"approval.no_proposal", "data.not_recordable"}
    assert office.agree(proposal).accepted


@pytest.mark.parametrize("hour", ["9:00", "24:00", "上午", 9])
def test_an_hour_is_written_as_hour_and_minute(office, hour):
    matter = office.mediation().matter
    request = office.request("调解", matter, "clerk", data=TALK, done_at=hour)
    assert "09:30" in refused_request("act.hour_wrong", request).sentence
    office.do("调解", matter, "clerk", data=TALK, done_at="09:00")
    assert forms_of(matter)[-1].done_at == "09:00"
    assert intact()


TOO_MUCH = {"by": "长" * 101, "act": "长" * 101, "relation": "长" * 33}


@pytest.mark.parametrize("attribute", TOO_MUCH)
def test_what_no_column_holds_is_not_cut(office, attribute):
    source = office.mediation("调1").matter
    request = office.request("登记受理", data=mediation_data("调2"), source=source, **MEDIATION)
    too_much = request._replace(**{attribute: TOO_MUCH[attribute]})
    assert "请改正后再提交" in refused_request("request.unwritable", too_much).sentence


@pytest.fixture
def investigated(office) -> str:
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    return matter


REASONS: dict[str, Any] = {
    "no list of reasons": "当事人要求",
    "no text": {"听证范围": 1.5},
    "a sign that is none": {"听证范围": HALF_SIGN},
    "too long": {"听证范围": "长" * 20_001},
    "for a field that is not there": {"听证范围": "从宽", "姓名": "张三丰"},
}


@pytest.mark.parametrize("case", REASONS)
def test_a_reason_is_a_text_for_a_field_of_the_act(office, investigated, case):
    ask = {"signers": ("officer", "second"), "data": {**FINDINGS, "改定理由": REASONS[case]}}
    refusal = refused(office, "data.invalid", "调查终结", investigated, **ask)
    assert "改定理由" in refusal.sentence
    assert office.ask("调查终结", investigated, signers=ask["signers"], data=FINDINGS).accepted
    assert intact()


def test_no_reasons_is_the_same_as_none_given(office):
    matter = office.do("登记受理", data=mediation_data(改定理由={}), **MEDIATION).matter
    assert "改定理由" not in forms_of(matter)[0].data


def test_a_field_inside_a_standing_act_is_still_named(office):
    """What is typed is told by its field; the record's own answer is for what nobody types."""
    matter = office.mediation().matter
    ask = {
        "who": "clerk", "kind": "correction", "files": (office.keep(),), "signers": ("head",),
        "data": {"目标": 1, "更正": {"涉及人数": 1.5}, "理由": "有误"},
    }  # fmt: skip
    assert list(refused(office, "data.invalid", "", matter, **ask).problems) == ["涉及人数"]
