"""What goes wrong is said in Chinese, says that nothing was saved, and leads on."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory

from guiju.matters.files import MAXIMUM_BYTES
from guiju.matters.models import Act
from guiju.web import views_act, views_today
from guiju.web.access import staff_page
from guiju.web.errors import LARGEST_REQUEST, SENTENCES, InWords
from tests.web.desk import Desk, act_address, mediation_form

pytestmark = pytest.mark.django_db
NEW_MEDIATION = "/new/people-mediation"


def said(answer, status: int, sentence: str) -> str:
    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert "<title>" in page
    assert "规矩" in page
    assert 'href="/"' in page, "a way on"
    return page


@pytest.mark.parametrize(
    "address",
    [
        "/nothing-here",
        "/new/no-such-procedure",
        "/new/行政处罚",
        "/law/no-such-procedure",
        "/matters/none",
        "/matters/" + "x" * 3000,
        "/admin/",
    ],
)
def test_an_address_that_is_not_there_says_so_with_a_way_on(officer: Desk, address):
    said(officer.client.get(address), 404, "没有这一页")


def test_the_page_of_a_failure_needs_nobody_signed_in(desk: Desk):
    said(desk.client.get("/nothing-here"), 404, "没有这一页")


@pytest.mark.parametrize("address", ["/signout", "/", "/new", "/law"])
def test_an_address_asked_for_in_the_wrong_way_says_so_and_names_the_right_one(
    officer: Desk, address
):
    method = officer.client.get if address == "/signout" else officer.client.post
    answer = method(address)
    said(answer, 405, "这一页不能这样打开")
    assert ("POST" in answer["Allow"]) is (address == "/signout")


def test_a_page_cannot_be_deleted_or_put(officer: Desk):
    for method in (officer.client.put, officer.client.delete, officer.client.patch):
        said(method(NEW_MEDIATION), 405, "没有保存任何内容")


def test_a_failure_of_the_program_says_nothing_was_saved_and_tells_no_secrets(
    officer: Desk, monkeypatch
):
    def break_down(viewer, limit):
        message = "the password is 1234"
        raise RuntimeError(message)

    monkeypatch.setattr(views_today, "newest", break_down)
    officer.client.raise_request_exception = False
    page = said(officer.client.get("/"), 500, "没有保存任何内容")
    for secret in ("1234", "RuntimeError", "Traceback", "guiju/web"):
        assert secret not in page


def test_a_failure_in_the_middle_of_recording_leaves_nothing_recorded(mediator: Desk, monkeypatch):
    from guiju.matters import batch

    page = mediator.check(NEW_MEDIATION, **mediation_form())
    before = Act.objects.count()

    def break_down(self):
        message = "the disk is gone"
        raise OSError(message)

    monkeypatch.setattr(batch.Batch, "flush", break_down)
    mediator.client.raise_request_exception = False
    said(mediator.confirm(page, NEW_MEDIATION), 500, "没有保存任何内容")
    assert Act.objects.count() == before


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (NEW_MEDIATION, {"f-登记簿号": "调\x001"}),
        (NEW_MEDIATION, {"f-登记\x00簿号": "调1"}),
        (NEW_MEDIATION, {"by": "p\x00"}),
        (NEW_MEDIATION, {"signers": ["p1", "p\x002"]}),
    ],
)
def test_a_null_character_in_a_form_is_a_request_that_cannot_be_read(
    mediator: Desk, address, typed
):
    before = Act.objects.count()
    said(mediator.send(address, step="confirm", **{**mediation_form(), **typed}), 400, "没有保存")
    assert Act.objects.count() == before


@pytest.mark.parametrize(
    "address", ["/matters/%00", "/matters/a%00b/acts/x", "/matters/x/acts/%00"]
)
def test_a_null_character_in_an_address_is_a_request_that_cannot_be_read(mediator: Desk, address):
    said(mediator.client.get(address), 400, "这个请求无法处理")


@pytest.mark.parametrize("encoding", ["utf-7", "idna", "utf-16", "nonsense", "zip"])
def test_a_form_in_an_encoding_no_page_sends_is_not_read(mediator: Desk, encoding):
    """Some carry halves of characters, which no record can hold; some fail their reader."""
    body = '--x\r\nContent-Disposition: form-data; name="f-登记簿号"\r\n\r\n+2AA-\r\n--x--\r\n'.encode()
    kind = f"multipart/form-data; boundary=x; charset={encoding}"
    for address in (NEW_MEDIATION, "/signin"):
        said(mediator.client.generic("POST", address, body, content_type=kind), 400, "没有保存")


def test_half_a_character_in_a_form_is_a_request_that_cannot_be_read(desk: Desk):
    request = RequestFactory().post("/new")
    request.POST = QueryDict(mutable=True)
    request.POST["f-登记簿号"] = "\ud800"
    with pytest.raises(SuspiciousOperation):
        staff_page(lambda *_: HttpResponse())(request)


@pytest.mark.parametrize("address", ["/search?q=%00", "/matters?is-number=%00", "/?%00=1"])
def test_a_null_character_in_a_question_is_a_request_that_cannot_be_read(mediator: Desk, address):
    said(mediator.client.get(address), 400, "这个请求无法处理")


def test_a_form_of_more_text_than_any_form_has_is_not_read(mediator: Desk):
    answer = mediator.send(NEW_MEDIATION, **mediation_form("长" * 2_000_000))
    said(answer, 400, "长材料请作为附件")


def test_a_form_of_more_fields_than_any_form_has_is_not_read(mediator: Desk):
    answer = mediator.send(NEW_MEDIATION, **{f"f-{number}": "x" for number in range(1001)})
    said(answer, 400, "没有保存")


def test_a_request_larger_than_ten_files_is_turned_away_unread(mediator: Desk):
    assert LARGEST_REQUEST == 10 * MAXIMUM_BYTES
    answer = mediator.client.post(NEW_MEDIATION, CONTENT_LENGTH=str(LARGEST_REQUEST + 1))
    said(answer, 413, "分几次上传")
    assert "200MB" in answer.content.decode()


def test_so_is_one_from_nobody(desk: Desk):
    for length in (10**12, 10**30):
        said(Client().post("/signin", CONTENT_LENGTH=str(length)), 413, "分几次上传")


@pytest.mark.parametrize("length", ["", "x", "-5", "\u00b2", "0", str(LARGEST_REQUEST)])
def test_what_is_no_length_or_not_too_long_is_let_through(length):
    request = RequestFactory().get("/", CONTENT_LENGTH=length)
    assert InWords(lambda _: HttpResponse("inside"))(request).content == b"inside"


def test_every_failure_says_what_to_do_next():
    for title, sentence in SENTENCES.values():
        assert title
        assert sentence.endswith("。")
        assert "请" in sentence
        assert not any("a" <= sign <= "z" for sign in sentence)


def test_a_record_that_cannot_be_read_is_said_to_be_damaged_on_each_of_its_pages(officer: Desk):
    matter = officer.office.penalty().matter
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_act SET form = %s WHERE matter_id = %s", [b"{}", matter])
    addresses = [
        f"/matters/{matter}",
        f"/matters/{matter}/sheets/处罚决定",
        f"/matters/{matter}/files/1/0",
        f"/matters/{matter}/opinions/1",
        act_address(matter, "调查取证"),
    ]
    for address in addresses:
        page = officer.page(address)
        assert "本件的记录损坏" in page
        assert "从备份恢复" in page


def test_a_damaged_first_act_shuts_no_page(officer: Desk):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_act SET form = %s", [b"{}"])
    for address in ("/", "/new", "/law", NEW_MEDIATION):
        assert "演示数据" not in officer.page(address), "what cannot be read says nothing"
    officer.client.post("/signout")
    assert "登录" in officer.page("/signin")


@pytest.mark.parametrize(
    "day", ["2010-12-31", "1999-01-01", "0001-01-01", "2026-03-03", "9999-12-31"]
)
def test_a_day_the_rules_know_nothing_of_is_refused_with_everything_typed_intact(
    mediator: Desk, day
):
    page = mediator.check(NEW_MEDIATION, **mediation_form("调 9", done_on=day))
    assert "没有登记。" in page
    assert "请核对" in page
    assert "None" not in page
    assert f'value="{day}"' in page
    assert 'value="调 9"' in page


def test_rules_that_cannot_be_worked_with_are_a_refusal_on_confirming_too(
    mediator: Desk, monkeypatch
):
    from guiju.lawbook.errors import CatalogError

    page = mediator.check(NEW_MEDIATION, **mediation_form("调 9"))

    def unworkable(request, once):
        raise CatalogError(code="calendar.missing_year", sentence="日历没有 2031 年，请补充。")

    monkeypatch.setattr(views_act, "perform_once", unworkable)
    refused = mediator.confirm(page, NEW_MEDIATION).content.decode()
    assert "日历没有 2031 年，请补充。" in refused
    assert 'value="调 9"' in refused


@pytest.mark.parametrize("seq", ["9" * 6000, "-1", "一", "1.5", "\uff11", " "])
def test_a_hidden_number_no_page_ever_sends_breaks_nothing(mediator: Desk, seq):
    matter = mediator.office.mediation().matter
    address = act_address(matter, "调解")
    typed = {"f-调解记录": "到场", "f-可能引发案件": "no", "expected_seq": seq}
    assert "确认登记" in mediator.check(address, **typed)


@pytest.mark.parametrize(
    "name", ["f-涉及人数", "f-登记簿号", "f-申请人-name", "done_on", "by", "files"]
)
def test_text_of_any_length_in_any_input_is_answered_in_words(mediator: Desk, name):
    page = mediator.check(NEW_MEDIATION, **mediation_form(**{name: "9" * 100_000}))
    assert "处要改" in page or "没有登记。" in page or "确认登记" in page


def test_a_file_sent_where_text_belongs_and_text_where_a_file_belongs_break_nothing(mediator: Desk):
    scan = SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")
    page = mediator.check(NEW_MEDIATION, **mediation_form(**{"f-登记簿号": scan, "files": "text"}))
    assert "“登记簿号”是必填项" in page
