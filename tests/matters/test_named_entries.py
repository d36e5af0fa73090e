"""An entry that an act names is on its list on the day of the act, whatever day it is recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.matters.named import Named, check_named
from guiju.matters.requests import Refused
from tests.matters.asking import refused

pytestmark = pytest.mark.django_db
COMMITTEE = {
    "组织名称": "某村人民调解委员会", "组织类型": "村民委员会", "设立单位": "某村村民委员会", "设立日": "2026-03-02", "主任": "何某",
    "委员人数": 5, "有妇女成员": True, "少数民族成员": "不是多民族居住地区", "产生方式": "村民会议或者村民代表会议推选",
}  # fmt: skip
MEDIATOR = {
    "姓名": "林某某",
    "担任方式": "委员",
    "专兼职": "兼职",
    "成年公民": True,
    "符合条件": True,
}
DAY = timedelta(days=1)
ENTERING = {"who": "clerk", "procedure": "mediator"}


@pytest.fixture
def committee(office) -> str:
    """On the list from 2 to 20 March."""
    entered = office.do("列入", who="clerk", procedure="mediation-organisation", data=COMMITTEE)
    office.go_to("2026-03-20")
    office.do("移出", entered.matter, "clerk", data={"移出事由": "撤销"})
    return str(entered.matter)


def entering(committee: str, **more):
    return {**ENTERING, "data": {**MEDIATOR, "所在组织": committee}, **more}


def test_an_entry_that_was_taken_off_the_list_is_not_named_after_that_day(office, committee):
    office.go_to("2026-03-23")
    refusal = refused(office, "matter.named_over", "列入", **entering(committee))
    assert "2026年3月20日为止" in refusal.sentence
    assert refusal.problems.keys() == {"所在组织"}


def test_it_may_be_named_by_what_was_done_while_it_was_there(office, committee):
    office.go_to("2026-03-23")
    office.do("列入", **entering(committee, done_on="2026-03-20"))


def test_an_entry_is_not_named_before_it_is_on_the_list(office):
    office.go_to("2026-03-04")
    entered = office.do("列入", who="clerk", procedure="mediation-organisation", data=COMMITTEE)
    refused(office, "matter.named_later", "列入", **entering(entered.matter, done_on="2026-03-03"))


def test_an_entry_is_named_from_its_first_day_to_its_last():
    first, last = date(2026, 3, 10), date(2026, 12, 31)
    act = ActRules("评估", fields={"事项": FieldRules("事项", "entry", of="delegation")})
    entry = Named("delegation", date(2026, 3, 2), begun=True, valid_from=first, valid_until=last)

    def code(day: date) -> str:
        try:
            check_named(act, {"事项": "某条目"}, day, lambda _: entry)
        except Refused as refused_:
            return refused_.refusal.code
        return ""

    assert [code(day) for day in (first - DAY, first, last, last + DAY)] == [
        "matter.named_not_yet", "", "", "matter.named_over",
    ]  # fmt: skip
