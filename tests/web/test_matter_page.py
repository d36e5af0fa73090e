"""A matter's page: what was done, what is owed, what may be done, what is refused and why."""

from __future__ import annotations

import pytest

from tests.office import PARTY, filing_data, mediation_data
from tests.web.desk import Desk, act_address

pytestmark = pytest.mark.django_db
PRIVATE = {
    "申请人": {"name": "隐名人", "kind": "自然人"},
    "纠纷简况": "<script>alert(1)</script>漏水",
}


def refused_part(page: str) -> str:
    return page.partition("<h3>不能</h3>")[2]


def test_the_page_shows_every_act_with_day_actor_role_and_record_number(officer: Desk):
    matter = officer.office.penalty().matter
    page = officer.page(f"/matters/{matter}")
    assert "2026年3月2日（周一）" in page
    assert "officer（承办人）" in page
    assert "第3号记录" in page
    assert "签名 officer、second" in page
    assert "示例商贸有限公司（法人" in page


def test_a_decision_before_notice_is_refused_with_its_article_and_the_act_that_helps(officer: Desk):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    refused = refused_part(officer.page(f"/matters/{matter}"))
    assert "现在不能作出“处罚决定”" in refused
    assert "第四十四条" in refused
    assert act_address(matter, "拟处罚告知").rpartition("/")[2] in refused


def test_a_refusal_that_passes_by_itself_names_the_day(officer: Desk):
    office = officer.office
    matter = mediated(office)
    office.go_to("2026-04-10")
    page = officer.enter("clerk").page(f"/matters/{matter}")
    assert "申请司法确认的期限届满（到期自动发生）" in page
    assert "申请司法确认的期限已经届满" in refused_part(page)


def test_what_is_owed_carries_its_day_and_leads_to_the_computation(officer: Desk):
    matter = officer.office.penalty().matter
    page = officer.page(f"/matters/{matter}")
    assert "2026年6月1日（周一）" in page
    assert "还剩 91 天" in page
    sheet = officer.page(f"/matters/{matter}/sheets/处罚决定")
    assert "行政处罚法第六十条" in sheet
    assert "第一日是3月3日" in sheet
    assert "2026年5月31日（周日）" in sheet
    assert "周末" in sheet


def test_due_within_three_working_days_is_amber_and_overdue_is_red_each_with_a_word(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    office.go_to("2026-05-26")
    assert 'badge">还剩 6 天' in officer.page(f"/matters/{matter}")
    office.go_to("2026-05-27")
    assert 'badge amber">还剩 5 天' in officer.page(f"/matters/{matter}")
    office.go_to("2026-06-02")
    assert 'badge red">已逾期 1 天' in officer.page(f"/matters/{matter}")


def test_private_fields_are_for_the_owning_body_and_masked_for_its_superior(
    desk: Desk, overseer: Desk
):
    matter = desk.office.mediation(**PRIVATE).matter
    own = desk.enter("clerk").page(f"/matters/{matter}")
    assert "隐名人（自然人）" in own
    above = overseer.page(f"/matters/{matter}")
    assert "隐名人" not in above
    assert "（不公开）" in above
    assert "其他机关的办件，只能查看" in above


def test_what_is_owed_stands_first_among_what_may_be_done(desk: Desk):
    page = desk.enter("clerk").page(f"/matters/{mediated(desk.office)}")
    possible = page.partition("<h3>可以</h3>")[2].partition("<h3>不能</h3>")[0]
    assert possible.index("登记履行情况") < possible.index("报告有关部门")


def test_a_superior_reads_but_does_nothing_in_the_matters_below(desk: Desk, overseer: Desk):
    office = desk.office
    matter = office.mediation().matter
    assert "/acts/" not in overseer.page(f"/matters/{matter}")
    overseer.page(act_address(matter, "调解"), status=404)
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    )  # fmt: skip
    page = overseer.page(f"/matters/{proposal.matter}")
    assert "等机关负责人审批" in page
    assert "/opinions/" not in page
    overseer.page(f"/matters/{proposal.matter}/opinions/1", status=404)


def test_files_go_to_the_owner_and_its_supervisors_not_to_the_body_of_a_linked_matter(
    desk: Desk, overseer: Desk, stranger: Desk
):
    from guiju.matters.requests import ActRequest
    from guiju.matters.services import perform
    from guiju.people.models import Body
    from guiju.people.services import appoint

    office = desk.office
    matter = office.penalty().matter
    office.evidence(matter)
    both, other = office.people["clerk"], Body.objects.get(code="SLX-NY")
    appoint(both, other, ["人民调解员"], since=other.since)
    linked = perform(
        ActRequest(
            both.id, "登记受理", procedure="people-mediation",
            body="SLX-NY", source=matter, data=mediation_data("调外"),
        )
    )  # fmt: skip
    assert linked.accepted, linked.refusal
    assert "示例县农业农村局 · 在办" in desk.enter("officer").page(f"/matters/{matter}")
    assert f"/matters/{matter}" in stranger.page(f"/matters/{linked.matter}")
    stranger.page(f"/matters/{matter}")
    stranger.page(f"/matters/{matter}/files/4/0", status=404)
    answer = overseer.client.get(f"/matters/{matter}/files/4/0")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 record"


