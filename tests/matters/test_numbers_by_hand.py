"""Numbers that paper gave before: taken as they stand, gaps kept as 空号, voided with the reason; deep verification follows."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import AllottedNumber, AwaitedScan, NumberSeries
from guiju.matters.numbers import UNCLAIMED, WIDEST_GAP, value_of
from guiju.matters.papers import SIGNED_SCAN, VOIDED_NUMBER
from guiju.matters.sealing import seal
from guiju.matters.services import perform_many
from guiju.matters.verification import verify_store
from guiju.people.models import Post
from guiju.people.services import relieve
from tests.matters.asking import TALK
from tests.matters.standing_acts import AGREEMENT
from tests.office import filing_data

pytestmark = pytest.mark.django_db
FILING = {"procedure": "ordinary-penalty", "signers": ("officer", "second")}


def agreed(office, number: str, clue: str = "调1", ask: bool = False):
    """A mediation agreement with a hand-given number."""
    matter = office.mediation(clue).matter
    office.do("调解", matter, "clerk", data=TALK)
    work = office.ask if ask else office.do
    return work("达成协议", matter, "clerk", data=AGREEMENT, number=number)


def given(series: str = "调解协议号") -> list[tuple[int, str]]:
    rows = AllottedNumber.objects.filter(series=series).order_by("value")
    return list(rows.values_list("value", "voided"))


def broken(deep: bool = True) -> set[str]:
    seal()
    return {one.code for one in verify_store(deep=deep).broken}


@pytest.mark.parametrize("typed", ["示市监调协〔2026〕3号", "示市监调协[2026]3号", "3"])
def test_a_number_given_on_paper_is_taken_and_the_ones_left_out_are_kept(office, typed):
    outcome = agreed(office, typed)
    assert outcome.number == "示市监调协〔2026〕3号"
    assert outcome.skipped == ("示市监调协〔2026〕1号", "示市监调协〔2026〕2号")
    assert given() == [(1, UNCLAIMED), (2, UNCLAIMED), (3, "")]
    assert agreed(office, "", "调2").number == "示市监调协〔2026〕4号"
    assert not broken()


def test_paper_entered_later_claims_the_number_that_was_left_out(office):
    agreed(office, "3")
    assert agreed(office, "2", "调2").number == "示市监调协〔2026〕2号"
    assert given() == [(1, UNCLAIMED), (2, ""), (3, "")]
    assert NumberSeries.objects.get(series="调解协议号").last == 3
    assert not broken()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("示市监调协〔2025〕3号", "number.form"),
        ("他市监调协〔2026〕3号", "number.form"),
        ("示市监调协〔2026〕03号", "number.form"),
        ("0", "number.form"),
        ("03", "number.form"),
        ("示市监调〔2026〕3号", "number.form"),
        (str(WIDEST_GAP + 2), "number.gap"),
    ],
)
def test_a_number_that_does_not_fit_its_series_is_refused(office, typed, code):
    outcome = agreed(office, typed, ask=True)
    assert outcome.refusal is not None
    assert outcome.refusal.code == code
    assert outcome.refusal.problems == {"number": outcome.refusal.sentence}
    assert given() == []


def test_as_many_numbers_may_be_left_out_as_the_bound_says(office):
    assert len(agreed(office, str(WIDEST_GAP + 1)).skipped) == WIDEST_GAP


def test_a_number_is_of_the_year_in_which_the_act_was_done(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2027-01-04")
    late = {"data": AGREEMENT, "done_on": "2026-12-31"}
    outcome = office.ask("达成协议", matter, "clerk", number="示市监调协〔2027〕3号", **late)
    assert outcome.refusal.code == "number.form"
    outcome = office.do("达成协议", matter, "clerk", number="示市监调协〔2026〕3号", **late)
    assert outcome.number == "示市监调协〔2026〕3号"


def test_a_proposal_with_a_number_that_is_taken_is_refused_before_anybody_signs(office):
    office.agree(office.do("立案", kind="proposal", data=filing_data(), number="5", **FILING))
    outcome = office.ask(
        "立案", kind="proposal", data=filing_data(线索编号="线2"), number="5", **FILING
    )
    assert outcome.refusal.code == "number.taken"


def test_an_act_voids_no_number_that_another_one_gave(office):
    first, second = agreed(office, "2"), agreed(office, "3", "调2")
    for text in ("示市监调协〔2026〕1号", "示市监调协〔2026〕2号"):
        outcome = void(office, second.matter, second.seq, text, ask=True)
        assert outcome.refusal.code == "number.unknown"
    assert void(office, first.matter, first.seq - 1, "示市监调协〔2026〕2号", ask=True).refusal
    assert given() == [(1, UNCLAIMED), (2, ""), (3, "")]


def test_a_number_left_out_is_claimed_in_the_same_transaction(office):
    matters = [office.mediation(f"调{turn}").matter for turn in (1, 2)]
    for matter in matters:
        office.do("调解", matter, "clerk", data=TALK)
    asked = [
        office.request("达成协议", matter, "clerk", data=AGREEMENT, number=number)
        for matter, number in zip(matters, ("3", "2"), strict=True)
    ]
    assert [one.refusal for one in perform_many(asked)] == [None, None]
    assert given() == [(1, UNCLAIMED), (2, ""), (3, "")]
    assert not broken()


def test_who_has_left_the_body_gives_no_number_by_hand(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    for post in Post.objects.filter(person=office.people["clerk"]):
        relieve(post, until=dt.date(2026, 3, 2))
    office.go_to("2026-03-03")
    late = {"data": AGREEMENT, "done_on": "2026-03-02"}
    outcome = office.ask("达成协议", matter, "clerk", number="3", **late)
    assert outcome.refusal.code == "number.not_staff"
    assert given() == []


def test_no_number_is_given_twice(office):
    first = agreed(office, "1")
    outcome = agreed(office, "1", "调2", ask=True)
    assert outcome.refusal.code == "number.taken"
    assert outcome.refusal.matter == first.matter


def test_an_act_without_number_takes_none_by_hand(office):
    matter = office.mediation().matter
    outcome = office.ask("调解", matter, "clerk", data=TALK, number="1")
    assert outcome.refusal.code == "number.not_here"


def test_a_number_given_with_a_proposal_is_that_of_the_act(office):
    proposal = office.do(
        "立案", kind="proposal", data=filing_data(), number="示市监罚立〔2026〕5号", **FILING
    )
    assert proposal.number == ""
    assert office.agree(proposal).number == "示市监罚立〔2026〕5号"
    assert not broken()


def void(office, matter: str, seq: int, text: str, ask: bool = False, **more):
    work = office.ask if ask else office.do
    return work(
        "", matter, "clerk", kind="correction", signers=("head",), files=(office.keep(),),
        data={"目标": seq, "理由": "打印错误，原件已收回", VOIDED_NUMBER: text, **more},
    )  # fmt: skip


def test_a_number_is_voided_with_its_reason_and_never_given_again(office):
    outcome = agreed(office, "2")
    void(office, outcome.matter, outcome.seq, "示市监调协〔2026〕1号")
    void(office, outcome.matter, outcome.seq, "示市监调协〔2026〕2号")
    assert given() == [(1, "打印错误，原件已收回"), (2, "打印错误，原件已收回")]
    assert not AwaitedScan.objects.filter(matter=outcome.matter, seq=outcome.seq).exists()
    again = void(office, outcome.matter, outcome.seq, "示市监调协〔2026〕2号", ask=True)
    assert again.refusal.code == "number.voided"
    assert agreed(office, "1", "调2", ask=True).refusal.code == "number.voided"
    other = void(office, outcome.matter, outcome.seq, "示市监调协〔2026〕9号", ask=True)
    assert other.refusal.code == "number.unknown"
    assert not broken()


def test_a_number_left_out_is_voided_and_the_paper_still_awaited(office):
    outcome = agreed(office, "2")
    void(office, outcome.matter, outcome.seq, "示市监调协〔2026〕1号")
    assert AwaitedScan.objects.filter(matter=outcome.matter, seq=outcome.seq).exists()
    assert not broken()


@pytest.mark.parametrize("more", [{"更正": {"协议金额": 100}}, {"更正办理日": "2026-03-02"}])
def test_a_number_is_voided_by_itself_and_nothing_is_corrected_with_it(office, more):
    outcome = agreed(office, "2")
    text = "示市监调协〔2026〕2号"
    both = void(office, outcome.matter, outcome.seq, text, ask=True, **more)
    assert both.refusal.code == "number.alone"
    assert given() == [(1, UNCLAIMED), (2, "")]


@pytest.mark.parametrize(
    "change",
    [
        lambda: AllottedNumber.objects.filter(value=1).update(voided=""),
        lambda: AllottedNumber.objects.filter(value=1).update(voided="另一理由"),
        lambda: AllottedNumber.objects.filter(value=3).update(voided=UNCLAIMED),
        lambda: AllottedNumber.objects.filter(value=1).update(seq=1),
        lambda: AllottedNumber.objects.filter(value=2).delete(),
    ],
)
def test_deep_verification_finds_a_number_changed_by_itself(office, change):
    agreed(office, "3")
    change()
    assert broken() & {"deep.number", "number.gap"}


def test_a_signed_paper_is_awaited_until_its_scan_comes(office):
    outcome = agreed(office, "")
    awaited = AwaitedScan.objects.filter(matter=outcome.matter)
    assert [one.document for one in awaited.filter(seq=outcome.seq)] == ["人民调解协议书"]
    note = {"目标": outcome.seq, "说明": "其他材料"}
    office.do("", outcome.matter, "clerk", kind="attachment", files=(office.keep(),), data=note)
    assert awaited.filter(seq=outcome.seq).exists()
    scan = {"目标": outcome.seq, "说明": SIGNED_SCAN}
    office.do("", outcome.matter, "clerk", kind="attachment", files=(office.keep(),), data=scan)
    assert not awaited.filter(seq=outcome.seq).exists()
    assert not broken()


@pytest.mark.parametrize(
    "change",
    [
        lambda: AwaitedScan.objects.all().delete(),
        lambda: AwaitedScan.objects.update(document="别的文书"),
        lambda: AwaitedScan.objects.update(done_on="2026-01-01"),
    ],
)
def test_deep_verification_finds_an_awaited_paper_changed_by_itself(office, change):
    agreed(office, "")
    change()
    assert "deep.scan" in broken()


def test_a_number_is_read_in_its_own_form_only():
    form = "{word}罚〔{year}〕{n}号"
    assert value_of(form, 2026, "示罚〔2026〕12号", "示") == 12
    assert value_of(form, 2026, "示罚〔2026〕012号", "示") == 0
    assert value_of(form, 2026, "示.罚〔2026〕12号", "示.") == 12
    assert value_of(form, 2026, "示x罚〔2026〕12号", "示.") == 0
    assert value_of(form, 2026, "任何罚〔2026〕7号") == 7
