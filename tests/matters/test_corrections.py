"""更正: what was entered wrongly is set right for everything read from it, and what was entered stays as it was."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask
from guiju.matters.models import Duty, Matter, Slots
from guiju.matters.papers import SIGNED_SCAN
from guiju.people.viewer import machine_viewer
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    AGREEMENT,
    PERSON,
    accepted,
    act_rows,
    acts_and_what_follows,
    agreed,
    assert_sound,
    correct,
    dispute,
    held,
    owed_in,
    refused,
    state_of,
)
from tests.office import mediation_data

pytestmark = pytest.mark.django_db
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def figure(office, name: str) -> int:
    viewer = machine_viewer(office.county.code)
    assert viewer is not None
    return int(ask(viewer, name, YEAR).value)


def test_only_the_corrected_field_changes(office):
    matter = dispute(office)
    before = held(matter)
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}))
    expected = {**before, "title": "调1 合同"}
    expected["state"]["fields"]["纠纷类型"] = expected["slots"][0]["text2"] = "合同"
    expected["state"]["marking"]["store"]["纠纷类型"] = "合同"
    assert held(matter) == expected


def test_the_corrected_act_stays_byte_for_byte(office):
    matter = agreed(office)
    before = act_rows(matter)
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}, 更正办理日="2026-02-27"))
    assert act_rows(matter)[:-1] == before
    assert_sound()


def test_a_figure_counts_what_was_corrected_and_keeps_its_row(office):
    matter = dispute(office, 涉及人数=5)
    accepted(correct(office, matter, 1, 更正={"涉及人数": 3}))
    assert figure(office, "mediation-people") == 3
    assert figure(office, "mediation-accepted") == 1


def test_the_later_of_two_corrections_counts_and_each_field_for_itself(office):
    matter = dispute(office)
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同", "涉及人数": 4}))
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "消费"}))
    fields = state_of(matter)["fields"]
    assert (fields["纠纷类型"], fields["涉及人数"]) == ("消费", 4)


def test_a_corrected_act_does_not_overrule_what_a_later_act_said(office):
    matter = dispute(office)
    office.go_to("2026-03-03")
    office.do("调解", matter, "clerk", data={**TALK, "可能引发案件": True})
    accepted(correct(office, matter, 1, 更正={"可能引发案件": False}))
    assert state_of(matter)["fields"]["可能引发案件"] is True


def test_what_a_corrected_fact_demands_is_owed_and_no_more_when_it_is_taken_back(office):
    """人民调解法第二十五条：可能引起治安案件、刑事案件的，应当报告。"""
    matter = dispute(office)
    assert "报告有关部门" not in owed_in(matter)
    accepted(correct(office, matter, 1, 更正={"可能引发案件": True}))
    assert "报告有关部门" in owed_in(matter)
    accepted(correct(office, matter, 1, 更正={"可能引发案件": False}))
    assert "报告有关部门" not in owed_in(matter)
    assert_sound()


def test_the_number_the_key_and_the_rules_stay(office):
    matter = agreed(office)
    before = held(matter)
    accepted(correct(office, matter, 1, 更正办理日="2026-02-27"))
    after = held(matter)
    for name in ("number", "numbers", "keys", "rules_id", "body_id", "procedure", "private"):
        assert after[name] == before[name], name
    assert after["opened"] == dt.date(2026, 2, 27)


def test_an_act_that_is_not_there_cannot_be_corrected(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    outcome = correct(office, matter, 2, 更正={"纠纷类型": "合同"})
    assert refused(outcome) == "standing.no_target"
    assert "只有1号记录" in outcome.refusal.sentence
    assert acts_and_what_follows() == before


def test_nothing_is_corrected_into_the_future(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    assert refused(correct(office, matter, 1, 更正办理日="2026-03-03")) == "act.in_future"
    assert acts_and_what_follows() == before
    office.go_to("2026-03-03")
    accepted(correct(office, matter, 1, 更正办理日="2026-03-03"))


def test_a_correction_of_an_earlier_day_is_still_bound_by_the_day_it_is_recorded(office):
    """What was done on 2 March, entered on 5 March, may have been done on 4 March."""
    matter = dispute(office)
    office.go_to("2026-03-05")
    asked = {"done_on": "2026-03-02", "signers": ("head",), "kind": "correction"}
    office.do(
        "", matter, "clerk", files=(office.keep(),), **asked,
        data={"目标": 1, "理由": "误", "更正办理日": "2026-03-04"},
    )  # fmt: skip
    assert Matter.objects.get(id=matter).opened == dt.date(2026, 3, 4)


def test_a_field_the_procedure_does_not_have_cannot_be_corrected(office):
    matter = dispute(office)
    outcome = correct(office, matter, 1, 更正={"案由": "未公示价格"})
    assert refused(outcome) == "data.invalid"
    assert list(outcome.refusal.problems) == ["案由"]


@pytest.mark.parametrize("data", [{}, {"更正": {}}])
def test_a_correction_that_corrects_nothing_is_refused(office, data):
    matter = dispute(office)
    before = acts_and_what_follows()
    assert refused(correct(office, matter, 1, **data)) == "correction.nothing"
    assert acts_and_what_follows() == before


@pytest.mark.parametrize("part", [1, 7])
def test_a_part_that_an_act_does_not_have_is_not_corrected(office, part):
    """Acts are of one part, an opening of as many as it states."""
    for matter, place in ((dispute(office), part), (stated(office), part + 1)):
        before = acts_and_what_follows()
        outcome = correct(office, matter, 1, 部分=place, 更正办理日="2026-02-27")
        assert refused(outcome) == "correction.no_part"
        assert acts_and_what_follows() == before


def stated(office) -> str:
    """A matter begun by an opening of two acts."""
    acts = [("登记受理", mediation_data("旧1")), ("达成协议", AGREEMENT)]
    told = [{"act": act, "done_on": "2026-01-05", "data": data} for act, data in acts]
    return office.do(
        "", who="head", kind="opening", procedure="people-mediation", files=(office.keep(),),
        data={"行为": told, "说明": "在办"},
    ).matter  # fmt: skip


def test_a_stated_act_is_corrected_only_in_what_it_says_itself(office):
    matter = stated(office)
    wrong = correct(office, matter, 1, 部分=1, 更正={"纠纷类型": "合同"})
    assert refused(wrong) == "correction.field_elsewhere"
    accepted(correct(office, matter, 1, 部分=0, 更正={"纠纷类型": "合同"}))


def test_what_moved_nothing_is_not_corrected(office):
    matter = dispute(office)
    office.do("", matter, "clerk", kind="reminder", data={"事项": "调解"})
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}))
    for target, kind in ((2, "催办"), (3, "更正")):
        before = acts_and_what_follows()
        outcome = correct(office, matter, target, 更正办理日="2026-02-27")
        assert refused(outcome) == "correction.not_this"
        assert kind in outcome.refusal.sentence
        assert acts_and_what_follows() == before


def test_a_field_is_corrected_where_it_was_said(office):
    matter = agreed(office)
    before = acts_and_what_follows()
    outcome = correct(office, matter, 3, 更正={"纠纷类型": "合同"})
    assert refused(outcome) == "correction.field_elsewhere"
    assert list(outcome.refusal.problems) == ["纠纷类型"]
    assert acts_and_what_follows() == before


def test_a_field_that_is_emptied_leaves_no_word_behind(office):
    matter = dispute(office)
    accepted(correct(office, matter, 1, 更正={"纠纷类型": None}))
    assert Matter.objects.get(id=matter).title == "调1"
    assert Slots.objects.get(matter=matter).text2 is None
    assert_sound()


def test_a_day_moved_behind_what_rests_on_it_is_a_conflict_told_once(office):
    """人民调解法第二十七条：先有调解的工作记录。The agreement of 4 March loses the talk it rests on."""
    matter = agreed(office)
    office.go_to("2026-03-06")
    outcome = accepted(correct(office, matter, 2, 更正办理日="2026-03-05"))
    assert outcome.conflicts == ("2026-03-04 达成协议", "2026-03-05 调解")
    recorded = forms_of(matter)[-1].verdict["conflicts"]
    assert [(one["act"], one["day"], one["reason"]) for one in recorded] == [
        ("达成协议", "2026-03-04", "condition"),
        ("调解", "2026-03-05", "excluded"),
    ]
    again = accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}))
    assert again.conflicts == ()
    assert_sound()


def test_what_conflicts_stays_done(office):
    matter = agreed(office)
    office.go_to("2026-03-06")
    accepted(correct(office, matter, 2, 更正办理日="2026-03-05"))
    assert {"达成协议", "调解"} <= set(state_of(matter)["marking"]["executed"])
    assert figure(office, "mediation-successful") == 1


def test_who_signed_stays_the_signer_of_what_is_corrected(office):
    matter = office.penalty().matter
    before = state_of(matter)["signers"]
    accepted(correct(office, matter, 3, who="officer", 更正={"案由": "价外加价"}))
    assert state_of(matter)["signers"] == before
    assert office.people["clerk"].id not in str(state_of(matter)["signers"])


def test_a_private_field_is_corrected_beside_the_first_value_and_not_over_it(office):
    matter = dispute(office)
    before = held(matter)["private"]
    accepted(correct(office, matter, 1, 更正={"申请人": {"name": "示例某丙", "kind": "自然人"}}))
    after = held(matter)["private"]
    assert after[: len(before)] == before
    assert [(row["seq"], row["field"]) for row in after[len(before) :]] == [(2, "申请人")]


def test_a_private_field_counts_as_filled_in_when_the_matter_is_folded_anew(office):
    """实名举报 needs 举报人, whose value is only committed to: moving the day is no conflict."""
    lead = {
        "线索摘要": "价格未公示", "线索来源": "投诉举报", "来源编号": "举1", "实名举报": True, "举报人": PERSON,
    }  # fmt: skip
    matter = office.do("线索登记", procedure="lead-verification", data=lead).matter
    outcome = accepted(correct(office, matter, 1, who="officer", 更正办理日="2026-02-27"))
    assert outcome.conflicts == ()
    assert_sound()


def test_a_private_field_that_is_emptied_counts_as_filled_in_no_more(office):
    """实名举报 needs 举报人: without one the registration would not have been accepted."""
    lead = {
        "线索摘要": "价格未公示", "线索来源": "投诉举报", "来源编号": "举1", "实名举报": True, "举报人": PERSON,
    }  # fmt: skip
    matter = office.do("线索登记", procedure="lead-verification", data=lead).matter
    outcome = accepted(correct(office, matter, 1, who="officer", 更正={"举报人": None}))
    assert outcome.conflicts == ("2026-03-02 线索登记",)
    assert_sound()


def upset(office) -> str:
    """A refusal of 4 March entered after the agreement of 5 March: a duty to review seq 4."""
    matter = dispute(office)
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-05")
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    proof = office.keep()
    late = {"done_on": "2026-03-04", "files": (proof,), "proof": proof.sha256}
    assert office.do("当事人拒绝调解", matter, "clerk", **late).seq == 4
    return matter


def review_owed(matter: str) -> bool:
    return Duty.objects.filter(matter=matter, act="纠错审查").exists()


def test_a_correction_of_what_upset_the_matter_answers_the_review(office):
    matter = upset(office)
    accepted(correct(office, matter, 3, 更正={"协议金额": 100}))
    assert review_owed(matter), "another act's correction answers nothing"
    accepted(correct(office, matter, 4, 更正办理日="2026-03-04"))
    assert not review_owed(matter)
    assert_sound()


def test_a_signed_paper_that_comes_back_answers_no_review(office):
    matter = upset(office)
    prove(office, matter, 4, said=SIGNED_SCAN)
    assert review_owed(matter), "it says nothing of what was upset"
    prove(office, matter, 4)
    assert not review_owed(matter)


def prove(office, matter: str, target: int, who: str = "clerk", said: str = "审查意见"):
    """Attach a paper to an act."""
    data = {"目标": target, "说明": said}
    return office.do("", matter, who, kind="attachment", data=data, files=(office.keep(),))


def test_a_correction_that_upsets_others_is_to_be_reviewed_itself(office):
    """人民调解法第二十七条: the talk moved behind the agreement that rests on it."""
    matter = agreed(office)
    office.go_to("2026-03-06")
    accepted(correct(office, matter, 2, 更正办理日="2026-03-05"))
    assert Duty.objects.get(matter=matter, act="纠错审查").roles == "机关负责人"
    assert state_of(matter)["asked"] == {"纠错审查": 4}
    assert_sound()
    prove(office, matter, 4)
    assert not review_owed(matter)
    assert_sound()


def test_a_correction_that_upsets_nothing_leaves_nothing_to_review(office):
    matter = agreed(office)
    accepted(correct(office, matter, 1, 更正={"纠纷类型": "合同"}))
    assert not review_owed(matter)


@pytest.mark.parametrize("order", [(4, 5), (5, 4)])
def test_of_two_that_upset_the_matter_each_is_answered_for_itself(office, order):
    """The refusal entered late upset the agreement of the day after; moving that to the refusal's day upset more."""
    matter = upset(office)
    moved = accepted(correct(office, matter, 3, 更正办理日="2026-03-04"))
    assert moved.conflicts
    assert state_of(matter)["asked"] == {"纠错审查": 4}
    for target, owed in zip(order, (True, False), strict=True):
        prove(office, matter, target)
        assert review_owed(matter) is owed
        assert_sound()


def test_a_second_late_act_does_not_take_the_place_of_the_first(office):
    matter = upset(office)
    proof = office.keep()
    late = {"done_on": "2026-03-03", "files": (proof,), "proof": proof.sha256}
    earlier = office.do("当事人拒绝调解", matter, "clerk", **late)
    assert earlier.conflicts == ("2026-03-04 调解",)
    assert state_of(matter)["asked"]["纠错审查"] == 4
    assert_sound()
    for target, owed in ((4, True), (5, False)):
        prove(office, matter, target)
        assert review_owed(matter) is owed
        assert_sound()
