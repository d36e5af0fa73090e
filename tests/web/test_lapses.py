"""A lapse against a citizen is proposed by the clock and confirmed by a person, on the page."""

from __future__ import annotations

import pytest

from tests.web.desk import Desk, act_address

pytestmark = pytest.mark.django_db
LAPSE = "视为放弃申请"
APPLICATION = {
    "收件登记号": "收1", "申请人": {"name": "李某", "kind": "自然人"}, "被申请人": "某局",
    "被申请人类别": "部门派出机构", "行政行为": "罚款", "领域": "市场监管", "复议请求": "撤销",
    "提出途径": "直接提出", "申请方式": "当面", "附带赔偿请求": False, "申请提出日": "2026-03-02",
}  # fmt: skip


@pytest.fixture
def incomplete(desk: Desk) -> str:
    """An application to be completed by 18 March."""
    from guiju.people.services import appoint

    office = desk.office
    appoint(office.people["clerk"], office.body, ["行政复议人员"], since=office.body.since)
    matter = office.do(
        "收到申请", who="clerk", procedure="reconsideration", data=APPLICATION
    ).matter
    office.go_to("2026-03-03")
    office.do("补正通知", matter, "clerk", data={"补正事项": "缺材料"})
    office.go_to("2026-03-04")
    office.do("补正通知送达", matter, "clerk", data={"送达方式": "直接"})
    return matter


def test_before_the_last_day_has_passed_nothing_is_to_be_confirmed(desk: Desk, incomplete: str):
    desk.office.go_to("2026-03-18")
    page = desk.enter("clerk").page(f"/matters/{incomplete}")
    assert "待人确认" not in page
    assert "没有登记。" in desk.check(
        act_address(incomplete, LAPSE), by=desk.office.people["clerk"].id
    )


def test_after_it_the_page_proposes_and_a_person_confirms(desk: Desk, incomplete: str):
    desk.office.go_to("2026-03-19")
    clerk = desk.enter("clerk")
    page = clerk.page(f"/matters/{incomplete}")
    assert f"“{LAPSE}”：期限到2026年3月18日（周三）为止，已经届满，待人确认" in page
    address = act_address(incomplete, LAPSE)
    assert address in page
    asked = clerk.check(address, by=clerk.office.people["clerk"].id)
    assert clerk.confirm(asked, address).status_code == 302
    after = clerk.page(f"/matters/{incomplete}")
    assert f"<strong>{LAPSE}</strong>" in after
    assert "待人确认" not in after


def test_somebody_else_sees_the_proposal_without_the_button(desk: Desk, incomplete: str):
    desk.office.go_to("2026-03-19")
    page = desk.enter("officer").page(f"/matters/{incomplete}")
    assert "待人确认" in page
    assert act_address(incomplete, LAPSE) not in page
