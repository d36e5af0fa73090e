"""Reading over before confirming: marks of lateness, what was typed, what cannot be undone; and everything that lacks, at once."""

from __future__ import annotations

import pytest

from guiju.people.services import appoint
from guiju.web.carrying import file_token
from tests.office import FOUNDED
from tests.web.desk import (
    NEW_MEDIATION,
    Desk,
    act_address,
    closing_form,
    filing_form,
    last_form,
    mediation_form,
    opened,
    signing,
)

pytestmark = pytest.mark.django_db
TALK = {"f-调解记录": "谈过", "f-可能引发案件": "no"}
PERSON_CODE = "11010519491231002X"
NEW_PENALTY = "/new/ordinary-penalty"
PERSON = {
    "f-当事人-name": "王小明", "f-当事人-kind": "自然人", "f-当事人-code": PERSON_CODE,
    "f-当事人类型": "公民",
}  # fmt: skip


LEAD = {
    "线索摘要": "未公示价格", "线索来源": "自行发现", "来源编号": "举1",
    "实名举报": False,
}  # fmt: skip


def desk_page(desk: Desk, name: str, address: str) -> str:
    """A page as somebody else sees it."""
    return desk.enter(name).page(address)


def told(page: str) -> str:
    """What the page says will happen."""
    return page.partition('id="effects"')[2].partition("</section>")[0]


def typed_in(page: str) -> str:
    """What was typed, in words."""
    return page.partition('id="answers"')[2].partition("</section>")[0]


def problems(page: str) -> str:
    """The list of what is to be mended."""
    return page.partition("处要改")[2].partition("</ul>")[0]


def investigated(officer: Desk) -> str:
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    return matter


def test_an_act_that_will_be_marked_as_entered_late_says_so_and_why_before_it_is_confirmed(
    mediator: Desk,
):
    matter = opened(mediator)
    mediator.office.go_to("2026-04-20")
    address = act_address(matter, "调解")
    proof = mediator.office.keep()
    typed = {**TALK, "done_on": "2026-03-05", "kept-proof": file_token(proof)}
    page = mediator.check(address, **typed)
    assert "本次登记将标明“逾时补录”：办理于2026年3月5日，按时登记的最后一天是2026年3月" in told(
        page
    )
    assert mediator.confirm(page, address).status_code == 302
    assert "late" in last_form(matter).authority, "the record carries what the page announced"
    assert 'badge amber">逾时补录' in mediator.page(f"/matters/{matter}")


def test_an_act_entered_in_time_announces_no_mark(mediator: Desk):
    matter = opened(mediator)
    mediator.office.go_to("2026-03-03")
    address = act_address(matter, "调解")
    page = mediator.check(address, **TALK, done_on="2026-03-02")
    assert "将标明" not in told(page)
    mediator.confirm(page, address)
    assert "late" not in last_form(matter).authority


@pytest.mark.parametrize(
    ("done_on", "mark"), [("2026-03-11", "补录后按期"), ("2026-03-12", "逾期")]
)
def test_the_record_carries_the_mark_that_was_announced(officer: Desk, done_on: str, mark: str):
    office = officer.office
    matter = investigated(officer)
    list_of = office.keep("清单.pdf", b"%PDF-1.4 list")
    office.approved(
        "先行登记保存", matter, signers=("officer", "second"), data={"保存物品清单": list_of.sha256},
        files=(list_of,),
    )  # fmt: skip
    office.go_to("2026-03-13")
    address = act_address(matter, "保存物品处理")
    page = officer.check(
        address, signers=signing(office), done_on=done_on,
        **{"f-保存物品处理方式": "解除并退还", "kept-proof": file_token(office.keep())},
    )  # fmt: skip
    assert f"将标明“{mark}”" in told(page)
    assert officer.confirm(page, address).status_code == 302
    assert last_form(matter).verdict["timeliness"] == mark


