"""Acts performed together stand as if performed one by one: each sees those before it, none is harmed by one refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from guiju.matters.batch import Batch
from guiju.matters.models import Act, Duty, Matter, PrivateValue
from guiju.matters.private import reveal
from guiju.matters.services import perform_many, trial
from guiju.matters.verification import verify_store
from tests.matters.asking import FILING, MEDIATION, TALK, forms_of, whole_record
from tests.matters.test_together import certificate_data
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db
AGREEMENT = {"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"}


def asked(office, matter: str, *acts: str):
    """Requests for acts of one mediation, in order."""
    said = {"调解": TALK, "达成协议": AGREEMENT, "终止调解": {"终止原因": "调解不成"}}
    return [office.request(act, matter, "clerk", data=said.get(act, {})) for act in acts]


def codes(outcomes) -> list[str | None]:
    return [one.refusal.code if one.refusal else None for one in outcomes]


def intact() -> bool:
    return not verify_store(deep=True).broken


def test_an_act_opens_the_way_for_the_next_of_the_same_batch(office):
    """人民调解法第二十七条：先有调解的工作记录。"""
    matter = office.mediation().matter
    outcomes = list(perform_many(asked(office, matter, "达成协议", "调解", "达成协议")))
    assert codes(outcomes) == ["kernel.condition", None, None]
    assert [one.seq for one in outcomes] == [0, 2, 3]
    assert intact()


def test_an_act_closes_the_way_for_the_next_of_the_same_batch(office):
    """人民调解法第二十六条：达成协议与终止只能有一个。"""
    matter = office.mediation().matter
    outcomes = list(perform_many(asked(office, matter, "终止调解", "调解", "终止调解")))
    assert codes(outcomes) == [None, "kernel.excluded", "kernel.excluded"]
    assert [form.act for form in forms_of(matter)] == ["登记受理", "终止调解"]
    assert intact()


def test_the_acts_of_a_batch_are_chained_as_they_were_asked(office):
    matter = office.mediation().matter
    list(perform_many(asked(office, matter, "调解", "调解", "达成协议")))
    digests = list(Act.objects.filter(matter=matter).order_by("seq").values_list("sm3", flat=True))
    assert [form.previous for form in forms_of(matter)][1:] == digests[:-1]
    assert Matter.objects.get(id=matter).head == digests[-1]


def test_refusals_within_a_matter_leave_its_chain_without_gap(office):
    matter = office.mediation().matter
    rows = asked(office, matter, "调解", "调解", "调解")
    rows[1] = rows[1]._replace(data={})
    rows.insert(0, rows[0]._replace(expected_seq=7))
    assert codes(perform_many(rows)) == ["matter.changed", None, "data.invalid", None]
    assert [form.seq for form in forms_of(matter)] == [1, 2, 3]
    assert intact()


def test_who_wrote_first_in_a_batch_is_seen_by_who_comes_after(office):
    matter = office.mediation().matter
    rows = [row._replace(expected_seq=1) for row in asked(office, matter, "调解", "调解")]
    assert codes(perform_many(rows)) == [None, "matter.changed"]


def test_matters_of_a_batch_do_not_mix(office):
    matters = [office.mediation(f"调{place}").matter for place in range(3)]
    rows = [
        row for act in ("调解", "达成协议") for one in matters for row in asked(office, one, act)
    ]
    rows[1] = rows[1]._replace(data={})
    outcomes = list(perform_many(rows))
    assert codes(outcomes) == [None, "data.invalid", None, None, "kernel.condition", None]
    assert [Matter.objects.get(id=one).seq for one in matters] == [3, 1, 3]
    assert intact()


def test_a_proposal_and_its_opinion_may_come_together(office):
    returned = office.do("立案", kind="proposal", data=filing_data(), **FILING).matter
    rows = [
        office.request("", returned, "head", kind="opinion", data={"提请": 1, "意见": "退回"}),
        office.request("立案", returned, kind="proposal", data=filing_data(), signers=FILING["signers"]),
        office.request("", returned, "head", kind="opinion", data={"提请": 3, "意见": "同意"}),
        office.request("调查取证", returned, signers=FILING["signers"]),
    ]  # fmt: skip
    assert codes(perform_many(rows)) == [None, None, None, "data.invalid"]
    kinds = [form.kind.value for form in forms_of(returned)]
    assert kinds == ["proposal", "opinion", "proposal", "opinion", "event"]
    assert forms_of(returned)[-1].authority["approvals"] == [4]
    assert intact()


def test_what_is_private_is_carried_from_a_proposal_of_the_same_batch(office):
    person = {"name": "张三丰", "kind": "自然人"}
    data = filing_data(当事人=person, 当事人类型="公民")
    matter = office.do("立案", kind="proposal", data=filing_data(), **FILING).matter
    office.do("", matter, "head", kind="opinion", data={"提请": 1, "意见": "退回"})
    rows = [
        office.request("立案", matter, kind="proposal", data=data, signers=FILING["signers"]),
        office.request("", matter, "head", kind="opinion", data={"提请": 3, "意见": "同意"}),
    ]
    assert codes(perform_many(rows)) == [None, None]
    event = forms_of(matter)[-1]
    value = PrivateValue.objects.get(matter=matter, seq=event.seq)
    assert reveal(value, event.private["当事人"]) == person
    assert intact()


def test_a_correction_and_what_hangs_on_it_may_come_together(office):
    matter = office.mediation().matter
    office.go_to("2026-03-04")
    early = {"done_on": "2026-02-27"}
    proof = office.keep("录音.mp3", b"ID3 sound")
    talk = office.request(
        "调解", matter, "clerk", data=TALK, files=(proof,), proof=proof.sha256, **early
    )
    correction = office.request(
        "", matter, "clerk", kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 1, "更正办理日": "2026-02-27", "理由": "登记簿所载"},
    )  # fmt: skip
    assert codes(perform_many([talk, correction, talk])) == ["act.before_matter", None, None]
    assert intact()


def test_a_certificate_counts_for_what_comes_after_it_in_the_batch_and_no_longer(office):
    """行政处罚法第四十二条：应当具有行政执法资格。"""
    office.certify("uncertified")
    held = Matter.objects.get(procedure="officer-certificate", title__startswith="uncertified")
    office.go_to("2026-03-04")
    asked_by = {"kind": "proposal", "procedure": "ordinary-penalty"}
    pairs = [("officer", "uncertified"), ("officer", "second")]
    filings = [
        office.request("立案", signers=pair, data=filing_data(线索编号=f"线{pair}"), **asked_by)
        for pair in pairs
    ]
    taken = office.request(
        "移出", held.id, "certifier", done_on="2026-03-03", data={"移出事由": "调离执法岗位"}
    )
    again = office.request(
        "列入", who="certifier", procedure="officer-certificate", body=office.county.code,
        data={**certificate_data(office), "证号": "示例-再"},
    )  # fmt: skip
    outcomes = perform_many([filings[0], taken, *filings, again, filings[0]])
    refused_for = "authority.certificate"
    assert codes(outcomes) == [None, None, refused_for, None, None, None]
    assert intact()


def test_a_parameter_counts_for_what_comes_after_it_in_the_batch(office):
    data = {
        "参数": "人民调解期限", "层级": "本单位", "值": "30d", "效力": "内部", "依据": "局务会纪要", "适用起日": "2026-03-02", "复核": True,
    }  # fmt: skip
    proposal = office.do(
        "设定", who="supervisor", procedure="parameter-setting", kind="proposal", data=data
    )
    agree = {"kind": "opinion", "data": {"提请": 1, "意见": "同意"}}
    rows = [
        office.request("登记受理", data=mediation_data("调1"), **MEDIATION),
        office.request("", proposal.matter, "head", **agree),
        office.request("登记受理", data=mediation_data("调2"), **MEDIATION),
    ]
    before, _, after = perform_many(rows)
    due = Duty.objects.filter(due__isnull=False).values_list("matter", flat=True)
    assert (before.matter in due, after.matter in due) == (False, True)


def test_one_transaction_or_many_the_outcome_is_the_same(office):
    matters = [office.mediation(f"调{place}").matter for place in range(2)]
    acts = ("调解", "终止调解", "达成协议", "告知其他途径")
    told = []
    for matter, rows_a_transaction in zip(matters, (1, 100), strict=True):
        rows = asked(office, matter, *acts)
        told.append(codes(perform_many(rows, rows_a_transaction=rows_a_transaction)))
    assert told[0] == told[1] == [None, None, "kernel.excluded", "data.invalid"]
    states = [Matter.objects.get(id=one).state for one in matters]
    assert states[0] == states[1].replace("调1", "调0")


def test_a_batch_that_breaks_in_the_middle_leaves_the_transactions_before_it(office, monkeypatch):
    """What was told as done is done; what was not told never was."""
    rows = [
        office.request("登记受理", data=mediation_data(f"调{place}"), **MEDIATION)
        for place in range(4)
    ]
    outcomes = perform_many(rows, rows_a_transaction=2)
    told = [next(outcomes), next(outcomes)]

    flush = Batch.flush

    def breaks(self: Batch) -> None:
        flush(self)
        raise MemoryError

    monkeypatch.setattr(Batch, "flush", breaks)
    with pytest.raises(MemoryError):
        next(outcomes)
    found = Matter.objects.filter(procedure="people-mediation").values_list("id", flat=True)
    assert set(found) == {one.matter for one in told}
    assert intact()


def test_a_contended_transaction_is_refused_whole_and_the_next_goes_on(office, monkeypatch):
    rows = [
        office.request("登记受理", data=mediation_data(f"调{place}"), **MEDIATION)
        for place in range(4)
    ]
    flush, left = Batch.flush, [3]

    def meets(self: Batch) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise IntegrityError
        flush(self)

    monkeypatch.setattr(Batch, "flush", meets)
    outcomes = list(perform_many(rows, rows_a_transaction=2))
    assert codes(outcomes) == ["matter.contended", "matter.contended", None, None]
    assert [one.number for one in outcomes[2:]] == ["示市监调〔2026〕1号", "示市监调〔2026〕2号"]


def test_a_trial_of_what_is_refused_refuses_and_of_an_opening_leaves_no_number(office):
    before = whole_record()
    request = office.request("登记受理", data=mediation_data("调1"), **MEDIATION)
    found = trial(request)
    assert (found.outcome.accepted, found.pinned.name) == (True, "人民调解")
    missing = trial(request._replace(data={}))
    assert (missing.outcome.refusal.code, missing.pinned, missing.data) == (
        "data.invalid",
        None,
        {},
    )
    assert whole_record() == before
    assert office.mediation("调1").number.endswith("〔2026〕1号")
