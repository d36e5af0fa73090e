"""移交承办、补充附件、催办、收到通知: what is said about a matter moves nothing in it, save that a notice makes an act owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.models import Duty
from guiju.matters.requests import FileRef
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    accepted,
    acts_and_what_follows,
    agreed,
    assert_sound,
    dispute,
    held,
    neighbour,
    owed_in,
    refused,
    state_of,
)
from tests.matters.test_corrections import review_owed, upset

pytestmark = pytest.mark.django_db
HANDOVER = {"移交人": "clerk", "接收人": "second", "理由": "调离"}
NOTICE = {"来源办件": "复议1", "来源机关": "SLX", "事由": "责令重作"}


def note(office, matter: str, kind: str, data: dict[str, Any], who: str = "clerk", **more: Any):
    named = {name: office.people[data[name]].id for name in {"移交人", "接收人"} & data.keys()}
    return office.ask("", matter, who, kind=kind, data={**data, **named}, **more)


def moved(office, kind: str) -> dict[str, str]:
    """What a kind changes besides: a handover who handles the matter."""
    return {"handler": office.people["second"].id} if kind == "handover" else {}


def notify(office, matter: str, wanted: str = ""):
    asked = {"要求办理": wanted} if wanted else {}
    return note(office, matter, "notice", {**NOTICE, **asked})


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("handover", HANDOVER),
        ("reminder", {"事项": "调解"}),
        ("attachment", {"目标": 1, "说明": "照片"}),
        ("notice", NOTICE),
    ],
)
def test_what_is_only_said_changes_nothing_but_the_last_act(office, kind, data):
    matter = agreed(office)
    before = {**held(matter), **moved(office, kind)}
    office.go_to("2026-03-10")
    files = (office.keep(),) if kind == "attachment" else ()
    outcome = accepted(note(office, matter, kind, data, files=files))
    assert held(matter) == before
    assert outcome.seq == 4
    assert_sound()


def test_a_note_does_not_let_time_pass(office):
    """行政处罚法第六十条：九十日。A reminder after the last day breaks no time limit by itself; the sweep does."""
    matter = office.penalty().matter
    due = owed_in(matter)["处罚决定"]
    office.go_to("2026-07-01")
    accepted(note(office, matter, "reminder", {"事项": "处罚决定"}, who="supervisor"))
    assert owed_in(matter)["处罚决定"] == due
    assert "breaches" not in state_of(matter)["marking"]


def test_who_takes_over_is_in_the_record_and_who_acted_stays_who_acted(office):
    """Whoever investigated stays barred from reviewing, whomever the case is handed to."""
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    before = state_of(matter)["signers"]
    giving = {**HANDOVER, "移交人": "officer"}
    accepted(note(office, matter, "handover", giving, who="officer"))
    assert state_of(matter)["signers"] == before
    told = forms_of(matter)[-1].data
    assert (told["移交人"], told["接收人"]) == tuple(
        office.people[name].id for name in ("officer", "second")
    )


def test_an_attachment_is_kept_in_its_act_with_its_digest(office):
    matter = dispute(office)
    first, second = office.keep("一.pdf", b"%PDF-1.4 a"), office.keep("二.pdf", b"%PDF-1.4 b")
    data = {"目标": 1, "说明": "照片"}
    accepted(note(office, matter, "attachment", data, files=(first, second)))
    kept = forms_of(matter)[-1].files
    assert [(one["name"], one["sha256"]) for one in kept] == [
        ("一.pdf", first.sha256),
        ("二.pdf", second.sha256),
    ]
    assert forms_of(matter)[0].files == []


def test_a_file_that_was_never_kept_is_not_attached(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    files = (FileRef("无.pdf", "0" * 64),)
    outcome = note(office, matter, "attachment", {"目标": 1, "说明": "照片"}, files=files)
    assert refused(outcome) == "file.unknown"
    assert acts_and_what_follows() == before


def test_nothing_is_attached_to_an_act_that_is_not_there(office):
    matter = dispute(office)
    before = acts_and_what_follows()
    data = {"目标": 2, "说明": "照片"}
    outcome = note(office, matter, "attachment", data, files=(office.keep(),))
    assert refused(outcome) == "standing.no_target"
    assert acts_and_what_follows() == before


def test_a_proof_attached_to_what_upset_the_matter_answers_the_review(office):
    matter = upset(office)
    for target, owed in ((3, True), (4, False)):
        data = {"目标": target, "说明": "审查意见"}
        accepted(note(office, matter, "attachment", data, files=(office.keep(),)))
        assert review_owed(matter) is owed
    assert_sound()


@pytest.mark.parametrize(("kind", "data"), [("handover", HANDOVER), ("reminder", {"事项": "x"})])
def test_a_mere_word_does_not_answer_the_review(office, kind, data):
    matter = upset(office)
    accepted(note(office, matter, kind, data))
    assert review_owed(matter)


def test_a_superior_reminds_through_a_member_of_the_owning_body(office):
    """Nobody's act writes another body's matter."""
    matter = dispute(office)
    neighbour(office)
    for who in ("certifier", "outsider"):
        outcome = note(office, matter, "reminder", {"事项": "调解"}, who=who)
        assert refused(outcome) == "standing.role"


def test_what_a_notice_asks_for_is_owed_from_that_day_by_who_performs_it(office):
    matter = dispute(office)
    before = owed_in(matter)
    accepted(notify(office, matter, "调解"))
    duty = Duty.objects.get(matter=matter, act="调解")
    assert (duty.roles, duty.due, duty.ready) == ("人民调解员", None, dt.date(2026, 3, 2))
    assert owed_in(matter) == {**before, "调解": None}
    assert state_of(matter)["asked"] == {"调解": 2}


def test_doing_what_a_notice_asked_for_ends_the_duty(office):
    matter = dispute(office)
    accepted(notify(office, matter, "调解"))
    office.do("报告有关部门", matter, "clerk", data={"报告对象": "派出所"})
    assert "调解" in owed_in(matter)
    office.do("调解", matter, "clerk", data=TALK)
    assert "调解" not in owed_in(matter)
    assert_sound()


def test_a_notice_does_not_take_the_day_of_what_is_owed_already(office):
    """行政处罚法第六十条：九十日 stays the last day, whatever another matter asks for."""
    matter = office.penalty().matter
    before = owed_in(matter)
    accepted(notify(office, matter, "处罚决定"))
    assert owed_in(matter) == before
    assert_sound()


@pytest.mark.parametrize(
    ("wanted", "code"), [("罚款", "act.unknown"), ("届满.申请司法确认", "act.clock")]
)
def test_a_notice_asks_for_nothing_that_nobody_could_do(office, wanted, code):
    matter = dispute(office)
    before = acts_and_what_follows()
    assert refused(notify(office, matter, wanted)) == code
    assert acts_and_what_follows() == before
