"""Before confirming the page says what an act starts, moves, settles, opens and closes, and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.matters.models import Act
from guiju.matters.selectors import matter_view
from guiju.people.viewer import viewer_of
from guiju.web.preview import if_agreed, tried
from tests.office import filing_data, mediation_data

if TYPE_CHECKING:
    import datetime as dt

pytestmark = pytest.mark.django_db
TALK = {"调解记录": "到场", "可能引发案件": False}
AGREED = {"协议形式": "书面协议", "形式要件齐备": True, "协议内容": "修好", "协议金额": 100}


def day(office) -> dt.date:
    return office.time.now().date()


def view(office, matter: str):
    return matter_view(
        viewer_of(office.people["officer"], office.body, day(office)), matter, day(office)
    )


def would(office, act: str, matter: str = "", who: str = "officer", **more):
    """Outcome and consequences of an act, not performed."""
    before = Act.objects.count()
    request = office.request(act, matter, who, **more)
    found = tried(request, view(office, matter) if matter else None, day(office))
    assert Act.objects.count() == before, "nothing is written"
    return found


def accepted(office, *words, **more):
    outcome, found = would(office, *words, **more)
    assert outcome.accepted, outcome.refusal
    return found


def opening(office, **more):
    return accepted(
        office, "登记受理", "", "clerk", procedure="people-mediation", data=mediation_data(), **more
    )


def test_an_opening_says_what_becomes_owed_and_the_number_it_would_get(office):
    found = opening(office)
    assert "应当办理“归档”，没有法定期限" in found.starts
    assert found.number == "示市监调〔2026〕1号"
    assert found.opens == found.settles == found.moves == [], "there was nothing before"


def test_the_number_is_the_next_one_and_is_not_used_up(office):
    office.mediation("调0")
    assert [opening(office).number for _ in range(2)] == ["示市监调〔2026〕2号"] * 2


def test_a_duty_with_a_day_says_the_day_and_how_far_it_is(office):
    found = accepted(
        office, "立案", "", procedure="ordinary-penalty", kind="proposal",
        signers=("officer", "second"), data=filing_data(),
    )  # fmt: skip
    assert "应当在2026年6月1日（周一）前办理“处罚决定”，还剩 91 天" in found.starts


def test_a_proposal_is_told_as_if_it_were_agreed_today_and_carries_no_warning_when_lawful(office):
    found = accepted(
        office, "立案", "", procedure="ordinary-penalty", kind="proposal",
        signers=("officer", "second"), data=filing_data(),
    )  # fmt: skip
    assert found.warning == ""
    assert not found.nothing


def test_a_proposal_that_would_be_refused_today_carries_the_sentence_and_promises_nothing(office):
    matter = office.penalty().matter
    data = {
        "违法事实": "未公示", "处罚依据": "价格法", "裁量理由": "首次", "罚款": 100_000, "没收违法所得": 0, "罚没款": 100_000,
        "其他处罚": "无", "使用柔性执法": "未使用", "社会影响": False, "社会影响理由": "无", "有其他履行义务": False,
        "已告知救济": True, "有涉案财物": False,
    }  # fmt: skip
    found = accepted(
        office, "处罚决定", matter, kind="proposal", signers=("officer", "second"), data=data
    )
    assert found.warning.startswith("现在不能作出“处罚决定”")
    assert found.nothing
    assert found.data["罚款"] == 100_000


def test_what_settles_a_duty_and_closes_other_acts_says_both(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    found = accepted(office, "达成协议", matter, "clerk", data=AGREED)
    assert found.settles == ["“达成协议”、“终止调解”不再是应办的事"]
    assert len(found.closes) == 1, "however many acts close, one line says so"
    assert "“调解”" in found.closes[0]
    assert not [one for one in found.closes if "达成协议" in one], "the act itself is no news"


def test_what_opens_says_who_may_do_it_and_until_when(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    found = accepted(office, "达成协议", matter, "clerk", data=AGREED)
    assert "当事人可以在2026年4月1日（周三）前办理“申请司法确认”" in found.opens


def test_what_opens_without_a_last_day_says_only_who(office):
    matter = office.mediation().matter
    found = accepted(office, "终止调解", matter, "clerk", data={"终止原因": "调解不成"})
    assert "人民调解员可以办理“归档”" not in found.opens
    assert [one for one in found.starts if "告知其他途径" in one]


def test_a_clock_that_stops_and_goes_on_is_told_with_the_new_day(office):
    matter = office.penalty().matter
    office.evidence(matter)
    stopped = accepted(office, "委托鉴定", matter, data={"停止计时事由": "鉴定"})
    assert "“处罚决定”的期限停止计算" in stopped.moves
    assert [one for one in stopped.starts if "收到鉴定意见" in one]
    office.do("委托鉴定", matter, data={"停止计时事由": "鉴定"})
    office.go_to("2026-03-12")
    file = office.keep("鉴定意见.pdf")
    resumed = accepted(office, "收到鉴定意见", matter, data={"证据": file.sha256}, files=(file,))
    (moved,) = [one for one in resumed.moves if "处罚决定" in one]
    assert moved.startswith("“处罚决定”的期限恢复计算，最后一日是2026年6月1")


def test_an_act_that_changes_nothing_says_so(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data=TALK)
    assert accepted(office, "调解", matter, "clerk", data=TALK).nothing


def test_a_refusal_has_no_consequences(office):
    matter = office.mediation().matter
    outcome, found = would(office, "达成协议", matter, "clerk", data=AGREED)
    assert outcome.refusal.code.startswith("kernel.")
    assert found.nothing
    assert (found.number, found.data, found.warning) == ("", {}, "")


def test_a_late_act_that_upsets_others_names_each_with_its_day(office):
    matter = office.mediation().matter
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data=TALK)
    file = office.keep()
    found = accepted(
        office,
        "当事人拒绝调解",
        matter,
        "clerk",
        done_on="2026-03-03",
        files=(file,),
        proof=file.sha256,
    )
    assert found.conflicts == [
        "2026年3月4日（周三）的“调解”：按补录后的先后，当时不能这样办理，须作纠错审查"
    ]


def test_proposals_the_rules_fill_in_are_told_as_they_would_be_recorded(office):
    matter = office.penalty().matter
    office.evidence(matter)
    data = {
        "拟处罚款": 12_000_000, "拟没收数额": 0, "拟处其他处罚": "无", "需法制审核": True, "法制审核理由": "听证案件",
        "复杂重大": False, "复杂重大理由": "简单", "须责令改正": False, "五年追责情形": False, "在追责期限内": True,
        "追责期限理由": "未满二年",
    }  # fmt: skip
    found = accepted(office, "调查终结", matter, signers=("officer", "second"), data=data)
    assert found.data["听证范围"] is True


def test_the_last_agreement_is_told_with_number_and_duties(office):
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    request = office.request(
        "", proposal.matter, "head", kind="opinion", data={"提请": 1, "意见": "同意"}
    )
    outcome, found = if_agreed(request, view(office, proposal.matter), "立案", day(office))
    assert outcome.accepted
    assert found.number == "示市监罚立〔2026〕1号"
    assert [one for one in found.starts if "处罚决定" in one]
    assert Act.objects.filter(matter=proposal.matter).count() == 1


def test_an_agreement_that_would_be_refused_promises_nothing(office):
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    request = office.request(
        "", proposal.matter, "clerk", kind="opinion", data={"提请": 1, "意见": "同意"}
    )
    outcome, found = if_agreed(request, view(office, proposal.matter), "立案", day(office))
    assert outcome.refusal.code == "approval.role"
    assert found.nothing
