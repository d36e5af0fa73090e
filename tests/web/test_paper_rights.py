"""Whose a paper is: what its page offers to whom, which papers are awaited back, and what stands on none."""

from __future__ import annotations

import datetime as dt
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.documents.codes import code_of
from guiju.matters.models import AwaitedScan
from guiju.people.services import rename_body
from tests.matters.asking import TALK
from tests.matters.standing_acts import AGREEMENT, PERSON, accepted, retract
from tests.matters.test_approval_chain import opinion
from tests.office import PARTY, filing_data
from tests.web.desk import Desk, last_form
from tests.web.test_documents import agreed, scan, words

pytestmark = pytest.mark.django_db
CODE = "文书编码"


def proposed(desk: Desk) -> str:
    return desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    ).matter  # fmt: skip


def awaited(matter: str) -> list[int]:
    return list(AwaitedScan.objects.filter(matter=matter).values_list("seq", flat=True))


def seal_form(page: str) -> dict[str, str]:
    """What the form of the register of seals comes filled with."""
    address = unescape(page.partition('href="/new/seal-use')[2].partition('"')[0])
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_whoever_supervises_reads_a_paper_and_is_offered_nothing_to_do_with_it(desk, overseer):
    matter = agreed(desk.office)
    page = overseer.page(f"/matters/{matter}/documents/3")
    assert "人民调解协议书" in page
    for offered in ("登记用印", "作废文号", "上传签章扫描件"):
        assert offered not in page
    overseer.page(f"/matters/{matter}/numbers/3", 404)
    assert overseer.send(f"/matters/{matter}/documents/3/scan", files=scan()).status_code == 404
    assert last_form(matter).kind == "event"
    assert "人民调解协议书" not in overseer.page("/scans")


def test_a_draft_takes_neither_seal_nor_scan_and_its_code_finds_nothing(officer):
    matter = proposed(officer)
    page = officer.page(f"/matters/{matter}/documents/1")
    for offered in ("登记用印", "上传签章扫描件"):
        assert offered not in page
    assert officer.send(f"/matters/{matter}/documents/1/scan", files=scan()).status_code == 404
    assert last_form(matter).kind == "proposal"
    assert "不是本机关的文书" in officer.page(f"/scans?code={code_of(matter, 1)}")


def test_a_draft_says_what_is_proposed(officer):
    told = words(officer.page(f"/matters/{proposed(officer)}/documents/1"))
    assert PARTY["name"] in told


def test_the_paper_of_an_act_that_was_taken_back_says_that_it_is_void(mediator):
    matter = agreed(mediator.office)
    assert "这份文书不作数" not in mediator.page(f"/matters/{matter}/documents/3")
    accepted(retract(mediator.office, matter, 3))
    assert "这份文书不作数" in mediator.page(f"/matters/{matter}/documents/3")


def test_a_fact_that_was_unlawfully_done_has_no_paper_of_ours(desk):
    matter = desk.office.penalty().matter
    desk.office.notified_too_early(matter)
    desk.enter("officer").page(f"/matters/{matter}/documents/{last_form(matter).seq}", 404)


def test_a_voided_number_is_not_offered_to_be_voided_again(mediator):
    matter = agreed(mediator.office)
    head = mediator.office.people["head"].id
    address, text = f"/matters/{matter}/numbers/3", "示市监调协〔2026〕1号"
    answer = mediator.send(address, text=text, reason="打印错误", signers=[head], files=scan())
    assert answer.status_code == 302
    mediator.page(address, 404)


def test_the_seal_s_form_knows_the_copies_and_who_approved_the_paper(officer):
    office = officer.office
    assert seal_form(officer.page(f"/matters/{office.penalty().matter}/documents/3"))[
        "f-批准人"
    ] == "head"  # fmt: skip
    office.go_to("2026-03-03")
    told = seal_form(desk_of_clerk(officer).page(f"/matters/{agreed(office)}/documents/3"))
    assert told["f-用印份数"] == "3"
    assert "f-批准人" not in told, "nobody has to approve it"


