"""Numbers: one series for each body, name and year, without gap, without repeat, whatever was refused or taken back."""

from __future__ import annotations

import pytest
from django.db import transaction

from guiju.matters.models import AllottedNumber, Matter, NumberSeries
from guiju.matters.services import perform_many
from tests.matters.asking import FILING, MEDIATION, TALK, refused, town_beside
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
AGREEMENT = {"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"}


def accept(office, number: str, **more) -> str:
    """The number a new mediation is given."""
    ask = {**MEDIATION, "data": mediation_data(number), **more}
    return office.do("登记受理", **ask).number


def given(series: str) -> list[int]:
    rows = AllottedNumber.objects.filter(series=series).order_by("value")
    return list(rows.values_list("value", flat=True))


def test_each_body_counts_for_itself_and_under_its_own_word(office):
    town_beside(office)
    there = {"who": "elsewhere", "body": "SLX-Z"}
    numbers = [
        accept(office, "调1"),
        accept(office, "调1", **there),
        accept(office, "调2", **there),
    ]
    assert numbers == ["示市监调〔2026〕1号", "示甲调〔2026〕1号", "示甲调〔2026〕2号"]


def test_each_procedure_counts_for_itself(office):
    accept(office, "调1")
    assert office.penalty().number == "示市监罚立〔2026〕1号"


def test_a_number_is_of_the_year_in_which_the_act_was_done(office):
    """A late entry continues the series of its own year and leaves no gap in this one."""
    book = office.keep("登记簿.pdf", b"%PDF-1.4 book")
    late = {"done_on": "2025-12-30", "files": (book,), "proof": book.sha256}
    numbers = [
        accept(office, "调1"), accept(office, "旧1", **late), accept(office, "调2"), accept(office, "旧2", **late),
    ]  # fmt: skip
    years = ["〔2026〕1号", "〔2025〕1号", "〔2026〕2号", "〔2025〕2号"]
    assert numbers == [f"示市监调{year}" for year in years]


def test_a_new_year_begins_at_one(office):
    accept(office, "调1")
    office.go_to("2027-01-04")
    assert accept(office, "调2") == "示市监调〔2027〕1号"


def test_a_document_has_a_number_of_its_own_series(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    assert office.do("达成协议", matter, "clerk", data=AGREEMENT).number == "示市监调协〔2026〕1号"
    assert Matter.objects.get(id=matter).number == "示市监调〔2026〕1号"
    numbers = AllottedNumber.objects.filter(matter=matter).values_list("series", "seq")
    assert set(numbers) == {("调解编号", 1), ("调解协议号", 3)}


def test_an_act_without_a_number_takes_none(office):
    matter = office.mediation().matter
    assert office.do("调解", matter, "clerk", data=TALK).number == ""
    assert AllottedNumber.objects.filter(matter=matter).count() == 1


def test_numbers_follow_the_order_of_agreement_not_of_proposal(office):
    proposals = [
        office.do("立案", kind="proposal", data=filing_data(线索编号=clue), **FILING)
        for clue in ("线1", "线2")
    ]
    assert [one.number for one in proposals] == ["", ""]
    agreed = [office.agree(one).number for one in reversed(proposals)]
    assert agreed == ["示市监罚立〔2026〕1号", "示市监罚立〔2026〕2号"]


def test_what_the_law_refuses_takes_no_number(office):
    """人民调解法第二十九条：要件不齐不算达成。"""
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    unsigned = {**AGREEMENT, "形式要件齐备": False}
    refused(office, "kernel.require", "达成协议", matter, who="clerk", data=unsigned)
    assert office.do("达成协议", matter, "clerk", data=AGREEMENT).number.endswith("〔2026〕1号")


def test_refusals_among_many_leave_no_gap(office):
    wrong = [mediation_data("调1"), {}, mediation_data("调3", 涉及人数=1)]
    rows = [
        office.request("登记受理", data=data, **MEDIATION)
        for place in range(1, 4)
        for data in (mediation_data(f"调{place}"), wrong[place - 1])
    ]
    accepted = [one.number for one in perform_many(rows) if one.accepted]
    assert accepted == [f"示市监调〔2026〕{value}号" for value in (1, 2, 3)]
    assert NumberSeries.objects.get(series="调解编号").last == 3


def test_several_transactions_of_a_batch_count_on(office):
    rows = [
        office.request("登记受理", data=mediation_data(f"调{place}"), **MEDIATION)
        for place in range(5)
    ]
    assert all(one.accepted for one in perform_many(rows, rows_a_transaction=2))
    assert given("调解编号") == [1, 2, 3, 4, 5]


def test_what_is_rolled_back_gives_its_number_back(office):
    accept(office, "调1")
    with transaction.atomic():
        accept(office, "调2")
        transaction.set_rollback(True)
    assert accept(office, "调3") == "示市监调〔2026〕2号"
