"""既成事实登记: what was unlawfully done is entered as it was, by who did not do it, and never looks lawful."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.history import effective_history
from guiju.matters.models import Duty, Matter
from guiju.matters.papers import SIGNED_SCAN
from guiju.people.services import appoint
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    AGREEMENT,
    REASON,
    accepted,
    act_rows,
    acts_and_what_follows,
    agreed,
    assert_sound,
    correct,
    dispute,
    done_in,
    held,
    refused,
    state_of,
)
from tests.office import FOUNDED, filing_data

pytestmark = pytest.mark.django_db
BROKEN = {"违反": "人民调解法第二十七条", "理由": "没有调解记录即签协议"}


def enter(office, matter: str, act: str, who: str = "supervisor", **more: Any):
    data = {**BROKEN, "内容": more.pop("content", AGREEMENT)}
    files = (office.keep("原件.pdf", b"%PDF-1.4 original"),)
    return office.ask(act, matter, who, kind="accomplished", data=data, files=files, **more)


def test_it_moves_the_matter_as_the_act_would(office):
    """An agreement without any talk before it: done, and what follows from an agreement is owed."""
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    assert "达成协议" in done_in(matter)
    assert Duty.objects.filter(matter=matter, act="登记履行情况").exists()
    accepted(office.ask("登记履行情况", matter, "clerk", data={"履行结果": "已履行"}))
    assert_sound()


def test_the_record_says_what_it_broke_and_that_it_was_not_allowed(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    form = forms_of(matter)[-1]
    assert (form.kind, form.act, form.verdict["allowed"]) == ("accomplished", "达成协议", False)
    assert form.verdict["reason"] == "condition"
    assert "人民调解法" in form.verdict["cite"]
    assert form.verdict["sentence"]
    assert form.data["违反"] == BROKEN["违反"]
    assert len(form.files) == 1


def test_it_is_told_apart_wherever_what_happened_is_read(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    told = {one.act: one.unlawful for one in effective_history(forms_of(matter))}
    assert told == {"登记受理": False, "达成协议": True}


def test_it_opens_a_duty_of_the_legality_office(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    duty = Duty.objects.get(matter=matter, act="监督处理")
    assert (duty.roles, duty.ready) == ("法制机构", dt.date(2026, 3, 2))
    assert state_of(matter)["asked"] == {"监督处理": 2}


def test_no_number_is_given_to_an_unlawful_act(office):
    """The act as lawfully performed gets a number of its series; entered as a fact it gets none."""
    matter = dispute(office)
    before = held(matter)["numbers"]
    outcome = accepted(enter(office, matter, "达成协议"))
    assert outcome.number == ""
    assert held(matter)["numbers"] == before


def test_who_had_a_hand_in_the_matter_does_not_enter_it_whatever_role_he_holds(office):
    matter = dispute(office)
    appoint(office.people["clerk"], office.body, ["监督人员"], since=FOUNDED)
    before = acts_and_what_follows()
    for who, more in (("clerk", {}), ("clerk", {"by": "supervisor"}), ("supervisor", {"by": "clerk"})):  # fmt: skip
        outcome = enter(office, matter, "达成协议", who, **more)
        assert refused(outcome) == "accomplished.case_officer"
    assert acts_and_what_follows() == before
    accepted(enter(office, matter, "达成协议"))


def test_a_hand_taken_back_is_no_hand(office):
    """Whose only act in the matter never happened is not its officer."""
    matter = dispute(office)
    appoint(office.people["second"], office.body, ["监督人员", "人民调解员"], since=FOUNDED)
    office.do("调解", matter, "second", data=TALK)
    assert refused(enter(office, matter, "达成协议", "second")) == "accomplished.case_officer"
    office.do(
        "", matter, "clerk", kind="retraction", data={"目标": 2, "理由": REASON},
        signers=("head",), files=(office.keep(),),
    )  # fmt: skip
    accepted(enter(office, matter, "达成协议", "second"))


def test_it_is_judged_on_its_own_day_by_what_had_been_done_until_then(office):
    """人民调解法第二十七条：the agreement was of 3 March, the talk of 5 March."""
    matter = dispute(office)
    office.go_to("2026-03-05")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-06")
    lawful = enter(office, matter, "达成协议", done_on="2026-03-05")
    assert refused(lawful) == "accomplished.lawful"
    accepted(enter(office, matter, "达成协议", done_on="2026-03-03"))
    form = forms_of(matter)[-1]
    assert (form.done_on, form.verdict["reason"]) == ("2026-03-03", "condition")
    assert_sound()


def test_what_it_upsets_later_is_told_and_it_is_never_its_own_conflict(office):
    matter = dispute(office)
    office.go_to("2026-03-05")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-06")
    outcome = accepted(enter(office, matter, "达成协议", done_on="2026-03-03"))
    assert outcome.conflicts == ("2026-03-05 调解",)
    assert state_of(matter)["asked"] == {"监督处理": 3}, "the supervision looks into all of it"
    later = accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}))
    assert later.conflicts == ()


def test_its_content_is_checked_like_any_other_and_its_private_part_is_not_in_the_record(office):
    matter = dispute(office)
    wrong = enter(office, matter, "达成协议", content={"协议金额": "一百元"})
    assert list(wrong.refusal.problems) == ["协议金额"]
    accepted(enter(office, matter, "达成协议"))
    form = forms_of(matter)[-1]
    assert list(form.private) == ["协议内容"]
    assert "互不追究" not in form.to_bytes().decode()
    assert_sound()


def test_what_was_done_may_have_lacked_what_the_act_requires(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议", content={}))
    assert forms_of(matter)[-1].data["内容"] == {}


def test_only_an_act_of_the_procedure_is_entered(office):
    matter = dispute(office)
    assert refused(enter(office, matter, "罚款")) == "act.unknown"
    assert refused(enter(office, matter, "")) == "act.unknown"


def test_earlier_acts_stay_byte_for_byte(office):
    matter = agreed(office)
    before = act_rows(matter)
    accepted(enter(office, matter, "当事人拒绝调解", content={}))
    assert act_rows(matter)[:-1] == before


def test_it_is_corrected_and_stays_unlawful(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    office.go_to("2026-03-04")
    accepted(correct(office, matter, 2, 更正={"协议金额": 900}, 更正办理日="2026-03-03"))
    (entered,) = [one for one in effective_history(forms_of(matter)) if one.unlawful]
    assert (entered.day, entered.data["协议金额"]) == (dt.date(2026, 3, 3), 900)
    assert Duty.objects.filter(matter=matter, act="监督处理").exists()
    assert_sound()


def test_a_matter_that_began_by_a_fact_keeps_its_first_day_when_its_opening_is_agreed_to(office):
    """A decision of 3 March before the filing of 5 March: what happened first is where the matter began."""
    filing = {"procedure": "ordinary-penalty", "signers": ("officer", "second")}
    proposal = office.do("立案", kind="proposal", data=filing_data(), **filing)
    office.go_to("2026-03-03")
    accepted(enter(office, proposal.matter, "处罚决定", content={}))
    office.go_to("2026-03-05")
    office.agree(proposal)
    assert Matter.objects.get(id=proposal.matter).opened == dt.date(2026, 3, 3)
    assert_sound()


def deal(office, matter: str, target: int, who: str, said: str = "监督处理意见书"):
    data = {"目标": target, "说明": said}
    return accepted(
        office.ask("", matter, who, kind="attachment", data=data, files=(office.keep(),))
    )


def supervision_owed(matter: str) -> bool:
    return Duty.objects.filter(matter=matter, act="监督处理").exists()


def test_a_paper_of_the_supervision_on_the_fact_ends_its_duty_and_nothing_else_does(office):
    """内部: dealt with when the supervision says in writing how; a member's paper, or one on another act, says nothing of it."""
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    for target, who, owed in ((2, "head", True), (1, "supervisor", True), (2, "reviewer", False)):
        deal(office, matter, target, who)
        assert supervision_owed(matter) is owed
        assert_sound()


def test_a_signed_paper_that_comes_back_deals_with_no_fact(office):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    deal(office, matter, 2, "supervisor", SIGNED_SCAN)
    assert supervision_owed(matter)


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_each_fact_is_dealt_with_for_itself(office, order):
    matter = dispute(office)
    accepted(enter(office, matter, "达成协议"))
    accepted(enter(office, matter, "当事人拒绝调解", "reviewer", content={}))
    assert state_of(matter)["asked"] == {"监督处理": 2}
    for target, owed in zip(order, (True, False), strict=True):
        deal(office, matter, target, "supervisor")
        assert supervision_owed(matter) is owed
        assert_sound()
