"""From acts to what happened: told by the acts alone, in the order of the days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from guiju.matters.history import effective_history, signers_of
from guiju.record.act import ZERO, ActForm, Kind

MATTER = "00000000-0000-7000-8000-000000000000"
MONDAY = dt.date(2026, 3, 2)
COMMITMENT = "c" * 64


def form(seq: int, kind: Kind = Kind.EVENT, act: str = "", day: int = 0, **more: Any) -> ActForm:
    said: dict[str, Any] = {"data": {}, "private": {}, "authority": {"staff": True}, "by": "p1"} | more  # fmt: skip
    return ActForm(
        matter=MATTER, seq=seq, kind=kind, act=act, body="SLX", recorded_by="p1", role="", done_at=None,
        done_on=(MONDAY + dt.timedelta(days=day)).isoformat(), recorded_at="", rules="a" * 64, files=[],
        verdict={}, previous=ZERO, **said,
    )  # fmt: skip


def correction(seq: int, target: int, day: int | None = None, part: int | None = None, **more: Any):
    private = more.pop("private", {})
    data: dict[str, Any] = {"目标": target, "更正": more}
    if day is not None:
        data["更正办理日"] = (MONDAY + dt.timedelta(days=day)).isoformat()
    if part is not None:
        data["部分"] = part
    return form(seq, Kind.CORRECTION, data=data, private=private)


def retraction(seq: int, target: int) -> ActForm:
    return form(seq, Kind.RETRACTION, data={"目标": target})


def stated(act: str, day: int, **data: Any) -> dict[str, Any]:
    return {"act": act, "done_on": (MONDAY + dt.timedelta(days=day)).isoformat(), "data": data}


def told(forms: list[ActForm]) -> list[tuple[str, int]]:
    return [(one.act, (one.day - MONDAY).days) for one in effective_history(forms)]


def test_what_was_recorded_late_happened_in_its_own_place():
    assert told([form(1, act="甲"), form(2, act="丙", day=4), form(3, act="乙", day=1)]) == [
        ("甲", 0),
        ("乙", 1),
        ("丙", 4),
    ]


def test_on_one_day_the_order_of_recording_holds():
    assert [one.seq for one in effective_history([form(n, act="甲") for n in (1, 2, 3)])] == [1, 2, 3]  # fmt: skip


def test_only_events_openings_and_accomplished_facts_happen():
    for kind in set(Kind) - {Kind.EVENT, Kind.OPENING, Kind.ACCOMPLISHED}:
        data = {"目标": 9, "更正": {}}
        assert effective_history([form(1, kind, act="甲", data=data)]) == [], kind


def test_each_correction_adds_to_the_one_before():
    forms = [
        form(1, act="甲", data={"一": 1, "二": 2, "三": 3}, private={"秘": COMMITMENT}),
        correction(2, 1, 二=20, 三=30),
        correction(3, 1, day=2, 三=300, private={"密": COMMITMENT}),
    ]
    (one,) = effective_history(forms)
    assert one.data == {"一": 1, "二": 20, "三": 300}
    assert one.private == {"秘", "密"}
    assert (one.day, one.seq) == (MONDAY + dt.timedelta(days=2), 1)


def test_a_correction_without_a_day_keeps_the_corrected_one():
    assert told([form(1, act="甲"), correction(2, 1, day=3), correction(3, 1, 一=1)]) == [("甲", 3)]


def test_a_corrected_act_is_still_who_did_it_and_how():
    forms = [
        form(1, act="甲", authority={"staff": True, "signers": ["p2"]}, by="p3"),
        form(2, Kind.ACCOMPLISHED, act="乙", data={"内容": {"一": 1}}),
        correction(3, 1, 一=1),
        correction(4, 2, 一=2),
    ]
    first, second = effective_history(forms)
    assert first.signers == {"p2", "p3"}
    assert (first.unlawful, second.unlawful) == (False, True)
    assert second.data == {"一": 2}


def test_a_correction_of_what_never_moved_anything_moves_nothing():
    forms = [form(1, act="甲"), form(2, Kind.REMINDER), correction(3, 2, 一=1), correction(4, 3)]
    assert told(forms) == [("甲", 0)]


def test_an_act_taken_back_is_gone_wherever_the_retraction_stands():
    first = [form(1, act="甲"), form(2, act="乙")]
    assert told([*first, retraction(3, 2)]) == [("甲", 0)]
    assert told([*first, correction(3, 2, 一=1), retraction(4, 2)]) == [("甲", 0)]
    assert told([*first, retraction(3, 2), correction(4, 2, day=5)]) == [("甲", 0)]


def test_a_correction_taken_back_never_corrected():
    forms = [form(1, act="甲"), correction(2, 1, day=5), retraction(3, 2)]
    assert told(forms) == [("甲", 0)]


def test_an_opening_happens_in_its_parts_and_each_is_corrected_for_itself():
    parts = [stated("甲", 0, 一=1), stated("乙", 2, 一=2), stated("丙", 2)]
    forms = [
        form(1, Kind.OPENING, data={"行为": parts}, private={"0.秘": COMMITMENT, "10.秘": COMMITMENT}),
        correction(2, 1, part=2, day=1),
        correction(3, 1, 一=9),
    ]  # fmt: skip
    found = effective_history(forms)
    assert [(one.act, one.part, one.data.get("一")) for one in found] == [
        ("甲", 0, 9),
        ("丙", 2, None),
        ("乙", 1, 2),
    ]
    assert [one.private for one in found] == [{"秘"}, frozenset(), frozenset()]
    assert all(one.stated and one.seq == 1 for one in found)


def test_a_part_that_was_not_stated_is_not_corrected_into_being():
    opening = form(1, Kind.OPENING, data={"行为": [stated("甲", 0)]})
    assert told([opening, correction(2, 1, part=1, day=3)]) == [("甲", 0)]


def test_an_outside_party_has_no_hand_in_the_matter_but_the_officers_who_signed_have():
    outside = form(1, act="甲", by="当事人", authority={"staff": False, "signers": ["p2"]})
    assert signers_of(outside) == {"p2"}
    assert signers_of(form(1, act="甲", by="p3", authority={"staff": True})) == {"p3"}


@st.composite
def histories(draw: st.DrawFn) -> list[ActForm]:
    forms = [form(1, act="1")]
    for seq in range(2, draw(st.integers(2, 9))):
        target, day = draw(st.integers(1, seq - 1)), draw(st.integers(0, 5))
        forms.append(
            draw(
                st.sampled_from(
                    [form(seq, act=str(seq), day=day), correction(seq, target, day), retraction(seq, target)]
                )
            )
        )  # fmt: skip
    return forms


@given(histories())
def test_whatever_the_acts_every_event_happens_once_unless_taken_back(forms: list[ActForm]):
    back = {one.data["目标"] for one in forms if one.kind is Kind.RETRACTION}
    events = {one.seq for one in forms if one.kind is Kind.EVENT}
    found = effective_history(forms)
    assert sorted(one.seq for one in found) == sorted(events - back)
    assert [(one.day, one.seq) for one in found] == sorted((one.day, one.seq) for one in found)


@given(histories())
def test_the_day_is_that_of_the_last_correction_that_stands(forms: list[ActForm]):
    back = {one.data["目标"] for one in forms if one.kind is Kind.RETRACTION}
    for one in effective_history(forms):
        days = [
            each.data["更正办理日"]
            for each in forms
            if each.kind is Kind.CORRECTION and each.data["目标"] == one.seq and each.seq not in back
        ]  # fmt: skip
        assert one.day.isoformat() == (days[-1] if days else forms[one.seq - 1].done_on)
