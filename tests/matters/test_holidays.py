"""A year's notice that is recorded in the store: checked like a year file, counted by at once, and told where it moves days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters import holidays, recounting, rulebook
from guiju.matters.holidays import NOTICE_LIST, recorded_notices
from guiju.matters.models import Duty, Matter, MovedDay, Recount
from guiju.matters.recounting import pending, recount
from guiju.matters.services import perform_many
from guiju.matters.sweep import sweep
from guiju.matters.verification import verify_store
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body
from tests.matters.test_clock_events import APPLICATION
from tests.matters.test_plans import READ_THROUGH, SORTED, plans
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db
NEW_YEAR = [{"节日": "元旦", "起": "2027-01-01", "止": "2027-01-03"}]
WORKED = [{"日期": "2027-02-20"}]


@pytest.fixture(autouse=True)
def _county_may_record(office) -> None:
    appoint(office.people["supervisor"], office.county, ["法制机构"], since=FOUNDED)
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)


def year_of(year: int) -> dict[str, Any]:
    """Another year's notice."""
    rest = {"节日": "元旦", "起": f"{year}-01-01", "止": f"{year}-01-01"}
    return {"年度": year, "放假": [rest], "调休上班": []}


def notice(office, **more: Any) -> dict[str, Any]:
    text = office.keep("通知.pdf", b"%PDF-1.4 notice").sha256
    return {
        "年度": 2027, "名称": "国务院办公厅关于2027年部分节假日安排的通知", "文号": "国办发明电〔2026〕1号",
        "印发日": "2026-11-04", "放假": NEW_YEAR, "调休上班": WORKED, "通知文本": text, "复核": True, **more,
    }  # fmt: skip


def ask(office, body: str = "", **more: Any):
    return office.ask(
        "登记", who="supervisor", kind="proposal", procedure=NOTICE_LIST,
        body=body or office.county.code, data=notice(office, **more),
        files=(office.keep("通知.pdf", b"%PDF-1.4 notice"),),
    )  # fmt: skip


def record(office, **more: Any) -> str:
    proposal = ask(office, **more)
    assert proposal.accepted, proposal.refusal
    return office.agree(proposal).matter


def works(day: str) -> bool:
    rulebook.renew_calendar()
    return rulebook.calendar().is_working(dt.date.fromisoformat(day).toordinal())


def application(office) -> str:
    """An application of 29 December: five working days to accept it."""
    office.go_to("2026-12-29")
    outcome = office.do("收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION)
    return outcome.matter


def due(matter: str) -> dt.date:
    return min(Duty.objects.filter(matter=matter, due__isnull=False).values_list("due", flat=True))


def twice(day: dt.date) -> int:
    """The change is noted first and acted on the next time."""
    return recount(day) + recount(day)


def test_nothing_counts_before_the_head_agrees(office):
    ask(office)
    assert works("2027-01-01")
    assert recorded_notices() == []


def test_an_approved_notice_is_counted_by_at_once_in_this_process_and_its_rules(office):
    assert works("2027-01-01")
    record(office)
    assert not works("2027-01-01")
    assert works("2027-02-20"), "a Saturday that is worked"
    assert not rulebook.calendar().is_provisional(dt.date(2027, 6, 1).toordinal())


def test_an_act_after_it_is_judged_by_it(office):
    office.go_to("2026-12-28")
    record(office)
    assert due(application(office)) == dt.date(2027, 1, 6)


def test_the_next_act_of_the_same_batch_is_judged_by_it(office):
    office.go_to("2026-12-29")
    proposal = ask(office)
    agreement = {"提请": proposal.seq, "意见": "同意"}
    agreed, received = perform_many([
        office.request("", proposal.matter, "head", kind="opinion", data=agreement),
        office.request("收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION),
    ])  # fmt: skip
    assert agreed.accepted, agreed.refusal
    assert due(received.matter) == dt.date(2027, 1, 6)


def test_open_matters_are_counted_anew_and_what_moved_is_told(office):
    matter = application(office)
    assert due(matter) == dt.date(2027, 1, 5), "New Year's Day was an ordinary Friday"
    twice(office.time.now().date())
    record(office)
    today = office.time.now().date()
    assert recount(today) == 0, "noted"
    assert pending()
    assert recount(today) == 1
    assert not pending()
    assert due(matter) == dt.date(2027, 1, 6)
    told = MovedDay.objects.get(matter=matter)
    assert (told.before, told.after) == (dt.date(2027, 1, 5), dt.date(2027, 1, 6))
    assert told.body == office.body.code
    assert recount(today) == 0, "nothing is counted twice"


def test_matters_that_stand_are_not_written(office):
    office.penalty()
    office.go_to("2026-11-05")
    twice(office.time.now().date())
    record(office)
    assert twice(office.time.now().date()) == 0
    assert Recount.objects.get().counted


def test_what_the_clock_did_by_itself_stands_when_days_are_counted_anew(office):
    outcome = office.do("收到申请", who="reviewing", procedure="reconsideration", data=APPLICATION)
    office.go_to("2026-11-05")
    today = office.time.now().date()
    assert sweep(today) == 1, "silence has accepted it"
    before = Matter.objects.get(id=outcome.matter).state
    twice(today)
    record(office)
    assert twice(today) == 0
    assert Recount.objects.get().counted
    assert Matter.objects.get(id=outcome.matter).state == before


def test_the_store_is_sound_after_counting_and_says_so_while_it_waits(office):
    application(office)
    twice(office.time.now().date())
    record(office)
    recount(office.time.now().date())
    waiting = verify_store(deep=True)
    assert not waiting.broken
    assert "deep.recounting" in [one.code for one in waiting.not_verifiable]
    recount(office.time.now().date())
    counted = verify_store(deep=True)
    assert not counted.broken
    assert "deep.recounting" not in [one.code for one in counted.not_verifiable]


def test_counting_goes_on_where_it_stopped(office, monkeypatch):
    matters = [application(office), application_again(office)]
    twice(office.time.now().date())
    record(office)
    monkeypatch.setattr(recounting, "MATTERS_A_TRANSACTION", 1)
    recount(office.time.now().date())
    row = Recount.objects.get()
    recounting._next(row, office.time.now().date())
    assert Recount.objects.get().cursor not in {recounting.START, recounting.DONE}
    recount(office.time.now().date())
    assert [due(one) for one in matters] == [dt.date(2027, 1, 6)] * 2


def application_again(office) -> str:
    outcome = office.do(
        "收到申请", who="reviewing", procedure="reconsideration",
        data={**APPLICATION, "收件登记号": "收2"},
    )  # fmt: skip
    return outcome.matter


def test_taking_it_off_makes_the_days_provisional_again(office):
    matter = record(office)
    proposal = office.do("移出", matter, "supervisor", kind="proposal", data={"移出理由": "误录"})
    office.agree(proposal)
    assert works("2027-01-01")
    assert rulebook.calendar().is_provisional(dt.date(2027, 6, 1).toordinal())


def test_a_later_notice_of_the_year_takes_the_place_of_the_first(office):
    matter = record(office)
    data = notice(
        office, 印发日="2027-01-20", 放假=[{"节日": "元旦", "起": "2027-01-01", "止": "2027-01-04"}]
    )
    del data["年度"]
    proposal = office.do(
        "调整", matter, "supervisor", kind="proposal", data=data,
        files=(office.keep("通知.pdf", b"%PDF-1.4 notice"),),
    )  # fmt: skip
    office.agree(proposal)
    assert not works("2027-01-04")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"放假": [{"节日": "元旦", "起": "2027-01-03", "止": "2027-01-01"}]}, "calendar.range"),
        ({"放假": NEW_YEAR * 2}, "calendar.overlap"),
        ({"放假": [{"节日": "国庆节", "起": "2028-10-01", "止": "2028-10-07"}]}, "calendar.year"),
        ({"调休上班": [{"日期": "2027-02-22"}]}, "calendar.workday"),
        ({"调休上班": [{"日期": "2027-01-02"}]}, "calendar.overlap"),
        (year_of(2028), "calendar.gap"),
        (year_of(2029), "calendar.gap"),
        (year_of(2019), "calendar.gap"),
    ],
)
def test_what_a_year_file_may_not_say_an_entry_may_not_say_either(office, wrong, code):
    assert ask(office, **wrong).refusal.code == code


