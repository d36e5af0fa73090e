"""What a province or a unit sets for itself decides the matters that begin afterwards, and only those."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from guiju.matters import rulebook
from guiju.matters.models import Matter
from guiju.people.models import Body
from guiju.people.services import appoint, establish_body
from tests.office import FOUNDED

if TYPE_CHECKING:
    from guiju.matters.requests import Outcome
    from tests.office import Office

pytestmark = pytest.mark.django_db
DEFENCE, HEARING = "陈述申辩期限", "较大数额单位"
SET, LATER = "2026-03-02", "2026-06-01"


@pytest.fixture(autouse=True)
def _county_may_set(office: Office) -> None:
    appoint(office.people["supervisor"], office.county, ["法制机构"], since=FOUNDED)
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)


def setting(name: str = DEFENCE, value: str = "8wd", layer: str = "本单位", **more: Any) -> dict:
    return {
        "参数": name, "层级": layer, "值": value, "效力": "内部" if layer == "本单位" else "规章",
        "依据": "局务会纪要", "适用起日": SET, "复核": True, **more,
    }  # fmt: skip


def adjusting(value: str, since: str) -> dict[str, Any]:
    return {"值": value, "效力": "内部", "依据": "纪要", "适用起日": since, "复核": True}


def propose(office: Office, data: dict[str, Any], body: str = "", matter: str = "") -> Outcome:
    where = {"matter": matter} if matter else {"body": body or office.body.code}
    return office.ask(
        "调整" if matter else "设定", who="supervisor", kind="proposal",
        procedure="" if matter else "parameter-setting", data=data, **where,
    )  # fmt: skip


def put(office: Office, data: dict[str, Any], body: str = "", matter: str = "") -> str:
    """Set or adjust a parameter, with the head's agreement; gives the entry."""
    proposal = propose(office, data, body, matter)
    assert proposal.accepted, proposal.refusal
    return office.agree(proposal).matter


def held(body: str, day: str, name: str = DEFENCE, field: str = "市场监管") -> tuple[Any, str]:
    """Value and layer that a matter of a body gets when it begins on a day."""
    on = dt.date.fromisoformat(day)
    found = rulebook.resolved(field, rulebook.local_values(body, on), on)[name]
    return found.value, found.layer


def test_without_a_setting_the_rule_of_the_field_holds(office):
    assert held(office.body.code, SET) == ("5wd", "field")
    assert held(office.body.code, SET, field="城管") == (None, "")


def test_a_units_own_value_is_pinned_with_its_ground_by_the_matters_that_begin_afterwards(office):
    before = office.penalty().matter
    put(office, setting())
    after = office.penalty(线索编号="线2").matter
    values = [
        rulebook.pinned(Matter.objects.get(id=one).rules_id).effective.parameters[DEFENCE]
        for one in (before, after)
    ]
    assert [value["value"] for value in values] == ["5wd", "8wd"]
    assert (values[1]["layer"], values[1]["basis"], values[1]["cite"]) == (
        "unit",
        "内部",
        ["局务会纪要"],
    )


def test_a_units_value_is_its_own_and_a_provinces_value_reaches_all_below(office):
    town = establish_body(
        "SLX-SJ-1", "示例市场监管所", kind=office.body.kind, since=FOUNDED, parent=office.body, field="市场监管"
    )  # fmt: skip
    put(office, setting())
    assert held(town.code, SET) == ("5wd", "field")
    put(office, setting(value="6wd", layer="省级"), office.county.code)
    assert held(town.code, SET) == ("6wd", "province")
    assert held(office.body.code, SET) == ("8wd", "unit")


def test_a_value_for_one_field_comes_before_one_for_all_and_touches_no_other(office):
    county = office.county.code
    earlier = {"领域": "市场监管", "适用起日": "2026-02-01"}
    put(office, setting(HEARING, "300000元", "省级", **earlier), county)
    put(office, setting(HEARING, "200000元", "省级"), county)
    assert held(office.body.code, SET, HEARING) == (300000_00, "province")
    assert held(office.body.code, SET, HEARING, "城管") == (200000_00, "province")


def test_an_adjusted_value_leaves_the_old_one_in_force_until_its_own_first_day(office):
    entry = put(office, setting())
    office.go_to("2026-04-01")
    put(office, adjusting("10wd", LATER), matter=entry)
    days = ("2026-03-31", "2026-04-02", "2026-05-31", LATER)
    assert [held(office.body.code, day)[0] for day in days] == ["8wd", "8wd", "8wd", "10wd"]


def test_an_adjustment_that_reaches_back_touches_nothing_that_began_before_it_was_made(office):
    entry = put(office, setting())
    office.go_to("2026-04-01")
    put(office, adjusting("10wd", SET), matter=entry)
    assert [held(office.body.code, day)[0] for day in ("2026-03-31", "2026-04-01")] == [
        "8wd",
        "10wd",
    ]


