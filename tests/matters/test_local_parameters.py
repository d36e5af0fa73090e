"""What a body sets within the law counts for its own new matters from the day it names, and for nobody else's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.models import Duty, Matter
from guiju.matters.verification import verify_store
from guiju.people.services import appoint
from tests.matters.asking import MEDIATION, refused, town_beside
from tests.office import FOUNDED, mediation_data

pytestmark = pytest.mark.django_db
NAME = "人民调解期限"


def set_value(office, value: str = "30d", since: str = "2026-03-02", **more: Any) -> str:
    """Set a parameter, approved by the head; gives the matter."""
    data = {
        "参数": NAME, "层级": "本单位", "值": value, "效力": "内部", "依据": "局务会纪要", "适用起日": since, "复核": True,
        **more,
    }  # fmt: skip
    ask = {"who": "supervisor", "procedure": "parameter-setting", "data": data}
    return office.approved("设定", **ask).matter


def due(office, number: str, **more: Any) -> dt.date | None:
    """When a mediation accepted now must be over."""
    ask = {**MEDIATION, "data": mediation_data(number), **more}
    matter = office.do("登记受理", **ask).matter
    duty = Duty.objects.filter(matter=matter, due__isnull=False).order_by("due").first()
    return duty.due if duty else None


def test_what_the_law_leaves_open_is_no_clock_until_it_is_set(office):
    """A parameter without a value is never a guess."""
    assert due(office, "调1") is None
    set_value(office)
    assert due(office, "调2") == dt.date(2026, 4, 1)


def test_a_value_counts_from_its_day_and_not_for_matters_begun_before(office):
    set_value(office, since="2026-03-10")
    office.go_to("2026-03-09")
    before = office.mediation("调1").matter
    office.go_to("2026-03-10")
    assert due(office, "调2") == dt.date(2026, 4, 9)
    assert not Duty.objects.filter(matter=before, due__isnull=False).exists()
    assert due(office, "调3", done_on="2026-03-09") is None


def test_a_body_sets_nothing_for_another(office):
    town = town_beside(office)
    set_value(office)
    assert due(office, "调1", who="elsewhere", body=town.code) is None


def test_what_was_set_later_counts_and_what_was_repealed_does_not(office):
    first = set_value(office, "30d")
    office.go_to("2026-03-04")
    office.approved(
        "调整", first, "supervisor",
        data={"值": "20d", "效力": "内部", "依据": "局务会纪要", "适用起日": "2026-03-04", "复核": True},
    )  # fmt: skip
    assert due(office, "调1") == dt.date(2026, 3, 24)
    office.go_to("2026-03-05")
    office.approved("废止", first, "supervisor", data={"废止理由": "不再适用"})
    office.go_to("2026-03-06")
    assert due(office, "调2") is None


def test_a_value_only_proposed_counts_for_nothing(office):
    data = {
        "参数": NAME, "层级": "本单位", "值": "30d", "效力": "内部", "依据": "局务会纪要", "适用起日": "2026-03-02", "复核": True,
    }  # fmt: skip
    office.do("设定", who="supervisor", procedure="parameter-setting", kind="proposal", data=data)
    assert due(office, "调1") is None


def test_a_value_set_later_does_not_reach_back_to_what_began_before(office):
    """Nor does its repeal: a matter begun while it stood keeps it, however late it is entered."""
    office.go_to("2026-03-10")
    value = set_value(office, since="2026-03-02")
    assert due(office, "调1", done_on="2026-03-09") is None
    office.go_to("2026-03-11")
    office.approved("废止", value, "supervisor", data={"废止理由": "不再适用"})
    office.go_to("2026-03-12")
    assert due(office, "调2", done_on="2026-03-11") == dt.date(2026, 4, 10)
    assert due(office, "调3") is None


def test_an_open_matter_takes_a_new_value_only_by_its_own_act(office):
    matter = office.mediation("调1").matter
    before = Matter.objects.get(id=matter).rules_id
    set_value(office)
    office.do("", matter, "supervisor", kind="migration", data={"理由": "局务会决定适用"})
    assert Matter.objects.get(id=matter).rules_id != before
    assert Duty.objects.filter(matter=matter, due=dt.date(2026, 4, 1)).exists()
    again = {"who": "supervisor", "kind": "migration", "data": {"理由": "再转"}}
    refused(office, "migration.same", "", matter, **again)
    assert not verify_store(deep=True).broken


def test_the_superior_s_provincial_value_counts_below(office):
    for name, role in (("supervisor", "法制机构"), ("head", "机关负责人")):
        appoint(office.people[name], office.county, [role], since=FOUNDED)
    above = {"层级": "省级", "效力": "文件", "依据": "示例文件"}
    data = {"参数": NAME, "值": "45d", "适用起日": "2026-03-02", "复核": True, **above}
    ask = {"who": "supervisor", "procedure": "parameter-setting", "body": office.county.code}
    office.approved("设定", data=data, **ask)
    town = town_beside(office)
    assert due(office, "调1") == dt.date(2026, 4, 16)
    assert due(office, "调1", who="elsewhere", body=town.code) == dt.date(2026, 4, 16)
    set_value(office, "30d")
    assert due(office, "调2") == dt.date(2026, 4, 1)


def test_the_superior_s_own_value_is_its_own(office):
    for name, role in (("supervisor", "法制机构"), ("head", "机关负责人")):
        appoint(office.people[name], office.county, [role], since=FOUNDED)
    set_value_above = {
        "参数": NAME, "层级": "本单位", "值": "45d", "效力": "内部", "依据": "会议纪要", "适用起日": "2026-03-02", "复核": True,
    }  # fmt: skip
    ask = {"who": "supervisor", "procedure": "parameter-setting", "body": office.county.code}
    office.approved("设定", data=set_value_above, **ask)
    assert due(office, "调1") is None
