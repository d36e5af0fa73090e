"""Nothing is typed twice: over a whole penalty case each fact is asked once, or comes filled in, computed, or with its earlier answer."""

from __future__ import annotations

import re
from html import unescape

import pytest

from guiju.web.actform import BEFORE, PREFILLED
from guiju.web.inputs import PROPOSED
from guiju.web.stage import stage_in_matter, stage_of_opening
from tests.web.desk import act_address
from tests.web.penalty_facts import ANEW, COURSE, EARLY, PROCEDURE, facts, go_to, perform

pytestmark = pytest.mark.django_db


def block(page: str, name: str) -> str:
    """The part of a form that asks for a field."""
    start = page.index(f'id="f-{name}')
    begin = max(
        page.rfind('<div class="field', 0, start), page.rfind('<fieldset class="field', 0, start)
    )
    return unescape(page[begin : start + 3000].partition("改定“")[0])


def given(part: str) -> bool:
    """Whether an input of the part holds something."""
    return bool(re.search(r'<input[^>]* value="[^"]+"|<textarea[^>]*>[^<\s]', part))


def test_each_fact_of_a_penalty_case_is_asked_once(officer):
    office, matter, asked = officer.office, "", {}
    for step in COURSE:
        go_to(office, step.day)
        address = act_address(matter, step.act) if matter else f"/new/{PROCEDURE}"
        page = officer.page(address)
        for name, spec in fields(officer, step.act, matter).items():
            part = block(page, name)
            if spec.computed is not None:
                assert PROPOSED in part or "算不出" in part, (step.act, name)
            elif name in asked and (spec.type in PREFILLED or name in EARLY):
                assert given(part), f"“{step.act}”又要填“{name}”，在“{asked[name]}”已经填过"
            elif name in asked:
                assert BEFORE in part, f"“{step.act}”又问“{name}”，没有告诉“{asked[name]}”怎么答的"
                assert name in ANEW, f"“{name}”为什么再问一次"
            asked.setdefault(name, step.act)
        matter = perform(office, step, matter)
    assert len(asked) > 25
    assert {name for name, *_ in facts()} == set(asked)


def fields(officer, act: str, matter: str):
    from guiju.people.viewer import viewer_of
    from guiju.web.access import Staff

    office = officer.office
    today = office.time.now().date()
    person = office.people["officer"]
    viewer = viewer_of(person, office.body, today)
    staff = Staff(person, viewer, office.body, False, today)
    stage = (
        stage_in_matter(staff, matter, act) if matter else stage_of_opening(staff, PROCEDURE, today)
    )
    return stage.act.fields


def test_an_earlier_answer_is_told_and_not_taken_over(officer):
    matter = officer.office.penalty().matter
    part = block(officer.page(act_address(matter, "调查终结")), "五年追责情形")
    assert f"{BEFORE}：否" in part
    assert "checked" not in part


def test_a_text_given_before_comes_filled_in(officer):
    office, matter = officer.office, ""
    for step in COURSE[:9]:
        matter = perform(office, step, matter)
    page = officer.page(act_address(matter, "信用信息公示"))
    assert 'value="https://example.invalid/1"' in page


def test_the_reference_lists_the_facts_as_they_are_asked():
    from tests.house.references import PENALTY_FACTS, penalty_facts

    assert PENALTY_FACTS.read_text(encoding="utf-8") == penalty_facts()