def test_only_the_highest_body_records_it_for_all(office):
    refusal = ask(office, body=office.body.code).refusal
    assert refusal.code == "calendar.not_the_highest"


def known_year(office, **more: Any) -> dict[str, Any]:
    book = rulebook.catalog().shelf.calendars.notice(2026)
    return {
        "年度": 2026, "名称": book.title, "文号": book.number, "印发日": str(book.issued),
        "放假": [{"节日": one.name, "起": str(one.first), "止": str(one.last)} for one in book.holidays],
        "调休上班": [{"日期": str(day)} for day in book.workdays], **more,
    }  # fmt: skip


def test_nothing_is_counted_by_the_notice_of_a_body_that_has_a_superior(office):
    record(office)
    assert not works("2027-01-01")
    assert works("2027-01-04") is not works("2027-01-03")
    before = rulebook.calendar_digest()
    above = establish_body("S", "示例市人民政府", kind=BodyKind.GOVERNMENT, since=FOUNDED)
    office.county.parent = above
    office.county.save(update_fields=["parent"])
    rulebook.renew_calendar()
    assert rulebook.calendar_digest() != before
    assert 2027 not in rulebook.calendar_book().notices


def test_what_the_catalog_knows_already_may_be_recorded_and_changes_nothing(office):
    before = rulebook.calendar_digest()
    record(office, **known_year(office))
    rulebook.renew_calendar()
    assert rulebook.calendar_digest() == before


def test_what_contradicts_the_catalog_is_refused_by_day(office):
    worked = known_year(office)["调休上班"][1:]
    refusal = ask(office, **known_year(office, 调休上班=worked)).refusal
    assert refusal.code == "calendar.conflict"
    assert "1月4日" in refusal.sentence


def test_a_notice_issued_after_the_catalogs_takes_its_place(office):
    worked = known_year(office)["调休上班"][:-1]
    office.go_to("2026-06-01")
    record(office, **known_year(office, 调休上班=worked, 印发日="2026-05-20"))
    assert not works("2026-10-10")


def test_what_was_recorded_and_what_waits_is_read_along_an_index(office):
    found = plans(
        [(holidays._KEY, [NOTICE_LIST]), (holidays._ENTRIES, [NOTICE_LIST]), (recounting._WAITING, ["", 200])]
    )  # fmt: skip
    for read in found[:2]:
        assert "SCAN m" not in read
        assert "Seq Scan on matters_matter" not in read
    assert not any(word in found[2] for word in (*SORTED, *READ_THROUGH))