def test_a_correction_stands_beside_what_it_corrects(desk: Desk):
    office = desk.office
    matter = office.mediation().matter
    office.do(
        "", matter, "clerk", kind="correction", signers=("officer",), files=(office.keep(),),
        data={"目标": 1, "理由": "登记错了类型", "更正": {"纠纷类型": "物业"}},
    )  # fmt: skip
    page = desk.enter("clerk").page(f"/matters/{matter}")
    assert "<strong>更正</strong>" in page
    assert "第1号记录" in page
    assert "登记错了类型" in page
    assert "纠纷类型：物业" in page
    assert "<dd>邻里</dd>" in page, "what was recorded first is still to be read"


def test_what_people_typed_is_never_html(desk: Desk):
    matter = desk.office.mediation(number="<b>调</b>", **PRIVATE).matter
    page = desk.enter("clerk").page(f"/matters/{matter}")
    assert "<script>" not in page
    assert "<b>调" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;漏水" in page


def test_a_matter_of_another_body_looks_like_none(desk: Desk, stranger: Desk):
    matter = desk.office.mediation().matter
    for address in (
        f"/matters/{matter}",
        f"/matters/{matter}/sheets/归档",
        act_address(matter, "调解"),
        f"/matters/{matter}/files/1/0",
        f"/matters/{matter}/opinions/1",
    ):
        stranger.page(address, status=404)
    stranger.page("/matters/00000000-0000-7000-8000-000000000000", status=404)


def test_an_act_of_another_bodys_matter_cannot_be_sent(desk: Desk, stranger: Desk):
    matter = desk.office.mediation().matter
    answer = stranger.send(act_address(matter, "调解"), step="confirm", **{"f-调解记录": "x"})
    assert answer.status_code == 404
    assert "第2号记录" not in desk.enter("clerk").page(f"/matters/{matter}")


def test_a_file_comes_back_as_it_was_brought_in_and_only_as_a_download(officer: Desk):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    answer = officer.client.get(f"/matters/{matter}/files/4/0")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 record"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    officer.page(f"/matters/{matter}/files/4/1", status=404)
    officer.page(f"/matters/{matter}/files/9/0", status=404)


def test_the_page_says_the_record_is_whole_and_says_so_no_longer_after_tampering(officer: Desk):
    from django.db import connection

    matter = officer.office.penalty().matter
    assert "本件记录完好" in officer.page(f"/matters/{matter}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT form FROM matters_act WHERE matter_id = %s AND seq = 1", [matter])
        form = bytes(cursor.fetchone()[0]).replace(PARTY["name"].encode(), "改名".encode())
        cursor.execute(
            "UPDATE matters_act SET form = %s WHERE matter_id = %s AND seq = 1", [form, matter]
        )
    page = officer.page(f"/matters/{matter}")
    assert "本件记录不完好" in page
    assert "第2号记录与前一号不相接" in page


def test_a_record_that_cannot_be_read_is_said_to_be_damaged(officer: Desk):
    from django.db import connection

    matter = officer.office.penalty().matter
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_act SET form = %s WHERE matter_id = %s", [b"{}", matter])
    assert "本件的记录损坏" in officer.page(f"/matters/{matter}")


def test_what_is_met_through_late_entry_is_amber_never_silent(desk: Desk):
    office = desk.office
    certifier = desk.enter("clerk")
    matter = mediated(office)
    file = office.keep()
    office.go_to("2026-03-20")
    office.do(
        "登记履行情况", matter, "clerk", done_on="2026-03-06", data={"履行结果": "已履行"},
        files=(file,), proof=file.sha256,
    )  # fmt: skip
    page = certifier.page(f"/matters/{matter}")
    assert 'badge amber">逾时补录' in page
    assert "按时登记的最后一天是2026年3月11日（周三）" in page


def test_an_accomplished_fact_stays_a_breach_in_red(desk: Desk):
    office = desk.office
    matter = office.penalty().matter
    office.go_to("2026-03-05")
    office.notified_too_early(matter)
    page = desk.enter("supervisor").page(f"/matters/{matter}")
    assert 'badge red">既成事实·程序违法' in page
    assert "监督处理" in page


def test_a_matter_of_many_acts_shows_the_latest_and_offers_the_rest(desk: Desk):
    office = desk.office
    matter = office.mediation().matter
    for _ in range(64):
        office.do("调解", matter, "clerk", data={"调解记录": "又一次", "可能引发案件": False})
    clerk = desk.enter("clerk")
    page = clerk.page(f"/matters/{matter}")
    assert "还有较早的 5 号记录" in page
    assert len(page.encode()) < 100 * 1024
    assert "第1号记录" in clerk.page(f"/matters/{matter}?all")


def mediated(office) -> str:
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    agreed = {
        "协议形式": "书面协议",
        "形式要件齐备": True,
        "协议内容": "修好",
        "协议金额": 1_763_000,
    }
    office.do("达成协议", matter, "clerk", data=agreed)
    return matter
