"""The left of a matter's page: what was recorded, in order, in words, and nothing that is not to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.matters.selectors import matter_view
from guiju.people.viewer import viewer_of
from guiju.web.timeline import ERASED, HIDDEN, chain_fault, timeline
from guiju.web.views_matter import ENTRIES_SHOWN
from tests.office import PARTY, mediation_data

if TYPE_CHECKING:
    import datetime as dt

    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
PRIVATE = {"申请人": {"name": "隐名人", "kind": "自然人"}, "纠纷简况": "漏水"}


def day(office) -> dt.date:
    return office.time.now().date()


def viewer(office, name: str = "officer"):
    return viewer_of(office.people[name], office.body, day(office))


def view(office, matter: str):
    return matter_view(viewer(office), matter, day(office))


def entries(office, matter: str, who=None):
    return timeline(view(office, matter), who or viewer(office), day(office))


def told(entry) -> dict[str, str]:
    return {shown.label: shown.text for shown in entry.fields}


def test_acts_stand_in_the_order_in_which_they_were_done_not_recorded(office):
    matter = office.mediation().matter
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data={"调解记录": "后", "可能引发案件": False})
    office.do(
        "调解",
        matter,
        "clerk",
        done_on="2026-03-03",
        data={"调解记录": "先", "可能引发案件": False},
    )
    assert [one.seq for one in entries(office, matter)] == [1, 3, 2]


def test_acts_of_one_day_stand_in_the_order_of_recording(office):
    matter = office.mediation().matter
    for words in ("一", "二"):
        office.do("调解", matter, "clerk", data={"调解记录": words, "可能引发案件": False})
    assert [one.seq for one in entries(office, matter)] == [1, 2, 3]


def test_what_the_clock_did_stands_between_and_is_nobodys_act(office):
    matter = agreed(office)
    office.go_to("2026-04-10")
    found = entries(office, matter)
    (clock,) = [one for one in found if one.clock]
    assert (clock.name, clock.who, clock.seq) == ("申请司法确认的期限届满", "", 0)
    assert clock.day == "2026年4月1日（周三）"
    assert found[-1] is clock


def test_who_acted_in_which_role_who_signed_and_who_entered_it(office):
    matter = office.penalty().matter
    proposal, opinion, filing = entries(office, matter)
    assert (proposal.who, proposal.signers) == ("officer（承办人）", "officer、second")
    assert (opinion.who, opinion.recorder) == ("head（机关负责人）", "")
    assert filing.kind == ""
    assert (proposal.kind, opinion.kind) == ("提请", "意见")


def test_who_entered_it_is_named_only_where_that_is_somebody_else(office):
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"), data=filing(),
    )  # fmt: skip
    office.do(
        "", proposal.matter, "clerk", by="head", kind="opinion", data={"提请": 1, "意见": "同意"},
        files=(office.keep("签批件.pdf"),),
    )  # fmt: skip
    assert [one.recorder for one in entries(office, proposal.matter)][:2] == ["", "clerk"]


def test_an_outside_party_stands_by_its_role_alone(office):
    matter = office.mediation().matter
    office.do("当事人拒绝调解", matter, "clerk")
    entry = entries(office, matter)[-1]
    assert (entry.who, entry.recorder) == ("当事人", "clerk")


def test_fields_stand_in_the_order_of_the_form_with_values_in_words(office):
    matter = office.penalty().matter
    filing_entry = entries(office, matter)[-1]
    shown = told(filing_entry)
    order = [
        name for name in view(office, matter).pinned.effective.acts["立案"].fields if name in shown
    ]
    assert list(shown) == order
    assert shown["当事人"].startswith(f"{PARTY['name']}（法人")
    assert shown["五年追责情形"] == "否"
    assert shown["违法行为终了日"] == "2026年2月20日（周五）"


def test_private_values_are_read_by_the_owner_hidden_from_others_and_told_as_erased(office):
    matter = office.mediation(**PRIVATE).matter
    (mine,) = entries(office, matter)
    assert told(mine)["申请人"] == "隐名人（自然人）"
    assert told(mine)["纠纷简况"] == "漏水"
    assert {shown.label for shown in mine.fields if shown.private} == {"申请人", "纠纷简况"}
    above = viewer_of(office.people["certifier"], office.county, day(office))
    (theirs,) = timeline(view(office, matter), above, day(office))
    assert told(theirs)["申请人"] == told(theirs)["纠纷简况"] == HIDDEN


def test_an_erased_value_is_told_as_erased(office):
    from guiju.matters.models import PrivateValue

    matter = office.mediation(**PRIVATE).matter
    PrivateValue.objects.filter(matter=matter).delete()
    (entry,) = entries(office, matter)
    assert told(entry)["申请人"] == ERASED


def test_a_proposal_is_folded_since_its_fields_come_again(office):
    matter = office.penalty().matter
    assert [one.folded for one in entries(office, matter)] == [True, False, False]


def test_digests_are_no_reading_matter_and_record_numbers_are(office):
    matter = office.penalty().matter
    opinion = entries(office, matter)[1]
    assert told(opinion)["提请"] == "第1号记录"
    assert told(opinion)["意见"] == "同意"
    assert "提请摘要" not in told(opinion)


def test_what_was_left_blank_is_told_as_blank(office):
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"), data=filing(),
    )  # fmt: skip
    said = {"提请": 1, "意见": "同意", "说明": ""}
    office.do("", proposal.matter, "head", kind="opinion", data=said)
    assert told(entries(office, proposal.matter)[1])["说明"] == "（未填）"


def test_each_act_says_when_it_was_recorded_and_the_beginning_of_its_digest(office):
    from guiju.record.digests import sm3

    matter = office.mediation().matter
    (entry,) = entries(office, matter)
    (form,) = view(office, matter).forms
    assert entry.recorded_at == "2026年3月2日 08:00"
    assert entry.digest == sm3(form.to_bytes())[:12]


def test_the_moment_of_recording_is_told_in_beijing_time(office):
    from guiju.web.timeline import _moment

    assert _moment("2026-03-01T20:05:00+00:00") == "2026年3月2日 04:05"


def test_files_are_listed_with_size_and_place(office):
    matter = office.penalty().matter
    office.evidence(matter)
    (file,) = entries(office, matter)[-1].files
    assert (file.name, file.size, file.place) == ("笔录.pdf", "1 KB", 0)


def test_a_file_named_in_a_field_is_told_by_its_name(office):
    matter = office.penalty().matter
    office.evidence(matter)
    assert told(entries(office, matter)[-1])["证据"] == "笔录.pdf"


def test_numbers_given_stand_beside_the_act(office):
    matter = office.penalty().matter
    assert entries(office, matter)[-1].number == "示市监罚立〔2026〕1号"
    assert entries(office, matter)[0].number == ""


def test_what_the_law_would_have_refused_on_the_day_is_told_in_the_proposal(office):
    matter = office.penalty().matter
    data = {
        "违法事实": "未公示", "处罚依据": "价格法", "裁量理由": "首次", "罚款": 100_000, "没收违法所得": 0, "罚没款": 100_000,
        "其他处罚": "无", "使用柔性执法": "未使用", "社会影响": False, "社会影响理由": "无", "有其他履行义务": False,
        "已告知救济": True, "有涉案财物": False,
    }  # fmt: skip
    office.do("处罚决定", matter, kind="proposal", signers=("officer", "second"), data=data)
    (note,) = entries(office, matter)[-1].notes
    assert note.startswith("提请时提示：现在不能作出“处罚决定”")


def test_a_duty_met_after_its_day_is_red_and_one_met_in_time_has_no_mark(office):
    from guiju.people.services import appoint

    for name in ("officer", "second"):
        appoint(office.people[name], office.body, ["执法人员"], since=office.body.since)
    lead = {
        "线索摘要": "价格",
        "线索来源": "投诉举报",
        "来源编号": "举1",
        "实名举报": False,
    }
    verdict = {
        "有违法事实证据": False, "应受处罚": False, "属于本机关管辖": True, "在追责期限内": True, "判断理由": "查无实据",
        "核查结论": "不予立案", "不予立案情形": "没有违法事实",
    }  # fmt: skip
    found = []
    for number, day in (("举1", "2026-03-03"), ("举2", "2026-06-30")):
        matter = office.do(
            "线索登记", procedure="lead-verification", data={**lead, "来源编号": number}
        ).matter
        office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
        office.go_to(day)
        office.approved("决定不予立案", matter, data=verdict)
        found.append({one.word: one.tone for one in entries(office, matter)[-1].badges})
    assert found == [{}, {"逾期": "red"}]


def test_a_whole_chain_has_no_fault(office):
    matter = office.penalty().matter
    assert chain_fault(view(office, matter)) == ""


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda forms: forms.pop(1), "缺第2号记录"),
        (lambda forms: forms.pop(0), "缺第1号记录"),
        (lambda forms: forms.pop(), "最后一号记录与办件所记的不符（应有3号）"),
        (lambda forms: forms.reverse(), "缺第1号记录"),
    ],
)
def test_acts_lost_or_exchanged_are_found_with_their_place(office, damage, said):
    seen = view(office, office.penalty().matter)
    damage(seen.forms)
    assert chain_fault(seen) == said


def test_an_act_changed_is_found_by_the_one_that_follows(office):
    from dataclasses import replace

    seen = view(office, office.penalty().matter)
    seen.forms[0] = replace(seen.forms[0], done_on="2026-03-01")
    assert chain_fault(seen) == "第2号记录与前一号不相接"
    seen = view(office, office.penalty(线索编号="线2").matter)
    seen.forms[-1] = replace(seen.forms[-1], done_on="2026-03-01")
    assert chain_fault(seen).startswith("最后一号记录与办件所记的不符")


def test_the_page_shows_the_latest_sixty_and_says_how_many_are_hidden(desk: Desk):
    office = desk.office
    matter = office.mediation().matter
    for _ in range(ENTRIES_SHOWN - 1):
        office.do("调解", matter, "clerk", data={"调解记录": "x", "可能引发案件": False})
    clerk = desk.enter("clerk")
    assert "还有较早的" not in clerk.page(f"/matters/{matter}")
    office.do("调解", matter, "clerk", data={"调解记录": "x", "可能引发案件": False})
    page = clerk.page(f"/matters/{matter}")
    assert "还有较早的 1 号记录" in page
    assert f"{ENTRIES_SHOWN + 1} 号记录前后相接" in page, "all are checked, shown or not"


def agreed(office) -> str:
    matter = office.do(
        "登记受理", who="clerk", procedure="people-mediation", data=mediation_data()
    ).matter
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    data = {"协议形式": "书面协议", "形式要件齐备": True, "协议内容": "修好", "协议金额": 100}
    office.do("达成协议", matter, "clerk", data=data)
    return matter


def filing() -> dict:
    from tests.office import filing_data

    return filing_data()
