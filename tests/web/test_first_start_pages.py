"""The first start at the door: shown while the store is empty, with the code only, and never again."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rustpy_xlsxwriter import FastExcel

from guiju.people import first_start
from guiju.people.models import Account, Body, Person, Post
from tests.web.desk import hidden

pytestmark = pytest.mark.django_db
BODY = {
    "名称": "示例县人民政府", "统一社会信用代码": "91620000MA00000007", "性质": "人民政府",
    "执法领域": "", "机关代字": "示政", "成立日期": "2015年1月1日",
}  # fmt: skip
THREE = {
    "name0": "赵系统", "username0": "zhao", "name1": "钱安全", "username1": "qian",
    "name2": "孙审计", "username2": "sun",
}  # fmt: skip
UNIT = ["城关派出所", "", "派出机构", "", "", "2016-01-01", ""]
PATHS = ("/start", "/start/body", "/start/units", "/start/administrators")


@pytest.fixture
def visitor(time) -> Client:
    """Somebody at an empty store who has typed the code."""
    client = Client()
    answer = client.post("/start", {"code": first_start.draw_code()})
    assert answer["Location"] == "/start/body"
    return client


def unit_rows(*rows: list[str]) -> dict[str, str]:
    return {f"r{at}-{place}": cell for at, row in enumerate(rows) for place, cell in enumerate(row)}


def begun(client: Client) -> list[str]:
    """Go through all steps; gives the one-time passwords shown."""
    client.post("/start/body", BODY)
    client.post("/start/units", unit_rows(UNIT))
    answer = client.post("/start/administrators", THREE)
    return re.findall(r'class="secret">([^<]+)<', answer.content.decode())


def test_an_empty_store_shows_the_first_start_instead_of_signing_in(db, time):
    client = Client()
    assert client.get("/").status_code == 302
    assert client.get("/signin")["Location"] == "/start"
    assert "启动码" in client.get("/start").content.decode()


@pytest.mark.parametrize("path", PATHS[1:])
def test_without_the_code_no_step_is_shown_and_nothing_sent_is_taken(db, time, path):
    first_start.draw_code()
    client = Client()
    assert client.get(path)["Location"] == "/start"
    assert client.post(path, {**BODY, **THREE})["Location"] == "/start"
    assert not Body.objects.exists()
    assert first_start.draft() == {}


def test_a_wrong_code_lets_nobody_in_and_after_five_not_even_the_right_one(db, time):
    code = first_start.draw_code()
    client = Client()
    for _ in range(5):
        assert "启动码不对" in client.post("/start", {"code": "AAAA"}).content.decode()
    assert "启动码不对" in Client().post("/start", {"code": code}).content.decode()


def test_a_body_is_checked_before_anything_is_kept(visitor):
    page = visitor.post("/start/body", {**BODY, "统一社会信用代码": "91620000MA00000008"})
    assert "校验位不对" in page.content.decode()
    assert first_start.draft() == {}


def test_every_wrong_row_says_why_and_what_was_typed_stays(visitor):
    visitor.post("/start/body", BODY)
    wrong = ["某局", "", "行政机关", "", "", "2016-01-01", ""]
    lost = ["某所", "", "派出机构", "", "", "2016-01-01", "没有的局"]
    page = visitor.post("/start/units", unit_rows(UNIT, wrong, lost)).content.decode()
    assert "第 2 行：没有填“统一社会信用代码”" in page
    assert "第 3 行：上级机构“没有的局”" in page
    assert 'value="城关派出所"' in page
    assert "units" not in first_start.draft()


def test_units_come_from_excel(visitor):
    visitor.post("/start/body", BODY)
    labels = ["名称", "统一社会信用代码", "性质", "执法领域", "机关代字", "成立日期", "上级机构"]
    book = BytesIO()
    FastExcel(book).sheet("下级机构", [dict(zip(labels, UNIT, strict=True))]).save()
    upload = SimpleUploadedFile("机构.xlsx", book.getvalue())
    answer = visitor.post("/start/units", {"sheet": upload})
    assert answer["Location"] == "/start/administrators"
    assert first_start.draft()["units"][0]["名称"] == "城关派出所"


def test_of_more_rows_than_the_grid_shows_none_is_lost_while_one_is_mended(visitor):
    visitor.post("/start/body", BODY)
    labels = ["名称", "统一社会信用代码", "性质", "执法领域", "机关代字", "成立日期", "上级机构"]
    rows = [[f"第{n}所", *UNIT[1:]] for n in range(60)]
    rows[3][2] = "不知道"
    book = BytesIO()
    FastExcel(book).sheet("下级机构", [dict(zip(labels, row, strict=True)) for row in rows]).save()
    upload = SimpleUploadedFile("机构.xlsx", book.getvalue())
    page = visitor.post("/start/units", {"sheet": upload}).content.decode()
    assert "第 4 行：“性质”不能是“不知道”" in page
    assert len(page.encode()) < 100_000
    rows[3][2] = "派出机构"
    typed = {**unit_rows(*rows[:40]), "rows": hidden(page)["rows"][0]}
    assert visitor.post("/start/units", typed)["Location"] == "/start/administrators"
    assert [one["名称"] for one in first_start.draft()["units"]] == [row[0] for row in rows]


def test_more_rows_than_are_taken_at_once_are_refused_in_words(visitor):
    visitor.post("/start/body", BODY)
    book = BytesIO()
    FastExcel(book).sheet("下级机构", [{"名称": f"第{n}所"} for n in range(501)]).save()
    page = visitor.post("/start/units", {"sheet": SimpleUploadedFile("机构.xlsx", book.getvalue())})
    assert "有501行，一次最多500行" in page.content.decode()


def test_what_is_no_workbook_is_refused_in_words(visitor):
    visitor.post("/start/body", BODY)
    upload = SimpleUploadedFile("机构.xlsx", b"PK nothing")
    assert "没有保存" in visitor.post("/start/units", {"sheet": upload}).content.decode()


def test_a_session_taken_before_the_code_was_typed_is_worth_nothing_after(db, time):
    client = Client()
    session = client.session
    session["seen"] = "1"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post("/start", {"code": first_start.draw_code()})
    assert client.cookies["sessionid"].value != before
    other = Client()
    other.cookies["sessionid"] = before
    assert other.get("/start/body")["Location"] == "/start"


def test_nothing_of_the_start_stays_in_the_session_once_it_is_done(visitor):
    begun(visitor)
    assert "start" not in visitor.session


def test_a_null_typed_into_the_start_is_refused_as_no_request_of_a_person(visitor):
    assert visitor.post("/start/body", {**BODY, "名称": "示例\0县"}).status_code == 400
    assert first_start.draft() == {}


def test_the_start_is_left_and_resumed_by_whoever_has_the_code(visitor):
    visitor.post("/start/body", BODY)
    other = Client()
    answer = other.post("/start", {"code": first_start.draw_code()})
    assert answer["Location"] == "/start/units"
    assert visitor.get("/start/units")["Location"] == "/start", "the earlier code is good no more"


def test_the_three_get_slips_and_choose_their_passwords_before_anything_else(visitor):
    passwords = begun(visitor)
    assert len(passwords) == 3
    assert Body.objects.get(name="城关派出所").parent.name == "示例县人民政府"
    client = Client()
    assert client.post("/signin", {"username": "zhao", "password": passwords[0]}).status_code == 302
    for path in ("/", "/manage/people", "/law"):
        assert client.get(path)["Location"] == "/password"
    chosen = {"new": "xitong-guanli-1", "again": "xitong-guanli-1"}
    assert client.post("/password", chosen)["Location"] == "/"
    assert client.get("/")["Location"] == "/manage"
    assert client.get("/manage").status_code == 200
    again = Client().post("/signin", {"username": "zhao", "password": passwords[0]})
    assert again.status_code == 200, "the drawn password is gone"


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [("short-1", "short-1", "至少"), ("xitong-guanli-1", "xitong-guanli-2", "不一样")],
)
def test_a_first_password_is_long_and_typed_twice(visitor, new, again, says):
    client = Client()
    client.post("/signin", {"username": "zhao", "password": begun(visitor)[0]})
    page = client.post("/password", {"new": new, "again": again}).content.decode()
    assert says in page
    assert client.get("/")["Location"] == "/password"


def test_the_drawn_password_is_not_chosen_again(visitor):
    drawn = begun(visitor)[0]
    client = Client()
    client.post("/signin", {"username": "zhao", "password": drawn})
    page = client.post("/password", {"new": drawn, "again": drawn}).content.decode()
    assert "不能与现在的密码相同" in page


@pytest.mark.parametrize("path", PATHS)
def test_once_a_body_exists_the_first_start_is_shut_to_everybody(visitor, path):
    begun(visitor)
    before = (Body.objects.count(), Person.objects.count(), Account.objects.count())
    for client in (visitor, Client()):
        assert client.get(path)["Location"] == "/manage/setup"
        answer = client.post(path, {**BODY, **THREE, "code": "x", "名称": "另一县"})
        assert answer["Location"] == "/manage/setup"
    assert (Body.objects.count(), Person.objects.count(), Account.objects.count()) == before
    assert Client().get("/manage/setup")["Location"].startswith("/signin")


def test_one_person_twice_among_the_three_writes_nothing(visitor):
    visitor.post("/start/body", BODY)
    visitor.post("/start/units", {})
    page = visitor.post("/start/administrators", {**THREE, "name1": "赵系统"}).content.decode()
    assert "三个不同的人" in page
    assert not Body.objects.exists()
    assert not Post.objects.exists()


def test_the_slips_are_shown_once_and_kept_by_no_cache(visitor):
    visitor.post("/start/body", BODY)
    visitor.post("/start/units", {})
    answer = visitor.post("/start/administrators", THREE)
    assert "no-store" in answer["Cache-Control"]
    assert "secret" not in visitor.get("/start/administrators", follow=True).content.decode()


def test_the_first_body_is_not_told_that_its_code_may_be_left_out(visitor):
    page = visitor.get("/start/body").content.decode()
    field = page.partition('for="统一社会信用代码"')[2].partition("</div>")[0]
    assert "必填" in field
    assert "可以不填" not in field
