"""录入撤销: what never happened is taken out of what is read, and stands in the record as entered and taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask
from guiju.matters.models import AllottedNumber, Matter, NumberSeries, PrivateValue
from guiju.people.viewer import machine_viewer
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    AGREEMENT,
    accepted,
    act_rows,
    acts_and_what_follows,
    agreed,
    assert_sound,
    correct,
    dispute,
    done_in,
    held,
    owed_in,
    refused,
    retract,
    state_of,
)
from tests.matters.test_corrections import review_owed, upset
from tests.matters.test_opening_entries import ACCEPTED, AGREED, state

pytestmark = pytest.mark.django_db
WAYS = {"告知途径": "诉讼"}


def successful(office) -> int:
    viewer = machine_viewer(office.county.code)
    assert viewer is not None
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    return int(ask(viewer, "mediation-successful", year).value)


def ended(office) -> str:
    """A dispute ended and filed on 3 March."""
    matter = dispute(office)
    office.go_to("2026-03-03")
    office.do("终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    office.do("告知其他途径", matter, "clerk", data=WAYS)
    office.do("归档", matter, "clerk")
    return matter


def test_a_matter_stands_after_a_retraction_where_it_stood_before_the_act(office):
    matter = dispute(office)
    before = held(matter)
    office.do("终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    assert held(matter) != before
    accepted(retract(office, matter, 2))
    assert held(matter) == before
    assert_sound()


def test_the_retracted_act_stays_byte_for_byte(office):
    matter = agreed(office)
    before = act_rows(matter)
    accepted(retract(office, matter, 3))
    assert act_rows(matter)[:-1] == before


def test_a_figure_no_longer_counts_what_never_happened(office):
    matter = agreed(office)
    assert successful(office) == 1
    accepted(retract(office, matter, 3))
    assert successful(office) == 0


def test_a_number_once_given_is_not_given_again(office):
    """A series has no gap: the number of an act taken back stays used, and the next act gets the next one."""
    matter = agreed(office)
    accepted(retract(office, matter, 3))
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    given = AllottedNumber.objects.filter(series="调解协议号").order_by("value")
    assert [(one.value, one.seq) for one in given] == [(1, 3), (2, 5)]
    assert NumberSeries.objects.get(series="调解协议号").last == 2
    assert_sound()


def test_what_is_done_once_is_done_after_it_turned_out_never_to_have_been(office):
    matter = agreed(office)
    again = {"who": "clerk", "data": AGREEMENT}
    assert refused(office.ask("达成协议", matter, **again)) == "kernel.excluded"
    accepted(retract(office, matter, 3))
    accepted(office.ask("达成协议", matter, **again))


def test_what_rested_on_it_stands_and_is_told_as_a_conflict(office):
    matter = agreed(office)
    outcome = accepted(retract(office, matter, 2))
    assert outcome.conflicts == ("2026-03-04 达成协议",)
    assert forms_of(matter)[-1].verdict["conflicts"] == [
        {"act": "达成协议", "day": "2026-03-04", "reason": "condition"}
    ]
    assert "达成协议" in done_in(matter)
    assert "调解" not in done_in(matter)
    assert state_of(matter)["asked"] == {"纠错审查": 4}
    assert_sound()


def test_what_it_had_closed_is_open_again(office):
    matter = ended(office)
    assert Matter.objects.get(id=matter).closed == dt.date(2026, 3, 3)
    accepted(retract(office, matter, 4))
    found = Matter.objects.get(id=matter)
    assert found.closed is None
    assert "归档" in owed_in(matter)
    assert_sound()


def test_what_it_had_excluded_is_possible_again(office):
    """人民调解法第十七条：一方明确拒绝的，不得调解。A refusal that never was excludes nothing."""
    matter = dispute(office)
    office.do("当事人拒绝调解", matter, "clerk")
    assert refused(office.ask("调解", matter, "clerk", data=TALK)) == "kernel.excluded"
    accepted(retract(office, matter, 2))
    accepted(office.ask("调解", matter, "clerk", data=TALK))


def test_the_hand_of_who_never_acted_is_not_in_the_matter(office):
    matter = dispute(office)
    office.do("调解", matter, "clerk", data=TALK)
    assert "调解" in state_of(matter)["signers"]
    accepted(retract(office, matter, 2))
    assert "调解" not in state_of(matter)["signers"]


def test_a_private_value_of_what_never_happened_stays_until_it_is_erased(office):
    matter = dispute(office)
    office.do("调解", matter, "clerk", data=TALK)
    accepted(retract(office, matter, 2))
    assert PrivateValue.objects.filter(matter=matter, seq=2, field="调解记录").exists()
    erase = {"目标": 2, "字段": "调解记录", "依据": "个人信息保护法", "批准人": "head"}
    office.do("", matter, "head", kind="erasure", data=erase)
    assert not PrivateValue.objects.filter(matter=matter, seq=2).exists()
    assert_sound()


def test_a_correction_of_what_is_taken_back_brings_nothing_back(office):
    matter = dispute(office)
    office.do("调解", matter, "clerk", data=TALK)
    accepted(correct(office, matter, 2, 更正={"可能引发案件": True}))
    assert "报告有关部门" in owed_in(matter)
    accepted(retract(office, matter, 2))
    assert "报告有关部门" not in owed_in(matter)
    before = acts_and_what_follows()
    again = correct(office, matter, 2, 更正={"可能引发案件": True})
    assert refused(again) == "correction.retracted"
    assert acts_and_what_follows() == before
    assert_sound()


def test_the_act_that_opened_the_matter_is_not_taken_back(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    assert refused(retract(office, matter, 1)) == "retraction.opening"
    assert acts_and_what_follows() == before


def test_an_opening_that_was_approved_is_not_taken_back_either(office):
    """Its proposal is the first act, its opinion the second, the filing itself the third."""
    matter = office.penalty().matter
    before = acts_and_what_follows()
    outcome = retract(office, matter, 3, who="officer")
    assert refused(outcome) == "retraction.opening"
    assert "第3号" in outcome.refusal.sentence
    assert acts_and_what_follows() == before


def test_an_opening_stated_as_a_whole_is_not_taken_back(office):
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    assert refused(retract(office, matter, 1)) == "retraction.opening"


@pytest.mark.parametrize(
    ("seq", "remedy"), [(4, "退回"), (5, "退回"), (7, "补充附件"), (8, "补充附件")]
)
def test_what_moved_nothing_is_not_taken_back_and_what_to_do_instead_is_told(office, seq, remedy):
    matter = office.penalty().matter
    office.approved("延长办案期限", matter, data={"延长理由": "案情复杂"})
    notice = {"来源办件": "复议1", "来源机关": "SLX", "事由": "责令重作", "要求办理": "责令改正"}
    office.do("", matter, "clerk", kind="notice", data=notice)
    office.do("", matter, "clerk", kind="reminder", data={"事项": "处罚决定"})
    before = acts_and_what_follows()
    outcome = retract(office, matter, seq, who="officer")
    assert refused(outcome) == "retraction.not_this"
    assert remedy in outcome.refusal.sentence
    assert acts_and_what_follows() == before


def test_what_is_taken_back_is_not_taken_back_again(office):
    matter = dispute(office)
    office.do("调解", matter, "clerk", data=TALK)
    accepted(retract(office, matter, 2))
    before = acts_and_what_follows()
    assert refused(retract(office, matter, 2)) == "retraction.again"
    assert acts_and_what_follows() == before


def test_a_retraction_is_not_itself_taken_back(office):
    matter = dispute(office)
    office.do("调解", matter, "clerk", data=TALK)
    accepted(retract(office, matter, 2))
    assert refused(retract(office, matter, 3)) == "retraction.not_this"
    assert "调解" not in done_in(matter)


def test_an_act_that_is_not_there_is_not_taken_back(office):
    matter = dispute(office)
    assert refused(retract(office, matter, 2)) == "standing.no_target"


def test_taking_back_what_upset_the_matter_answers_the_review_and_nothing_else_does(office):
    matter = upset(office)
    assert review_owed(matter)
    accepted(retract(office, matter, 2))
    assert review_owed(matter)
    accepted(retract(office, matter, 4))
    assert not review_owed(matter)
    assert_sound()


def test_an_act_agreed_to_is_taken_back_without_bringing_its_proposal_back(office):
    matter = office.penalty().matter
    office.approved("延长办案期限", matter, data={"延长理由": "案情复杂"})
    before = owed_in(matter)["处罚决定"]
    accepted(retract(office, matter, 6, who="officer"))
    assert owed_in(matter)["处罚决定"] < before
    assert state_of(matter)["proposed"] == {}
    assert_sound()
