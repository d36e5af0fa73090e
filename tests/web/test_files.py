"""Files at the door: brought in once, carried along, checked, and never lost without a word."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.matters.files import MAXIMUM_BYTES, folder, path_of
from guiju.matters.models import StoredFile
from tests.web.desk import Desk, act_address, hidden, last_form, opened, signing

pytestmark = pytest.mark.django_db
TALK = {"f-调解记录": "双方到场", "f-可能引发案件": "no"}


def pdf(name: str, words: bytes = b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + words)


def kept_on_disk() -> int:
    return len([one for one in folder().rglob("*") if one.is_file()]) if folder().exists() else 0


def test_a_file_is_brought_in_once_and_carried_to_the_confirmation(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    address = act_address(matter, "调查取证")
    page = officer.check(
        address,
        **{"f-证据": pdf("笔录.pdf", b"evidence"), "signers": signing(office), "done_on": "x"},
    )
    assert "办理日期应是日期" in page
    assert "已带入：笔录.pdf" in page
    again = officer.check(address, **{**hidden(page), "signers": signing(office), "done_on": ""})
    assert officer.confirm(again, address).status_code == 302
    form = last_form(matter)
    assert form.files[0]["name"] == "笔录.pdf"
    assert form.data["证据"] == form.files[0]["sha256"]
    assert path_of(form.data["证据"]).read_bytes() == b"%PDF-1.4 evidence"


def test_a_file_can_be_taken_back_before_confirming(officer: Desk):
    matter = officer.office.penalty().matter
    address = act_address(matter, "调查取证")
    page = officer.check(address, **{"f-证据": pdf("错.pdf"), "done_on": "x"})
    token = hidden(page)["kept-f-证据"][0]
    page = officer.check(address, **{"kept-f-证据": token, "drop-f-证据": token})
    assert "已带入" not in page
    assert "“证据”是必填项" in page


def test_of_several_files_the_one_taken_back_goes_and_the_others_stay(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    page = mediator.check(
        address, **{**TALK, "files": [pdf("甲.pdf", b"1"), pdf("乙.pdf", b"2")], "done_on": "x"}
    )
    first, second = hidden(page)["kept-files"]
    page = mediator.check(address, **{**TALK, "kept-files": [first, second], "drop-files": first})
    mediator.confirm(page, address)
    assert [one["name"] for one in last_form(matter).files] == ["乙.pdf"]


@pytest.mark.parametrize("token", ["forged:token", "", "x", '["a.pdf","' + "0" * 64 + '"]'])
def test_a_file_token_that_was_not_made_here_brings_nothing_in(officer: Desk, token):
    matter = officer.office.penalty().matter
    page = officer.check(act_address(matter, "调查取证"), **{"kept-f-证据": token})
    assert "已带入" not in page
    assert "“证据”是必填项" in page


def test_a_token_with_one_sign_changed_brings_nothing_in(officer: Desk):
    matter = officer.office.penalty().matter
    address = act_address(matter, "调查取证")
    page = officer.check(address, **{"f-证据": pdf("甲.pdf"), "done_on": "x"})
    (token,) = hidden(page)["kept-f-证据"]
    changed = ("b" if token[0] == "a" else "a") + token[1:]
    assert "已带入" not in officer.check(address, **{"kept-f-证据": changed})
    assert "已带入" in officer.check(address, **{"kept-f-证据": token, "done_on": "x"})


def test_a_token_for_another_purpose_is_no_file(officer: Desk):
    from django.core import signing as tokens

    from guiju.web.carrying import file_of

    content = ["a.pdf", "0" * 64]
    assert file_of(tokens.dumps(content, salt="another purpose")) is None


@pytest.mark.parametrize("size", [MAXIMUM_BYTES + 1, 30 * 1024 * 1024])
def test_a_file_over_the_limit_is_refused_with_its_size_and_nothing_is_lost(mediator: Desk, size):
    matter = opened(mediator)
    big = SimpleUploadedFile("录像.mp4", b"\0" * size)
    page = mediator.check(act_address(matter, "调解"), **TALK, files=[pdf("记录.pdf"), big])
    assert f"“录像.mp4”有{size / 1024 / 1024:.1f}MB，超过单个文件20MB的上限" in page
    assert "已带入：记录.pdf" in page
    assert ">双方到场</textarea>" in page
    assert kept_on_disk() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_good_one_kept(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    program = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00 this program")
    page = mediator.check(address, **TALK, files=[program, pdf("记录.pdf")])
    assert "附件中的“合同.pdf”的内容不是PDF，没有保存" in page
    assert "可以上传：PDF、OFD、Word（docx、doc）、Excel（xlsx、xls）、WPS（wps、et）" in page
    assert "已带入：记录.pdf" in page
    assert "已带入：合同.pdf" not in page
    assert ">双方到场</textarea>" in page
    assert StoredFile.objects.count() == kept_on_disk() == 1


def test_a_refused_file_of_a_field_is_told_beside_the_field(officer: Desk):
    matter = officer.office.penalty().matter
    macro = SimpleUploadedFile("笔录.docm", b"PK\x03\x04")
    page = officer.check(act_address(matter, "调查取证"), **{"f-证据": macro})
    problem = page.partition('id="f-证据-problem"')[2].partition("</p>")[0]
    assert "“笔录.docm”不是可以上传的文件" in problem
    assert '<a href="#f-证据">' in page


def test_a_refused_file_stops_the_act(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    wrong = SimpleUploadedFile("a.html", b"<script>alert(1)</script>")
    answer = mediator.send(address, step="confirm", **TALK, files=wrong)
    assert answer.status_code == 200
    assert last_form(matter).act == "登记受理"
    assert kept_on_disk() == 0


def test_an_empty_file_is_refused_by_name(mediator: Desk):
    matter = opened(mediator)
    page = mediator.check(
        act_address(matter, "调解"), **TALK, files=SimpleUploadedFile("空.pdf", b"")
    )
    assert "文件“空.pdf”是空的，没有保存" in page


def test_the_form_says_what_can_be_brought_in_and_the_browser_offers_only_that(mediator: Desk):
    page = mediator.page(act_address(opened(mediator), "调解"))
    field = page.partition('for="files"')[2].partition("</div>")[0]
    assert "可以上传：PDF、OFD、" in field
    assert "单个文件不超过20MB" in field
    assert 'accept=".pdf,.ofd,.docx,.xlsx,.doc,.wps,.xls,.et,.jpg,' in field
    assert " multiple" in field


def test_the_name_of_a_file_is_never_html_and_never_a_path(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    named = pdf("..\\..\\<img src=x onerror=alert(1)>.pdf")
    page = mediator.check(address, **TALK, files=named)
    assert "<img" not in page
    assert mediator.confirm(page, address).status_code == 302
    shown = mediator.page(f"/matters/{matter}")
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in shown
    assert "<img" not in shown
    assert last_form(matter).files[0]["name"] == "<img src=x onerror=alert(1)>.pdf"
    answer = mediator.client.get(f"/matters/{matter}/files/2/0")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_same_content_twice_is_kept_once(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    page = mediator.check(address, **TALK, files=[pdf("甲.pdf"), pdf("乙.pdf")])
    assert mediator.confirm(page, address).status_code == 302
    assert len(last_form(matter).files) == 1
    assert kept_on_disk() == 1


def test_a_proof_that_is_refused_is_told_as_such(mediator: Desk):
    matter = opened(mediator)
    page = mediator.check(
        act_address(matter, "调解"), **TALK, proof=SimpleUploadedFile("回证.bmp", b"BM")
    )
    assert "证明材料中的“回证.bmp”不是可以上传的文件" in page


def test_a_recording_is_proof_too(mediator: Desk):
    matter = opened(mediator)
    mediator.office.go_to("2026-03-20")
    address = act_address(matter, "调解")
    sound = SimpleUploadedFile("通话录音.mp3", b"ID3\x03\x00 sound")
    page = mediator.check(address, **TALK, done_on="2026-03-03", proof=sound)
    assert mediator.confirm(page, address).status_code == 302
    assert last_form(matter).authority["proof"] == last_form(matter).files[0]["sha256"]


def test_a_file_gone_from_the_store_is_a_page_that_is_not_there(officer: Desk):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    digest = last_form(matter).files[0]["sha256"]
    path_of(str(digest)).unlink()
    officer.page(f"/matters/{matter}/files/4/0", status=404)


@pytest.mark.parametrize("place", ["0/0", "4/1", "5/0", "4/999999999999999999999", "4/-1", "x/0"])
def test_a_file_that_was_never_there_is_not_found(officer: Desk, place):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    officer.page(f"/matters/{matter}/files/{place}", status=404)
