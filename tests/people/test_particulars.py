"""What papers say of a body: stated once, read as of a day, taken from above where the law or the county has one for all."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.people.particulars import Particulars, particulars_on, state_particulars, stated_on
from guiju.people.services import PeopleError, rename_body

TODAY = dt.date(2026, 3, 2)
FIRST, MOVED = dt.date(2024, 1, 1), dt.date(2026, 1, 1)


def state(body, since=FIRST, **told):
    state_particulars(body, Particulars(**told), since=since, today=TODAY)


def test_a_paper_says_what_held_on_its_day(office):
    state(office.body, address="老街 1 号", telephone="1")
    state(office.body, MOVED, address="新街 2 号")
    days = (dt.date(2023, 12, 31), FIRST, dt.date(2025, 12, 31), MOVED, TODAY)
    assert [particulars_on(office.body, day).address for day in days] == [
        "", "老街 1 号", "老街 1 号", "新街 2 号", "新街 2 号",
    ]  # fmt: skip
    assert particulars_on(office.body, TODAY).telephone == "", "a statement is whole"


def test_what_is_stated_again_for_a_day_takes_its_place(office):
    state(office.body, address="老街 1 号")
    state(office.body, address=" 老街 11 号 ")
    assert [one.address for one in office.body.particulars.all()] == ["老街 11 号"]


def test_court_and_bank_are_those_above_unless_the_body_has_its_own(office):
    state(office.county, payee="县银行", court="示例县人民法院", address="县府路", telephone="0")
    told = particulars_on(office.body, TODAY)
    assert (told.payee, told.court) == ("县银行", "示例县人民法院")
    assert (told.address, told.telephone) == ("", ""), "nobody sits where another body sits"
    state(office.body, payee="本局银行", court="示例铁路运输法院")
    told = particulars_on(office.body, TODAY)
    assert (told.payee, told.court) == ("本局银行", "示例铁路运输法院")


def test_since_2024_the_government_above_reconsiders_unless_another_is_stated(office):
    assert particulars_on(office.body, dt.date(2024, 1, 1)).review_body == office.county.name
    assert particulars_on(office.body, dt.date(2023, 12, 31)).review_body == "", "one had a choice"
    assert particulars_on(office.county, TODAY).review_body == "", "the city is not in this store"
    state(office.body, review_body="示例市市场监督管理局")
    assert particulars_on(office.body, TODAY).review_body == "示例市市场监督管理局"


def test_what_the_body_above_states_as_its_own_reviewer_is_not_that_of_the_body(office):
    state(office.county, review_body="示例市人民政府")
    assert particulars_on(office.county, TODAY).review_body == "示例市人民政府"
    assert particulars_on(office.body, TODAY).review_body == office.county.name


def test_the_government_is_called_as_it_was_called_on_the_day(office):
    old = office.county.name
    rename_body(office.county, "示例市人民政府", "示", since=MOVED, today=TODAY)
    office.body.parent.refresh_from_db()
    assert particulars_on(office.body, dt.date(2025, 12, 31)).review_body == old
    assert particulars_on(office.body, MOVED).review_body == "示例市人民政府"


@pytest.mark.parametrize(
    ("told", "since", "code"),
    [
        ({}, FIRST, "body.particulars_empty"),
        ({"address": "　 "}, FIRST, "body.particulars_empty"),
        ({"address": "长" * 101}, FIRST, "body.particulars_text"),
        ({"address": "一行\n两行"}, FIRST, "body.particulars_text"),
        ({"address": "甲"}, dt.date(1900, 1, 1), "body.particulars_day"),
        ({"address": "甲"}, TODAY + dt.timedelta(days=1), "body.particulars_day"),
    ],
)
def test_a_statement_that_says_nothing_or_too_much_or_of_no_day_is_refused(office, told, since, code):  # fmt: skip
    with pytest.raises(PeopleError) as refused:
        state(office.body, since, **told)
    assert refused.value.code == code
    assert stated_on(office.body, TODAY) == Particulars()
