"""A refusal speaks of money in 元, as the form does."""

from __future__ import annotations

import pytest

from tests.web.desk import Desk, act_address, closing_form

pytestmark = pytest.mark.django_db


def test_a_refusal_names_money_in_yuan_as_the_form_asks_for_it(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    office.evidence(matter)
    closing = act_address(matter, "调查终结")
    officer.confirm(
        officer.check(closing, **closing_form(office, **{"f-拟处罚款": "50000"})), closing
    )
    page = officer.check(act_address(matter, "拟处罚告知"), **{"f-告知罚款": "40000"})
    assert "没有登记。" in page
    assert "应为“50,000.00元”，现填“40,000.00元”" in page
    assert "5000000" not in page
    assert 'value="40000"' in page, "what was typed stays as it was typed"
