"""An approved act is one step of the matter; its proposal and opinions stand under it, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.web.nesting import nested
from guiju.web.timeline import Entry
from tests.office import filing_data
from tests.web.test_timeline import entries

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db


def shown_seqs(steps) -> list[int]:
    """Every record on the page, in order, those under another included."""
    return [seq for one in steps for seq in ([under.seq for under in one.under] + [one.seq])]


def test_proposal_and_opinions_stand_under_the_act_they_led_to(office):
    matter = office.penalty().matter
    (filing,) = nested(entries(office, matter))
    assert filing.seq == 3
    assert [one.seq for one in filing.under] == [1, 2]
    assert filing.approved == ["head（机关负责人）同意，2026年3月2日（周一）"]


def test_every_record_is_shown_once(office):
    matter = office.penalty().matter
    office.approved("中止调查", matter, data={"停止计时事由": "等鉴定"})
    flat = [one.seq for one in entries(office, matter)]
    assert shown_seqs(nested(entries(office, matter))) == flat == [1, 2, 3, 4, 5, 6]


def test_opinions_stand_in_the_order_of_recording_whatever_day_their_paper_bears():
    def entry(seq: int, day: str, **more) -> Entry:
        return Entry(seq, "", day, (day, seq), "", **more)

    listed = [
        entry(1, "2026-03-02"),
        entry(3, "2026-03-02", answers=1),
        entry(2, "2026-03-03", answers=1),
        entry(4, "2026-03-04", rests_on=(2, 3)),
        Entry(0, "", "2026-03-05", ("2026-03-05", 9), "", clock=True),
    ]
    act, clock = nested(listed)
    assert [one.seq for one in act.under] == [1, 2, 3]
    assert clock.clock


def test_what_led_to_no_act_keeps_its_own_place(office):
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    assert [one.seq for one in nested(entries(office, proposal.matter))] == [1]
    office.do(
        "", proposal.matter, "head", kind="opinion",
        data={"提请": 1, "意见": "退回", "说明": "补照片"},
    )  # fmt: skip
    steps = nested(entries(office, proposal.matter))
    assert [one.seq for one in steps] == [1, 2]
    assert steps[1].said == "head（机关负责人）退回，2026年3月2日（周一）"


def test_the_page_tells_who_approved_and_unfolds_the_records(officer: Desk):
    matter = officer.office.penalty().matter
    page = officer.page(f"/matters/{matter}")
    assert "<summary>审批　head（机关负责人）同意，2026年3月2日（周一）</summary>" in page
    for seq in (1, 2, 3):
        assert page.count(f'id="act-{seq}"') == 1
