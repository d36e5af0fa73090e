"""转换版本: a matter keeps the rules of its first day until its own act moves it to others."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import EffectiveRules, Matter
from guiju.people.services import appoint, register_person
from tests.matters.asking import forms_of
from tests.matters.standing_acts import (
    PERSON,
    accepted,
    act_rows,
    acts_and_what_follows,
    assert_sound,
    correct,
    dispute,
    done_in,
    held,
    owed_in,
    refused,
    state_of,
)
from tests.office import FOUNDED, PARTY

pytestmark = pytest.mark.django_db
OLD, NEW = "2019-04-15", "2025-11-01"
EVENT = {"活动编号或名称": "宪法日", "主题": "宪法", "活动类型": "宣传活动", "工作板块": "普法规划", "场次": 1}  # fmt: skip
OLD_APPLICATION = {
    "收件登记号": "收1", "申请人": PARTY, "被申请人": "SLX-SJ", "被申请人类别": "本级政府工作部门", "行政行为": "处罚决定",
    "领域": "市场监管", "复议请求": "撤销", "须转送": False,
}  # fmt: skip

ABANDONED: list[tuple[str, str, dict[str, str]]] = [
    ("补正通知", "2023-12-21", {"补正事项": "身份证明", "补正截止日": "2024-01-05"}),
    ("补正通知送达", "2023-12-22", {"送达方式": "直接"}),
]


def migrate(office, matter: str, who: str = "supervisor", **data: str):
    return office.ask("", matter, who, kind="migration", data={"理由": "法律修改", **data})


def proved(office) -> dict[str, object]:
    proof = office.keep("旧卷.pdf", b"%PDF-1.4 old file")
    return {"files": (proof,), "proof": proof.sha256}


@pytest.fixture
def old(office) -> str:
    """An activity of the last day of the old version."""
    return office.do(
        "登记", who="clerk", procedure="law-activity", done_on="2025-10-31", data=EVENT,
        **proved(office),
    ).matter  # fmt: skip


def version(matter: str) -> str:
    return Matter.objects.get(id=matter).rules.version


def set_period(office, value: str) -> None:
    """The unit sets the time for a mediation, which the law leaves open."""
    office.approved(
        "设定", who="supervisor", procedure="parameter-setting",
        data={
            "参数": "人民调解期限", "层级": "本单位", "值": value, "效力": "内部", "依据": "局务会记录",
            "适用起日": "2026-03-02", "复核": True,
        },
    )  # fmt: skip


def test_a_matter_stays_under_its_version_until_it_is_moved(office, old):
    assert version(old) == OLD
    accepted(migrate(office, old))
    assert version(old) == NEW
    assert_sound()


def test_the_version_is_that_of_the_act_s_day_unless_another_is_named(office, old):
    accepted(migrate(office, old, 版本=NEW))
    accepted(migrate(office, old, 版本="2025-10-31"))
    assert version(old) == OLD
    assert_sound()


def test_each_act_names_the_rules_it_was_done_under(office, old):
    before = act_rows(old)
    first = forms_of(old)[0].rules
    accepted(migrate(office, old))
    assert act_rows(old)[:-1] == before
    moved = forms_of(old)[-1]
    assert moved.data["原规则"] == first
    assert moved.rules == Matter.objects.get(id=old).rules_id != first
    assert set(EffectiveRules.objects.values_list("digest", flat=True)) >= {first, moved.rules}


def test_only_the_rules_change_where_both_versions_ask_the_same(office, old):
    before = held(old)
    accepted(migrate(office, old))
    after = held(old)
    assert after.pop("rules_id") != before.pop("rules_id")
    assert after == before


def test_what_the_new_version_knows_may_be_said_from_then_on(office, old):
    node = {"宣传节点": "国家宪法日"}
    assert refused(correct(office, old, 1, 更正=node)) == "data.invalid"
    accepted(migrate(office, old))
    accepted(correct(office, old, 1, 更正=node))
    assert state_of(old)["fields"]["宣传节点"] == "国家宪法日"
    assert_sound()


@pytest.mark.parametrize(
    ("day", "code"), [("2019-04-14", "catalog.not_in_force"), ("2025-10-01", "migration.same")]
)
def test_it_moves_to_another_version_that_was_in_force(office, old, day, code):
    before = acts_and_what_follows()
    assert refused(migrate(office, old, 版本=day)) == code
    assert acts_and_what_follows() == before


def test_a_parameter_set_later_binds_a_matter_only_after_it_is_moved(office):
    """人民调解法第二十六条 gives no days; the unit's own period binds what begins after it, and what is moved."""
    matter = dispute(office)
    before = held(matter)
    set_period(office, "1m")
    assert held(matter) == before
    assert owed_in(matter)["终止调解"] is None
    accepted(migrate(office, matter))
    assert owed_in(matter)["终止调解"] == dt.date(2026, 4, 2)
    assert Matter.objects.get(id=matter).next_due == dt.date(2026, 4, 2)
    assert_sound()


