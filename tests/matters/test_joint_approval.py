"""Several who sign together agree in any order; one who does not ends it; who is awaited is owed and queued."""

from __future__ import annotations

import pytest

from guiju.matters.awaiting import Awaited
from guiju.matters.models import Duty, Matter
from guiju.matters.verification import verify_store
from guiju.people.services import appoint
from tests.chains import chain_of, joint
from tests.matters.asking import FILING, forms_of, refused
from tests.matters.test_approval_chain import opinion
from tests.office import FOUNDED, filing_data

__all__ = ["chain_of", "joint"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("joint")]


@pytest.fixture
def proposed(office) -> str:
    return office.do("立案", kind="proposal", data=filing_data(), **FILING).matter


def owed(matter: str) -> str:
    return Duty.objects.get(matter=matter, act="审批：立案").roles


def queued(matter: str) -> list[str]:
    rows = Awaited.objects.filter(matter=matter).order_by("role")
    return list(rows.values_list("role", flat=True))


@pytest.mark.parametrize("order", [("supervisor", "host"), ("host", "supervisor")])
def test_both_agree_in_any_order_and_then_the_next_is_asked(office, proposed, order):
    assert owed(proposed) == "法制机构、听证主持人"
    assert queued(proposed) == ["听证主持人", "法制机构"]
    first, second = order
    refused(office, "approval.role", "", proposed, who="head", **opinion())
    office.do("", proposed, first, **opinion())
    assert queued(proposed) == [owed(proposed)]
    assert verify_store(deep=True).intact
    refused(office, "approval.role", "", proposed, who=first, **opinion())
    office.do("", proposed, second, **opinion())
    assert (owed(proposed), queued(proposed)) == ("机关负责人", ["机关负责人"])
    assert forms_of(proposed)[-1].kind == "opinion"
    office.do("", proposed, "head", **opinion())
    event = forms_of(proposed)[-1]
    assert (event.kind, event.act, event.authority["approvals"]) == ("event", "立案", [2, 3, 4])
    assert queued(proposed) == []
    assert verify_store(deep=True).intact


def test_the_record_names_the_role_of_each_who_signed(office, proposed):
    for who in ("host", "supervisor", "head"):
        office.do("", proposed, who, **opinion())
    roles = [one.role for one in forms_of(proposed) if one.kind == "opinion"]
    assert roles == ["听证主持人", "法制机构", "机关负责人"]


@pytest.mark.parametrize("said", ["不同意", "退回"])
def test_one_of_them_ends_it_for_all(office, proposed, said):
    office.do("", proposed, "host", **opinion())
    office.do("", proposed, "supervisor", **opinion(1, said, 说明="缺材料"))
    assert queued(proposed) == []
    assert Matter.objects.get(id=proposed).closed is not None
    refused(office, "approval.no_proposal", "", proposed, who="host", **opinion())
    assert verify_store(deep=True).intact


def test_who_holds_both_roles_signs_for_each_one_after_the_other(office, proposed):
    appoint(office.people["host"], office.body, ["法制机构"], since=FOUNDED)
    office.do("", proposed, "host", role="听证主持人", **opinion())
    assert queued(proposed) == ["法制机构"]
    refused(office, "approval.role", "", proposed, who="host", role="听证主持人", **opinion())
    office.do("", proposed, "host", **opinion())
    assert queued(proposed) == ["机关负责人"]


def test_whoever_waits_is_named_where_it_is_asked_for_again(office, proposed):
    office.do("", proposed, "host", **opinion())
    again = {"kind": "proposal", "data": filing_data(), "signers": FILING["signers"]}
    refusal = refused(office, "approval.waiting", "立案", proposed, **again)
    assert "正等待法制机构审批" in refusal.sentence
    refusal = refused(office, "approval.required", "立案", data=filing_data(), **FILING)
    assert "须经法制机构、听证主持人会签，机关负责人审批" in refusal.sentence


def test_a_chain_that_only_signs_together_takes_effect_with_the_last(office, chain_of):
    chain_of("立案", (("法制机构", "机关负责人"),))
    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    office.do("", proposal.matter, "head", **opinion())
    assert forms_of(proposal.matter)[-1].kind == "opinion"
    office.do("", proposal.matter, "supervisor", **opinion())
    assert forms_of(proposal.matter)[-1].act == "立案"
    assert verify_store(deep=True).intact