def desk_of_clerk(desk: Desk) -> Desk:
    desk.client.logout()
    return desk.enter("clerk")


def test_only_entries_of_the_body_s_own_register_of_seals_tell_of_a_paper(desk, overseer):
    office = desk.office
    matter = agreed(office)
    code = code_of(matter, 3)
    data = {"文书编码": code, "文书名称": "某文书", "印章": "单位公章", "用印份数": 3, "批准人": "甲", "领取人": "乙"}  # fmt: skip
    office.do("登记", who="elsewhere", procedure="seal-use", body=town(office), data=data)
    assert "没有用印登记" in overseer.page(f"/matters/{matter}/documents/3")
    activity = {
        "活动编号或名称": "某活动", "主题": code, "活动类型": "宣传活动", "工作板块": "普法规划",
        "宣传节点": "日常", "场次": 1,
    }  # fmt: skip
    office.do("登记", who="clerk", procedure="law-activity", data=activity)
    assert "没有用印登记" in overseer.page(f"/matters/{matter}/documents/3")


def town(office) -> str:
    from tests.matters.asking import town_beside

    return str(town_beside(office).code)


def test_what_outsiders_hand_in_is_theirs_and_not_awaited(mediator):
    matter = agreed(mediator.office)
    mediator.office.do("申请司法确认", matter, "clerk")
    assert last_form(matter).act == "申请司法确认"
    assert last_form(matter).seq not in awaited(matter)
    page = mediator.page(f"/matters/{matter}/documents/{last_form(matter).seq}")
    assert "缺扫描件" not in page


def test_a_paper_without_number_that_came_with_its_act_is_not_awaited(officer):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    assert last_form(matter).seq not in awaited(matter)
    assert "缺扫描件" not in officer.page(f"/matters/{matter}/documents/{last_form(matter).seq}")


def test_opinions_stand_on_the_paper_they_are_about_alone(officer):
    office, matter = officer.office, proposed(officer)
    office.do("", matter, "head", **opinion(1, "退回", 说明="案由不清"))
    again = office.do(
        "立案", matter, kind="proposal", signers=("officer", "second"), data=filing_data()
    )
    office.do("", matter, "head", **opinion(again.seq, "同意"))
    told = words(officer.page(f"/matters/{matter}/documents/{last_form(matter).seq}"))
    assert "同意签名：head" in told
    assert "案由不清" not in told


def test_a_paper_bears_the_name_its_body_had_on_the_day(officer):
    office, matter = officer.office, officer.office.penalty().matter
    office.go_to("2026-04-02")
    today = office.time.now().date()
    rename_body(office.body, "示例县市场局", "示市", since=dt.date(2026, 4, 1), today=today)
    told = words(officer.page(f"/matters/{matter}/documents/3"))
    assert "示例县市场监督管理局" in told
    assert "示例县市场局" not in told


def test_no_private_value_is_read_that_the_paper_does_not_name(mediator):
    matter = mediator.office.mediation(申请人=PERSON, 纠纷简况="院墙").matter
    mediator.office.do("终止调解", matter, "clerk", data={"终止原因": "申请人撤回"})
    mediator.office.do("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"})
    with CaptureQueriesContext(connection) as asked:
        mediator.page(f"/matters/{matter}/documents/3")
    read = [one["sql"] for one in asked if "matters_privatevalue" in one["sql"]]
    assert not [one for one in read if "纠纷简况" in one]


def test_a_person_stated_at_an_opening_stands_whole_on_a_later_paper(mediator):
    office = mediator.office
    stated = [
        {"act": "登记受理", "done_on": "2026-01-05", "data": {"登记簿号": "旧1", "申请人": PERSON}},
        {"act": "调解", "done_on": "2026-01-06", "data": TALK},
    ]
    matter = office.do(
        "", who="clerk", by="head", kind="opening", procedure="people-mediation",
        files=(office.keep(),), data={"说明": "在办", "行为": stated},
    ).matter  # fmt: skip
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    assert PERSON["name"] in words(mediator.page(f"/matters/{matter}/documents/2"))
