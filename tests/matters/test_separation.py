"""行政处罚法第六十四条第四项: who handles a penalty case neither presides over its hearing nor reviews it."""

from __future__ import annotations

import pytest

from guiju.people.services import appoint
from tests.matters.test_late_entry import FINDINGS
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db
HEARD = {
    "听证通知": {"听证时间": "2026-03-25"},
    "举行听证": {"需法制审核": True},
    "听证终止": {"听证终止事由": "当事人撤回要求"},
    "法制审核": {"审核结论": "通过", "审核意见": "合法"},
}


@pytest.fixture
def asked(office) -> str:
    """A case whose findings one officer signed without having taken evidence, and whose hearing is asked for."""
    office.certify("uncertified")
    appoint(office.people["uncertified"], office.body, ["听证主持人", "法制审核员"], since=FOUNDED)
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    office.go_to("2026-03-10")
    office.do("调查终结", matter, signers=("officer", "uncertified"), data=FINDINGS)
    office.do("拟处罚告知", matter)
    office.do(
        "告知书送达", matter, data={"送达方式": "直接送达"}, files=(office.keep("送达回证.pdf"),)
    )
    office.do("要求听证", matter)
    return matter


@pytest.mark.parametrize("act", HEARD)
def test_who_signed_the_findings_neither_hears_nor_reviews(office, asked, act):
    refusal = office.ask(act, asked, "uncertified", data=HEARD[act]).refusal
    assert refusal.code == "authority.separation"
    assert "调查终结" in refusal.sentence


def test_who_took_no_part_presides(office, asked):
    office.do("听证通知", asked, "host", data=HEARD["听证通知"])
    office.do("听证终止", asked, "host", data=HEARD["听证终止"])
