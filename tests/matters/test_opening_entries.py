"""期初登记: what was under way before the system is stated, not judged; from then on the law is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.history import effective_history
from guiju.matters.models import AllottedNumber, Link, Matter, MatterKey, PrivateValue
from guiju.people.services import close_openings
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    AGREEMENT,
    PERSON,
    accepted,
    acts_and_what_follows,
    assert_sound,
    correct,
    dispute,
    done_in,
    neighbour,
    owed_in,
    refused,
    state_of,
    town_mediation,
)
from tests.matters.test_clock_events import APPLICATION
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
ACCEPTED = {"act": "登记受理", "done_on": "2026-01-05", "data": mediation_data("旧1")}
ENDED = [
    {"act": "终止调解", "done_on": "2026-02-10", "data": {"终止原因": "申请人撤回"}},
    {"act": "告知其他途径", "done_on": "2026-02-10", "data": {"告知途径": "诉讼"}},
    {"act": "归档", "done_on": "2026-02-11"},
]
AGREED = {"act": "达成协议", "done_on": "2026-01-09", "data": AGREEMENT}


def state(office, *stated: dict[str, Any], who: str = "head", **more: Any):
    data = {"行为": list(stated), "说明": "启用前已办", **more.pop("saying", {})}
    files = (office.keep("旧卷.pdf", b"%PDF-1.4 old file"),)
    asked = {"procedure": "people-mediation", "kind": "opening", "files": files, **more}
    return office.ask("", who=who, data=data, **asked)


def test_what_is_stated_is_not_judged(office):
    """An agreement without a talk: in the system refused, stated as done before it taken as it is."""
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    assert done_in(matter) == {"登记受理", "达成协议"}
    form = forms_of(matter)[0]
    assert (form.seq, form.kind, form.verdict["conflicts"]) == (1, "opening", [])
    assert_sound()


def test_what_is_stated_is_told_apart_wherever_what_happened_is_read(office):
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    office.do("登记履行情况", matter, "clerk", data={"履行结果": "已履行"})
    told = [(one.act, one.day.isoformat(), one.stated) for one in effective_history(forms_of(matter))]  # fmt: skip
    assert told == [
        ("登记受理", "2026-01-05", True),
        ("达成协议", "2026-01-09", True),
        ("登记履行情况", "2026-03-02", False),
    ]


def test_from_then_on_the_kernel_judges(office):
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    assert refused(office.ask("调解", matter, "clerk", data=TALK)) == "kernel.excluded"
    assert "登记履行情况" in owed_in(matter)


def test_what_is_stated_is_no_conflict_even_where_a_correction_makes_it_unlawful(office):
    """The talk is moved behind the agreement; both were stated, neither is accused."""
    talk = {"act": "调解", "done_on": "2026-01-07", "data": TALK}
    matter = accepted(state(office, ACCEPTED, talk, AGREED)).matter
    outcome = accepted(correct(office, matter, 1, 部分=1, 更正办理日="2026-01-12"))
    assert outcome.conflicts == ()
    assert_sound()


def test_the_matter_begins_on_the_first_stated_day_under_the_rules_of_that_day(office):
    activity = {"活动编号或名称": "旧", "主题": "宪法", "活动类型": "宣传活动", "工作板块": "普法规划", "场次": 1}  # fmt: skip
    stated = {"act": "登记", "done_on": "2025-10-31", "data": activity}
    matter = Matter.objects.get(id=accepted(state(office, stated, procedure="law-activity")).matter)
    assert (matter.opened, matter.rules.version) == (dt.date(2025, 10, 31), "2019-04-15")
    stated |= {"done_on": "2025-11-01", "data": {**activity, "活动编号或名称": "旧2"}}
    later = accepted(state(office, stated, procedure="law-activity")).matter
    assert Matter.objects.get(id=later).rules.version == "2025-11-01"


def test_it_keeps_its_old_number_and_takes_none_of_a_series(office):
    before = AllottedNumber.objects.count()
    matter = accepted(state(office, ACCEPTED, saying={"编号": "旧调3号"})).matter
    nameless = accepted(state(office, {**ACCEPTED, "data": mediation_data("旧2")})).matter
    assert Matter.objects.get(id=matter).number == "旧调3号"
    assert Matter.objects.get(id=nameless).number == ""
    assert AllottedNumber.objects.count() == before
    assert office.mediation().number.endswith("1号")
    assert_sound()


def test_a_private_field_is_kept_apart_under_the_place_of_the_act_that_carried_it(office):
    told = {**ACCEPTED, "data": {**mediation_data("旧1"), "申请人": PERSON}}
    matter = accepted(state(office, told, AGREED)).matter
    form = forms_of(matter)[0]
    assert set(form.private) == {"0.申请人", "1.协议内容"}
    assert PERSON["name"] not in form.to_bytes().decode()
    rows = PrivateValue.objects.filter(matter=matter).values_list("field", flat=True)
    assert set(rows) == set(form.private)
    assert [one.private for one in effective_history([form])] == [{"申请人"}, {"协议内容"}]
    assert_sound()


def test_one_of_the_stated_acts_is_corrected_by_its_place(office):
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    accepted(correct(office, matter, 1, 部分=1, 更正={"协议金额": 500}, 更正办理日="2026-01-12"))
    told = [(one.act, one.day.day) for one in effective_history(forms_of(matter))]
    assert told == [("登记受理", 5), ("达成协议", 12)]
    assert state_of(matter)["fields"]["协议金额"] == 500
    assert Matter.objects.get(id=matter).opened == dt.date(2026, 1, 5)
    assert_sound()


def test_a_correction_without_a_place_means_the_first_stated_act(office):
    matter = accepted(state(office, ACCEPTED, AGREED)).matter
    accepted(correct(office, matter, 1, 更正办理日="2026-01-06"))
    assert Matter.objects.get(id=matter).opened == dt.date(2026, 1, 6)
    assert_sound()


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ([AGREED], "opening.begins_elsewhere"),
        ([AGREED, ACCEPTED], "opening.begins_elsewhere"),
        ([ACCEPTED, {"act": "罚款", "done_on": "2026-01-09"}], "act.unknown"),
        ([ACCEPTED, {**AGREED, "done_on": "2026-03-03"}], "act.in_future"),
        ([ACCEPTED, {**AGREED, "done_on": "2026-01-04"}], "act.before_matter"),
        ([ACCEPTED, {"act": "届满.申请司法确认", "done_on": "2026-02-09"}], "act.clock"),
        ([{**ACCEPTED, "data": {"涉及人数": "三"}}], "data.invalid"),
        ([{**ACCEPTED, "data": {"案由": "价外加价"}}], "data.invalid"),
    ],
)
def test_what_cannot_have_been_so_is_refused(office, stated, code):
    before = acts_and_what_follows()
    assert refused(state(office, *stated)) == code
    assert acts_and_what_follows() == before


def test_what_was_done_may_have_lacked_what_the_act_requires_today(office):
    accepted(state(office, {"act": "登记受理", "done_on": "2026-01-05"}))


def test_acts_of_one_day_are_stated_in_any_order_after_the_first(office):
    """The order of what followed is that of the days."""
    talk = {"act": "调解", "done_on": "2026-01-05", "data": TALK}
    matter = accepted(state(office, ACCEPTED, AGREED, talk)).matter
    told = [one.act for one in effective_history(forms_of(matter))]
    assert told == ["登记受理", "调解", "达成协议"]
    assert_sound()


@pytest.mark.parametrize("number", ["长" * 65, "", "   ", "旧\x073号", 3])
def test_an_old_number_fits_where_it_is_kept(office, number):
    before = acts_and_what_follows()
    outcome = state(office, ACCEPTED, saying={"编号": number})
    assert refused(outcome) == "standing.field_wrong"
    assert "编号" in outcome.refusal.sentence
    assert acts_and_what_follows() == before


def test_an_old_number_may_be_as_long_as_its_column(office):
    matter = accepted(state(office, ACCEPTED, saying={"编号": "长" * 64})).matter
    assert Matter.objects.get(id=matter).number == "长" * 64
    assert_sound()


def test_an_opening_is_linked_to_the_matter_it_comes_from(office):
    source = dispute(office)
    matter = accepted(state(office, ACCEPTED, source=source, relation="转来")).matter
    links = list(Link.objects.values_list("source_id", "target_id", "relation"))
    assert links == [(source, matter, "转来")]
    assert_sound()


def test_an_opening_is_not_linked_to_a_matter_of_another_body_or_of_none(office):
    town = neighbour(office)
    theirs = town_mediation(office, town)
    before = acts_and_what_follows()
    assert refused(state(office, ACCEPTED, source=theirs)) == "link.not_yours"
    assert refused(state(office, ACCEPTED, source="none")) == "link.unknown"
    assert acts_and_what_follows() == before
    assert not Link.objects.exists()


def test_a_matter_of_the_system_takes_no_opening(office):
    matter = dispute(office)
    data = {"行为": [ACCEPTED], "说明": "补"}
    outcome = office.ask("", matter, "head", kind="opening", data=data, files=(office.keep(),))
    assert refused(outcome) == "opening.not_first"


def test_openings_are_taken_to_the_end_of_the_last_day(office):
    close_openings(office.body, dt.date(2026, 3, 6))
    office.go_to("2026-03-06", hour=23)
    accepted(state(office, ACCEPTED))
    office.go_to("2026-03-07", hour=0)
    outcome = state(office, {**ACCEPTED, "data": mediation_data("旧2")})
    assert refused(outcome) == "opening.closed"
    assert "2026-03-06" in outcome.refusal.sentence


def test_a_day_before_the_closing_day_written_on_the_paper_does_not_help_afterwards(office):
    close_openings(office.body, dt.date(2026, 3, 6))
    office.go_to("2026-03-09")
    assert refused(state(office, ACCEPTED, done_on="2026-03-05")) == "opening.closed"


def test_time_that_ran_out_before_the_system_is_seen_by_the_next_sweep(office):
    """行政处罚法第六十条：九十日。A case opened a year ago owes its decision since then."""
    from guiju.matters.sweep import sweep
    from tests.office import filing_data

    stated = {"act": "立案", "done_on": "2025-03-03", "data": filing_data()}
    matter = accepted(state(office, stated, procedure="ordinary-penalty")).matter
    assert "breaches" not in state_of(matter)["marking"]
    assert sweep(dt.date(2026, 3, 2)) == 1
    due = owed_in(matter)["处罚决定"]
    assert due == dt.date(2025, 6, 3)
    assert state_of(matter)["marking"]["breaches"] == [["处罚决定", due.toordinal()]]
    assert_sound()


def keys() -> list[str]:
    return list(
        MatterKey.objects.filter(procedure="people-mediation").values_list("value", flat=True)
    )


def test_what_was_begun_before_the_system_is_not_registered_twice(office):
    """The same dispute is neither opened again nor accepted anew while it is open."""
    accepted(state(office, ACCEPTED))
    assert len(keys()) == 1
    refusal = state(office, ACCEPTED).refusal
    assert refusal is not None
    assert refusal.code == "key.taken"
    again = office.ask("登记受理", who="clerk", procedure="people-mediation", data=ACCEPTED["data"])
    assert again.refusal.code == "key.taken"
    assert_sound()


def test_a_lapse_against_a_citizen_that_was_confirmed_before_is_stated_like_any_act(office):
    """行政复议法第三十一条: what a person confirmed is told by people; what the clock alone does is not."""
    notice = {"act": "补正通知", "done_on": "2026-01-06", "data": {"补正事项": "身份证明"}}
    served = {"act": "补正通知送达", "done_on": "2026-01-07", "data": {"送达方式": "直接"}}
    stated = [{"act": "收到申请", "done_on": "2026-01-05", "data": APPLICATION}, notice, served]
    lapse, clock = ({"act": act, "done_on": "2026-01-22"} for act in ("视为放弃申请", "视为受理"))
    asked = {"procedure": "reconsideration"}
    assert refused(state(office, *stated, clock, **asked)) == "act.clock"
    matter = accepted(state(office, *stated, lapse, **asked)).matter
    assert "视为放弃申请" in done_in(matter)
    assert_sound()


def test_two_people_of_one_surname_are_two_parties_of_what_had_begun_before(office):
    for name in ("王小明", "王大力", "王小明"):
        party = {"name": name, "kind": "自然人"}
        filed = {"act": "立案", "done_on": "2026-02-26", "data": filing_data(当事人=party, 当事人类型="公民")}  # fmt: skip
        outcome = state(office, filed, procedure="ordinary-penalty")
        if name == "王大力":
            assert outcome.accepted, outcome.refusal
    assert refused(outcome) == "key.taken", "one and the same person"


def test_what_had_ended_before_the_system_is_entered_though_the_key_is_taken_now(office):
    accepted(state(office, ACCEPTED))
    assert accepted(state(office, ACCEPTED, *ENDED))
    assert len(keys()) == 1
    assert_sound()


def test_what_had_ended_before_the_system_takes_no_key(office):
    accepted(state(office, ACCEPTED, *ENDED))
    assert keys() == []
    accepted(state(office, ACCEPTED))
    assert len(keys()) == 1
    assert_sound()
