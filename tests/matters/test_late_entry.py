"""What is recorded late: judged at its own day, proved from outside, and never shown green."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.history import Happened, effective_history
from guiju.matters.models import Act, Duty, Matter
from guiju.record.act import ActForm
from tests.office import mediation_data

pytestmark = pytest.mark.django_db
TALK = {"调解记录": "双方到场", "可能引发案件": False}


def matter_history(matter: str) -> list[Happened]:
    forms = Act.objects.filter(matter=matter).order_by("seq").values_list("form", flat=True)
    return effective_history(ActForm.from_bytes(bytes(form)) for form in forms)


def last_form(matter: str) -> ActForm:
    return ActForm.from_bytes(bytes(Act.objects.filter(matter=matter).order_by("-seq")[0].form))


def test_three_working_days_are_no_lateness(office):
    matter = office.mediation().matter
    office.go_to("2026-03-06")
    office.do("调解", matter, "clerk", data=TALK, done_on="2026-03-03")
    assert "late" not in last_form(matter).authority


def test_later_than_three_working_days_needs_a_dated_proof(office):
    matter = office.mediation().matter
    office.go_to("2026-03-09")
    ask = {"who": "clerk", "data": TALK, "done_on": "2026-03-03"}
    assert office.ask("调解", matter, **ask).refusal.code == "act.late_without_proof"
    proof = office.keep("录音.mp3", b"ID3 sound")
    office.do("调解", matter, files=(proof,), proof=proof.sha256, **ask)
    assert last_form(matter).authority["late"] == {"in_time_until": "2026-03-06"}


def test_an_act_of_years_before_the_announced_calendars_is_late_and_needs_its_proof(office):
    old = {"who": "clerk", "procedure": "people-mediation", "done_on": "2019-05-06"}
    proof = office.keep("登记簿.pdf", b"%PDF-1.4 book")
    proved = {"files": (proof,), "proof": proof.sha256}
    assert (
        office.ask("登记受理", data=mediation_data("旧1"), **old).refusal.code
        == "act.late_without_proof"
    )
    matter = office.do("登记受理", data=mediation_data("旧1"), **old, **proved).matter
    assert last_form(matter).authority["late"] == {"in_time_until": "2019-05-09"}


def test_a_proof_must_be_among_the_attached_files(office):
    matter = office.mediation().matter
    office.go_to("2026-03-09")
    refusal = office.ask(
        "调解", matter, "clerk", data=TALK, done_on="2026-03-03", proof="0" * 64
    ).refusal
    assert refusal.code == "act.late_without_proof"


def served_notice(office) -> str:
    """A penalty case up to the service of the notice on 11 March."""
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    office.go_to("2026-03-10")
    office.do("调查终结", matter, signers=("officer", "second"), data=FINDINGS)
    office.go_to("2026-03-11")
    office.do("拟处罚告知", matter)
    receipt = office.keep("送达回证.pdf")
    office.do("告知书送达", matter, data={"送达方式": "直接送达"}, files=(receipt,))
    return matter


FINDINGS = {
    "拟处罚款": 100000, "拟没收数额": 0, "拟处其他处罚": "无", "听证范围": True, "需法制审核": False, "法制审核理由": "不属于",
    "复杂重大": False, "复杂重大理由": "案情简单", "须责令改正": False, "五年追责情形": False, "在追责期限内": True,
    "追责期限理由": "未满二年", "改定理由": {"听证范围": "当事人要求从宽适用"},
}  # fmt: skip


def test_a_window_is_not_reopened_by_a_back_dated_request(office):
    """行政处罚法第六十四条：告知后五日内提出。A request dated inside the window but entered after it needs outside proof."""
    matter = served_notice(office)
    office.go_to("2026-03-20")
    ask = {"done_on": "2026-03-18"}
    assert office.ask("要求听证", matter, **ask).refusal.code == "act.late_without_proof"
    proof = office.keep("邮戳.jpg", b"\xff\xd8\xff stamp")
    accepted = office.do("要求听证", matter, files=(proof,), proof=proof.sha256, **ask)
    assert accepted.accepted


def test_a_request_dated_after_the_window_is_refused_whatever_the_proof(office):
    matter = served_notice(office)
    office.go_to("2026-03-20")
    proof = office.keep("邮戳.jpg", b"\xff\xd8\xff stamp")
    refusal = office.ask(
        "要求听证", matter, done_on="2026-03-19", files=(proof,), proof=proof.sha256
    ).refusal
    assert refusal.code == "kernel.excluded"


def test_a_decision_of_day_89_entered_on_day_120_shows_as_late_entry(office):
    """行政处罚法第六十条：九十日。Met only through late entry: 补录后按期, never 按期."""
    matter = served_notice(office)
    office.go_to("2026-03-12")
    proof = office.keep("申辩放弃书.pdf", b"%PDF-1.4 waiver")
    office.do("放弃陈述申辩", matter, files=(proof,))
    office.go_to("2026-06-30")
    proposal = office.do("处罚决定", matter, kind="proposal", data=DECISION)
    paper = office.keep("审批表.pdf", b"%PDF-1.4 signed")
    ask = {
        "who": "clerk", "by": "head", "kind": "opinion", "done_on": "2026-05-29",
        "data": {"提请": proposal.seq, "意见": "同意"}, "files": (paper,),
    }  # fmt: skip
    assert office.ask("", matter, **ask).refusal.code == "act.late_without_proof"
    office.do("", matter, proof=paper.sha256, **ask)
    form = last_form(matter)
    assert form.verdict["timeliness"] == "补录后按期"
    assert form.authority["proof"] == paper.sha256


DECISION = {
    "违法事实": "未公示价格", "处罚依据": "价格法第十三条", "裁量理由": "首次", "罚款": 100000, "没收违法所得": 0,
    "罚没款": 100000, "使用柔性执法": "未使用", "社会影响": False, "社会影响理由": "无", "有其他履行义务": False,
    "已告知救济": True, "有涉案财物": False,
}  # fmt: skip


def test_a_late_act_is_folded_in_before_those_done_later(office):
    matter = office.mediation().matter
    office.go_to("2026-03-05")
    office.do("调解", matter, "clerk", data={**TALK, "调解记录": "第二次"})
    office.do("调解", matter, "clerk", data={**TALK, "调解记录": "第一次"}, done_on="2026-03-04")
    from guiju.matters.verification import verify_store

    days = [one.day.day for one in matter_history(matter)]
    assert days == sorted(days) == [2, 4, 5]
    report = verify_store(deep=True)
    assert not report.broken, report.text()


def test_a_late_act_that_upsets_a_later_one_leaves_a_duty_to_review(office):
    matter = office.mediation().matter
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-05")
    office.do(
        "达成协议", matter, "clerk",
        data={"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"},
    )  # fmt: skip
    proof = office.keep()
    outcome = office.do(
        "当事人拒绝调解", matter, "clerk", done_on="2026-03-04", files=(proof,), proof=proof.sha256
    )
    assert outcome.conflicts
    assert Duty.objects.get(matter=matter, act="纠错审查").roles == "机关负责人"


def test_the_sweep_writes_only_what_time_changed(office):
    from guiju.matters.sweep import sweep

    matter = served_notice(office)
    assert sweep(dt.date(2026, 3, 12)) == 1, "the day of the service is over"
    before = Matter.objects.get(id=matter).state
    assert sweep(dt.date(2026, 3, 18)) == 0
    assert Matter.objects.get(id=matter).state == before
    assert sweep(dt.date(2026, 3, 19)) == 1
    assert sweep(dt.date(2026, 3, 19)) == 0


def test_a_swept_store_still_follows_from_its_acts(office):
    from guiju.matters.sweep import sweep
    from guiju.matters.verification import verify_store

    served_notice(office)
    sweep(dt.date(2026, 6, 30))
    report = verify_store(deep=True)
    assert not report.broken, report.text()
