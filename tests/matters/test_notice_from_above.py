"""收到通知 sent down: a superior's supervision reaches a matter of a body below, as a notice that names it, and by no other act."""

from __future__ import annotations

import pytest

from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body, register_person
from tests.matters.asking import forms_of
from tests.matters.standing_acts import (
    accepted,
    acts_and_what_follows,
    assert_sound,
    dispute,
    neighbour,
    owed_in,
    refused,
    state_of,
    town_mediation,
)
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db
SLIP = {"来源办件": "示政催〔2026〕1号", "来源机关": "SLX", "事由": "请于3月9日前办理调解"}


@pytest.fixture
def overseer(office) -> str:
    office.people["overseer"] = register_person("overseer")
    appoint(office.people["overseer"], office.county, ["监督人员"], since=FOUNDED)
    return "overseer"


def send(office, matter: str, who: str, kind: str = "notice", **data):
    return office.ask("", matter, who, kind=kind, data={**SLIP, **data})


def test_the_superior_s_supervisor_sends_a_notice_into_a_matter_below(office, overseer):
    matter = dispute(office)
    before = state_of(matter)
    accepted(send(office, matter, overseer))
    form = forms_of(matter)[-1]
    assert (form.by, form.role, form.body) == (office.people[overseer].id, "监督人员", "SLX-SJ")
    assert form.authority["sent_from"] == "SLX"
    assert form.authority["staff"] is False
    assert state_of(matter) == before, "a reminder moves nothing"
    assert_sound()


def test_what_the_notice_asks_for_is_owed_there(office, overseer):
    matter = dispute(office)
    accepted(send(office, matter, overseer, 要求办理="调解"))
    assert "调解" in owed_in(matter)
    assert_sound()


def test_no_other_standing_act_reaches_another_body_s_matter(office, overseer):
    matter = dispute(office)
    before = acts_and_what_follows()
    said = {
        "reminder": {"事项": "调解"}, "attachment": {"目标": 1, "说明": "x"},
        "correction": {"目标": 1, "理由": "x", "更正": {"纠纷类型": "合同"}},
        "migration": {"理由": "x"}, "accomplished": {"内容": {}, "违反": "x", "理由": "x"},
    }  # fmt: skip
    for kind, data in said.items():
        act = "达成协议" if kind == "accomplished" else ""
        outcome = office.ask(
            act, matter, overseer, kind=kind, data=data, files=(office.keep(),), signers=("head",)
        )
        assert refused(outcome) == "standing.role", kind
    assert {**acts_and_what_follows()} == before


@pytest.mark.parametrize("who", ["certifier", "outsider"])
def test_neither_another_post_above_nor_a_neighbour_sends_one(office, who):
    matter = dispute(office)
    neighbour(office)
    before = acts_and_what_follows()
    assert refused(send(office, matter, who)) == "standing.role"
    assert acts_and_what_follows() == before


def test_supervision_of_a_body_does_not_reach_its_neighbour_or_its_superior(office):
    town = neighbour(office)
    matter = town_mediation(office, town)
    assert refused(send(office, matter, "supervisor", 来源机关="SLX-SJ")) == "standing.role"


def test_another_post_nearer_by_does_not_stand_in_the_way_of_the_supervision_above(
    office, overseer
):
    town = neighbour(office)
    below = establish_body(
        "SLX-Z-1", "示例县甲镇司法所", kind=BodyKind.TOWN, since=FOUNDED, parent=town
    )
    appoint(office.people[overseer], town, ["人民调解员"], since=FOUNDED)
    appoint(office.people["outsider"], below, ["人民调解员"], since=FOUNDED)
    accepted(send(office, town_mediation(office, below), overseer))


def test_a_notice_names_the_body_it_really_comes_from(office, overseer):
    matter = dispute(office)
    outcome = send(office, matter, overseer, 来源机关="省政府")
    assert refused(outcome) == "notice.sender"
    assert "SLX" in outcome.refusal.sentence


def test_a_member_still_enters_what_came_on_paper_from_anywhere(office):
    matter = dispute(office)
    accepted(send(office, matter, "clerk", 来源机关="省高级人民法院"))
    form = forms_of(matter)[-1]
    assert form.authority["staff"] is True
    assert "sent_from" not in form.authority