def test_number_key_private_values_and_first_day_stay(office):
    matter = dispute(office)
    before = held(matter)
    set_period(office, "1m")
    accepted(migrate(office, matter))
    after = held(matter)
    for name in ("number", "numbers", "keys", "private", "opened", "title", "slots", "body_id"):
        assert after[name] == before[name], name
    assert PERSON["name"] not in str(after)


def old_application(office) -> str:
    return office.do(
        "收到申请", who="reviewing", procedure="reconsideration", done_on="2023-12-20",
        data=OLD_APPLICATION, **proved(office),
    ).matter  # fmt: skip


def test_what_the_new_version_excludes_is_refused_from_then_on(office):
    matter = old_application(office)
    asked = {"who": "reviewing", "data": {"接受机关": "示例部门"}, "done_on": "2023-12-21"}
    before = office.ask("告知有关复议机关", matter, **asked, **proved(office))
    assert before.accepted, before.refusal
    accepted(migrate(office, matter))
    again = office.ask("告知有关复议机关", matter, **asked, **proved(office))
    assert refused(again) == "act.unknown"
    assert_sound()


def test_a_proposal_whose_act_the_new_version_lacks_is_answered_first(office):
    """An opinion follows the chain of the version its proposal was made under."""
    matter = old_application(office)
    proposal = office.do(
        "认定放弃申请", matter, "reviewing", kind="proposal", data={"逾期且无正当理由": True}
    )
    before = acts_and_what_follows()
    outcome = migrate(office, matter)
    assert refused(outcome) == "migration.proposal_open"
    assert "认定放弃申请" in outcome.refusal.sentence
    assert acts_and_what_follows() == before
    office.people["chief"] = chief(office)
    data = {"提请": proposal.seq, "意见": "退回"}
    office.do("", matter, "chief", kind="opinion", data=data)
    accepted(migrate(office, matter))
    assert version(matter) == "2024-01-01"
    assert_sound()


def test_a_proposal_whose_chain_the_new_version_lengthens_is_answered_first(office):
    """行政复议法第三十九条 is decided by the body's head too; 实施条例第四十一条 left it to the review office."""
    matter = old_application(office)
    data = {"中止情形": "不可抗力", "已告知": True}
    office.do("中止", matter, "reviewing", kind="proposal", data=data)
    outcome = migrate(office, matter)
    assert refused(outcome) == "migration.proposal_open"
    assert "中止" in outcome.refusal.sentence


def test_what_was_agreed_to_under_the_old_version_stays_agreed_to_under_one_that_lacks_it(office):
    """行政复议法实施条例第二十九条 has 放弃申请; the version of 2024 has no such act."""
    matter = old_application(office)
    office.people["chief"] = chief(office)
    asked = {"who": "reviewing", **proved(office)}
    for act, day, data in ABANDONED:
        office.do(act, matter, done_on=day, data=data, **asked)
    proposal = office.do(
        "认定放弃申请", matter, "reviewing", kind="proposal", data={"逾期且无正当理由": True}
    )
    office.agree(proposal, "chief")
    assert "认定放弃申请" in done_in(matter)
    accepted(migrate(office, matter))
    assert version(matter) == "2024-01-01"
    assert state_of(matter)["proposed"] == {}
    assert_sound()


def chief(office):
    person = register_person("chief")
    appoint(person, office.body, ["行政复议机构负责人"], since=FOUNDED)
    return person


def test_a_proposal_that_both_versions_decide_alike_goes_on(office):
    matter = old_application(office)
    office.people["chief"] = chief(office)
    reasons = {"申请期限内": True, "期限判断理由": "六十日内"}
    proposal = office.do("受理", matter, "reviewing", kind="proposal", data=reasons)
    accepted(migrate(office, matter))
    assert state_of(matter)["proposed"]["受理"]["seq"] == proposal.seq
    assert_sound()
