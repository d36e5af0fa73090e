"""What an act names has to be there, of the procedure asked for, and begun: a proposal that may never be approved discharges nothing."""

from __future__ import annotations

import pytest

from guiju.matters.models import Duty
from guiju.people.services import appoint
from tests.matters.asking import FILING, MEDIATION, refused
from tests.office import FOUNDED, filing_data, mediation_data

pytestmark = pytest.mark.django_db
LEAD = {"线索摘要": "未公示价格", "线索来源": "监督检查", "来源编号": "检1", "实名举报": False}
PASSING = "转入普通程序"


@pytest.fixture
def lead(office) -> str:
    """A lead that was looked into."""
    for name in ("officer", "second"):
        appoint(office.people[name], office.body, ["执法人员"], since=FOUNDED)
    matter = office.do("线索登记", procedure="lead-verification", data=LEAD).matter
    office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
    return str(matter)


def owed(matter: str) -> set[str]:
    return set(Duty.objects.filter(matter=matter, due__isnull=False).values_list("act", flat=True))


def test_a_lead_is_not_discharged_by_a_filing_that_the_head_has_not_approved(office, lead):
    proposal = office.do("立案", kind="proposal", data=filing_data(), source=lead, **FILING)
    refusal = refused(
        office, "matter.named_unbegun", PASSING, lead, data={"处罚案件": proposal.matter}
    )
    assert "“立案”没有批准" in refusal.sentence
    assert refusal.problems.keys() == {"处罚案件"}
    assert owed(lead) == {PASSING, "决定不予立案"}
    office.agree(proposal)
    office.do(PASSING, lead, data={"处罚案件": proposal.matter})
    assert owed(lead) == set()


def test_nor_by_one_that_was_refused(office, lead):
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    answer = {"提请": proposal.seq, "意见": "不同意", "说明": "证据不足"}
    office.do("", proposal.matter, "head", kind="opinion", data=answer)
    refused(office, "matter.named_unbegun", PASSING, lead, data={"处罚案件": proposal.matter})


def test_passing_over_is_not_dated_before_the_filing(office, lead):
    """Else a lead that outlasted its period would look as though it had not."""
    office.go_to("2026-03-24")
    case = office.agree(office.do("立案", kind="proposal", data=filing_data(), **FILING)).matter
    ask = {"data": {"处罚案件": case}}
    refusal = refused(office, "matter.named_later", PASSING, lead, done_on="2026-03-23", **ask)
    assert "2026年3月24日" in refusal.sentence
    office.do(PASSING, lead, **ask)
    assert office_verdict(lead) == "逾期"


def office_verdict(matter: str) -> str:
    from tests.matters.asking import forms_of

    return str(forms_of(matter)[-1].verdict["timeliness"])


@pytest.mark.parametrize("named", ["00000000-0000-7000-8000-000000000000", "mediation"])
def test_what_is_not_there_or_of_another_procedure_is_not_taken(office, lead, named):
    if named == "mediation":
        named = office.do("登记受理", data=mediation_data(), **MEDIATION).matter
    refusal = refused(office, "matter.named_unknown", PASSING, lead, data={"处罚案件": named})
    assert "行政处罚（普通程序）" in refusal.sentence


def test_a_case_begun_in_the_same_batch_can_be_named(office, lead):
    from guiju.matters.services import perform_many

    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    agreed = {"提请": proposal.seq, "意见": "同意"}
    outcomes = perform_many(
        [
            office.request("", proposal.matter, "head", kind="opinion", data=agreed),
            office.request(PASSING, lead, data={"处罚案件": proposal.matter}),
        ]
    )
    assert [one.refusal for one in outcomes] == [None, None]
