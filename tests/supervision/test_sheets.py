"""催办单 and 交接单: each matter's act and what became of it are written together, numbered without gap, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from guiju.matters.models import Matter
from guiju.matters.selectors import duties_to_remind
from guiju.people.models import Post
from guiju.people.services import relieve
from guiju.people.viewer import Viewer
from guiju.record.act import Kind
from guiju.supervision import services
from guiju.supervision.errors import SupervisionError
from guiju.supervision.models import LineState, Sheet, SheetLine
from guiju.supervision.rights import bodies_reminded
from guiju.supervision.selectors import (
    held_by,
    holders,
    lines_of,
    sheet_of,
    sheets_of,
    to_remind,
)
from guiju.supervision.services import go_on, make_handover, make_reminder, number_text
from tests.matters.asking import forms_of
from tests.matters.standing_acts import assert_sound, neighbour, town_mediation
from tests.matters.test_unique_keys import archived
from tests.supervision.county import DAY, overseer, viewer, working_county

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2026, 3, 9)
LATE = (FIRST, LAST)
WORDS = {"until": "2026-03-13", "besides": "请回复。"}
LEAVING = {"reason": "调离", "drafts": ["约谈王某"], "papers": ["卷宗一册", "印章一枚"]}


@pytest.fixture
def county(office):
    made = working_county(office)
    office.go_to("2026-03-10")
    return made


def reminding(office, county, who: str = "overseer", once: str = "a"):
    """A paper of everything late that somebody may remind of."""
    body = office.county if who == "overseer" else None
    sees = viewer(office, who, body)
    return sees, make_reminder(sees, DAY, to_remind(sees, LATE), WORDS, once)


def test_the_supervision_above_sees_what_is_late_in_every_unit_and_a_head_his_own(office, county):
    above = to_remind(viewer(office, "overseer", office.county), LATE)
    assert [(one.unit, one.matter) for one in above] == [
        ("SLX-SJ", county["dispute"]), ("SLX-Z", county["theirs"])
    ]  # fmt: skip
    assert set(above[0].acts) == {"达成协议", "终止调解"}
    assert above[0].due == dt.date(2026, 3, 9)
    own = to_remind(viewer(office, "head"), LATE)
    assert [one.unit for one in own] == ["SLX-SJ"]
    assert to_remind(viewer(office, "clerk"), LATE) == []


def test_what_is_not_due_yet_is_left_alone(office, county):
    sees = viewer(office, "overseer", office.county)
    assert to_remind(sees, (FIRST, dt.date(2026, 3, 8))) == []
    later = to_remind(sees, (FIRST, dt.date(2026, 6, 1)), units=["SLX-SJ"])
    assert {one.matter for one in later} == {county["dispute"], county["penalty"]}
    alone = to_remind(sees, (FIRST, dt.date(2026, 6, 1)), matter=county["penalty"])
    assert [one.matter for one in alone] == [county["penalty"]]


def test_a_superior_s_reminder_arrives_below_as_a_notice_that_names_the_paper(office, county):
    sees, sheet = reminding(office, county)
    assert number_text(sheet) == "示政催〔2026〕1号"
    assert forms_of(county["theirs"])[-1].kind is Kind.EVENT, "making the paper records nothing"
    done = go_on(sees, sheet)
    assert done.finished
    form = forms_of(county["theirs"])[-1]
    assert form.kind is Kind.NOTICE
    assert form.data["来源办件"] == "示政催〔2026〕1号"
    assert form.data["来源机关"] == "SLX"
    assert "请于2026年3月13日前办理“达成协议、终止调解”" in form.data["事由"]
    assert form.by == office.people["overseer"].id
    assert [line.state for line in lines_of(sees, sheet)] == [LineState.DONE, LineState.DONE]
    assert_sound()


def test_a_head_s_reminder_stands_in_the_own_matter_as_a_reminder(office, county):
    sees, sheet = reminding(office, county, "head")
    go_on(sees, sheet)
    form = forms_of(county["dispute"])[-1]
    assert (form.kind, form.data["事项"]) == (Kind.REMINDER, "达成协议、终止调解")
    assert "示市监催〔2026〕1号" in form.data["说明"]


def test_papers_are_numbered_one_after_another_each_year_anew_and_a_form_makes_one(office, county):
    sees, first = reminding(office, county, once="a")
    _, again = reminding(office, county, once="a")
    _, second = reminding(office, county, once="b")
    assert (first.id, second.value) == (again.id, 2)
    owed = to_remind(sees, LATE)
    third = make_reminder(sees, dt.date(2027, 1, 4), owed, WORDS, "c")
    assert (third.year, third.value) == (2027, 1)


def test_a_paper_left_half_done_goes_on_where_it_stood(office, county):
    sees, sheet = reminding(office, county)
    half = go_on(sees, sheet, lines=1)
    assert (half.done, half.finished) == (1, False)
    whole = go_on(sees, half)
    assert whole.finished
    assert go_on(sees, whole).done == 2, "a third press does nothing"
    for matter in (county["dispute"], county["theirs"]):
        assert sum(form.kind is Kind.NOTICE for form in forms_of(matter)) == 1


def test_somebody_without_the_duty_neither_makes_nor_goes_on_nor_sees(office, county):
    _, sheet = reminding(office, county)
    town = viewer(office, "outsider", county["town"])
    assert sheet_of(town, "reminder", sheet.id) is None
    assert lines_of(town, sheet) == []
    with pytest.raises(SupervisionError) as caught:
        go_on(town, sheet)
    assert caught.value.code == "sheet.not_yours"
    clerk = viewer(office, "clerk")
    owed = to_remind(viewer(office, "head"), LATE)
    with pytest.raises(SupervisionError) as caught:
        make_reminder(clerk, DAY, owed, WORDS, "x")
    assert caught.value.code == "reminder.not_yours"
    assert Sheet.objects.count() == 1


def test_a_head_above_neither_reads_nor_spoils_a_paper_about_bodies_not_his_to_see(office, county):
    _, sheet = reminding(office, county)
    overseer(office, "机关负责人")
    head = viewer(office, "overseer", office.county)
    assert sheet_of(head, "reminder", sheet.id) is None
    assert sheets_of(head, "reminder", 20) == []
    assert lines_of(head, sheet) == []
    with pytest.raises(SupervisionError) as caught:
        go_on(head, sheet)
    assert caught.value.code == "sheet.not_yours"
    assert not SheetLine.objects.exclude(state=LineState.WAITING).exists(), "nothing was refused"


def test_a_form_s_token_in_another_hand_leads_to_no_paper_of_the_first(office, county):
    _, first = reminding(office, county, "head", once="same")
    _, other = reminding(office, county, "supervisor", once="same")
    assert other.id != first.id
    assert other.made_by_id == office.people["supervisor"].id


def test_a_head_does_not_remind_another_body(office, county):
    owed = to_remind(viewer(office, "overseer", office.county), LATE)
    with pytest.raises(SupervisionError) as caught:
        make_reminder(viewer(office, "head"), DAY, owed, WORDS, "x")
    assert caught.value.code == "reminder.not_yours"


def test_a_colleague_without_the_duty_does_not_go_on_with_a_paper_of_the_own_body(office, county):
    paper = make_reminder(
        viewer(office, "head"), DAY, to_remind(viewer(office, "head"), LATE), WORDS, "r"
    )
    for sheet in (paper, handing(office)):
        with pytest.raises(SupervisionError) as caught:
            go_on(viewer(office, "officer"), sheet)
        assert caught.value.code == "sheet.not_yours"
    assert not SheetLine.objects.exclude(state=LineState.WAITING).exists()


def test_a_paper_reminds_of_no_more_than_one_can_read(office, county, monkeypatch):
    monkeypatch.setattr(services, "REMINDED_AT_MOST", 1)
    above = viewer(office, "overseer", office.county)
    owed = to_remind(above, LATE)
    with pytest.raises(SupervisionError) as caught:
        make_reminder(above, DAY, owed, WORDS, "x")
    assert caught.value.code == "reminder.too_many"
    assert make_reminder(above, DAY, owed[:1], WORDS, "x").total == 1


def test_units_asked_for_are_reminded_only_as_far_as_one_may(office, county):
    town = county["town"].code
    head = viewer(office, "head")
    sees = replace(head, bodies=head.bodies | {town})
    assert to_remind(sees, LATE, units=[town]) == []
    assert not duties_to_remind(head, [town], LAST, FIRST).exists()


def test_a_paper_of_nothing_is_not_made(office, county):
    with pytest.raises(SupervisionError) as caught:
        make_reminder(viewer(office, "head"), DAY, [], WORDS, "x")
    assert caught.value.code == "reminder.nothing"


def handing(office, giver: str = "clerk", taker: str = "second", who: str = "", once: str = "h"):
    people = (office.people[giver].id, office.people[taker].id)
    return make_handover(viewer(office, who or giver), DAY, people, LEAVING, once)


def test_everything_in_hand_moves_and_what_is_another_s_stays(office):
    mine = {office.mediation(f"调{turn}").matter for turn in range(3)}
    other = office.penalty().matter
    done = go_on(viewer(office, "clerk"), handing(office))
    assert done.finished
    second = office.people["second"].id
    assert set(Matter.objects.filter(handler=second).values_list("id", flat=True)) == mine
    assert Matter.objects.get(id=other).handler == office.people["officer"].id
    form = forms_of(mine.pop())[-1]
    assert form.kind is Kind.HANDOVER
    assert form.data["理由"] == "调离（交接单示市监交〔2026〕1号）"
    assert_sound()


def test_a_matter_that_moved_meanwhile_is_refused_with_its_reason_and_the_others_move(office):
    first, second = (office.mediation(f"调{turn}").matter for turn in range(2))
    sheet = handing(office)
    giving = {
        "移交人": office.people["clerk"].id,
        "接收人": office.people["officer"].id,
        "理由": "x",
    }
    office.do("", first, "clerk", kind="handover", data=giving)
    go_on(viewer(office, "clerk"), sheet)
    states = {line.matter_id: line for line in SheetLine.objects.filter(sheet=sheet)}
    assert states[first].state == LineState.REFUSED
    assert "现在由officer承办" in states[first].refusal
    assert states[second].state == LineState.DONE
    assert states[second].seq == 2


def test_who_has_left_is_relieved_by_the_head(office):
    office.mediation("调1")
    relieve(Post.objects.filter(person=office.people["clerk"]).first(), until=dt.date(2026, 3, 2))
    for post in Post.objects.filter(person=office.people["clerk"], until=None):
        relieve(post, until=dt.date(2026, 3, 2))
    office.go_to("2026-03-10")
    listed = holders(viewer(office, "head"))
    assert [(one.name, one.held) for one in listed] == [("clerk", 1)]
    done = go_on(viewer(office, "head"), handing(office, who="head"))
    assert done.finished
    assert held_by(viewer(office, "head"), office.people["second"].id).count() == 1


def test_a_colleague_hands_over_nobody_else_s_matters(office):
    office.mediation("调1")
    with pytest.raises(SupervisionError) as caught:
        handing(office, who="officer")
    assert caught.value.code == "handover.not_yours"
    assert holders(viewer(office, "officer")) == []
    with pytest.raises(SupervisionError) as caught:
        handing(office, taker="clerk")
    assert caught.value.code == "handover.same"


def test_paper_alone_can_be_handed_over_and_nothing_cannot(office):
    sheet = handing(office)
    assert sheet.finished
    assert sheet.about["papers"] == ["卷宗一册", "印章一枚"]
    people = (office.people["clerk"].id, office.people["second"].id)
    with pytest.raises(SupervisionError) as caught:
        make_handover(viewer(office, "clerk"), DAY, people, {"reason": "x"}, "y")
    assert caught.value.code == "handover.nothing"


def test_entries_of_lists_are_in_nobody_s_hand(office):
    assert holders(viewer(office, "certifier", office.county)) == []


def test_what_is_closed_is_in_nobody_s_hand(office):
    matter = office.mediation("调1").matter
    assert [one.held for one in holders(viewer(office, "clerk"))] == [1]
    archived(office, matter)
    assert not held_by(viewer(office, "clerk"), office.people["clerk"].id).exists()
    assert holders(viewer(office, "clerk")) == []


def test_a_town_s_work_is_not_the_bureau_s_to_hand_over(office):
    overseer(office)
    town_mediation(office, neighbour(office))
    assert holders(viewer(office, "overseer", office.county)) == []


def test_a_head_reminds_the_own_body_alone_whatever_else_the_head_may_see():
    bodies = frozenset({"SLX", "SLX-Z"})
    head = Viewer("h", "局长", "SLX", frozenset({"机关负责人"}), bodies)
    assert bodies_reminded(head) == {"SLX"}
    assert bodies_reminded(replace(head, roles=frozenset({"监督人员"}))) == bodies
    assert bodies_reminded(replace(head, roles=frozenset({"承办人"}))) == frozenset()