def test_an_overdue_act_is_announced_as_such_when_proposed_and_when_agreed_to(officer: Desk):
    office = officer.office
    appoint(office.people["officer"], office.body, ["执法人员"], since=FOUNDED)
    appoint(office.people["second"], office.body, ["执法人员"], since=FOUNDED)
    matter = office.do("线索登记", procedure="lead-verification", data=LEAD).matter
    office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
    office.go_to("2026-04-20")
    address = act_address(matter, "决定不予立案")
    typed = {
        "f-有违法事实证据": "no", "f-应受处罚": "no", "f-属于本机关管辖": "yes", "f-在追责期限内": "yes",
        "f-判断理由": "查无实据", "f-核查结论": "不予立案", "f-不予立案情形": "没有违法事实",
    }  # fmt: skip
    page = officer.check(address, **typed)
    assert "将标明“逾期”" in told(page)
    officer.confirm(page, address)
    opinion = desk_page(officer, "head", f"/matters/{matter}/opinions/3")
    assert "将标明“逾期”" in told(opinion)
    office.do("", matter, "head", kind="opinion", data={"提请": 3, "意见": "同意"})
    assert last_form(matter).verdict["timeliness"] == "逾期"


def test_whoever_typed_a_party_reads_it_over_in_full(officer: Desk):
    page = officer.check(NEW_PENALTY, **filing_form(officer.office, **PERSON))
    assert f"王小明（自然人，证件号码 {PERSON_CODE}）" in typed_in(page)
    assert officer.confirm(page, NEW_PENALTY).status_code == 302


def test_a_private_party_stands_once_in_proposal_and_opening_act(officer: Desk):
    office = officer.office
    page = officer.check(NEW_PENALTY, **filing_form(office, **PERSON))
    matter = officer.confirm(page, NEW_PENALTY)["Location"].rpartition("/")[2]
    opinion = officer.page(f"/matters/{matter}/opinions/1")
    assert opinion.count("<dt>当事人<") == 1
    office.do("", matter, "head", kind="opinion", data={"提请": 1, "意见": "同意"})
    entry = officer.page(f"/matters/{matter}").partition('id="act-3"')[2].partition("</li>")[0]
    assert entry.count("<dt>当事人<") == 1


def test_confirming_says_where_what_was_written_wrongly_is_set_right(mediator: Desk):
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    assert "不能删改" in page
    assert "更正与附记" in page


def test_everything_that_lacks_is_told_at_once_signatures_included(officer: Desk):
    typed = filing_form(officer.office, **{"f-案由": "", "signers": [], "f-五年追责情形": ""})
    said = problems(officer.check(NEW_PENALTY, **typed))
    assert "“案由”是必填项，请填写。" in said
    assert "“五年追责情形”是必填项" in said
    assert "须由不少于2名执法人员签名，现在选了0名" in said


def test_a_missing_proof_is_told_together_with_the_rest(officer: Desk):
    office = officer.office
    matter = investigated(officer)
    office.go_to("2026-03-04")
    said = problems(officer.check(act_address(matter, "告知书送达"), done_on="2026-03-03"))
    assert "“送达方式”是必填项" in said
    assert "请附能证明当日办理的材料" in said


def test_what_a_field_is_for_is_not_repeated_where_it_lacks(officer: Desk):
    matter = investigated(officer)
    page = officer.check(act_address(matter, "调查终结"), signers=signing(officer.office))
    assert "“拟没收数额”是必填项，请填写。" in problems(page)
    assert "违法所得与非法财物价值合计" in page
    assert "违法所得与非法财物价值合计" not in problems(page)
    assert "。；" not in page
    assert "。。" not in page


def marked(page: str) -> set[str]:
    """The labels marked as required."""
    found = page.split('<span class="must">必填</span>')[:-1]
    return {one.rpartition(">")[2] for one in found}


def test_every_field_that_is_asked_for_is_marked_beforehand(officer: Desk):
    address = act_address(investigated(officer), "拟处罚告知")
    assert {"告知罚款", "告知没收数额", "告知其他处罚"} <= marked(officer.page(address)), (
        "nothing is intended yet, so nothing follows"
    )
    said = problems(officer.check(address))
    for name in ("告知罚款", "告知没收数额", "告知其他处罚"):
        assert f"“{name}”按已填事实算不出，请填写。" in said