def test_of_two_adjustments_to_one_day_the_later_holds(office):
    entry = put(office, setting())
    office.go_to("2026-04-01")
    put(office, adjusting("10wd", LATER), matter=entry)
    put(office, adjusting("9wd", "2026-05-01"), matter=entry)
    assert [held(office.body.code, day)[0] for day in ("2026-05-01", LATER)] == ["9wd", "9wd"]


def test_before_its_first_day_and_after_its_repeal_a_setting_does_not_hold(office):
    entry = put(office, setting(适用起日="2026-03-10"))
    assert held(office.body.code, "2026-03-09") == ("5wd", "field")
    assert held(office.body.code, "2026-03-10") == ("8wd", "unit")
    office.go_to("2026-04-01")
    office.approved("废止", entry, "supervisor", data={"废止理由": "回到规章"})
    assert [held(office.body.code, day)[0] for day in ("2026-04-01", "2026-04-02")] == [
        "8wd",
        "5wd",
    ]


def test_a_corrected_value_holds_from_the_beginning(office):
    entry = put(office, setting())
    office.do(
        "", entry, "supervisor", kind="correction", signers=("head",), files=(office.keep(),),
        data={"目标": 3, "理由": "录入有误", "更正": {"值": "7wd"}},
    )  # fmt: skip
    assert held(office.body.code, SET) == ("7wd", "unit")


@pytest.mark.parametrize(
    ("data", "code", "field", "words"),
    [
        ({"name": "陈述申辨期限"}, "parameter.unknown", "参数", "陈述申辩期限"),
        ({"value": "八天"}, "parameter.value", "值", "5wd"),
        ({"value": "8wd clear"}, "parameter.value", "值", "5wd"),
        ({"name": HEARING, "value": "二十万"}, "parameter.value", "值", "10000元"),
        ({"领域": "市场临管"}, "parameter.field", "领域", "机构登记"),
    ],
)
def test_a_setting_that_no_matter_could_use_is_refused_with_an_example(
    office, data, code, field, words
):
    refusal = propose(office, setting(**data)).refusal
    assert refusal is not None
    assert refusal.code == code
    assert words in refusal.sentence
    assert list(refusal.problems) == [field]
    assert not Matter.objects.filter(procedure="parameter-setting").exists()


HIGHER = [
    ("立案核查期限", "14wd", True), ("立案核查期限", "15wd", True), ("立案核查期限", "16wd", False), ("立案核查期限", "10d", False),
    (DEFENCE, "5wd", True), (DEFENCE, "4wd", False), (HEARING, "99999元", True), (HEARING, "100001元", False),
    ("法制审核案件须集体讨论", "否", False), ("办案延长期限", "9y", False), ("处罚决定公开期限", "8wd", False),
    ("人民调解期限", "90d", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "accepted"), HIGHER)
def test_a_units_own_rule_does_not_go_against_what_stands_above_it(office, name, value, accepted):
    outcome = propose(office, setting(name, value))
    assert outcome.accepted is accepted
    if not accepted:
        assert outcome.refusal.code == "parameter.higher_rule"
        assert "请按其效力和依据设定" in outcome.refusal.sentence


def test_where_no_rule_stands_above_a_unit_sets_its_own(office):
    """城市管理 has no rule for the time of verification: the unit's own is better than none."""
    establish_body(
        "SLX-CG", "示例县城市管理局", kind=office.body.kind, since=FOUNDED, parent=office.county, field="城市管理"
    )  # fmt: skip
    for name, role in (("supervisor", "法制机构"), ("head", "机关负责人")):
        appoint(office.people[name], Body.objects.get(code="SLX-CG"), [role], since=FOUNDED)
    put(office, setting("立案核查期限", "30wd"), "SLX-CG")
    assert held("SLX-CG", SET, "立案核查期限", "城市管理") == ("30wd", "unit")


def test_what_rests_on_a_rule_of_its_own_is_not_held_against_another(office):
    put(office, setting("立案核查期限", "20wd", 效力="规章", 依据="省政府规章"))
    assert held(office.body.code, SET, "立案核查期限") == ("20wd", "unit")


def test_an_adjustment_is_held_against_the_parameter_it_adjusts(office):
    entry = put(office, setting())
    refusal = propose(office, adjusting("200000元", LATER), matter=entry).refusal
    assert refusal is not None
    assert refusal.code == "parameter.value"


def test_a_correction_is_held_against_the_parameter_too(office):
    entry = put(office, setting())
    outcome = office.ask(
        "", entry, "supervisor", kind="correction", signers=("head",), files=(office.keep(),),
        data={"目标": 3, "理由": "录入有误", "更正": {"值": "七天"}},
    )  # fmt: skip
    assert outcome.refusal.code == "parameter.value"


def test_a_delay_that_is_counted_in_clear_days_may_be_set_so(office):
    put(office, setting("听证公告提前期限", "4wd clear"))
    assert held(office.body.code, SET, "听证公告提前期限") == ("4wd clear", "unit")
    office.penalty()
