"""The way to an act that cannot be done yet: one act that can be done now is offered first."""

from __future__ import annotations

import pytest

from guiju.web.leading import leading
from tests.web.desk import Desk, act_address

ORDER = {"决定": ("告知",), "告知": ("终结",), "终结": ("取证",), "归档": ("结案", "取证")}


def helps(act: str) -> tuple[str, ...]:
    return ORDER.get(act, ())


def test_the_chain_is_followed_to_the_act_that_can_be_done():
    assert leading("决定", {"取证"}, helps) == "取证"
    assert leading("决定", {"终结", "取证"}, helps) == "终结"


def test_what_can_be_done_leads_to_itself_and_a_dead_end_to_nothing():
    assert leading("取证", {"取证"}, helps) == "取证"
    assert leading("结案", set(), helps) == ""


def test_a_circle_ends_and_the_viewers_own_act_is_preferred():
    assert leading("甲", set(), lambda act: ("乙",) if act == "甲" else ("甲",)) == ""
    assert leading("甲", {"乙", "丙"}, lambda _act: ("乙", "丙"), {"丙"}) == "丙"


def primary(page: str) -> list[str]:
    """The filled buttons of the panel."""
    panel = page.partition("<h3>可以</h3>")[2]
    return [
        one.partition(">")[2].partition("<")[0]
        for one in panel.split("<a ")[1:]
        if 'class="button primary"' in one.partition(">")[0]
    ]


@pytest.mark.django_db
def test_of_many_acts_the_one_on_the_way_to_what_is_owed_is_filled(officer: Desk):
    office, matter = officer.office, officer.office.penalty().matter
    page = officer.page(f"/matters/{matter}")
    assert primary(page) == ["调查取证"]
    link = f'href="{act_address(matter, "调查取证")}"'
    assert link in page.partition("先办")[2].partition("</span>")[0]
    office.evidence(matter)
    assert primary(officer.page(f"/matters/{matter}")) == ["调查终结"]


@pytest.mark.django_db
def test_whoever_has_just_accepted_a_dispute_is_led_to_mediate_not_to_break_off(desk: Desk):
    office, matter = desk.office, desk.office.mediation().matter
    page = desk.enter("clerk").page(f"/matters/{matter}")
    assert primary(page) == ["调解"]
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    assert set(primary(desk.page(f"/matters/{matter}"))) == {"达成协议", "终止调解"}


@pytest.mark.django_db
def test_what_waits_for_approval_offers_nothing_that_comes_after_it(officer: Desk):
    from tests.office import filing_data

    proposed = officer.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    assert "去办“结案”" not in officer.page(f"/matters/{proposed.matter}")
