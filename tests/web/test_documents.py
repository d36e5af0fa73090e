"""An act's document at the door: the page, the office file, the scan that comes back, the seal, the numbers."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.documents.codes import code_of
from guiju.matters.models import AllottedNumber
from guiju.matters.papers import SIGNED_SCAN
from tests.matters.asking import TALK
from tests.matters.standing_acts import AGREEMENT, accepted, correct, retract
from tests.office import PARTY, filing_data, mediation_data
from tests.web.desk import NEW_MEDIATION, act_address, last_form, mediation_form, opened

pytestmark = pytest.mark.django_db
PERSON = {
    "name": "示例㙓𬭳",
    "kind": "自然人",
    "code": "620000199001010005",
    "document": "公民身份号码",
}


def scan(name: str = "协议书扫描.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 signed")


def agreed(office, number: str = "调1", **data) -> str:
    """A dispute that came to an agreement, its third act."""
    matter = office.do(
        "登记受理", who="clerk", procedure="people-mediation", data=mediation_data(number, **data)
    ).matter
    office.do("调解", matter, "clerk", data=TALK)
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    return matter


def opened_by_hand(mediator, number: str) -> str:
    page = mediator.check(NEW_MEDIATION, **mediation_form(), number=number)
    answer = mediator.confirm(page, NEW_MEDIATION)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rpartition("/")[2])


def filed(office, **data) -> str:
    return office.penalty(**data).matter


def paper(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def words(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", paper(page)))


def test_a_document_is_filled_from_its_matter(mediator):
    matter = agreed(mediator.office, 申请人=PERSON)
    told = words(mediator.page(f"/matters/{matter}/documents/3"))
    assert "人民调解协议书" in told
    assert "示市监调协〔2026〕1号" in told
    assert "示例㙓𬭳" in told
    assert "620000199001010005" in told
    assert str(AGREEMENT["协议内容"]) in told
    assert "2026年3月2日" in told
    assert code_of(matter, 3) in told
    assert not re.search(r"None|\{|\}", told.replace(code_of(matter, 3), ""))


def test_the_office_file_says_the_same_and_is_the_same_each_time(mediator):
    matter = agreed(mediator.office, 申请人=PERSON)
    answers = [mediator.client.get(f"/matters/{matter}/documents/3/docx") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert "示市监调协〔2026〕1号_人民调解协议书.docx" in unquote(answers[0]["Content-Disposition"])
    text = "\n".join(one.text for one in docx.Document(BytesIO(answers[0].content)).paragraphs)
    assert "示例㙓𬭳" in text
    assert str(AGREEMENT["协议内容"]) in text


def test_a_natural_person_stands_whole_only_for_the_owning_body(desk, overseer):
    person = {**PERSON, "name": "张示例"}
    matter = filed(desk.office, 当事人=person, 当事人类型="公民")
    own = words(desk.enter("officer").page(f"/matters/{matter}/documents/3"))
    assert "张示例" in own
    assert PERSON["code"] in own
    above = words(overseer.page(f"/matters/{matter}/documents/3"))
    assert "张某" in above
    assert "依法不公开" in above
    assert PERSON["code"] not in above
    assert "张示例" not in above


def test_the_address_of_a_natural_person_stands_only_for_the_owning_body(desk, overseer):
    person = {**PERSON, "name": "张示例", "address": "示例县示例村27号"}
    matter = filed(desk.office, 当事人=person, 当事人类型="公民")
    assert "示例县示例村27号" in words(desk.enter("officer").page(f"/matters/{matter}/documents/3"))
    assert "示例县示例村27号" not in overseer.page(f"/matters/{matter}/documents/3")
    assert "示例村" not in str(dict(last_form(matter).data))


def test_a_corrected_party_stands_on_the_paper_until_the_correction_is_taken_back(officer):
    office, person = officer.office, {**PERSON, "name": "张示例"}
    matter = filed(office, 当事人=person, 当事人类型="公民")
    address = f"/matters/{matter}/documents/3"
    accepted(correct(office, matter, 3, "officer", 更正={"当事人": {**person, "name": "李示例"}}))
    assert "李示例" in words(officer.page(address))
    accepted(retract(office, matter, 4, "officer"))
    told = words(officer.page(address))
    assert "张示例" in told
    assert "李示例" not in told


def test_a_person_corrected_into_a_company_stands_on_the_paper_as_the_company(officer):
    office, person = officer.office, {**PERSON, "name": "张示例"}
    matter = filed(office, 当事人=person, 当事人类型="公民")
    accepted(correct(office, matter, 3, "officer", 更正={"当事人": PARTY}))
    told = words(officer.page(f"/matters/{matter}/documents/3"))
    assert PARTY["name"] in told
    assert "张示例" not in told


def test_address_and_representative_are_asked_for_and_carried_to_the_paper(desk):
    firm = {"name": "示例商贸有限公司", "kind": "法人", "code": "91620000MA00000007",
            "address": "示例县示例路1号", "head": "示例丙"}  # fmt: skip
    matter = filed(desk.office, 当事人=firm)
    told = words(desk.enter("officer").page(f"/matters/{matter}/documents/3"))
    assert "示例县示例路1号" in told
    assert "法定代表人示例丙" in told
    form = desk.enter("officer").page("/new/ordinary-penalty")
    assert 'name="f-当事人-address"' in form
    assert 'name="f-当事人-head"' in form


def test_a_stranger_and_a_wrong_address_find_no_document(desk, stranger):
    matter = agreed(desk.office)
    stranger.page(f"/matters/{matter}/documents/3", status=404)
    stranger.page(f"/matters/{matter}/documents/3/docx", status=404)
    mediator = desk.enter("clerk")
    for seq in (0, 4, 99):
        mediator.page(f"/matters/{matter}/documents/{seq}", status=404)
    answer = stranger.client.post(f"/matters/{matter}/documents/3/scan", {"files": scan()})
    assert answer.status_code == 404


def test_a_proposal_prints_for_the_leader_to_sign_and_the_act_with_the_opinion(officer):
    office = officer.office
    proposal = office.do(
        "立案",
        kind="proposal",
        procedure="ordinary-penalty",
        signers=("officer", "second"),
        data=filing_data(),
    )
    page = officer.page(f"/matters/{proposal.matter}/documents/1")
    assert "报批稿" in page
    assert "GJ1:" not in page
    assert "机关负责人意见" in words(page)
    assert "示例-officer、示例-second" in words(page)
    office.agree(proposal)
    told = words(officer.page(f"/matters/{proposal.matter}/documents/3"))
    assert "同意签名：head2026年3月2日" in told
    assert "示市监罚立〔2026〕1号" in told


def test_what_misses_its_scan_is_yellow_until_the_scan_comes(mediator):
    matter = agreed(mediator.office)
    address = f"/matters/{matter}/documents/3"
    assert "缺签章扫描件" in mediator.page(f"/matters/{matter}")
    assert address in mediator.page("/").partition('id="scans"')[2]
    answer = mediator.send(f"{address}/scan", files=scan())
    assert answer.status_code == 302
    form = last_form(matter)
    assert (form.kind, form.data) == ("attachment", {"目标": 3, "说明": SIGNED_SCAN})
    page = mediator.page(address)
    assert "协议书扫描.pdf" in page
    assert "缺扫描件" not in page
    assert address not in mediator.page("/").partition('id="scans"')[2]


@pytest.mark.parametrize("upload", [None, SimpleUploadedFile("假.pdf", b"not a pdf")])
def test_a_scan_that_cannot_be_taken_is_refused_in_words(mediator, upload):
    matter = agreed(mediator.office)
    answer = mediator.send(
        f"/matters/{matter}/documents/3/scan", **({"files": upload} if upload else {})
    )
    assert answer.status_code == 200
    assert "请选要上传的扫描件" in answer.content.decode() or "不是PDF" in answer.content.decode()
    assert last_form(matter).kind == "event"


def test_a_printed_code_finds_its_document_and_takes_the_scan(mediator):
    matter = agreed(mediator.office)
    page = mediator.page(f"/scans?code={code_of(matter, 3).replace(':', '：')}")
    assert "人民调解协议书" in page
    assert f"/matters/{matter}/documents/3/scan" in page
    answer = mediator.send(f"/matters/{matter}/documents/3/scan", files=scan(), back="1")
    assert answer["Location"] == "/scans"


@pytest.mark.parametrize("typed", ["GJ1:0", "示市监调协〔2026〕1号"])
def test_a_mistyped_code_says_so(mediator, typed):
    assert "有一位输错了" in mediator.page(f"/scans?code={typed}")


def test_a_code_of_another_body_is_told_to_be_one(desk, stranger):
    matter = agreed(desk.office)
    page = stranger.page(f"/scans?code={code_of(matter, 3)}")
    assert "不是本机关的文书" in page
    assert "人民调解协议书" not in page


def test_using_the_seal_is_registered_with_nothing_typed_twice(mediator):
    matter = agreed(mediator.office)
    page = mediator.page(f"/matters/{matter}/documents/3")
    assert "没有用印登记" in page
    address = unescape(re.search(r'href="(/new/seal-use[^"]+)"', page)[1])
    form = mediator.page(address)
    for told in (code_of(matter, 3), "人民调解协议书", "示市监调协〔2026〕1号"):
        assert f'value="{told}"' in form
    outcome = mediator.office.do(
        "登记", who="clerk", procedure="seal-use",
        data={"文书编码": code_of(matter, 3), "文书名称": "人民调解协议书", "印章": "调解委员会印章", "用印份数": 3, "批准人": "head", "领取人": "clerk"},
    )  # fmt: skip
    page = mediator.page(f"/matters/{matter}/documents/3")
    assert "已用印" in page
    assert f"/matters/{outcome.matter}" in page
    assert "调解委员会印章　3份" in page


def test_the_document_is_shown_before_the_act_is_confirmed(mediator):
    page = mediator.check(NEW_MEDIATION, **mediation_form(**{"f-纠纷简况": "<b>粗</b>"}))
    assert "文书预览" in page
    told = words(page)
    assert "人民调解受理登记表" in told
    assert "预览稿" in told
    assert "<b>粗</b>" in told
    assert "<b>粗" not in page
    assert "GJ1:" not in page


def test_a_number_given_on_paper_is_typed_in_the_form(mediator):
    matter = opened_by_hand(mediator, "示市监调〔2026〕3号")
    assert AllottedNumber.objects.get(matter=matter, voided="").text == "示市监调〔2026〕3号"
    page = mediator.check(NEW_MEDIATION, **mediation_form("调2"), number="示市监调〔2025〕9号")
    assert "不合格式" in page
    assert 'value="示市监调〔2025〕9号"' in page
    page = mediator.check(NEW_MEDIATION, **mediation_form("调2"), number="6")
    assert "跳过了 2 个号" in page


def test_an_act_without_a_number_has_no_place_for_one(mediator):
    matter = opened(mediator)
    assert "手工编号" not in mediator.page(act_address(matter, "调解"))
    assert "手工编号" in mediator.page(act_address(matter, "达成协议"))


def test_left_out_numbers_are_listed_and_voided_with_a_reason(mediator):
    matter = opened_by_hand(mediator, "2")
    page = mediator.page("/numbers")
    assert "示市监调〔2026〕1号" in page
    assert "空号，待补录或者作废" in page
    address = f"/matters/{matter}/numbers/1"
    head = mediator.office.people["head"].id
    refused = mediator.send(address, text="示市监调〔2026〕1号").content.decode()
    assert "请写明作废的理由" in refused
    answer = mediator.send(
        address, text="示市监调〔2026〕1号", reason="没有用过", signers=[head], files=scan()
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "作废：没有用过" in mediator.page("/numbers")


def test_the_draft_of_what_was_approved_gives_way_to_the_acts_own_document(officer):
    matter = officer.office.penalty().matter
    page = officer.page(f"/matters/{matter}")
    assert f"/matters/{matter}/documents/3" in page
    assert f"/matters/{matter}/documents/1" not in page
    officer.page(f"/matters/{matter}/documents/1", status=404)
    assert "报批稿" not in officer.page(f"/matters/{matter}/documents/3")