def test_a_field_that_follows_from_the_facts_is_not_marked_and_not_asked_for(officer: Desk):
    office = officer.office
    matter = investigated(officer)
    closing = act_address(matter, "调查终结")
    assert "听证范围" not in marked(officer.page(closing)), "it follows from what the form asks"
    assert "“听证范围”按已填事实算不出" not in officer.check(closing, signers=signing(office))
    officer.confirm(officer.check(closing, **closing_form(office)), closing)
    page = officer.page(act_address(matter, "拟处罚告知"))
    assert not {"告知罚款", "告知没收数额", "告知其他处罚"} & marked(page)


def test_the_parts_of_a_party_that_are_asked_for_are_marked(officer: Desk):
    found = marked(officer.page(NEW_PENALTY))
    assert {"当事人", "姓名或者名称", "类别"} <= found
    assert "身份号码或者信用代码" not in found


def test_days_in_a_refusal_are_written_as_people_write_them(mediator: Desk):
    matter = opened(mediator)
    mediator.office.go_to("2026-04-20")
    page = mediator.check(act_address(matter, "调解"), **TALK, done_on="2026-03-05")
    refusal = page.partition("没有登记。")[2].partition("</div>")[0]
    assert "办理于2026年3月5日" in refusal
    assert "2026-" not in refusal


def test_a_field_that_points_at_a_matter_names_and_links_it(officer: Desk):
    office = officer.office
    for name in ("officer", "second"):
        appoint(office.people[name], office.body, ["执法人员"], since=FOUNDED)
    case = office.penalty().matter
    matter = office.do("线索登记", procedure="lead-verification", data=LEAD).matter
    office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
    address = act_address(matter, "转入普通程序")
    asked = officer.check(address, **{"f-处罚案件": "示市监罚立〔2026〕1号"})
    assert case not in typed_in(asked)
    assert "示市监罚立〔2026〕1号" in typed_in(asked)
    officer.confirm(asked, address)
    page = officer.page(f"/matters/{matter}")
    assert f'<dd><a href="/matters/{case}">示市监罚立〔2026〕1号' in page
    assert f">{case}<" not in page


def test_what_follows_from_other_answers_is_folded_and_told_where_it_is_known(officer):
    office = officer.office
    matter = office.penalty().matter
    office.evidence(matter)
    opening = officer.page("/new/ordinary-penalty")
    assert "当事人类型：按所填的算出" in opening
    assert opening.count('<details class="field derived">') == 2, "type of party, and in time"
    closing = act_address(matter, "调查终结")
    officer.confirm(officer.check(closing, **closing_form(office)), closing)
    page = officer.page(f"/matters/{matter}/acts/拟处罚告知")
    assert "告知罚款：" in page
    assert "00 元" in page.partition("告知罚款：")[2].partition("</summary>")[0]


def test_a_folded_answer_opens_where_something_stands_in_it_or_is_wrong_with_it(officer):
    page = officer.check("/new/ordinary-penalty", **{"f-当事人类型": "公民"})
    assert '<details class="field derived" open><summary>当事人类型' in page


def test_whom_a_certificate_is_for_is_chosen_by_name(desk):
    office = desk.office
    page = desk.enter("certifier").page("/new/officer-certificate")
    offered = page.partition('<select id="f-持证人"')[2].partition("</select>")[0]
    person = office.people["uncertified"]
    assert f'value="{person.id}"' in offered
    assert f"{person.name}（{office.body.name}）" in offered


def test_a_note_that_names_an_article_names_its_law(officer):
    page = officer.page("/new/ordinary-penalty")
    assert "行政处罚法第三十六条；有连续" in page
    assert ">第三十六条" not in page


def test_where_nobody_holds_a_certificate_the_form_says_what_comes_first(officer):
    matter = officer.office.penalty().matter
    officer.office.go_to("2031-01-01")
    page = officer.page(act_address(matter, "调查取证"))
    assert "先由证件管理员" in page
    assert "行政执法证件" in page


def test_who_signed_in_the_matter_one_begins_from_is_offered_first(officer):
    matter = officer.office.penalty().matter
    page = officer.page(f"/new/summary-penalty?from={matter}")
    first = page.partition('id="signers"')[2].partition("<details")[0]
    assert "second（证件" in first
