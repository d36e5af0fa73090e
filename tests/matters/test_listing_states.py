"""What is open, over or late in a list: by the day, of that list alone, whatever else is asked beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.list_query import LATE, OPEN, OVER, Is, ListQuery
from guiju.matters.listing import list_page, summary
from tests.matters.test_listing import viewer
from tests.matters.test_listing_as_of import DELEGATIONS, DISPUTES, published
from tests.supervision.county import set_period

__all__ = ["viewer"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEIGHBOURS = Is("纠纷类型", "邻里")


def found(viewer, query: ListQuery, today: dt.date) -> set[str]:
    """The matters of a list; the count says the same."""
    rows = {row.matter for row in list_page(viewer, query, today).rows}
    assert summary(viewer, query, today).count == len(rows)
    return rows


@pytest.fixture
def dispute(office) -> str:
    """A dispute that falls due five days on."""
    set_period(office, office.body, "supervisor", "head")
    return str(office.mediation().matter)


@pytest.mark.parametrize("conditions", [(), (NEIGHBOURS,)], ids=["alone", "beside another"])
@pytest.mark.parametrize("order", ["next_due", "opened"])
def test_what_falls_due_today_is_late_tomorrow(dispute, viewer, conditions, order):
    (row,) = list_page(viewer, ListQuery(DISPUTES), dt.date(2026, 3, 2)).rows
    assert row.next_due is not None
    query = ListQuery(DISPUTES, conditions, state=LATE, order=order)
    assert found(viewer, query, row.next_due) == set()
    assert found(viewer, query, row.next_due + DAY) == {dispute}


def test_as_many_as_fill_a_page_are_not_late_on_the_day_they_fall_due(dispute, office, viewer):
    for number in ("调2", "调3"):
        office.mediation(number)
    due = list_page(viewer, ListQuery(DISPUTES), dt.date(2026, 3, 2)).rows[0].next_due
    assert due is not None
    query = ListQuery(DISPUTES, (NEIGHBOURS,), state=LATE, order="opened")
    assert list_page(viewer, query, due, None, 1).rows == []
    assert len(list_page(viewer, query, due + DAY, None, 1).rows) == 1


@pytest.mark.parametrize("conditions", [(), (NEIGHBOURS,)], ids=["alone", "beside another"])
def test_what_is_late_in_one_procedure_is_not_listed_in_another(
    office, dispute, viewer, conditions
):
    other = office.penalty().matter
    today = dt.date(2027, 3, 2)
    query = ListQuery(DISPUTES, conditions, state=LATE, order="next_due", descending=False)
    assert found(viewer, query, today) == {dispute}
    assert {dispute, other} <= found(viewer, ListQuery(state=LATE, order="next_due"), today)


def test_a_case_is_over_on_the_day_it_was_closed_and_open_the_day_before(office, viewer):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    office.do("终止调解", matter, "clerk", data={"终止原因": "申请人撤回"})
    office.do("告知其他途径", matter, "clerk", data={"告知途径": "多种途径"})
    office.go_to("2026-03-05")
    office.do("归档", matter, "clerk")
    closed = dt.date(2026, 3, 5)
    for today in (closed, closed + DAY):
        assert found(viewer, ListQuery(DISPUTES, as_of=closed), today) == set()
        assert found(viewer, ListQuery(DISPUTES, as_of=closed - DAY), today) == {matter}
    (row,) = list_page(viewer, ListQuery(DISPUTES, as_of=closed - DAY), closed + DAY).rows
    assert row.closed is None, "that day nobody knew"
    assert found(viewer, ListQuery(DISPUTES, state=OPEN), closed) == set()
    assert found(viewer, ListQuery(DISPUTES, state=OVER), closed) == {matter}


def test_an_entry_is_open_from_its_first_day_to_its_last_and_over_after_it(office, viewer):
    made = published(office, office.delegation("2026-03-10", "2026-03-31").matter)
    first, last = dt.date(2026, 3, 10), dt.date(2026, 3, 31)
    for today, is_open, is_over in (
        (first - DAY, False, False), (first, True, False), (last, True, False), (last + DAY, False, True),
    ):  # fmt: skip
        query = ListQuery(DELEGATIONS, state=OPEN)
        assert found(viewer, query, today) == ({made} if is_open else set()), today
        query = ListQuery(DELEGATIONS, state=OVER)
        assert found(viewer, query, today) == ({made} if is_over else set()), today
