"""A certificate is for a person of the store: one for a name alone would never be found when its holder signs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from guiju.matters.paper_selectors import certificate_numbers
from guiju.matters.selectors import certified_until
from guiju.people.services import appoint
from guiju.people.viewer import machine_viewer
from tests.matters.standing_acts import neighbour
from tests.office import FOUNDED

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.django_db


def told(office: Office, holder: str, **more: object) -> dict:
    return {
        "持证人": holder, "姓名": "某", "证号": "示例-9", "证件种类": "行政执法证", "执法领域": "市场监管",
        "所在单位": office.body.code, "发证机关": "示例省", "在编在职": True, "考试合格": True,
        "法律职业资格": False, "有效期起": "2026-01-01", "有效期至": "2030-12-31", **more,
    }  # fmt: skip


def asked(office: Office, holder: str, **more: object):
    return office.ask(
        "列入", who="certifier", procedure="officer-certificate", body=office.county.code,
        data=told(office, holder, **more),
    )  # fmt: skip


def test_a_name_is_refused_with_the_number_of_whoever_bears_it(office):
    person = office.people["uncertified"]
    refusal = asked(office, person.name).refusal
    assert refusal is not None
    assert refusal.code == "data.invalid"
    assert person.id in refusal.problems["持证人"]


def test_a_name_nobody_bears_is_refused_with_where_to_look(office):
    refusal = asked(office, "查无此人").refusal
    assert refusal is not None
    assert "人员与任职" in refusal.problems["持证人"]


def test_neither_a_correction_nor_an_opening_gives_a_certificate_to_nobody(office):
    made = asked(office, office.people["uncertified"].id).matter
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)
    corrected = office.ask(
        "", made, "certifier", kind="correction", signers=("head",), files=(office.keep(),),
        data={"目标": 1, "理由": "误录", "更正": {"持证人": "查无此人"}},
    )  # fmt: skip
    stated = {"act": "列入", "done_on": "2026-01-05", "data": told(office, "查无此人")}
    opened = office.ask(
        "", who="head", kind="opening", procedure="officer-certificate", body=office.county.code,
        files=(office.keep(),), data={"说明": "启用前发证", "行为": [stated]},
    )  # fmt: skip
    for outcome in (corrected, opened):
        assert outcome.refusal is not None
        assert "人员与任职" in outcome.refusal.problems["持证人"]


def test_a_persons_number_is_taken(office):
    assert asked(office, office.people["uncertified"].id).accepted


def printed(office: Office, day: str, body: str = "") -> str:
    """The number that stands on the papers of a day beside the name of whoever has no other certificate."""
    person = office.people["uncertified"].id
    viewer = machine_viewer(body or office.body.code)
    assert viewer is not None
    return certificate_numbers(viewer, [person], dt.date.fromisoformat(day)).get(person, "")


def test_a_paper_names_the_officer_s_certificate_of_its_day_and_no_other(office):
    asked(office, office.people["uncertified"].id)
    assert printed(office, "2026-01-01") == "示例-9"
    assert printed(office, "2030-12-31") == "示例-9"
    assert printed(office, "2025-12-31") == "", "it had not begun"
    assert printed(office, "2031-01-01") == "", "it had ended"
    assert printed(office, "2026-03-02", neighbour(office).code) == "", "nobody of theirs"


@pytest.mark.parametrize("field", ["市场监管", "农业"])
def test_at_a_body_without_a_field_of_its_own_every_field_s_certificate_counts(office, field):
    person = office.people["uncertified"]
    appoint(person, office.county, ["承办人"], since=FOUNDED)
    asked(office, person.id, 执法领域=field, 所在单位=office.county.code)
    viewer = machine_viewer(office.county.code)
    assert viewer is not None
    found = certified_until(viewer, [person.id], dt.date(2026, 3, 2))
    assert person.id in found


def test_a_supervisor_s_certificate_stands_on_no_paper(office):
    asked(office, office.people["uncertified"].id, 证件种类="行政执法监督证")
    assert printed(office, "2026-03-02") == ""
